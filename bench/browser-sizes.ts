/**
 * The sizes in docs/browsers.md, of the same bundles that the row `bundle-size` measures.
 *
 *   npm run docs:sizes                    writes them
 *   node bench/browser-sizes.ts --check   fails where one is off by more than 3 %; part of npm run check:size
 *
 * Both measure dist/, which must have been built.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { root } from './lib/prepare.ts'
import { table } from './lib/row.ts'
import { bundle, composition, entries, gzipped } from './rows/bundle-size.ts'

const page = `${root}docs/browsers.md`
const tolerance = 0.03
const [begin, end] = ['<!-- Written by npm run docs:sizes. -->', '<!-- End of what is written. -->']

const kilobytes = (bytes: number) => (bytes / 1000).toFixed(1)

async function measure(): Promise<string> {
  const client = entries['impcentral, whole client']!
  const guard = `import { isNotFoundError } from '${root}dist/index.js'; globalThis.guard = isNotFoundError`
  const [first, whole, one] = await Promise.all([bundle(client, true), bundle(client), bundle(guard)])
  const parts = [...(await composition())]
  const all = parts.reduce((sum, [, bytes]) => sum + bytes, 0)
  const [before, after, least] = [first, whole, one].map((code) => ({
    min: Buffer.byteLength(code),
    gzip: gzipped(code),
  }))
  const row = (name: string, min: number, gzip: number) => [name, kilobytes(min), kilobytes(gzip)]
  return [
    table(
      ['', 'minified, kB', 'gzipped, kB'],
      [
        row('the client, downloaded first', before!.min, before!.gzip),
        row('log streams, when one is opened', after!.min - before!.min, after!.gzip - before!.gzip),
        row('all in one file', after!.min, after!.gzip),
        row('a guard of errors alone', least!.min, least!.gzip),
      ],
    ),
    'What the one file is made of:',
    table(
      ['', 'minified, kB', 'share'],
      parts.map(([name, bytes]) => [name, kilobytes(bytes), `${Math.round((100 * bytes) / all)} %`]),
    ),
  ].join('\n\n')
}

const numbers = (text: string) => [...text.matchAll(/ (\d+\.\d) /g)].map(([, number]) => Number(number))
const names = (text: string) => text.replaceAll(/[\d.]+ /g, '').trim()

const text = await readFile(page, 'utf8')
const [head, rest] = text.split(begin)
const [written, tail] = rest?.split(end) ?? []
if (head === undefined || written === undefined || tail === undefined)
  throw new Error(`docs/browsers.md: expected the sizes between "${begin}" and "${end}"`)
const measured = await measure()

if (parseArgs({ options: { check: { type: 'boolean' } } }).values.check) {
  const [told, found] = [numbers(written), numbers(measured)]
  // A tenth of a kilobyte is the last digit of the table.
  const off = found.some((size, index) => Math.abs(size - (told[index] ?? 0)) > Math.max(tolerance * size, 0.15))
  if (off || names(written) !== names(measured)) {
    console.error(`The sizes in docs/browsers.md are not those measured: run npm run docs:sizes.\n\n${measured}`)
    process.exitCode = 1
  }
} else await writeFile(page, `${head}${begin}\n\n${measured}\n\n${end}${tail}`)
