/**
 * How calls follow one another while the refill is unknown or others use the bucket, too. Pure.
 *
 * They follow one another the faster, the fuller the bucket is. So its level settles where as much is taken as is added, without anyone
 * knowing how much that is, and all who share the bucket get the same. Nothing counts as added before an answer has shown it.
 */
import type { RateLimitState } from '../../core/rate-limit-headers.ts'
import type { Answer } from './order.ts'

/** Milliseconds between two calls at a level of 1; at a level of 10, a tenth of it. */
const INTERVAL = 200

/** Milliseconds that a late timer may make up for. */
const SLACK = 5

/** Milliseconds between top-ups of the bucket (how-to, "API Rate-Limiting"); a little is added for the way there and for timers. */
const TOP_UP = 1020

/** An empty bucket is tried when so many tokens should have come in for each that is needed: others take some of them. */
const CAUTION = 4

/** A bucket that is said to fill more slowly (a date in place of a time, say) is tried after so many milliseconds. */
const LONGEST = 60_000

export function createPace(random: () => number) {
  /** What the service has, as far as answers have shown it, less what is on its way there. */
  let level = -Infinity
  let nextAt = -Infinity
  /** When the bucket was last seen to grow, or last tried although it seemed empty. */
  let triedAt = -Infinity
  /** The most that was ever shown to have been in the bucket in all: it grows by a refill only, whatever others take. */
  let refilled = 0
  /** What others leave to this client: less after refusals, and more again with each answer. */
  let share = 1
  let cutAt = -Infinity
  /** In a row. */
  let refusals = 0

  const interval = (limit: number) => (level > 0 ? (INTERVAL / share / level) * (1 - level / limit) : 0)

  return {
    /**
     * Milliseconds until a call of this cost may be sent.
     * @param tokenInterval milliseconds from one token to the next, as far as `Reset` tells.
     */
    wait(
      cost: number,
      { limit, remaining, reset }: RateLimitState,
      tokenInterval: number | undefined,
      now: number,
    ): number {
      if (level >= cost) return nextAt + interval(limit) - now
      const missing = cost - Math.max(level, 0)
      const told = (missing * reset) / (limit - remaining)
      const patience = tokenInterval ? Math.min(TOP_UP, missing * tokenInterval * CAUTION * 2 ** refusals) : TOP_UP
      return triedAt + Math.max(patience, told < Infinity ? Math.min(LONGEST, told) : 0) - now
    },
    /** Takes what a call costs. */
    take(cost: number, limit: number, now: number): void {
      nextAt = Math.max(nextAt + interval(limit), now - SLACK)
      if (level < cost) triedAt = now
      level -= cost
    },
    /** Gives back what a call took that was not sent. */
    giveBack(cost: number): void {
      level += cost
    },
    learn(
      { ticket, seen, refused, newest, taken, inFlight, before }: Answer,
      tokenInterval: number | undefined,
      now: number,
    ): void {
      const { cost, at } = ticket
      const { remaining } = seen
      const certain = remaining - Math.max(taken - before - cost, inFlight)
      if (certain > level) level = certain
      else if (newest) level = Math.min(level, remaining - inFlight)
      const sum = remaining + before + (refused ? 0 : cost)
      if (sum > refilled) {
        refilled = sum
        // Counted from when that call left: the next one will be as long on its way.
        triedAt = Math.max(triedAt, at)
      }
      if (!refused) {
        share = Math.min(1, share + 0.01)
        refusals = 0
      } else {
        refusals++
        level = Math.min(level, 0)
        // Not after exactly a second: those who come too late for one top-up would come too late for the next one as well.
        triedAt = tokenInterval ? now : now - random() * (TOP_UP / 2)
        if (now - cutAt > 1000) {
          cutAt = now
          // With a lower bound: when the refusals are over, nobody shall wait long because of them.
          share = Math.max(0.1, share * 0.6)
        }
      }
    },
  }
}
