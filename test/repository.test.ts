/** What the repository says of itself: README.md, and the files for the service that hosts it. */
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'

const read = (path: string) => readFile(new URL(`../${path}`, import.meta.url), 'utf8')
const root = fileURLToPath(new URL('..', import.meta.url))
const tracked = (await promisify(execFile)('git', ['ls-files'], { cwd: root })).stdout.trim().split('\n')
const manifest = JSON.parse(await read('package.json')) as { scripts: Record<string, string> }

describe('the README', async () => {
  const text = await read('README.md')
  const blocks = [...text.matchAll(/^```(\w+).*\n([\s\S]*?)^```$/gm)].map(([, language, code]) => ({ language, code }))
  const commands = blocks.filter(({ language }) => language === 'sh').flatMap(({ code }) => code!.trim().split('\n'))

  it('fits on two screens, and shows its use in ten lines', () => {
    expect(text.split('\n').length).toBeLessThanOrEqual(100)
    const program = blocks.find(({ language }) => language === 'ts')
    expect(program!.code!.split('\n').filter((line) => line.trim()).length).toBeLessThanOrEqual(10)
  })

  it('goes from one sentence over the first use to a clone, a picture and the contents', () => {
    const parts = [
      'TypeScript SDK',
      'npm install impcentral',
      '```ts',
      'index.mjs\n```',
      'npm cit',
      '![',
      '## Contents',
    ]
    const places = parts.map((part) => text.indexOf(part))
    expect(places).not.toContain(-1)
    expect(places).toEqual(places.toSorted((a, b) => a - b))
  })

  it('gives no command that is not run', async () => {
    const script = await read('.ci/run')
    const runtimes = await read('tools/runtimes/run.ts')
    const isRun = (command: string) =>
      // The packed package takes the place of the one in the registry.
      (command === 'npm install impcentral' && runtimes.includes("npm(folder, 'install'")) ||
      // Taken from this file.
      /^node .*index\.mjs$/.test(command) ||
      command
        .split(' && ')
        .every((part) => part === 'npm ci' || script.includes(`${part.replace('run ', 'run -s ')}\n`))
    const given = commands.map((command) => command.replace(/ +#.*/, ''))
    expect(given).toHaveLength(4)
    expect(given.filter((command) => !isRun(command))).toEqual([])
  })
})

describe('the workflows', async () => {
  const files = tracked.filter((file) => file.startsWith('.github/workflows/'))
  const texts = await Promise.all(files.map(read))

  it('use actions by their commit, with the version beside it', () => {
    const used = texts.flatMap((text) => text.match(/uses: .*/g) ?? [])
    expect(used.length).toBeGreaterThan(2)
    expect(used.filter((line) => !/^uses: [\w./-]+@[\da-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([])
  })

  it('run what there is', () => {
    const scripts = texts.flatMap((text) => [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name!))
    expect(scripts.filter((name) => !(name in manifest.scripts))).toEqual([])
    expect(texts.join('\n')).toContain('bash .ci/run')
  })
})

it('keeps every dependency up to date but those that it is compared with', async () => {
  const { updates } = parse(await read('.github/dependabot.yml')) as {
    updates: { 'package-ecosystem': string; directory?: string; directories?: string[] }[]
  }
  const watched = updates.flatMap(({ 'package-ecosystem': kind, directory, directories = [directory!] }) =>
    directories.map((name) => `${kind} ${name}`),
  )
  const kinds: Record<string, string> = {
    'package-lock.json': 'npm',
    'requirements.txt': 'pip',
    'go.mod': 'gomod',
    'pom.xml': 'maven',
  }
  const found = tracked.flatMap((file) => {
    const folder = dirname(file) === '.' ? '/' : `/${dirname(file)}`
    const kind = kinds[file.slice(file.lastIndexOf('/') + 1)]
    return kind && !/^\/(bench|tools\/vendor-client)$/.test(folder) ? [`${kind} ${folder}`] : []
  })
  expect(watched.toSorted()).toEqual([...found, 'github-actions /'].toSorted())
})
