/** One of several processes that share a session through keyv, under the lock of redlock. Each line on its standard input makes it call so many times. */
import { createInterface } from 'node:readline'
import KeyvRedis from '@keyv/redis'
import { Redlock } from '@sesamecare-oss/redlock'
import { Redis } from 'ioredis'
import { Keyv } from 'keyv'
import { transport } from './transport.ts'

const [baseUrl, redisUrl, how] = process.argv.slice(2)
const store = new KeyvRedis(redisUrl)
const tokenStore = new Keyv(store)
// As every user of keyv must: it would throw errors that nobody listens to.
tokenStore.on('error', () => {})
const redis = new Redis(redisUrl!, { maxRetriesPerRequest: 1 })
redis.on('error', () => {})
const redlock = new Redlock([redis], { retryCount: 200, retryDelay: 50 })
redlock.on('error', () => {})

const warnings: unknown[] = []
const { fetch } = transport({
  baseUrl: baseUrl!,
  tokenStore,
  ...(how === 'lock' && {
    lock: (name: string, work: () => Promise<void>) => redlock.using([`lock:${name}`], 10_000, work),
  }),
  onWarning: ({ code }) => warnings.push(code),
  retry: { baseDelay: 1 },
})

console.log('ready')
for await (const line of createInterface(process.stdin)) {
  const statuses = await Promise.all(
    Array.from({ length: Number(line) }, async (_, i) => {
      try {
        return (await fetch(`${baseUrl}/devices/${i}`)).status
      } catch (error) {
        return String(error)
      }
    }),
  )
  console.log(JSON.stringify({ statuses, warnings: warnings.splice(0) }))
}
redis.disconnect()
await store.disconnect(true).catch(() => {})
