/** The recipes that test/docs.test.ts cannot run as they stand: they are interrupted, need a proxy, or are tests themselves. */
import { execFile, spawn } from 'node:child_process'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { transform } from 'esbuild'
import { defaultBaseUrl } from 'impcentral'
import { createImpCloud } from 'impcentral/emulator'
import { listen } from 'impcentral/emulator/node'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = join(root, 'test/.recipes')
const recipes = await readFile(join(root, 'docs/recipes.md'), 'utf8')

/** The only block that bears this mark. */
function block(mark: string): string {
  const found = [...recipes.matchAll(new RegExp(`^\`\`\`ts ${mark}[^\\n]*\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))]
  expect(found, mark).toHaveLength(1)
  return found[0]![1]!
}

beforeAll(() => mkdir(folder, { recursive: true }))
afterAll(() => rm(folder, { recursive: true }))

it('a tool ends at Ctrl-C, its log stream too', async () => {
  await writeFile(join(folder, 'interrupted.ts'), block('interrupted'))
  const child = spawn(
    process.execPath,
    ['--import', join(root, 'test/support/docs-preload.ts'), join(folder, 'interrupted.ts')],
    { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] },
  )
  onTestFinished(() => void child.kill('SIGKILL'))
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => {
    if (!output.includes('Tick') && `${output}${chunk.toString()}`.includes('Tick')) child.kill('SIGINT')
    output += chunk.toString()
  })
  const code = await new Promise((resolve) => child.on('close', resolve))
  expect(output).toMatch(/stopped\n$/)
  expect(code).toBe(130)
})

it('a call goes through the proxy', async () => {
  const cloud = createImpCloud({ accounts: [{ email: 'me@example.com', password: 'sup3rs3cr3t' }] })
  const server = await listen(cloud)
  onTestFinished(() => server.close())
  const asked: string[] = []
  // What is not encrypted a proxy is asked for by its whole address.
  const proxy = createServer((incoming, outgoing) => {
    asked.push(`${incoming.method} ${incoming.url}`)
    const { method, headers } = incoming
    const onward = request(incoming.url!, { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode!, answer.headers)
      answer.pipe(outgoing)
    })
    incoming.pipe(onward)
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    proxy.closeAllConnections()
    proxy.close()
  })
  const { port } = proxy.address() as AddressInfo

  const code = block('proxy')
    .replace('http://proxy.example.com:3128', `http://127.0.0.1:${port}`)
    // By its own way undici would open a tunnel, even to a service that is not encrypted, as the one here is.
    .replace(
      `new ProxyAgent('http://127.0.0.1:${port}')`,
      `new ProxyAgent({ uri: 'http://127.0.0.1:${port}', proxyTunnel: false })`,
    )
    .replace('createImpCentral({', `createImpCentral({ baseUrl: '${server.url}',`)
  await writeFile(join(folder, 'proxy.ts'), code)
  const { stdout } = await promisify(execFile)(process.execPath, [join(folder, 'proxy.ts')], { cwd: folder })
  expect(stdout).toContain('through the proxy')
  expect(defaultBaseUrl).toMatch(/^https:/)
  expect(asked).toEqual([`POST ${server.url}/auth`, `GET ${server.url}/accounts/me`])
})

it('a wait of seconds passes under fake timers', async () => {
  await writeFile(join(folder, 'timers.ts'), block('vitest'))
  const config = join(folder, 'vitest.config.ts')
  await writeFile(
    config,
    `import config from '../../vitest.config.ts'
     const { resolve } = config.test.projects[0]
     const test = { include: ['timers.ts'], reporters: ['json'], outputFile: 'report.json' }
     export default { resolve, root: import.meta.dirname, test }`,
  )
  const { stderr } = await promisify(execFile)('npx', ['vitest', 'run', '--config', config], { cwd: root }).catch(
    (error: { stderr: string }) => error,
  )
  const report: unknown = JSON.parse(await readFile(join(folder, 'report.json'), 'utf8'))
  expect(report, stderr).toMatchObject({ numPassedTests: 1, numFailedTests: 0 })
})

it('the page about migrating begins with two programs that print the same', async () => {
  const page = await readFile(join(root, 'docs/migrating.md'), 'utf8')
  const [before, after] = ['js before', 'ts after'].map((fence) => page.split(`\`\`\`${fence}\n`)[1]!.split('```')[0]!)
  expect(page.indexOf(before!)).toBeLessThan(400)
  await writeFile(join(folder, 'before.cjs'), before!.replace('imp-central-api', 'impcentral/compat'))
  await writeFile(join(folder, 'after.ts'), after!)
  const [old, ours] = await Promise.all(
    ['before.cjs', 'after.ts'].map((name) =>
      promisify(execFile)(
        process.execPath,
        ['--import', join(root, 'test/support/docs-preload.ts'), join(folder, name)],
        { cwd: folder },
      ),
    ),
  )
  expect(ours!.stdout.trim().split('\n')).toHaveLength(30)
  expect(old!.stdout).toBe(ours!.stdout)
})

it('those of the playground are five, and plain JavaScript', async () => {
  const blocks = [...recipes.matchAll(/^```ts playground[^\n]*\n([\s\S]*?)^```$/gm)]
  expect(blocks).toHaveLength(5)
  for (const [, code] of blocks) await transform(code!, { loader: 'js', format: 'esm' })
})
