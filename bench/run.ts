/**
 * Runs all rows, each in a process of its own, and writes RESULTS.md and the plots beside it.
 *
 *   npm run bench              everything; takes about half an hour, on a machine that does nothing else
 *   npm run bench -- --quick   each row small: whether the benchmarks run. RESULTS.md is left alone
 *   npm run bench -- --only rate-limit --only pages    some of the rows; the others keep what RESULTS.md has of them
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir, totalmem, type } from 'node:os'
import { parseArgs } from 'node:util'
import { bench, generated, prepare, root, version } from './lib/prepare.ts'
import { type RowResult, table, type Target } from './lib/row.ts'
import { number } from './lib/stats.ts'

const rows = [
  'added-cost',
  'conformance',
  'rate-limit',
  'rate-limit-shared',
  'pages',
  'log-events',
  'bundle-size',
  'import-cost',
  'type-check',
  'emulator',
  'generate',
  'growth',
]

const peers = [
  'imp-central-api',
  'openapi-fetch',
  '@redocly/cli',
  '@octokit/core',
  '@octokit/plugin-retry',
  '@octokit/plugin-throttling',
  'ky',
  'ofetch',
  'octokit',
  'openai',
  'stripe',
  'eventsource-parser',
  'eventsource',
  '@stoplight/prism-cli',
  'msw',
  'esbuild',
  'typescript',
]

const { values } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, only: { type: 'string', multiple: true } },
})
const { quick, only } = values
const unknown = only?.find((name) => !rows.includes(name))
if (unknown) throw new Error(`No row "${unknown}": expected ${rows.join(', ')}`)

async function runRow(name: string, folder: string): Promise<RowResult | undefined> {
  const file = `${folder}/${name}.json`
  const child = spawn(process.execPath, [`${bench}rows/${name}.ts`, ...(quick ? ['--quick'] : [])], {
    stdio: 'inherit',
    env: { ...process.env, BENCH_RESULT: file },
  })
  const [code] = (await once(child, 'exit')) as [number | null]
  return code === 0 ? (JSON.parse(readFileSync(file, 'utf8')) as RowResult) : undefined
}

const summary = (targets: readonly Target[]) =>
  table(
    ['', 'found', 'to reach', ''],
    targets.map(({ what, limit, value, met }) => [what, number(value), limit, met ? 'reached' : '**missed**']),
  )

function machine(): string {
  const { model } = cpus()[0]!
  const { version: ours } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as { version: string }
  return [
    `- Machine: ${cpus().length} × ${model}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${type()}`,
    `- Node ${process.version}; impcentral ${ours}`,
    `- Beside it: ${peers.map((name) => `${name} ${version(name)}`).join(', ')}`,
    `- Date: ${new Date().toISOString().slice(0, 10)}`,
  ].join('\n')
}

prepare()
const folder = mkdtempSync(`${tmpdir()}/bench-`)
// What earlier runs found, so that a row can be run again alone.
const kept = `${generated}results.json`
const results: Record<string, RowResult> =
  only && existsSync(kept) ? (JSON.parse(readFileSync(kept, 'utf8')) as Record<string, RowResult>) : {}
let failed = 0
let passed = 0
for (const name of only ?? rows) {
  const begin = performance.now()
  const result = await runRow(name, folder)
  console.log(`(${name}: ${number((performance.now() - begin) / 1000)} s)`)
  if (result) {
    passed++
    results[name] = result
  } else failed++
}
rmSync(folder, { recursive: true })

if (!quick && failed === 0) {
  mkdirSync(generated, { recursive: true })
  writeFileSync(kept, JSON.stringify(results))
  const found = rows.flatMap((name) => (results[name] ? [results[name]] : []))
  const text = [
    '# Measured beside its peers',
    'Written by `npm run bench`. Ratios are taken round by round and given as minimum / **median** / maximum; the absolute figures beside them hold for this machine only. How each row is measured, and how the peers are configured, is said in its file in [rows](rows).',
    machine(),
    summary(found.flatMap(({ targets }) => targets)),
    ...found.flatMap(({ title, text }) => [`## ${title}`, text]),
  ].join('\n\n')
  writeFileSync(`${bench}RESULTS.md`, `${text}\n`)
  for (const { plots = {} } of found) {
    for (const [file, content] of Object.entries(plots)) writeFileSync(bench + file, content)
  }
}
console.log(`tests: ${passed} passed, ${failed} failed`)
if (failed > 0) process.exitCode = 1
