/**
 * The licences of other people's code that is in the package: what the build bundles, and what the generated files
 * contain, which were bundled when they were generated.
 */
import { readdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

interface Manifest {
  name: string
  version: string
  license?: string
  repository?: string | { url: string }
}

/** The package of a file below node_modules; `undefined` for our own. */
export const packageOf = (file: string): string | undefined =>
  /.*node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/.exec(file)?.[1]?.replace('\\', '/')

/** @throws Error for a package that has no licence file: then somebody has to look */
export async function thirdPartyNotices(bundled: readonly string[]): Promise<string> {
  const generated = JSON.parse(await readFile(join(root, 'src/generated/bundled.json'), 'utf8')) as string[]
  const names = [...new Set([...bundled, ...generated])].toSorted()
  const notices = await Promise.all(names.map(noticeOf))
  const rule = '-'.repeat(80)
  const start = 'This package contains code of the following packages, under the licences that follow.\n'
  return [start, ...notices].join(`\n${rule}\n\n`)
}

async function noticeOf(name: string): Promise<string> {
  const folder = folderOf(name)
  const { version, license, repository } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Manifest
  const file = (await readdir(folder)).find((file) => /^(licen[cs]e|copying)(\.\w+)?$/i.test(file))
  if (!file) throw new Error(`${name} ${version} is bundled and has no licence file`)
  const from = typeof repository === 'string' ? repository : repository?.url
  const text = (await readFile(join(folder, file), 'utf8')).replaceAll('\r\n', '\n').trim()
  return `${[`${name} ${version} (${license ?? 'see below'})`, from].filter(Boolean).join('\n')}\n\n${text}\n`
}

/** Where a package is installed, whatever it exports. */
function folderOf(name: string): string {
  const entry = createRequire(join(root, 'package.json')).resolve(name)
  for (let folder = dirname(entry); ; folder = dirname(folder))
    if (folder.endsWith(join('node_modules', name))) return folder
}
