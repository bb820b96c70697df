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
  isImpCentralError,
  isTimeoutError,
  LogStreamError,
  parseBody,
  ParseError,
} from '../errors.ts'
import type { CallInit, Fetch } from '../fetch.ts'
import {
  add,
  createTrack,
  findMissed,
  keyOf,
  type LogPage,
  readBaseline,
  remember,
  take,
  type Track,
} from './log-backfill.ts'
import { type LogGap, type LogGapReason, type LogMessage, type LogStreamEvent, parseLogEvent } from './log-events.ts'

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
  history?: ((device: string, init: { signal: AbortSignal }) => AsyncIterable<LogPage>) | undefined
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
/** New streams in a row that another holder may take from us. */
const evictionLimit = 3
/** How long a device may keep silent after a gap before its history is read once more. */
const settleTime = 2000
/** Timestamps of different devices may be out of order by so much. */
const skew = 10_000

/** Opens a log stream. It is usable alone, with any authenticated fetch. */
export async function openLogStream(context: LogStreamContext, options: LogStreamOptions = {}): Promise<LogStream> {
  const { fetch, history, groupDevices, clock = systemClock, random = Math.random } = context
  const { format = 'json', idleTimeout = 90_000, evictOldest, persist, signal, onStateChange } = options
  const backfill = history && options.backfill !== false
  const base = context.baseUrl.replace(/\/+$/, '')
  const scope = new AbortController()
  /** In the order in which they were added. */
  const wanted = new Set<string>()
  const tracks = new Map<string, Track>()
  /** Removals that the service has yet to confirm. */
  const leaving = new Map<string, number>()
  const aliases = new Map<string, string>()
  let state: LogStreamState = 'connecting'
  let link: Link | undefined
  /** Server clock minus ours, as far as its `Date` headers tell: up to a second too little. */
  let offset = 0
  /** The service may set it by `retry:`. */
  let firstWait = 500
  let failure: { error: unknown } | undefined

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
    scope.abort(ended?.error)
    // Cancelling the body ends the connection without an error in whatever stands between.
    link?.reader.cancel().catch(() => {})
    setState('closed', ended?.error)
  }
  const onAbort = () => end({ error: signal!.reason })

  const serverTime = (later = 0) => new Date(clock.now() + offset + later).toISOString()

  const request = async (url: string, init?: CallInit): Promise<Response> => {
    const response = await fetch(url, { signal: scope.signal, ...init })
    const date = Date.parse(response.headers.get('date') ?? '')
    if (date) offset = date - clock.now()
    if (!response.ok) throw await errorFromResponse(response, { method: init?.method, url })
    return response
  }

  const statusOf = (error: unknown) => (error as Partial<ApiError> | undefined)?.status

  /** The text at `path` in the answer. */
  const ask = async (url: string, path: string[], init?: CallInit): Promise<string> => {
    let value = await parseBody(await request(url, init), { method: init?.method, url })
    for (const key of path) value = (value as Record<string, unknown> | null | undefined)?.[key]
    if (typeof value !== 'string') throw new LogStreamError(`Expected ${path.join('.')} in the answer of ${url}`)
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
    const known = aliases.get(given)
    if (known) return known
    const id = await ask(`${base}/devices/${encodeURIComponent(given)}`, ['data', 'id'])
    aliases.set(given, id)
    return id
  }

  const forget = (id: string) => {
    tracks.delete(id)
    return wanted.delete(id)
  }

  const want = (id: string) => {
    if (wanted.size >= deviceLimit && !wanted.has(id)) {
      if (!evictOldest) throw new LogStreamError(`A log stream carries ${deviceLimit} devices at most`)
      // The service does the same by itself.
      for (const first of wanted) {
        forget(first)
        break
      }
    }
    wanted.add(id)
  }

  /** Adds a device to the open stream; `false` when the service no longer knows the stream. */
  const subscribe = async (id: string): Promise<boolean> => {
    if (!tracks.has(id)) {
      const track = createTrack(serverTime())
      if (backfill) await readBaseline(track, history(id, scope))
      tracks.set(id, track)
    }
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
    const { pathname } = new URL(base)
    const relative = /^\/(?!\/)/.test(address) && !address.startsWith(`${pathname}/`)
    return new URL(relative ? base + address : address, `${base}/`)
  }

  const connect = async (url: string) => {
    // Of its own, because it must not outlive the answer: the body is ended by cancelling it.
    const opening = new AbortController()
    const abort = () => opening.abort(scope.signal.reason)
    scope.signal.addEventListener('abort', abort)
    try {
      const response = await request(url, {
        signal: opening.signal,
        headers: { accept: 'text/event-stream' },
        stream: true,
        retry: false,
      })
      if (!/^text\/event-stream/i.test(response.headers.get('content-type') ?? '')) {
        await response.body?.cancel()
        const { status, headers } = response
        const contentType = headers.get('content-type')
        throw new ParseError(`Expected an event stream, got ${contentType}`, {
          status,
          method: 'GET',
          url,
          contentType,
        })
      }
      return response.body!.getReader()
    } finally {
      scope.signal.removeEventListener('abort', abort)
    }
  }

  /** `undefined` when it takes longer. */
  const within = <T>(work: Promise<T>, ms: number): Promise<T | undefined> =>
    ms > 0 && ms < 2 ** 31
      ? new Promise((resolve, reject) => {
          const timer = clock.setTimeout(() => resolve(undefined), ms)
          work.then(resolve, reject).finally(() => clock.clearTimeout(timer))
        })
      : work

  let openedAt: number | undefined
  let closed = false

  /** Takes note of an event that is about to be yielded. */
  const note = (event: LogStreamEvent) => {
    if (event.type === 'message') {
      const track = tracks.get(event.deviceId)
      if (track) remember(track, event)
    } else if (event.type === 'state_change') {
      if (event.state === 'opened') openedAt ??= clock.now()
      if (event.state === 'closed') closed = true
      if (event.state === 'unsubscribed' && event.deviceId) {
        event.requested = take(leaving, event.deviceId)
        if (!event.requested) forget(event.deviceId)
      }
    }
  }

  /** Delivers what the history has and the device's track has not. */
  const refill = async (id: string, track: Track) => {
    const { missed, reached } = await findMissed(track, id, () => history!(id, scope))
    track.doubles ??= new Map()
    for (const entry of missed) add(track.doubles, keyOf(entry))
    return { missed, reached }
  }

  /**
   * An entry that was logged just before the device was subscribed again may have entered the history only after it
   * was read. So before the first live entry that the history did not hold, or after a while, it is read once more.
   */
  const settle = async (id: string, track: Track, until: string, out: LogStreamEvent[]) => {
    const gap: LogGap = { type: 'gap', from: track.last, to: until, reason: 'history', devices: [id], filled: false }
    for (let wait = 250; !track.settled && !gap.error; wait *= 2) {
      const late = await refill(id, track).catch((error: unknown) => {
        if (scope.signal.aborted) throw error
        gap.error = error
        return { missed: [] as LogMessage[] }
      })
      for (const entry of late.missed) {
        note(entry)
        out.push(entry)
      }
      if (track.newest >= until) track.settled = true
      else if (wait > 1000) break
      else if (!gap.error) await sleep(wait, clock, scope.signal)
    }
    if (!track.settled) out.push(gap)
    track.settled = true
  }

  /** Drops what the history has delivered already. */
  const sift = async (events: LogStreamEvent[]) => {
    const out: LogStreamEvent[] = []
    for (const event of events) {
      const track = event.type === 'message' && tracks.get(event.deviceId)
      if (track && track.doubles) {
        if (take(track.doubles, keyOf(event))) {
          track.settled = true
          continue
        }
        if (!track.settled) {
          await settle(event.deviceId, track, event.timestamp, out)
          if (take(track.doubles, keyOf(event))) continue
        }
        if (Date.parse(event.timestamp) > Date.parse(track.newest) + skew) track.doubles = undefined
      }
      note(event)
      out.push(event)
    }
    return out
  }

  let tail: Promise<unknown> = Promise.resolve()
  /** One `add` or `remove` after the other: their order matters to the service. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = tail.then(work)
    tail = result.catch(() => {})
    return result
  }

  let gap: LogGap | undefined
  let historyFailed = false

  /** The gap, and the entries that belong in it. */
  const bridge = async ({ ...event }: LogGap): Promise<LogStreamEvent[]> => {
    const missed: LogMessage[] = []
    event.filled = !!backfill
    event.to = serverTime(1000)
    if (backfill) {
      const refillAll = event.devices.map(async (id) => {
        const track = tracks.get(id)
        if (!track) return
        track.doubles = undefined
        track.settled = false
        const found = await refill(id, track)
        missed.push(...found.missed)
        if (!found.reached) event.filled = false
      })
      const failed = (await Promise.allSettled(refillAll)).find((result) => result.status === 'rejected')
      if (failed) {
        const error: unknown = failed.reason
        // Without a status it may well be the connection again, so there is one more attempt.
        if (scope.signal.aborted || (!historyFailed && !statusOf(error))) {
          historyFailed = true
          throw error
        }
        event.filled = false
        event.error ??= error
      }
    }
    historyFailed = false
    missed.sort((a, b) => (a.timestamp < b.timestamp ? -1 : +(a.timestamp > b.timestamp)))
    missed.forEach(note)
    return [event, ...missed]
  }

  const interrupted = (reason: LogGapReason, error: unknown): LogGap => {
    const times = [...tracks.values()].map(({ last }) => Date.parse(last)).filter(Boolean)
    // A device that has long been silent missed nothing while the others were heard.
    const from = times.length > 0 ? Math.max(Math.min(...times), Math.max(...times) - skew) : clock.now() + offset
    const gap: LogGap = {
      type: 'gap',
      from: new Date(from).toISOString(),
      to: '',
      reason,
      devices: [...tracks.keys()],
      filled: false,
    }
    return error === undefined ? gap : { ...gap, error }
  }

  let everOpen = false

  /** One stream, from its creation to its end. Returns why it ended. */
  async function* stream(): AsyncGenerator<LogStreamEvent[], LogGapReason, undefined> {
    openedAt = undefined
    const url = locate(await ask(`${base}/logstream`, ['data', 'attributes', 'url'], { method: 'POST' }))
    url.searchParams.set('format', format)
    let reader: ReadableStreamDefaultReader<Uint8Array>
    try {
      reader = await connect(url.href)
    } catch (error) {
      if (/^4(04|10)$/.test(`${statusOf(error)}`)) return 'refused'
      throw error
    }
    const current: Link = (link = { url: url.origin + url.pathname.replace(/\/$/, ''), reader, ready: false })
    leaving.clear()
    closed = false
    let batch: LogStreamEvent[] = []
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
    const parser = createParser({
      maxBufferSize: 1 << 20,
      onEvent: ({ event = 'message', data }) => batch.push(parseLogEvent(event, data)),
      onRetry: (ms) => {
        firstWait = Math.min(ms, longestWait)
      },
    })
    let pending: ReturnType<typeof reader.read> | undefined
    const read = async (ms: number): Promise<LogGapReason | undefined> => {
      pending ??= reader.read()
      const result = await within(pending, ms)
      if (!result) return 'idle'
      pending = undefined
      if (result.done) return 'ended'
      parser.feed(decoder.decode(result.value, { stream: true }))
      return undefined
    }
    try {
      // oxlint-disable-next-line no-unmodified-loop-condition -- `note` sets it
      for (let seen = 0; openedAt === undefined;) {
        const ended = await read(idleTimeout)
        if (ended) return ended
        for (; seen < batch.length; seen++) note(batch[seen]!)
      }
      for (const id of wanted) if (!(await subscribe(id))) return 'refused'
      // Devices that are added from now on find an open stream.
      current.ready = true
      if (gap) batch.push(...(await bridge(gap)))
      gap = undefined
      everOpen = true
      setState('open')
      for (;;) {
        const out = batch
        batch = []
        if (out.length > 0) yield out
        if (closed) return 'closed'
        const unsettled = [...tracks].filter(([, track]) => !track.settled)
        const ended = await read(unsettled.length > 0 ? Math.min(settleTime, idleTimeout || settleTime) : idleTimeout)
        if (ended === 'idle' && unsettled.length > 0) {
          for (const [id, track] of unsettled) await settle(id, track, '', batch)
        } else if (ended) return ended
        else if (backfill && [...tracks.values()].some(({ doubles }) => doubles)) batch = await sift(batch)
        else for (const event of batch) note(event)
      }
    } finally {
      link = undefined
      await reader.cancel().catch(() => {})
    }
  }

  /** Network errors, timeouts, 429 and 5xx pass; what the service refuses for a reason of its own does not. */
  const isTransient = (error: unknown) => {
    const status = statusOf(error)
    if (status) return status === 429 || status >= 500
    return !isImpCentralError(error) || isConnectionError(error) || isTimeoutError(error)
  }

  /** One stream after the other. */
  async function* run(): AsyncGenerator<LogStreamEvent[], void, undefined> {
    let evictions = 0
    for (let attempt = 0, streams = 0; ; streams++) {
      let reason: LogGapReason
      let error: unknown
      setState('connecting')
      try {
        reason = yield* stream()
      } catch (caught) {
        if (scope.signal.aborted || !isTransient(caught)) throw caught
        error = caught
        reason = 'failed'
      }
      if (scope.signal.aborted) return
      const young = openedAt === undefined || clock.now() - openedAt < lived
      if (!young) attempt = 0
      evictions = streams > 0 && young && /^(clos|refus)ed$/.test(reason) ? evictions + 1 : 0
      if (evictions >= evictionLimit && !persist) {
        throw new LogStreamError(
          `Another client of the account takes its log streams: ${evictions} new ones were closed at once`,
        )
      }
      if (state === 'open') gap ??= interrupted(reason, error)
      else if (!everOpen && attempt >= 2)
        throw (error ?? new LogStreamError(`The log stream could not be opened: ${reason}`)) as Error
      setState('waiting', error)
      await sleep(random() * Math.min(longestWait, firstWait * 2 ** attempt++), clock, scope.signal)
    }
  }

  const events = run()
  let queue: LogStreamEvent[] = []
  let index = 0
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
    queue = (await events.next()).value!
  } catch (error) {
    const reason = scope.signal.aborted ? failure!.error : error
    end()
    throw reason
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
          if (!(await subscribe(id)) && link === current) await current.reader.cancel()
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
