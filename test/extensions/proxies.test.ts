/** Behind a proxy that adds a path prefix: the configurations of docs/browsers.md, as they stand there. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createImpCentral } from 'impcentral'
import { createImpCloud, defaultAccount } from 'impcentral/emulator'
import { listen } from 'impcentral/emulator/node'
import { describe, expect, it, vi } from 'vitest'
import { hasNginx, startNginx } from '../support/nginx.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const text = await readFile(join(root, 'docs/browsers.md'), 'utf8')
/** The block that begins with this line, with the address of the local impCloud for that of the service. */
const block = (fence: string, upstream: string) => {
  const start = text.indexOf(`\`\`\`${fence}\n`) + fence.length + 4
  return text
    .slice(start, text.indexOf('```', start))
    .replaceAll('https://api.electricimp.com', new URL(upstream).origin)
}

async function startVite(upstream: string) {
  const { createServer } = await import('vite')
  const folder = join(root, 'test/.vite')
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'vite.config.js'), block('js vite.config.js', upstream))
  const vite = await createServer({
    configFile: join(folder, 'vite.config.js'),
    root: folder,
    logLevel: 'error',
    optimizeDeps: { noDiscovery: true },
    server: { host: '127.0.0.1', port: 0, hmr: false, ws: false, watch: null },
  })
  await vite.listen()
  return {
    origin: `http://127.0.0.1:${(vite.httpServer!.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: () => vite.close(),
  }
}

const proxies = {
  nginx: (upstream: string) => startNginx(block('nginx', upstream)),
  Vite: startVite,
}

describe.each(Object.keys(proxies) as (keyof typeof proxies)[])('through %s', (name) => {
  it.skipIf(name === 'nginx' && !hasNginx)(
    'a page walks a list of ten pages and follows a log stream over a drop',
    async () => {
      const cloud = createImpCloud({ devices: 50 })
      await using service = { ...(await listen(cloud)), [Symbol.asyncDispose]: () => Promise.resolve() }
      await using proxy = await proxies[name](service.url)
      // As in a page, the base URL is relative to it.
      vi.stubGlobal('location', new URL(`${proxy.origin}/fleet/index.html`))
      const requests: string[] = []
      const imp = createImpCentral({
        baseUrl: '/imp/v5',
        upstreamUrl: service.url,
        auth: { id: defaultAccount.email, password: defaultAccount.password },
        fetch: (input, init) => {
          requests.push(input as string)
          return fetch(input, init)
        },
      })
      const devices = await imp.devices.list({ page: { size: 5 } }).toArray()
      expect(new Set(devices.map(({ id }) => id)).size).toBe(50)
      expect(requests.filter((url) => url.includes('/devices'))).toHaveLength(10)

      const device = devices[0]!.id
      {
        await using stream = await imp.logStreams.open({ devices: [device], signal: AbortSignal.timeout(30_000) })
        const seen: string[] = []
        cloud.log(device, { msg: 'before' })
        for await (const event of stream) {
          if (event.type === 'gap') seen.push(`gap, filled: ${event.filled}`)
          if (event.type !== 'message') continue
          seen.push(event.text)
          if (event.text === 'before') {
            cloud.faults.dropStreams('reset')
            cloud.log(device, { msg: 'meanwhile' })
          }
          if (event.text === 'meanwhile') cloud.log(device, { msg: 'after' })
          if (event.text === 'after') break
        }
        expect(seen.filter((line) => !line.startsWith('gap'))).toEqual(['before', 'meanwhile', 'after'])
        expect(seen).toContain('gap, filled: true')
      }
      expect(requests.every((url) => url.startsWith(`${proxy.origin}/imp/v5/`))).toBe(true)
      await service.close()
    },
  )
})
