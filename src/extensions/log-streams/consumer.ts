/** Hands out the events of several sources one by one. No source is read ahead of who consumes them: of each one chunk waits. */
import type { LogStreamEvent } from './events.ts'

export interface Consumer<Source> {
  next: () => Promise<IteratorResult<LogStreamEvent, undefined>>
  push(source: Source, events: LogStreamEvent[]): void
  /** Ends the iteration, with an error where there is one. What waits is dropped. */
  end(failure?: { error: unknown }): void
}

/** @param pull Reads the next chunk of a source, to be pushed: the one before is consumed, and more is asked for. */
export function createConsumer<Source>(pull: (source: Source) => void): Consumer<Source> {
  const chunks: { source: Source; events: LogStreamEvent[]; index: number }[] = []
  let ended: { failure: { error: unknown } | undefined } | undefined
  let wake = () => {}
  /** Calls of `next` that have yet to be answered. */
  let waiting = 0

  /** The next event that is there already. */
  const take = () => {
    const chunk = ended ? undefined : chunks[0]
    return chunk?.events[chunk.index++]
  }

  async function* iterate(): AsyncGenerator<LogStreamEvent, undefined, undefined> {
    // oxlint-disable-next-line no-unmodified-loop-condition -- `end` sets it
    while (!ended) {
      const event = take()
      const consumed = event ? undefined : chunks.shift()
      if (event) yield event
      else if (consumed) pull(consumed.source)
      else await new Promise<void>((resolve) => (wake = resolve))
    }
    if (ended.failure) throw ended.failure.error
  }
  const events = iterate()

  return {
    push(source, events) {
      chunks.push({ source, events, index: 0 })
      wake()
    },
    end(failure) {
      ended ??= { failure }
      wake()
    },
    next() {
      // An event that is there already costs one promise.
      const value = waiting > 0 ? undefined : take()
      if (value) return Promise.resolve({ value, done: false })
      waiting++
      return events.next().finally(() => waiting--)
    },
  }
}
