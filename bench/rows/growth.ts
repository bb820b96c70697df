/**
 * What a call costs as there are more of them: calls in flight, items of a list, devices of a log stream. Processor time
 * per unit; the slope is the exponent b of cost ~ nᵇ: 0 is flat, 1 would be linear.
 */
import { start } from '../lib/contender.ts'
import { main, type RowResult, table, target } from '../lib/row.ts'
import { serve } from '../lib/server.ts'
import { median, number, slope } from '../lib/stats.ts'

const module = (name: string) => new URL(`../contenders/${name}.ts`, import.meta.url).href

/** Microseconds per unit at each size, by the median of rounds that take the sizes in turn. */
async function measure(
  rounds: number,
  sizes: readonly number[],
  one: (size: number) => Promise<number>,
): Promise<[size: number, cost: number][]> {
  const found = new Map(sizes.map((size) => [size, [] as number[]]))
  for (let round = -1; round < rounds; round++) {
    for (const size of round % 2 ? sizes : sizes.toReversed()) {
      const cost = await one(size)
      if (round >= 0) found.get(size)!.push(cost)
    }
  }
  return [...found].map(([size, costs]) => [size, median(costs)])
}

export async function run({ quick }: { quick: boolean }): Promise<RowResult> {
  const rounds = quick ? 1 : 3

  await using resource = await serve('resource', { latency: 2 })
  const calls = quick ? 500 : 5000
  const inFlight = [10, 100, 1000]
  const getters = new Map(
    await Promise.all(
      inFlight.map(
        async (concurrency) =>
          [concurrency, await start(module('get'), 'impcentral', { url: resource.url, concurrency })] as const,
      ),
    ),
  )
  const perCall = await measure(rounds, inFlight, async (n) => (await getters.get(n)!.run(calls)).cpu / calls)
  for (const getter of getters.values()) await getter[Symbol.asyncDispose]()

  await using fleet = await serve('devices')
  await using walker = await start(module('pages'), 'impcentral', { url: fleet.url })
  const perItem = await measure(rounds, quick ? [1000, 10_000] : [1000, 10_000, 100_000], async (n) => {
    // As many items for each size, so that a short walk does not drown in noise.
    const walks = Math.max(1, Math.round((quick ? 10_000 : 50_000) / n))
    let cpu = 0
    for (let i = 0; i < walks; i++) cpu += (await walker.run(n)).cpu
    return cpu / (n * walks)
  })

  const events = quick ? 20_000 : 300_000
  const streams = new Map(
    await Promise.all(
      [1, 8].map(async (devices) => {
        const server = await serve('events', { devices })
        const reader = await start(module('log-events'), 'impcentral', { url: server.url, devices })
        return [devices, { server, reader }] as const
      }),
    ),
  )
  const perEvent = await measure(rounds, [1, 8], async (n) => (await streams.get(n)!.reader.run(events)).cpu / events)
  for (const { server, reader } of streams.values()) {
    await reader[Symbol.asyncDispose]()
    await server[Symbol.asyncDispose]()
  }

  const rows = [
    ['a call, by calls in flight', perCall],
    ['an item of a list, by devices', perItem],
    ['a log entry, by devices of the stream', perEvent],
  ] as const
  return {
    title: 'Growth',
    text: table(
      ['processor time of', 'µs at each size', 'slope'],
      rows.map(([name, points]) => [
        name,
        points.map(([n, cost]) => `${n.toLocaleString('en')}: ${number(cost)}`).join(', '),
        number(slope(points)),
      ]),
    ),
    targets: rows.map(([name, points]) => target(`slope of the cost of ${name}`, '≤', 0.1, slope(points))),
  }
}

await main(import.meta.url, run)
