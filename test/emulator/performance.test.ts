import { createImpCloud } from 'impcentral/emulator'
import { expect, test } from 'vitest'

/**
 * Milliseconds of the processor, so that what else the machine does is left out of account, and the least of several rounds: the first ones are
 * compiled while they run, and others collect garbage.
 */
async function processorTime(rounds: number, work: () => unknown): Promise<number> {
  let least = Infinity
  for (let round = 0; round < rounds; round++) {
    const before = process.cpuUsage()
    await work()
    const { user, system } = process.cpuUsage(before)
    least = Math.min(least, (user + system) / 1000)
  }
  return least
}

test('5000 GETs take less than a second of one core with 10,000 devices seeded', async () => {
  const cloud = createImpCloud({ devices: 10_000 })
  const { access_token } = await cloud.create.session()
  const headers = { Authorization: `Bearer ${access_token}` }
  const get = async (path: string) => {
    const response = await cloud.fetch(cloud.baseUrl + path, { headers })
    expect(response.status).toBe(200)
    await response.arrayBuffer()
  }
  const calls = async () => {
    for (let call = 0; call < 5000; call++) {
      await get(
        call % 2 === 0 ? `/devices/${cloud.devices[call % 10_000]}` : `/devices?page[number]=${1 + (call % 50)}`,
      )
    }
  }
  expect(await processorTime(3, calls)).toBeLessThan(1000)
})

test('a new cloud with 50 devices takes at most 5 ms', async () => {
  expect(await processorTime(30, () => createImpCloud({ devices: 50 }))).toBeLessThanOrEqual(5)
})

test('compiling takes time in proportion to the code, comments included', async () => {
  const cloud = createImpCloud()
  const devicegroup = await cloud.create.deviceGroup()
  const compiling = (lines: number) => {
    const device_code = '// what the next line is about\nlocal x = 1;\n'.repeat(lines)
    return processorTime(10, () => cloud.create.deployment({ devicegroup, device_code }))
  }
  const some = await compiling(2000)
  // Eight times the code took 64 times as long when each comment counted the lines before it.
  expect((await compiling(16_000)) / some).toBeLessThan(24)
})
