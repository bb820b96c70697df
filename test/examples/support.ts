/** Runs an example as its users do, as a program of its own, against a local impCloud on a real socket. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createImpCloud, defaultAccount, type ImpCloudOptions } from 'impcentral/emulator'
import { listen } from 'impcentral/emulator/node'
import { expect, onTestFinished, vi } from 'vitest'

// Programs take their time to start on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

const path = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url))

/** A cloud that lives as long as the test, and the environment that leads an example there. */
export async function startCloud(options: ImpCloudOptions = {}) {
  const cloud = createImpCloud(options)
  const server = await listen(cloud)
  onTestFinished(() => server.close())
  const env = {
    IMPCENTRAL_BASE_URL: server.url,
    IMPCENTRAL_ID: defaultAccount.email,
    IMPCENTRAL_PASSWORD: defaultAccount.password,
  }
  return { cloud, url: server.url, env }
}

export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'impcentral-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

export interface Program {
  /** What it has printed so far. */
  readonly output: string
  readonly errors: string
  /** Its exit code, once it has ended; `null` when a signal ended it. */
  readonly ended: Promise<number | null>
  kill(signal: NodeJS.Signals): void
  /** Waits until it has printed something to either of the two. */
  printed(text: string): Promise<void>
}

/** What Node needs, and no more: nothing of it leads an example anywhere. */
const { PATH, NODE_COMPILE_CACHE } = process.env

/** Starts an example with arguments and an environment that is as good as nothing but `env`. */
export function start(example: string, args: string[] = [], env: Record<string, string> = {}): Program {
  const child = spawn(process.execPath, [path(`examples/${example}`), ...args], {
    env: { PATH, NODE_COMPILE_CACHE, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  let errors = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text))
  const ended = once(child, 'close').then(([code]) => code as number | null)
  onTestFinished(() => void child.kill('SIGKILL'))
  return {
    get output() {
      return output
    },
    get errors() {
      return errors
    },
    ended,
    kill: (signal) => void child.kill(signal),
    printed: (text) => expect.poll(() => output + errors, { timeout: 30_000 }).toContain(text),
  }
}

/** Runs an example to its end. */
export async function run(...args: Parameters<typeof start>) {
  const program = start(...args)
  const code = await program.ended
  return { code, output: program.output, errors: program.errors }
}
