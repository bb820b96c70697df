/** A failure of the network names the system's code, and what can never work is not repeated. */
import { createServer } from 'node:https'
import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { execFileSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createImpCentral, isConnectionError } from 'impcentral'
import { describe, expect, test, vi } from 'vitest'
import { canPass, connectionError, isNetworkFailure } from '../../src/errors/network.ts'
import { createRedactor } from '../../src/errors/redaction.ts'
import { takenPort } from '../support/http-server.ts'

const failureOf = async (baseUrl: string, path = 'x') => {
  const network = vi.fn((input: string | URL | Request, init?: RequestInit) => fetch(input, init))
  const imp = createImpCentral({
    baseUrl,
    auth: { accessToken: 'a' },
    fetch: network,
    retry: { attempts: 3, baseDelay: 1 },
  })
  const error: unknown = await imp.devices.get(path).catch((e: unknown) => e)
  expect(isConnectionError(error)).toBe(true)
  return { error: error as Error & { code?: string }, attempts: network.mock.calls.length }
}

test('an unknown host', async () => {
  const { error } = await failureOf('https://no-such-host.invalid/v5')
  expect(error.code).toMatch(/^(ENOTFOUND|EAI_AGAIN)$/)
  expect(error.message).toContain(error.code)
  expect(JSON.parse(JSON.stringify(error))).toMatchObject({ name: 'ConnectionError', code: error.code })
})

test('a port that nobody listens to', async () => {
  await using taken = await takenPort()
  const { error, attempts } = await failureOf(`http://127.0.0.1:${taken.port}/v5`)
  expect(error.message).toContain('ECONNREFUSED')
  expect(error.code).toBe('ECONNREFUSED')
  // The service may be starting.
  expect(attempts).toBe(3)
})

test('a forbidden port is not tried again', async () => {
  const { error, attempts } = await failureOf('http://127.0.0.1:22/v5')
  expect(error.message).toContain('bad port')
  expect(attempts).toBe(1)
})

test('a self-signed certificate is not tried again', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'certificate-'))
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      key,
      '-out',
      cert,
      '-days',
      '1',
      '-subj',
      '/CN=localhost',
    ],
    { stdio: 'ignore' },
  )
  const server = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (_, res) => res.end('{}'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { error, attempts } = await failureOf(`https://localhost:${(server.address() as AddressInfo).port}/v5`)
  expect(error.message).toMatch(/self-signed certificate.*DEPTH_ZERO_SELF_SIGNED_CERT/)
  expect(error.code).toBe('DEPTH_ZERO_SELF_SIGNED_CERT')
  expect(attempts).toBe(1)
  server.close()
})

describe('whether it can pass', () => {
  const caused = (cause: object) => new TypeError('fetch failed', { cause })
  const coded = (code: string, message = 'x') => Object.assign(new Error(message), { code })
  test.each([
    [caused(coded('ECONNRESET')), true],
    [caused(coded('ECONNREFUSED')), true],
    [caused(coded('ENOTFOUND')), true],
    [caused(coded('EAI_AGAIN')), true],
    [caused(coded('UND_ERR_SOCKET')), true],
    [caused(new AggregateError([coded('ECONNREFUSED'), coded('ECONNREFUSED')])), true],
    [caused(coded('CERT_HAS_EXPIRED')), false],
    [caused(coded('ERR_TLS_CERT_ALTNAME_INVALID')), false],
    [caused(coded('UNABLE_TO_VERIFY_LEAF_SIGNATURE')), false],
    [caused(coded('SELF_SIGNED_CERT_IN_CHAIN')), false],
    [caused(new Error('bad port')), false],
    [caused(new Error('unknown scheme')), false],
    [caused(new AggregateError([coded('CERT_HAS_EXPIRED')])), false],
    [new TypeError('x is not a function'), false],
    [new RangeError('x'), false],
    [undefined, false],
    [caused(coded('ERR_SSL_WRONG_VERSION_NUMBER')), false],
    [new Error('The certificate of the host has expired'), false],
    [new TypeError('fetch failed', { cause: 'URL scheme "ftp" is not supported' }), true],
    [caused(new Error('URL scheme "ftp" is not supported')), false],
    // The code tells more than the words.
    [caused(coded('ECONNRESET', 'reset while the certificate was read')), true],
    [caused({}), true],
    [caused({ errors: [] }), true],
  ])('%o', (error, expected) => {
    expect(canPass(error)).toBe(expected)
  })

  const below = (depth: number) => {
    let error = coded('CERT_HAS_EXPIRED')
    for (let level = 1; level < depth; level++) error = new Error('x', { cause: error }) as typeof error
    return error
  }
  test.each([
    [1, false],
    [5, false],
    [6, true],
  ])('the certificate %i causes deep', (depth, expected) => {
    expect(canPass(below(depth))).toBe(expected)
  })

  test('a circle of causes ends', () => {
    const error = new Error('x')
    expect(canPass(Object.assign(error, { cause: error }))).toBe(true)
  })
})

describe('what is a failure of the network', () => {
  const named = (name: string, message = 'x', code?: unknown) => Object.assign(new Error(message), { name, code })
  test.each([
    ['Error', true],
    ['ConnectionError', true],
    ['TimeoutError', true],
    ['AggregateError', true],
    ['FetchError', true],
    ['RangeError', false],
    ['AbortError', false],
    ['DatabaseConnectionError', false],
    ['ErrorEvent', false],
  ])('by the name %s', (name, expected) => {
    expect(isNetworkFailure(named(name))).toBe(expected)
  })

  test.each<[string, unknown, boolean]>([
    ['fetch failed', undefined, true],
    ['Failed to fetch', undefined, true],
    ['The Internet connection appears to be offline.', undefined, true],
    ['fetch failed', 'ERR_INVALID_ARG_TYPE', false],
    ['x is not a function', 'ECONNRESET', true],
    // A code that is no text does not count.
    ['fetch failed', 7, true],
    ['x is not a function', '', false],
    ['x is not a function', 7, false],
    ['Something network-like', undefined, false],
    ['x of the network is no function', undefined, false],
  ])('a TypeError "%s" with the code %o', (message, code, expected) => {
    expect(isNetworkFailure(named('TypeError', message, code))).toBe(expected)
  })

  test('not by its words where it is of another kind', () => {
    expect(isNetworkFailure(new RangeError('fetch failed'))).toBe(false)
  })

  test.each([null, undefined, 'fetch failed', 7, {}])('not %o', (error) => {
    expect(isNetworkFailure(error)).toBe(false)
  })
})

describe('what it is told as', () => {
  const coded = (code: unknown, message: string) => Object.assign(new Error(message), { code })
  const request = { url: 'https://x.test/v5/a' }
  test.each<[string, unknown, string, string | undefined]>([
    [
      'a cause',
      new TypeError('fetch failed', { cause: new Error('other side closed') }),
      'other side closed',
      undefined,
    ],
    ['no cause', new TypeError('fetch failed'), 'fetch failed', undefined],
    ['a code', coded('ECONNRESET', 'socket hang up'), 'socket hang up (ECONNRESET)', 'ECONNRESET'],
    ['a code in its words', coded('ENOTFOUND', 'getaddrinfo ENOTFOUND x'), 'getaddrinfo ENOTFOUND x', 'ENOTFOUND'],
    [
      'a code above its cause',
      Object.assign(coded('EPIPE', 'broken'), { cause: coded('', '') }),
      'broken (EPIPE)',
      'EPIPE',
    ],
    [
      'two codes: the innermost',
      Object.assign(coded('UND_ERR_SOCKET', 'a'), { cause: coded('ECONNRESET', 'b') }),
      'b (ECONNRESET)',
      'ECONNRESET',
    ],
    ['a number in place of a code', coded(7, 'socket hang up'), 'socket hang up', undefined],
    ['several errors: the first', new AggregateError([new Error('a'), new Error('b')], 'all'), 'a', undefined],
    ['a text', 'offline', 'offline', undefined],
  ])('with %s', (_, cause, reason, code) => {
    const error = connectionError(cause, request, createRedactor())
    expect(error.message).toBe(`The network failed: ${reason} (GET https://x.test/v5/a)`)
    expect(error.code).toBe(code)
  })

  test('with the method, and without secrets in words, code, URL and cause', () => {
    const secret = 'sup3rs3cr3t'
    const cause = coded(`E_${secret}`, `no ${secret}`)
    const error = connectionError(cause, { method: 'PUT', url: `https://x.test/${secret}` }, createRedactor(secret))
    expect(error.message).toBe('The network failed: no *** (E_***) (PUT https://x.test/***)')
    expect(error).toMatchObject({ method: 'PUT', url: 'https://x.test/***', code: 'E_***' })
    expect(error.cause).toMatchObject({ message: 'no ***', code: 'E_***' })
    expect(error.cause).toBeInstanceOf(Error)
  })
})
