import type { List, Page } from '../extensions/pages.ts'

export type { List, Page }

/** What every method takes in its last argument. */
export interface RequestOptions {
  /** Ends the call; it then rejects with the signal's reason. */
  signal?: AbortSignal | null | undefined
  /** Milliseconds that one attempt may take. `0` switches the limit off. @default the client's `timeout` */
  timeout?: number | undefined
  /** Milliseconds that the call may take in all, waiting and repeating included; a list has them for each page. `0` switches the limit off. @default the client's `deadline` */
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

/** The members of a union that have this value in this property. */
export type Narrow<Union, Property extends keyof Union, Value> = Extract<Union, { [P in Property]: Value }>

/** The same with null beside what these properties take: as they are read when nothing is set. */
export type OrNull<T, Names extends keyof T> = { [Name in keyof T]: T[Name] | (Name extends Names ? null : never) }

/**
 * Names, with spaces between: those that can be written, among attributes and among relationships, and those of the answer that stay where they came
 * from. In a create `!` marks what must be there, and `?` what may be null; a null that it does not take is left out. A change sends every null.
 */
export type Form = readonly [
  attributes: string,
  relationships: string,
  keptAttributes: string,
  keptRelationships: string,
]

/** One operation, as the description has it. Parts that are absent do not apply. */
export interface Operation {
  verb: string
  path: string
  /** The answer is a list, in `pages` or `whole`. */
  list?: string
  /** Names inside `filter[…]`, with `[]` behind those that take an array. */
  filters?: string[]
  /** What `data` of the request is: attributes and relationships, one `{type, id}`, or many. */
  body?: string
  /** The `type` of identifiers in `data`. */
  type?: string
  /** What `data` may hold, by its `type`. */
  forms?: Record<string, Form>
  /** The options may come without data before them. */
  optional?: true
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
