/** The rate limit that the how-to describes ("API Rate-Limiting"), in the ways in which it can be understood. Pure: the time is an argument. */
export interface ServiceBucketOptions {
  /** The size of the bucket. */
  limit: number
  /** Tokens per second. */
  rate: number
  /** All of a second's tokens at once, once a second, instead of one after the other. */
  stepped?: boolean | undefined
  /** The unit of `X-RateLimit-Reset`; `false` sends no headers at all. @default 'ms' */
  reset?: 'ms' | 's' | false | undefined
  /** Tokens at the start. @default a full bucket */
  tokens?: number | undefined
  /** Milliseconds since the last step at time 0. They are not in time with the first request, as they would not be at the service. */
  phase?: number | undefined
  /** How `X-RateLimit-Reset` becomes a whole number. */
  round?: ((value: number) => number) | undefined
}

export interface ServiceAnswer {
  granted: boolean
  headers: Record<string, string>
}

export interface ServiceBucket {
  /** A request that reaches the service. */
  request(now: number, cost?: number): ServiceAnswer
  /** Milliseconds that the bucket needs at least from the first of so many requests to the last. */
  optimum(requests: number): number
}

export function createServiceBucket({
  limit,
  rate,
  stepped = false,
  reset = 'ms',
  tokens = limit,
  phase = 370,
  round = Math.ceil,
}: ServiceBucketOptions): ServiceBucket {
  let filledAt = -phase
  let firstAt: number | undefined
  const refill = (now: number) => {
    const seconds = stepped ? Math.floor((now - filledAt) / 1000) : (now - filledAt) / 1000
    tokens = Math.min(limit, tokens + seconds * rate)
    filledAt += seconds * 1000
  }
  return {
    request(now, cost = 1) {
      refill(now)
      firstAt ??= now
      const granted = tokens >= cost
      if (granted) tokens -= cost
      const untilFull = stepped
        ? Math.ceil((limit - tokens) / Math.min(rate, limit)) * 1000 - (now - filledAt)
        : ((limit - tokens) / rate) * 1000
      const headers = reset && {
        'x-ratelimit-limit': `${limit}`,
        'x-ratelimit-remaining': `${Math.floor(tokens)}`,
        'x-ratelimit-reset': `${Math.max(0, round(reset === 's' ? untilFull / 1000 : untilFull))}`,
      }
      return { granted, headers: headers || {} }
    },
    optimum(requests) {
      const missing = requests - limit
      if (missing <= 0) return 0
      if (!stepped) return (missing / rate) * 1000
      return 1000 - (((firstAt ?? 0) + phase) % 1000) + (Math.ceil(missing / Math.min(rate, limit)) - 1) * 1000
    },
  }
}
