/** What a log stream is given, and what it is to its user. */
import {
  aBoolean,
  aFunction,
  aSignal,
  type Check,
  type Checks,
  checkOptions,
  integer,
  milliseconds,
  unexpected,
} from '../../core/check.ts'
import { ArgumentError } from '../../core/error.ts'
import type { Fetch } from '../../core/fetch.ts'
import type { Clock } from '../../core/time.ts'
import { pathSegment } from '../../core/url.ts'
import type { Redactor } from '../../errors/redaction.ts'
import type { LogEntry } from '../../generated/methods.ts'
import type { LogMessage, LogStreamEvent } from './events.ts'

/** `connecting`: on the way to a stream; `open`: devices are subscribed; `waiting`: before the next attempt; `closed`: for good. Of several streams it is the worst. */
export type LogStreamState = 'connecting' | 'open' | 'waiting' | 'closed'

/** A device by its id, MAC address or agent id, or anything that has its id. */
export type LogStreamDevice = string | { id: string }

/** What of an entry is needed to tell whether it is another one. */
export type LogResumeEntry = Pick<LogMessage, 'deviceId' | 'timestamp' | 'entryType' | 'text'>

/** Options of `logStreams.open` and `openLogStream`. */
export interface LogStreamOptions {
  /** The devices to begin with. More can be added later. */
  devices?: (Iterable<LogStreamDevice> & object) | undefined
  /** The id of a device group whose devices are added. */
  deviceGroup?: string | undefined
  /** How many streams of eight devices may be used. The service closes the oldest when an account opens a ninth. @default 8 */
  streams?: number | undefined
  /** So many of the last entries before a device is added come first, 1000 at most, marked `backfilled`. @default 0 */
  history?: number | undefined
  /**
   * Entries that you have already, in their order for each device; the last 1000 of each count. The stream begins with a `gap` of the
   * reason `resume` and with what came since: of a device without any, all that the historical log holds, or what `history` says.
   */
  resume?: Iterable<LogResumeEntry> | undefined
  /** How the service writes the entries. What is yielded is the same. @default 'json' */
  format?: 'json' | 'text' | undefined
  /** Ends the stream; iteration then rejects with the signal's reason. */
  signal?: AbortSignal | null | undefined
  /**
   * Milliseconds without a byte, comments included (the service sends one about every 30 seconds), after which the connection counts as
   * dead. Time in which the consumer does not read does not count. A new stream has to say `opened` within it. `0` switches it off; Node's
   * own `fetch` still ends a connection on which nothing came for five minutes: `failed`. @default 90_000
   */
  idleTimeout?: number | undefined
  /** Whether entries missed during a gap are fetched from the historical logs. @default true */
  backfill?: boolean | undefined
  /** Whether one device too many pushes out the one added first. Otherwise it is refused. @default false */
  evictOldest?: boolean | undefined
  /** Told each change of `state`, and for `waiting` and `closed` the error that led to it, where there was one. What it throws is ignored. */
  onStateChange?: ((state: LogStreamState, error?: unknown) => unknown) | undefined
}

/** One page of the historical log, newest entry first. */
export interface LogPage {
  /** Its entries. */
  data: LogEntry[]
}

/** Reads the historical log of a device, newest entry first, page by page as they are asked for. */
export type LogHistory = (device: string, init: { signal: AbortSignal }) => AsyncIterable<LogPage>

/** What a log stream needs of the client that it belongs to. */
export interface LogStreamContext {
  /** Sends the requests: authenticated, rate limited and confined to the API. */
  fetch: Fetch
  /** Where the API is, e.g. `defaultBaseUrl`. */
  baseUrl: string
  /** The historical log of a device. Without it there is no back-fill. */
  history?: LogHistory | undefined
  /** The devices of a device group. */
  groupDevices?: ((group: string, init: { signal: AbortSignal }) => AsyncIterable<{ id: string }>) | undefined
  /** Ends the stream as the option of this name does: for a signal that `fetch` itself follows. */
  signal?: AbortSignal | null | undefined
  /** Tells the time. @default the machine's clock */
  clock?: Clock | undefined
  /** For the jitter of the back-off: at least 0 and less than 1. @default Math.random */
  random?: (() => number) | undefined
  /** Takes out what must not show in errors. @default what the calls' own headers hold @internal */
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
   * Streams another device. While there is no connection the device is remembered and added with the others; what it logs from then on belongs to the gap.
   *
   * @throws LogStreamError for one device too many (unless `evictOldest`) or when the stream is closed
   * @throws ApiError when the service refuses the device
   */
  add(device: LogStreamDevice): Promise<void>
  /**
   * Stops streaming a device. What the service had sent before is still yielded, unless the connection breaks.
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

const anIterable: Check = (where, value) => {
  if (typeof value === 'string' || (value !== undefined && !(Symbol.iterator in Object(value))))
    throw unexpected(where, 'an iterable', value)
}

const checks: Checks<LogStreamOptions> = {
  devices: anIterable,
  deviceGroup: (where, value) => {
    if (value !== undefined) pathSegment(where, value)
  },
  streams: integer(1, 8),
  history: integer(0, 1000),
  resume: anIterable,
  format: (where, value) => {
    if (value !== undefined && value !== 'json' && value !== 'text')
      throw new ArgumentError(`${where} must be 'json' or 'text'`)
  },
  signal: aSignal,
  idleTimeout: milliseconds,
  backfill: aBoolean,
  evictOldest: aBoolean,
  onStateChange: aFunction,
}

/** @throws ArgumentError for an option that is unknown or wrong */
export function checkLogStream(options: LogStreamOptions, { history, groupDevices }: LogStreamContext): void {
  checkOptions('logStreams.open', options, checks)
  if (options.deviceGroup !== undefined && !groupDevices)
    throw new ArgumentError('logStreams.open: deviceGroup needs groupDevices of the context')
  if (!history && (options.history || options.resume))
    throw new ArgumentError('logStreams.open: history and resume need history of the context')
}

/** The entries of each device. @throws ArgumentError for one that is none */
export function resumeEntries(entries: Iterable<LogResumeEntry>): Map<string, LogResumeEntry[]> {
  const devices = new Map<string, LogResumeEntry[]>()
  for (const entry of entries) {
    const { deviceId, timestamp, text } = Object(entry) as LogResumeEntry
    if (![deviceId, timestamp, text].every((value) => typeof value === 'string'))
      throw unexpected('logStreams.open: resume', 'entries with deviceId, timestamp and text', entry)
    const own = devices.get(deviceId)
    if (!own) devices.set(deviceId, [entry])
    else if (own.push(entry) > 4000) own.splice(0, 3000)
  }
  return devices
}
