/** What a redactor takes for a secret, what it forgets again, and what is left of values and errors. */
import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { createRedactor, redactUrl } from '../../src/errors/redaction.ts'

const none = createRedactor()
const secret = 'sup3rs3cr3t'

describe('a name', () => {
  test.each([
    'token',
    'tokens',
    'access_token',
    'accessToken',
    'refresh_tokens',
    'password',
    'X-Electricimp-Password',
    'newPasswords',
    'secret',
    'clientSecret',
    'authorization',
    'Authorization',
    'otp',
    'OTP',
    'x-otp',
    'X-OTP',
    'key',
    'Key',
    'api_key',
    'X-Electricimp-Key',
    'unbondKey',
    'keys',
  ])('%s is that of a secret', (name) => {
    expect(none.value({ [name]: 'a' })).toEqual({ [name]: '***' })
  })

  test.each([
    'tokens_remaining',
    'token_type',
    'monkey',
    'keyboard',
    'KEY',
    'mykey',
    'hotp',
    'otpauth',
    'otp_length',
    'passwordless',
    'secretary',
    'authorizations_',
    'key2',
  ])('%s is not', (name) => {
    expect(none.value({ [name]: 'a' })).toEqual({ [name]: 'a' })
  })

  test('of a secret hides whatever has a content', () => {
    const empty = { token: '', password: null, secret: undefined, key: 0, otp: false }
    expect(none.value(empty)).toEqual(empty)
    expect(none.value({ token: true })).toEqual({ token: true })
    expect(none.value({ token: 7, password: { a: 1 }, secrets: [1] })).toEqual({
      token: '***',
      password: '***',
      secrets: '***',
    })
  })
})

describe('a URL', () => {
  test.each([
    ['https://me:pw@x.test/a', 'https://x.test/a'],
    ['https://me@x.test/a', 'https://x.test/a'],
    ['see https://a@x.test/ and http://b@y.test/', 'see https://x.test/ and http://y.test/'],
    ['//me:pw@x.test/a', '//x.test/a'],
    ['https://x.test/a@b', 'https://x.test/a@b'],
    ['https://x.test?a@b', 'https://x.test?a@b'],
    ['https://x.test#a@b', 'https://x.test#a@b'],
    ['https://x.test is of me@x.test', 'https://x.test is of me@x.test'],
    ['https://@x.test/', 'https://x.test/'],
    ['a//b@c', 'a//b@c'],
    ['/login_keys/abc', '/login_keys/***'],
    ['/login_key/abc', '/login_key/abc'],
    ['/refresh_tokens/abc/x?y=1', '/refresh_tokens/***/x?y=1'],
    ['/login_keys/abc?y=1#z', '/login_keys/***?y=1#z'],
    ['"/login_keys/abc" was not found', '"/login_keys/***" was not found'],
    ['(GET /login_keys/abc)', '(GET /login_keys/***)'],
    ['/login_keys/', '/login_keys/'],
    ['/LOGIN_KEYS/abc', '/LOGIN_KEYS/***'],
    ['?token=a&b=c', '?token=***&b=c'],
    ['?a=b&access_token=c', '?a=b&access_token=***'],
    ['?api-key=c;d=e', '?api-key=***;d=e'],
    ['#secret=c', '#secret=***'],
    [';otp=1 2', ';otp=*** 2'],
    ['?password=a/b', '?password=***/b'],
    ['?KEY=a', '?KEY=***'],
    ['?monkey=a', '?monkey=a'],
    ['?key_id=a', '?key_id=a'],
    ['token=a', 'token=a'],
    ['?token=', '?token='],
    ['?login_key=a?b', '?login_key=***?b'],
  ])('%s is shown as %s', (url, shown) => {
    expect(redactUrl(url)).toBe(shown)
  })
})

describe('what is told of a request', () => {
  const shown = (url: string, headers: Record<string, string>) => {
    const redactor = createRedactor()
    redactor.addRequest(url, headers)
    return redactor
  }
  test.each<[string, string, Record<string, string>, string, string]>([
    ['its token, without the scheme', '/a', { authorization: `Bearer ${secret}` }, `Bearer ${secret}`, 'Bearer ***'],
    ['the whole of another scheme', '/a', { authorization: `Basic ${secret}` }, `Basic ${secret}`, '***'],
    ['headers of the service’s own', '/a', { 'X-ElectricImp-Key': secret }, secret, '***'],
    ['no other header', '/a', { 'x-trace': secret, 'not-x-electricimp-key': secret }, secret, secret],
    ['a login key in the path', `/login_keys/${secret}`, {}, secret, '***'],
    ['a refresh token in the path', `/refresh_tokens/${secret}/x?a=b`, {}, secret, '***'],
    ['what is encoded in the path', '/login_keys/a%2Fb%20c-d', {}, 'a/b c-d', '***'],
    ['no other id', `/devices/${secret}`, {}, secret, secret],
    ['nothing of a list', `/login_keys?x=${secret}`, {}, secret, secret],
  ])('%s', (_, url, headers, text, expected) => {
    expect(shown(url, headers).text(text)).toBe(expected)
  })

  test('a token after another', () => {
    const redactor = createRedactor()
    for (const token of ['first-token', 'other-token', 'first-token'])
      redactor.addRequest('/a', { authorization: `Bearer ${token}` })
    redactor.addRequest('/a', {})
    expect(redactor.text('first-token other-token')).toBe('*** ***')
  })

  test('everything of a sign-in but the id', () => {
    const redactor = createRedactor()
    redactor.addSignIn({ id: 'me@example.com', password: 'pass-word-1', otp: '123456', n: 7, empty: '' })
    expect(redactor.text('me@example.com pass-word-1 123456 7')).toBe('me@example.com *** *** 7')
  })
})

describe('what is learned of an answer', () => {
  const id = 'df5f875b37f970e4'
  test.each<[string, unknown, string]>([
    ['an access token', { access_token: id }, '***'],
    ['a refresh token', { refresh_token: id }, '***'],
    ['a login key', { data: { type: 'login_key', id } }, '***'],
    [
      'refresh tokens',
      { data: [{ type: 'refresh_token', id: 'another-id' }, null, { type: 'refresh_token', id }] },
      '***',
    ],
    ['a list in the plural', { data: [{ type: 'login_keys', id }] }, '***'],
    ['no device', { data: { type: 'device', id } }, id],
    ['no other type with such a name', { data: { type: 'login_key_policy', id } }, id],
    ['no other type that ends so', { data: { type: 'old_login_key', id } }, id],
    ['nothing of no resource', { data: null, id }, id],
    ['nothing of an empty list', { data: [] }, id],
    ['nothing of null', null, id],
    ['nothing of a text', id, id],
  ])('%s', (_, body, expected) => {
    const redactor = createRedactor()
    redactor.learn(body)
    expect(redactor.text(id)).toBe(expected)
  })

  test('both tokens of a sign-in', () => {
    const redactor = createRedactor()
    redactor.learn({ access_token: 'token-of-access', refresh_token: 'token-of-refresh' })
    expect(redactor.text('token-of-access token-of-refresh')).toBe('*** ***')
  })
})

describe('how many are kept', () => {
  const nth = (n: number) => `secret-no-${String(n).padStart(4, '0')}`
  test.each([
    ['session', 20],
    ['call', 200],
    ['given', 1000],
  ] as const)('of origin %s the newest %i', (origin, most) => {
    const redactor = createRedactor()
    for (let n = 0; n < most; n++) redactor.add(origin, nth(n))
    expect(redactor.text(nth(0))).toBe('***')
    // What comes again is as new as the others.
    redactor.add(origin, nth(0))
    redactor.add(origin, nth(most))
    expect(redactor.text(`${nth(0)} ${nth(2)} ${nth(most)}`)).toBe('*** *** ***')
    expect(redactor.text(nth(1))).toBe(origin === 'given' ? '***' : nth(1))
    expect(redactor.value([nth(1)])).toEqual([origin === 'given' ? '***' : nth(1)])
  })

  test('one origin takes no room from another', () => {
    const redactor = createRedactor('given-secret')
    redactor.add('session', 'session-secret')
    for (let n = 0; n < 300; n++) redactor.add('call', nth(n))
    expect(redactor.text('given-secret session-secret')).toBe('*** ***')
  })

  test('and what is no text, or an empty one, is passed over', () => {
    const redactor = createRedactor(undefined, null, 7, '', {}, secret)
    expect(redactor.text(`7 undefined null [object Object] ${secret}`)).toBe('7 undefined null [object Object] ***')
    expect(redactor.value(['', 7, null])).toEqual(['', 7, null])
  })
})

describe('a value', () => {
  class Thing {
    token = secret
  }
  test.each<[unknown, unknown]>([
    ['text', 'text'],
    [secret, '***'],
    [`a ${secret} b`, 'a *** b'],
    [7, 7],
    [12345678, '***'],
    [12345678n, '***'],
    [5n, 5n],
    [true, true],
    [false, false],
    [null, null],
    [undefined, undefined],
    [() => secret, '[Function]'],
    [new Thing(), '[Thing]'],
    [new Date(0), '[Date]'],
    [{ [Symbol.toStringTag]: 'Secret', a: secret }, '[Object]'],
    [new Map([[secret, secret]]), '[Map]'],
    [new Headers({ a: secret }), '[Headers]'],
    [Object.assign(Object.create({ constructor: undefined }) as object, { a: secret }), '[Object]'],
    [Object.assign(Object.create(null) as object, { a: secret, b: 1 }), { a: '***', b: 1 }],
    [{ a: [secret, { [secret]: secret }] }, { a: ['***', { '***': '***' }] }],
    [[[secret]], [['***']]],
  ])('%o becomes %o', (value, expected) => {
    expect(createRedactor(secret, '12345678').value(value)).toEqual(expected)
  })

  test('that is deep ends in an ellipsis', () => {
    const nested = (levels: number): unknown => (levels === 0 ? 'end' : { a: nested(levels - 1) })
    const list = (levels: number): unknown => (levels === 0 ? 'end' : [list(levels - 1)])
    for (const make of [nested, list]) {
      expect(none.value(make(21))).toEqual(make(21))
      expect(JSON.stringify(none.value(make(22)))).toContain('…')
      expect(JSON.stringify(none.value(make(22)))).not.toContain('end')
    }
    const circle: Record<string, unknown> = {}
    circle['self'] = circle
    expect(JSON.stringify(none.value(circle))).toContain('…')
  })

  test.prop([fc.jsonValue()], { seed: 3 })('of JSON is kept where no name is a secret’s', (json) => {
    fc.pre(!/token|password|secret|authorization|otp|key|\/\//i.test(JSON.stringify(json)))
    expect(JSON.stringify(none.value(json))).toBe(JSON.stringify(json))
  })

  test('is a copy', () => {
    const value = { a: [{ b: 1 }] }
    const copy = none.value(value) as typeof value
    expect(copy).not.toBe(value)
    expect(copy.a[0]).not.toBe(value.a[0])
  })
})

describe('an error', () => {
  const redactor = createRedactor(secret)
  const shown = (error: unknown) => redactor.error(error) as Error & Record<string, unknown>

  test('is a copy of its class without secrets, in message, stack and fields', () => {
    const error = Object.assign(new RangeError(`no ${secret}`), { code: `E_${secret}`, path: `/${secret}`, n: 7 })
    const copy = shown(error)
    expect(copy).not.toBe(error)
    expect(copy).toBeInstanceOf(RangeError)
    expect(copy).toMatchObject({ name: 'RangeError', message: 'no ***', code: 'E_***', path: '/***', n: 7 })
    expect(copy.stack).toBe(error.stack!.replaceAll(secret, '***'))
    expect(error.message).toBe(`no ${secret}`)
    expect(shown({ error }) as unknown).toMatchObject({ error: { message: 'no ***' } })
  })

  test('shows as enumerable what was so, and no more', () => {
    const error = Object.assign(new Error('x', { cause: 'y' }), { path: 'a' })
    const copy = shown(error)
    expect(Object.keys(copy)).toEqual(['path'])
    expect(Object.getOwnPropertyDescriptor(copy, 'path')).toMatchObject({ configurable: true, writable: true })
    expect(Object.getOwnPropertyNames(copy)).not.toContain('code')
  })

  test('lacks what a parser could not read, and what is not there', () => {
    const copy = shown(Object.assign(new Error('x'), { data: secret, rawPacket: undefined }))
    expect(Object.getOwnPropertyNames(copy)).not.toContain('data')
    expect(Object.getOwnPropertyNames(copy)).not.toContain('rawPacket')
  })

  test('with accessors keeps what they say', () => {
    class Odd extends Error {
      override get name() {
        return `Odd ${secret}`
      }
      get code() {
        return 'ODD'
      }
    }
    expect(shown(new Odd('x'))).toMatchObject({ name: 'Odd ***', code: 'ODD' })
    expect(shown(new Odd('x'))).toBeInstanceOf(Odd)
  })

  test('has its causes and its parts copied as well', () => {
    const inner = Object.assign(new TypeError(secret), { headers: { authorization: 'a' } })
    const error = new AggregateError([inner, `text ${secret}`, 7], 'all', { cause: new Error('b', { cause: secret }) })
    const copy = shown(error)
    expect(copy).toMatchObject({ cause: { message: 'b', cause: '***' } })
    const [first, ...rest] = copy['errors'] as [Error, ...unknown[]]
    expect(first).toBeInstanceOf(TypeError)
    expect(first).toMatchObject({ message: '***', headers: { authorization: '***' } })
    expect(rest).toEqual(['text ***', 7])
  })

  test('in a field of another name is copied, and a list of its own kind too', () => {
    const copy = shown(Object.assign(new Error('a'), { previous: new Error(secret), tries: [new Error(secret)] }))
    expect(copy).toMatchObject({ previous: { message: '***' }, tries: [{ message: '***' }] })
  })

  test('of a circle ends', () => {
    const error = new Error('a')
    const other = new Error('b', { cause: error })
    const copy = shown(Object.assign(error, { cause: other }))
    expect(copy).toMatchObject({ message: 'a', cause: { message: 'b' } })
    expect((copy.cause as Error).cause).toBeUndefined()
  })

  test('of very many causes ends', () => {
    let error = new Error('0')
    for (let n = 1; n < 40; n++) error = new Error(`${n}`, { cause: error })
    let depth = 0
    for (let link: unknown = shown(error); link instanceof Error; link = link.cause) depth++
    expect(depth).toBe(21)
  })

  test.each<[string, unknown, unknown]>([
    ['a text', `x ${secret}`, 'x ***'],
    ['nothing', undefined, undefined],
    ['an object', { password: 'a', b: 1 }, { password: '***', b: 1 }],
  ])('that is %s', (_, error, expected) => {
    expect(shown(error) as unknown).toEqual(expected)
  })

  test('that does what it likes is replaced', () => {
    const error = new Error(secret)
    Object.defineProperty(error, 'trap', {
      get: () => {
        throw new Error(secret)
      },
    })
    expect(shown(error)).toMatchObject({ message: 'An error that cannot be shown' })
    expect(shown(error).cause).toBeUndefined()
  })
})
