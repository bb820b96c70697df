/** The package as bundlers, runtimes and the registry see it. */
import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'
import { packageOf } from '../scripts/third-party-notices.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const exec = promisify(execFile)

/** Runs a module in a process of its own, where the package's name leads to what was built. */
async function run(code: string): Promise<string> {
  const running = exec(process.execPath, ['--input-type=module', '-'], { cwd: root })
  running.child.stdin!.end(code)
  return (await running).stdout.trim()
}

/** Bundles a module for browsers. */
async function bundle(code: string, external: string[] = []) {
  const { outputFiles, metafile } = await build({
    stdin: { contents: code, resolveDir: root },
    external,
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2023',
    metafile: true,
    write: false,
    // Not the paths of ours, which lead to the sources.
    tsconfigRaw: {},
    logLevel: 'error',
  })
  const inputs = Object.entries(Object.values(metafile.outputs)[0]!.inputs).filter(
    ([, input]) => input.bytesInOutput > 0,
  )
  return { text: outputFiles[0]!.text, files: inputs.map(([file]) => file) }
}

/** Prints what an import changes: globals, their properties and those of their prototypes, timers, anything started. */
const watchImport = (entry: string) => `
  // What the optional peer does is its own affair.
  if (${entry.endsWith('msw')}) await import('msw')
  const look = () => {
    const found = new Map()
    const note = (name, object) => {
      for (const key of Reflect.ownKeys(object)) {
        const { value, get, set } = Object.getOwnPropertyDescriptor(object, key)
        found.set(name + '.' + String(key), [value, get, set])
      }
    }
    note('globalThis', globalThis)
    for (const name of Object.getOwnPropertyNames(globalThis)) {
      const value = globalThis[name]
      if (value === null || value === globalThis || !/object|function/.test(typeof value)) continue
      note(name, value)
      if (value.prototype) note(name + '.prototype', value.prototype)
    }
    return found
  }
  const started = []
  for (const name of ['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'fetch', 'addEventListener']) {
    globalThis[name] = () => started.push(name)
  }
  // Some globals are made when they are first looked at.
  look()
  const before = look()
  await import('${entry}')
  const after = look()
  const changed = [...new Set([...before.keys(), ...after.keys()])].filter(
    (name) => [0, 1, 2].some((i) => !Object.is(before.get(name)?.[i], after.get(name)?.[i])),
  )
  console.log(JSON.stringify({ changed, started, active: process.getActiveResourcesInfo().filter((name) => !/Pipe/.test(name)) }))
`

describe('importing', () => {
  it.each([
    'impcentral',
    'impcentral/compat',
    'impcentral/conformance',
    'impcentral/emulator',
    'impcentral/emulator/msw',
    'impcentral/emulator/node',
  ])('%s changes no global and starts nothing', async (entry) => {
    expect(JSON.parse(await run(watchImport(entry)))).toEqual({ changed: [], started: [], active: [] })
  })

  it('would be found out', async () => {
    const meddler = 'data:text/javascript,Array.prototype.last = 1; globalThis.mine = 2; setTimeout(() => {}, 1)'
    expect(JSON.parse(await run(watchImport(meddler)))).toEqual({
      changed: ['globalThis.mine', 'Array.prototype.last'],
      started: ['setTimeout'],
      active: [],
    })
  })
})

describe('a bundle for browsers', () => {
  it('of the client holds the client and its two dependencies, and nothing of the emulator', async () => {
    const { files } = await bundle(`export * from 'impcentral'`)
    const others = files.filter((file) => !/^dist\/(index|(shared|log-streams)-[\w-]+)\.js$/.test(file))
    expect(
      others.every((file) => /^node_modules\/(openapi-fetch|eventsource-parser)\//.test(file)),
      others.join(),
    ).toBe(true)
    const map = await readFile(join(root, 'dist/index.js.map'), 'utf8')
    expect((JSON.parse(map) as { sources: string[] }).sources.filter((source) => source.includes('emulator'))).toEqual(
      [],
    )
  })

  it('holds not a byte of impcentral/compat', async () => {
    const { files, text } = await bundle(`export * from 'impcentral'`)
    expect(files.filter((file) => file.includes('compat'))).toEqual([])
    expect(text).not.toContain('access_token is not set')
    for (const name of (await readdir(join(root, 'dist'))).filter((name) =>
      /^(index|shared|log-stream).*\.map$/.test(name),
    )) {
      const { sources } = JSON.parse(await readFile(join(root, 'dist', name), 'utf8')) as { sources: string[] }
      expect(sources.filter((source) => source.includes('compat'))).toEqual([])
    }
    // It would be found where it is.
    const compat = await bundle(`export { default } from 'impcentral/compat'`)
    expect(compat.files).toContain('dist/compat.js')
    expect(compat.text).toContain('access_token is not set')
  })

  it('holds not a byte of impcentral/conformance', async () => {
    const { files, text } = await bundle(`export * from 'impcentral'`)
    expect(files.filter((file) => /conformance|observe/.test(file))).toEqual([])
    expect(text).not.toContain('undocumented property')
    for (const name of (await readdir(join(root, 'dist'))).filter((name) =>
      /^(index|shared|log-stream).*\.map$/.test(name),
    )) {
      const { sources } = JSON.parse(await readFile(join(root, 'dist', name), 'utf8')) as { sources: string[] }
      expect(sources.filter((source) => source.includes('conformance'))).toEqual([])
    }
    // It would be found where it is, and brings neither the client nor the emulator along.
    const conformance = await bundle(`export * from 'impcentral/conformance'`)
    expect(conformance.text).toContain('undocumented property')
    expect(conformance.files).not.toContain('dist/index.js')
    expect(conformance.files.filter((file) => /imp-cloud|emulator/.test(file))).toEqual([])
  })

  it('leaves log streams out of what is downloaded first', async () => {
    const { files, text } = await bundle(`export { createImpCentral } from 'impcentral'`, ['./log-streams-*'])
    expect(files.filter((file) => /eventsource-parser|log-stream/.test(file))).toEqual([])
    // Here it leads nowhere, as it does where a newer release has replaced the files of a page that is still open.
    const cut = `data:text/javascript;base64,${Buffer.from(text).toString('base64')}`
    const outcome = await run(`
      const { createImpCentral } = await import('${cut}')
      const imp = createImpCentral({ auth: { accessToken: 'a' } })
      const { name, message, cause } = await imp.logStreams.open().catch((error) => error)
      console.log(name, message, cause instanceof Error)`)
    expect(outcome).toBe('ImpCentralError The code of log streams could not be loaded true')
  })

  it('of one type guard is a small part of the client', async () => {
    const [whole, guard] = await Promise.all(
      ['createImpCentral', 'isNotFoundError'].map((name) => bundle(`export { ${name} } from 'impcentral'`)),
    )
    expect(guard!.text.length).toBeLessThan(whole!.text.length / 10)
  })

  it('that imports nothing by name is empty', async () => {
    const { text } = await bundle(`import 'impcentral'; import 'impcentral/emulator'`)
    expect(text.trim()).toBe('')
  })

  it('gives a cloud its MSW handlers without a byte of MSW', async () => {
    const { text, files } = await bundle(`
      import { createImpCloud } from 'impcentral/emulator'
      console.log(createImpCloud().handlers.length)`)
    expect(files.filter((file) => file.includes('msw/'))).toEqual([])
    expect(await run(text)).toBe('1')
  })
})

async function packed(): Promise<string[]> {
  const { stdout } = await exec('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: root })
  const [{ files }] = JSON.parse(stdout) as [{ files: { path: string }[] }]
  return files.map(({ path }) => path)
}

describe('the tarball', () => {
  it('holds what was built and what describes it', async () => {
    const names = await packed()
    expect(names.filter((name) => !/^(dist|docs)\//.test(name)).toSorted()).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'package.json',
    ])
    expect(names.filter((name) => name.startsWith('dist/') && !/\.(js|js\.map|d\.ts|json|yaml)$/.test(name))).toEqual([
      'dist/THIRD-PARTY-NOTICES',
    ])
  })

  it('holds the licences of all code in it that is not its own', async () => {
    const bundled = JSON.parse(await readFile(join(root, 'src/generated/bundled.json'), 'utf8')) as string[]
    // What the validators call besides their own code.
    expect(bundled).toContain('ajv')
    for (const file of (await readdir(join(root, 'dist'))).filter((name) => name.endsWith('.map'))) {
      const { sources } = JSON.parse(await readFile(join(root, 'dist', file), 'utf8')) as { sources: string[] }
      for (const source of sources) {
        const name = packageOf(source)
        if (name !== undefined) bundled.push(name)
      }
    }
    const notices = await readFile(join(root, 'dist/THIRD-PARTY-NOTICES'), 'utf8')
    for (const name of bundled) {
      const folder = join(root, 'node_modules', name)
      const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { version: string }
      expect(notices).toContain(`\n${name} ${version} (`)
      expect(notices).toContain((await readFile(join(folder, 'LICENSE'), 'utf8')).trim())
    }
    expect(notices.match(/^\S+ \d+\.\d+\.\d+ \(/gm)).toHaveLength(new Set(bundled).size)
  })

  it('holds whatever its pages link to', async () => {
    const names = await packed()
    const broken: string[] = []
    for (const file of names.filter((name) => /\.(md|txt)$/.test(name))) {
      const text = await readFile(join(root, file), 'utf8')
      for (const [, link = ''] of text.matchAll(/\]\((?!#)([^)#]+)/g)) {
        if (!names.includes(join(file, '..', link))) broken.push(`${file}: ${link}`)
      }
    }
    expect(broken).toEqual([])
  })

  it('has source maps with the sources in them, as those are not shipped', async () => {
    const files = await readdir(join(root, 'dist'))
    expect(files).toContain('index.js.map')
    for (const file of files.filter((name) => name.endsWith('.map'))) {
      const { sources, sourcesContent } = JSON.parse(await readFile(join(root, 'dist', file), 'utf8')) as {
        sources: string[]
        sourcesContent: (string | null)[]
      }
      expect(sourcesContent, file).toHaveLength(sources.length)
      for (const content of sourcesContent) expect(content?.length ?? 0, file).toBeGreaterThan(20)
    }
    for (const file of files.filter((name) => /\.(js|d\.ts)$/.test(name))) {
      const [, map] = /# sourceMappingURL=(.*)/.exec(await readFile(join(root, 'dist', file), 'utf8')) ?? []
      if (map) expect(files, file).toContain(map)
    }
  })

  it('has a command that the system can start', async () => {
    const script = await readFile(join(root, 'dist/cli.js'), 'utf8')
    expect(script.startsWith('#!/usr/bin/env node\n')).toBe(true)
  })
})
