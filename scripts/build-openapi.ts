/**
 * What other people get of the description: one YAML and one JSON file (3.1), a 3.0.3 version for generators that do not
 * read 3.1, a variant for assistants, the workflows, and a reference as one self-contained page. Deterministic, and an
 * error if one of the files does not lint.
 *
 *   node scripts/build-openapi.ts              writes to dist/openapi
 *   node scripts/build-openapi.ts --out DIR
 */
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { stringify } from 'yaml'
import { bundle, redocly } from './generate.ts'
import type { OpenApiDocument } from './document.ts'
import { toMcpVariant } from './mcp-variant.ts'
import { toOpenApi30 } from './openapi-30.ts'
import { toPublication } from './publication.ts'
import { publishedFiles } from './published-files.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const { values } = parseArgs({ options: { out: { type: 'string', default: join(root, 'dist/openapi') } } })
const source = join(root, 'openapi/openapi.yaml')
const out = (name: string) => join(values.out, name)
await mkdir(values.out, { recursive: true })
const description = (await bundle(source)) as OpenApiDocument & { info: object }
const document = toPublication(description)
const write = (name: string, content: object) => writeFile(out(name), `${JSON.stringify(content, null, 2)}\n`)
await write('openapi.json', document)
// Generators need no samples.
await write('openapi-3.0.json', toOpenApi30(description))
await write('openapi-mcp.json', toMcpVariant(description))
await writeFile(out('openapi.yaml'), stringify(document, { lineWidth: 120 }))
await copyFile(join(root, 'openapi/impcentral.arazzo.yaml'), out('arazzo.yaml'))

/** One page, with the samples beside the operations. */
async function reference(): Promise<void> {
  // Without --inlineBundle the page would load its script from somebody's server.
  const open = ['--openapi.jsonSamplesExpandLevel=all', '--openapi.jsonSamplesDepth=all']
  await redocly('build-docs', out('openapi.json'), '--inlineBundle', ...open, '-o', out('reference.html'))
  await writeFile(out('reference.html'), selfContained(await readFile(out('reference.html'), 'utf8')))
}

/** The page would still load its maker's logo. Here it gets the maker's name instead, and a policy to load nothing. */
function selfContained(html: string): string {
  const name =
    '<svg xmlns="http://www.w3.org/2000/svg" width="44" height="12">' +
    '<text y="10" font-family="sans-serif" font-size="11" fill="#7a7a85">Redocly</text></svg>'
  const logo = `data:image/svg+xml,${encodeURIComponent(name)}`
  const policy =
    "default-src 'none'; script-src 'unsafe-inline' blob:; worker-src blob:; style-src 'unsafe-inline'; " +
    'img-src data:; font-src data:'
  const head = '<meta charset="utf8" />'
  const result = html
    .replaceAll(/https:\/\/cdn\.redoc\.ly\/redoc\/logo-mini(-full)?\.svg/g, logo)
    .replace(head, () => `${head}\n  <meta http-equiv="Content-Security-Policy" content="${policy}">`)
  if (!result.includes(policy)) throw new Error(`The reference page has changed its form: it lacks ${head}`)
  return result
}

await Promise.all([
  reference(),
  ...publishedFiles.map(({ name, skippedRules = [] }) =>
    redocly('lint', out(name), ...skippedRules.flatMap((rule) => ['--skip-rule', rule])),
  ),
])
