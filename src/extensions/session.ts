import { sleep, systemClock, type Clock } from '../clock.ts'
import {
  apiError,
  ArgumentError,
  AuthenticationError,
  isAuthenticationError,
  ParseError,
  type ErrorObject,
} from '../errors.ts'
import {
  abortable,
  discard,
  fetchOf,
  trimBase,
  withHeader,
  type Fetch,
  type FetchExtension,
  type Logger,
  type Warning,
} from '../fetch.ts'
import { retry, type RetryOptions } from './retry.ts'

/** A text, or a function that is asked for it each time it is needed, so that the SDK need not keep it. */
export type Secret = string | (() => string | Promise<string>)

interface TwoFactor {
  /** The one-time password of an authenticator app. It is asked for only when the service asks. */
  otp?: Secret | undefined
}

/** Tokens that are already there. They are used first; the credentials beside them are the fallback. */
interface Tokens {
  accessToken?: string | undefined
  refreshToken?: string | undefined
}

/** The ways to sign in (how-to, "Access Authentication" and "Login Keys"). */
export type Auth =
  | ({ id: string; password: Secret } & TwoFactor & Tokens)
  | ({ loginKey: string } & TwoFactor & Tokens)
  | { refreshToken: string; accessToken?: string | undefined }
  | { accessToken: string }

/**
 * Where tokens outlive the process, and where several processes share them. A [Keyv](https://keyv.org) instance fits. Values are strings. Whoever can
 * read the store can use the account: protect it as you would the password.
 */
export interface TokenStore {
  get(key: string): unknown
  /** @param ttl milliseconds after which the entry may go. */
  set(key: string, value: string, ttl?: number): unknown
  delete(key: string): unknown
}

/** Runs `work` while nobody else runs work under that name, as `navigator.locks.request` does. */
export type Lock = <T>(name: string, work: () => Promise<T>) => Promise<T>

export interface SessionOptions {
  auth: Auth
  baseUrl: string
  /** What the session's own calls go through: the rate limit and what is below it. */
  fetch: Fetch
  /**
   * Several processes may share one; then only one of them renews an expired token and the others take what it got.
   * While it fails, the session goes on without it and tells `onWarning`.
   */
  tokenStore?: TokenStore | undefined
  /**
   * Keeps the processes that share a `tokenStore` from renewing all at once. The default is `navigator.locks` in browsers and elsewhere a note in the store
   * itself, which needs a quarter of a second before each renewal.
   */
  lock?: Lock | undefined
  /** How the session's own calls, which are safe to repeat, are repeated. */
  retry?: RetryOptions | undefined
  onWarning?: ((warning: Warning) => void) | undefined
  logger?: Logger | undefined
  clock?: Clock | undefined
}

/** One account's session. Tokens live in it and nowhere else; nothing of it shows when it is inspected. */
export interface Session {
  /** Adds the token to each call; renews it, once, when it is refused. */
  readonly extension: FetchExtension
  /** Makes sure that there is a session, signing in when there is none. Useful to find out early. */
  login(): Promise<void>
  /**
   * Forgets the tokens, in the store as well. The next call signs in anew with what `auth` gave.
   * @param options `revoke: true` also deletes the refresh token at the service, so that nobody can use it any more.
   */
  logout(options?: { revoke?: boolean | undefined }): Promise<void>
  /** The access token, renewed when it is about to expire. */
  token(): Promise<string>
}

interface State {
  accessToken?: string | undefined
  refreshToken?: string | undefined
  /** By the local clock: clocks differ, and the service tells how long a token lives. */
  expiresAt: number
  renewAt: number
}

/** Milliseconds before the end of a token's life at which it is renewed, unless it lives so short that a tenth of its life is less. */
const MARGIN = 180_000
/** Milliseconds that the store may take. */
const STORE_TIMEOUT = 2000
/** Milliseconds that a claim must stand undisputed; longer than others take from reading "nobody" to writing their own. */
const CLAIM = 250
/** Milliseconds after which the claim of a process that died is ignored. */
const CLAIM_TTL = 60_000

const legal = (token: unknown): token is string => typeof token === 'string' && /^[\x21-\x7e]+$/.test(token)

/** Node's locks do not reach beyond the process; `isSecureContext` exists in browsers only. */
const browserLock = (): Lock | undefined => {
  const { isSecureContext, navigator } = globalThis as Partial<typeof globalThis>
  return isSecureContext && navigator?.locks ? (name, work) => navigator.locks.request(name, work) : undefined
}

const ask = async (secret: Secret): Promise<string> => (typeof secret === 'string' ? secret : secret())

/**
 * Signs in on first use and keeps the access token fresh: shortly before it expires, and once when a call is answered 401. However many calls need a new token, one
 * request gets it. A refresh token is used where there is one; when it is dead, the credentials are. A network error or a 5xx costs no token.
 */
export function createSession(options: SessionOptions): Session {
  const { tokenStore, onWarning, logger, clock = systemClock } = options
  const auth = options.auth as Partial<Record<'id' | 'loginKey' | 'refreshToken' | 'accessToken', string>> & {
    password?: Secret
    otp?: Secret
  }
  const baseUrl = trimBase(options.baseUrl)
  const { id, password, loginKey, accessToken } = auth
  if (!(id && password) && !loginKey && !auth.refreshToken && !accessToken)
    throw new ArgumentError('auth must be { id, password }, { loginKey }, { refreshToken } or { accessToken }')
  if (accessToken && !legal(accessToken))
    throw new ArgumentError('auth.accessToken has characters that are illegal in a header')

  // Signing in and renewing change nothing that a repetition could damage.
  const send = retry({ ...options.retry, clock, methods: ['POST'] })(options.fetch)
  const given: State = { accessToken, refreshToken: auth.refreshToken, expiresAt: Infinity, renewAt: Infinity }
  let state: State = given
  let renewal: Promise<State> | undefined
  /** Why there is no way back into the account; cleared by `login()`. */
  let dead: AuthenticationError | undefined
  let otpAsked = false

  // The store: it may be slow, down or full, and no call shall fail for that.
  let storeKey: string
  let storeDown = false
  const name = async () => {
    // A digest: the store's keys show up in places where its values do not.
    const text = new TextEncoder().encode([baseUrl, id ?? loginKey ?? auth.refreshToken].join('\n'))
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', text))
    return `impcentral:${Array.from(digest.subarray(0, 12), (byte) => byte.toString(16).padStart(2, '0')).join('')}`
  }
  const storeFailed = (cause: unknown) => {
    storeDown = true
    onWarning?.({ code: 'token_store', title: 'Token store failed', detail: 'The session goes on without it.', cause })
  }
  const withStore = async <T>(work: (store: TokenStore, key: string) => T): Promise<Awaited<T> | undefined> => {
    if (!tokenStore || storeDown || !(id ?? loginKey ?? auth.refreshToken)) return undefined
    const slow = new AbortController()
    const timer = clock.setTimeout(() => slow.abort(new Error(`no answer within ${STORE_TIMEOUT} ms`)), STORE_TIMEOUT)
    try {
      return await abortable(
        (async () => work(tokenStore, (storeKey ??= await name())))() as Promise<Awaited<T>>,
        slow.signal,
      )
    } catch (cause) {
      storeDown = true
      onWarning?.({
        code: 'token_store',
        title: 'Token store failed',
        detail: 'The session goes on without it.',
        cause,
      })
      return undefined
    } finally {
      clock.clearTimeout(timer)
    }
  }
  const parse = (value: unknown): Record<string, unknown> | undefined => {
    try {
      return JSON.parse(value as string) as Record<string, unknown>
    } catch {
      return undefined
    }
  }
  const load = async () => {
    const stored = parse(await withStore((store, key) => store.get(key))) as State | undefined
    return stored && legal(stored.accessToken) ? stored : undefined
  }
  const save = (next: State) =>
    withStore((store, key) =>
      // A refresh token has no stated end.
      store.set(key, JSON.stringify(next), next.refreshToken ? undefined : next.expiresAt - clock.now()),
    )

  /**
   * Runs work alone among the processes that share the store. `get` and `set` are all that a store has, so it is Fischer's algorithm: write a
   * claim, wait until everyone who saw no claim must have written theirs, and see whose stands.
   */
  const alone = async (work: () => Promise<State>, settled: () => Promise<State | undefined>): Promise<State> => {
    const lock = options.lock ?? browserLock()
    let next = await settled()
    if (next) return next
    if (!tokenStore || storeDown) return work()
    if (lock) {
      let begun = false
      try {
        return await lock(storeKey, async () => {
          begun = true
          return (await settled()) ?? work()
        })
      } catch (error) {
        if (begun) throw error
        storeFailed(error)
        return work()
      }
    }
    const me = String(Math.random())
    const claim = (store: TokenStore, key: string) =>
      store.set(`${key}:claim`, JSON.stringify({ me, until: clock.now() + CLAIM_TTL }), CLAIM_TTL)
    const holder = async () => {
      const found = parse(await withStore((store, key) => store.get(`${key}:claim`)))
      return found && (found['until'] as number) > clock.now() ? found['me'] : undefined
    }
    for (;;) {
      if (storeDown) return work()
      if ((await holder()) === undefined) {
        await withStore(claim)
        await sleep(CLAIM, clock)
        if ((await holder()) === me) break
      } else await sleep(CLAIM / 5, clock)
      if ((next = await settled())) return next
    }
    try {
      return (await settled()) ?? (await work())
    } finally {
      await withStore((store, key) => store.delete(`${key}:claim`))
    }
  }

  /** One of the two calls that need no token. */
  const obtain = async (
    path: string,
    body: Record<string, string>,
    refreshToken?: string,
    otp?: string,
  ): Promise<State> => {
    const url = `${baseUrl}/auth${path}`
    const headers: Record<string, string> = { 'content-type': 'application/json' }
    if (otp) headers['x-electricimp-otp-token'] = otp
    const askedAt = clock.now()
    const response = await send(url, { method: 'POST', headers, body: JSON.stringify(body) })
    const text = await response.text().catch(() => '')
    const { status } = response
    const answer = parse(text) ?? {}
    if (response.ok) {
      const { access_token: accessToken, expires_in: seconds, refresh_token: fresh } = answer
      if (!legal(accessToken))
        throw new ParseError(`No usable access token in the answer (${status}, POST ${url})`, {
          status,
          method: 'POST',
          url,
          contentType: response.headers.get('content-type'),
        })
      const lifetime = (Number(seconds) || 3600) * 1000
      const expiresAt = askedAt + lifetime
      logger?.debug?.(`impcentral: new access token, valid for ${lifetime / 1000} s`)
      return {
        accessToken,
        refreshToken: typeof fresh === 'string' ? fresh : refreshToken,
        expiresAt,
        renewAt: expiresAt - Math.min(MARGIN, lifetime / 10),
      }
    }
    const [first] = Array.isArray(answer['errors']) ? (answer['errors'] as (ErrorObject | null)[]) : []
    const loginToken = (first?.meta as { login_token?: unknown } | null | undefined)?.login_token
    const refused = [400, 401, 403, 404].includes(status)
    const context = { method: 'POST', url, headers, secrets: Object.values(body) }
    const error = apiError(response, text, context, refused ? AuthenticationError : undefined)
    if (status === 403 && !otp && (loginToken || first?.code === 'PX200')) {
      if (!auth.otp) {
        error.message = `A one-time password is needed: give auth.otp. ${error.message}`
        throw error
      }
      otpAsked = true
      const code = await ask(auth.otp)
      return typeof loginToken === 'string'
        ? obtain('', { login_token: loginToken }, refreshToken, code)
        : obtain(path, body, refreshToken, code)
    }
    throw error
  }

  const signIn = async (refreshToken: string | undefined): Promise<State> => {
    otpAsked = false
    try {
      if (refreshToken)
        try {
          return await obtain('/token', { token: refreshToken }, refreshToken)
        } catch (error) {
          if (!isAuthenticationError(error) || !(id ?? loginKey)) throw error
          logger?.warn?.('impcentral: the refresh token was refused, signing in again')
        }
      return await (loginKey
        ? obtain('/token', { key: loginKey })
        : obtain('', { id: id!, password: await ask(password!) }))
    } catch (error) {
      // A mistyped one-time password is no reason to give up; anything else refused is refused again.
      if (isAuthenticationError(error) && !otpAsked) dead = error
      throw error
    }
  }

  /** A new token in place of `stale`, got once for all who ask meanwhile. */
  const renew = (stale: string | undefined): Promise<State> =>
    (renewal ??= (async () => {
      storeDown = false
      let known: State | undefined
      const settled = async () => {
        known = (await load()) ?? known
        // Somebody else has renewed it.
        return known && known.accessToken !== stale && known.renewAt > clock.now() ? (state = known) : undefined
      }
      return alone(async () => {
        if (dead) throw dead
        state = await signIn(known?.refreshToken ?? state.refreshToken)
        await save(state)
        return state
      }, settled)
    })().finally(() => {
      renewal = undefined
    }))

  const current = async (signal?: AbortSignal | null): Promise<State> => {
    const now = clock.now()
    if (!state.accessToken || now >= state.expiresAt) return abortable(renew(state.accessToken), signal)
    // The old token is good for a while: nobody waits, and a failure harms nobody yet.
    if (now >= state.renewAt) renew(state.accessToken).catch(() => {})
    return state
  }

  const extension: FetchExtension = (fetch) =>
    fetchOf(async (url, init) => {
      if (url === `${baseUrl}/auth` || url === `${baseUrl}/auth/token`) return fetch(url, init)
      const authorized = ({ accessToken }: State) =>
        fetch(url, withHeader(init, 'authorization', `Bearer ${accessToken}`))
      const carried = await current(init.signal)
      const response = await authorized(carried)
      if (response.status !== 401 || !(id ?? loginKey ?? state.refreshToken)) return response
      void discard(response)
      // Another call may have met the same 401 before, so that there is a newer token already.
      if (carried.accessToken === state.accessToken) await abortable(renew(carried.accessToken), init.signal)
      return authorized(await current(init.signal))
    })

  return {
    extension,
    async login() {
      dead = undefined
      await current()
    },
    async logout({ revoke } = {}) {
      await renewal?.catch(() => {})
      const { refreshToken } = state.refreshToken ? state : ((await load()) ?? state)
      try {
        if (revoke && refreshToken) {
          const url = `${baseUrl}/accounts/me/refresh_tokens/${encodeURIComponent(refreshToken)}`
          const response = await extension(options.fetch)(url, { method: 'DELETE' })
          // 404: it is gone already.
          if (!response.ok && response.status !== 404)
            throw apiError(response, await response.text(), { method: 'DELETE', url })
          void discard(response)
        }
      } finally {
        state = given
        await withStore((store, key) => store.delete(key))
      }
    },
    token: async () => (await current()).accessToken!,
  }
}
