/**
 * Answers every request with the same device as long as its token bucket lasts, and 429 beyond. The bucket, how it is refilled and what its
 * headers tell, is that of the tests (test/support/service-bucket.ts).
 */
import { createServiceBucket, type ServiceBucketOptions } from '../../test/support/service-bucket.ts'
import { config, listen } from '../lib/listen.ts'
import { device } from '../lib/samples.ts'

const { latency, ...options } = config as ServiceBucketOptions & { latency: number }
const body = JSON.stringify({ data: device(1) })
const refusal = JSON.stringify({ errors: [{ code: 'XX429', status: '429', title: 'Too Many Requests' }] })
const now = () => performance.now()
let bucket = createServiceBucket(options)
let first: number | undefined
let served: number[] = []
let refused: number[] = []

listen(
  (request, response) => {
    request.resume()
    first ??= now()
    const at = now() - first
    const { granted, headers } = bucket.request(at)
    ;(granted ? served : refused).push(at)
    setTimeout(
      () =>
        response
          .writeHead(granted ? 200 : 429, { 'content-type': 'application/vnd.api+json', ...headers })
          .end(granted ? body : refusal),
      latency,
    )
  },
  // Milliseconds at which requests came, from the first one; and everything from the start.
  () => {
    const report = { served, refused }
    served = []
    refused = []
    first = undefined
    bucket = createServiceBucket(options)
    return report
  },
)
