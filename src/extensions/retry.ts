import { discard, textOf } from '../core/answer.ts'
import { backOff, isPassing, retryAfter } from '../core/back-off.ts'
import {
  aClock,
  aFunction,
  anything,
  type Checks,
  checkOptions,
  integer,
  milliseconds,
  strings,
} from '../core/check.ts'
import { type FetchExtension, fetchOf } from '../core/fetch.ts'
import { tryJson } from '../core/json.ts'
import { tell } from '../core/tell.ts'
import { type Clock, sleep, systemClock } from '../core/time.ts'
import { apiError, isErrorDocument } from '../errors/from-answer.ts'
import { canPass } from '../errors/network.ts'
import type { ErrorObject } from '../errors/objects.ts'
import { createRedactor, type Redactor } from '../errors/redaction.ts'

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
  /**
   * Takes out what must not show in errors. @default what the calls' own headers hold
   * @internal
   */
  redactor?: Redactor | undefined
}

/** What `onRetry` is told: an attempt failed and another one follows. */
export interface RetryEvent {
  /** The method of the call, e.g. `GET`. */
  method: string
  /** The URL of the call, with keys and tokens in it replaced by `***`. */
  url: string
  /** The attempt that failed, counted from 1. */
  attempt: number
  /** Milliseconds until the next one. */
  delay: number
  /** The status that is the reason, for an answer. */
  status?: number
  /** The error that is the reason, for a network that failed or an attempt that took too long. */
  error?: unknown
}

/** What options of `retry` may be. */
export const retryChecks: Checks<RetryOptions> = {
  // NaN would repeat for ever, which may be meant, but must then be said.
  attempts: integer(1, Infinity),
  baseDelay: milliseconds,
  maxDelay: milliseconds,
  methods: strings,
  onRetry: aFunction,
  clock: aClock,
  random: aFunction,
  redactor: anything,
}

/** The objects may be anything: gateways answer in their own ways. */
const isNotThere = ({ code, status }: ErrorObject) => String(code).startsWith('NF') || status === '404'

/**
 * The answer to a DELETE that was repeated: the attempt before it may have been carried out although nobody heard so, and "not there" is then what
 * was asked for. A call that names several devices has an error for each: those that tell of something else, such as the device group, are left.
 * @param several Whether the call names them in its body.
 */
async function settledDelete(response: Response, several: boolean): Promise<Response> {
  if (response.status !== 404 && response.status !== 400) return response
  const body = tryJson(await textOf(response.clone()))
  if (!isErrorDocument(body)) return response
  const errors = [body.errors].flat().map(Object) as ErrorObject[]
  const left = errors.filter((error) => !isNotThere(error) || (several && !error.source?.pointer))
  if (left.length === errors.length) return response
  const { status, headers } = response
  return left.length > 0
    ? new Response(JSON.stringify({ ...body, errors: left }), { status, headers })
    : new Response(null, { status: 204, headers })
}

/**
 * Repeats what failed in the network or was answered 408, 425 or 5xx, for methods that may be repeated. 401 and 429 are not its business: they were not carried out, so that
 * `Session` and `rateLimit` repeat them for any method.
 *
 * The last answer or error is the caller's. Aborting the call's signal ends a wait at once.
 *
 * @throws ArgumentError for options that are no such numbers
 */
export function retry(options: RetryOptions = {}): FetchExtension {
  checkOptions('retry', options, retryChecks)
  const {
    attempts = 4,
    baseDelay = 500,
    maxDelay = 10_000,
    methods = ['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'],
    onRetry,
    clock = systemClock,
    random = Math.random,
    redactor = createRedactor(),
  } = options
  return (fetch) =>
    fetchOf(async (url, init) => {
      const method = init.method?.toUpperCase() ?? 'GET'
      const repeatable = init.retry !== false && methods.includes(method)
      for (let attempt = 1; ; attempt++) {
        let asked = 0
        let reason: Pick<RetryEvent, 'status' | 'error'>
        let waitingFor: () => unknown
        try {
          const response = await fetch(url, init)
          const { status } = response
          if (method === 'DELETE' && attempt > 1 && !isPassing(status))
            return await settledDelete(response, !!init.body)
          if (!isPassing(status) || !repeatable || attempt >= attempts) return response
          asked = retryAfter(response, clock.now()) ?? 0
          if (asked > maxDelay) return response
          discard(response)
          reason = { status }
          waitingFor = () => apiError(response, { method, url }, redactor)
        } catch (error) {
          // A call that its caller, or its deadline, has ended is over.
          if (!repeatable || attempt >= attempts || init.signal?.aborted || !canPass(error)) throw error
          reason = { error }
          waitingFor = () => error
        }
        const delay = Math.max(backOff(attempt - 1, baseDelay, maxDelay, random), asked)
        tell(() => onRetry?.({ method, url: redactor.text(url), attempt, delay, ...reason }))
        await sleep(delay, clock, init.signal, waitingFor)
      }
    })
}
