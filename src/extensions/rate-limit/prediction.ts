/**
 * What the bucket will hold when a call sent now arrives, if nobody else uses it and its refill is known. Pure.
 *
 * It is a mirror of the service's bucket: it refills steadily, up to its limit, and each call takes its cost. So a token can be used as soon as it
 * is there, although the answer that tells of it is still on its way. Each answer sets bounds to the level of the mirror; an answer that
 * contradicts the mirror means that somebody else uses the bucket, or that the refill was misunderstood.
 */
import type { Answer } from './order.ts'
import { narrowRefill, refillRate, unknownRefill } from './refill.ts'

/** The part of what round trips have taken at least that is counted on. */
const CERTAIN = 0.75

/** How fast a long round trip is forgotten: by so much of the difference with each shorter one. */
const FORGETTING = 0.05

/**
 * How long a round trip takes at least. That is the time between the service's look at one call and its look at another that is sent when the
 * answer to the first arrives. It is certain as far as round trips take the same time: what makes them differ can make them shorter yet.
 */
function createRoundTrip() {
  let shortest = Infinity
  let longest = 0
  return {
    /** The first calls also make connections: of them nobody knows how much of their time that took. */
    learn(ms: number, first: boolean): void {
      shortest = Math.min(shortest, ms)
      if (!first) longest = Math.max(ms, longest + (ms - longest) * FORGETTING)
    },
    /** Milliseconds. */
    least: () => Math.max(0, shortest - (longest - shortest) / 2) * CERTAIN,
  }
}

/** Answers during which nothing is predicted, after one that contradicted the mirror: at first, and after many of them. */
const FIRST_DOUBT = 10
const LONGEST_DOUBT = 160

export function createPrediction() {
  let refill = unknownRefill
  let doubt = 0
  /** How long the next doubt will be: each is twice as long as the one before, and they become shorter again in time. */
  let nextDoubt = FIRST_DOUBT
  let level = -Infinity
  let at = 0
  const roundTrip = createRoundTrip()
  /** Tokens that the service did not have, although the mirror said so. */
  let missed = 0

  const levelAt = (now: number, room: number) => Math.min(room, level + refill.least * Math.max(0, now - at))

  return {
    /**
     * Milliseconds until the bucket holds so many tokens; `undefined` when that cannot be predicted.
     * @param room what the bucket can hold at most when all that is in flight arrives late, and what came in meanwhile has run over.
     */
    wait(tokens: number, room: number, now: number): number | undefined {
      const rate = doubt > 0 ? undefined : refillRate(refill)
      return rate && (tokens - levelAt(now, room)) / rate
    },
    /** Milliseconds from one token to the next; `undefined` where `Reset` does not tell. */
    interval(): number | undefined {
      const rate = refillRate(refill)
      return rate && 1 / rate
    },
    /** Takes from the mirror, or gives back (a negative cost). */
    take(cost: number, room: number, now: number): void {
      level = levelAt(now, room) - cost
      at = Math.max(at, now)
    },
    learn({ ticket, seen, refused, taken, inFlight, before }: Answer, now: number): void {
      const { cost } = ticket
      const granted = refused ? 0 : cost
      // What was refused took nothing.
      this.take(granted - cost, seen.limit - inFlight, now)
      const predicted = !doubt && refillRate(refill)
      refill = narrowRefill(refill, seen, granted)
      roundTrip.learn(now - ticket.at, ticket.done === 0)
      const since = ticket.done > 0 ? refill.least * roundTrip.least() : 0
      // The service may have looked at this call before all the others that are not certain, or in the order of sending, or after all of them.
      const least = seen.remaining + since - (taken - before - cost)
      const likely = seen.remaining + since - (taken - ticket.taken)
      const most = seen.remaining + 1 + refill.most * (now - ticket.at)
      const excess = Math.max(0, level - most)
      missed += excess
      level = Math.min(seen.limit - inFlight, Math.max(least, level))
      if (refused || excess) level = Math.min(level, likely)
      if ((refused && ticket.foreseen) || missed >= 1) {
        missed = 0
        doubt = nextDoubt
        nextDoubt = Math.min(LONGEST_DOUBT, nextDoubt * 2)
      } else if (doubt > 0) doubt--
      else nextDoubt = Math.max(FIRST_DOUBT, nextDoubt - 0.05)
      // Trusted from now on: with nothing taken for granted.
      if (!predicted && !doubt && refillRate(refill)) level = least
    },
  }
}
