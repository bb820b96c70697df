/** The classes of errors. `ImpCentralError` and `ArgumentError` stand in `core/error.ts`, as the checks below them need them. */
import { ImpCentralError, mark } from '../core/error.ts'
import type { RateLimitSnapshot } from '../core/rate-limit-headers.ts'
import { type Diagnostic, diagnosticsOf, type ErrorObject } from './objects.ts'

/** The first letters of an error's `code` (how-to, "API Errors"). */
export type ErrorFamily = 'VX' | 'CX' | 'NF' | 'PX' | 'XX'

/** The service answered with an error status. The subclass follows the family of the first error object's code, or else the status. */
export class ApiError extends ImpCentralError {
  /** The HTTP status. */
  declare readonly status: number
  /** The method of the request, e.g. `GET`. */
  declare readonly method: string
  /** The URL, with keys and tokens in it replaced by `***`. */
  declare readonly url: string
  /** Every error object of the body; empty when the body had none. */
  declare readonly errors: ErrorObject[]
  /** What the answer's headers said about the rate limit. */
  declare readonly rateLimit: RateLimitSnapshot
  /** Milliseconds to wait, where the answer asked for that with `Retry-After`. */
  declare readonly retryAfter?: number
  /** The code of the first error object, e.g. `NF001`. */
  declare readonly code?: string
  /** The family of that code; without a code, what the status stands for. */
  declare readonly family: ErrorFamily
  /** Where in the request body the first error was found. */
  declare readonly pointer?: string
  /** The URL parameter that caused the first error. */
  declare readonly parameter?: string
  /** The compiler's messages of all error objects (`CX005`). */
  get diagnostics(): Diagnostic[] {
    return this.errors.flatMap(diagnosticsOf)
  }
}

/** VX: the input is wrong; the same request never works. `pointer` or `parameter` says where. */
export class ValidationError extends ApiError {
  declare name: 'ValidationError'
}

/** CX: a rule of the service forbids it for now, e.g. deleting a product that still has device groups. Compile errors (`CX005`) have `diagnostics`. */
export class ConstraintError extends ApiError {
  declare name: 'ConstraintError'
}

/** NF: it does not exist, or the account may not see it. */
export class NotFoundError extends ApiError {
  declare name: 'NotFoundError'
  /** What the call asked for, by the id that was given; absent where the answer does not tell which of several it was. */
  declare readonly id?: string
}

/** PX with status 403: the account may not do that. */
export class PermissionError extends ApiError {
  declare name: 'PermissionError'
}

/** 429: still refused after waiting and repeating, or a request that no bucket can ever hold. */
export class RateLimitError extends ApiError {
  declare name: 'RateLimitError'
}

/** XX: a failure of the service (5xx), or a request that it cannot take at all (405, 415). */
export class InternalError extends ApiError {
  declare name: 'InternalError'
}

/** The credentials were refused: signing in or renewing failed for good, or a new token was refused too (401). */
export class AuthenticationError extends ApiError {
  declare name: 'AuthenticationError'
}

/**
 * Some devices of an `addDevices` or `removeDevices` could not be assigned or unassigned. The API is not atomic: the
 * others were.
 */
export class AssignmentError extends ApiError {
  declare name: 'AssignmentError'
  /** The devices that failed, and why; without an id where the answer does not tell which device it speaks of. */
  declare readonly failures: { id?: string; error: ErrorObject }[]
  /** The ids that certainly were done. */
  declare readonly succeeded: string[]
  /** The ids that were not sent any more, or of which the answer says nothing. */
  declare readonly unsettled: string[]
}

/** Time is up. `kind` tells which limit: one attempt's, or the whole call's. What a deadline ended has as its `cause` what it was waiting for. */
export class TimeoutError extends ImpCentralError {
  declare name: 'TimeoutError'
  /** The limit that was reached: `attempt`, one attempt's (`timeout`), or `deadline`, the whole call's. */
  declare readonly kind: 'attempt' | 'deadline'
  /** The limit, in milliseconds. */
  declare readonly timeout: number
  /** The method of the request, e.g. `GET`. */
  declare readonly method: string
  /** The URL, with keys and tokens in it replaced by `***`. */
  declare readonly url: string
}

/** The network failed: no connection, a reset, an answer cut short. `cause` is a copy of the runtime's own error without secrets. */
export class ConnectionError extends ImpCentralError {
  declare name: 'ConnectionError'
  /** The system's code, where the runtime tells it: `ENOTFOUND` (no such host), `ECONNREFUSED`, `DEPTH_ZERO_SELF_SIGNED_CERT` … */
  declare readonly code?: string
  /** The method of the request, e.g. `GET`. */
  declare readonly method: string
  /** The URL, with keys and tokens in it replaced by `***`. */
  declare readonly url: string
}

/**
 * A success status with something other than the JSON of the API behind it: a proxy's page, an answer cut short or far too large. Thrown by
 * `parseWebhook`, where there is no answer, it has none of the fields below.
 */
export class ParseError extends ImpCentralError {
  declare name: 'ParseError'
  /** The HTTP status of the answer. */
  declare readonly status: number
  /** The method of the request, e.g. `GET`. */
  declare readonly method: string
  /** The URL, with keys and tokens in it replaced by `***`. */
  declare readonly url: string
  /** The `Content-Type` of the answer; `null` where it had none. */
  declare readonly contentType: string | null
}

/** A URL or a redirect leads away from the configured origin and base path; nothing was sent there. */
export class ConfinementError extends ImpCentralError {
  declare name: 'ConfinementError'
}

/** A log stream ended for good: another holder of the account keeps taking it, or a limit stands in the way. */
export class LogStreamError extends ImpCentralError {
  declare name: 'LogStreamError'
}

/** The classes that stand for a family of codes. */
export const byFamily: Record<ErrorFamily, typeof ApiError> = {
  VX: ValidationError,
  CX: ConstraintError,
  NF: NotFoundError,
  PX: PermissionError,
  XX: InternalError,
}

for (const [name, Class] of Object.entries({
  ApiError,
  ValidationError,
  ConstraintError,
  NotFoundError,
  PermissionError,
  RateLimitError,
  InternalError,
  AuthenticationError,
  AssignmentError,
  TimeoutError,
  ConnectionError,
  ParseError,
  ConfinementError,
  LogStreamError,
}))
  mark(Class, name)
