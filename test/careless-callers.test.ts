/** What programs and services may well do, through the public surface, over a service in memory. */
import { createImpCentral, type Fetch, type ImpCentralOptions, isConnectionError, NotFoundError } from 'impcentral'
import { describe, expect, test, vi } from 'vitest'
import { createManualClock, until } from './support/clocks.ts'

const baseUrl = 'https://api.example.com/v5'
const auth = { id: 'me@example.com', password: 'Pa$$w0rd!' }
const json = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/vnd.api+json' } })
const refuse = (detail: string, status = 403) => json({ errors: [{ code: 'PX001', detail }] }, status)
const tokens = { access_token: 'access-token-1', refresh_token: 'refresh-token-1', expires_in: 3600 }

/** Signs in by itself; everything else is the service's. */
function client(service: Fetch, options: Partial<ImpCentralOptions> = {}) {
  const sent: string[] = []
  const imp = createImpCentral({
    auth,
    baseUrl,
    retry: { baseDelay: 0 },
    fetch: async (input, init) => {
      sent.push(`${init?.method ?? 'GET'} ${new URL(input as string).pathname.replace('/v5', '')}`)
      return (input as string).endsWith('/auth') ? json(tokens) : service(input, init)
    },
    ...options,
  })
  return { imp, sent }
}

describe('a body that can be read once', () => {
  async function* chunks() {
    yield new TextEncoder().encode('{"data":')
    yield new TextEncoder().encode('1}')
  }

  test.each([401, 429])('is sent whole again after a %d', async (status) => {
    const bodies: string[] = []
    const { imp } = client(
      async (input, init) => {
        bodies.push(await new Request(input, init).text())
        return bodies.length === 1 ? new Response(null, { status, headers: { 'retry-after': '0.001' } }) : json({})
      },
      { auth: { ...auth, accessToken: 'given' } },
    )
    // Node takes an async iterable for a body; the types of browsers have none.
    await imp.fetch(`${baseUrl}/products`, { method: 'POST', body: chunks() as never })
    expect(bodies).toEqual(['{"data":1}', '{"data":1}'])
  })
})

test.each([{}, { timeout: 5000 }, { headers: { 'x-mine': '1' } }])(
  'a Request keeps its headers, whatever the defaults of the client: %o',
  async (defaults) => {
    let got: Record<string, string> = {}
    const { imp } = client(async (_, init) => ((got = init!.headers as never), json({})), defaults)
    await imp.fetch(new Request(`${baseUrl}/products`, { headers: { 'x-electricimp-password': 'pw' } }))
    expect(got).toMatchObject({ 'x-electricimp-password': 'pw', ...('headers' in defaults && defaults.headers) })
  },
)

describe('nothing shows', () => {
  test.each(['id', 'password', 'otp', 'loginKey', 'accessToken'])('of a number given as %s', (name) => {
    expect(() => createImpCentral({ auth: { ...auth, [name]: 31415926 } })).toThrow(`${name}: expected a str`)
    expect(() => createImpCentral({ auth: { ...auth, [name]: 31415926 } })).not.toThrow(/31415926/)
  })

  test('of a login key that is not there', async () => {
    const key = 'df5f875b37f970e4'
    const missing = { errors: [{ code: 'NF001', status: '404', source: { pointer: '/data/id' } }] }
    const { imp } = client(async () => json(missing, 404))
    const update = imp.loginKeys.update(key, { attributes: { description: 'x' } }, { password: 'p' })
    const error = await update.catch((error: unknown) => error)
    expect(error).toBeInstanceOf(NotFoundError)
    expect(JSON.stringify(error)).not.toContain(key)
  })

  test('of the credentials, however many other secrets there were since', async () => {
    const { imp } = client(async (input) =>
      (input as string).includes('login_keys')
        ? json({ errors: [{ code: 'NF001' }] }, 404)
        : refuse(`${tokens.access_token} ${tokens.refresh_token} ${auth.password}`),
    )
    for (let i = 0; i < 250; i++) await imp.loginKeys.get(`key-number-${i}`).catch(() => {})
    await expect(imp.devices.get('a')).rejects.toThrow('403 PX001 *** *** ***')
  })

  test.each(['single', 'list', 'wire'])('of login keys and tokens that were received: %s', async (way) => {
    const data = { type: 'login_key', id: 'abcdef0123456789', attributes: {} }
    const { imp } = client(async (input) => {
      const url = input as string
      if (url.endsWith('/auth/token')) return json({ access_token: data.id, expires_in: 60, expires_at: '' })
      return url.includes('login_keys')
        ? json({ data: url.includes('page') ? [data] : data, links: {} })
        : refuse(`${data.id} may not`)
    })
    if (way === 'single') await imp.loginKeys.create({}, { password: 'p' })
    else if (way === 'list') await imp.loginKeys.list()
    else await imp.client.POST('/auth/token', { body: { token: 'x' } })
    await expect(imp.devices.get('a')).rejects.toThrow('403 PX001 *** may not')
  })

  test('of a password that is sent by the typed wire', async () => {
    const fetch: Fetch = async () => refuse('hunter2hunter2 is wrong', 401)
    const imp = createImpCentral({ auth, baseUrl, fetch })
    const { error } = await imp.client.POST('/auth', { body: { id: 'x@example.com', password: 'hunter2hunter2' } })
    expect(JSON.stringify(error)).toContain('*** is wrong')
  })

  test('of a code that an error of a custom fetch carries', async () => {
    const { imp } = client(async (_, init) => {
      throw Object.assign(new Error('no'), { code: (init!.headers as Record<string, string>)['authorization'] })
    })
    const error = await imp.devices.get('a', { timeout: 0 }).catch((error: unknown) => error)
    expect(isConnectionError(error)).toBe(true)
    expect(`${error as Error} ${JSON.stringify(error)}`).not.toContain(tokens.access_token)
  })
})

test('a token that ends before it arrives is used once', async () => {
  // The way there and back takes two seconds, and the token lives for one.
  const clock = createManualClock()
  const sent: string[] = []
  const imp = createImpCentral({
    auth,
    baseUrl,
    clock,
    fetch: async (input) => {
      sent.push(new URL(input as string).pathname)
      clock.advance(2000)
      return json(sent.length === 1 ? { ...tokens, expires_in: 1 } : { data: { type: 'device', id: 'a' } })
    },
  })
  await imp.devices.get('a')
  expect(sent).toEqual(['/v5/auth', '/v5/devices/a'])
})

describe('waiting for the session ends', () => {
  const never: Fetch = () => new Promise(() => {})

  test('before anything is sent, where the signal of the client was aborted before', async () => {
    const fetch = vi.fn(never)
    const imp = createImpCentral({ auth, baseUrl, fetch, signal: AbortSignal.abort('stopped') })
    for (const call of [imp.auth.login, imp.auth.token, () => imp.devices.get('a')])
      expect(await call().catch((error: unknown) => error)).toBe('stopped')
    expect(fetch).not.toHaveBeenCalled()
  })

  test('with the signal of the client', async () => {
    const stop = new AbortController()
    const imp = createImpCentral({ auth, baseUrl, fetch: never, signal: stop.signal })
    const [login, token] = [imp.auth.login(), imp.auth.token()]
    const reason = new Error('Stopped')
    stop.abort(reason)
    await expect(login).rejects.toBe(reason)
    await expect(token).rejects.toBe(reason)
    await expect(imp.auth.login()).rejects.toBe(reason)
  })

  test('with the deadline of the client', async () => {
    const clock = createManualClock()
    const imp = createImpCentral({ auth, baseUrl, fetch: never, clock, timeout: 0, deadline: 1000 })
    const login = imp.auth.login()
    const failure = expect(login).rejects.toMatchObject({ name: 'TimeoutError', kind: 'deadline', timeout: 1000 })
    clock.advance(1000)
    await failure
  })
})

test('a deadline that ends an attempt says that it waited for the answer', async () => {
  const clock = createManualClock()
  const { imp, sent } = client(() => new Promise(() => {}), { clock, timeout: 0, auth: { accessToken: 'given' } })
  const call = imp.devices.get('a', { deadline: 1000 })
  const failure = expect(call).rejects.toMatchObject({ cause: { message: 'Waiting for the answer' } })
  await until(() => sent.length > 0)
  clock.advance(1000)
  await failure
})

test('what asking for the password fails with is thrown as it is, with a deadline as well', async () => {
  const failure = new Error('No keychain')
  const password = async () => Promise.reject(failure)
  const { imp } = client(async () => json({}), { auth: { id: 'x', password }, deadline: 5000 })
  await expect(imp.devices.get('a')).rejects.toBe(failure)
})

describe('a failure of the network', () => {
  const resolving = 'getaddrinfo ENOTFOUND api.certus.example'
  test.each([
    [
      'of a host whose name begins like a certificate',
      4,
      () => Object.assign(new Error(resolving), { code: 'ENOTFOUND' }),
    ],
    [
      'that another fetch names its own way',
      4,
      () => Object.assign(new Error('x'), { name: 'FetchError', code: 'ECONNRESET' }),
    ],
    ['of a certificate', 1, () => Object.assign(new Error('x'), { code: 'CERT_HAS_EXPIRED' })],
    ['of a certificate, without a code', 1, () => new Error('invalid peer certificate: UnknownIssuer')],
  ])('%s is tried %d times', async (_, attempts, cause) => {
    const { imp, sent } = client(async () => {
      throw Object.assign(new TypeError('fetch failed'), { cause: cause() })
    })
    const error = await imp.devices.get('a').catch((error: unknown) => error)
    expect(isConnectionError(error)).toBe(true)
    expect(sent.filter((call) => call === 'GET /devices/a')).toHaveLength(attempts)
  })
})

test('a path that climbs is refused, however often and oddly its dots are encoded', async () => {
  const { imp, sent } = client(async () => json({}), { auth: { accessToken: 'given' } })
  for (const dots of ['%252e.', '.%25252525252e', '%2%65%2e', '%25%32%65.'])
    for (const path of [`/devices/${dots}/x`, `/devices/${dots}/%`])
      await expect(imp.fetch(baseUrl + path), path).rejects.toThrow('dot segment')
  expect(sent).toEqual([])
})

test('after logout, a token that was given beside credentials is not used again', async () => {
  const carried: (string | undefined)[] = []
  const { imp } = client(
    async (_, init) => (
      carried.push((init!.headers as Record<string, string>)['authorization']),
      json({ data: { type: 'device', id: 'a' } })
    ),
    { auth: { ...auth, accessToken: 'given' } },
  )
  await imp.devices.get('a')
  await imp.auth.logout()
  await imp.devices.get('a')
  expect(carried).toEqual(['Bearer given', `Bearer ${tokens.access_token}`])
})

test('middleware reads the body of a request in any form', async () => {
  const { imp } = client(async () => json({ data: { type: 'product', id: 'p' } }, 201))
  const read: unknown[] = []
  imp.client.use({
    async onRequest({ request }) {
      const copy = request.clone()
      read.push(
        await copy.json(),
        (await copy.arrayBuffer()).byteLength,
        (await copy.blob()).size,
        await request.text(),
      )
    },
  })
  const attributes = { name: 'Fridge' }
  await imp.products.create({ attributes })
  const text = JSON.stringify({ data: { type: 'product', attributes } })
  expect(read).toEqual([JSON.parse(text), text.length, text.length, text])
})

test('an answer on which a custom fetch has put readers of its own is read as often as any other', async () => {
  const { imp } = client(async () => {
    const response = json({ data: { type: 'device', id: 'a' } })
    const text = response.text.bind(response)
    return Object.assign(response, { text, json: async () => JSON.parse(await text()) as unknown })
  })
  const response = await imp.fetch(`${baseUrl}/devices/a`)
  expect(await response.json()).toEqual(await response.json())
  expect(await response.text()).toBe(await response.clone().text())
  expect(await imp.devices.get('a')).toMatchObject({ id: 'a' })
})
