import { checkKeys, unexpected } from './check.ts'
import { type Clock, systemClock } from './clock.ts'
import { ArgumentError, warningsOf } from './errors.ts'
import { confine } from './extensions/confinement.ts'
import { openLogStream } from './extensions/log-streams/index.ts'
import type { LogStream, LogStreamOptions } from './extensions/log-streams/options.ts'
import { createRateLimiter, rateLimit, type RateLimiter, type RateLimiterOptions } from './extensions/rate-limit.ts'
import { retry, type RetryOptions } from './extensions/retry.ts'
import { type Auth, createSession, type Session, type SessionOptions } from './extensions/session.ts'
import { attempt, deadline, readable } from './extensions/timeout.ts'
import { type Fetch, fetchOf, type Logger, tell, trimBase, type Warning } from './fetch.ts'
import type { Namespaces } from './generated/methods.ts'
import { createMethods } from './methods.ts'
import { createWire, type HeadersLike, mergeHeaders, type WireClient } from './wire.ts'

/** The public impCloud. */
export const defaultBaseUrl = 'https://api.electricimp.com/v5'

/** Options of `createImpCentral`. Only `auth` is needed. */
export interface ImpCentralOptions {
  /** How to sign in: id and password, a login key, a refresh token, or an access token. */
  auth: Auth
  /** Where the API is. Private impClouds have their own. @default 'https://api.electricimp.com/v5' */
  baseUrl?: string | undefined
  /** Sends the requests. @default the global `fetch`, looked up at each call */
  fetch?: Fetch | undefined
  /** Keeps the session's tokens, so that processes can share them. Takes a keyv instance. @default in memory */
  tokenStore?: SessionOptions['tokenStore']
  /** Lets one process at a time renew a shared session. @default `navigator.locks` in browsers, elsewhere a note in the store */
  lock?: SessionOptions['lock']
  /** Paces the requests of one account. Give the same one to clients that share an account. @default one of its own */
  rateLimiter?: RateLimiter | undefined
  /** Told when a call starts to wait for the rate limit. Not called where `rateLimiter` is given: give `onWait` to `createRateLimiter` then. */
  onWait?: RateLimiterOptions['onWait']
  /** How network errors and 5xx of idempotent calls are repeated; `false` for not at all. @default the defaults of `RetryOptions` */
  retry?: Omit<RetryOptions, 'clock' | 'random'> | false | undefined
  /** Milliseconds for one attempt. `0` for no limit. @default 60000 */
  timeout?: number | undefined
  /** Milliseconds for a whole call, waiting and repeating included. `0` for no limit. @default 0 */
  deadline?: number | undefined
  /** Told each warning (WA) that a successful answer carries. What it throws is ignored. @default the logger's `warn` */
  onWarning?: ((warning: Warning) => void) | undefined
  /** Told what the client does behind a call: waiting, repeating, renewing. It is never given a secret. @default none */
  logger?: Logger | undefined
  /** `User-Agent` of the requests; login keys show it as `last_user_agent`. Browsers send their own. @default the runtime's own */
  userAgent?: string | undefined
  /** Tells the time. @default the machine's clock */
  clock?: Clock | undefined
  /** Spreads the waits before repetitions. @default Math.random */
  random?: (() => number) | undefined
}

/** A client of the impCentral API: its namespaces, and the typed wire beneath them. */
export interface ImpCentralCore extends Namespaces {
  /** The session: log in ahead of the first call, log out, or hand out the current access token. */
  auth: Pick<Session, 'login' | 'logout' | 'token'>
  /** Every operation by its verb and path: answers `{ data, error, response }` and never throws on an HTTP status. */
  client: WireClient
  /** The composed fetch: authenticated, paced, repeated and confined. For what the API has and the SDK has not. Bodies are kept as text, as the API has no others. */
  fetch: Fetch
  /** Paces the requests; its `snapshot()` feeds a gauge. */
  rateLimiter: RateLimiter
}

/** A client of the impCentral API, log streams included. */
export interface ImpCentral extends ImpCentralCore {
  /** Live logs. */
  logStreams: {
    /**
     * Opens a log stream and keeps it open: after a drop a new one takes its place, with the same devices, and the
     * entries missed are fetched from the historical logs.
     *
     * `POST /logstream`, `GET …`, `PUT …/{device}`
     *
     * @throws ArgumentError for an option that is unknown or wrong, before anything is sent
     * @throws LogStreamError when no stream can be opened, or for more devices than the streams carry
     * @throws ImpCentralError when the code of log streams cannot be loaded
     */
    open(options: LogStreamOptions): Promise<LogStream>
  }
}

/** Devices in one call of `addDevices` or `removeDevices`; more are split. The service names no limit. */
const batchSize = 100
const unbondHeader = 'x-electricimp-key'

const authNames = ['id', 'password', 'otp', 'loginKey', 'refreshToken', 'accessToken']
const retryNames = ['attempts', 'baseDelay', 'maxDelay', 'methods', 'onRetry']
const optionNames = [
  'auth',
  'baseUrl',
  'fetch',
  'tokenStore',
  'lock',
  'rateLimiter',
  'onWait',
  'retry',
  'timeout',
  'deadline',
  'onWarning',
  'logger',
  'userAgent',
  'clock',
  'random',
]

/**
 * A client without log streams, for bundlers that write a single file: what is not imported is not shipped.
 *
 * @throws ArgumentError for an unknown option, a base URL that is not https (off loopback), or no `auth`
 */
export function createImpCentralCore(options: ImpCentralOptions): ImpCentralCore {
  checkKeys('createImpCentral', (options ??= {} as ImpCentralOptions), optionNames)
  checkKeys('createImpCentral: auth', options.auth, authNames)
  checkKeys('createImpCentral: retry', options.retry || undefined, retryNames)
  const { auth, logger, userAgent, random, clock = systemClock, baseUrl = defaultBaseUrl } = options
  if (!auth) throw new ArgumentError('createImpCentral: expected the option auth')
  if (options.fetch && typeof options.fetch !== 'function')
    throw unexpected('createImpCentral: fetch', 'a function', options.fetch)
  const base = trimBase(baseUrl)
  const limiter =
    options.rateLimiter ??
    createRateLimiter({
      clock,
      onWait: (event) => {
        options.onWait?.(event)
        logger?.debug?.(`impcentral: ${event.waiting} waiting for the rate limit (${event.bucket}, ${event.reason})`)
      },
    })
  // Looked up at each call, so that a later interception (tests, instrumentation) sees the requests.
  const userFetch: Fetch = options.fetch ?? ((input, init) => globalThis.fetch(input, init))
  const onWarning = (warning: Warning) => {
    tell(() =>
      options.onWarning ? options.onWarning(warning) : logger?.warn?.(`impcentral: ${warning.code} ${warning.title}`),
    )
  }

  // From the network outwards: each layer sees what the ones before it made of the call.
  const confined = confine({ baseUrl: base })(attempt({ timeout: options.timeout, clock })(userFetch))
  const named: Fetch = userAgent
    ? fetchOf((url, init) => confined(url, { ...init, headers: { 'user-agent': userAgent, ...init.headers } }))
    : confined
  const paced = rateLimit({ limiter })(named)
  const repetition: RetryOptions =
    options.retry === false
      ? { attempts: 1 }
      : {
          onRetry: ({ attempt, delay, status }) =>
            logger?.debug?.(
              `impcentral: attempt ${attempt} failed (${status ?? 'network'}), next in ${Math.round(delay)} ms`,
            ),
          ...options.retry,
          clock,
          random,
        }
  const session = createSession({
    auth,
    baseUrl: base,
    fetch: paced,
    tokenStore: options.tokenStore,
    lock: options.lock,
    // Signing in changes nothing, so that it is repeated like what is idempotent.
    retry: repetition,
    onWarning,
    logger,
    clock,
  })
  // The session is around the repetitions: it repeats its own calls, and what it throws is final.
  const call = deadline({ deadline: options.deadline, clock })(session.extension(retry(repetition)(paced)))

  const onSuccess = (body: unknown) => warningsOf(body).forEach(onWarning)
  const wire = createWire(base, call, onSuccess)
  return {
    auth: session,
    client: wire.client,
    fetch: async (input, init) =>
      readable(
        await call(input, init?.headers ? { ...init, headers: mergeHeaders(init.headers as HeadersLike) } : init),
      ),
    rateLimiter: limiter,
    ...createMethods({
      baseUrl: base,
      send: wire.send,
      onSuccess,
      // Until its first answer nobody knows how much the bucket of production devices holds.
      batchSize: (headers) =>
        headers[unbondHeader] ? Math.min(batchSize, limiter.snapshot().unbond?.limit ?? 1) : batchSize,
    }),
  }
}

/**
 * A client of the impCentral API. It signs in at its first call.
 *
 * @throws ArgumentError for an unknown option, a base URL that is not https (off loopback), or no `auth`
 */
export function createImpCentral(options: ImpCentralOptions): ImpCentral {
  const core = createImpCentralCore(options)
  const { clock, random, baseUrl = defaultBaseUrl } = options
  return {
    ...core,
    logStreams: {
      open: (streamOptions) =>
        openLogStream(
          {
            fetch: core.fetch,
            baseUrl,
            clock,
            random,
            history: (device, { signal }) =>
              core.devices.logs(device, { page: { size: 100 }, prefetch: 0, signal }).pages(),
            groupDevices: (group, { signal }) =>
              core.devices.list({ filter: { 'devicegroup.id': group }, page: { size: 100 }, signal }),
          },
          streamOptions,
        ),
    },
  }
}
