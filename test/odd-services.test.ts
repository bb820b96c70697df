/** Services, gateways, stores and fetches that do what nobody expects of them. */
import { isConnectionError } from 'impcentral'
import { describe, expect, it, test } from 'vitest'
import { createManualClock, turn, until } from './support/clocks.ts'
import { auth, baseUrl, client, failureOf, json, refusal, token } from './support/stub-client.ts'

const isSignIn = (url: string) => /\/auth(\/token)?$/.test(url)

describe('after logout()', () => {
  it('while somebody signs in, who asks for a token gets a new one', async () => {
    const waiting: (() => void)[] = []
    let count = 0
    const imp = client(
      async () => {
        const mine = ++count
        await new Promise<void>((resolve) => waiting.push(resolve))
        return json({ access_token: `token-${mine}`, expires_in: 3600 })
      },
      { auth },
    )
    const first = imp.auth.login()
    await until(() => waiting.length === 1)
    const leaving = imp.auth.logout()
    const asked = imp.auth.token()
    const login = imp.auth.login()
    await turn()
    waiting.shift()!()
    await until(() => waiting.length === 1)
    waiting.shift()!()
    expect(await asked).toBe('token-2')
    await Promise.all([leaving, login])
    // Who had asked before goes on with the new session.
    await first
    expect(count).toBe(2)
  })

  it('a sign-in of before that fails is no failure of a call that comes after', async () => {
    const waiting: ((response: Response) => void)[] = []
    const imp = client(
      (url) =>
        isSignIn(url) ? new Promise((resolve) => waiting.push(resolve)) : json({ data: { type: 'x', id: '1' } }),
      { auth },
    )
    imp.auth.login().catch(() => {})
    await until(() => waiting.length === 1)
    const leaving = imp.auth.logout()
    const call = imp.devices.get('a')
    waiting.shift()!(refusal(503, 'XX001'))
    await until(() => waiting.length === 1)
    waiting.shift()!(json({ access_token: 'new', expires_in: 3600 }))
    expect(await call).toEqual({ type: 'x', id: '1' })
    await leaving
  })
})

it('logout() does not wait for a one-time password that nobody gives', async () => {
  let asked = 0
  const imp = client(
    (url, init) => {
      if (!isSignIn(url)) return json({ data: { type: 'x', id: '1' } })
      const code = (init.headers as Record<string, string>)['x-electricimp-otp-token']
      if (!code) return refusal(403, 'PX200', { meta: { login_token: 'lt-12345' } })
      return json({ access_token: 'new', expires_in: 3600 })
    },
    { auth: { ...auth, otp: async () => (++asked === 1 ? new Promise<string>(() => {}) : '222222') } },
  )
  imp.devices.get('a').catch(() => {})
  await until(() => asked === 1)
  await imp.auth.logout()
  expect(await imp.devices.get('a')).toEqual({ type: 'x', id: '1' })
  expect(asked).toBe(2)
})

describe('what others left in the store', () => {
  const serving = (good: string, asked: string[]) => async (url: string, init: RequestInit) => {
    if (isSignIn(url)) {
      asked.push(await new Response(init.body).text())
      return json({ access_token: good, refresh_token: 'refresh-1', expires_in: 3600 })
    }
    const { authorization } = init.headers as Record<string, string>
    return authorization === `Bearer ${good}` ? json({ data: { type: 'x', id: '1' } }) : refusal(401, 'PX101')
  }
  const later = Date.now() + 1e9
  const holding = (tokens: object) => {
    const value = JSON.stringify({ expiresAt: later, renewAt: later, ...tokens })
    return { get: () => value, set: () => {}, delete: () => {} }
  }

  it.each([
    ['no token is given', {}],
    ['a token is given that is dead as well', { accessToken: 'dead-given', refreshToken: 'refresh-0' }],
  ])('is dead, and %s: the session is renewed at once', async (_, given) => {
    const asked: string[] = []
    const imp = client(serving('good-token', asked), {
      auth: { ...auth, ...given },
      tokenStore: holding({ accessToken: 'dead-stored', refreshToken: 'refresh-2' }),
      onWarning: () => {},
    })
    expect(await imp.devices.get('a')).toEqual({ type: 'x', id: '1' })
    expect(asked.length).toBe(1)
  })

  it('is dead each time: it is not taken for ever', async () => {
    let count = 0
    let calls = 0
    const imp = client(
      (url) => {
        calls++
        return isSignIn(url) ? json({ access_token: 'never', expires_in: 3600 }) : refusal(401, 'PX101')
      },
      {
        auth,
        tokenStore: {
          get: () => JSON.stringify({ accessToken: `dead-${count++}`, expiresAt: later, renewAt: later }),
          set: () => {},
          delete: () => {},
        },
      },
    )
    await expect(imp.devices.get('a')).rejects.toThrow('401')
    expect(calls).toBeLessThan(6)
  })

  it('is no refresh token: the one that was given is used', async () => {
    const asked: string[] = []
    const imp = client(serving('good-token', asked), {
      auth: { refreshToken: 'refresh-0' },
      tokenStore: holding({ accessToken: 'dead-stored', refreshToken: { a: 1 } }),
      onWarning: () => {},
    })
    expect(await imp.devices.get('a')).toEqual({ type: 'x', id: '1' })
    expect(asked).toEqual([expect.stringContaining('refresh-0')])
  })
})

it('a lock that drops its work harms nothing when that fails', async () => {
  const imp = client(() => refusal(401, 'PX100'), {
    auth,
    tokenStore: new Map<string, string>(),
    lock: async (_, work) => {
      void work()
      await turn()
      await turn()
    },
  })
  await expect(imp.devices.get('a')).rejects.toThrow('401')
})

it('an error of a sign-in shows no cause in its JSON, as no other does', async () => {
  const imp = client(() => Promise.reject(new TypeError('fetch failed', { cause: new Error('no way') })), {
    auth,
    retry: false,
  })
  const error = await failureOf(imp.devices.get('a'))
  expect((error as Error).cause).toBeDefined()
  expect(Object.keys(JSON.parse(JSON.stringify(error)) as object)).not.toContain('cause')
})

it.each([
  [400, undefined],
  [404, 'group-1'],
])('what is not there, where several are named, a %i without a pointer tells as %s', async (status, id) => {
  const imp = client(() => refusal(status, 'NF001', { detail: 'one of them' }))
  const error = await failureOf(imp.deviceGroups.addDevices('group-1', ['a', 'b']))
  expect((error as { id?: string }).id).toBe(id)
})

describe('a one-time password that a function gives', () => {
  it.each([
    ['twice the same', '111111'],
    ['nothing in between', undefined],
  ])('%s, and then another one: it is asked for and sent', async (_, second) => {
    const codes: (string | undefined)[] = ['111111', second, '222222']
    const imp = client(
      (url, init) => {
        if (!isSignIn(url)) return json({ data: { type: 'x', id: '1' } })
        const code = (init.headers as Record<string, string>)['x-electricimp-otp-token']
        if (!code) return refusal(403, 'PX200', { meta: { login_token: 'lt-12345' } })
        return code === '222222' ? json({ access_token: 'new', expires_in: 3600 }) : refusal(403, 'PX201')
      },
      { auth: { ...auth, otp: () => codes.shift() as string } },
    )
    await expect(imp.devices.get('a')).rejects.toThrow('PX201')
    await expect(imp.devices.get('a')).rejects.toThrow(second ? 'refused before' : 'missing')
    expect(await imp.devices.get('a')).toMatchObject({ id: '1' })
  })
})

describe('an answer that did not look at the token', () => {
  it.each([503, 418, 404])('(%i) does not make a refused one good', async (status) => {
    let signIns = 0
    let count = 0
    const imp = client(
      (url) => {
        if (isSignIn(url)) return json({ access_token: `token-${++signIns}`, expires_in: 3600 })
        return ++count % 3 === 0 ? json(null, status) : refusal(401, 'PX100')
      },
      { auth },
    )
    for (let n = 0; n < 30; n++) await imp.devices.get('a').catch(() => {})
    // The first one, and one more for the refusal.
    expect(signIns).toBe(2)
  })

  it('does not take back a refusal that came at the same time', async () => {
    let signIns = 0
    const waiting: ((response: Response) => void)[] = []
    const imp = client(
      (url, init) => {
        if (isSignIn(url)) return json({ access_token: `new-${++signIns}`, expires_in: 3600 })
        if ((init.headers as Record<string, string>)['authorization'] === 'Bearer new-1')
          return json({ data: { type: 'x', id: '1' } })
        return new Promise((resolve) => waiting.push(resolve))
      },
      { auth: { ...auth, accessToken: 'old' } },
    )
    const calls = Promise.allSettled([imp.devices.get('a'), imp.devices.get('b')])
    await until(() => waiting.length === 2)
    waiting[0]!(refusal(401, 'PX100'))
    waiting[1]!(json(null, 503))
    expect((await calls).map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
    expect(signIns).toBe(1)
  })
})

describe('secrets', () => {
  const echo = (detail: string) => refusal(400, 'VX001', { detail })

  it('stay hidden when a list tells of more of them than calls carry', async () => {
    const own = 'own-refresh-token'
    const password = 'pass-of-a-function'
    let signIns = 0
    const imp = client(
      (url, init) => {
        if (isSignIn(url))
          return json({
            access_token: `acc-${++signIns}-zzzz`,
            expires_in: 1,
            ...(signIns === 1 && { refresh_token: own }),
          })
        if (init.method === 'DELETE') return echo(`${own} ${password} other-3 other-299`)
        const data = Array.from({ length: 300 }, (_, n) => ({ type: 'refresh_token', id: `other-${n}` }))
        return json({ data })
      },
      { auth: { id: 'me', password: () => password }, clock: createManualClock() },
    )
    await imp.refreshTokens.list()
    for (let n = 0; n < 30; n++) {
      await imp.auth.login()
      await imp.refreshTokens.list()
    }
    const { message } = await failureOf(imp.loginKeys.delete('key', { password: 'x' }))
    expect(message).toContain('VX001 *** *** *** ***')
  })

  it('are hidden whole where one is a part of another', async () => {
    const long = 'SECRETab12MORESECRET'
    const imp = client(
      (url) => (isSignIn(url) ? json({ access_token: long, expires_in: 3600 }) : echo(`token ${long}`)),
      {
        auth: { id: 'me', password: 'ab12' },
      },
    )
    expect((await failureOf(imp.devices.get('a'))).message).toContain('VX001 token *** (')
  })

  it.each(['NetworkError', 'SocketError', 'RequestError'])(
    'are hidden in a %s of a fetch of the caller, which is one of the network',
    async (name) => {
      let sent = 0
      const imp = client(
        (_, init) => {
          sent++
          const { authorization } = init.headers as Record<string, string>
          throw Object.assign(new Error(`could not send ${authorization}`), { name })
        },
        { retry: { baseDelay: 0 } },
      )
      const error = await failureOf(imp.devices.get('a'))
      expect(isConnectionError(error)).toBe(true)
      expect(`${error.message} ${error.stack} ${String(error.cause)}`).not.toContain(token)
      expect(sent).toBe(4)
    },
  )

  it.each([
    new RangeError('mistake'),
    new DOMException('mistake', 'AbortError'),
    Object.assign(new Error('mistake'), { name: 'DatabaseConnectionError' }),
  ])('are hidden in any other error of a fetch of the caller, which keeps its class (%s)', async (mistake) => {
    const { name } = mistake
    const imp = client((_, init) => {
      const { authorization } = init.headers as Record<string, string>
      Object.defineProperty(mistake, 'message', { value: `cannot take ${authorization}` })
      throw mistake
    })
    const error = await failureOf(imp.devices.get('a'))
    expect(error).toBeInstanceOf(mistake.constructor)
    expect([error.name, error.message]).toEqual([name, 'cannot take Bearer ***'])
  })

  it.each(['fetch', 'text', 'json'])('are learnt from what the typed wire and fetch are answered (%s)', async (how) => {
    const key = 'LOGINKEY0123456'
    const imp = client((url) =>
      url.endsWith('/login_keys') ? json({ data: { type: 'login_key', id: key } }, 201) : echo(key),
    )
    const body = { data: { type: 'login_key' as const } }
    if (how === 'fetch')
      await imp.fetch(`${baseUrl}/accounts/me/login_keys`, { method: 'POST', body: JSON.stringify(body) })
    else
      await imp.client.POST('/accounts/me/login_keys', {
        params: { header: { 'X-Electricimp-Password': 'x' } },
        parseAs: how as 'json',
        body,
      })
    expect((await failureOf(imp.devices.get('a'))).message).toContain('VX001 ***')
  })

  it.each(['пароль', '"', ' ', "'", '&', '%', '/'])(
    'of many characters such as %j, each behind a backslash, are looked for in a time that grows with the text',
    async (piece) => {
      const chars = piece.repeat(40 / piece.length).split('')
      const detail = `${chars.map((char) => `\\${char}`).join('')}?`
      const imp = client(() => refusal(401, 'PX100', { detail }), { auth: { ...auth, password: `${chars.join('')}!` } })
      await expect(imp.devices.get('a')).rejects.toThrow('401')
    },
  )

  it('of many backslashes are hidden in a time that grows with the text', async () => {
    const password = '\\\\\\\\\\\\pass-9\\\\'
    // The time of a test is its limit: it took longer than any before.
    for (const repeated of [password, JSON.stringify(password).slice(1, -1), encodeURIComponent(password)]) {
      const imp = client(() => refusal(401, 'PX100', { detail: `${'\\'.repeat(5000)} ${repeated}!` }), {
        auth: { id: 'me', password },
      })
      const { message } = await failureOf(imp.devices.get('a'))
      expect(message).toContain('***!')
      expect(message).not.toContain('pass-9')
    }
  })
})

test.each([
  ['https://gw.test/imp/v5', 'https://gw.test', `https://gw.test/devices/1`],
  ['https://gw.test/v5', 'https://api.internal/v5', `https://api.internal/v5/devices/1`],
])('an upstream address beside the base URL (%s, %s) is mapped once', async (base, upstreamUrl, link) => {
  const seen: string[] = []
  const imp = client(
    (url) => {
      seen.push(url)
      return json({ data: { type: 'x', id: '1' } })
    },
    { baseUrl: base, upstreamUrl },
  )
  await imp.devices.get('ab')
  await imp.devices.get('a b')
  await imp.fetch(link)
  expect(seen).toEqual([`${base}/devices/ab`, `${base}/devices/a%20b`, `${base}/devices/1`])
})

test('what is undefined beside a Request leaves that as it is', async () => {
  const seen: unknown[] = []
  const imp = client((_, { method, headers }) => {
    seen.push([method, (headers as Record<string, string>)['x-a']])
    return json({ data: {} })
  })
  const request = new Request(`${baseUrl}/devices/1`, { method: 'PUT', headers: { 'x-a': '1' }, body: '{}' })
  await imp.fetch(request.clone())
  await imp.fetch(request, { method: undefined, headers: undefined })
  expect(seen).toEqual([
    ['PUT', '1'],
    ['PUT', '1'],
  ])
})

test("a date in Retry-After is read by the service's clock", async () => {
  const clock = createManualClock(Date.UTC(2031, 0, 1))
  let sent = 0
  const at = (seconds: number) => new Date(Date.UTC(2031, 0, 1, 5, 0, seconds)).toUTCString()
  const imp = client(
    () =>
      ++sent === 1 ? json(null, 429, { date: at(0), 'retry-after': at(2) }) : json({ data: { type: 'x', id: '1' } }),
    { clock },
  )
  const call = imp.devices.get('a')
  await until(() => clock.due - clock.now() === 2000)
  clock.advance(2000)
  expect(await call).toMatchObject({ id: '1' })
})
