import { spawn, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const cli = fileURLToPath(new URL('../../src/emulator/cli.ts', import.meta.url))

export interface Running {
  child: ChildProcess
  /** The lines that it has printed. */
  lines: string[]
  /** Waits for a number of lines. */
  printed(count: number): Promise<string[]>
  /** Interrupts it and waits for its end. */
  stop(): Promise<number | null>
}

const running = new Set<ChildProcess>()

/** For the end of a test, whatever became of it. */
export function killAll(): void {
  for (const child of running) child.kill('SIGKILL')
}

export function start(...args: string[]): Running {
  const child = spawn(process.execPath, [cli, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  running.add(child)
  const ended = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => {
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
    async printed(count) {
      if (lines.length < count) {
        const enough = new Promise<void>((resolve) => waiting.push({ count, resolve }))
        const early = await Promise.race([enough, ended.then((code) => ({ code }))])
        if (early) throw new Error(`The emulator ended with ${early.code} after ${lines.length} lines`)
      }
      return lines.slice(0, count)
    },
    stop() {
      child.kill('SIGINT')
      return ended
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
