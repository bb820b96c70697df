/**
 * The typed wire. This is the only file that knows openapi-fetch: replacing it means rewriting this file and no other.
 *
 * Of openapi-fetch the parts are used that make URL and headers. Its client would bring serializers, middleware and a
 * `Request` per call, which cost as many bytes as all of our transport and have no use here.
 */
import { createFinalURL } from 'openapi-fetch'
import { parseBody } from './errors.ts'
import { pathSegment } from './extensions/confinement.ts'
import { readable } from './extensions/timeout.ts'
import { type CallInit, type Fetch, textOf } from './fetch.ts'
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
export type WireInit<Op, As extends ParseAs = ParseAs> = Params<Op> &
  Body<Op> &
  Omit<CallInit, 'body' | 'method' | 'headers'> & {
    headers?: Record<string, string | undefined> | undefined
    /** How to read a successful answer. `stream` gives the body unread. @default 'json' */
    parseAs?: As | undefined
  }

type ParseAs = 'json' | 'text' | 'stream'

/** `data` of a success, as it was asked for. */
type Data<Op, As extends ParseAs> = As extends 'text'
  ? string
  : As extends 'stream'
    ? ReadableStream<Uint8Array> | null
    : Success<Op>

/** What a call on the typed wire answers. An HTTP status never throws; look at `error` or `response.ok`. */
export type WireResult<Op, As extends ParseAs = 'json'> =
  | { data: Data<Op, As>; error?: undefined; response: Response }
  | { data?: undefined; error: components['schemas']['ErrorDocument']; response: Response }

type WireMethod<V extends Verb> = <P extends PathsWith<V>, As extends ParseAs = 'json'>(
  path: P,
  ...init: NeedsValue<Params<paths[P][V]> & Body<paths[P][V]>> extends true
    ? [init: WireInit<paths[P][V], As>]
    : [init?: WireInit<paths[P][V], As>]
) => Promise<WireResult<paths[P][V], As>>

/**
 * Every operation of the description by its verb and path, with everything the envelope holds. A call rejects with an
 * ImpCentralError when there is no answer to give: the network failed, time was up, signing in failed, a success was no
 * JSON. An error status is no reason: look at `error`.
 *
 * @example
 * const { data, error, response } = await imp.client.GET('/devices/{device}', { params: { path: { device } } })
 */
export interface WireClient {
  /** Sends a GET to a path of the description. */
  GET: WireMethod<'get'>
  /** Sends a PUT to a path of the description. */
  PUT: WireMethod<'put'>
  /** Sends a POST to a path of the description. */
  POST: WireMethod<'post'>
  /** Sends a PATCH to a path of the description. */
  PATCH: WireMethod<'patch'>
  /** Sends a DELETE to a path of the description. */
  DELETE: WireMethod<'delete'>
}

/** What a call takes that goes by the operation table and not by types. */
export interface SendInit extends Omit<CallInit, 'body' | 'headers'> {
  params?: {
    path?: Record<string, unknown>
    query?: Record<string, unknown>
    header?: Record<string, string | undefined>
  }
  headers?: HeadersLike | undefined
  body?: unknown
}

/** Sends one operation. An absolute URL is taken as it is. */
export type Send = (verb: string, path: string, init: SendInit) => Promise<Response>

/** Puts the ids into a path. */
const pathSerializer = (path: string, params: Record<string, unknown>): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => pathSegment(`${path}: ${name}`, params[name]))

/** `filter[tags]` and other arrays travel as one comma-separated value. */
const querySerializer = (query: Record<string, unknown>): string =>
  Object.entries(query)
    .flatMap(([name, value]) =>
      value == null ? [] : `${encodeURIComponent(name)}=${encodeURIComponent(value as string | number)}`,
    )
    .join('&')

export type HeadersLike = Iterable<[string, string]> | Record<string, string | undefined>

/** The later ones win, whatever the case of their names. A plain object, which passes straight through the extensions. */
export function mergeHeaders(...all: (HeadersLike | undefined)[]): Record<string, string> {
  const merged: Record<string, string> = {}
  for (const headers of all)
    for (const [name, value] of Symbol.iterator in Object(headers)
      ? (headers as Iterable<[string, string]>)
      : Object.entries((headers ?? {}) as Record<string, string | undefined>))
      if (value != null) merged[name.toLowerCase()] = value
  return merged
}

/** Makes the wire over a fetch that already is what the extensions made of it. */
export function createWire(
  baseUrl: string,
  fetch: Fetch,
  /** Told the body of every success that `client` has parsed. */
  onSuccess: (body: unknown) => void,
): { client: WireClient; send: Send } {
  const send: Send = (verb, path, { params = {}, headers, body, ...init }) =>
    fetch(createFinalURL(path, { baseUrl: path[0] === '/' ? baseUrl : '', params, pathSerializer, querySerializer }), {
      ...init,
      method: verb,
      headers: {
        accept: `${mediaType}, application/json`,
        ...(body !== undefined && { 'content-type': mediaTypes[path] ?? mediaType }),
        ...mergeHeaders(params.header, headers),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
  const method =
    (verb: string) =>
    async (path: string, { parseAs, ...init }: SendInit & Pick<WireInit<object>, 'parseAs'> = {}) => {
      const response = readable(await send(verb, path, parseAs === 'stream' ? { ...init, stream: true } : init))
      if (!response.ok) {
        const error: unknown = await response.json().catch(() => {})
        // A gateway's page, or nothing at all, is an error too: `error` is never falsy, and always of its type.
        return { error: Array.isArray(Object(error).errors) ? error : { errors: [] }, response }
      }
      if (parseAs === 'stream') return { data: response.body, response }
      if (parseAs === 'text') return { data: await textOf(response), response }
      const data = await parseBody(response, { method: verb, url: path })
      onSuccess(data)
      return { data, response }
    }
  return {
    send,
    client: Object.fromEntries(
      ['GET', 'PUT', 'POST', 'PATCH', 'DELETE'].map((verb) => [verb, method(verb)]),
    ) as unknown as WireClient,
  }
}
