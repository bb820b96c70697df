/** Whatever becomes of a run with --write, one more run leaves the account as it was. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import type { Snapshot } from 'impcentral/emulator'
import { listen } from 'impcentral/emulator/node'
import { seeded } from '../support/random.ts'
import { account, fullCloud } from './deviating-cloud.ts'

const cli = fileURLToPath(new URL('../../src/cli/index.ts', import.meta.url))

interface Ended {
  code: number | null
  out: string
  err: string
}

/** Runs the command to its end. */
async function runCheck(url: string, started?: (child: ChildProcess) => void): Promise<Ended> {
  const env = { ...process.env, IMPCENTRAL_ID: account.email, IMPCENTRAL_PASSWORD: account.password }
  const child = spawn(process.execPath, [cli, 'check', '--write', '--base-url', url], { env })
  started?.(child)
  let out = ''
  let err = ''
  child.stdout.on('data', (chunk) => (out += chunk))
  child.stderr.on('data', (chunk) => (err += chunk))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, out, err }
}

/** What the account has. Access tokens end by themselves; what the emulator counts and draws, it never takes back. */
function stateOf(snapshot: Snapshot): unknown {
  const { seed: _, made: _made, accessTokens: _tokens, ...state } = snapshot as unknown as Record<string, unknown>
  return JSON.parse(JSON.stringify(state))
}

async function served() {
  const cloud = await fullCloud()
  const server = await listen(cloud)
  onTestFinished(() => server.close())
  return { cloud, url: server.url }
}

test('killed twenty times at any moment, it leaves nothing behind one more run', { timeout: 300_000 }, async () => {
  const { cloud, url } = await served()
  const before = stateOf(cloud.snapshot())
  const random = seeded(7)
  // How many calls a whole run makes: a moment is one of them.
  let calls = 0
  const count = cloud.onChange(() => calls++)
  expect(await runCheck(url)).toMatchObject({ code: 0 })
  count()
  expect(stateOf(cloud.snapshot())).toEqual(before)
  let dirty = 0
  for (let run = 0; run < 20; run++) {
    const moment = 1 + Math.floor(random() * calls)
    let seen = 0
    let stop: (() => void) | undefined
    const { code } = await runCheck(url, (child) => {
      // Half of them before the answer is there, the others a little later.
      const kill = run % 2 === 0 ? () => child.kill('SIGKILL') : () => setTimeout(() => child.kill('SIGKILL'), 2)
      stop = cloud.onChange(() => void (++seen === moment && kill()))
    })
    stop?.()
    expect(code).toBeNull()
    if (JSON.stringify(stateOf(cloud.snapshot())) !== JSON.stringify(before)) dirty++
  }
  // Else the killing would prove nothing.
  expect(dirty).toBeGreaterThan(10)
  expect(await runCheck(url)).toMatchObject({ code: 0 })
  expect(stateOf(cloud.snapshot())).toEqual(before)
})

test('interrupted, it takes away what it has made before it ends', async () => {
  const { cloud, url } = await served()
  const before = stateOf(cloud.snapshot())
  let stop: (() => void) | undefined
  let interrupted = false
  const { code, err } = await runCheck(url, (child) => {
    stop = cloud.onChange(() => {
      if (!interrupted && cloud.snapshot().products.length > 1) interrupted = child.kill('SIGINT')
    })
  })
  stop?.()
  expect({ code, err }).toMatchObject({ code: 130 })
  expect(stateOf(cloud.snapshot())).toEqual(before)
})
