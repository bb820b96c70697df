/**
 * The fleet dashboard, with everything that it needs: a local impCloud with a living fleet, and Vite to serve the page.
 *
 *   npm run dashboard                              prints the address of the page
 *   npm run dashboard -- --port 5173               on a port of your choice
 *   npm run dashboard -- --devices 10000           a large fleet
 *   npm run dashboard -- --otp                     an account with a second factor, which the page asks for
 *   npm run dashboard -- --base-url https://…/v5   no local impCloud: the page asks for an account of that one
 *
 * Whether a page may call an impCloud is up to its CORS headers.
 */
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { ImpCloud } from 'impcentral/emulator'
import { listen } from 'impcentral/emulator/node'
import { createServer } from 'vite'
import { readNumber, readUrl, run, UsageError } from '../support.ts'
import { createLivingFleet } from './living-fleet.ts'
import type { Demo } from './src/state.ts'

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url))

export interface Dashboard {
  /** Where the page is. */
  url: string
  close(): Promise<void>
}

/** Found while the page loads, they would make Vite load it again. */
const dependencies = [
  '@tanstack/virtual-core',
  'eventsource-parser',
  'lit-html',
  'lit-html/directives/repeat.js',
  'openapi-fetch',
]

function demoOf({ accounts }: ImpCloud): Demo {
  const { email: id, password, otp } = accounts[0]!
  return { id, password, otp: otp ?? undefined }
}

/** Serves the page, for a local cloud or for the impCloud at `baseUrl`. */
export async function serveDashboard(target: { cloud: ImpCloud } | { baseUrl: string }, port = 0): Promise<Dashboard> {
  const server = 'cloud' in target ? await listen(target.cloud) : undefined
  // The credentials of a cloud that lives on this machine alone are no secret; real ones are typed into the page.
  const preset = 'cloud' in target ? { baseUrl: server!.url, demo: demoOf(target.cloud) } : target
  const vite = await createServer({
    configFile: false,
    root: path('.'),
    cacheDir: path('../../node_modules/.vite/dashboard'),
    logLevel: 'warn',
    clearScreen: false,
    define: { PRESET: JSON.stringify(preset) },
    // In a project of your own the package is found by its name.
    resolve: { alias: [{ find: /^impcentral$/, replacement: path('../../src/index.ts') }] },
    optimizeDeps: { include: dependencies },
    server: { host: '127.0.0.1', port, fs: { allow: [path('../..')] } },
  })
  await vite.listen()
  return {
    url: vite.resolvedUrls!.local[0]!,
    async close() {
      await vite.close()
      await server?.close()
    },
  }
}

const usage = `Usage: npm run dashboard -- [options]

  --port N          Port of the page; the next free one is taken (default: 5173)
  --devices N       Devices of the local impCloud, 1 to 100000 (default: 42)
  --otp             Gives its account a second factor: the one-time password 123456
  --base-url URL    No local impCloud: the page asks for an account of the impCloud at URL`

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '5173' },
      devices: { type: 'string' },
      otp: { type: 'boolean', default: false },
      'base-url': { type: 'string' },
    },
  })
  const port = readNumber('port', values.port)
  if (values['base-url'] !== undefined) {
    const baseUrl = readUrl('base-url', values['base-url'])
    if (values.devices !== undefined || values.otp)
      throw new UsageError('--devices and --otp are for the local impCloud; with --base-url there is none.')
    const { url } = await serveDashboard({ baseUrl }, port)
    console.log(`Fleet dashboard for ${baseUrl}: ${url}`)
    return
  }
  const devices = values.devices === undefined ? undefined : readNumber('devices', values.devices, 1, 100_000)
  // The size of the service's own bucket, so that the gauge shows what it would show there.
  const { cloud, live } = await createLivingFleet({ rateLimit: 40, devices, otp: values.otp ? '123456' : undefined })
  live()
  const { url } = await serveDashboard({ cloud }, port)
  const { id, password, otp } = demoOf(cloud)
  console.log(`Fleet dashboard: ${url}`)
  console.log(`Account: ${id}, password: ${password}${otp ? `, one-time password: ${otp}` : ''}`)
}

if (import.meta.main) await run(usage, main)
