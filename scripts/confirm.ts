/**
 * What a report of `impcentral check` settles of the description: the places in the YAML and the proposed text. It edits
 * nothing.
 *
 *   npm run confirm -- report.json
 */
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { Report } from '../src/conformance/check/report.ts'
import { type Proposal, proposeAnswers, proposeDifferences } from './confirm/propose.ts'
import { readSources } from './confirm/sources.ts'

const folder = fileURLToPath(new URL('../openapi', import.meta.url))

const print = (title: string, proposals: Iterable<Proposal>): string => {
  const found = [...proposals]
  const lines = found.map(
    ({ place, because, change }) => `openapi/${place}\n  ${because}\n  ${change.replaceAll('\n', '\n  ')}\n`,
  )
  return found.length === 0 ? '' : `${title}\n\n${lines.join('\n')}`
}

const { positionals } = parseArgs({ allowPositionals: true })
const [file, ...more] = positionals
if (file === undefined || more.length > 0) {
  console.error('Expected one file: npm run confirm -- report.json')
  process.exitCode = 2
} else {
  const report = JSON.parse(await readFile(file, 'utf8')) as Partial<Report>
  const { questions, differences } = report
  if (!questions || !differences) {
    console.error(`${file} is no report of "impcentral check --report".`)
    process.exitCode = 2
  } else {
    const sources = readSources(folder)
    const parts = [
      print('What differs', proposeDifferences(sources, { differences })),
      print('What is settled', proposeAnswers(sources, { questions })),
    ].filter(Boolean)
    console.log(parts.join('\n') || 'The report settles nothing: nothing differs, and every question stays open.')
  }
}
