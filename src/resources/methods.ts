/**
 * From the operation table to methods: positional path ids, the envelope put on and taken off, options checked before
 * anything is sent.
 */
import {
  aSignal,
  aString,
  type Check,
  type Checks,
  checkOptions,
  headerFields,
  integer,
  milliseconds,
  options as optionsOf,
  unexpected,
} from '../core/check.ts'
import { ArgumentError } from '../core/error.ts'
import type { CallInit } from '../core/fetch.ts'
import { traced } from '../core/stack.ts'
import type { Clock } from '../core/time.ts'
import { decoded, pathSegment, trimBase } from '../core/url.ts'
import type { ApiError } from '../errors/classes.ts'
import { apiError, parseAnswer, parseError } from '../errors/from-answer.ts'
import { isNotFoundError } from '../errors/guards.ts'
import { type Warning, warningsOf } from '../errors/objects.ts'
import type { Redactor } from '../errors/redaction.ts'
import { createList, keyOf, type Page } from '../extensions/pages.ts'
import type { Namespaces } from '../generated/methods.ts'
import { operations } from '../generated/operations.ts'
import { type Identifier, sendInBatches } from './batches.ts'
import { identifier, resource } from './data.ts'
import type { ListOptions, Operation, RequestOptions } from './types.ts'
import type { Send, SendContent } from './wire.ts'

type Options = ListOptions<Record<string, unknown>> & Record<string, unknown>
type PageOptions = NonNullable<ListOptions['page']>

const requestChecks: Checks<RequestOptions> = {
  signal: aSignal,
  timeout: milliseconds,
  deadline: milliseconds,
  headers: headerFields,
}
const pageChecks: Checks<PageOptions> = { number: integer(1), size: integer(1, 100) }

/** A filter that is not there would list everything. */
const aFilter =
  (many: boolean): Check =>
  (where, value) => {
    if (value === undefined || value === null || (value as unknown[]).length === 0)
      throw new ArgumentError(
        `${where}: expected a value, got ${value == null ? String(value) : 'nothing'}, which would list everything`,
      )
    for (const item of many ? [value].flat() : [value])
      if (!/^(string|number|boolean)$/.test(typeof item)) throw unexpected(where, 'a single value', item)
  }

const listChecks = (
  list: string,
  filters: readonly string[],
): Checks<Omit<ListOptions<object>, keyof RequestOptions>> => ({
  filter: optionsOf(Object.fromEntries(filters.map((name) => [name.replace('[]', ''), aFilter(name.endsWith(']'))]))),
  page: optionsOf(list === 'pages' ? pageChecks : {}),
  from: aString,
  prefetch: integer(0, 100),
})

/** Everything that the last argument of a method may hold. */
const checksOf = ({ list, filters = [], query, header }: Operation): Record<string, Check> => ({
  ...requestChecks,
  ...(list && listChecks(list, filters)),
  ...Object.fromEntries([...Object.keys(query ?? {}), ...Object.keys(header ?? {})].map((name) => [name, aString])),
})

/** What the methods stand on. */
export interface MethodContext {
  baseUrl: string
  upstreamUrl?: string | undefined
  send: Send
  redactor: Redactor
  /** Told the body of every success. */
  onSuccess: (body: unknown) => void
  /** How many production devices one call may take out of their group: as many as the bucket of those holds. */
  mostUnbonded: () => number
  /** Ends every reading of a list, beside the call's own. */
  signal?: AbortSignal | undefined
  /** Milliseconds for a whole call that says nothing of it. */
  deadline?: number | undefined
  clock: Clock
}

/** Items a page, unless the caller says otherwise: the most that the service gives (how-to, "Pagination"). */
const PAGE_SIZE = 100

/** The links of a page as absolute URLs: the service's may be relative to the page. A page that names itself as the next one is the last. */
const absolute = (links: Page<unknown>['links'] | undefined, page: string): Page<unknown>['links'] =>
  Object.fromEntries(
    Object.entries(links ?? {}).flatMap(([name, given]) => {
      // What is no URL at all is left to the confinement, like what leads elsewhere.
      const link = given && (URL.parse(given, page)?.href ?? given)
      return link && !(name === 'next' && keyOf(link) === keyOf(page)) ? [[name, link]] : []
    }),
  )

/** Of what is not there, the id that was given, unless it may not be shown: those of credentials are secrets. */
function withId(error: ApiError, { params, body }: SendContent): ApiError {
  if (!isNotFoundError(error)) return error
  const { data } = Object(body) as { data?: Identifier | Identifier[] }
  const items = [data ?? []].flat()
  const inPath = Object.values(params!.path!).at(-1) as string
  // A pointer leads into the body: to the item, where there is a single one.
  const id = error.pointer ? !items[1] && items[0]?.id : (error.status === 404 || !Array.isArray(data)) && inPath
  return id && (id !== inPath || decoded(error.url).includes(id)) ? Object.assign(error, { id }) : error
}

function method(name: string, operation: Operation, context: MethodContext): unknown {
  const { send, redactor, onSuccess, mostUnbonded, clock, baseUrl, upstreamUrl = baseUrl, signal: always } = context
  const roots = [baseUrl, trimBase(upstreamUrl)]
  const { verb, path, list, body, optional, query = {}, header = {}, required = [] } = operation
  const keys = [...path.matchAll(/\{(\w+)\}/g)].map(([, key]) => key!)
  const checks = checksOf(operation)
  /** Whether a link leads to this list, as far as it leads to the API at all. */
  const belongs = (link: string) => {
    const { origin, pathname } = URL.parse(link, `${baseUrl}/`) ?? {}
    const root = roots.find((each) => `${origin}${pathname}`.startsWith(`${each}/`))
    const collection = new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`)
    return !root || collection.test(`${origin}${pathname}`.slice(root.length))
  }
  /** What answers with a resource, or a list of them: anything else, an empty answer too, is a failure. */
  const answers = list ? 'a list' : verb === 'GET' || body === 'resource' ? 'a resource' : undefined

  /** Sends, and gives the body of a success or throws what the answer says. */
  async function call(
    content: SendContent,
    init: CallInit,
  ): Promise<{ answer: { data?: unknown } | undefined; url: () => string }> {
    const { data: text, error, response } = await send(verb, path, content, init)
    const request = { method: verb, url: content.link ?? baseUrl + path }
    if (!response.ok) throw withId(apiError(response, request, redactor, error), content)
    const answer = parseAnswer((text as string | undefined) ?? '', response, request, redactor) as { data?: unknown }
    const data = answer?.data
    if (answers && (typeof data !== 'object' || !data || Array.isArray(data) === !list))
      throw parseError(`${answers} in data`, response, request, redactor)
    onSuccess(answer)
    // The answer of a middleware does not tell its URL.
    return { answer, url: () => response.url || request.url }
  }

  /** Checks everything, before anything is sent. */
  function prepare(args: unknown[]) {
    const path = Object.fromEntries(keys.map((key, at) => [key, args[at]]))
    for (const key of keys) pathSegment(`${name}: ${key}`, path[key])
    const last = args.slice(keys.length)
    // Where nothing must be said of the resource, a single argument is the options.
    const [input, given] = body && !(optional && last.length === 1) ? last : [undefined, last[0]]
    const options = (given ?? {}) as Options
    checkOptions(name, options, checks)
    for (const key of required)
      if (options[key] === undefined) throw new ArgumentError(`${name}: expected the option ${key}, a string`)
    const { signal, timeout, deadline, filter = {}, page = {} } = options
    const wanted: Record<string, unknown> = {}
    for (const key in query) wanted[query[key]!] = options[key]
    for (const key in filter) wanted[`filter[${key}]`] = filter[key]
    for (const key in page) wanted[`page[${key}]`] = page[key as keyof typeof page]
    const named: Record<string, string | undefined> = {}
    for (const key in header) named[header[key]!] = options[key] as string | undefined
    const params = { path, query: wanted, header: named }
    const content: SendContent = { params, headers: options.headers }
    return { id: args[keys.length - 1], input, options, content, init: { signal, timeout, deadline } }
  }

  /** A list is built at once and sent later: its mistakes must not wait until then. */
  const listed = (...args: unknown[]) => {
    const { options, content, init } = prepare(args)
    const { from, prefetch, signal, page } = options
    if (from !== undefined && !belongs(from))
      throw new ArgumentError(`${name}: expected from to be a link of a page of this list`)
    return createList({
      from,
      prefetch,
      signal: [signal ?? [], always ?? []].flat(),
      async fetchPage(next, signal, wanted = Infinity): Promise<Page<unknown>> {
        const size = page?.size ?? Math.max(1, Math.min(PAGE_SIZE, wanted))
        const link = next && (URL.parse(next, `${baseUrl}/`)?.href ?? next)
        const query = link ? {} : { ...content.params!.query, ...(list === 'pages' && { 'page[size]': size }) }
        const { answer, url } = await call(
          { ...content, link, params: { ...content.params, query } },
          { ...init, signal },
        )
        const { links, ...rest } = answer as Page<unknown>
        const warnings = warningsOf(answer).map((warning) => redactor.value(warning) as Warning)
        return { ...rest, links: absolute(links, url()), warnings }
      },
    })
  }

  const sent = async (...args: unknown[]) => {
    const { id, input, options, content, init } = prepare(args)
    if (body === 'identifiers') {
      if (!Array.isArray(input)) throw unexpected(name, 'an array of ids', input)
      const { deadline = context.deadline } = init
      const end = deadline ? clock.now() + deadline : Infinity
      // What is left of the time is each batch's: what was done when it is up can then be told.
      const left = () => (end < Infinity ? Math.max(1, end - clock.now()) : deadline)
      return sendInBatches(
        input.map((item, i) => identifier(`${name}: [${i}]`, item, operation.type)),
        options['unbondKey'] === undefined ? () => Infinity : mostUnbonded,
        (data) => call({ ...content, body: { data } }, { ...init, deadline: left() }),
      )
    }
    if (body) {
      const data =
        body === 'identifier' ? identifier(name, input, operation.type) : resource(name, operation, id, input)
      content.body = { data }
    }
    return (await call(content, init)).answer?.data
  }

  return list ? listed : traced(sent)
}

/** Every namespace of the table, its methods bound to the wire. */
export const createMethods = (context: MethodContext): Namespaces =>
  mapValues(operations, (methods, namespace) =>
    mapValues(methods, (operation, name) => method(`${namespace}.${name}`, operation, context)),
  ) as unknown as Namespaces

const mapValues = <T, U>(object: Record<string, T>, map: (value: T, key: string) => U): Record<string, U> =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, map(value, key)]))
