/**
 * The published declarations, as a user's compiler sees them: under three versions of TypeScript, strict and not, both
 * ways of resolving modules, with DOM types and with Node's, and without `skipLibCheck`.
 */
import { execFile } from 'node:child_process'
import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, it } from 'vitest'
import { operations } from '../../src/generated/operations.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = join(root, 'test/.consumer')
const compilers = Object.fromEntries(
  [
    ['5.9', createRequire(join(root, 'scripts/package.json')).resolve('typescript/package.json')],
    ['6', createRequire(join(root, 'scripts/package.json')).resolve('typescript-6/package.json')],
    ['7', createRequire(import.meta.url).resolve('typescript/package.json')],
  ].map(([version, file]) => [version, join(dirname(file!), 'bin/tsc')]),
)

const moduleOptions = {
  nodenext: { module: 'nodenext', moduleResolution: 'nodenext' },
  bundler: { module: 'esnext', moduleResolution: 'bundler' },
}
const libraries = {
  dom: { lib: ['ES2023', 'ESNext.Disposable', 'DOM', 'DOM.Iterable', 'DOM.AsyncIterable'], types: [] },
  node: { lib: ['ES2023', 'ESNext.Disposable'], types: ['node'] },
}

beforeAll(async () => {
  await rm(folder, { recursive: true, force: true })
  await mkdir(join(folder, 'node_modules'), { recursive: true })
  await symlink(root, join(folder, 'node_modules/impcentral'))
  await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module' }))
  for (const name of ['methods.ts', 'callers.ts', 'exact.ts']) {
    const text = await readFile(join(root, 'test/types', name), 'utf8')
    await writeFile(join(folder, name), text)
    // Not strict, a few refused lines compile: null is everything then. What must compile is compiled.
    await writeFile(join(folder, `accepted-${name}`), text.replaceAll('@ts-expect-error', '@ts-ignore'))
  }
}, 60_000)

describe.each(Object.keys(compilers))('under TypeScript %s', (version) => {
  // Every pair of two settings, not every combination of three.
  it.concurrent.each([
    ['nodenext', 'dom', 'strict'],
    ['bundler', 'node', 'strict'],
    ['nodenext', 'node', 'strict and exact'],
    ['bundler', 'dom', 'strict and exact'],
    ['nodenext', 'node', 'loose'],
    ['bundler', 'dom', 'loose'],
  ] as const)('%s, %s, %s', { timeout: 120_000 }, async (resolution, library, strictness) => {
    const config = join(folder, `tsconfig.${version}.${resolution}.${library}.${strictness.replaceAll(' ', '-')}.json`)
    const strict = strictness !== 'loose'
    const exact = strictness === 'strict and exact'
    await writeFile(
      config,
      JSON.stringify({
        compilerOptions: {
          target: 'es2023',
          noEmit: true,
          strict,
          exactOptionalPropertyTypes: exact,
          ...moduleOptions[resolution],
          ...libraries[library],
          typeRoots: [join(root, 'node_modules/@types')],
        },
        files: ['methods.ts', 'callers.ts', ...(exact ? ['exact.ts'] : [])].map((name) =>
          strict ? name : `accepted-${name}`,
        ),
      }),
    )
    const { stdout } = await promisify(execFile)(process.execPath, [compilers[version]!, '-p', config]).catch(
      (error: { stdout: string }) => error,
    )
    expect(stdout.trim()).toBe('')
  })
})

describe('the declarations', () => {
  it('mention of openapi-fetch the type of its middleware alone', async () => {
    const dist = join(root, 'dist')
    const files = (await readdir(dist)).filter((name) => name.endsWith('.d.ts'))
    expect(files).toContain('index.d.ts')
    for (const file of files) {
      const lines = (await readFile(join(dist, file), 'utf8'))
        .split('\n')
        .filter((line) => /import.*openapi-fetch/.test(line))
      expect(lines).toEqual(lines.length > 0 ? ['import { Middleware } from "openapi-fetch";'] : [])
    }
  })

  it('are used for every method and every filter in the compiled file', async () => {
    const text = await readFile(join(root, 'test/types/methods.ts'), 'utf8')
    for (const [namespace, methods] of Object.entries(operations)) {
      for (const [method, { filters = [] }] of Object.entries(methods)) {
        const uses = text
          .split('\n')
          .flatMap((line, i, lines) =>
            line.includes(`imp.${namespace}.${method}(`)
              ? [{ refused: lines[i - 1]!.includes('@ts-expect-error') }]
              : [],
          )
        const refusedInside = new RegExp(`imp\\.${namespace}\\.${method}\\(\\{\\n[^}]*?@ts-expect-error`).test(text)
        expect(
          uses.some(({ refused }) => !refused),
          `${namespace}.${method}: accepted`,
        ).toBe(true)
        expect(refusedInside || uses.some(({ refused }) => refused), `${namespace}.${method}: refused`).toBe(true)
        for (const filter of filters.map((name) => name.replace('[]', ''))) {
          const mentions = text.match(new RegExp(`\\b'?${filter.replaceAll('.', '\\.')}'?: `, 'g'))?.length ?? 0
          expect(mentions, `${namespace}.${method}: ${filter}`).toBeGreaterThanOrEqual(2)
        }
      }
    }
  })
})
