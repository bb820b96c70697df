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

/** Random numbers that are the same in each run (mulberry32). */
export function seeded(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
