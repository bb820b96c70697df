/** `impcentral/emulator`: a local impCloud for tests and development. */
export { createImpCloud, defaultAccount } from './cloud.ts'
export type { AccountOptions, ImpCloud, ImpCloudOptions } from './cloud.ts'
export type { Connection } from './core.ts'
export type { RateLimitOptions } from './rate-limit.ts'
export type { Account, Snapshot } from './state.ts'
export type { Delivery } from './webhook-delivery.ts'
