/**
 * What the rows stand on: the peers (installed here, and nowhere else in the project), the SDK as it is published, and
 * what Redocly generates of our description.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

export const root: string = fileURLToPath(new URL('../..', import.meta.url))
export const bench: string = fileURLToPath(new URL('..', import.meta.url))
export const generated: string = `${bench}.generated/`

export const redoclyEnv: NodeJS.ProcessEnv = {
  ...process.env,
  REDOCLY_TELEMETRY: 'off',
  REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true',
  NO_COLOR: '1',
}

const quiet = (command: string, args: string[], env = process.env) =>
  execFileSync(command, args, { cwd: root, env, stdio: 'pipe' })

/** A peer by its name. Peers are not there when the project is type-checked, so that the caller says what it expects. */
export const peer = async <T>(name: string): Promise<T> => (await import(name)) as T

export const peerRequire: NodeJS.Require = createRequire(`${bench}package.json`)

/** The version of an installed package. Not every package exports its package.json. */
export function version(name: string): string {
  const folder = [`${bench}node_modules/`, `${root}node_modules/`].find((folder) => existsSync(folder + name))
  return (JSON.parse(readFileSync(`${folder}${name}/package.json`, 'utf8')) as { version: string }).version
}

/** Redocly's clients, made of our description: default options, but for imports that Node can follow. */
function generateClients(): void {
  mkdirSync(generated, { recursive: true })
  const cli = createRequire(`${root}package.json`)
    .resolve('@redocly/cli/package.json')
    .replace('package.json', 'bin/cli.js')
  const description = `${generated}openapi.json`
  quiet(process.execPath, [cli, 'bundle', 'openapi/openapi.yaml', '-o', description], redoclyEnv)
  const generate = (output: string, ...options: string[]) =>
    quiet(
      process.execPath,
      [cli, 'generate-client', description, '-o', output, '--import-ext', 'ts', ...options],
      redoclyEnv,
    )
  generate(`${generated}redocly.ts`)
  generate(`${generated}mock.ts`, '--generator', 'typescript', '--generator', 'mock')
}

/** Makes all of it, once for all rows. `BENCH_PREPARED` tells a row that it has been done. */
export function prepare(): void {
  if (process.env['BENCH_PREPARED']) return
  if (!existsSync(`${bench}node_modules/imp-central-api`)) {
    quiet('npm', ['ci', '--prefix', bench, '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel', 'error'])
  }
  const link = `${bench}node_modules/impcentral`
  rmSync(link, { force: true })
  symlinkSync(root, link, 'dir')
  quiet('npm', ['run', '-s', 'build:js'])
  generateClients()
  writeFileSync(`${generated}package.json`, '{ "type": "module" }\n')
  process.env['BENCH_PREPARED'] = '1'
}
