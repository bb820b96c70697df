import { systemClock, type Clock } from '../clock.ts'
import { ConnectionError, MAX_ERROR_BODY, TimeoutError, isNetworkFailure } from '../errors.ts'
import { fetchOf, readBody, type CallInit, type Fetch, type FetchExtension } from '../fetch.ts'

export interface AttemptTimeoutOptions {
  /**
   * Milliseconds for one attempt, its body included; a stream's body is not. `0` is no limit.
   * @default 60_000
   */
  timeout?: number | undefined
  clock?: Clock | undefined
}

export interface DeadlineOptions {
  /**
   * Milliseconds for the whole call: waiting, repeating and renewing the token included. `0` is no limit.
   * @default 0
   */
  deadline?: number | undefined
  clock?: Clock | undefined
}

const decoder = new TextDecoder()
const bytes = Symbol('bytes')
type Buffered = Response & { [bytes]: ArrayBuffer }
const copy = (response: Buffered) => new Response(response[bytes], response)

/** What reads the body, made once for all responses. */
const readers: Record<string, unknown> = {
  async text(this: Buffered) {
    return decoder.decode(this[bytes])
  },
  async json(this: Buffered) {
    return JSON.parse(decoder.decode(this[bytes])) as unknown
  },
}
for (const method of ['arrayBuffer', 'blob', 'bytes', 'formData', 'clone'] as const)
  readers[method] = function (this: Buffered) {
    return copy(this)[method]()
  }
const unused = { value: false }
const body = {
  get(this: Buffered) {
    return copy(this).body
  },
}

/**
 * The response, with a body that is there already. The object stays the same one: making another `Response`, or giving this one another prototype,
 * costs more than all of the SDK's other work on a call.
 */
function buffered(response: Response, buffer: ArrayBuffer): Response {
  ;(response as Buffered)[bytes] = buffer
  Object.assign(response, readers)
  Object.defineProperty(response, 'bodyUsed', unused)
  return Object.defineProperty(response, 'body', body)
}

/** A stream that passes everything on and tells when it is over, whoever ended it. */
function passOn(body: ReadableStream, release: () => void, reasonOf: (error: unknown) => unknown): ReadableStream {
  const reader = body.getReader()
  return new ReadableStream(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read()
          if (!done) return controller.enqueue(value)
          controller.close()
        } catch (error) {
          controller.error(reasonOf(error))
        }
        release()
      },
      cancel(reason) {
        release()
        return reader.cancel(reason)
      },
    },
    { highWaterMark: 0 },
  )
}

/**
 * One attempt, or one call, under a limit. The caller's signal is followed by hand: `AbortSignal.any` would leave something behind on a
 * signal that outlives many calls.
 */
async function limited(
  fetch: Fetch,
  url: string,
  init: CallInit,
  kind: TimeoutError['kind'],
  timeout: number,
  clock: Clock,
): Promise<Response> {
  const { signal: callers, method } = init
  callers?.throwIfAborted()
  const controller = new AbortController()
  const { signal } = controller
  let giveUp: (reason: unknown) => void
  const ended = new Promise<never>((_, reject) => (giveUp = reject))
  const abort = (reason: unknown) => {
    controller.abort(reason)
    giveUp(reason)
  }
  const onAbort = () => abort(callers!.reason)
  callers?.addEventListener('abort', onAbort)
  const onTime = () => abort(new TimeoutError(`No answer within ${timeout} ms`, { kind, timeout, method, url }))
  const timer = timeout > 0 ? clock.setTimeout(onTime, timeout) : undefined
  const release = () => {
    clock.clearTimeout(timer)
    callers?.removeEventListener('abort', onAbort)
  }
  const failed = (cause: unknown) =>
    signal.aborted ? signal.reason : new ConnectionError('The network failed', { method, url, cause })

  let streams = false
  const run = async () => {
    let response
    try {
      response = await fetch(url, { ...init, signal })
    } catch (error) {
      throw kind === 'attempt' && isNetworkFailure(error) ? failed(error) : error
    }
    const { body, ok, headers, status } = response
    // Chromium gives an empty answer a body, with which no other `Response` can be made.
    if (!body || status === 204) return response
    if (ok && (init.stream || headers.get('content-type')?.startsWith('text/event-stream'))) {
      clock.clearTimeout(timer)
      streams = true
      return new Response(passOn(body, release, failed), response)
    }
    if (kind === 'deadline') return response
    try {
      return buffered(response, await (ok ? response.arrayBuffer() : readBody(response, MAX_ERROR_BODY)))
    } catch (error) {
      throw failed(error)
    }
  }
  try {
    // Not every fetch looks at its signal.
    return await Promise.race([run(), ended])
  } finally {
    if (!streams) release()
  }
}

/**
 * The innermost extension: a limit on one attempt. It waits for the whole body, so that a connection that breaks in the middle of an answer fails
 * the attempt, which can be repeated, and not the reader. Streams (`init.stream`, or `text/event-stream`) are handed on as they come.
 *
 * @throws TimeoutError with `kind: 'attempt'`, ConnectionError when the network fails. The caller's abort reason is thrown as it is.
 */
export const attemptTimeout =
  ({ timeout = 60_000, clock = systemClock }: AttemptTimeoutOptions = {}): FetchExtension =>
  (fetch) =>
    fetchOf((url, init) => limited(fetch, url, init, 'attempt', init.timeout ?? timeout, clock))

/**
 * The outermost extension: a limit on the whole call, which nothing inside can outlast. A stream's time ends when it opens.
 *
 * @throws TimeoutError with `kind: 'deadline'`.
 */
export const deadline =
  ({ deadline = 0, clock = systemClock }: DeadlineOptions = {}): FetchExtension =>
  (fetch) =>
    fetchOf((url, init) => {
      const ms = init.deadline ?? deadline
      return ms > 0 ? limited(fetch, url, init, 'deadline', ms, clock) : fetch(url, init)
    })
