/**
 * Compares the description with that of the last release, which openapi/released/VERSION.json holds. A change that breaks
 * users of the SDK or of a generated client is an error, unless the version rises accordingly: by a major step, or below
 * 1.0 by a minor one, in package.json or in a changeset that waits for the release. Each such change also needs its
 * reason, for whoever has to follow it: openapi/released/reasons.yaml says which lines of the report have which.
 *
 *   node scripts/check-breaking.ts
 *   node scripts/check-breaking.ts --release       keeps the description as that of package.json's version
 *   node scripts/check-breaking.ts --root DIR      for another package.json, openapi/ and .changeset/
 */
import { mkdtemp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { parse } from 'yaml'
import { bundle, redocly } from './generate.ts'
import { type OpenApiDocument, verbs } from './document.ts'

interface Report {
  changes: { path: string; verdicts?: { impact: string; message: string }[] }[]
}

const { values } = parseArgs({
  options: {
    release: { type: 'boolean', default: false },
    root: { type: 'string', default: fileURLToPath(new URL('..', import.meta.url)) },
  },
})
const inRoot = (...path: string[]) => join(values.root, ...path)
const released = inRoot('openapi/released')
const manifest = JSON.parse(await readFile(inRoot('package.json'), 'utf8')) as { name: string; version: string }

/** Three numbers; what follows a hyphen does not matter here. */
const numbers = (version: string) => version.split('-')[0]!.split('.').map(Number) as [number, number, number]

/** The version of the next release: that of package.json, raised by the largest step that a changeset asks for. */
async function plannedVersion(): Promise<string> {
  const files = await readdir(inRoot('.changeset')).catch(() => [])
  const texts = await Promise.all(
    files.filter((file) => file.endsWith('.md')).map((file) => readFile(inRoot('.changeset', file), 'utf8')),
  )
  const heads = texts.map((text) => /^---\n(.*?)\n---/s.exec(text)?.[1] ?? '')
  const steps = new Set(heads.map((head) => (parse(head) as Record<string, string> | null)?.[manifest.name]))
  const [major, minor, patch] = numbers(manifest.version)
  if (steps.has('major')) return `${major + 1}.0.0`
  if (steps.has('minor')) return `${major}.${minor + 1}.0`
  return steps.has('patch') ? `${major}.${minor}.${patch + 1}` : manifest.version
}

/** Whether semantic versioning lets `to` break what `from` promised. */
function mayBreak(from: string, to: string): boolean {
  const [major, minor] = numbers(from)
  const [newMajor, newMinor] = numbers(to)
  return newMajor > major || (newMajor === 0 && major === 0 && newMinor > minor)
}

interface Reason {
  /** Matches lines of the report. */
  changes: RegExp
  why: string
}

async function reasonsGiven(): Promise<Reason[]> {
  const text = await readFile(join(released, 'reasons.yaml'), 'utf8').catch(() => '')
  const list = (parse(text) ?? []) as { changes: string; why: string }[]
  return list.map(({ changes, why }) => ({ changes: new RegExp(changes), why: why.trim() }))
}

/** The report: what breaks, under the reason for it. What has none comes last. */
function explain(found: string[], reasons: Reason[]): { lines: string[]; unexplained: number } {
  const reasonOf = (line: string) => reasons.find(({ changes }) => changes.test(line))
  const groups = reasons.flatMap((reason) => {
    const lines = found.filter((line) => reasonOf(line) === reason)
    return lines.length > 0 ? [reason.why, ...lines.map((line) => `- ${line}`)] : []
  })
  const rest = found.filter((line) => !reasonOf(line)).map((line) => `- ${line}`)
  return {
    lines: rest.length > 0 ? [...groups, 'No reason is given in openapi/released/reasons.yaml for:', ...rest] : groups,
    unexplained: rest.length,
  }
}

/** The smallest version that may break what `from` promised. */
function breakingVersion(from: string): string {
  const [major, minor] = numbers(from)
  return major === 0 ? `0.${minor + 1}.0` : `${major + 1}.0.0`
}

/** What no request shows, but code is named after: methods after tags, types after schemas. */
function lostNames(base: OpenApiDocument, revision: OpenApiDocument): string[] {
  const tags = (document: OpenApiDocument) =>
    new Map(
      Object.values(document.paths).flatMap((item) =>
        verbs.flatMap((verb) => (item[verb] ? [[item[verb].operationId, item[verb].tags[0]] as const] : [])),
      ),
    )
  const now = tags(revision)
  return [
    ...[...tags(base)].flatMap(([id, tag]) =>
      now.has(id) && now.get(id) !== tag ? [`operation ${id}: moved from the tag "${tag}" to "${now.get(id)}"`] : [],
    ),
    ...Object.keys(base.components.schemas).flatMap((name) =>
      name in revision.components.schemas ? [] : [`#/components/schemas/${name}: removed, and with it the type's name`],
    ),
  ]
}

async function compare(baseFile: string, revision: OpenApiDocument): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'impcentral-'))
  try {
    const [revisionFile, reportFile] = [join(folder, 'revision.json'), join(folder, 'report.json')]
    await writeFile(revisionFile, JSON.stringify(revision))
    await redocly('diff', baseFile, revisionFile, '--fail-on', 'none', '--format', 'json', '-o', reportFile)
    const { changes } = JSON.parse(await readFile(reportFile, 'utf8')) as Report
    const verdicts = changes.flatMap(({ path, verdicts = [] }) =>
      verdicts
        .filter(({ impact }) => impact === 'major')
        .map(({ message }) => `${path.replaceAll('~1', '/').replaceAll('~0', '~')}: ${message}`),
    )
    return [...verdicts, ...lostNames(JSON.parse(await readFile(baseFile, 'utf8')) as OpenApiDocument, revision)]
  } finally {
    await rm(folder, { recursive: true })
  }
}

const revision = await bundle(inRoot('openapi/openapi.yaml'))
const files = (await readdir(released).catch(() => [])).filter((file) => file.endsWith('.json'))

if (values.release) {
  await mkdir(released, { recursive: true })
  for (const file of [...files, 'reasons.yaml']) await rm(join(released, file), { force: true })
  await writeFile(join(released, `${manifest.version}.json`), `${JSON.stringify(revision, null, 2)}\n`)
  console.log(`Kept the description of ${manifest.version}.`)
} else if (files.length !== 1) {
  console.error(`Expected one file in openapi/released, found ${files.length}. Run with --release after a release.`)
  process.exitCode = 1
} else {
  const last = files[0]!.slice(0, -'.json'.length)
  const next = await plannedVersion()
  const found = await compare(join(released, files[0]!), revision)
  const { lines, unexplained } = explain(found, await reasonsGiven())
  for (const line of lines) console.log(line)
  const summary = `${found.length} breaking ${found.length === 1 ? 'change' : 'changes'} since ${last}`
  if (unexplained > 0 && mayBreak(last, next)) {
    console.error(`${summary}, ${unexplained} of them without a reason.`)
    process.exitCode = 1
  } else if (found.length === 0 || mayBreak(last, next)) {
    console.log(`${summary}; the next release is ${next}.`)
  } else {
    console.error(
      `${summary}, but the next release is ${next}. Take ${found.length === 1 ? 'it' : 'them'} back, or raise the version ` +
        `to ${breakingVersion(last)} in package.json or by a changeset.`,
    )
    process.exitCode = 1
  }
}
