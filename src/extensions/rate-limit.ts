import { sleep, systemClock, type Clock } from '../clock.ts'
import { RateLimitError, readRateLimit, type RateLimitSnapshot, type RateLimitState } from '../errors.ts'
import { discard, fetchOf, retryAfter, type CallInit, type FetchExtension } from '../fetch.ts'

export interface RateLimiterOptions {
  /** Told when a call starts to wait. */
  onWait?: ((event: WaitEvent) => void) | undefined
  clock?: Clock | undefined
  /** Gives numbers from 0 to 1, as `Math.random` does. */
  random?: (() => number) | undefined
}

export interface WaitEvent {
  /** `requests`: the bucket that every call takes from. `unbond`: devices taken out of production device groups. */
  bucket: 'requests' | 'unbond'
  /** `pace`: the bucket is low. `429`: the service refused the call, which will be repeated. */
  reason: 'pace' | '429'
  /** Calls that wait for this bucket now, this one included. */
  waiting: number
}

/** What a limiter knows, for a gauge. */
export interface RateLimiterSnapshot extends Partial<RateLimitSnapshot> {
  /** Calls that wait to be sent. */
  waiting: number
  /** Calls sent and not answered. */
  inFlight: number
}

/** The state of one account's rate limits. Clients that use the same account in one process should share one. */
export interface RateLimiter {
  /** What the service said last, and what waits. */
  snapshot(): RateLimiterSnapshot
  /** @internal */
  readonly clock: Clock
  /** @internal */
  readonly buckets: Readonly<Record<WaitEvent['bucket'], Bucket>>
}

/** A place in the order of sending. All amounts are in the bucket's units: requests, or devices. */
/** @internal */
export interface Ticket {
  cost: number
  /** What had been sent when this was, itself included. */
  index: number
  /** What had been sent before the burst that this belongs to: the service has seen that already. */
  base: number
  /** What had been carried out when this was sent. */
  done: number
}

/** @internal */
export interface Bucket {
  readonly state: RateLimitState | undefined
  readonly waiting: number
  readonly inFlight: number
  /** Gives a ticket at once when the call may be sent, else a promise of one. */
  acquire(
    cost: number,
    signal?: AbortSignal | null,
    reason?: WaitEvent['reason'],
    first?: boolean,
  ): Ticket | Promise<Ticket>
  /** Takes the ticket back. `seen`: what the answer said, `null` when it said nothing, `undefined` when there was none. */
  settle(ticket: Ticket, seen?: RateLimitState | null, refused?: boolean): void
  /** No headers are to be seen. */
  readonly blind: boolean
}

/** The service tops the bucket up every second (how-to, "API Rate-Limiting"); a little is added for the way there and for timers. */
const TOP_UP = 1020

/** As long as nothing is known about the bucket, so many calls are in flight at most; the vendor's own tool never has more. */
const UNKNOWN_IN_FLIGHT = 5

/** Milliseconds that the lower half of the bucket would last if nothing were added. */
const PACE = 200

/** Without headers: the bucket's size, as once captured from the service. Its refill per second is first taken to be the same. */
const BLIND_LIMIT = 40

/** Milliseconds between two calls from which on the earlier one reaches the service first. */
const BURST_GAP = 4

/** @internal */
export function createBucket(name: WaitEvent['bucket'], { clock = systemClock, onWait }: RateLimiterOptions): Bucket {
  const queue: { cost: number; grant: (ticket: Ticket) => void }[] = []
  let timer: unknown
  let state: RateLimitState | undefined
  let blind = false
  /** What may be sent now: what the service has, as far as that is certain, minus what is on its way there. */
  let level = 0
  let sent = 0
  let done = 0
  let inFlight = 0
  let newest = 0
  let base = 0
  let sentAt = -Infinity
  /** The proven sum of everything that was ever in the bucket. It grows only by a refill, whatever other clients take. */
  let poured = -Infinity
  let refilledAt = -Infinity
  let probedAt = -Infinity
  // Without headers: tokens per millisecond, found out by going up slowly and going down at a 429.
  let rate = BLIND_LIMIT / 1000
  let grownAt = 0
  let cutAt = -Infinity

  /** Milliseconds until a call of this cost may be sent; Infinity: an answer will tell. */
  function delay(cost: number): number {
    const now = clock.now()
    if (blind) {
      level = Math.min(BLIND_LIMIT, level + (now - grownAt) * rate)
      grownAt = now
      // Nothing larger than the bucket ever gets in: the service's answer will tell.
      return (Math.min(cost, BLIND_LIMIT) - level) / rate
    }
    if (!state) return inFlight < (name === 'unbond' ? 1 : UNKNOWN_IN_FLIGHT) ? 0 : Infinity
    if (level >= cost) return level > state.limit / 2 ? 0 : sentAt + PACE / level - now
    const { limit, remaining, reset } = state
    const perToken = limit > remaining && reset > 0 ? reset / (limit - remaining) : 0
    return Math.max(refilledAt, probedAt) + Math.max(TOP_UP, (cost - Math.max(level, 0)) * perToken) - now
  }

  function take(cost: number): Ticket {
    const now = clock.now()
    if (now - sentAt > BURST_GAP) base = sent
    if (level < cost) probedAt = now
    sentAt = now
    level -= cost
    inFlight += cost
    sent += cost
    return { cost, index: sent, base, done }
  }

  function pump() {
    clock.clearTimeout(timer)
    for (let first; (first = queue[0]);) {
      const ms = delay(first.cost)
      if (ms > 0) {
        if (ms < Infinity) timer = clock.setTimeout(pump, Math.ceil(ms))
        break
      }
      queue.shift()
      first.grant(take(first.cost))
    }
  }

  return {
    get state() {
      return state
    },
    get waiting() {
      return queue.length
    },
    get inFlight() {
      return inFlight
    },
    get blind() {
      return blind
    },
    acquire(cost, signal, reason = 'pace', first = reason !== 'pace') {
      if (queue.length === 0 && delay(cost) <= 0) return take(cost)
      return new Promise((resolve, reject) => {
        signal?.throwIfAborted()
        const waiter = {
          cost,
          grant(ticket: Ticket) {
            signal?.removeEventListener('abort', onAbort)
            resolve(ticket)
          },
        }
        const onAbort = () => {
          queue.splice(queue.indexOf(waiter), 1)
          reject(signal!.reason as Error)
          pump()
        }
        signal?.addEventListener('abort', onAbort, { once: true })
        if (first) queue.unshift(waiter)
        else queue.push(waiter)
        onWait?.({ bucket: name, reason, waiting: queue.length })
        pump()
      })
    },
    settle(ticket, seen, refused) {
      const now = clock.now()
      const { cost } = ticket
      if (seen) {
        const { remaining } = seen
        // All that can have been carried out after this one, or will be.
        const open = Math.max(sent - ticket.base, inFlight) - cost
        if (!state || remaining - open > level) level = remaining - open
        else if (ticket.index > newest) level = Math.min(level, remaining - inFlight + cost)
        if (ticket.index > newest) {
          state = seen
          newest = ticket.index
        }
        const sum = remaining + ticket.done + (refused ? 0 : cost)
        if (sum > poured) {
          poured = sum
          refilledAt = now
        }
      } else if (seen === null && !state) {
        if (!blind) {
          blind = true
          grownAt = now
          level = BLIND_LIMIT - inFlight
        }
        if (!refused) rate += 0.0002
        else if (now - cutAt > 1000) {
          rate = Math.max(rate * 0.8, 0.0005)
          cutAt = now
        }
      }
      inFlight -= cost
      if (refused) {
        level = Math.min(level, 0)
        probedAt = now
      } else if (seen !== undefined) done += cost
      pump()
    },
  }
}

/** A limiter for one account, to be given to each client that uses it. */
export function createRateLimiter(options: RateLimiterOptions = {}): RateLimiter {
  const buckets = { requests: createBucket('requests', options), unbond: createBucket('unbond', options) }
  const { requests, unbond } = buckets
  return {
    buckets,
    clock: options.clock ?? systemClock,
    snapshot: () => ({
      ...requests.state,
      ...(unbond.state && { unbond: unbond.state }),
      waiting: requests.waiting + unbond.waiting,
      inFlight: requests.inFlight,
    }),
  }
}

export interface RateLimitOptions {
  /** Share one among the clients of an account; the default is one of its own. */
  limiter?: RateLimiter | undefined
  /**
   * How often a call is sent at most when it is answered 429 each time.
   * @default 10
   */
  attempts?: number | undefined
}

/** A wait that the service asks for with `Retry-After` is honoured up to this long; beyond it, the answer is the caller's. */
const MAX_RETRY_AFTER = 60_000

/** How many devices a call takes from the bucket for production devices: every one in its body counts, even one that does not exist. */
async function unbondCost(url: string, { method, headers, body }: CallInit): Promise<number> {
  if (!/^delete$/i.test(method ?? '') || !url.endsWith('/relationships/devices')) return 0
  if (!new Headers(headers).has('x-electricimp-key')) return 0
  const { data } = (await new Response(body).json().catch(() => ({}))) as { data?: unknown }
  return Array.isArray(data) ? data.length : 1
}

/**
 * Keeps within the account's rate limits: calls wait, first come, first served, before the service would refuse them. What is left is learnt from the
 * headers of every answer. Whatever is refused all the same (429) was not carried out and is sent again, whichever its method.
 *
 * The signal of a call ends its wait.
 *
 * @throws RateLimitError for a call that takes more production devices out of their group than the bucket can hold.
 */
export function rateLimit({ limiter = createRateLimiter(), attempts = 10 }: RateLimitOptions = {}): FetchExtension {
  const { buckets, clock } = limiter
  const { requests, unbond } = buckets
  return (fetch) =>
    fetchOf(async (url, init) => {
      const { signal, method } = init
      const devices = method === undefined ? 0 : await unbondCost(url, init)
      // Whoever waits for a token must not wait behind those who wait with a dead one.
      const first = /\/auth(\/token)?$/.test(url)
      for (let attempt = 1; ; attempt++) {
        if (devices && devices > (unbond.state?.limit ?? devices)) {
          const { limit } = unbond.state!
          throw new RateLimitError(
            `${devices} devices in one call: the service takes ${limit} at most. Split the call.`,
            {
              status: 429,
              method: 'DELETE',
              url,
              errors: [],
              rateLimit: { ...(requests.state ?? { limit: NaN, remaining: NaN, reset: NaN }), unbond: unbond.state! },
            },
          )
        }
        const reason = attempt > 1 ? '429' : 'pace'
        const pass = devices ? await unbond.acquire(devices, signal, reason) : undefined
        let ticket: Ticket | undefined
        let response: Response | undefined
        let seen, seenUnbond
        try {
          ticket = await requests.acquire(1, signal, reason, first || attempt > 1)
          response = await fetch(url, init)
          seen = readRateLimit(response.headers) ?? null
          if (pass) seenUnbond = readRateLimit(response.headers, 'unbond-') ?? null
        } finally {
          const refused = response?.status === 429
          const byUnbond = pass && !(seenUnbond && seenUnbond.remaining >= pass.cost)
          if (pass) unbond.settle(pass, seenUnbond, refused && byUnbond)
          if (ticket) requests.settle(ticket, seen, refused && !byUnbond)
        }
        if (response.status !== 429 || attempt >= attempts) return response
        const asked = retryAfter(response, clock.now()) ?? (requests.blind ? 1000 : 0)
        if (asked > MAX_RETRY_AFTER) return response
        void discard(response)
        if (asked) await sleep(asked, clock, signal)
      }
    })
}
