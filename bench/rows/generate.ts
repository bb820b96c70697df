/** From the description to the generated sources: lint, bundle, schema types, operation table, the emulator's validators. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { redoclyEnv, root } from '../lib/prepare.ts'
import { main, type RowResult, target } from '../lib/row.ts'
import { spread, stats } from '../lib/stats.ts'

export async function run({ quick }: { quick: boolean }): Promise<RowResult> {
  const rounds = quick ? 1 : 5
  const seconds: number[] = []
  for (let round = 0; round < rounds; round++) {
    const begin = performance.now()
    await promisify(execFile)('npm', ['run', '-s', 'generate'], { cwd: root, env: redoclyEnv })
    seconds.push((performance.now() - begin) / 1000)
  }
  return {
    title: 'Description to types to client: npm run generate',
    text: `${rounds} rounds, seconds by the clock (min / median / max): ${spread(stats(seconds))}.`,
    targets: [target('npm run generate, seconds', '≤', 5, stats(seconds).median)],
  }
}

await main(import.meta.url, run)
