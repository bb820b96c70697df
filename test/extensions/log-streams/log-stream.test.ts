import { getEventListeners } from 'node:events'
import type { ServerResponse } from 'node:http'
import { describe, expect, it } from 'vitest'
import {
  ArgumentError,
  ConfinementError,
  LogStreamError,
  NotFoundError,
  ParseError,
  PermissionError,
} from '../../support/errors.ts'
import { confine } from '../../../src/extensions/confinement.ts'
import {
  clock,
  consume,
  ended,
  events,
  gaps,
  messages,
  open,
  read,
  sent,
  server,
  start as service,
  states,
  stream,
  texts,
} from '../../support/log-consumer.ts'
import { turn, turns, until } from '../../support/clocks.ts'
import {
  deviceIds,
  type Fault,
  type LogServerOptions,
  refuse as refuseWith,
  sse,
  startLogServer,
} from '../../support/log-server.ts'

const ids = deviceIds(12)
const [one, two, three] = ids as [string, string, string]

const start = (options: LogServerOptions = {}) => service({ devices: ids, ...options })
const subscribed = (count: number) => until(() => states('subscribed').length >= count)

/** Keeps one request from being answered until it is let go. */
function hold(method: string, pattern: RegExp) {
  let letGo = () => {}
  const gate = new Promise<void>((resolve) => {
    letGo = resolve
  })
  let held = false
  server.intercept = async (request, _, path) => {
    if (held || request.method !== method || !pattern.test(path)) return false
    held = true
    await gate
    return false
  }
  return { reached: () => until(() => held), letGo }
}

/** Answers requests with an error status, as often as is said. */
function refuse(method: string, pattern: RegExp, status: number, times = Infinity) {
  server.intercept = (request, response, path) => {
    if (request.method !== method || !pattern.test(path) || times-- <= 0) return false
    return refuseWith(response, status, status === 403 ? 'PX001' : 'XX001')
  }
}

describe('opening', () => {
  it('creates, opens, waits for `opened`, and adds the devices in order', async () => {
    await start()
    let opened = () => {}
    server.intercept = async (request, _, path) => {
      if (request.method === 'GET' && path.startsWith('/logstream')) {
        await new Promise<void>((resolve) => {
          opened = resolve
        })
      }
      return false
    }
    const opening = consume({ devices: [two, one, { id: three }], backfill: false })
    await until(() => server.requests.length === 2)
    expect(server.requests).toEqual(['POST /logstream', 'GET /logstream/stream-1?format=json'])
    opened()
    const stream = await opening
    expect(server.requests.slice(2)).toEqual([two, one, three].map((device) => `PUT /logstream/stream-1/${device}`))
    expect(stream.state).toBe('open')
    expect(stream.devices).toEqual([two, one, three])
    await subscribed(3)
    expect(events).toEqual([
      { type: 'state_change', state: 'opened' },
      ...[two, one, three].map((deviceId) => ({ type: 'state_change', state: 'subscribed', deviceId })),
    ])
  })

  it.each([
    ['json', 'captured'],
    ['json', 'how-to'],
    ['text', 'captured'],
  ] as const)('yields the same entries for %s (%s keys)', async (format, keys) => {
    await start({ keys })
    await consume({ devices: [one], format })
    server.log(one, '  two\n  lines', { ts: '2026-05-01T09:00:00.123Z', type: 'agent.log', log_type: 'production' })
    await until(() => texts().length === 1)
    expect(sent('GET /logstream')).toEqual([`GET /logstream/stream-1?format=${format}`])
    expect(messages()).toEqual([
      {
        type: 'message',
        deviceId: one,
        timestamp: '2026-05-01T09:00:00.123Z',
        logType: 'production',
        entryType: 'agent.log',
        text: '  two\n  lines',
        backfilled: false,
      },
    ])
  })

  it('takes MAC addresses and agent ids, and knows their devices by id', async () => {
    await start({ aliases: { '0c:2a:69:05:0d:62': two, T1oUmIZ3At_N: three } })
    const stream = await consume({ devices: [one.toUpperCase(), '0c:2a:69:05:0d:62'] })
    await stream.add('T1oUmIZ3At_N')
    await stream.add(two)
    expect(stream.devices).toEqual([one, two, three])
    server.log(two, 'a line')
    await until(() => texts(two).length === 1)
    server.fail('end')
    await subscribed(6)
    await stream.remove('0c:2a:69:05:0d:62')
    expect(stream.devices).toEqual([one, three])
    await until(() => states('unsubscribed').length === 1)
    expect(gaps()[0]!.devices).toEqual([one, two, three])
  })

  it('streams the devices of a device group, up to eight', async () => {
    await start()
    const devicesOf = (count: number) => ({
      groupDevices: async function* (group: string) {
        expect(group).toBe('the group')
        for (const id of ids.slice(0, count)) yield { id }
      },
    })
    const stream = await consume({ deviceGroup: 'the group', streams: 1 }, devicesOf(8))
    expect(stream.devices).toEqual(ids.slice(0, 8))
    const opening = open({ deviceGroup: 'the group', streams: 1 }, devicesOf(9))
    await expect(opening).rejects.toThrow(LogStreamError)
    await expect(opening).rejects.toThrow('There are 9 devices, and 1 log stream carries 8 devices at most')
  })

  it.each([
    ['relative to the API', (id: string) => `/logstream/${id}`],
    ['relative to the origin', (id: string) => `/v5/logstream/${id}`],
    ['relative', (id: string) => `logstream/${id}`],
    ['with a query', (id: string) => `${server.url}/logstream/${id}?key=a%20b&format=text`],
  ])('takes an address that is %s', async (_, address) => {
    await start()
    server.intercept = (request, response) => {
      if (request.method !== 'POST') return false
      const end = response.end.bind(response)
      response.end = ((body: string) => {
        const answer = JSON.parse(body) as { data: { id: string; attributes: { url: string } } }
        answer.data.attributes.url = address(answer.data.id)
        return end(JSON.stringify(answer))
      }) as typeof response.end
      return false
    }
    await consume({ devices: [one] })
    await subscribed(1)
    expect(sent('GET /logstream')[0]).toMatch(/^GET \/logstream\/stream-1\?(key=a%20b&|key=a\+b&)?format=json$/)
    expect(sent('PUT')).toEqual([`PUT /logstream/stream-1/${one}`])
  })

  it('sends nothing to an address outside the API', async () => {
    await start()
    const elsewhere = await startLogServer()
    server.intercept = (request, response) => {
      if (request.method !== 'POST') return false
      response.end(JSON.stringify({ data: { attributes: { url: `${elsewhere.url}/logstream/1` } } }))
      return true
    }
    const confined = confine({ baseUrl: server.url })(fetch)
    await expect(open({ devices: [one] }, { fetch: confined })).rejects.toThrow(ConfinementError)
    expect(elsewhere.requests).toEqual([])
    await elsewhere.close()
  })

  it('fails with the typed error of the service', async () => {
    await start({ devices: [one] })
    await expect(open({ devices: [one, two] })).rejects.toThrow(NotFoundError)
    await expect(open({ devices: ['0c:2a:69:05:0d:62'] })).rejects.toThrow(NotFoundError)
    refuse('POST', /./, 403)
    await expect(open()).rejects.toThrow(PermissionError)
    refuse('PUT', /./, 403)
    await expect(open({ devices: [one] })).rejects.toThrow(PermissionError)
    await until(() => server.active.size === 0)
  })

  it('refuses what is no device, before anything is sent', async () => {
    await start()
    for (const device of ['', '.', '..', '5000d8c46a56\ud800', '\udfff', undefined, 7, {}]) {
      await expect(open({ devices: [device as string] })).rejects.toThrow(ArgumentError)
    }
    await expect(open({ devices: ids.slice(0, 9), streams: 1 })).rejects.toThrow('8 devices')
    expect(server.requests).toEqual([])
  })

  it('does not take a page for a stream', async () => {
    await start()
    server.intercept = (request, response, path) => {
      if (request.method !== 'GET' || !path.startsWith('/logstream')) return false
      response.setHeader('content-type', 'text/html')
      response.end('<h1>Welcome to the hotel</h1>')
      return true
    }
    await expect(open()).rejects.toThrow(ParseError)
    server.intercept = (request, response, path) => {
      if (request.method !== 'GET' || !path.startsWith('/logstream')) return false
      response.writeHead(204, { 'content-type': 'text/event-stream' }).end()
      return true
    }
    await expect(open()).rejects.toThrow(ParseError)
    server.intercept = (request, response) => {
      if (request.method === 'POST') response.end('{}')
      return request.method === 'POST'
    }
    await expect(open()).rejects.toThrow('data.attributes.url')
  })

  it('gives up after three attempts without an answer', async () => {
    await start()
    refuse('POST', /./, 503)
    await expect(open()).rejects.toMatchObject({ status: 503 })
    expect(server.requests.length).toBe(3)
    refuse('GET', /./, 404)
    await expect(open()).rejects.toThrow(LogStreamError)
  })
})

describe('devices', () => {
  it('are added and removed', async () => {
    await start()
    const stream = await consume()
    expect(stream.devices).toEqual([])
    await Promise.all([stream.add(one), stream.add(two), stream.add(one)])
    expect(sent('PUT').length).toBe(2)
    server.log(one, 'a')
    await until(() => texts().length === 1)
    await stream.remove(one)
    await stream.remove(one)
    await stream.remove(three)
    expect(sent('DELETE')).toEqual([`DELETE /logstream/stream-1/${one}`])
    expect(stream.devices).toEqual([two])
    server.log(one, 'b')
    server.log(two, 'c')
    await until(() => texts().length === 2)
    expect(texts()).toEqual(['a', 'c'])
    expect(events.find((event) => event.type === 'state_change' && event.state === 'unsubscribed')).toEqual({
      type: 'state_change',
      state: 'unsubscribed',
      deviceId: one,
      requested: true,
    })
    await Promise.all([stream.remove(two), stream.add(two)])
    await until(() => states('subscribed').length === 3)
    expect(stream.devices).toEqual([two])
  })

  it('are not added when the service refuses them', async () => {
    await start({ devices: [one, two] })
    const stream = await consume({ devices: [one] })
    await expect(stream.add(three)).rejects.toThrow(NotFoundError)
    refuse('PUT', /./, 403)
    await expect(stream.add(two)).rejects.toThrow(PermissionError)
    await expect(stream.add('')).rejects.toThrow(ArgumentError)
    expect(stream.devices).toEqual([one])
    server.log(one, 'still there')
    await until(() => texts().length === 1)
  })

  it('stay when the service fails to remove them, and can then be removed', async () => {
    await start()
    const stream = await consume({ devices: [one, two] })
    await subscribed(2)
    refuse('DELETE', /./, 500, 1)
    await expect(stream.remove(one)).rejects.toMatchObject({ status: 500 })
    expect(stream.devices).toEqual([one, two])
    server.log(one, 'live')
    await until(() => texts(one).length === 1)
    server.fail('end')
    server.log(one, 'missed')
    await subscribed(4)
    await until(() => texts(one).length === 2)
    await stream.remove(one)
    expect(stream.devices).toEqual([two])
    expect(server.streams[0]!.devices).toEqual([two])
    await until(() => states('unsubscribed').length === 1)
    expect(texts(one)).toEqual(['live', 'missed'])
    expect(events.at(-1)).toMatchObject({ state: 'unsubscribed', deviceId: one, requested: true })
  })

  it.each<[string, string, RegExp]>([
    ['they are being added', 'PUT', new RegExp(two)],
    ['others are being added', 'PUT', new RegExp(one)],
    ['their history is read', 'GET', /logs$/],
  ])('are not streamed any more when they are removed while %s again', async (_, method, pattern) => {
    await start()
    const history = { history: undefined }
    const stream = await consume({ devices: [one] }, method === 'PUT' ? history : {})
    const { reached, letGo } = hold('POST', /logstream/)
    server.fail('end')
    await reached()
    await stream.add(two)
    const adding = hold(method, pattern)
    letGo()
    await adding.reached()
    const removing = stream.remove(two)
    // Time enough for a request to overtake the one that is held.
    for (let n = 0; n < 3; n++) await fetch(`${server.url}/devices/${one}`)
    adding.letGo()
    await removing
    expect(stream.devices).toEqual([one])
    await until(() => gaps().length === 1)
    expect(server.streams[0]!.devices).toEqual([one])
    server.fail('end')
    await until(() => gaps().length === 2)
    expect(gaps()[1]!.devices).toEqual([one])
  })

  it('refuses a ninth', async () => {
    await start()
    const stream = await consume({ devices: ids.slice(0, 8), streams: 1 })
    await expect(stream.add(ids[8]!)).rejects.toThrow(LogStreamError)
    await stream.add(one)
    expect(stream.devices).toEqual(ids.slice(0, 8))
    expect(sent('PUT').length).toBe(8)
  })

  it('lets a ninth push out the first on request', async () => {
    await start()
    const stream = await consume({ devices: ids.slice(0, 8), streams: 1, evictOldest: true })
    await stream.add(ids[8]!)
    await until(() => states('unsubscribed').length === 1)
    expect(states('unsubscribed')).toEqual([one])
    expect(stream.devices).toEqual(ids.slice(1, 9))
    server.fail('end')
    await subscribed(17)
    expect(server.streams[0]!.devices).toEqual(ids.slice(1, 9))
  })

  it('lets none go for a ninth that is refused', async () => {
    await start()
    const stream = await consume({ devices: ids.slice(0, 8), streams: 1, evictOldest: true })
    await subscribed(8)
    await expect(stream.add('5000d8c46a56cfff')).rejects.toThrow(NotFoundError)
    refuse('PUT', /./, 403)
    await expect(stream.add(ids[8]!)).rejects.toThrow(PermissionError)
    expect(stream.devices).toEqual(ids.slice(0, 8))
    server.intercept = undefined
    server.fail('end')
    server.log(one, 'missed')
    await subscribed(16)
    await until(() => texts(one).length === 1)
    expect(server.streams[0]!.devices).toEqual(ids.slice(0, 8))
  })

  it('can be added again after a ninth has pushed them out', async () => {
    await start()
    const opened = await open({ devices: ids.slice(0, 8), streams: 1, evictOldest: true })
    await opened.add(ids[8]!)
    await opened.add(one)
    // What the service said of the evictions is only read now.
    read(opened)
    await until(() => states('unsubscribed').length === 2)
    expect(states('unsubscribed')).toEqual([one, two])
    expect(events.flatMap((event) => ('requested' in event ? [event.requested] : []))).toEqual([false, false])
    const now = [...ids.slice(2, 9), one]
    expect(opened.devices).toEqual(now)
    server.raw(sse('state_change', `unsubscribed ${one}`))
    await until(() => states('unsubscribed').length === 3)
    expect(opened.devices).toEqual(now.slice(0, 7))
  })

  it('reports a device that the service takes away, and does not take it back', async () => {
    await start()
    const stream = await consume({ devices: [one, two] })
    server.raw(sse('state_change', `unsubscribed ${one}`))
    await until(() => states('unsubscribed').length === 1)
    expect(events.at(-1)).toEqual({ type: 'state_change', state: 'unsubscribed', deviceId: one, requested: false })
    expect(stream.devices).toEqual([two])
    server.fail('end')
    await subscribed(3)
    expect(server.streams[0]!.devices).toEqual([two])
  })

  it('are remembered while there is no connection', async () => {
    await start()
    const stream = await consume({ devices: [one, two] })
    const { reached, letGo } = hold('POST', /logstream/)
    server.fail('reset')
    await reached()
    await stream.add(three)
    await stream.remove(one)
    expect(stream.devices).toEqual([two, three])
    letGo()
    await subscribed(4)
    expect(server.streams[0]!.devices).toEqual([two, three])
  })

  it.each<[string, string, RegExp]>([
    ['others are being added', 'PUT', new RegExp(two)],
    ['a gap is filled', 'GET', /logs/],
  ])('are remembered while %s', async (_, method, pattern) => {
    await start()
    const stream = await consume({ devices: [one, two] })
    const { reached, letGo } = hold(method, pattern)
    server.fail('reset')
    await reached()
    await stream.add(three)
    letGo()
    await subscribed(5)
    expect(server.streams[0]!.devices).toEqual([one, two, three])
  })

  it('lead to a new stream when the service no longer knows this one', async () => {
    await start()
    const stream = await open({ devices: [one] })
    // The service has forgotten the stream, the connection does not know yet.
    server.streams = []
    await stream.add(two)
    expect(stream.devices).toEqual([one, two])
    read(stream)
    await until(() => gaps().length === 1)
    await subscribed(2)
    expect(server.streams[0]!.devices).toEqual([one, two])
    await stream.close()
  })
})

describe('reconnecting', () => {
  it.each([
    ['reset', 'failed'],
    ['end', 'ended'],
    ['closed', 'closed'],
    ['silence', 'idle'],
    ['mid-event', 'ended'],
    ['mid-character', 'ended'],
  ] as const)('makes a new stream after %s', async (fault, reason) => {
    await start()
    const states: string[] = []
    await consume({ devices: [one, two], onStateChange: (state) => states.push(state) })
    server.log(one, 'before')
    await until(() => texts().length === 1)
    server.fail(fault)
    server.log(one, 'missed')
    await until(
      () => gaps().length === 1,
      () => clock.advance(1000),
    )
    server.log(one, 'after')
    await until(() => texts().length === 3)
    expect(texts()).toEqual(['before', 'missed', 'after'])
    expect(messages().map(({ backfilled }) => backfilled)).toEqual([false, true, false])
    expect(gaps()).toMatchObject([{ reason, devices: [one, two], filled: true }])
    expect(states).toEqual(['open', 'waiting', 'connecting', 'open'])
    expect(server.streams.length).toBe(1)
  })

  it('tries again when the address of a stream is refused', async () => {
    await start()
    refuse('GET', /^\/logstream/, 404, 1)
    await consume({ devices: [one] })
    await subscribed(1)
    expect(sent('POST').length).toBe(2)
    expect(gaps()).toEqual([])
    refuse('GET', /^\/logstream/, 410, 2)
    server.fail('end')
    await subscribed(2)
    expect(sent('POST').length).toBe(5)
    expect(gaps()).toMatchObject([{ reason: 'ended', filled: true }])
  })

  it('tries again after 5xx, 429 and network errors, and ends with the typed error of other refusals', async () => {
    await start()
    await consume({ devices: [one] })
    await subscribed(1)
    refuse('POST', /./, 503, 2)
    server.fail('end')
    await subscribed(2)
    refuse('POST', /./, 429, 2)
    server.fail('end')
    await subscribed(3)
    let resets = 2
    server.intercept = (request) => {
      if (request.method !== 'POST' || resets-- <= 0) return false
      request.socket.resetAndDestroy()
      return true
    }
    server.fail('end')
    await subscribed(4)
    expect(gaps().map(({ reason }) => reason)).toEqual(['ended', 'ended', 'ended'])
    refuse('POST', /./, 403)
    server.fail('end')
    await expect(ended).rejects.toThrow(PermissionError)
    expect(stream.state).toBe('closed')
    await expect(stream.add(two)).rejects.toThrow(LogStreamError)
    expect(await stream.next()).toEqual({ value: undefined, done: true })
  })

  it('finds out whether the stream or the device is gone', async () => {
    await start()
    await consume({ devices: [one] })
    await subscribed(1)
    refuse('PUT', /./, 404, 1)
    server.fail('end')
    await subscribed(2)
    refuse('PUT', /./, 404)
    const { intercept } = server
    server.intercept = (request, response, path) => {
      if (path !== `/devices/${one}`) return intercept!(request, response, path)
      return refuseWith(response, 404)
    }
    server.fail('end')
    await expect(ended).rejects.toThrow(NotFoundError)
  })

  it('waits longer from attempt to attempt, with full jitter, until a stream has lived', async () => {
    await start()
    const waits: number[] = []
    const setTimeout = clock.setTimeout.bind(clock)
    clock.setTimeout = (callback, ms) => {
      // Those of the reading stream apart.
      if (stream?.state === 'waiting') waits.push(ms)
      return setTimeout(callback, stream?.state === 'waiting' ? 0 : ms)
    }
    await consume({ devices: [one] }, { random: () => 0.5 })
    await subscribed(1)
    server.fail('end')
    await subscribed(2)
    refuse('POST', /./, 503, 8)
    server.fail('end')
    await subscribed(3)
    expect(waits).toEqual([250, 500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000, 15_000])
    waits.length = 0
    clock.advance(20_000)
    server.fail('end')
    await subscribed(4)
    expect(waits).toEqual([250])
    server.raw('retry: 3000\n\n')
    server.log(one, 'read')
    await until(() => texts().includes('read'))
    clock.advance(20_000)
    waits.length = 0
    server.fail('end')
    await subscribed(5)
    expect(waits).toEqual([1500])
  })

  it('starts over when an event is too long to be one', async () => {
    await start()
    await consume({ devices: [one] })
    server.raw('data: '.padEnd(1 << 20, 'x'))
    await until(
      () => gaps().length === 1,
      () => server.raw('x'),
    )
    expect(gaps()[0]!.reason).toBe('failed')
  })
})

describe('another holder of the account', () => {
  /** Closes our stream as soon as it is open, so many times. */
  const evict = (times: number, how: Fault = 'closed', before?: () => void) => {
    server.intercept = (_request, response: ServerResponse, path) => {
      if (/^\/logstream\/[^/]+\/./.test(path)) {
        response.on('finish', () => {
          before?.()
          if (times-- > 0) server.fail(how)
        })
      }
      return false
    }
  }

  it('may close a stream once', async () => {
    await start()
    await consume({ devices: [one] })
    await subscribed(1)
    server.fail('closed')
    await subscribed(2)
    server.log(one, 'a line')
    await until(() => texts().length === 1)
    expect(gaps()).toMatchObject([{ reason: 'closed', filled: true }])
  })

  it.each([
    ['it closes at once', 'closed', 3],
    ['end without a word, of which it takes twice as many', 'end', 6],
  ] as const)('ends the stream with a typed error after new ones that %s', async (_, how, count) => {
    await start()
    await consume({ devices: [one] })
    await subscribed(1)
    evict(100, how)
    server.fail(how)
    await expect(ended).rejects.toThrow(LogStreamError)
    expect(sent('POST').length).toBe(1 + count)
    expect(server.streams).toEqual([])
  })

  it('does not end it when they break, as they do when the network is bad', async () => {
    await start()
    await consume({ devices: [one] })
    await subscribed(1)
    evict(20, 'reset')
    server.fail('reset')
    await until(() => sent('POST').length === 22 && server.streams.length === 1)
    server.log(one, 'a line')
    await until(() => texts().includes('a line'))
  })

  it('does not end it when they carried entries', async () => {
    await start()
    await consume({ devices: [one] })
    await subscribed(1)
    evict(20, 'end', () => server.log(one, 'a line'))
    server.fail('end')
    await subscribed(22)
  })

  it('does not end it when others could not be opened in between', async () => {
    await start()
    await consume({ devices: [one] })
    await subscribed(1)
    evict(20, 'end')
    const { intercept } = server
    server.intercept = (request, response, path) => {
      if (request.method !== 'POST' || sent('POST').length % 5) return intercept!(request, response, path)
      request.socket.resetAndDestroy()
      return true
    }
    server.fail('end')
    await until(() => sent('POST').length > 25 && server.streams.length === 1)
    server.log(one, 'a line')
    await until(() => texts().includes('a line'))
  })

  it('ends it also when the new streams are gone before a device is added', async () => {
    await start()
    await consume({ devices: [one] })
    await subscribed(1)
    server.intercept = (request) => {
      if (request.method === 'PUT') server.fail('closed')
      return false
    }
    server.fail('closed')
    await expect(ended).rejects.toThrow(LogStreamError)
    expect(sent('POST').length).toBe(4)
  })

  it('does not end a stream that lives in between', async () => {
    await start()
    await consume({ devices: [one] })
    for (let n = 1; n <= 6; n++) {
      await subscribed(n)
      if (n % 2) clock.advance(10_000)
      server.fail('closed')
    }
    await subscribed(7)
  })
})

describe('an idle connection', () => {
  it('is one without a byte for the idle time; a comment is enough', async () => {
    await start()
    await consume({ devices: [one], idleTimeout: 1000 })
    await subscribed(1)
    for (let n = 0; n < 5; n++) {
      clock.advance(999)
      server.raw(': keep-alive\n')
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    expect(gaps()).toEqual([])
    clock.advance(1000)
    await until(() => gaps().length === 1)
    expect(gaps()[0]!.reason).toBe('idle')
  })

  it('is not one whose reader is paused by its consumer', async () => {
    await start()
    const stream = await open({ devices: [one], idleTimeout: 1000 })
    expect((await stream.next()).value).toEqual({ type: 'state_change', state: 'opened' })
    clock.advance(1_000_000)
    server.log(one, 'a line')
    expect((await stream.next()).value).toMatchObject({ state: 'subscribed' })
    expect((await stream.next()).value).toMatchObject({ text: 'a line' })
    expect(sent('POST').length).toBe(1)
  })

  it('is never one when the idle time is switched off', async () => {
    await start()
    await consume({ devices: [one], idleTimeout: 0 })
    await subscribed(1)
    clock.advance(10_000_000)
    expect(clock.pending).toBe(0)
    server.log(one, 'a line')
    await until(() => texts().length === 1)
    expect(sent('POST').length).toBe(1)
  })

  it('is noticed while it opens', async () => {
    await start()
    server.intercept = (request, response, path) => {
      if (request.method !== 'GET' || !path.startsWith('/logstream')) return false
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(': hello\n\n')
      return true
    }
    const opening = expect(open()).rejects.toThrow(/could not be opened: idle/)
    for (let n = 1; n <= 3; n++) {
      await until(() => sent('POST').length === n && clock.pending === 1)
      clock.advance(90_000)
    }
    await opening
  })
})

describe('endings', () => {
  /** Nothing of the stream is left, on either side. */
  const nothingLeft = async (signal?: AbortSignal) => {
    await until(() => server.active.size === 0)
    expect(clock.pending).toBe(0)
    if (signal) expect(getEventListeners(signal, 'abort')).toEqual([])
  }

  it('`break` ends the connection', async () => {
    await start()
    const { signal } = new AbortController()
    const stream = await open({ devices: [one], signal })
    for await (const event of stream) if (event.type === 'state_change') break
    expect(stream.state).toBe('closed')
    await nothingLeft(signal)
    expect(await stream.next()).toEqual({ value: undefined, done: true })
  })

  it('`close()` ends the connection and the iteration, and again does nothing', async () => {
    await start()
    const { signal } = new AbortController()
    await consume({ devices: [one], signal })
    await Promise.all([stream.close(), stream.close()])
    await stream.close()
    await ended
    await nothingLeft(signal)
  })

  it('`close()` drops what was not consumed', async () => {
    await start()
    const stream = await open({ devices: [one] })
    await stream.close()
    expect(await stream.next()).toEqual({ value: undefined, done: true })
    await nothingLeft()
  })

  it('disposal ends the connection', async () => {
    await start()
    {
      await using stream = await open({ devices: [one] })
      expect(stream.state).toBe('open')
    }
    await nothingLeft()
  })

  it('a signal that is aborted already lets nothing be sent', async () => {
    await start()
    const reason = new Error('too late')
    await expect(open({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    expect(server.requests).toEqual([])
  })

  it('abort while no request is under way lets no stream be created', async () => {
    await start()
    const reason = new Error('enough')
    const controller = new AbortController()
    function* devices() {
      yield one
      controller.abort(reason)
    }
    await expect(open({ devices: devices(), signal: controller.signal })).rejects.toBe(reason)
    async function* groupDevices() {
      await turn()
      yield { id: one }
      second.abort(reason)
    }
    const second = new AbortController()
    await expect(open({ deviceGroup: 'g', signal: second.signal }, { groupDevices })).rejects.toBe(reason)
    await turns()
    expect(server.requests).toEqual([])
  })

  it.each([
    ['a device is looked up', 'GET', /^\/devices\/T1oUmIZ3At_N$/],
    ['the stream is created', 'POST', /^\/logstream$/],
    ['it is opened', 'GET', /^\/logstream/],
    ['the history is read', 'GET', /logs$/],
    ['a device is added', 'PUT', /./],
  ] as const)('abort while %s', async (_, method, pattern) => {
    await start({ aliases: { T1oUmIZ3At_N: two } })
    const controller = new AbortController()
    const { reached, letGo } = hold(method, pattern)
    const opening = open({ devices: [one, 'T1oUmIZ3At_N'], signal: controller.signal })
    opening.catch(() => {})
    await reached()
    const reason = new Error('enough')
    controller.abort(reason)
    await expect(opening).rejects.toBe(reason)
    letGo()
    await nothingLeft(controller.signal)
  })

  it('abort while `opened` is waited for', async () => {
    await start()
    const controller = new AbortController()
    server.intercept = (request, response, path) => {
      if (request.method !== 'GET' || !path.startsWith('/logstream')) return false
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.flushHeaders()
      return true
    }
    const opening = open({ signal: controller.signal })
    opening.catch(() => {})
    await until(() => clock.pending === 1)
    controller.abort()
    await expect(opening).rejects.toBe(controller.signal.reason)
    await nothingLeft(controller.signal)
  })

  const phases: [string, () => Promise<unknown>, number?][] = [
    ['a line is waited for', () => subscribed(1)],
    [
      'the next attempt is waited for',
      async () => {
        server.fail('reset')
        await until(() => stream.state === 'waiting')
      },
      0.5,
    ],
    [
      'a new stream is created',
      async () => {
        const { reached } = hold('POST', /./)
        server.fail('reset')
        await reached()
      },
    ],
    [
      'a gap is filled',
      async () => {
        await subscribed(1)
        const { reached } = hold('GET', /logs$/)
        server.fail('reset')
        await reached()
      },
    ],
    [
      'the history settles',
      async () => {
        await subscribed(1)
        server.fail('reset')
        await until(() => sent('PUT').length === 2 && stream.state === 'open')
      },
    ],
  ]
  describe.each(['abort', 'close()'] as const)('%s', (how) => {
    it.each(phases)('while %s', async (name, reach, random = 0) => {
      await service({ devices: ids }, { settles: !name.includes('settles') })
      const controller = new AbortController()
      await consume({ devices: [one], signal: controller.signal }, { random: () => random })
      await reach()
      if (how === 'abort') {
        controller.abort(new Error('enough'))
        await expect(ended).rejects.toBe(controller.signal.reason)
      } else {
        await stream.close()
        await ended
      }
      expect(stream.state).toBe('closed')
      server.intercept = undefined
      await nothingLeft(controller.signal)
    })
  })
})

describe('iteration', () => {
  it('gives each event to one caller, in order, when several are asked for at once', async () => {
    await start()
    const stream = await open({ devices: [one] })
    const asked = Array.from({ length: 40 }, () => stream.next())
    for (let n = 0; n < 38; n++) {
      server.log(one, `line ${n}`)
      if (n % 7 === 0) await turn()
    }
    const got = (await Promise.all(asked)).map(({ value }) => value!)
    expect(got.slice(2)).toMatchObject(Array.from({ length: 38 }, (_, n) => ({ text: `line ${n}` })))
  })

  it('passes on what it does not know', async () => {
    await start()
    await consume({ devices: [one] })
    server.raw(sse('weather', 'rain'))
    server.raw(sse('message', '{"device_id":'))
    await until(() => events.length === 4)
    expect(events.slice(2)).toEqual([
      { type: 'unknown', event: 'weather', data: 'rain' },
      { type: 'malformed', event: 'message', data: '{"device_id":' },
    ])
    server.log(one, 'and goes on')
    await until(() => texts().length === 1)
  })

  it('slows the service down instead of piling up', async () => {
    await start()
    const stream = await open({ devices: [one] })
    const { response } = server.streams[0]!
    const line = sse('message', `${one} 2026-05-01T09:00:00.123Z development server.log ${'x'.repeat(1000)}`)
    let count = 0
    for (let stalled = 0; stalled < 20;) {
      if (response.writableNeedDrain) {
        stalled++
        await new Promise((resolve) => setTimeout(resolve, 5))
      } else {
        stalled = 0
        server.raw(line)
        count++
      }
    }
    const taken = count - response.writableLength / line.length
    // What the sockets of both sides hold, and no more.
    expect(taken * line.length).toBeLessThan(10_000_000)
    for (let seen = 0; seen < count;) if ((await stream.next()).value?.type === 'message') seen++
  })
})
