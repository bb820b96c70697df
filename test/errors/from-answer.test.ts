/** Which error is made of an answer, and what it tells: the answers are made here, without a server. */
import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { readAnswer } from '../../src/core/answer.ts'
import {
  apiError,
  AuthenticationError,
  createRedactor,
  isErrorDocument,
  NotFoundError,
  parseAnswer,
  parseError,
  RateLimitError,
  ValidationError,
} from '../support/errors.ts'

const none = createRedactor()
const url = 'https://x.test/v5/a'
const request = { method: 'PUT', url }
const answer = (status: number, init: ResponseInit = {}) => new Response(null, { status, ...init })
/** As a runtime gives it, with the URL that redirects led to. */
const from = (response: Response, from: string) => Object.defineProperty(response, 'url', { value: from })
const messageOf = (status: number, body: unknown, statusText = '') =>
  apiError(answer(status, { statusText }), request, none, body).message

describe('the message', () => {
  test.each<[string, unknown, string]>([
    ['code, title and detail', { errors: [{ code: 'VX001', title: 'T', detail: 'D' }] }, 'VX001 T D'],
    ['what the error object has', { errors: [{ title: 'T' }] }, 'T'],
    ['meta as JSON', { errors: [{ code: 'CX005', meta: { row: 1 } }] }, 'CX005 {"row":1}'],
    ['no values that are no text', { errors: [{ code: 7, title: {}, detail: 'D' }] }, 'D'],
    ['a single error that is in no list', { errors: { code: 'VX001' } }, 'VX001'],
    ['three errors of four', { errors: ['a', 'b', 'c', 'd'].map((title) => ({ title })) }, 'a; b; c'],
    ['the message of a gateway', { message: 'Timed out' }, 'Timed out'],
    ['a gateway’s message beside an empty list', { errors: [], message: 'Timed out' }, 'Timed out'],
    ['no message of a gateway where errors tell', { errors: [{ title: 'T' }], message: 'Timed out' }, 'T'],
    ['the status text where the body tells nothing', {}, 'Teapot'],
    ['the status text where the message is no text', { message: { a: 1 } }, 'Teapot'],
  ])('has %s', (_, body, text) => {
    expect(messageOf(400, body, 'Teapot')).toBe(`400 ${text} (PUT ${url})`)
  })

  test('has neither secrets nor a space where nothing is known', () => {
    expect(messageOf(400, undefined)).toBe(`400 (PUT ${url})`)
    // As a custom fetch may give it.
    const bare = { status: 400, headers: new Headers() } as Response
    expect(apiError(bare, request, none, undefined).message).toBe(`400 (PUT ${url})`)
    const error = apiError(
      answer(400, { statusText: 'No s3cr3t here' }),
      { url: `${url}/s3cr3t` },
      createRedactor('s3cr3t'),
    )
    expect(error.message).toBe(`400 No *** here (GET ${url}/***)`)
    expect(error.url).toBe(`${url}/***`)
  })

  test.each<[string, number, boolean]>([
    ['https://x.test/', 404, true],
    ['https://x.test/devices', 404, true],
    ['https://x.test/v5', 404, false],
    ['https://x.test/v5/devices', 404, false],
    ['https://x.test/proxy/v12/devices', 404, false],
    ['https://x.test/v/devices', 404, true],
    ['https://x.test/v5x/devices', 404, true],
    ['https://x.test/devices?path=/v5/', 404, true],
    ['/v5/devices', 404, false],
    ['/devices', 404, true],
    ['https://x.test/', 400, false],
    ['https://x.test/', 500, false],
  ])('of %s with %i tells of the end of the base URL: %o', (url, status, expected) => {
    const hint = '; does the base URL lack its end, "/v5"?'
    expect(apiError(answer(status), { url }, none).message).toBe(`${status}${expected ? hint : ''} (GET ${url})`)
    expect(apiError(from(answer(status), url), request, none).message.includes(hint)).toBe(expected)
    // An API answered.
    expect(apiError(answer(status), { url }, none, { errors: [{}] }).message).not.toContain(hint)
  })
})

describe('the class and the family', () => {
  test.each([
    [401, undefined, AuthenticationError, 'PX'],
    [401, 'VX001', AuthenticationError, 'VX'],
    [429, 'PX001', RateLimitError, 'PX'],
    [429, undefined, RateLimitError, 'XX'],
    [400, 'an NF001', ValidationError, 'VX'],
    [400, 'an XX001', ValidationError, 'VX'],
    [400, 'NF001', NotFoundError, 'NF'],
    [400, 'NX001', ValidationError, 'VX'],
  ])('of %i %s', (status, code, Class, family) => {
    const error = apiError(answer(status), request, none, { errors: [{ code }] })
    expect(error.constructor).toBe(Class)
    expect(error.family).toBe(family)
  })

  test('are those of the first error, and the class that of a caller who knows better', () => {
    const body = { errors: [{ code: 'NF001' }, { code: 'VX001' }] }
    expect(apiError(answer(400), request, none, body).constructor).toBe(NotFoundError)
    const error = apiError(answer(400), request, none, body, AuthenticationError)
    expect(error.constructor).toBe(AuthenticationError)
    expect(error.family).toBe('NF')
  })
})

describe('the fields', () => {
  test.each<[unknown, string | undefined, string | undefined]>([
    [{ pointer: '/data/0', parameter: 'id' }, '/data/0', 'id'],
    [{ pointer: 7, parameter: {} }, undefined, undefined],
    ['/data/0', undefined, undefined],
    [null, undefined, undefined],
  ])('pointer and parameter of the source %o', (source, pointer, parameter) => {
    const error = apiError(answer(400), request, none, { errors: [{ source }, { source: { pointer: '/data/9' } }] })
    expect([error.pointer, error.parameter]).toEqual([pointer, parameter])
  })

  test('are those of the answer that is in memory', async () => {
    const headers = { 'retry-after': '2' }
    const text = '{"errors":[{"code":"CX001","title":"T"}]}'
    const response = await readAnswer(new Response(text, { status: 409, headers }), `${url}/b`, undefined, () => {})
    expect(apiError(response, request, none)).toMatchObject({
      message: `409 CX001 T (PUT ${url}/b)`,
      status: 409,
      method: 'PUT',
      url: `${url}/b`,
      code: 'CX001',
      errors: [{ code: 'CX001', title: 'T' }],
      retryAfter: 2000,
    })
  })

  test('every error of a list is an object', () => {
    const { errors, code } = apiError(answer(400), request, none, {
      errors: [{ title: 'T' }, null, [{ code: 'VX001' }]],
    })
    expect(errors.every((error) => typeof error === 'object' && error !== null)).toBe(true)
    expect(errors[0]).toEqual({ title: 'T' })
    expect(code).toBeUndefined()
  })
})

describe('any body', () => {
  // A code that JSON cannot hold is no answer of anybody, but a caller may come with it.
  const value = fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true })
  const object = fc.record(
    { code: value, title: value, detail: value, source: value, meta: value },
    { requiredKeys: [] },
  )
  const body = fc.oneof(value, fc.record({ errors: fc.oneof(value, fc.array(fc.oneof(object, value))) }))

  test.prop([body, fc.constantFrom(400, 401, 403, 404, 409, 418, 422, 429, 500, 503)], { seed: 11 })(
    'is the body of an error',
    (body, status) => {
      const error = apiError(answer(status), request, none, body)
      expect(error).toMatchObject({ status, method: 'PUT', url })
      expect(error.message).toMatch(new RegExp(`^${status}\\b`))
      expect(Array.isArray(error.errors)).toBe(true)
    },
  )

  test('that cannot be told is as none', () => {
    const error = apiError(answer(400, { statusText: 'Bad' }), request, none, {
      errors: [{ code: 'NF001', meta: { a: 1n } }],
    })
    expect(error).toMatchObject({ message: `400 Bad (PUT ${url})`, errors: [], family: 'VX' })
  })
})

test.each<[unknown, boolean]>([
  [{ errors: [] }, true],
  [{ errors: [{ code: 'VX001' }] }, true],
  [{ errors: { code: 'VX001' } }, true],
  [{ errors: { code: 7 } }, false],
  [{ errors: 'VX001' }, false],
  [{ errors: null }, false],
  [{ code: 'VX001' }, false],
  [{ message: 'Timed out' }, false],
  ['errors', false],
  [null, false],
  [undefined, false],
])('%o is an error document: %o', (body, expected) => {
  expect(isErrorDocument(body)).toBe(expected)
})

describe('a success that is not what was expected', () => {
  const html = (type?: string) => answer(200, type ? { headers: { 'content-type': type } } : {})

  test('is told with its type, its URL and without secrets', () => {
    const error = parseError('a list', html('text/html; t=s3cr3t'), { url: `${url}/s3cr3t` }, createRedactor('s3cr3t'))
    expect(error.message).toBe(`Expected a list, got 200 text/html; t=*** (GET ${url}/***)`)
    expect(error).toMatchObject({ status: 200, contentType: 'text/html; t=***', url: `${url}/***` })
  })

  test('may have no type', () => {
    const error = parseError('JSON', html(), request, none)
    expect(error.contentType).toBeNull()
    expect(error).toMatchObject({ method: 'PUT', message: `Expected JSON, got 200 null (PUT ${url})` })
  })

  test('tells of the end of the base URL', () => {
    const hint = 'does the base URL lack its end, "/v5"?'
    expect(parseError('JSON', html(), { url: 'https://x.test/' }, none).message).toContain(hint)
    expect(parseError('JSON', from(html(), 'https://x.test/'), request, none).message).toContain(hint)
    expect(parseError('JSON', from(html(), `${url}/b`), { url: 'https://x.test/' }, none)).toMatchObject({
      message: `Expected JSON, got 200 null (GET ${url}/b)`,
      url: `${url}/b`,
    })
  })

  test('is thrown for what is no JSON', () => {
    expect(parseAnswer('{"data":1}', html(), request, none)).toEqual({ data: 1 })
    expect(parseAnswer('', html(), request, none)).toBeUndefined()
    expect(() => parseAnswer('<html>', html('text/html'), request, none)).toThrow(
      `Expected JSON, got 200 text/html (PUT ${url})`,
    )
  })
})
