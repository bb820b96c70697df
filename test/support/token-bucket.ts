import { json, serve, type HttpServer } from './http-server.ts'

export interface TokenBucketOptions {
  /** The size of the bucket. */
  limit: number
  /** Tokens per second. */
  rate: number
  /** All of a second's tokens at once, once a second, instead of one after the other. */
  stepped?: boolean | undefined
  /** The unit of `X-RateLimit-Reset`; `false` sends no headers at all. */
  reset?: 'ms' | 's' | false | undefined
  /** Milliseconds that an answer takes. */
  latency?: number | undefined
}

export interface TokenBucketServer extends HttpServer {
  /** Answers other than 429, and 429s. */
  readonly served: number
  readonly refused: number
  /** Milliseconds from the first request to the last answer. */
  readonly elapsed: number
  /** Milliseconds that this bucket needs at least for so many requests, counted from its first. */
  optimum(requests: number): number
}

/** A server behind the rate limit that the how-to describes ("API Rate-Limiting"), in the ways in which it can be understood. */
export async function serveTokenBucket({
  limit,
  rate,
  stepped = false,
  reset = 'ms',
  latency = 0,
}: TokenBucketOptions): Promise<TokenBucketServer> {
  const now = () => performance.now()
  // Steps are not in time with the first request, as they would not be at the service.
  const start = now() - 370
  let tokens = limit
  let filledAt = start
  let firstAt: number | undefined
  let lastAt = 0
  let served = 0
  let refused = 0

  function refill(at: number) {
    const seconds = stepped ? Math.floor((at - filledAt) / 1000) : (at - filledAt) / 1000
    tokens = Math.min(limit, tokens + seconds * rate)
    filledAt += seconds * 1000
  }

  const server = await serve(
    (_, { res }) => {
      const at = now()
      if (firstAt === undefined) {
        refill(at)
        firstAt = at
      }
      refill(at)
      const granted = tokens >= 1
      if (granted) {
        tokens -= 1
        served += 1
      } else refused += 1
      const missing = limit - tokens
      const untilFull = stepped
        ? Math.ceil(missing / Math.min(rate, limit)) * 1000 - (at - filledAt)
        : (missing / rate) * 1000
      const headers: Record<string, number> =
        reset === false
          ? {}
          : {
              'x-ratelimit-limit': limit,
              'x-ratelimit-remaining': Math.floor(tokens),
              'x-ratelimit-reset': Math.ceil(reset === 's' ? untilFull / 1000 : untilFull),
            }
      setTimeout(() => {
        lastAt = now()
        if (granted) json(res, 200, { data: { type: 'product', id: '1' } }, headers)
        else json(res, 429, { errors: [{ code: 'XX001', status: '429', title: 'Too Many Requests' }] }, headers)
      }, latency)
    },
    { keep: false },
  )
  return {
    ...server,
    get served() {
      return served
    },
    get refused() {
      return refused
    },
    get elapsed() {
      return lastAt - (firstAt ?? lastAt)
    },
    optimum(requests) {
      if (!stepped) return ((requests - limit) / rate) * 1000
      const firstStep = 1000 - (((firstAt ?? start) - start) % 1000)
      return firstStep + (Math.ceil((requests - limit) / Math.min(rate, limit)) - 1) * 1000
    },
  }
}
