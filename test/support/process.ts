import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export interface Worker {
  /** Gives the word, and waits for the line of JSON that the worker answers with. */
  run<T>(word?: string): Promise<T>
  /** Ends the worker's input, and waits for it to be gone. */
  close(): Promise<void>
}

/** Starts a file of this folder in a process of its own, and waits until it says that it is ready. */
export async function startWorker(file: string, ...args: string[]): Promise<Worker> {
  const path = fileURLToPath(new URL(file, import.meta.url))
  const child = spawn(process.execPath, ['--no-warnings', path, ...args], { stdio: ['pipe', 'pipe', 'inherit'] })
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  let rest = ''
  const lines: string[] = []
  let wake = () => {}
  child.stdout.on('data', (chunk: Buffer) => {
    rest += chunk.toString()
    const complete = rest.split('\n')
    rest = complete.pop()!
    lines.push(...complete)
    wake()
  })
  void exited.then(() => wake())
  const line = async () => {
    while (lines.length === 0) {
      if (child.exitCode !== null || child.signalCode) throw new Error(`${file} has ended without an answer`)
      await new Promise<void>((resolve) => (wake = resolve))
    }
    return lines.shift()!
  }
  if ((await line()) !== 'ready') throw new Error(`${file} is not ready`)
  return {
    async run<T>(word = 'go') {
      child.stdin.write(`${word}\n`)
      return JSON.parse(await line()) as T
    },
    async close() {
      child.stdin.end()
      await exited
    },
  }
}
