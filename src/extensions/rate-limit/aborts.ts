/**
 * Tells many who wait on one signal that it aborts. The signal gets one listener for all of them: adding a listener takes the longer the more there are.
 */
export function createAborts() {
  const waiting = new Map<AbortSignal, Set<() => void>>()

  function onAbort(this: AbortSignal) {
    const all = waiting.get(this) ?? []
    waiting.delete(this)
    for (const callback of all) callback()
  }

  return {
    /** Calls back when the signal aborts. Returns a function that takes this back. */
    watch(signal: AbortSignal, callback: () => void): () => void {
      let all = waiting.get(signal)
      if (!all) {
        waiting.set(signal, (all = new Set()))
        signal.addEventListener('abort', onAbort, { once: true })
      }
      all.add(callback)
      return () => {
        all.delete(callback)
        if (all.size > 0 || waiting.get(signal) !== all) return
        waiting.delete(signal)
        signal.removeEventListener('abort', onAbort)
      }
    },
  }
}
