/**
 * Reads of an account whose rate limit is a token bucket, 40 requests at once and 100 a second, where less is known of it: four processes
 * that do not know of each other share it, or its headers are hidden.
 */
import { start } from '../lib/contender.ts'
import { main, type RowResult, table, target } from '../lib/row.ts'
import { serve } from '../lib/server.ts'
import { number, spread, stats } from '../lib/stats.ts'

const module = new URL('../contenders/rate-limit.ts', import.meta.url).href
const bucket = { limit: 40, rate: 100, latency: 10 }
const optimum = (reads: number, rate: number) => ((reads - bucket.limit) / rate) * 1000

interface Case {
  name: string
  processes: number
  options: object
  /** What the bucket gains in a second: in steps no more than it holds. */
  rate: number
  /** Times the optimum that the reads may take. */
  most: number
}
const cases: Case[] = [
  { name: 'four processes, refilled evenly', processes: 4, options: {}, rate: 100, most: 1.15 },
  { name: 'four processes, in steps', processes: 4, options: { stepped: true }, rate: 40, most: 1.15 },
  { name: 'headers hidden', processes: 1, options: { reset: false }, rate: 100, most: 1.5 },
]

async function measure({ name, processes, options, rate, most }: Case, reads: number, rounds: number) {
  await using server = await serve('bucket', { ...bucket, ...options })
  await using stack = new AsyncDisposableStack()
  const concurrency = 50
  const contenders = await Promise.all(
    Array.from({ length: processes }, async () =>
      stack.use(await start(module, 'impcentral', { url: server.url, concurrency })),
    ),
  )
  // Warm: what a process needs for its first calls has rows of its own.
  await Promise.all(contenders.map((contender) => contender.run(bucket.limit / processes)))
  const ratios: number[] = []
  const fairness: number[] = []
  let failed = 0
  for (let round = 0; round < rounds; round++) {
    await server.ask({})
    const samples = await Promise.all(contenders.map((contender) => contender.run(reads / processes)))
    const times = samples.map(({ wall }) => wall / 1000)
    ratios.push(Math.max(...times) / optimum(reads, rate))
    fairness.push(Math.max(...times) / Math.min(...times))
    for (const { result } of samples) failed += result as number
  }
  return { name, most, ratios, fairness, failed }
}

export async function run({ quick }: { quick: boolean }): Promise<RowResult> {
  const [rounds, reads] = quick ? [1, 200] : [3, 2000]
  const found = await Promise.all(cases.map((one) => measure(one, reads, rounds)))
  return {
    title: 'Rate limit: shared, or hidden',
    text: `${number(reads)} reads against a bucket of ${bucket.limit}, refilled at ${bucket.rate} a second, 50 in flight a process. ${rounds} rounds.\n\n${table(
      ['', 'ratio to the optimum: min / median / max', 'slowest to fastest process, median', 'calls failed'],
      found.map(({ name, ratios, fairness, failed }) => [
        name,
        spread(stats(ratios)),
        number(stats(fairness).median),
        String(failed),
      ]),
    )}`,
    targets: [
      ...found.map(({ name, most, ratios }) =>
        target(`${name}: time to the bucket’s optimum`, '≤', most, stats(ratios).median),
      ),
      target(
        'slowest to fastest of four processes',
        '≤',
        1.5,
        Math.max(...found.map((one) => stats(one.fairness).median)),
      ),
      target('failed calls, shared or hidden', '≤', 0, Math.max(...found.map(({ failed }) => failed))),
    ],
  }
}

await main(import.meta.url, run)
