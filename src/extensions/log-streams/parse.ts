/** Log events as they come over the wire: text or JSON, with two spellings of the JSON keys. */
import type { LogEntry } from '../../generated/methods.ts'
import type { LogMessage, LogStateChange, LogStreamEvent } from './events.ts'

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
  toMessage({ ...entry, device_id }, true)

/** Reads an event: a text entry begins with a device id, hence never with a brace. It never throws. */
export function parseLogEvent(name: string, data: string): LogStreamEvent {
  // The how-to puts one or more white-space characters before the name.
  const event = name === 'message' ? name : name.trim()
  if (event === 'message') {
    try {
      const wire = (
        data[0] === '{' || /^\s*\{/.test(data) ? JSON.parse(data) : textMessage.exec(data)!.groups
      ) as WireMessage
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
