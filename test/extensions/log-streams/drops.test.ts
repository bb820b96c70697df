import { afterEach, describe, expect, it } from 'vitest'
import { type LogGap, type LogMessage } from '../../../src/extensions/log-streams/events.ts'
import { openLogStream } from '../../../src/extensions/log-streams/index.ts'
import { createManualClock, turn, until } from '../../support/clocks.ts'
import { historyOf, settleAtOnce } from '../../support/log-history.ts'
import { seeded } from '../../support/random.ts'
import { deviceIds, type Fault, type LogServer, startLogServer } from '../../support/log-server.ts'

const faults: Fault[] = ['reset', 'end', 'closed', 'silence', 'mid-event', 'mid-character']
const drops = 200
const lines = 20_000
/** Milliseconds of the service's time from one drop to the next. */
const cycle = 60_000

let server: LogServer
afterEach(() => server.close())

/** Eight devices write numbered lines while the connection is dropped again and again. */
async function torment({
  format,
  backfill,
  pageSize,
  seed,
}: {
  format: 'json' | 'text'
  backfill: boolean
  pageSize?: number
  seed: number
}) {
  const random = seeded(seed)
  const devices = deviceIds(8)
  // The service's clock is not ours. Several lines share a timestamp, and drops fall among them.
  let now = Date.UTC(2031, 0, 1)
  server = await startLogServer({ devices, now: () => now, ...(pageSize ? { pageSize } : {}) })
  const clock = createManualClock()
  settleAtOnce(clock)
  await using stream = await openLogStream(
    { fetch, baseUrl: server.url, history: historyOf(server.url), clock, random: () => 0 },
    { devices, format, backfill },
  )
  const gaps: LogGap[] = []
  const received = new Map(devices.map((device) => [device, [] as LogMessage[]]))
  let subscribed = 0
  const reading = (async () => {
    for await (const event of stream) {
      if (event.type === 'gap') gaps.push(event)
      else if (event.type === 'message') received.get(event.deviceId)!.push(event)
      else if (event.type === 'state_change' && event.state === 'subscribed') subscribed++
      else if (event.type !== 'state_change') throw new Error(`unexpected ${event.type}`)
    }
  })()

  const written = new Map(devices.map((device) => [device, 0]))
  const count = (n: number) => {
    for (; n > 0; n--) {
      const device = devices[Math.floor(random() * devices.length)]!
      const number = written.get(device)!
      written.set(device, number + 1)
      if (random() < 0.2) now++
      server.log(device, `line ${number}`)
    }
  }
  const kinds = Array.from({ length: drops }, (_, index) => faults[index % faults.length]!)
  for (let index = drops - 1; index > 0; index--) {
    const other = Math.floor(random() * (index + 1))
    ;[kinds[index], kinds[other]] = [kinds[other]!, kinds[index]!]
  }
  await until(() => subscribed === 8)
  for (const [index, fault] of kinds.entries()) {
    const perDrop = lines / drops
    const before = Math.floor(random() * (perDrop - 1))
    const during = Math.floor(random() * (perDrop - before))
    now += cycle
    // A stream that lives so long was not taken by another holder of the account.
    clock.advance(cycle)
    count(1)
    await until(() =>
      [...received.values()].some((entries) => entries.at(-1)?.timestamp === new Date(now).toISOString()),
    )
    count(before)
    for (let turns = Math.floor(random() * 4); turns > 0; turns--) await turn()
    server.fail(fault)
    let rest = perDrop - before - 1
    await until(
      () => gaps.length > index && subscribed === (index + 2) * 8,
      () => {
        const some = Math.min(rest, Math.ceil(during / 10))
        count(some)
        rest -= some
        if (fault === 'silence') clock.advance(10_000)
      },
    )
    count(rest)
  }
  if (backfill)
    await until(
      () => [...written].every(([device, n]) => received.get(device)!.length >= n),
      () => clock.advance(100),
    )
  else {
    server.log(devices[0]!, 'the end')
    await until(() => received.get(devices[0]!)!.at(-1)!.text === 'the end')
    received.get(devices[0]!)!.pop()
  }
  await stream.close()
  await reading
  expect(clock.pending).toBe(0)
  return { gaps, received, written, history: server.history }
}

describe('a log stream that is dropped 200 times while 8 devices write 20,000 lines', () => {
  it.each([
    { format: 'json', pageSize: 100, seed: 1 },
    { format: 'text', pageSize: 20, seed: 2 },
  ] as const)('yields every line once and in order ($format)', { timeout: 180_000 }, async (options) => {
    const { gaps, received, written } = await torment({ ...options, backfill: true })
    for (const [device, count] of written) {
      expect(received.get(device)!.map(({ text }) => text)).toEqual(
        Array.from({ length: count }, (_, n) => `line ${n}`),
      )
    }
    expect([...written.values()].reduce((a, b) => a + b)).toBe(lines)
    expect(gaps.length).toBe(drops)
    expect(gaps.filter(({ filled }) => !filled)).toEqual([])
    expect([...received.values()].flat().filter(({ backfilled }) => backfilled).length).toBeGreaterThan(drops)
  })

  it.each([
    { format: 'json', seed: 3 },
    { format: 'text', seed: 4 },
  ] as const)(
    'reports a gap for every line that is missing when back-fill is off ($format)',
    { timeout: 180_000 },
    async (options) => {
      const { gaps, received, history } = await torment({ ...options, backfill: false })
      expect(gaps.length).toBe(drops)
      expect(gaps.every(({ filled }) => !filled)).toBe(true)
      let missing = 0
      for (const [device, entries] of history) {
        const got = received.get(device)!
        // What did come is in order, and what did not lies in a gap.
        const numbers = got.map(({ text }) => Number(text.slice(5)))
        expect(numbers).toEqual(numbers.toSorted((a, b) => a - b))
        const texts = new Set(got.map(({ text }) => text))
        expect(texts.size).toBe(got.length)
        for (const { ts, msg } of entries) {
          if (msg === 'the end' || texts.has(msg)) continue
          missing++
          const gap = gaps.find(({ from, to }) => from <= ts && ts <= to)
          expect(gap, `${device} ${ts} ${msg}`).toBeDefined()
          expect(gap!.devices).toContain(device)
        }
      }
      expect(missing).toBeGreaterThan(drops)
      for (const { from, to } of gaps) expect(Date.parse(to) - Date.parse(from)).toBeLessThan(cycle / 2)
    },
  )
})
