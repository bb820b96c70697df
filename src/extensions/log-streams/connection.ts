/** One log stream of the service: created, opened, read, told which devices to carry. */
import { createParser } from 'eventsource-parser'
import { discard, textOf } from '../../core/answer.ts'
import type { CallInit } from '../../core/fetch.ts'
import { tryJson } from '../../core/json.ts'
import { type Clock, longestTimer, monotonic, systemClock } from '../../core/time.ts'
import { pathSegment, trimBase } from '../../core/url.ts'
import { LogStreamError } from '../../errors/classes.ts'
import { apiError, parseAnswer, parseError } from '../../errors/from-answer.ts'
import { createRedactor, type Redactor } from '../../errors/redaction.ts'
import type { LogGapReason, LogStreamEvent } from './events.ts'
import type { LogStreamContext } from './options.ts'
import { parseLogEvent } from './parse.ts'
import { refusalOf } from './reconnect.ts'

/** The calls that a log stream makes. */
export interface Api {
  base: string
  clock: Clock
  signal: AbortSignal
  /** Ends what is under way, and all that follows. */
  abort(reason: unknown): void
  redactor: Redactor
  /** For the jitter of the back-off. */
  random: () => number
  /** @throws the typed error of a failure status */
  request(url: string, init?: CallInit): Promise<Response>
  /** The text at a path in an answer. */
  ask(path: string, url: string, method?: string): Promise<string>
  /** The service's time, as far as its `Date` headers tell: up to a second too early. */
  serverTime(): number
}

export function createApi(context: LogStreamContext): Api {
  const { fetch, baseUrl, clock = systemClock, redactor = createRedactor(), random = Math.random } = context
  const scope = new AbortController()
  const { signal } = scope
  const now = monotonic(clock)
  let offset = 0
  const api: Api = {
    base: trimBase(baseUrl),
    clock,
    signal,
    abort: (reason) => scope.abort(reason),
    redactor,
    random,
    async request(url, init) {
      const response = await fetch(url, { signal, ...init })
      const date = Date.parse(response.headers.get('date')!)
      if (date) offset = date - now()
      if (!response.ok)
        throw apiError(response, { method: init?.method, url }, redactor, tryJson(await textOf(response)))
      return response
    },
    async ask(path, url, method = 'GET') {
      const response = await api.request(url, { method })
      let value = parseAnswer(await textOf(response), response, { method, url }, redactor)
      for (const key of path.split('.')) value = (Object(value) as Record<string, unknown>)[key]
      if (typeof value !== 'string' || !value) throw parseError(path, response, { method, url }, redactor)
      return value
    },
    serverTime: () => now() + offset,
  }
  return api
}

/** The id of a device, which the events name, of whatever identifies it. */
export async function identify(api: Api, device: string | { id: string }): Promise<string> {
  const segment = pathSegment('device', (Object(device) as { id?: string }).id ?? device)
  return /^[0-9a-f]{16}$/i.test(segment) ? segment.toLowerCase() : api.ask('data.id', `${api.base}/devices/${segment}`)
}

export interface Connection {
  /** What comes from `opened` on, which has to come within so many milliseconds, whatever else comes; or why it does not. */
  opened(ms: number): Promise<LogStreamEvent[] | LogGapReason>
  /** The next events, or why there are no more; after so many milliseconds without a byte, `idle`. */
  read(ms: number): Promise<LogStreamEvent[] | LogGapReason>
  /** Adds or removes a device; `false` when the service no longer knows the stream. */
  send(method: 'PUT' | 'DELETE', device: string): Promise<boolean>
  /** Ends it, for a reason of ours where there is one: `ended` is also what a service does that takes a stream away. */
  close(reason?: LogGapReason): Promise<void>
  /** How long the service wants to be left alone at the end (ms). */
  readonly retry: number
}

/** Characters that one event may have. A longer one counts as a failure of the connection. */
const largestEvent = 1 << 20

/** The service tells an address that is absolute, or relative to the API (the how-to: "/logstream/{logstream_id}"). */
function locate(base: string, address: string): URL {
  const ours = /^\/(?!\/)/.test(address) && !address.startsWith(`${new URL(base).pathname}/`)
  const url = URL.parse(ours ? base + address : address, `${base}/`)
  if (!url) throw new LogStreamError('Expected the URL of a log stream')
  return url
}

/** Creates a stream and connects to it; `refused` when the service does not know it any more. */
export async function connect(api: Api, format: 'json' | 'text'): Promise<Connection | 'refused'> {
  const url = locate(api.base, await api.ask('data.attributes.url', `${api.base}/logstream`, 'POST'))
  url.searchParams.set('format', format)
  let response: Response
  try {
    response = await api.request(url.href, { headers: { accept: 'text/event-stream' }, stream: true, retry: false })
  } catch (error) {
    if ([404, 410].includes(refusalOf(error)!)) return 'refused'
    throw error
  }
  const { body } = response
  if (!body || !/^text\/event-stream/i.test(response.headers.get('content-type')!)) {
    discard(response)
    throw parseError('an event stream', response, { url: url.href }, api.redactor)
  }
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let events: LogStreamEvent[] = []
  let retry = 0
  let end: LogGapReason = 'ended'
  const parser = createParser({
    maxBufferSize: largestEvent,
    onEvent: ({ event = 'message', data }) => events.push(parseLogEvent(event, data)),
    onRetry: (ms) => (retry = ms),
  })
  const self: Connection = {
    async opened(ms) {
      const now = monotonic(api.clock)
      for (const end = now() + ms; now() < end;) {
        const events = await self.read(end - now())
        if (typeof events === 'string') return events
        const states = events.map((event) => (event.type === 'state_change' ? event.state : ''))
        if (states.includes('closed')) return 'closed'
        // Before it no device is streamed, and nobody reads.
        if (states.includes('opened')) return events.slice(states.indexOf('opened'))
      }
      return 'idle'
    },
    async read(ms) {
      let timer: unknown
      const late = new Promise<void>((resolve) => {
        if (ms < Infinity) timer = api.clock.setTimeout(resolve, Math.min(ms, longestTimer))
      })
      try {
        const result = await Promise.race([reader.read(), late])
        if (!result) return 'idle'
        if (result.done) return end
        events = []
        parser.feed(decoder.decode(result.value, { stream: true }))
        return events
      } catch {
        return 'failed'
      } finally {
        api.clock.clearTimeout(timer)
      }
    },
    async send(method, id) {
      try {
        const headers = { 'content-type': 'application/vnd.api+json' }
        const body = JSON.stringify({ id, type: 'device' })
        discard(await api.request(`${url.origin}${url.pathname}/${id}`, { method, headers, body }))
        return true
      } catch (error) {
        if (refusalOf(error) !== 404) throw error
        // Is it the stream that is unknown, or the device? The device's own resource tells, by the same error.
        if (method === 'PUT') discard(await api.request(`${api.base}/devices/${id}`))
        return false
      }
    },
    close(reason = end) {
      end = reason
      // When the connection is lost already, this fails, and nothing is left to be done.
      return reader.cancel().catch(() => {})
    },
    get retry() {
      return retry
    },
  }
  return self
}
