/**
 * The fleet dashboard, with everything that it needs: a local impCloud with a living fleet, and Vite to serve the page.
 *
 *   npm run dashboard                              prints the address of the page
 *   npm run dashboard -- --port 5173               on a port of your choice
 *   npm run dashboard -- --base-url https://…/v5   no local impCloud: the page asks for an account of that one
 *
 * Whether a page may call an impCloud is up to its CORS headers.
 */
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { defaultAccount, type ImpCloud } from 'impcentral/emulator'
import { listen } from 'impcentral/emulator/node'
import { createServer } from 'vite'
import { readNumber, run } from '../support.ts'
import { createLivingFleet } from './living-fleet.ts'

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url))

export interface Dashboard {
  /** Where the page is. */
  url: string
  close(): Promise<void>
}

/** Serves the page, for a local cloud or for the impCloud at `baseUrl`. */
export async function serveDashboard(target: { cloud: ImpCloud } | { baseUrl: string }, port = 0): Promise<Dashboard> {
  const server = 'cloud' in target ? await listen(target.cloud) : undefined
  // The credentials of a cloud that lives on this machine alone are no secret; real ones are typed into the page.
  const preset =
    'cloud' in target
      ? { baseUrl: server!.url, id: defaultAccount.email, password: defaultAccount.password, local: true }
      : { baseUrl: target.baseUrl, id: '', password: '', local: false }
  const vite = await createServer({
    configFile: false,
    root: path('.'),
    cacheDir: path('../../node_modules/.vite/dashboard'),
    logLevel: 'warn',
    clearScreen: false,
    define: { PRESET: JSON.stringify(preset) },
    // In a project of your own the package is found by its name.
    resolve: { alias: [{ find: /^impcentral$/, replacement: path('../../src/index.ts') }] },
    optimizeDeps: { include: ['lit-html', 'lit-html/directives/repeat.js', 'openapi-fetch', 'eventsource-parser'] },
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
  --base-url URL    No local impCloud: the page asks for an account of the impCloud at URL`

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { port: { type: 'string', default: '5173' }, 'base-url': { type: 'string' } },
  })
  const port = readNumber('port', values.port)
  if (values['base-url']) {
    const { url } = await serveDashboard({ baseUrl: values['base-url'] }, port)
    console.log(`Fleet dashboard for ${values['base-url']}: ${url}`)
    return
  }
  // The size of the service's own bucket, so that the gauge shows what it would show there.
  const { cloud, live } = await createLivingFleet({ rateLimit: 40 })
  live()
  const { url } = await serveDashboard({ cloud }, port)
  console.log(`Fleet dashboard: ${url}`)
}

if (import.meta.main) await run(usage, main)
