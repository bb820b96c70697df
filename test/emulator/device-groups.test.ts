import type { DeviceGroupType } from '../../src/emulator/cloud/state.ts'
import { describe, expect, test } from 'vitest'
import { createApi, logIn, startCloud, type Api } from './support.ts'

const reference = ({ type, id }: { type: string; id: string }) => ({ type, id })

const create = (api: Api, type: string, attributes: object, relationships: object) =>
  api('POST', '/devicegroups', { data: { type, attributes, relationships } })

describe('names', () => {
  test('are unique among the products of an owner and the groups of a product', async () => {
    const { cloud, api } = await startCloud({
      accounts: [
        { email: 'a@x.test', password: 'a' },
        { email: 'b@x.test', password: 'b' },
      ],
    })
    const product = await cloud.create.product({ name: 'Fridge' })
    const taken = await api('POST', '/products', { data: { type: 'product', attributes: { name: 'Fridge' } } })
    expect(taken).toMatchObject({
      status: 409,
      body: { errors: [{ title: 'Duplicate Resource', source: { pointer: '/data/attributes/name' } }] },
    })
    await cloud.create.product({ name: 'Fridge', account: 'b@x.test' })

    await cloud.create.deviceGroup({ name: 'dev', product })
    await cloud.create.deviceGroup({ name: 'dev' })
    const group = await create(api, 'development_devicegroup', { name: 'dev' }, { product: reference(product) })
    expect(group.body.errors[0].title).toBe('Duplicate Resource')
    const same = await api('PATCH', `/products/${product.id}`, {
      data: { type: 'product', id: product.id, attributes: { name: 'Fridge' } },
    })
    expect(same.status).toBe(200)
  })

  test('have 1 to 80 characters, descriptions at most 255', async () => {
    const { api } = await startCloud()
    const make = async (attributes: object) => {
      const { status, body } = await api('POST', '/products', { data: { type: 'product', attributes } })
      return status === 201 ? 'created' : body.errors[0].source.pointer
    }
    expect(await make({ name: 'x'.repeat(80), description: 'y'.repeat(255) })).toBe('created')
    expect(await make({ name: 'x'.repeat(81) })).toBe('/data/attributes/name')
    expect(await make({ name: '' })).toBe('/data/attributes/name')
    expect(await make({})).toBe('/data/attributes/name')
    expect(await make({ name: 'ok', description: 'y'.repeat(256) })).toBe('/data/attributes/description')
    expect(await make({ name: 'ok', colour: 'red' })).toBe('/data/attributes/colour')
    expect(await make({ name: 'ok', 'a/b~c': 1 })).toBe('/data/attributes/a~1b~0c')
  })
})

describe('an update', () => {
  test('leaves out what stays as it is, and an empty text clears a description', async () => {
    const { cloud, api } = await startCloud()
    const { id } = await cloud.create.product({ name: 'Fridge', description: 'Cold' })
    const update = (attributes: object) =>
      api('PATCH', `/products/${id}`, { data: { type: 'product', id, attributes } })
    expect((await update({ name: 'Freezer' })).body.data.attributes).toMatchObject({
      name: 'Freezer',
      description: 'Cold',
    })
    expect((await update({ description: '' })).body.data.attributes).toMatchObject({
      name: 'Freezer',
      description: '',
    })
  })

  test('must be about the object in the path', async () => {
    const { cloud, api } = await startCloud()
    const [one, two] = [await cloud.create.deviceGroup(), await cloud.create.deviceGroup()]
    const update = (data: object) =>
      api('PATCH', `/devicegroups/${one.id}`, { data: { attributes: { name: 'new' }, ...data } })
    expect((await update({ type: one.type, id: two.id })).body.errors[0].source.pointer).toBe('/data/id')
    expect((await update({ type: 'production_devicegroup', id: one.id })).body.errors[0].source.pointer).toBe(
      '/data/type',
    )
    expect((await update({ type: one.type, id: one.id.toUpperCase() })).status).toBe(200)
  })
})

describe('fixture groups', () => {
  async function start() {
    const { cloud, api } = await startCloud()
    const product = await cloud.create.product()
    const group = (type: DeviceGroupType) => cloud.create.deviceGroup({ type, product })
    return {
      cloud,
      api,
      product,
      production: reference(await group('production_devicegroup')),
      rehearsal: reference(await group('pre_production_devicegroup')),
      dut: reference(await group('dut_devicegroup')),
      preDut: reference(await group('pre_dut_devicegroup')),
    }
  }

  test('aim at groups of their own stage and product', async () => {
    const { cloud, api, product, production, rehearsal, dut, preDut } = await start()
    const make = async (type: string, targets: object) => {
      const { status, body } = await create(
        api,
        type,
        { name: `${type} ${Object.keys(targets).length}` },
        { product: reference(product), ...targets },
      )
      return status === 201 ? 'created' : `${body.errors[0].code.slice(0, 2)} ${body.errors[0].source.pointer}`
    }
    const targets = '/data/relationships'
    expect(await make('factoryfixture_devicegroup', { production_target: production })).toBe(`VX ${targets}/dut_target`)
    expect(await make('factoryfixture_devicegroup', { production_target: rehearsal, dut_target: dut })).toBe(
      `VX ${targets}/production_target/type`,
    )
    expect(
      await make('factoryfixture_devicegroup', {
        production_target: production,
        dut_target: { ...preDut, type: dut.type },
      }),
    ).toBe(`VX ${targets}/dut_target/type`)
    const elsewhere = reference(await cloud.create.deviceGroup({ type: 'dut_devicegroup' }))
    expect(await make('factoryfixture_devicegroup', { production_target: production, dut_target: elsewhere })).toBe(
      `CX ${targets}/dut_target`,
    )
    expect(await make('development_devicegroup', { production_target: production })).toBe(
      `VX ${targets}/production_target`,
    )
    expect(await make('factoryfixture_devicegroup', { production_target: production, dut_target: dut })).toBe('created')
    expect(await make('pre_factoryfixture_devicegroup', { production_target: rehearsal, dut_target: preDut })).toBe(
      'created',
    )
  })

  test('can change their targets; a target cannot be deleted', async () => {
    const { cloud, api, product, production, dut } = await start()
    const fixture = await cloud.create.deviceGroup({
      type: 'factoryfixture_devicegroup',
      product,
      production_target: production,
      dut_target: dut,
    })
    const other = reference(await cloud.create.deviceGroup({ type: 'production_devicegroup', product }))
    expect((await api('DELETE', `/devicegroups/${production.id}`)).body.errors[0].code).toMatch(/^CX/)
    const update = { data: { ...reference(fixture), attributes: {}, relationships: { production_target: other } } }
    const changed = await api('PATCH', `/devicegroups/${fixture.id}`, update)
    expect(changed.body.data.relationships).toMatchObject({ production_target: other, dut_target: dut })
    expect((await api('DELETE', `/devicegroups/${production.id}`)).status).toBe(204)
    expect((await api('DELETE', `/devicegroups/${fixture.id}`)).status).toBe(204)
    expect((await api('DELETE', `/devicegroups/${dut.id}`)).status).toBe(204)
  })
})

describe('attributes', () => {
  test('region is for production groups, and load_code_after_blessing for theirs', async () => {
    const { cloud, api } = await startCloud()
    const product = reference(await cloud.create.product())
    expect((await create(api, 'development_devicegroup', { name: 'a', region: 'eu' }, { product })).status).toBe(400)
    const { body } = await create(api, 'production_devicegroup', { name: 'b', region: 'eu' }, { product })
    expect(body.data.attributes).toMatchObject({ region: 'eu', load_code_after_blessing: true })
    const update = await api('PATCH', `/devicegroups/${body.data.id}`, {
      data: { ...reference(body.data), attributes: { load_code_after_blessing: false } },
    })
    expect(update.body.data.attributes.load_code_after_blessing).toBe(false)
    const dev = reference(await cloud.create.deviceGroup())
    const refused = await api('PATCH', `/devicegroups/${dev.id}`, {
      data: { ...dev, attributes: { load_code_after_blessing: false } },
    })
    expect(refused.status).toBe(400)
  })

  test('environment variables have names of letters and digits, plain values, and 16000 bytes', async () => {
    const { cloud, api } = await startCloud()
    const group = reference(await cloud.create.deviceGroup({ env_vars: { old: 1 } }))
    const update = async (env_vars: object) => {
      const { status, body } = await api('PATCH', `/devicegroups/${group.id}`, {
        data: { ...group, attributes: { env_vars } },
      })
      return status === 200 ? body.data.attributes.env_vars : body.errors[0].source.pointer
    }
    const pointer = '/data/attributes/env_vars'
    expect(await update({ a1: 'x', B: 2.5 })).toEqual({ a1: 'x', B: 2.5 })
    expect(await update({ '1a': 'x' })).toBe(`${pointer}/1a`)
    expect(await update({ a_b: 'x' })).toBe(`${pointer}/a_b`)
    expect(await update({ ['a'.repeat(101)]: 'x' })).toContain(pointer)
    expect(await update({ a: true })).toBe(`${pointer}/a`)
    // {"a":"…"} and its quotes take eight bytes; an umlaut takes two.
    expect(await update({ a: 'ü'.repeat(7_996) })).toEqual({ a: 'ü'.repeat(7_996) })
    expect(await update({ a: 'ü'.repeat(7_997) })).toBe(pointer)
    expect(await update({})).toEqual({})
  })

  test('groups of the production family need production rights', async () => {
    const { cloud, api } = await startCloud({ accounts: [{ email: 'a@x.test', password: 'a', production: false }] })
    const product = reference(await cloud.create.product())
    const { status, body } = await create(api, 'dut_devicegroup', { name: 'dut' }, { product })
    expect({ status, title: body.errors[0].title }).toEqual({ status: 403, title: 'Invalid Permission' })
    expect((await create(api, 'development_devicegroup', { name: 'dev' }, { product })).status).toBe(201)
  })
})

test('deleting goes from the inside out, and a group takes its deployments and webhooks along', async () => {
  const { cloud, api } = await startCloud()
  const product = await cloud.create.product()
  const group = await cloud.create.deviceGroup({ product })
  const device = await cloud.create.device({ devicegroup: group })
  const deployment = await cloud.create.deployment({ devicegroup: group, flagged: true })
  const webhook = await cloud.create.webhook({ devicegroup: group })
  const remove = async (path: string) => {
    const { status, body } = await api('DELETE', path)
    return status === 204 ? 'deleted' : body.errors[0].title
  }
  expect(await remove(`/products/${product.id}`)).toBe('Dependent Devicegroups Exist')
  expect(await remove(`/devicegroups/${group.id}`)).toBe('Devices Assigned')
  await api('DELETE', `/devicegroups/${group.id}/relationships/devices`, { data: [{ type: 'device', id: device.id }] })
  expect(await remove(`/devicegroups/${group.id}`)).toBe('Flagged Deployments Exist')
  expect(await remove(`/deployments/${deployment.id}`)).toBe('Resource Flagged')
  await api('PATCH', `/deployments/${deployment.id}`, {
    data: { ...reference(deployment), attributes: { flagged: false } },
  })
  expect(await remove(`/devicegroups/${group.id}`)).toBe('deleted')
  expect((await api('GET', `/deployments/${deployment.id}`)).status).toBe(404)
  expect((await api('GET', `/webhooks/${webhook.id}`)).status).toBe(404)
  expect(await remove(`/products/${product.id}`)).toBe('deleted')
})

describe('lists', () => {
  test('are paged, with links that keep the filters', async () => {
    const { cloud, api } = await startCloud()
    const product = await cloud.create.product()
    for (let made = 0; made < 45; made++) await cloud.create.deviceGroup({ product })
    await cloud.create.deviceGroup()
    const pages: number[] = []
    const seen = new Set<string>()
    let next: string | undefined = `/devicegroups?filter[product.id]=${product.id}`
    while (next) {
      const { body } = await api('GET', next)
      pages.push(body.data.length)
      for (const { id } of body.data) seen.add(id)
      expect(new URL(body.links.first).searchParams.get('page[number]')).toBe('1')
      expect(new URL(body.links.self).searchParams.get('page[number]')).toBe(String(pages.length))
      next = body.links.next
    }
    expect({ pages, seen: seen.size }).toEqual({ pages: [20, 20, 5], seen: 45 })
    const exact = await api('GET', `/devicegroups?filter[product.id]=${product.id}&page[size]=15&page[number]=3`)
    expect(exact.body.data).toHaveLength(15)
    expect(exact.body.links).not.toHaveProperty('next')
    const beyond = await api('GET', '/devicegroups?page[number]=99')
    expect(beyond.body).toMatchObject({ data: [] })
    expect(beyond.body.links).not.toHaveProperty('next')
  })

  test.each([
    ['page[size]=0', 'page[size]'],
    ['page[size]=101', 'page[size]'],
    ['page[number]=0', 'page[number]'],
    ['page[number]=1.5', 'page[number]'],
    ['page[number]=x', 'page[number]'],
    ['page[size]=10&page[size]=20', 'page[size]'],
    ['filter[colour]=red', 'filter[colour]'],
    ['filter[type]=toaster', 'filter[type]'],
    ['sort=name', 'sort'],
  ])('refuse %s', async (query, parameter) => {
    const { api } = await startCloud()
    const { status, body } = await api('GET', `/devicegroups?${query}`)
    expect(status).toBe(400)
    expect(body.errors[0]).toMatchObject({ status: '400', source: { parameter } })
    expect(body.errors[0].code).toMatch(/^VX/)
  })

  test('filters combine, and ids match in either case', async () => {
    const { cloud, api } = await startCloud()
    const product = await cloud.create.product()
    const dev = await cloud.create.deviceGroup({ product })
    await cloud.create.deviceGroup({ product, type: 'dut_devicegroup' })
    await cloud.create.deviceGroup()
    const found = async (query: string) =>
      (await api('GET', `/devicegroups?${query}`)).body.data.map(({ id }: { id: string }) => id)
    const owner = cloud.accounts[0]!.id
    expect(await found(`filter[product.id]=${product.id.toUpperCase()}&filter[type]=development_devicegroup`)).toEqual([
      dev.id,
    ])
    expect(await found(`filter[owner.id]=${owner}`)).toHaveLength(3)
    expect(await found('filter[owner.id]=00000000-0000-0000-0000-000000000000')).toEqual([])
    expect(await found(`filter%5Bproduct.id%5D=${product.id}`)).toHaveLength(2)
  })
})

describe('requests that are unusual', () => {
  test('are taken where the how-to or a client is known to send them', async () => {
    const { cloud, api } = await startCloud()
    const headers = { 'Content-Type': 'application/json', 'X-Electricimp-Password': cloud.accounts[0]!.password }
    const key = await api('POST', '/accounts/me/login_keys', { data: { type: 'login_key' } }, headers)
    expect(key.status).toBe(201)
    const product = { data: { type: 'product', attributes: { name: 'Fridge' } } }
    expect((await api('POST', '/products', product, headers)).status).toBe(415)
    expect((await api('POST', '/logstream?format=json')).status).toBe(201)
    expect((await api('POST', '/logstream?formt=json')).status).toBe(400)
  })

  test('are refused where a group is named by a type that it has not', async () => {
    const { cloud, api } = await startCloud()
    const { id } = await cloud.create.deviceGroup()
    const devicegroup = { type: 'production_devicegroup', id }
    const attributes = { url: 'http://127.0.0.1/', event: 'deployment', content_type: 'application/json' }
    for (const [path, data] of [
      ['/webhooks', { type: 'webhook', attributes, relationships: { devicegroup } }],
      [
        '/deployments',
        { type: 'deployment', attributes: { device_code: '', agent_code: '' }, relationships: { devicegroup } },
      ],
    ] as const) {
      const { status, body } = await api('POST', path, { data })
      expect([path, status]).toEqual([path, 404])
      expect(body.errors[0].source.pointer).toBe('/data/relationships/devicegroup/type')
    }
  })

  test('are made by a factory that is given no description', async () => {
    const { cloud } = await startCloud()
    const product = await cloud.create.product({ description: null })
    const group = await cloud.create.deviceGroup({ product, description: null })
    const deployment = await cloud.create.deployment({ devicegroup: group, description: null })
    for (const { attributes } of [product, group, deployment]) expect(attributes.description).toBeNull()
  })
})

describe('requests that are wrong in form', () => {
  test('are answered as the API answers', async () => {
    const { cloud, api } = await startCloud()
    const wrong = async (...call: Parameters<Api>) => {
      const { status, body } = await api(...call)
      return { status, code: body.errors[0].code, pointer: body.errors[0].source?.pointer }
    }
    const vnd = { 'Content-Type': 'application/vnd.api+json' }
    expect(await wrong('POST', '/products', '{"data":')).toMatchObject({ status: 400, code: 'VX001' })
    expect(await wrong('POST', '/products', undefined, vnd)).toMatchObject({ status: 400, code: 'VX002', pointer: '' })
    expect(await wrong('POST', '/products', 'null')).toMatchObject({ status: 400, pointer: '' })
    expect(await wrong('POST', '/products', { data: { type: 'device', attributes: { name: 'x' } } })).toMatchObject({
      pointer: '/data/type',
    })
    expect(await wrong('POST', '/products', {}, { 'Content-Type': 'application/json' })).toMatchObject({
      status: 415,
      code: 'XX415',
    })
    expect(await wrong('POST', '/devicegroups', { data: [null] })).toMatchObject({ status: 400, pointer: '/data' })
    expect(await wrong('POST', '/devicegroups', { data: { type: 'toaster' } })).toMatchObject({
      status: 400,
      pointer: '/data/type',
    })
    expect(await wrong('GET', '/nothing')).toMatchObject({ status: 404, code: 'NF002' })
    expect(await wrong('GET', '/products/')).toMatchObject({ status: 404 })
    expect(await wrong('GET', '/products/%E0%A4%A')).toMatchObject({ status: 404 })
    const put = await api('PUT', '/products')
    expect({ status: put.status, allow: put.headers.get('Allow') }).toEqual({ status: 405, allow: 'GET, POST' })
    const outside = await cloud.fetch('https://impcloud.test/v4/products')
    expect(outside.status).toBe(404)
  })

  test('of a login are told what is missing', async () => {
    const { cloud } = await startCloud()
    const nobody = createApi(cloud.baseUrl, cloud.fetch)
    const pointer = async (body: object) => (await nobody('POST', '/auth', body)).body.errors[0].source.pointer
    expect(await pointer({ id: 'x' })).toBe('/password')
    expect(await pointer({ id: 'x', password: 5 })).toBe('/password')
    expect(await pointer({ login_token: 5 })).toBe('/login_token')
    expect(await pointer({ login_token: 'x', otp: '1' })).toBe('/otp')
    expect(await (await logIn(cloud))('GET', '/accounts/me')).toMatchObject({ status: 200 })
  })
})
