import type { List, Page } from '../extensions/pages.ts'

export type { List, Page }

/** What every method takes in its last argument. */
export interface RequestOptions {
  /** Ends the call; it then rejects with the signal's reason. */
  signal?: AbortSignal | null | undefined
  /** Milliseconds that one attempt may take. `0` switches the limit off. @default the client's `timeout` */
  timeout?: number | undefined
  /** Milliseconds that the call may take in all, waiting and repeating included. `0` switches the limit off. @default the client's `deadline` */
  deadline?: number | undefined
  /** Further request headers. */
  headers?: Record<string, string> | undefined
}

/** What every list takes in its last argument. */
export interface ListOptions<Filter = never> extends RequestOptions {
  /** Only the items that match; several filters are combined with AND. */
  filter?: Filter | undefined
  /** Where to begin, and how many items a page holds. */
  page?:
    | {
        /** The page to begin with, counted from 1. @default 1 */
        number?: number | undefined
        /** Items a page, 1 to 100. @default 100 */
        size?: number | undefined
      }
    | undefined
  /** The `links.next` of an earlier page: goes on behind that page. It carries its own filters and page size. */
  from?: string | undefined
  /** How many pages are fetched ahead while one is consumed. `0` fetches each page when it is asked for. @default 1 */
  prefetch?: number | undefined
}

/** Anything that can stand for a resource in a relationship: an identifier, or the whole resource. */
export type ResourceLike<Identifier> = Identifier

/** `Omit` for each member of a union. */
export type OmitEach<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never

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
  /** Options that are query parameters, with their names on the wire. */
  query?: Record<string, string>
  /** Options that are headers, with their names on the wire. */
  header?: Record<string, string>
  /** Options that must be given. */
  required?: string[]
}

export type OperationTable = Record<string, Record<string, Operation>>
