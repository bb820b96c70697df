import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Account,
  begin,
  enter,
  isDisordered,
  leave,
  merge,
  missing,
} from '../../../src/extensions/log-streams/backfill.ts'
import type { HistoryPage, KnownEntry } from '../../../src/extensions/log-streams/history.ts'
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
      // The connection before brings nothing any more.
      account.expected = undefined
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

/** Mutants are found with a few cases. */
const cases = (count: number) => (process.env['FEW_CASES'] ? count / 10 : count)

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
const logOf = (
  most: number,
  pause: number,
  off: fc.Arbitrary<number | string>,
  text: fc.Arbitrary<string>,
  least = 0,
) =>
  fc.array(fc.tuple(between(0, pause), off, text), { minLength: least, maxLength: most }).map((list) => {
    let time = 20
    return list.map(([pause, off, text]) => entry(typeof off === 'string' ? off : (time += pause) + off, text))
  })

/**
 * Lives it.
 * @param ordered Whether live entries come as they were logged; otherwise in any order.
 * @param silent Whether the stream is silent for a while after what was waited for.
 */
async function live({ log: entries, sorted, size, cuts, comes, order }: Life, { ordered = false, silent = true } = {}) {
  const log = [...entries]
  const [added, ...rest] = cuts as [number, ...number[]]
  const cloud = service(log.slice(0, added), { size, sorted })
  const stream = await reader(cloud)
  const problems: (string | undefined)[] = []
  const checks: { problem: string | undefined; known: LogMessage[]; lost: string[] }[] = []
  let at = added
  for (let part = 0; part < rest.length; part += 3) {
    const [lost = log.length, again = log.length, read = log.length] = rest.slice(part)
    const indices = Array.from({ length: lost - at }, (_, n) => at + n).filter((n) => comes[n])
    cloud.log.push(...log.slice(at, lost))
    if (!ordered) indices.sort((a, b) => order[a]! - order[b]!)
    stream.live(indices.map((n) => log[n]!))
    // What is logged from `again` on waits in the stream: the first half before the history is read, the rest meanwhile.
    const half = (again + read) >> 1
    // No two of one millisecond lie so far apart that one was missed and the other is logged now, seconds later.
    for (let n = half; n < read; n++) log[n] = { ...log[n]!, text: `${n}` }
    cloud.log.push(...log.slice(lost, sorted ? read : half))
    if (!sorted) for (let n = half; n < read; n += 2) cloud.meanwhile.push(log.slice(n, Math.min(n + 2, read)))
    const problem = await stream.fill()
    problems.push(problem)
    const known = [...log.slice(0, added), ...stream.got]
    checks.push({ problem, known, lost: without(log.slice(added, half), stream.got) })
    const later = cloud.meanwhile.splice(0).flat()
    cloud.log.push(...later)
    stream.live(log.slice(again, read - later.length))
    if (silent) stream.silence()
    stream.live(later)
    at = read
  }
  return { stream, cloud, problems, checks, logged: log.slice(added, at) }
}

const few = fc.constantFrom('a', 'b', 'c')
const numbered = (entries: LogMessage[]) => entries.map((one, index) => ({ ...one, text: `line ${index}` }))
/** What is in the one and not in the other. */
const without = (entries: readonly LogMessage[], others: readonly LogMessage[]) => {
  const left = keys(others)
  return keys(entries).filter((key) => {
    const index = left.indexOf(key)
    if (index >= 0) left.splice(index, 1)
    return index < 0
  })
}

describe('missing', { timeout: 60_000 }, () => {
  it('finds exactly what was logged, whatever came live', async () => {
    await fc.assert(
      fc.asyncProperty(lifeOf(logOf(60, 6, between(-10, 10), few)), async (life) => {
        const { stream, problems, logged } = await live(life)
        expect(keys(stream.got)).toEqual(keys(logged))
        expect(problems.filter(Boolean)).toEqual([])
      }),
      { seed: 1, numRuns: cases(5000) },
    )
  })

  it('finds it in a long history, of which the beginning is not read', async () => {
    await fc.assert(
      fc.asyncProperty(lifeOf(logOf(120, 15, between(-10, 10), few, 80)), async (life) => {
        const { stream, problems, logged } = await live(life, { ordered: true })
        expect(keys(stream.got)).toEqual(keys(logged))
        expect(problems.filter(Boolean)).toEqual([])
      }),
      { seed: 7, numRuns: cases(2000) },
    )
  })

  it('does without a silence when no two entries are equal', async () => {
    await fc.assert(
      fc.asyncProperty(lifeOf(logOf(60, 6, between(-10, 10), few).map(numbered)), async (life) => {
        const { stream, problems, logged } = await live(life, { silent: false })
        expect(keys(stream.got)).toEqual(keys(logged))
        expect(problems.filter(Boolean)).toEqual([])
      }),
      { seed: 2, numRuns: cases(3000) },
    )
  })

  it('doubles nothing and hides no loss when timestamps are further off, or none', async () => {
    const off = fc.oneof(
      { weight: 8, arbitrary: between(-10, 10) },
      { weight: 1, arbitrary: between(-4000, 4000) },
      { weight: 1, arbitrary: fc.constantFrom('zzz', '', '2031-13-41') },
    )
    let seen = 0
    let filled = 0
    await fc.assert(
      fc.asyncProperty(lifeOf(logOf(60, 6, off, few)), async (life) => {
        const { stream, cloud, checks } = await live(life)
        expect(without(stream.got, cloud.log)).toEqual([])
        for (const { problem, known, lost } of checks) {
          if (!isDisordered(known)) continue
          seen++
          if (problem) continue
          filled++
          expect(lost).toEqual([])
        }
      }),
      { seed: 3, numRuns: cases(3000) },
    )
    expect(seen).toBeGreaterThan(cases(1000))
    expect(filled).toBeGreaterThan(cases(100))
  })

  it('knows what a history of 1000 entries can tell', async () => {
    let cut = 0
    let open = 0
    const life = fc.record({
      before: between(0, 1500),
      live: between(0, 1500),
      lost: between(0, 1100),
      pause: fc.constantFrom(0.01, 0.3, 30),
      equal: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(life, async ({ before, live, lost, pause, equal }) => {
        const log = Array.from({ length: before + live + lost }, (_, n) =>
          entry(n * pause, equal ? `${n % 3}` : `line ${n}`),
        )
        const cloud = service(log.slice(0, before))
        const stream = await reader(cloud)
        cloud.log.push(...log.slice(before, before + live))
        stream.live(log.slice(before, before + live))
        cloud.log.push(...log.slice(before + live))
        const problem = await stream.fill()
        expect(keys(stream.got)).toEqual(keys(log.slice(before).filter((_, n) => n < live || n >= live + lost - limit)))
        // Of 1000 nobody can tell whether they are all.
        const held = lost < limit || lost + live + before < limit
        expect(problem === undefined, `${before} ${live} ${lost}`).toBe(held)
        cut += held ? 0 : 1
        open += held ? 1 : 0
        await stream.fill()
        expect(stream.got.length).toBe(live + Math.min(lost, limit))
      }),
      { seed: 4, numRuns: cases(200) },
    )
    expect(Math.min(cut, open)).toBeGreaterThan(cases(20))
  })

  it('reads no further than to what is known for certain', async () => {
    const cloud = service(Array.from({ length: 900 }, (_, n) => entry(n)))
    const stream = await reader(cloud)
    expect(cloud.read).toBe(1)
    for (let gap = 0; gap < 3; gap++) {
      for (let n = 0; n < 120; n++) cloud.log.push(entry(900 + gap * 120 + n, `${n}`))
      stream.live(cloud.log.slice(-120, -60))
      cloud.read = 0
      expect(await stream.fill()).toBeUndefined()
      expect(cloud.read).toBe(2)
    }
    expect(stream.got.length).toBe(360)
    // A page of 100 covers ten seconds here, and not enough.
    const dense = service(Array.from({ length: 900 }, (_, n) => entry(n / 10)))
    await reader(dense)
    expect(dense.read).toBe(5)
  })

  it('remembers what stands in the history, however much came since', async () => {
    for (const ahead of [15, 3600, 'zzz']) {
      const cloud = service([], { sorted: true })
      const stream = await reader(cloud)
      const log = [entry(0), entry(ahead, 'ahead'), ...Array.from({ length: 6000 }, (_, n) => entry(n / 100, `${n}`))]
      cloud.log.push(...log)
      stream.live(log)
      const problem = await stream.fill()
      expect(keys(stream.got)).toEqual(keys(log))
      expect(stream.account.known.length).toBeLessThan(3750)
      expect(problem === undefined).toBe(ahead === 15)
    }
  })

  it('bounds what it remembers of entries that are ahead', () => {
    const account: Account = { known: [], complete: true }
    for (let n = 0; n < 20_000; n++) enter(account, entry(n % 2 ? 1e6 + n : 0, `${n}`))
    expect(account.known.length).toBeLessThan(3750)
    expect(account.known.length).toBeGreaterThan(1250)
    expect(account.known.slice(-1250).map(({ text }) => text)).toEqual(
      Array.from({ length: 1250 }, (_, n) => `${18_750 + n}`),
    )
    expect(account.disordered).toBe(true)
  })

  it.each<[string, LogMessage[], LogMessage[], number, boolean]>([
    ['nothing, with an empty history', [], [], 0, true],
    ['everything, with an account of nothing', [], [entry(1), entry(2)], 2, true],
    ['what is newer', [entry(1)], [entry(1), entry(2)], 1, true],
    ['what is newer, where the last known one has expired', [entry(1)], [entry(2)], 1, false],
    ['nothing, where all has expired', [entry(1)], [], 0, false],
    ['an equal one', [entry(1)], [entry(1), entry(1)], 1, true],
    ['none that differ in white space', [entry(1, ' a\r\n b')], [entry(1, ' a\n b'), entry(1, 'a b')], 1, true],
    ['one of another type', [entry(1)], [entry(1), entry(1, 'line', 'status')], 1, true],
  ])('finds %s', async (_, known, log, count, filled) => {
    const account: Account = { known, complete: true }
    const stream = await reader(service(log), account)
    expect((await stream.fill()) === undefined).toBe(filled)
    expect(stream.got.length).toBe(count)
    expect(account.complete).toBe(true)
  })

  it('keeps to entries that can be read, and counts the others', async () => {
    const pages = (length: number) =>
      async function* (): AsyncGenerator<HistoryPage> {
        yield Array.from({ length }, (_, n) => (n === 3 ? entry(5000 - n) : undefined))
      }
    for (const [length, filled] of [
      [999, true],
      [1000, false],
    ] as const) {
      const account: Account = { known: [], complete: true }
      const { entries, problem } = await missing(pages(length), account)
      expect(entries).toEqual([entry(4997)])
      expect(problem === undefined).toBe(filled)
    }
  })

  it('comes to an end with a history that has none', async () => {
    let pages = 0
    for (const page of [[], [entry(1)], Array.from({ length: 100 }, () => entry(1))]) {
      pages = 0
      const account: Account = { known: [], complete: true }
      const { problem } = await missing(async function* () {
        for (;;) {
          pages++
          yield page
        }
      }, account)
      expect(problem).toContain('does not reach back')
      expect(pages).toBeLessThan(4100)
    }
  })

  it('keeps to what was delivered and the history does not show yet', async () => {
    const account: Account = { known: named([1, 'a'], [2, 'b'], [2, 'b'], [3, 'c']), complete: true }
    await missing(() => service(named([1, 'a'], [2, 'b'])).pages(), account)
    const all = named([1, 'a'], [2, 'b'], [2, 'b'], [3, 'c'], [4, 'd'])
    expect(texts((await missing(() => service(all).pages(), account)).entries)).toEqual(['d'])
  })

  it('is not lost when a history fails', async () => {
    const cloud = service([])
    const stream = await reader(cloud)
    cloud.log.push(entry(1), entry(2))
    stream.live([entry(1)])
    const fails = async function* (): AsyncGenerator<HistoryPage> {
      yield [entry(2)]
      throw new Error('no')
    }
    await expect(missing(fails, stream.account)).rejects.toThrow('no')
    cloud.log.push(entry(3))
    stream.live([entry(3)])
    expect(await stream.fill()).toBeUndefined()
    expect(keys(stream.got)).toEqual(keys([entry(1), entry(2), entry(3)]))
  })
})

/** Entries at these seconds, whose texts are what they are called. */
const named = (...list: [at: number | string, text: string][]) => list.map(([at, text]) => entry(at, text))
const texts = (entries: readonly LogMessage[]) => entries.map(({ text }) => text)
const old = (count: number, step = 1) => Array.from({ length: count }, (_, n) => entry((n - count) * step, `old ${n}`))

describe('how far a history is read', () => {
  it('ends with its account, and not with the page', async () => {
    const cloud = service(old(300), { size: 20 })
    const stream = await reader(cloud)
    expect(stream.account.complete).toBe(false)
    for (let n = 0; n < 25; n++) cloud.log.push(entry(n, `${n}`))
    expect(await stream.fill()).toBeUndefined()
    expect(texts(stream.got)).toEqual(Array.from({ length: 25 }, (_, n) => `${n}`))
    expect(stream.account.complete).toBe(false)
  })

  it.each([
    [40, undefined],
    [40.001, '2031-01-01T00:00:00.000Z server.log line'],
  ])('ends with what is more than 40 s behind: %s s', async (seconds, end) => {
    const log = [entry(0), ...Array.from({ length: 10 }, () => entry(seconds))]
    expect((await begin(() => service(log).pages())).end).toBe(end)
  })

  it('ends with the first page, where nothing new is above its end', async () => {
    const account: Account = { known: [entry(1)], complete: false }
    account.end = '2031-01-01T00:00:01.000Z server.log line'
    const cloud = service([...old(50), entry(1)], { size: 20 })
    expect(await missing(() => cloud.pages(), account)).toEqual({ entries: [], problem: undefined })
    expect(account.complete).toBe(false)
    expect(cloud.read).toBe(1)
  })

  it('is not misled by a newest entry that is far ahead', async () => {
    const cloud = service([...old(300), entry(3600, 'ahead')], { sorted: true })
    const stream = await reader(cloud)
    cloud.log.push(entry(-5.5, 'missed'))
    await stream.fill()
    expect(texts(stream.got)).toEqual(['missed'])
  })

  it('is the whole when timestamps were out of order, of which nothing is yielded that was there before', async () => {
    const cloud = service(old(300))
    const stream = await reader(cloud)
    const live = named([3600, 'ahead'], [1, 'live'])
    cloud.log.push(...live)
    stream.live(live)
    cloud.log.push(...named([2, 'missed']))
    expect(await stream.fill()).toBe('timestamps are further out of order than ten seconds')
    expect(texts(stream.got)).toEqual(['ahead', 'live', 'missed'])
    expect(stream.account.complete).toBe(true)
    expect(stream.account.known.length).toBe(303)
    // From now on all is known.
    cloud.log.push(...named([3, 'more']))
    cloud.read = 0
    expect(await stream.fill()).toBeUndefined()
    expect(texts(stream.got).at(-1)).toBe('more')
    expect(cloud.read).toBe(4)
  })

  it('is the whole when what was missed is out of order', async () => {
    const cloud = service(old(300))
    const stream = await reader(cloud)
    cloud.log.push(...named([3600, 'ahead'], [1, 'missed']))
    cloud.read = 0
    expect(await stream.fill()).toContain('out of order')
    expect(cloud.read).toBe(5)
    expect(texts(stream.got)).toEqual(['ahead', 'missed'])
    expect(stream.account).toMatchObject({ complete: true, disordered: true })
  })

  it('is once when the whole was read and something is out of order', async () => {
    const cloud = service(named([1, 'known']))
    const stream = await reader(cloud)
    cloud.log.push(...named([3600, 'ahead'], [2, 'missed']))
    cloud.read = 0
    expect(await stream.fill()).toBeUndefined()
    expect(cloud.read).toBe(1)
    expect(stream.account.disordered).toBe(true)
  })

  it('may be nothing', async () => {
    const account: Account = { known: [], complete: false }
    const { entries, problem } = await missing(async function* () {
      yield* [] as HistoryPage[]
    }, account)
    expect({ entries, problem, complete: account.complete }).toMatchObject({ entries: [], complete: true })
    expect(problem).toContain('does not reach back')
  })

  it('counts the pages of a history without an end', async () => {
    for (const [size, pages] of [
      [99, 20],
      [100, 20],
      [1, 1000],
    ] as const) {
      let read = 0
      await missing(
        async function* () {
          for (;;)
            yield Array.from({ length: size }, () => entry(1, `${read++ % 5 === 9}${size > 1 ? read : Math.random()}`))
        },
        { known: [], complete: true },
      )
      expect(read).toBe(size * pages)
    }
  })
})

describe('whether a gap is filled', () => {
  const ticks = (count: number) => Array.from({ length: count }, () => entry(1, 'tick'))
  const lines = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, n) => entry(from + n, `${from + n}`))
  it.each<[string, Partial<Account>, LogMessage[], number, boolean]>([
    ['equal entries fill the history', { known: ticks(40) }, ticks(1500), 960, false],
    ['equal entries do not fill it', { known: ticks(40) }, ticks(999), 959, true],
    ['the oldest one is known, in a full history', { known: lines(0, 10) }, lines(9, 1009), 999, true],
    [
      'the oldest one is known, and another is missed twice',
      { known: lines(0, 10) },
      [...lines(9, 1007), entry(1006, 'tick'), entry(1006, 'tick')],
      999,
      true,
    ],
    ['none is known, in a full history', { known: lines(0, 10) }, lines(10, 1010), 1000, false],
    [
      'none is known of those that somebody had',
      { known: lines(0, 10), complete: false },
      lines(10, 1010),
      1000,
      false,
    ],
    ['none is left of those that somebody had', { known: lines(0, 10), complete: false }, lines(20, 30), 10, false],
    ['it reaches below what somebody had', { known: lines(500, 510), complete: false }, lines(0, 1000), 490, true],
    ['it reaches to what somebody had', { known: lines(0, 10), complete: false }, lines(0, 1000), 990, true],
    [
      'it reaches to all that somebody had, and is not full',
      { known: lines(0, 10), complete: false },
      lines(0, 20),
      10,
      true,
    ],
    [
      'more of equal ones are known than are there, and none of them are new',
      { known: Array.from({ length: 1200 }, () => entry(1)) },
      Array.from({ length: 1000 }, () => entry(1)),
      0,
      false,
    ],
    [
      'as many of equal ones are known as are there',
      { known: Array.from({ length: 1000 }, () => entry(1)) },
      Array.from({ length: 1000 }, () => entry(1)),
      0,
      true,
    ],
    [
      'the history could not be read, and what stands before may have been missed',
      { known: lines(30, 40), complete: false, unread: true },
      [...lines(0, 9), entry(19), ...lines(30, 50)],
      10,
      false,
    ],
    [
      'the history could not be read, and what may have been missed stands further below',
      { known: lines(30, 40), complete: false, unread: true },
      [entry(10), ...lines(0, 9), ...lines(30, 50)],
      10,
      false,
    ],
    [
      'the history could not be read, and what stands before is old enough',
      { known: lines(30, 40), complete: false, unread: true },
      [...lines(0, 10), ...lines(30, 50)],
      10,
      true,
    ],
    ['what is known has expired in part', { known: lines(0, 10) }, lines(5, 20), 10, true],
    [
      'something stands below what is known, which has expired in part',
      { known: lines(0, 10) },
      [entry(4, 'odd'), ...lines(5, 20)],
      11,
      false,
    ],
    ['something stands below what is known', { known: lines(5, 10) }, [entry(4, 'odd'), ...lines(5, 20)], 11, true],
    ['timestamps were out of order', { known: lines(0, 10), disordered: true }, lines(0, 20), 10, true],
    ['timestamps were, and the history is full', { known: lines(0, 10), disordered: true }, lines(0, 1000), 990, false],
    [
      'timestamps were, and it begins with an unknown one',
      { known: lines(0, 10), disordered: true },
      [entry(4, 'odd'), ...lines(5, 20)],
      11,
      false,
    ],
    [
      'timestamps were, and it begins with a known one',
      { known: lines(0, 10), disordered: true },
      lines(5, 20),
      10,
      true,
    ],
    [
      'timestamps were, and not all was known before',
      { known: lines(5, 10), disordered: true, complete: false },
      lines(0, 20),
      10,
      false,
    ],
  ])('%s', async (_, fields, log, count, filled) => {
    const account: Account = { known: [], complete: true, ...fields }
    account.known = [...account.known]
    const { entries, problem } = await missing(() => service(log).pages(), account)
    expect(entries.length).toBe(count)
    expect(problem === undefined).toBe(filled)
    expect(account.complete).toBe(true)
  })
})

describe('pages that move while they are read', () => {
  /** A history of pages, of which each is read when it is asked for. */
  async function walkOver(
    log: LogMessage[],
    size: number,
    meanwhile: LogMessage[][],
    again: LogMessage[] = [],
    sorted = false,
  ) {
    const cloud = service([...log], { size, sorted })
    cloud.meanwhile = meanwhile
    let first = 0
    const pages = async function* () {
      // The first page is read once more to see how far it has moved.
      if (first++ === 1) cloud.log.push(...again)
      yield* cloud.pages()
    }
    const account: Account = { known: [], complete: true }
    const { entries } = await missing(pages, account)
    return { texts: texts(entries), read: cloud.read }
  }
  const line = (n: number) => entry(n, `${n}`)
  const lines = (count: number) => Array.from({ length: count }, (_, n) => line(n))

  it.each([
    ['by nothing', [[], [], []], 0],
    ['by one', [[line(100)]], 1],
    ['by one each time', [[line(100)], [line(101)], [line(102)]], 3],
    ['by less and more', [[line(100), line(101), line(102)], [], [line(103)]], 2],
    ['by a page', [Array.from({ length: 5 }, (_, n) => line(100 + n))], 1],
    ['by more than a page', [Array.from({ length: 7 }, (_, n) => line(100 + n))], 2],
    ['by more than two', [Array.from({ length: 12 }, (_, n) => line(100 + n)), [line(200)]], 3],
  ])('%s', async (_, meanwhile, looks) => {
    const before = 4
    const walked = await walkOver(lines(20), 5, meanwhile)
    // Of more than a page of new ones, some are found before they come.
    expect(walked.texts.filter((text) => Number(text) < 100)).toEqual(texts(lines(20)))
    expect(new Set(walked.texts).size).toBe(walked.texts.length)
    const pages = Math.ceil((20 + meanwhile.flat().length) / 5)
    expect(walked.read - pages).toBeGreaterThanOrEqual(looks - 1)
    expect(pages).toBeGreaterThanOrEqual(before)
  })

  it('tells equal entries from those that come again', async () => {
    const log = named([0, 'a'], [0, 'b'], [1, 'tick'], [1, 'tick'], [2, 'c'], [2, 'd'], [1, 'tick'], [3, 'e'])
    expect((await walkOver(log, 5, [])).texts).toEqual(texts(log))
    // Where it is not certain it is read once more, and what has come meanwhile is read as well.
    expect((await walkOver(log, 5, [[line(100)]])).texts).toEqual([...texts(log), '100'])
    // One more comes when the first page is looked at again.
    expect((await walkOver(log, 5, [[line(100)]], [line(101)])).texts).toEqual([...texts(log), '100', '101'])
    // Nothing has moved, and two are equal on both sides of the border.
    const border = named([0, 'a'], [1, 'tick'], [1, 'tick'], [2, 'b'], [3, 'c'], [4, 'd'], [5, 'e'])
    expect((await walkOver(border, 5, [])).texts).toEqual(texts(border))
  })

  it('by more than a page each time that they are read', async () => {
    let n = 100
    // After four pages, and after five more, it is read once more.
    const moves = [7, 0, 0, 0, 0, 7, 0, 0, 0, 0, 0, 7]
    const meanwhile = moves.map((count) => Array.from({ length: count }, () => line(n++)))
    const walked = await walkOver(lines(20), 5, meanwhile)
    expect(walked.texts.filter((text) => Number(text) < 100)).toEqual(texts(lines(20)))
    expect(new Set(walked.texts).size).toBe(walked.texts.length)
  })

  it('are read once when it is certain how far', async () => {
    // Five pages of 21 entries, and a look at the first one.
    expect((await walkOver(lines(20), 5, [[line(100)]])).read).toBe(6)
    // Entries that cannot be read are none that come again.
    let walks = 0
    const pages = async function* (): AsyncGenerator<HistoryPage> {
      walks++
      yield [line(4), undefined, line(3)]
      yield [line(2), undefined, line(1)]
    }
    await missing(pages, { known: [], complete: true })
    // One of them looks at the first page.
    expect(walks).toBe(2)
  })

  it('leaves out what came in between, wherever it stands', async () => {
    // In the order of timestamps, one comes in the middle of the first page.
    const log = lines(12)
    const { texts: found } = await walkOver(log, 5, [[entry(9.5, 'late'), entry(8.5, 'late too')]], [], true)
    expect(found.filter((text) => !text.startsWith('late'))).toEqual(texts(log))
    expect(new Set(found).size).toBe(found.length)
  })
})

describe('what is remembered', () => {
  const fill = (account: Account, entries: LogMessage[]) => {
    for (const one of entries) enter(account, one)
  }
  it('are the last 1250 of 3750', () => {
    const account: Account = { known: [], complete: true }
    const list = Array.from({ length: 6250 }, (_, n) => entry(n, `${n}`))
    fill(account, list.slice(0, 3749))
    expect(account.known.length).toBe(3749)
    fill(account, list.slice(3749, 3750))
    expect(account.known).toEqual(list.slice(2500, 3750))
    fill(account, list.slice(3750, 6249))
    expect(account.known.length).toBe(3749)
    fill(account, list.slice(6249))
    expect(account.known).toEqual(list.slice(5000))
    expect(account.disordered).toBeFalsy()
  })

  it('are those before them that are later than all but 1000', () => {
    const account: Account = { known: [], complete: true }
    const late = named([1499, 'not late enough'], [1500, 'as late'], [1500.5, 'late'], [9999, 'latest'])
    const lines = Array.from({ length: 3745 }, (_, n) => entry(n - 1245, `${n}`))
    fill(account, [...late, ...lines.slice(0, 2000), entry(1600, 'late, too'), ...lines.slice(2000)])
    expect(account.known.map(({ text }) => text).slice(0, 4)).toEqual(['late', 'latest', 'late, too', '2495'])
    expect(account.disordered).toBe(true)
  })

  it('is looked at for its order before any of it is forgotten', () => {
    const account: Account = { known: [], complete: true }
    fill(account, old(3750))
    expect(account.disordered).toBeFalsy()
    fill(account, [entry(-9999, 'behind'), ...Array.from({ length: 2499 }, (_, n) => entry(n, `${n}`))])
    expect(account.disordered).toBe(true)
    expect(account.known.length).toBe(1250)
  })

  it.each([
    [250, 1250],
    [251, 1251],
  ])('are so many as the history may hold, where %i after the latest of the others are earlier', (earlier, count) => {
    const account: Account = { known: [], complete: true }
    const at = (from: number, count: number) => Array.from({ length: count }, (_, n) => entry(from + n, `${from + n}`))
    fill(account, [...at(0, 4999), entry(9000, 'latest'), ...at(5000, earlier), ...at(9001, 1250 - earlier)])
    expect(account.known.length).toBe(count)
    expect(account.known.some(({ text }) => text === 'latest')).toBe(count > 1250)
  })

  it('is held against the newest, and not only the one before', () => {
    for (const [seconds, disordered] of [
      [[21, 15, 16, 0.5], true],
      [[21, 15, 16, 1], false],
      [[21, 15, 30, 9.5], true],
      [[21, 15, 30, 10], false],
    ] as const) {
      const account: Account = { known: [], complete: true }
      fill(account, named(...seconds.map((at) => [at, `${at}`] as [number, string])))
      expect([seconds, !!account.disordered]).toEqual([seconds, disordered])
    }
  })

  it('is what their times say, in whatever order they come, and whatever was read in between', async () => {
    const by = fc.constantFrom(-1200, -700, -2, -0.3, 0.3, 2, 700, 1500, 4000, 1e5)
    const moved = fc.array(fc.record({ at: fc.nat(15_000), count: fc.constantFrom(1, 1, 240, 260, 1100), by }), {
      maxLength: 8,
    })
    const fills = fc.array(fc.nat(15_000), { maxLength: 2 })
    const property = fc.asyncProperty(moved, fills, fc.boolean(), async (moved, fills, jitter) => {
      const lines = Array.from({ length: 15_000 }, (_, n) => entry(n + (jitter && n % 7 === 0 ? 3.5 : 0), `${n}`))
      for (const { at, count, by } of moved)
        for (let n = at; n < Math.min(at + count, lines.length); n++) lines[n] = entry(n + by, `${n}`)
      const account: Account = { known: [], complete: true }
      let known: KnownEntry[] = []
      for (const [n, one] of lines.entries()) {
        if (fills.includes(n)) {
          // Of those that come, two more were missed.
          const missed = [entry(n - 900.5, `missed ${n}`), entry(n + 6000.5, `missed, late ${n}`)]
          const cloud = service([...lines.slice(Math.max(0, n - 300), n), ...missed])
          await missing(() => cloud.pages(), account)
          account.expected = undefined
          known = [...account.known]
        }
        enter(account, one)
        if (known.push(one) < 3750) continue
        const last = known.slice(-1250)
        const least = last.map(({ timestamp }) => timestamp).toSorted()[250]!
        known = [
          ...known
            .slice(0, -1250)
            .filter(({ timestamp }) => timestamp > least)
            .slice(-1000),
          ...last,
        ]
        expect(account.known.length).toBe(known.length)
        expect(account.known.every((one, at) => one === known[at])).toBe(true)
      }
    })
    await fc.assert(property, { seed: 20_261_128, numRuns: 150 })
  })

  it('is not changed by live entries that were not yielded before', async () => {
    const account: Account = { known: [], complete: true, expected: { counts: new Map(), left: 100 } }
    expect(enter(account, entry(1))).toBe(true)
    const { entries } = await missing(() => service([entry(1), entry(1)]).pages(), account)
    expect(entries.length).toBe(1)
    expect(enter(account, entry(1))).toBe(false)
    expect(enter(account, entry(1))).toBe(true)
  })

  it('of the last entries is counted once', async () => {
    const cloud = service(old(250, 30))
    const account = await begin(() => cloud.pages(), 150)
    expect(cloud.read).toBe(2)
    expect(account.known).toEqual(cloud.log.slice(50, 100))
    const { entries, problem } = await missing(() => cloud.pages(), account)
    expect(problem).toBeUndefined()
    expect(entries).toEqual(cloud.log.slice(-150))
    expect(account.known.length).toBe(200)
    for (const one of cloud.log.slice(-150)) expect(enter(account, one)).toBe(false)
    expect(account.known.length).toBe(200)
    expect(enter(account, cloud.log[200]!)).toBe(true)
    expect(account.known.length).toBe(201)
    const hundred = service(old(250, 30))
    expect((await begin(() => hundred.pages(), 80)).known).toEqual(hundred.log.slice(150, 170))
    expect(hundred.read).toBe(1)
    expect((await begin(() => hundred.pages(), 300)).known).toEqual([])
  })

  it('are none that cannot be read', async () => {
    const account = await begin(async function* () {
      yield [entry(2), undefined, entry(1)]
    })
    expect(account).toEqual({ known: [entry(1), entry(2)], complete: true })
  })

  it('tells texts apart by their words, and not by the space between them', async () => {
    const account: Account = { known: [entry(1, 'a b')], complete: true }
    const { entries } = await missing(() => service(named([1, 'ab'], [1, 'a  b'])).pages(), account)
    expect(texts(entries)).toEqual(['ab'])
  })
})

describe('an account that begins without the history', { timeout: 60_000 }, () => {
  it('of what somebody has already finds what came since', async () => {
    await fc.assert(
      fc.asyncProperty(lifeOf(logOf(60, 6, between(-10, 10), few)), async ({ log, sorted, size, cuts }) => {
        const [from, to] = cuts as [number, number]
        const cloud = service(log, { size, sorted })
        const stream = await reader(cloud, { known: log.slice(from, to), complete: from === to })
        const problem = await stream.fill()
        const lost = without(log.slice(to), stream.got)
        // In a history in the order of its timestamps the first ones after a few may stand below these.
        if (!sorted || from === to) expect(lost).toEqual([])
        // What is equal to a known one cannot be told from it.
        const equal = log.slice(0, from).some((one) => keys(log.slice(from, to)).includes(keys([one])[0]!))
        if (!sorted && from < to && !equal) expect(keys(stream.got)).toEqual(keys(log.slice(to)))
        expect(without(stream.got, [...log.slice(0, from), ...log.slice(to)])).toEqual([])
        expect(problem).toBeUndefined()
      }),
      { seed: 5, numRuns: cases(2000) },
    )
  })

  it('of the last entries yields them once', async () => {
    await fc.assert(
      fc.asyncProperty(
        lifeOf(logOf(60, 6, between(-10, 10), few).map(numbered)),
        between(1, 20),
        async (life, least) => {
          const { log, size, cuts } = life
          const [added, subscribed, read, end] = cuts as [number, number, number, number]
          const cloud = service(log.slice(0, added), { size })
          const account = await begin(() => cloud.pages(), least)
          const stream = await reader(cloud, account)
          cloud.log.push(...log.slice(added, read))
          expect(await stream.fill()).toBeUndefined()
          stream.live(log.slice(subscribed, end))
          cloud.log.push(...log.slice(read))
          stream.silence()
          expect(await stream.fill()).toBeUndefined()
          expect(keys(stream.got)).toEqual(keys(log.slice(Math.max(0, added - least))))
          expect(without(account.known as LogMessage[], log)).toEqual([])
        },
      ),
      { seed: 6, numRuns: cases(1000) },
    )
  })

  it('of nothing, because the history failed, asks for nothing that was there', async () => {
    const cloud = service([entry(1), entry(2)])
    const account: Account = { known: [], complete: false }
    const stream = await reader(cloud, account)
    expect(await stream.fill()).toContain('does not reach back')
    expect(stream.got).toEqual([])
    cloud.log.push(entry(3))
    expect(await stream.fill()).toBeUndefined()
    expect(stream.got).toEqual([entry(3)])
  })
})

it.each<[string, (number | string)[], boolean]>([
  ['nothing', [], false],
  ['one', [5], false],
  ['twenty seconds back', [20, 0], false],
  ['more', [20.001, 0], true],
  ['more, not at once', [0, 21, 21, 10, 0.5], true],
  ['an unreadable one', ['zzz'], true],
  ['an unreadable one at the end', [20, 10, '2031-01-01T00:00:15-'], true],
  ['an unreadable one twice, in order', ['2031-13-41', '2031-13-41', '2032-01-01T00:00:00.000Z'], false],
  ['an unreadable one in between', [1, 'zzz', 2], true],
  ['an empty one', ['', 1], false],
  ['an empty one behind', [1, ''], true],
  ['an hour ahead, and nothing behind it', [0, 3600], false],
])('tells whether timestamps are out of order: %s', (_, times, disordered) => {
  expect(isDisordered(times.map((at) => entry(at)))).toBe(disordered)
})

it('expects what was yielded for as long as the history may have held it', async () => {
  const cloud = service([])
  const stream = await reader(cloud)
  cloud.log.push(entry(1), entry(1))
  await stream.fill()
  expect(enter(stream.account, entry(1))).toBe(false)
  for (let n = 0; n < 1247; n++) expect(enter(stream.account, entry(2, `${n}`))).toBe(true)
  expect(stream.account.expected).toBeDefined()
  expect(enter(stream.account, entry(1))).toBe(false)
  expect(enter(stream.account, entry(3))).toBe(true)
  expect(stream.account.expected).toBeUndefined()
  expect(enter(stream.account, entry(1))).toBe(true)
})

describe('a device that is not streamed any more', () => {
  const known = [0, 79, 80, 95, 100].map((at) => entry(at, `${at}`))
  const many = [...known, ...Array.from({ length: 9 }, () => entry(100, 'many'))]
  it.each<[string, LogMessage[], number, number]>([
    ['nothing', [], 0, 0],
    ['nothing, of which the last are wanted', [], 3, 0],
    ['all of the last ten that are near each other', known.slice(1), 0, 4],
    ['what is twenty seconds behind the last ten, and no more', many, 0, 12],
    ['twice as many as are wanted', many, 6, 12],
    ['and more', many, 7, 14],
    ['all, when more are wanted', many, 99, 14],
    ['all, when they cannot be read', [entry('zzz'), entry(0), entry(100)], 0, 3],
  ])('keeps %s', (_, entries, last, kept) => {
    const expected = { counts: new Map([['a', 1]]), left: 5 }
    const left = leave({ known: entries, complete: true, end: 'a', disordered: true, expected }, last)
    expect(left).toEqual({ known: entries.slice(entries.length - kept), complete: false, expected })
    expect(left.known).not.toBe(entries)
    expect(left.expected!.counts).not.toBe(expected.counts)
    expect(leave({ known: entries, complete: true }, last).expected).toBeUndefined()
  })

  it('begins again with what the history does not show yet, where its time says', async () => {
    const log = named([1, 'a'], [2, 'b'], [2, 'b'], [100, 'e'])
    const delivered = named([2, 'b'], [3, 'c'], [3, 'c'], [101, 'f'])
    const { known } = await begin(() => service(log).pages(), 0, delivered)
    expect(known).toEqual(named([1, 'a'], [2, 'b'], [2, 'b'], [3, 'c'], [3, 'c'], [100, 'e'], [101, 'f']))
  })
})

it('merges the entries of devices by time, each in its order', () => {
  const [a, b, c] = [5, 1, 6].map((at) => entry(at, 'a')) as [LogMessage, LogMessage, LogMessage]
  const [x, y, z] = [2, 4, 5].map((at) => entry(at, 'x')) as [LogMessage, LogMessage, LogMessage]
  expect(merge([[a, b, c], [x, y, z], []])).toEqual([x, y, a, b, z, c])
  expect(merge([])).toEqual([])
})
