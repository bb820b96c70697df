import { inspect } from 'node:util'
import { createImpCentral } from 'impcentral'
import { describe, expect, test, vi } from 'vitest'
import * as module from '../support/errors.ts'
import type { Auth } from '../../src/extensions/session/sign-in.ts'
import { account, serveAuth } from '../support/auth-server.ts'
import { fastClock } from '../support/clocks.ts'
import { json, serve } from '../support/http-server.ts'
import { bodyOf, transport } from '../support/transport.ts'

const errors = { ...module }
const { apiError, createRedactor, warningsOf, diagnosticsOf, ArgumentError, ApiError } = errors
const none = createRedactor()
const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.fail('It was no failure'),
    (error: unknown) => error as module.ApiError,
  )

/** What a client makes of an answer. */
async function errorOf(status: number, body: string, headers: Record<string, string> = {}) {
  await using server = await serve((_, { res }) => res.writeHead(status, headers).end(body))
  const { fetch } = transport({ baseUrl: server.baseUrl, auth: { accessToken: 'T' }, retry: { attempts: 1 } })
  const url = `${server.baseUrl}/devices/1`
  return failureOf(bodyOf(await fetch(url), { method: 'GET', url }))
}
const withErrors = (status: number, ...list: unknown[]) => errorOf(status, JSON.stringify({ errors: list }))

describe('the class', () => {
  test.for([
    [400, 'VX001', 'ValidationError', 'VX'],
    [400, 'CX005', 'ConstraintError', 'CX'],
    [409, 'CX010', 'ConstraintError', 'CX'],
    [404, 'NF001', 'NotFoundError', 'NF'],
    [403, 'PX201', 'PermissionError', 'PX'],
    [403, 'XX003', 'InternalError', 'XX'],
    [405, 'XX005', 'InternalError', 'XX'],
    [415, 'XX015', 'InternalError', 'XX'],
    [500, 'XX001', 'InternalError', 'XX'],
    [401, 'PX100', 'AuthenticationError', 'PX'],
    [400, undefined, 'ValidationError', 'VX'],
    [422, undefined, 'ValidationError', 'VX'],
    [409, undefined, 'ConstraintError', 'CX'],
    [404, undefined, 'NotFoundError', 'NF'],
    [403, undefined, 'PermissionError', 'PX'],
    [502, 'nonsense', 'InternalError', 'XX'],
    [418, '', 'InternalError', 'XX'],
    [400, 'ZZ001', 'ValidationError', 'VX'],
  ] as const)('of %i %s is %s', async ([status, code, name, family]) => {
    const error = await withErrors(status, { code, status: String(status), title: 'T', detail: 'D' })
    expect(error).toBeInstanceOf(errors[name])
    expect(error).toBeInstanceOf(ApiError)
    expect(error.constructor).toBe(errors[name])
    expect(error).toMatchObject({ name, status, family, errors: [{ title: 'T', detail: 'D' }] })
    expect(error.code).toBe(code)
    expect(error.stack).toContain(name)
  })

  test('of a 429 that stays one', async () => {
    await using server = await serve((_, { res }) =>
      json(res, 429, {}, { 'x-ratelimit-limit': 40, 'x-ratelimit-remaining': 0, 'x-ratelimit-reset': 400 }),
    )
    const error = await failureOf(bodyOf(await fetch(server.baseUrl), { url: server.baseUrl }))
    expect(error).toBeInstanceOf(errors.RateLimitError)
    expect(error.rateLimit).toMatchObject({ limit: 40, remaining: 0, reset: 400 })
  })
})

describe('an error', () => {
  test('keeps all that the answer said', async () => {
    const list = [
      {
        code: 'VX002',
        status: '400',
        title: 'Bad name',
        detail: 'Too long',
        source: { pointer: '/data/attributes/name' },
      },
      { code: 'NF001', status: '404', title: 'Not found', detail: 'Device 2', source: { parameter: 'device_id' } },
    ]
    const error = await errorOf(400, JSON.stringify({ errors: list }), {
      'retry-after': '7',
      'x-ratelimit-limit': '40',
      'x-ratelimit-remaining': '39',
      'x-ratelimit-reset': '1',
      'x-ratelimit-unbond-limit': '10',
      'x-ratelimit-unbond-remaining': '3',
    })
    expect(error.errors).toEqual(list)
    expect(error).toMatchObject({
      status: 400,
      method: 'GET',
      code: 'VX002',
      pointer: '/data/attributes/name',
      retryAfter: 7000,
      rateLimit: { limit: 40, remaining: 39, reset: 1, unbond: { limit: 10, remaining: 3, reset: Number.NaN } },
    })
    expect(error.message).toMatch(/400 VX002 Bad name Too long.*; NF001 Not found Device 2 .*\/devices\/1\)$/)
    expect(JSON.parse(JSON.stringify(error))).toMatchObject({
      name: 'ValidationError',
      message: error.message,
      status: 400,
    })
  })

  test('of the compiler names file, row and column', async () => {
    const error = await withErrors(400, {
      code: 'CX005',
      title: 'Compilation Error',
      meta: [
        { file: 'device_code', row: '3', column: '14', type: 'error', text: 'expression expected' },
        { file: 'agent_code', row: 1, column: 2, type: 'error', text: 'end of statement expected' },
      ],
    })
    expect(error.diagnostics).toEqual([
      { file: 'device_code', row: 3, column: 14, type: 'error', text: 'expression expected' },
      { file: 'agent_code', row: 1, column: 2, type: 'error', text: 'end of statement expected' },
    ])
    expect(error.message).toContain('expression expected')
    expect(error.message).toContain('device_code')
  })

  test('of many devices tells how many there are', async () => {
    const error = await withErrors(
      400,
      ...Array.from({ length: 12 }, (_, i) => ({ status: '404', title: 'Not found', detail: `Device ${i}` })),
    )
    expect(error.errors).toHaveLength(12)
    expect(error.message).toContain('Device 0')
    expect(error.message).toContain('12')
    expect(error.message.length).toBeLessThan(300)
  })

  test.for([
    ['HTML', '<html><body>Bad gateway</body></html>'],
    ['nothing', ''],
    ['null', 'null'],
    ['a number', '7'],
    ['a list', '[]'],
    ['JSON cut short', '{"errors":[{"code":'],
    ['a list of no objects', '{"errors":["one",null,2]}'],
    ['no list', '{"errors":"all of them"}'],
    ['null in place of a list', '{"errors":null}'],
    ['objects with nothing in them', '{"errors":[{}]}'],
    ['values of other types', '{"errors":[{"code":7,"title":{},"detail":[],"source":"x","meta":null}]}'],
    ['no error but a message', '{"message":"Endpoint request timed out"}'],
    ['a message that is none', '{"message":{"a":1}}'],
    ['half a megabyte', JSON.stringify({ errors: [{ code: 'VX001', detail: 'x'.repeat(500_000) }] })],
    ['bytes that are no text', '\u0000\uFFFF'],
  ] as const)('is made of a body of %s', async ([, body]) => {
    for (const status of [400, 500]) {
      const error = await errorOf(status, body)
      expect(error).toBeInstanceOf(ApiError)
      expect(error.status).toBe(status)
      expect(error.message).toMatch(/^\d{3} /)
      expect(() => [JSON.stringify(error), inspect(error, { depth: 10 }), error.diagnostics]).not.toThrow()
    }
  })

  test('shows the message of a gateway', async () => {
    expect((await errorOf(504, '{"message":"Endpoint request timed out"}')).message).toContain(
      'Endpoint request timed out',
    )
  })

  test('is made of an answer whose body fails, or was read before', async () => {
    await using server = await serve((_, { res }) => {
      res.writeHead(500, { 'content-length': 100 }).write('{')
      setTimeout(() => res.destroy(), 10)
    })
    const error = await failureOf(fetch(server.baseUrl).then((response) => bodyOf(response, { url: server.baseUrl })))
    expect(error).toMatchObject({ status: 500 })
    const read = new Response('x', { status: 404 })
    await read.text()
    expect(await failureOf(bodyOf(read, { url: server.baseUrl }))).toMatchObject({ status: 404 })
  })
})

test('an error can be renamed, and its class extended', () => {
  class Impatient extends ArgumentError {
    constructor() {
      super('Too slow')
      Object.assign(this, { name: 'Impatient' })
    }
  }
  expect(String(new Impatient())).toBe('Impatient: Too slow')
  expect(errors.isArgumentError(new Impatient())).toBe(true)
  expect(apiError(new Response(null, { status: 502, statusText: '' }), { url: 'https://x/' }, none).message).toBe(
    '502 (GET https://x/)',
  )
})

describe('the guards', () => {
  const kinds = [
    'ImpCentralError',
    'ApiError',
    'ValidationError',
    'ConstraintError',
    'NotFoundError',
    'PermissionError',
    'RateLimitError',
    'InternalError',
    'AuthenticationError',
    'AssignmentError',
    'TimeoutError',
    'ConnectionError',
    'ParseError',
    'ArgumentError',
    'ConfinementError',
    'LogStreamError',
  ] as const

  const another = '../support/errors.ts'

  test('know the errors of another copy of the package', async () => {
    vi.resetModules()
    const copy = (await import(another)) as typeof errors
    expect(copy.ApiError).not.toBe(errors.ApiError)
    for (const made of kinds) {
      const error = new copy[made]('m', {})
      for (const asked of kinds) {
        const expected = error instanceof copy[asked]
        expect([made, asked, errors[`is${asked}`](error)]).toEqual([made, asked, expected])
        expect(copy[`is${asked}`](error)).toBe(expected)
      }
    }
  })

  test('know nothing else', () => {
    const others = [
      null,
      undefined,
      7,
      'ApiError',
      {},
      new Error('m'),
      new DOMException('m', 'TimeoutError'),
      { name: 'ApiError' },
    ]
    for (const asked of kinds) for (const other of others) expect(errors[`is${asked}`](other)).toBe(false)
    for (const other of others) expect(errors.isDuplicate(other)).toBe(false)
  })

  test.for([
    [[{ title: 'Duplicate Resource' }], true],
    [[{ title: 'Other' }, { title: 'Duplicate Resource' }], true],
    [[{ title: 'Other' }, {}], false],
    [[], false],
  ] as const)('know a name that is taken by the titles %o: %o', ([errors, expected]) => {
    expect(module.isDuplicate(new ApiError('m', { errors }))).toBe(expected)
    expect(module.isDuplicate({ errors })).toBe(false)
  })
})

describe('a failure of the network', () => {
  test.for([
    ['Node', new TypeError('fetch failed')],
    ['Chromium', new TypeError('Failed to fetch')],
    ['Firefox', new TypeError('NetworkError when attempting to fetch resource.')],
    ['Safari', new TypeError('Load failed')],
    ['Safari', new TypeError('The network connection was lost.')],
    ['Deno', new TypeError('error sending request for url (https://x.test/)')],
    ['Bun', Object.assign(new TypeError('ECONNRESET: The socket connection was closed'), { code: 'ECONNRESET' })],
    ['workerd', new Error('Network connection lost.')],
  ] as const)('is known in the words of %s', ([, error]) => {
    expect(errors.isNetworkFailure(error)).toBe(true)
  })

  test.for([
    new TypeError("Cannot read properties of undefined (reading 'id')"),
    new TypeError('undefined is not an object'),
    Object.assign(new TypeError('fetch() URL is invalid'), { code: 'ERR_INVALID_URL' }),
    new RangeError('out of range'),
    'fetch failed',
    undefined,
  ])('is not %s', (error) => {
    expect(errors.isNetworkFailure(error)).toBe(false)
  })
})

describe('warnings', () => {
  const warning = { code: 'WA001', status: '200', title: 'Unsupported library', detail: 'Use a newer one' }
  test.for([
    ['beside the data, in a list', { data: {}, meta: [warning] }],
    ['beside the data, alone', { data: {}, meta: warning }],
    ['beside the data, in an object', { data: {}, meta: { warnings: [warning] } }],
    ['inside the data, in a list', { data: { meta: [warning] } }],
    ['inside the data, in an object', { data: { meta: { warning } } }],
    ['inside an item of the data', { data: [{ meta: null }, { meta: [warning] }] }],
  ] as const)('%s', ([, body]) => {
    expect(warningsOf(body)).toEqual([warning])
  })

  test.for([
    undefined,
    null,
    'x',
    7,
    [],
    {},
    { data: null, meta: null },
    { meta: { code: 'XX001' } },
    { data: { code: 'WA001' } },
  ])('none in %o', (body) => {
    expect(warningsOf(body)).toEqual([])
  })

  test('about code name file, row and column', () => {
    const meta = [{ file: 'agent_code', row: '1', column: '1', type: 'warning', text: 'deprecated' }]
    const [found] = warningsOf({ data: { meta: [{ ...warning, meta }] } })
    expect(diagnosticsOf(found!)).toEqual([{ ...meta[0], row: 1, column: 1 }])
  })
})

describe('a success that is no JSON', () => {
  test('is a typed error with status and URL', async () => {
    const response = new Response('<html>token-in-the-page</html>', {
      status: 200,
      headers: { 'content-type': 'text/html' },
    })
    const error: unknown = await failureOf(bodyOf(response, { method: 'GET', url: 'https://x/v5/a' }))
    expect(errors.isParseError(error)).toBe(true)
    expect(error).toMatchObject({ status: 200, url: 'https://x/v5/a', method: 'GET', contentType: 'text/html' })
    expect(inspect(error)).not.toContain('token-in-the-page')
  })

  test('may be empty', async () => {
    expect(await bodyOf(new Response(null, { status: 204 }), { url: 'x' })).toBeUndefined()
    expect(await bodyOf(new Response(''), { url: 'x' })).toBeUndefined()
  })
})

describe('no secret is shown', () => {
  const secrets = {
    password: account.password,
    loginKey: account.loginKey,
    otp: account.otp,
    refreshToken: 'd59a1cc008cec79454368d239b2c198618750b08b63f8c07724432bf590a9143',
    accessToken: 'V4.TGngRs4Ak2wYzqdTWGEwpLhOU3OLHeEWHEeq1vNOt8OxkdE0tuWuTGbTIeQ0NX8',
    loginToken: 'login-token-of-a-few-minutes',
    unbondKey: 'unbond-key-of-the-customer',
  }

  /** An account that repeats in its errors all that it is told. */
  const indiscreet = (status: number) =>
    serve((request, { res }) => {
      const { path, headers, body } = request
      if (path === '/auth' && status === 200)
        return json(res, 200, {
          access_token: secrets.accessToken,
          expires_in: 3600,
          refresh_token: secrets.refreshToken,
        })
      json(res, status === 200 ? 400 : status, {
        message: `${path} ${body}`,
        errors: [
          {
            code: status === 403 ? 'PX200' : 'VX001',
            title: `Refused: ${body}`,
            detail: `${path} ${JSON.stringify(headers)}`,
            source: { pointer: body },
            meta: { login_token: secrets.loginToken, nested: [{ echoed: body, headers }] },
          },
        ],
      })
    })

  /** Everything in which an error can show itself. */
  function faces(error: unknown): string {
    const { message, stack, cause } = error as Error
    const all = [message, stack, String(error), JSON.stringify(error), inspect(error, { depth: 10, showHidden: true })]
    return all.join('\n') + (cause ? faces(cause) : '')
  }

  const auths: [string, Auth][] = [
    ['a password', { id: account.id, password: secrets.password, otp: secrets.otp }],
    ['a login key', { loginKey: secrets.loginKey, otp: secrets.otp }],
    ['a refresh token', { refreshToken: secrets.refreshToken }],
  ]
  test.for(
    auths.flatMap(([name, auth]) => [400, 401, 403, 404, 429, 500].map((status) => [name, status, auth] as const)),
  )('when signing in with %s is answered %i', async ([, status, auth]) => {
    await using server = await indiscreet(status)
    const lines: unknown[] = []
    const log = (...line: unknown[]) => lines.push(line)
    const { fetch, session } = transport({
      baseUrl: server.baseUrl,
      auth,
      retry: { attempts: 1 },
      onWarning: log,
      onToken: log,
      clock: fastClock(1000),
      timeout: 0,
    })
    const error: unknown = await fetch(`${server.baseUrl}/a`).catch((e: unknown) => e)
    expect(error).toBeInstanceOf(ApiError)
    const text = faces(error) + inspect([lines, session], { depth: 10, showHidden: true })
    for (const [name, secret] of Object.entries(secrets)) expect([name, text.includes(secret)]).toEqual([name, false])
  })

  test.for([
    '/devices/1',
    `/accounts/me/login_keys/${secrets.loginKey}`,
    `/accounts/me/refresh_tokens/${secrets.refreshToken}`,
    `/accounts/me/login_keys/${secrets.loginKey}?page[number]=1`,
  ])('when %s is refused', async (path) => {
    await using server = await indiscreet(200)
    const imp = createImpCentral({ baseUrl: server.baseUrl, auth: { id: account.id, password: secrets.password } })
    const url = server.baseUrl + path
    const headers = { 'X-Electricimp-Password': secrets.password, 'X-Electricimp-Key': secrets.unbondKey }
    imp.client.use({ onRequest: ({ request }) => Object.assign(request, { url }) })
    const text = faces(await failureOf(imp.products.delete('1', { headers })))
    for (const [name, secret] of Object.entries(secrets)) expect([name, text.includes(secret)]).toEqual([name, false])
    expect(text).toContain('VX001')
  })

  test('when a runtime names the URL in what it tells of a failure', async () => {
    const url = `https://x.test/v5/accounts/me/login_keys/${secrets.loginKey}`
    const deno = new Error(`error sending request for url (${url}): client error (Connect): Connection refused`)
    const bun = Object.assign(new TypeError('ECONNREFUSED: Unable to connect'), { code: 'ECONNREFUSED', path: url })
    for (const failure of [new TypeError('fetch failed', { cause: deno }), bun]) {
      const { fetch } = transport({
        baseUrl: 'https://x.test/v5',
        auth: { accessToken: secrets.accessToken },
        retry: { attempts: 1 },
        fetch: () => Promise.reject(failure),
      })
      const error: unknown = await fetch(url).catch((e: unknown) => e)
      expect(errors.isConnectionError(error)).toBe(true)
      expect(faces(error)).toContain('login_keys/***')
      expect(faces(error)).not.toContain(secrets.loginKey)
    }
  })

  test('when a text within an answer repeats the request as JSON', async () => {
    const password = 'quote"back\\slash'
    const { fetch } = transport({
      baseUrl: 'https://x.test/v5',
      auth: { id: account.id, password },
      retry: { attempts: 1 },
      fetch: async (_, init) =>
        Response.json({ errors: [{ title: 'Bad body', detail: init?.body as string }] }, { status: 400 }),
    })
    const error: unknown = await fetch('https://x.test/v5/a').catch((e: unknown) => e)
    expect(error).toBeInstanceOf(ApiError)
    expect(String(error)).toContain('***')
    for (const part of ['quote', 'slash']) expect(faces(error)).not.toContain(part)
  })

  test.for([
    [
      'a getter that throws',
      () =>
        Object.defineProperty(new TypeError('fetch failed'), 'x', {
          get: () => {
            throw new Error('getter')
          },
        }),
    ],
    [
      'a proxy',
      () =>
        new TypeError('fetch failed', {
          cause: new Proxy(
            {},
            {
              ownKeys: () => {
                throw new Error('trap')
              },
            },
          ),
        }),
    ],
    [
      'a circle',
      () => {
        const error = new TypeError('fetch failed')
        return Object.assign(error, { cause: error })
      },
    ],
    ['what is frozen', () => Object.freeze(new TypeError('fetch failed'))],
  ] as const)('and none fails for %s in what a runtime tells', async ([, failure]) => {
    const { fetch } = transport({
      baseUrl: 'https://x.test/v5',
      auth: { accessToken: 'token' },
      retry: { attempts: 1 },
      fetch: () => Promise.reject(failure()),
    })
    const error: unknown = await fetch('https://x.test/v5/a').catch((e: unknown) => e)
    expect(errors.isConnectionError(error)).toBe(true)
  })

  test('and what only sounds like one is', () => {
    const meta = {
      tokens_remaining: 5,
      monkey: 'b',
      footprint: 'c',
      hotpatch: 'd',
      api_key: 's1',
      unbondKey: 's2',
      otp: 's3',
      access_token: 's4',
    }
    const request = { url: 'https://x/v5/a?keyboard=a&monkey=b' }
    const error = apiError(new Response('', { status: 400 }), request, none, { errors: [{ code: 'VX001', meta }] })
    expect(error.errors[0]!.meta).toEqual({
      ...meta,
      api_key: '***',
      unbondKey: '***',
      otp: '***',
      access_token: '***',
    })
    expect(error.url).toBe('https://x/v5/a?keyboard=a&monkey=b')
  })

  test('in the query of a link that leads elsewhere', async () => {
    const { fetch } = transport({ baseUrl: 'https://x.test/v5', auth: { accessToken: secrets.accessToken } })
    const error: unknown = await fetch(`https://y.test/a?access_token=${secrets.accessToken}&page=2`).catch(
      (e: unknown) => e,
    )
    expect(errors.isConfinementError(error)).toBe(true)
    expect(faces(error)).not.toContain(secrets.accessToken)
    expect(faces(error)).toContain('https://y.test/a)')
  })

  test('when the network, the time or a redirect ends the call', async () => {
    await using server = await serveAuth({
      api({ path }, res) {
        if (path.includes('reset')) res.destroy()
        else if (path.includes('moved')) res.writeHead(302, { location: 'https://example.com/' }).end()
      },
    })
    const { fetch } = transport({ baseUrl: server.baseUrl, timeout: 60, deadline: 120, retry: { attempts: 1 } })
    for (const end of ['reset', 'moved', 'silent']) {
      const url = `${server.baseUrl}/accounts/me/login_keys/${secrets.loginKey}?${end}`
      const error: unknown = await fetch(url, { headers: { 'X-Electricimp-Password': secrets.password } }).catch(
        (e: unknown) => e,
      )
      expect(errors.isImpCentralError(error)).toBe(true)
      const text = faces(error)
      expect([end, text.includes(secrets.loginKey), text.includes(secrets.password)]).toEqual([end, false, false])
      expect(text).not.toMatch(/access-\d/)
    }
  })
})

test('a message tells the request, where there was one', () => {
  expect(new ArgumentError('Give an id').message).toBe('Give an id')
  expect(apiError(new Response(null, { status: 500 }), { url: 'https://x/v5/a' }, none).message).toBe(
    '500 (GET https://x/v5/a)',
  )
})
