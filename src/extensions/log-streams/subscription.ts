/** Which devices a stream carries. The service tells by `state_change`; what it does without being asked is told apart. */
import type { LogStateChange } from './events.ts'

export interface Subscription {
  /** The devices to be streamed, on this stream and those that follow, in the order in which they were added. */
  wanted: Set<string>
  /** What the service has yet to say: removals that were asked for, and devices that gave way to a ninth. */
  expected: Set<{ deviceId: string; requested: boolean }>
  /** What this stream was asked to carry, and has not let go of as far as is known. */
  carried: Set<string>
}

/** Limit of the how-to, "Live Log Streaming". */
export const deviceLimit = 8

/** Of nine devices the service pushes out the one added first, by itself, if the stream carries it. It may have said so already. */
export function evict({ wanted, expected, carried }: Subscription): string | undefined {
  const [oldest] = wanted
  if (wanted.size <= deviceLimit) return undefined
  wanted.delete(oldest!)
  if (carried.delete(oldest!)) expected.add({ deviceId: oldest!, requested: false })
  return oldest
}

/** Notes what the service says, and whether it was asked for. Returns the device that it took away unasked. */
export function apply({ wanted, expected, carried }: Subscription, change: LogStateChange): string | undefined {
  if (change.state !== 'unsubscribed') return undefined
  const { deviceId } = change
  const told = [...expected].find((one) => one.deviceId === deviceId)
  change.requested = told?.requested ?? false
  if (told) {
    expected.delete(told)
    return undefined
  }
  carried.delete(deviceId!)
  return wanted.delete(deviceId!) ? deviceId : undefined
}
