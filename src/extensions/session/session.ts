import { discard } from '../../core/answer.ts'
import {
  aClock,
  aFunction,
  anything,
  type Checks,
  checkOptions,
  aBoolean,
  objectWith,
  options as optionsOf,
  aUrl,
} from '../../core/check.ts'
import { copyOf, ImpCentralError } from '../../core/error.ts'
import { type Fetch, type FetchExtension, fetchOf } from '../../core/fetch.ts'
import { tell } from '../../core/tell.ts'
import { abortable, type Clock, systemClock, within } from '../../core/time.ts'
import { pathSegment, trimBase } from '../../core/url.ts'
import { apiError } from '../../errors/from-answer.ts'
import type { Warning } from '../../errors/objects.ts'
import { createRedactor, type Redactor } from '../../errors/redaction.ts'
import { retry, retryChecks, type RetryOptions } from '../retry.ts'
import { type Auth, createSignIn } from './sign-in.ts'
import { createTokenState, type Tokens } from './token-state.ts'
import { keepTokens, type TokenStore } from './token-store.ts'

/** Runs `work` while nobody else runs work under that name, as `navigator.locks.request` does. */
export type Lock = (name: string, work: () => Promise<void>) => Promise<unknown>

/** Options of `createSession`. */
export interface SessionOptions {
  /** How to sign in. */
  auth: Auth
  /** Where the API is, e.g. `defaultBaseUrl`. */
  baseUrl: string
  /** What the session's own calls go through: the rate limit and what is below it, but not `authorization`. */
  fetch: Fetch
  /**
   * Several processes may share one: whoever needs a token looks there first, and the others take what one of them got.
   * While it fails, the session goes on without it and tells `onWarning`.
   * @default none: the tokens are in memory
   */
  tokenStore?: TokenStore | undefined
  /**
   * Lets one at a time of the processes that share a `tokenStore` renew the session. Without one, two of them may renew at once, which costs a
   * request and nothing else. One that is not there after 30 seconds is not waited for.
   * @default `navigator.locks` in browsers, elsewhere none
   */
  lock?: Lock | undefined
  /** How the session's own calls, which are safe to repeat, are repeated; its `methods` are not looked at. @default the defaults of `RetryOptions` */
  retry?: RetryOptions | undefined
  /** Told when the `tokenStore` or the `lock` fails: a warning with the code `token_store`, and the `cause`. */
  onWarning?: ((warning: Warning) => unknown) | undefined
  /** Told that there is a new access token. It is not given the token. */
  onToken?: (() => unknown) | undefined
  /** Tells the time. @default the machine's clock */
  clock?: Clock | undefined
  /**
   * Takes out what must not show in errors. @default what the calls' own headers hold
   * @internal
   */
  redactor?: Redactor | undefined
}

/** Options of `logout`. */
export interface LogoutOptions {
  /** Also deletes the refresh token at the service, so that nobody can use it any more. @default false */
  revoke?: boolean | undefined
}

/** One account's session. Tokens live in it and nowhere else; nothing of it shows when it is inspected. */
export interface Session {
  /** Belongs outside: has a token ready for each call, and repeats a call once that was answered 401, when there is a newer token. */
  readonly renewal: FetchExtension
  /** Belongs inside, below whatever waits: puts the newest token on a call that is just being sent. */
  readonly authorization: FetchExtension
  /**
   * Makes sure that there is a session, signing in when there is none. Useful to find out early.
   *
   * @throws AuthenticationError when the credentials are refused
   */
  readonly login: () => Promise<void>
  /** Forgets the tokens, in the store as well: no call carries them from now on, unless `auth` gave nothing but an access token. The next call signs in anew with what `auth` gave. */
  readonly logout: (options?: LogoutOptions) => Promise<void>
  /**
   * The access token, renewed when it is about to expire.
   *
   * @throws AuthenticationError when the credentials are refused
   */
  readonly token: () => Promise<string>
}

const logoutChecks: Checks<LogoutOptions> = { revoke: aBoolean }
const sessionChecks: Checks<SessionOptions> = {
  auth: anything,
  baseUrl: aUrl,
  fetch: aFunction,
  tokenStore: objectWith('get', 'set', 'delete'),
  lock: aFunction,
  retry: optionsOf(retryChecks),
  onWarning: aFunction,
  onToken: aFunction,
  clock: aClock,
  redactor: anything,
}

/** Milliseconds after which a lock is not waited for any more. */
const LOCK_PATIENCE = 30_000

/**
 * Signs in on first use and keeps the access token fresh: shortly before it expires, and once when a call is answered 401. However many calls need a new token, one
 * request gets it. A refresh token is used where there is one; when it is dead, the credentials are. A network error or a 5xx costs no token.
 *
 * Refused credentials are not tried again before `login()` is called.
 *
 * @throws ArgumentError for an `auth` without credentials and without tokens, and for options that are unknown or wrong
 */
export function createSession(options: SessionOptions): Session {
  checkOptions('createSession', options, sessionChecks)
  const { auth, clock = systemClock, onToken, redactor = createRedactor() } = options
  const baseUrl = trimBase(options.baseUrl)
  // Signing in and renewing change nothing that a repetition could damage.
  const fetch = retry({ ...options.retry, clock, redactor, methods: ['POST'] })(options.fetch)
  const { signIn, forgive, given, renewable, owner } = createSignIn({ auth, baseUrl, fetch, redactor, clock })
  const state = createTokenState(given)
  const kept = keepTokens({
    store: renewable ? options.tokenStore : undefined,
    owner,
    clock,
    redactor,
    onWarning: options.onWarning,
  })
  // Node's locks do not reach beyond the process; `isSecureContext` exists in browsers only.
  const lock = options.lock ?? (globalThis.isSecureContext ? navigator.locks?.request.bind(navigator.locks) : undefined)
  let renewal: Promise<void> | undefined
  let saving: Promise<void> | undefined
  /** What of an earlier session still has to be taken out of the store. */
  let farewell: Promise<unknown> | undefined
  /** How often the session was ended: what was begun for an earlier one is not taken. */
  let ended = 0

  /** Runs the work when it is this process's turn; without the lock, when that fails or does not come. */
  const inTurn = async (work: () => Promise<void>) => {
    if (!lock || !kept.works) return work()
    let working: Promise<void> | undefined
    const once = () => {
      if (!working) (working = work()).catch(() => {})
      return working
    }
    try {
      await within(LOCK_PATIENCE, clock, Promise.resolve(lock(await kept.key(), once)))
    } catch (error) {
      if (!working) kept.failed(error)
    }
    // A lock may also not wait for the work, nor care what becomes of it.
    await once()
  }

  const renew = async (): Promise<void> => {
    await farewell
    const mine = ended
    const stale = state.tokens.accessToken
    kept.begin()
    const take = (tokens: Tokens, adopted = false) => mine === ended && state.replace(tokens, clock.now(), adopted)
    let stored: Tokens | undefined
    /** Has somebody else renewed it? */
    const foundInStore = async () => {
      const loaded = await kept.load()
      // A refresh token is not lost to an entry that has none.
      if (loaded) stored = { ...loaded, refreshToken: loaded.refreshToken ?? state.tokens.refreshToken }
      return !!stored && stored.accessToken !== stale && stored.renewAt > clock.now() && (take(stored, true), true)
    }
    if (await foundInStore()) return
    await inTurn(async () => {
      if (await foundInStore()) return
      const tokens = await signIn(stored?.refreshToken ?? state.tokens.refreshToken)
      take(tokens)
      tell(() => onToken?.())
      if (mine === ended) await (saving = kept.save(tokens))
    })
  }

  /** Once for all who ask meanwhile, unless the session ends. */
  const renewed = () => {
    const mine = (renewal ??= renew().finally(() => {
      if (renewal === mine) renewal = undefined
    }))
    return mine
  }

  /** The old token is good for a while: nobody waits, and a failure harms nobody yet. */
  const renewAhead = () => {
    if (renewal) return
    renewed().catch(() => state.postpone(clock.now()))
  }

  const waiting = async (signal?: AbortSignal | null): Promise<string> => {
    for (;;) {
      const token = state.good(clock.now())
      if (token) return token
      const mine = ended
      try {
        await abortable(renewed(), signal, () => new ImpCentralError('Waiting for a new access token'))
      } catch (error) {
        // Each of those who wait gets an error of its own, for its own stack.
        throw error instanceof ImpCentralError && !signal?.aborted ? copyOf(error) : error
      }
      // A new token is used once, however short it lives.
      if (mine === ended) return state.tokens.accessToken!
    }
  }

  /** A token that will do. Synchronous when there is one: this runs at each call. */
  const ready = (signal?: AbortSignal | null): string | Promise<string> => {
    signal?.throwIfAborted()
    const now = clock.now()
    const token = state.good(now)
    if (token && renewable && state.isDue(now)) renewAhead()
    return token ?? (renewable ? waiting(signal) : given.accessToken!)
  }

  /** The calls that get a token need none. */
  const signIns = new Set([`${baseUrl}/auth`, `${baseUrl}/auth/token`])

  let authorized = ''
  let authorization = ''
  const authorize = (fetch: Fetch, url: string, init: object, token: string) => {
    // Once for each token: a text that was put together is copied by whoever looks into it first.
    if (token !== authorized) authorization = `Bearer ${(authorized = token)}`
    return fetch(url, { ...init, headers: { ...(init as { headers?: object }).headers, authorization } })
  }

  return {
    authorization: (fetch) =>
      fetchOf(async (url, init) => {
        if (signIns.has(url)) return fetch(url, init)
        const token = state.tokens.accessToken
        // The session ended while the call waited: it is not sent, as the service could only answer the same.
        if (!token) return new Response(null, { status: 401 })
        const response = await authorize(fetch, url, init, token)
        // Whatever else a gateway may answer, nobody has looked at the token.
        if (response.ok || response.status === 401) state.learn(token, response.ok)
        return response
      }),

    renewal: (fetch) =>
      fetchOf(async (url, init) => {
        if (signIns.has(url)) return fetch(url, init)
        for (let again = 0; ; again++) {
          const token = ready(init.signal)
          if (typeof token !== 'string') await token
          const response = await fetch(url, init)
          // The token of another process may be dead as well: then one of our own follows.
          const enough = again > Number(state.adopted) || !renewable || state.hopeless(clock.now())
          if (response.status !== 401 || enough) return response
          discard(response)
        }
      }),

    async login() {
      forgive()
      await ready()
    },

    async logout(logoutOptions = {}) {
      checkOptions('auth.logout', logoutOptions, logoutChecks)
      // What another process left in the store is this session's, too.
      const failure = logoutOptions.revoke
        ? await Promise.resolve(ready()).then(
            () => undefined,
            (error: unknown) => error,
          )
        : undefined
      const { accessToken, refreshToken } = state.tokens
      ended++
      // An access token that was given belongs to the session that ends; where there is nothing else, it is all that there is.
      state.replace(renewable ? { ...given, accessToken: undefined } : given, clock.now())
      renewal = undefined
      // What is being saved now would otherwise arrive behind it.
      farewell = Promise.all([farewell, saving]).then(() => {
        kept.begin()
        return kept.forget()
      })
      try {
        if (failure) throw failure as Error
        if (!logoutOptions.revoke || !refreshToken) return
        const request = {
          method: 'DELETE',
          url: `${baseUrl}/accounts/me/refresh_tokens/${pathSegment('refresh token', refreshToken)}`,
        }
        const response = await authorize(options.fetch, request.url, { method: request.method }, accessToken!)
        // 404: it is gone already.
        if (!response.ok && response.status !== 404) throw apiError(response, request, redactor)
      } finally {
        await farewell
      }
    },

    token: async () => ready(),
  }
}
