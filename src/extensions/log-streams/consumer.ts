/** Hands out the events of several sources one by one. No source is read ahead of who consumes them: of each one chunk waits. */
import type { LogStreamEvent } from './events.ts'

export interface Consumer<Source> {
  next(): Promise<IteratorResult<LogStreamEvent, undefined>>
  push(source: Source, events: LogStreamEvent[]): void
  /** Ends the iteration, with an error where there is one. What waits is dropped. */
  end(failure?: { error: unknown }): void
}

/** @param pull Reads the next chunk of a source, when the one before is consumed; it does not reject. */
export function createConsumer<Source>(
  pull: (source: Source) => Promise<LogStreamEvent[] | undefined>,
): Consumer<Source> {
  const ready: { source: Source; events: LogStreamEvent[] }[] = []
  let chunk: { source?: Source; events: LogStreamEvent[]; index: number } = { events: [], index: 0 }
  let ended: { failure: { error: unknown } | undefined } | undefined
  let wake = () => {}
  /** Calls of `next` that have yet to be answered. */
  let waiting = 0

  const push = (source: Source, events: LogStreamEvent[]) => {
    ready.push({ source, events })
    wake()
  }

  async function* iterate(): AsyncGenerator<LogStreamEvent, undefined, undefined> {
    // oxlint-disable-next-line no-unmodified-loop-condition -- `end` sets it
    while (!ended) {
      if (chunk.index < chunk.events.length) {
        yield chunk.events[chunk.index++]!
        continue
      }
      const { source } = chunk
      chunk = { events: [], index: 0 }
      if (source !== undefined) void pull(source).then((events) => events && push(source, events))
      // oxlint-disable-next-line no-unmodified-loop-condition
      while (ready.length === 0 && !ended) await new Promise<void>((resolve) => (wake = resolve))
      const next = ready.shift()
      if (next) chunk = { ...next, index: 0 }
    }
    if (ended.failure) throw ended.failure.error
  }
  const events = iterate()

  return {
    push,
    end(failure) {
      ended ??= { failure }
      wake()
    },
    next() {
      // An event that is there already costs one promise.
      if (waiting === 0 && chunk.index < chunk.events.length && !ended)
        return Promise.resolve({ value: chunk.events[chunk.index++]!, done: false })
      waiting++
      return events.next().finally(() => waiting--)
    },
  }
}
