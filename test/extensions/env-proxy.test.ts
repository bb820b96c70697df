/** Node behind a proxy that is named in the environment, as docs/runtimes.md tells. */
import { execFile, execFileSync, spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it, onTestFinished } from 'vitest'

const hasOpenssl = !spawnSync('openssl', ['version']).error
if (!hasOpenssl) console.warn('The test of HTTPS_PROXY is skipped: no openssl')
const dist = fileURLToPath(new URL('../../dist/index.js', import.meta.url))

const listening = (server: { listen(port: number, host: string, then: () => void): unknown; address(): unknown }) =>
  new Promise<number>((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)))

it.skipIf(!hasOpenssl)('every call goes through HTTPS_PROXY with NODE_USE_ENV_PROXY', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'proxy-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const subject = ['-subj', '/CN=api.imp.test', '-addext', 'subjectAltName=DNS:api.imp.test']
  const files = ['-keyout', key, '-out', cert, '-days', '1']
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...files, ...subject], { stdio: 'ignore' })

  const paths: string[] = []
  const service = createTlsServer({ key: await readFile(key), cert: await readFile(cert) }, (request, response) => {
    paths.push(`${request.method} ${request.url}`)
    const tokens = { access_token: 'a'.repeat(20), refresh_token: 'b'.repeat(20), expires_in: 3600 }
    const products = { data: [{ type: 'product', id: '1' }], links: {} }
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(request.method === 'POST' ? tokens : products))
  })
  const tunnels: string[] = []
  const proxy = createServer()
  const port = await listening(service)
  proxy.on('connect', (request, socket) => {
    tunnels.push(request.url!)
    const upstream = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
      upstream.pipe(socket).pipe(upstream)
    })
    for (const end of [socket, upstream]) end.on('error', () => {})
  })
  onTestFinished(() => {
    for (const server of [service, proxy]) {
      server.closeAllConnections()
      server.close()
    }
  })
  const program = `
    import { createImpCentral } from ${JSON.stringify(dist)}
    const imp = createImpCentral({ baseUrl: 'https://api.imp.test/v5', auth: { id: 'me', password: 'sup3rs3cr3t' }, retry: false })
    console.log((await imp.products.list().toArray()).length)`
  const run = (env: Record<string, string>) =>
    promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], {
      env: { PATH: process.env['PATH'], NODE_EXTRA_CA_CERTS: cert, ...env },
    })
  const HTTPS_PROXY = `http://127.0.0.1:${await listening(proxy)}`
  const { stdout } = await run({ NODE_USE_ENV_PROXY: '1', HTTPS_PROXY })
  expect(stdout).toBe('1\n')
  expect(paths).toEqual(['POST /v5/auth', 'GET /v5/products?page%5Bsize%5D=100'])
  expect(new Set(tunnels)).toEqual(new Set(['api.imp.test:443']))
  // Without it Node asks the name service, which knows no such host.
  await expect(run({ HTTPS_PROXY })).rejects.toThrow(/ENOTFOUND|EAI_AGAIN/)
})
