/**
 * What is known of one bucket of the service, and when a call may be sent because of it. Pure: it holds no timer and no clock and sends nothing.
 * Amounts are in the bucket's unit: requests, or devices.
 */
import type { RateLimitState } from '../../core/rate-limit-headers.ts'
import { createOrder, type Ticket } from './order.ts'
import { createPace } from './pace.ts'
import { createPrediction } from './prediction.ts'

/** Milliseconds without calls after a 429 whose headers cannot be read (how-to, "API Rate-Limiting": repeat the request after one second). */
const PAUSE = 1000

/** A bucket as a client sees it. */
export interface TokenBucket {
  /** What the service said last. */
  readonly state: RateLimitState | undefined
  /** What has been taken and not answered. */
  readonly inFlight: number
  /** Milliseconds until a call of this cost may be sent, 0 or less for at once; Infinity where only an answer will tell. */
  wait(cost: number, now: number): number
  /** As far as it can be told, the milliseconds until a call may be sent that has to wait for others of this cost in all. */
  delay(cost: number, ahead: number, now: number): number | undefined
  /** Takes what a call costs. */
  take(cost: number, now: number): Ticket
  /** Learns from an answer. `seen` is undefined where it tells nothing of the bucket; `refused` says that the bucket did not hold enough. */
  learn(ticket: Ticket, seen: RateLimitState | undefined, refused: boolean, now: number): void
  /** The call was not sent: gives back what it took. */
  giveBack(ticket: Ticket, now: number): void
  /** The call got no answer. It may have taken its cost, so that nothing is given back. */
  fail(ticket: Ticket, now: number): void
}

/**
 * @param mostUnknown what may be in flight while nothing is known of the bucket.
 * @param random gives numbers from 0 to 1: clients that share a bucket must not try it at the same moments.
 */
export function createTokenBucket(mostUnknown: number, random: () => number): TokenBucket {
  let state: RateLimitState | undefined
  let taken = 0
  let done = 0
  let newest = 0
  let pausedUntil = -Infinity
  const order = createOrder()
  const prediction = createPrediction()
  const pace = createPace(random)

  /** What the bucket can hold beside all that is in flight. */
  const room = () => (state ? state.limit - (taken - done) : Infinity)

  const wait = (cost: number, ahead: number, now: number) => {
    if (!state) return taken - done < mostUnknown ? pausedUntil - now : Infinity
    // After a stall the service may look at all that is in flight at once: it must not be more than the bucket can hold.
    const fits = cost <= room()
    const predicted = fits ? prediction.wait(cost + ahead, room(), now) : undefined
    const interval = fits ? prediction.interval() : undefined
    return Math.max(pausedUntil - now, predicted ?? pace.wait(cost, state, interval, now))
  }

  return {
    get state() {
      return state
    },
    get inFlight() {
      return taken - done
    },
    wait: (cost, now) => wait(cost, 0, now),
    delay(cost, ahead, now) {
      const ms = wait(cost, ahead, now)
      return ms < Infinity ? Math.max(0, Math.ceil(ms)) : undefined
    },
    take(cost, now) {
      const foreseen = prediction.wait(cost, room(), now) !== undefined
      if (state) {
        prediction.take(cost, room(), now)
        pace.take(cost, state.limit, now)
      }
      taken += cost
      return { cost, at: now, taken, done, foreseen }
    },
    learn(ticket, seen, refused, now) {
      prediction.take(0, room(), now)
      done += ticket.cost
      const before = order.learn(ticket, done, now)
      if (!seen) {
        if (refused) pausedUntil = now + PAUSE
        return
      }
      const answer = { ticket, seen, refused, newest: ticket.taken > newest, taken, inFlight: taken - done, before }
      if (answer.newest) {
        newest = ticket.taken
        state = seen
      }
      prediction.learn(answer, now)
      pace.learn(answer, prediction.interval(), now)
    },
    giveBack({ cost }, now) {
      prediction.take(-cost, room(), now)
      pace.giveBack(cost)
      done += cost
    },
    fail({ cost }, now) {
      prediction.take(0, room(), now)
      done += cost
    },
  }
}
