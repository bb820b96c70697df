import { setImmediate as nextTurn } from 'node:timers/promises'
import { describe, expect, test, vi } from 'vitest'
import { isAuthenticationError, isConnectionError, isParseError } from '../../src/errors.ts'
import type { Auth } from '../../src/extensions/session.ts'
import { account, serveAuth, type AuthServerOptions } from '../support/auth-server.ts'
import { recordingClock } from '../support/clocks.ts'
import { fail, json } from '../support/http-server.ts'
import { transport, type TransportOptions } from '../support/transport.ts'

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
    await vi.waitFor(() => expect(refuse).toBeDefined())
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

  test('revokes a refresh token of any spelling, and nothing else', async () => {
    await using server = await serveAuth({
      intercept: ({ path }, res) =>
        path === '/auth' &&
        (json(res, 200, { access_token: 'T', refresh_token: '../../../products/p1', expires_in: 60 }), true),
    })
    const { get, session } = client(server.baseUrl)
    await get().catch(() => {})
    await failure(session.logout({ revoke: true }))
    const paths = server.requests.filter(({ method }) => method === 'DELETE').map(({ path }) => path)
    expect(new Set(paths)).toEqual(new Set(['/accounts/me/refresh_tokens/..%2F..%2F..%2Fproducts%2Fp1']))
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
