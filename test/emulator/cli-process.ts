import { spawn, type ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const cli = fileURLToPath(new URL('../../src/cli/index.ts', import.meta.url))

export interface Running {
  child: ChildProcess
  /** The lines that it has printed. */
  lines: string[]
  /** What it has said of errors. */
  complaints(): string
  /** Waits for a number of lines. */
  printed(count: number): Promise<string[]>
  /** Interrupts it and waits for its end. */
  stop(signal?: NodeJS.Signals): Promise<number | null>
  /** The most memory that it has had so far, in megabytes. Linux only. */
  peak(): number
}

const running = new Set<ChildProcess>()

/** For the end of a test, whatever became of it. */
export function killAll(): void {
  for (const child of running) child.kill('SIGKILL')
}

export function start(...args: string[]): Running {
  const child = spawn(process.execPath, [cli, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  running.add(child)
  let complaints = ''
  child.stderr.on('data', (chunk) => (complaints += chunk))
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', (code) => {
      running.delete(child)
      resolve(code)
    })
  })
  const lines: string[] = []
  const waiting: { count: number; resolve: () => void }[] = []
  createInterface(child.stdout).on('line', (line) => {
    lines.push(line)
    for (const { count, resolve } of waiting) if (lines.length >= count) resolve()
  })
  return {
    child,
    lines,
    complaints: () => complaints,
    async printed(count) {
      if (lines.length < count) {
        const enough = new Promise<void>((resolve) => waiting.push({ count, resolve }))
        const early = await Promise.race([enough, ended.then((code) => ({ code }))])
        if (early) throw new Error(`The emulator ended with ${early.code} after ${lines.length} lines: ${complaints}`)
      }
      return lines.slice(0, count)
    },
    stop(signal = 'SIGINT') {
      child.kill(signal)
      return ended
    },
    peak() {
      const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))!
      return Number(kilobytes) / 1024
    },
  }
}

/** Runs it to its end. */
export async function run(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [cli, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  running.add(child)
  let out = ''
  let err = ''
  child.stdout.on('data', (chunk) => (out += chunk))
  child.stderr.on('data', (chunk) => (err += chunk))
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  running.delete(child)
  return { code, out, err }
}
