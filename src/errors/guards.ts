import { type ArgumentError, type ImpCentralError, isMarked } from '../core/error.ts'
import type {
  ApiError,
  AssignmentError,
  AuthenticationError,
  ConfinementError,
  ConnectionError,
  ConstraintError,
  InternalError,
  LogStreamError,
  NotFoundError,
  ParseError,
  PermissionError,
  RateLimitError,
  TimeoutError,
  ValidationError,
} from './classes.ts'

type Guard<T> = (error: unknown) => error is T
const guard =
  <T>(name: string): Guard<T> =>
  (error): error is T =>
    isMarked(error, name)

/**
 * Whether an error is an `ImpCentralError`, of whatever class: the SDK threw it on purpose. The guards recognise errors of any
 * copy of the package, which `instanceof` does not.
 */
export const isImpCentralError: Guard<ImpCentralError> = /* @__PURE__ */ guard('ImpCentralError')
/** Whether an error is an `ApiError`: the service answered with an error status. Its subclasses count. */
export const isApiError: Guard<ApiError> = /* @__PURE__ */ guard('ApiError')
/** Whether an error is a `ValidationError`: the input is wrong (VX). */
export const isValidationError: Guard<ValidationError> = /* @__PURE__ */ guard('ValidationError')
/** Whether an error is a `ConstraintError`: a rule of the service forbids it for now (CX). */
export const isConstraintError: Guard<ConstraintError> = /* @__PURE__ */ guard('ConstraintError')
/** Whether an error is a `NotFoundError`: it does not exist, or the account may not see it (NF). */
export const isNotFoundError: Guard<NotFoundError> = /* @__PURE__ */ guard('NotFoundError')
/** Whether an error is a `PermissionError`: the account may not do that (PX, 403). */
export const isPermissionError: Guard<PermissionError> = /* @__PURE__ */ guard('PermissionError')
/** Whether an error is a `RateLimitError`: the rate limit still refused the call (429). */
export const isRateLimitError: Guard<RateLimitError> = /* @__PURE__ */ guard('RateLimitError')
/** Whether an error is an `InternalError`: the service failed, or cannot take the request at all (XX). */
export const isInternalError: Guard<InternalError> = /* @__PURE__ */ guard('InternalError')
/** Whether an error is an `AuthenticationError`: the credentials were refused. */
export const isAuthenticationError: Guard<AuthenticationError> = /* @__PURE__ */ guard('AuthenticationError')
/** Whether an error is an `AssignmentError`: some devices could not be assigned or unassigned. */
export const isAssignmentError: Guard<AssignmentError> = /* @__PURE__ */ guard('AssignmentError')
/** Whether an error is a `TimeoutError`: time was up. What `AbortSignal.timeout()` gives is not one. */
export const isTimeoutError: Guard<TimeoutError> = /* @__PURE__ */ guard('TimeoutError')
/** Whether an error is a `ConnectionError`: the network failed. */
export const isConnectionError: Guard<ConnectionError> = /* @__PURE__ */ guard('ConnectionError')
/** Whether an error is a `ParseError`: a success had something other than the JSON of the API behind it. */
export const isParseError: Guard<ParseError> = /* @__PURE__ */ guard('ParseError')
/** Whether an error is an `ArgumentError`: the caller's input is wrong, and nothing was sent. */
export const isArgumentError: Guard<ArgumentError> = /* @__PURE__ */ guard('ArgumentError')
/** Whether an error is a `ConfinementError`: a URL or a redirect led away from the base URL. */
export const isConfinementError: Guard<ConfinementError> = /* @__PURE__ */ guard('ConfinementError')
/** Whether an error is a `LogStreamError`: a log stream ended for good. */
export const isLogStreamError: Guard<LogStreamError> = /* @__PURE__ */ guard('LogStreamError')
/**
 * Whether the service refused a name because something else of the kind has it already. The title of the error is on record, its code is not.
 *
 * @example
 * const product = await imp.products.create({ attributes: { name } }).catch(async (error: unknown) => {
 *   if (!isDuplicate(error)) throw error
 *   return (await imp.products.list().first((product) => product.attributes.name === name))!
 * })
 */
export const isDuplicate: Guard<ApiError> = (error): error is ApiError =>
  isApiError(error) && error.errors.some(({ title }) => title === 'Duplicate Resource')
