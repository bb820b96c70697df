/**
 * The events of a log stream, and how they are read from the wire. The service writes them as text or as JSON, with
 * two spellings of the JSON keys; what comes out is the same for all of them.
 */
import type { LogEntry } from '../generated/methods.ts'

/** A log entry. */
export interface LogMessage {
  type: 'message'
  /** The device's id, whatever identifier the device was added by. */
  deviceId: string
  /** When the entry was logged, as the API writes it: ISO 8601, UTC, with milliseconds. */
  timestamp: string
  /** What kind of device it comes from: `development`, `production`, `factory` … (the API's `log_type`). */
  logType: string
  /** What kind of entry it is: `server.log`, `agent.log`, `status` … (the API's `type`). */
  entryType: string
  /** The message, line breaks and leading spaces included (the API's `msg`). */
  text: string
  /** `true`: it was missed during a gap and comes from the historical log. */
  backfilled: boolean
}

/** The service tells of the stream itself. This is the truth about which devices are streamed. */
export interface LogStateChange {
  type: 'state_change'
  state: 'opened' | 'subscribed' | 'unsubscribed' | 'closed'
  /** The device that was subscribed or unsubscribed. */
  deviceId?: string
  /**
   * With `unsubscribed`: whether `remove` asked for it. `false` when the service pushed the device out, because a
   * ninth one was added or on behalf of another holder of the account; the device is then no longer in `devices`.
   */
  requested?: boolean
}

/**
 * Why a stream ended: the service said `closed`; the connection `ended` in good order; it `failed` (reset, network
 * error, 5xx); nothing came for the `idle` time; the service no longer knew the stream (`refused`); or the `history`
 * did not catch up with what is live.
 */
export type LogGapReason = 'closed' | 'ended' | 'failed' | 'idle' | 'refused' | 'history'

/**
 * The stream was interrupted, and a new one has taken its place. Nothing older than `from` and nothing newer than `to`
 * was missed. The entries of the gap follow the event, as messages with `backfilled: true`.
 */
export interface LogGap {
  type: 'gap'
  /** Server time, ISO 8601: when it is certain that nothing had been missed yet. */
  from: string
  /** Server time, ISO 8601: when every device was subscribed again. */
  to: string
  reason: LogGapReason
  /** Ids of the devices whose entries may have been missed. */
  devices: string[]
  /** Whether all entries of the gap follow. `false` when back-fill is off, or the history does not reach back to `from`. */
  filled: boolean
  /** What went wrong, where something did. */
  error?: unknown
}

/** An event of a name that this version does not know, as it came. */
export interface LogUnknownEvent {
  type: 'unknown'
  event: string
  data: string
}

/** An event whose data cannot be read, as it came. */
export interface LogMalformedEvent {
  type: 'malformed'
  event: string
  data: string
}

/** What a log stream yields; `type` tells which. */
export type LogStreamEvent = LogMessage | LogStateChange | LogGap | LogUnknownEvent | LogMalformedEvent

const textMessage = /^\s*(\S+) (\d{4}-\S+) (\S+) (\S+)(?: ([^]*))?$/
const states = /^(opened|closed|(un)?subscribed)$/

/** Keys as the how-to has them and as the service has been seen to send them. */
interface WireMessage {
  device_id?: unknown
  deviceid?: unknown
  ts?: unknown
  timestamp?: unknown
  log_type?: unknown
  type?: unknown
  msg?: unknown
}

const message = (deviceId: unknown, timestamp: unknown, logType: unknown, entryType: unknown, text: unknown) =>
  (typeof deviceId === 'string' && typeof timestamp === 'string' && typeof text === 'string'
    ? { type: 'message', deviceId, timestamp, logType, entryType, text, backfilled: false }
    : undefined) as LogMessage | undefined

/** An entry of the historical log as the message that the stream would have carried. */
export const fromHistory = (deviceId: string, { ts, log_type, type, msg }: LogEntry): LogMessage => ({
  type: 'message',
  deviceId,
  timestamp: ts,
  logType: log_type,
  entryType: type,
  text: msg,
  backfilled: true,
})

/**
 * Reads an event by what it looks like rather than by the format asked for: a text entry begins with a device id,
 * hence never with a brace. It never throws.
 */
export function parseLogEvent(event: string, data: string): LogStreamEvent {
  const isMessage = event === 'message'
  if (!isMessage && event !== 'state_change') return { type: 'unknown', event, data }
  const malformed = { type: 'malformed', event, data } as const
  let json: WireMessage & { state?: unknown; device?: unknown }
  try {
    json = /^\s*\{/.test(data) ? JSON.parse(data) : {}
  } catch {
    return malformed
  }
  const { device_id = json.deviceid, state } = json
  if (isMessage) {
    if (device_id !== undefined) {
      const { ts = json.timestamp, log_type, type, msg } = json
      return message(device_id, ts, log_type, type, msg) ?? malformed
    }
    const [, id, time, logType, entryType, text = ''] = textMessage.exec(data) ?? []
    return message(id, time, logType, entryType, text) ?? malformed
  }
  // Both orders of words have been seen: `subscribed <id>` and `<id> subscribed`.
  const words = state ? [state, device_id ?? json.device] : data.trim().split(/\s+/)
  const found = words.find((word) => states.test(String(word)))
  const deviceId = words.find((word) => word !== found)
  if (!found) return { type: 'unknown', event, data }
  return { type: 'state_change', state: found, ...(deviceId ? { deviceId } : {}) } as LogStateChange
}
