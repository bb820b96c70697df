/**
 * Live logs behind one object: create a stream, open it, wait for `opened`, add the devices; and after a drop all of it
 * again, with what was missed in between. (impCentral API how-to, "Live Log Streaming".)
 *
 * Nothing is read ahead of the consumer: a chunk is taken from the connection when the events of the last one are
 * consumed. A slow consumer therefore slows the service down, by way of TCP, and memory holds one chunk. The same goes
 * for what is live while a gap is filled: it waits in the socket.
 */
import { createParser } from 'eventsource-parser'
import { type Clock, sleep, systemClock } from '../clock.ts'
import {
  type ApiError,
  ArgumentError,
  errorFromResponse,
  isConnectionError,
  isNetworkFailure,
  isTimeoutError,
  LogStreamError,
  parseBody,
  ParseError,
} from '../errors.ts'
import type { CallInit, Fetch } from '../fetch.ts'
import { add, createBackfill, type LogHistory, take } from './log-backfill.ts'
import { type LogGap, type LogGapReason, type LogStreamEvent, parseLogEvent } from './log-events.ts'

/** `connecting`: on the way to a stream; `open`: devices are subscribed; `waiting`: before the next attempt; `closed`: for good. */
export type LogStreamState = 'connecting' | 'open' | 'waiting' | 'closed'

/** A device by its id, MAC address or agent id, or anything that has its id. */
export type LogStreamDevice = string | { id: string }

export interface LogStreamOptions {
  /** The devices to begin with, eight at most. More can be added later. */
  devices?: Iterable<LogStreamDevice> | undefined
  /** The id of a device group whose devices are added, eight at most. */
  deviceGroup?: string | undefined
  /** How the service writes the entries. What is yielded is the same. @default 'json' */
  format?: 'json' | 'text' | undefined
  /** Ends the stream; iteration then rejects with the signal's reason. */
  signal?: AbortSignal | null | undefined
  /**
   * Milliseconds without a byte from the service, keep-alive comments included, after which the connection counts as
   * dead. The service sends a comment about every 30 seconds. Time in which the consumer does not read does not count.
   * `0` switches it off.
   *
   * @default 90_000
   */
  idleTimeout?: number | undefined
  /** Whether entries missed during a gap are fetched from the historical logs. @default true */
  backfill?: boolean | undefined
  /** Whether a ninth device pushes out the one added first. Otherwise it is refused. @default false */
  evictOldest?: boolean | undefined
  /**
   * Whether to go on when another holder of the account keeps taking our streams. Two clients that both do so evict
   * each other for ever.
   *
   * @default false: the stream ends with a LogStreamError
   */
  persist?: boolean | undefined
  /** Told each change of `state`, and for `waiting` and `closed` the error that led to it, where there was one. */
  onStateChange?: ((state: LogStreamState, error?: unknown) => void) | undefined
}

/** What a log stream needs of the client that it belongs to. */
export interface LogStreamContext {
  /** Sends the requests: authenticated, rate limited and confined to the API. */
  fetch: Fetch
  baseUrl: string
  /** The historical log of a device, newest entry first, page by page as they are asked for. Without it there is no back-fill. */
  history?: LogHistory | undefined
  /** The devices of a device group. */
  groupDevices?: ((group: string, init: { signal: AbortSignal }) => AsyncIterable<{ id: string }>) | undefined
  clock?: Clock | undefined
  /** For the jitter of the back-off: at least 0 and less than 1. @default Math.random */
  random?: (() => number) | undefined
}

/** A live log stream. Iterate it once; `break` closes it. */
export interface LogStream extends AsyncIterableIterator<LogStreamEvent, undefined, undefined> {
  /**
   * Streams another device. While there is no connection the device is remembered and added with the others.
   *
   * @throws LogStreamError for a ninth device (unless `evictOldest`) or when the stream is closed
   * @throws ApiError when the service refuses the device
   */
  add(device: LogStreamDevice): Promise<void>
  /** Stops streaming a device. What the service had sent before is still yielded. */
  remove(device: LogStreamDevice): Promise<void>
  /** Ids of the devices that are streamed, now and after a reconnection, in the order in which they were added. */
  readonly devices: string[]
  readonly state: LogStreamState
  /** Ends the stream, its connection and its timers. Iteration ends. */
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/** The open connection. */
interface Link {
  /** The stream's address without its query. */
  url: string
  reader: ReadableStreamDefaultReader<Uint8Array>
  /** The wanted devices have been added. */
  ready: boolean
}

/** Limit of the how-to, "Live Log Streaming". */
const deviceLimit = 8
/** A stream that lived so long was not evicted at once, and the back-off begins anew. */
const lived = 10_000
/** The most that is waited before a new stream. */
const longestWait = 30_000
/** Failures to open the first stream, less one, until it is given up. */
const firstAttempts = 2
/** New streams in a row that another holder may take from us. */
const evictionLimit = 3
/** How long a device may keep silent after a gap before its history is read once more. */
const settleTime = 2000
/** Characters that one event may have. A longer one counts as a failure of the connection. */
const largestEvent = 1 << 20

/** Network errors, timeouts, 429 and 5xx pass; what is refused for a reason does not. */
const isTransient = (error: unknown) => {
  const status = statusOf(error)
  if (status) return status === 429 || status >= 500
  return isConnectionError(error) || isTimeoutError(error) || isNetworkFailure(error)
}

const statusOf = (error: unknown) => (error as Partial<ApiError> | undefined)?.status

/** Opens a log stream. It is usable alone, with any authenticated fetch. */
export async function openLogStream(context: LogStreamContext, options: LogStreamOptions = {}): Promise<LogStream> {
  const { fetch, history, groupDevices, clock = systemClock, random = Math.random } = context
  const { format = 'json', idleTimeout = 90_000, evictOldest, persist, signal, onStateChange } = options
  const base = context.baseUrl.replace(/\/+$/, '')
  const scope = new AbortController()
  /** In the order in which they were added. */
  const wanted = new Set<string>()
  const { tracks, ...backfill } = createBackfill(options.backfill === false ? undefined : history, clock, scope)
  /** Removals that the service has yet to confirm. */
  const leaving = new Map<string, number>()
  let state: LogStreamState = 'connecting'
  let link: Link | undefined
  let openedAt: number | undefined
  let closed = false
  let gap: LogGap | undefined
  let failure: { error: unknown } | undefined
  /** Server clock minus ours, as far as its `Date` headers tell: up to a second too little. */
  let offset = 0
  /** The service may set it by `retry:`. */
  let firstWait = 500
  /** What has been read and not yet been consumed. */
  let queue: LogStreamEvent[] = []
  let index = 0

  const setState = (next: LogStreamState, error?: unknown) => {
    if (state === next) return
    state = next
    onStateChange?.(next, error)
  }

  const end = (ended?: { error: unknown }) => {
    if (state === 'closed') return
    failure = ended
    queue = []
    index = 0
    signal?.removeEventListener('abort', onAbort)
    // Cancelled first, the body ends in good order; aborted, it would fail in whatever stands between.
    link?.reader.cancel().catch(() => {})
    scope.abort(ended?.error)
    setState('closed', ended?.error)
  }
  const onAbort = () => end({ error: signal!.reason })

  const serverTime = (later = 0) => new Date(clock.now() + offset + later).toISOString()

  const request = async (url: string, init?: CallInit): Promise<Response> => {
    const response = await fetch(url, { signal: scope.signal, ...init })
    const date = Date.parse(response.headers.get('date')!)
    if (date) offset = date - clock.now()
    if (!response.ok) throw await errorFromResponse(response, { method: init?.method, url })
    return response
  }

  /** The text at `path` in the answer. */
  const ask = async (url: string, path: string, init?: CallInit): Promise<string> => {
    let value = await parseBody(await request(url, init), { method: init?.method, url })
    for (const key of path.split('.')) value = (value as Record<string, unknown> | null | undefined)?.[key]
    if (typeof value !== 'string') throw new LogStreamError(`Expected ${path} in the answer of ${url}`)
    return value
  }

  const send = async (method: 'PUT' | 'DELETE', id: string) => {
    const response = await request(`${link!.url}/${id}`, {
      method,
      headers: { 'content-type': 'application/vnd.api+json' },
      body: JSON.stringify({ id, type: 'device' }),
    })
    await response.body?.cancel()
  }

  /** The id of a device. The events name it, so it has to be known. */
  const identify = async (device: LogStreamDevice): Promise<string> => {
    const given = typeof device === 'string' ? device : device?.id
    if (typeof given !== 'string' || /^\.{0,2}$/.test(given)) {
      throw new ArgumentError('Expected a device: its id, MAC address or agent id')
    }
    if (/^[0-9a-f]{16}$/i.test(given)) return given.toLowerCase()
    return ask(`${base}/devices/${encodeURIComponent(given)}`, 'data.id')
  }

  const forget = (id: string) => {
    tracks.delete(id)
    return wanted.delete(id)
  }

  const want = (id: string) => {
    wanted.add(id)
    if (wanted.size <= deviceLimit) return
    // The service pushes out the first one by itself.
    forget(evictOldest ? [...wanted][0]! : id)
    if (!evictOldest) throw new LogStreamError(`A log stream carries ${deviceLimit} devices at most`)
  }

  /** Adds a device to the open stream; `false` when the service no longer knows the stream. */
  const subscribe = async (id: string): Promise<boolean> => {
    if (!tracks.has(id)) await backfill.begin(id, serverTime())
    try {
      await send('PUT', id)
      return true
    } catch (error) {
      if (statusOf(error) !== 404) throw error
      // Is it the stream that is unknown, or the device? The device's own resource tells, by the same error.
      await request(`${base}/devices/${id}`)
      return false
    }
  }

  /** The service tells an address that is absolute, or relative to the API (the how-to: "/logstream/{logstream_id}"). */
  const locate = (address: string) => {
    const relative = /^\/(?!\/)/.test(address) && !address.startsWith(`${new URL(base).pathname}/`)
    return new URL(relative ? base + address : address, `${base}/`)
  }

  /** `undefined` when it takes longer. */
  const within = <T>(work: Promise<T>, ms: number): Promise<T | undefined> =>
    ms > 0 && ms < 2 ** 31
      ? new Promise((resolve, reject) => {
          const timer = clock.setTimeout(() => resolve(undefined), ms)
          work.then(resolve, reject).finally(() => clock.clearTimeout(timer))
        })
      : work

  /** Takes note of an event that is about to be yielded. */
  const note = (event: LogStreamEvent) => {
    if (event.type === 'state_change') {
      if (event.state === 'closed') closed = true
      if (event.state === 'unsubscribed') {
        const { deviceId = '' } = event
        event.requested = take(leaving, deviceId)
        if (!event.requested) forget(deviceId)
      }
    }
  }

  /** One stream, from its creation to its end. Returns why it ended. */
  async function* stream(): AsyncGenerator<LogStreamEvent[], LogGapReason, undefined> {
    openedAt = undefined
    closed = false
    leaving.clear()
    const url = locate(await ask(`${base}/logstream`, 'data.attributes.url', { method: 'POST' }))
    url.searchParams.set('format', format)
    let response: Response
    try {
      const headers = { accept: 'text/event-stream' }
      response = await request(url.href, { headers, stream: true, retry: false })
    } catch (error) {
      if (statusOf(error) === 404 || statusOf(error) === 410) return 'refused'
      throw error
    }
    const contentType = response.headers.get('content-type')
    if (!/^text\/event-stream/i.test(contentType!)) {
      await response.body?.cancel()
      const { status } = response
      throw new ParseError(`Expected an event stream, got ${contentType}`, { status, url: url.href, contentType })
    }
    const reader = response.body!.getReader()
    const current: Link = (link = { url: url.origin + url.pathname, reader, ready: false })
    let batch: LogStreamEvent[] = []
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
    const parser = createParser({
      maxBufferSize: largestEvent,
      onEvent: ({ event = 'message', data }) => batch.push(parseLogEvent(event, data)),
      onRetry: (ms) => {
        firstWait = Math.min(ms, longestWait)
      },
    })
    let pending: ReturnType<typeof reader.read> | undefined
    /** Reads a chunk, or tells why there is none. */
    const read = async (ms: number): Promise<LogGapReason | undefined> => {
      try {
        const result = await within((pending ??= reader.read()), ms)
        if (!result) return 'idle'
        pending = undefined
        if (result.done) return 'ended'
        parser.feed(decoder.decode(result.value, { stream: true }))
      } catch {
        return 'failed'
      }
      return undefined
    }
    try {
      while (!batch.some((event) => event.type === 'state_change' && event.state === 'opened')) {
        const ended = await read(idleTimeout)
        if (ended) return ended
      }
      openedAt = clock.now()
      for (const id of wanted) if (!(await subscribe(id))) return 'refused'
      // Devices that are added from now on find an open stream.
      current.ready = true
      if (gap) {
        const { missed, filled, error } = await backfill.fill()
        batch.push({ ...gap, to: serverTime(1000), filled, ...(error ? { error } : {}) }, ...missed)
      }
      gap = undefined
      setState('open')
      for (;;) {
        const out = batch
        batch = []
        for (const event of out) note(event)
        if (out.length > 0) yield out
        if (closed) return 'closed'
        const unsettled = backfill.unsettled()
        const ended = await read(unsettled ? settleTime : idleTimeout)
        if (ended === 'idle' && unsettled) batch = await backfill.settle()
        else if (ended) return ended
        else batch = await backfill.sift(batch)
      }
    } finally {
      link = undefined
      await reader.cancel().catch(() => {})
    }
  }

  /** One stream after the other. */
  async function* run(): AsyncGenerator<LogStreamEvent[], void, undefined> {
    let evictions = 0
    for (let attempt = 0, streams = 0; ; streams++) {
      let reason: LogGapReason = 'failed'
      let error: unknown
      setState('connecting')
      try {
        reason = yield* stream()
        if (scope.signal.aborted) return
      } catch (caught) {
        if (scope.signal.aborted || !isTransient(caught)) throw caught
        error = caught
      }
      const young = openedAt === undefined || clock.now() - openedAt < lived
      if (!young) attempt = 0
      evictions = streams > 0 && young && /^(clos|refus)ed$/.test(reason) ? evictions + 1 : 0
      if (evictions >= evictionLimit && !persist) {
        throw new LogStreamError(
          `Another client of the account takes the log streams: ${evictions} new ones were closed at once`,
        )
      }
      if (state === 'open') {
        const from = new Date(backfill.since(clock.now() + offset)).toISOString()
        gap = { type: 'gap', from, to: '', reason, devices: [...tracks.keys()], filled: false }
        if (error) gap.error = error
      } else if (!gap && attempt >= firstAttempts) {
        throw (error ?? new LogStreamError(`The log stream could not be opened: ${reason}`)) as Error
      }
      setState('waiting', error)
      await sleep(random() * Math.min(longestWait, firstWait * 2 ** attempt++), clock, scope.signal)
    }
  }

  let tail: Promise<unknown> = Promise.resolve()
  /** One `add` or `remove` after the other: their order matters to the service. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = tail.then(work)
    tail = result.catch(() => {})
    return result
  }

  const events = run()
  let turn: Promise<unknown> = Promise.resolve()
  let waiting = 0
  const settled = () => {
    waiting--
  }

  const pull = async (): Promise<IteratorResult<LogStreamEvent, undefined>> => {
    while (index === queue.length) {
      if (state === 'closed') {
        const ended = failure
        failure = undefined
        if (ended) throw ended.error
        return { value: undefined, done: true }
      }
      try {
        const { value } = await events.next()
        if (value && state !== ('closed' as LogStreamState)) {
          queue = value
          index = 0
        }
      } catch (error) {
        end({ error })
      }
    }
    return { value: queue[index++]!, done: false }
  }

  const close = async () => {
    end()
    await events.return()
  }

  if (signal?.aborted) throw signal.reason
  signal?.addEventListener('abort', onAbort)
  try {
    for (const device of options.devices ?? []) want(await identify(device))
    if (options.deviceGroup !== undefined) {
      for await (const { id } of groupDevices!(options.deviceGroup, scope)) want(id)
    }
    const { value } = await events.next()
    if (!value) throw scope.signal.reason
    queue = value
  } catch (error) {
    end({ error })
    throw signal?.aborted ? signal.reason : error
  }

  const self: LogStream = {
    add: (device) =>
      inTurn(async () => {
        const id = await identify(device)
        if (state === 'closed') throw new LogStreamError('The log stream is closed')
        if (wanted.has(id)) return
        want(id)
        const current = link
        // Without an open stream the device is remembered, and added with the others.
        if (!current?.ready) return
        try {
          if (!(await subscribe(id)) && link === current) {
            // Of a connection that is already lost, this fails, and nothing is left to be done.
            await current.reader.cancel().catch(() => {})
          }
        } catch (error) {
          if (link !== current) return
          forget(id)
          throw error
        }
      }),
    remove: (device) =>
      inTurn(async () => {
        const id = await identify(device)
        if (!forget(id) || !link) return
        add(leaving, id)
        try {
          await send('DELETE', id)
        } catch (error) {
          take(leaving, id)
          // It was not subscribed, or the stream is gone: either way it is not streamed.
          if (statusOf(error) !== 404) throw error
        }
      }),
    get devices() {
      return [...wanted]
    },
    get state() {
      return state
    },
    close,
    next: () => {
      // An event that is there already costs one promise.
      if (waiting === 0 && index < queue.length) return Promise.resolve({ value: queue[index++]!, done: false })
      waiting++
      const result = turn.then(pull)
      turn = result.then(settled, settled)
      return result
    },
    async return() {
      await close()
      return { value: undefined, done: true }
    },
    [Symbol.asyncIterator]: () => self,
    // Older browsers lack the symbol; `await using` is then compiled to the registered one.
    [Symbol.asyncDispose ?? Symbol.for('Symbol.asyncDispose')]: close,
  }
  return self
}
