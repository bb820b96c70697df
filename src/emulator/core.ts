import { routes } from '../generated/emulator.js'
import type { Answer, Call, Operation } from './call.ts'
import { Failure, internal, invalidCredentials, noSuchPath, tooManyRequests, wrongMethod } from './failures.ts'
import { accountOperations } from './resources/accounts.ts'
import { authOperations } from './resources/auth.ts'
import { deploymentOperations } from './resources/deployments.ts'
import { deviceGroupOperations } from './resources/device-groups.ts'
import { deviceOperations } from './resources/devices.ts'
import { logStreamOperations } from './resources/log-streams.ts'
import { loginKeyOperations } from './resources/login-keys.ts'
import { productOperations } from './resources/products.ts'
import { webhookOperations } from './resources/webhooks.ts'
import { createRouter } from './router.ts'
import type { AccessToken, Account } from './state.ts'
import type { Route } from './route.ts'
import { readBody, readQuery } from './validation.ts'
import type { World } from './world.ts'

const operations: Record<string, Operation> = {
  ...authOperations,
  ...accountOperations,
  ...loginKeyOperations,
  ...productOperations,
  ...deviceGroupOperations,
  ...deviceOperations,
  ...deploymentOperations,
  ...logStreamOperations,
  ...webhookOperations,
}

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
  basePath: string,
): (request: Request, connection?: Connection) => Promise<Response> {
  return async (request, connection = {}) => {
    const url = new URL(request.url)
    const headers = new Headers()
    let its: Route | undefined
    try {
      const match = url.pathname.startsWith(`${basePath}/`) ? route(url.pathname.slice(basePath.length)) : undefined
      if (!match) throw noSuchPath()
      its = match.methods.get(request.method)
      if (!its) throw wrongMethod([...match.methods.keys()].join(', '))
      const session = its.open ? undefined : authenticate(world, request, connection.ip)
      if (!world.limits.take(session?.account.id, headers)) throw tooManyRequests()
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
        signal: connection.signal ?? request.signal,
        headers,
      }
      return respond(await operations[its.operation]!(call), headers, its.answer)
    } catch (error) {
      const failure = error instanceof Failure ? error : internal()
      for (const [name, value] of Object.entries(failure.headers)) headers.set(name, value)
      // Where the request failed before an account was known, the headers tell of a full bucket.
      if (!headers.has('X-RateLimit-Limit')) world.limits.take(undefined, headers)
      return respond({ status: failure.status, body: { errors: failure.errors } }, headers, its?.answer)
    }
  }
}

function respond({ status, body, stream }: Answer, headers: Headers, answer = 'application/vnd.api+json'): Response {
  if (stream) headers.set('Content-Type', 'text/event-stream')
  else if (body !== undefined) headers.set('Content-Type', answer)
  return new Response(stream ?? (body === undefined ? null : JSON.stringify(body)), { status, headers })
}

function authenticate(
  world: World,
  request: Request,
  ip: string | undefined,
): { token: AccessToken; account: Account } {
  const [scheme = '', credentials = ''] = (request.headers.get('Authorization') ?? '').split(' ')
  const value = scheme.toLowerCase() === 'basic' ? fromBasic(credentials) : credentials
  const known = /^(bearer|basic)$/i.test(scheme) ? world.state.accessTokens.get(value) : undefined
  const account = world.state.accounts.get(known?.account ?? '')
  if (!known || !account) throw invalidCredentials('The access token is missing or unknown.')
  if (known.expires <= world.clock.now()) throw invalidCredentials('The access token has expired.')
  if (known.ip !== null && ip !== undefined && known.ip !== ip) {
    throw invalidCredentials('The access token belongs to another address.')
  }
  return { token: known, account }
}

/** The how-to shows the access token as the user name of HTTP Basic too, with an empty password. */
function fromBasic(credentials: string): string {
  try {
    return atob(credentials).replace(/:$/, '')
  } catch {
    return ''
  }
}
