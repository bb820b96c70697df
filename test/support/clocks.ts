import type { Clock } from '../../src/core/time.ts'

/** A clock that runs `factor` times as fast as the real one. */
export const fastClock = (factor: number): Clock => {
  const start = Date.now()
  return {
    now: () => start + (Date.now() - start) * factor,
    setTimeout: (callback, ms) => setTimeout(callback, ms / factor),
    clearTimeout: (handle) => clearTimeout(handle as NodeJS.Timeout),
  }
}

export interface ManualClock extends Clock {
  /** Moves the time on, and calls back what has become due. */
  advance(ms: number): void
  /** Moves it on to the first timer. */
  next(): void
  /** When the first timer is due; `Infinity` when none is set. */
  readonly due: number
  /** How many timers are set. */
  readonly pending: number
}

/** A browser has no `setImmediate`. */
const soon: (callback: () => void) => void = globalThis.setImmediate ?? ((callback) => setTimeout(callback))

/** A clock that stands still until it is told to go on. A wait of no time takes none. */
export function createManualClock(now: number = Date.now()): ManualClock {
  const timers = new Map<object, { callback: () => void; at: number }>()
  const clock: ManualClock = {
    now: () => now,
    setTimeout(callback, ms) {
      const handle = {}
      timers.set(handle, { callback, at: now + ms })
      if (ms <= 0) soon(() => timers.delete(handle) && callback())
      return handle
    },
    clearTimeout: (handle) => void timers.delete(handle as object),
    advance(ms) {
      now += ms
      for (const [handle, { callback, at }] of [...timers].toSorted((a, b) => a[1].at - b[1].at)) {
        if (at <= now && timers.delete(handle)) callback()
      }
    },
    next: () => clock.advance(clock.due - now),
    get due() {
      return Math.min(...[...timers.values()].map(({ at }) => at))
    },
    get pending() {
      return timers.size
    },
  }
  return clock
}

/**
 * A clock that goes on by itself to whatever is waited for next, as long as nothing is under way: no call takes any time on it, however busy the machine is.
 */
export function idleClock(underWay: () => boolean): ManualClock {
  const clock = createManualClock()
  const setTimeout = clock.setTimeout.bind(clock)
  let ticking = false
  const tick = () => {
    if (clock.pending && !underWay()) clock.next()
    ticking = clock.pending > 0
    if (ticking) setImmediate(tick)
  }
  return Object.assign(clock, {
    setTimeout(callback: () => void, ms: number) {
      if (!ticking) setImmediate(tick)
      ticking = true
      return setTimeout(callback, ms)
    },
  })
}

export interface RecordingClock extends ManualClock {
  /** The waits asked for, in milliseconds. */
  waits: number[]
}

/** A clock on which every wait is over at once, and is written down. */
export function recordingClock(): RecordingClock {
  const clock = idleClock(() => false)
  const setTimeout = clock.setTimeout.bind(clock)
  const waits: number[] = []
  return Object.assign(clock, {
    waits,
    setTimeout(callback: () => void, ms: number) {
      waits.push(ms)
      return setTimeout(callback, ms)
    },
  })
}

/** Lets everything else run. */
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** Lets everything else run for many turns: what is sent over a loopback connection arrives meanwhile. */
export async function turns(): Promise<void> {
  for (let n = 0; n < 50; n++) await turn()
}

/** Waits for a condition without a clock. Give `meanwhile` to have something done between the looks. */
export async function until(condition: () => boolean, meanwhile?: () => void): Promise<void> {
  for (const end = Date.now() + 20_000; !condition();) {
    if (Date.now() > end) throw new Error(`Waited in vain for ${condition.toString()}`)
    meanwhile?.()
    await turn()
  }
}
