import { describe, expect, it } from 'vitest'
import type { LogEntry } from '../../../src/generated/methods.ts'
import { fromHistory, parseLogEvent } from '../../../src/extensions/log-streams/parse.ts'

const one = '5000d8c46a56cfca'

describe('a message', () => {
  const time = '2026-01-02T03:04:05.678Z'
  const head = `${one} ${time} development server.log`
  const message = {
    type: 'message',
    deviceId: one,
    timestamp: time,
    logType: 'development',
    entryType: 'server.log',
    text: 'Hello',
    backfilled: false,
  }
  const wire = { device_id: one, ts: time, log_type: 'development', type: 'server.log', msg: 'Hello' }
  const { device_id, ts, ...rest } = wire

  it.each([
    ['words', `${head} Hello`, 'Hello'],
    ['words after one white space', ` ${head} Hello`, 'Hello'],
    ['words after several white spaces', `\n\t ${head} Hello`, 'Hello'],
    ['a text that begins and ends with spaces', `${head}    Hello `, '   Hello '],
    ['a text of several lines', `${head} one\n\n two\n`, 'one\n\n two\n'],
    ['a text that is JSON', `${head} {"a": [1]}`, '{"a": [1]}'],
    ['a text that begins like another message', `${head} ${head} x`, `${head} x`],
    ['no text', `${head} `, ''],
    ['no text, nor the space before it', head, ''],
  ])('as text: %s', (_, data, text) => {
    expect(parseLogEvent('message', data)).toEqual({ ...message, text })
  })

  it.each([
    ['the keys of the how-to', JSON.stringify(wire)],
    ['the keys that were seen', JSON.stringify({ ...rest, deviceid: device_id, timestamp: ts })],
    ['one key of each', JSON.stringify({ ...rest, deviceid: device_id, ts })],
    ['keys of both kinds', JSON.stringify({ deviceid: 'x', timestamp: 'x', ...wire })],
    ['a white space before it', ` ${JSON.stringify(wire)}`],
    ['white spaces before it', `\r\n\t${JSON.stringify(wire, null, 2)}`],
    ['keys that nobody knows', JSON.stringify({ ...wire, more: 1 })],
  ])('as JSON: %s', (_, data) => {
    expect(parseLogEvent('message', data)).toEqual(message)
  })

  it('as JSON: an empty text', () => {
    expect(parseLogEvent('message', JSON.stringify({ ...wire, msg: '' }))).toEqual({ ...message, text: '' })
  })

  it.each([' message', '\tmessage ', 'message'])('is named %j', (name) => {
    expect(parseLogEvent(name, `${head} Hello`)).toEqual(message)
  })

  it.each([
    ['nothing', ''],
    ['a word', 'subscribed'],
    ['a word before the device', `lost ${head} Hello`],
    ['no device', `${time} development server.log Hello`],
    ['no time', `${one} development server.log Hello`],
    ['no entry type', `${one} ${time} development`],
    ['JSON that is cut short', '{"device_id":'],
    ['JSON of no object', '[]'],
    ['JSON of nothing', '{}'],
    ...['device_id', 'ts', 'msg'].flatMap((key): [string, string][] => [
      [`JSON without ${key}`, JSON.stringify({ ...wire, [key]: undefined })],
      [`JSON with a number for ${key}`, JSON.stringify({ ...wire, [key]: 7 })],
      [`JSON with null for ${key}`, JSON.stringify({ ...wire, [key]: null })],
    ]),
  ])('that cannot be read is given as it came: %s', (_, data) => {
    expect(parseLogEvent(' message', data)).toEqual({ type: 'malformed', event: 'message', data })
  })

  it('of the history is like one of the stream', () => {
    expect(fromHistory(one, { ts, ...rest })).toEqual({ ...message, backfilled: true })
  })

  it('of the history is the device’s that was asked for', () => {
    expect(fromHistory('another', wire as LogEntry)).toMatchObject({ deviceId: 'another' })
  })

  it.each(['ts', 'msg'])('of the history without %s is left out', (key) => {
    expect(fromHistory(one, { ...wire, [key]: undefined })).toBeUndefined()
  })
})

it('gives a message of another name as it came', () => {
  const data = `${one} 2026-01-02T03:04:05.678Z development server.log Hello`
  expect(parseLogEvent('note', data)).toEqual({ type: 'unknown', event: 'note', data })
})

it.each(['keepalive', 'statechange', 'state_change_2', ''])('gives the event %j as it came', (event) => {
  const data = `subscribed ${one}`
  expect(parseLogEvent(` ${event} `, data)).toEqual({ type: 'unknown', event, data })
})

it.each([
  '{"state":{"toString":1}}',
  '{"state":null}',
  'null',
  '',
  '{"state":{"a":1},"device_id":{"x":1}}',
  '{"state":"paused","message":"closed"}',
  '{"state":"closed"',
])('reads a state_change of %s', (data) => {
  expect(parseLogEvent('state_change', data)).toEqual({ type: 'unknown', event: 'state_change', data })
})

it.each([
  ['subscribed 0a2b3c4d5e6f7', 'subscribed', '0a2b3c4d5e6f7'],
  ['unsubscribed  0a2b3c4d5e6f7 ', 'unsubscribed', '0a2b3c4d5e6f7'],
  ['0a2b3c4d5e6f7 unsubscribed', 'unsubscribed', '0a2b3c4d5e6f7'],
  ['{ "state": "subscribed", "device_id" : "0a2b3c4d5e6f7" }', 'subscribed', '0a2b3c4d5e6f7'],
  ['{"deviceid":"0a2b3c4d5e6f7","state":"subscribed"}', 'subscribed', '0a2b3c4d5e6f7'],
  ['0a2b3c4d5e6f7  subscribed', 'subscribed', '0a2b3c4d5e6f7'],
  [`the device ${one} subscribed`, 'subscribed', one],
  [`subscribed device ${one.toUpperCase()} of two`, 'subscribed', one.toUpperCase()],
  ['closed by the service', 'closed', undefined],
  ['{ "state": "subscribed" }', 'subscribed', undefined],
  ['opened', 'opened', undefined],
  [`{"message":"closed by the limit","state":"unsubscribed","device_id":"${one}"}`, 'unsubscribed', one],
  [`{"logstream_id":"${one}${one}","state":"unsubscribed","device_id":"${one}"}`, 'unsubscribed', one],
  [`\n {"device":"subscribed","device_id":"0a2b3c4d5e6f7","state":"opened"}`, 'opened', '0a2b3c4d5e6f7'],
  [`{"previous":"opened","state":"closed","device_id":{"id":"${one}"}}`, 'closed', undefined],
  [`${one}${one}: unsubscribed ${one}`, 'unsubscribed', one],
  [`{"state":"subscribed","device":"${one}"}`, 'subscribed', one],
  [`{"device":["${one}"],"state":"subscribed"}`, 'subscribed', undefined],
  [`{"device":"${one}0","other":"0${one}","state":"subscribed"}`, 'subscribed', undefined],
])('finds the device in a state_change of %s', (data, state, deviceId) => {
  expect(parseLogEvent('state_change', data)).toEqual({ type: 'state_change', state, deviceId })
})

it.each([' ', 'x', 'x ', '"', '"device_id" ', 'subscribed '])(
  'takes no time over a long state_change of %j',
  { timeout: 10_000 },
  (part) => {
    for (const data of [`subscribed${part.repeat(1 << 18)}`, `${part.repeat(1 << 18)}subscribed`]) {
      expect(parseLogEvent('state_change', data)).toMatchObject({ state: 'subscribed' })
    }
  },
)
