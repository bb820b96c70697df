/** The generators, each with its language, its program and how that comes to run. Versions are in the files of each. */
import { copyFile, mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { build } from 'esbuild'
import {
  bin,
  cache,
  classPath,
  description,
  goEnvironment,
  goInstall,
  maven,
  npm,
  npmProgram,
  own,
  python,
  run,
} from './install.ts'

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

/** A client for the virtual machine of Java, made by openapi-generator; `compile` leaves the program in `classes`. */
function jvmTarget(name: string, main: string, compile: (classes: string) => Promise<unknown>): Target {
  const classes = cache(name, 'classes')
  return {
    name,
    steps: [
      ['installs', () => Promise.all([openapiGenerator(), maven(name)])],
      ['generates', () => generate(name, cache(name, 'client'))],
      [
        'compiles',
        async () => {
          await rm(classes, { recursive: true, force: true })
          await compile(classes)
        },
      ],
    ],
    start: ['java', '-cp', classPath(name, classes), main],
  }
}

function java(): Target {
  const name = 'java-openapi-generator'
  return jvmTarget(name, 'Drive', async (classes) => {
    const sources = cache(name, 'client/src/main/java')
    const files = (await readdir(sources, { recursive: true })).filter((file) => file.endsWith('.java'))
    const list = cache(name, 'sources')
    await writeFile(list, [...files.map((file) => join(sources, file)), own(name, 'Drive.java')].join('\n'))
    await run(['javac', '-nowarn', '-d', classes, '-cp', classPath(name), `@${list}`])
  })
}

const kotlinCompiler = 'org.jetbrains.kotlin.cli.jvm.K2JVMCompiler'

/** The compiler is one of the libraries. Its own class path takes no wildcards. */
function kotlin(): Target {
  const name = 'kotlin-openapi-generator'
  return jvmTarget(name, 'DriveKt', async (classes) => {
    const libraries = (await readdir(cache(name, 'lib'))).map((file) => cache(name, 'lib', file)).join(delimiter)
    // It takes twice as long where Java optimizes it, which pays for longer runs only.
    const compiler = ['java', '-XX:TieredStopAtLevel=1', '-cp', classPath(name), kotlinCompiler]
    const sources = [cache(name, 'client/src/main/kotlin'), own(name, 'Drive.kt')]
    await run([...compiler, '-nowarn', '-no-stdlib', '-no-reflect', '-cp', libraries, '-d', classes, ...sources])
  })
}

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
  kotlin(),
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
