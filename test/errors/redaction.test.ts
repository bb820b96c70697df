/** No message, JSON form, log line, warning or inspection shows a secret, in whatever encoding somebody repeats it. */
import { inspect } from 'node:util'
import { fc, test } from '@fast-check/vitest'
import { createImpCentral } from 'impcentral'
import { describe, expect } from 'vitest'
import { createRedactor } from '../../src/errors/redaction.ts'
import { account, serveAuth } from '../support/auth-server.ts'
import { json } from '../support/http-server.ts'

/** Everything in which a value can show itself. */
const faces = (value: unknown): string => {
  const { cause, errors } = Object(value) as { cause?: unknown; errors?: unknown[] }
  return [
    String(value),
    inspect(value, { depth: 20, showHidden: true }),
    JSON.stringify(value),
    (Object(value) as Error).stack,
    cause ? faces(cause) : '',
    ...(Array.isArray(errors) ? errors.map(faces) : []),
  ].join('\n')
}

const encodings: [string, (secret: string) => string][] = [
  ['as it is', (s) => s],
  ['as JSON', (s) => JSON.stringify(s).slice(1, -1)],
  ['as JSON within JSON', (s) => JSON.stringify(JSON.stringify(s)).slice(3, -3)],
  [
    'as JSON in ASCII',
    (s) =>
      JSON.stringify(s)
        .slice(1, -1)
        .replace(/[^\x20-\x7e]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`),
  ],
  [
    'as JSON in ASCII, in capitals',
    (s) =>
      JSON.stringify(s)
        .slice(1, -1)
        .replace(/[^\x20-\x7e]/g, (c) => `\\u${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`),
  ],
  ['with slashes escaped', (s) => JSON.stringify(s).slice(1, -1).replaceAll('/', '\\/')],
  ['in a URL', encodeURIComponent],
  ['in a URL, in small letters', (s) => encodeURIComponent(s).replace(/%../g, (hex) => hex.toLowerCase())],
  ['in a form', (s) => new URLSearchParams({ s }).toString().slice(2)],
]

describe.each(encodings)('a secret that comes back %s', (_, encode) => {
  test.each([
    'sup3rs3cr3t',
    'päss/wörd?',
    'a b+c&d=e',
    'quote"back\\slash',
    'a/b/c/d/e',
    '12345678901',
    '💡 lightbulb',
    '$&*.()[]{}|^',
    "it's-fine~_!",
    'tab\tand\nline',
  ])('%s', (secret) => {
    const redactor = createRedactor(secret)
    const echo = encode(secret)
    expect(redactor.text(`Refused: ${echo}, sorry`)).toBe('Refused: ***, sorry')
    const shown = JSON.stringify(redactor.value({ detail: `x ${echo} y`, [`k${echo}`]: [{ deep: echo }] }))
    expect(shown).not.toContain(echo)
    expect(shown).not.toContain(secret)
  })

  const character = fc.constantFrom(...Array.from('abcXYZ019-._~ !"#$%&\'()*+,/:;<=>?@[\\]^`{|}äöüß€漢💡'))
  test.prop([fc.string({ unit: character, minLength: 8, maxLength: 37 })], { seed: 7, numRuns: 300 })(
    'of random characters',
    (secret) => {
      // A space at an end would be trimmed by nobody, but by the eye.
      expect(createRedactor(secret).text(`<${encode(secret)}>`)).toBe('<***>')
    },
  )
})

describe('ordinary words', () => {
  test.each(['wrong', 'refused', 'e', 'abc', 'Zürich', '1', 'a1', '1-2'])(
    'stay readable where the password is %s',
    (password) => {
      const redactor = createRedactor(password)
      const sentence = `The password ${password} is ${password}.`
      expect(redactor.text(sentence)).toBe(sentence)
      expect(redactor.value({ detail: sentence, value: password, list: [password] })).toEqual({
        detail: sentence,
        value: '***',
        list: ['***'],
      })
      expect(redactor.error(new Error(password))).toMatchObject({ message: password })
    },
  )

  test.each(['wrongest', 'wr0ng', 'a-b-c', 'abcdefgh', '1234'])(
    'are none with eight letters, or with something else: %s',
    (password) => {
      expect(createRedactor(password).text(`It is ${password}.`)).toBe('It is ***.')
    },
  )

  test('the sentence of the service is readable', async () => {
    await using server = await serveAuth({
      intercept: (_, res) => (
        json(res, 401, { errors: [{ code: 'PX100', title: 'The password is wrong', detail: 'It is wrong' }] }),
        true
      ),
    })
    const imp = createImpCentral({ baseUrl: server.baseUrl, auth: { id: account.id, password: 'wrong' } })
    await expect(imp.devices.get('x')).rejects.toThrow('The password is wrong')
  })
})

test.each([
  ['&amp;', 'a&b<c>d"e'],
  ['&#x27;', "it's<mine>"],
  ['&#x2b;', 'a+b/c=d~e'],
])('a secret that comes back in HTML (%s)', (_, secret) => {
  const named: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#x27;' }
  const byName = (char: string) => named[char] ?? char
  const apostrophe = (char: string) => (char === "'" ? '&apos;' : char)
  const decimal = (char: string) => `&#${char.codePointAt(0)};`
  const hex = (char: string) => `&#x${char.codePointAt(0)!.toString(16)};`
  for (const escape of [byName, apostrophe, decimal, hex, (char: string) => hex(char).toUpperCase()])
    expect(createRedactor(secret).text(`<b>${secret.replace(/\W/g, escape)}</b>`)).toBe('<b>***</b>')
})

test('only a space comes back as a plus sign', () => {
  expect(createRedactor('a b c d').text('a+b+c+d')).toBe('***')
  expect(createRedactor('a/b/c/d').text('a+b+c+d')).toBe('a+b+c+d')
})

test('a text of nothing but backslashes is read once', () => {
  const text = '\\'.repeat(200_000)
  expect(createRedactor('!secret-of-mine').text(text)).toBe(text)
})

test('a key that comes back as a number', () => {
  const redactor = createRedactor('12345678')
  expect(redactor.value({ a: 12345678, b: [12345678], c: 123456789 })).toEqual({ a: '***', b: ['***'], c: 123456789 })
})

const token = `access-1-${'x'.repeat(100)}`
const auth = { id: account.id, password: account.password }

describe('the access token', () => {
  const places: [string, (origin: string) => { status: number; headers?: Record<string, string>; body?: unknown }][] = [
    ['a foreign redirect', () => ({ status: 302, headers: { location: `https://example.com/${token}?t=${token}` } })],
    ['a redirect inside', (base) => ({ status: 307, headers: { location: `${base}/x/../../${token}` } })],
    ['a redirect without end', (base) => ({ status: 302, headers: { location: `${base}/${token}` } })],
    [
      'links.next that leaves',
      () => ({ status: 200, body: { data: [], links: { next: `https://example.com/${token}` } } }),
    ],
    [
      'links.next of a circle',
      (base) => ({
        status: 200,
        body: { data: [], links: { self: `${base}/devices?${token}`, next: `${base}/devices?a=${token}` } },
      }),
    ],
    ['a status text', () => ({ status: 400 })],
    ['a content type', () => ({ status: 200, headers: { 'content-type': `text/html; t=${token}` }, body: '<' })],
    [
      'an error document',
      () => ({
        status: 400,
        body: { errors: [{ code: 'VX001', title: token, detail: `Bearer ${token}`, meta: { [token]: token } }] },
      }),
    ],
    [
      'the title of a warning',
      () => ({
        status: 200,
        body: { data: [], links: {}, meta: [{ code: 'WA001', title: `x ${token}`, detail: token }] },
      }),
    ],
  ]
  test.each(places)('in %s', async (_, answer) => {
    await using server = await serveAuth({
      api(_, res) {
        const { status, headers, body } = answer(server.baseUrl)
        res.writeHead(status, { 'content-type': 'application/vnd.api+json', ...headers })
        res.end(typeof body === 'string' ? body : body && JSON.stringify(body))
      },
    })
    const lines: unknown[] = []
    const log = (...line: unknown[]) => lines.push(line)
    const imp = createImpCentral({
      baseUrl: server.baseUrl,
      auth,
      logger: { debug: log, warn: log },
      retry: { attempts: 1 },
    })
    const outcome: unknown = await imp.devices
      .list()
      .toArray()
      .catch((e: unknown) => e)
    const { error } = await imp.client.GET('/devices', {}).catch((e: unknown) => ({ error: e }))
    if (outcome instanceof Error) expect(faces(outcome)).not.toContain(token)
    expect(faces([error, lines, imp])).not.toContain(token)
    expect(lines.length).toBeGreaterThan(0)
  })

  test('in the url of a log stream', async () => {
    await using server = await serveAuth({
      api: (_, res) =>
        json(res, 201, { data: { type: 'logstream', id: 'x', attributes: { url: `https://example.com/${token}` } } }),
    })
    const imp = createImpCentral({ baseUrl: server.baseUrl, auth })
    const error: unknown = await imp.logStreams.open({ devices: ['0123456789abcdef'] }).catch((e: unknown) => e)
    expect(error).toBeInstanceOf(Error)
    expect(faces(error)).not.toContain(token)
  })
})

describe('the error of a fetch of the caller’s own', () => {
  class Teapot extends TypeError {
    request = new Request('https://x.test/', { headers: { authorization: `Bearer ${token}` } })
  }
  const failures: [string, (init: RequestInit) => unknown][] = [
    ['that carries init', (init) => Object.assign(new TypeError('fetch failed'), { init })],
    [
      'that carries headers',
      (init) => Object.assign(new TypeError('fetch failed'), { options: { deep: { headers: init.headers } } }),
    ],
    ['that carries a Request', () => Object.assign(new Teapot('fetch failed'))],
    [
      'that is several',
      (init) =>
        new AggregateError(
          [new Error(JSON.stringify(init.headers)), Object.assign(new Error('x'), { init })],
          'fetch failed',
        ),
    ],
    ['that has a cause', (init) => new TypeError('fetch failed', { cause: { init, list: [init] } })],
    ['that is frozen', (init) => Object.freeze(Object.assign(new TypeError('fetch failed'), { init }))],
    ['whose message tells', (init) => new TypeError('fetch failed', { cause: new Error(JSON.stringify(init)) })],
  ]
  test.each(failures)('%s', async (_, failure) => {
    await using server = await serveAuth()
    const imp = createImpCentral({
      baseUrl: server.baseUrl,
      auth,
      retry: { attempts: 1 },
      fetch: (input, init) =>
        (input as string).endsWith('/auth') ? fetch(input, init) : Promise.reject(failure(init!)),
    })
    const error: unknown = await imp.devices.get('x').catch((e: unknown) => e)
    expect(error).toMatchObject({ name: 'ConnectionError' })
    expect(faces(error)).not.toContain(token)
  })
})

describe('an argument that is refused', () => {
  const secret = 'V4.TGngRs4Ak2wYzqdTWGEwpLhOU3OLHe'
  const refused: [string, () => unknown][] = [
    ['an option', () => createImpCentral({ auth, [secret]: 1 } as never)],
    ['a key of auth', () => createImpCentral({ auth: { [secret]: 1 } } as never)],
    ['a base URL', () => createImpCentral({ auth, baseUrl: `https://x.test/${secret}?a` })],
    ['a base URL that is none', () => createImpCentral({ auth, baseUrl: secret })],
    ['a header', () => createImpCentral({ auth }).devices.get('x', { headers: { [`${secret}\n`]: 'a' } })],
    ['a header’s value', () => createImpCentral({ auth }).devices.get('x', { headers: { [secret]: 'a\n' } })],
    ['a password option', () => createImpCentral({ auth }).loginKeys.delete('x', { password: { secret } } as never)],
    ['an id', () => createImpCentral({ auth }).loginKeys.get(`../${secret}`)],
  ]
  test.each(refused)('%s is not shown', async (_, work) => {
    const error: unknown = await (async () => work())().catch((e: unknown) => e)
    expect(error).toMatchObject({ name: 'ArgumentError' })
    expect(faces(error).replaceAll(/file:.*|at .*/g, '')).not.toContain(secret)
  })
})
