import { checkMilliseconds } from '../check.ts'
import { abortable, longestTimer, systemClock, type Clock } from '../clock.ts'
import { ArgumentError, ConnectionError, TimeoutError, isNetworkFailure, redactCause } from '../errors.ts'
import { fetchOf, held, textOf, type CallInit, type Fetch, type FetchExtension, type Noted } from '../fetch.ts'

/** Options of `attemptTimeout`. */
export interface AttemptTimeoutOptions {
  /**
   * Milliseconds for one attempt, its body included; a stream's body is not. `0` is no limit.
   * @default 60_000
   */
  timeout?: number | undefined
  /** Tells the time. @default the machine's clock */
  clock?: Clock | undefined
}

/** Options of `deadline`. */
export interface DeadlineOptions {
  /**
   * Milliseconds for the whole call: waiting, repeating and renewing the token included. `0` is no limit.
   * @default 0
   */
  deadline?: number | undefined
  /** Tells the time. @default the machine's clock */
  clock?: Clock | undefined
}

/**
 * No `Response` can be made with a status beyond 599, which a server may well send, nor with 0, which a browser gives to a redirect that it
 * does not follow.
 */
const copy = ({ status, headers, [held]: text }: Noted) =>
  new Response(text || null, { status: Math.max(200, Math.min(599, status)), headers })

/** What reads a body that is in memory; made once for all responses. */
const readers: Record<string, unknown> = {
  async text(this: Noted) {
    return this[held]
  },
  async json(this: Noted) {
    return JSON.parse(this[held]!) as unknown
  },
}
for (const method of ['arrayBuffer', 'blob', 'bytes', 'formData', 'clone'] as const)
  readers[method] = function (this: Noted) {
    return copy(this)[method]()
  }
const unread: PropertyDescriptorMap = {
  bodyUsed: { value: false, configurable: true },
  body: {
    configurable: true,
    get(this: Noted) {
      return copy(this).body
    },
  },
}

/**
 * Makes a response whose body is in memory one that can be read as any other. Only what leaves the SDK needs it. The object stays the same one: making
 * another `Response`, or giving this one another prototype, costs more still.
 */
export const readable = (response: Noted): Response =>
  response[held] === undefined ? response : Object.defineProperties(Object.assign(response, readers), unread)

/**
 * A response whose body is read later: its reading ends with the signal, fails with what `reasonOf` makes of it, and is told when it is over. It stays the same
 * object, for a copy has neither URL nor status of its own, and Chromium's copies forget why they failed.
 */
function watched(response: Response, signal: AbortSignal, over: () => void, reasonOf: (error: unknown) => unknown) {
  const { body } = response
  // Not every fetch looks at its signal.
  const watch = <T>(reading: Promise<T>) =>
    abortable(reading, signal).catch((error: unknown) => {
      throw reasonOf(error)
    })
  const read: Record<string, unknown> = {}
  for (const method of ['arrayBuffer', 'blob', 'bytes', 'formData', 'json', 'text'] as const) {
    const whole = (response[method] as (() => Promise<unknown>) | undefined)?.bind(response)
    if (whole) read[method] = () => watch(whole()).finally(over)
  }
  let stream: ReadableStream | undefined
  const passOn = () => {
    const reader = body!.getReader()
    const cancel = (reason: unknown) => {
      over()
      return reader.cancel(reason)
    }
    return new ReadableStream(
      {
        async pull(controller) {
          try {
            const { done, value } = await watch(reader.read())
            if (!done) return controller.enqueue(value)
            over()
            controller.close()
          } catch (error) {
            controller.error(error)
            cancel(error).catch(() => {})
          }
        },
        cancel,
      },
      { highWaterMark: 0 },
    )
  }
  return Object.defineProperty(Object.assign(response, read), 'body', {
    configurable: true,
    get: () => (stream ??= passOn()),
  })
}

/**
 * One attempt, or one call, under a limit. The caller's signal is followed by hand: `AbortSignal.any` would leave something behind on a
 * signal that outlives many calls.
 */
const limited = (
  fetch: Fetch,
  url: string,
  init: CallInit,
  kind: TimeoutError['kind'],
  timeout: number,
  clock: Clock,
): Promise<Response> =>
  new Promise((resolve, reject) => {
    const { signal: callers, method } = init
    const controller = new AbortController()
    const { signal } = controller
    const end = (reason: Error) => {
      release()
      controller.abort(reason)
      // Not every fetch looks at its signal.
      reject(reason)
    }
    const onAbort = () => end(callers!.reason as Error)
    const release = () => {
      clock.clearTimeout(timer)
      callers?.removeEventListener('abort', onAbort)
    }
    const failed = (cause: unknown) => {
      if (signal.aborted) return signal.reason as unknown
      redactCause(cause)
      return new ConnectionError('The network failed', { method, url, cause })
    }
    const timer =
      // A timer that cannot be set to so long would go off at once.
      timeout > 0 && timeout < longestTimer
        ? clock.setTimeout(
            () => end(new TimeoutError(`No answer within ${timeout} ms`, { kind, timeout, method, url })),
            timeout,
          )
        : undefined
    if (callers?.aborted) return onAbort()
    callers?.addEventListener('abort', onAbort)

    const run = async () => {
      let streams = false
      let begun = false
      try {
        const response: Noted = await fetch(url, { ...init, signal })
        if (!Object(response).headers) throw new ArgumentError('The option fetch must give a Response', { method, url })
        const { ok, headers } = response
        const endless = ok && (init.stream || headers.get('content-type')?.startsWith('text/event-stream'))
        // Whatever is not in memory below a deadline is read later, and still within it.
        if ((endless || (kind === 'deadline' && response[held] === undefined)) && response.body) {
          if (endless) clock.clearTimeout(timer)
          streams = true
          return watched(response, signal, release, failed)
        }
        if (kind === 'deadline') return response
        begun = true
        response[held] = await textOf(response)
        return response
      } catch (error) {
        // A body has no other way to fail.
        throw begun || (kind === 'attempt' && isNetworkFailure(error)) ? failed(error) : error
      } finally {
        if (!streams) release()
      }
    }
    run().then(resolve, reject)
  })

/** `attemptTimeout` for the SDK's own way of a call, which reads bodies by `textOf` and makes them `readable` at its end. */
export const attempt = ({ timeout = 60_000, clock = systemClock }: AttemptTimeoutOptions): FetchExtension => {
  checkMilliseconds('timeout', timeout)
  return (fetch) =>
    fetchOf((url, init) => {
      checkMilliseconds('timeout', init.timeout)
      return limited(fetch, url, init, 'attempt', init.timeout ?? timeout, clock)
    })
}

/**
 * The innermost extension: a limit on one attempt. It waits for the whole body, so that a connection that breaks in the middle of an answer fails
 * the attempt, which can be repeated, and not the reader. Streams (`init.stream`, or `text/event-stream`) are handed on as they come.
 *
 * @throws TimeoutError with `kind: 'attempt'`, ConnectionError when the network fails. The caller's abort reason is thrown as it is.
 * @throws ArgumentError for a limit that is no number of milliseconds
 */
export const attemptTimeout = (options: AttemptTimeoutOptions = {}): FetchExtension => {
  const extension = attempt(options)
  return (fetch) => {
    const limited = extension(fetch)
    return async (input, init) => readable(await limited(input, init))
  }
}

/**
 * The outermost extension: a limit on the whole call, which nothing inside can outlast. A stream's time ends when it opens.
 *
 * @throws TimeoutError with `kind: 'deadline'`.
 * @throws ArgumentError for a limit that is no number of milliseconds
 */
export const deadline = ({ deadline = 0, clock = systemClock }: DeadlineOptions = {}): FetchExtension => {
  checkMilliseconds('deadline', deadline)
  return (fetch) =>
    fetchOf(async (url, init) => {
      checkMilliseconds('deadline', init.deadline)
      // What is wrong with an attempt must not wait until somebody has signed in.
      checkMilliseconds('timeout', init.timeout)
      const ms = init.deadline ?? deadline
      return ms === 0 ? fetch(url, init) : limited(fetch, url, init, 'deadline', ms, clock)
    })
}
