import { checkInteger, checkMilliseconds } from '../check.ts'
import { backOff, sleep, systemClock, type Clock } from '../clock.ts'
import { isNetworkFailure } from '../errors.ts'
import { discard, fetchOf, retryAfter, tell, type FetchExtension } from '../fetch.ts'

/** Options of `retry`. */
export interface RetryOptions {
  /**
   * How often a call is sent at most, the first time included.
   * @default 4
   */
  attempts?: number | undefined
  /**
   * Milliseconds. The wait before repetition n is a random part of `baseDelay` × 2ⁿ⁻¹ (full jitter).
   * @default 500
   */
  baseDelay?: number | undefined
  /**
   * Milliseconds; no wait is longer. When the service asks for more with `Retry-After`, the answer is given to the caller instead.
   * @default 10_000
   */
  maxDelay?: number | undefined
  /**
   * Methods that are repeated. The default is the idempotent ones (RFC 9110, 9.2.2). PATCH is not among them: when the first one was carried out after all, a
   * second could undo what somebody else changed in between.
   * @default ['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE']
   */
  methods?: readonly string[] | undefined
  /** Told before each wait. What it throws is ignored. */
  onRetry?: ((event: RetryEvent) => void) | undefined
  /** Tells the time. @default the machine's clock */
  clock?: Clock | undefined
  /** Spreads the waits: gives numbers from 0 to 1, as `Math.random` does. @default Math.random */
  random?: (() => number) | undefined
}

/** What `onRetry` is told: an attempt failed and another one follows. */
export interface RetryEvent {
  /** The attempt that failed, counted from 1. */
  attempt: number
  /** Milliseconds until the next one. */
  delay: number
  /** The status that is the reason, for an answer. */
  status?: number
  /** The error that is the reason, for a network that failed or an attempt that took too long. */
  error?: unknown
}

/**
 * Repeats what failed in the network or was answered 5xx, for methods that may be repeated. 401 and 429 are not its business: they were not carried out, so that
 * `Session` and `rateLimit` repeat them for any method.
 *
 * The last answer or error is the caller's. Aborting the call's signal ends a wait at once.
 *
 * @throws ArgumentError for options that are no such numbers
 */
export function retry(options: RetryOptions = {}): FetchExtension {
  const {
    attempts = 4,
    baseDelay = 500,
    maxDelay = 10_000,
    methods = ['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'],
    onRetry,
    clock = systemClock,
    random = Math.random,
  } = options
  // NaN would repeat for ever, which may be meant, but must then be said.
  checkInteger('retry: attempts', attempts, 1, Infinity)
  checkMilliseconds('retry: baseDelay', baseDelay)
  checkMilliseconds('retry: maxDelay', maxDelay)
  return (fetch) =>
    fetchOf(async (url, init) => {
      const repeatable = init.retry !== false && methods.includes(init.method?.toUpperCase() ?? 'GET')
      for (let attempt = 1; ; attempt++) {
        let delay = backOff(attempt - 1, baseDelay, maxDelay, random)
        let reason: Pick<RetryEvent, 'status' | 'error'>
        try {
          const response = await fetch(url, init)
          const { status } = response
          if (status < 500 || !repeatable || attempt >= attempts) return response
          delay = Math.max(delay, retryAfter(response, clock.now()) ?? 0)
          if (delay > maxDelay) return response
          void discard(response)
          reason = { status }
        } catch (error) {
          // A call that its caller, or its deadline, has ended is over.
          if (!repeatable || attempt >= attempts || init.signal?.aborted || !isNetworkFailure(error)) throw error
          reason = { error }
        }
        tell(() => onRetry?.({ attempt, delay, ...reason }))
        await sleep(delay, clock, init.signal)
      }
    })
}
