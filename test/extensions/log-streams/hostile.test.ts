import type { ServerResponse } from 'node:http'
import { describe, expect, it } from 'vitest'
import { ArgumentError, LogStreamError, NotFoundError, ParseError } from '../../support/errors.ts'
import type { LogStreamOptions } from '../../../src/extensions/log-streams/options.ts'
import {
  clock,
  consume,
  ended,
  events,
  gaps,
  open,
  sent,
  server,
  start as service,
  states,
  stream,
  texts,
} from '../../support/log-consumer.ts'
import { turn, until } from '../../support/clocks.ts'
import { deviceIds, type LogServerOptions, refuse, sse } from '../../support/log-server.ts'

const ids = deviceIds(3)
const [one, two] = ids as [string, string]

const start = (options: LogServerOptions = {}) => service({ devices: ids, ...options })

/** Answers the request for the stream itself with what the test writes. */
function scripted(write: (response: ServerResponse, count: number) => void) {
  let count = 0
  server.intercept = (request, response, path) => {
    if (request.method !== 'GET' || !path.startsWith('/logstream')) return false
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.flushHeaders()
    write(response, ++count)
    return true
  }
}

/** Has requests that match answered with 404. */
function missing(pattern: RegExp) {
  server.intercept = (request, response, path) => {
    if (!pattern.test(`${request.method} ${path}`)) return false
    response.writeHead(404, { 'content-type': 'application/vnd.api+json' })
    response.end(JSON.stringify({ errors: [{ code: 'NF001', status: '404' }] }))
    return true
  }
}

describe('a device that is gone when a stream is opened anew', () => {
  it('is reported and forgotten, and the others go on', async () => {
    await start()
    await consume({ devices: [one, two] })
    await until(() => states('subscribed').length === 2)
    missing(new RegExp(two))
    server.fail('end')
    server.log(one, 'during the gap')
    await until(() => gaps().length === 1)
    server.log(one, 'live')
    await until(() => texts().length === 2)
    expect(texts()).toEqual(['during the gap', 'live'])
    expect(events.filter((event) => event.type === 'state_change' && event.state === 'unsubscribed')).toEqual([
      { type: 'state_change', state: 'unsubscribed', deviceId: two, requested: false },
    ])
    // Its own entries of the gap are lost.
    expect(gaps()[0]).toMatchObject({ devices: [one, two], filled: false, error: { status: 404 } })
    expect(stream.devices).toEqual([one])
    expect(stream.state).toBe('open')
  })

  it.each([400, 409, 422])('may also be refused with %i', async (status) => {
    await start()
    await consume({ devices: [one, two] })
    await until(() => states('subscribed').length === 2)
    server.intercept = (request, response, path) => {
      if (request.method !== 'PUT' || !path.endsWith(two)) return false
      return refuse(response, status)
    }
    server.fail('end')
    await until(() => gaps().length === 1)
    server.log(one, 'live')
    await until(() => texts().length === 1)
    expect(states('unsubscribed')).toEqual([two])
    expect(gaps()[0]).toMatchObject({ filled: false, error: { status } })
    expect(stream.devices).toEqual([one])
  })

  it('may have been added while there was no connection', async () => {
    await start()
    const stream = await consume({ devices: [one] }, { random: () => 0.5 })
    server.fail('end')
    await until(() => stream.state === 'waiting')
    await stream.add('5000d8c46a56cfff')
    clock.advance(30_000)
    await until(() => states('unsubscribed').length === 1)
    expect(stream.devices).toEqual([one])
  })

  it('is told of in the gap, also when only those are left that were added meanwhile', async () => {
    await start()
    const stream = await consume({ devices: [one] }, { random: () => 0.5 })
    missing(new RegExp(one))
    server.fail('end')
    await until(() => stream.state === 'waiting')
    await stream.add(two)
    clock.advance(30_000)
    await until(() => gaps().length === 1)
    expect(gaps()).toMatchObject([{ devices: [one, two], filled: false, error: { status: 404 } }])
    expect(stream.devices).toEqual([two])
  })

  it('ends the stream when no other is left', async () => {
    await start()
    await consume({ devices: [one] })
    missing(new RegExp(one))
    server.fail('end')
    await expect(ended).rejects.toThrow(NotFoundError)
  })
})

describe('a stream that never says `opened`', () => {
  it('is given up although comments come', async () => {
    await start()
    let last: ServerResponse | undefined
    scripted((response) => {
      last = response
    })
    const opening = expect(open({ idleTimeout: 1000 })).rejects.toThrow('could not be opened: idle')
    for (let n = 1; n <= 3; n++) {
      await until(() => sent('GET /logstream').length === n && clock.pending === 1)
      await until(
        () => sent('GET /logstream').length > n || server.active.size === 0,
        () => {
          clock.advance(20)
          last!.write(':\n\n')
        },
      )
    }
    await opening
  })

  it('is given up although messages come, and keeps none of them', async () => {
    await start()
    const line = sse('message', `${one} 2026-05-01T09:00:00.123Z development server.log early`)
    scripted((response) => {
      response.write(line.repeat(100))
      response.write(sse('state_change', 'opened'))
    })
    await consume({})
    await until(() => events.length > 0)
    expect(events).toEqual([{ type: 'state_change', state: 'opened' }])
  })

  it('is given up at once when it says `closed`', async () => {
    await start()
    scripted((response) => response.write(sse('state_change', 'closed')))
    await expect(open()).rejects.toThrow('could not be opened: closed')
  })
})

it('goes on when a new stream says `closed` in the breath of `opened`', async () => {
  await start()
  await consume({ devices: [one] })
  server.intercept = (request, response, path) => {
    if (request.method !== 'GET' || !path.startsWith('/logstream')) return false
    server.intercept = undefined
    const write = response.write.bind(response)
    response.write = (opened: string) => {
      response.write = write
      return write(`${opened}${sse('state_change', 'closed')}`)
    }
    return false
  }
  server.fail('end')
  await until(() => gaps().length === 1)
  server.log(one, 'goes on')
  await until(() => texts().length === 1)
  expect(sent('POST').length).toBe(3)
  expect(stream.state).toBe('open')
})

it('does not let the service switch the back-off off', async () => {
  await start()
  await consume({ devices: [one] }, { random: () => 0.5 })
  await until(() => states('subscribed').length === 1)
  server.raw('retry: 0\n\n')
  server.fail('end')
  await until(() => stream.state === 'waiting')
  clock.advance(249)
  await turn()
  expect(stream.state).toBe('waiting')
  clock.advance(1)
  await until(() => stream.state === 'open')
})

describe('arguments', () => {
  it.each([
    [{ deviceGroup: null }, 'deviceGroup'],
    [{ deviceGroup: '' }, 'deviceGroup'],
    [{ devices: one }, 'devices'],
    [{ devices: 8 }, 'devices'],
    [{ devcies: [one] }, '"devcies"'],
    [{ format: 'xml' }, 'format'],
    [{ idleTimeout: -1 }, 'idleTimeout'],
    [{ idleTimeout: NaN }, 'idleTimeout'],
    [{ idleTimeout: '90' }, 'idleTimeout'],
    [{ signal: {} }, 'signal: expected an AbortSignal'],
    [{ signal: 'never' }, 'signal: expected an AbortSignal'],
    [{ onStateChange: 5 }, 'onStateChange: expected a function'],
    [{ onStateChange: null }, 'onStateChange: expected a function'],
    [{ deviceGroup: '\ud800' }, 'deviceGroup'],
    [{ devices: [one, { id: '\udc00' }] }, 'device'],
    [one, 'an object'],
    [null, 'an object'],
  ])('%j is refused before anything is sent', async (options, message) => {
    await start()
    const opening = open(options as LogStreamOptions)
    await expect(opening).rejects.toThrow(ArgumentError)
    await expect(opening).rejects.toThrow(message)
    expect(server.requests).toEqual([])
  })
})

it('tells `add` that the stream was closed meanwhile', async () => {
  await start()
  const stream = await open({ devices: [one] })
  let reached = false
  server.intercept = (request) => (reached = request.method === 'PUT')
  const adding = stream.add(two)
  adding.catch(() => {})
  await until(() => reached)
  await stream.close()
  await expect(adding).rejects.toThrow(LogStreamError)
  await expect(stream.add(two)).rejects.toThrow('closed')
  await expect(stream.add('0c:2a:69:05:0d:62')).rejects.toThrow(LogStreamError)
})

it.each([
  ['https://[', LogStreamError],
  [5, ParseError],
])('answers an address of %j with a typed error', async (address, type) => {
  await start()
  server.intercept = (request, response) => {
    if (request.method === 'POST') response.end(JSON.stringify({ data: { attributes: { url: address } } }))
    return request.method === 'POST'
  }
  await expect(open()).rejects.toThrow(type)
})

it.each(['  ', '\t', ' \t '])('takes %j between the name of a field and its value', async (space) => {
  await start()
  scripted((response) => response.write(`event:${space}state_change\ndata:${space}opened\n\n`))
  await consume({})
  await until(() => events.length === 1)
  const entry = `${one} 2026-01-01T12:00:00.000Z development server.log   indented`
  const json = JSON.stringify({ device_id: one, ts: '2026-01-01T12:00:00.000Z', msg: '  indented' })
  for (const response of server.active) {
    response.write(`event:${space}message\ndata:${space}${entry}\n\nevent:${space}message\ndata:${space}${json}\n\n`)
  }
  await until(() => events.length === 3)
  expect(events[0]).toEqual({ type: 'state_change', state: 'opened' })
  expect(texts()).toEqual(['  indented', '  indented'])
})

describe('a history', () => {
  it('may hold what cannot be read', async () => {
    await start()
    const odd = [null, 5, { ts: 5, msg: 7 }, { ts: '2026-01-01T12:00:00.000Z', type: 'server.log' }] as never[]
    server.history.set(one, [...odd])
    await consume({ devices: [one] })
    await until(() => states('subscribed').length === 1)
    server.log(one, 'before')
    await until(() => texts().length === 1)
    server.fail('end')
    server.history.get(one)!.push(...odd)
    server.log(one, 'during the gap')
    await until(() => gaps().length === 1 && texts().length === 2)
    expect(texts()).toEqual(['before', 'during the gap'])
    expect(gaps()[0]).toMatchObject({ filled: true, error: undefined })
  })

  it.each([
    ['before a device is added', 'one timestamp', () => '2031-01-01T00:00:00.000Z'],
    ['in a gap', 'ever older ones', (count: number) => new Date(Date.UTC(2031, 0, 1) - count).toISOString()],
  ])('need not end: %s, %s', async (when, _, timestamp) => {
    await start()
    let pages = 0
    let count = 0
    let endless = when !== 'in a gap'
    server.intercept = (_, response, path) => {
      if (!endless || !path.endsWith('/logs')) return false
      pages++
      const data = Array.from({ length: 100 }, () => ({ ts: timestamp(++count), type: 'server.log', msg: `${count}` }))
      response.end(JSON.stringify({ data, links: { next: `${server.url}${path}?page=${pages}` } }))
      return true
    }
    await consume({ devices: [one] })
    await until(() => states('subscribed').length === 1)
    endless = true
    server.fail('end')
    await until(() => gaps().length === 1)
    expect(pages).toBeGreaterThan(1)
    expect(pages).toBeLessThanOrEqual(40)
    if (when === 'in a gap') expect(gaps()[0]).toMatchObject({ filled: false })
  })
})
