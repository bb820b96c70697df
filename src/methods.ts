/**
 * From the operation table to methods: positional path ids, the envelope put on and taken off, options checked before
 * anything is sent.
 */
import { checkInteger, checkKeys, checkMilliseconds, unexpected } from './check.ts'
import { ArgumentError, errorFromResponse, parseBody, parseError, warningsOf } from './errors.ts'
import { type Identifier, sendInBatches } from './extensions/batches.ts'
import { pathSegment } from './extensions/confinement.ts'
import { createList } from './extensions/pages.ts'
import type { Namespaces } from './generated/methods.ts'
import { operations } from './generated/operations.ts'
import type { ListOptions, Page } from './types.ts'
import { mergeHeaders, type Send, type SendInit } from './wire.ts'

/** One operation, as the description has it. Parts that are absent do not apply. */
export interface Operation {
  verb: string
  path: string
  /** The answer is a list. */
  list?: true
  /** Names inside `filter[…]`. */
  filters?: string[]
  /** What `data` of the request is: attributes and relationships, one `{type, id}`, or many. */
  body?: string
  /** The only possible `type` of `data`. */
  type?: string
  /** `data` repeats the id of the path. */
  id?: true
  mediaType?: string
  /** Options that are query parameters, with their names on the wire. */
  query?: Record<string, string>
  /** Options that are headers, with their names on the wire. */
  header?: Record<string, string>
  /** Options that must be given. */
  required?: string[]
}

export type OperationTable = Record<string, Record<string, Operation>>

const requestOptions = ['signal', 'timeout', 'deadline', 'headers']
const listOptions = ['filter', 'page', 'from', 'prefetch']

function identifier(where: string, value: unknown, usual?: string): Identifier {
  const { type, id } = (typeof value === 'string' ? { type: usual, id: value } : Object(value)) as Partial<Identifier>
  if (typeof id !== 'string' || typeof type !== 'string' || !id) {
    throw new ArgumentError(
      `${where}: expected ${usual ? `a non-empty ${usual} id or ` : ''}an object with type and id`,
    )
  }
  return { type, id }
}

/** `data` of a create or an update; a whole resource in a relationship is cut down to its identifier. */
function resource(where: string, operation: Operation, id: unknown, input: unknown = {}): object {
  checkKeys(where, input, ['type', 'id', 'attributes', 'relationships'])
  const {
    type = operation.type,
    relationships,
    ...rest
  } = input as {
    type?: string
    attributes?: object
    relationships?: Record<string, unknown>
  }
  if (!type) throw new ArgumentError(`${where}: expected a type`)
  const data: Record<string, unknown> = { ...rest, type }
  if (operation.id) data['id'] = id
  if (relationships) {
    data['relationships'] = Object.fromEntries(
      Object.entries(relationships)
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => [name, identifier(`${where}: relationships.${name}`, value)]),
    )
  }
  return data
}

/** What the methods stand on. */
export interface MethodContext {
  baseUrl: string
  send: Send
  /** Told the body of every success. */
  onSuccess: (body: unknown) => void
  /** How many identifiers one call with these headers may carry. */
  batchSize: (headers: Record<string, string>) => number
}

type Options = ListOptions<Record<string, unknown>> & Record<string, unknown>

function method(name: string, operation: Operation, context: MethodContext): unknown {
  const { send, onSuccess, batchSize, baseUrl } = context
  const { verb, path, list, filters = [], body, query = {}, header = {}, required = [] } = operation
  const allowed = [...requestOptions, ...(list ? listOptions : []), ...Object.keys(query), ...Object.keys(header)]

  /** What answers with a resource, or a list of them: anything else, an empty answer too, is a failure. */
  const answers = list ? 'a list' : verb === 'GET' || body === 'resource' ? 'a resource' : undefined

  /** Sends, and gives the body of a success or throws what the answer says. */
  async function call(path: string, init: SendInit): Promise<{ data?: unknown } | undefined> {
    const response = await send(verb, path, init)
    // For what the answer itself does not tell, as that of a mock.
    const context = { method: verb, url: path[0] === '/' ? baseUrl + path : path }
    if (!response.ok) throw await errorFromResponse(response, context)
    const answer = (await parseBody(response, context)) as { data?: unknown } | undefined
    const data = answer?.data
    if (answers && (typeof data !== 'object' || !data || Array.isArray(data) === !list))
      throw parseError(`${answers} in data`, response, context)
    onSuccess(answer)
    return answer
  }

  /** Checks everything, then sends. A list is built at once and sent later: its mistakes must not wait until then. */
  function start(...args: unknown[]): unknown {
    let at = 0
    const url = path.replace(/\{(\w+)\}/g, (_, key: string) => pathSegment(`${name}: ${key}`, args[at++]))
    const id = args[at - 1]
    const input = body && args[at++]
    const options = (args[at] ?? {}) as Options
    checkKeys(`${name}: options`, options, allowed)
    const { signal, timeout, deadline, from, prefetch, filter = {}, page = {} } = options
    for (const key of required) {
      if (typeof options[key] !== 'string') throw new ArgumentError(`${name}: expected the option ${key}, a string`)
    }
    checkMilliseconds(`${name}: timeout`, timeout)
    checkMilliseconds(`${name}: deadline`, deadline)
    if (list) {
      checkKeys(`${name}: filter`, filter, filters)
      checkKeys(`${name}: page`, page, ['number', 'size'])
      checkInteger(`${name}: page.number`, page.number, 1)
      checkInteger(`${name}: page.size`, page.size, 1, 100)
      checkInteger(`${name}: prefetch`, prefetch, 0, 100)
    }

    const wanted: Record<string, unknown> = {}
    for (const key in query) wanted[query[key]!] = options[key]
    for (const key in filter) wanted[`filter[${key}]`] = filter[key]
    for (const key in page) wanted[`page[${key}]`] = page[key as keyof typeof page]
    const named: Record<string, string | undefined> = {}
    for (const key in header) named[header[key]!] = options[key] as string | undefined
    const headers = mergeHeaders(options.headers, named)
    const params = { query: wanted }
    const init: SendInit = { signal, timeout, deadline, headers }

    if (list) {
      return createList({
        from,
        prefetch,
        signal,
        async fetchPage(next, signal): Promise<Page<unknown>> {
          // What is no URL at all is left to the confinement, like what leads elsewhere.
          const link = next && URL.canParse(next, baseUrl) ? new URL(next, baseUrl).href : next
          const page = (await (link
            ? call(link, { ...init, signal })
            : call(url, { ...init, signal, params }))) as Page<unknown>
          return { ...page, links: page.links ?? {}, warnings: warningsOf(page) }
        },
      })
    }
    if (body === 'identifiers') {
      if (!Array.isArray(input)) throw unexpected(name, 'an array of ids', input)
      return sendInBatches(
        input.map((item, i) => identifier(`${name}: [${i}]`, item, operation.type)),
        () => batchSize(headers),
        (data) => call(url, { ...init, body: { data } }),
      )
    }
    if (body) {
      const data =
        body === 'identifier' ? identifier(name, input, operation.type) : resource(name, operation, id, input)
      init.body = { data }
    }
    return call(url, { ...init, params }).then((answer) => answer?.data)
  }

  if (list) return start
  return (...args: unknown[]) => {
    try {
      return start(...args)
    } catch (error) {
      return Promise.reject(error)
    }
  }
}

/** Every namespace of the table, its methods bound to the wire. */
export const createMethods = (context: MethodContext): Namespaces =>
  mapValues(operations, (methods, namespace) =>
    mapValues(methods, (operation, name) => method(`${namespace}.${name}`, operation, context)),
  ) as unknown as Namespaces

const mapValues = <T, U>(object: Record<string, T>, map: (value: T, key: string) => U): Record<string, U> =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, map(value, key)]))
