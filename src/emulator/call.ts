import { Failure, invalidParameter } from './failures.ts'
import type { Account, AccessToken } from './state.ts'
import type { World } from './world.ts'

/** One request on its way through the cloud, as the operations see it. */
export interface Call {
  readonly world: World
  readonly request: Request
  /** The URL of the request. */
  readonly url: URL
  /** Where the API begins at the address under which the request came in: links and log stream URLs start with it. */
  readonly base: string
  /** Decoded path parameters. */
  readonly path: Readonly<Record<string, string>>
  readonly query: ReadonlyMap<string, string>
  /** The parsed request body. */
  readonly body: unknown
  /** Who calls. Absent where no token is needed. */
  readonly account: Account
  readonly token: AccessToken | undefined
  readonly ip: string | null
  /** Fires when the caller goes away. */
  readonly signal: AbortSignal
  /** Response headers that the operation adds. */
  readonly headers: Headers
}

export interface Answer {
  status: number
  /** Sent as JSON. */
  body?: unknown
  /** Sent as it is, in place of `body`. */
  stream?: ReadableStream<Uint8Array>
  contentType?: string
}

export type Operation = (call: Call) => Answer | Promise<Answer>

/** Operations by their id in the description. */
export type Operations = Record<string, Operation>

export const ok = (data: unknown): Answer => ({ status: 200, body: { data } })
export const created = (data: unknown): Answer => ({ status: 201, body: { data } })
export const noContent: Answer = { status: 204 }

/** A resource identifier as it stands in requests and relationships. */
export interface Identifier {
  type: string
  id: string
}

/** The shape that validated bodies of create and update calls have. */
export interface Write {
  data: {
    type: string
    id?: string
    attributes?: Record<string, unknown>
    relationships?: Record<string, Identifier>
  }
}

/**
 * One page of a collection with its links. Only as much of the collection is read as the page needs.
 *
 * @param keep - which items belong to the list.
 */
export function page<T>(
  call: Call,
  items: Iterable<T>,
  keep: (item: T) => boolean,
  render: (item: T) => unknown,
): Answer {
  const number = pageNumber(call, 'page[number]', 1, Number.MAX_SAFE_INTEGER)
  const size = pageNumber(call, 'page[size]', 20, 100)
  const first = (number - 1) * size
  const data: unknown[] = []
  let index = 0
  let more = false
  for (const item of items) {
    if (!keep(item)) continue
    if (index >= first + size) {
      more = true
      break
    }
    if (index >= first) data.push(render(item))
    index++
  }
  return { status: 200, body: { data, links: pageLinks(call, number, size, more) } }
}

export function pageLinks(call: Call, number: number, size: number, more: boolean): Record<string, string> {
  const link = (to: number) => {
    const url = new URL(call.url)
    url.searchParams.set('page[number]', String(to))
    url.searchParams.set('page[size]', String(size))
    return url.href
  }
  return { first: link(1), self: link(number), ...(more && { next: link(number + 1) }) }
}

export function pageNumber(call: Call, parameter: string, fallback: number, most: number): number {
  const text = call.query.get(parameter)
  if (text === undefined) return fallback
  const value = /^\d{1,15}$/.test(text) ? Number(text) : 0
  if (value < 1 || value > most) {
    throw invalidParameter(parameter, `${parameter} must be a whole number from 1${most <= 100 ? ` to ${most}` : ''}.`)
  }
  return value
}

/** The errors of a call that deals with several devices: everything that worked stays done. */
export function throwAll(errors: Failure[]): void {
  if (errors.length > 0) {
    throw new Failure(
      400,
      errors.flatMap((failure) => failure.errors),
    )
  }
}
