/**
 * Against token buckets in real time, over real sockets: what must never happen, however busy the machine is. How long
 * it takes is told in simulated time (`token-bucket.test.ts`) and measured by the benchmarks. All runs go on at once,
 * because they mostly wait.
 */
import { test } from 'vitest'
import { startWorker } from '../../support/process.ts'
import { serveTokenBucket, type TokenBucketOptions } from '../../support/token-bucket.ts'
import { transport } from '../../support/transport.ts'

const READS = 2000
const bucket = { limit: 40, rate: 100 }

/** Many reads by one client, 50 at a time. */
async function alone(options: Partial<TokenBucketOptions>) {
  await using server = await serveTokenBucket({ ...bucket, ...options })
  const { fetch } = transport({ baseUrl: server.baseUrl, auth: { accessToken: 'T' } })
  let left = READS
  let failed = 0
  await Promise.all(
    Array.from({ length: 50 }, async () => {
      while (left-- > 0) {
        const response = await fetch(`${server.baseUrl}/products/1`).catch(() => undefined)
        if (response?.status !== 200) failed++
      }
    }),
  )
  return { failed, served: server.served, refused: server.refused }
}

/** The same reads, shared out to four processes that know nothing of each other. */
async function four(options: Partial<TokenBucketOptions>) {
  await using server = await serveTokenBucket({ ...bucket, ...options })
  const workers = await Promise.all(
    Array.from({ length: 4 }, () => startWorker('rate-limit-worker.ts', server.baseUrl, `${READS / 4}`, '50')),
  )
  const done = await Promise.all(workers.map((worker) => worker.run<{ failed: number }>()))
  return { failed: done.reduce((sum, { failed }) => sum + failed, 0), served: server.served }
}

test.concurrent.for<[string, Partial<TokenBucketOptions>, mostRefused: number]>([
  ['refilled evenly, Reset in milliseconds', {}, 0],
  ['refilled evenly, Reset in seconds', { reset: 's' }, 0],
  ['refilled evenly, 50 ms away', { latency: 50 }, 0],
  ['topped up once a second, Reset in milliseconds', { stepped: true }, 0.02 * READS],
  ['topped up once a second, Reset in seconds', { stepped: true, reset: 's' }, 0.02 * READS],
  ['headers hidden', { reset: false }, Infinity],
])('2,000 reads, 50 at once, all succeed: %s', { timeout: 600_000 }, async ([, options, most], { expect }) => {
  const { failed, served, refused } = await alone(options)
  expect({ failed, served }).toEqual({ failed: 0, served: READS })
  expect(refused).toBeLessThanOrEqual(most)
})

test.concurrent.for<[string, Partial<TokenBucketOptions>]>([
  ['refilled evenly', {}],
  ['topped up once a second', { stepped: true }],
])('2,000 reads by four processes all succeed: %s', { timeout: 600_000 }, async ([, options], { expect }) => {
  expect(await four(options)).toEqual({ failed: 0, served: READS })
})
