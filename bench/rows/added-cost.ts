/**
 * What a client adds to a GET: processor time over a stubbed `fetch`, the stub's own cost taken off.
 *
 * Every client runs in processes of its own, as warm as in a program that has run for a while: garbage is collected when the runtime does so, and
 * not before each round. There are three, for V8 compiles the same program in several ways, of which one can take a sixth longer than another. The
 * rounds are interleaved, and the minimum counts: whatever else the machine does makes a round longer, and none shorter. Nothing is configured beyond a bearer token: this SDK has all its extensions on, and of the others only octokit
 * has plugins that do some of the same.
 */
import { calls } from '../contenders/added-cost.ts'
import { interleave, start } from '../lib/contender.ts'
import { main, type RowResult, table, target } from '../lib/row.ts'
import { number, stats } from '../lib/stats.ts'

const module = new URL('../contenders/added-cost.ts', import.meta.url).href

/** Microseconds of processor time before the first round, until V8 has compiled all that it will (after some 100,000 calls), and in each round. */
const WARM_UP = 3_000_000
const WARM_UP_CALLS = 500
const ROUND = 300_000

/** Processes of each client. */
const PROCESSES = 3

export async function run({ quick }: { quick: boolean }): Promise<RowResult> {
  const rounds = quick ? 2 : 7
  /** Calls in a round of each client, so that a round takes as long for all. */
  const counts: Record<string, number> = {}
  await using stack = new AsyncDisposableStack()
  const contenders = []
  for (let n = 0; n < PROCESSES; n++)
    for (const name of Object.keys(calls)) contenders.push(stack.use(await start(module, name, {})))
  const samples = await interleave(contenders, rounds, async (contender, warmUp) => {
    if (!warmUp) return contender.run(counts[contender.name]!, false)
    // As long as it takes until the runtime compiles nothing any more.
    let sample = await contender.run(WARM_UP_CALLS, false)
    for (let spent = 0; spent < WARM_UP; spent += sample.cpu) sample = await contender.run(WARM_UP_CALLS, false)
    counts[contender.name] = Math.ceil((ROUND * WARM_UP_CALLS) / sample.cpu)
    return sample
  })
  const least = Object.fromEntries(
    Object.entries(samples).map(([name, list]) => [name, stats(list.map(({ cpu }) => cpu / counts[name]!)).min]),
  )
  const stub = least['the stub alone']!
  const added = (name: string) => least[name]! - stub
  const ours = added('impcentral')
  const rows = Object.keys(calls).map((name) =>
    name === 'the stub alone'
      ? [name, number(stub), '']
      : [name, number(added(name)), number(added(name) / added('openapi-fetch'))],
  )
  const to = (name: string) => ours / added(name)
  return {
    title: 'What a client adds to a GET: processor time over a stubbed fetch',
    text: `The minimum of ${rounds} interleaved rounds of ${ROUND / 1000} ms of processor time in each of ${PROCESSES} processes, after ${WARM_UP / 1e6} s of warming up.\n\n${table(['', 'µs a call', 'to openapi-fetch'], rows)}`,
    targets: [
      target('what a GET costs beside fetch, to openapi-fetch alone', '≤', 2.2, to('openapi-fetch')),
      target('what a GET costs beside fetch, to ky', '≤', 0.75, to('ky')),
      target(
        'what a GET costs beside fetch, to octokit with throttling and retry',
        '≤',
        0.75,
        to('@octokit/core, throttling and retry'),
      ),
    ],
  }
}

await main(import.meta.url, run)
