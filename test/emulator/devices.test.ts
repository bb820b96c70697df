import { describe, expect, test } from 'vitest'
import { createManualClock } from '../support/clocks.ts'
import { createImpCloud } from 'impcentral/emulator'
import { logIn, startCloud, type Api } from './support.ts'

const device = (...ids: string[]) => ({ data: ids.map((id) => ({ type: 'device', id })) })
const members = (group: { id: string }) => `/devicegroups/${group.id}/relationships/devices`
const idsOf = async (api: Api, query: string) =>
  (await api('GET', `/devices?${query}`)).body.data.map(({ id }: { id: string }) => id)

describe('identifiers', () => {
  test('are the id or the MAC address in either case, or the agent id as it is', async () => {
    const { cloud, api } = await startCloud()
    const group = await cloud.create.deviceGroup()
    const { id, attributes } = await cloud.create.device({ devicegroup: group, mac_address: '0C:2A:69:05:0D:62' })
    expect(id).toBe('50000c2a69050d62')
    const { mac_address, agent_id } = attributes as { mac_address: string; agent_id: string }
    expect(mac_address).toBe('0c:2a:69:05:0d:62')
    expect(agent_id).toMatch(/^[\w-]{12}$/)
    const found = [
      id,
      id.toUpperCase(),
      mac_address,
      mac_address.toUpperCase(),
      encodeURIComponent(mac_address),
      agent_id,
    ]
    for (const identifier of found) expect((await api('GET', `/devices/${identifier}`)).body.data.id).toBe(id)
    for (const identifier of [
      'x',
      '0',
      agent_id.replace(/[a-zA-Z]/, (letter) =>
        letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
      ),
    ]) {
      const { body } = await api('GET', `/devices/${identifier}`)
      expect(body.errors[0]).toMatchObject({ code: 'NF001', source: { parameter: 'device' } })
    }
    // The record of an unassigned device does not show the agent that it keeps.
    await api('DELETE', members(group), device(agent_id))
    expect((await api('GET', `/devices/${agent_id}`)).body.data).toMatchObject({
      id,
      attributes: { agent_id: null, agent_url: null, agent_running: false },
    })
  })

  test('name a device that is renamed, in any of the forms', async () => {
    const { cloud, api } = await startCloud({ devices: 2 })
    const [one, two] = cloud.devices as [string, string]
    const rename = (path: string, id: string, name: string | null) =>
      api('PATCH', `/devices/${path}`, { data: { type: 'device', id, attributes: { name } } })
    const { mac_address } = (await api('GET', `/devices/${one}`)).body.data.attributes
    expect((await rename(mac_address, one, 'Bench')).body.data.attributes.name).toBe('Bench')
    expect((await rename(one, mac_address, '')).body.data.attributes.name).toBeNull()
    expect((await rename(one, two, 'Other')).body.errors[0].source.pointer).toBe('/data/id')
  })
})

test('filters', async () => {
  const { cloud, api } = await startCloud({ devices: 3 })
  const product = await cloud.create.product()
  const dev = await cloud.create.deviceGroup({ product })
  const dut = await cloud.create.deviceGroup({ product, type: 'dut_devicegroup' })
  const one = (await cloud.create.device({ devicegroup: dev })).id
  const two = (await cloud.create.device({ devicegroup: dut })).id
  const owner = cloud.accounts[0]!.id
  expect(await idsOf(api, `filter[devicegroup.id]=${dev.id}`)).toEqual([one])
  expect(await idsOf(api, `filter[product.id]=${product.id}`)).toEqual([one, two])
  expect(await idsOf(api, 'filter[devicegroup.type]=dut_devicegroup')).toEqual([two])
  expect(await idsOf(api, `filter[devicegroup.owner.id]=${owner}`)).toEqual([one, two])
  expect(await idsOf(api, 'filter[devicegroup.owner.id]=null')).toEqual(cloud.devices.slice(0, 3))
  expect(await idsOf(api, `filter[owner.id]=${owner}&filter[product.id]=${product.id}`)).toHaveLength(2)
})

test('a list leaves out what only a single record has', async () => {
  const { cloud, api } = await startCloud({ devices: 1 })
  const [listed] = (await api('GET', '/devices')).body.data
  const single = (await api('GET', `/devices/${cloud.devices[0]}`)).body.data
  for (const attribute of ['swversion', 'plan_id', 'free_memory']) {
    expect(listed.attributes).not.toHaveProperty(attribute)
    expect(single.attributes).toHaveProperty(attribute)
  }
})

describe('devices of two accounts', () => {
  const [owner, guest] = ['owner', 'guest'].map((name) => ({ email: `${name}@example.com`, password: name })) as [
    { email: string; password: string },
    { email: string; password: string },
  ]

  test('in one group are seen and unassigned by its owner', async () => {
    const cloud = createImpCloud({ accounts: [owner, guest] })
    cloud.share({ from: owner.email, with: guest.email, access: 'manage' })
    const group = await cloud.create.deviceGroup()
    const its = { data: [{ type: 'device', id: (await cloud.create.device({ account: guest.email })).id }] }
    const devices = `/devicegroups/${group.id}/relationships/devices`
    expect((await (await logIn(cloud, guest))('POST', devices, its)).status).toBe(204)
    const api = await logIn(cloud, owner)
    expect((await api('GET', `/devices?filter[devicegroup.id]=${group.id}`)).body.data).toHaveLength(1)
    expect((await api('DELETE', devices, its)).status).toBe(204)
    expect((await api('DELETE', `/devicegroups/${group.id}`)).status).toBe(204)
  })

  test('can be listed by who else sees them', async () => {
    const cloud = createImpCloud({ accounts: [owner, guest], devices: 2 })
    const [shown, hidden] = [await cloud.create.deviceGroup(), await cloud.create.deviceGroup()]
    const device = await cloud.create.device({ devicegroup: shown })
    await cloud.create.device({ devicegroup: hidden })
    const { id } = shown.relationships.product
    cloud.share({ from: owner.email, with: guest.email, products: [id] })
    const api = await logIn(cloud, owner)
    const list = async (account: string) =>
      (await api('GET', `/devices?filter[account.id]=${account}`)).body.data.map(({ id }: { id: string }) => id)
    expect(await list(cloud.accounts[1]!.id.toUpperCase())).toEqual([device.id])
    expect(await list(cloud.accounts[0]!.id)).toHaveLength(4)
    expect(await list('00000000-0000-0000-0000-000000000000')).toEqual([])
  })
})

describe('assignment', () => {
  test('moves devices, takes every form of identifier and a single one without the array', async () => {
    const { cloud, api } = await startCloud({ devices: 2 })
    const [one, two] = cloud.devices as [string, string]
    const first = await cloud.create.deviceGroup()
    const second = await cloud.create.deviceGroup()
    const { mac_address } = (await api('GET', `/devices/${two}`)).body.data.attributes
    expect((await api('POST', members(first), device(one, mac_address))).status).toBe(204)
    const agent = (await api('GET', `/devices/${one}`)).body.data.attributes.agent_id
    expect((await api('POST', members(second), { data: { type: 'device', id: agent } })).status).toBe(204)
    const moved = (await api('GET', `/devices/${one}`)).body.data
    expect(moved.relationships.devicegroup).toEqual({ type: 'development_devicegroup', id: second.id })
    expect(moved.attributes.agent_id).toBe(agent)
  })

  test('is not atomic: one error for each device that fails', async () => {
    const { cloud, api } = await startCloud({ devices: 1 })
    const [known] = cloud.devices as [string]
    const group = await cloud.create.deviceGroup()
    const { status, body } = await api('POST', members(group), device('0000000000000000', known, 'ffff'))
    expect(status).toBe(400)
    expect(
      body.errors.map(({ status, source }: { status: string; source: { pointer: string } }) => [
        status,
        source.pointer,
      ]),
    ).toEqual([
      ['404', '/data/0/id'],
      ['404', '/data/2/id'],
    ])
    expect(await idsOf(api, `filter[devicegroup.id]=${group.id}`)).toEqual([known])

    const removed = await api('DELETE', members(group), device(known, known))
    expect(removed.body.errors).toHaveLength(1)
    expect(removed.body.errors[0].status).toBe('404')
    expect(await idsOf(api, `filter[devicegroup.id]=${group.id}`)).toEqual([])
  })

  test('keeps devices out of groups that they enter by blessing or factory BlinkUp, and imp001 cards out of fixtures', async () => {
    const { cloud, api } = await startCloud({ devices: 1 })
    const [one] = cloud.devices as [string]
    const fixture = await cloud.create.deviceGroup({ type: 'factoryfixture_devicegroup' })
    const { production_target, dut_target } = fixture.relationships
    for (const group of [production_target, dut_target]) {
      const { status, body } = await api('POST', members(group), device(one))
      expect({ status, family: body.errors[0].code.slice(0, 2) }).toEqual({ status: 400, family: 'CX' })
    }
    const old = await cloud.create.device({ imp_type: 'imp001' })
    expect((await api('POST', members(fixture), device(old.id))).status).toBe(400)
    expect((await api('POST', members(fixture), device(one))).status).toBe(204)
    expect((await api('POST', members(await cloud.create.deviceGroup()), device(old.id))).status).toBe(204)
  })

  test('lets a production device move within its product and its kind', async () => {
    const { cloud, api } = await startCloud()
    const product = await cloud.create.product()
    const group = (type: 'production_devicegroup' | 'development_devicegroup' | 'pre_production_devicegroup') =>
      cloud.create.deviceGroup({ type, product })
    const blessed = await cloud.create.device({ devicegroup: await group('production_devicegroup') })
    const elsewhere = await cloud.create.deviceGroup({ type: 'production_devicegroup' })
    for (const target of [
      elsewhere,
      await group('development_devicegroup'),
      await group('pre_production_devicegroup'),
    ]) {
      expect((await api('POST', members(target), device(blessed.id))).body.errors[0].code).toMatch(/^CX/)
    }
    expect((await api('POST', members(await group('production_devicegroup')), device(blessed.id))).status).toBe(204)
  })
})

describe('unassigning production devices', () => {
  test('needs the unbond key and has a bucket of its own, in which every device of the body counts', async () => {
    const clock = createManualClock()
    const { cloud, api } = await startCloud({ clock, unbondLimit: { limit: 4, perSecond: 2 } })
    const group = await cloud.create.deviceGroup({ type: 'production_devicegroup' })
    const one = (await cloud.create.device({ devicegroup: group })).id
    const key = { 'X-Electricimp-Key': cloud.accounts[0]!.unbondKey }
    const bucket = (headers: Headers) =>
      ['Limit', 'Reset', 'Remaining'].map((name) => headers.get(`X-RateLimit-Unbond-${name}`))
    const remove = (headers: Record<string, string>, ...ids: string[]) =>
      api('DELETE', members(group), device(...ids), headers)

    const detailOf = ({ body }: Awaited<ReturnType<typeof remove>>) => body.errors[0].detail
    const without = await remove({}, one)
    expect(without.status).toBe(403)
    expect(detailOf(without)).toContain('needs the unbond key in the header X-Electricimp-Key')
    const wrong = await remove({ 'X-Electricimp-Key': 'wrong' }, one)
    expect(wrong.status).toBe(403)
    expect(detailOf(wrong)).toBe('The unbond key in the header X-Electricimp-Key is wrong.')
    const unknown = await remove(key, 'x', 'y', 'z')
    expect(unknown.status).toBe(400)
    expect(bucket(unknown.headers)).toEqual(['4', '2000', '1'])
    const refused = await remove(key, one, 'x')
    expect(refused.status).toBe(429)
    expect(bucket(refused.headers)).toEqual(['4', '2000', '1'])
    clock.advance(1000)
    const done = await remove(key, one)
    expect(done.status).toBe(204)
    expect(bucket(done.headers)).toEqual(['4', '1000', '2'])
    const gone = (await api('GET', `/devices/${one}`)).body.data
    expect(gone.relationships).not.toHaveProperty('devicegroup')
    // It must be blessed again before it goes back.
    expect((await api('POST', members(group), device(one))).status).toBe(400)
  })

  test('is not asked of other groups', async () => {
    const { cloud, api } = await startCloud()
    const group = await cloud.create.deviceGroup({ type: 'pre_production_devicegroup' })
    const one = await cloud.create.device({ devicegroup: group })
    const { status, headers } = await api('DELETE', members(group), device(one.id))
    expect(status).toBe(204)
    expect(headers.has('X-RateLimit-Unbond-Limit')).toBe(false)
  })
})

test('a device leaves the account when it is assigned no longer, and comes back by BlinkUp', async () => {
  const { cloud, api } = await startCloud()
  const group = await cloud.create.deviceGroup()
  const one = await cloud.create.device({ devicegroup: group })
  expect((await api('DELETE', `/devices/${one.id}`)).status).toBe(409)
  await api('DELETE', members(group), device(one.id))
  expect((await api('DELETE', `/devices/${one.id}`)).status).toBe(204)
  expect((await api('GET', `/devices/${one.id}`)).status).toBe(404)
  cloud.blinkUp({ id: one.id, mac_address: one.attributes.mac_address })
  expect((await api('GET', `/devices/${one.id}`)).status).toBe(200)
})

test('the bucket of requests empties, and is topped up every second', async () => {
  const clock = createManualClock()
  const { cloud, api } = await startCloud({ clock, rateLimit: { limit: 3, perSecond: 2 } })
  const call = async () => {
    const { status, headers } = await api('GET', '/accounts/me')
    return [status, ...['Limit', 'Remaining', 'Reset'].map((name) => Number(headers.get(`X-RateLimit-${name}`)))]
  }
  expect(await call()).toEqual([200, 3, 2, 1000])
  clock.advance(400)
  expect(await call()).toEqual([200, 3, 1, 600])
  expect(await call()).toEqual([200, 3, 0, 1600])
  expect(await call()).toEqual([429, 3, 0, 1600])
  clock.advance(600)
  expect(await call()).toEqual([200, 3, 1, 1000])
  clock.advance(60_000)
  expect(await call()).toEqual([200, 3, 2, 1000])
  // Another account has a bucket of its own.
  const other = await cloud.create.session({ account: cloud.create.account().email })
  const response = await cloud.fetch(`${cloud.baseUrl}/accounts/me`, {
    headers: { Authorization: `Bearer ${other.access_token}` },
  })
  expect(response.headers.get('X-RateLimit-Remaining')).toBe('2')
})
