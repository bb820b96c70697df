/** Reads log entries from one connection, each parsed to an object whose text is looked at. */
import type { Work } from '../lib/contender.ts'
import { generated, peer } from '../lib/prepare.ts'
import { deviceId } from '../lib/samples.ts'

export interface LogConfig {
  url: string
  devices: number
  /** Milliseconds that the consumer rests after each `batch` entries. */
  rest?: number
  batch?: number
  /** How many entries lie between two looks at the memory; 0 for none. */
  sampleEvery?: number
}

const token = 'a'.repeat(64)
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** What each contender gives: entries one after the other, as `for await` sees them, or pushed into a callback. */
type Source =
  | { entries: () => AsyncIterable<unknown> | Promise<AsyncIterable<unknown>> }
  | { subscribe: (onEntry: (entry: unknown) => void) => { close: () => void } }

interface EventSourceLike {
  addEventListener(name: 'message', listener: (event: { data: string }) => void): void
  close(): void
}

/** The least that can be done: the bytes decoded and fed to the parser, each event's data parsed in its callback. */
async function* chunks(url: string, onEntry: (entry: unknown) => void, signal?: AbortSignal) {
  const { createParser } = await import('eventsource-parser')
  const response = await fetch(`${url}/logstream/now`, { signal: signal ?? null })
  const parser = createParser({
    onEvent: ({ event, data }) => {
      if (event === 'message') onEntry(JSON.parse(data))
    },
  })
  const decoder = new TextDecoder()
  for await (const chunk of response.body!) {
    parser.feed(decoder.decode(chunk, { stream: true }))
    yield
  }
}

export const sources: Record<string, (config: LogConfig) => Promise<Source>> = {
  async 'bare eventsource-parser loop'({ url }) {
    return {
      async *entries() {
        let batch: unknown[] = []
        for await (const _ of chunks(url, (entry) => batch.push(entry))) {
          for (const entry of batch) yield entry
          batch = []
        }
      },
    }
  },
  async 'the same, into a callback'({ url }) {
    return {
      subscribe(onEntry) {
        const stop = new AbortController()
        void (async () => {
          for await (const _ of chunks(url, onEntry, stop.signal));
        })().catch(() => {})
        return { close: () => stop.abort() }
      },
    }
  },
  async impcentral({ url, devices }) {
    const { createImpCentral } = await import('impcentral')
    const imp = createImpCentral({ baseUrl: url, auth: { accessToken: token } })
    return {
      entries: () => imp.logStreams.open({ devices: Array.from({ length: devices }, (_, i) => deviceId(i)) }),
    }
  },
  /** Its README: listeners by event name. */
  async 'eventsource 5'({ url }) {
    const { EventSource } = await peer<{ EventSource: new (url: string) => EventSourceLike }>('eventsource')
    return {
      subscribe(onEntry) {
        const source = new EventSource(`${url}/logstream/now`)
        source.addEventListener('message', ({ data }) => onEntry(JSON.parse(data)))
        return source
      },
    }
  },
  /** Its README: `create` with a handler, then `addDevice`. */
  async 'imp-central-api'({ url, devices }) {
    interface Streams {
      create(
        onMessage: (data: string) => void,
        onState: null,
        onError: null,
        format: 'json',
      ): Promise<{ data: { id: string } }>
      addDevice(stream: string, device: string): Promise<unknown>
      close(stream: string): Promise<void>
    }
    interface Api {
      auth: { accessToken: string }
      logStreams: Streams
    }
    const { default: ImpCentralApi } = await peer<{ default: new (url: string) => Api }>('imp-central-api')
    const api = new ImpCentralApi(url)
    api.auth.accessToken = token
    return {
      subscribe(onEntry) {
        const open = (async () => {
          const { data } = await api.logStreams.create((text) => onEntry(JSON.parse(text)), null, null, 'json')
          for (let i = 0; i < devices; i++) await api.logStreams.addDevice(data.id, deviceId(i))
          return data.id
        })()
        return { close: () => void open.then((id) => api.logStreams.close(id)) }
      },
    }
  },
  /** Its own reader of event streams, which gives an iterator. */
  async 'Redocly client'({ url }) {
    interface Client {
      configure(config: object): void
      openLogStream(inputs: object): AsyncIterable<{ event?: string; data: string }>
    }
    const { client } = await peer<{ client: Client }>(`${generated}redocly.ts`)
    client.configure({ serverUrl: url, auth: { bearer: token } })
    return {
      async *entries() {
        for await (const { event, data } of client.openLogStream({ path: { logstream_id: 'now' } })) {
          if (event === 'message') yield JSON.parse(data)
        }
      },
    }
  },
}

/** One entry of a log, whatever keys the contender gives it. */
const textOf = (entry: unknown) => (entry as { msg?: string; text?: string }).text ?? (entry as { msg?: string }).msg

/** What is alive after a collection: the heap, and the bytes that it holds outside. Sockets' own buffers come and go. */
function live(): number {
  globalThis.gc!()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

export const contenders: Record<string, (config: LogConfig) => Promise<Work>> = Object.fromEntries(
  Object.entries(sources).map(([name, make]) => [
    name,
    async (config: LogConfig): Promise<Work> => {
      const source = await make(config)
      const { rest = 0, batch = 500, sampleEvery = 0 } = config
      return async (n) => {
        let seen = 0
        const memory: [number, number][] = []
        const look = (entry: unknown) => {
          if (textOf(entry) === undefined) return
          seen++
          if (sampleEvery && seen % sampleEvery === 0) memory.push([seen, live()])
        }
        if ('entries' in source) {
          for await (const entry of await source.entries()) {
            look(entry)
            if (rest && seen % batch === 0) await pause(rest)
            if (seen >= n) break
          }
        } else if (!rest) {
          await new Promise<void>((resolve) => {
            const subscription = source.subscribe((entry) => {
              if (seen >= n) return
              look(entry)
              if (seen < n) return
              subscription.close()
              resolve()
            })
          })
        } else {
          // A callback cannot be awaited by who calls it: what comes meanwhile has to be kept.
          const queue: unknown[] = []
          const subscription = source.subscribe((entry) => {
            if (queue.length < n && queue.push(entry) === n) subscription.close()
          })
          for (let head = 0; head < n;) {
            for (const end = Math.min(head + batch, queue.length); head < end; head++) {
              look(queue[head])
              queue[head] = undefined
            }
            await pause(rest)
          }
        }
        return memory
      }
    },
  ]),
)
