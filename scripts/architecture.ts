/**
 * The picture in ARCHITECTURE.md, made of the imports in src/: which room imports which.
 *
 *   node scripts/architecture.ts            writes
 *   node scripts/architecture.ts --check    fails when the picture is not that of the code
 */
import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs, promisify } from 'node:util'

const root = fileURLToPath(new URL('..', import.meta.url))
const page = fileURLToPath(new URL('../ARCHITECTURE.md', import.meta.url))
const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } })

const cruiser = ['--import', './scripts/typescript-5.ts', 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs']
const config = ['--config', 'scripts/dependency-cruiser.config.cjs']
// The entry point hands on what the rooms have: its arrows would lead everywhere.
const view = ['--include-only', '^src/', '--exclude', '^src/index\\.ts$', '--collapse', '^src/[^/]+']
const { stdout } = await promisify(execFile)(
  process.execPath,
  [...cruiser, ...config, ...view, '--output-type', 'mermaid', 'src'],
  { cwd: root },
)

// The arrows come in the order in which the files were read.
const lines = stdout.trim().split('\n')
const isArrow = (line: string) => line.includes('-->')
const picture = [...lines.filter((line) => !isArrow(line)), ...lines.filter(isArrow).toSorted()].join('\n')

const text = await readFile(page, 'utf8')
const block = /(^```mermaid\n)[^`]*(?=^```$)/m
if (!block.test(text)) throw new Error('ARCHITECTURE.md has no block of mermaid for the picture')
const drawn = text.replace(block, (_, fence: string) => `${fence}${picture}\n`)
if (!values.check) await writeFile(page, drawn)
else if (drawn !== text) {
  console.error('The picture in ARCHITECTURE.md is not that of the code: npm run architecture')
  process.exitCode = 1
}
