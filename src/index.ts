export { createImpCentral, type ImpCentral } from './client.ts'
export { ArgumentError, ImpCentralError } from './core/error.ts'
export type { CallInit, Fetch, FetchExtension } from './core/fetch.ts'
export type { RateLimitBucket, RateLimitSnapshot, RateLimitState } from './core/rate-limit-headers.ts'
export { type Clock, systemClock } from './core/time.ts'
export {
  ApiError,
  AssignmentError,
  AuthenticationError,
  ConfinementError,
  ConnectionError,
  ConstraintError,
  type ErrorFamily,
  InternalError,
  LogStreamError,
  NotFoundError,
  ParseError,
  PermissionError,
  RateLimitError,
  TimeoutError,
  ValidationError,
} from './errors/classes.ts'
export {
  isApiError,
  isArgumentError,
  isAssignmentError,
  isAuthenticationError,
  isConfinementError,
  isConnectionError,
  isConstraintError,
  isDuplicate,
  isImpCentralError,
  isInternalError,
  isLogStreamError,
  isNotFoundError,
  isParseError,
  isPermissionError,
  isRateLimitError,
  isTimeoutError,
  isValidationError,
} from './errors/guards.ts'
export { isNetworkFailure } from './errors/network.ts'
export { type Diagnostic, diagnosticsOf, type ErrorObject, type Warning } from './errors/objects.ts'
export { confine, type ConfinementOptions } from './extensions/confinement.ts'
export type {
  LogGap,
  LogGapReason,
  LogMalformedEvent,
  LogMessage,
  LogStateChange,
  LogStreamEvent,
  LogUnknownEvent,
} from './extensions/log-streams/events.ts'
export { openLogStream } from './extensions/log-streams/index.ts'
export type {
  LogHistory,
  LogPage,
  LogResumeEntry,
  LogStream,
  LogStreamContext,
  LogStreamDevice,
  LogStreamOptions,
  LogStreamState,
} from './extensions/log-streams/options.ts'
export { createList, type List, type Page, type PageSource, type ToArrayOptions } from './extensions/pages.ts'
export type { RateLimiterOptions, WaitEvent } from './extensions/rate-limit/gate.ts'
export {
  createRateLimiter,
  rateLimit,
  type RateLimiter,
  type RateLimiterSnapshot,
  type RateLimitOptions,
} from './extensions/rate-limit/rate-limit.ts'
export { retry, type RetryEvent, type RetryOptions } from './extensions/retry.ts'
export {
  createSession,
  type Lock,
  type LogoutOptions,
  type Session,
  type SessionOptions,
} from './extensions/session/session.ts'
export type { Auth, Secret } from './extensions/session/sign-in.ts'
export type { TokenStore } from './extensions/session/token-store.ts'
export { attemptTimeout, type AttemptTimeoutOptions, deadline, type DeadlineOptions } from './extensions/timeout.ts'
export type * from './generated/methods.ts'
export type { components, operations, paths } from './generated/schema.ts'
export type { ListOptions, RequestOptions } from './resources/types.ts'
export { parseWebhook, type WebhookEvent, type WebhookRequest } from './resources/webhooks.ts'
export type { WireClient, WireInit, WireResult } from './resources/wire.ts'
export { type CallDefaults, defaultBaseUrl, type ImpCentralOptions, type Logger } from './options.ts'
