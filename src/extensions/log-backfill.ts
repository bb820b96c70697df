/**
 * Which entries of the historical logs were missed by a live stream. Entries have no id, timestamps have milliseconds,
 * and several entries may share timestamp and text. So what was delivered is remembered as a multiset: the latest
 * entries one by one, and of the older ones the newest timestamp and how many had it.
 */
import { type Clock, sleep } from '../core/time.ts'
import type { LogEntry } from '../generated/methods.ts'
import { fromHistory, type LogMessage, type LogStreamEvent } from './log-events.ts'

/** One page of the historical log, newest entry first. */
export interface LogPage {
  /** The entries, newest first. */
  data: LogEntry[]
}

/** Reads the historical log of a device, newest entry first, page by page as they are asked for. */
export type LogHistory = (device: string, init: { signal: AbortSignal }) => AsyncIterable<LogPage>

/** How many entries of a device are remembered one by one, at least. So far may live entries arrive out of order. */
const remembered = 32
/** The historical log holds so many entries of a device at most (impCentral API how-to, "Historical Logs"). */
const historyLimit = 1000
/** Milliseconds by which timestamps may be out of order. */
const skew = 10_000
/** Milliseconds before the history is read again, when it lags behind the live stream; doubled up to the last. */
const [firstPause, lastPause] = [250, 1000]

/** What is known of the entries of a device. */
interface Track {
  /** The latest delivered entries, in the order in which they came. */
  recent: LogMessage[]
  /** Every entry older than this was delivered, or is not asked for … */
  floor: string
  /** … and so many entries of exactly this timestamp. */
  count: number
  /** If a live entry comes next, it begins a new account: what is older is not asked for. */
  fresh: boolean
  /** When it began. */
  begun: string
  /** Delivered from the history, and perhaps to come in the new stream as well. */
  doubles?: Map<string, number> | undefined
  /** The history has been read once more since the device was subscribed again. */
  settled: boolean
  /** The newest timestamp in the history when it was read. */
  newest: string
  /** Why the history could not be read when the account began: what was missed before the next live entry is unknown. */
  error?: Error | undefined
}

/** Line breaks and white space do not survive the text format unchanged: they do not tell entries apart. */
const keyOf = ({ timestamp, entryType, text }: LogMessage) => `${timestamp} ${entryType} ${text.split(/\s+/).join(' ')}`

/** Multisets are maps of counts. */
export const add = (counts: Map<string, number>, key: string): unknown => counts.set(key, (counts.get(key) ?? 0) + 1)

/** Takes one away; `false` when there is none. */
export function take(counts: Map<string, number>, key: string): boolean {
  const count = counts.get(key)
  if (count) counts.set(key, count - 1)
  return !!count
}

/** Remembers that an entry was delivered. Called for each one, so it does no more than it must. */
function remember(track: Track, entry: LogMessage): void {
  const { recent } = track
  if (track.fresh) {
    track.fresh = false
    if (!entry.backfilled && entry.timestamp > track.floor) {
      recent.length = track.count = 0
      track.floor = entry.timestamp
      track.error = undefined
    }
  }
  if (recent.push(entry) < 2 * remembered) return
  // A new list, for it costs the collector less to see young entries in a young one.
  track.recent = recent.splice(-remembered)
  for (const { timestamp } of recent) {
    if (timestamp > track.floor) {
      track.floor = timestamp
      track.count = 1
    } else if (timestamp === track.floor) track.count++
  }
}

/** The timestamp of the latest entry, or when the account began. */
const latest = ({ recent, floor, begun }: Track) =>
  [begun, floor, ...recent.map(({ timestamp }) => timestamp)].toSorted().at(-1)!

/**
 * Walks the history back to what was delivered.
 *
 * @returns the entries missed, oldest first, and whether the history reaches back far enough to hold all of them
 */
async function findMissed(track: Track, history: () => AsyncIterable<LogMessage[]>) {
  const delivered = new Map<string, number>()
  for (const entry of track.recent) add(delivered, keyOf(entry))
  const walked = new Map<string, number>()
  const missed: LogMessage[] = []
  const tied: LogMessage[] = []
  let first: string[] | undefined
  /** What was walked, newest first. */
  const order: string[] = []
  let moved = 0
  let reached = false
  walk: for await (const page of history()) {
    // Entries that are logged meanwhile push old ones onto the next page, where they come again: as many as are new, and
    // no more, for equal entries are not always the same entry.
    const before = new Map(walked)
    const keys = page.map(keyOf)
    const repeat = keys.findIndex((key) => before.has(key))
    let again = 0
    first ??= keys
    if (repeat >= 0) {
      for await (const latest of history()) {
        // The whole page tells how far it has moved, as a new entry may be equal to the one that was the newest.
        const now = latest.map(keyOf)
        const index = now.findIndex((_, shift) => first!.every((key, at) => key === (now[shift + at] ?? key)))
        again = index < 0 ? Infinity : index - moved
        break
      }
      // Some may be newer than the page that was read. What has moved onto it are the last ones walked.
      const moves = (count: number) =>
        keys.slice(0, count).every((key, at) => key === (order[order.length - count + at] ?? key))
      if (again > 0 && again < Infinity) {
        const counts = [...order.keys(), order.length].slice(1)
        again = counts.slice(0, again).findLast(moves) ?? counts.slice(again).find(moves) ?? 0
      }
    }
    for (const [index, entry] of page.entries()) {
      const key = keys[index]!
      // What stands before a repeated entry is new itself, and will come live.
      if (again > 0 && (index < repeat || take(before, key))) {
        again--
        moved++
        continue
      }
      add(walked, key)
      order.push(key)
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
  reached ||= known > 0 || (!track.floor && order.length < historyLimit)
  return { missed: missed.toReversed(), reached }
}

/** Keeps account of what was delivered, and fills gaps from the history. Without a history it only keeps account. */
export interface Backfill {
  /** The devices that an account is kept of. */
  tracks: Map<string, Track>
  /**
   * Begins the account of a device with where its history ends before it is subscribed. Without that nothing could be
   * said of entries missed before the first live one: the clocks of the two sides are not good enough. A history that
   * fails is no reason to do without the live entries. A device that is no longer wanted then gets no account.
   */
  begin(id: string, now: number, wanted: ReadonlySet<string>): Promise<void>
  /** When it is certain that nothing had been missed yet, in milliseconds. */
  since(now: number): number
  /** Everything that was missed, by all devices, oldest first. */
  fill(): Promise<{ missed: LogMessage[]; filled: boolean; error?: unknown }>
  /** Whether the history of some device has yet to be read once more. */
  unsettled(): boolean
  /** Reads it. */
  settle(): Promise<LogStreamEvent[]>
  /** Takes out of the live events what the history has delivered already, and puts in what it had not; enters the rest. */
  sift(events: LogStreamEvent[]): Promise<LogStreamEvent[]>
}

export function createBackfill(history: LogHistory | undefined, clock: Clock, signal: AbortSignal): Backfill {
  const tracks = new Map<string, Track>()

  /** The history without what cannot be read, and with an end: twice what it may hold leaves room for what is logged meanwhile. */
  async function* pages(id: string): AsyncGenerator<LogMessage[]> {
    let left = 2 * historyLimit
    for await (const { data } of history!(id, { signal })) {
      yield data.flatMap((entry) => fromHistory(id, entry) ?? [])
      left -= data.length + 1
      if (left <= 0) return
    }
  }

  /** What the history holds and the account does not. With `until`, the history must first have come so far. */
  const missedBy = async (id: string, track: Track, until = '') => {
    try {
      if (track.error) throw track.error
      for (let pause = firstPause; ; pause *= 2) {
        const found = await findMissed(track, () => pages(id))
        if (track.newest >= until || pause > lastPause) {
          track.doubles ??= new Map()
          for (const entry of found.missed) {
            add(track.doubles, keyOf(entry))
            remember(track, entry)
          }
          return { ...found, error: undefined }
        }
        await sleep(pause, clock, signal)
      }
    } catch (error) {
      if (signal.aborted) throw error
      track.fresh = track.settled = true
      return { missed: [], reached: false, error }
    }
  }

  /**
   * Reads the history once more before the first live entry that is newer than what it held, or after a while. Only then
   * is it certain that it holds what was logged just before the device was subscribed again; and entries that looked like
   * doubles, being of one timestamp and text, have been counted.
   */
  const settle = async (id: string, track: Track, live?: LogMessage): Promise<LogStreamEvent[]> => {
    track.settled = true
    const until = live?.timestamp
    const { missed, error } = await missedBy(id, track, until)
    // From the live entry on they were not missed, wherever they come from.
    const first = live ? missed.findIndex((entry) => keyOf(entry) === keyOf(live)) : -1
    if (first >= 0) for (const entry of missed.slice(first)) entry.backfilled = false
    if (!until || track.newest >= until) return missed
    const devices = [id]
    return [
      ...missed,
      { type: 'gap', from: latest(track), to: until, reason: 'history', devices, filled: false, error },
    ]
  }

  const known = (id: string) => tracks.has(id) && !tracks.get(id)!.error

  return {
    tracks,
    async begin(id, now, wanted) {
      if (known(id)) return
      const track: Track = {
        recent: [],
        floor: '',
        count: 0,
        fresh: true,
        begun: new Date(now).toISOString(),
        settled: true,
        newest: '',
      }
      try {
        if (history) {
          walk: for await (const page of pages(id)) {
            for (const { timestamp } of page) {
              track.floor ||= timestamp
              if (timestamp !== track.floor) break walk
              track.count++
            }
          }
        }
      } catch (error) {
        if (signal.aborted) throw error
        track.floor = ''
        track.error = error as Error
      }
      // Two streams may have asked, one after the other.
      if (wanted.has(id) && !known(id)) tracks.set(id, track)
    },
    since(now) {
      const times = [...tracks.values()].map((track) => Date.parse(latest(track))).filter(Boolean)
      // A device that has long been silent missed nothing while the others were heard.
      return Math.max(Math.min(...times, now), Math.max(...times) - skew)
    },
    async fill() {
      if (!history) return { missed: [], filled: false }
      const found = await Promise.all(
        [...tracks].map(([id, track]) => {
          track.doubles = undefined
          track.settled = false
          return missedBy(id, track)
        }),
      )
      return {
        missed: found
          .flatMap(({ missed }) => missed)
          .toSorted((a, b) => (a.timestamp < b.timestamp ? -1 : +(a.timestamp > b.timestamp))),
        filled: found.every(({ reached }) => reached),
        error: found.find(({ error }) => error)?.error,
      }
    },
    unsettled: () => [...tracks.values()].some(({ settled }) => !settled),
    async settle() {
      const found: LogStreamEvent[] = []
      for (const [id, track] of tracks) if (!track.settled) found.push(...(await settle(id, track)))
      return found
    },
    async sift(events) {
      const doubtful = [...tracks.values()].some(({ doubles }) => doubles)
      const sifted: LogStreamEvent[] = []
      let id: string | undefined
      let track: Track | undefined
      for (const event of events) {
        if (event.type === 'message') {
          // Often it is the device of the entry before.
          if (doubtful || event.deviceId !== id) track = tracks.get((id = event.deviceId))
          if (track?.doubles) {
            if (!track.settled && event.timestamp > track.newest)
              sifted.push(...(await settle(event.deviceId, track, event)))
            if (take(track.doubles, keyOf(event))) continue
            if (Date.parse(event.timestamp) > Date.parse(track.newest) + skew) track.doubles = undefined
          }
          if (track) remember(track, event)
        }
        if (doubtful) sifted.push(event)
      }
      // Without a copy, for it is the way of nearly every event.
      return doubtful ? sifted : events
    },
  }
}
