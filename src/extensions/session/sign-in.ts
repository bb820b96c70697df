/** From credentials to tokens: the two calls that need no token, and when the service wants a one-time password. */
import { textOf } from '../../core/answer.ts'
import { aString, type Check, type Checks, checkOptions } from '../../core/check.ts'
import { ArgumentError } from '../../core/error.ts'
import type { Fetch } from '../../core/fetch.ts'
import { tryJson } from '../../core/json.ts'
import type { Clock } from '../../core/time.ts'
import { type ApiError, AuthenticationError, InternalError } from '../../errors/classes.ts'
import { apiError, isErrorDocument, parseError } from '../../errors/from-answer.ts'
import { isAuthenticationError } from '../../errors/guards.ts'
import type { Redactor } from '../../errors/redaction.ts'
import { lifeOf, type Tokens } from './token-state.ts'

/** A text, or a function that is asked for it each time it is needed, so that the SDK need not keep it. */
export type Secret = string | (() => string | Promise<string>)

interface TwoFactor {
  /** The one-time password of an authenticator app. It is asked for only when the service asks; one that was refused is not sent again. */
  otp?: Secret | undefined
}

/** Tokens that are already there. They are used first; the credentials beside them are the fallback. */
interface GivenTokens {
  /** Used until it is refused. It is valid for an hour, and only from the IP address that asked for it (how-to, "Access Authentication"). */
  accessToken?: string | undefined
  /** Exchanged for access tokens, until it is refused. */
  refreshToken?: string | undefined
}

interface Password {
  /** The e-mail address or the user name of the account. */
  id: string
  /** The password of the account, or a function that gives it each time somebody has to sign in. */
  password: Secret
}

/**
 * The ways to sign in (how-to, "Access Authentication" and "Login Keys"): `id`, which is the e-mail address or the user name, and `password`; a
 * login key; a refresh token; or an access token, which lasts for an hour and is not renewed.
 */
export type Auth =
  | (Password & { loginKey?: never } & TwoFactor & GivenTokens)
  | ({ loginKey: string; id?: never; password?: never } & TwoFactor & GivenTokens)
  | { refreshToken: string; accessToken?: string | undefined }
  | { accessToken: string }

/** All that `auth` may hold, for the code, which looks at one after the other. */
type AllAuth = Partial<Password & { loginKey: string }> & TwoFactor & GivenTokens

const aSecret: Check = (where, value) => {
  if (typeof value !== 'function') aString(where, value)
}

const authChecks: Checks<AllAuth> = {
  id: aString,
  password: aSecret,
  otp: aSecret,
  loginKey: aString,
  refreshToken: aString,
  accessToken: aString,
}

/** Can it travel in a header? */
export const usable = (token: unknown): token is string => typeof token === 'string' && /^[\x21-\x7e]+$/.test(token)

/** What `createSignIn` needs. */
export interface SignInContext {
  auth: Auth
  baseUrl: string
  /** Sends the two calls, and repeats them: they change nothing. */
  fetch: Fetch
  redactor: Redactor
  clock: Clock
}

/** Signs in. */
export interface SignIn {
  /**
   * Gets tokens: by the refresh token where there is one, and by the credentials where there is none, or it is refused.
   *
   * @throws AuthenticationError when the service refuses; it is not asked again before `forgive`
   */
  signIn: (refreshToken: string | undefined) => Promise<Tokens>
  /** Lets credentials that were refused be tried again. */
  forgive: () => void
  /** The tokens that were given. */
  given: Tokens
  /** Whether there is anything to get further tokens by. */
  renewable: boolean
  /** Whose session it is. */
  owner: string
}

/** @throws ArgumentError for names in `auth` that are unknown, values that are wrong, or nothing to begin with */
export function createSignIn({ auth, baseUrl, fetch, redactor, clock }: SignInContext): SignIn {
  checkOptions('auth', auth, authChecks)
  const { id, password, loginKey, otp, refreshToken: givenToken, accessToken } = Object(auth) as AllAuth
  const credentials = (id && password) || loginKey
  const renewable = !!(credentials || givenToken)
  if (!renewable && !accessToken)
    throw new ArgumentError('auth must have id and password, loginKey, refreshToken or accessToken')
  redactor.add('given', password, loginKey, givenToken, accessToken)
  /** Why there is no way back into the account. */
  let refusal: ApiError | undefined
  /** The one-time password that the service refused last. */
  let refusedCode: string | undefined

  const ask = async (origin: 'given' | 'session', secret: Secret | undefined) => {
    const value: unknown = typeof secret === 'function' ? await secret() : secret
    // Somebody may well give a number.
    const text = typeof value === 'number' ? String(value) : (value as string | undefined)
    redactor.add(origin, text)
    return text
  }

  const tokensOf = (answer: unknown, askedAt: number, refreshToken: string | undefined): Tokens | undefined => {
    const { access_token, refresh_token, expires_in } = Object(answer) as Record<string, unknown>
    if (!usable(access_token)) return undefined
    const renewedBy = usable(refresh_token) ? refresh_token : refreshToken
    // Once more where it is the one of before, for the newest are kept.
    redactor.add('session', access_token, renewedBy)
    const lifetime = ((expires_in as number) > 0 ? (expires_in as number) : 3600) * 1000
    return {
      accessToken: access_token,
      refreshToken: renewedBy,
      ...lifeOf(askedAt, lifetime),
    }
  }

  /** One of the two calls. `code` is a one-time password. */
  const obtain = async (path: string, body: object, refreshToken?: string, code?: string): Promise<Tokens> => {
    const request = { method: 'POST', url: `${baseUrl}/auth${path}` }
    const headers: Record<string, string> = { accept: 'application/json', 'content-type': 'application/json' }
    if (code) headers['x-electricimp-otp-token'] = code
    redactor.addSignIn(body)
    const askedAt = clock.now()
    const response = await fetch(request.url, { ...request, headers, body: JSON.stringify(body), first: true })
    const answer = tryJson(await textOf(response))
    if (response.ok) {
      const tokens = tokensOf(answer, askedAt, refreshToken)
      if (!tokens) throw parseError('a usable access token', response, request, redactor)
      return tokens
    }
    // Only the API itself refuses credentials: the page of a gateway, whatever its status, is a failure that passes.
    if (response.status >= 405 || !isErrorDocument(answer))
      throw apiError(response, request, redactor, answer, response.status < 405 ? InternalError : undefined)
    const error = apiError(response, request, redactor, answer, AuthenticationError)
    if (error.code === 'PX200' && !code) {
      const given = await ask('session', otp)
      if (given && given !== refusedCode) {
        const [{ meta }] = [answer.errors].flat() as [{ meta?: unknown }]
        const { login_token } = Object(meta) as Record<string, unknown>
        return login_token ? obtain('', { login_token }, refreshToken, given) : obtain(path, body, refreshToken, given)
      }
      error.message += given ? ': auth.otp was refused before' : ': auth.otp is missing'
    }
    if (code) refusedCode = code
    // Another one-time password may be accepted, and so may the credentials beside a dead refresh token; anything else is refused again.
    const asked = code || error.code === 'PX200'
    const another = (asked && typeof otp === 'function') || (credentials && 'token' in body)
    if (!another) refusal = error
    throw error
  }

  return {
    async signIn(refreshToken) {
      if (refusal) throw refusal
      try {
        if (refreshToken) return await obtain('/token', { token: refreshToken }, refreshToken)
      } catch (error) {
        if (!credentials || !isAuthenticationError(error)) throw error
      }
      return loginKey ? obtain('/token', { key: loginKey }) : obtain('', { id, password: await ask('given', password) })
    },
    forgive() {
      refusal = undefined
    },
    given: { accessToken, refreshToken: givenToken, expiresAt: Infinity, renewAt: Infinity },
    renewable,
    owner: `${baseUrl} ${id ?? loginKey ?? givenToken}`,
  }
}
