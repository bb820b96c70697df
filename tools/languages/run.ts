/**
 * Makes clients for other languages from dist/openapi, and lets a program in each language drive its client against a
 * local impCloud over HTTP; then runs the code samples of the reference. Generators and libraries come in pinned versions from the package registries of the
 * languages and are kept in tools/languages/.cache.
 *
 *   node tools/languages/run.ts            all of them
 *   node tools/languages/run.ts go java    those whose names begin so
 *
 * Needs on the PATH: python3 (3.11 or newer, with venv), go, java and javac (17 or newer), mvn.
 */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFile, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundle } from '../../scripts/generate.ts'
import { runSamples } from './samples.ts'
import { email, password, startServer } from './server.ts'

/** What each program does, in this order; it prints "ok" and the name of each check that it has passed. */
const checks = [
  'logs in',
  'creates a product and a device group',
  'adds devices to the device group',
  'lists devices in pages, with a filter',
  'removes devices: DELETE with a body',
  'names a device and takes the name away',
  'gets 404 as a typed error',
  'gets a validation error (VX) as a typed error',
]

interface Target {
  name: string
  /** Makes the client and a program with it, and says how to start that; each step but "installs" is a check. */
  steps: [name: string, run: () => Promise<unknown>][]
  start: string[]
  env?: Record<string, string>
}

const folder = fileURLToPath(new URL('.', import.meta.url))
const description = (name: string) => join(folder, '../../dist/openapi', name)
const own = (target: string, ...path: string[]) => join(folder, target, ...path)
const cache = (target: string, ...path: string[]) => join(folder, '.cache', target, ...path)

/** Runs a program to its end, for what it has printed. */
function run([command, ...args]: string[], env: Record<string, string> = {}, cwd = folder): Promise<string> {
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

const bin = (target: string, program = '') => cache(target, 'venv/bin', program)

const python = (target: string) =>
  once(target, 'requirements.txt', async () => {
    await run(['python3', '-m', 'venv', cache(target, 'venv')])
    await run([bin(target, 'python'), '-m', 'pip', 'install', '--quiet', '-r', own(target, 'requirements.txt')])
  })

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

function go(): Target {
  const name = 'go-openapi-generator'
  // The client becomes a package of the program's module.
  const module = cache(name, 'module')
  const env = { GOTOOLCHAIN: 'local', GOFLAGS: '-buildvcs=false' }
  return {
    name,
    steps: [
      ['installs', openapiGenerator],
      ['generates', () => generate(name, join(module, 'impcentral'))],
      [
        'compiles',
        async () => {
          for (const file of ['go.mod', 'main.go']) await copyFile(own(name, file), join(module, file))
          await run(['go', 'vet', './...'], env, module)
          await run(['go', 'build', '-o', cache(name, 'drive'), '.'], env, module)
        },
      ],
    ],
    start: [cache(name, 'drive')],
  }
}

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

let passed = 0
let failed = 0

/** The lines of one language come together, although several run at once. */
async function test({ name, steps, start, env }: Target): Promise<void> {
  const began = performance.now()
  const lines: string[] = []
  const report = (ok: boolean, check: string) => {
    if (ok) passed++
    else failed++
    lines.push(`${ok ? 'ok    ' : 'FAILED'} ${name}: ${check}`)
  }
  const explain = (error: unknown) => {
    const { message, output = '' } = error as Error & { output?: string }
    lines.push(`${message}\n${output}`.trimEnd().replaceAll(/^/gm, '       | '))
  }
  let ready = true
  for (const [step, work] of steps) {
    if (ready) {
      try {
        await work()
      } catch (error) {
        ready = false
        explain(error)
      }
    }
    if (step !== 'installs') report(ready, step)
  }
  const done = new Set<string>()
  if (ready) {
    const server = await startServer()
    const finished = await run([...start, server.url, email, password], env).catch((error: unknown) => {
      explain(error)
      return (error as { output?: string }).output ?? ''
    })
    await server.close()
    for (const [, check] of finished.matchAll(/^ok (.*)$/gm)) done.add(check!)
  }
  for (const check of checks) report(done.has(check), check)
  console.log(`${lines.join('\n')}\n       ${name} took ${((performance.now() - began) / 1000).toFixed(1)} s`)
}

/** Every code sample of the reference, in three languages; only what fails has a line. */
async function testSamples(): Promise<void> {
  const began = performance.now()
  await python('samples')
  const document = await bundle(fileURLToPath(new URL('../../openapi/openapi.yaml', import.meta.url)))
  const results = await runSamples(document, {
    folder: cache('samples', 'files'),
    python: bin('samples', 'python'),
    library: fileURLToPath(new URL('../../src/index.ts', import.meta.url)),
  })
  const bad = results.filter(({ ok }) => !ok)
  for (const { name, output } of bad) {
    console.log(`FAILED samples: ${name}\n${output}`.trimEnd().replaceAll(/\n/g, '\n       | '))
  }
  passed += results.length - bad.length
  failed += bad.length
  const time = ((performance.now() - began) / 1000).toFixed(1)
  console.log(`${results.length - bad.length} of ${results.length} code samples ran\n       samples took ${time} s`)
}

const wanted = process.argv.slice(2)
const isWanted = (name: string) => wanted.length === 0 || wanted.some((prefix) => name.startsWith(prefix))
const targets = [java(), pythonOpenapiPythonClient(), go(), pythonOpenapiGenerator()].filter(({ name }) =>
  isWanted(name),
)
// Two at a time: compilers take a processor each.
await Promise.all(
  [1, 2].map(async () => {
    for (let target = targets.shift(); target; target = targets.shift()) await test(target)
  }),
)
if (isWanted('samples')) await testSamples()
console.log(`tests: ${passed} passed, ${failed} failed`)
if (failed > 0 || passed === 0) process.exitCode = 1
