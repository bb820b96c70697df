import { createServer, type AddressInfo } from 'node:net'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { inspect } from 'node:util'
import { describe, expect, test, vi } from 'vitest'
import {
  type ApiError,
  isApiError,
  isArgumentError,
  isAuthenticationError,
  isConfinementError,
  isConnectionError,
  isImpCentralError,
  isParseError,
  warningsOf,
} from '../support/errors.ts'
import { pathSegment } from '../../src/core/url.ts'
import { confine } from '../../src/extensions/confinement.ts'
import type { Auth } from '../../src/extensions/session/sign-in.ts'
import { account, serveAuth, type AuthServerOptions } from '../support/auth-server.ts'
import { recordingClock } from '../support/clocks.ts'
import { fail, json, serve } from '../support/http-server.ts'
import { bodyOf, transport, type TransportOptions } from '../support/transport.ts'

const { id, password, otp } = account
const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  )
const client = (baseUrl: string, options: Partial<TransportOptions> = {}) => {
  const made = transport({ baseUrl, retry: { attempts: 1 }, ...options })
  return { ...made, get: (path = '/a', init = {}) => made.fetch(`${baseUrl}${path}`, init) }
}

describe('the session', () => {
  test('sends nothing for a call that is over already, and leaves no rejection to nobody', async () => {
    let refuse: (() => void) | undefined
    await using server = await serveAuth({ intercept: (_, res) => ((refuse = () => fail(res, 401, 'PX100')), true) })
    const unhandled = vi.fn()
    process.on('unhandledRejection', unhandled)
    const { get } = client(server.baseUrl)
    expect(await failure(get('/a', { signal: AbortSignal.abort('over') }))).toBe('over')
    // The one who asked goes while the account is being refused.
    const controller = new AbortController()
    expect(refuse).toBeUndefined()
    const left = failure(get('/a', { signal: controller.signal }))
    await expect.poll(() => refuse).toBeDefined()
    controller.abort('gone')
    expect(await left).toBe('gone')
    const other = failure(get())
    refuse!()
    expect(isAuthenticationError(await other)).toBe(true)
    await nextTurn()
    process.off('unhandledRejection', unhandled)
    expect(unhandled).not.toHaveBeenCalled()
    expect(server.requests).toHaveLength(1)
  })

  test('finds back in after a dead refresh token and a network that fails once', async () => {
    let down = true
    await using server = await serveAuth({
      intercept: ({ path }, res) => path === '/auth' && down && (res.destroy(), true),
    })
    const { get } = client(server.baseUrl, { auth: { id, password, refreshToken: 'dead' } })
    expect(isConnectionError(await failure(get()))).toBe(true)
    down = false
    expect((await get()).status).toBe(200)
  })

  test('finds back in after a dead refresh token and a one-time password mistyped once', async () => {
    await using server = await serveAuth({ twoFactor: 'password' })
    const ask = vi.fn<() => string>().mockReturnValueOnce('000000').mockReturnValue(otp)
    const { get } = client(server.baseUrl, { auth: { id, password, otp: ask, refreshToken: 'dead' } })
    expect(isAuthenticationError(await failure(get()))).toBe(true)
    expect((await get()).status).toBe(200)
  })

  test.for([
    '<html>',
    '',
    'null',
    '{}',
    '[]',
    '{"access_token":null}',
    '{"access_token":5}',
    '{"access_token":["SECRET"]}',
    '{"access_token":{}}',
    '{"access_token":""}',
    '{"access_token":"SECRET\\u2603"}',
  ])('takes no token out of %s', async (body) => {
    await using server = await serveAuth({ intercept: (_, res) => (res.end(body), true) })
    const error = await failure(client(server.baseUrl).get())
    expect(isParseError(error)).toBe(true)
    expect(String(error)).not.toContain('SECRET')
    expect(server.count('/a')).toBe(0)
  })

  test.for([0, -5, null, 'soon', {}])('takes a token that lives %o seconds for one of the usual hour', async (life) => {
    const tokens: AuthServerOptions['intercept'] = ({ path }, res) =>
      path === '/auth'
        ? (json(res, 200, { access_token: 'T', refresh_token: [7], expires_in: life }), true)
        : (json(res, 200, {}), true)
    await using server = await serveAuth({ intercept: tokens })
    const { get } = client(server.baseUrl)
    for (const path of ['/a', '/b', '/c']) await get(path)
    expect(server.requests.map(({ path }) => path)).toEqual(['/auth', '/a', '/b', '/c'])
  })

  const far = { renewAt: 9e15, expiresAt: 9e15 }
  test.for([
    '5',
    'null',
    '[]',
    JSON.stringify(far),
    JSON.stringify({ ...far, accessToken: 'SECRET\r\nx' }),
    JSON.stringify({ ...far, accessToken: 5, refreshToken: {} }),
    JSON.stringify({ ...far, accessToken: ['SECRET'], refreshToken: '\n' }),
  ])('ignores an entry %s of the store', async (entry) => {
    await using server = await serveAuth()
    const lock = (_: string, work: () => Promise<void>) => work()
    const tokenStore = { get: () => entry, set() {}, delete() {} }
    const { get } = client(server.baseUrl, { tokenStore, lock })
    expect((await get()).status).toBe(200)
    expect(server.requests.map(({ path }) => path)).toEqual(['/auth', '/a'])
  })

  test.for<[string, NonNullable<TransportOptions['lock']>]>([
    ['never runs the work', async () => {}],
    ['does not wait for the work', async (_, work) => void work()],
    ['runs it twice', (_, work) => Promise.all([work(), work()])],
  ])('signs in once under a lock that %s', async ([, lock]) => {
    await using server = await serveAuth()
    const { get } = client(server.baseUrl, { tokenStore: new Map<string, string>(), lock })
    expect((await get()).status).toBe(200)
    expect(server.count('/auth')).toBe(1)
  })

  test('waits for a store that hangs by its clock, which keeps the process alive', async () => {
    await using server = await serveAuth()
    const clock = recordingClock()
    const never = () => new Promise(() => {})
    const onWarning = vi.fn(() => {
      throw new Error('from the application')
    })
    const tokenStore = { get: never, set: never, delete: never }
    const { get } = client(server.baseUrl, { tokenStore, clock, timeout: 0, onWarning })
    expect((await get()).status).toBe(200)
    expect(clock.waits).toContain(2000)
    expect(onWarning).toHaveBeenCalledTimes(1)
    expect(clock.pending).toBe(0)
  })

  test('revokes nothing by a refresh token that climbs', async () => {
    await using server = await serveAuth({
      intercept: ({ path }, res) =>
        path === '/auth' &&
        (json(res, 200, { access_token: 'T', refresh_token: '../../../products/p1', expires_in: 60 }), true),
    })
    const { get, session } = client(server.baseUrl)
    await get().catch(() => {})
    await failure(session.logout({ revoke: true }))
    const paths = server.requests.filter(({ method }) => method === 'DELETE').map(({ path }) => path)
    expect(paths).toEqual([])
  })

  test('adds the token to whatever else is called auth', async () => {
    await using server = await serveAuth()
    const { get } = client(server.baseUrl)
    for (const path of ['/devices/auth', '/devices/auth/token', '/products/auth'])
      expect([path, (await get(path)).status]).toEqual([path, 200])
  })

  test('takes a one-time password that is a number', async () => {
    await using server = await serveAuth({ twoFactor: 'password' })
    const ask = vi.fn().mockReturnValueOnce(111111).mockReturnValue(Number(otp))
    const { get } = client(server.baseUrl, { auth: { id, password, otp: ask } as Auth })
    expect(isAuthenticationError(await failure(get()))).toBe(true)
    expect((await get()).status).toBe(200)
  })

  test.for([
    { code: 'PX200' },
    { code: 'PX200', meta: 'x' },
    { code: 'PX200', meta: { login_token: 'L' } },
    [{ code: 'PX200', meta: null }],
  ])('answers a demand %o for a one-time password', async (errors) => {
    await using server = await serveAuth({
      intercept({ headers, path }, res) {
        if (!path.startsWith('/auth')) json(res, 200, {})
        else if (headers['x-electricimp-otp-token']) json(res, 200, { access_token: 'T', expires_in: 60 })
        else json(res, 403, { errors })
        return true
      },
    })
    expect((await client(server.baseUrl, { auth: { id, password, otp } }).get()).status).toBe(200)
  })

  test('goes on when the service refuses in no form at all', async () => {
    await using server = await serveAuth({ intercept: (_, res) => (fail(res, 403, 'PX200', { meta: [] }), true) })
    expect(isAuthenticationError(await failure(client(server.baseUrl).get()))).toBe(true)
  })
})

/** Answers each connection with these bytes. */
async function serveRaw(raw: string) {
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => socket.end(raw))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v5`,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}

/** Everything in which an error can show itself, its causes included. */
const faces = (error: unknown): string => `${inspect(error, { depth: 20, showHidden: true })}${JSON.stringify(error)}`

const auth: Auth = { accessToken: 'SECRET-access-token' }

describe('the transport', () => {
  const tokens = JSON.stringify({ access_token: 'SECRET', refresh_token: 'SECRET', expires_in: 3600 })
  test.for([
    `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${tokens}\r\n0\r\n\r\n`,
    tokens,
    `HTTP/1.1 200 OK\r\nset cookie SECRET\r\n\r\n${tokens}`,
    `HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n${tokens}`,
  ])('shows nothing of an answer that is no HTTP: %j', async (raw) => {
    await using server = await serveRaw(raw)
    const error = await failure(client(server.baseUrl).session.login())
    expect(isImpCentralError(error)).toBe(true)
    expect(faces(error)).not.toContain('SECRET')
  })

  test.for([600, 999])('makes a typed error of status %i, its body included', async (status) => {
    const body = '{"errors":[{"code":"XX001","title":"Odd"}]}'
    await using server = await serveRaw(`HTTP/1.1 ${status} \u00e9\r\ncontent-length: ${body.length}\r\n\r\n${body}`)
    const { get } = client(server.baseUrl, { auth, retry: { attempts: 2, baseDelay: 1 } })
    const response = await get()
    expect(await response.clone().text()).toBe(body)
    expect(await failure(bodyOf(response, { url: server.baseUrl }))).toMatchObject({ status, code: 'XX001' })
  })

  test.for([undefined, null, 5, {}])('tells that the fetch gave %o', async (given) => {
    const { get } = client('https://x/v5', { auth, fetch: async () => given as Response })
    expect(isArgumentError(await failure(get()))).toBe(true)
  })

  test('makes a typed error of a failed answer that is only like a Response', async () => {
    const answer = { ok: false, status: 404, headers: new Headers(), body: null }
    const { get } = client('https://x/v5', { auth, fetch: async () => answer as Response })
    expect(await failure(bodyOf(await get(), { url: 'https://x/v5' }))).toMatchObject({ status: 404, family: 'NF' })
  })

  test.for(['1763766000', '1763766000000', 'Infinity'])('waits a minute at most for a reset of %s', async (reset) => {
    let answers = 0
    await using server = await serve((_, { res }) => {
      const [limit, remaining] = reset === 'Infinity' ? [reset, reset] : ['40', '0']
      const headers = { 'x-ratelimit-limit': limit, 'x-ratelimit-remaining': remaining, 'x-ratelimit-reset': reset }
      json(res, 200, {}, answers++ ? {} : headers)
    })
    const clock = recordingClock()
    const { get } = client(server.baseUrl, { auth, clock, timeout: 0 })
    await get()
    await Promise.all([get(), get()])
    expect(server.requests).toHaveLength(3)
    expect(clock.waits.length).toBeLessThan(5)
    expect(clock.waits.filter((ms) => ms > 60_000)).toEqual([])
  })

  test.for(['SECRET\n', 'SECRET\r\nx: y', 'SECRET\u2603', 'SECRET\0', 'SECRET\x7f', 'SECRET\ud800'])(
    'refuses the header value %j and does not show it',
    async (value) => {
      await using server = await serveAuth()
      const { get } = client(server.baseUrl, { auth })
      for (const name of ['X-Electricimp-Key', 'X-Electricimp-Password', 'User-Agent'])
        for (const headers of [{ [name]: value }, [[name, value]] as [string, string][]]) {
          const error = await failure(get('/a', { headers }))
          expect(isArgumentError(error)).toBe(true)
          expect(faces(error)).not.toContain('SECRET')
        }
      expect(server.requests).toHaveLength(0)
    },
  )

  test.for([
    '\ud800',
    'a\udc00b',
    '',
    '.',
    '..',
    '%2e%2e',
    '%252e',
    '..%2f',
    'a/../b',
    '..;/',
    '..;a=b',
    '..\\x',
    5,
    undefined,
  ])('makes no path of the id %j', (value) => {
    expect(isArgumentError(thrown(() => pathSegment('id', value)))).toBe(true)
  })

  test.for([5, null, undefined, {}])('takes %o for no base URL', (baseUrl) => {
    expect(isArgumentError(thrown(() => confine({ baseUrl: baseUrl as string })))).toBe(true)
  })

  test('takes a URL object for the base URL', async () => {
    await using server = await serveAuth()
    const { fetch } = transport({ baseUrl: new URL(server.baseUrl) as unknown as string, auth })
    expect((await fetch(`${server.baseUrl}/a`)).status).toBe(401)
  })
})

const thrown = (work: () => unknown): unknown => {
  try {
    return work()
  } catch (error) {
    return error
  }
}

describe('an error', () => {
  const one = (more: object) => JSON.stringify({ errors: [{ code: 'VX001', ...more }] })
  const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)
  test.for([
    one({ source: { url: 5 } }),
    one({ source: { name: 'x' } }),
    one({ source: { diagnostics: 'x' } }),
    '{"errors":[{"source":{"__proto__":{"a":1}}}]}',
    one({ source: { status: 200, message: 'hi', stack: 1 } }),
    one({ source: { pointer: 7, parameter: {} } }),
    one({ source: 'abc' }),
    one({ code: { toString: 1 }, title: { toString: 1 }, detail: { toString: 1 } }),
    '{"message":{"toString":1}}',
    '{"errors":"x"}',
    '{"errors":[[1]]}',
    deep(200_000),
    `{"errors":[{"meta":${deep(3000)}}]}`,
    `{"errors":[{"meta":${deep(5000)}}]}`,
  ])('is made of whatever the service says', async (body) => {
    await using server = await serve((_, { res }) => res.writeHead(400).end(body))
    const { get } = client(server.baseUrl, { auth })
    const error = (await failure(bodyOf(await get(), { url: `${server.baseUrl}/a` }))) as ApiError
    expect(isApiError(error)).toBe(true)
    expect(error).toMatchObject({ status: 400, name: 'ValidationError', url: `${server.baseUrl}/a` })
    expect(error.message).toMatch(/^400 /)
    expect([typeof error.pointer, typeof error.parameter]).toEqual(['undefined', 'undefined'])
    expect(() => error.diagnostics).not.toThrow()
  })

  const token = 'SECRET-access-token'
  test.for([
    ['status text', 400, '', {}],
    ['content type', 200, '<x>', { 'content-type': `text/html; t=${token}` }],
    ['keys', 400, one({ meta: { [token]: 1, [`x ${token}`]: [{ [token]: {} }] }, title: 'T' }), {}],
    ['lists', 400, one({ meta: { tokens: ['SECRET'], password: { a: 'SECRET' } } }), {}],
    ['numbers', 400, one({ meta: { otp: 734101, key: [734101] } }), {}],
    ['a path as it was read', 404, one({ detail: '/accounts/me/login_keys/SECRET login+/key' }), {}],
    ['a path as it was sent', 404, one({ detail: '/accounts/me/login_keys/SECRET%20login%2B%2Fkey' }), {}],
  ] as const)('shows no secret that comes back in %s', async ([where, status, body, headers]) => {
    await using server = await serve((_, { res }) =>
      (where === 'status text' ? res.writeHead(status, token) : res.writeHead(status, headers)).end(body),
    )
    const { get, body: text } = client(server.baseUrl, { auth })
    const path = `/accounts/me/login_keys/${encodeURIComponent('SECRET login+/key')}`
    const response = await get(path)
    const context = { url: server.baseUrl + path }
    const error = await failure(text(response, context))
    expect(isImpCentralError(error)).toBe(true)
    expect(faces(error)).not.toMatch(/SECRET|734101|login\+|%2Fkey/)
  })

  test.for([
    'https://user:SECRET@example.com/x',
    'https://user:SECRET@[/x',
    '//user:SECRET@example.com?a=https://b:SECRET@c',
  ])('shows no user information of %s', async (location) => {
    await using server = await serve((_, { res }) => res.writeHead(302, { location }).end())
    const { get, fetch } = client(server.baseUrl, { auth })
    for (const error of [await failure(get()), await failure(fetch(location))]) {
      expect(isConfinementError(error)).toBe(true)
      expect(faces(error)).not.toContain('SECRET')
    }
  })

  test('warnings are found in any meta, however odd', () => {
    const warning = { code: 'WA001' }
    expect(warningsOf({ meta: [{ code: { toString: 1 } }, warning] })).toEqual([warning])
    expect(warningsOf({ meta: [warning, JSON.parse(deep(5000))] })).toEqual([warning])
    expect(warningsOf({ meta: JSON.parse(deep(100_000)) })).toEqual([])
  })
})
