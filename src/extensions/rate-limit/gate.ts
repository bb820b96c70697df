/** Lets calls go as one bucket permits: the timer and the clock around what token-bucket.ts decides. */
import { aClock, aFunction, type Checks } from '../../core/check.ts'
import type { Call } from '../../core/fetch.ts'
import { type RateLimitBucket, readRateLimit } from '../../core/rate-limit-headers.ts'
import { tell } from '../../core/tell.ts'
import { abortReason, type Clock, monotonic, systemClock } from '../../core/time.ts'
import type { Redactor } from '../../errors/redaction.ts'
import { createAborts } from './aborts.ts'
import type { Ticket } from './order.ts'
import { createQueue, type Lane, lanes } from './queue.ts'
import { createTokenBucket, type TokenBucket } from './token-bucket.ts'

/** What `onWait` is told: a call has to wait for the rate limit. */
export interface WaitEvent {
  /** `requests`: the bucket that every call takes from. `unbond`: devices taken out of production device groups. */
  bucket: RateLimitBucket
  /** `pace`: the bucket is low. `429`: the service refused the call, which will be repeated. */
  reason: 'pace' | '429'
  /** Calls that wait for this bucket now, this one included. */
  waiting: number
  /** The method of the call that waits. */
  method: string
  /** The URL of the call, with keys and tokens in it replaced by `***`. */
  url: string
  /**
   * Milliseconds that the call will wait, as far as that can be told: those who wait before it are counted in while this client is the only one to
   * use the bucket. `undefined` where only the next answer will tell.
   */
  delay: number | undefined
}

/** Options of `createRateLimiter`. */
export interface RateLimiterOptions {
  /** Told when a call starts to wait. What it throws, or rejects with, is ignored. */
  onWait?: ((event: WaitEvent) => void) | undefined
  /** Tells the time. @default the machine's clock */
  clock?: Clock | undefined
  /** Gives numbers from 0 to 1, as `Math.random` does. @default Math.random */
  random?: (() => number) | undefined
}

/** What the options of `createRateLimiter` may be. */
export const rateLimiterChecks: Checks<RateLimiterOptions> = { onWait: aFunction, clock: aClock, random: aFunction }

/** A call that is sent in its turn. */
export interface Turn {
  url: string
  init: Call
  redactor: Redactor
  lane: Lane
  /** What a deadline gives as its cause when it ends the wait. */
  waitingFor: () => unknown
}

/** What one bucket makes of an answer. */
export interface Verdict {
  response: Response
  /** A 429 because of this bucket. */
  refused: boolean
}

export interface Gate {
  readonly tokens: TokenBucket
  /** Calls that wait here, those included that the service told to wait. */
  readonly waiting: number
  /** Sends a call of this cost in its turn. */
  send(send: () => Promise<Response>, cost: number, turn: Turn): Promise<Verdict>
  /** Counts a call as waiting while it does so elsewhere, as long as the service asked for. */
  rest(turn: Turn, delay: number, wait: Promise<void>): Promise<void>
}

/** The longest timer, in milliseconds: it is looked anew at the time then. */
const LONGEST_TIMER = 60_000

/** What may be in flight while nothing is known of a bucket: of requests a fifth of the only limit that was ever captured, 40. */
const MOST_UNKNOWN: Record<RateLimitBucket, number> = { requests: 8, unbond: 1 }

export function createGate(bucket: RateLimitBucket, options: RateLimiterOptions): Gate {
  const { clock = systemClock, random = Math.random, onWait } = options
  const tokens = createTokenBucket(MOST_UNKNOWN[bucket], random)
  const queue = createQueue<{ cost: number; go(): void }>()
  const aborts = createAborts()
  const now = monotonic(clock)
  let timer: unknown
  let resting = 0

  /** Sends as many as may go, and sets the timer for the next one. */
  function pump(): void {
    clock.clearTimeout(timer)
    for (let next = queue.first(); next; next = queue.first()) {
      const ms = tokens.wait(next.cost, now())
      if (ms > 0) {
        if (ms < Infinity) timer = clock.setTimeout(pump, Math.min(Math.ceil(ms), LONGEST_TIMER))
        return
      }
      next.go()
    }
  }

  function told(reason: WaitEvent['reason'], { url, init, redactor }: Turn, delay: number | undefined): void {
    const { method = 'GET' } = init
    const waiting = queue.length + resting
    tell(() => onWait?.({ bucket, reason, waiting, method, url: redactor.text(url), delay }))
  }

  const inTurn = (cost: number, turn: Turn) =>
    new Promise<Ticket>((resolve, reject) => {
      const { init, lane, waitingFor } = turn
      const { signal } = init
      const delay = tokens.delay(cost, queue.ahead(lane), now())
      const go = () => {
        leave()
        unwatch?.()
        resolve(tokens.take(cost, now()))
      }
      const leave = queue.add({ cost, go }, lane)
      const unwatch =
        signal &&
        aborts.watch(signal, () => {
          leave()
          reject(abortReason(signal, waitingFor))
          // The timer was that of whoever came first.
          pump()
        })
      told(lane === lanes.again ? '429' : 'pace', turn, delay)
      pump()
    })

  return {
    tokens,
    get waiting() {
      return queue.length + resting
    },
    async send(send, cost, turn) {
      const { signal, unbond } = turn.init
      signal?.throwIfAborted()
      const at = now()
      const free = queue.length === 0 && tokens.wait(cost, at) <= 0
      const ticket = free ? tokens.take(cost, at) : await inTurn(cost, turn)
      if (signal?.aborted) {
        tokens.giveBack(ticket, now())
        pump()
        throw abortReason(signal, turn.waitingFor)
      }
      try {
        const response = await send()
        const seen = readRateLimit(response.headers, bucket)
        // Without headers, a call that takes from both buckets does not say which one refused it: the smaller one, most likely.
        const short = seen ? seen.remaining < cost : bucket === 'unbond' || !unbond
        const refused = response.status === 429 && short
        tokens.learn(ticket, seen, refused, now())
        return { response, refused }
      } catch (error) {
        tokens.fail(ticket, now())
        throw error
      } finally {
        pump()
      }
    },
    async rest(turn, delay, wait) {
      resting++
      told('429', turn, delay)
      try {
        await wait
      } finally {
        resting--
      }
    },
  }
}
