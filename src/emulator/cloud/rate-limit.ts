import type { Clock } from '../../core/time.ts'
import { be, either, isObject, options, type Check } from './checks.ts'

/** A bucket of the impCentral API how-to, "API Rate-Limiting": it is topped up every second, up to its size. */
export interface RateLimitOptions {
  /** Size of the bucket. */
  limit: number
  /** What each second adds. @default the size of the bucket */
  perSecond?: number | undefined
}

const bucketOptions = options<RateLimitOptions>(
  {
    limit: be('a number, 1 or more', (value) => Number.isFinite(value) && +value! >= 1),
    perSecond: be('a number above 0', (value) => Number.isFinite(value) && +value! > 0),
  },
  ['limit'],
)

/** The size of a bucket, or all its options. */
export const checkBucket: Check = either(
  (value) => Number.isFinite(value) && +value! >= 1,
  (where, value) => {
    be('a number, 1 or more, or { limit, perSecond }', isObject)(where, value)
    bucketOptions(where, value)
  },
)

export interface RateLimits {
  /** Takes one request from the account's bucket and sets the headers. `false` when the bucket is empty. */
  take(account: string | undefined, headers: Record<string, string>): boolean
  /** Sets the same headers and takes nothing. */
  tell(account: string | undefined, headers: Record<string, string>): void
  /** Takes a number of devices from the account's unbond bucket and sets the headers. `false` when they do not fit. */
  unbond(account: string, devices: number, headers: Record<string, string>): boolean
}

export function createRateLimits(clock: Clock, requests: RateLimitOptions, devices: RateLimitOptions): RateLimits {
  const take = createBuckets(clock, requests, 'x-ratelimit')
  const unbond = createBuckets(clock, devices, 'x-ratelimit-unbond')
  return {
    // Calls without a token belong to no account: they are told of a full bucket and take nothing from it.
    take: (account, headers) => take(account ?? '', account === undefined ? 0 : 1, headers),
    tell: (account, headers) => void take(account ?? '', 0, headers),
    unbond,
  }
}

function createBuckets(clock: Clock, { limit, perSecond = limit }: RateLimitOptions, prefix: string) {
  const buckets = new Map<string, { left: number; since: number }>()
  return (account: string, cost: number, headers: Record<string, string>): boolean => {
    const now = clock.now()
    let bucket = buckets.get(account)
    if (!bucket) buckets.set(account, (bucket = { left: limit, since: now }))
    const seconds = Math.max(0, Math.floor((now - bucket.since) / 1000))
    bucket.left = Math.min(limit, bucket.left + seconds * perSecond)
    bucket.since += seconds * 1000
    const allowed = bucket.left >= cost
    if (allowed) bucket.left -= cost
    const reset = Math.ceil((limit - bucket.left) / perSecond) * 1000 - (now - bucket.since)
    headers[`${prefix}-limit`] = String(limit)
    headers[`${prefix}-reset`] = String(bucket.left === limit ? 0 : Math.max(0, Math.ceil(reset)))
    headers[`${prefix}-remaining`] = String(Math.floor(bucket.left))
    return allowed
  }
}
