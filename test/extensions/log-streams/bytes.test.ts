import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LogStreamEvent } from '../../../src/extensions/log-streams/events.ts'
import { openLogStream } from '../../../src/extensions/log-streams/index.ts'
import { everything, fixtures } from '../../support/log-fixtures.ts'

const opened = 'event: state_change\ndata: opened\n\n'

let send: (response: ServerResponse) => Promise<void>
let baseUrl: string
const server = createServer((request, response) => {
  request.resume()
  if (request.method === 'POST') return response.end(JSON.stringify({ data: { attributes: { url: '/logstream/1' } } }))
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' })
  return void send(response)
})
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v5`
})
afterAll(() => {
  server.close()
  server.closeAllConnections()
})

/** The events of one stream whose bytes come in these chunks, up to the end of the connection. */
async function receive(chunks: Uint8Array[], format: 'json' | 'text' = 'json'): Promise<LogStreamEvent[]> {
  const sizes: number[] = []
  let read = Promise.resolve()
  let onRead = () => {}
  send = async (response) => {
    for (const chunk of chunks) {
      read = new Promise((resolve) => {
        onRead = resolve
      })
      response.write(chunk)
      // The next one only when this one has arrived, so that they are not read as one.
      await read
    }
    response.end()
  }
  const watchedFetch: typeof fetch = async (input, init) => {
    const response = await fetch(input, init)
    if (init?.method === 'POST') return response
    const body = response.body!.pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform(chunk, controller) {
          sizes.push(chunk.length)
          controller.enqueue(chunk)
          onRead()
        },
      }),
    )
    return new Response(body, { headers: response.headers })
  }
  const ended = new AbortController()
  const onStateChange = (state: string) => state === 'waiting' && ended.abort()
  const events: LogStreamEvent[] = []
  const stream = await openLogStream({ fetch: watchedFetch, baseUrl }, { format, signal: ended.signal, onStateChange })
  try {
    for await (const event of stream) {
      if (event.type === 'state_change') delete event.requested
      events.push(event)
    }
  } catch (error) {
    expect(error).toBe(ended.signal.reason)
  }
  expect(sizes).toEqual(chunks.map(({ length }) => length))
  return events
}

const bytes = (text: string) => new TextEncoder().encode(text)

describe('what comes over the wire', () => {
  it.each(Object.entries(fixtures))('reads %s', async (_, { text, events }) => {
    for (const format of ['json', 'text'] as const) {
      expect(await receive([bytes(opened + text)], format)).toEqual([
        { type: 'state_change', state: 'opened' },
        ...events,
      ])
    }
  })

  it('takes away one byte order mark and no more', async () => {
    expect(await receive([bytes(`\uFEFF${opened}`)])).toHaveLength(1)
  })
})

const whole = bytes(everything.text)

describe(`a stream of ${whole.length} bytes`, () => {
  it('is the same however it is split in two', { timeout: 180_000 }, async () => {
    expect(whole.length).toBeGreaterThan(2048)
    for (let at = 1; at < whole.length; at++) {
      const events = await receive([whole.subarray(0, at), whole.subarray(at)])
      expect(events, `split at ${at}`).toEqual(everything.events)
    }
  })

  it('is the same byte by byte', async () => {
    expect(await receive(Array.from(whole, (byte) => Uint8Array.of(byte)))).toEqual(everything.events)
  })

  it('yields nothing of an event that is not complete', async () => {
    const text = fixtures['a JSON message with the keys of captured traffic']!.text
    for (let at = 0; at < text.length; at++) {
      expect(await receive([bytes(opened + text.slice(0, at))]), `cut at ${at}`).toHaveLength(1)
    }
    expect(await receive([bytes(opened + text)])).toHaveLength(2)
  })
})
