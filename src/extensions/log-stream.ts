/**
 * Live logs behind one object: create a stream, open it, wait for `opened`, add the devices; and after a drop all of it
 * again, with what was missed in between. (impCentral API how-to, "Live Log Streaming".)
 *
 * Nothing is read ahead of the consumer: a chunk is taken from the connection when the events of the last one are
 * consumed. A slow consumer therefore slows the service down, by way of TCP, and memory holds one chunk. The same goes
 * for what is live while a gap is filled: it waits in the socket.
 */
import { createParser, type EventSourceMessage } from 'eventsource-parser'
import { discard, textOf } from '../core/answer.ts'
import { aFunction, anything, aSignal, checkOptions, milliseconds } from '../core/check.ts'
import { ArgumentError } from '../core/error.ts'
import type { CallInit, Fetch } from '../core/fetch.ts'
import { tell } from '../core/tell.ts'
import { backOff, type Clock, longestTimer, sleep, systemClock } from '../core/time.ts'
import { pathSegment, trimBase } from '../core/url.ts'
import { type ApiError, LogStreamError } from '../errors/classes.ts'
import { apiError, parseAnswer, parseError } from '../errors/from-answer.ts'
import { isConnectionError, isTimeoutError } from '../errors/guards.ts'
import { canPass } from '../errors/network.ts'
import { createRedactor, type Redactor } from '../errors/redaction.ts'
import { add, createBackfill, type LogHistory, take } from './log-backfill.ts'
import { type LogGap, type LogGapReason, type LogStreamEvent, parseLogEvents } from './log-events.ts'

/** `connecting`: on the way to a stream; `open`: devices are subscribed; `waiting`: before the next attempt; `closed`: for good. */
export type LogStreamState = 'connecting' | 'open' | 'waiting' | 'closed'

/** A device by its id, MAC address or agent id, or anything that has its id. */
export type LogStreamDevice = string | { id: string }

/** Options of `logStreams.open` and `openLogStream`. */
export interface LogStreamOptions {
  /** The devices to begin with, eight at most. More can be added later. */
  devices?: (Iterable<LogStreamDevice> & object) | undefined
  /** The id of a device group whose devices are added, eight at most. */
  deviceGroup?: string | undefined
  /** How the service writes the entries. What is yielded is the same. @default 'json' */
  format?: 'json' | 'text' | undefined
  /** Ends the stream; iteration then rejects with the signal's reason. */
  signal?: AbortSignal | null | undefined
  /**
   * Milliseconds without a byte from the service, keep-alive comments included, after which the connection counts as
   * dead. The service sends a comment about every 30 seconds. Time in which the consumer does not read does not count.
   * A new stream has to say `opened` within it, whatever else it says. `0` switches it off.
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
  /**
   * Told each change of `state`, and for `waiting` and `closed` the error that led to it, where there was one. What it
   * throws ends the stream, and iteration rejects with it.
   */
  onStateChange?: ((state: LogStreamState, error?: unknown) => void) | undefined
}

/** What a log stream needs of the client that it belongs to. */
export interface LogStreamContext {
  /** Sends the requests: authenticated, rate limited and confined to the API. */
  fetch: Fetch
  /** Where the API is, e.g. `defaultBaseUrl`. */
  baseUrl: string
  /** The historical log of a device, newest entry first, page by page as they are asked for. Without it there is no back-fill. */
  history?: LogHistory | undefined
  /** The devices of a device group. */
  groupDevices?: ((group: string, init: { signal: AbortSignal }) => AsyncIterable<{ id: string }>) | undefined
  /** Tells the time. @default the machine's clock */
  clock?: Clock | undefined
  /** For the jitter of the back-off: at least 0 and less than 1. @default Math.random */
  random?: (() => number) | undefined
  /**
   * Takes out what must not show in errors. @default what the calls' own headers hold
   * @internal
   */
  redactor?: Redactor | undefined
}

/** A live log stream. Iterate it once; `break` closes it. */
export interface LogStream extends AsyncIterable<LogStreamEvent> {
  /** The next event; `done` when the stream was closed. Calls that overlap are answered in their order. */
  next(): Promise<IteratorResult<LogStreamEvent, undefined>>
  /** What `break` calls: `close`. */
  return(): Promise<IteratorReturnResult<undefined>>
  /** The stream itself: it can be read once. */
  [Symbol.asyncIterator](): LogStream
  /**
   * Streams another device. While there is no connection the device is remembered and added with the others.
   *
   * @throws LogStreamError for a ninth device (unless `evictOldest`) or when the stream is closed
   * @throws ApiError when the service refuses the device
   */
  add(device: LogStreamDevice): Promise<void>
  /**
   * Stops streaming a device. What the service had sent before is still yielded.
   *
   * @throws LogStreamError when the stream is closed meanwhile
   * @throws ApiError when the service refuses; the device is then streamed on
   */
  remove(device: LogStreamDevice): Promise<void>
  /** Ids of the devices that are streamed, now and after a reconnection, in the order in which they were added. */
  readonly devices: string[]
  /** Where the stream is between its beginning and its end; `onStateChange` is told each change. */
  readonly state: LogStreamState
  /** Ends the stream, its connection and its timers. Iteration ends. */
  close(): Promise<void>
  /** The same as `close`, for `await using`. */
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
/** What is waited at most before a new stream: at first, unless the service asks for more, and after many attempts. */
const [shortestWait, longestWait] = [500, 30_000]
/** Attempts to open the first stream. */
const firstAttempts = 3
/**
 * What another holder may take from us in a row: three new streams that the service closes or no longer knows. One that
 * ends without a word before it has brought an entry counts half, for that can also be a gateway; one that breaks is the
 * network's.
 */
const evictionLimit = 6
/** How long a device may keep silent after a gap before its history is read once more, whatever the others say. */
const settleTime = 2000
/** Characters that one event may have. A longer one counts as a failure of the connection. */
const largestEvent = 1 << 20

const optionNames = [
  'devices',
  'deviceGroup',
  'format',
  'signal',
  'idleTimeout',
  'backfill',
  'evictOldest',
  'persist',
  'onStateChange',
]

const statusOf = (error: unknown) => (error as Partial<ApiError> | undefined)?.status

/** Network errors, timeouts, 429 and 5xx pass; what is refused for a reason does not. */
const isTransient = (error: unknown) => {
  const status = statusOf(error)
  if (status) return status === 429 || status >= 500
  return isConnectionError(error) || isTimeoutError(error) || canPass(error)
}

/**
 * Opens a log stream. It is usable alone, with any authenticated fetch.
 *
 * @throws ArgumentError for an option that is unknown or wrong, before anything is sent
 * @throws LogStreamError when no stream can be opened, or for more than eight devices
 */
export async function openLogStream(context: LogStreamContext, options: LogStreamOptions = {}): Promise<LogStream> {
  checkOptions('logStreams.open', options, Object.fromEntries(optionNames.map((name) => [name, anything])))
  const {
    fetch,
    history,
    groupDevices,
    clock = systemClock,
    random = Math.random,
    redactor = createRedactor(),
  } = context
  const { devices = [], deviceGroup, format = 'json', idleTimeout = 90_000 } = options
  const { evictOldest, persist, signal, onStateChange } = options
  if (typeof devices === 'string' || !(Object(devices) as Partial<Iterable<unknown>>)[Symbol.iterator]) {
    throw new ArgumentError('logStreams.open: devices must be an iterable')
  }
  if (!/^(json|text)$/.test(format)) throw new ArgumentError("logStreams.open: format must be 'json' or 'text'")
  milliseconds('logStreams.open: idleTimeout', idleTimeout)
  aSignal('logStreams.open: signal', signal)
  aFunction('logStreams.open: onStateChange', onStateChange)
  if (deviceGroup !== undefined) pathSegment('logStreams.open: deviceGroup', deviceGroup)
  const idle = idleTimeout || Infinity
  const base = trimBase(context.baseUrl)
  const scope = new AbortController()
  const { tracks, ...backfill } = createBackfill(options.backfill === false ? undefined : history, clock, scope.signal)
  /** In the order in which they were added. */
  const wanted = new Set<string>()
  /** Removals that the service has yet to confirm. */
  const leaving = new Map<string, number>()
  /** Devices that gave way to a ninth, which the service has yet to say. */
  const evicted = new Map<string, number>()
  /** What `remove` is about. It stays in `wanted` until that is done, and is not added to a stream before. */
  let removing: string | undefined
  /** The latest request that adds a device. Its removal must not overtake it. */
  let adding: { id: string; sent: Promise<unknown> } | undefined
  let state: LogStreamState = 'connecting'
  let link: Link | undefined
  let openedAt: number | undefined
  let closed = false
  /** The stream has brought an entry, live or missed before. */
  let heard = false
  let gap: LogGap | undefined
  /** Server clock minus ours, as far as its `Date` headers tell: up to a second too little. */
  let offset = 0
  /** The service may set it by `retry:`. */
  let firstWait = shortestWait
  /** What has been read and not yet been consumed, from `index` on. */
  let queue: LogStreamEvent[] = []
  let index = 0
  /** What the iteration has yet to throw. */
  let failure: { error: unknown } | undefined

  const setState = (next: LogStreamState, error?: unknown) => {
    if (state === next || state === 'closed') return
    state = next
    tell(() => onStateChange?.(next, error))
  }

  /** Ends a connection. When it is lost already, this fails, and nothing is left to be done. */
  const drop = (link?: Link) => link?.reader.cancel().catch(() => {})

  const end = (reason?: { error: unknown }) => {
    if (scope.signal.aborted) return
    failure = reason
    signal?.removeEventListener('abort', onAbort)
    // Cancelled first, the body ends in good order; aborted, it would fail in whatever stands between.
    void drop(link)
    scope.abort(reason?.error)
    setState('closed', reason?.error)
  }
  const onAbort = () => end({ error: signal!.reason })

  const serverTime = () => clock.now() + offset

  const request = async (url: string, init?: CallInit): Promise<Response> => {
    const response = await fetch(url, { signal: scope.signal, ...init })
    const date = Date.parse(response.headers.get('date')!)
    if (date) offset = date - clock.now()
    if (!response.ok) throw apiError(response, { method: init?.method, url }, redactor)
    return response
  }

  /** The text at `path` in the answer. */
  const ask = async (path: string, url: string, method = 'GET'): Promise<string> => {
    const response = await request(url, { method })
    let value = parseAnswer(await textOf(response), response, { method, url }, redactor)
    for (const key of path.split('.')) value = (Object(value) as Record<string, unknown>)[key]
    if (typeof value !== 'string' || !value)
      throw new LogStreamError(`Expected ${path} in the answer of ${redactor.text(url)}`)
    return value
  }

  const send = async (method: string, id: string, { url }: Link) =>
    discard(
      await request(`${url}/${id}`, {
        method,
        headers: { 'content-type': 'application/vnd.api+json' },
        body: JSON.stringify({ id, type: 'device' }),
      }),
    )

  /** The id of a device. The events name it, so it has to be known. */
  const identify = async (device: LogStreamDevice): Promise<string> => {
    const segment = pathSegment('device', (Object(device) as { id?: string }).id ?? device)
    return /^[0-9a-f]{16}$/i.test(segment) ? segment.toLowerCase() : ask('data.id', `${base}/devices/${segment}`)
  }

  const forget = (id: string) => {
    tracks.delete(id)
    return wanted.delete(id)
  }

  const want = (id: string) => {
    if (wanted.size === deviceLimit && !wanted.has(id) && !evictOldest) {
      throw new LogStreamError(`A log stream carries ${deviceLimit} devices at most`)
    }
    wanted.add(id)
  }

  /** Of nine devices the service pushes out the first one by itself. It may have said so already. */
  const shed = () => {
    if (wanted.size <= deviceLimit) return
    const [oldest] = wanted
    forget(oldest!)
    add(evicted, oldest!)
  }

  /** Adds a device to a stream; `false` when the service no longer knows the stream. */
  const subscribe = async (id: string, to: Link): Promise<boolean> => {
    await backfill.begin(id, serverTime(), wanted)
    if (id === removing) await last
    if (!wanted.has(id)) return true
    try {
      adding = { id, sent: send('PUT', id, to) }
      await adding.sent
      return true
    } catch (error) {
      if (statusOf(error) !== 404) throw error
      // Is it the stream that is unknown, or the device? The device's own resource tells, by the same error.
      discard(await request(`${base}/devices/${id}`))
      return false
    }
  }

  /** The service tells an address that is absolute, or relative to the API (the how-to: "/logstream/{logstream_id}"). */
  const locate = (address: string): URL => {
    const ours = /^\/(?!\/)/.test(address) && !address.startsWith(`${new URL(base).pathname}/`)
    const url = URL.parse(ours ? base + address : address, `${base}/`)
    if (!url) throw new LogStreamError(`Expected the URL of a log stream, got ${address}`)
    return url
  }

  /** One stream, from its creation to its end. Returns why it ended. */
  async function* stream(): AsyncGenerator<LogStreamEvent[], LogGapReason, undefined> {
    openedAt = undefined
    closed = heard = false
    leaving.clear()
    evicted.clear()
    const url = locate(await ask('data.attributes.url', `${base}/logstream`, 'POST'))
    url.searchParams.set('format', format)
    let response: Response
    try {
      response = await request(url.href, { headers: { accept: 'text/event-stream' }, stream: true, retry: false })
    } catch (error) {
      if ([404, 410].includes(statusOf(error)!)) return 'refused'
      throw error
    }
    if (!/^text\/event-stream/i.test(response.headers.get('content-type')!)) {
      discard(response)
      throw parseError('an event stream', response, { url: url.href }, redactor)
    }
    const reader = response.body!.getReader()
    const current: Link = (link = { url: url.origin + url.pathname, reader, ready: false })
    let batch: LogStreamEvent[] = []
    let arrived: EventSourceMessage[] = []
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
    const parser = createParser({
      maxBufferSize: largestEvent,
      onEvent: (event) => arrived.push(event),
      onRetry(ms) {
        firstWait = Math.max(ms, shortestWait)
      },
    })
    let pending: ReturnType<typeof reader.read> | undefined
    /** When the histories that a gap was filled from are read once more. */
    let settleAt = 0
    /** Reads a chunk, or tells why there is none. */
    const read = async (ms: number): Promise<LogGapReason | undefined> => {
      let timer: unknown
      try {
        pending ??= reader.read()
        const result = await new Promise<Awaited<typeof pending> | void>((resolve, reject) => {
          if (ms < Infinity) timer = clock.setTimeout(resolve, Math.min(ms, longestTimer))
          pending!.then(resolve, reject)
        })
        if (!result) return 'idle'
        pending = undefined
        if (result.done) return 'ended'
        arrived = []
        parser.feed(decoder.decode(result.value, { stream: true }))
        for (const event of parseLogEvents(arrived)) {
          if (event.type === 'state_change') {
            const { state, deviceId = '' } = event
            if (state === 'opened') openedAt ??= clock.now()
            if (state === 'closed') closed = true
            if (state === 'unsubscribed' && !(event.requested = take(leaving, deviceId)) && !take(evicted, deviceId))
              forget(deviceId)
          } else heard ||= event.type === 'message'
          // Before `opened` no device is streamed, and nobody reads.
          if (openedAt !== undefined) batch.push(event)
        }
        return undefined
      } catch {
        return 'failed'
      } finally {
        clock.clearTimeout(timer)
      }
    }
    try {
      // Whatever else comes, `opened` has to come within the idle time.
      // oxlint-disable-next-line no-unmodified-loop-condition -- the parser sets it
      for (const limit = clock.now() + idle; openedAt === undefined;) {
        const left = limit - clock.now()
        const ended = closed ? 'closed' : left > 0 ? await read(left) : 'idle'
        if (ended) return ended
      }
      for (const id of wanted) {
        try {
          if (!(await subscribe(id, current))) return 'refused'
        } catch (error) {
          // A device that is gone since, or refused for another reason, does not take the others with it.
          if (!gap || wanted.size === 1 || !(statusOf(error)! >= 400) || isTransient(error)) throw error
          forget(id)
          gap.filled = false
          gap.error ??= error
          batch.push({ type: 'state_change', state: 'unsubscribed', deviceId: id, requested: false })
          yield batch
          batch = []
        }
      }
      // Devices that are added from now on find an open stream.
      current.ready = true
      if (gap) {
        const { missed, filled, error = gap.error } = await backfill.fill()
        batch.push(
          { ...gap, to: new Date(serverTime() + 1000).toISOString(), filled: filled && gap.filled, error },
          ...missed,
        )
        gap = undefined
        heard ||= missed.length > 0
        settleAt = clock.now() + settleTime
      }
      setState('open')
      for (;;) {
        if (batch.length > 0) yield batch
        if (closed) return 'closed'
        batch = []
        const unsettled = backfill.unsettled()
        const left = unsettled ? settleAt - clock.now() : idle
        const ended = left > 0 ? await read(left) : 'idle'
        if (ended === 'idle' && unsettled) batch = await backfill.settle()
        else if (ended) return ended
        else batch = await backfill.sift(batch)
      }
    } finally {
      link = undefined
      await drop(current)
    }
  }

  /** One stream after the other. */
  async function* run(): AsyncGenerator<LogStreamEvent[], void, undefined> {
    for (let attempt = 0, streams = 1, evictions = 0, again = false; ; attempt++, streams++) {
      let reason: LogGapReason = 'failed'
      let error: unknown
      setState('connecting')
      try {
        reason = yield* stream()
      } catch (caught) {
        // After the end it is what ended the stream, whatever it looks like.
        if (scope.signal.aborted || !isTransient(caught)) throw caught
        error = caught
      }
      scope.signal.throwIfAborted()
      const young = openedAt === undefined || clock.now() - openedAt < lived
      if (!young) attempt = 0
      const taken = /^(clos|refus)ed$/.test(reason) ? 2 : +(reason === 'ended' && openedAt !== undefined && !heard)
      evictions = again && young && taken ? evictions + taken : 0
      if (evictions >= evictionLimit && !persist) {
        throw new LogStreamError('Another client of the account keeps taking the new log streams')
      }
      if (state === 'open') {
        again = true
        const from = new Date(backfill.since(serverTime())).toISOString()
        const unknown = [...tracks.values()].find((track) => track.error)?.error
        gap = {
          type: 'gap',
          from,
          to: '',
          reason,
          devices: [...tracks.keys()],
          filled: !unknown,
          error: error ?? unknown,
        }
      } else if (!gap && streams === firstAttempts) {
        throw (error ?? new LogStreamError(`The log stream could not be opened: ${reason}`)) as Error
      }
      setState('waiting', error)
      await sleep(backOff(attempt, firstWait, longestWait, random), clock, scope.signal)
    }
  }

  const batches = run()

  async function* eventsOf(): AsyncGenerator<LogStreamEvent, undefined, undefined> {
    try {
      while (!scope.signal.aborted) {
        if (index < queue.length) yield queue[index++]!
        else {
          queue = (await batches.next()).value!
          index = 0
        }
      }
    } catch (error) {
      end({ error })
    }
    if (failure) throw failure.error
  }
  const events = eventsOf()

  let last: Promise<unknown> = Promise.resolve()
  /** One `add` or `remove` after the other: their order matters to the service. */
  const inTurn = (work: (id: string) => Promise<void>) => (device: LogStreamDevice) => {
    const result = last
      .then(() => identify(device))
      .then(work)
      .catch((error: unknown) => {
        throw scope.signal.aborted ? new LogStreamError('The log stream is closed') : error
      })
    last = result.catch(() => {})
    return result
  }

  /** Calls of `next` that have yet to be answered. */
  let waiting = 0

  const self: LogStream = {
    add: inTurn(async (id) => {
      scope.signal.throwIfAborted()
      if (wanted.has(id)) return
      want(id)
      const current = link
      try {
        // Without an open stream the device is remembered, and added with the others.
        if (current?.ready && !(await subscribe(id, current))) await drop(current)
      } catch (error) {
        if (link === current || scope.signal.aborted) {
          forget(id)
          throw error
        }
      }
      // Not before: where the device is refused, none has to go.
      shed()
    }),
    remove: inTurn(async (id) => {
      removing = id
      try {
        if (adding?.id === id) await adding.sent.catch(() => {})
        const current = link
        if (current && wanted.has(id)) {
          add(leaving, id)
          try {
            await send('DELETE', id, current)
          } catch (error) {
            // When it was not subscribed, or its stream is gone, it is not streamed. The service may have said so, too.
            const streamed = take(leaving, id) && statusOf(error) !== 404 && link === current
            if (streamed || scope.signal.aborted) throw error
          }
        }
        forget(id)
      } finally {
        removing = undefined
      }
    }),
    get devices() {
      return [...wanted]
    },
    get state() {
      return state
    },
    async close() {
      end()
      await batches.return()
    },
    next() {
      // An event that is there already costs one promise.
      if (!waiting && index < queue.length && state !== 'closed') {
        return Promise.resolve({ value: queue[index++]!, done: false })
      }
      waiting++
      return events.next().finally(() => waiting--)
    },
    async return() {
      await self.close()
      return { value: undefined, done: true }
    },
    [Symbol.asyncIterator]: () => self,
    // Older browsers lack the symbol; `await using` is then compiled to the registered one.
    [Symbol.asyncDispose ?? Symbol.for('Symbol.asyncDispose')]: () => self.close(),
  }

  try {
    signal?.throwIfAborted()
    signal?.addEventListener('abort', onAbort)
    const begin = (id: string) => {
      want(id)
      shed()
    }
    for (const device of devices) begin(await identify(device))
    if (deviceGroup) for await (const { id } of groupDevices!(deviceGroup, scope)) begin(id)
    queue = (await batches.next()).value!
    scope.signal.throwIfAborted()
  } catch (error) {
    end({ error })
    throw signal?.aborted ? signal.reason : error
  }
  return self
}
