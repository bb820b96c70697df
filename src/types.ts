import type { Warning } from './fetch.ts'

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
        /** Items a page, 1 to 100. @default the service's own, 20 */
        size?: number | undefined
      }
    | undefined
  /** The `links.next` of an earlier page: goes on behind that page. It carries its own filters and page size. */
  from?: string | undefined
  /** How many pages are fetched ahead while one is consumed. `0` fetches each page when it is asked for. @default 1 */
  prefetch?: number | undefined
}

/** One page of a list. */
export interface Page<T> {
  /** The items, in the order of the service. It may be empty although more pages follow. */
  data: T[]
  /** Absolute URLs. `next` is absent on the last page; keep it to go on later with `{ from: next }`. */
  links: { first?: string; self?: string; next?: string }
  /** What the service wanted to be known although the call succeeded. */
  warnings: Warning[]
}

/**
 * A list that has not been fetched yet. `await` it for the first page, iterate it for every item, iterate `pages()`
 * for every page. Each reading sends its own requests.
 */
export interface List<T> extends PromiseLike<Page<T>>, AsyncIterable<T> {
  /** Every page, the next one being fetched while one is consumed. */
  pages(): AsyncGenerator<Page<T>, void, undefined>
  /** Every item, page by page. */
  [Symbol.asyncIterator](): AsyncGenerator<T, void, undefined>
  /** Every item in an array, or the first `limit` of them. */
  toArray(options?: { limit?: number | undefined }): Promise<T[]>
}

/** Anything that can stand for a resource in a relationship: an identifier, or the whole resource. */
export type ResourceLike<Identifier> = Identifier

/** `Omit` for each member of a union. */
export type OmitEach<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never
