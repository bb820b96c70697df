/**
 * What a consumer's type check costs. For every client a file is written that names every method of it, found by walking
 * over an instance, and has the compiler work out its parameters and its result; it is checked as a strict project of
 * its own by TypeScript 7 and by TypeScript 5.9, `skipLibCheck` on, as most projects have it. An empty file shows what
 * the compiler and its libraries cost anyway.
 *
 * The clients have different numbers of methods, so that the cost is shown by method as well. Ours is also checked with a
 * real consumer, which calls every method with good and bad arguments: the type tests of this repository.
 */
import { execFile } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { promisify } from 'node:util'
import { generated, root } from '../lib/prepare.ts'
import { main, type RowResult, table, target } from '../lib/row.ts'
import { spread, stats } from '../lib/stats.ts'

interface Consumer {
  /** The lines that come first; they declare `client`. */
  head: string
  /** An instance to be walked over. */
  instance: () => Promise<object>
}

const consumers: Record<string, Consumer> = {
  impcentral: {
    head: `import type { ImpCentral } from 'impcentral'\ndeclare const client: ImpCentral`,
    async instance() {
      const { createImpCentral } = await import('impcentral')
      const { client: _, fetch: __, rateLimiter: ___, ...namespaces } = createImpCentral({ auth: { accessToken: 'a' } })
      return namespaces
    },
  },
  'Redocly client': {
    head: `import { client } from './redocly.ts'`,
    instance: async () => {
      const { client } = (await import(`${generated}redocly.ts`)) as { client: object }
      const { configure: _, use: __, auth: ___, ...methods } = client as Record<string, unknown>
      return methods
    },
  },
  openai: {
    head: `import OpenAI from 'openai'\ndeclare const client: OpenAI`,
    instance: async () => new (await importDefault('openai'))({ apiKey: 'a' }),
  },
  stripe: {
    head: `import Stripe from 'stripe'\ndeclare const client: Stripe`,
    instance: async () => new (await importDefault('stripe'))('sk_test_a'),
  },
}

async function importDefault(name: string): Promise<new (options: unknown) => object> {
  return ((await import(name)) as { default: new (options: unknown) => object }).default
}

/** The methods of a client: functions of the objects that hang from it, own ones and those of their classes. */
function methodsOf(client: object): string[] {
  const found: string[] = []
  const seen = new Set<object>()
  const walk = (object: object, path: string) => {
    if (seen.has(object) || path.split('.').length > 6) return
    seen.add(object)
    const names = new Set<string>()
    for (let holder = object; holder && holder !== Object.prototype; holder = Object.getPrototypeOf(holder) as object) {
      for (const name of Object.getOwnPropertyNames(holder)) names.add(name)
    }
    for (const name of names) {
      // What begins with an underscore or a capital is no method of the API; the client's own options are none either.
      if (!/^[a-z]\w*$/.test(name) || /^(constructor|client|fetch|logger|on|off|once)$/.test(name)) continue
      let value: unknown
      try {
        value = (object as Record<string, unknown>)[name]
      } catch {
        continue
      }
      if (typeof value === 'function' && path) found.push(`${path}.${name}`)
      else if (typeof value === 'function') found.push(name)
      else if (value && typeof value === 'object' && !Array.isArray(value)) walk(value, path ? `${path}.${name}` : name)
    }
  }
  walk(client, '')
  return found
}

const folder = `${generated}types/`

const tsconfig = (files: string[]) =>
  JSON.stringify({
    compilerOptions: {
      target: 'ES2023',
      module: 'NodeNext',
      moduleResolution: 'NodeNext',
      lib: ['ES2023', 'ESNext.Disposable', 'DOM', 'DOM.Iterable', 'DOM.AsyncIterable'],
      types: [],
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      allowImportingTsExtensions: true,
    },
    files,
  })

interface Measure {
  seconds: number
  instantiations: number
  types: number
  errors: string[]
}

async function check(compiler: string, project: string): Promise<Measure> {
  const begin = performance.now()
  const args = [compiler, '-p', `${project}/tsconfig.json`, '--extendedDiagnostics', '--pretty', 'false']
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 2 ** 26 }).catch(
    (error: unknown) => error as { stdout: string },
  )
  const seconds = (performance.now() - begin) / 1000
  const value = (name: string) => Number(new RegExp(`^${name}:\\s+([\\d.]+)`, 'm').exec(stdout)?.[1] ?? NaN)
  const errors = stdout.split('\n').filter((line) => line.includes('error TS'))
  return { seconds, instantiations: value('Instantiations'), types: value('Types'), errors }
}

function project(name: string, files: Record<string, string>): string {
  const path = folder + name.replaceAll(/\W/g, '-')
  mkdirSync(path, { recursive: true })
  for (const [file, content] of Object.entries(files)) writeFileSync(`${path}/${file}`, content)
  writeFileSync(`${path}/package.json`, '{ "type": "module" }')
  writeFileSync(`${path}/tsconfig.json`, tsconfig(Object.keys(files).filter((file) => file !== 'redocly.ts')))
  return path
}

export async function run({ quick }: { quick: boolean }): Promise<RowResult> {
  const rounds = quick ? 1 : 5
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  // What the consumers import is resolved from their folder upwards: bench/node_modules.
  const compilers: Record<string, string> = {
    'TypeScript 7': createRequire(`${root}package.json`)
      .resolve('typescript/package.json')
      .replace('package.json', 'bin/tsc'),
    'TypeScript 5.9': createRequire(`${root}scripts/package.json`)
      .resolve('typescript/package.json')
      .replace('package.json', 'bin/tsc'),
  }
  const projects: Record<string, { path: string; methods: number }> = {
    'an empty file': { path: project('empty', { 'consumer.ts': 'export {}\n' }), methods: 0 },
  }
  for (const [name, { head, instance }] of Object.entries(consumers)) {
    const methods = methodsOf(await instance())
    const lines = methods.map((method) => `export const ${method.replaceAll('.', '_')}_ = call(client.${method})`)
    const content = `${head}
declare function call<A extends unknown[], R>(method: (...input: A) => R): { input: A; result: Awaited<R> }
${lines.join('\n')}\n`
    const files: Record<string, string> = { 'consumer.ts': content }
    if (name === 'Redocly client') files['redocly.ts'] = readFileSync(`${generated}redocly.ts`, 'utf8')
    // What is there at run time and hidden by the types is no method of the client's.
    const first = await check(compilers['TypeScript 7']!, project(name, files))
    const hidden = new Set(first.errors.map((error) => Number(/consumer\.ts\((\d+)/.exec(error)?.[1])))
    files['consumer.ts'] = content
      .split('\n')
      .filter((_, line) => !hidden.has(line + 1))
      .join('\n')
    projects[name] = { path: project(name, files), methods: methods.length - hidden.size }
  }
  projects['impcentral, its type tests'] = {
    path: project('type-tests', { 'consumer.ts': readFileSync(`${root}test/types/methods.ts`, 'utf8') }),
    methods: projects['impcentral']!.methods,
  }
  const results: Record<string, Record<string, Measure[]>> = {}
  const errors: string[] = []
  for (const [compiler, path] of Object.entries(compilers)) {
    const found: Record<string, Measure[]> = (results[compiler] = {})
    for (let round = 0; round < rounds; round++) {
      for (const [name, { path: folder }] of Object.entries(projects)) {
        const measure = await check(path, folder)
        ;(found[name] ??= []).push(measure)
        if (round === 0) errors.push(...measure.errors.map((error) => `${compiler}, ${name}: ${error}`))
      }
    }
  }
  if (errors.length > 0) throw new Error(`A consumer does not compile:\n${errors.slice(0, 10).join('\n')}`)
  const seconds = (compiler: string, name: string) => stats(results[compiler]![name]!.map((one) => one.seconds))
  const instantiations = (compiler: string, name: string) => results[compiler]![name]![0]!.instantiations
  const peers = Object.keys(consumers).filter((name) => name !== 'impcentral')
  const both = Object.keys(compilers).map(
    (compiler) =>
      `${compiler}, ${rounds} rounds:\n\n${table(
        ['', 'methods', 'seconds: min / median / max', 'types', 'instantiations'],
        Object.entries(projects).map(([name, { methods }]) => [
          name,
          String(methods),
          spread(seconds(compiler, name)),
          results[compiler]![name]![0]!.types.toLocaleString('en'),
          instantiations(compiler, name).toLocaleString('en'),
        ]),
      )}`,
  )
  return {
    title: 'Type check of a consumer that names every method',
    text: both.join('\n\n'),
    targets: [
      target(
        'type check of all methods, TypeScript 7, seconds',
        '≤',
        1.5,
        seconds('TypeScript 7', 'impcentral, its type tests').median,
      ),
      target(
        'type check, TypeScript 7, to the best peer',
        '≤',
        1,
        seconds('TypeScript 7', 'impcentral').median /
          Math.min(...peers.map((name) => seconds('TypeScript 7', name).median)),
      ),
      target(
        'type check, instantiations (TypeScript 5.9), to the best peer',
        '≤',
        1,
        instantiations('TypeScript 5.9', 'impcentral') /
          Math.min(...peers.map((name) => instantiations('TypeScript 5.9', name))),
      ),
    ],
  }
}

await main(import.meta.url, run)
