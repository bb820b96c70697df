/**
 * The packed package, installed as a user would install it, on every runtime that we name: `npm run test:runtimes`.
 *
 * Each runtime runs the same suite (suite.js) against the local impCloud of that package on a loopback port. Then a new
 * user is played: an empty folder, the package, and the lines of the README, pasted.
 */
import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, dirname, extname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { build as esbuild } from 'esbuild'
import type * as Emulator from 'impcentral/emulator'
import type * as EmulatorServer from 'impcentral/emulator/node'
import { chromium, type Browser } from 'playwright'
import { bundledPage, bundlers } from './bundlers.ts'
import { chromiumPath, launchOptions } from '../../test/support/chromium.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const here = join(root, 'tools/runtimes')
/** Milliseconds. */
const patience = 30_000

const exec = promisify(execFile)
// Started by `npx -c`, this process has that command in its environment, and so would every npm below it.
const { npm_config_call: _, ...env } = process.env
const npm = (cwd: string, ...args: string[]) => exec('npm', args, { cwd, env, timeout: 180_000 })
const installed = (path: string) => join(here, 'node_modules', path)

interface Result {
  name: string
  error?: string
}
interface Account {
  baseUrl: string
  email: string
  password: string
}

// ── What is tried ────────────────────────────────────────────────────────────────────────────────────────────────────

const count = { passed: 0, failed: 0 }

/** Runs something, and prints one line about what came of it. */
async function attempt(name: string, run: () => Promise<Result[]>): Promise<void> {
  const start = performance.now()
  const results = await run().catch((error: unknown): Result[] => [{ name: 'run', error: String(error) }])
  const failures = results.filter(({ error }) => error !== undefined)
  count.passed += results.length - failures.length
  count.failed += failures.length
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  const names = results.map((result) => (result.error === undefined ? result.name : `${result.name} FAILED`))
  console.log(`${failures.length ? '✗' : '✓'} ${name.padEnd(34)} ${names.join(', ')} (${seconds} s)`)
  for (const failure of failures) console.log(`    ${failure.name}: ${failure.error}`)
}

/** Waits until a child has printed a text. The child is killed when the time is up, and its output told. */
function printed(child: ChildProcess, wanted: string | RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = ''
    const timer = setTimeout(() => child.kill('SIGKILL'), patience)
    const read = (chunk: Buffer) => {
      output += chunk.toString()
      if (output.search(wanted) >= 0) {
        clearTimeout(timer)
        resolve(output)
      }
    }
    child.stdout!.on('data', read)
    child.stderr!.on('data', read)
    child.on('error', reject)
    child.on('close', (code, signal) => {
      clearTimeout(timer)
      reject(new Error(`ended (${code ?? signal}) before it printed ${wanted}: ${output}`))
    })
  })
}

const ended = (child: ChildProcess) =>
  new Promise<number | null>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve(child.exitCode)
    else child.on('close', resolve)
  })

/** The suite in a process of its own, which must print its results and end. */
async function inProcess(command: string, args: string[], account: Account): Promise<Result[]> {
  const { stdout } = await exec(command, [...args, 'process.js', JSON.stringify(account)], {
    cwd: folder,
    timeout: patience,
    killSignal: 'SIGKILL',
  })
  return JSON.parse(stdout) as Result[]
}

/** The suite in workerd: bundled, as it takes no packages, and called by a request. */
async function inWorkerd(account: Account): Promise<Result[]> {
  await esbuild({
    absWorkingDir: folder,
    entryPoints: ['worker.js'],
    outfile: join(folder, 'worker.bundle.js'),
    bundle: true,
    format: 'esm',
    target: 'es2024',
    conditions: ['workerd', 'worker', 'browser'],
    logLevel: 'error',
  })
  const child = spawn(
    installed('@cloudflare/workerd-linux-64/bin/workerd'),
    ['serve', 'workerd.capnp', '--control-fd=1'],
    { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  try {
    const line = await printed(child, /"listen".*\n/)
    const { port } = JSON.parse(/\{.*"listen".*\}/.exec(line)![0]) as { port: number }
    const response = await fetch(`http://127.0.0.1:${port}/`, {
      method: 'POST',
      body: JSON.stringify(account),
      signal: AbortSignal.timeout(patience),
    })
    return (await response.json()) as Result[]
  } finally {
    child.kill()
    await ended(child)
  }
}

/** The suite in a page, whose origin is not that of the API. */
async function inPage(url: string, account: Account): Promise<Result[]> {
  const page = await browser.newPage()
  try {
    const problems: string[] = []
    page.on('pageerror', (error) => problems.push(String(error)))
    await page.goto(url)
    const ready = page.waitForFunction(() => 'runSuite' in globalThis, undefined, { timeout: patience })
    await ready.catch((error: unknown) => {
      throw new Error(`${String(error)} ${problems.join(' ')}`)
    })
    return await page.evaluate(
      (account) => (globalThis as unknown as { runSuite: (account: object) => Promise<Result[]> }).runSuite(account),
      account,
    )
  } finally {
    await page.close()
  }
}

// ── A new user ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** The first block of code in the README, a text that it must print, and the command that runs it without an account. */
async function readme(): Promise<{ code: string; prints: string; command: string }> {
  const text = await readFile(join(root, 'README.md'), 'utf8')
  const block = /^```(?:ts|js)(?: (.*))?\n([\s\S]*?)^```$/m.exec(text)
  const prints = /prints (.+)$/.exec(block?.[1] ?? '')?.[1]
  if (!block || !prints) throw new Error('The README has no block of code that says what it prints')
  const command = /^node .*index\.mjs$/m.exec(text)?.[0]
  if (!command) throw new Error('The README has no command that runs index.mjs')
  return { code: block[2]!, prints, command }
}

async function pastedInNode(node: string): Promise<Result[]> {
  const { code, prints, command } = await readme()
  await writeFile(join(folder, 'index.mjs'), code)
  // The shell becomes the program, so that ending the one ends the other.
  const child = spawn('sh', ['-c', `exec ${command}`], {
    cwd: folder,
    env: { ...env, PATH: `${dirname(node)}${delimiter}${env['PATH']}` },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  await printed(child, prints)
  child.kill()
  await ended(child)
  return [{ name: `README prints "${prints}"` }]
}

async function pastedInVite(): Promise<Result[]> {
  const { code, prints } = await readme()
  await writeFile(join(folder, 'main.js'), code)
  await writeFile(
    join(folder, 'index.html'),
    `<!doctype html>
<script type="module">import 'impcentral/emulator/preload'</script>
<script type="module" src="/main.js"></script>
`,
  )
  const { createServer: createViteServer } = await import('vite')
  const vite = await createViteServer({ ...viteOptions, server: { host: '127.0.0.1', port: 0 } })
  const page = await browser.newPage()
  try {
    await vite.listen()
    const problems: string[] = []
    page.on('pageerror', (error) => problems.push(String(error)))
    // Vite may reload the page once, when it has found the dependencies.
    const line = page.waitForEvent('console', {
      predicate: (message) => message.text().includes(prints),
      timeout: patience,
    })
    await Promise.all([
      page.goto(`http://127.0.0.1:${(vite.httpServer!.address() as AddressInfo).port}/`),
      line.catch((error: unknown) => {
        throw new Error(`${String(error)} ${problems.join(' ')}`)
      }),
    ])
    return [{ name: `README prints "${prints}"` }]
  } finally {
    await page.close()
    await vite.close()
  }
}

/** The recipe for Jest, as it stands, on Node 24. */
async function inJest(): Promise<Result[]> {
  const recipes = await readFile(join(root, 'docs/recipes.md'), 'utf8')
  const code = /^```js jest\n([\s\S]*?)^```$/m.exec(recipes)?.[1]
  const options = /`"jest": (\{.*\})`/.exec(recipes)?.[1]
  if (!code || !options) throw new Error('docs/recipes.md has no recipe for Jest, or no options for it')
  const project = join(folder, 'jest')
  await mkdir(project)
  await writeFile(join(project, 'package.json'), `{ "type": "module", "jest": ${options} }`)
  await writeFile(join(project, 'devices.test.js'), code)
  const { stderr } = await exec(installed('node24/bin/node'), [installed('jest/bin/jest.js')], {
    cwd: project,
    env: { ...env, NODE_OPTIONS: '--experimental-vm-modules' },
    timeout: patience,
  })
  if (!stderr.includes('1 passed, 1 total')) throw new Error(stderr)
  return [{ name: 'lists the devices' }]
}

/** `npx impcentral emulator` says where it listens, takes requests and ends when it is interrupted. */
async function commandLine(): Promise<Result[]> {
  const child = spawn('npx', ['--no', '--', 'impcentral', 'emulator', '--devices', '2'], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    // npx does not pass signals on: the group is told.
    detached: true,
  })
  const output = await printed(child, /device .*\n.*device .*\n/)
  const url = /http:\S+/.exec(output)?.[0]
  const response = await fetch(`${url}/devices`, { signal: AbortSignal.timeout(patience) })
  process.kill(-child.pid!, 'SIGINT')
  await ended(child)
  if (response.status !== 401) throw new Error(`expected 401 without a token, got ${response.status}`)
  return [{ name: 'npx impcentral emulator' }]
}

/** The description, under the names that the package gives it. */
async function description(): Promise<Result[]> {
  const read = (name: string) => readFile(ofUser.resolve(`impcentral/${name}`), 'utf8')
  const versionIn = async (name: string) => (JSON.parse(await read(name)) as { openapi: string }).openapi
  const versions = [await versionIn('openapi.json'), await versionIn('openapi-3.0.json')].join(' and ')
  if (!/^3\.1\.\d and 3\.0\.\d$/.test(versions)) throw new Error(`expected OpenAPI 3.1 and 3.0, got ${versions}`)
  if (!/^openapi: '?3\.1/m.test(await read('openapi.yaml'))) throw new Error('expected YAML of OpenAPI 3.1')
  return [{ name: `description in OpenAPI ${versions}` }]
}

/** CommonJS takes the package as well. */
async function required(node: string): Promise<Result[]> {
  const code = `console.log(typeof require('impcentral').createImpCentral)`
  const { stdout, stderr } = await exec(node, ['-e', code], { cwd: folder, timeout: patience })
  if (stdout.trim() !== 'function' || stderr) throw new Error(stdout + stderr)
  return [{ name: 'require' }]
}

/** Two dependencies and what they bring; nothing else comes with the package. */
async function dependencies(): Promise<Result[]> {
  const { packages } = JSON.parse(await readFile(join(folder, 'package-lock.json'), 'utf8')) as { packages: object }
  const names = Object.keys(packages)
    .filter(Boolean)
    .map((path) => path.replace(/^.*node_modules\//, ''))
  const expected = ['eventsource-parser', 'impcentral', 'openapi-fetch', 'openapi-typescript-helpers']
  if (names.toSorted().join() !== expected.join()) throw new Error(`npm install brought ${names.join(', ')}`)
  return [{ name: `npm install brings ${names.length} packages` }]
}

// ── The run ──────────────────────────────────────────────────────────────────────────────────────────────────────────

const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript' }

/** Serves the folder of the user as it is. */
async function serveFolder() {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url!, 'http://127.0.0.1')
    readFile(join(folder, pathname)).then(
      (content) => response.writeHead(200, { 'content-type': types[extname(pathname)] ?? 'text/plain' }).end(content),
      () => response.writeHead(404).end(),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() }
}

/** Installs the runtimes unless those of the lockfile are there. */
async function installRuntimes(): Promise<void> {
  const [wanted, found] = await Promise.all(
    [join(here, 'package-lock.json'), installed('.runtimes-lock.json')].map((file) =>
      readFile(file, 'utf8').catch(() => ''),
    ),
  )
  if (wanted === found) return
  console.log('Installing the runtimes: about a gigabyte, once …')
  await npm(here, 'ci', '--no-workspaces', '--ignore-scripts', '--no-audit', '--no-fund')
  await writeFile(installed('.runtimes-lock.json'), wanted!)
}

if (process.platform !== 'linux' || process.arch !== 'x64') {
  console.error('The runtimes are installed for Linux on x64 only.')
  process.exit(1)
}

await Promise.all([installRuntimes(), npm(root, 'run', '-s', 'build')])

// What hangs in spite of the limits of its parts fails the run.
setTimeout(() => {
  console.error('The run took too long.')
  process.exit(1)
}, 8 * patience).unref()

const folder = await mkdtemp(join(tmpdir(), 'impcentral-user-'))
const { stdout: packed } = await npm(root, 'pack', '--json', '--ignore-scripts', '--pack-destination', folder)
const [{ filename, size }] = JSON.parse(packed) as [{ filename: string; size: number }]
await npm(folder, 'install', '--prefer-offline', '--no-audit', '--no-fund', `./${filename}`)
console.log(`${filename}, ${Math.ceil(size / 1000)} kB, installed in an empty folder`)
await Promise.all([
  cp(join(here, 'app'), folder, { recursive: true }),
  cp(join(here, 'suite.js'), join(folder, 'suite.js')),
])

// The emulator is the one that was installed, too.
const ofUser = createRequire(join(folder, 'package.json'))
const load = async <T>(name: string) => (await import(pathToFileURL(ofUser.resolve(name)).href)) as T
const { createImpCloud } = await load<typeof Emulator>('impcentral/emulator')
const { listen } = await load<typeof EmulatorServer>('impcentral/emulator/node')

const viteOptions = { root: folder, configFile: false as const, logLevel: 'error' as const }
const nodes = ['22', '24', '26'].map((version) => installed(`node${version}/bin/node`))
const deno = installed('@deno/linux-x64-glibc/deno')
const bun = installed('@oven/bun-linux-x64/bin/bun')
const versionOf = async (command: string) => /\d+([.-]\d+)+/.exec((await exec(command, ['--version'])).stdout)![0]

const accounts = Array.from({ length: 10 }, (_, index) => ({
  email: `user${index}@example.com`,
  password: `sesame-${index}`,
  devices: 25,
}))
const cloud = createImpCloud({ accounts })
const server = await listen(cloud)
const next = (): Account => {
  const { email, password } = accounts.shift()!
  return { baseUrl: server.url, email, password }
}
const files = await serveFolder()
if (!chromiumPath) throw new Error('No Chromium: install one, or set CHROMIUM_PATH')
const browser: Browser = await chromium.launch(launchOptions)

try {
  await attempt('package', async () => [...(await dependencies()), ...(await description())])
  for (const node of nodes) {
    await attempt(`Node ${await versionOf(node)}`, async () => [
      ...(await inProcess(node, [], next())),
      ...(await required(node)),
    ])
  }
  await attempt(`Bun ${await versionOf(bun)}`, () => inProcess(bun, ['run'], next()))
  await attempt(`Deno ${await versionOf(deno)}`, () =>
    // It may speak to this machine, and nothing more.
    inProcess(deno, ['run', '--no-prompt', '--node-modules-dir=manual', '--allow-net=127.0.0.1'], next()),
  )
  await attempt(`workerd ${await versionOf(installed('@cloudflare/workerd-linux-64/bin/workerd'))}`, () =>
    inWorkerd(next()),
  )

  const { build, version: viteVersion } = await import('vite')
  await attempt(`Chromium ${browser.version()}, Vite ${viteVersion}`, async () => {
    await build({
      ...viteOptions,
      base: './',
      build: { outDir: 'bundled', rolldownOptions: { input: join(folder, 'bundled.html') } },
    })
    return inPage(`${files.url}/bundled/bundled.html`, next())
  })
  for (const name of Object.keys(bundlers)) {
    const { version } = createRequire(import.meta.url)(`${name}/package.json`) as { version: string }
    await attempt(`Chromium ${browser.version()}, ${name} ${version}`, async () => [
      ...(await inPage(`${files.url}/${await bundledPage(name, folder)}`, next())),
      { name: 'log streams in a file of their own' },
    ])
  }
  await attempt(`Chromium ${browser.version()}, import map`, () => inPage(`${files.url}/import-map.html`, next()))

  for (const node of nodes) await attempt(`pasted, Node ${await versionOf(node)}`, () => pastedInNode(node))
  await attempt(`pasted, Vite ${viteVersion}`, pastedInVite)
  await attempt('recipe, Jest', inJest)
  await attempt('command line', commandLine)
} finally {
  await browser.close()
  files.close()
  await server.close()
  await rm(folder, { recursive: true, force: true })
}

console.log(`tests: ${count.passed} passed, ${count.failed} failed`)
process.exitCode = count.failed === 0 ? 0 : 1
