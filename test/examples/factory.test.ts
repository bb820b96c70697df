import { readFile } from 'node:fs/promises'
import { defaultAccount } from 'impcentral/emulator'
import { expect, it } from 'vitest'
import { run, start, startCloud } from './support.ts'

const unbondKey = 'unbond-key-of-the-factory'

it('sets a line up, waits for what it blesses, and takes 25 devices out again', async () => {
  const { cloud, env } = await startCloud({ accounts: [{ ...defaultAccount, unbondKey }], devices: 2 })
  const [fixture, other] = cloud.devices
  const options = ['--product', 'Fridge', '--wait', '25', '--take-out', '--webhook', 'http://127.0.0.1:9/hook']
  const line = start('factory.ts', [...options, '--fixture', fixture!, '--fixture', other!], {
    ...env,
    IMPCENTRAL_UNBOND_KEY: unbondKey,
  })
  await line.printed('Line 1: 2 fixtures, blessing for ')
  for (let i = 0; i < 25; i++) cloud.bless(cloud.blinkUp({}, { fixture: i % 2 ? fixture! : other! }))
  expect(await line.ended).toBe(0)
  expect(line.errors).toBe('')
  expect(line.output).toMatch(/25 devices blessed\n25 devices taken out\n$/)
  await cloud.idle()
  expect(cloud.deliveries.filter(({ event }) => event === 'blessing')).toHaveLength(25)
  expect(line.output).not.toContain(unbondKey)

  const again = await run('factory.ts', ['--product', 'Fridge'], env)
  expect(again).toMatchObject({ code: 2, errors: expect.stringContaining('Fridge has a fixture group: Line 1.') })
})

it('stops at Ctrl-C', async () => {
  const { env } = await startCloud()
  const line = start('factory.ts', ['--product', 'Fridge', '--wait', '1'], env)
  await line.printed('0 fixtures')
  line.kill('SIGINT')
  expect(await line.ended).toBe(2)
  expect(line.errors).toContain('Stopped.')
})

it('is short', async () => {
  const text = await readFile(new URL('../../examples/factory.ts', import.meta.url), 'utf8')
  expect(text.split('\n').length).toBeLessThan(100)
  expect(text).not.toMatch(/\bas (const|[A-Z]\w*)|: any|\?\? ''/)
})
