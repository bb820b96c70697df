/** Time, as far as the SDK looks at it. Tests give their own, so that an hour takes no hour. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Calls back once after `ms` milliseconds. */
  setTimeout(callback: () => void, ms: number): unknown
  /** Takes back what `setTimeout` returned. */
  clearTimeout(handle: unknown): void
}

/** The clock of the machine. It looks the timers up at each call, so that fake timers installed later are honoured. */
export const systemClock: Clock = {
  now: () => Date.now(),
  setTimeout: (callback, ms) => setTimeout(callback, ms),
  clearTimeout: (handle) => clearTimeout(handle as number),
}

/** Waits; rejects with the signal's reason when it aborts. Leaves no timer and no listener behind. */
export function sleep(ms: number, clock: Clock = systemClock, signal?: AbortSignal | null): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    const onAbort = () => {
      clock.clearTimeout(timer)
      reject(signal!.reason)
    }
    const timer = clock.setTimeout(() => {
      signal?.removeEventListener('abort', onAbort)
      resolve()
    }, ms)
    signal?.addEventListener('abort', onAbort, { once: true })
  })
}
