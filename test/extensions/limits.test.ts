/** What a deadline was waiting for, how large an answer may be, and inputs that are wrong before anything is sent. */
import { gzipSync } from 'node:zlib'
import { createImpCentral, isApiError, isArgumentError, isParseError, isTimeoutError } from 'impcentral'
import { describe, expect, test, vi } from 'vitest'
import { account, serveAuth } from '../support/auth-server.ts'
import { json, serve } from '../support/http-server.ts'

const auth = { id: account.id, password: account.password }

describe('the cause of a deadline tells', () => {
  test('the 429 that is repeated', async () => {
    const errors = [{ code: 'PX900', title: 'Slow down' }]
    await using server = await serveAuth({ api: (_, res) => json(res, 429, { errors }, { 'retry-after': '30' }) })
    const imp = createImpCentral({ baseUrl: server.baseUrl, auth, deadline: 2000 })
    const error: unknown = await imp.devices.get('x').catch((e: unknown) => e)
    expect(isTimeoutError(error) && error.kind).toBe('deadline')
    expect((error as Error).cause).toMatchObject({ name: 'RateLimitError', status: 429 })
  })

  test('the 503 that is repeated', async () => {
    await using server = await serveAuth({
      api: (_, res) => json(res, 503, { errors: [{ code: 'XX001', title: 'Down' }] }),
    })
    const imp = createImpCentral({
      baseUrl: server.baseUrl,
      auth,
      deadline: 2000,
      retry: { baseDelay: 9000 },
      random: () => 1,
    })
    const error: unknown = await imp.devices.get('x').catch((e: unknown) => e)
    expect(isTimeoutError(error) && isApiError(error.cause) && error.cause.message).toContain('XX001 Down')
  })

  test('the failure of the network that is repeated', async () => {
    const fails = () => Promise.reject(new TypeError('fetch failed'))
    const imp = createImpCentral({
      auth: { accessToken: 'a' },
      fetch: fails,
      deadline: 100,
      retry: { baseDelay: 9000 },
      random: () => 1,
    })
    const error: unknown = await imp.devices.get('x').catch((e: unknown) => e)
    expect(isTimeoutError(error) && error.cause).toMatchObject({ name: 'ConnectionError' })
  })

  test('the sign-in', async () => {
    await using server = await serveAuth({ intercept: ({ path }) => path === '/auth' })
    const imp = createImpCentral({ baseUrl: server.baseUrl, auth, deadline: 100 })
    const error: unknown = await imp.devices.get('x').catch((e: unknown) => e)
    expect(isTimeoutError(error) && String(error.cause)).toContain('access token')
  })

  test('nothing of the reason of an abort, which stays as it is', async () => {
    await using server = await serveAuth({ intercept: ({ path }) => path === '/auth' })
    const controller = new AbortController()
    const reason = new Error('mine')
    setTimeout(() => controller.abort(reason), 50)
    const imp = createImpCentral({ baseUrl: server.baseUrl, auth })
    await expect(imp.devices.get('x', { signal: controller.signal })).rejects.toBe(reason)
    expect(reason.cause).toBeUndefined()
  })
})

describe('an answer that is too large', () => {
  const bomb = gzipSync(Buffer.alloc(80 * 2 ** 20, 'x'))

  test('is a typed error at once, and is not asked for again', { timeout: 60_000 }, async () => {
    await using server = await serve((_, { res }) => {
      res.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(bomb)
    })
    const imp = createImpCentral({ baseUrl: server.baseUrl, auth: { accessToken: 'a' } })
    const error: unknown = await imp.devices.get('x').catch((e: unknown) => e)
    expect(isParseError(error) && error.message).toContain('Expected at most 67108864 bytes')
    expect(server.requests).toHaveLength(1)
  })

  test.each([
    [1000, 1000, true],
    [1000, 1001, false],
    [Infinity, 100_000, true],
  ])('by %i bytes at most of %i', async (maxResponseBytes, size, fits) => {
    const padding = 'x'.repeat(size - JSON.stringify({ data: { type: 'device', id: '' } }).length)
    await using server = await serve((_, { res }) => json(res, 200, { data: { type: 'device', id: padding } }))
    const imp = createImpCentral({ baseUrl: server.baseUrl, auth: { accessToken: 'a' }, maxResponseBytes })
    const outcome = await imp.devices.get('x').then(
      () => true,
      (error: unknown) => !isParseError(error),
    )
    expect(outcome).toBe(fits)
  })
})

describe('is refused before anything is sent', () => {
  const network = vi.fn(() => expect.fail('It was sent'))
  const client = (more: object = {}) => createImpCentral({ auth: { accessToken: 'a' }, fetch: network, ...more })
  const wrong: [string, () => unknown, RegExp][] = [
    [
      'a controller for a signal',
      () => client().devices.get('x', { signal: new AbortController() as never }),
      /signal: expected an AbortSignal/,
    ],
    [
      'a controller on the wire',
      () => client().client.GET('/devices', { signal: new AbortController() as never }),
      /signal: expected an AbortSignal/,
    ],
    [
      'a controller in fetch',
      () => client().fetch('https://api.electricimp.com/v5/devices', { signal: {} as never }),
      /signal: expected an AbortSignal/,
    ],
    ['a controller of the client', () => client({ signal: new AbortController() }), /signal: expected an AbortSignal/],
    ['a store that is none', () => client({ tokenStore: 5 }), /tokenStore: expected an object with get, set, delete/],
    [
      'a store without set',
      () => client({ tokenStore: { get() {}, delete() {} } }),
      /tokenStore: expected an object with get, set, delete/,
    ],
    ['a lock that is none', () => client({ lock: {} }), /lock: expected a function/],
    ['a callback that is none', () => client({ onWarning: console }), /onWarning: expected a function/],
    ['a clock that is none', () => client({ clock: Date }), /clock: expected a clock/],
    ['a logger that is none', () => client({ logger: 'console' }), /logger: expected an object/],
    ['headers that are none', () => client({ headers: { a: 5 } }), /headers: expected an object of strings/],
    ['a misspelt option', () => client({ timeuot: 5 }), /unknown "timeuot"; expected auth, /],
    [
      'a misspelt option of retry',
      () => client({ retry: { atempts: 5 } }),
      /retry: unknown "atempts"|unknown "atempts"/,
    ],
    ['a misspelt default', () => client().withOptions({ timeuot: 5 } as never), /withOptions: unknown "timeuot"/],
    [
      'a lone surrogate in a filter',
      () => client().products.list({ filter: { 'owner.id': '\ud800' } }),
      /valid Unicode/,
    ],
    [
      'a lone surrogate on the wire',
      () => client().client.GET('/products', { params: { query: { 'filter[owner.id]': 'a\udc00' } } }),
      /valid Unicode/,
    ],
    [
      'an object in a filter',
      () => client().products.list({ filter: { 'owner.id': {} as never } }),
      /expected a text|owner\.id/,
    ],
    [
      'a filter that is not there',
      () => client().products.list({ filter: { 'owner.id': undefined as never } }),
      /would list everything/,
    ],
    [
      'a filter of null',
      () => client().products.list({ filter: { 'owner.id': null as never } }),
      /would list everything/,
    ],
    ...['.', '..', '%2e', '..%2f', '..;/', '..;x=1', 'a/../b', '..\\', '%252e%252e', ''].map(
      (id): [string, () => unknown, RegExp] => [
        `the id ${JSON.stringify(id)}`,
        () => client().devices.get(id),
        /devices\.get: device must be/,
      ],
    ),
    ...['..%2f', '..;/x', '%252e%252e/x', 'a/..;b/c', 'a%2f..%2fb', 'a%5c..%5cb'].map(
      (path): [string, () => unknown, RegExp] => [
        `the link ${path}`,
        () => client().devices.list({ from: `https://api.electricimp.com/v5/${path}` }),
        /segment|Not below|from/,
      ],
    ),
  ]
  test.each(wrong)('%s', async (_, work, message) => {
    const error: unknown = await (async () => work())().catch((e: unknown) => e)
    expect(String(error)).toMatch(message)
    expect(isArgumentError(error) || (error as Error).name === 'ConfinementError').toBe(true)
    expect(network).not.toHaveBeenCalled()
  })
})

test('log lines say what was done', async () => {
  let answers = 0
  await using server = await serveAuth({
    api: (_, res) =>
      json(
        res,
        [429, 503][answers++] ?? 200,
        { data: { type: 'device', id: 'x' } },
        answers === 1 ? { 'retry-after': '0.02' } : {},
      ),
  })
  const lines: string[] = []
  const log = (line: string) => lines.push(line)
  const tokenStore = { get: () => undefined, set: () => Promise.reject(new Error('full')), delete: () => {} }
  const imp = createImpCentral({
    baseUrl: server.baseUrl,
    auth,
    tokenStore,
    retry: { baseDelay: 1 },
    logger: { debug: log, warn: log },
  })
  await imp.devices.get('x')
  expect(lines).toContain('impcentral: token_store Token store failed: The session goes on without it')
  expect(lines.find((line) => line.includes('waits'))).toMatch(/GET .*\/devices\/x waits .*ms/)
  expect(lines.find((line) => line.includes('attempt 1'))).toMatch(
    /^impcentral: GET .*\/devices\/x: attempt 1 failed \(503\), next in \d+ ms$/,
  )
})
