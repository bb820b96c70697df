/** The generators, each with its language, its program and how that comes to run. Versions are in the files of each. */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFile, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

export interface Target {
  name: string
  /** Makes the client and a program with it, and says how to start that; each step but "installs" is a check. */
  steps: [name: string, run: () => Promise<unknown>][]
  start: string[]
  env?: Record<string, string>
  /** What its program does besides the checks of all. */
  also?: string[]
  /** What its program does instead of the checks of all. */
  checks?: string[]
}

const folder = fileURLToPath(new URL('.', import.meta.url))
export const description = (name: string) => join(folder, '../../dist/openapi', name)
export const own = (target: string, ...path: string[]) => join(folder, target, ...path)
export const cache = (target: string, ...path: string[]) => join(folder, '.cache', target, ...path)

/** Runs a program to its end, for what it has printed. */
export function run([command, ...args]: string[], env: Record<string, string> = {}, cwd = folder): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command!, args, { cwd, env: { ...process.env, ...env }, timeout: 300_000 })
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

let generator: Promise<void> | undefined
const openapiGenerator = () => (generator ??= python('openapi-generator'))

async function generate(target: string, out: string): Promise<void> {
  await rm(out, { recursive: true, force: true })
  const paths = ['-c', own(target, 'openapi-generator.yaml'), '-i', description('openapi-3.0.json'), '-o', out]
  await run([bin('openapi-generator', 'openapi-generator-cli'), 'generate', ...paths])
}

const typeCheck = (target: string) =>
  run([bin(target, 'mypy'), '--strict', '--follow-imports=silent', own(target, 'drive.py')], {
    MYPYPATH: cache(target, 'client'),
    MYPY_CACHE_DIR: cache(target, 'mypy'),
  })

const pythonProgram = (target: string): Pick<Target, 'start' | 'env'> => ({
  start: [bin(target, 'python'), own(target, 'drive.py')],
  env: { PYTHONPATH: cache(target, 'client'), PYTHONDONTWRITEBYTECODE: '1' },
})

function java(): Target {
  const name = 'java-openapi-generator'
  const libraries = cache(name, 'lib')
  const classPath = (...more: string[]) => [join(libraries, '*'), ...more].join(delimiter)
  const copy = ['dependency:copy-dependencies', `-DoutputDirectory=${libraries}`]
  const install = () => once(name, 'pom.xml', () => run(['mvn', '-B', '-q', '-f', own(name, 'pom.xml'), ...copy]))
  return {
    name,
    steps: [
      ['installs', () => Promise.all([openapiGenerator(), install()])],
      ['generates', () => generate(name, cache(name, 'client'))],
      [
        'compiles',
        async () => {
          const sources = cache(name, 'client/src/main/java')
          const files = (await readdir(sources, { recursive: true })).filter((file) => file.endsWith('.java'))
          const list = cache(name, 'sources')
          await writeFile(list, [...files.map((file) => join(sources, file)), own(name, 'Drive.java')].join('\n'))
          await rm(cache(name, 'classes'), { recursive: true, force: true })
          await run(['javac', '-nowarn', '-d', cache(name, 'classes'), '-cp', classPath(), `@${list}`])
        },
      ],
    ],
    start: ['java', '-cp', classPath(cache(name, 'classes')), 'Drive'],
  }
}

const goEnvironment = { GOTOOLCHAIN: 'local', GOFLAGS: '-buildvcs=false' }

/** The client becomes a package of the program's module. */
function goTarget(
  generatorName: string,
  install: (name: string) => Promise<unknown>,
  generateClient: (name: string, folder: string) => Promise<unknown>,
): Target {
  const name = `go-${generatorName}`
  const module = cache(name, 'module')
  return {
    name,
    steps: [
      ['installs', () => install(name)],
      ['generates', () => generateClient(name, join(module, 'impcentral'))],
      [
        'compiles',
        async () => {
          const files = (await readdir(own(name))).filter((file) => /^go\.|^main\.go$/.test(file))
          for (const file of files) await copyFile(own(name, file), join(module, file))
          await run(['go', 'vet', './...'], goEnvironment, module)
          await run(['go', 'build', '-o', cache(name, 'drive'), '.'], goEnvironment, module)
        },
      ],
    ],
    start: [cache(name, 'drive')],
  }
}

/** A generator that Go installs, in the version that generator.txt names. */
const goInstall = (name: string) =>
  once(name, 'generator.txt', async () => {
    const generator = (await readFile(own(name, 'generator.txt'), 'utf8')).trim()
    await run(['go', 'install', generator], { ...goEnvironment, GOBIN: cache(name, 'bin') })
  })

const fresh = async (out: string) => {
  await rm(out, { recursive: true, force: true })
  await mkdir(out, { recursive: true })
}

const go = () => goTarget('openapi-generator', openapiGenerator, generate)

const goOapiCodegen = () =>
  goTarget('oapi-codegen', goInstall, async (name, out) => {
    await fresh(out)
    const options = ['-config', own(name, 'oapi-codegen.yaml'), '-o', join(out, 'impcentral.go')]
    await run([cache(name, 'bin/oapi-codegen'), ...options, description('openapi-3.0.json')])
  })

const goOgen = () =>
  goTarget('ogen', goInstall, async (name, out) => {
    const options = ['--loglevel', 'error', '--clean', '--package', 'impcentral', '--target', out]
    await run([cache(name, 'bin/ogen'), ...options, description('openapi-3.0.json')])
  })

/** Checked by the compiler and bundled, because the client's imports have no file extensions. */
function typeScriptTarget(
  generatorName: string,
  install: (name: string) => Promise<unknown>,
  generateClient: (name: string, folder: string) => Promise<unknown>,
  also: string[] = [],
): Target {
  const name = `typescript-${generatorName}`
  const program = cache(name, 'drive.mjs')
  return {
    name,
    also,
    steps: [
      ['installs', () => install(name)],
      ['generates', () => generateClient(name, cache(name, 'client'))],
      [
        'type-checks',
        async () => {
          await run(['npx', 'tsc', '-p', own(name)])
          await build({
            entryPoints: [own(name, 'drive.ts')],
            tsconfig: own(name, 'tsconfig.json'),
            bundle: true,
            platform: 'node',
            format: 'esm',
            outfile: program,
          })
        },
      ],
    ],
    start: [process.execPath, program],
  }
}

const typeScriptOpenapiGenerator = () => typeScriptTarget('openapi-generator', openapiGenerator, generate)

const typeScriptHeyApi = () =>
  typeScriptTarget(
    'hey-api',
    npm,
    async (name, out) => {
      await fresh(out)
      const options = ['-i', description('openapi.json'), '-o', out, '-c', '@hey-api/client-fetch']
      await run([npmProgram(name, 'openapi-ts'), ...options], {}, cache(name))
    },
    ['reads a log stream'],
  )

function pythonOpenapiGenerator(): Target {
  const name = 'python-openapi-generator'
  return {
    name,
    steps: [
      ['installs', () => Promise.all([openapiGenerator(), python(name)])],
      ['generates', () => generate(name, cache(name, 'client'))],
      ['type-checks', () => typeCheck(name)],
    ],
    ...pythonProgram(name),
  }
}

function pythonOpenapiPythonClient(): Target {
  const name = 'python-openapi-python-client'
  const generateClient = async () => {
    await rm(cache(name, 'client'), { recursive: true, force: true })
    await mkdir(cache(name, 'client'))
    const paths = ['--path', description('openapi.json'), '--output-path', cache(name, 'client/impcentral')]
    await run(
      [bin(name, 'openapi-python-client'), 'generate', '--meta', 'none', '--fail-on-warning', ...paths],
      // It looks for its formatter there.
      { PATH: `${bin(name)}${delimiter}${process.env['PATH']}` },
    )
  }
  return {
    name,
    steps: [
      ['installs', () => python(name)],
      ['generates', generateClient],
      ['type-checks', () => typeCheck(name)],
    ],
    ...pythonProgram(name),
  }
}

/** Not a client, but a server that offers the API to an assistant as tools. */
function mcpFastmcp(): Target {
  const name = 'mcp-fastmcp'
  return {
    name,
    steps: [['installs', () => python(name)]],
    start: [bin(name, 'python'), own(name, 'drive.py'), description('openapi-mcp.json')],
    env: { PYTHONDONTWRITEBYTECODE: '1' },
    checks: [
      'makes tools with plain names, none of them large',
      'creates a product and a device group',
      'lists devices in pages, with a filter',
      'tells an error of the API',
    ],
  }
}

export const allTargets = (): Target[] => [
  java(),
  pythonOpenapiPythonClient(),
  go(),
  pythonOpenapiGenerator(),
  goOgen(),
  goOapiCodegen(),
  typeScriptOpenapiGenerator(),
  typeScriptHeyApi(),
  mcpFastmcp(),
]
