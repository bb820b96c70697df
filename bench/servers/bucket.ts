/**
 * Answers every request with the same device as long as its token bucket lasts, and 429 beyond. The bucket holds 40 and
 * is refilled evenly at 100 a second; the headers are those of the API, the time until it is full in milliseconds.
 */
import { config, listen } from '../lib/listen.ts'
import { device } from '../lib/samples.ts'

const { limit, rate, latency } = config as { limit: number; rate: number; latency: number }
const body = JSON.stringify({ data: device(1) })
const refusal = JSON.stringify({ errors: [{ code: 'XX429', status: '429', title: 'Too Many Requests' }] })
let tokens = limit
let filledAt = 0
let first: number | undefined
let served: number[] = []
let refused: number[] = []

listen(
  (request, response) => {
    request.resume()
    const now = performance.now()
    first ??= now
    tokens = Math.min(limit, tokens + ((now - filledAt) / 1000) * rate)
    filledAt = now
    const granted = tokens >= 1
    if (granted) tokens--
    ;(granted ? served : refused).push(now - first)
    const headers = {
      'content-type': 'application/vnd.api+json',
      'x-ratelimit-limit': limit,
      'x-ratelimit-remaining': Math.floor(tokens),
      'x-ratelimit-reset': Math.ceil(((limit - tokens) / rate) * 1000),
    }
    setTimeout(() => response.writeHead(granted ? 200 : 429, headers).end(granted ? body : refusal), latency)
  },
  // Milliseconds at which requests came, from the first one; and everything from the start.
  () => {
    const report = { served, refused }
    served = []
    refused = []
    first = undefined
    tokens = limit
    return report
  },
)
