/**
 * The events of a log stream, and how they are read from the wire. The service writes them as text or as JSON, with
 * two spellings of the JSON keys; what comes out is the same for all of them.
 */
import type { LogEntry } from '../generated/methods.ts'

/** A log entry. */
export interface LogMessage {
  /** Tells it from the other events. */
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
  /**
   * `true`: it comes from the historical log. It was logged during a gap, or so soon afterwards that the history had it
   * first: compare `timestamp` with the `to` of the gap where that matters.
   */
  backfilled: boolean
}

/** The service tells of the stream itself. This is the truth about which devices are streamed. */
export interface LogStateChange {
  /** Tells it from the other events. */
  type: 'state_change'
  /**
   * `opened`: the service has opened the stream; `subscribed`, `unsubscribed`: a device, `deviceId`, is streamed or no
   * longer is; `closed`: the service has ended this stream.
   */
  state: 'opened' | 'subscribed' | 'unsubscribed' | 'closed'
  /** The device that was subscribed or unsubscribed. */
  deviceId?: string | undefined
  /**
   * With `unsubscribed`: whether `remove` asked for it. `false` when the service pushed the device out, because a
   * ninth one was added or on behalf of another holder of the account, or no longer knew or refused it when a new stream
   * was opened; the device is then no longer in `devices`.
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
  /** Tells it from the other events. */
  type: 'gap'
  /** Server time, ISO 8601: when it is certain that nothing had been missed yet. */
  from: string
  /** Server time, ISO 8601: when every device was subscribed again. */
  to: string
  /** Why the stream before ended. */
  reason: LogGapReason
  /** Ids of the devices whose entries may have been missed. */
  devices: string[]
  /**
   * Whether all entries of the gap follow. `false` when back-fill is off, the history does not reach back to `from` or
   * could not be read, or a device is gone. Entries of the history that cannot be read are left out.
   */
  filled: boolean
  /** What went wrong, where something did. */
  error?: unknown
}

/** An event of a name that this version does not know, as it came. */
export interface LogUnknownEvent {
  /** Tells it from the other events. */
  type: 'unknown'
  /** The event's name on the wire. */
  event: string
  /** The event's data on the wire. */
  data: string
}

/** An event whose data cannot be read, as it came. */
export interface LogMalformedEvent {
  /** Tells it from the other events. */
  type: 'malformed'
  /** The event's name on the wire. */
  event: string
  /** The event's data on the wire. */
  data: string
}

/** What a log stream yields; `type` tells which. */
export type LogStreamEvent = LogMessage | LogStateChange | LogGap | LogUnknownEvent | LogMalformedEvent

/** A message as it comes: keys as the how-to has them, or as the service has been seen to send them. */
interface WireMessage {
  device_id?: string
  deviceid?: string
  ts?: string
  timestamp?: string
  log_type?: string
  type?: string
  msg?: string
}

const textMessage = /^\s*(?<device_id>\S+) (?<ts>\d{4}-\S+) (?<log_type>\S+) (?<type>\S+) ?(?<msg>[^]*)$/

/** The message, when it has all that the stream itself needs. */
function toMessage(wire: WireMessage, backfilled: boolean): LogMessage | undefined {
  const deviceId = wire.device_id ?? wire.deviceid
  const timestamp = wire.ts ?? wire.timestamp
  const { log_type: logType, type: entryType, msg: text } = wire
  if (typeof deviceId === 'string' && typeof timestamp === 'string' && typeof text === 'string')
    return { type: 'message', deviceId, timestamp, logType, entryType, text, backfilled } as LogMessage
  return undefined
}

/** An entry of the historical log as the message that the stream would have carried; none when it cannot be read. */
export const fromHistory = (device_id: string, entry: LogEntry): LogMessage | undefined =>
  toMessage({ device_id, ...entry }, true)

/**
 * Reads an event by what it looks like rather than by the format asked for: a text entry begins with a device id,
 * hence never with a brace. It never throws.
 */
export function parseLogEvent(event: string, data: string, wire?: WireMessage | 0): LogStreamEvent {
  // The how-to puts one or more white-space characters before it.
  event = event.trim()
  if (event === 'message') {
    try {
      wire ||= (/^\s*\{/.test(data) ? JSON.parse(data) : textMessage.exec(data)!.groups) as WireMessage
      const message = toMessage(wire, false)
      if (message) return message
    } catch {}
    return { type: 'malformed', event, data }
  }
  // Text has been seen as `subscribed <id>` and as `<id> subscribed`; the keys of the JSON are not certain. The how-to's
  // own ids are shorter than those of devices.
  const state = /(un)?subscribed|opened|closed/.exec(data)?.[0] as LogStateChange['state'] | undefined
  const deviceId = (/[0-9a-f]{16}/i.exec(data) ??
    /(?<=subscribed\s{1,9}|"device_?id"\s{0,9}:\s{0,9}")[^\s"]+|(?<!\S)\S+(?=\s+(un)?subscribed)/.exec(data))?.[0]
  if (event === 'state_change' && state) return { type: event, state, deviceId }
  return { type: 'unknown', event, data }
}

/**
 * Reads events that came together. Their JSON is parsed as one array, which takes much less time than one by one. There
 * are as many elements as events only when each is one whole object: all begin with a brace, or are a number in the
 * place of what is read alone, and none has a comma behind an object, so that none can make up for another.
 */
export function parseLogEvents(events: readonly { event?: string | undefined; data: string }[]): LogStreamEvent[] {
  let json = ''
  let wires: (WireMessage | 0)[] = []
  for (const { event = 'message', data } of events) {
    const whole =
      events.length > 1 && data[0] === '{' && (data.indexOf('}') === data.length - 1 || !/\}\s*,/.test(data))
    json += whole && event === 'message' ? data + ',' : '0,'
  }
  try {
    wires = JSON.parse(`[${json}0]`)
  } catch {}
  if (wires.length !== events.length + 1) wires = []
  return events.map(({ event = 'message', data }, index) => parseLogEvent(event, data, wires[index]))
}
