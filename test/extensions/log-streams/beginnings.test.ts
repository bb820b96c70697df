/** What a stream begins with: the last entries of the history, or what came since a program stopped. */
import { describe, expect, it } from 'vitest'
import { ArgumentError } from '../../support/errors.ts'
import type { LogStreamOptions } from '../../../src/extensions/log-streams/options.ts'
import {
  clock,
  consume,
  events,
  gaps,
  messages,
  open,
  sent,
  server,
  start as service,
  states,
  stream,
  texts,
} from '../../support/log-consumer.ts'
import { turn, until } from '../../support/clocks.ts'
import { deviceIds, type LogServerOptions, refuse } from '../../support/log-server.ts'

const ids = deviceIds(8)
const [one, two] = ids as [string, string]

let now: number
async function start(options: LogServerOptions = {}, when?: { settles: boolean }) {
  now = Date.UTC(2031, 0, 1)
  await service({ devices: ids, now: () => now, ...options }, when)
}
const write = (device: string, ...lines: string[]) => {
  for (const line of lines) {
    now += 10
    server.log(device, line)
  }
}
const lines = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => `line ${from + n}`)
const subscribed = (count: number) => until(() => states('subscribed').length === count)

describe('history', () => {
  it.each([
    [5, 5, 100],
    [20, 5, 100],
    [20, 50, 20],
    [150, 400, 100],
    [1000, 1100, 100],
  ])('brings the last %i of %i entries, in pages of %i, and then the live ones', async (history, count, pageSize) => {
    await start({ pageSize })
    write(one, ...lines(0, count))
    await consume({ devices: [one], history })
    write(one, ...lines(count, count + 3))
    await until(() => texts().at(-1) === `line ${count + 2}`)
    // What is logged in between may come either way.
    expect(texts()).toEqual(lines(count + 3 - texts().length, count + 3))
    expect(texts().length).toBeGreaterThanOrEqual(Math.min(history, count))
    expect(gaps()).toEqual([])
    expect(messages()[0]!.backfilled).toBe(true)
    expect(messages().filter(({ backfilled }) => backfilled).length).toBeGreaterThanOrEqual(Math.min(history, count))
  })

  it('neither loses nor doubles what is logged while it is asked for', async () => {
    await start({ pageSize: 5 }, { settles: false })
    write(one, ...lines(0, 30))
    server.intercept = (request, _, path) => {
      if (request.method === 'PUT') write(one, 'while it is subscribed')
      if (path.endsWith('/logs')) write(one, 'while it is read')
      return false
    }
    await consume({ devices: [one], history: 10 })
    write(one, 'subscribed')
    await until(() => clock.pending === 2)
    clock.advance(2000)
    await until(() => texts().filter((text) => text === 'while it is read').length > 10)
    write(one, 'the end')
    await until(() => texts().at(-1) === 'the end')
    const all = server.history.get(one)!.map(({ msg }) => msg)
    expect(texts()).toEqual(all.slice(-texts().length))
    expect(texts().length).toBeGreaterThanOrEqual(11)
  })

  it('goes on with all that was logged since the device was added, in its order', async () => {
    await start({}, { settles: false })
    write(one, ...lines(0, 3))
    await consume({ devices: [one], history: 2 })
    write(one, ...lines(3, 8))
    await until(() => clock.pending === 2)
    clock.advance(2000)
    await until(() => texts().length === 7)
    write(one, ...lines(8, 10))
    await until(() => texts().at(-1) === 'line 9')
    expect(texts()).toEqual(lines(1, 10))
  })

  it.each(['reset', 'end', 'closed'] as const)(
    'loses nothing that was logged before the connection was lost, and before the history was read (%s)',
    async (fault) => {
      await start({}, { settles: false })
      write(one, ...lines(0, 3))
      await consume({ devices: [one], history: 1 })
      write(one, ...lines(3, 8))
      await until(() => clock.pending === 2)
      server.fail(fault)
      write(one, 'while it was away')
      await until(
        () => texts().at(-1) === 'the end',
        () => {
          if (clock.pending > 0) clock.next()
          if (server.history.get(one)!.length === 9 && server.streams[0]?.devices.length === 1) write(one, 'the end')
        },
      )
      expect(texts()).toEqual([...lines(2, 8), 'while it was away', 'the end'])
      expect(gaps().every(({ filled }) => filled)).toBe(true)
    },
  )

  it('comes for devices that are added later, too, and of each device in its order', async () => {
    await start()
    write(one, 'a', 'b', 'c')
    write(two, 'x', 'y', 'z')
    write(one, 'd')
    await consume({ devices: [one], history: 2 })
    await until(() => texts().length === 2)
    await stream.add(two)
    write(two, 'live')
    await until(() => texts(two).length === 3)
    write(two, 'later')
    await until(() => texts(two).length === 4)
    expect(texts()).toEqual(['c', 'd', 'y', 'z', 'live', 'later'])
    server.fail('end')
    write(two, 'missed')
    await until(() => texts(two).length === 5)
    expect(texts(two)).toEqual(['y', 'z', 'live', 'later', 'missed'])
    expect(gaps()).toMatchObject([{ filled: true, devices: [one, two] }])
  })

  it('that cannot be read is reported, and the live entries come', async () => {
    await start()
    write(one, 'a')
    server.intercept = (_, response, path) => {
      if (!path.endsWith('/logs')) return false
      return refuse(response, 403)
    }
    await consume({ devices: [one], history: 2 })
    await until(() => gaps().length === 1)
    expect(gaps()).toMatchObject([{ reason: 'history', devices: [one], filled: false, error: { status: 403 } }])
    write(one, 'live')
    await until(() => texts().length === 1)
    expect(texts()).toEqual(['live'])
  })

  it('costs two pages of each device', async () => {
    await start({ pageSize: 100 })
    for (const id of ids) write(id, ...lines(0, 50))
    await consume({ devices: ids, history: 20 })
    await until(() => texts().length === 160)
    expect(sent('POST').length + sent('GET /logstream').length + sent('PUT').length).toBe(10)
    expect(sent('GET /devices').length).toBe(16)
  })
})

it.each<[string, LogStreamOptions, number]>([
  ['a page of each device', {}, 8],
  ['none with backfill: false', { backfill: false }, 0],
])('opening costs %s', async (_, options, pages) => {
  await start({ pageSize: 100 })
  now -= 1_000_000
  for (let n = 0; n < 300; n++) {
    now += 1000
    for (const id of ids) write(id, `${n}`)
  }
  await consume({ devices: ids, ...options })
  await subscribed(8)
  expect(sent('GET /devices').length).toBe(pages)
  expect(server.requests.length).toBe(10 + pages)
})

describe('resume', () => {
  const have = (device: string, count: number, from = 0) =>
    server.history
      .get(device)!
      .slice(from, count)
      .map(({ ts, type, msg }) => ({ deviceId: device, timestamp: ts, entryType: type, text: msg }))

  it('begins with a gap and what came since, and goes on live', async () => {
    await start({ pageSize: 100 })
    write(one, ...lines(0, 250))
    await consume({ devices: [one], resume: have(one, 240, 100) })
    await subscribed(1)
    write(one, 'live')
    await until(() => texts().at(-1) === 'live')
    expect(events[1]).toMatchObject({ type: 'gap', reason: 'resume', devices: [one], filled: true })
    expect(texts()).toEqual([...lines(240, 250), 'live'])
    const [gap] = gaps()
    expect(gap!.from < server.history.get(one)![240]!.ts).toBe(true)
    server.fail('end')
    write(one, 'missed')
    await until(() => texts().at(-1) === 'missed')
    expect(texts()).toEqual([...lines(240, 250), 'live', 'missed'])
    expect(gaps().map(({ filled }) => filled)).toEqual([true, true])
  })

  it('takes all that the history holds of a device without entries, or what `history` says', async () => {
    await start({ pageSize: 100 })
    write(one, ...lines(0, 250))
    write(two, ...lines(0, 3))
    await consume({ devices: [one, two], resume: have(two, 2) })
    await until(() => texts().length === 251)
    expect(texts(one)).toEqual(lines(0, 250))
    expect(texts(two)).toEqual(['line 2'])
    expect(gaps()).toMatchObject([{ devices: [one, two], filled: true, from: expect.stringMatching(/^20/) }])
    await stream.close()
    await consume({ devices: [one, two], resume: have(two, 2), history: 5 })
    await until(() => texts().length === 6)
    expect(texts(one)).toEqual(lines(245, 250))
    expect(gaps()).toMatchObject([{ reason: 'resume', devices: [two] }])
  })

  it('begins with a gap, however long ago the entries say that they were logged', async () => {
    await start({ pageSize: 100 })
    for (const timestamp of ['-271821-04-20T00:00:00.000Z', '+275760-09-13T00:00:00.000Z', 'long ago', '1969']) {
      await consume({ devices: [one], resume: [{ deviceId: one, timestamp, entryType: 'server.log', text: 'mine' }] })
      await subscribed(1)
      await until(() => gaps().length === 1)
      expect(gaps()).toMatchObject([{ filled: false, from: expect.stringMatching(/^(1970|2)/) }])
      await stream.close()
    }
  })

  it('says when the history does not reach back', async () => {
    await start({ pageSize: 100 })
    write(one, ...lines(0, 10))
    const entries = have(one, 10)
    write(one, ...lines(10, 1500))
    await consume({ devices: [one], resume: entries })
    await until(() => texts().length === 1000)
    expect(texts()).toEqual(lines(500, 1500))
    expect(gaps()).toMatchObject([
      { filled: false, error: { message: expect.stringContaining('does not reach back') } },
    ])
  })

  it('counts as many entries as it is given, and those of other devices', async () => {
    await start({ pageSize: 100 })
    write(one, ...lines(0, 1200))
    function* entries() {
      for (let n = 0; n < 20_000; n++)
        yield { deviceId: 'another', timestamp: '2031-01-01', entryType: 'x', text: `${n}` }
      yield* Array.from({ length: 9000 }, (_, n) => ({
        deviceId: one,
        timestamp: '2030-01-01',
        entryType: 'x',
        text: `${n}`,
      }))
      yield* have(one, 1190)
    }
    await consume({ devices: [one], resume: entries() })
    await until(() => texts().length === 10)
    expect(texts()).toEqual(lines(1190, 1200))
    expect(gaps()).toMatchObject([{ filled: true, devices: [one] }])
  })

  it('serves devices that are added later, too', async () => {
    await start()
    write(one, ...lines(0, 5))
    await consume({ devices: [], resume: have(one, 3) })
    await stream.add(one)
    write(one, 'live')
    await until(() => texts().length === 3)
    expect(texts()).toEqual(['line 3', 'line 4', 'live'])
    await turn()
    expect(gaps()).toMatchObject([{ reason: 'resume', devices: [one], filled: true }])
  })
})

it.each<[object, string]>([
  [{ history: -1 }, 'history: expected an integer from 0 to 1000'],
  [{ history: 1001 }, 'history'],
  [{ history: 2.5 }, 'history'],
  [{ streams: 0 }, 'streams: expected an integer from 1 to 8'],
  [{ streams: 9 }, 'streams'],
  [{ resume: 'all' }, 'resume: expected an iterable'],
  [{ resume: 5 }, 'resume: expected an iterable'],
  [{ resume: [{ deviceId: one }] }, 'resume: expected entries with deviceId, timestamp and text'],
  [{ resume: [null] }, 'resume: expected entries'],
])('%j is refused before anything is sent', async (options, message) => {
  await start()
  const opening = open({ devices: [one], ...options })
  await expect(opening).rejects.toThrow(ArgumentError)
  await expect(opening).rejects.toThrow(message)
  expect(server.requests).toEqual([])
})

it('needs a history for both', async () => {
  await start()
  for (const options of [{ history: 1 }, { resume: [] }])
    await expect(open({ devices: [one], ...options }, { history: undefined })).rejects.toThrow('need history')
})
