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
  debug?(message: string, details?: object): void
  warn?(message: string, details?: object): void
}

/** A warning of the service (family WA), or of the SDK itself, whose `code` then has no family (`token_store`). */
export interface Warning extends ErrorObject {
  /** What went wrong inside the SDK, where it was not the service that warned. */
  cause?: unknown
}

const copied = [
  'method',
  'headers',
  'signal',
  'credentials',
  'cache',
  'mode',
  'redirect',
  'referrer',
  'referrerPolicy',
  'integrity',
  'keepalive',
] as const

/** A used `Request` cannot be sent again, so that its parts are taken out, with the body read once, for any number of attempts. */
async function unpack(input: string | URL | Request, init: CallInit): Promise<[string, CallInit]> {
  const call: Record<string, unknown> = {}
  if (typeof input === 'object' && 'url' in input) {
    for (const key of copied) call[key] = input[key]
    // Not every runtime shows `Request.body`: an empty buffer says that there is none.
    const body = init.body == null && !/^(get|head)$/i.test(input.method) && (await input.arrayBuffer())
    if (body && body.byteLength) call['body'] = body
    input = input.url
  }
  for (const [key, value] of Object.entries(init)) if (value !== undefined) call[key] = value
  if (call['body'] instanceof ReadableStream) call['body'] = await new Response(call['body']).arrayBuffer()
  if (Array.isArray(call['headers'])) call['headers'] = Object.fromEntries(call['headers'])
  return [String(input), call]
}

/**
 * A fetch made of a handler that always gets a URL and an init whose body can be sent repeatedly and whose headers are
 * `Headers` or a plain object. Strings pass straight through: the SDK's own calls cost nothing here.
 */
export const fetchOf =
  (handler: (url: string, init: CallInit) => Promise<Response>): Fetch =>
  (input, init = {}) =>
    typeof input === 'string' && !Array.isArray(init.headers) && !(init.body instanceof ReadableStream)
      ? handler(input, init)
      : unpack(input, init).then((call) => handler(...call))

/** The same call with one more header, whatever the case of an earlier one of that name. `name` is in lower case. */
export function withHeader(init: CallInit, name: string, value: string): CallInit {
  let headers = init.headers as Headers | Record<string, string> | undefined
  if (headers instanceof Headers) {
    headers = new Headers(headers)
    headers.set(name, value)
  } else {
    const plain: Record<string, string> = {}
    for (const key in headers) if (key.toLowerCase() !== name) plain[key] = headers[key]!
    plain[name] = value
    headers = plain
  }
  return { ...init, headers }
}

/** Lets the socket of an answer go that nobody will read. */
export const discard = (response: Response): Promise<void> | undefined => response.body?.cancel().catch(() => {})

/** The body as far as `limit` bytes; what comes after is not read. */
export async function readBody(response: Response, limit: number): Promise<ArrayBuffer> {
  const reader = response.body?.getReader()
  const chunks: Uint8Array<ArrayBuffer>[] = []
  if (!reader) return new ArrayBuffer()
  for (let size = 0; ;) {
    const { done, value } = await reader.read()
    if (!done) chunks.push(value.subarray(0, limit - size))
    if (done || (size += value.length) >= limit) break
  }
  reader.cancel().catch(() => {})
  return new Blob(chunks).arrayBuffer()
}

/** Settles as the promise does, or rejects with the signal's reason. The promise goes on for those who share it. */
export async function abortable<T>(promise: Promise<T>, signal?: AbortSignal | null): Promise<T> {
  if (!signal) return promise
  signal.throwIfAborted()
  let onAbort: () => void
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', (onAbort = () => reject(signal.reason as Error)))
  })
  return Promise.race([promise, aborted]).finally(() => signal.removeEventListener('abort', onAbort))
}

/** The milliseconds of a `Retry-After` header: seconds or a date (RFC 9110, 10.2.3). */
export function retryAfter(response: Response, now: number): number | undefined {
  const value = response.headers.get('retry-after')
  if (!value) return undefined
  const ms = +value >= 0 ? +value * 1000 : Date.parse(value) - now
  return ms >= 0 ? ms : undefined
}

/** The base URL without a trailing slash. */
export const trimBase = (baseUrl: string): string => baseUrl.replace(/\/+$/, '')
