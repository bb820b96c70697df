import { describe, expect, test } from 'vitest'
import { serveAuth } from '../../support/auth-server.ts'
import { startWorker, type Worker } from '../../support/process.ts'
import { hasRedis, startRedis } from '../../support/redis.ts'

const CALLS = 10

interface Answer {
  statuses: (number | string)[]
  warnings: string[]
}
const all = (workers: Worker[]) => Promise.all(workers.map((worker) => worker.run<Answer>(`${CALLS}`)))
const right = Array.from({ length: CALLS }, () => 200)

describe.skipIf(!hasRedis)('four processes that share a session through keyv on Redis', () => {
  const begin = async (how: string) => {
    const redis = await startRedis()
    const server = await serveAuth()
    const workers = await Promise.all(
      Array.from({ length: 4 }, () => startWorker('session-worker.ts', server.baseUrl, redis.url, how)),
    )
    return { redis, server, workers }
  }

  test('sign in once and renew once under the lock of a library', { timeout: 60_000 }, async () => {
    const { redis, server, workers } = await begin('lock')
    // They start all at once: one signs in.
    for (const answer of await all(workers)) expect(answer).toEqual({ statuses: right, warnings: [] })
    expect(server.count('/auth')).toBe(1)

    // The token goes dead for all of them in the same moment: one renews it.
    for (let round = 1; round <= 3; round++) {
      server.revoke()
      for (const answer of await all(workers)) expect(answer).toEqual({ statuses: right, warnings: [] })
      expect(server.count('/auth/token')).toBe(round)
    }
    expect(server.count('/auth')).toBe(1)

    // Without Redis each is on its own, and says so.
    await redis.stop()
    server.revoke()
    for (const answer of await all(workers)) {
      expect(answer.statuses).toEqual(right)
      expect(answer.warnings).toContain('token_store')
    }
    // Nothing of the session keeps a process from ending.
    await Promise.all(workers.map((worker) => worker.close()))
    await server.close()
  })

  test('take what another one got without a lock', { timeout: 60_000 }, async () => {
    const { redis, server, workers } = await begin('no lock')
    for (const answer of await all(workers.slice(0, 1))) expect(answer).toEqual({ statuses: right, warnings: [] })
    for (const answer of await all(workers)) expect(answer).toEqual({ statuses: right, warnings: [] })
    expect(server.count('/auth')).toBe(1)
    server.revoke()
    for (const answer of await all(workers)) expect(answer).toEqual({ statuses: right, warnings: [] })
    expect(server.count('/auth/token')).toBeLessThanOrEqual(4)
    await Promise.all(workers.map((worker) => worker.close()))
    await redis.stop()
    await server.close()
  })
})
