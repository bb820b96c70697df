/** The historical log of a device, read page by page while new entries push old ones from page to page. */
import type { LogMessage } from './events.ts'

/** What tells entries apart. */
export type KnownEntry = Pick<LogMessage, 'timestamp' | 'entryType' | 'text'>

/** A page of the historical log, newest entry first; `undefined` for an entry that cannot be read. */
export type HistoryPage = readonly (LogMessage | undefined)[]
export type ReadHistory = () => AsyncIterable<HistoryPage>

/** How many entries of a device the history holds. */
export const historyLimit = 1000
/** Line breaks and white space do not survive the text format unchanged: they do not tell entries apart. */
export const keyOf = ({ timestamp, entryType, text }: KnownEntry) =>
  `${timestamp} ${entryType} ${text.split(/\s+/).join(' ')}`

export function count(keys: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  return counts
}

/** Takes one away; `false` when there is none. */
export function take(counts: Map<string, number>, key: string): boolean {
  const left = counts.get(key) ?? 0
  counts.set(key, left - 1)
  return left > 0
}

/** By how many entries a page may have moved since the ones before it were read: it begins with the last ones of these. */
const shiftsOf = (keys: readonly string[], page: readonly string[]): number[] =>
  Array.from({ length: keys.length + 1 }, (_, shift) => shift).filter((shift) =>
    page.every((key, at) => at >= shift || key === keys[keys.length - shift + at]),
  )

const keysOf = (page: HistoryPage): string[] => page.map((entry) => (entry ? keyOf(entry) : ''))

/** The first page as it is now, and how many entries have come above those that it was. */
async function look(history: ReadHistory, before: readonly string[]): Promise<{ top: string[]; come: number }> {
  for await (const page of history()) {
    const top = keysOf(page)
    const come = top.findIndex((_, at) => before.every((key, n) => key === (top[at + n] ?? key)))
    return { top, come: come < 0 ? Infinity : come }
  }
  return { top: [], come: 0 }
}

export interface Walked {
  /** Oldest first. */
  entries: LogMessage[]
  /** The history was read to its end. */
  ended: boolean
  /** It holds as much as it can: there may have been more. */
  full: boolean
}

/**
 * Reads a history, page by page.
 * @param enough How many of the entries, newest first, are enough; -1 for more of them.
 */
export async function walk(
  history: ReadHistory,
  enough: (keys: string[], page: HistoryPage) => number,
): Promise<Walked> {
  const walked: (LogMessage | undefined)[] = []
  const keys: string[] = []
  let first: { top: string[]; come: number } | undefined
  let moved = 0
  let stop = -1
  // Twice what it may hold leaves room for what is logged meanwhile.
  let left = 2 * historyLimit
  for await (const page of history()) {
    const pageKeys = keysOf(page)
    first ??= { top: pageKeys, come: 0 }
    const before = new Set(keys)
    let shift = 0
    if (pageKeys.some((key) => before.has(key))) {
      // New entries push old ones onto the next page, where they come again: it begins with the last ones that were walked,
      // and no more of them than have come above the first page.
      const { top, come } = await look(history, first.top)
      first = { top, come: first.come + come }
      const most = first.come - moved
      shift = shiftsOf(keys, pageKeys).findLast((shift) => shift <= most)!
      moved += shift
      // More than a page of them, or another order than that of arrival: what stands before them is new as well.
      if (most === Infinity) shift = pageKeys.findLastIndex((key) => before.has(key)) + 1
    }
    keys.push(...pageKeys.slice(shift))
    walked.push(...page.slice(shift))
    left -= page.length + 1
    stop = enough(keys, walked)
    if (stop >= 0 || left <= 0) break
  }
  return {
    entries: walked
      .slice(0, stop < 0 ? walked.length : stop)
      .filter((entry) => entry !== undefined)
      .toReversed(),
    ended: stop < 0,
    full: keys.length >= historyLimit || left <= 0,
  }
}
