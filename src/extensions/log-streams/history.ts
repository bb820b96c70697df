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
  const left = counts.get(key)
  if (left) counts.set(key, left - 1)
  return !!left
}

/** By how many entries a page may have moved since the ones before it were read: it begins with the last ones of these. */
const shiftsOf = (keys: readonly string[], page: readonly string[]): number[] =>
  Array.from({ length: keys.length + 1 }, (_, shift) => shift).filter((shift) =>
    page.every((key, at) => at >= shift || key === keys[keys.length - shift + at]),
  )

const keysOf = (page: HistoryPage): string[] => page.map((entry) => (entry ? keyOf(entry) : ''))

/** How many entries have come above those that were the first page. */
async function movedBy(history: ReadHistory, top: readonly string[]): Promise<number> {
  for await (const page of history()) {
    const keys = keysOf(page)
    const index = keys.findIndex((_, at) => top.every((key, n) => key === (keys[at + n] ?? key)))
    return index < 0 ? Infinity : index
  }
  return 0
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
  let top: string[] | undefined
  let moved = 0
  let stop = -1
  // Twice what it may hold leaves room for what is logged meanwhile.
  let left = 2 * historyLimit
  for await (const page of history()) {
    const pageKeys = keysOf(page)
    const before = count(keys)
    top ??= pageKeys
    // New entries push old ones onto the next page, where they come again: it begins with the last ones that were walked, no
    // more of them than have come above the first page. In another order than that of arrival they may stand anywhere.
    const most = pageKeys.some((key) => before.has(key)) ? (await movedBy(history, top)) - moved : 0
    const shift = shiftsOf(keys, pageKeys).findLast((shift) => shift <= most)!
    const anywhere = shift === 0 && most === Infinity
    moved += shift
    for (const [at, key] of pageKeys.entries()) {
      if (at < shift || (anywhere && take(before, key))) continue
      keys.push(key)
      walked.push(page[at])
    }
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
