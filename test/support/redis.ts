import { spawn, spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Redis {
  url: string
  /** Ends the server; its clients lose their connections. */
  stop(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

export const freePort = (): Promise<number> =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })

/** Without the program its tests are skipped, and say so. */
export const hasRedis = !spawnSync('redis-server', ['--version']).error
if (!hasRedis) console.warn('Tests with Redis are skipped: no redis-server (apt-get install redis-server)')

/** A Redis of our own, in memory, on a free port of the loopback interface. */
export async function startRedis(): Promise<Redis> {
  const port = await freePort()
  const dir = await mkdtemp(join(tmpdir(), 'redis-'))
  const server = spawn('redis-server', ['--bind', '127.0.0.1', '--port', `${port}`, '--dir', dir, '--save', ''])
  let output = ''
  await new Promise<void>((resolve, reject) => {
    server.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      if (output.includes('Ready to accept connections')) resolve()
    })
    server.once('exit', () => reject(new Error(`redis-server did not start:\n${output}`)))
  })
  const exited = new Promise<void>((resolve) => server.once('exit', () => resolve()))
  const stop = async () => {
    server.kill()
    await exited
    await rm(dir, { recursive: true, force: true })
  }
  return { url: `redis://127.0.0.1:${port}`, stop, [Symbol.asyncDispose]: stop }
}
