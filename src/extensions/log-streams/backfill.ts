/**
 * Which entries of a device's historical log its stream has missed. Entries have no id, and several may share timestamp,
 * type and text, so that equal ones are counted. The history holds 1,000 entries (impCentral API how-to, "Historical
 * Logs"), and an account of as many tells which of them were delivered: the others were missed.
 */
import type { LogMessage } from './events.ts'
import { count, historyLimit, keyOf, type KnownEntry, type ReadHistory, take, walk, type Walked } from './history.ts'

/** What is known of the entries of a device. */
export interface Account {
  /** The entries that were delivered, or in the history before, in this order, as long as the history may show them. */
  known: KnownEntry[]
  /** Whether nothing older than what is known is left out on purpose. */
  complete: boolean
  /** A timestamp was seen that is further out of order than it may be, or cannot be read. */
  disordered?: boolean
  /** How many of them were looked at for timestamps out of order. */
  checked?: number
  /** The key of the entry at which the history need not be read further; '' for none. */
  end: string
  /** What was taken from the history may yet come live: not to be yielded again, or not to be counted again. */
  expected?: { yielded: Map<string, number>; counted: Map<string, number>; left: number } | undefined
}

/** So many entries are remembered, for history and stream may differ in their order. */
const remembered = 1250
/** Timestamps are off by ten seconds in either direction, and two of them by 20 (ms). */
const skew = 20_000
/** So many of the latest entries tell how far their time is at least: one that is wrong does no harm. */
const sample = 10

const timeOf = ({ timestamp }: KnownEntry) => Date.parse(timestamp)

/**
 * Whether a timestamp is further behind one before it than it may be, or cannot be read.
 * @param from Which of the entries are looked at; those before them were.
 */
export function isDisordered(entries: readonly KnownEntry[], from = 0): boolean {
  let newest = ''
  /** What is not behind this one is in order: most need not be read. */
  let least = ''
  for (let index = 0; index < entries.length; index++) {
    const { timestamp } = entries[index]!
    if (timestamp >= newest) {
      if (timestamp !== newest) least = ''
      newest = timestamp
    } else if (index >= from && !(least && timestamp >= least && timestamp.length === newest.length)) {
      const earliest = Date.parse(newest) - skew
      if (!(Date.parse(timestamp) >= earliest)) return true
      least = new Date(earliest).toISOString()
    }
  }
  return newest !== '' && !Date.parse(newest)
}

/**
 * The key of the latest entry that is so old that all that was logged after the known ones stands above it, in a history in
 * the order of its timestamps as in one of arrival, and that none of it has the key of an entry below; '' for none. An
 * entry to come is `skew` older than the latest known ones at most, and one below `skew` newer than the entry.
 */
function boundary(known: readonly KnownEntry[]): string {
  const limit = Math.min(...known.slice(-sample).map(timeOf)) - 2 * skew
  const entry = known.findLast((entry) => timeOf(entry) < limit)
  return entry ? keyOf(entry) : ''
}

/** Remembers a delivered entry, and forgets those that the history cannot show any more. */
export function remember(account: Account, entry: KnownEntry): void {
  if (account.known.push(entry) < (account.checked ?? remembered) + remembered) return
  account.disordered ||= isDisordered(account.known, account.checked)
  const recent = account.known.slice(-remembered)
  // As many as the history holds are later than this one; in the order of timestamps they stand above those before it.
  const least = recent.map(({ timestamp }) => timestamp).toSorted()[remembered - historyLimit]!
  const ahead = account.known.slice(0, -remembered).filter(({ timestamp }) => timestamp > least)
  account.known = ahead.slice(-historyLimit).concat(recent)
  account.checked = account.known.length
}

/** Enters a live entry; `false` when it was yielded already, from the history. */
export function enter(account: Account, entry: KnownEntry): boolean {
  const { expected } = account
  if (expected) {
    // What was in the history comes first, and it is not more than that holds.
    if (--expected.left === 0) account.expected = undefined
    const key = keyOf(entry)
    if (take(expected.yielded, key)) return false
    if (take(expected.counted, key)) return true
  }
  remember(account, entry)
  return true
}

/** Walks until there are so many entries, and one at which a later walk may end. */
const walkBack = (history: ReadHistory, least: number): Promise<Walked> =>
  walk(history, (_, walked) =>
    walked.length >= least && boundary(walked.filter((entry) => entry !== undefined).toReversed()) ? walked.length : -1,
  )

/** Begins an account with the newest entries of the history, before the device is subscribed. */
export async function begin(history: ReadHistory): Promise<Account> {
  const { entries, ended } = await walkBack(history, 0)
  return { known: entries, complete: ended, end: boundary(entries) }
}

/** Begins it with so many last entries, to be yielded, when the device is subscribed already: some may come live, too. */
export async function beginWith(history: ReadHistory, least: number): Promise<Account & { last: LogMessage[] }> {
  const { entries, ended } = await walkBack(history, least)
  const last = entries.slice(-least)
  const expected = {
    yielded: count(last.map(keyOf)),
    counted: count(entries.slice(0, -least).map(keyOf)),
    left: remembered,
  }
  return { known: entries, complete: ended, end: boundary(entries), expected, last }
}

/** Begins it with entries that somebody has already. Without any, all that the history holds is missing. */
export const resumeFrom = (entries: readonly KnownEntry[]): Account => ({
  known: entries.slice(-historyLimit),
  complete: entries.length === 0,
  end: '',
})

/** What the history holds and the account does not, oldest first; and why there may be more, if there may. */
export interface Missed {
  entries: LogMessage[]
  problem: string | undefined
}

/** Reads what was missed, after the device is subscribed again, and enters it. */
export async function missing(history: ReadHistory, account: Account): Promise<Missed> {
  account.expected = undefined
  account.disordered ||= isDisordered(account.known)
  const end = account.disordered ? '' : account.end
  const { entries, ended, full } = await walk(history, (keys) => (end ? keys.indexOf(end) : -1))
  const counts = count(account.known.map(keyOf))
  const first = entries.findIndex((entry) => counts.has(keyOf(entry)))
  // What stands below all that is known was not asked for; where nothing of it is left, all is newer.
  const unknown = account.known.length === 0 ? entries.length : 0
  const from = account.complete || end ? 0 : first < 0 ? unknown : first
  // The oldest of equal ones are the ones delivered.
  const missed = entries.slice(from).filter((entry) => !take(counts, keyOf(entry)))
  if (!account.disordered && isDisordered(entries)) {
    account.disordered = true
    if (!ended) return missing(history, account)
  }
  // Nothing has expired.
  const whole = !full && (account.complete || first >= 0) && ![...counts.values()].some((left) => left > 0)
  const [oldest] = entries.map(keyOf)
  const met = first > 0 ? from > 0 : first === 0 && !(full && missed.some((entry) => keyOf(entry) === oldest))
  const filled = account.disordered ? account.complete && !full && (whole || met) : !ended || whole || met
  // In the order of the history, with what it did not show before.
  const others = account.known.filter((entry) => take(counts, keyOf(entry)))
  account.known = [...entries.slice(0, from), ...others, ...entries.slice(from)]
  account.complete ||= ended
  account.end = boundary(account.known)
  account.expected = { yielded: count(missed.map(keyOf)), counted: new Map(), left: remembered }
  const problem = account.disordered
    ? 'timestamps are further out of order than ten seconds'
    : 'the historical log does not reach back to what was delivered'
  return { entries: missed, problem: filled ? undefined : problem }
}

/** Entries of several devices, oldest first; each device's stay in their order, whatever their timestamps are. */
export function merge(lists: readonly LogMessage[][]): LogMessage[] {
  const timed = lists.flatMap((list) => {
    let at = ''
    return list.map((entry) => ({ entry, at: entry.timestamp > at ? (at = entry.timestamp) : at }))
  })
  return timed.toSorted((a, b) => +(a.at > b.at) - +(a.at < b.at)).map(({ entry }) => entry)
}
