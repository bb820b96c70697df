/**
 * What a browser downloads: each entry bundled by esbuild for browsers, minified, and gzipped at level 9. Of the peers
 * the smallest documented way to a client that can make one call is taken; most of them are one object, of which a
 * bundler can leave nothing out.
 *
 * Our log streams are a file of their own, which a page loads when it opens the first one: counted with the rest, and left
 * out of what is downloaded first. The second table tells what the rest is made of, the third how small it could get
 * without a change of what it does, the fourth what is left of it when it does less.
 */
import { readFile } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import { build, type Plugin } from 'esbuild'
import { minify, parse, Visitor } from 'vite'
import { bench, generated, root } from '../lib/prepare.ts'
import { main, type RowResult, table, target } from '../lib/row.ts'

export const entries: Record<string, string> = {
  'impcentral, whole client': `import { createImpCentral } from '${root}dist/index.js'; globalThis.client = createImpCentral`,
  'impcentral, first download': `import { createImpCentral } from '${root}dist/index.js'; globalThis.client = createImpCentral`,
  'Redocly client, whole': `import * as client from '${generated}redocly.ts'; globalThis.client = client`,
  'Redocly client, one method': `import { getDevice } from '${generated}redocly.ts'; getDevice({ path: { device: '' } })`,
  '@octokit/core': `import { Octokit } from '@octokit/core'; globalThis.client = Octokit`,
  // The nearest to what this SDK does: no typed methods, no signing in and renewing, no deadlines, no confinement, no redaction.
  '@octokit/core, throttling and retry': `import { Octokit } from '@octokit/core'; import { throttling } from '@octokit/plugin-throttling'; import { retry } from '@octokit/plugin-retry'; globalThis.client = Octokit.plugin(throttling, retry)`,
  octokit: `import { Octokit } from 'octokit'; globalThis.client = Octokit`,
  stripe: `import Stripe from 'stripe'; globalThis.client = Stripe`,
  openai: `import OpenAI from 'openai'; globalThis.client = OpenAI`,
}

/** Source files by what they are for. */
const parts: [RegExp, string][] = [
  [/openapi-fetch|eventsource-parser/, 'the two dependencies'],
  [/log-streams/, 'log streams and their back-fill'],
  [/session/, 'session'],
  [/rate-limit/, 'rate limits'],
  [/errors\//, 'errors'],
  [/generated/, 'operation table'],
  [/resources|check|pages/, 'methods, checks, batches, lists and the wire'],
  [/confinement|retry|timeout|core/, 'confinement, retries, time limits'],
  [/./, 'the client that puts them together'],
]

export const gzipped = (code: string | Uint8Array): number => gzipSync(code, { level: 9 }).length

export async function bundle(contents: string, first = false, plugins: Plugin[] = []): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: bench },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    legalComments: 'none',
    write: false,
    logLevel: 'silent',
    external: first ? ['./log-streams-*', './log-streams.ts'] : [],
    plugins,
  })
  return outputFiles[0]!.text
}

/** The code without the words of its messages: the texts that have a space, and the texts around what is put into them. */
async function wordless(code: string): Promise<string> {
  const cuts: [start: number, end: number][] = []
  const { program } = await parse('bundle.js', code)
  new Visitor({
    Literal({ value, start, end }) {
      if (typeof value === 'string' && value.includes(' ')) cuts.push([start + 1, end - 1])
    },
    TemplateElement({ start, end }) {
      cuts.push([start, end])
    },
  }).visit(program)
  let at = 0
  let rest = ''
  for (const [start, end] of cuts.toSorted(([a], [b]) => a - b)) {
    rest += code.slice(at, start)
    at = end
  }
  return rest + code.slice(at)
}

/** With another minifier, Vite's, which names variables so that more of them are alike. */
async function minifiedAgain(code: string): Promise<string> {
  return (await minify('bundle.js', code, { module: true, mangle: { toplevel: true } })).code
}

/** Minified bytes of each part of the whole client. */
export async function composition(): Promise<Map<string, number>> {
  const { metafile } = await build({
    stdin: { contents: `export { createImpCentral } from './index.ts'`, resolveDir: `${root}src` },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    write: false,
    metafile: true,
  })
  const sums = new Map<string, number>(parts.map(([, name]) => [name, 0]))
  for (const { inputs } of Object.values(metafile.outputs))
    for (const [file, { bytesInOutput }] of Object.entries(inputs)) {
      const [, name] = parts.find(([pattern]) => pattern.test(file))!
      sums.set(name, sums.get(name)! + bytesInOutput)
    }
  return sums
}

/** What is left out for the fourth table: every function and class of these files becomes one that does nothing. */
const cuts: Record<string, RegExp> = {
  nothing: /^$/,
  session: /extensions.session/,
  'rate limits': /extensions.rate-limit/,
  errors: /src.errors/,
  'session and rate limits': /extensions.(session|rate-limit)/,
  'session, rate limits and errors': /extensions.(session|rate-limit)|src.errors/,
  'the back-fill of log streams': /log-streams.(accounts|backfill|history|gaps)/,
}

/** Bytes gzipped of the first download and of the log streams, when these files do nothing. */
async function sizesWithout(files: RegExp): Promise<[first: number, logStreams: number]> {
  const hollow: Plugin = {
    name: 'hollow',
    setup(building) {
      building.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        if (!files.test(path)) return undefined
        const names = (await readFile(path, 'utf8')).matchAll(/^export (?:async )?(?:function\*?|const|class) (\w+)/gm)
        return { contents: [...names].map(([, name]) => `export const ${name} = (given) => given`).join('\n') }
      })
    },
  }
  const source = `import { createImpCentral } from '${root}src/index.ts'; globalThis.client = createImpCentral`
  const [first, whole] = await Promise.all([bundle(source, true, [hollow]), bundle(source, false, [hollow])])
  return [gzipped(first), gzipped(whole) - gzipped(first)]
}

export async function run(): Promise<RowResult> {
  const code = Object.fromEntries(
    await Promise.all(
      Object.entries(entries).map(
        async ([name, contents]) => [name, await bundle(contents, name.endsWith('first download'))] as const,
      ),
    ),
  )
  const sizes = Object.fromEntries(
    Object.entries(code).map(([name, text]) => [name, { min: Buffer.byteLength(text), gzip: gzipped(text) }]),
  )
  const whole = sizes['impcentral, whole client']!.gzip
  const peers = Object.entries(sizes).filter(([name]) => !name.startsWith('impcentral'))
  const smallest = Math.min(...peers.map(([, { gzip }]) => gzip))
  const bytes = (n: number) => n.toLocaleString('en')
  const made = await composition()
  const all = [...made.values()].reduce((sum, n) => sum + n, 0)
  const floors = await Promise.all(
    ['impcentral, whole client', 'impcentral, first download'].map(async (name) => {
      const again = await minifiedAgain(code[name]!)
      const words = await wordless(code[name]!)
      const both = await minifiedAgain(words)
      return [name].concat([code[name]!, again, words, both].map((text) => bytes(gzipped(text))))
    }),
  )
  const left = await Promise.all(
    Object.entries(cuts).map(async ([name, files]) => [name].concat((await sizesWithout(files)).map(bytes))),
  )
  return {
    title: 'Browser bundle',
    text: `${table(
      ['', 'minified, bytes', 'gzipped, bytes', 'ratio to impcentral, whole'],
      Object.entries(sizes).map(([name, { min, gzip }]) => [name, bytes(min), bytes(gzip), (gzip / whole).toFixed(2)]),
    )}\n\nimp-central-api is left out: it needs Node's built-in modules and does not bundle for browsers.\n\nWhat the whole client is made of:\n\n${table(
      ['', 'minified, bytes', 'share'],
      [...made].map(([name, n]) => [name, bytes(n), `${Math.round((100 * n) / all)} %`]),
    )}\n\nWhat no shortening of words could get below (bytes gzipped, with esbuild and then with Vite's minifier as well; “wordless”: every message is empty):\n\n${table(
      ['', 'esbuild', 'and Vite', 'wordless, esbuild', 'wordless, and Vite'],
      floors,
    )}\n\nWhat is left when it does less, bundled from the sources (bytes gzipped):\n\n${table(['without', 'first download', 'log streams'], left)}`,
    targets: [
      target('browser bundle, first download, bytes gzipped', '≤', 13_312, sizes['impcentral, first download']!.gzip),
      target(
        'browser bundle, log streams, bytes gzipped',
        '≤',
        6144,
        whole - sizes['impcentral, first download']!.gzip,
      ),
      target(
        'browser bundle, first download, to the smallest peer',
        '≤',
        1,
        sizes['impcentral, first download']!.gzip / smallest,
      ),
    ],
  }
}

await main(import.meta.url, run)
