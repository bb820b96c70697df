import { describe, expect, test } from 'vitest'
import { ArgumentError, isConnectionError, isTimeoutError } from '../support/errors.ts'
import { retry, type RetryEvent, type RetryOptions } from '../../src/extensions/retry.ts'
import { attemptTimeout, deadline } from '../../src/extensions/timeout.ts'
import type { Fetch } from '../../src/core/fetch.ts'
import { createManualClock, recordingClock } from '../support/clocks.ts'
import { json, serve, takenPort, type Arrived } from '../support/http-server.ts'
import type { ServerResponse } from 'node:http'

type Step = (res: ServerResponse, request: Arrived) => void
const ok: Step = (res) => json(res, 200, { ok: true })
const status =
  (code: number, headers = {}): Step =>
  (res) =>
    json(res, code, { errors: [] }, headers)
const reset: Step = (res) => res.destroy()
const cutShort: Step = (res) => {
  res.writeHead(200, { 'content-length': 1000 })
  res.write('{"half":')
  setTimeout(() => res.destroy(), 5)
}

/** A server that does one thing after the other; the last one for ever. */
async function script(...steps: Step[]) {
  let at = 0
  return serve((request, { res }) => steps[Math.min(at++, steps.length - 1)]!(res, request))
}

/** The extension over the real network, on a clock on which no wait takes time. */
function client(options: RetryOptions = {}, network: Fetch = (input, init) => fetch(input, init)) {
  const clock = recordingClock()
  const events: RetryEvent[] = []
  const fetcher = retry({ clock, random: () => 1, onRetry: (event) => events.push(event), ...options })(
    attemptTimeout({ timeout: 0 })(network),
  )
  return { fetch: fetcher, clock, events }
}

describe('is repeated', () => {
  test.for([
    ['a reset', reset],
    ['an answer cut short', cutShort],
    ['408', status(408)],
    ['425', status(425)],
    ['500', status(500)],
    ['502', status(502)],
    ['503', status(503)],
  ] as const)('after %s', async ([, step]) => {
    await using server = await script(step, step, ok)
    const { fetch, events } = client()
    expect(await (await fetch(`${server.baseUrl}/a`)).json()).toEqual({ ok: true })
    expect(server.requests).toHaveLength(3)
    expect(events.map(({ attempt }) => attempt)).toEqual([1, 2])
  })

  test.for(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'delete'])('%s', async (method) => {
    await using server = await script(status(500), ok)
    const response = await client().fetch(`${server.baseUrl}/a`, {
      method,
      ...(method === 'PUT' && { body: '{"a":1}' }),
    })
    expect(response.status).toBe(200)
    expect(server.requests).toHaveLength(2)
    if (method === 'PUT') expect(server.requests.map(({ body }) => body)).toEqual(['{"a":1}', '{"a":1}'])
  })

  test.for(['POST', 'PATCH'])('%s is not', async (method) => {
    await using server = await script(status(500), ok)
    const { fetch } = client()
    const init = { method, body: '{}' }
    expect((await fetch(`${server.baseUrl}/a`, init)).status).toBe(500)
    await using broken = await script(reset, ok)
    const error: unknown = await fetch(`${broken.baseUrl}/a`, init).catch((error: unknown) => error)
    expect(isConnectionError(error)).toBe(true)
    expect([server.requests.length, broken.requests.length]).toEqual([1, 1])
  })

  test.for([400, 401, 404, 409, 429])('%i is not', async (code) => {
    await using server = await script(status(code), ok)
    expect((await client().fetch(`${server.baseUrl}/a`)).status).toBe(code)
    expect(server.requests).toHaveLength(1)
  })

  test('with the body of a Request or a stream, which can be read only once', async () => {
    await using server = await script(reset, status(500), ok, reset, ok)
    const { fetch } = client()
    await fetch(new Request(`${server.baseUrl}/a`, { method: 'PUT', body: 'once' }))
    const body = new Response('flow').body!
    await fetch(`${server.baseUrl}/a`, { method: 'PUT', body, duplex: 'half' } as RequestInit)
    expect(server.requests.map(({ body }) => body)).toEqual(['once', 'once', 'once', 'flow', 'flow'])
  })

  test('up to the number of attempts; then the last answer, or error, is the caller’s', async () => {
    await using server = await script(status(503))
    const { fetch } = client({ attempts: 3 })
    const response = await fetch(`${server.baseUrl}/a`)
    expect(response.status).toBe(503)
    expect(await response.json()).toEqual({ errors: [] })
    expect(server.requests).toHaveLength(3)
    await using broken = await script(reset)
    const error: unknown = await fetch(`${broken.baseUrl}/a`).catch((error: unknown) => error)
    expect(isConnectionError(error)).toBe(true)
    expect((error as Error).cause).toBeInstanceOf(TypeError)
    expect(broken.requests).toHaveLength(3)
  })

  test('not when the call says so', async () => {
    await using server = await script(status(500), ok)
    expect((await client().fetch(`${server.baseUrl}/a`, { retry: false })).status).toBe(500)
  })

  test('after an attempt that took too long', async () => {
    await using server = await script(() => {}, ok)
    const fetcher = retry({ baseDelay: 1 })(attemptTimeout({ timeout: 50 })((input, init) => fetch(input, init)))
    expect((await fetcher(`${server.baseUrl}/a`)).status).toBe(200)
    await using silent = await script(() => {})
    const once = retry({ attempts: 1 })(attemptTimeout({ timeout: 50 })((input, init) => fetch(input, init)))
    const error: unknown = await once(`${silent.baseUrl}/a`).catch((error: unknown) => error)
    expect(isTimeoutError(error) && error.kind).toBe('attempt')
  })

  test('when nobody listens there', async () => {
    await using taken = await takenPort()
    const { fetch, events } = client({ attempts: 3 })
    const error: unknown = await fetch(`http://127.0.0.1:${taken.port}/v5/a`).catch((error: unknown) => error)
    expect(isConnectionError(error)).toBe(true)
    expect(events).toHaveLength(2)
  })
})

describe('refuses, for it would repeat for ever or at once,', () => {
  test.for([
    [{ attempts: NaN }, /retry: attempts: expected an integer of at least 1, got NaN/],
    [{ attempts: 0 }, /at least 1, got 0/],
    [{ attempts: '3' }, /at least 1, got String/],
    [{ baseDelay: NaN }, /retry: baseDelay: expected milliseconds, 0 or more, got NaN/],
    [{ maxDelay: -1 }, /retry: maxDelay: expected milliseconds, 0 or more, got -1/],
  ] as const)('%o', ([options, message]) => {
    expect(() => retry(options as RetryOptions)).toThrow(ArgumentError)
    expect(() => retry(options as RetryOptions)).toThrow(message)
  })
})

test('lets the connections of answers go that nobody reads', async () => {
  let n = 0
  const { fetch: network } = globalThis
  // An answer too large for the kernel's buffers keeps its connection until it is read, or cancelled.
  const large = 'x'.repeat(5_000_000)
  await using server = await serve((_, { res }) => {
    n++
    res.writeHead(n % 2 ? 503 : 200).end(n % 2 ? large : '{}')
  })
  const fetcher = retry({ clock: recordingClock(), random: () => 1 })((input, init) => network(input, init))
  for (let i = 0; i < 10; i++) await (await fetcher(server.baseUrl)).text()
  expect(await server.connections()).toBeLessThan(5)
})

describe('waits', () => {
  test('as long as a timer can, where more is asked for', async () => {
    await using server = await script(status(503, { 'retry-after': '9999999' }), ok)
    const { fetch, clock } = client({ attempts: Infinity, maxDelay: Infinity })
    expect((await fetch(`${server.baseUrl}/a`)).status).toBe(200)
    expect(clock.waits).toEqual([2 ** 31 - 1])
  })

  test('a random part of a time that doubles, up to a limit', async () => {
    await using server = await script(status(500))
    const { fetch, clock } = client({ attempts: 7, baseDelay: 100, maxDelay: 1000 })
    await fetch(`${server.baseUrl}/a`)
    expect(clock.waits).toEqual([100, 200, 400, 800, 1000, 1000])
    const half = client({ attempts: 3, baseDelay: 100, random: () => 0.5 })
    await half.fetch(`${server.baseUrl}/a`)
    expect(half.clock.waits).toEqual([50, 100])
  })

  test('as long as the service asks, in seconds or until a date', async () => {
    const { fetch, clock } = client({ random: () => 0 })
    const date = new Date(Math.ceil(clock.now() / 1000) * 1000 + 5000)
    await using server = await script(
      status(503, { 'retry-after': '3' }),
      status(503, { 'retry-after': date.toUTCString() }),
      ok,
    )
    await fetch(`${server.baseUrl}/a`)
    expect(clock.waits[0]).toBe(3000)
    // By the service's clock, on which no time has gone by.
    expect(clock.waits[1]).toBeGreaterThan(4000)
    expect(clock.waits[1]).toBeLessThanOrEqual(6000)
  })

  test('as long as the service asks, where that is the limit', async () => {
    await using server = await script(status(503, { 'retry-after': '3' }), ok)
    const { fetch, clock } = client({ random: () => 0, maxDelay: 3000 })
    expect((await fetch(`${server.baseUrl}/a`)).status).toBe(200)
    expect(clock.waits).toEqual([3000])
  })

  test('not at all when the service asks for more than the limit: the answer is the caller’s', async () => {
    await using server = await script(status(503, { 'retry-after': '3600' }), ok)
    const { fetch, clock } = client()
    expect((await fetch(`${server.baseUrl}/a`)).status).toBe(503)
    expect(clock.waits).toEqual([])
  })

  test('no longer than until the caller gives up, whose reason is thrown as it is', async () => {
    await using server = await script(status(500))
    const controller = new AbortController()
    const reason = { any: 'thing' }
    const fetcher = retry({
      baseDelay: 60_000,
      random: () => 1,
      maxDelay: 60_000,
      onRetry: () => controller.abort(reason),
    })((input, init) => fetch(input, init))
    await expect(fetcher(`${server.baseUrl}/a`, { signal: controller.signal })).rejects.toBe(reason)
    expect(server.requests).toHaveLength(1)
  })
})

const lost = new TypeError('fetch failed')
const keyUrl = 'https://x.test/v5/accounts/me/login_keys/5ecret'

test('onRetry is told what failed, and what comes next', async () => {
  let sent = 0
  const { fetch, events } = client({ baseDelay: 100 }, async () => {
    if (sent++ === 0) throw lost
    return new Response(null, { status: sent === 2 ? 503 : 200 })
  })
  await fetch(keyUrl, { method: 'put' })
  const event = { method: 'PUT', url: 'https://x.test/v5/accounts/me/login_keys/***' }
  expect(events).toEqual([
    { ...event, attempt: 1, delay: 100, error: expect.objectContaining({ name: 'ConnectionError' }) },
    { ...event, attempt: 2, delay: 200, status: 503 },
  ])
  expect(events.map(Object.keys)).toEqual([
    expect.not.arrayContaining(['status']),
    expect.not.arrayContaining(['error']),
  ])
})

test.for<[string, () => Promise<Response>, object]>([
  [
    'an answer',
    async () => new Response('{}', { status: 503 }),
    { status: 503, method: 'PUT', url: expect.stringMatching(/\/\*{3}$/) },
  ],
  ['the network', async () => Promise.reject(lost), lost],
])('a deadline that ends the wait after %s names it as the cause', async ([, network, cause]) => {
  const clock = createManualClock()
  const fetcher = deadline({ deadline: 1000, clock })(
    retry({ clock, baseDelay: 5000, random: () => 1, onRetry: () => setImmediate(() => clock.advance(1000)) })(network),
  )
  const error: unknown = await fetcher(keyUrl, { method: 'PUT' }).catch((error: unknown) => error)
  expect(isTimeoutError(error) && error.kind).toBe('deadline')
  expect((error as Error).cause).toMatchObject(cause)
})

describe('a mistake in a program is not repeated', () => {
  test.for([
    ['a method that is none', 'http://127.0.0.1:1/', { method: 'NO METHOD' }],
    ['a body where there can be none', 'http://127.0.0.1:1/', { method: 'GET', body: 'x' }],
    ['a URL that is none', 'http://', {}],
  ] as const)('%s', async ([, url, init]) => {
    const { fetch, events } = client()
    await expect(fetch(url, init)).rejects.toThrow(TypeError)
    expect(events).toEqual([])
  })

  test('nor one in the user’s own fetch', async () => {
    const bug = (() => (undefined as never as { text: string }).text) as never as Fetch
    const { fetch, events } = client({}, async (input, init) => bug(input, init))
    await expect(fetch('http://127.0.0.1:1/')).rejects.toThrow(/undefined/)
    expect(events).toEqual([])
  })
})

test('the answers that nobody reads leave their connections', async () => {
  await using server = await script(...Array.from({ length: 30 }, (_, i) => (i % 3 === 2 ? ok : status(500))))
  const { fetch } = client()
  for (let i = 0; i < 10; i++) await (await fetch(`${server.baseUrl}/a`)).text()
  expect(await server.connections()).toBeLessThanOrEqual(2)
})
