/** The events of a log stream, whichever way the service wrote them. */

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
  /** `true`: it comes from the historical log. It may have been logged a little after the gap, and then does not come again. */
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
 * Why there is a gap: the service said `closed`; the connection `ended` in good order; it `failed` (reset, network error,
 * 5xx); nothing came for the `idle` time; the service no longer knew the stream (`refused`); the program itself was away
 * (`resume`); or the `history` that was asked for could not be read.
 */
export type LogGapReason = 'closed' | 'ended' | 'failed' | 'idle' | 'refused' | 'resume' | 'history'

/**
 * The stream was interrupted, and is no longer. The entries of the gap follow the event, as messages with `backfilled:
 * true`, oldest first.
 */
export interface LogGap {
  /** Tells it from the other events. */
  type: 'gap'
  /** Server time, ISO 8601: ten seconds before the connection was last heard; after `resume`, when the entries given end. */
  from: string
  /** Server time, ISO 8601: when every device was subscribed again. */
  to: string
  /** Why there is a gap. */
  reason: LogGapReason
  /** Ids of the devices whose entries may have been missed. */
  devices: string[]
  /** Whether all entries of the gap follow. Entries of the history that cannot be read are left out. */
  filled: boolean
  /** Why it could not be filled; where it was, the error that interrupted the stream, if it was one. */
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
export interface LogMalformedEvent extends Omit<LogUnknownEvent, 'type'> {
  /** Tells it from the other events. */
  type: 'malformed'
}

/** What a log stream yields; `type` tells which. */
export type LogStreamEvent = LogMessage | LogStateChange | LogGap | LogUnknownEvent | LogMalformedEvent
