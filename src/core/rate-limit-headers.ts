/** The one place that knows the names of the rate-limit headers (how-to, "API Rate-Limiting"). */

/** What an answer said about one bucket of the rate limit. */
export interface RateLimitState {
  /** `X-RateLimit-Limit`: the size of the bucket. */
  limit: number
  /** `X-RateLimit-Remaining`: what was left when the answer was made. */
  remaining: number
  /** `X-RateLimit-Reset` as the service sent it: milliseconds until the bucket is full, says the how-to. `NaN` when it was absent. */
  reset: number
}

/** The buckets that an answer told about (how-to, "API Rate-Limiting"); empty when its headers were not to be seen. */
export interface RateLimitSnapshot extends Partial<RateLimitState> {
  /** The bucket of devices taken out of production device groups. */
  unbond?: RateLimitState | undefined
}

const headersOf = (bucket: string) => ['limit', 'remaining', 'reset'].map((name) => `x-ratelimit-${bucket}${name}`)
/** Made once: they are asked for at each answer. */
const bucketHeaders: Record<'requests' | 'unbond', string[]> = {
  requests: /* @__PURE__ */ headersOf(''),
  unbond: /* @__PURE__ */ headersOf('unbond-'),
}

/** One bucket's headers; `undefined` when they are not there or a browser may not read them. */
export function readRateLimit(headers: Headers, bucket: keyof typeof bucketHeaders): RateLimitState | undefined {
  const [limit, remaining, reset] = bucketHeaders[bucket].map((name) => Number.parseFloat(headers.get(name)!)) as [
    number,
    number,
    number,
  ]
  return remaining >= 0 && limit > 0 && remaining + limit < Infinity ? { limit, remaining, reset } : undefined
}

/** All that an answer's headers say. */
export const readRateLimits = (headers: Headers): RateLimitSnapshot => ({
  ...readRateLimit(headers, 'requests'),
  unbond: readRateLimit(headers, 'unbond'),
})
