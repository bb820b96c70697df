/** What the user is told of a gap, and what follows it. */
import { type Account, merge } from './backfill.ts'
import type { LogGapReason, LogMessage, LogStreamEvent } from './events.ts'

/** What devices have in common whose history is to be read. */
export interface Gap {
  reason: LogGapReason
  /** Server time (ms). */
  from: number
  error?: unknown
}

/** What came of reading the history of one of them. */
export interface Found {
  id: string
  gap: Gap
  /** `undefined` for a device that is gone. */
  account: Account | undefined
  entries: LogMessage[]
  /** Why entries may be missing. */
  error: unknown
}

const iso = (time: number) => new Date(time).toISOString()

/** Each gap, with the entries of its devices, oldest first. A history that was asked for is none, unless it could not be read. */
export function eventsOf(found: readonly Found[], to: number): LogStreamEvent[] {
  const events: LogStreamEvent[] = []
  for (const gap of new Set(found.map(({ gap }) => gap))) {
    const part = found.filter((one) => one.gap === gap)
    const error = part.find(({ error }) => error)?.error
    if (gap.reason !== 'history' || error)
      events.push({
        type: 'gap',
        from: iso(Math.min(to, gap.from)),
        to: iso(to),
        reason: gap.reason,
        devices: part.map(({ id }) => id),
        filled: !error,
        error: error ?? gap.error,
      })
    // One after the other: thousands of arguments are too many for one call.
    for (const entry of merge(part.map(({ entries }) => entries))) events.push(entry)
  }
  return events
}
