import { routes } from '../generated/emulator.js'
import { authenticate } from './authentication.ts'
import type { Answer, Call } from './call.ts'
import type { Core, CoreRequest, CoreResponse } from './exchange.ts'
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

/** The cloud as one function: everything else is an adapter around it. */
export function createCore(world: World, baseUrl: URL): Core {
  const basePath = baseUrl.pathname.replace(/\/$/, '')
  return async (request) => {
    const { url } = request
    const headers: Record<string, string> = {}
    let its: Route | undefined
    let rules: readonly Rule[] = []

    const answer = async (): Promise<CoreResponse> => {
      // A server knows its callers' addresses, and serves them as it likes.
      const plain = request.ip === undefined && baseUrl.protocol === 'https:' && url.protocol === 'http:'
      if (plain && !isLoopback(url)) throw httpsRequired()
      const match = url.pathname.startsWith(`${basePath}/`) ? route(url.pathname.slice(basePath.length)) : undefined
      if (!match) throw noSuchPath()
      its = match.methods.get(request.method)
      if (!its) throw wrongMethod([...match.methods.keys()].join(', '))

      rules = world.faults.strike(its.operation)
      for (const rule of rules) {
        const response = await rule.before?.(request)
        if (response) return response
      }

      const session = its.open ? undefined : authenticate(world, request)
      if (!world.limits.take(session?.account.id, headers)) throw tooManyRequests()
      checkHeaders(its, request)
      const call: Call = {
        world,
        request,
        base: url.origin + basePath,
        path: match.parameters,
        query: readQuery(its, url),
        body: await readBody(its, request),
        account: session?.account as Account,
        token: session?.token,
        headers,
      }
      return respond(await operations[its.operation](call), headers, its.answer)
    }

    const failed = (error: unknown): CoreResponse => {
      const failure = error instanceof Failure ? error : internal(error)
      for (const [name, value] of new Headers(failure.headers)) headers[name] = value
      // It failed, or a fault struck, before anything was taken.
      if (!('x-ratelimit-limit' in headers))
        world.limits.tell(its?.open ? undefined : callerOf(world, request), headers)
      return respond({ status: failure.status, body: { errors: failure.errors } }, headers, its?.answer)
    }

    let response = await answer().catch(failed)
    // Also after a failure: of several devices some may have been dealt with.
    if (request.method !== 'GET') world.changed()
    for (const { after } of rules) if (after) response = await after(response).catch(failed)
    return response
  }
}

/** The account that calls, if it can be told. */
function callerOf(world: World, request: CoreRequest): string | undefined {
  try {
    return authenticate(world, request).account.id
  } catch {
    return undefined
  }
}

function respond(
  { status, body, stream }: Answer,
  headers: Record<string, string>,
  answer = 'application/vnd.api+json',
): CoreResponse {
  if (stream) headers['content-type'] = 'text/event-stream'
  else if (body !== undefined) headers['content-type'] = answer
  return { status, headers, body: stream ?? (body === undefined ? null : JSON.stringify(body)) }
}
