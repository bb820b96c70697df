/**
 * The typed wire. This is the only file that knows openapi-fetch: replacing it means rewriting this file and no other.
 */
import createClient, { createFinalURL, type Middleware } from 'openapi-fetch'
import type { CallInit, Fetch } from '../core/fetch.ts'
import { type HeadersLike, mergeHeaders } from '../core/headers.ts'
import { traced } from '../core/stack.ts'
import { isErrorDocument, parseAnswer } from '../errors/from-answer.ts'
import type { Redactor } from '../errors/redaction.ts'
import type { Within } from '../extensions/timeout.ts'
import { mediaType, mediaTypes } from '../generated/operations.ts'
import type { components, paths } from '../generated/schema.ts'
import { pathSerializer, querySerializer, unbondOf, WireRequest } from './request.ts'

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
  /** Adds middleware of openapi-fetch. It sees the calls of the methods and the pages of lists, too; `fetch` and log streams go past it. */
  use(...middleware: Middleware[]): void
  /** Takes middleware out again. */
  eject(...middleware: Middleware[]): void
}

/** What a call sends that goes by the operation table and not by types. */
export interface SendContent {
  params?: {
    path?: Record<string, unknown> | undefined
    query?: Record<string, unknown> | undefined
    header?: Record<string, string | undefined> | undefined
  }
  headers?: HeadersLike | undefined
  body?: unknown
  /** A link to a page, in place of the URL that path and parameters make. */
  link?: string | undefined
  /** How openapi-fetch reads a success. @default 'text' */
  parseAs?: ParseAs | undefined
}

/** What came of it: the text of a success, or what a failure has as its body. */
export interface Sent {
  data?: unknown
  error?: unknown
  response: Response
}

/** What the methods of `client` take, whatever the path. */
type GivenInit = Pick<SendContent, 'params' | 'headers' | 'body' | 'parseAs'> & Omit<CallInit, 'headers' | 'body'>

/** Sends one operation. */
export type Send = (verb: string, path: string, content: SendContent, init: CallInit) => Promise<Sent>

/** The wire of a client. */
export interface Wire {
  /**
   * Over this fetch, which is what the extensions made of it but for the limits of whole calls: those are `within`'s, so that they hold for
   * middleware as well. Middleware is the same for all.
   */
  over(fetch: Fetch, within: Within): { client: WireClient; send: Send }
}

const accept = `${mediaType}, application/json`

export function createWire(
  baseUrl: string,
  redactor: Redactor,
  /** Told the body of every success that `client` has parsed. */
  onSuccess: (body: unknown) => void,
): Wire {
  const openapi = createClient<paths>({
    baseUrl,
    Request: WireRequest as unknown as typeof Request,
    pathSerializer,
    querySerializer,
  }) as unknown as {
    request(verb: string, path: string, init: object): Promise<Sent>
    use: (...middleware: Middleware[]) => void
    eject: (...middleware: Middleware[]) => void
  }

  let middlewares = 0

  const over: Wire['over'] = (fetch, within) => {
    const send: Send = (verb, path, { params = {}, headers, body, link, parseAs = 'text' }, init) => {
      const given = mergeHeaders(headers, params.header)
      // The two calls with a media type of their own are those that sign in: their bodies hold credentials.
      if (mediaTypes[path] && body) redactor.addSignIn(body)
      const own = {
        ...init,
        unbond: unbondOf(given, body),
        headers: {
          accept,
          ...(body !== undefined && { 'content-type': mediaTypes[path] ?? mediaType }),
          ...given,
        },
      }
      const request = (signal?: AbortSignal) =>
        openapi.request(verb, path, {
          signal,
          body,
          parseAs,
          // Fast path: nobody else has them in hands.
          headers: middlewares ? own.headers : undefined,
          params: { path: params.path ?? {}, query: params.query },
          pathSerializer: link && (() => link),
          fetch: (request: Request | WireRequest) =>
            request instanceof Request
              ? fetch(request, { ...own, signal, headers: request.headers })
              : fetch(request.url, {
                  ...own,
                  signal,
                  method: request.method,
                  headers: middlewares ? Object.fromEntries(request.headers) : own.headers,
                  body: request.body,
                }),
        })
      const url = () => link ?? createFinalURL(path, { baseUrl, params, querySerializer, pathSerializer })
      const outside = middlewares > 0 ? 'Waiting for a middleware' : undefined
      return within(init, { method: verb, url, outside }, request)
    }

    const method = (verb: string) =>
      traced(async (path: string, { parseAs = 'json', params, headers, body: given, ...init }: GivenInit = {}) => {
        const content = { params, headers, body: given, parseAs: parseAs === 'json' ? 'text' : parseAs } as const
        const how = parseAs === 'stream' ? { ...init, stream: true } : init
        const { data, error, response } = await send(verb, path, content, how)
        // A gateway's page, or nothing at all, is an error too: `error` is never falsy, and always of its type.
        if (!response.ok) return { error: isErrorDocument(error) ? redactor.value(error) : { errors: [] }, response }
        if (parseAs !== 'json') return { data, response }
        const body = parseAnswer((data as string | undefined) ?? '', response, { method: verb, url: path }, redactor)
        onSuccess(body)
        return { data: body, response }
      })
    const verbs = Object.fromEntries(['GET', 'PUT', 'POST', 'PATCH', 'DELETE'].map((verb) => [verb, method(verb)]))
    const use = (...middleware: Middleware[]) => {
      middlewares += middleware.length
      openapi.use(...middleware)
    }
    return { send, client: { ...verbs, use, eject: openapi.eject } as unknown as WireClient }
  }
  return { over }
}
