/** A row of the table: what it found, how it is shown, and how its file runs alone. */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { prepare } from './prepare.ts'
import { number, ratios, spread, stats } from './stats.ts'

export interface RowOptions {
  /** Small: shows that the benchmark runs, not what it would find. */
  quick: boolean
}

export interface Target {
  what: string
  /** The limit as the table states it, such as `≤ 1.25`. */
  limit: string
  value: number
  met: boolean
}

export interface RowResult {
  title: string
  /** Markdown below the title. */
  text: string
  targets: Target[]
  /** Files that the text shows, by name. */
  plots?: Record<string, string>
}

export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map((_, i) => (i === 0 ? '---' : '---:')), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')

/** Each contender's rounds as ratios to those of `base`, the absolute median beside them. */
export function ratioTable(
  rounds: Readonly<Record<string, readonly number[]>>,
  base: string,
  unit: string,
  more?: { head: string; cells: Readonly<Record<string, string>> },
): string {
  const head = ['', `ratio to ${base}: min / median / max`, unit]
  const rows = Object.entries(rounds).map(([name, values]) => {
    const row = [name, spread(ratios(values, rounds[base]!)), number(stats(values).median)]
    if (more) row.push(more.cells[name] ?? '')
    return row
  })
  return table(more ? [...head, more.head] : head, rows)
}

const compare = { '≤': (a: number, b: number) => a <= b, '≥': (a: number, b: number) => a >= b }

export const target = (what: string, operator: keyof typeof compare, limit: number, value: number): Target => ({
  what,
  limit: `${operator} ${limit.toLocaleString('en')}`,
  value,
  met: compare[operator](value, limit),
})

/** Runs the row when its file was started, and not when it was imported. */
export async function main(url: string, run: (options: RowOptions) => Promise<RowResult>): Promise<void> {
  if (process.argv[1] !== fileURLToPath(url)) return
  const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false } } })
  prepare()
  const result = await run(values)
  // For `npm run bench`, which runs each row in a process of its own.
  if (process.env['BENCH_RESULT']) writeFileSync(process.env['BENCH_RESULT'], JSON.stringify(result))
  console.log(`\n## ${result.title}\n\n${result.text}\n`)
  for (const { what, limit, value, met } of result.targets)
    console.log(`${met ? 'reached' : 'MISSED '}  ${what}: ${number(value)} (${limit})`)
}
