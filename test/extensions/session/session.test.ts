import type { ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { inspect } from 'node:util'
import { describe, expect, test, vi } from 'vitest'
import {
  ArgumentError,
  AuthenticationError,
  isAuthenticationError,
  isConnectionError,
  isInternalError,
  isParseError,
  isTimeoutError,
} from '../../support/errors.ts'
import { createSession } from '../../../src/extensions/session/session.ts'
import type { Auth } from '../../../src/extensions/session/sign-in.ts'
import type { Fetch } from '../../../src/core/fetch.ts'
import { account, serveAuth } from '../../support/auth-server.ts'
import { createManualClock, recordingClock, until } from '../../support/clocks.ts'
import { seeded } from '../../support/random.ts'
import { type Arrived, fail, json } from '../../support/http-server.ts'
import { transport, type TransportOptions } from '../../support/transport.ts'

const { id, password, otp, loginKey } = account
const credentials: Auth = { id, password }
/** Retries take no time. */
const quick = { retry: { baseDelay: 1 } }

const client = (baseUrl: string, options: Partial<TransportOptions> = {}) => {
  const made = transport({ baseUrl, ...quick, ...options })
  return {
    ...made,
    get: async (path: string) => (await made.fetch(`${baseUrl}${path}`)).json() as Promise<{ data: { path: string } }>,
  }
}

describe('a token that is refused', () => {
  test('whichever it is, costs each of many calls one repetition, and all of them one sign-in', async () => {
    // Such as one that is good from another address only. Answers come at their own times.
    const random = seeded(7)
    let calls = 0
    await using server = await serveAuth({
      intercept({ path }, res) {
        if (path.startsWith('/auth')) return false
        calls++
        setTimeout(() => fail(res, 401, 'PX100'), random() * 40)
        return true
      },
    })
    const { fetch } = client(server.baseUrl, { auth: credentials })
    const statuses = await Promise.all(
      Array.from({ length: 50 }, async (_, i) => (await fetch(`${server.baseUrl}/${i}`)).status),
    )
    expect(new Set(statuses)).toEqual(new Set([401]))
    expect(calls).toBeLessThanOrEqual(100)
    expect(server.count('/auth') + server.count('/auth/token')).toBe(2)
  })

  test('is not sent by calls that waited while there came a newer one', async () => {
    let refuse = true
    await using server = await serveAuth({
      intercept({ path }, res) {
        if (path.startsWith('/auth') || !refuse) return false
        json(res, 429, {}, { 'retry-after': '60' })
        return true
      },
    })
    const clock = createManualClock()
    const { fetch, session } = client(server.baseUrl, { auth: { loginKey }, clock, timeout: 0 })
    const statuses: number[] = []
    for (let i = 0; i < 4; i++) void fetch(`${server.baseUrl}/${i}`).then(({ status }) => statuses.push(status))
    // Refused, all four wait on a clock that stands still.
    await until(() => server.requests.length === 5 && clock.pending === 4)
    server.revoke()
    await session.logout()
    const login = session.login()
    await until(() => clock.pending === 5)
    clock.advance(1000)
    await login
    refuse = false
    const from = server.requests.length
    await until(
      () => statuses.length === 4,
      () => clock.advance(100),
    )
    expect(statuses).toEqual([200, 200, 200, 200])
    expect(server.requests.length - from).toBe(4)
  })
})

test('lets the connection of a 401 go that nobody reads', async () => {
  const large = 'x'.repeat(5_000_000)
  await using server = await serveAuth({
    intercept({ path, headers }, res) {
      if (path.startsWith('/auth') || headers.authorization?.includes('access-')) return false
      res.writeHead(401).end(large)
      return true
    },
  })
  const network: Fetch = (input, init) => fetch(input, init)
  for (let i = 0; i < 10; i++) {
    const session = createSession({
      baseUrl: server.baseUrl,
      fetch: network,
      auth: { ...credentials, accessToken: 'old' },
    })
    expect((await session.renewal(session.authorization(network))(`${server.baseUrl}/a`)).status).toBe(200)
  }
  expect(await server.connections()).toBeLessThan(5)
})

test('a sign-in that hangs has a limit of its own, whatever that of the call is', async () => {
  await using server = await serveAuth({ intercept: ({ path }) => path.startsWith('/auth') })
  const { fetch } = client(server.baseUrl, { timeout: 60, retry: { attempts: 1 } })
  const error: unknown = await fetch(`${server.baseUrl}/a`, { timeout: 0 }).catch((error: unknown) => error)
  expect(isTimeoutError(error)).toBe(true)
})

describe('callbacks that throw', () => {
  test('lose no refresh token that was given in place of another', async () => {
    let current = 'first'
    await using server = await serveAuth({
      intercept({ path, body }, res) {
        if (path !== '/auth/token') return false
        if ((JSON.parse(body) as { token: string }).token !== current) fail(res, 401, 'PX100')
        else {
          current += '+'
          json(res, 200, { access_token: `token-${current}`, expires_in: 3600, refresh_token: current })
        }
        return true
      },
      api: (_, res) => json(res, 200, {}),
    })
    const broken = () => {
      throw new Error('disk full')
    }
    const { session } = client(server.baseUrl, {
      auth: { refreshToken: 'first' },
      onToken: broken,
      onWarning: broken,
    })
    expect(await session.token()).toBe('token-first+')
    const answer: Fetch = async (_, init) => {
      const { authorization } = init!.headers as Record<string, string>
      return new Response(null, { status: authorization === 'Bearer token-first+' ? 401 : 204 })
    }
    const response = await session.renewal(session.authorization(answer))(`${server.baseUrl}/a`)
    expect(response.status).toBe(204)
    expect(await session.token()).toBe('token-first++')
  })
})

describe('signing in', () => {
  test.for([
    ['is reset', (res: ServerResponse) => res.destroy(), isConnectionError],
    ['is answered 503', (res: ServerResponse) => fail(res, 503, 'XX001'), isInternalError],
  ] as const)(
    'that %s is repeated as often as a call, and not once more for each of its repetitions',
    async ([, end, is]) => {
      await using server = await serveAuth({ intercept: (_, res) => (end(res), true) })
      const { get } = client(server.baseUrl, { retry: { attempts: 3, baseDelay: 1 } })
      const error: unknown = await get('/a').catch((error: unknown) => error)
      expect(is(error)).toBe(true)
      expect(server.count('/auth')).toBe(3)
    },
  )

  test('with id and password, at the first call, once for all', async () => {
    await using server = await serveAuth()
    const { get } = client(server.baseUrl, { auth: credentials })
    expect(server.requests).toHaveLength(0)
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => get(`/devices/${i}`)))
    expect(answers.map(({ data }) => data.path)).toEqual(Array.from({ length: 20 }, (_, i) => `/devices/${i}`))
    expect(server.count('/auth')).toBe(1)
    expect(server.requests[0]!.headers).toMatchObject({ 'content-type': 'application/json' })
    expect(JSON.parse(server.requests[0]!.body)).toEqual({ id, password })
    expect(server.requests[0]!.headers).not.toHaveProperty('authorization')
  })

  test('with a password that is asked for only then', async () => {
    await using server = await serveAuth()
    const ask = vi.fn(async () => password)
    const { get } = client(server.baseUrl, { auth: { id, password: ask } })
    expect(ask).not.toHaveBeenCalled()
    await get('/a')
    server.revoke()
    await get('/b')
    expect(ask).toHaveBeenCalledTimes(1)
  })

  test('with a login key, which is presented again when the token is refused', async () => {
    await using server = await serveAuth()
    const { get } = client(server.baseUrl, { auth: { loginKey } })
    await get('/a')
    server.revoke()
    await get('/b')
    const bodies = server.requests.filter(({ path }) => path === '/auth/token').map(({ body }) => JSON.parse(body))
    expect(bodies).toEqual([{ key: loginKey }, { key: loginKey }])
  })

  test('with a refresh token', async () => {
    await using server = await serveAuth()
    server.refreshTokens.add('f00')
    const { get } = client(server.baseUrl, { auth: { refreshToken: 'f00' } })
    await get('/a')
    expect(server.requests.map(({ path, body }) => [path, body])[0]).toEqual(['/auth/token', '{"token":"f00"}'])
  })

  test('with an access token, for which there is no renewal', async () => {
    await using server = await serveAuth()
    const { session } = client(server.baseUrl, { auth: credentials })
    const accessToken = await session.token()
    const { get, fetch } = client(server.baseUrl, { auth: { accessToken } })
    expect(await get('/a')).toMatchObject({ data: { path: '/a' } })
    server.revoke()
    const before = server.requests.length
    expect((await fetch(`${server.baseUrl}/b`)).status).toBe(401)
    expect(server.requests.length - before).toBe(1)
  })

  test('with an access token first, and the credentials when it is refused', async () => {
    await using server = await serveAuth()
    const { get } = client(server.baseUrl, { auth: { ...credentials, accessToken: 'stale' } as Auth })
    expect(await get('/a')).toMatchObject({ data: { path: '/a' } })
    expect(server.count('/auth')).toBe(1)
  })

  test('ahead of the first call', async () => {
    await using server = await serveAuth()
    const { session, get } = client(server.baseUrl, { auth: credentials })
    await session.login()
    await session.login()
    await get('/a')
    expect(server.requests.map(({ path }) => path)).toEqual(['/auth', '/a'])
  })

  test.for([{}, { id }, { password }, { id: '', password: '' }, { otp }])('with %o is refused at once', (auth) => {
    expect(() => client('http://127.0.0.1:1', { auth: auth as Auth })).toThrow(ArgumentError)
  })

  test('with a wrong password: one error for all who wait, and no second try before `login()`', async () => {
    await using server = await serveAuth()
    const { get, session } = client(server.baseUrl, { auth: { id, password: 'wrong' } })
    const errors = await Promise.all(Array.from({ length: 10 }, () => get('/a').catch((error: unknown) => error)))
    expect(new Set(errors.map(String)).size).toBe(1)
    // Each for the stack of its own caller.
    expect(new Set(errors).size).toBe(errors.length)
    expect(errors[0]).toBeInstanceOf(AuthenticationError)
    expect(errors[0]).toMatchObject({ status: 401, code: 'PX100', family: 'PX', method: 'POST' })
    await expect(get('/b')).rejects.toThrow((errors[0] as Error).message)
    expect(server.requests).toHaveLength(1)
    await expect(session.login()).rejects.toThrow(AuthenticationError)
    expect(server.requests).toHaveLength(2)
  })

  test.for([
    ['a page', '<html>'],
    ['an answer without a token', '{}'],
  ])('where %s answers, and it echoes the password', async ([, body]) => {
    const intercept = (request: Arrived, res: ServerResponse) => !!res.setHeader('content-type', request.body).end(body)
    await using server = await serveAuth({ intercept })
    const error: unknown = await client(server.baseUrl, { auth: credentials })
      .get('/a')
      .catch((error: unknown) => error)
    expect(isParseError(error) && error.contentType).toBe(`{"id":"${id}","password":"***"}`)
    expect(inspect(error)).not.toContain(password)
  })

  test('to a token that no header can carry', async () => {
    await using server = await serveAuth({
      intercept: (_, res) => (json(res, 200, { access_token: 'a\r\nb: c', expires_in: 1 }), true),
    })
    const error = await client(server.baseUrl)
      .get('/a')
      .catch((error: unknown) => error)
    expect(isParseError(error)).toBe(true)
    expect(String(error)).not.toContain('b: c')
  })
})

describe('a one-time password', () => {
  test('is asked for when the service asks, and sent in the header', async () => {
    await using server = await serveAuth({ twoFactor: 'password' })
    const ask = vi.fn(async () => otp)
    const { get } = client(server.baseUrl, { auth: { id, password, otp: ask } })
    await Promise.all([get('/a'), get('/b')])
    expect(ask).toHaveBeenCalledTimes(1)
    const [first, second] = server.requests
    expect(JSON.parse(first!.body)).toEqual({ id, password })
    expect(Object.keys(JSON.parse(second!.body) as object)).toEqual(['login_token'])
    expect(second!.headers['x-electricimp-otp-token']).toBe(otp)
    // From here on the refresh token does.
    server.revoke()
    await get('/c')
    expect(ask).toHaveBeenCalledTimes(1)
  })

  test('is not asked for otherwise', async () => {
    await using server = await serveAuth()
    const ask = vi.fn(async () => otp)
    await client(server.baseUrl, { auth: { id, password, otp: ask } }).get('/a')
    expect(ask).not.toHaveBeenCalled()
  })

  test('may be wanted with a login key as well', async () => {
    await using server = await serveAuth({ twoFactor: 'all' })
    await client(server.baseUrl, { auth: { loginKey, otp } }).get('/a')
    expect(server.requests.map(({ path }) => path)).toEqual(['/auth/token', '/auth', '/a'])
  })

  test('that nobody gives is an error that says so', async () => {
    await using server = await serveAuth({ twoFactor: 'password' })
    const error = await client(server.baseUrl, { auth: credentials })
      .get('/a')
      .catch((error: unknown) => error)
    expect(error).toBeInstanceOf(AuthenticationError)
    expect(String(error)).toContain('auth.otp')
    expect(JSON.stringify(error)).not.toContain('login-')
  })

  test('that was mistyped is asked for again at the next call', async () => {
    await using server = await serveAuth({ twoFactor: 'password' })
    const ask = vi.fn<() => string>().mockReturnValueOnce('000000').mockReturnValue(otp)
    const { get } = client(server.baseUrl, { auth: { id, password, otp: ask } })
    await expect(get('/a')).rejects.toThrow(AuthenticationError)
    expect(await get('/a')).toMatchObject({ data: { path: '/a' } })
  })
})

describe('renewal', () => {
  test('50 calls meet a revoked token, their 401s far apart: one refresh, 50 right answers', async () => {
    let late = 0
    await using server = await serveAuth({
      intercept(request, res) {
        if (request.path.startsWith('/auth') || request.headers.authorization?.startsWith('Bearer access-2'))
          return false
        // Some 401s come after others have long been renewed.
        const n = late++
        if (n === 0) return false
        setTimeout(() => fail(res, 401, 'PX100'), n * 7)
        return true
      },
    })
    const { get } = client(server.baseUrl)
    await get('/first').catch(() => {})
    late = 1
    server.revoke()
    const answers = await Promise.all(Array.from({ length: 50 }, (_, i) => get(`/devices/${i}`)))
    expect(answers.map(({ data }) => data.path)).toEqual(Array.from({ length: 50 }, (_, i) => `/devices/${i}`))
    expect(server.count('/auth/token')).toBe(1)
    expect(server.count('/auth')).toBe(1)
  })

  test('fails by the network, then by 500, then succeeds: the refresh token is kept', async () => {
    let failures = 0
    await using server = await serveAuth({
      intercept({ path }, res) {
        if (path !== '/auth/token' || failures >= 2) return false
        if (failures++ === 0) res.destroy()
        else res.writeHead(500).end('<html>oops')
        return true
      },
    })
    const { get } = client(server.baseUrl)
    await get('/a')
    server.revoke()
    const answers = await Promise.all(Array.from({ length: 10 }, (_, i) => get(`/${i}`)))
    expect(answers).toHaveLength(10)
    expect(server.count('/auth')).toBe(1)
    expect(server.count('/auth/token')).toBe(3)
  })

  test('keeps the refresh token even when all its attempts fail: the next call tries again', async () => {
    let down: 'network' | 'status' | undefined
    await using server = await serveAuth({
      intercept({ path }, res) {
        if (path !== '/auth/token' || !down) return false
        if (down === 'network') res.destroy()
        else fail(res, 503, 'XX001')
        return true
      },
    })
    const { get } = client(server.baseUrl)
    await get('/a')
    server.revoke()
    down = 'network'
    expect(isConnectionError(await get('/b').catch((error: unknown) => error))).toBe(true)
    down = 'status'
    expect(isInternalError(await get('/b').catch((error: unknown) => error))).toBe(true)
    down = undefined
    expect(await get('/b')).toMatchObject({ data: { path: '/b' } })
    expect(server.count('/auth')).toBe(1)
  })

  test('with a dead refresh token falls back to the credentials', async () => {
    await using server = await serveAuth()
    const { get } = client(server.baseUrl)
    await get('/a')
    server.revoke()
    server.refreshTokens.clear()
    await Promise.all([get('/b'), get('/c')])
    expect(server.count('/auth')).toBe(2)
    expect(server.count('/auth/token')).toBe(1)
  })

  test.for([400, 401, 403, 404])('refused with %i and no credentials: one error to all who wait', async (status) => {
    await using server = await serveAuth({
      intercept: ({ path }, res) => path === '/auth/token' && (fail(res, status, 'PX300'), true),
    })
    const { get } = client(server.baseUrl, { auth: { refreshToken: 'gone' } })
    const errors = await Promise.all(Array.from({ length: 50 }, () => get('/a').catch((error: unknown) => error)))
    expect(new Set(errors.map(String)).size).toBe(1)
    // Each for the stack of its own caller.
    expect(new Set(errors).size).toBe(errors.length)
    expect(isAuthenticationError(errors[0])).toBe(true)
    await expect(get('/b')).rejects.toThrow((errors[0] as Error).message)
    expect(server.requests.length).toBeLessThanOrEqual(3)
  })

  test('of a token that is refused again ends there', async () => {
    await using server = await serveAuth({
      intercept: ({ path }, res) => !path.startsWith('/auth') && (fail(res, 401, 'PX100'), true),
    })
    const { fetch } = client(server.baseUrl)
    expect((await fetch(`${server.baseUrl}/a`)).status).toBe(401)
    expect(server.requests.map(({ path }) => path)).toEqual(['/auth', '/a', '/auth/token', '/a'])
  })

  test('goes by the local clock and `expires_in`, ahead of time, and keeps nobody waiting', async () => {
    const clock = { ...recordingClock(), setTimeout, clearTimeout } as never as ReturnType<typeof recordingClock>
    await using server = await serveAuth()
    const { get } = client(server.baseUrl, { clock })
    await get('/a')
    clock.advance(3_400_000)
    await get('/b')
    expect(server.count('/auth/token')).toBe(0)
    clock.advance(30_000)
    await get('/c')
    await expect.poll(() => server.count('/auth/token')).toBe(1)
    const carried = server.requests.filter(({ path }) => path === '/c').map(({ headers }) => headers.authorization)
    expect(carried).toEqual([expect.stringMatching(/^Bearer access-1-/)])
    const sent = async () => {
      await get('/d')
      return server.requests.at(-1)!.headers.authorization
    }
    await expect.poll(sent).toMatch(/^Bearer access-2-/)
    // Once it has expired, nobody sends it any more.
    clock.advance(3_600_001)
    await get('/e')
    expect(server.requests.at(-1)!.headers.authorization).toMatch(/^Bearer access-3-/)
    expect(server.count('/auth/token')).toBe(2)
    expect(server.requests.filter(({ path }) => path === '/e')).toHaveLength(1)
  })

  test('goes on for the others when one of those who wait gives up', async () => {
    let release = () => {}
    await using server = await serveAuth({
      intercept({ path }, res) {
        if (path !== '/auth') return false
        release = () => json(res, 200, { access_token: 'later', expires_in: 3600 })
        return true
      },
      api: (_, res) => json(res, 200, {}),
    })
    const { fetch, session } = client(server.baseUrl)
    const controller = new AbortController()
    const reason = new Error('enough')
    const aborted = fetch(`${server.baseUrl}/a`, { signal: controller.signal }).catch((error: unknown) => error)
    const other = session.token()
    await expect.poll(() => server.requests).toHaveLength(1)
    controller.abort(reason)
    expect(await aborted).toBe(reason)
    release()
    expect(await other).toBe('later')
    expect(server.requests).toHaveLength(1)
  })

  test('repeats a body, of a string as of a Request', async () => {
    await using server = await serveAuth()
    const { fetch, get } = client(server.baseUrl)
    await get('/a')
    server.revoke()
    const url = `${server.baseUrl}/products`
    const init = { method: 'POST', body: '{"data":1}', headers: { 'content-type': 'application/vnd.api+json' } }
    const first = await fetch(url, init)
    expect(await first.json()).toMatchObject({ data: { body: '{"data":1}' } })
    server.revoke()
    const second = await fetch(new Request(url, { ...init, headers: { ...init.headers, 'X-Other': 'kept' } }))
    expect(await second.json()).toMatchObject({ data: { body: '{"data":1}' } })
    expect(server.requests.at(-1)!.headers).toMatchObject({
      'content-type': 'application/vnd.api+json',
      'x-other': 'kept',
    })
  })
})

describe('logging out', () => {
  test('forgets the tokens, here and in the store', async () => {
    await using server = await serveAuth()
    const tokenStore = new Map<string, string>()
    const { get, session } = client(server.baseUrl, { tokenStore })
    await get('/a')
    expect(tokenStore.size).toBe(1)
    await session.logout()
    expect(tokenStore.size).toBe(0)
    expect(server.refreshTokens.size).toBe(1)
    await get('/b')
    expect(server.count('/auth')).toBe(2)
  })

  test('deletes the refresh token at the service when asked to', async () => {
    await using server = await serveAuth()
    const { get, session } = client(server.baseUrl)
    await get('/a')
    await session.logout({ revoke: true })
    expect(server.refreshTokens.size).toBe(0)
  })

  test('deletes one that is in the store only', async () => {
    await using server = await serveAuth()
    const tokenStore = new Map<string, string>()
    await client(server.baseUrl, { tokenStore }).get('/a')
    await client(server.baseUrl, { tokenStore }).session.logout({ revoke: true })
    expect(server.refreshTokens.size).toBe(0)
    expect(tokenStore.size).toBe(0)
    expect(server.count('/auth')).toBe(1)
  })

  test('tells when the service does not delete it, and forgets it all the same', async () => {
    await using server = await serveAuth({
      intercept: ({ method }, res) => method === 'DELETE' && (fail(res, 500, 'XX001'), true),
    })
    const { get, session } = client(server.baseUrl)
    await get('/a')
    const error: unknown = await session.logout({ revoke: true }).catch((error: unknown) => error)
    expect(isInternalError(error)).toBe(true)
    expect(JSON.stringify(error)).not.toContain([...server.refreshTokens][0])
    await get('/b')
    expect(server.count('/auth')).toBe(2)
  })
})

describe('a token store', () => {
  test('has the tokens before the calls that wait go on, and without a secret in its key', async () => {
    const order: string[] = []
    await using server = await serveAuth({
      api: ({ path }, res) => (order.push(path), json(res, 200, {})),
    })
    const store = new Map<string, string>()
    const tokenStore = {
      get: (key: string) => store.get(key),
      async set(key: string, value: string) {
        await wait(30)
        if (!key.includes('claim')) order.push('stored')
        store.set(key, value)
      },
      delete: (key: string) => store.delete(key),
    }
    await client(server.baseUrl, { tokenStore, auth: { loginKey } }).get('/a')
    expect(order).toEqual(['stored', '/a'])
    expect([...store.keys()].join()).not.toContain(loginKey)
    expect([...store.keys()]).toEqual([expect.stringMatching(/^impcentral:/)])
  })

  test('lets the next process go on without signing in', async () => {
    await using server = await serveAuth()
    const tokenStore = new Map<string, string>()
    await client(server.baseUrl, { tokenStore }).get('/a')
    await client(server.baseUrl, { tokenStore }).get('/b')
    expect(server.count('/auth')).toBe(1)
    // Another account, another service: another entry.
    await client(server.baseUrl, { tokenStore, auth: { loginKey } }).get('/c')
    expect(tokenStore.size).toBe(2)
  })

  test('never holds a password, a one-time password or a login key', async () => {
    await using server = await serveAuth({ twoFactor: 'all' })
    const tokenStore = new Map<string, string>()
    await client(server.baseUrl, { tokenStore, auth: { id, password, otp } }).get('/a')
    await client(server.baseUrl, { tokenStore, auth: { loginKey, otp } }).get('/a')
    const text = JSON.stringify([...tokenStore])
    for (const secret of [password, otp, loginKey]) expect(text).not.toContain(secret)
  })

  test.for(['throws', 'rejects', 'hangs', 'holds nonsense'] as const)('that %s costs no call', async (how) => {
    await using server = await serveAuth()
    const fault = (key: string): unknown => {
      if (how === 'throws') throw new Error('down')
      if (how === 'rejects') return Promise.reject(new Error('down'))
      if (how === 'hangs') return new Promise(() => {})
      return key.endsWith(':claim') ? claims.get(key) : '{"accessToken":'
    }
    const claims = new Map<string, string>()
    const warnings: unknown[] = []
    const { get } = client(server.baseUrl, {
      tokenStore: { get: fault, set: (key, value) => (claims.set(key, value), fault(key)), delete: fault },
      onWarning: (warning) => warnings.push(warning),
    })
    expect(await get('/a')).toMatchObject({ data: { path: '/a' } })
    server.revoke()
    expect(await get('/b')).toMatchObject({ data: { path: '/b' } })
    if (how !== 'holds nonsense') expect(warnings[0]).toMatchObject({ code: 'token_store', cause: expect.any(Error) })
  })

  test('that failed once is emptied by a logout all the same', async () => {
    await using server = await serveAuth()
    const tokenStore = new Map<string, string>()
    let failing = true
    const get = (key: string) => {
      if (failing) throw new Error('not now')
      return tokenStore.get(key)
    }
    const { get: call, session } = client(server.baseUrl, {
      tokenStore: { get, set: (key, value) => tokenStore.set(key, value), delete: (key) => tokenStore.delete(key) },
    })
    const other = client(server.baseUrl, { tokenStore })
    await other.get('/a')
    expect(tokenStore.size).toBe(1)
    await call('/b')
    failing = false
    await session.logout()
    expect(tokenStore.size).toBe(0)
  })

  test('is left alone by a lock that fails', async () => {
    await using server = await serveAuth()
    const onWarning = vi.fn()
    const { get } = client(server.baseUrl, {
      tokenStore: new Map<string, string>(),
      lock: () => Promise.reject(new Error('no lock today')),
      onWarning,
    })
    expect(await get('/a')).toMatchObject({ data: { path: '/a' } })
    expect(onWarning).toHaveBeenCalledTimes(1)
  })

  test('whose lock works is asked again inside it', async () => {
    await using server = await serveAuth()
    const tokenStore = new Map<string, string>()
    let tail: Promise<unknown> = Promise.resolve()
    const lock = (_: string, work: () => Promise<void>) => (tail = tail.then(work, work))
    const clients = Array.from({ length: 4 }, () => client(server.baseUrl, { tokenStore, lock }))
    await Promise.all(clients.map(({ get }) => get('/a')))
    expect(server.count('/auth')).toBe(1)
    server.revoke()
    await Promise.all(clients.map(({ get }) => get('/b')))
    expect(server.count('/auth/token')).toBe(1)
    expect(server.count('/auth')).toBe(1)
  })
})
