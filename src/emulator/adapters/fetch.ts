import type { Core, Handle } from '../cloud/exchange.ts'

/** The core in the terms of fetch: what its callers see. */
export function toHandle(core: Core): Handle {
  const handle: Handle = async (request, { ip, signal } = {}) => {
    const { status, headers, body } = await core({
      method: request.method,
      url: new URL(request.url),
      ip,
      header: (name) => request.headers.get(name),
      text: () => request.text(),
      signal: () => signal ?? request.signal,
    })
    return status === 0 ? Response.error() : new Response(body, { status, headers })
  }
  return Object.assign(handle, { core })
}

/** The manners of the global `fetch` around a handle: it rejects when the signal fires, and when the network fails. */
export async function fetchFrom(handle: Handle, input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const signal = init?.signal ?? (input instanceof Request ? input.signal : undefined)
  signal?.throwIfAborted()
  const request = new Request(input, init)
  const response = await (signal ? untilAborted(handle(request, { signal }), signal) : handle(request))
  if (response.type === 'error') throw new TypeError('fetch failed')
  // No Response that is made by hand has one.
  return Object.defineProperty(response, 'url', { value: request.url })
}

function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason)
    signal.addEventListener('abort', onAbort, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}
