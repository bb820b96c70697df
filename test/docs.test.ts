/**
 * Every `ts` block of the README and of docs/ is type-checked and run, in a process of its own, with the built package
 * and with a local impCloud standing in for the service.
 *
 * After the language a block may say: `endless` (it is stopped when it has printed what it should), `browser`, `vitest`, `proxy` or
 * `interrupted` (it is type-checked here and runs elsewhere), `playground` (it runs in the page of the site, too), `redis` (it runs where there is a redis-server), `prints <text>` (its output must hold that text).
 */
import { execFile, spawn } from 'node:child_process'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { createImpCentral } from 'impcentral'
import { beforeAll, describe, expect, it } from 'vitest'
import { hasRedis, startRedis } from './support/redis.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = join(root, 'test/.docs')

interface Block {
  file: string
  line: number
  language: string
  info: string
  code: string
}

async function readBlocks(file: string): Promise<Block[]> {
  const text = await readFile(join(root, file), 'utf8')
  return [...text.matchAll(/^```(\w+)([^\n]*)\n([\s\S]*?)^```$/gm)].map((match) => ({
    file,
    line: text.slice(0, match.index).split('\n').length,
    language: match[1]!,
    info: match[2]!.trim(),
    code: match[3]!,
  }))
}

const docs = (await readdir(join(root, 'docs')).catch(() => [])).filter((name) => name.endsWith('.md'))
const blocks = (
  await Promise.all(['README.md', ...docs.toSorted().map((name) => `docs/${name}`)].map(readBlocks))
).flat()
const scripts = blocks.filter(({ language }) => language === 'ts')
const moduleName = (block: Block) => `${block.file.replace(/\W+/g, '-')}-${block.line}.ts`

const printed = (block: Block) => /prints (.+)$/.exec(block.info)?.[1] ?? ''

/** The names under which a page's headings can be linked to. */
const headings = (text: string) =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
    title!
      .toLowerCase()
      .replace(/[^\w\s-]/g, '')
      .replaceAll(' ', '-'),
  )

/** Runs a block until it ends or, if it is endless, until it has printed something. */
function run(block: Block, env: NodeJS.ProcessEnv = process.env): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(
      process.execPath,
      ['--import', join(root, 'test/support/docs-preload.ts'), join(folder, moduleName(block))],
      { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: 40_000, killSignal: 'SIGKILL' },
    )
    let output = ''
    const wanted = printed(block)
    const onData = (chunk: Buffer) => {
      output += chunk.toString()
      if (block.info.includes('endless') && output.includes(wanted) && output.trim()) child.kill('SIGTERM')
    }
    child.stdout.on('data', onData)
    child.stderr.on('data', onData)
    child.on('close', (code, signal) => resolve({ code: signal === 'SIGTERM' ? 0 : code, output }))
  })
}

describe('the documentation', () => {
  beforeAll(async () => {
    await rm(folder, { recursive: true, force: true })
    await mkdir(folder, { recursive: true })
    await Promise.all([
      ...scripts.map((block) => writeFile(join(folder, moduleName(block)), `${block.code}\nexport {}\n`)),
      writeFile(
        join(folder, 'tsconfig.json'),
        JSON.stringify({
          extends: '../../tsconfig.json',
          compilerOptions: { noUnusedLocals: false, noUnusedParameters: false },
          include: ['*.ts'],
          exclude: [],
        }),
      ),
    ])
  }, 60_000)

  it('type-checks', async () => {
    const { stdout } = await promisify(execFile)('npx', ['tsc', '-p', folder], { cwd: root }).catch(
      (error: { stdout: string }) => error,
    )
    expect(stdout.trim()).toBe('')
  })

  it.each(
    scripts
      .filter(({ info }) => !/browser|vitest|redis|proxy|interrupted/.test(info))
      .map((block) => [`${block.file}:${block.line}`, block]),
  )('runs %s', async (_, block) => {
    const { code, output } = await run(block)
    expect(code, output).toBe(0)
    expect(output).toContain(printed(block))
  })

  it
    .skipIf(!hasRedis)
    .each(scripts.filter(({ info }) => info.includes('redis')).map((block) => [`${block.file}:${block.line}`, block]))(
    'runs %s with a Redis',
    async (_, block) => {
      await using redis = await startRedis()
      const { code, output } = await run(block, { ...process.env, REDIS_URL: redis.url })
      expect(code, output).toBe(0)
      expect(output).toContain(printed(block))
    },
  )

  it('names only npm scripts that exist', async () => {
    const known = Object.keys(
      (JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { scripts: object }).scripts,
    )
    const used = blocks.flatMap(({ code }) => [...code.matchAll(/npm run ([\w:-]+)/g)].map((match) => match[1]!))
    expect(used.filter((name) => !known.includes(name))).toEqual([])
  })

  it('lists every option of the client', async () => {
    const text = await readFile(join(root, 'docs/getting-started.md'), 'utf8')
    const [, section = ''] = /\n## Options of the client\n(.*?)\n## /s.exec(text) ?? []
    const listed = [...section.matchAll(/^\| `(\w+)` \|/gm)].map((match) => match[1])
    // Who gives one that there is not is told which there are.
    expect(() => createImpCentral({ nonsense: true } as never)).toThrow(`expected ${listed.join(', ')}`)
  })

  it('links only to files and headings that exist', async () => {
    const broken: string[] = []
    for (const file of ['README.md', 'CONTRIBUTING.md', ...docs.map((name) => `docs/${name}`)]) {
      const text = await readFile(join(root, file), 'utf8')
      for (const [, target = '', , heading] of text.matchAll(/\]\((?!https?:)([^)#]*)(#([^)]+))?/g)) {
        const path = target === '' ? join(root, file) : join(root, file, '..', target)
        const found = await readFile(path, 'utf8').catch(
          (error: NodeJS.ErrnoException) => error.code === 'EISDIR' && '',
        )
        if (found === false) broken.push(`${file}: ${target}`)
        else if (heading !== undefined && !headings(found).includes(heading))
          broken.push(`${file}: ${target}#${heading}`)
      }
    }
    expect(broken).toEqual([])
  })
})
