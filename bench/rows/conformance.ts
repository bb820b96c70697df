/**
 * What `observe` adds to a GET, in processor time. What it adds is taken over a stubbed `fetch`, where nothing else varies, and
 * held against a whole GET over a real connection on loopback. The rounds are many, short and interleaved, and the minimum
 * counts. The device fits the description: a difference costs more, once for each place.
 */
import { contenders as all } from '../contenders/conformance.ts'
import { interleave, start } from '../lib/contender.ts'
import { main, type RowResult, table, target } from '../lib/row.ts'
import { serve } from '../lib/server.ts'
import { number, stats } from '../lib/stats.ts'

const module = new URL('../contenders/conformance.ts', import.meta.url).href

export async function run({ quick }: { quick: boolean }): Promise<RowResult> {
  const [rounds, count] = quick ? [5, 200] : [30, 300]
  await using stack = new AsyncDisposableStack()
  const { url } = stack.use(await serve('resource'))
  const contenders = []
  for (const name of Object.keys(all)) contenders.push(stack.use(await start(module, name, { url: `${url}/v5` })))
  const samples = await interleave(contenders, rounds, (contender, warmUp) => contender.run(warmUp ? count * 5 : count))
  const least = Object.fromEntries(
    Object.entries(samples).map(([name, list]) => [name, stats(list.map(({ cpu }) => cpu / count)).min]),
  )
  const whole = least['a GET over loopback']!
  const share = (name: string) => (least[name]! - least['over a stub']!) / whole
  const rows = Object.keys(all).map((name) => [
    name,
    number(least[name]!),
    name.endsWith('observed') ? number(share(name)) : '',
  ])
  return {
    title: 'What holding answers against the description adds to a GET: processor time',
    text: `The minimum of ${rounds} interleaved rounds of ${count} calls each.\n\n${table(['', 'µs a call', 'added, as a share of a GET'], rows)}`,
    targets: [
      target('what observing adds, as a share of a GET over loopback', '≤', 0.15, share('over a stub, observed')),
    ],
  }
}

await main(import.meta.url, run)
