/**
 * Calls what the caller gave to be told something. What it throws, or what its promise rejects with, harms nothing: an `async` callback that
 * rejects would otherwise end a Node process.
 */
export function tell(callback: () => unknown): void {
  try {
    const promise = callback() as PromiseLike<unknown> | undefined
    if (typeof promise?.then === 'function') promise.then(undefined, () => {})
  } catch {}
}
