/** A one-time password is asked for when the API asks, and one that was refused is not sent again. */
import { expect, test, vi } from 'vitest'
import { isAuthenticationError } from '../../support/errors.ts'
import { account, serveAuth } from '../../support/auth-server.ts'
import { transport } from '../../support/transport.ts'

const { id, password, otp } = account
const sent = (requests: { headers: Record<string, unknown> }[]) =>
  requests.map(({ headers }) => headers['x-electricimp-otp-token']).filter(Boolean)

test.each(['111111', () => '111111', async () => '111111'])('a wrong one, %s', async (wrong) => {
  await using server = await serveAuth({ twoFactor: 'password' })
  const { fetch, session } = transport({ baseUrl: server.baseUrl, auth: { id, password, otp: wrong } })
  for (let i = 0; i < 4; i++) {
    const error: unknown = await fetch(`${server.baseUrl}/a`).catch((e: unknown) => e)
    expect(isAuthenticationError(error)).toBe(true)
  }
  await expect(session.login()).rejects.toThrow('auth.otp was refused before')
  expect(sent(server.requests)).toEqual(['111111'])
})

test('a static one that is refused is the end until login()', async () => {
  await using server = await serveAuth({ twoFactor: 'password' })
  const { fetch } = transport({ baseUrl: server.baseUrl, auth: { id, password, otp: '111111' } })
  for (let i = 0; i < 4; i++) await fetch(`${server.baseUrl}/a`).catch(() => {})
  // The password, and the one-time password.
  expect(server.requests).toHaveLength(2)
})

test('another one is sent', async () => {
  await using server = await serveAuth({ twoFactor: 'password', api: (_, res) => res.end('{}') })
  const ask = vi.fn().mockReturnValueOnce('111111').mockReturnValue(otp)
  const { fetch } = transport({ baseUrl: server.baseUrl, auth: { id, password, otp: ask } })
  await expect(fetch(`${server.baseUrl}/a`)).rejects.toThrow('PX100')
  expect((await fetch(`${server.baseUrl}/a`)).status).toBe(200)
  expect(sent(server.requests)).toEqual(['111111', otp])
})
