import { routes } from '../generated/emulator.js'
import { authenticate } from './authentication.ts'
import type { Answer, Call } from './call.ts'
import { Failure, httpsRequired, internal, noSuchPath, tooManyRequests, wrongMethod } from './failures.ts'
import type { Rule } from './faults.ts'
import { operations } from './operations.ts'
import { createRouter } from './router.ts'
import type { Account } from './state.ts'
import type { Route } from './route.ts'
import { checkHeaders, readBody, readQuery } from './validation.ts'
import { isLoopback } from './webhook-delivery.ts'
import type { World } from './world.ts'

const route = createRouter(routes)

/** What an adapter knows about a request and the request does not say. */
export interface Connection {
  /** The caller's address. */
  ip?: string | undefined
  /** Fires when the caller goes away. @default the signal of the request */
  signal?: AbortSignal | undefined
}

/** The cloud as one function: everything else is an adapter around it. */
export function createCore(
  world: World,
  baseUrl: URL,
): (request: Request, connection?: Connection) => Promise<Response> {
  const basePath = baseUrl.pathname.replace(/\/$/, '')
  return async (request, connection = {}) => {
    const url = new URL(request.url)
    const headers = new Headers()
    const signal = connection.signal ?? request.signal
    let its: Route | undefined
    let rules: readonly Rule[] = []

    const answer = async (): Promise<Response> => {
      // A server knows its callers' addresses, and serves them as it likes.
      const plain = baseUrl.protocol === 'https:' && url.protocol === 'http:' && connection.ip === undefined
      if (plain && !isLoopback(url)) throw httpsRequired()
      const match = url.pathname.startsWith(`${basePath}/`) ? route(url.pathname.slice(basePath.length)) : undefined
      if (!match) throw noSuchPath()
      its = match.methods.get(request.method)
      if (!its) throw wrongMethod([...match.methods.keys()].join(', '))

      rules = world.faults.strike(its.operation)
      for (const rule of rules) {
        const response = await rule.before?.(signal)
        if (response) return response
      }

      const session = its.open ? undefined : authenticate(world, request, connection.ip)
      if (!world.limits.take(session?.account.id, headers)) throw tooManyRequests()
      checkHeaders(its, request.headers)
      const call: Call = {
        world,
        request,
        url,
        base: url.origin + basePath,
        path: match.parameters,
        query: readQuery(its, url),
        body: await readBody(its, request),
        account: session?.account as Account,
        token: session?.token,
        ip: connection.ip ?? null,
        signal,
        headers,
      }
      return respond(await operations[its.operation](call), headers, its.answer)
    }

    const failed = (error: unknown): Response => {
      const failure = error instanceof Failure ? error : internal(error)
      for (const [name, value] of Object.entries(failure.headers)) headers.set(name, value)
      // Where the request failed before an account was known, the headers tell of a full bucket.
      if (!headers.has('X-RateLimit-Limit')) world.limits.take(undefined, headers)
      return respond({ status: failure.status, body: { errors: failure.errors } }, headers, its?.answer)
    }

    let response = await answer().catch(failed)
    // Also after a failure: of several devices some may have been dealt with.
    if (request.method !== 'GET') world.changed()
    for (const { after } of rules) if (after) response = await after(response).catch(failed)
    return response
  }
}

function respond({ status, body, stream }: Answer, headers: Headers, answer = 'application/vnd.api+json'): Response {
  if (stream) headers.set('Content-Type', 'text/event-stream')
  else if (body !== undefined) headers.set('Content-Type', answer)
  return new Response(stream ?? (body === undefined ? null : JSON.stringify(body)), { status, headers })
}
