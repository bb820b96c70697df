import type { Answer, Call, Operation, Operations } from '../cloud/call.ts'
import { failure, invalidCredentials, notFound } from '../cloud/failures.ts'
import { accessTokenLifetime, loginTokenLifetime, refreshTokensPerAccount } from '../cloud/limits.ts'
import type { Account } from '../cloud/state.ts'
import { timestamp, type World } from '../cloud/world.ts'

/** Where a session comes from. */
interface Origin {
  ip: string | null
  userAgent: string
}

function issue({ state, random, clock }: World, account: Account, ip: string | null, byKey: boolean) {
  const now = clock.now()
  for (const [token, { expires }] of state.accessTokens) if (expires <= now) state.accessTokens.delete(token)
  const access_token = random.base64url(128)
  const expires = now + accessTokenLifetime * 1000
  state.accessTokens.set(access_token, { account: account.id, expires, ip, byKey })
  return { access_token, expires_in: accessTokenLifetime, expires_at: new Date(expires).toISOString() }
}

/** What a password login gives. */
export function issueTokens(
  world: World,
  account: Account,
  { ip, userAgent }: Origin = { ip: null, userAgent: '' },
): { access_token: string; expires_in: number; expires_at: string; refresh_token: string } {
  const { state, random } = world
  const own = [...state.refreshTokens.values()].filter((token) => token.account === account.id)
  for (const { id } of own.slice(0, Math.max(0, own.length - refreshTokensPerAccount + 1)))
    state.refreshTokens.delete(id)
  const refresh_token = random.hex(64)
  state.refreshTokens.set(refresh_token, {
    id: refresh_token,
    account: account.id,
    created_at: timestamp(world),
    last_used_at: null,
    last_ip: ip ?? '',
    last_user_agent: userAgent,
  })
  return { ...issue(world, account, ip, false), refresh_token }
}

const originOf = (call: Call): Origin => ({
  ip: call.request.ip ?? null,
  userAgent: call.request.header('user-agent') ?? '',
})

const loggedIn = (call: Call, account: Account): Answer => ({
  status: 200,
  body: issueTokens(call.world, account, originOf(call)),
})

const login: Operation = (call) => {
  const { state, clock, random } = call.world
  const { id, password, login_token } = call.body as { id?: string; password?: string; login_token?: string }

  if (login_token !== undefined) {
    const step = state.loginTokens.get(login_token)
    const account = state.accounts.get(step?.account ?? '')
    if (!step || !account || step.expires <= clock.now()) {
      throw invalidCredentials('The login token is unknown or has expired.')
    }
    if (call.request.header('x-electricimp-otp-token') !== account.otp) {
      throw invalidCredentials('The one-time password is wrong.')
    }
    state.loginTokens.delete(login_token)
    return loggedIn(call, account)
  }

  const name = id?.toLowerCase()
  const account = [...state.accounts.values()].find(
    ({ email, username }) => email.toLowerCase() === name || username.toLowerCase() === name,
  )
  if (!account || account.password !== password) throw invalidCredentials('The user name or the password is wrong.')
  if (account.otp !== null) {
    const token = random.base64url(64)
    const expires = clock.now() + loginTokenLifetime * 1000
    state.loginTokens.set(token, { account: account.id, expires })
    const meta = { login_token: token, expires_at: new Date(expires).toISOString() }
    throw failure('PX200', 'Send the login token with a one-time password.', undefined, meta)
  }
  return loggedIn(call, account)
}

const createAccessToken: Operation = (call) => {
  const { state } = call.world
  const { token, key } = call.body as { token?: string; key?: string }
  const loginKey = state.loginKeys.get((key ?? '').toLowerCase())
  const used = token === undefined ? loginKey : state.refreshTokens.get(token.toLowerCase())
  const account = state.accounts.get(used?.account ?? '')
  if (!used || !account) throw notFound({ pointer: token === undefined ? '/key' : '/token' })
  used.last_used_at = timestamp(call.world)
  const { ip, userAgent } = originOf(call)
  used.last_ip = ip ?? ''
  used.last_user_agent = userAgent
  if (loginKey && token === undefined) loginKey.usages++
  return { status: 200, body: issue(call.world, account, ip, token === undefined) }
}

export const authOperations: Operations<'login' | 'createAccessToken'> = { login, createAccessToken }
