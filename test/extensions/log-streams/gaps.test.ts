import { describe, expect, it } from 'vitest'
import { NotFoundError } from '../../support/errors.ts'
import type { LogStreamOptions } from '../../../src/extensions/log-streams/options.ts'
import {
  clock,
  consume as consumer,
  gaps,
  messages,
  server,
  start as service,
  states,
  stream,
  texts as textsOf,
} from '../../support/log-consumer.ts'
import { turn, until } from '../../support/clocks.ts'
import { seeded } from '../../support/random.ts'
import { deviceIds, type LogServerOptions, refuse } from '../../support/log-server.ts'

const ids = deviceIds(8)
const [one, two] = ids as [string, string]

/** The service's time. It stands still unless a test moves it. */
let now: number

async function start(options: LogServerOptions = {}, when?: { settles: boolean }) {
  now = Date.UTC(2031, 0, 1)
  await service({ devices: ids, now: () => now, ...options }, when)
}

/** Consumes a stream whose devices are subscribed. */
async function consume(options: LogStreamOptions) {
  const stream = await consumer(options)
  await until(() => states('subscribed').length === [...(options.devices ?? [])].length)
  return stream
}

const texts = (device = one) => textsOf(device)
const received = (count: number, device = one) => until(() => texts(device).length >= count)
const lines = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => `line ${from + n}`)
const write = (texts: string[], device = one) => {
  for (const text of texts) server.log(device, text)
}
const historyRequests = () => server.requests.filter((request) => /logs(\?|$)/.test(request))

/** Drops the connection, has things happen before the new one, and waits until the gap is reported. */
async function drop(meanwhile: () => void) {
  const before = gaps().length
  server.fail('end')
  meanwhile()
  await until(() => gaps().length > before)
}

/** Does something when the history is read for the nth time, before it is answered. */
function onHistory(work: (count: number, path: string) => void | Promise<void>) {
  let count = 0
  server.intercept = async (request, _, path) => {
    if (path.endsWith('/logs')) await work(++count, request.url!)
    return false
  }
}

describe('back-fill', () => {
  it('counts equal entries of one millisecond', async () => {
    await start()
    await consume({ devices: [one] })
    const ticks = (count: number) => write(Array.from({ length: count }, () => 'tick'))
    ticks(40)
    await received(40)
    await drop(() => ticks(60))
    await received(100)
    // Of the same millisecond still. When the stream has been silent, nothing comes any more that the history held.
    const silence = async () => {
      await until(() => clock.pending === 2)
      clock.advance(5000)
      await turn()
    }
    await silence()
    ticks(3)
    await received(103)
    await drop(() => ticks(1))
    await received(104)
    await silence()
    ticks(4)
    now++
    write(['end'])
    await received(109)
    expect(texts()).toEqual([...Array.from({ length: 108 }, () => 'tick'), 'end'])
    expect(gaps().map(({ filled }) => filled)).toEqual([true, true])
  })

  it('remembers how far it came, however many entries arrive late', async () => {
    await start()
    await consume({ devices: [one] })
    server.log(one, 'ahead', { ts: new Date(now + 5000).toISOString() })
    const late = lines(0, 200)
    for (const text of late) server.log(one, text, { ts: new Date(++now).toISOString() })
    await received(201)
    // The history is in the order of the timestamps.
    server.history.get(one)!.sort((a, b) => (a.ts < b.ts ? -1 : 1))
    now += 5000
    await drop(() => write(['in the gap']))
    await received(202)
    expect(texts()).toEqual(['ahead', ...late, 'in the gap'])
  })

  it('tells entries of one millisecond apart by what they say', async () => {
    await start()
    await consume({ devices: [one] })
    write(lines(0, 50))
    await received(50)
    await drop(() => write(lines(50, 100)))
    write(lines(100, 150))
    await received(150)
    expect(texts()).toEqual(lines(0, 150))
  })

  it('delivers once what is both in the history and in the new stream', async () => {
    await start()
    await consume({ devices: [one, two] })
    write(lines(0, 3))
    await received(3)
    onHistory((count) => {
      // Subscribed already, and not read yet.
      if (count === 1) write(lines(6, 9))
      if (count === 2) write(lines(9, 12))
    })
    await drop(() => write(lines(3, 6)))
    write(lines(12, 15))
    await received(15)
    now += 60_000
    write(lines(15, 18))
    await received(18)
    expect(texts()).toEqual(lines(0, 18))
  })

  it.each([
    ['of different texts', (n: number) => `line ${n}`, 1],
    ['of equal texts and times', () => 'tick', 0],
    ['of equal texts', () => 'tick', 1],
    ['of different texts and equal times', (n: number) => `line ${n}`, 0],
  ])('is not misled by new entries that move the pages (%s)', async (_, text, step) => {
    for (const inserted of [0, 1, 2, 4]) {
      await start({ pageSize: 5 })
      await consume({ devices: [one] })
      let written = 0
      const some = (count: number) => {
        for (; count > 0; count--) {
          server.log(one, text(written++))
          now += step
        }
      }
      some(4)
      await received(4)
      now++
      onHistory((_, path) => {
        if (gaps().length === 0 && /page=[234]$/.test(path)) some(inserted)
      })
      await drop(() => some(23))
      await received(written)
      now++
      server.log(one, 'end')
      await received(written + 1)
      expect(texts(), `${inserted} entries`).toEqual([...Array.from({ length: written }, (_, n) => text(n)), 'end'])
      expect(gaps()[0]!.filled).toBe(true)
      await stream.close()
      await server.close()
    }
  })

  it.each(['one enters far below its top', 'two equal entries meet at the border of two pages'])(
    'reads a history once more when %s',
    async (what) => {
      await start({ pageSize: 100 })
      write(lines(-10, 0))
      now += 60_000
      await consume({ devices: [one] })
      const equal = what.startsWith('two')
      const written = lines(0, 300)
      if (equal) written[200] = written[199]!
      for (const [n, text] of written.entries()) {
        if (!equal || n !== 200) now += 40
        write([text])
      }
      await received(300)
      server.fail('end')
      let left = 1
      onHistory((count, path) => {
        if (equal ? count !== 3 : !path.endsWith('page=3') || left-- <= 0) return
        // A device's entries may come into a history in the order of timestamps, of which one is late.
        server.log(one, 'new', { ts: new Date(equal ? now + 40 : now - 5000).toISOString() })
        server.history.get(one)!.sort((a, b) => (a.ts < b.ts ? -1 : +(a.ts > b.ts)))
      })
      await until(() => gaps().length === 1)
      await received(301)
      expect(texts().toSorted()).toEqual([...written, 'new'].toSorted())
      expect(gaps()).toMatchObject([{ filled: true }])
    },
  )

  it('is not misled by entries that are newer than the page that has moved', async () => {
    await start({ pageSize: 5 })
    await consume({ devices: [one] })
    write(['first'])
    await received(1)
    now++
    const missed = [...lines(0, 4), 'tick', 'tick', 'line 4', 'line 5', 'tick', 'line 6']
    const late = ['x', 'y']
    onHistory((count, path) => {
      // One moves the second page, and the next one is there only when it is found out how far.
      if (count > 1 && (late.length === 1 || path.endsWith('page=2'))) write(late.splice(0, 1))
    })
    await drop(() => write(missed))
    now++
    write(['end'])
    await received(14)
    expect(texts().toSorted()).toEqual(['first', ...missed, 'x', 'y', 'end'].toSorted())
    expect(texts().slice(0, 11)).toEqual(['first', ...missed])
  })

  it('says when the history does not reach back far enough', async () => {
    await start({ pageSize: 100 })
    await consume({ devices: [one] })
    write(lines(0, 10))
    await received(10)
    now++
    await drop(() => write(lines(10, 1009)))
    await received(1009)
    expect(texts()).toEqual(lines(0, 1009))
    now++
    await drop(() => write(lines(1009, 2209)))
    await received(2009)
    expect(texts().slice(1009)).toEqual(lines(1209, 2209))
    expect(gaps().map(({ filled }) => filled)).toEqual([true, false])
  })

  it('says so too when the entries of the gap have expired', async () => {
    await start()
    await consume({ devices: [one] })
    write(['old'])
    await received(1)
    now++
    await drop(() => {
      server.history.set(one, [])
      write(['new'])
    })
    await received(2)
    expect(gaps()[0]!.filled).toBe(false)
  })

  it.each([
    ['no history', 0],
    ['a history', 10],
    ['more history than there can be', 1500],
  ])('fills the gap of a device that has not said anything since it was added, with %s', async (_, before) => {
    await start()
    for (const line of lines(0, before)) {
      now++
      write([line])
    }
    await consume({ devices: [one, two] })
    server.log(two, 'the other one')
    await received(1, two)
    await drop(() => write(['equal time', 'equal time']))
    now++
    write(['live'])
    await received(3)
    expect(texts()).toEqual(['equal time', 'equal time', 'live'])
    expect(gaps()[0]!.filled).toBe(true)
  })

  it('counts from where the device was added, and not from where it was subscribed', async () => {
    await start()
    let added = 0
    server.intercept = (request) => {
      if (request.method === 'PUT' && added++ === 0) write(['in between'])
      return false
    }
    await consume({ devices: [one] })
    now++
    write(['first'])
    await received(1)
    await drop(() => write(['missed']))
    await received(3)
    expect(texts()).toEqual(['first', 'in between', 'missed'])
  })

  it('keeps the order of each device, and all that was missed before what is live', async () => {
    await start()
    await consume({ devices: ids })
    const random = seeded(7)
    const written = new Map(ids.map((id) => [id, 0]))
    const some = (count: number) => {
      for (; count > 0; count--) {
        const id = ids[Math.floor(random() * 8)]!
        server.log(id, `line ${written.get(id)!}`)
        written.set(id, written.get(id)! + 1)
        if (random() < 0.5) now++
      }
    }
    some(100)
    onHistory((count) => {
      if (count <= 8) some(5)
    })
    await drop(() => some(100))
    some(100)
    await until(() => ids.every((id) => texts(id).length === written.get(id)))
    for (const id of ids) expect(texts(id)).toEqual(lines(0, written.get(id)!))
    const all = messages()
    const missed = all.filter(({ backfilled }) => backfilled).map(({ timestamp }) => timestamp)
    expect(missed.length).toBeGreaterThan(100)
    expect(missed.slice(0, 100)).toEqual(missed.slice(0, 100).toSorted())
  })

  it('takes entries that are a little out of order', async () => {
    await start()
    await consume({ devices: [one] })
    const at = (ms: number, text: string) => server.log(one, text, { ts: new Date(now + ms).toISOString() })
    at(0, 'a')
    at(100, 'c')
    at(50, 'b')
    await received(3)
    await drop(() => {
      at(60, 'late')
      at(110, 'd')
      // The history is in order.
      server.history.get(one)!.sort((x, y) => (x.ts < y.ts ? -1 : 1))
    })
    await received(5)
    expect(texts()).toEqual(['a', 'c', 'b', 'late', 'd'])
  })

  it('does not double what the text format has changed', async () => {
    await start()
    await consume({ devices: [one], format: 'text' })
    write(['one\r\ntwo', ' three \n', 'tab\tbed'])
    await received(3)
    onHistory((count) => {
      if (count === 1) write(['four\r\n  five'])
    })
    await drop(() => write(['six\rseven']))
    now++
    write(['end'])
    await received(6)
    expect(texts()).toEqual(['one\ntwo', ' three \n', 'tab\tbed', 'six\rseven', 'four\r\n  five', 'end'])
  })

  it('leaves the gap open when the history is refused, and goes on', async () => {
    await start()
    await consume({ devices: [one, two] })
    write(['a'])
    await received(1)
    let refusals = 2
    server.intercept = (_request, response, path) => {
      if (!path.endsWith('/logs') || refusals-- <= 0) return false
      return refuse(response, 404)
    }
    now++
    await drop(() => write(['lost']))
    expect(gaps()[0]!.filled).toBe(false)
    expect(gaps()[0]!.error).toBeInstanceOf(NotFoundError)
    now++
    write(['b'])
    await received(2)
    now++
    await drop(() => write(['missed']))
    await received(4)
    // What could not be had is had later.
    expect(texts()).toEqual(['a', 'b', 'lost', 'missed'])
    expect(gaps()[1]!.filled).toBe(true)
  })

  it.each([403, 404, 500])('goes without when the history is refused with %i from the beginning', async (status) => {
    await start()
    let refusals = 3
    server.intercept = (_request, response, path) => {
      if (!path.endsWith(`${one}/logs`) || refusals-- <= 0) return false
      return refuse(response, status)
    }
    write(['long ago'])
    now++
    const stream = await consume({ devices: [one, two] })
    await drop(() => {
      write(['lost'])
      write(['missed'], two)
    })
    await received(1, two)
    expect(gaps()[0]).toMatchObject({ filled: false, error: { status }, devices: [one, two] })
    // From the first live entry on, everything is known; only what was logged shortly before it might have been missed.
    now += 20_001
    write(['a'])
    await received(1)
    now++
    refusals = 0
    await drop(() => write(['b']))
    await received(2)
    expect(gaps()[1]).toMatchObject({ filled: true, error: undefined })
    await stream.remove(one)
    refusals = 1
    await stream.add(one)
    now++
    // What was not known of one gap is found out for the next.
    await drop(() => write(['lost, too']))
    now++
    await drop(() => write(['c']))
    await received(3)
    expect(texts()).toEqual(['a', 'b', 'c'])
    expect(texts(two)).toEqual(['missed'])
    expect(gaps().map(({ filled }) => filled)).toEqual([false, true, false, true])
  })

  it('fills the gap at the next drop when nothing has come in between', async () => {
    await start()
    await consume({ devices: [one] })
    write(['a'])
    await received(1)
    let refusals = 1
    server.intercept = (_request, response, path) => {
      if (!path.endsWith('/logs') || refusals-- <= 0) return false
      response.writeHead(500).end()
      return true
    }
    await drop(() => write(['missed']))
    await drop(() => write(['missed too']))
    await received(3)
    expect(texts()).toEqual(['a', 'missed', 'missed too'])
    expect(gaps().map(({ filled }) => filled)).toEqual([false, true])
  })

  it('begins again when the connection fails while a gap is filled', async () => {
    await start()
    await consume({ devices: [one] })
    write(lines(0, 2))
    await received(2)
    onHistory(async (count) => {
      if (count === 1) server.fail('reset')
      if (count <= 2) write([`line ${3 + count}`])
      await turn()
    })
    await drop(() => write(lines(2, 4)))
    await received(6)
    now++
    write(['line 6'])
    await received(7)
    expect(texts()).toEqual(lines(0, 7))
    expect(gaps().every(({ filled }) => filled)).toBe(true)
  })

  it('asks for no history when it is switched off', async () => {
    await start()
    await consume({ devices: [one], backfill: false })
    write(['a'])
    await received(1)
    await drop(() => write(['missed']))
    await until(() => states('subscribed').length === 2)
    write(['b'])
    await received(2)
    expect(texts()).toEqual(['a', 'b'])
    expect(gaps()).toMatchObject([{ filled: false, devices: [one] }])
    expect(historyRequests()).toEqual([])
  })
})

describe('a history that lags behind', () => {
  it('is read when it has settled, while what is live waits', async () => {
    await start({}, { settles: false })
    await consume({ devices: [one, two] })
    write(['a'])
    await received(1)
    server.lagging.add(one)
    server.fail('end')
    write(['its last words'])
    await until(() => stream.state === 'open' && server.streams[0]?.devices.length === 2)
    now++
    write(['live'], two)
    await turn()
    await until(() => clock.pending === 2)
    clock.advance(1999)
    await turn()
    expect(historyRequests().length).toBe(2)
    expect(gaps()).toEqual([])
    expect(texts(two)).toEqual([])
    server.catchUp()
    clock.advance(1)
    await received(2)
    await received(1, two)
    expect(texts()).toEqual(['a', 'its last words'])
    expect(messages().map(({ text }) => text)).toEqual(['a', 'its last words', 'live'])
    expect(historyRequests().length).toBe(4)
    expect(gaps()).toMatchObject([{ filled: true }])
  })

  it('is asked again at the next gap', async () => {
    await start()
    await consume({ devices: [one] })
    write(['a'])
    await received(1)
    server.lagging.add(one)
    await drop(() => write(['late']))
    server.catchUp()
    now++
    write(['b'])
    await received(2)
    await drop(() => {})
    await received(3)
    expect(texts()).toEqual(['a', 'b', 'late'])
  })
})

describe('entries out of order', () => {
  const at = (seconds: number, text: string) =>
    server.log(one, text, { ts: new Date(now + seconds * 1000).toISOString() })
  const missed = ['m1', 'm2', 'm3', 'm4', 'm5']

  it.each<[string, () => Promise<void>, boolean?]>([
    ['the newest of the history, 3 s ahead, before the device is added', async () => at(3, 'ahead'), true],
    ['the first live one, 3 s ahead', async () => at(3, 'ahead')],
    ['the newest of the history, an hour ahead', async () => at(3600, 'ahead'), true],
    ['the first live one, an hour ahead', async () => at(3600, 'ahead')],
    [
      'one of many, an hour ahead',
      async () => {
        for (let n = 0; n < 71; n++) at(n === 40 ? 3600 : n / 10, `${n}`)
      },
    ],
    ['one of an unreadable timestamp', async () => server.log(one, 'odd', { ts: 'zzz' })],
    [
      'the last live one, of an unreadable timestamp',
      async () => (at(0, 'first'), server.log(one, 'odd', { ts: 'zzz' })),
    ],
  ])('lose no line in a gap: %s', async (_, before, early) => {
    for (const sorted of [false, true]) {
      await start()
      if (early) await before()
      await consume({ devices: [one] })
      if (!early) await before()
      now += 8000
      write(['live'])
      await until(() => texts().includes('live'))
      await drop(() => {
        for (const text of missed) {
          now += 100
          write([text])
        }
        if (sorted) server.history.get(one)!.sort((a, b) => (a.ts < b.ts ? -1 : 1))
      })
      await until(() => texts().includes('m5'))
      expect(texts().slice(texts().indexOf('live') + 1)).toEqual(missed)
      expect(new Set(texts()).size).toBe(texts().length)
      await stream.close()
      await server.close()
    }
  })

  it('lose no line that is older than the first live one', async () => {
    await start()
    await consume({ devices: [one] })
    at(30.673, 'later')
    await received(1)
    await drop(() => {
      at(30.667, 'earlier')
      server.history.get(one)!.reverse()
    })
    await received(2)
    expect(texts()).toEqual(['later', 'earlier'])
    expect(gaps()).toMatchObject([{ filled: true }])
  })

  it('leave a gap open when they are further off, and something may lie below what was read', async () => {
    await start({ pageSize: 100 })
    for (let n = 0; n < 300; n++) at(n, `old ${n}`)
    now += 300_000
    await consume({ devices: [one] })
    at(3600, 'ahead')
    at(0, 'live')
    await received(2)
    await drop(() => {
      at(1, 'm1')
      at(-1000, 'm2')
      server.history.get(one)!.sort((a, b) => (a.ts < b.ts ? -1 : 1))
    })
    await received(3)
    expect(gaps()).toMatchObject([{ filled: false, error: { message: expect.stringContaining('out of order') } }])
    // The whole history is known from now on.
    await drop(() => at(2, 'm3'))
    await until(() => texts().includes('m3'))
    expect(gaps()[1]).toMatchObject({ filled: true })
    expect(texts().filter((text) => text.startsWith('old'))).toEqual([])
  })
})
