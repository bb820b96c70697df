/**
 * The typed wire. This is the only file that knows openapi-fetch: replacing it means rewriting this file and no other.
 */
import createClient from 'openapi-fetch'
import { parseJson } from './errors.ts'
import { pathSegment } from './extensions/confinement.ts'
import type { CallInit, Fetch } from './fetch.ts'
import { mediaType, mediaTypes } from './generated/operations.ts'
import type { components, paths } from './generated/schema.ts'

type Verb = 'get' | 'put' | 'post' | 'patch' | 'delete'

/** The paths that have an operation of this verb. */
export type PathsWith<V extends Verb> = {
  [P in keyof paths]: paths[P] extends { [K in V]: object } ? P : never
}[keyof paths]

type Content<T> = T extends { content: infer C } ? (C extends object ? C[keyof C] : never) : never

/** What an operation answers when it succeeds; `undefined` where the answer is empty. */
type Success<Op> = Op extends { responses: infer R }
  ? {
      [S in keyof R]: S extends 200 | 201 | 202 | 203 | 204
        ? R[S] extends { content: object }
          ? Content<R[S]>
          : undefined
        : never
    }[keyof R]
  : never

type Body<Op> = Op extends { requestBody: infer B }
  ? { body: Content<B> }
  : Op extends { requestBody?: infer B }
    ? [B] extends [undefined]
      ? { body?: undefined }
      : { body?: Content<NonNullable<B>> }
    : { body?: undefined }

type Given<T> = { [K in keyof T as T[K] extends undefined ? never : K]: T[K] }
type NeedsValue<T> = object extends T ? false : true

type Parameters_<Op> = Op extends { parameters: infer P }
  ? { [K in keyof Given<Omit<P, 'cookie'>>]: Given<P>[K & keyof Given<P>] }
  : object

type Params<Op> = NeedsValue<Parameters_<Op>> extends true ? { params: Parameters_<Op> } : { params?: Parameters_<Op> }

/** What a call on the typed wire takes: the parameters and the body of the operation as described, and the fetch options. */
export type WireInit<Op> = Params<Op> &
  Body<Op> &
  Omit<CallInit, 'body' | 'method' | 'headers'> & {
    headers?: Record<string, string | undefined> | undefined
    /** How to read a successful answer. `stream` gives the body unread. @default 'json' */
    parseAs?: 'json' | 'text' | 'stream' | undefined
  }

/** What a call on the typed wire answers. An HTTP status never throws; look at `error` or `response.ok`. */
export type WireResult<Op> =
  | { data: Success<Op>; error?: undefined; response: Response }
  | { data?: undefined; error: components['schemas']['ErrorDocument']; response: Response }

type WireMethod<V extends Verb> = <P extends PathsWith<V>>(
  path: P,
  ...init: NeedsValue<Params<paths[P][V]> & Body<paths[P][V]>> extends true
    ? [init: WireInit<paths[P][V]>]
    : [init?: WireInit<paths[P][V]>]
) => Promise<WireResult<paths[P][V]>>

/** Every operation of the description by its verb and path, with everything the envelope holds. */
export interface WireClient {
  GET: WireMethod<'get'>
  PUT: WireMethod<'put'>
  POST: WireMethod<'post'>
  PATCH: WireMethod<'patch'>
  DELETE: WireMethod<'delete'>
}

/** The wire without its types, for callers that go by the operation table. */
export type UntypedWire = (
  verb: string,
  path: string,
  init: Omit<CallInit, 'body' | 'headers'> & {
    params?: object
    baseUrl?: string
    headers?: Record<string, string | undefined> | undefined
    body?: unknown
    parseAs?: 'json' | 'text' | 'stream' | undefined
  },
) => Promise<{ data?: unknown; error?: unknown; response: Response }>

/**
 * Stands in for `Request` between openapi-fetch and our fetch, which takes a URL and an init: building a real one
 * costs more than the rest of the client together, and `fetch` builds it anyway.
 */
class RequestLike {
  declare url: string
  constructor(url: string, init: CallInit) {
    Object.assign(this, init)
    Object.defineProperty(this, 'url', { value: url })
  }
}

/** Puts the ids into a path. */
const serializePath = (path: string, params: Record<string, unknown> = {}): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => pathSegment(`${path}: ${name}`, params[name]))

/** `filter[tags]` and other arrays travel as one comma-separated value. */
function serializeQuery(query: Record<string, unknown>): string {
  return new URLSearchParams(
    Object.entries(query).flatMap(([name, value]) => (value == null ? [] : [[name, `${value as string | number}`]])),
  ).toString()
}

/** Makes the wire over a fetch that already is what the extensions made of it. */
export function createWire(
  baseUrl: string,
  fetch: Fetch,
  baseHeaders: Record<string, string> = {},
): { client: WireClient; send: UntypedWire } {
  const client = createClient<paths>({
    baseUrl,
    fetch: (request) => fetch(request.url, request),
    Request: RequestLike as unknown as typeof Request,
    headers: { Accept: `${mediaType}, application/json`, ...baseHeaders },
    pathSerializer: serializePath,
    querySerializer: serializeQuery,
  })
  const send: UntypedWire = async (verb, path, { headers, parseAs = 'json', ...init }) => {
    const type = init.body === undefined ? undefined : { 'Content-Type': mediaTypes[path] ?? mediaType }
    const result = (await client.request(
      verb.toLowerCase() as 'get',
      path as never,
      {
        ...init,
        // openapi-fetch answers broken JSON with a bare SyntaxError: it gets to see text only.
        parseAs: parseAs === 'json' ? 'text' : parseAs,
        headers: { ...type, ...headers },
      } as never,
    )) as { data?: unknown; error?: unknown; response: Response }
    if (parseAs === 'json' && typeof result.data === 'string') {
      const context = { method: verb, url: result.response.url || path }
      result.data = result.data ? parseJson(result.data, result.response, context) : undefined
    }
    return result
  }
  const method =
    (verb: string) =>
    (path: string, init: object = {}) =>
      send(verb, path, init)
  return {
    send,
    client: Object.fromEntries(
      ['GET', 'PUT', 'POST', 'PATCH', 'DELETE'].map((verb) => [verb, method(verb)]),
    ) as unknown as WireClient,
  }
}
