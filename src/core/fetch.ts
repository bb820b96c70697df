import { readStream } from './body.ts'
import { defined } from './check.ts'
import { ImpCentralError } from './error.ts'
import { abortable } from './time.ts'

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
  /** The body of a successful answer is handed on unread, and no limit ends it. */
  stream?: boolean | undefined
  /** Production devices that the call takes out of their group: each takes a place in a bucket of its own (how-to, "API Rate-Limiting"). */
  unbond?: number | undefined
  /** The call jumps the queue of those that wait for the rate limit, as signing in does. */
  first?: boolean | undefined
}

/** A call as the extensions see it: a body that can be sent repeatedly, and headers as a plain object. */
export interface Call extends Omit<CallInit, 'headers'> {
  headers?: Record<string, string>
}

/** A body that can be read only once: a web stream, or what Node takes as well, an async iterable. */
const isStream = (body: unknown) =>
  typeof body === 'object' && body !== null && (Symbol.asyncIterator in body || 'getReader' in body)

/** A used `Request` cannot be sent again, so that its parts are taken out, with the body read once, for any number of attempts. */
async function toCall(input: string | URL | Request, init: CallInit): Promise<[string, Call]> {
  let call: CallInit = init
  if (typeof input === 'object' && 'url' in input) {
    const { url, method, headers, signal, cache, credentials, keepalive, body } = input
    call = { method, headers, signal, cache, credentials, keepalive, ...defined(init) }
    // Not every runtime shows `Request.body`.
    if (!init.body && (body || !/^(get|head)$/i.test(method))) call.body = body ?? (await input.arrayBuffer())
    input = url
  }
  if (isStream(call.body)) {
    const read = readStream(new Response(call.body).body!, call.signal)
    const chunks = await abortable(read, call.signal, () => new ImpCentralError('Waiting for the body of the request'))
    call = { ...call, body: await new Blob(chunks).arrayBuffer() }
  }
  if (Object(call.headers)[Symbol.iterator])
    call = { ...call, headers: Object.fromEntries(call.headers as Iterable<[string, string]>) }
  return [String(input), call as Call]
}

/** A fetch made of a handler: the one place where what a caller gives becomes a call. Fast path: the SDK's own calls have this form already. */
export const fetchOf =
  (handler: (url: string, call: Call) => Promise<Response>): Fetch =>
  (input, init = {}) =>
    typeof input === 'string' && !Object(init.headers)[Symbol.iterator] && !isStream(init.body)
      ? handler(input, init as Call)
      : toCall(input, init).then((call) => handler(...call))
