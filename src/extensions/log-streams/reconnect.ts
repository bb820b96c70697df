/** What follows when a stream has ended: another one after some time, or none any more. */
import { backOff, isPassing } from '../../core/back-off.ts'
import { type ApiError, LogStreamError } from '../../errors/classes.ts'
import { canPass } from '../../errors/network.ts'
import type { LogGapReason } from './events.ts'

/** Attempts to open the first stream. */
const firstAttempts = 3
/** In halves (see `takenBy`): three new streams in a row that the service closes, or no longer knows. */
const takenLimit = 6
/** What is waited at most: at first, unless the service asks for more, and after many attempts (ms). */
const [shortestWait, longestWait] = [500, 30_000]

/** How a stream went. */
export interface Outcome {
  reason: LogGapReason
  /** What made it fail, where that is known. */
  error?: unknown
  /** The service said `opened`. */
  opened?: boolean | undefined
  /** The devices were subscribed. */
  subscribed?: boolean | undefined
  /** It lived for ten seconds after it was opened. */
  lived?: boolean | undefined
  /** It has brought an entry. */
  heard?: boolean | undefined
  /** How long the service wants to be left alone at least (ms); 0 where it did not say. */
  retry: number
}

/** What is known of the streams before. */
export interface Attempts {
  /** How many have ended without one that lived. */
  failed: number
  /** How many were tried before the first one was subscribed; 0 from then on. */
  first: number
  /** How much of them another holder of the account has taken, in a row. */
  taken: number
  /** What the service last said of `retry` (ms). */
  retry: number
}

export const noAttempts: Attempts = { failed: 0, first: 1, taken: 0, retry: shortestWait }

/** What an error tells, if it is one of an answer. */
const toldBy = (error: unknown) => Object(error) as Partial<ApiError>

/** The status of an error of the API itself: gateways have pages of their own. */
export const refusalOf = (error: unknown): number | undefined => toldBy(error).errors?.[0] && toldBy(error).status

/** 429, 5xx, timeouts, most errors of the network and whatever the page of a gateway says pass; what the API refuses for a reason does not. */
export function isTransient(error: unknown): boolean {
  const { status } = toldBy(error)
  return status ? status === 429 || isPassing(status) || !refusalOf(error) : canPass(error)
}

/** Whether the service may have carried out a call that failed with this error. After 429 it has not. */
export const mayHaveDone = (error: unknown): boolean => isTransient(error) && toldBy(error).status !== 429

/** One that ends without a word before it has brought an entry counts half, for that can also be a gateway; one that breaks is the network's. */
const takenBy = ({ reason, opened, heard }: Outcome) =>
  reason === 'closed' || reason === 'refused' ? 2 : reason === 'ended' && opened && !heard ? 1 : 0

/** How long to wait for the next stream (ms), or with which error to give up. */
export function afterStream(
  before: Attempts,
  outcome: Outcome,
  random: () => number,
): { attempts: Attempts; wait: number } | { error: unknown } {
  const { reason, error, subscribed, lived } = outcome
  if (error !== undefined && !isTransient(error)) return { error }
  // The first stream cannot have been taken: it took one itself.
  const by = before.first > 0 || lived ? 0 : takenBy(outcome)
  const taken = by && before.taken + by
  if (taken >= takenLimit)
    return { error: new LogStreamError('Another client of the account keeps taking the new log streams') }
  if (!subscribed && before.first === firstAttempts)
    return { error: error ?? new LogStreamError(`The log stream could not be opened: ${reason}`) }
  const first = subscribed || before.first === 0 ? 0 : before.first + 1
  const failed = lived ? 0 : before.failed
  const retry = Math.max(outcome.retry || before.retry, shortestWait)
  const wait = Math.max(backOff(failed, retry, longestWait, random), toldBy(error).retryAfter ?? 0)
  return { attempts: { failed: failed + 1, first, taken, retry }, wait }
}
