export {
  createImpCentral,
  createImpCentralCore,
  defaultBaseUrl,
  type ImpCentral,
  type ImpCentralCore,
  type ImpCentralOptions,
} from './client.ts'
export { type Clock, systemClock } from './clock.ts'
export * from './errors.ts'
export * from './extensions/confinement.ts'
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
export { createList, type PageSource } from './extensions/pages.ts'
export {
  createRateLimiter,
  rateLimit,
  type RateLimiter,
  type RateLimiterOptions,
  type RateLimiterSnapshot,
  type RateLimitOptions,
  type WaitEvent,
} from './extensions/rate-limit.ts'
export * from './extensions/retry.ts'
export * from './extensions/session.ts'
export { attemptTimeout, type AttemptTimeoutOptions, deadline, type DeadlineOptions } from './extensions/timeout.ts'
export { parseWebhook, type WebhookEvent, type WebhookRequest } from './extensions/webhooks.ts'
export type { CallInit, Fetch, FetchExtension, Logger, Warning } from './fetch.ts'
export type * from './generated/methods.ts'
export type { components, operations, paths } from './generated/schema.ts'
export type { List, ListOptions, Page, RequestOptions } from './types.ts'
export type { WireClient, WireInit, WireResult } from './wire.ts'
