/** Where things are, and how generators and libraries come into tools/languages/.cache, in the versions of their files. */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('.', import.meta.url))
export const description = (name: string) => join(folder, '../../dist/openapi', name)
export const own = (target: string, ...path: string[]) => join(folder, target, ...path)
export const cache = (target: string, ...path: string[]) => join(folder, '.cache', target, ...path)

/** Runs a program to its end, for what it has printed. */
export function run([command, ...args]: string[], env: Record<string, string> = {}, cwd = folder): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command!, args, { cwd, env: { ...process.env, ...env }, timeout: 600_000 })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (output += text))
    }
    child.on('error', reject)
    child.on('close', (code, signal) => {
      if (code === 0) resolve(output)
      else reject(Object.assign(new Error(`${command} ended with ${code ?? signal}`), { output }))
    })
  })
}

/** Once for each content of `file`, which names the versions. */
async function once(target: string, file: string, install: () => Promise<unknown>): Promise<void> {
  const stamp = cache(target, 'installed')
  const wanted = createHash('sha256')
    .update(await readFile(own(target, file)))
    .digest('hex')
  if ((await readFile(stamp, 'utf8').catch(() => '')) === wanted) return
  await rm(cache(target), { recursive: true, force: true })
  await mkdir(cache(target), { recursive: true })
  await install()
  await writeFile(stamp, wanted)
}

export const bin = (target: string, program = '') => cache(target, 'venv/bin', program)

export const python = (target: string) =>
  once(target, 'requirements.txt', async () => {
    await run(['python3', '-m', 'venv', cache(target, 'venv')])
    await run([bin(target, 'python'), '-m', 'pip', 'install', '--quiet', '-r', own(target, 'requirements.txt')])
  })

/** The packages of a package.json and its lock file, for a program that npm has. */
export const npm = (target: string): Promise<void> =>
  once(target, 'package-lock.json', async () => {
    await mkdir(cache(target, 'npm'))
    for (const file of ['package.json', 'package-lock.json'])
      await copyFile(own(target, file), cache(target, 'npm', file))
    await run(['npm', 'ci', '--no-audit', '--no-fund', '--ignore-scripts'], {}, cache(target, 'npm'))
  })
export const npmProgram = (target: string, program: string): string => cache(target, 'npm/node_modules/.bin', program)

/** The libraries of a pom.xml, as one class path. */
export const maven = (target: string) =>
  once(target, 'pom.xml', () => {
    const copy = ['dependency:copy-dependencies', `-DoutputDirectory=${cache(target, 'lib')}`]
    return run(['mvn', '-B', '-q', '-f', own(target, 'pom.xml'), ...copy])
  })
export const classPath = (target: string, ...more: string[]) => [cache(target, 'lib/*'), ...more].join(delimiter)

export const goEnvironment = { GOTOOLCHAIN: 'local', GOFLAGS: '-buildvcs=false' }

/** A generator that Go installs, in the version that generator.txt names. */
export const goInstall = (name: string) =>
  once(name, 'generator.txt', async () => {
    const generator = (await readFile(own(name, 'generator.txt'), 'utf8')).trim()
    await run(['go', 'install', generator], { ...goEnvironment, GOBIN: cache(name, 'bin') })
  })
