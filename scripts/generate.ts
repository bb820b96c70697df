/**
 * The way from openapi/ to src/generated/: lint → bundle → schema types, operation table, method types, and what the
 * emulator needs. Deterministic: the same description gives the same bytes.
 *
 *   node scripts/generate.ts                       writes
 *   node scripts/generate.ts --check               fails on any difference to what is there
 *   node scripts/generate.ts --description FILE --out DIR    for another description
 */
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs, promisify } from 'node:util'
import { validationTypes } from './compile-validators.ts'
import { generateCompat } from './generate-compat.ts'
import { generateConformance } from './generate-conformance.ts'
import { generateEmulator } from './generate-emulator.ts'
import { type OpenApiDocument, verbs } from './document.ts'
import { createModel } from './model.ts'
import { printSchema } from './print-schema.ts'
import { printMethods, printOperations } from './print.ts'
import { generateQuestions } from './questions.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

const redoclyCli = join(dirname(createRequire(import.meta.url).resolve('@redocly/cli/package.json')), 'bin/cli.js')

/** Runs Redocly's command line; its report is the message when it fails. */
export async function redocly(...args: string[]): Promise<void> {
  const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true', NO_COLOR: '1' }
  try {
    await promisify(execFile)(process.execPath, [redoclyCli, ...args], { cwd: root, env })
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string }
    throw new Error(`redocly ${args.join(' ')} failed\n${stdout}\n${stderr}`, { cause: error })
  }
}

/** The description in one document. */
export async function bundle(description: string): Promise<OpenApiDocument> {
  const folder = await mkdtemp(join(tmpdir(), 'impcentral-'))
  try {
    const file = join(folder, 'openapi.json')
    await redocly('bundle', description, '--ext', 'json', '-o', file)
    return JSON.parse(await readFile(file, 'utf8')) as OpenApiDocument
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** The media type of most request bodies, and the paths with another one. */
function mediaTypes(document: OpenApiDocument): { usual: string; others: Record<string, string> } {
  const all = Object.entries(document.paths).flatMap(([path, item]) =>
    verbs.flatMap((verb) => {
      const type = Object.keys(item[verb]?.requestBody?.content ?? {})[0]
      return type ? [{ path, type }] : []
    }),
  )
  const counts = new Map<string, number>()
  for (const { type } of all) counts.set(type, (counts.get(type) ?? 0) + 1)
  const usual = [...counts].toSorted((a, b) => b[1] - a[1])[0]![0]
  return {
    usual,
    others: Object.fromEntries(all.filter(({ type }) => type !== usual).map(({ path, type }) => [path, type])),
  }
}

/** File name below src/generated → content. */
export async function generate(description: string): Promise<Record<string, string>> {
  const [, document] = await Promise.all([redocly('lint', description), bundle(description)])
  const namespaces = createModel(document)
  const media = mediaTypes(document)
  return {
    'schema.ts': await printSchema(document),
    'operations.ts': printOperations(namespaces, media.usual, media.others),
    'methods.ts': printMethods(namespaces, document.components.schemas),
    ...generateCompat(document),
    ...validationTypes,
    ...(await generateEmulator(document)),
    ...(await generateConformance(document)),
    ...generateQuestions(document),
  }
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      check: { type: 'boolean', default: false },
      description: { type: 'string', default: join(root, 'openapi/openapi.yaml') },
      out: { type: 'string', default: join(root, 'src/generated') },
    },
  })
  const files = await generate(values.description)
  const stale: string[] = []
  for (const [name, content] of Object.entries(files)) {
    const file = join(values.out, name)
    if (values.check) {
      if ((await readFile(file, 'utf8').catch(() => '')) !== content) stale.push(relative(root, file))
    } else {
      await mkdir(dirname(file), { recursive: true })
      await writeFile(file, content)
    }
  }
  if (stale.length > 0) {
    console.error(`Not what openapi/ gives: ${stale.join(', ')}. Run \`npm run generate\` and commit the result.`)
    process.exitCode = 1
  }
}
