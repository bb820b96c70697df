import { discard } from '../core/answer.ts'
import { aClock, aFunction, type Checks, checkOptions } from '../core/check.ts'
import { type Call, type Fetch, type FetchExtension, fetchOf } from '../core/fetch.ts'
import { readRateLimit, type RateLimitSnapshot, type RateLimitState } from '../core/rate-limit-headers.ts'
import { tell } from '../core/tell.ts'
import { abortable, type Clock, retryAfter, sleep, systemClock } from '../core/time.ts'
import { RateLimitError } from '../errors/classes.ts'

/** Options of `createRateLimiter`. */
export interface RateLimiterOptions {
  /** Told when a call starts to wait. What it throws is ignored. */
  onWait?: ((event: WaitEvent) => void) | undefined
  /** Tells the time. @default the machine's clock */
  clock?: Clock | undefined
  /** Gives numbers from 0 to 1, as `Math.random` does. @default Math.random */
  random?: (() => number) | undefined
}

/** What `onWait` is told: a call has to wait for the rate limit. */
export interface WaitEvent {
  /** `requests`: the bucket that every call takes from. `unbond`: devices taken out of production device groups. */
  bucket: 'requests' | 'unbond'
  /** `pace`: the bucket is low. `429`: the service refused the call, which will be repeated. */
  reason: 'pace' | '429'
  /** Calls that wait for this bucket now, this one included. */
  waiting: number
}

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
  /** Production devices that the call takes out of their group. */
  devices: number
  /** How often the call is sent at most. */
  attempts: number
}

/** The service tops the bucket up every second (how-to, "API Rate-Limiting"); a little is added for the way there and for timers. */
const TOP_UP = 1020

/** As long as nothing is known about the bucket, so many calls are in flight at most; the vendor's own tool never has more. */
const UNKNOWN_IN_FLIGHT = 5

/**
 * Calls follow one another at `level / PACE` per millisecond, faster the nearer the bucket is to being full. So the level settles where as much is sent as is
 * added, without anyone knowing how much that is, be it by one process or by many, and in bursts there is time for an answer to tell of others.
 */
const PACE = 200

/** Milliseconds that a late timer may make up for. */
const SLACK = 5

/** Without headers: the bucket's size, as once captured from the service. Its refill per second is first taken to be the same. */
const BLIND_LIMIT = 40

/** Milliseconds between two calls from which on the earlier one reaches the service first. */
const BURST_GAP = 4

/**
 * A wait that the service asks for with `Retry-After` is honoured up to this long; beyond it, the answer is the caller's. A bucket that is said
 * to fill more slowly (a date in place of a time, say) is tried after this long.
 */
const MAX_WAIT = 60_000

/** A call on its way. */
interface Ticket {
  at: number
  /** What had been sent then, this included. */
  index: number
  /** What the service had seen by then. */
  base: number
  /** What had been carried out by then. */
  done: number
}

/** One bucket. All amounts are in its units: requests, or devices. */
function createBucket(
  bucket: WaitEvent['bucket'],
  { clock = systemClock, random = Math.random, onWait }: RateLimiterOptions,
) {
  const queue: { cost: number; again: boolean; go: () => void }[] = []
  let timer: unknown
  let state: RateLimitState | undefined
  /** What may be sent now: what the service has, as far as that is certain, minus what is on its way there. */
  let level = 0
  let sent = 0
  let done = 0
  let inFlight = 0
  let newest = 0
  /** What had been sent, burst by burst: before the last one, and before the one that goes on. */
  let base = 0
  let mark = 0
  let markedAt = 0
  let sentAt = 0
  let pacedAt = 0
  /** What others leave to this client: it shrinks with refusals and grows again with each answer. */
  let share = 1
  let cutAt = 0
  /** The proven sum of all that was ever in the bucket. It grows only by a refill, whatever other clients take. */
  let poured = 0
  let refilledAt = 0
  let probedAt = 0
  // Without headers, tokens per millisecond are found out by going up slowly and going down at a 429.
  let blind = false
  let rate = BLIND_LIMIT / 1000

  /** Time goes on here even when the clock is put back. */
  const time = () => {
    const now = clock.now()
    skew = Math.max(skew, last - now)
    return (last = now + skew)
  }
  let last = 0
  let skew = 0

  /** Those who share a bucket must not wake at the same moment. */
  const apart = () => random() * (1 - share) * 250

  /** Milliseconds from one call to the next. */
  const pace = () => (state && level > 0 ? (PACE / share / level) * (1 - level / state.limit) : 0)

  /** Milliseconds until a call of this cost may be sent; Infinity: an answer will tell. */
  function delay(cost: number): number {
    const now = time()
    if (blind) {
      level = Math.min(BLIND_LIMIT, level + (now - refilledAt) * rate)
      refilledAt = now
      // Nothing larger than the bucket ever gets in: the service's answer will tell.
      return (Math.min(cost, BLIND_LIMIT) - level) / rate
    }
    if (!state) return inFlight < (bucket === 'unbond' ? 1 : UNKNOWN_IN_FLIGHT) ? 0 : Infinity
    const { limit, remaining, reset } = state
    if (level >= cost) return pacedAt + pace() - now
    const perToken = reset / (limit - remaining)
    const wait = Math.max(
      TOP_UP,
      Math.min(MAX_WAIT, (cost - Math.max(level, 0)) * (perToken < Infinity ? perToken : 0)),
    )
    return Math.max(refilledAt, probedAt) + wait - now
  }

  function pump() {
    clock.clearTimeout(timer)
    while (queue[0]) {
      const ms = delay(queue[0].cost)
      if (ms > 0) {
        if (ms < Infinity) timer = clock.setTimeout(pump, Math.min(Math.ceil(ms), MAX_WAIT))
        return
      }
      queue.shift()!.go()
    }
  }

  function take(cost: number): Ticket {
    const now = time()
    if (now - markedAt > BURST_GAP) {
      base = now - sentAt > BURST_GAP ? sent : mark
      mark = sent
      markedAt = now
    }
    pacedAt = Math.max(pacedAt + pace(), now - SLACK)
    if (level < cost) probedAt = now
    sentAt = now
    level -= cost
    inFlight += cost
    sent += cost
    return { at: now, index: sent, base, done }
  }

  /** Waits, first come, first served. */
  async function turn(cost: number, { init: { first, signal } }: LimitedCall, again: boolean): Promise<Ticket> {
    const waiter = { cost, again, go() {} }
    const granted = new Promise<Ticket>((resolve) => (waiter.go = () => resolve(take(cost))))
    const fresh = queue.findIndex(({ again }) => !again)
    // Whoever waits for a token must not wait behind those who wait with a dead one. What was sent before comes before the rest.
    queue.splice(first ? 0 : again && fresh >= 0 ? fresh : queue.length, 0, waiter)
    tell(() => onWait?.({ bucket, reason: again ? '429' : 'pace', waiting: queue.length }))
    pump()
    try {
      return await abortable(granted, signal)
    } catch (error) {
      const place = queue.indexOf(waiter)
      if (place < 0) inFlight -= cost
      else queue.splice(place, 1)
      pump()
      throw error
    }
  }

  /** Takes in what an answer says of the bucket. */
  function learn(ticket: Ticket, cost: number, { status, headers }: Response, devices: number) {
    const now = time()
    const seen = readRateLimit(headers, bucket)
    // A call that takes from both buckets was refused for devices, unless there were enough.
    const refused = status === 429 && (bucket === 'unbond' ? !(seen && seen.remaining >= cost) : !devices)
    if (seen) {
      blind = false
      const { remaining } = seen
      // All that may have been carried out after this one, or will be.
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
        // Counted from when that call left: the next one will be as long on its way.
        refilledAt = ticket.at + apart()
      }
    } else if (!state && !blind) {
      blind = true
      level = BLIND_LIMIT - inFlight
      refilledAt = now
    }
    if (refused) {
      level = Math.min(level, 0)
      probedAt = now + apart()
      if (now - cutAt > 1000) {
        cutAt = now
        // Not without end: when the refusals are over, nobody shall wait long for their sake.
        share = Math.max(0.1, share * 0.7)
        rate = Math.max(0.001, rate * 0.8)
      }
    } else {
      done += cost
      share = Math.min(1, share + 0.01)
      rate += 0.0002
    }
  }

  return {
    info: () => ({ state, blind, inFlight, waiting: queue.length }),

    async send(send: () => Promise<Response>, cost: number, call: LimitedCall, again: boolean): Promise<Response> {
      const ticket = queue[0] || delay(cost) > 0 ? await turn(cost, call, again) : take(cost)
      try {
        const response = await send()
        learn(ticket, cost, response, call.devices)
        return response
      } finally {
        inFlight -= cost
        pump()
      }
    },
  }
}

const limiterChecks: Checks<RateLimiterOptions> = { onWait: aFunction, clock: aClock, random: aFunction }

/** A limiter for one account, to be given to each client that uses it. */
export function createRateLimiter(options: RateLimiterOptions = {}): RateLimiter {
  checkOptions('createRateLimiter', options, limiterChecks)
  const { clock = systemClock } = options
  const buckets = { requests: createBucket('requests', options), unbond: createBucket('unbond', options) }
  const { requests, unbond } = buckets
  /** Calls that the service told to wait. */
  let resting = 0
  return {
    snapshot() {
      const { state, inFlight, waiting } = requests.info()
      const more = unbond.info()
      return { ...state, unbond: more.state, inFlight, waiting: waiting + more.waiting + resting }
    },
    async send(fetch, call) {
      const { url, init, devices, attempts } = call
      for (let attempt = 1; ; attempt++) {
        const again = attempt > 1
        const limit = devices && unbond.info().state?.limit
        if (limit && devices > limit)
          throw new RateLimitError(`${devices} devices in one call, the bucket holds ${limit}: split the call`, {
            status: 429,
            method: init.method,
            url,
            errors: [],
            family: 'XX',
            rateLimit: this.snapshot(),
          })
        const one = () => requests.send(() => fetch(url, init), 1, call, again)
        const response = await (devices ? unbond.send(one, devices, call, again) : one())
        if (response.status !== 429 || attempt >= attempts) return response
        const bucket = devices ? 'unbond' : 'requests'
        const wait = retryAfter(response, clock.now()) ?? (buckets[bucket].info().blind ? 1000 : 0)
        if (wait > MAX_WAIT) return response
        discard(response)
        if (wait) {
          resting++
          try {
            tell(() => options.onWait?.({ bucket, reason: '429', waiting: this.snapshot().waiting }))
            await sleep(wait, clock, init.signal)
          } finally {
            resting--
          }
        }
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
}

/**
 * Keeps within the account's rate limits: calls wait, first come, first served, before the service would refuse them. What is left is learnt from the
 * headers of every answer. Whatever is refused all the same (429) was not carried out and is sent again, whichever its method.
 *
 * The signal of a call ends its wait.
 *
 * @throws RateLimitError for a call that takes more production devices out of their group than the bucket can hold.
 */
export const rateLimit =
  ({ limiter = createRateLimiter(), attempts = 10 }: RateLimitOptions = {}): FetchExtension =>
  (fetch) =>
    fetchOf((url, init) => limiter.send(fetch, { url, init, attempts, devices: init.unbond ?? 0 }))
