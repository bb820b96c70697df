/**
 * Reads of an account whose rate limit is a token bucket: 40 requests, refilled at 100 a second; 40 calls in flight,
 * 10 ms an answer. And short runs of our own client, near and far, whatever the way in which the bucket is refilled.
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

/** Short runs, each by a new client. Where `lost` is said, it counts; elsewhere, only what is refused. */
interface Kind {
  name: string
  options: object
}
const kinds: [Kind, ...Kind[]] = [
  { name: 'evenly, `Reset` in milliseconds', options: {} },
  { name: 'evenly, `Reset` in seconds', options: { reset: 's' } },
  { name: 'in steps, `Reset` in milliseconds', options: { stepped: true } },
  { name: 'in steps, `Reset` in seconds', options: { stepped: true, reset: 's' } },
]
const latencies = [5, 80]

interface Short {
  kind: string
  latency: number
  reads: number
  /** Milliseconds beside the optimum and one latency. */
  lost: number[]
  refused: number
  share: number
}

async function shortRuns({ quick }: { quick: boolean }): Promise<Short[]> {
  const [rounds, all] = quick ? [1, [45, 60]] : [5, [45, 60, 100, 200, 400]]
  const runs = (kind: Kind) => async (latency: number) => {
    await using server = await serve('bucket', { ...bucket, ...kind.options, latency })
    await using contender = await start(module, 'impcentral', { url: server.url, concurrency })
    // Warm: what a process needs for its first calls has rows of its own.
    for (let round = 0; round < 5; round++) await contender.run(40)
    const lines: Short[] = []
    for (const reads of all) {
      const lost: number[] = []
      let refused = 0
      for (let round = 0; round < rounds; round++) {
        await server.ask({})
        const { wall } = await contender.run(reads)
        lost.push(wall / 1000 - ((reads - bucket.limit) / bucket.rate) * 1000 - latency)
        refused += (await server.ask<Report>({})).refused.length
      }
      lines.push({ kind: kind.name, latency, reads, lost, refused, share: (refused / reads / rounds) * 100 })
    }
    return lines
  }
  const [even, ...others] = kinds
  const found: Short[] = []
  // Where milliseconds count, one after the other.
  for (const latency of latencies) found.push(...(await runs(even)(latency)))
  found.push(...(await Promise.all(others.flatMap((kind) => latencies.map(runs(kind))))).flat())
  return found
}

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
  const short = await shortRuns({ quick })
  const even = short.filter(({ kind }) => kind === kinds[0].name)
  const others = short.filter(({ kind }) => kind !== kinds[0].name)
  const shortRows = short.map(({ kind, latency, reads, lost, refused }) => [
    kind,
    `${latency} ms`,
    String(reads),
    kind === kinds[0].name ? `${number(Math.round(stats(lost).median))} ms` : '',
    String(refused),
  ])
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
    )}\n\n![Reads served over time](rate-limit.svg)\n\nShort runs of impcentral, each by a new client; *lost* is what it takes beside the optimum and one latency.\n\n${table(
      ['refilled', 'latency', 'reads', 'lost, median', '429 answers in all'],
      shortRows,
    )}`,
    plots: { 'rate-limit.svg': plot(words, 'seconds', 'reads served', lines) },
    targets: [
      target('time for all reads, to the bucket’s optimum', '≤', 1.05, stats(ours.map(({ ratio }) => ratio)).median),
      target('429 answers', '≤', 0, Math.max(...ours.map(({ refused }) => refused.length))),
      target(
        'milliseconds lost in a short run, the worst median',
        '≤',
        100,
        Math.max(...even.map(({ lost }) => stats(lost).median)),
      ),
      target('429 answers in short runs, refilled evenly', '≤', 0, Math.max(...even.map(({ refused }) => refused))),
      target('429 answers in other short runs, per cent', '≤', 1, Math.max(...others.map(({ share }) => share))),
      target('failed calls', '≤', 0, Math.max(...ours.map(({ failed }) => failed))),
    ],
  }
}

await main(import.meta.url, run)
