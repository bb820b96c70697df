import { routes, type Route } from '../generated/emulator.js'
import { authenticate } from './cloud/authentication.ts'
import type { Answer, Call } from './cloud/call.ts'
import type { Core, CoreRequest, CoreResponse } from './cloud/exchange.ts'
import { failure, Failure, tooLarge, tooManyRequests, wrongMethod } from './cloud/failures.ts'
import { largestBody } from './cloud/limits.ts'
import { createRouter } from './cloud/router.ts'
import type { Account } from './cloud/state.ts'
import { checkHeaders, readBody, readQuery } from './cloud/validation.ts'
import { isLoopback } from './cloud/webhook-delivery.ts'
import type { World } from './cloud/world.ts'
import type { Rule, Strike } from './faults/rules.ts'
import { operations } from './resources/operations.ts'

const route = createRouter(routes)

/** The cloud as one function: everything else is an adapter around it. */
export function createCore(world: World, strike: Strike, baseUrl: URL): Core {
  const basePath = baseUrl.pathname.replace(/\/$/, '')
  return async (request) => {
    const { url } = request
    const headers: Record<string, string> = {}
    let its: Route | undefined
    let rules: readonly Rule[] = []

    const answer = async (): Promise<CoreResponse> => {
      // A server knows its callers' addresses, and serves them as it likes.
      const plain = request.ip === undefined && baseUrl.protocol === 'https:' && url.protocol === 'http:'
      if (plain && !isLoopback(url)) throw failure('XX403', 'Calls to the impCentral API must use HTTPS.')
      const match = url.pathname.startsWith(`${basePath}/`) ? route(pathOf(url, basePath)) : undefined
      if (!match) throw failure('NF002', 'There is nothing under this path of the impCentral API.')
      its = match.methods.get(request.method)
      if (!its) throw wrongMethod([...match.methods.keys()].join(', '))

      if (Number(request.header('content-length') ?? 0) > largestBody) throw tooLarge()

      rules = strike(its.operation)
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
      const { status, errors, headers: own } = error instanceof Failure ? error : mistake(error)
      for (const [name, value] of new Headers(own)) headers[name] = value
      // It failed, or a fault struck, before anything was taken.
      if (!('x-ratelimit-limit' in headers))
        world.limits.tell(its?.open ? undefined : callerOf(world, request), headers)
      return respond({ status, body: { errors } }, headers, its?.answer)
    }

    let response = await answer().catch(failed)
    // Also after a failure: of several devices some may have been dealt with.
    if (request.method !== 'GET') world.changed()
    for (const { after } of rules) if (after) response = await after(response).catch(failed)
    return response
  }
}

/** The path below the base. Clients in the field send `/v5//devicegroups` and `/v5/accounts/?page[size]=1`: the service takes both. */
function pathOf({ pathname, search }: URL, basePath: string): string {
  const path = pathname.slice(basePath.length).replace(/^\/\/(?=[^/])/, '/')
  return search === '' ? path : path.replace(/(?<=[^/])\/$/, '')
}

/** A mistake of the emulator itself. It says what happened, as the service would not. */
const mistake = (error: unknown) =>
  failure('XX500', `The emulator failed: ${error instanceof Error ? error.message : String(error)}`)

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
