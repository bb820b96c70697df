/**
 * The published declarations, as a user's compiler sees them: under three versions of TypeScript, strict and not, both
 * ways of resolving modules, with DOM types and with Node's, and without `skipLibCheck`.
 */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { operations } from '../../src/generated/operations.ts'
import { compilers, createConsumer } from './compiler.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = join(root, 'test/.consumer')

const moduleOptions = {
  nodenext: { module: 'nodenext', moduleResolution: 'nodenext' },
  bundler: { module: 'esnext', moduleResolution: 'bundler' },
}
const libraries = {
  dom: { lib: ['ES2023', 'ESNext.Disposable', 'DOM', 'DOM.Iterable', 'DOM.AsyncIterable'], types: [] },
  node: { lib: ['ES2023', 'ESNext.Disposable'], types: ['node'] },
}

beforeAll(async () => {
  const files: Record<string, string> = {}
  for (const name of ['methods.ts', 'callers.ts', 'exact.ts']) {
    const text = await readFile(join(root, 'test/types', name), 'utf8')
    files[name] = text
    // Not strict, a few refused lines compile: null is everything then. What must compile is compiled.
    files[`accepted-${name}`] = text.replaceAll('@ts-expect-error', '@ts-ignore')
  }
  await createConsumer(folder, { type: 'module' }, files)
}, 60_000)

describe.each(Object.keys(compilers))('under TypeScript %s', (version) => {
  // Every pair of two settings, not every combination of three.
  it.each([
    ['nodenext', 'dom', 'strict'],
    ['bundler', 'node', 'strict'],
    ['nodenext', 'node', 'strict and exact'],
    ['bundler', 'dom', 'strict and exact'],
    ['nodenext', 'node', 'loose'],
    ['bundler', 'dom', 'loose'],
  ] as const)('%s, %s, %s', { timeout: 120_000 }, async (resolution, library, strictness) => {
    const strict = strictness !== 'loose'
    const exact = strictness === 'strict and exact'
    const errors = await compilers[version]!({
      folder,
      compilerOptions: {
        strict,
        exactOptionalPropertyTypes: exact,
        ...moduleOptions[resolution],
        ...libraries[library],
      },
      files: ['methods.ts', 'callers.ts', ...(exact ? ['exact.ts'] : [])].map((name) =>
        strict ? name : `accepted-${name}`,
      ),
    })
    expect(errors).toBe('')
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
