/** Streams as they may come over the wire, byte by byte, and the events that they hold. */
import type { LogStreamEvent } from '../../src/extensions/log-streams/events.ts'

const device = '5000d8c46a56cfca'
const time = '2026-05-01T09:00:00.123Z'

const message = (text: string, entryType = 'server.log'): LogStreamEvent => ({
  type: 'message',
  deviceId: device,
  timestamp: time,
  logType: 'development',
  entryType,
  text,
  backfilled: false,
})

interface Fixture {
  text: string
  events: LogStreamEvent[]
}

const json = (msg: string) =>
  `data: ${JSON.stringify({ device_id: device, ts: time, log_type: 'development', type: 'server.log', msg })}`

/** Named by what they hold; none has more than one thing that is special. */
export const fixtures: Record<string, Fixture> = {
  'a text message': {
    text: `event: message\ndata: ${device} ${time} development server.log Boot\n\n`,
    events: [message('Boot')],
  },
  'a JSON message with the keys of captured traffic': {
    text: `event: message\n${json('Boot')}\n\n`,
    events: [message('Boot')],
  },
  'a JSON message with the keys of the how-to, over several lines': {
    text: `event: message\ndata: { "deviceid" : "${device}",\ndata:         "timestamp": "${time}",\ndata:   "log_type": "development", "type": "agent.log",\ndata: "msg": "Boot" }\n\n`,
    events: [message('Boot', 'agent.log')],
  },
  'a message without a name': {
    text: `data: ${device} ${time} development server.log Boot\n\n`,
    events: [message('Boot')],
  },
  'an empty message': {
    text: `event: message\ndata: ${device} ${time} development server.log \n\nevent: message\ndata: ${device} ${time} development server.log\n\n`,
    events: [message(''), message('')],
  },
  'a text message of several lines, indented': {
    text: `event: message\ndata: ${device} ${time} development server.log {\ndata:   "a": 1\ndata: }\n\n`,
    events: [message('{\n  "a": 1\n}')],
  },
  'a message that begins with spaces': {
    text: `event: message\ndata: ${device} ${time} development server.log   indented\n\n`,
    events: [message('  indented')],
  },
  'more than one space behind the colon': {
    text: `event:message\ndata:  ${device} ${time} development server.log Boot\n\nevent: state_change\ndata:   opened\n\n`,
    events: [message('Boot'), { type: 'state_change', state: 'opened' }],
  },
  'characters of one to four bytes': {
    text: `event: message\ndata: ${device} ${time} development server.log a é € 😀 \u{1F468}\u200D\u{1F469}\u200D\u{1F467}\n\n`,
    events: [message('a é € 😀 \u{1F468}\u200D\u{1F469}\u200D\u{1F467}')],
  },
  'characters in JSON, escaped and not': {
    text: `event: message\n${json('a é "\u2028" \\ \r\n 😀').replace('é', '\\u00e9')}\n\n`,
    events: [message('a é "\u2028" \\ \r\n 😀')],
  },
  'carriage returns and line feeds': {
    text: `event: message\r\ndata: ${device} ${time} development server.log one\r\ndata: two\r\n\r\n`,
    events: [message('one\ntwo')],
  },
  'carriage returns alone': {
    text: `event: message\rdata: ${device} ${time} development server.log one\rdata: two\r\r`,
    events: [message('one\ntwo')],
  },
  comments: {
    text: `: keep-alive\n\n:\nevent: message\n: in between\ndata: ${device} ${time} development server.log Boot\n\n: bye\n\n`,
    events: [message('Boot')],
  },
  'fields for reconnecting': {
    text: `id: 7\nretry: 3000\nevent: message\ndata: ${device} ${time} development server.log Boot\n\nretry: soon\n\n`,
    events: [message('Boot')],
  },
  'state changes in both orders of words': {
    text: [`subscribed ${device}`, `${device} subscribed`, `unsubscribed ${device}`, `${device} unsubscribed`]
      .map((data) => `event: state_change\ndata: ${data}\n\n`)
      .join(''),
    events: ['subscribed', 'subscribed', 'unsubscribed', 'unsubscribed'].map((state) => ({
      type: 'state_change',
      state: state as 'subscribed',
      deviceId: device,
    })),
  },
  'state changes in JSON': {
    text: [{ state: 'opened' }, { state: 'subscribed', device_id: device }, { state: 'unsubscribed', deviceid: device }]
      .map((data) => `event: state_change\ndata: ${JSON.stringify(data)}\n\n`)
      .join(''),
    events: [
      { type: 'state_change', state: 'opened' },
      { type: 'state_change', state: 'subscribed', deviceId: device },
      { type: 'state_change', state: 'unsubscribed', deviceId: device },
    ],
  },
  'events of unknown names and states': {
    text: `event: weather\ndata: rain\ndata: wind\n\nevent: state_change\ndata: paused\n\nevent: state_change\ndata: {"state":"paused"}\n\nevent: state_change\ndata: {"state":\n\n`,
    events: [
      { type: 'unknown', event: 'weather', data: 'rain\nwind' },
      { type: 'unknown', event: 'state_change', data: 'paused' },
      { type: 'unknown', event: 'state_change', data: '{"state":"paused"}' },
      { type: 'unknown', event: 'state_change', data: '{"state":' },
    ],
  },
  'data that cannot be read': {
    text: ['{"device_id":"5000', '{"device_id":7,"ts":"x","msg":"y"}', '{}', 'null', '[1]', 'Boot', '']
      .map((data) => `event: message\ndata: ${data}\n\n`)
      .join(''),
    events: [
      { type: 'malformed', event: 'message', data: '{"device_id":"5000' },
      { type: 'malformed', event: 'message', data: '{"device_id":7,"ts":"x","msg":"y"}' },
      { type: 'malformed', event: 'message', data: '{}' },
      { type: 'malformed', event: 'message', data: 'null' },
      { type: 'malformed', event: 'message', data: '[1]' },
      { type: 'malformed', event: 'message', data: 'Boot' },
      { type: 'malformed', event: 'message', data: '' },
    ],
  },
  'an event without data': { text: 'event: message\n\nid: 3\n\n', events: [] },
  'an event that is cut off': {
    text: `event: message\ndata: ${device} ${time} development server.log Boot\n\nevent: message\ndata: ${device} ${time} development server.log torn\n`,
    events: [message('Boot')],
  },
}

/** All of them in a row, behind a byte order mark. The one that is cut off comes last. */
export const everything: Fixture = {
  text: `\uFEFFevent: state_change\ndata: opened\n\n${Object.values(fixtures)
    .map(({ text }) => text)
    .join('')}`,
  events: [{ type: 'state_change', state: 'opened' }, ...Object.values(fixtures).flatMap(({ events }) => events)],
}
