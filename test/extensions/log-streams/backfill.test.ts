import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Account, begin, enter, type HistoryPage, missing } from '../../../src/extensions/log-streams/backfill.ts'
import type { LogMessage } from '../../../src/extensions/log-streams/events.ts'

const epoch = Date.UTC(2031, 0, 1)
/** What the historical log of the service holds. */
const limit = 1000

/** An entry so many seconds after the beginning, or with this timestamp. */
const entry = (at: number | string, text = 'line', entryType = 'server.log'): LogMessage => ({
  type: 'message',
  deviceId: '5000d8c46a56cfca',
  timestamp: typeof at === 'string' ? at : new Date(epoch + at * 1000).toISOString(),
  logType: 'development',
  entryType,
  text,
  backfilled: false,
})

/** A historical log, in the order of arrival or in that of the timestamps. */
function service(log: LogMessage[], { size = 100, sorted = false } = {}) {
  const held = () => {
    const all = sorted ? log.toSorted((a, b) => (a.timestamp < b.timestamp ? -1 : +(a.timestamp > b.timestamp))) : log
    return all.slice(-limit).toReversed()
  }
  const cloud = {
    /** Oldest first. */
    log,
    /** How many pages were read. */
    read: 0,
    /** What is logged while the history is read: before each page but the first. */
    meanwhile: [] as LogMessage[][],
    async *pages(): AsyncGenerator<HistoryPage> {
      let newest = 0
      for (let from = 0; ; from += size) {
        cloud.read++
        // Pages are read at once after another: nothing could tell what came between two looks at the first one.
        if (from > newest) log.push(...(cloud.meanwhile.shift() ?? []))
        newest = Math.max(newest, from)
        const all = held()
        yield all.slice(from, from + size)
        if (from + size >= all.length) return
      }
    },
  }
  return cloud
}

/** What came, as a multiset. */
const keys = (entries: readonly LogMessage[]) =>
  entries.map(({ timestamp, entryType, text }) => `${timestamp} ${entryType} ${text}`).toSorted()

/** Who reads a stream: the entries that it was given, and its account of them. */
async function reader(cloud: ReturnType<typeof service>, account?: Account) {
  const got: LogMessage[] = []
  account ??= await begin(() => cloud.pages())
  return {
    account,
    got,
    live(entries: readonly LogMessage[]) {
      for (const one of entries) if (enter(account, one)) got.push(one)
    },
    async fill() {
      const { entries, problem } = await missing(() => cloud.pages(), account)
      got.push(...entries)
      return problem
    },
    /** The stream was silent for a while: what was logged before the history was read has come. */
    silence() {
      account.expected = undefined
    },
  }
}

const between = (min: number, max: number) => fc.integer({ min, max })

/** What a device logs, and how a stream with it fares. */
interface Life {
  log: LogMessage[]
  sorted: boolean
  size: number
  /** Where the device is added, and then, over and over: where it is lost, subscribed again, and has been waited for. */
  cuts: number[]
  /** Which of the live entries come at all, and in which order. */
  comes: boolean[]
  order: number[]
}

const lifeOf = (logs: fc.Arbitrary<LogMessage[]>): fc.Arbitrary<Life> =>
  logs.chain((log) =>
    fc.record({
      log: fc.constant(log),
      sorted: fc.boolean(),
      size: between(5, 20),
      cuts: fc
        .array(between(0, log.length), { minLength: 4, maxLength: 10 })
        .map((cuts) => cuts.toSorted((a, b) => a - b)),
      comes: fc.array(fc.boolean(), { minLength: log.length, maxLength: log.length }),
      order: fc.array(between(0, 1000), { minLength: log.length, maxLength: log.length }),
    }),
  )

/** Entries that follow each other after some seconds, and whose timestamps are off by some, or are no timestamps. */
const logOf = (most: number, pause: number, off: fc.Arbitrary<number | string>, text: fc.Arbitrary<string>) =>
  fc.array(fc.tuple(between(0, pause), off, text), { maxLength: most }).map((list) => {
    let time = 20
    return list.map(([pause, off, text]) => entry(typeof off === 'string' ? off : (time += pause) + off, text))
  })

/**
 * Lives it.
 * @param all Whether every entry comes that is logged while the device is subscribed.
 * @param silent Whether the stream is silent for a while after what was waited for.
 */
async function live({ log: entries, sorted, size, cuts, comes, order }: Life, { all = false, silent = true } = {}) {
  const log = [...entries]
  const [added, ...rest] = cuts as [number, ...number[]]
  const cloud = service(log.slice(0, added), { size, sorted })
  const stream = await reader(cloud)
  const problems: (string | undefined)[] = []
  let at = added
  for (let part = 0; part < rest.length; part += 3) {
    const [lost = log.length, again = log.length, read = log.length] = rest.slice(part)
    const indices = Array.from({ length: lost - at }, (_, n) => at + n).filter((n) => all || comes[n])
    cloud.log.push(...log.slice(at, lost))
    if (!all) indices.sort((a, b) => order[a]! - order[b]!)
    stream.live(indices.map((n) => log[n]!))
    // What is logged from `again` on waits in the stream: the first half before the history is read, the rest meanwhile.
    const half = (again + read) >> 1
    // No two of one millisecond lie so far apart that one was missed and the other is logged now, seconds later.
    for (let n = half; n < read; n++) log[n] = { ...log[n]!, text: `${n}` }
    cloud.log.push(...log.slice(lost, sorted ? read : half))
    if (!sorted) for (let n = half; n < read; n += 2) cloud.meanwhile.push(log.slice(n, Math.min(n + 2, read)))
    problems.push(await stream.fill())
    const later = cloud.meanwhile.splice(0).flat()
    cloud.log.push(...later)
    stream.live(log.slice(again, read - later.length))
    if (silent) stream.silence()
    stream.live(later)
    at = read
  }
  return { stream, cloud, problems, logged: log.slice(added, at) }
}

const few = fc.constantFrom('a', 'b', 'c')
const numbered = (entries: LogMessage[]) => entries.map((one, index) => ({ ...one, text: `line ${index}` }))

describe('missing', () => {
  it('finds exactly what was logged, whatever came live', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(lifeOf(logOf(60, 6, between(-10, 10), few)), async (life) => {
        const { stream, problems, logged } = await live(life)
        expect(keys(stream.got)).toEqual(keys(logged))
        expect(problems.filter(Boolean)).toEqual([])
      }),
      { seed: 1, numRuns: 5000 },
    )
  })

  it('does without a silence when no two entries are equal', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(lifeOf(logOf(60, 6, between(-10, 10), few).map(numbered)), async (life) => {
        const { stream, problems, logged } = await live(life, { silent: false })
        expect(keys(stream.got)).toEqual(keys(logged))
        expect(problems.filter(Boolean)).toEqual([])
      }),
      { seed: 2, numRuns: 3000 },
    )
  })
})
