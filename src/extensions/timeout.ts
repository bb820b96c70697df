import { systemClock, type Clock } from '../clock.ts'
import { ConnectionError, MAX_ERROR_BODY, TimeoutError, isNetworkFailure, redactUrl } from '../errors.ts'
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

/** The response with another body. The object stays the same one: making a `Response` costs more than all of the SDK's other work. */
function withBody(response: Response, body: ArrayBuffer | ReadableStream): Response {
  let made: Response | undefined
  const fresh = () => new Response(body, response)
  // A buffer can be read any number of times, a stream once.
  const copy = () => (body instanceof ReadableStream ? (made ??= fresh()) : fresh())
  const text = async () => new TextDecoder().decode(body as ArrayBuffer)
  const own: PropertyDescriptorMap = {
    body: { get: () => (made ??= fresh()).body },
    bodyUsed: { get: () => made?.bodyUsed ?? false },
    text: { value: body instanceof ReadableStream ? () => copy().text() : text },
    json: {
      value: body instanceof ReadableStream ? () => copy().json() : async () => JSON.parse(await text()) as unknown,
    },
  }
  for (const method of ['arrayBuffer', 'blob', 'bytes', 'formData', 'clone'] as const)
    own[method] = { value: () => copy()[method]() }
  for (const key in own) own[key]!.configurable = true
  return Object.defineProperties(response, own)
}

/** A stream that passes everything on and tells when it is over, whoever ended it. */
function passOn(
  body: ReadableStream<Uint8Array>,
  release: () => void,
  reasonOf: (error: unknown) => unknown,
): ReadableStream {
  const reader = body.getReader()
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read()
          if (!done) return controller.enqueue(value)
          release()
          controller.close()
        } catch (error) {
          release()
          controller.error(reasonOf(error))
        }
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
 * One attempt or one call under a limit. The caller's signal is followed by hand: `AbortSignal.any` would leave something behind on a
 * signal that outlives many calls.
 */
function limited(
  fetch: Fetch,
  url: string,
  init: CallInit,
  kind: TimeoutError['kind'],
  ms: number,
  clock: Clock,
): Promise<Response> {
  const { signal, method = 'GET' } = init
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason as Error)
    const controller = new AbortController()
    // Rejecting here, too, ends the wait for a fetch that does not look at its signal.
    const abort = (reason: Error) => {
      release()
      controller.abort(reason)
      reject(reason)
    }
    const onAbort = () => abort(signal!.reason as Error)
    const release = () => {
      clock.clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
    }
    const timer =
      ms > 0
        ? clock.setTimeout(() => {
            const shown = redactUrl(url)
            abort(
              new TimeoutError(`No answer within ${ms} ms (${kind}, ${method} ${shown})`, {
                kind,
                timeout: ms,
                method,
                url: shown,
              }),
            )
          }, ms)
        : undefined
    signal?.addEventListener('abort', onAbort)

    const failed = (error: unknown) =>
      controller.signal.aborted
        ? controller.signal.reason
        : new ConnectionError(`The network failed (${method} ${redactUrl(url)})`, {
            method,
            url: redactUrl(url),
            cause: error,
          })

    const run = async () => {
      let response
      try {
        response = await fetch(url, { ...init, signal: controller.signal })
      } catch (error) {
        throw isNetworkFailure(error) ? failed(error) : error
      }
      const { body } = response
      // Chromium gives an empty answer a body, with which no other `Response` can be made.
      if (!body || response.status === 204) return response
      if (response.ok && (init.stream || /^text\/event-stream/i.test(response.headers.get('content-type') ?? ''))) {
        clock.clearTimeout(timer)
        const stop = release
        streaming = true
        return withBody(response, passOn(body, stop, failed))
      }
      if (kind === 'deadline') return response
      try {
        return withBody(response, await (response.ok ? response.arrayBuffer() : readBody(response, MAX_ERROR_BODY)))
      } catch (error) {
        throw failed(error)
      }
    }
    let streaming = false
    run()
      .finally(() => streaming || release())
      .then(resolve, reject)
  })
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
