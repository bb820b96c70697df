import { expect, it } from 'vitest'
import { parseLogEvent } from '../../../src/extensions/log-streams/parse.ts'

const one = '5000d8c46a56cfca'

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
  [`the device ${one} subscribed`, 'subscribed', one],
  ['{ "state": "subscribed" }', 'subscribed', undefined],
  ['opened', 'opened', undefined],
  [`{"message":"closed by the limit","state":"unsubscribed","device_id":"${one}"}`, 'unsubscribed', one],
  [`{"logstream_id":"${one}${one}","state":"unsubscribed","device_id":"${one}"}`, 'unsubscribed', one],
  [`\n {"device":"subscribed","device_id":"0a2b3c4d5e6f7","state":"opened"}`, 'opened', '0a2b3c4d5e6f7'],
  [`{"previous":"opened","state":"closed","device_id":{"id":"${one}"}}`, 'closed', undefined],
  [`${one}${one}: unsubscribed ${one}`, 'unsubscribed', one],
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
