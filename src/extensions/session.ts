import { checkKeys } from '../check.ts'
import { abortable, sleep, systemClock, type Clock } from '../clock.ts'
import {
  apiError,
  ArgumentError,
  AuthenticationError,
  errorFromResponse,
  isAuthenticationError,
  parseError,
  type ApiError,
  type ErrorObject,
} from '../errors.ts'
import {
  discard,
  fetchOf,
  tell,
  textOf,
  trimBase,
  type Call,
  type Fetch,
  type FetchExtension,
  type Logger,
  type Warning,
} from '../fetch.ts'
import { pathSegment } from './confinement.ts'
import { retry, type RetryOptions } from './retry.ts'

/** A text, or a function that is asked for it each time it is needed, so that the SDK need not keep it. */
export type Secret = string | (() => string | Promise<string>)

interface TwoFactor {
  /** The one-time password of an authenticator app. It is asked for only when the service asks. */
  otp?: Secret | undefined
}

/** Tokens that are already there. They are used first; the credentials beside them are the fallback. */
interface Tokens {
  /** Used until it is refused. It is valid for an hour, and only from the IP address that asked for it (how-to, "Access Authentication"). */
  accessToken?: string | undefined
  /** Exchanged for access tokens, until it is refused. */
  refreshToken?: string | undefined
}

/**
 * The ways to sign in (how-to, "Access Authentication" and "Login Keys"): `id`, which is the e-mail address or the user name, and `password`; a
 * login key; a refresh token; or an access token, which lasts for an hour and is not renewed.
 */
export type Auth =
  | ({ id: string; password: Secret; loginKey?: never } & TwoFactor & Tokens)
  | ({ loginKey: string; id?: never; password?: never } & TwoFactor & Tokens)
  | { refreshToken: string; accessToken?: string | undefined }
  | { accessToken: string }

/** All that `auth` may hold, for the code, which looks at one after the other. */
interface AllAuth extends TwoFactor, Tokens {
  id?: string
  password?: Secret
  loginKey?: string
}

/**
 * Where tokens outlive the process, and where several processes share them. A [Keyv](https://keyv.org) instance fits. Values are strings. Whoever can
 * read the store can use the account: protect it as you would the password. What takes it longer than two seconds counts as failed.
 */
export interface TokenStore {
  /** Gives the value, or a promise of it; `undefined` or `null` where there is none. */
  get(key: string): unknown
  /**
   * Keeps a value. A promise is waited for; what it gives is not looked at.
   * @param ttl milliseconds after which the entry may go.
   */
  set(key: string, value: string, ttl?: number): unknown
  /** Forgets a value, if there is one. A promise is waited for. */
  delete(key: string): unknown
}

/** Runs `work` while nobody else runs work under that name, as `navigator.locks.request` does. */
export type Lock = (name: string, work: () => Promise<void>) => Promise<unknown>

/** Options of `createSession`. */
export interface SessionOptions {
  /** How to sign in. */
  auth: Auth
  /** Where the API is, e.g. `defaultBaseUrl`. */
  baseUrl: string
  /** What the session's own calls go through: the rate limit and what is below it. */
  fetch: Fetch
  /**
   * Several processes may share one; then only one of them renews an expired token and the others take what it got.
   * While it fails, the session goes on without it and tells `onWarning`.
   * @default none: the tokens are in memory
   */
  tokenStore?: TokenStore | undefined
  /**
   * Keeps the processes that share a `tokenStore` from renewing all at once.
   * @default `navigator.locks` in browsers, elsewhere a note in the store itself, which needs a quarter of a second before each renewal
   */
  lock?: Lock | undefined
  /** How the session's own calls, which are safe to repeat, are repeated; its `methods` are not looked at. @default the defaults of `RetryOptions` */
  retry?: RetryOptions | undefined
  /** Told when the `tokenStore` or the `lock` fails: a warning with the code `token_store`, and the `cause`. */
  onWarning?: ((warning: Warning) => void) | undefined
  /** Told, by `debug`, when there is a new access token. It is never given the token. */
  logger?: Logger | undefined
  /** Tells the time. @default the machine's clock */
  clock?: Clock | undefined
}

/** One account's session. Tokens live in it and nowhere else; nothing of it shows when it is inspected. */
export interface Session {
  /** Adds the token to each call; renews it, once, when it is refused. */
  readonly extension: FetchExtension
  /**
   * Makes sure that there is a session, signing in when there is none. Useful to find out early.
   *
   * @throws AuthenticationError when the credentials are refused
   */
  login(): Promise<void>
  /**
   * Forgets the tokens, in the store as well. The next call signs in anew with what `auth` gave.
   * @param options `revoke: true` also deletes the refresh token at the service, so that nobody can use it any more.
   */
  logout(options?: { revoke?: boolean | undefined }): Promise<void>
  /**
   * The access token, renewed when it is about to expire.
   *
   * @throws AuthenticationError when the credentials are refused
   */
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
/** Milliseconds in which a new token that is refused, too, is not renewed again: it is not the token that is wrong. */
const DOUBT = 10_000
/** Milliseconds after which a renewal ahead of time that failed is tried again. */
const PATIENCE = 30_000
/** Milliseconds that the store may take. */
const STORE_TIMEOUT = 2000
/** Milliseconds that a claim must stand undisputed; longer than others take from reading "nobody" to writing their own. */
const CLAIM = 250
/** Milliseconds after which the claim of a process that died no longer counts. */
const CLAIM_TTL = 10_000

const ask = (secret?: Secret) => (typeof secret === 'function' ? secret() : secret)

/** Can it travel in a header? */
const usable = (token: unknown): token is string => typeof token === 'string' && /^[\x21-\x7e]+$/.test(token)

const parse = (text: unknown): Record<string, unknown> | undefined => {
  try {
    return JSON.parse(text as string) as Record<string, unknown>
  } catch {
    return undefined
  }
}

/**
 * Signs in on first use and keeps the access token fresh: shortly before it expires, and once when a call is answered 401. However many calls need a new token, one
 * request gets it. A refresh token is used where there is one; when it is dead, the credentials are. A network error or a 5xx costs no token.
 *
 * Refused credentials are not tried again before `login()` is called.
 *
 * @throws ArgumentError for an `auth` without credentials and without tokens
 */
export function createSession(options: SessionOptions): Session {
  const { onWarning, logger, clock = systemClock } = options
  const { id, password, loginKey, refreshToken, accessToken, otp } = options.auth as AllAuth
  const baseUrl = trimBase(options.baseUrl)
  const credentials = (id && password) || loginKey
  const renewable = credentials || refreshToken
  if (!renewable && !accessToken)
    throw new ArgumentError('auth must have id and password, loginKey, refreshToken or accessToken')

  // Signing in and renewing change nothing that a repetition could damage.
  const send = retry({ ...options.retry, clock, methods: ['POST'] })(options.fetch)
  const given: State = { accessToken, refreshToken, expiresAt: Infinity, renewAt: Infinity }
  let state = given
  let renewal: Promise<void> | undefined
  /** The token that came in place of a refused one, until it is accepted. */
  let doubtful: string | undefined
  let renewedAt = 0
  /** Why there is no way back into the account. */
  let dead: ApiError | undefined

  // The store may be slow, down or full, and no call shall fail for that.
  const store = renewable ? options.tokenStore : undefined
  let storeKey: string
  let storeDown = !store
  const storeFailed = (cause: unknown) => {
    storeDown = true
    tell(() =>
      onWarning?.({ code: 'token_store', detail: 'The token store failed: the session goes on without it', cause }),
    )
  }
  const withStore = async (work: (store: TokenStore) => unknown): Promise<unknown> => {
    if (storeDown) return undefined
    let timer: unknown
    try {
      // A digest: a store's keys show up in places where its values do not.
      storeKey ??= `impcentral:${btoa(
        String.fromCharCode(
          ...new Uint8Array(
            await crypto.subtle.digest(
              'SHA-256',
              new TextEncoder().encode(`${baseUrl} ${id ?? loginKey ?? refreshToken}`),
            ),
          ),
        ),
      )}`
      // A timer of the clock: that of `AbortSignal.timeout` would let Node exit.
      const late = new Promise((_, reject) => {
        timer = clock.setTimeout(() => reject(new Error(`No answer within ${STORE_TIMEOUT} ms`)), STORE_TIMEOUT)
      })
      return await Promise.race([work(store!), late])
    } catch (error) {
      return storeFailed(error)
    } finally {
      clock.clearTimeout(timer)
    }
  }

  /**
   * Runs work alone among the processes that share the store. `get` and `set` are all that a store has, so it is Fischer's algorithm: write a
   * claim, wait until everyone who saw no claim must have written theirs, and see whose stands.
   */
  const claim = async (name: string, work: () => Promise<void>, settled: () => Promise<unknown>) => {
    const key = `${name}:claim`
    const me = `${Math.random()}`
    const patience = clock.now() + CLAIM_TTL
    const holder = () => withStore((store) => store.get(key))
    while (!(await settled())) {
      const free = !(await holder())
      if (free) await withStore((store) => store.set(key, me, CLAIM_TTL))
      await sleep(free ? CLAIM : CLAIM / 5, clock)
      // Not every store heeds a TTL: nobody waits for ever for one who died.
      if (storeDown || clock.now() > patience || (free && (await holder()) === me))
        try {
          return await work()
        } finally {
          await withStore((store) => store.delete(key))
        }
    }
  }

  /** One of the two calls that need no token. */
  const obtain = async (path: string, body: object, refreshToken?: string, code?: string): Promise<State> => {
    const url = `${baseUrl}/auth${path}`
    const method = 'POST'
    const headers: Record<string, string> = { 'content-type': 'application/json' }
    if (code) headers['x-electricimp-otp-token'] = code
    const askedAt = clock.now()
    const response = await send(url, { method, headers, body: JSON.stringify(body) })
    const context = { method, url, secrets: Object.values(body) }
    const text = await textOf(response)
    const answer = parse(text)
    if (response.ok) {
      const { access_token, refresh_token, expires_in } = Object(answer) as Record<string, unknown>
      if (!usable(access_token)) throw parseError('a usable access token', response, context)
      const lifetime = ((expires_in as number) > 0 ? (expires_in as number) : 3600) * 1000
      const expiresAt = askedAt + lifetime
      dead = undefined
      tell(() => logger?.debug?.('impcentral: new access token'))
      return {
        accessToken: access_token,
        refreshToken: usable(refresh_token) ? refresh_token : refreshToken,
        expiresAt,
        renewAt: expiresAt - Math.min(MARGIN, lifetime / 10),
      }
    }
    const refused = response.status < 405
    const error = apiError(response, text, context, refused ? AuthenticationError : undefined)
    if (error.code === 'PX200' && !code) {
      if (otp) {
        const [{ meta }] = [answer!['errors']].flat() as [ErrorObject]
        const { login_token } = Object(meta) as Record<string, unknown>
        // Somebody may well give a number.
        code = String(await ask(otp))
        return login_token ? obtain('', { login_token }, refreshToken, code) : obtain(path, body, refreshToken, code)
      }
      error.message += ': auth.otp is missing'
    }
    // A mistyped one-time password is no reason to give up, nor is a dead refresh token beside credentials; anything else refused is refused again.
    if (refused && !code && !(credentials && 'token' in body)) dead = error
    throw error
  }

  const signIn = async (refreshToken: string | undefined): Promise<State> => {
    try {
      if (refreshToken) return await obtain('/token', { token: refreshToken }, refreshToken)
    } catch (error) {
      if (!credentials || !isAuthenticationError(error)) throw error
    }
    return loginKey ? obtain('/token', { key: loginKey }) : obtain('', { id, password: await ask(password) })
  }

  /** Gets a new token in place of `stale`, once for all who ask meanwhile. */
  const renew = (stale: string | undefined): Promise<void> =>
    (renewal ??= (async () => {
      storeDown = !store
      let stored: State | undefined
      /** Has somebody else renewed it? */
      const settled = async () => {
        stored = (parse(await withStore((store) => store.get(storeKey))) as State | undefined) ?? stored
        return (
          usable(stored?.accessToken) &&
          stored.accessToken !== stale &&
          stored.renewAt > clock.now() &&
          (state = stored)
        )
      }
      let working: Promise<void> | undefined
      const work = () =>
        (working ??= (async () => {
          if (await settled()) return
          if (dead) throw dead
          state = await signIn(usable(stored?.refreshToken) ? stored.refreshToken : state.refreshToken)
          await withStore((store) =>
            // A refresh token has no stated end.
            store.set(storeKey, JSON.stringify(state), state.refreshToken ? undefined : state.expiresAt - clock.now()),
          )
        })())
      if (await settled()) return
      if (storeDown) return work()
      // Node's locks do not reach beyond the process; `isSecureContext` exists in browsers only.
      const lock =
        options.lock ?? (globalThis.isSecureContext ? navigator.locks?.request.bind(navigator.locks) : undefined)
      try {
        await (lock ?? claim)(storeKey, work, settled)
      } catch (error) {
        if (working) throw error
        storeFailed(error)
      }
      // The lock failed, or it did not wait for the work, or it never ran it.
      if (state.accessToken === stale) await work()
    })().finally(() => (renewal = undefined)))

  /** The old token is good for a while: nobody waits, and a failure harms nobody yet. It is not tried again by each call. */
  const renewAhead = () => {
    const old = state
    void renew(old.accessToken).catch(() => (old.renewAt = Math.min(old.expiresAt, clock.now() + PATIENCE)))
  }

  const refreshed = async (signal?: AbortSignal | null) => {
    const now = clock.now()
    if (!state.accessToken || now >= state.expiresAt) await abortable(renew(state.accessToken), signal)
    else if (now >= state.renewAt) renewAhead()
    return state.accessToken!
  }

  /** Without a promise where there is a token that will do: it is asked for at each call. */
  const ready = (signal?: AbortSignal | null) => {
    signal?.throwIfAborted()
    return state.accessToken && clock.now() < state.renewAt ? state.accessToken : refreshed(signal)
  }

  const extension: FetchExtension = (fetch) =>
    fetchOf(async (url, init) => {
      if (url === `${baseUrl}/auth` || url === `${baseUrl}/auth/token`) return fetch(url, init)
      const { signal } = init
      for (let again = false; ; again = true) {
        let token = await ready(signal)
        const headers = { ...init.headers, authorization: `Bearer ${token}` }
        const fresh = (call: Call): Call => {
          if (clock.now() >= state.renewAt) renewAhead()
          token = state.accessToken ?? token
          const authorization = `Bearer ${token}`
          return authorization === call.headers?.['authorization']
            ? call
            : { ...call, headers: { ...call.headers, authorization } }
        }
        const response = await fetch(url, { ...init, headers, fresh } as Call)
        const refused = response.status === 401
        if (!refused && token === doubtful) doubtful = undefined
        const recent = token === doubtful && clock.now() - renewedAt < DOUBT
        if (!refused || !(renewable || state.refreshToken) || again || recent) return response
        void discard(response)
        // Otherwise another call has met the same 401 before, and there is a newer token already.
        if (token === state.accessToken) {
          await abortable(renew(token), signal)
          doubtful = state.accessToken
          renewedAt = clock.now()
        }
      }
    })

  return {
    extension,
    async login() {
      dead = undefined
      await ready()
    },
    async logout(logoutOptions = {}) {
      checkKeys('auth.logout', logoutOptions, ['revoke'])
      const { revoke } = logoutOptions
      await renewal?.catch(() => {})
      try {
        // What another process left in the store is this session's, too.
        if (revoke) await ready()
        if (revoke && state.refreshToken) {
          const url = `${baseUrl}/accounts/me/refresh_tokens/${pathSegment('refresh token', state.refreshToken)}`
          const method = 'DELETE'
          const response = await extension(options.fetch)(url, { method })
          // 404: it is gone already.
          if (!response.ok && response.status !== 404) throw await errorFromResponse(response, { method, url })
        }
      } finally {
        state = given
        // However it was last time: what stays there would be found again.
        storeDown = !store
        await withStore((store) => store.delete(storeKey))
      }
    },
    token: async () => ready(),
  }
}
