/**
 * How fast a bucket refills, as far as `Reset` tells. Pure.
 *
 * `Reset` is the time until the bucket is full (how-to, "API Rate-Limiting"). Where the refill is even, the tokens that are missing, divided by
 * that time, are the refill; every answer narrows it down. Where the bucket is topped up in steps, the answers contradict one another; where `Reset`
 * is in seconds, the result is too large to be true. In both cases the refill counts as unknown.
 */
import type { RateLimitState } from '../../core/rate-limit-headers.ts'

/** Bounds of the refill in tokens per millisecond. */
export interface Refill {
  least: number
  most: number
  /** So many answers must agree before the bounds are trusted. */
  distrust: number
}

export const unknownRefill: Refill = { least: 0, most: Infinity, distrust: 0 }

/** Answers that must agree after one that contradicted the others. */
const DISTRUST = 100

/** Milliseconds by which `Reset` may be off: it is a whole number, and whether it is rounded up or down is not documented. */
const ROUNDING = 1

/** No account gets so many tokens per millisecond: a `Reset` that says so is in seconds. */
const TOO_FAST = 1

/** A token in more than a minute: a `Reset` that says so is a date. */
const TOO_SLOW = 1 / 60_000

/** The bounds after an answer. `granted` is what the call has just taken from the bucket, 0 if it was refused. */
export function narrowRefill(refill: Refill, { limit, remaining, reset }: RateLimitState, granted: number): Refill {
  const missing = limit - remaining
  // A full bucket tells nothing, nor does an absent `Reset`.
  if (!(missing > 0 && reset > 0)) return refill
  const rate = missing / reset
  if (rate >= TOO_FAST || rate < TOO_SLOW) return distrusted(unknownRefill)
  // `Remaining` is rounded down: up to one token less is missing, but no less than the call has just taken.
  const least = Math.max(granted, missing - 1) / (reset + ROUNDING)
  const most = reset > ROUNDING ? missing / (reset - ROUNDING) : Infinity
  if (least > refill.most || most < refill.least) return distrusted({ least, most })
  return {
    least: Math.max(least, refill.least),
    most: Math.min(most, refill.most),
    distrust: Math.max(0, refill.distrust - 1),
  }
}

/** The same bounds, to be trusted only when many more answers have agreed with them. */
export const distrusted = ({ least, most }: Omit<Refill, 'distrust'>): Refill => ({ least, most, distrust: DISTRUST })

/** Tokens per millisecond that are certain to come in; `undefined` where that is unknown. */
export const refillRate = ({ least, distrust }: Refill): number | undefined =>
  least > 0 && distrust === 0 ? least : undefined
