import {
  aClock,
  aFunction,
  anything,
  aSignal,
  aString,
  aUrl,
  type Check,
  type Checks,
  checkOptions,
  headerFields,
  milliseconds,
  objectWith,
  options as optionsOf,
  unexpected,
} from './core/check.ts'
import { ArgumentError } from './core/error.ts'
import { type Fetch, fetchOf } from './core/fetch.ts'
import { type HeadersLike, mergeHeaders } from './core/headers.ts'
import { withCaller } from './core/stack.ts'
import { tell } from './core/tell.ts'
import { type Clock, systemClock } from './core/time.ts'
import { trimBase } from './core/url.ts'
import { type Warning, warningsOf } from './errors/objects.ts'
import { createRedactor } from './errors/redaction.ts'
import { confine } from './extensions/confinement.ts'
import type { LogStream, LogStreamOptions } from './extensions/log-stream.ts'
import { createRateLimiter, rateLimit, type RateLimiter, type RateLimiterOptions } from './extensions/rate-limit.ts'
import { retry, retryChecks, type RetryOptions } from './extensions/retry.ts'
import { createSession, type Session, type SessionOptions } from './extensions/session/session.ts'
import type { Auth } from './extensions/session/sign-in.ts'
import { attemptTimeout, deadline } from './extensions/timeout.ts'
import type { Namespaces } from './generated/methods.ts'
import { openLogStream } from './log-streams.ts'
import { createMethods } from './resources/methods.ts'
import { createWire, type WireClient } from './resources/wire.ts'

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

/** A client of the impCentral API: its namespaces, log streams, and the typed wire beneath them. */
export interface ImpCentral extends Namespaces {
  /** The session: log in ahead of the first call, log out, or hand out the current access token. */
  auth: Pick<Session, 'login' | 'logout' | 'token'>
  /** Live logs. */
  logStreams: {
    /**
     * Opens a log stream and keeps it open: after a drop a new one takes its place, with the same devices, and the
     * entries missed are fetched from the historical logs.
     *
     * `POST /logstream`, `GET …`, `PUT …/{device}`
     *
     * @throws ArgumentError for an option that is unknown or wrong, before anything is sent
     * @throws LogStreamError when no stream can be opened, or for more than eight devices
     * @throws ImpCentralError when the code of log streams cannot be loaded
     */
    open(options: LogStreamOptions): Promise<LogStream>
  }
  /** Every operation by its verb and path: answers `{ data, error, response }` and never throws on an HTTP status. Its middleware sees the methods' calls, too. */
  client: WireClient
  /** The composed fetch: authenticated, paced, repeated and confined. For what the API has and the SDK has not. Bodies are kept as text, as the API has no others. */
  fetch: Fetch
  /** Paces the requests; its `snapshot()` feeds a gauge. */
  rateLimiter: RateLimiter
  /**
   * A client with other defaults, on the same session, rate limit and middleware.
   *
   * @throws ArgumentError for an option that is unknown or wrong
   */
  withOptions(defaults: CallDefaults): ImpCentral
}

/** Devices in one call of `addDevices` or `removeDevices`; more are split. The service names no limit. */
const BATCH_SIZE = 100

const retryCheck: Check = (where, value) => {
  if (value !== false) optionsOf(retryChecks)(where, value)
}

const defaultsChecks: Checks<CallDefaults> = {
  signal: aSignal,
  timeout: milliseconds,
  deadline: milliseconds,
  headers: headerFields,
  retry: retryCheck,
}

const checks: Checks<ImpCentralOptions> = {
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
  logger: (where, value) => {
    if (value !== undefined && Object(value) !== value) throw unexpected(where, 'an object with debug and warn', value)
  },
  userAgent: aString,
  clock: aClock,
  random: aFunction,
}

const lineOf = ({ code, title, detail }: Warning) =>
  [[code, title].filter(Boolean).join(' '), detail].filter(Boolean).join(': ')

/** What everybody's calls go through, from the network outwards; above it each client has its own defaults. */
function createTransport(options: ImpCentralOptions) {
  const { auth, logger, userAgent, clock = systemClock, baseUrl = defaultBaseUrl, upstreamUrl } = options
  // In a page the base URL may be relative to it.
  const base = trimBase(URL.parse(baseUrl, globalThis.location?.href)?.href ?? baseUrl)
  const redactor = createRedactor()
  const debug = (message: string) => tell(() => logger?.debug?.(`impcentral: ${message}`))
  const onWarning = (warning: Warning) =>
    tell(() =>
      options.onWarning ? options.onWarning(warning) : logger?.warn?.(redactor.text(`impcentral: ${lineOf(warning)}`)),
    )
  const limiter =
    options.rateLimiter ??
    createRateLimiter({
      clock,
      random: options.random,
      onWait: (event) => {
        tell(() => options.onWait?.(event))
        debug(`${event.waiting} waiting for the rate limit (${event.bucket}, ${event.reason})`)
      },
    })

  // Looked up at each call, so that a later interception (tests, instrumentation) sees the requests.
  const network: Fetch = options.fetch ?? ((input, init) => globalThis.fetch(input, init))
  const confined = confine({ baseUrl: base, upstreamUrl, redactor })(
    attemptTimeout({ timeout: options.timeout, maxResponseBytes: options.maxResponseBytes, clock, redactor })(network),
  )
  const named: Fetch = userAgent
    ? fetchOf((url, init) => confined(url, { ...init, headers: { 'user-agent': userAgent, ...init.headers } }))
    : confined
  const paced = rateLimit({ limiter })
  const repeated = (given: CallDefaults['retry']): RetryOptions =>
    given === false
      ? { attempts: 1 }
      : {
          onRetry: ({ attempt, delay, status, method, url }) =>
            debug(
              `${method} ${url}: attempt ${attempt} failed (${status ?? 'network'}), next in ${Math.round(delay)} ms`,
            ),
          ...given,
          clock,
          random: options.random,
          redactor,
        }
  const session = createSession({
    auth,
    baseUrl: base,
    // Signing in needs no token.
    fetch: paced(named),
    tokenStore: options.tokenStore,
    lock: options.lock,
    retry: repeated(options.retry),
    onWarning,
    onToken: () => debug('new access token'),
    clock,
    redactor,
  })
  const authorized = paced(session.authorization(named))

  /** The session is around the repetitions: it repeats its own calls, and what it throws is final. */
  const compose = (defaults: CallDefaults): Fetch => {
    const call = deadline({ deadline: defaults.deadline, signal: defaults.signal, clock, redactor })(
      session.renewal(retry(repeated(defaults.retry))(authorized)),
    )
    const { timeout, headers } = defaults
    if (timeout === undefined && !headers) return call
    return (input, init = {}) =>
      call(input, {
        ...init,
        timeout: init.timeout ?? timeout,
        headers: mergeHeaders(headers, init.headers as HeadersLike | undefined),
      })
  }
  return { base, redactor, limiter, session, onWarning, compose }
}

/**
 * A client of the impCentral API. It signs in at its first call.
 *
 * @throws ArgumentError for an option that is unknown or wrong, a base URL that is not https (off loopback), or no `auth`
 */
export function createImpCentral(options: ImpCentralOptions): ImpCentral {
  checkOptions('createImpCentral', (options ??= {} as ImpCentralOptions), checks)
  if (!options.auth) throw new ArgumentError('createImpCentral: expected the option auth')
  const { base, redactor, limiter, session, onWarning, compose } = createTransport(options)
  const onSuccess = (body: unknown) => {
    for (const warning of warningsOf(body)) onWarning(redactor.value(warning) as Warning)
  }
  const wire = createWire(base, redactor, onSuccess)
  const { login, logout, token } = session
  const auth = { login: traced(login), logout: traced(logout), token: traced(token) }

  const over = (defaults: CallDefaults): ImpCentral => {
    const fetch = compose(defaults)
    const { client, send } = wire.over(fetch)
    const methods = createMethods({
      baseUrl: base,
      upstreamUrl: options.upstreamUrl,
      send,
      redactor,
      onSuccess,
      // Until its first answer nobody knows how much the bucket of production devices holds.
      batchSize: (unbond) => (unbond ? Math.min(BATCH_SIZE, limiter.snapshot().unbond?.limit ?? 1) : BATCH_SIZE),
    })
    return {
      ...methods,
      auth,
      client,
      fetch: traced((input, init) =>
        fetch(input, init?.headers ? { ...init, headers: mergeHeaders(init.headers as HeadersLike) } : init),
      ),
      rateLimiter: limiter,
      withOptions(more) {
        checkOptions('withOptions', more, defaultsChecks)
        return over({ ...defaults, ...more })
      },
      logStreams: {
        open: traced((streamOptions) =>
          openLogStream(
            {
              fetch,
              baseUrl: base,
              clock: options.clock,
              random: options.random,
              redactor,
              history: (device, { signal }) => methods.devices.logs(device, { prefetch: 0, signal }).pages(),
              groupDevices: (group, { signal }) =>
                methods.devices.list({ filter: { 'devicegroup.id': group }, signal }),
            },
            streamOptions,
          ),
        ),
      },
    }
  }
  const { signal, timeout, deadline, headers, retry } = options
  return over({ signal, timeout, deadline, headers, retry })
}

/** The same function with the caller's line in the stack of what it rejects with. */
const traced =
  <Args extends unknown[], Result>(work: (...args: Args) => Promise<Result>) =>
  async (...args: Args): Promise<Result> => {
    try {
      return await work(...args)
    } catch (error) {
      throw withCaller(error, new Error())
    }
  }
