/** The headers of the rate limit (how-to, "API Rate-Limiting"). The local impCloud, which sends them, has a list of their names of its own. */

/** `requests`: the bucket that every call takes from. `unbond`: devices taken out of production device groups. */
export type RateLimitBucket = 'requests' | 'unbond'

/** What an answer said about one bucket of the rate limit. */
export interface RateLimitState {
  /** `X-RateLimit-Limit`: the size of the bucket. */
  limit: number
  /** `X-RateLimit-Remaining`: what was left when the answer was made. */
  remaining: number
  /** `X-RateLimit-Reset` as the service sent it: milliseconds until the bucket is full, says the how-to. `NaN` when it was absent. */
  reset: number
}

/** The buckets that an answer told about (how-to, "API Rate-Limiting"); empty when its headers could not be read. */
export interface RateLimitSnapshot extends Partial<RateLimitState> {
  /** The bucket of devices taken out of production device groups. */
  unbond?: RateLimitState | undefined
}

const namesOf = (prefix: string) => ({
  limit: `${prefix}-limit`,
  remaining: `${prefix}-remaining`,
  reset: `${prefix}-reset`,
})
const names: Record<RateLimitBucket, Record<keyof RateLimitState, string>> = {
  requests: /* @__PURE__ */ namesOf('x-ratelimit'),
  unbond: /* @__PURE__ */ namesOf('x-ratelimit-unbond'),
}

/** Whether a header is one of them; its name in lower case. */
export const isRateLimitHeader = (name: string): boolean => name.startsWith('x-ratelimit-')

/** One bucket's headers; `undefined` when they are absent, make no sense or may not be read by a browser. */
export function readRateLimit(headers: Headers, bucket: RateLimitBucket): RateLimitState | undefined {
  const read = (name: string) => Number.parseFloat(headers.get(name)!)
  const limit = read(names[bucket].limit)
  const remaining = read(names[bucket].remaining)
  if (!(remaining >= 0 && limit > 0 && remaining + limit < Infinity)) return undefined
  return { limit, remaining, reset: read(names[bucket].reset) }
}

/** What an answer said about both buckets. */
export const readRateLimits = (headers: Headers): RateLimitSnapshot => ({
  ...readRateLimit(headers, 'requests'),
  unbond: readRateLimit(headers, 'unbond'),
})
