/**
 * Reads of an account whose rate limit is a token bucket: 40 requests, refilled at 100 a second; 40 calls in flight,
 * 10 ms an answer.
 *
 * Every client has a server of its own, and all run at the same time: there is next to nothing to compute, and what
 * disturbs one disturbs the others. The optimum is what the bucket allows: what it holds at once, the rest as it is
 * refilled. Peers are configured to repeat what is refused wherever they can; how, is said in contenders/rate-limit.ts.
 */
import { calls } from '../contenders/rate-limit.ts'
import { start } from '../lib/contender.ts'
import { main, type RowResult, table, target } from '../lib/row.ts'
import { serve } from '../lib/server.ts'
import { number, spread, stats } from '../lib/stats.ts'
import { type Line, plot } from '../lib/svg.ts'

const module = new URL('../contenders/rate-limit.ts', import.meta.url).href
const bucket = { limit: 40, rate: 100, latency: 10 }
const concurrency = 40

interface Report {
  served: number[]
  refused: number[]
}

export async function run({ quick }: { quick: boolean }): Promise<RowResult> {
  const [rounds, reads] = quick ? [1, 200] : [3, 2000]
  const optimum = ((reads - bucket.limit) / bucket.rate) * 1000
  const found = await Promise.all(
    Object.keys(calls).map(async (name) => {
      await using server = await serve('bucket', bucket)
      await using contender = await start(module, name, { url: server.url, concurrency })
      const runs = []
      for (let round = 0; round < rounds; round++) {
        const { result, wall } = await contender.run(reads)
        const report = await server.ask<Report>({})
        runs.push({ ...report, failed: result as number, ratio: wall / 1000 / optimum })
      }
      return { name, runs }
    }),
  )
  const rows = found.map(({ name, runs }) => {
    const last = runs.at(-1)!
    const complete = runs.every(({ failed }) => failed === 0)
    return [
      name,
      complete ? spread(stats(runs.map(({ ratio }) => ratio))) : '—',
      complete ? `${number(Math.round((last.ratio * optimum) / 100) / 10)} s` : '—',
      `${number(stats(runs.map(({ failed }) => (failed / reads) * 100)).median)} %`,
      String(stats(runs.map(({ refused }) => refused.length)).median),
    ]
  })
  const ours = found.find(({ name }) => name === 'impcentral')!.runs
  const lines: Line[] = found.map(({ name, runs }) => ({
    name,
    points: runs.at(-1)!.served.map((ms, i) => [ms / 1000, i + 1] as const),
  }))
  lines.push({
    name: 'what the bucket allows',
    dashed: true,
    points: [
      [0, bucket.limit],
      [optimum / 1000, reads],
    ],
  })
  const words = `${reads.toLocaleString('en')} reads against a bucket of ${bucket.limit}, refilled at ${bucket.rate} a second, ${concurrency} in flight`
  return {
    title: 'Rate limit: time for all reads',
    text: `${words}. The optimum is ${number(optimum / 1000)} s. ${rounds} rounds.\n\n${table(
      ['', 'ratio to the optimum: min / median / max', 'time', 'calls failed', '429 answers'],
      rows,
    )}\n\n![Reads served over time](rate-limit.svg)`,
    plots: { 'rate-limit.svg': plot(words, 'seconds', 'reads served', lines) },
    targets: [
      target('time for all reads, to the bucket’s optimum', '≤', 1.05, stats(ours.map(({ ratio }) => ratio)).median),
      target('429 answers', '≤', 0, Math.max(...ours.map(({ refused }) => refused.length))),
      target('failed calls', '≤', 0, Math.max(...ours.map(({ failed }) => failed))),
    ],
  }
}

await main(import.meta.url, run)
