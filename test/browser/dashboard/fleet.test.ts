/** The table, the tiles and the gauge over a small fleet. */
import { createImpCentral } from 'impcentral'
import { describe, expect, it } from 'vitest'
import { page } from 'vitest/browser'
import { open, twoGroups } from './dashboard.ts'

const search = page.getByRole('searchbox', { name: 'Filter devices' })
const meter = page.getByRole('meter', { name: 'Requests left in the rate limit' })
const head = (name: string) => page.getByRole('columnheader', { name }).getByRole('button')

describe('the fleet', () => {
  it('is shown, and its changes as they come', async () => {
    const { cloud, pass, rows, shows, texts, tile } = await open({ fill: twoGroups })
    await shows('table[aria-busy=false]')
    expect(rows()).toHaveLength(24)
    expect(['Devices', 'Online', 'Offline', 'Device groups'].map(tile)).toEqual(['24', '22', '2', '0'])
    await pass(100)
    expect(tile('Device groups')).toBe('2')
    expect(texts('tbody .group').slice(0, 2)).toEqual(['Warehouse', 'Warehouse'])
    cloud.setOnline(cloud.devices[0]!, false)
    await pass(3000)
    expect(texts('tbody .status')[0]).toBe('Offline')
    expect(tile('Offline')).toBe('3')
  })

  it('is asked for every 2.5 seconds while it fits on a page', async () => {
    const { calls, pass } = await open({ fill: twoGroups })
    await pass(100)
    const before = calls.length
    await pass(60_000)
    const made = calls.slice(before).map(({ line }) => line.split('?')[0])
    expect(made.filter((line) => line === 'GET /devices')).toHaveLength(24)
    expect(made.length).toBeLessThanOrEqual(25)
  })

  it('lets go of a device that has left, and shows one that has come', async () => {
    const { cloud, names, pass } = await open({ fill: twoGroups })
    const { id: bed } = await cloud.create.device({ name: 'Bed 1' })
    await pass(100)
    expect(names()[0]).toBe('Bed 1')
    const { email: id, password } = cloud.accounts[0]!
    const imp = createImpCentral({ baseUrl: cloud.baseUrl, fetch: cloud.fetch, auth: { id, password } })
    await imp.devices.delete(bed)
    await cloud.create.device({ name: 'Bed 2' })
    await pass(8000)
    expect(names().slice(0, 2)).toEqual(['Bed 2', 'Freezer 1'])
    expect(names()).toHaveLength(25)
  })

  it('tells "none yet" from "none that matches"', async () => {
    const empty = await open()
    await empty.pass(100)
    expect(empty.texts('.none strong')).toEqual(['No devices yet'])
    await empty.cloud.create.device({ name: 'Freezer 1' })
    await empty.pass(3000)
    expect(empty.names()).toEqual(['Freezer 1'])
    await search.fill('van')
    await expect.poll(() => empty.texts('.none strong')).toEqual(['No device matches the filter'])
    await page.getByRole('button', { name: 'Show all devices' }).click()
    await expect.poll(() => empty.names()).toEqual(['Freezer 1'])
  })

  it('is narrowed by text, state and device group, and the address follows', async () => {
    const { address, names, pass, texts } = await open({ fill: twoGroups, query: '?page=2' })
    await pass(100)
    await search.fill('FREEZER 1')
    await expect.poll(names).toEqual(['Freezer 1', 'Freezer 10', 'Freezer 11', 'Freezer 12'])
    expect(texts('.count')).toEqual(['4 of 24'])
    await search.fill('')
    await page.getByText('Offline', { exact: true }).nth(1).click()
    await expect.poll(names).toEqual(['Freezer 3', 'Van 7'])
    await page.getByRole('combobox', { name: 'Device group' }).selectOptions('Vans')
    await expect.poll(names).toEqual(['Van 7'])
    expect(address.query).toMatch(/^\?page=2&state=offline&group=[0-9a-f-]{36}$/)
  })

  it('begins as its address says', async () => {
    const { names, pass } = await open({ fill: twoGroups, query: '?q=van&sort=-name&state=online' })
    await pass(100)
    expect(names().slice(0, 3)).toEqual(['Van 12', 'Van 11', 'Van 10'])
    await expect.element(search).toHaveValue('van')
    await expect
      .element(page.getByRole('columnheader', { name: 'Device', exact: true }))
      .toHaveAttribute('aria-sort', 'descending')
    await expect.element(page.getByRole('radio', { name: 'Online' })).toBeChecked()
  })

  it('is sorted by the column whose head is clicked, numbers as numbers', async () => {
    const { address, names, pass } = await open({ fill: twoGroups })
    await pass(100)
    expect(names().slice(0, 3)).toEqual(['Freezer 1', 'Freezer 2', 'Freezer 3'])
    await head('State').click()
    await expect.poll(() => names().slice(0, 3)).toEqual(['Freezer 3', 'Van 7', 'Freezer 1'])
    expect(address.query).toBe('?sort=state')
    await head('State').click()
    await expect.poll(() => names().slice(-2)).toEqual(['Freezer 3', 'Van 7'])
    expect(address.query).toBe('?sort=-state')
    await head('Device').nth(0).click()
    await expect.poll(() => address.query).toBe('')
  })

  it('is sorted by a choice where the screen is too narrow for heads', async () => {
    const { names, pass } = await open({ fill: twoGroups, width: 390 })
    await pass(100)
    await page.getByRole('combobox', { name: 'Sort by' }).selectOptions('Sort by state')
    await expect.poll(() => names()[0]).toBe('Freezer 3')
    await page.getByRole('button', { name: /^Turn the order round/ }).click()
    await expect.poll(() => names()[0]).toBe('Freezer 1')
  })

  it('has names before ids', async () => {
    const { names, pass, texts } = await open({ devices: 2, fill: ({ create }) => create.device({ name: 'Van' }) })
    await pass(100)
    expect(names()).toEqual(['Van', 'No name', 'No name'])
    const ids = texts('tbody .id').slice(1)
    expect(ids).toEqual(ids.toSorted())
    await expect.element(page.getByRole('checkbox', { name: `Follow the logs of ${ids[0]}` })).toBeVisible()
  })
})

describe('trouble', () => {
  it('is told in a sentence, and is over when it is over', async () => {
    const { cloud, pass, rows, texts } = await open({ fill: twoGroups })
    await pass(100)
    const fault = cloud.faults.status(403, { operation: 'listDevices' })
    await pass(3000)
    expect(texts('.problem')).toEqual(['Not refreshed. This account may not see the fleet. Trying again …'])
    expect(rows()).toHaveLength(24)
    fault.stop()
    await pass(6000)
    expect(texts('.problem')).toEqual([''])
  })

  it('with one list does not keep the other one waiting', async () => {
    const { cloud, pass, rows, texts, tile } = await open({
      fill: async (cloud) => {
        await twoGroups(cloud)
        cloud.faults.status(403, { operation: 'listDeviceGroups' })
      },
    })
    await pass(5000)
    expect(rows()).toHaveLength(24)
    cloud.setOnline(cloud.devices[0]!, false)
    await pass(6000)
    expect(tile('Offline')).toBe('3')
    cloud.faults.clear()
    await pass(60_000)
    expect(texts('tbody .group')[0]).toBe('Warehouse')
  })

  it('moves the gauge, also when somebody else uses the account', async () => {
    const { cloud, pass } = await open({ fill: twoGroups, rateLimit: { limit: 40, perSecond: 5 } })
    await pass(1000)
    const left = () => Number(meter.element().getAttribute('aria-valuenow'))
    expect(meter.element().getAttribute('aria-valuemax')).toBe('40')
    expect(left()).toBeGreaterThan(30)
    const { email: id, password } = cloud.accounts[0]!
    const other = createImpCentral({ baseUrl: cloud.baseUrl, fetch: cloud.fetch, auth: { id, password } })
    for (let call = 0; call < 25; call++) await other.accounts.get('me')
    await pass(3000)
    expect(left()).toBeLessThan(30)
    await pass(10_000)
    expect(left()).toBeGreaterThan(30)
  })
})
