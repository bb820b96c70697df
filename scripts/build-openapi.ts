/**
 * What other people get of the description, in dist/openapi: one YAML and one JSON file (3.1), a 3.0.3 version for
 * generators that do not read 3.1, and a reference as one self-contained page.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Converter } from '@apiture/openapi-down-convert'
import { redocly } from './generate.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const source = join(root, 'openapi/openapi.yaml')
const target = join(root, 'dist/openapi')

await mkdir(target, { recursive: true })
await Promise.all([
  redocly('bundle', source, '--ext', 'yaml', '-o', join(target, 'openapi.yaml')),
  redocly('bundle', source, '--ext', 'json', '-o', join(target, 'openapi.json')),
  redocly('build-docs', source, '--inlineBundle', '-o', join(target, 'reference.html')),
])
// Requests have schemas of their own, so a generator needs no readOnly; several make such a property optional or drop it
// when an object is written as JSON.
const document = JSON.parse(await readFile(join(target, 'openapi.json'), 'utf8'), (key, value: unknown) =>
  key === 'readOnly' ? undefined : value,
)
const converted = new Converter(document).convert()
await writeFile(join(target, 'openapi-3.0.json'), `${JSON.stringify(converted, null, 2)}\n`)
