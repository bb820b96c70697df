/**
 * JSON log entries over one connection, consumed as each client has it: `for await` here and in the Redocly client,
 * callbacks elsewhere.
 *
 * The server sends buffers, ready-made but for their time, as fast as they are taken, so that the reader is what is measured: each one in a
 * process of its own, in turn. The bare loop is the least that can be done: bytes, parser, JSON.parse, and `for await`
 * over what comes of it; beside it stands the same without `for await`. It reconnects nowhere, checks nothing and remembers nothing. Our stream does all that an open stream does, back-fill included, so
 * that it also keeps account of what was delivered.
 *
 * Memory: a consumer rests after every 500 entries, so that it is slower than the server. Who cannot be slowed down
 * keeps what comes in the meantime.
 */
import { sources } from '../contenders/log-events.ts'
import { interleave, start } from '../lib/contender.ts'
import { main, ratioTable, type RowResult, table, target } from '../lib/row.ts'
import { serve } from '../lib/server.ts'
import { median, number, ratios } from '../lib/stats.ts'
import { plot } from '../lib/svg.ts'

const module = new URL('../contenders/log-events.ts', import.meta.url).href
const base = 'bare eventsource-parser loop'
const megabyte = 2 ** 20

export async function run({ quick }: { quick: boolean }): Promise<RowResult> {
  const [rounds, events, slowEvents] = quick ? [2, 20_000, 20_000] : [20, 250_000, 1_000_000]
  await using server = await serve('events', { devices: 1 })
  await using stack = new AsyncDisposableStack()
  const contenders = await Promise.all(
    Object.keys(sources).map(async (name) => stack.use(await start(module, name, { url: server.url, devices: 1 }))),
  )
  // The vendor's reader takes minutes for a million: it gets a fiftieth, and is measured by the entry like all others.
  const share = (name: string) => Math.ceil(name === 'imp-central-api' ? events / 50 : events)
  // Many short rounds: what disturbs the machine for a second disturbs one of them.
  const samples = await interleave(contenders, rounds, (contender) => contender.run(share(contender.name), false))
  const each = (of: 'wall' | 'cpu') =>
    Object.fromEntries(
      Object.entries(samples).map(([name, list]) => [name, list.map((one) => share(name) / (one[of] / 1e6))]),
    )
  const throughput = each('wall')
  const perCpu = each('cpu')

  const slow = Object.fromEntries(
    await Promise.all(
      ['impcentral', 'eventsource 5'].map(async (name) => {
        const config = { url: server.url, devices: 1, rest: 5, batch: 500, sampleEvery: slowEvents / 40 }
        await using contender = await start(module, name, config)
        const { result } = await contender.run(slowEvents)
        return [name, result as [number, number][]] as const
      }),
    ),
  )
  const ours = slow['impcentral']!.map(([, bytes]) => bytes)
  // Of the last quarter over the first one: single looks see whatever is just under way.
  const quarter = Math.ceil(ours.length / 4)
  const growth = (median(ours.slice(-quarter)) - median(ours.slice(0, quarter))) / megabyte
  const count = events.toLocaleString('en')
  return {
    title: 'Log events: throughput and memory',
    text: [
      `${rounds} rounds of ${count} entries each (imp-central-api: ${share('imp-central-api').toLocaleString('en')}). Throughput by the clock:`,
      ratioTable(throughput, base, 'entries a second'),
      'Throughput by processor time of the reader:',
      ratioTable(perCpu, base, 'entries a second'),
      `Live memory while a slow consumer (5 ms of rest after every 500 entries) takes ${slowEvents.toLocaleString('en')} entries:`,
      table(
        ['', 'at the start, MB', 'most, MB'],
        Object.entries(slow).map(([name, points]) => [
          name,
          number(points[0]![1] / megabyte),
          number(Math.max(...points.map(([, bytes]) => bytes)) / megabyte),
        ]),
      ),
      '![Live memory over the entries](log-memory.svg)',
    ].join('\n\n'),
    plots: {
      'log-memory.svg': plot(
        'Live memory with a slow consumer',
        'entries consumed',
        'MB',
        Object.entries(slow).map(([name, points]) => ({
          name,
          points: points.map(([n, bytes]) => [n, bytes / megabyte] as const),
        })),
      ),
    },
    targets: [
      target(
        'log events, throughput to the bare loop',
        '≥',
        0.9,
        ratios(throughput['impcentral']!, throughput[base]!).median,
      ),
      target(
        'log events, throughput to eventsource 5',
        '≥',
        1.5,
        ratios(throughput['impcentral']!, throughput['eventsource 5']!).median,
      ),
      target('log events, growth of memory with a slow consumer, MB', '≤', 5, growth),
    ],
  }
}

await main(import.meta.url, run)
