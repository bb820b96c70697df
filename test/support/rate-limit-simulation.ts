/**
 * Clients of a rate limited service, in simulated time: no run depends on how fast the machine is. It drives the token bucket alone;
 * what the queue and the extension add is tested elsewhere.
 */
import { readRateLimit } from '../../src/core/rate-limit-headers.ts'
import { createTokenBucket } from '../../src/extensions/rate-limit/token-bucket.ts'
import type { Ticket } from '../../src/extensions/rate-limit/order.ts'
import { createServiceBucket, type ServiceBucketOptions } from './service-bucket.ts'
import { seeded } from './random.ts'

export interface SimulatedClient {
  reads: number
  /** Calls that wait or are in flight at the same time. */
  concurrency: number
  /** When it begins. @default 0 */
  start?: number | undefined
  /** Milliseconds there and back, on average. @default that of the simulation */
  latency?: number | undefined
  /** Milliseconds from one call to the next at least. */
  every?: number | undefined
  /** A client that knows nothing of limits: it counts as somebody else on the same bucket. */
  careless?: boolean | undefined
}

export interface SimulationOptions extends ServiceBucketOptions {
  clients: SimulatedClient[]
  /** Milliseconds there and back, on average. @default 10 */
  latency?: number | undefined
  /** By how much of the latency each way varies. @default 0 */
  jitter?: number | undefined
  /** Milliseconds that the first calls take longer on their way there: connections are made. @default 0 */
  connecting?: number | undefined
  /** Times during which nothing gets through to the service: what was sent arrives at the end of it, all at once. */
  stalls?: readonly (readonly [from: number, to: number])[] | undefined
  /** Milliseconds by which a timer may be late. @default 2 */
  timers?: number | undefined
  seed?: number | undefined
}

export interface SimulatedRun {
  /** Milliseconds from its first call to its last answer. */
  time: number
  refused: number
  /** The greatest number of refusals that one call met. */
  worst: number
}

export interface Simulation {
  clients: SimulatedRun[]
  refused: number
  /** Milliseconds from the first call to the last answer. */
  time: number
  /** Milliseconds that the service needs at least from the first of all reads to the last. */
  optimum: number
}

/** Milliseconds from the first read to the last answer for a client that knows an evenly refilled bucket from the start. */
export function ideal(
  { limit, rate }: Pick<ServiceBucketOptions, 'limit' | 'rate'>,
  { reads, concurrency }: Pick<SimulatedClient, 'reads' | 'concurrency'>,
  latency: number,
): number {
  const sent: number[] = []
  for (let i = 0; i < reads; i++) {
    const answered = i < concurrency ? 0 : sent[i - concurrency]! + latency
    sent.push(Math.max(answered, ((i + 1 - limit) / rate) * 1000))
  }
  return sent.at(-1)! + latency
}

/** Runs all clients to their end. */
export function simulate(options: SimulationOptions): Simulation {
  const { clients, latency = 10, jitter = 0, connecting = 0, stalls = [], timers = 2, seed = 1 } = options
  const random = seeded(seed)
  const service = createServiceBucket(options)
  const events: { at: number; order: number; run: () => void }[] = []
  let now = 0
  let order = 0
  const schedule = (at: number, run: () => void) => {
    const event = { at: Math.max(at, now), order: order++, run }
    let [low, high] = [0, events.length]
    while (low < high) {
      const middle = (low + high) >> 1
      const other = events[middle]!
      if (other.at > event.at || (other.at === event.at && other.order > event.order)) low = middle + 1
      else high = middle
    }
    events.splice(low, 0, event)
  }

  const runs = clients.map((client) => {
    const { reads, concurrency, start = 0, every = 0, careless = false } = client
    const roundTrip = client.latency ?? latency
    const bucket = createTokenBucket(8, random)
    const way = () => (roundTrip / 2) * (1 + jitter * (2 * random() - 1))
    const run = { begun: start, ended: start, refused: 0, worst: 0 }
    /** Refused calls come first. */
    const again: number[] = []
    let fresh = reads
    let open = 0
    let wake = Infinity
    let sent = 0
    let spacedUntil = 0

    function send(refusals: number, ticket: Ticket) {
      const arrival = now + way() + (sent++ < concurrency ? connecting * random() : 0)
      const stall = stalls.find(([from, to]) => from <= arrival && arrival < to)
      schedule(stall?.[1] ?? arrival, () => {
        const { granted, headers } = service.request(now)
        schedule(now + way(), () => {
          bucket.learn(ticket, readRateLimit(new Headers(headers), 'requests'), !granted, now)
          run.ended = now
          if (granted) open--
          else {
            run.refused++
            run.worst = Math.max(run.worst, refusals + 1)
            again.push(refusals + 1)
          }
          pump()
        })
      })
    }
    function pump() {
      for (;;) {
        while (open < concurrency && fresh > 0 && again.length < concurrency) {
          fresh--
          open++
          again.push(0)
        }
        if (again.length === 0) return
        const wait = Math.max(careless ? 0 : bucket.wait(1, now), spacedUntil - now)
        if (wait > 0) {
          const at = now + Math.ceil(wait) + timers * random()
          if (wait < Infinity && !(wake <= at && wake > now)) {
            wake = at
            schedule(at, () => {
              if (wake === at) wake = Infinity
              pump()
            })
          }
          return
        }
        spacedUntil = now + every
        // Refused ones before fresh ones.
        again.sort((a, b) => b - a)
        send(again.shift()!, bucket.take(1, now))
      }
    }
    schedule(start, pump)
    return run
  })

  for (let steps = 0; events.length > 0; steps++) {
    if (steps > 5_000_000) throw new Error('The simulation does not end')
    const event = events.pop()!
    now = event.at
    event.run()
  }
  const time = Math.max(...runs.map(({ ended }) => ended)) - Math.min(...runs.map(({ begun }) => begun))
  return {
    time,
    optimum: service.optimum(clients.reduce((sum, { reads }) => sum + reads, 0)),
    refused: runs.reduce((sum, { refused }) => sum + refused, 0),
    clients: runs.map(({ begun, ended, refused, worst }) => ({ time: ended - begun, refused, worst })),
  }
}
