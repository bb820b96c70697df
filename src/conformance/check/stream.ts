/** A log stream that is opened and closed, in both formats. */
import { createParser, type EventSourceMessage } from 'eventsource-parser'
import { pathOf } from './api.ts'
import { type Context, type Step, unknown } from './step.ts'

/** How long an event is waited for, in milliseconds. */
const patience = 15_000

interface Events {
  /** The data of the first event of the name that a device is in, or that has this text. */
  until(wanted: (event: EventSourceMessage) => boolean): Promise<EventSourceMessage | undefined>
  close(): Promise<void>
}

function eventsOf(body: ReadableStream<Uint8Array>): Events {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let waiting: EventSourceMessage[] = []
  const parser = createParser({ onEvent: (event) => waiting.push(event) })
  return {
    async until(wanted) {
      const timer = setTimeout(() => void reader.cancel().catch(() => {}), patience)
      try {
        for (;;) {
          const found = waiting.find(wanted)
          if (found) return found
          waiting = []
          const { done, value } = await reader.read()
          if (done) return undefined
          parser.feed(decoder.decode(value, { stream: true }))
        }
      } finally {
        clearTimeout(timer)
      }
    },
    close: () => reader.cancel().catch(() => {}),
  }
}

async function stream(context: Context, format: 'json' | 'text'): Promise<void> {
  const { api, fetch, baseUrl, signal, lists, answer, provoked, skip } = context
  const [device] = lists.get('/devices') ?? []
  const created = await api('POST', '/logstream')
  const url = created.item?.attributes?.['url']
  if (typeof url !== 'string') throw new Error('the log stream has no address')
  const target = new URL(url, `${baseUrl}/`)
  const add = pathOf('/logstream/{}/{}', created.item!.id, device?.id ?? '')
  const body = { type: 'device', id: device?.id }
  if (device) {
    const early = await api('PUT', add, { body })
    provoked('addDeviceToLogStream', 409, early.status)
    const removed = await api('DELETE', add)
    provoked('removeDeviceFromLogStream', 409, removed.status)
  } else {
    skip('addDeviceToLogStream', 'the account has no device')
    skip('removeDeviceFromLogStream', 'the account has no device')
  }
  target.searchParams.set('format', format)
  const response = await fetch(target.href, { headers: { accept: 'text/event-stream' }, stream: true, signal })
  if (!response.ok || !response.body) {
    await response.text()
    throw new Error(`the log stream answers ${response.status}`)
  }
  const events = eventsOf(response.body)
  try {
    if (!(await events.until(({ data }) => data.includes('opened')))) throw new Error('the log stream did not open')
    if (!device) return
    await api('PUT', add, { body })
    const said = await events.until(({ data }) => data.includes('subscribed'))
    if (format === 'text' && said) answer('state-change-order', said.data.startsWith('subscribed'), 'the device first')
    if (format === 'json' && said)
      answer('state-change-device', /"device_id"\s*:/.test(said.data), 'a property of another name, or none')
    await api('DELETE', add)
    await events.until(({ data }) => data.includes('unsubscribed'))
  } finally {
    await events.close()
  }
}

export const streamSteps: readonly Step[] = (['json', 'text'] as const).map((format) => ({
  name: `Open and close a log stream (${format})`,
  questions: [format === 'json' ? 'state-change-device' : 'state-change-order'],
  run: async (context) => {
    const question = format === 'json' ? 'state-change-device' : 'state-change-order'
    if ((context.lists.get('/devices') ?? []).length === 0)
      context.answer(question, unknown('the account has no device'))
    await stream(context, format)
  },
}))
