import type { Clock } from '../../src/clock.ts'

/** A clock that runs `factor` times as fast as the real one. */
export const fastClock = (factor: number): Clock => {
  const start = Date.now()
  return {
    now: () => start + (Date.now() - start) * factor,
    setTimeout: (callback, ms) => setTimeout(callback, ms / factor),
    clearTimeout: (handle) => clearTimeout(handle as NodeJS.Timeout),
  }
}

export interface RecordingClock extends Clock {
  /** The waits asked for, in milliseconds. */
  waits: number[]
  /** Moves the time on without waiting. */
  advance(ms: number): void
  /** Timers set and not yet done. */
  readonly pending: number
}

/** A clock on which every wait is over at once, and is written down. */
export function recordingClock(): RecordingClock {
  let now = Date.now()
  const pending = new Set<unknown>()
  const waits: number[] = []
  return {
    waits,
    now: () => now,
    setTimeout(callback, ms) {
      waits.push(ms)
      const handle = setImmediate(() => {
        pending.delete(handle)
        now += ms
        callback()
      })
      pending.add(handle)
      return handle
    },
    clearTimeout(handle) {
      pending.delete(handle)
      clearImmediate(handle as NodeJS.Immediate)
    },
    advance: (ms) => void (now += ms),
    get pending() {
      return pending.size
    },
  }
}

/**
 * A clock that goes on by itself to whatever is waited for next, as long as nothing is under way: no call takes any time on it, however busy the machine is.
 */
export function idleClock(underWay: () => boolean): Clock {
  let now = Date.now()
  const timers = new Map<object, { callback: () => void; at: number }>()
  let ticking = false
  const tick = () => {
    const [first] = [...timers].toSorted(([, a], [, b]) => a.at - b.at)
    if (first && !underWay()) {
      const [handle, { callback, at }] = first
      timers.delete(handle)
      now = Math.max(now, at)
      callback()
    }
    ticking = timers.size > 0
    if (ticking) setImmediate(tick)
  }
  return {
    now: () => now,
    setTimeout(callback, ms) {
      const handle = {}
      timers.set(handle, { callback, at: now + ms })
      if (!ticking) setImmediate(tick)
      ticking = true
      return handle
    },
    clearTimeout: (handle) => void timers.delete(handle as object),
  }
}

/** Random numbers that are the same in each run (mulberry32). */
export function seeded(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
