/** Which devices a stream carries. The service tells by `state_change`; what it does without being asked is told apart. */
import type { LogStateChange } from './events.ts'

export interface Subscription {
  /** The devices to be streamed, on this stream and those that follow, in the order in which they were added. */
  wanted: Set<string>
  /** Removals that the service has yet to confirm, by device. */
  leaving: Map<string, number>
  /** Devices that gave way to a ninth, which the service has yet to say, by device. */
  evicted: Map<string, number>
}

/** Limit of the how-to, "Live Log Streaming". */
export const deviceLimit = 8

export const createSubscription = (): Subscription => ({ wanted: new Set(), leaving: new Map(), evicted: new Map() })

/** What the service has yet to say of a stream, it will not say on the next one. */
export function startOver({ leaving, evicted }: Subscription): void {
  leaving.clear()
  evicted.clear()
}

export const expect = (counts: Map<string, number>, id: string): void => void counts.set(id, (counts.get(id) ?? 0) + 1)

/** Takes an expectation back; `false` when there is none. */
export function take(counts: Map<string, number>, id: string): boolean {
  const count = counts.get(id) ?? 0
  if (count > 0) counts.set(id, count - 1)
  return count > 0
}

/** Of nine devices the service pushes out the one added first, by itself. It may have said so already. */
export function evict({ wanted, evicted }: Subscription): string | undefined {
  const [oldest] = wanted
  if (wanted.size <= deviceLimit) return undefined
  wanted.delete(oldest!)
  expect(evicted, oldest!)
  return oldest
}

/** Notes what the service says, and whether it was asked for. Returns the device that it took away unasked. */
export function apply({ wanted, leaving, evicted }: Subscription, change: LogStateChange): string | undefined {
  if (change.state !== 'unsubscribed') return undefined
  const { deviceId = '' } = change
  change.requested = take(leaving, deviceId)
  const unasked = !change.requested && !take(evicted, deviceId) && wanted.delete(deviceId)
  return unasked ? deviceId : undefined
}
