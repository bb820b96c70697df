import { execFile } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

it('answers for the public impCloud in a process that ends by itself, and leaves other calls alone', async () => {
  const elsewhere = createServer((_, response) => response.end('elsewhere'))
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve))
  const program = `
    import { createImpCentral } from 'impcentral'
    const imp = createImpCentral({ auth: { id: 'dev@example.com', password: 'imp-cloud' } })
    const devices = await imp.devices.list().toArray()
    const answer = await fetch('http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/')
    const stream = await imp.logStreams.open({ devices: devices.map(({ id }) => id) })
    for await (const event of stream) if (event.type === 'message') break
    console.log(JSON.stringify([devices.length, await answer.text()]))`
  const args = ['--import', 'impcentral/emulator/preload', '--input-type=module', '--eval', program]
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { cwd: root, timeout: 40_000 })
    expect(JSON.parse(stdout)).toEqual([3, 'elsewhere'])
    expect(stderr).toMatch(/local impCloud.*dev@example\.com.*imp-cloud/)
  } finally {
    elsewhere.close()
  }
})
