/**
 * What an import costs in Node: each client imported by a fresh process, in turn. The Redocly client, which is
 * TypeScript, is compiled before, so that it is not charged for the stripping of its types; it is the one file that its
 * users compile.
 */
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { generated, peerRequire } from '../lib/prepare.ts'
import { main, type RowResult, ratioTable, target } from '../lib/row.ts'
import { median, number, ratios } from '../lib/stats.ts'

const script = fileURLToPath(new URL('../lib/import-once.ts', import.meta.url))

interface Cost {
  wall: number
  cpu: number
  heap: number
  rss: number
}

export async function run({ quick }: { quick: boolean }): Promise<RowResult> {
  const rounds = quick ? 2 : 11
  const redocly = `${generated}redocly.js`
  await build({ entryPoints: [`${generated}redocly.ts`], outfile: redocly, format: 'esm', target: 'es2022' })
  const modules: Record<string, string> = {
    impcentral: import.meta.resolve('impcentral'),
    'Redocly client': redocly,
    'imp-central-api': peerRequire.resolve('imp-central-api'),
    openai: import.meta.resolve('openai'),
    stripe: import.meta.resolve('stripe'),
    octokit: import.meta.resolve('octokit'),
    '@octokit/core': import.meta.resolve('@octokit/core'),
  }
  const costs: Record<string, Cost[]> = Object.fromEntries(Object.keys(modules).map((name) => [name, []]))
  for (let round = -1; round < rounds; round++) {
    for (const [name, module] of Object.entries(modules)) {
      const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', script, module])
      // The first round fills the file system's cache.
      if (round >= 0) costs[name]!.push(JSON.parse(stdout) as Cost)
    }
  }
  const of = (what: keyof Cost) =>
    Object.fromEntries(Object.entries(costs).map(([name, list]) => [name, list.map((cost) => cost[what])]))
  const heap = of('heap')
  const rss = of('rss')
  const megabytes = (values: readonly number[]) => number(median(values) / 2 ** 20)
  const memory = Object.fromEntries(
    Object.keys(modules).map((name) => [name, `${megabytes(heap[name]!)} / ${megabytes(rss[name]!)}`]),
  )
  const best = (values: Record<string, number[]>) => {
    const ours = values['impcentral']!
    const others = Object.entries(values).filter(([name]) => name !== 'impcentral')
    return Math.max(...others.map(([, other]) => ratios(ours, other).median))
  }
  const wall = of('wall')
  const time = ratios(wall['impcentral']!, wall['Redocly client']!).median
  const space = ratios(heap['impcentral']!, heap['Redocly client']!).median
  return {
    title: 'Import: time and memory',
    text: `${rounds} rounds, a fresh process each.\n\n${ratioTable(wall, 'Redocly client', 'ms', {
      head: 'heap / resident set after the import, MB more',
      cells: memory,
    })}\n\nBy processor time:\n\n${ratioTable(of('cpu'), 'Redocly client', 'ms')}`,
    // One limit or the other: half of the Redocly client's, or better than all.
    targets: [
      time <= 0.5
        ? target('import time, to the Redocly client', '≤', 0.5, time)
        : target('import time, to the best peer', '≤', 1, best(wall)),
      space <= 0.5
        ? target('heap after the import, to the Redocly client', '≤', 0.5, space)
        : target('heap after the import, to the best peer', '≤', 1, best(heap)),
    ],
  }
}

await main(import.meta.url, run)
