import type { ServerResponse } from 'node:http'
import { createImpCentral } from 'impcentral'
import { createImpCloud } from 'impcentral/emulator'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { Clock } from '../../../src/core/time.ts'
import { isImpCentralError, isRateLimitError, isTimeoutError } from '../../support/errors.ts'
import { deadline } from '../../../src/extensions/timeout.ts'
import type { WaitEvent } from '../../../src/extensions/rate-limit/gate.ts'
import { createRateLimiter, rateLimit, type RateLimiter } from '../../../src/extensions/rate-limit/rate-limit.ts'
import type { Fetch } from '../../../src/core/fetch.ts'
import { createManualClock, fastClock, idleClock, recordingClock, turn, until } from '../../support/clocks.ts'
import { json, serve, type Arrived } from '../../support/http-server.ts'

const network: Fetch = (input, init) => fetch(input, init)
const ids = (count: number) => Array.from({ length: count }, (_, i) => ({ type: 'device', id: `${i}` }))
const headersOf = (limit: number, remaining: number, reset = 1000, bucket = '') => ({
  [`x-ratelimit-${bucket}limit`]: limit,
  [`x-ratelimit-${bucket}remaining`]: remaining,
  [`x-ratelimit-${bucket}reset`]: reset,
})

/** A limiter, what it told of waiting, and the paths of the calls in the order in which it let them go. */
function made(options: { attempts?: number; clock?: Clock; onWait?: (event: WaitEvent) => void } = {}) {
  const waits: WaitEvent[] = []
  const { onWait = (event) => waits.push(event) } = options
  const sent: string[] = []
  const clock = options.clock ?? idleClock(() => limiter.snapshot().inFlight > 0)
  const limiter = createRateLimiter({ clock, random: () => 0, onWait })
  const record: Fetch = (input, init) => {
    sent.push(new Request(input).url.replace(/^.*\/v5/, ''))
    return network(input, init)
  }
  return { waits, sent, clock, limiter, fetch: rateLimit({ limiter, attempts: options.attempts })(record) }
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
    const clock = createManualClock()
    const { fetch } = made({ clock })
    const calls = Array.from({ length: 20 }, (_, i) => fetch(`${server.baseUrl}/${i}`))
    await expect.poll(() => server.waiting).toHaveLength(8)
    server.waiting[0]!.answer()
    await until(
      () => server.waiting.length === 20,
      () => clock.advance(1),
    )
    for (const { answer } of server.waiting.slice(1)) answer()
    expect((await Promise.all(calls)).map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200))
  })

  test('are sent in the order in which they came', async () => {
    await using server = await serve((_, { res }) => json(res, 200, {}, headersOf(40, 0)))
    const { fetch, sent } = made()
    await fetch(`${server.baseUrl}/first`)
    await Promise.all(Array.from({ length: 12 }, (_, i) => fetch(`${server.baseUrl}/${i}`)))
    expect(sent.slice(1)).toEqual(Array.from({ length: 12 }, (_, i) => `/${i}`))
  })

  test('let those for a token go before them', async () => {
    await using server = await serve((_, { res }) => json(res, 200, {}, headersOf(40, 0)))
    const { fetch, sent } = made()
    await fetch(`${server.baseUrl}/first`)
    const calls = [fetch(`${server.baseUrl}/1`), fetch(`${server.baseUrl}/2`)]
    await Promise.all([...calls, fetch(`${server.baseUrl}/auth/token`, { method: 'POST', first: true })])
    expect(sent).toEqual(['/first', '/auth/token', '/1', '/2'])
  })

  test('take no more than the service has, although answers come in another order than requests', async () => {
    // Every answer is right when it is made; the first one, from a full bucket, comes last.
    await using server = await held((n) => Math.max(0, 11 - n))
    const clock = createManualClock()
    const { fetch, limiter } = made({ clock })
    const calls = Array.from({ length: 40 }, (_, i) => fetch(`${server.baseUrl}/${i}`))
    await expect.poll(() => server.waiting).toHaveLength(8)
    for (const i of [3, 7, 4, 2, 1, 6, 5]) server.waiting[i]!.answer()
    await expect.poll(() => limiter.snapshot()).toMatchObject({ remaining: 4 })
    await until(
      () => server.waiting.length === 12,
      () => clock.advance(1),
    )
    for (const i of [11, 10, 9, 8]) server.waiting[i]!.answer()
    await expect.poll(() => limiter.snapshot().inFlight).toBe(1)
    server.waiting[0]!.answer()
    await expect.poll(() => limiter.snapshot().inFlight).toBe(0)
    expect(server.waiting).toHaveLength(12)
    expect(limiter.snapshot()).toMatchObject({ limit: 40, remaining: 0, waiting: 28, inFlight: 0 })
    for (const call of calls) call.catch(() => {})
  })

  test('that wait can be aborted, and leave their place', async () => {
    await using server = await serve((_, { res }) => json(res, 200, {}, headersOf(40, 0)))
    const clock = createManualClock()
    const { fetch, limiter, sent } = made({ clock })
    await fetch(`${server.baseUrl}/first`)
    const controller = new AbortController()
    const reason = new Error('enough')
    const aborted = fetch(`${server.baseUrl}/aborted`, { signal: controller.signal })
    const other = fetch(`${server.baseUrl}/other`)
    expect(limiter.snapshot().waiting).toBe(2)
    controller.abort(reason)
    await expect(aborted).rejects.toBe(reason)
    expect(limiter.snapshot().waiting).toBe(1)
    clock.advance(1100)
    await other
    expect(sent).toEqual(['/first', '/other'])
  })

  test('that were refused are sent again in the order in which they were', async () => {
    const held: ServerResponse[] = []
    await using server = await serve((_, { res }) =>
      held.length < 5 ? held.push(res) : json(res, 200, {}, headersOf(40, 39)),
    )
    const clock = createManualClock()
    const { fetch, limiter, sent } = made({ clock })
    const calls = Promise.all(Array.from({ length: 5 }, (_, i) => fetch(`${server.baseUrl}/${i}`)))
    await expect.poll(() => held).toHaveLength(5)
    for (const [i, res] of held.entries()) {
      json(res, 429, {}, headersOf(40, 0))
      await expect.poll(() => limiter.snapshot().waiting).toBe(i + 1)
    }
    let done = false
    void calls.then(() => (done = true))
    await until(
      () => done,
      () => clock.advance(10),
    )
    expect(sent.slice(5)).toEqual(server.requests.slice(0, 5).map(({ path }) => path))
  })

  test.for([
    ['as long as the service asks for', { 'retry-after': '2', ...headersOf(40, 39) }, 2000],
    ['a second where the bucket cannot be seen', {}, 1000],
  ] as const)('that were refused wait %s, and that is told', async ([, headers, ms]) => {
    let refuse = true
    await using server = await serve((_, { res }) => json(res, refuse ? 429 : 200, {}, headers))
    const clock = createManualClock()
    const { fetch, waits, limiter, sent } = made({ clock })
    const call = fetch(`${server.baseUrl}/a`)
    await expect.poll(() => limiter.snapshot()).toMatchObject({ waiting: 1, inFlight: 0 })
    expect(waits).toEqual([
      { bucket: 'requests', reason: '429', waiting: 1, method: 'GET', url: `${server.baseUrl}/a`, delay: ms },
    ])
    refuse = false
    clock.advance(ms - 1)
    expect(sent).toHaveLength(1)
    clock.advance(1)
    await call
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
    const onWait = () => {
      throw new RangeError('a mistake in a gauge')
    }
    const { fetch, limiter, sent } = made({ onWait })
    await fetch(`${server.baseUrl}/first`)
    await Promise.all(Array.from({ length: 4 }, (_, i) => fetch(`${server.baseUrl}/${i}`)))
    expect(sent).toEqual(['/first', '/0', '/1', '/2', '/3'])
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
    const { limiter } = made()
    const [one, two] = [rateLimit({ limiter })(network), rateLimit({ limiter })(network)]
    const first = one(`${server.baseUrl}/one`)
    await expect.poll(() => server.waiting).toHaveLength(1)
    server.waiting[0]!.answer()
    await first
    const second = two(`${server.baseUrl}/two`)
    expect(limiter.snapshot()).toMatchObject({ remaining: 0, waiting: 1 })
    await expect.poll(() => server.waiting).toHaveLength(2)
    server.waiting[1]!.answer()
    await second
  })
})

describe('a 429', () => {
  test.for(['GET', 'POST', 'PATCH', 'DELETE'])('is waited out and repeated: %s', async (method) => {
    let n = 0
    const at: number[] = []
    await using server = await serve((_, { res }) => {
      at.push(clock.now())
      if (n++ < 2) json(res, 429, {}, headersOf(40, 0))
      else json(res, 200, {}, headersOf(40, 39))
    })
    const { fetch, waits, clock } = made()
    const init = { method, ...(method !== 'GET' && { body: '{"a":1}' }) }
    expect((await fetch(`${server.baseUrl}/a`, init)).status).toBe(200)
    if (method !== 'GET') expect(server.requests.map(({ body }) => body)).toEqual(Array(3).fill('{"a":1}'))
    expect(waits.map(({ reason }) => reason)).toEqual(['429', '429'])
    // First when a token is due, by what the answer says: 40 in a second. As that was refused, much later.
    expect(at[1]! - at[0]!).toBe(26)
    expect(at[2]! - at[1]!).toBeGreaterThan(10 * 26)
  })

  test('without headers is waited out for a second', async () => {
    let n = 0
    await using server = await serve((_, { res }) => json(res, n++ ? 200 : 429, {}))
    const { fetch, clock } = made()
    const started = clock.now()
    expect((await fetch(`${server.baseUrl}/a`)).status).toBe(200)
    expect(clock.now() - started).toBe(1000)
  })

  test('is waited out as long as the service asks, or handed over when that is more than a minute', async () => {
    let retry = 30
    let n = 0
    await using server = await serve((_, { res }) =>
      json(res, n++ % 2 ? 200 : 429, {}, { ...headersOf(40, 5), 'retry-after': retry }),
    )
    const { fetch, clock } = made()
    const started = clock.now()
    expect((await fetch(`${server.baseUrl}/a`)).status).toBe(200)
    expect(clock.now() - started).toBe(30_000)
    retry = 61
    expect((await fetch(`${server.baseUrl}/a`)).status).toBe(429)
  })

  test('that stays one is the caller’s after so many attempts', async () => {
    await using server = await serve((_, { res }) => json(res, 429, { errors: [] }, headersOf(40, 0)))
    const { fetch } = made({ attempts: 3 })
    const response = await fetch(`${server.baseUrl}/a`)
    expect([response.status, await response.json()]).toEqual([429, { errors: [] }])
    expect(server.requests).toHaveLength(3)
  })

  test('ends with the caller’s patience', async () => {
    await using server = await serve((_, { res }) => json(res, 429, {}, { 'retry-after': '20' }))
    const { fetch, limiter } = made({ clock: createManualClock() })
    const reason = new Error('enough')
    const controller = new AbortController()
    const call = fetch(`${server.baseUrl}/a`, { signal: controller.signal })
    await expect.poll(() => limiter.snapshot()).toMatchObject({ waiting: 1, inFlight: 0 })
    controller.abort(reason)
    await expect(call).rejects.toBe(reason)
  })
})

describe('taking production devices out of their group', () => {
  /** A service with a bucket of ten devices, one more each second, and a limiter on the same clock. */
  async function service({ visible = true, attempts }: { visible?: boolean; attempts?: number } = {}) {
    const limit = 10
    let devices = limit
    let requests = 40
    const limited = made({ attempts })
    const { clock } = limited
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
    return { ...server, ...limited }
  }
  const remove = (fetch: Fetch, baseUrl: string, data: unknown, key: string | undefined = 'K') =>
    fetch(`${baseUrl}/devicegroups/1/relationships/devices`, {
      method: 'DELETE',
      body: JSON.stringify({ data }),
      headers: { ...(key && { 'X-Electricimp-Key': key }) },
      ...(key && { unbond: Array.isArray(data) ? data.length : 1 }),
    })

  test('is paced by the number of devices', async () => {
    await using server = await service()
    const { fetch, limiter, waits } = server
    expect((await remove(fetch, server.baseUrl, ids(8))).status).toBe(204)
    expect(limiter.snapshot().unbond).toMatchObject({ limit: 10, remaining: 2 })
    // Two are left, five are wanted: it waits for three.
    expect((await remove(fetch, server.baseUrl, ids(5))).status).toBe(204)
    expect((await remove(fetch, server.baseUrl, { type: 'device', id: '1' })).status).toBe(204)
    expect(server.requests).toHaveLength(3)
    expect(waits.map(({ bucket }) => bucket)).toContain('unbond')
  })

  test('waits without holding up the other calls', async () => {
    await using server = await service()
    const { fetch } = server
    await remove(fetch, server.baseUrl, ids(10))
    const slow = remove(fetch, server.baseUrl, ids(10))
    for (let i = 0; i < 5; i++) await fetch(`${server.baseUrl}/products`)
    expect(server.requests.filter(({ method }) => method === 'GET')).toHaveLength(5)
    expect(server.requests.filter(({ method }) => method === 'DELETE')).toHaveLength(1)
    expect((await slow).status).toBe(204)
  })

  test('does not count devices of other groups, which need no key', async () => {
    await using server = await service()
    const { fetch, limiter } = server
    for (let i = 0; i < 3; i++) expect((await remove(fetch, server.baseUrl, ids(10), '')).status).toBe(200)
    expect(limiter.snapshot().unbond).toBeUndefined()
  })

  test.for([
    ['before anything is sent', true],
    ['as soon as the service has told how many it holds', false],
  ] as const)('of more devices than the bucket holds is refused %s', async ([, known]) => {
    await using server = await service()
    const { fetch } = server
    if (known) await remove(fetch, server.baseUrl, ids(1))
    const before = server.requests.length
    const error: unknown = await remove(fetch, server.baseUrl, ids(11)).catch((e: unknown) => e)
    expect(isRateLimitError(error)).toBe(true)
    expect(String(error)).toMatch(/11 .*10/)
    expect(error).toMatchObject({ rateLimit: { unbond: { limit: 10 } } })
    expect(server.requests.length - before).toBe(known ? 0 : 1)
  })

  test('works without readable headers', async () => {
    await using server = await service({ visible: false, attempts: 30 })
    const { fetch } = server
    for (let i = 0; i < 4; i++) expect((await remove(fetch, server.baseUrl, ids(5))).status).toBe(204)
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
  // Nor does an extension share a limiter that was not given to it: no clock is there to end a wait.
  vi.useFakeTimers({ toFake: ['setTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  const [here, there] = [rateLimit()(network), rateLimit()(network)]
  await here(server.baseUrl)
  await there(server.baseUrl)
  expect(server.requests).toHaveLength(3)
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

test('waiting is told with method, URL and time, and no key is shown', async () => {
  await using server = await serve((_, { res }) => json(res, 200, {}, headersOf(40, 0, 400)))
  const { fetch, waits } = made({ clock: createManualClock() })
  await fetch(`${server.baseUrl}/first`)
  const controller = new AbortController()
  const call = (path: string, method: string) =>
    fetch(server.baseUrl + path, { method, signal: controller.signal }).catch(() => {})
  const calls = [call('/login_keys/5ec7e7', 'DELETE'), call('/devices', 'GET'), call('/devices', 'GET')]
  const each = 401 / 39
  expect(waits).toMatchObject([
    { method: 'DELETE', url: `${server.baseUrl}/login_keys/***`, waiting: 1, delay: Math.ceil(each) },
    { method: 'GET', url: `${server.baseUrl}/devices`, waiting: 2, delay: Math.ceil(2 * each) },
    { method: 'GET', url: `${server.baseUrl}/devices`, waiting: 3, delay: Math.ceil(3 * each) },
  ])
  for (const { bucket, reason } of waits) expect([bucket, reason]).toEqual(['requests', 'pace'])
  controller.abort()
  await Promise.all(calls)
})

test('the log line for waiting says method, URL and time', async () => {
  const account = { email: 'me@example.com', password: 'sup3rs3cr3t' }
  const clock = idleClock(() => false)
  const { baseUrl, fetch } = createImpCloud({ accounts: [account], devices: 1, rateLimit: 5, clock })
  const auth = { id: account.email, password: account.password }
  const lines: string[] = []
  const imp = createImpCentral({ baseUrl, fetch, auth, clock, logger: { debug: (line) => lines.push(line) } })
  const { data } = await imp.devices.list()
  await Promise.all(Array.from({ length: 10 }, () => imp.devices.get(data[0]!.id)))
  const wanted = new RegExp(
    `^impcentral: GET ${baseUrl}/devices/\\w+ waits \\d+ ms for the rate limit \\(requests, (pace|429), \\d+ waiting\\)$`,
  )
  expect(lines.filter((line) => wanted.test(line)).length).toBeGreaterThan(0)
})

test('what is told of waiting may reject, and harms nothing', async () => {
  const unhandled = vi.fn()
  process.on('unhandledRejection', unhandled)
  onTestFinished(() => void process.off('unhandledRejection', unhandled))
  await using server = await serve((_, { res }) => json(res, 200, {}, headersOf(40, 0)))
  const { fetch } = made({ onWait: () => Promise.reject(new RangeError('a mistake in a gauge')) as never })
  for (let i = 0; i < 3; i++) expect((await fetch(server.baseUrl)).status).toBe(200)
  await turn()
  expect(unhandled).not.toHaveBeenCalled()
})

describe('a deadline', () => {
  test.for([
    ['that ends a wait says what it waited for', 200, /rate limit/],
    ['over repeated 429s does not hide them', 429, /429 Too Many Requests/],
  ] as const)('%s', async ([, status, cause]) => {
    let n = 0
    await using server = await serve((_, { res }) => json(res, n++ ? status : 200, {}, headersOf(40, 0)))
    const { fetch, clock } = made()
    const limited = deadline({ deadline: 3000, clock })(fetch)
    await fetch(server.baseUrl)
    const results = await Promise.allSettled(Array.from({ length: 200 }, () => limited(server.baseUrl)))
    const ended = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as Error] : []))
    expect(ended.length).toBeGreaterThan(0)
    for (const error of ended) {
      expect(isTimeoutError(error)).toBe(true)
      expect(isImpCentralError(error.cause)).toBe(true)
    }
    expect([...new Set(ended.map(({ cause }) => String(cause)))].join()).toMatch(cause)
  })

  test('leaves the caller’s own reason as it is', async () => {
    await using server = await serve((_, { res }) => json(res, 200, {}, headersOf(40, 0)))
    const { fetch } = made({ clock: createManualClock() })
    await fetch(server.baseUrl)
    const controller = new AbortController()
    const call = fetch(server.baseUrl, { signal: controller.signal })
    const reason = new Error('enough')
    controller.abort(reason)
    await expect(call).rejects.toBe(reason)
    expect(reason.cause).toBeUndefined()
  })
})

test('waiting and giving up costs each of 40,000 calls as much as each of 40', async () => {
  const counts = async (calls: number) => {
    const clock = createManualClock()
    const timers = vi.spyOn(clock, 'setTimeout')
    const sent = vi.fn(async () => new Response('{}', { headers: headersOf(40, 0) as never }))
    const limiter = createRateLimiter({ clock })
    const fetch = rateLimit({ limiter })(sent)
    await fetch('https://x.test/a')
    const controller = new AbortController()
    const listeners = vi.spyOn(controller.signal, 'addEventListener')
    const waiting = Array.from({ length: calls }, () => fetch('https://x.test/a', { signal: controller.signal }))
    const all = Promise.allSettled(waiting)
    expect(limiter.snapshot().waiting).toBe(calls)
    controller.abort()
    expect(limiter.snapshot().waiting).toBe(0)
    expect((await all).every(({ status }) => status === 'rejected')).toBe(true)
    expect(clock.pending).toBe(0)
    return { sent: sent.mock.calls.length, listeners: listeners.mock.calls.length, timers: timers.mock.calls.length }
  }
  for (const calls of [40, 40_000]) {
    const { timers, ...others } = await counts(calls)
    expect(others).toEqual({ sent: 1, listeners: 1 })
    expect(timers / calls).toBeLessThanOrEqual(2)
  }
})
