import type { CoreRequest } from './exchange.ts'
import { invalidCredentials } from './failures.ts'
import type { AccessToken, Account } from './state.ts'
import type { World } from './world.ts'

/** Who calls, by the access token of the request. */
export function authenticate(world: World, { header, ip }: CoreRequest): { token: AccessToken; account: Account } {
  const [scheme = '', credentials = ''] = (header('authorization') ?? '').split(' ')
  const value = scheme.toLowerCase() === 'basic' ? fromBasic(credentials) : credentials
  const token = /^(bearer|basic)$/i.test(scheme) ? world.state.accessTokens.get(value) : undefined
  const account = world.state.accounts.get(token?.account ?? '')
  if (!token || !account) throw invalidCredentials('The access token is missing or unknown.')
  if (token.expires <= world.clock.now()) throw invalidCredentials('The access token has expired.')
  if (token.ip !== null && ip !== undefined && token.ip !== ip) {
    throw invalidCredentials('The access token belongs to another address.')
  }
  return { token, account }
}

/** The how-to shows the access token as the user name of HTTP Basic too, with an empty password. */
function fromBasic(credentials: string): string {
  try {
    return atob(credentials).replace(/:$/, '')
  } catch {
    return ''
  }
}
