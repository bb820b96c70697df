import { expect, it } from 'vitest'
import { apply, evict, type Subscription } from '../../../src/extensions/log-streams/subscription.ts'
import type { LogStateChange } from '../../../src/extensions/log-streams/events.ts'

const change = (state: LogStateChange['state'], deviceId?: string): LogStateChange => ({
  type: 'state_change',
  state,
  deviceId,
})
const nine = Array.from({ length: 9 }, (_, n) => `device ${n}`)

/** With these devices, and removals and evictions of which the service has yet to tell. */
const subscription = (devices: string[], leaving: string[] = [], evicted: string[] = []): Subscription => ({
  wanted: new Set(devices),
  carried: new Set(devices),
  expected: new Set([
    ...leaving.map((deviceId) => ({ deviceId, requested: true })),
    ...evicted.map((deviceId) => ({ deviceId, requested: false })),
  ]),
})

it.each<[string, LogStateChange, string[], string[], boolean | undefined, string[], string | undefined]>([
  ['opened', change('opened'), [], [], undefined, ['a', 'b'], undefined],
  ['closed', change('closed'), [], [], undefined, ['a', 'b'], undefined],
  ['subscribed', change('subscribed', 'a'), ['a'], [], undefined, ['a', 'b'], undefined],
  ['unsubscribed as asked', change('unsubscribed', 'a'), ['a'], [], true, ['a', 'b'], undefined],
  ['unsubscribed for a ninth', change('unsubscribed', 'a'), [], ['a'], false, ['a', 'b'], undefined],
  ['unsubscribed unasked', change('unsubscribed', 'a'), [], [], false, ['b'], 'a'],
  ['unsubscribed while another leaves', change('unsubscribed', 'a'), ['b'], ['b'], false, ['b'], 'a'],
  ['unsubscribed, and not wanted', change('unsubscribed', 'c'), [], [], false, ['a', 'b'], undefined],
  ['unsubscribed, of nobody knows what', change('unsubscribed'), [], [], false, ['a', 'b'], undefined],
])('takes what the service says: %s', (_, told, leaving, evicted, requested, wanted, taken) => {
  const made = subscription(['a', 'b'], leaving, evicted)
  expect(apply(made, told)).toBe(taken)
  expect(told.requested).toBe(requested)
  expect([...made.wanted]).toEqual(wanted)
})

it('counts what it expects', () => {
  const made = subscription(['a'], ['a', 'a'])
  for (const requested of [true, true, false]) {
    const told = change('unsubscribed', 'a')
    apply(made, told)
    expect(told.requested).toBe(requested)
  }
  expect(made.expected.size).toBe(0)
})

it('pushes out the one added first when there are nine', () => {
  const eight = subscription(nine.slice(0, 8))
  expect(evict(eight)).toBeUndefined()
  expect(eight.wanted.size).toBe(8)
  const made = subscription(nine)
  expect(evict(made)).toBe(nine[0])
  expect([...made.wanted]).toEqual(nine.slice(1))
  // Added again before the service has said so, and then taken away.
  made.wanted.add(nine[0]!)
  const told = change('unsubscribed', nine[0])
  expect(apply(made, told)).toBeUndefined()
  expect(told.requested).toBe(false)
  expect(apply(made, change('unsubscribed', nine[0]))).toBe(nine[0])
})

it('expects nothing of a stream that does not carry the device yet', () => {
  const made = subscription(nine)
  made.carried.clear()
  expect(evict(made)).toBe(nine[0])
  expect(made.expected.size).toBe(0)
})

it('forgets that a stream carries what it has let go of', () => {
  const made = subscription(['a', 'b'], ['b'])
  apply(made, change('unsubscribed', 'a'))
  apply(made, change('unsubscribed', 'b'))
  expect([...made.carried]).toEqual(['b'])
})
