import type { OperationId } from '../generated/emulator.js'

/** In what way an exchange differs from the description. */
export type DifferenceKind =
  | 'unknown operation'
  | 'undocumented status'
  | 'missing header'
  | 'media type'
  | 'missing body'
  | 'undocumented body'
  | 'unreadable body'
  | 'undocumented property'
  | 'missing property'
  | 'wrong type'
  | 'wrong format'
  | 'unknown value'
  | 'wrong form'
  | 'unknown event'

/** One way in which the service differs from the description. It holds no value that the service sent. */
export interface Difference {
  /** The operation's id in the description; absent where the description has no such operation. */
  operation?: OperationId
  /** The verb of the request. */
  method: string
  /** The path as the description has it; of an unknown operation with `*` for whatever may be an id. */
  path: string
  /** The status of the answer. */
  status: number
  /** `status`, `body`, `header X-…`, `media type`, a JSON pointer into the body, or `event …` and a JSON pointer into its data. `*` stands for every item, and for every name that is the account's. */
  place: string
  /** In what way it differs. */
  kind: DifferenceKind
  /** What the description says about this place. */
  described: string
  /** The type or the shape of what came. */
  came: string
  /** How often it was seen so far. */
  count: number
}

/** What is found at one place, before it is known of which exchange. */
export type Finding = Pick<Difference, 'place' | 'kind' | 'described' | 'came'>
