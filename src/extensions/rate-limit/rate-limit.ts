import { discard } from '../../core/answer.ts'
import { retryAfter } from '../../core/back-off.ts'
import { checkOptions } from '../../core/check.ts'
import { ImpCentralError } from '../../core/error.ts'
import { type Call, type Fetch, type FetchExtension, fetchOf } from '../../core/fetch.ts'
import type { RateLimitSnapshot } from '../../core/rate-limit-headers.ts'
import { sleep, systemClock } from '../../core/time.ts'
import { RateLimitError } from '../../errors/classes.ts'
import { apiError } from '../../errors/from-answer.ts'
import { createRedactor, type Redactor } from '../../errors/redaction.ts'
import { createGate, rateLimiterChecks, type RateLimiterOptions, type Turn, type Verdict } from './gate.ts'
import { lanes } from './queue.ts'

/** What a limiter knows, for a gauge. */
export interface RateLimiterSnapshot extends RateLimitSnapshot {
  /** Calls that wait to be sent. */
  waiting: number
  /** Calls sent and not answered. */
  inFlight: number
}

/**
 * The state of one account's rate limits. Clients that use the same account in one process should share one. It comes from
 * `createRateLimiter` only.
 */
export interface RateLimiter {
  /** What the service said last, and what waits. */
  snapshot(): RateLimiterSnapshot
  /**
   * Sends a call in its turn, again if need be.
   * @internal
   */
  send(fetch: Fetch, call: LimitedCall): Promise<Response>
}

/**
 * A call as `rateLimit` hands it to the limiter.
 * @internal
 */
export interface LimitedCall {
  /** Where it goes. */
  url: string
  /** What it carries. */
  init: Call
  /** How often the call is sent at most. */
  attempts: number
  /** Takes out what must not show of it. */
  redactor: Redactor
}

/** A wait that the service asks for is honoured up to this long; beyond it, the answer is the caller's. */
const LONGEST_WAIT = 60_000

/** Milliseconds after a 429 that no bucket explains (how-to, "API Rate-Limiting": repeat the request after one second). */
const UNEXPLAINED = 1000

/** A limiter for one account, to be given to each client that uses it. */
export function createRateLimiter(options: RateLimiterOptions = {}): RateLimiter {
  checkOptions('createRateLimiter', options, rateLimiterChecks)
  const { clock = systemClock } = options
  const requests = createGate('requests', options)
  const unbond = createGate('unbond', options)

  const snapshot = (): RateLimiterSnapshot => ({
    ...requests.tokens.state,
    unbond: unbond.tokens.state,
    inFlight: requests.tokens.inFlight,
    waiting: requests.waiting + unbond.waiting,
  })

  /** Sends a call in the turn of each bucket that it takes from. `refused` where one of them did not hold enough. */
  function through(fetch: Fetch, turn: Turn): Promise<Verdict> {
    const { url, init } = turn
    const byRequests = () => requests.send(() => fetch(url, init), 1, turn)
    return init.unbond ? byBoth(byRequests, init.unbond, turn) : byRequests()
  }

  async function byBoth(byRequests: () => Promise<Verdict>, devices: number, turn: Turn): Promise<Verdict> {
    let inner: Verdict | undefined
    const { response, refused } = await unbond.send(async () => (inner = await byRequests()).response, devices, turn)
    return { response, refused: refused || inner!.refused }
  }

  return {
    snapshot,
    async send(fetch, call) {
      const { url, init, attempts, redactor } = call
      const { method = 'GET', unbond: devices = 0, signal } = init
      const turn: Turn = {
        ...call,
        lane: lanes.fresh,
        waitingFor: () => new ImpCentralError('Waiting for the rate limit'),
      }
      for (let attempt = 1; ; attempt++) {
        const limit = unbond.tokens.state?.limit ?? Infinity
        if (devices > limit)
          throw new RateLimitError(`${devices} devices in one call, the bucket holds ${limit}: split the call`, {
            status: 429,
            method,
            url: redactor.text(url),
            errors: [],
            family: 'XX',
            rateLimit: snapshot(),
          })
        if (attempt > 1) turn.lane = lanes.again
        if (init.first) turn.lane = lanes.first
        const { response, refused } = await through(fetch, turn)
        if (response.status !== 429 || attempt >= attempts) return response
        // A bucket that knows why also knows how long.
        const wait = retryAfter(response, clock.now()) ?? (refused ? 0 : UNEXPLAINED)
        if (wait > LONGEST_WAIT) return response
        discard(response)
        turn.waitingFor = () => apiError(response, { method, url }, redactor)
        if (wait) await (devices ? unbond : requests).rest(turn, wait, sleep(wait, clock, signal, turn.waitingFor))
      }
    },
  }
}

/** Options of `rateLimit`. */
export interface RateLimitOptions {
  /** Share one among the clients of an account. @default one of its own */
  limiter?: RateLimiter | undefined
  /**
   * How often a call is sent at most when it is answered 429 each time.
   * @default 10
   */
  attempts?: number | undefined
  /**
   * Takes out what must not show in errors and in what `onWait` is told. @default what the URL itself shows to be a secret
   * @internal
   */
  redactor?: Redactor | undefined
}

/**
 * Keeps within the account's rate limits: calls wait, first come, first served, before the service would refuse them. What is left is learnt from the
 * headers of every answer. Whatever is refused all the same (429) was not carried out and is sent again, whichever its method.
 *
 * A call that takes production devices out of their group says how many in `unbond`; one that signs in says `first` and goes before all that
 * wait. The signal of a call ends its wait.
 *
 * @throws RateLimitError for a call that takes more production devices out of their group than the bucket can hold.
 */
export const rateLimit =
  ({
    limiter = createRateLimiter(),
    attempts = 10,
    redactor = createRedactor(),
  }: RateLimitOptions = {}): FetchExtension =>
  (fetch) =>
    fetchOf((url, init) => limiter.send(fetch, { url, init, attempts, redactor }))
