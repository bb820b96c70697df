/**
 * Which entries of the historical log were missed by a live stream. Entries have no id, timestamps have milliseconds,
 * and several entries may share timestamp and text. So what was delivered is remembered as a multiset: the latest
 * entries one by one, the older ones by the newest timestamp among them and how many had it.
 */
import type { LogEntry } from '../generated/methods.ts'
import { fromHistory, type LogMessage } from './log-events.ts'

/** One page of the historical log, newest entry first. */
export interface LogPage {
  data: LogEntry[]
}

/** How many entries of a device are remembered one by one. So far may live entries arrive out of order. */
const remembered = 32
/** The historical log holds so many entries of a device at most (impCentral API how-to, "Historical Logs"). */
const historyLimit = 1000

/** What is known of the entries of a device. */
export interface Track {
  /** The latest delivered entries, oldest first from `at` on. */
  ring: LogMessage[]
  at: number
  /** Every entry older than this was delivered, or was logged before the device was subscribed … */
  floor: string
  /** … and so many entries of exactly this timestamp. */
  count: number
  /** No live entry has come yet. */
  untouched: boolean
  /** The timestamp of the latest entry. */
  last: string
  /** Delivered from the history, and perhaps to come in the new stream as well. */
  doubles?: Map<string, number> | undefined
  /** The history is known to have held everything when it was read. */
  settled: boolean
  /** The newest timestamp in the history when it was read. */
  newest: string
}

export const createTrack = (last: string): Track => ({
  ring: [],
  at: 0,
  floor: '',
  count: 0,
  untouched: true,
  last,
  settled: true,
  newest: '',
})

/**
 * Where the history of a device ends before it is subscribed. Without it nothing could be said of entries missed before
 * the first live one: neither clock of the two sides is good enough.
 */
export async function readBaseline(track: Track, history: AsyncIterable<LogPage>): Promise<void> {
  for await (const { data } of history) {
    for (const { ts } of data) {
      track.floor ||= ts
      if (ts !== track.floor) return
      track.count++
    }
  }
}

/** Line breaks and white space do not survive the text format unchanged: they do not tell entries apart. */
export const keyOf = ({ timestamp, entryType, text }: LogMessage): string =>
  `${timestamp} ${entryType} ${text.replace(/\s+/g, ' ').trim()}`

export const add = (counts: Map<string, number>, key: string): unknown => counts.set(key, (counts.get(key) ?? 0) + 1)

/** Takes one away; `false` when there is none. */
export function take(counts: Map<string, number>, key: string): boolean {
  const count = counts.get(key)
  if (count) counts.set(key, count - 1)
  return !!count
}

/** Remembers that an entry was delivered. Called for each one, so it does no more than it must. */
export function remember(track: Track, entry: LogMessage): void {
  const { timestamp } = entry
  if (track.untouched) {
    // What was logged between the baseline and the subscription was never asked for.
    track.untouched = false
    if (!entry.backfilled && timestamp > track.floor) {
      track.floor = timestamp
      track.count = 0
    }
  }
  if (timestamp > track.last) track.last = timestamp
  const old = track.ring[track.at]
  track.ring[track.at] = entry
  track.at = (track.at + 1) % remembered
  if (!old) return
  if (old.timestamp === track.floor) track.count++
  else if (old.timestamp > track.floor) {
    track.floor = old.timestamp
    track.count = 1
  }
}

/**
 * Walks the history back to what was delivered.
 *
 * @returns the entries missed, oldest first, and whether the history reaches back far enough to hold all of them
 */
export async function findMissed(
  track: Track,
  id: string,
  history: () => AsyncIterable<LogPage>,
): Promise<{ missed: LogMessage[]; reached: boolean }> {
  const delivered = new Map<string, number>()
  for (const entry of track.ring) add(delivered, keyOf(entry))
  const walked = new Map<string, number>()
  const missed: LogMessage[] = []
  const tied: LogMessage[] = []
  let first: string | undefined
  let total = 0
  let reached = false
  walk: for await (const { data } of history()) {
    const page = data.map((entry) => fromHistory(id, entry))
    // New entries push old ones onto the next page, where they come again: as many as are new, and no more, for equal
    // entries are not always the same entry.
    const before = new Map(walked)
    let again = 0
    if (page.some((entry) => before.has(keyOf(entry)))) {
      for await (const { data } of history()) {
        const index = data.findIndex((entry) => keyOf(fromHistory(id, entry)) === first)
        again = index < 0 ? data.length : index
        break
      }
    }
    for (const entry of page) {
      const key = keyOf(entry)
      first ??= key
      if (again > 0 && take(before, key)) {
        again--
        continue
      }
      add(walked, key)
      total++
      if (entry.timestamp > track.newest) track.newest = entry.timestamp
      if (entry.timestamp < track.floor) {
        reached = true
        break walk
      }
      if (take(delivered, key)) reached = true
      else (entry.timestamp === track.floor ? tied : missed).push(entry)
    }
  }
  // Of those that share the floor's timestamp the oldest were delivered.
  const known = Math.min(track.count, tied.length)
  missed.push(...tied.slice(0, tied.length - known))
  reached ||= known > 0 || (!track.floor && total < historyLimit)
  return { missed: missed.toReversed(), reached }
}
