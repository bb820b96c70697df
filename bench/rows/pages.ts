/**
 * A walk over 10,000 devices, 100 a page: an answer takes 30 ms, and the consumer takes 30 ms for each page. Whoever
 * asks for the next page when this one is done waits for both; whoever has it fetched meanwhile waits for the longer one.
 */
import { walks } from '../contenders/pages.ts'
import { interleave, start } from '../lib/contender.ts'
import { main, ratioTable, type RowResult, target } from '../lib/row.ts'
import { serve } from '../lib/server.ts'
import { number, ratios } from '../lib/stats.ts'

const module = new URL('../contenders/pages.ts', import.meta.url).href
const base = 'fetch, page after page'

export async function run({ quick }: { quick: boolean }): Promise<RowResult> {
  const [rounds, devices] = quick ? [1, 1000] : [3, 10_000]
  await using server = await serve('devices', { latency: 30 })
  await using stack = new AsyncDisposableStack()
  const config = { url: server.url, consume: 30 }
  const contenders = await Promise.all(
    Object.keys(walks).map(async (name) => stack.use(await start(module, name, config))),
  )
  const samples = await interleave(contenders, rounds, (contender, warmUp) => contender.run(warmUp ? 500 : devices))
  const seconds = Object.fromEntries(
    Object.entries(samples).map(([name, list]) => [name, list.map(({ wall }) => wall / 1e6)]),
  )
  await using memory = await start(module, 'impcentral', { url: server.url, sampleEvery: 5 })
  await memory.run(500)
  const { result } = await memory.run(devices)
  const heap = result as number[]
  const growth = (Math.max(...heap) - heap[0]!) / 2 ** 20
  return {
    title: 'Lists: a walk over 10,000 devices',
    text: `${rounds} rounds of ${devices.toLocaleString('en')} devices.\n\n${ratioTable(
      seconds,
      base,
      'seconds',
    )}\n\nLive heap of ours: ${number(heap[0]! / 2 ** 20)} MB after 5 pages, at most ${number(growth)} MB more.`,
    targets: [
      target(
        'a walk over 10,000 devices, times faster than page after page',
        '≥',
        1.8,
        1 / ratios(seconds['impcentral']!, seconds[base]!).median,
      ),
      target('a walk over 10,000 devices, growth of the heap, MB', '≤', 20, growth),
    ],
  }
}

await main(import.meta.url, run)
