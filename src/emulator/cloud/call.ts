import type { OperationId } from '../../generated/emulator.js'
import type { CoreRequest } from './exchange.ts'
import type { AccessToken, Account } from './state.ts'

export type { Schemas } from './state.ts'
import type { World } from './world.ts'

/** One request on its way through the cloud, as the operations see it. */
export interface Call {
  readonly world: World
  readonly request: CoreRequest
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
  /** Response headers so far, by names in lower case. */
  readonly headers: Record<string, string>
}

export interface Answer {
  status: number
  /** Sent as JSON. */
  body?: unknown
  /** Server-sent events, in place of `body`. */
  stream?: ReadableStream<Uint8Array>
}

export type Operation = (call: Call) => Answer | Promise<Answer>

/** Operations by their id in the description. */
export type Operations<Id extends OperationId = OperationId> = Record<Id, Operation>

export const ok = (data: unknown): Answer => ({ status: 200, body: { data } })
export const created = (data: unknown): Answer => ({ status: 201, body: { data } })
export const noContent: Answer = { status: 204 }

/** A resource identifier as it stands in requests and relationships. */
export interface Identifier {
  type: string
  id: string
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
  const { first, size } = pageOf(call)
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
  return { status: 200, body: { data, links: pageLinks(call, more) } }
}

/** Which items the caller asks for: the index of the first, and how many. */
export function pageOf({ query }: Call): { first: number; size: number } {
  const size = Number(query.get('page[size]') ?? 20)
  return { first: (Number(query.get('page[number]') ?? 1) - 1) * size, size }
}

/** Absolute links that keep filters and page size. */
export function pageLinks({ request, query }: Call, more: boolean): Record<string, string> {
  const number = query.get('page[number]') ?? '1'
  const url = new URL(request.url)
  const link = (to: string) => {
    url.searchParams.set('page[number]', to)
    return url.href
  }
  url.searchParams.set('page[number]', number)
  url.searchParams.set('page[size]', query.get('page[size]') ?? '20')
  return { first: link('1'), self: link(number), ...(more && { next: link(String(Number(number) + 1)) }) }
}
