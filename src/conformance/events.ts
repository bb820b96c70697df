/** The events of a log stream held against the description, as they pass. */
import { createParser } from 'eventsource-parser'
import type { Validate } from '../generated/validation.js'
import type { Finding } from './difference.ts'
import { safeName, shapeOf } from './shape.ts'
import { check } from './violations.ts'

/** A longer event is given up. */
const largestEvent = 1 << 20

/** The text format, as the description of the stream has it in words. */
const texts: Record<string, { form: RegExp; described: string }> = {
  message: {
    form: /^\S+ \d{4}-\d\d-\d\dT\S+ \S+ \S+( |$)/,
    described: '{device_id} {timestamp} {log_type} {type} {message}',
  },
  state_change: {
    form: /^(opened|closed|(un)?subscribed \S+)$/,
    described: 'opened, closed, subscribed {device_id} or unsubscribed {device_id}',
  },
}

/** Which of its parts look like what, so that a maintainer can tell another order from another form. */
const formOf = (data: string) =>
  data
    .split(' ')
    .slice(0, 6)
    .map((part) => (/^(opened|closed|(un)?subscribed)$/.test(part) ? part : `{${shapeOf(part)}}`))
    .join(' ')

function checkEvent(
  events: Record<string, Validate>,
  name: string,
  data: string,
  format: 'json' | 'text',
): readonly Finding[] {
  const validate = events[name]
  if (!validate) {
    const described = Object.keys(events).join(' or ')
    return [{ place: `event ${safeName(name)}`, kind: 'unknown event', described, came: shapeOf(data) }]
  }
  const prefix = `event ${name} `
  if (format === 'text') {
    const { form, described } = texts[name]!
    return form.test(data)
      ? []
      : [{ place: prefix.trim(), kind: 'wrong form', described, came: name === 'message' ? 'string' : formOf(data) }]
  }
  try {
    return check(validate, JSON.parse(data), prefix)
  } catch {
    return [{ place: prefix.trim(), kind: 'unreadable body', described: 'JSON', came: shapeOf(data) }]
  }
}

/** Takes the bytes of a stream and calls back with what it finds in its events. It keeps no more than one event. */
export function eventChecker(
  events: Record<string, Validate>,
  format: 'json' | 'text',
  found: (findings: readonly Finding[]) => void,
): (bytes: Uint8Array) => void {
  const decoder = new TextDecoder()
  const parser = createParser({
    maxBufferSize: largestEvent,
    onEvent: ({ event = 'message', data }) => found(checkEvent(events, event.trim(), data, format)),
  })
  return (bytes) => parser.feed(decoder.decode(bytes, { stream: true }))
}
