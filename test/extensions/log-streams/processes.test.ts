/** What only a process of its own can show: how much memory it takes, and that it comes to an end. */
import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { until } from '../../support/clocks.ts'
import { startLogServer } from '../../support/log-server.ts'

const children: ChildProcess[] = []

/** Starts a script of test/support. */
function run(script: string, args: string[], flags: string[] = []) {
  const path = fileURLToPath(new URL(`../../support/${script}.ts`, import.meta.url))
  const child = spawn(process.execPath, [...flags, path, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  children.push(child)
  let output = ''
  let errors = ''
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  const line = new Promise<string>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      if (output.includes('\n')) resolve(output)
    })
  })
  const exit = new Promise<{ code: number | null; output: string; errors: string }>((resolve) => {
    child.on('close', (code) => resolve({ code, output, errors }))
  })
  return { line, exit }
}

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

describe('a consumer that sleeps', () => {
  it('loses nothing of 1,000,000 lines, in bounded memory', { timeout: 120_000 }, async () => {
    const lines = 1_000_000
    const port = (await run('log-flood', [`${lines}`]).line).trim()
    const { output, errors } = await run('log-sleeper', [port, `${lines}`], ['--expose-gc']).exit
    const seen = JSON.parse(output || errors) as { lines: number; wrong: number; growth: number }
    expect(seen).toMatchObject({ lines, wrong: 0 })
    console.log(`memory grew by ${Math.round(seen.growth / 2 ** 20)} MB`)
    expect(seen.growth).toBeLessThan(32 * 2 ** 20)
  })
})

describe('a process that has nothing else to do', () => {
  it.each(['break', 'close', 'abort', 'abort at once'])('comes to an end by itself after %s', async (way) => {
    const server = await startLogServer()
    const { code, output, errors } = await run('log-leaver', [server.url, way]).exit
    expect(server.streams).toEqual([])
    await server.close()
    expect({ code: way === 'abort' ? 1 : 0, output: way === 'abort at once' ? '' : 'state_change\n' }).toEqual({
      code,
      output,
    })
    if (way === 'abort') expect(errors).toContain('AbortError')
    else expect(errors).toBe('')
  })

  it('stays while it waits to reconnect', async () => {
    const server = await startLogServer()
    await run('log-leaver', [server.url, 'stay']).line
    server.fail('reset')
    await until(() => server.streams.length === 1)
    await server.close()
  })
})
