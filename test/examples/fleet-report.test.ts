import { createImpCloud } from 'impcentral/emulator'
import { expect, it } from 'vitest'
import { run, startCloud } from './support.ts'

/** Two products; a group with code and two devices, one of them offline for ten days; one without code; two loose devices. */
async function fleet() {
  const tenDaysAgo = Date.now() - (10 * 24 + 1) * 3600 * 1000
  let offset = 0
  const past = createImpCloud({
    devices: 2,
    clock: { now: () => tenDaysAgo + offset, setTimeout, clearTimeout: (timer) => clearTimeout(timer as number) },
  })
  const { create } = past
  const fridge = await create.product({ name: 'Fridge' })
  const bench = await create.deviceGroup({ name: 'Bench', product: fridge })
  const field = await create.deviceGroup({ name: 'Field', product: fridge })
  await create.product({ name: 'Kettle' })
  await create.device({ name: 'Left', devicegroup: bench })
  const right = await create.device({ name: 'Right', devicegroup: bench })
  await create.device({ devicegroup: field })
  offset = 1000
  await create.deployment({ devicegroup: bench, device_code: 'server.log("old")' })
  const current = await create.deployment({ devicegroup: bench, device_code: 'server.log("new")' })
  past.setOnline(right.id, false)
  const { env } = await startCloud({ state: past.snapshot() })
  return { env, right, sha: current.attributes['sha'] }
}

it('prints a table, totals and warnings', async () => {
  const { env, right, sha } = await fleet()
  const { code, output, errors } = await run('fleet-report.ts', [], env)
  expect(errors).toBe('')
  expect(code).toBe(0)
  expect(output).toContain('Fleet of dev')
  const rows = output.split('\n').map((line) => line.split(/ {2,}/))
  expect(rows).toContainEqual(['Product', 'Device group', 'Type', 'Devices', 'Online', 'Offline', 'Deployment'])
  const deployed = expect.stringContaining(`${sha.slice(0, 12)} (`) as string
  expect(rows).toContainEqual(['Fridge', 'Bench', 'development', '2', '1', '1', deployed])
  expect(rows).toContainEqual(['Fridge', 'Field', 'development', '1', '1', '0', '–'])
  expect(rows).toContainEqual(['Kettle', '–', '–', '0', '0', '0', '–'])
  expect(rows).toContainEqual(['–', '(unassigned)', '–', '2', '2', '0', '–'])
  expect(output).toContain('2 products, 2 device groups, 5 devices (4 online, 1 offline), 2 deployments')
  expect(output).toContain(`Right (${right.id}) has been offline for 10 days`)
  expect(output).toContain('Fridge / Field has devices and no deployment (1)')
})

it('prints JSON', async () => {
  const { env, right, sha } = await fleet()
  const { code, output } = await run('fleet-report.ts', ['--json', '--offline-days', '11'], env)
  expect(code).toBe(0)
  const report = JSON.parse(output) as { products: { name: string; groups: object[] }[]; warnings: string[] }
  expect(report).toMatchObject({
    account: 'dev',
    unassigned: { total: 2, online: 2, offline: 0 },
    totals: { products: 2, groups: 2, devices: { total: 5, online: 4, offline: 1 }, deployments: 2 },
    warnings: ['Fridge / Field has devices and no deployment (1)'],
  })
  expect(report.warnings.join()).not.toContain(right.id)
  expect(report.products.find(({ name }) => name === 'Fridge')!.groups).toContainEqual(
    expect.objectContaining({ name: 'Bench', deployments: 2, current: expect.objectContaining({ sha }) }),
  )
})

it('walks a fleet of many pages', async () => {
  const { env } = await startCloud({ devices: 450 })
  const { output } = await run('fleet-report.ts', ['--json'], env)
  expect(JSON.parse(output)).toMatchObject({ unassigned: { total: 450, online: 450, offline: 0 } })
})

it('refuses a number that is none', async () => {
  const { env } = await startCloud()
  const { code, errors } = await run('fleet-report.ts', ['--offline-days', 'many'], env)
  expect(errors).toContain('--offline-days takes a number from 0, not "many".')
  expect(code).toBe(2)
})
