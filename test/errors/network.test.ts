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
import { canPass } from '../../src/errors/network.ts'

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
  const { error, attempts } = await failureOf('http://127.0.0.1:9/v5'.replace(':9/', `:${await freePort()}/`))
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

async function freePort() {
  const { createServer } = await import('node:net')
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

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
  ])('%o', (error, expected) => {
    expect(canPass(error)).toBe(expected)
  })
})
