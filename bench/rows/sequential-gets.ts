/**
 * Processor time of one GET on loopback, one after the other.
 *
 * Every client runs in a process of its own and reads the same device from the same server over a connection that it
 * keeps open, with a bearer token that was handed to it, so that nobody signs in. Nothing beyond that is configured;
 * each client's defaults are what its users get. That is unequal in one way, to our disadvantage: by default this SDK
 * also limits the attempt's time, looks after the rate limit and the session, and refuses URLs outside the API, and the
 * others do none of it.
 */
import { calls } from '../contenders/get.ts'
import { interleave, start } from '../lib/contender.ts'
import { main, ratioTable, type RowResult, target } from '../lib/row.ts'
import { serve } from '../lib/server.ts'
import { ratios } from '../lib/stats.ts'

const module = new URL('../contenders/get.ts', import.meta.url).href

export async function run({ quick }: { quick: boolean }): Promise<RowResult> {
  const [rounds, count] = quick ? [3, 100] : [11, 2000]
  await using server = await serve('resource')
  await using stack = new AsyncDisposableStack()
  const contenders = await Promise.all(
    Object.keys(calls).map(async (name) => stack.use(await start(module, name, { url: server.url }))),
  )
  const samples = await interleave(contenders, rounds, (contender, warmUp) => contender.run(warmUp ? count * 2 : count))
  const cpu = Object.fromEntries(
    Object.entries(samples).map(([name, list]) => [name, list.map((sample) => sample.cpu / count)]),
  )
  const ours = cpu['impcentral']!
  const to = (name: string) => ratios(ours, cpu[name]!).median
  return {
    title: 'Sequential GETs: processor time of a call',
    text: `${rounds} rounds of ${count} calls each.\n\n${ratioTable(cpu, 'bare fetch', 'µs a call')}`,
    targets: [
      target('a GET, processor time, to bare fetch + JSON.parse', '≤', 1.25, to('bare fetch')),
      target('a GET, processor time, to imp-central-api', '≤', 0.5, to('imp-central-api')),
      target('a GET, processor time, to the Redocly client', '≤', 1, to('Redocly client')),
    ],
  }
}

await main(import.meta.url, run)
