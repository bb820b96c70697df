/**
 * From the operation table to methods: positional path ids, the envelope put on and taken off, options checked before
 * anything is sent.
 */
import { ArgumentError, errorFromResponse, parseBody, ParseError, warningsOf } from './errors.ts'
import { type Identifier, sendInBatches } from './extensions/batches.ts'
import { pathSegment } from './extensions/confinement.ts'
import { createList } from './extensions/pages.ts'
import type { Namespaces } from './generated/methods.ts'
import { operations } from './generated/operations.ts'
import type { ListOptions, Page, RequestOptions } from './types.ts'
import type { Send, SendInit } from './wire.ts'

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

/** Refuses what is not an object or has keys that nobody knows: a misspelt option must not pass in silence. */
export function checkKeys(where: string, value: unknown, allowed: readonly string[]): void {
  if (value === undefined) return
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ArgumentError(`${where}: expected an object, got ${value === null ? 'null' : typeof value}`)
  }
  const unknown = Object.keys(value).find((key) => !allowed.includes(key))
  if (unknown !== undefined) {
    throw new ArgumentError(`${where}: unknown "${unknown}"; expected ${allowed.join(', ') || 'nothing'}`)
  }
}

function checkInteger(where: string, value: unknown, least: number, most: number): void {
  if (value !== undefined && !(Number.isInteger(value) && (value as number) >= least && (value as number) <= most)) {
    const range = most === Infinity ? `of at least ${least}` : `from ${least} to ${most}`
    throw new ArgumentError(`${where}: expected an integer ${range}, got ${JSON.stringify(value)}`)
  }
}

function identifier(where: string, value: unknown, type: string | undefined): Identifier {
  const found = typeof value === 'string' && type ? { type, id: value } : (value as Identifier | undefined)
  if (typeof found?.id !== 'string' || typeof found.type !== 'string' || found.id === '') {
    throw new ArgumentError(`${where}: expected ${type ? `a non-empty ${type} id or ` : ''}an object with type and id`)
  }
  return { type: found.type, id: found.id }
}

/** `data` of a create or an update; a whole resource in a relationship is cut down to its identifier. */
function resource(where: string, { type, id }: Operation, pathId: string | undefined, input: unknown = {}): object {
  checkKeys(where, input, ['type', 'id', 'attributes', 'relationships'])
  const data = input as { type?: string; attributes?: object; relationships?: Record<string, unknown> }
  if (!(data.type ?? type)) throw new ArgumentError(`${where}: expected a type`)
  return {
    ...data,
    type: data.type ?? type,
    ...(id && { id: pathId }),
    ...(data.relationships && {
      relationships: Object.fromEntries(
        Object.entries(data.relationships)
          .filter(([, value]) => value !== undefined)
          .map(([name, value]) => [name, identifier(`${where}: relationships.${name}`, value, undefined)]),
      ),
    }),
  }
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

function method(name: string, operation: Operation, context: MethodContext): unknown {
  const { send, onSuccess, batchSize, baseUrl } = context
  const { verb, path, list, filters, body, query = {}, header = {}, required = [] } = operation
  const pathNames = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!)
  const allowed = [...requestOptions, ...(list ? listOptions : []), ...Object.keys(query), ...Object.keys(header)]

  /** Sends, and gives the body of a success or throws what the answer says. */
  async function call(template: string, init: SendInit): Promise<{ data?: unknown } | undefined> {
    const response = await send(verb, template, init)
    const about = { method: verb, url: response.url || template }
    if (!response.ok) throw await errorFromResponse(response, about)
    const body = await parseBody(response, about)
    onSuccess(body)
    return body as { data?: unknown } | undefined
  }

  function prepare(args: unknown[]) {
    const ids = args.slice(0, pathNames.length)
    const params = {
      path: Object.fromEntries(pathNames.map((key, i) => [key, ids[i]])),
      query: {} as Record<string, unknown>,
    }
    // A list is built at once and sent later: its mistakes must not wait until then.
    pathNames.forEach((key, i) => pathSegment(`${name}: ${key}`, ids[i]))
    const options = (args[pathNames.length + (body ? 1 : 0)] ?? {}) as ListOptions<Record<string, unknown>> &
      Record<string, unknown>
    checkKeys(`${name}: options`, options, allowed)
    for (const key of required) {
      if (typeof options[key] !== 'string') throw new ArgumentError(`${name}: expected the option ${key}, a string`)
    }
    for (const [key, wire] of Object.entries(query)) params.query[wire] = options[key]
    if (list) {
      checkKeys(`${name}: filter`, options.filter, filters ?? [])
      checkKeys(`${name}: page`, options.page, ['number', 'size'])
      checkInteger(`${name}: page.number`, options.page?.number, 1, Infinity)
      checkInteger(`${name}: page.size`, options.page?.size, 1, 100)
      checkInteger(`${name}: prefetch`, options.prefetch, 0, Infinity)
      for (const [key, value] of Object.entries(options.filter ?? {})) params.query[`filter[${key}]`] = value
      for (const [key, value] of Object.entries(options.page ?? {})) params.query[`page[${key}]`] = value
    }
    const headers: Record<string, string> = { ...options.headers }
    for (const [key, wire] of Object.entries(header)) {
      if (options[key] !== undefined) headers[wire] = options[key] as string
    }
    const { signal, timeout, deadline } = options as RequestOptions
    // An absent option must not override the default of the layer that reads it.
    const init: SendInit = { params, headers }
    if (signal) init.signal = signal
    if (timeout !== undefined) init.timeout = timeout
    if (deadline !== undefined) init.deadline = deadline
    return { init, headers, ids, input: args[pathNames.length], options }
  }

  if (list) {
    return (...args: unknown[]) => {
      const { init, options } = prepare(args)
      return createList({
        from: options.from,
        prefetch: options.prefetch,
        signal: options.signal,
        async fetchPage(url, signal): Promise<Page<unknown>> {
          const page = (await (url
            ? call(new URL(url, baseUrl).href, { ...init, params: {}, signal })
            : call(path, { ...init, signal }))) as Partial<Page<unknown>> | undefined
          if (!Array.isArray(page?.data)) throw new ParseError(`${verb} ${path}: expected a list in data`)
          return { ...page, data: page.data, links: page.links ?? {}, warnings: warningsOf(page) }
        },
      })
    }
  }

  if (body === 'identifiers') {
    return async (...args: unknown[]) => {
      const { init, headers, input } = prepare(args)
      if (!Array.isArray(input)) throw new ArgumentError(`${name}: expected an array of ids`)
      const data = input.map((item, i) => identifier(`${name}: [${i}]`, item, operation.type))
      await sendInBatches(
        data,
        () => batchSize(headers),
        (batch) => call(path, { ...init, body: { data: batch } }),
      )
    }
  }

  return async (...args: unknown[]) => {
    const { init, ids, input } = prepare(args)
    if (body) {
      const data =
        body === 'identifier'
          ? identifier(name, input, operation.type)
          : resource(name, operation, ids.at(-1) as string, input)
      init.body = { data }
    }
    const answer = await call(path, init)
    return answer?.data
  }
}

/** Every namespace of the table, its methods bound to the wire. */
export function createMethods(context: MethodContext): Namespaces {
  return Object.fromEntries(
    Object.entries(operations).map(([namespace, methods]) => [
      namespace,
      Object.fromEntries(
        Object.entries(methods).map(([name, operation]) => [name, method(`${namespace}.${name}`, operation, context)]),
      ),
    ]),
  ) as unknown as Namespaces
}
