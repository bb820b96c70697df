/**
 * Which entries of a device's historical log its stream has missed. Entries have no id, and several may share timestamp,
 * type and text, so that equal ones are counted. The history holds 1,000 entries (impCentral API how-to, "Historical
 * Logs"), and an account of as many tells which of them were delivered: the others were missed.
 */
import type { LogMessage } from './events.ts'
import { historyLimit, keyOf, type KnownEntry, type ReadHistory, walk } from './history.ts'

/** The order of timestamps. */
interface Order {
  /** The one before, and the newest so far. */
  before?: string | undefined
  newest?: string | undefined
  /** One was further behind one before it than it may be, or cannot be read. */
  disordered?: boolean
}

/** What is known of the entries of a device. */
export interface Account extends Order {
  /** The entries that were delivered, or in the history before, in this order, as long as the history may show them. */
  known: KnownEntry[]
  /** Whether nothing older than what is known is left out on purpose. */
  complete: boolean
  /** The history could not be read at the beginning: what stands below the first known entry may have been there, or was missed. */
  unread?: boolean | undefined
  /** No entry to be forgotten next is later than this, and none of the last 1,000 is earlier; `undefined` where that is not certain. */
  peak?: string | undefined
  /** The key of the entry at which the history need not be read further. */
  end?: string | undefined
  /** What was taken from the history may yet come live, first, and is not to be yielded again; for so many entries more. */
  expected?: { counts: Map<string, number>; left: number } | undefined
}

/** So many entries are remembered, for history and stream may differ in their order. */
const remembered = 1250
/** Timestamps are off by ten seconds in either direction, and two of them by 20 (ms). */
const skew = 20_000
/** So many of the latest entries tell how far their time is at least: one that is wrong does no harm. */
const sample = 10

const timeOf = ({ timestamp }: KnownEntry) => Date.parse(timestamp)

/** The time of the latest entries, at least. */
const earliest = (known: readonly KnownEntry[]) => Math.min(...known.slice(-sample).map(timeOf))

function count(entries: readonly KnownEntry[], counts = new Map<string, number>()): Map<string, number> {
  for (const key of entries.map(keyOf)) counts.set(key, (counts.get(key) ?? 0) + 1)
  return counts
}

/** Takes one away; `false` when there is none. */
function take(counts: Map<string, number>, entry: KnownEntry): boolean {
  const key = keyOf(entry)
  const left = counts.get(key) ?? 0
  if (left > 0) counts.set(key, left - 1)
  return left > 0
}

/** Looks at one timestamp after the other. */
function follow(order: Order, timestamp: string): void {
  const { before, newest } = order
  // Only one that is behind the one before it can be too far behind the newest when none was so far.
  if (timestamp < before!) order.disordered ||= !(Date.parse(newest!) - Date.parse(timestamp) <= skew)
  // Fast path: to see that both are the same string costs less than to compare two.
  else if (before === newest || timestamp > newest!) order.newest = timestamp
  order.before = timestamp
}

export function isDisordered(entries: readonly KnownEntry[]): boolean {
  const order: Order = {}
  for (const { timestamp } of entries) follow(order, timestamp)
  return order.disordered || (!!order.before && !Date.parse(order.before))
}

/**
 * The key of the latest entry that is so old that all that was logged after the known ones stands above it, in a history in
 * the order of its timestamps as in one of arrival, and that none of it has the key of an entry below. An entry to come is
 * `skew` older than the latest known ones at most, and one below `skew` newer than the entry.
 */
function boundary(known: readonly KnownEntry[]): string | undefined {
  const limit = earliest(known) - 2 * skew
  const entry = known.findLast((entry) => timeOf(entry) < limit)
  return entry && keyOf(entry)
}

/** Enters a live entry, and forgets those that the history cannot show any more; `false` when it was yielded already. */
export function enter(account: Account, entry: KnownEntry): boolean {
  const { expected } = account
  if (expected) {
    if (--expected.left === 0) account.expected = undefined
    if (take(expected.counts, entry)) return false
  }
  follow(account, entry.timestamp)
  const size = account.known.push(entry)
  if (size === 2 * remembered && account.newest! > account.peak!) account.peak = account.newest
  if (size > 3 * remembered - historyLimit && entry.timestamp < account.peak!) account.peak = undefined
  if (size >= 3 * remembered) forgetOldest(account)
  return true
}

/** Forgets all but the last entries, and those before them that are so late that the history may still show them. */
function forgetOldest(account: Account): void {
  const { known, peak } = account
  const recent = known.slice(-remembered)
  account.known = recent
  // Fast path: old entries have left the processor's cache, and to look at them costs more than to enter new ones.
  if (peak) return
  const timestamps = recent.map(({ timestamp }) => timestamp).toSorted()
  // As many as the history holds are later than this one; in the order of timestamps they stand above those before it.
  const least = timestamps[remembered - historyLimit]!
  const ahead = known.slice(0, -remembered).filter(({ timestamp }) => timestamp > least)
  account.known = ahead.slice(-historyLimit).concat(recent)
  account.peak = ahead.length > 0 ? undefined : timestamps.at(-1)
}

/** These entries, and what else was delivered, each once. */
function joined(entries: readonly KnownEntry[], delivered: readonly KnownEntry[]): KnownEntry[] {
  const counts = count(entries)
  return merge([entries, delivered.filter((entry) => !take(counts, entry))])
}

/**
 * Begins an account with what is in the history, down to where a later walk may end; so many of the last entries count as missed.
 * @param delivered What the history may not show yet although it was delivered.
 */
export async function begin(history: ReadHistory, last = 0, delivered: readonly KnownEntry[] = []): Promise<Account> {
  const before = (entries: readonly LogMessage[]) => entries.slice(0, Math.max(0, entries.length - last))
  const { entries, ended } = await walk(history, (_, walked) =>
    boundary(before(walked.filter((entry) => entry !== undefined).toReversed())) ? walked.length : -1,
  )
  const known = before(entries)
  return { known: joined(known, delivered), complete: ended, end: boundary(known) }
}

/**
 * What is left of the account of a device that is not streamed any more: so many of its last entries, each of which may stand there twice, from the
 * history and live; and those that the history may not show yet. It shares nothing with the account, of which the history may just be read.
 */
export function leave({ known, expected }: Account, last: number): Account {
  const limit = earliest(known) - skew
  const from = known.findLastIndex((entry) => timeOf(entry) < limit) + 1
  return {
    known: known.slice(Math.max(0, Math.min(from, known.length - 2 * last))),
    complete: false,
    expected: expected && { counts: new Map(expected.counts), left: expected.left },
  }
}

/**
 * Reads what was missed, after the device is subscribed again, and enters it. Returns what the history holds and the account
 * does not, oldest first; and why there may be more, if there may.
 */
export async function missing(
  history: ReadHistory,
  account: Account,
): Promise<{ entries: LogMessage[]; problem: string | undefined }> {
  account.disordered ||= isDisordered(account.known)
  const end = account.disordered ? undefined : account.end
  const { entries, ended, full } = await walk(history, (keys) => keys.indexOf(end!))
  const counts = count(account.known)
  const first = entries.findIndex((entry) => counts.has(keyOf(entry)))
  // What stands below all that is known was not asked for; where nothing of it is left, all is newer.
  const unknown = account.known.length === 0 ? entries.length : 0
  const from = account.complete || end ? 0 : Math.max(first, unknown)
  // The oldest of equal ones are the ones delivered.
  const missed = entries.slice(from).filter((entry) => !take(counts, entry))
  if (!account.disordered && isDisordered(entries)) {
    account.disordered = true
    if (!ended) return missing(history, account)
  }
  // Nothing has expired.
  const whole = account.complete && !full && ![...counts.values()].some((left) => left > 0)
  const [oldest] = entries.map(keyOf)
  const least = earliest(account.known) - skew
  const met =
    first > 0
      ? from > 0 && !(account.unread && entries.slice(0, from).some((entry) => timeOf(entry) >= least))
      : first === 0 && !(full && (counts.get(oldest!)! > 0 || missed.some((entry) => keyOf(entry) === oldest)))
  const filled = account.disordered ? account.complete && !full && (whole || met) : !ended || whole || met
  account.known = joined(entries, account.known)
  account.peak = undefined
  account.complete ||= ended
  account.end = boundary(account.known)
  account.expected = { counts: count(missed, account.expected?.counts), left: remembered }
  const problem = account.disordered
    ? 'timestamps are further out of order than ten seconds'
    : 'the historical log does not reach back to what was delivered'
  return { entries: missed, problem: filled ? undefined : problem }
}

/** Entries of several devices, oldest first; each device's stay in their order, whatever their timestamps are. */
export function merge<Entry extends KnownEntry>(lists: readonly (readonly Entry[])[]): Entry[] {
  const timed = lists.flatMap((list) => {
    let at = ''
    // Stryker disable next-line EqualityOperator: of two that are equal it does not matter which is kept
    return list.map((entry) => ({ entry, at: entry.timestamp > at ? (at = entry.timestamp) : at }))
  })
  // Stryker disable next-line ConditionalExpression,EqualityOperator: engines look only at whether the order is below zero
  return timed.toSorted((a, b) => +(a.at > b.at) - +(a.at < b.at)).map(({ entry }) => entry)
}
