import type { OperationId } from '../../generated/emulator.js'
import {
  atLeast,
  be,
  flag,
  headers,
  isString,
  milliseconds,
  needed,
  oneOf,
  options,
  share,
  status,
  type Check,
  type Checks,
} from '../cloud/checks.ts'

/** Which requests a fault strikes. */
export interface FaultScope {
  /** Operation ids of the description. @default every operation */
  operation?: OperationId | readonly OperationId[] | undefined
  /** How many requests it strikes before it is used up. @default no limit */
  times?: number | undefined
  /** How many matching requests it lets pass first. @default 0 */
  after?: number | undefined
  /** Share of the matching requests that it strikes, from 0 to 1, drawn from the cloud's seed. @default 1 */
  probability?: number | undefined
}

/** A fault that has been switched on. */
export interface Fault {
  /** How many requests it has struck. */
  readonly hits: number
  /** Switches it off. */
  stop(): void
}

/**
 * Faults that a test switches on. Each strikes what its scope says, until it is used up or stopped. The methods throw an
 * Error for an option or an operation that is unknown, and for a value that it cannot have.
 */
export interface Faults {
  /** The answer takes this many milliseconds longer, by the cloud's clock. */
  latency(ms: number, scope?: FaultScope): Fault
  /** The answer has this status, e.g. 429 or 503. */
  status(status: number, options?: FaultScope & StatusOptions): Fault
  /** The connection is lost: `fetch` rejects. */
  reset(options?: FaultScope & Executed): Fault
  /** The connection is lost in the middle of the body. */
  breakOff(scope?: FaultScope): Fault
  /** The body ends in the middle, as if it were complete. */
  truncate(scope?: FaultScope): Fault
  /** Bytes in the middle of the body are overwritten: it is neither JSON nor UTF-8 any more. */
  garble(scope?: FaultScope): Fault
  /** The body comes in small pieces, each after this many milliseconds by the cloud's clock. */
  slowBody(ms: number, scope?: FaultScope): Fault
  /** A page of a list comes without items; its `next` leads to the page that it should have been. */
  emptyPage(scope?: FaultScope): Fault
  /** Log streams that are opened from now on end after this many events (1 by default): `end` in good order, `reset` (the default) as if the network had failed. */
  endStream(options?: FaultScope & { events?: number; how?: 'end' | 'reset' }): Fault
  /** Log streams that are opened from now on carry nothing after this many events (1 by default), not even comments. */
  muteStream(options?: FaultScope & { events?: number }): Fault
  /** Every access token that was issued so far counts as expired. Refresh tokens and login keys still work. */
  expireTokens(): void
  /** The same, but at the moment when a request comes that the scope matches. */
  expireTokens(scope: FaultScope): Fault
  /** Every access token and every refresh token that was issued so far is unknown. Login keys still work. */
  revokeTokens(): void
  /** The same, but at the moment when a request comes that the scope matches. */
  revokeTokens(scope: FaultScope): Fault
  /** Ends the log streams that are open: with a `closed` event, or as if the network had failed (`reset`, the default). */
  dropStreams(how?: 'closed' | 'reset'): void
  /** The log streams that are open carry nothing from now on, not even comments. */
  muteStreams(): void
  /** Switches all faults off. */
  clear(): void
}

export interface Executed {
  /** `true`: the request was carried out before the fault struck. @default false */
  executed?: boolean | undefined
}

/** How `faults.status` answers. */
export interface StatusOptions extends Executed {
  /** The form of the body: an error of the API, a page that a gateway makes, or nothing. @default 'json' */
  body?: 'json' | 'html' | 'empty' | undefined
  /** Further response headers, e.g. `Retry-After`. */
  headers?: Record<string, string> | undefined
}

const scope: Checks<FaultScope> = {
  operation: be('an operation id of the description, or an array of them', (value) =>
    Array.isArray(value) ? value.every(isString) : isString(value),
  ),
  // A fault that never strikes shows nothing.
  times: atLeast(1),
  after: atLeast(0),
  probability: share,
}
const scoped = options(scope)

/** What the methods of `cloud.faults` take. */
export const faultArguments: { [Name in keyof Faults]: readonly Check[] } = {
  latency: [needed(milliseconds), scoped],
  status: [needed(status), options({ ...scope, executed: flag, body: oneOf('json', 'html', 'empty'), headers })],
  reset: [options({ ...scope, executed: flag })],
  breakOff: [scoped],
  truncate: [scoped],
  garble: [scoped],
  slowBody: [needed(milliseconds), scoped],
  emptyPage: [scoped],
  endStream: [options({ ...scope, events: atLeast(0), how: oneOf('end', 'reset') })],
  muteStream: [options({ ...scope, events: atLeast(0) })],
  expireTokens: [scoped],
  revokeTokens: [scoped],
  dropStreams: [oneOf('closed', 'reset')],
  muteStreams: [],
  clear: [],
}
