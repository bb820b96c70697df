import { spawn, spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { freePort } from './redis.ts'

/** Without the program its tests are skipped, and say so. */
export const hasNginx = !spawnSync('nginx', ['-v']).error
if (!hasNginx) console.warn('Tests with nginx are skipped: no nginx (apt-get install nginx-light)')

const accepts = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true)).once('error', () => resolve(false))
    socket.once('close', () => {}).end()
  })

/** An nginx of our own with these directives in its `server` block, on a free port of the loopback interface. */
export async function startNginx(directives: string): Promise<AsyncDisposable & { origin: string }> {
  const port = await freePort()
  const folder = await mkdtemp(join(tmpdir(), 'nginx-'))
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path ${folder}/${kind};`,
  )
  const user = process.getuid?.() === 0 ? 'user root;' : ''
  await writeFile(
    join(folder, 'nginx.conf'),
    `${user} daemon off; worker_processes 1; pid ${folder}/pid; error_log stderr;
events {}
http { access_log off; ${temporary.join(' ')} server { listen 127.0.0.1:${port}; ${directives} } }`,
  )
  const server = spawn('nginx', ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', 'stderr'])
  let output = ''
  server.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const exited = new Promise<void>((resolve) => server.once('exit', () => resolve()))
  while (!(await accepts(port))) {
    if (server.exitCode !== null) throw new Error(`nginx did not start:\n${output}`)
    await wait(20)
  }
  return {
    origin: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.kill('SIGTERM')
      await exited
      await rm(folder, { recursive: true, force: true })
    },
  }
}
