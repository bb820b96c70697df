/** Whatever becomes of a run with --write, one more run leaves the account as it was. */
import { expect, onTestFinished, test } from 'vitest'
import type { Snapshot } from 'impcentral/emulator'
import { listen } from 'impcentral/emulator/node'
import { seeded } from '../support/random.ts'
import { runCheck } from './command.ts'
import { fullCloud } from './deviating-cloud.ts'

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
  expect(await runCheck(['--write', '--base-url', url])).toMatchObject({ code: 0 })
  count()
  expect(stateOf(cloud.snapshot())).toEqual(before)
  let dirty = 0
  for (let run = 0; run < 20; run++) {
    // Not the very last ones: there would be no time to kill it.
    const moment = 1 + Math.floor(random() * (calls - 3))
    let seen = 0
    let stop: (() => void) | undefined
    const { code } = await runCheck(['--write', '--base-url', url], {}, (child) => {
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
  expect(await runCheck(['--write', '--base-url', url])).toMatchObject({ code: 0 })
  expect(stateOf(cloud.snapshot())).toEqual(before)
})

test('interrupted, it takes away what it has made before it ends', async () => {
  const { cloud, url } = await served()
  const before = stateOf(cloud.snapshot())
  let stop: (() => void) | undefined
  let interrupted = false
  const { code, err } = await runCheck(['--write', '--base-url', url], {}, (child) => {
    stop = cloud.onChange(() => {
      if (!interrupted && cloud.snapshot().products.length > 1) interrupted = child.kill('SIGINT')
    })
  })
  stop?.()
  expect({ code, err }).toMatchObject({ code: 130 })
  expect(stateOf(cloud.snapshot())).toEqual(before)
})
