import { isMarked } from './error.ts'

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

/** The time of a clock, which goes on even while that clock is put back. */
export function monotonic(clock: Clock): () => number {
  let last = -Infinity
  let behind = 0
  return () => {
    const now = clock.now()
    behind = Math.max(behind, last - now)
    return (last = now + behind)
  }
}

/**
 * What an aborted signal ends a wait with.
 * @param waitingFor What a deadline is to give as its `cause`. The caller's own reason is thrown as it is.
 */
export function abortReason({ reason }: AbortSignal, waitingFor?: () => unknown): Error {
  if (waitingFor && isMarked(reason, 'TimeoutError') && (reason as Error).cause === undefined)
    Object.defineProperty(reason, 'cause', { value: waitingFor(), configurable: true, writable: true })
  return reason as Error
}

/**
 * Settles as the promise does, or rejects with the signal's reason. The promise goes on for those who share it.
 * @param waitingFor What a deadline that ends the wait is to give as its `cause`.
 */
export async function abortable<T>(
  promise: Promise<T>,
  signal?: AbortSignal | null,
  waitingFor?: () => unknown,
): Promise<T> {
  if (!signal) return promise
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(abortReason(signal, waitingFor))
    if (signal.aborted) onAbort()
    signal.addEventListener('abort', onAbort)
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}

/** Milliseconds that a timer can be set to at most, 24 days: set to more, it goes off at once. */
export const longestTimer: number = 2 ** 31 - 1

/** Waits, `longestTimer` at most; rejects with the signal's reason when it aborts. Leaves no timer and no listener behind. */
export function sleep(
  ms: number,
  clock: Clock = systemClock,
  signal?: AbortSignal | null,
  waitingFor?: () => unknown,
): Promise<void> {
  let timer: unknown
  const slept = new Promise<void>((resolve) => (timer = clock.setTimeout(resolve, Math.min(ms, longestTimer))))
  return abortable(slept, signal, waitingFor).finally(() => clock.clearTimeout(timer))
}

/** Settles as the promise does, or rejects when that takes longer. The timer is the clock's: that of `AbortSignal.timeout` would let Node exit. */
export async function within<T>(ms: number, clock: Clock, promise: Promise<T>): Promise<T> {
  let timer: unknown
  const late = new Promise<never>((_, reject) => {
    timer = clock.setTimeout(() => reject(new Error(`No answer within ${ms} ms`)), ms)
  })
  return Promise.race([promise, late]).finally(() => clock.clearTimeout(timer))
}
