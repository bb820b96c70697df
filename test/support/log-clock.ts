import type { Clock } from '../../src/clock.ts'

export interface ManualClock extends Clock {
  /** Moves the time on, and calls back what has become due. */
  advance(ms: number): void
  /** How many timers are set. */
  readonly pending: number
}

/** A clock that stands still until it is told to go on. A wait of no time takes none. */
export function createManualClock(now: number = Date.now()): ManualClock {
  const timers = new Map<object, { callback: () => void; at: number }>()
  return {
    now: () => now,
    setTimeout(callback, ms) {
      const handle = {}
      timers.set(handle, { callback, at: now + ms })
      if (ms <= 0) setImmediate(() => timers.delete(handle) && callback())
      return handle
    },
    clearTimeout: (handle) => void timers.delete(handle as object),
    advance(ms) {
      now += ms
      for (const [handle, { callback, at }] of [...timers].toSorted((a, b) => a[1].at - b[1].at)) {
        if (at <= now && timers.delete(handle)) callback()
      }
    },
    get pending() {
      return timers.size
    },
  }
}
