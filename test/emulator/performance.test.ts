import { createImpCloud } from 'impcentral/emulator'
import { expect, test } from 'vitest'

/** Milliseconds of the processor, so that what else the machine does is left out of account. */
async function processorTime(work: () => unknown): Promise<number> {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
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
  const calls = async (count: number) => {
    for (let call = 0; call < count; call++) {
      await get(
        call % 2 === 0 ? `/devices/${cloud.devices[call % 10_000]}` : `/devices?page[number]=${1 + (call % 50)}`,
      )
    }
  }
  await calls(500)
  expect(await processorTime(() => calls(5000))).toBeLessThan(1000)
})

test('a new cloud with 50 devices takes at most 5 ms', async () => {
  const times: number[] = []
  for (let made = 0; made < 30; made++) times.push(await processorTime(() => createImpCloud({ devices: 50 })))
  // The median: the first ones are compiled while they run.
  expect(times.toSorted((a, b) => a - b)[15]).toBeLessThanOrEqual(5)
})

test('compiling takes time in proportion to the code, comments included', async () => {
  const cloud = createImpCloud()
  const devicegroup = await cloud.create.deviceGroup()
  const took = async (lines: number) => {
    const device_code = '// what the next line is about\nlocal x = 1;\n'.repeat(lines)
    const times: number[] = []
    for (let round = 0; round < 10; round++) {
      times.push(await processorTime(() => cloud.create.deployment({ devicegroup, device_code })))
    }
    return Math.min(...times)
  }
  await took(500)
  // Eight times the code took 64 times as long when each comment counted the lines before it.
  expect((await took(16_000)) / (await took(2000))).toBeLessThan(24)
})
