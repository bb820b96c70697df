/** A gateway in between answers in its own way, with any status: it says nothing about the credentials. */
import { describe, expect, test } from 'vitest'
import { isAuthenticationError, isImpCentralError } from '../../support/errors.ts'
import { account, serveAuth } from '../../support/auth-server.ts'
import { createManualClock, recordingClock, turn } from '../../support/clocks.ts'
import { fail } from '../../support/http-server.ts'
import { transport } from '../../support/transport.ts'

const auth = { id: account.id, password: account.password }
const page = '<html><body>Access denied by the proxy</body></html>'
const bodies = [page, '', 'null', '[]', '{"message":"Forbidden"}', '{"errors":null}', '{"errors":"no"}']

describe.each([400, 401, 403, 404, 418, 500, 502])('a page with status %i', (status) => {
  test.each(bodies)('at sign-in fails the call and no other: %s', async (body) => {
    let pages = 1
    await using server = await serveAuth({
      intercept: ({ path }, res) =>
        path === '/auth' && pages-- > 0 && !!res.writeHead(status, { 'content-type': 'text/html' }).end(body),
      api: (_, res) => res.end('{}'),
    })
    const { fetch } = transport({
      baseUrl: server.baseUrl,
      auth,
      retry: { attempts: 1 },
      clock: recordingClock(),
      timeout: 0,
    })
    const error: unknown = await fetch(`${server.baseUrl}/a`).catch((e: unknown) => e)
    expect(isImpCentralError(error)).toBe(true)
    expect(isAuthenticationError(error)).toBe(false)
    expect(error).toMatchObject({ status })
    expect((await fetch(`${server.baseUrl}/a`)).status).toBe(200)
  })

  test('at a renewal ahead of time leaves the old token in use to its end', async () => {
    let pages = 0
    await using server = await serveAuth({
      expiresIn: 3600,
      intercept: ({ path }, res) =>
        path.startsWith('/auth') && pages-- > 0 && !!res.writeHead(status, { 'content-type': 'text/html' }).end(page),
      api: (_, res) => res.end('{}'),
    })
    const clock = createManualClock()
    const { fetch } = transport({ baseUrl: server.baseUrl, auth, retry: { attempts: 1 }, clock, timeout: 0 })
    const get = async () => (await fetch(`${server.baseUrl}/a`)).status
    expect(await get()).toBe(200)
    pages = 1
    clock.advance(3500_000)
    expect(await get()).toBe(200)
    await expect.poll(() => server.count('/auth/token')).toBe(1)
    await turn()
    // The renewal is not tried again by each call …
    expect(await get()).toBe(200)
    expect(server.count('/auth/token')).toBe(1)
    // … but after a while.
    clock.advance(31_000)
    expect(await get()).toBe(200)
    await expect.poll(() => server.issued).toBe(2)
  })
})

test.each([400, 401, 403, 404])('an error document of the API with status %i refuses for good', async (status) => {
  await using server = await serveAuth({
    intercept: ({ path }, res) => path === '/auth' && (fail(res, status, 'PX100'), true),
  })
  const { fetch } = transport({ baseUrl: server.baseUrl, auth, retry: { attempts: 1 } })
  for (let i = 0; i < 3; i++) {
    const error: unknown = await fetch(`${server.baseUrl}/a`).catch((e: unknown) => e)
    expect(isAuthenticationError(error)).toBe(true)
  }
  expect(server.count('/auth')).toBe(1)
})
