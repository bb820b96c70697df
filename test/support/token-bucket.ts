import { json, serve, type HttpServer } from './http-server.ts'
import { createServiceBucket, type ServiceBucketOptions } from './service-bucket.ts'

export interface TokenBucketOptions extends ServiceBucketOptions {
  /** Milliseconds that an answer takes. */
  latency?: number | undefined
}

export interface TokenBucketServer extends HttpServer {
  /** Answers other than 429, and 429s. */
  readonly served: number
  readonly refused: number
}

/** A server behind the rate limit of `createServiceBucket`, in real time. */
export async function serveTokenBucket({ latency = 0, ...options }: TokenBucketOptions): Promise<TokenBucketServer> {
  const start = performance.now()
  const bucket = createServiceBucket(options)
  let served = 0
  let refused = 0

  const server = await serve(
    (_, { res }) => {
      const { granted, headers } = bucket.request(performance.now() - start)
      if (granted) served++
      else refused++
      setTimeout(() => {
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
  }
}
