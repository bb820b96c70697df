import { fail, json, serve, type Arrived, type HttpServer } from './http-server.ts'
import type { ServerResponse } from 'node:http'

export const account = {
  id: 'me@example.com',
  password: 'sup3rs3cr3t',
  otp: '123456',
  loginKey: 'df5f875b37f970e4',
}

export interface AuthServerOptions {
  /** Seconds that an access token is said to live. */
  expiresIn?: number
  /** The account wants a one-time password: after its password, or after its login key as well. */
  twoFactor?: 'password' | 'all'
  /** Answers a call before the server does, and says so. Called for the token endpoints, too. */
  intercept?: (request: Arrived, res: ServerResponse) => boolean
  /** Answers a call that has a valid token. */
  api?: (request: Arrived, res: ServerResponse) => void
}

export interface AuthServer extends HttpServer {
  /** The refresh tokens that are good. */
  readonly refreshTokens: Set<string>
  /** How many access tokens were given out. */
  readonly issued: number
  /** No access token given out so far is good any more. */
  revoke(): void
  /** The requests to one endpoint. */
  count(path: string): number
}

/** The token endpoints as the how-to has them ("Access Authentication", "Login Keys"), and anything else behind a token. */
export async function serveAuth(options: AuthServerOptions = {}): Promise<AuthServer> {
  const { expiresIn = 3600, twoFactor, intercept, api } = options
  const valid = new Set<string>()
  const refreshTokens = new Set<string>()
  const loginTokens = new Set<string>()
  let issued = 0

  const tokens = (res: ServerResponse, withRefresh: boolean) => {
    const access_token = `access-${++issued}-${'x'.repeat(100)}`
    valid.add(access_token)
    const refresh_token = issued.toString(16).padStart(64, 'f')
    if (withRefresh) refreshTokens.add(refresh_token)
    json(res, 200, {
      access_token,
      expires_in: expiresIn,
      // A clock of its own: nobody shall go by it.
      expires_at: '2016-02-19T21:05:13.993Z',
      ...(withRefresh && { refresh_token }),
    })
  }
  const askForOtp = (res: ServerResponse) => {
    const login_token = `login-${Math.random()}`
    loginTokens.add(login_token)
    fail(res, 403, 'PX200', { meta: { login_token, expires_at: '2026-01-01T00:00:00.000Z' } })
  }

  const server = await serve((request, { res }) => {
    if (intercept?.(request, res)) return
    const { path, method, headers } = request
    const body = path.startsWith('/auth') ? (JSON.parse(request.body) as Record<string, string>) : {}
    if (path === '/auth') {
      if (body['login_token']) {
        if (loginTokens.delete(body['login_token']) && headers['x-electricimp-otp-token'] === account.otp)
          tokens(res, true)
        else fail(res, 401, 'PX100')
      } else if (body['id'] !== account.id || body['password'] !== account.password) fail(res, 401, 'PX100')
      else if (twoFactor) askForOtp(res)
      else tokens(res, true)
    } else if (path === '/auth/token') {
      if (body['key'] === account.loginKey) {
        if (twoFactor === 'all') askForOtp(res)
        else tokens(res, false)
      } else if (refreshTokens.has(body['token']!)) tokens(res, false)
      else fail(res, 404, 'NF001')
    } else if (!valid.has(String(headers.authorization).replace('Bearer ', ''))) fail(res, 401, 'PX100')
    else if (method === 'DELETE' && path.startsWith('/accounts/me/refresh_tokens/')) {
      if (refreshTokens.delete(path.split('/').at(-1)!)) res.writeHead(204).end()
      else fail(res, 404, 'NF001')
    } else if (api) api(request, res)
    else json(res, 200, { data: { path, body: request.body } })
  })
  return {
    ...server,
    refreshTokens,
    get issued() {
      return issued
    },
    revoke: () => valid.clear(),
    count: (path) => server.requests.filter((request) => request.path === path).length,
  }
}
