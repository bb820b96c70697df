import { describe, expect, test, vi } from 'vitest'
import { isRateLimitError } from '../../src/errors.ts'
import { createRateLimiter, rateLimit, type RateLimiter, type WaitEvent } from '../../src/extensions/rate-limit.ts'
import type { Fetch } from '../../src/fetch.ts'
import { fastClock, recordingClock } from '../support/clocks.ts'
import { json, serve, type Arrived } from '../support/http-server.ts'

const network: Fetch = (input, init) => fetch(input, init)
const ids = (count: number) => Array.from({ length: count }, (_, i) => ({ type: 'device', id: `${i}` }))
const headersOf = (limit: number, remaining: number, reset = 1000, bucket = '') => ({
  [`x-ratelimit-${bucket}limit`]: limit,
  [`x-ratelimit-${bucket}remaining`]: remaining,
  [`x-ratelimit-${bucket}reset`]: reset,
})

/** A limiter on a clock that runs a hundred times as fast, and what it told of waiting. */
function made(options: { attempts?: number; factor?: number } = {}) {
  const waits: WaitEvent[] = []
  const clock = fastClock(options.factor ?? 100)
  const limiter = createRateLimiter({ clock, random: () => 0, onWait: (event) => waits.push(event) })
  return { waits, clock, limiter, fetch: rateLimit({ limiter, attempts: options.attempts })(network) }
}

/** A server that answers when it is told to, in whichever order. */
async function held(remaining: (n: number) => number = (n) => 39 - n) {
  const waiting: { path: string; answer: () => void }[] = []
  let n = 0
  const server = await serve(({ path }, { res }) => {
    const left = remaining(n++)
    waiting.push({ path, answer: () => json(res, 200, { path }, headersOf(40, left)) })
  })
  return { ...server, waiting }
}

describe('calls', () => {
  test('are few as long as nothing is known of the bucket, and many when the first answer is there', async () => {
    await using server = await held()
    const { fetch } = made()
    const calls = Array.from({ length: 20 }, (_, i) => fetch(`${server.baseUrl}/${i}`))
    await vi.waitFor(() => expect(server.waiting).toHaveLength(5))
    server.waiting[0]!.answer()
    await vi.waitFor(() => expect(server.waiting.length).toBeGreaterThan(15))
    await vi.waitFor(() => expect(server.waiting).toHaveLength(20))
    for (const { answer } of server.waiting.slice(1)) answer()
    expect((await Promise.all(calls)).map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200))
  })

  test('are sent in the order in which they came', async () => {
    await using server = await serve((_, { res }) => json(res, 200, {}, headersOf(40, 0)))
    const { fetch } = made()
    await fetch(`${server.baseUrl}/first`)
    await Promise.all(Array.from({ length: 12 }, (_, i) => fetch(`${server.baseUrl}/${i}`)))
    expect(server.requests.map(({ path }) => path).slice(1)).toEqual(Array.from({ length: 12 }, (_, i) => `/${i}`))
  })

  test('let those for a token go before them', async () => {
    await using server = await serve((_, { res }) => json(res, 200, {}, headersOf(40, 0)))
    const { fetch } = made({ factor: 5 })
    await fetch(`${server.baseUrl}/first`)
    const calls = [fetch(`${server.baseUrl}/1`), fetch(`${server.baseUrl}/2`)]
    await Promise.all([...calls, fetch(`${server.baseUrl}/auth/token`, { method: 'POST' })])
    expect(server.requests.map(({ path }) => path)).toEqual(['/first', '/auth/token', '/1', '/2'])
  })

  test('take no more than the service has, although answers come in another order than requests', async () => {
    // Every answer is right when it is made; the first one, from a full bucket, comes last.
    await using server = await held((n) => Math.max(0, 11 - n))
    const { fetch, limiter } = made({ factor: 1 })
    const calls = Array.from({ length: 40 }, (_, i) => fetch(`${server.baseUrl}/${i}`))
    await vi.waitFor(() => expect(server.waiting).toHaveLength(5))
    for (const i of [3, 4, 2, 1]) server.waiting[i]!.answer()
    await vi.waitFor(() => expect(limiter.snapshot()).toMatchObject({ remaining: 7 }))
    await vi.waitFor(() => expect(server.waiting.length).toBeGreaterThanOrEqual(12))
    for (const i of [11, 10, 9, 8, 7, 6, 5]) server.waiting[i]!.answer()
    await vi.waitFor(() => expect(limiter.snapshot().inFlight).toBe(1))
    server.waiting[0]!.answer()
    await vi.waitFor(() => expect(limiter.snapshot().inFlight).toBe(0))
    expect(server.waiting).toHaveLength(12)
    expect(limiter.snapshot()).toMatchObject({ limit: 40, remaining: 0, waiting: 28, inFlight: 0 })
    for (const call of calls) call.catch(() => {})
  })

  test('that wait can be aborted, and leave their place', async () => {
    await using server = await serve((_, { res }) => json(res, 200, {}, headersOf(40, 0)))
    const { fetch, limiter } = made({ factor: 2 })
    await fetch(`${server.baseUrl}/first`)
    const controller = new AbortController()
    const reason = new Error('enough')
    const aborted = fetch(`${server.baseUrl}/aborted`, { signal: controller.signal })
    const other = fetch(`${server.baseUrl}/other`)
    expect(limiter.snapshot().waiting).toBe(2)
    controller.abort(reason)
    await expect(aborted).rejects.toBe(reason)
    expect(limiter.snapshot().waiting).toBe(1)
    await other
    expect(server.requests.map(({ path }) => path)).toEqual(['/first', '/other'])
  })

  test('that were refused are sent again in the order in which they were', async () => {
    let refuse = true
    await using server = await serve((_, { res }) => json(res, refuse ? 429 : 200, {}, headersOf(40, refuse ? 0 : 39)))
    const { fetch } = made({ factor: 20 })
    const calls = Array.from({ length: 5 }, (_, i) => fetch(`${server.baseUrl}/${i}`))
    await vi.waitFor(() => expect(server.requests).toHaveLength(5))
    refuse = false
    await Promise.all(calls)
    const order = server.requests.map(({ path }) => path)
    expect(order.slice(5)).toEqual(order.slice(0, 5))
  })

  test.for([
    ['as long as the service asks for', { 'retry-after': '2', ...headersOf(40, 39) }, 2000],
    ['a second where the bucket cannot be seen', {}, 1000],
  ] as const)('that were refused wait %s, and that is told', async ([, headers, ms]) => {
    let refuse = true
    await using server = await serve((_, { res }) => json(res, refuse ? 429 : 200, {}, headers))
    const { fetch, waits, limiter, clock } = made({ factor: 20 })
    const start = clock.now()
    const call = fetch(`${server.baseUrl}/a`)
    await vi.waitFor(() => expect(limiter.snapshot()).toMatchObject({ waiting: 1, inFlight: 0 }))
    expect(waits[0]).toEqual({ bucket: 'requests', reason: '429', waiting: 1 })
    refuse = false
    await call
    expect(clock.now() - start).toBeGreaterThanOrEqual(ms)
    expect(limiter.snapshot()).toMatchObject({ waiting: 0, inFlight: 0 })
  })

  test.for([
    ['without headers', {}],
    ['with headers that promise much', headersOf(40, 30)],
  ] as const)('are soon sent again after half an hour of refusals %s', async ([, headers]) => {
    const clock = recordingClock()
    const start = clock.now()
    const sent: number[] = []
    const fetcher = rateLimit({ limiter: createRateLimiter({ clock, random: () => 0.5 }) })(async () => {
      sent.push(clock.now() - start)
      const init = { status: sent.at(-1)! < 1_800_000 ? 429 : 200, headers: headers as HeadersInit }
      return new Response('{}', init)
    })
    while ((await fetcher('https://x.test/a')).status !== 200) clock.advance(1000)
    const pauses = sent.slice(1).map((at, i) => at - sent[i]!)
    expect(sent.length).toBeGreaterThan(100)
    expect(Math.max(...pauses)).toBeLessThan(10_000)
  })

  test('keep their order when what they tell of waiting throws', async () => {
    await using server = await serve((_, { res }) => json(res, 200, {}, headersOf(40, 0)))
    const clock = fastClock(20)
    const onWait = () => {
      throw new RangeError('a mistake in a gauge')
    }
    const limiter = createRateLimiter({ clock, random: () => 0, onWait })
    const fetcher = rateLimit({ limiter })(network)
    await fetcher(`${server.baseUrl}/first`)
    await Promise.all(Array.from({ length: 4 }, (_, i) => fetcher(`${server.baseUrl}/${i}`)))
    expect(server.requests.map(({ path }) => path)).toEqual(['/first', '/0', '/1', '/2', '/3'])
    expect(limiter.snapshot()).toMatchObject({ waiting: 0, inFlight: 0 })
  })

  test('let the connections of refusals go that nobody reads', async () => {
    let n = 0
    const large = 'x'.repeat(5_000_000)
    await using server = await serve((_, { res }) => {
      n++
      res.writeHead(n % 2 ? 429 : 200, headersOf(40, 39)).end(n % 2 ? large : '{}')
    })
    const { fetch } = made()
    for (let i = 0; i < 10; i++) await (await fetch(server.baseUrl)).text()
    expect(await server.connections()).toBeLessThan(5)
  })

  test('that fail in the network give their place free', async () => {
    let n = 0
    await using server = await serve((_, { res }) => (n++ < 30 ? res.destroy() : json(res, 200, {}, headersOf(40, 39))))
    const { fetch, limiter } = made()
    const results = await Promise.allSettled(Array.from({ length: 40 }, (_, i) => fetch(`${server.baseUrl}/${i}`)))
    expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(30)
    expect(limiter.snapshot()).toMatchObject({ inFlight: 0, waiting: 0 })
  })

  test('of clients that share a limiter share the bucket', async () => {
    await using server = await held(() => 0)
    const { limiter } = made({ factor: 2 })
    const [one, two] = [rateLimit({ limiter })(network), rateLimit({ limiter })(network)]
    const first = one(`${server.baseUrl}/one`)
    await vi.waitFor(() => expect(server.waiting).toHaveLength(1))
    server.waiting[0]!.answer()
    await first
    const second = two(`${server.baseUrl}/two`)
    expect(limiter.snapshot()).toMatchObject({ remaining: 0, waiting: 1 })
    await vi.waitFor(() => expect(server.waiting).toHaveLength(2))
    server.waiting[1]!.answer()
    await second
  })
})

describe('a 429', () => {
  test.for(['GET', 'POST', 'PATCH', 'DELETE'])('is waited out and repeated: %s', async (method) => {
    let n = 0
    const at: number[] = []
    await using server = await serve((_, { res }) => {
      at.push(performance.now())
      if (n++ < 2) json(res, 429, {}, headersOf(40, 0))
      else json(res, 200, {}, headersOf(40, 39))
    })
    const { fetch, waits } = made({ factor: 20 })
    const init = { method, ...(method !== 'GET' && { body: '{"a":1}' }) }
    expect((await fetch(`${server.baseUrl}/a`, init)).status).toBe(200)
    if (method !== 'GET') expect(server.requests.map(({ body }) => body)).toEqual(Array(3).fill('{"a":1}'))
    expect(waits.map(({ reason }) => reason)).toEqual(['429', '429'])
    // A second of that clock.
    expect(at[1]! - at[0]!).toBeGreaterThan(45)
    expect(at[2]! - at[1]!).toBeGreaterThan(45)
  })

  test('without headers is waited out for a second', async () => {
    let n = 0
    await using server = await serve((_, { res }) => json(res, n++ ? 200 : 429, {}))
    const { fetch } = made({ factor: 20 })
    const started = performance.now()
    expect((await fetch(`${server.baseUrl}/a`)).status).toBe(200)
    expect(performance.now() - started).toBeGreaterThan(45)
  })

  test('is waited out as long as the service asks, or handed over when that is more than a minute', async () => {
    let retry = 30
    let n = 0
    await using server = await serve((_, { res }) =>
      json(res, n++ % 2 ? 200 : 429, {}, { ...headersOf(40, 5), 'retry-after': retry }),
    )
    const { fetch } = made({ factor: 200 })
    const started = performance.now()
    expect((await fetch(`${server.baseUrl}/a`)).status).toBe(200)
    expect(performance.now() - started).toBeGreaterThan(140)
    retry = 61
    expect((await fetch(`${server.baseUrl}/a`)).status).toBe(429)
  })

  test('that stays one is the caller’s after so many attempts', async () => {
    await using server = await serve((_, { res }) => json(res, 429, { errors: [] }, headersOf(40, 0)))
    const { fetch } = made({ attempts: 3, factor: 1000 })
    const response = await fetch(`${server.baseUrl}/a`)
    expect([response.status, await response.json()]).toEqual([429, { errors: [] }])
    expect(server.requests).toHaveLength(3)
  })

  test('ends with the caller’s patience', async () => {
    await using server = await serve((_, { res }) => json(res, 429, {}, { 'retry-after': '20' }))
    const { fetch } = made({ factor: 1 })
    const reason = new Error('enough')
    const controller = new AbortController()
    setTimeout(() => controller.abort(reason), 50)
    await expect(fetch(`${server.baseUrl}/a`, { signal: controller.signal })).rejects.toBe(reason)
  })
})

describe('taking production devices out of their group', () => {
  /** A service with a bucket of ten devices, one more each second. */
  async function service(limit = 10, visible = true, factor = 100) {
    let devices = limit
    let requests = 40
    const clock = fastClock(factor)
    let at = clock.now()
    const server = await serve(({ method, headers, body }: Arrived, { res }) => {
      const gained = Math.floor((clock.now() - at) / 1000)
      at += gained * 1000
      devices = Math.min(limit, devices + gained)
      requests = Math.min(40, requests + gained * 40)
      const general = () => headersOf(40, requests)
      if (requests < 1) return json(res, 429, {}, general())
      requests--
      if (method !== 'DELETE' || !headers['x-electricimp-key']) return json(res, 200, {}, general())
      const { data } = JSON.parse(body) as { data: unknown }
      const cost = Array.isArray(data) ? data.length : 1
      const granted = cost <= devices
      if (granted) devices -= cost
      const unbond = visible ? headersOf(limit, devices, (limit - devices) * 1000, 'unbond-') : {}
      if (granted) res.writeHead(204, { ...general(), ...unbond }).end()
      else json(res, 429, { errors: [{ code: 'XX029' }] }, { ...general(), ...unbond })
    })
    return server
  }
  const remove = (fetch: Fetch, baseUrl: string, data: unknown, key: string | undefined = 'K') =>
    fetch(`${baseUrl}/devicegroups/1/relationships/devices`, {
      method: 'DELETE',
      body: JSON.stringify({ data }),
      headers: { ...(key && { 'X-Electricimp-Key': key }) },
    })

  test('is paced by the number of devices', async () => {
    await using server = await service()
    const { fetch, limiter, waits } = made()
    expect((await remove(fetch, server.baseUrl, ids(8))).status).toBe(204)
    expect(limiter.snapshot().unbond).toMatchObject({ limit: 10, remaining: 2 })
    // Two are left, five are wanted: it waits for three.
    expect((await remove(fetch, server.baseUrl, ids(5))).status).toBe(204)
    expect((await remove(fetch, server.baseUrl, { type: 'device', id: '1' })).status).toBe(204)
    expect(server.requests).toHaveLength(3)
    expect(waits.map(({ bucket }) => bucket)).toContain('unbond')
  })

  test('waits without holding up the other calls', async () => {
    await using server = await service(10, true, 5)
    const { fetch } = made({ factor: 5 })
    await remove(fetch, server.baseUrl, ids(10))
    const slow = remove(fetch, server.baseUrl, ids(10))
    for (let i = 0; i < 5; i++) await fetch(`${server.baseUrl}/products`)
    expect(server.requests.filter(({ method }) => method === 'GET')).toHaveLength(5)
    expect(server.requests.filter(({ method }) => method === 'DELETE')).toHaveLength(1)
    expect((await slow).status).toBe(204)
  })

  test('does not count devices of other groups, which need no key', async () => {
    await using server = await service()
    const { fetch, limiter } = made()
    for (let i = 0; i < 3; i++) expect((await remove(fetch, server.baseUrl, ids(10), '')).status).toBe(200)
    expect(limiter.snapshot().unbond).toBeUndefined()
  })

  test.for([
    ['before anything is sent', true],
    ['as soon as the service has told how many it holds', false],
  ] as const)('of more devices than the bucket holds is refused %s', async ([, known]) => {
    await using server = await service()
    const { fetch } = made()
    if (known) await remove(fetch, server.baseUrl, ids(1))
    const before = server.requests.length
    const error: unknown = await remove(fetch, server.baseUrl, ids(11)).catch((e: unknown) => e)
    expect(isRateLimitError(error)).toBe(true)
    expect(String(error)).toMatch(/11 .*10/)
    expect(error).toMatchObject({ rateLimit: { unbond: { limit: 10 } } })
    expect(server.requests.length - before).toBe(known ? 0 : 1)
  })

  test('works without readable headers', async () => {
    await using server = await service(10, false)
    const { fetch } = made({ attempts: 30 })
    for (let i = 0; i < 4; i++) expect((await remove(fetch, server.baseUrl, ids(5))).status).toBe(204)
  })

  test('is recognised in a Request, too', async () => {
    await using server = await service()
    const { fetch, limiter } = made()
    const url = `${server.baseUrl}/devicegroups/1/relationships/devices`
    await fetch(
      new Request(url, {
        method: 'DELETE',
        body: JSON.stringify({ data: ids(4) }),
        headers: { 'X-Electricimp-Key': 'K' },
      }),
    )
    expect(limiter.snapshot().unbond).toMatchObject({ remaining: 6 })
  })
})

test('a limiter tells what it knows, and nothing before it knows it', async () => {
  await using server = await serve((_, { res }) => json(res, 200, {}, headersOf(40, 39, 25)))
  const limiter: RateLimiter = createRateLimiter()
  expect(limiter.snapshot()).toEqual({ waiting: 0, inFlight: 0 })
  await rateLimit({ limiter })(network)(server.baseUrl)
  expect(limiter.snapshot()).toEqual({ limit: 40, remaining: 39, reset: 25, waiting: 0, inFlight: 0 })
})

test('what one limiter knows, no other does', async () => {
  await using server = await serve((_, { res }) => json(res, 200, {}, headersOf(40, 0)))
  const [one, two] = [createRateLimiter(), createRateLimiter()]
  await rateLimit({ limiter: one })(network)(server.baseUrl)
  expect(one.snapshot().remaining).toBe(0)
  expect(two.snapshot()).toEqual({ waiting: 0, inFlight: 0 })
  const [here, there] = [rateLimit()(network), rateLimit()(network)]
  await here(server.baseUrl)
  const before = Date.now()
  await there(server.baseUrl)
  expect(Date.now() - before).toBeLessThan(900)
})

test('a clock that is put back stops nothing', async () => {
  await using server = await serve((_, { res }) => json(res, 200, {}, headersOf(40, 0)))
  let offset = 0
  const clock = fastClock(100)
  const limiter = createRateLimiter({ clock: { ...clock, now: () => clock.now() + offset } })
  const fetcher = rateLimit({ limiter })(network)
  await fetcher(server.baseUrl)
  offset = -3_600_000
  expect((await fetcher(server.baseUrl)).status).toBe(200)
})
