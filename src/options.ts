import {
  aClock,
  aFunction,
  anything,
  aSignal,
  aString,
  aUrl,
  type Check,
  type Checks,
  headerFields,
  milliseconds,
  must,
  objectWith,
  options as optionsOf,
} from './core/check.ts'
import type { Fetch } from './core/fetch.ts'
import type { Clock } from './core/time.ts'
import type { Warning } from './errors/objects.ts'
import type { RateLimiterOptions } from './extensions/rate-limit/gate.ts'
import type { RateLimiter } from './extensions/rate-limit/rate-limit.ts'
import { retryChecks, type RetryOptions } from './extensions/retry.ts'
import type { SessionOptions } from './extensions/session/session.ts'
import type { Auth } from './extensions/session/sign-in.ts'

/** The public impCloud. */
export const defaultBaseUrl = 'https://api.electricimp.com/v5'

/** Where the SDK writes what it does. `console` fits. No line ever shows a token, a password or a key. */
export interface Logger {
  /** Told what goes on behind a call: waiting, repeating, renewing. What it throws is ignored. */
  debug?(message: string, details?: object): unknown
  /** Told each warning, where there is no `onWarning`. What it throws is ignored. */
  warn?(message: string, details?: object): unknown
}

/** What a client does with each call; `withOptions` gives a client with other ones. */
export interface CallDefaults {
  /** Ends every call, and every log stream, of the client; they then reject with the signal's reason. @default none */
  signal?: AbortSignal | undefined
  /** Milliseconds for one attempt. `0` for no limit of the SDK; Node's `fetch` still ends after 300 s of silence. @default 60000 */
  timeout?: number | undefined
  /** Milliseconds for a whole call, waiting and repeating included. `0` for no limit. @default 0 */
  deadline?: number | undefined
  /** Further headers of every request. @default none */
  headers?: Record<string, string> | undefined
  /** How network errors and 5xx of idempotent calls are repeated; `false` for not at all. @default the defaults of `RetryOptions` */
  retry?: Omit<RetryOptions, 'clock' | 'random'> | false | undefined
}

/** Options of `createImpCentral`. Only `auth` is needed. */
export interface ImpCentralOptions extends CallDefaults {
  /** How to sign in: id and password, a login key, a refresh token, or an access token. */
  auth: Auth
  /** Where the API is. Private impClouds have their own; in a page it may be relative to it. @default 'https://api.electricimp.com/v5' */
  baseUrl?: string | undefined
  /** Where `baseUrl` is a proxy's: the address that the service itself believes to have, and writes into its links. @default none */
  upstreamUrl?: string | undefined
  /** Sends the requests. @default the global `fetch`, looked up at each call */
  fetch?: Fetch | undefined
  /** Keeps the session's tokens, so that processes can share them. Takes a keyv instance. @default in memory */
  tokenStore?: SessionOptions['tokenStore']
  /** Lets one process at a time renew a shared session. @default `navigator.locks` in browsers, elsewhere none */
  lock?: SessionOptions['lock']
  /** Paces the requests of one account. Give the same one to clients that share an account. @default one of its own */
  rateLimiter?: RateLimiter | undefined
  /** Told when a call starts to wait for the rate limit. Not called where `rateLimiter` is given: give `onWait` to `createRateLimiter` then. */
  onWait?: RateLimiterOptions['onWait']
  /** Bytes of an answer at most, decompressed; streams have no limit. @default 67108864 (64 MiB) */
  maxResponseBytes?: number | undefined
  /** Told each warning (WA) that a successful answer carries. What it throws is ignored. @default the logger's `warn` */
  onWarning?: ((warning: Warning) => unknown) | undefined
  /** Told what the client does behind a call: waiting, repeating, renewing. It is never given a secret. @default none */
  logger?: Logger | undefined
  /** `User-Agent` of the requests; login keys show it as `last_user_agent`. Browsers send their own. @default the runtime's own */
  userAgent?: string | undefined
  /** Tells the time. @default the machine's clock */
  clock?: Clock | undefined
  /** Spreads the waits before repetitions. @default Math.random */
  random?: (() => number) | undefined
}

const retryCheck: Check = (where, value) => {
  if (value !== false) optionsOf(retryChecks)(where, value)
}

/** What the options of `withOptions` may be. */
export const defaultsChecks: Checks<CallDefaults> = {
  signal: aSignal,
  timeout: milliseconds,
  deadline: milliseconds,
  headers: headerFields,
  retry: retryCheck,
}

/** What the options of `createImpCentral` may be. */
export const optionsChecks: Checks<ImpCentralOptions> = {
  auth: anything,
  baseUrl: aUrl,
  upstreamUrl: aUrl,
  fetch: aFunction,
  ...defaultsChecks,
  tokenStore: objectWith('get', 'set', 'delete'),
  lock: aFunction,
  rateLimiter: objectWith('snapshot', 'send'),
  onWait: aFunction,
  maxResponseBytes: anything,
  onWarning: aFunction,
  logger: must('an object with debug and warn', (value) => Object(value) === value),
  userAgent: aString,
  clock: aClock,
  random: aFunction,
}
