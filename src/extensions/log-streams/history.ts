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
export const keyOf = ({ timestamp, entryType, text }: KnownEntry): string =>
  `${timestamp} ${entryType} ${text.split(/\s+/).join(' ')}`

// Stryker disable next-line StringLiteral: of what cannot be read, any key will do that no entry has
const keysOf = (page: HistoryPage): string[] => page.map((entry) => (entry ? keyOf(entry) : ''))

/** By how many entries the first page has moved down. */
const distance = (before: readonly string[], now: readonly string[]): number =>
  now.findIndex((_, at) => before.every((key, n) => key === (now[at + n] ?? key)))

type Enough = (keys: string[], page: HistoryPage) => number

export interface Walked {
  /** Oldest first. */
  entries: LogMessage[]
  /** The history was read to its end. */
  ended: boolean
  /** It holds as much as it can: there may have been more. */
  full: boolean
}

/** How often a history is read at most, when it is not certain why an entry came twice. */
const mostWalks = 3

/**
 * Reads a history, page by page; once more where it cannot be told whether an entry that comes twice was logged twice, or has moved from page to page.
 * @param enough How many of the entries, newest first, are enough; -1 for more of them.
 */
export async function walk(history: ReadHistory, enough: Enough): Promise<Walked> {
  for (let walks = 1; ; walks++) {
    const { certain, ...walked } = await walkOnce(history, enough)
    if (certain || walks === mostWalks) return walked
  }
}

async function walkOnce(history: ReadHistory, enough: Enough): Promise<Walked & { certain: boolean }> {
  const walked: (LogMessage | undefined)[] = []
  const keys: string[] = []
  /** The first page, as it was last. */
  let top: string[] | undefined
  /** How many have come above it, and have not moved a page yet. */
  let come = 0
  let stop = -1
  let certain = true
  // Twice what it may hold leaves room for what is logged meanwhile.
  let left = 2 * historyLimit
  for await (const page of history()) {
    const pageKeys = keysOf(page)
    top ??= pageKeys
    const before = new Set(keys)
    let shift = 0
    if (pageKeys.some((key) => before.has(key))) {
      // New entries push old ones onto the next page, where they come again: it begins with the last ones that were walked,
      // and no more of them than have come above the first page.
      for await (const page of history()) {
        const moved = distance(top, keysOf(page))
        come += moved < 0 ? Infinity : moved
        top = keysOf(page)
        break
      }
      const repeats = (count: number) => keys.slice(-count).every((key, at) => key === (pageKeys[at] ?? key))
      for (shift = Math.min(come, keys.length); shift > 0 && !repeats(shift);) shift--
      // More than a page of them, or another order than that of arrival: what stands before them is new as well.
      if (come === Infinity) shift = pageKeys.findLastIndex((key) => before.has(key)) + 1
      come -= shift
      // Equal ones at a border, or an entry that came in far below the top.
      if (pageKeys.slice(shift).some((key) => key && before.has(key))) certain = false
    }
    keys.push(...pageKeys.slice(shift))
    walked.push(...page.slice(shift))
    left -= page.length + 1
    stop = enough(keys, walked)
    if (stop >= 0 || left <= 0) break
  }
  return {
    entries: (stop < 0 ? walked : walked.slice(0, stop)).filter((entry) => entry !== undefined).toReversed(),
    ended: stop < 0,
    full: keys.length >= historyLimit || left <= 0,
    certain: certain || left <= 0,
  }
}
