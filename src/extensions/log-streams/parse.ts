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

const states = new Set<unknown>(['opened', 'subscribed', 'unsubscribed', 'closed'] satisfies LogStateChange['state'][])

/** What JSON, whose key of the device is not certain, or text says of the stream. */
function toStateChange(data: string): LogStateChange | undefined {
  if (/^\s*\{/.test(data)) {
    const wire = JSON.parse(data) as WireMessage & { state?: LogStateChange['state'] }
    const isId = (value: unknown) => typeof value === 'string' && /^[0-9a-f]{16}$/i.test(value)
    const deviceId = [wire.device_id, wire.deviceid].find((value) => typeof value === 'string')
    if (!states.has(wire.state)) return undefined
    return { type: 'state_change', state: wire.state!, deviceId: deviceId ?? Object.values(wire).find(isId) }
  }
  // It has been seen as `subscribed <id>` and as `<id> subscribed`. The how-to's own ids are shorter than those of devices.
  const state = /(un)?subscribed|opened|closed/.exec(data)?.[0] as LogStateChange['state'] | undefined
  const deviceId = (/\b[0-9a-f]{16}\b/i.exec(data) ??
    /(?<=subscribed\s{1,9})\S+|(?<!\S)\S+(?=\s+(un)?subscribed)/.exec(data))?.[0]
  return state && { type: 'state_change', state, deviceId }
}

/** Reads an event: a text entry begins with a device id, hence never with a brace. It never throws. */
export function parseLogEvent(name: string, data: string): LogStreamEvent {
  // The how-to puts one or more white-space characters before the name.
  const event = name === 'message' ? name : name.trim()
  try {
    if (event === 'state_change') return toStateChange(data) ?? { type: 'unknown', event, data }
    if (event === 'message') {
      const wire = (
        data[0] === '{' || /^\s*\{/.test(data) ? JSON.parse(data) : textMessage.exec(data)!.groups
      ) as WireMessage
      const message = toMessage(wire, false)
      if (message) return message
    }
  } catch {}
  return { type: event === 'message' ? 'malformed' : 'unknown', event, data }
}
