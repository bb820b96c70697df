/**
 * What stands in for the service in tests. Over HTTP: the emulator, Prism's mock server, and MSW's handlers as Redocly
 * generates them of the description, behind node:http; the same requests from the same client (16 connections): one
 * device, a page of devices, a change of a device. In the process: the emulator's fetch and MSW's `getResponse`.
 *
 * Prism runs as its documentation has it (`prism mock FILE`), with its log switched off, which spares it a line for each
 * request. Only the emulator has state: what is changed stays changed. A page is asked for that
 * holds as many devices as the example of the description, which the others repeat. All of them validate requests but MSW, whose handlers look at nothing.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { MockConfig } from '../contenders/mock.ts'
import { interleave, start } from '../lib/contender.ts'
import { bench, generated } from '../lib/prepare.ts'
import { main, ratioTable, type RowResult, table, target } from '../lib/row.ts'
import { number, ratios, spread, stats } from '../lib/stats.ts'

const module = new URL('../contenders/mock.ts', import.meta.url).href

interface Mock {
  process: ChildProcess
  config: MockConfig
  /** Milliseconds from the start of the process to its first answer. */
  ready: number
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

async function firstAnswer({ url, token, device }: MockConfig): Promise<void> {
  const headers = { accept: 'application/vnd.api+json', authorization: `Bearer ${token}` }
  for (let attempt = 0; attempt < 1500; attempt++) {
    try {
      const response = await fetch(`${url}/devices/${device}`, { headers })
      await response.text()
      if (response.ok) return
      throw new Error(`The mock answered ${response.status}`, { cause: response.status })
    } catch (error) {
      if ((error as Error).cause === undefined || typeof (error as Error).cause === 'number') throw error
    }
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error('The mock does not answer')
}

const servers: Record<string, () => Promise<Mock>> = {
  'impcentral/emulator': () => ours('emulator'),
  async Prism() {
    const port = await freePort()
    const begin = performance.now()
    const cli = `${bench}node_modules/@stoplight/prism-cli/dist/index.js`
    const args = [cli, 'mock', `${generated}openapi.json`, '-p', String(port), '-h', '127.0.0.1', '-v', 'silent']
    const prism = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] })
    const config = { url: `http://127.0.0.1:${port}`, token: 'a', device: '5000d8c46a56cfca' }
    await firstAnswer(config)
    return { process: prism, config, ready: performance.now() - begin }
  },
  'MSW, generated handlers': () => ours('msw'),
}

async function ours(name: string): Promise<Mock> {
  const begin = performance.now()
  const file = fileURLToPath(new URL(`../servers/${name}.ts`, import.meta.url))
  const server = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = (await once(server.stdout, 'data')) as [Buffer]
  const config = JSON.parse(line.toString()) as MockConfig
  await firstAnswer(config)
  return { process: server, config, ready: performance.now() - begin }
}

export async function run({ quick }: { quick: boolean }): Promise<RowResult> {
  const [rounds, seconds, count, starts] = quick ? [1, 1, 300, 1] : [7, 3, 3000, 3]
  const ready: Record<string, number[]> = {}
  const mocks: Record<string, Mock> = {}
  for (let i = 0; i < starts; i++) {
    for (const [name, begin] of Object.entries(servers)) {
      mocks[name]?.process.kill()
      mocks[name] = await begin()
      ;(ready[name] ??= []).push(mocks[name].ready)
    }
  }
  await using stack = new AsyncDisposableStack()
  for (const { process } of Object.values(mocks)) stack.defer(() => void process.kill())
  const clients = await Promise.all(
    Object.entries(mocks).map(async ([name, { config }]) =>
      stack.use({ ...(await start(module, 'http', config)), name }),
    ),
  )
  const overHttp = await interleave(clients, rounds, (client) => client.run(seconds))
  const inside = await Promise.all(
    ['impcentral/emulator', 'MSW, generated handlers'].map(async (name) => stack.use(await start(module, name, {}))),
  )
  const inProcess = await interleave(inside, rounds, (client) => client.run(count))
  await using maker = await start(module, 'new cloud', {})
  await maker.run(20)
  const clouds: number[] = []
  for (let round = 0; round < rounds; round++) clouds.push((await maker.run(20)).wall / 20_000)

  const sized = await Promise.all(
    [50, 10_000].map(async (devices) =>
      stack.use({ ...(await start(module, 'many devices', { devices })), name: `${devices}` }),
    ),
  )
  const bySize = await interleave(sized, rounds, (client) => client.run(count))

  await using compiler = await start(module, 'compiling', {})
  await compiler.run(16_000)
  const compiling: number[] = []
  for (let round = 0; round < rounds; round++) {
    const long = (await compiler.run(16_000)).wall
    compiling.push(long / (await compiler.run(2000)).wall)
  }

  const http = Object.fromEntries(
    Object.entries(overHttp).map(([name, list]) => [name, list.map(({ result }) => result as number)]),
  )
  const within = Object.fromEntries(
    Object.entries(inProcess).map(([name, list]) => [name, list.map(({ wall }) => count / (wall / 1e6))]),
  )
  const devices = Object.fromEntries(
    Object.entries(bySize).map(([name, list]) => [name, list.map(({ wall }) => count / (wall / 1e6))]),
  )
  return {
    title: 'The emulator beside other mocks',
    text: [
      `Over HTTP, ${rounds} rounds of ${seconds} seconds each:`,
      ratioTable(http, 'Prism', 'requests a second'),
      `In the process, ${rounds} rounds of ${count} requests each:`,
      ratioTable(within, 'MSW, generated handlers', 'requests a second'),
      `From the start of a process to its first answer, ${starts} starts:`,
      table(
        ['', 'ms: min / median / max'],
        Object.entries(ready).map(([name, values]) => [name, spread(stats(values))]),
      ),
      `One more cloud of 50 devices in a running process: ${number(stats(clouds).median)} ms.`,
      `In the process, with as many devices, ${rounds} rounds of ${count} requests each:`,
      ratioTable(devices, '50', 'requests a second'),
      `Compiling 32,000 lines, half of them comments, takes ${number(stats(compiling).median)} times as long as 4,000.`,
    ].join('\n\n'),
    targets: [
      target(
        'emulator over HTTP, requests a second, to Prism',
        '≥',
        5,
        ratios(http['impcentral/emulator']!, http['Prism']!).median,
      ),
      target('a new cloud of 50 devices, ms', '≤', 5, stats(clouds).median),
      target(
        'requests a second with 10,000 devices, to 50',
        '≥',
        0.5,
        ratios(devices['10000']!, devices['50']!).median,
      ),
      // Where each comment counts the lines before it, it is 64.
      target('compiling eight times the code, to the time of once', '≤', 24, stats(compiling).median),
    ],
  }
}

await main(import.meta.url, run)
