import { readAnswer } from '../core/answer.ts'
import { type Checks, checkOptions, aClock, anything, aSignal, integer, milliseconds } from '../core/check.ts'
import { ArgumentError, ImpCentralError } from '../core/error.ts'
import { type CallInit, type FetchExtension, fetchOf } from '../core/fetch.ts'
import { abortReason, type Clock, longestTimer, systemClock } from '../core/time.ts'
import { TimeoutError } from '../errors/classes.ts'
import { parseError } from '../errors/from-answer.ts'
import { isImpCentralError } from '../errors/guards.ts'
import { connectionError, isNetworkFailure } from '../errors/network.ts'
import { createRedactor, type Redactor } from '../errors/redaction.ts'

/** Options of `attemptTimeout`. */
export interface AttemptTimeoutOptions {
  /**
   * Milliseconds for one attempt, its body included; a stream's body is not. `0` is no limit: the runtime may have limits of its own (Node's `fetch`
   * ends after 300 s without headers or without data, unless it is given a dispatcher with other limits).
   * @default 60_000
   */
  timeout?: number | undefined
  /**
   * Bytes of a successful answer at most, decompressed; a stream has no such limit.
   * @default 67_108_864 (64 MiB)
   */
  maxResponseBytes?: number | undefined
  /** Tells the time. @default the machine's clock */
  clock?: Clock | undefined
  /**
   * Takes out what must not show in errors. @default what the calls' own headers hold
   * @internal
   */
  redactor?: Redactor | undefined
}

/** Options of `deadline`. */
export interface DeadlineOptions {
  /**
   * Milliseconds for the whole call: waiting, repeating, renewing the token and reading the caller's own body stream included. `0` is no limit.
   * @default 0
   */
  deadline?: number | undefined
  /** Ends every call, beside its own signal. @default none */
  signal?: AbortSignal | undefined
  /** Tells the time. @default the machine's clock */
  clock?: Clock | undefined
  /**
   * Takes out what must not show in errors. @default what the calls' own headers hold
   * @internal
   */
  redactor?: Redactor | undefined
}

const attemptChecks: Checks<AttemptTimeoutOptions> = {
  timeout: milliseconds,
  maxResponseBytes: integer(1, Infinity),
  clock: aClock,
  redactor: anything,
}
const deadlineChecks: Checks<DeadlineOptions> = {
  deadline: milliseconds,
  signal: aSignal,
  clock: aClock,
  redactor: anything,
}

/** What work may take, and who may end it. */
interface Limit {
  kind: TimeoutError['kind']
  /** Milliseconds; 0 for no limit. */
  ms: number
  clock: Clock
  callers: readonly AbortSignal[]
  /** The work gives a stream, which goes on when the work is done. */
  stream?: boolean | undefined
  /** What the work may wait for that does not follow its signal, for the `cause` of a deadline: "Waiting for …". */
  outside?: string | undefined
  /** What errors tell of. */
  method?: string | undefined
  url: string
  redactor: Redactor
}

/** The `cause` of a deadline that ends an attempt. */
const waitingFor = () => new ImpCentralError('Waiting for the answer')

/** Runs work, and ends it with its callers' signals or when its time is up. */
const limited = <T>(
  { kind, ms, clock, callers, stream, outside, method, url, redactor }: Limit,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> =>
  new Promise((resolve, reject) => {
    const limit = new AbortController()
    const release = () => {
      clock.clearTimeout(timer)
      for (const signal of callers) signal.removeEventListener('abort', onAbort)
    }
    const settle =
      <V>(how: (value: V) => void) =>
      (value: V) => {
        release()
        how(value)
      }
    const end = (reason: Error) => {
      limit.abort(reason)
      if (outside) abortReason(limit.signal, () => new ImpCentralError(outside))
      // Not every fetch looks at its signal.
      settle(reject)(reason)
    }
    const onAbort = () =>
      end(
        abortReason(
          callers.find(({ aborted }) => aborted)!,
          waitingFor,
        ),
      )
    const timeUp = () =>
      end(new TimeoutError(`No answer within ${ms} ms`, { kind, timeout: ms, method, url: redactor.text(url) }))
    const timer = ms > 0 && ms < longestTimer ? clock.setTimeout(timeUp, ms) : undefined
    // Followed by hand: `AbortSignal.any` would leave something behind on a signal that outlives many calls.
    for (const signal of callers) signal.addEventListener('abort', onAbort)
    if (callers.some(({ aborted }) => aborted)) return onAbort()
    // A stream goes on when its call is over, and so must what ends it.
    run(stream ? AbortSignal.any([...callers, limit.signal]) : limit.signal).then(settle(resolve), settle(reject))
  })

/** Sends a call within its limit, and gives its answer with the body in memory, unless the call wants a stream. */
const answered = (
  limit: Limit,
  maxBytes: number,
  send: (signal: AbortSignal) => Promise<Response>,
): Promise<Response> =>
  limited(limit, async (signal) => {
    const { kind, stream, method, url, redactor } = limit
    let response: Response | undefined
    const checkSize = (bytes: number) => {
      if (bytes > maxBytes) throw parseError(`at most ${maxBytes} bytes`, response!, { method, url }, redactor)
    }
    try {
      response = await send(signal)
      if (!(Object(response) as Partial<Response>).headers)
        throw new ArgumentError('The option fetch must give a Response', { method, url: redactor.text(url) })
      return stream && response.ok ? response : await readAnswer(response, url, signal, checkSize)
    } catch (error) {
      if (signal.aborted) throw signal.reason
      // A body has no other way to fail; before it, only what sends an attempt can fail with the network's own error.
      if (isImpCentralError(error) || !(response || kind === 'attempt')) throw error
      // A mistake in a program is thrown as it is, but for what must not show.
      throw response || isNetworkFailure(error)
        ? connectionError(error, { method, url }, redactor)
        : redactor.error(error)
    }
  })

/**
 * The innermost extension: a limit on one attempt. It waits for the whole body, so that a connection that breaks in the middle of an answer fails
 * the attempt, which can be repeated, and not the reader. Only `init.stream` has a body handed on as it comes.
 *
 * @throws TimeoutError with `kind: 'attempt'`, ConnectionError when the network fails. The caller's abort reason is thrown as it is.
 * @throws ParseError for an answer that is larger than `maxResponseBytes`
 * @throws ArgumentError for a limit that is no number of milliseconds
 */
export const attemptTimeout = (options: AttemptTimeoutOptions = {}): FetchExtension => {
  checkOptions('attemptTimeout', options, attemptChecks)
  const { timeout = 60_000, maxResponseBytes = 2 ** 26, clock = systemClock, redactor = createRedactor() } = options
  return (fetch) =>
    fetchOf((url, init) => {
      milliseconds('timeout', init.timeout)
      const { signal, method, stream, timeout: ms = timeout } = init
      const limit: Limit = {
        kind: 'attempt',
        ms,
        clock,
        callers: signal ? [signal] : [],
        stream,
        method,
        url,
        redactor,
      }
      return answered(limit, maxResponseBytes, (signal) => fetch(url, { ...init, signal }))
    })
}

/** The limit of a whole call. What is wrong with it, or with the limit of an attempt, must not wait until somebody has signed in. */
const callLimit =
  ({ deadline = 0, signal: always, clock = systemClock, redactor = createRedactor() }: DeadlineOptions) =>
  ({ deadline: ms = deadline, timeout, signal, stream }: CallInit): Omit<Limit, 'url'> => {
    milliseconds('deadline', ms)
    milliseconds('timeout', timeout)
    aSignal('signal', signal)
    return { kind: 'deadline', ms, clock, callers: [always, signal].filter((one) => !!one), stream, redactor }
  }

/** Whether there is anything that may end a call. */
const isLimited = ({ ms, callers }: Pick<Limit, 'ms' | 'callers'>): boolean => ms > 0 || callers.length > 0

/**
 * Ends work with the deadline and the signals of its call.
 * @param told What errors tell. `outside`: what the work may wait for that does not follow its signal.
 */
export type Within = <T>(
  init: CallInit,
  told: { method: string; url: () => string; outside?: string | undefined },
  work: (signal?: AbortSignal) => Promise<T>,
) => Promise<T>

/** The limit of `deadline` for work of any kind. Work that nothing can end runs as it is. */
export const withinDeadline = (options: DeadlineOptions): Within => {
  const limitOf = callLimit(options)
  return (init, { method, url, outside }, work) => {
    const limit = limitOf(init)
    return outside || isLimited(limit) ? limited({ ...limit, outside, method, url: url() }, work) : work()
  }
}

/**
 * The outermost extension: a limit on the whole call, which nothing inside can outlast. A stream's time ends when it opens.
 *
 * @throws TimeoutError with `kind: 'deadline'`; its `cause` says what the call was waiting for.
 * @throws ArgumentError for a limit that is no number of milliseconds
 */
export const deadline = (options: DeadlineOptions = {}): FetchExtension => {
  checkOptions('deadline', options, deadlineChecks)
  const limitOf = callLimit(options)
  return (fetch) =>
    async (input, init: CallInit = {}) => {
      const request = typeof input === 'object' && 'url' in input ? input : undefined
      const limit = limitOf({ ...init, signal: init.signal ?? request?.signal ?? null })
      if (!isLimited(limit)) return fetch(input, init)
      const url = request?.url ?? `${input as string | URL}`
      // A body of the caller's that is a stream is read further inside: within the limit.
      return answered({ ...limit, method: init.method ?? request?.method, url }, Infinity, (signal) =>
        fetch(input, { ...init, signal }),
      )
    }
}
