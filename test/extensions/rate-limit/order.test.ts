import { describe, expect, test } from 'vitest'
import { createOrder } from '../../../src/extensions/rate-limit/order.ts'

const ticket = (at: number, done = 0) => ({ cost: 1, at, taken: 0, done, foreseen: false })

describe('what the service had certainly looked at before a call', () => {
  test('is all that had been answered when it was sent', () => {
    const order = createOrder()
    expect(order.learn(ticket(0, 7), 8, 100)).toBe(7)
  })

  test.each([
    ['in the middle of its round trip', 60, 5],
    ['before', 10, 5],
    ['later', 61, 3],
  ])('and what an answer told that came %s', (_, at, expected) => {
    const order = createOrder()
    order.learn(ticket(-5), 5, at)
    expect(order.learn(ticket(20, 3), 6, 100)).toBe(expected)
  })

  test('by the latest of the answers that came early enough', () => {
    const order = createOrder()
    for (const at of [10, 20, 30, 90]) order.learn(ticket(0), at, at)
    expect(order.learn(ticket(0), 100, 100)).toBe(30)
  })

  test('as far as the last thousand answers tell', () => {
    const answered = (more: number) => {
      const order = createOrder()
      order.learn(ticket(0), 4, 10)
      for (let n = 0; n < more; n++) order.learn(ticket(0), 5, 1000)
      return order.learn(ticket(0), 6, 1000)
    }
    expect(answered(999)).toBe(4)
    expect(answered(1000)).toBe(0)
  })
})
