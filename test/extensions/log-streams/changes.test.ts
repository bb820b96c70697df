/** Devices that are added and removed while something else is under way: of no line is lost what was promised, and none comes twice. */
import { expect, it } from 'vitest'
import { turns, until } from '../../support/clocks.ts'
import {
  clock,
  consume,
  ended,
  events,
  gaps,
  open,
  read,
  server,
  start,
  states,
  stream,
  texts,
} from '../../support/log-consumer.ts'
import { deviceIds, refuse } from '../../support/log-server.ts'

const ids = deviceIds(18)
const [one, two] = ids as [string, string]
let now: number

async function begin({ settles = true } = {}) {
  now = Date.UTC(2031, 0, 1)
  await start({ devices: ids, pageSize: 100, now: () => now }, { settles })
}
function write(device: string, ...lines: string[]) {
  for (const line of lines) {
    now += 1000
    server.log(device, line)
  }
}
const lines = (what: string, count: number) => Array.from({ length: count }, (_, n) => `${what} ${n}`)
const subscribed = (count: number) => until(() => states('subscribed').length === count)

/** Holds back who wants to pass: `held` counts those that wait, until `go`. */
function gate() {
  let go = () => {}
  const promise = new Promise<void>((resolve) => (go = resolve))
  const self = {
    held: 0,
    go: () => go(),
    pass() {
      self.held++
      return promise
    },
  }
  return self
}

/** Holds requests of a kind back. */
function hold(method: string, path: string) {
  const closed = gate()
  server.intercept = async (request, _, asked) => {
    if (request.method === method && asked.endsWith(path)) await closed.pass()
    return false
  }
  return closed
}

it.each([false, true])('removed while its gap is filled (and added again: %s)', async (again) => {
  await begin()
  write(one, ...lines('before', 60))
  await consume({ devices: [one, two] })
  await subscribed(2)
  write(one, ...lines('live', 5))
  await until(() => texts().length === 5)
  const closed = hold('GET', `${one}/logs`)
  server.fail('end')
  write(one, 'missed')
  await until(() => closed.held > 0)
  write(one, 'waiting')
  await stream.remove(one)
  const adding = again ? stream.add(one) : undefined
  closed.go()
  await adding
  await until(() => texts().includes('waiting'))
  write(two, 'the end')
  await until(() => texts().includes('the end'))
  expect(texts(one)).toEqual([...lines('live', 5), 'waiting'])
  expect(gaps().map(({ devices, filled }) => ({ devices, filled }))).toEqual([{ devices: [two], filled: true }])
  if (!again) return
  server.fail('end')
  write(one, 'missed later')
  await until(() => texts().includes('missed later'))
  expect(texts(one)).toEqual([...lines('live', 5), 'waiting', 'missed later'])
})

it('refused at a reconnect, and added again before the gap is told: the gap is filled', async () => {
  await begin()
  await consume({ devices: [one, two] })
  await subscribed(2)
  write(one, 'live')
  await until(() => texts().length === 1)
  const closed = hold('GET', `${two}/logs`)
  const holding = server.intercept!
  let refused = false
  server.intercept = (request, response, path) => {
    if (refused || request.method !== 'PUT' || !path.endsWith(one)) return holding(request, response, path)
    refused = true
    return refuse(response, 403)
  }
  server.fail('end')
  write(one, 'missed')
  await until(() => states('unsubscribed').length === 1)
  await stream.add(one)
  closed.go()
  await until(() => gaps().length > 0)
  write(one, 'later')
  await until(() => texts().includes('later'))
  expect(texts(one)).toEqual(['live', 'missed', 'later'])
  expect(gaps().every(({ filled }) => filled)).toBe(true)
})

it.each([0, 3])('removed and added again before the history has what it gave (history: %i)', async (history) => {
  await begin()
  write(one, ...lines('before', 60))
  now += 60_000
  await consume({ devices: [one, two], history })
  await subscribed(2)
  const had = history ? lines('before', 60).slice(-history) : []
  await until(() => texts(one).length === had.length)
  server.lagging.add(one)
  write(one, 'line 1')
  await until(() => texts(one).includes('line 1'))
  await stream.remove(one)
  await stream.add(one)
  await subscribed(3)
  await turns()
  server.catchUp()
  write(one, 'line 2')
  await until(() => texts(one).includes('line 2'))
  server.fail('end')
  write(one, 'missed')
  await until(() => texts(one).includes('missed'))
  expect(texts(one)).toEqual([...had, 'line 1', 'line 2', 'missed'])
  expect(gaps()).toMatchObject([{ reason: 'ended', filled: true }])
})

it.each([false, true])(
  'added while another one settles, and its history takes longer than that (subscribing, too: %s)',
  async (late) => {
    await begin({ settles: false })
    write(one, ...lines('one', 60))
    write(two, ...lines('two', 60))
    await consume({ devices: [one], history: 5 })
    await until(() => clock.due - clock.now() === 2000)
    const [reading, subscribing] = [gate(), gate()]
    let first = true
    server.intercept = async (request, _, path) => {
      if (path.endsWith(`${two}/logs`) && first) {
        first = false
        await reading.pass()
      }
      if (late && request.method === 'PUT') await subscribing.pass()
      return false
    }
    const adding = stream.add(two)
    await until(() => reading.held > 0)
    clock.advance(2000)
    await turns()
    reading.go()
    if (late) await until(() => subscribing.held > 0)
    await turns()
    write(two, 'between')
    await turns()
    subscribing.go()
    await adding
    const settled = () => clock.due - clock.now() <= 2000 && clock.next()
    await until(() => texts(two).length > 4, settled)
    write(two, 'live')
    await until(() => texts(two).includes('live'), settled)
    // Subscribed late, it begins with the last lines by then.
    expect(texts(two)).toEqual([...lines('two', 60).slice(-5), 'between', 'live'])
    expect(gaps()).toEqual([])
  },
)

it.each([0, 2])(
  'added while there is no connection: its lines until there is one are missed (history: %i)',
  async (history) => {
    await begin()
    write(two, ...lines('before', 10))
    await consume({ devices: [one], history }, { random: () => 0.99 })
    await subscribed(1)
    server.fail('end')
    await until(() => stream.state === 'waiting')
    await stream.add(two)
    expect(stream.devices).toEqual([one, two])
    await until(() => server.requests.includes(`GET /devices/${two}/logs`))
    await turns()
    write(one, 'line of one')
    write(two, 'line of two')
    clock.advance(30_000)
    await until(() => texts(two).length > history)
    write(two, 'later')
    await until(() => texts(two).includes('later'))
    expect(texts(one)).toEqual(['line of one'])
    expect(texts(two)).toEqual([...(history ? ['before 8', 'before 9'] : []), 'line of two', 'later'])
    expect(gaps()).toMatchObject([{ devices: history ? [one] : [one, two], filled: true }])
  },
)

it('added again later, with a history: its entries are not taken for disorder', async () => {
  await begin()
  write(one, ...lines('before', 60))
  await consume({ devices: [one, two], history: 3 })
  await until(() => texts().length === 3)
  write(one, 'live')
  await until(() => texts().length === 4)
  await stream.remove(one)
  write(one, ...lines('away', 100))
  await stream.add(one)
  await until(() => texts().length === 7)
  expect(texts()).toEqual([...lines('before', 60).slice(-3), 'live', ...lines('away', 100).slice(-3)])
  expect(gaps()).toEqual([])
})

it.each(['the history lags once by more than it may', 'its consumer has lines yet to read'])(
  'when %s, entries in their order are not taken for disorder',
  async (what) => {
    await begin()
    write(one, ...lines('before', 300))
    await consume({ devices: [one, two] })
    await subscribed(2)
    if (what.startsWith('its')) {
      // Entered when the device is added again, and once more when they are read.
      const closed = hold('GET', `${one}/logs`)
      await stream.remove(one)
      const adding = stream.add(one)
      await until(() => closed.held > 0)
      write(one, 'unread')
      closed.go()
      await adding
      write(one, 'live')
    } else {
      server.lagging.add(one)
      write(one, 'live')
    }
    await until(() => texts(one).includes('live'))
    for (let n = 1; n <= 3; n++) {
      server.fail('end')
      await until(() => gaps().length === n)
      await until(() => stream.state === 'open')
      server.catchUp()
    }
    expect(gaps().map(({ filled }) => filled)).toEqual([true, true, true])
    expect(texts(one)).toEqual(['live'])
  },
)

/** The next request of a method is carried out, and its answer a gateway's. */
function failAfter(method: string) {
  server.intercept = (request, response) => {
    if (request.method === method) {
      server.intercept = undefined
      const writeHead = response.writeHead.bind(response)
      response.writeHead = () => writeHead(502)
    }
    return false
  }
}

it('refused after it was added: nothing of it comes, and it takes no room', async () => {
  await begin()
  await consume({ devices: ids.slice(0, 7), streams: 1 })
  await subscribed(7)
  failAfter('PUT')
  await expect(stream.add(ids[8]!)).rejects.toMatchObject({ status: 502 })
  await until(() => states('subscribed').length === 14)
  write(ids[8]!, 'of none')
  await stream.add(ids[9]!)
  await subscribed(15)
  for (const id of stream.devices) write(id, 'live')
  await until(() => texts().length === 8)
  expect(texts()).toEqual(lines('live', 8).map(() => 'live'))
  expect(states('unsubscribed')).toEqual([])
  expect(gaps()).toMatchObject([{ filled: true }])
})

it('refused again and again after it was added: the streams are not taken by another client', async () => {
  await begin()
  await consume({ devices: [one] })
  await subscribed(1)
  for (let n = 1; n <= 8; n++) {
    failAfter('PUT')
    await expect(stream.add(two)).rejects.toMatchObject({ status: 502 })
    await until(() => gaps().length === n)
  }
  expect(stream.state).toBe('open')
  expect(gaps().map(({ reason, filled }) => [reason, filled])).toEqual(gaps().map(() => ['failed', true]))
})

it('refused for now, with 429: it was not added, and the others are not disturbed', async () => {
  await begin()
  await consume({ devices: [one] })
  await subscribed(1)
  server.intercept = (request, response) => request.method === 'PUT' && refuse(response, 429)
  await expect(stream.add(two)).rejects.toMatchObject({ status: 429 })
  write(one, 'live')
  await until(() => texts().length === 1)
  expect(gaps()).toEqual([])
})

it.each([2, 12])('of %i, refused after it was removed: it is streamed on', async (count) => {
  await begin()
  await open({ devices: ids.slice(0, count) })
  write(one, 'live')
  failAfter('DELETE')
  await expect(stream.remove(one)).rejects.toMatchObject({ status: 502 })
  read(stream)
  await until(() => gaps().length > 0)
  write(one, 'later')
  await until(() => texts().includes('later'))
  expect(stream.devices.length).toBe(count)
  expect(texts(one)).toEqual(['live', 'later'])
  expect(gaps()).toMatchObject([{ filled: true }])
  expect(states('unsubscribed').length).toBeLessThan(2)
})

it('taken away by the service and added again, it is the latest', async () => {
  await begin()
  const last = ids[17]!
  await consume({ devices: ids.slice(0, 8), streams: 2, evictOldest: true })
  await subscribed(8)
  server.streams[0]!.devices.shift()
  server.raw(`event: state_change\ndata: {"state":"unsubscribed","device_id":"${one}"}\n\n`)
  await until(() => !stream.devices.includes(one))
  await stream.add(ids[8]!)
  await stream.add(one)
  expect(stream.devices).toEqual([...ids.slice(1, 9), one])
  for (const id of ids.slice(9, 16)) await stream.add(id)
  await stream.add(last)
  expect(stream.devices).toEqual([...ids.slice(2, 9), one, ...ids.slice(9, 16), last])
})

it.each<[string, number, string | undefined]>([
  ['408', 408, undefined],
  ['425', 425, undefined],
  ["a gateway's 403", 403, '<html>'],
  ["a gateway's 404", 404, '<html>'],
  ["a gateway's 200", 200, '<html>'],
  ['an answer cut off', 201, '{"data":{"attri'],
  ['an answer without an address', 201, '{"data":{}}'],
  ['an empty answer', 204, undefined],
])('a reconnect that meets %s is tried again', async (_, status, body) => {
  await begin()
  for (const [method, path] of [
    ['POST', '/logstream'],
    ['GET', '/logstream/stream-'],
    ['PUT', one],
  ] as const) {
    if (method === 'GET' && status > 200 && status < 300) continue
    if (method === 'PUT' && status < 300) continue
    await consume({ devices: [one, two] })
    await subscribed(2)
    let left = 1
    server.intercept = (request, response, asked) => {
      if (request.method !== method || !asked.includes(path) || left-- <= 0) return false
      response.writeHead(status, body ? { 'content-type': 'text/html' } : {}).end(body)
      return true
    }
    server.fail('end')
    write(one, 'missed')
    await until(
      () => texts().length > 0 || stream.state === 'closed',
      () => clock.pending && clock.next(),
    )
    expect([method, stream.state, stream.devices, texts()]).toEqual([method, 'open', [one, two], ['missed']])
    expect(left).toBeLessThan(1)
    await stream.close()
    await ended
    expect(events.length).toBeGreaterThan(0)
  }
})
