import type { Answer } from '../../src/extensions/rate-limit/order.ts'

export interface Given {
  remaining: number
  /** When it came; the call was sent `took` milliseconds before. */
  now: number
  took?: number
  limit?: number
  reset?: number
  cost?: number
  /** All that had been taken when the call was sent, it included, and by now. */
  sent?: number
  taken?: number
  /** What had been answered when it was sent. */
  done?: number
  inFlight?: number
  before?: number
  refused?: boolean
  foreseen?: boolean
  newest?: boolean
}

/** `Reset` of a bucket of 40 that gets a token each ten milliseconds, as far as answers can tell. */
export const evenly = (remaining: number): number => (39 - remaining) * 10 - 1

/** An answer of a bucket of 40: of the last call, when all before it were answered, unless told otherwise. */
export function answerOf(given: Given): Answer {
  const { remaining, now, took = 0, limit = 40, reset = evenly(remaining), cost = 1 } = given
  const { taken = cost, sent = taken, done = 0, inFlight = 0, before = sent - cost } = given
  const { refused = false, foreseen = false, newest = true } = given
  const ticket = { cost, at: now - took, taken: sent, done, foreseen }
  return { ticket, seen: { limit, remaining, reset }, refused, newest, taken, inFlight, before }
}
