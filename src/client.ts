import { checkOptions, defined } from './core/check.ts'
import { ArgumentError } from './core/error.ts'
import { type Fetch, fetchOf } from './core/fetch.ts'
import { type HeadersLike, mergeHeaders } from './core/headers.ts'
import { traced } from './core/stack.ts'
import { tell } from './core/tell.ts'
import { systemClock } from './core/time.ts'
import { trimBase } from './core/url.ts'
import { type Warning, warningsOf } from './errors/objects.ts'
import { createRedactor } from './errors/redaction.ts'
import { confine } from './extensions/confinement.ts'
import { openLogStream } from './extensions/log-streams/index.ts'
import type { LogStream, LogStreamOptions } from './extensions/log-streams/options.ts'
import { createRateLimiter, rateLimit, type RateLimiter } from './extensions/rate-limit/rate-limit.ts'
import { retry, type RetryOptions } from './extensions/retry.ts'
import { createSession, type Session } from './extensions/session/session.ts'
import { attemptTimeout, deadline, withinDeadline } from './extensions/timeout.ts'
import type { Namespaces } from './generated/methods.ts'
import { type CallDefaults, defaultBaseUrl, defaultsChecks, type ImpCentralOptions, optionsChecks } from './options.ts'
import { createMethods } from './resources/methods.ts'
import { createWire, type WireClient } from './resources/wire.ts'

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
     * @throws LogStreamError when no stream can be opened, or for more devices than the streams carry
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
        const { method, url, delay, bucket, reason, waiting } = event
        const time = delay === undefined ? 'for the next answer' : `${delay} ms`
        debug(`${method} ${url} waits ${time} for the rate limit (${bucket}, ${reason}, ${waiting} waiting)`)
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
  const paced = rateLimit({ limiter, redactor })
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
  const compose = (defaults: CallDefaults) => {
    const call = session.renewal(retry(repeated(defaults.retry))(authorized))
    const { timeout, headers } = defaults
    const own: Fetch = (input, init = {}) => {
      const given = (init.headers ?? (input as Partial<Request>).headers) as HeadersLike | undefined
      return call(input, { ...init, timeout: init.timeout ?? timeout, headers: mergeHeaders(headers, given) })
    }
    const limits = { deadline: defaults.deadline, signal: defaults.signal, clock, redactor }
    const unlimited = timeout === undefined && !headers ? call : own
    return { unlimited, within: withinDeadline(limits), fetch: deadline(limits)(unlimited) }
  }
  return { base, redactor, limiter, session, onWarning, compose }
}

/**
 * A client of the impCentral API. It signs in at its first call.
 *
 * @throws ArgumentError for an option that is unknown or wrong, a base URL that is not https (off loopback), or no `auth`
 */
export function createImpCentral(options: ImpCentralOptions): ImpCentral {
  checkOptions('createImpCentral', (options ??= {} as ImpCentralOptions), optionsChecks)
  if (!options.auth) throw new ArgumentError('createImpCentral: expected the option auth')
  const { base, redactor, limiter, session, onWarning, compose } = createTransport(options)
  const onSuccess = (body: unknown) => {
    for (const warning of warningsOf(body)) onWarning(redactor.value(warning) as Warning)
  }
  const wire = createWire(base, redactor, onSuccess)
  const over = (defaults: CallDefaults): ImpCentral => {
    const { unlimited, within, fetch } = compose(defaults)
    /** The work goes on for those who share it. */
    const signedIn = <T>(work: () => Promise<T>) =>
      within({}, { method: 'POST', url: () => `${base}/auth`, outside: 'Waiting for a new access token' }, work)
    const { client, send } = wire.over(unlimited, within)
    const methods = createMethods({
      baseUrl: base,
      upstreamUrl: options.upstreamUrl,
      send,
      redactor,
      onSuccess,
      // Until its first answer nobody knows how much the bucket of production devices holds.
      mostUnbonded: () => limiter.snapshot().unbond?.limit ?? 1,
      signal: defaults.signal,
      deadline: defaults.deadline,
      clock: options.clock ?? systemClock,
    })
    return {
      ...methods,
      auth: {
        login: traced(() => signedIn(session.login)),
        logout: traced(session.logout),
        token: traced(() => signedIn(session.token)),
      },
      client,
      fetch: traced((input, init) =>
        fetch(input, init?.headers ? { ...init, headers: mergeHeaders(init.headers as HeadersLike) } : init),
      ),
      rateLimiter: limiter,
      withOptions(more) {
        checkOptions('withOptions', more, defaultsChecks)
        return over({ ...defaults, ...defined(more) })
      },
      logStreams: {
        open: traced((streamOptions) =>
          openLogStream(
            {
              fetch,
              baseUrl: base,
              signal: defaults.signal,
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
  return over(options)
}
