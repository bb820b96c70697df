// Generated from openapi/ by `npm run generate`. Never edited by hand.
import type { OperationId } from './emulator.js'
import type { Validate } from './validation.js'

/** What one status of one operation may come with. */
export interface DescribedAnswer {
  /** Media type → validator of the body. Absent where there is no body. */
  body?: Record<string, Validate>
  /** Names of the events of a stream, with the validators of their data in the JSON format. */
  events?: Record<string, Validate>
  /** Headers that may come beside those that every answer has. */
  headers?: string[]
}

/** An operation with everything that it may be answered with. */
export interface DescribedOperation {
  operation: OperationId
  method: string
  path: string
  /** Names of the query parameters. */
  query: string[]
  /** By status; `default` stands for every failure that is not listed. */
  answers: Record<string, DescribedAnswer>
}

export declare const operations: readonly DescribedOperation[]

/** Headers that every answer has, and those that some have, with the type of their values. */
export declare const headers: { always: Record<string, string>; sometimes: Record<string, string> }

/** The names of all properties that requests, answers and events have. */
export declare const propertyNames: ReadonlySet<string>

/** Every constant and every value of an enumeration: words of the description, and nobody's data. */
export declare const knownValues: ReadonlySet<string>
