/**
 * The order in which the service looks at calls. Pure. It is not that of sending: a call may wait for its connection while a later one finds one
 * open. Answers tell more: of two that came one long after the other, the first belongs to the call that was looked at first.
 */
import type { RateLimitState } from '../../core/rate-limit-headers.ts'

/** A call on its way: what was known when it was sent. */
export interface Ticket {
  /** What it takes from the bucket. */
  cost: number
  /** When it was sent. */
  at: number
  /** All that had been taken by then, this call included. */
  taken: number
  /** All that had been answered by then. */
  done: number
  /** The bucket was predicted to hold enough for it. */
  foreseen: boolean
}

/** An answer that tells about the bucket. */
export interface Answer {
  ticket: Ticket
  seen: RateLimitState
  /** The bucket did not hold enough (429). */
  refused: boolean
  /** No answer to a later call has come yet. */
  newest: boolean
  /** All that has been taken by now. */
  taken: number
  /** How much of that is not answered. */
  inFlight: number
  /** How much of that the service had certainly looked at before this call. */
  before: number
}

/**
 * The part of a call's round trip by which another answer must have come before its own to have been given before. Less would be too little: answers
 * that wait together for a busy process are read in any order.
 */
const APART = 0.5

/** Answers that are remembered. Of older ones nothing more is needed: where a call took as long as that, nothing is certain. */
const MEMORY = 1000

export function createOrder() {
  /** When answers came, and what had been answered then. */
  const answers: { at: number; done: number }[] = []
  return {
    /** An answer to a call came, and with it `done` is answered in all. Returns how much of that was certainly looked at before this call. */
    learn(ticket: Ticket, done: number, now: number): number {
      const latest = now - (now - ticket.at) * APART
      const earlier = answers.findLast(({ at }) => at <= latest)
      answers.push({ at: now, done })
      if (answers.length > MEMORY) answers.shift()
      return Math.max(ticket.done, earlier?.done ?? 0)
    },
  }
}
