import type { ErrorObject } from './errors.ts'

/**
 * What every transport extension takes and gives back. It is the signature of the global `fetch`, so that an
 * extension composes with any client that lets its `fetch` be replaced.
 */
export type Fetch = (input: string | URL | Request, init?: CallInit) => Promise<Response>

/** A function from fetch to fetch. */
export type FetchExtension = (fetch: Fetch) => Fetch

/**
 * What a call may carry beyond `RequestInit`. A plain `fetch` ignores the additions; the extensions read them.
 */
export interface CallInit extends RequestInit {
  /** Milliseconds that one attempt may take, its body included. `0` switches the limit off. */
  timeout?: number | undefined
  /** Milliseconds that the call may take in all: waiting, repeating and renewing the token included. `0` switches the limit off. */
  deadline?: number | undefined
  /** `false`: network errors and 5xx are the caller's to handle. 401 and 429 are still handled. */
  retry?: false | undefined
  /** The answer is an endless stream: no limit on its body, and it is never buffered. */
  stream?: boolean | undefined
}

/** Where the SDK writes what it does. `console` fits. No line ever shows a token, a password or a key. */
export interface Logger {
  /** Told what goes on behind a call: waiting, repeating, renewing. */
  debug?(message: string, details?: object): void
  /** Told each warning, where there is no `onWarning`. */
  warn?(message: string, details?: object): void
}

/** A warning of the service (family WA), or of the SDK itself, whose `code` then has no family (`token_store`). */
export interface Warning extends ErrorObject {
  /** What went wrong inside the SDK, where it was not the service that warned. */
  cause?: unknown
}

/** A used `Request` cannot be sent again, so that its parts are taken out, with the body read once, for any number of attempts. */
async function unpack(input: string | URL | Request, init: CallInit): Promise<[string, Call]> {
  let call: CallInit = {}
  if (typeof input === 'object' && 'url' in input) {
    const { url, method, headers, signal, cache, credentials, keepalive } = input
    call = { method, headers, signal, cache, credentials, keepalive }
    // Not every runtime shows `Request.body`: an empty buffer says that there is none.
    const body = init.body ? undefined : await input.arrayBuffer()
    if (body?.byteLength) call.body = body
    input = url
  }
  call = { ...call, ...init }
  if (call.body instanceof ReadableStream) call.body = await new Response(call.body).arrayBuffer()
  if (Object(call.headers)[Symbol.iterator]) call.headers = Object.fromEntries(call.headers as Headers)
  return [String(input), call as Call]
}

/** What a handler gets: a body that can be sent repeatedly, and headers as a plain object. */
export interface Call extends Omit<CallInit, 'headers'> {
  headers?: Record<string, string>
  /** Gives the call the newest token, when it has waited and is sent at last. */
  fresh?: (call: Call) => Call
}

/** A fetch made of a handler. A URL and plain headers pass straight through: the SDK's own calls cost nothing here. */
export const fetchOf =
  (handler: (url: string, init: Call) => Promise<Response>): Fetch =>
  (input, init = {}) =>
    typeof input === 'string' && !Object(init.headers)[Symbol.iterator] && !(init.body instanceof ReadableStream)
      ? handler(input, init as Call)
      : unpack(input, init).then((call) => handler(...call))

/** Calls what the caller gave to be told something. What that throws, or rejects with, is its own affair: no call fails for it. */
export const tell = (callback: () => unknown): void => {
  try {
    const promise = callback() as PromiseLike<unknown> | undefined
    if (typeof promise?.then === 'function') promise.then(undefined, () => {})
  } catch {}
}

/** Lets the socket of an answer go that nobody will read. */
export const discard = (response: Response): Promise<void> | undefined => response.body?.cancel().catch(() => {})

/** No answer of the API that tells of a failure comes near this many bytes. */
const MAX_ERROR_BODY = 1_000_000

/** The text of a body that has been read. */
export const held: unique symbol = Symbol('text')

/** Tells what an answer's request carried. A service that echoes its request must not make an error show a token. */
export const carried: unique symbol = Symbol('carried')

/** What the extensions note on a response: on itself, for a WeakMap beside it costs the garbage collector more at each call. */
export interface Noted extends Response {
  [held]?: string
  [carried]?: () => string[]
}

/** The body as text. Of a failed answer the beginning: what is longer than any of the API's is none of its own. */
export function textOf(response: Noted): string | Promise<string> {
  const text = response[held]
  if (text !== undefined) return text
  if (response.ok) return response.text()
  let left = MAX_ERROR_BODY
  const bounded = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      controller.enqueue(chunk)
      if ((left -= chunk.length) < 0) controller.terminate()
    },
  })
  return new Response(response.body?.pipeThrough(bounded)).text()
}

/** The milliseconds of a `Retry-After` header: seconds or a date (RFC 9110, 10.2.3). */
export function retryAfter({ headers }: Response, now: number): number | undefined {
  const value = headers.get('retry-after')
  const ms = Number(value) * 1000 || Date.parse(value!) - now
  return ms > 0 ? ms : undefined
}

/** The base URL as a parser writes it, without a trailing slash; whatever was given as one, for `confine` to judge. */
export const trimBase = (baseUrl: unknown): string =>
  (URL.parse(String(baseUrl))?.href ?? String(baseUrl)).replace(/\/+$/, '')
