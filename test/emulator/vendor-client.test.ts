import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createImpCloud } from 'impcentral/emulator'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { vendorFolder } from '../support/build.ts'
import { killAll, start } from './cli-process.ts'

// The vendor's client has no types; what it returns is looked at here and nowhere else.
// oxlint-disable-next-line typescript/no-explicit-any
type Loose = any

let ImpCentralApi: Loose
let state: string

beforeAll(async () => {
  ImpCentralApi = createRequire(join(vendorFolder, 'package.json'))('imp-central-api')
  state = await mkdtemp(join(tmpdir(), 'impcentral-vendor-'))
})

afterAll(async () => {
  killAll()
  await rm(state, { recursive: true })
})

const owner = { email: 'owner@example.com', password: 'of the owner', unbondKey: 'unbond' }
const careful = { email: 'careful@example.com', password: 'of two factors', otp: '492039' }

/** Every method of a class, with those that it inherits. */
function methodsOf(value: object): string[] {
  const names = new Set<string>()
  for (
    let prototype = Object.getPrototypeOf(value);
    prototype !== Object.prototype;
    prototype = Object.getPrototypeOf(prototype)
  ) {
    for (const [name, { value: member }] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
      if (typeof member === 'function' && name !== 'constructor' && !name.startsWith('_')) names.add(name)
    }
  }
  return [...names]
}

test("the vendor's client works with the command line's cloud, every method of every class", async () => {
  const prepared = createImpCloud({ accounts: [owner, careful], devices: 3 })
  const production = await prepared.create.deviceGroup({ type: 'production_devicegroup' })
  const blessed = await prepared.create.device({ devicegroup: production })
  await writeFile(join(state, 'cloud.json'), JSON.stringify(prepared.snapshot()))
  const emulator = start('emulator', '--json', '--state', join(state, 'cloud.json'))
  const { url } = JSON.parse((await emulator.printed(1))[0]!)

  const api = new ImpCentralApi(url)
  expect(api.apiEndpoint).toBe(url)
  const classes = ['accounts', 'auth', 'deployments', 'deviceGroups', 'devices', 'logStreams', 'products', 'webhooks']
  const missing = new Set<string>()
  const used = Object.fromEntries(
    classes.map((name) => {
      for (const method of methodsOf(api[name])) missing.add(`${name}.${method}`)
      const watched = new Proxy(api[name], {
        get(target, method) {
          missing.delete(`${name}.${String(method)}`)
          return Reflect.get(target, method, target)
        },
      })
      return [name, watched]
    }),
  )
  const { accounts, auth, deployments, deviceGroups, devices, logStreams, products, webhooks } = used as Record<
    string,
    Loose
  >
  const { DeviceGroups, Devices, Deployments, Products, Webhooks, LogStreams } = ImpCentralApi
  const failure = (promise: Promise<unknown>): Promise<Loose> =>
    promise.then(
      () => expect.unreachable('The call should have failed'),
      (error) => error,
    )
  const ids = (list: Loose) => list.data.map(({ id }: { id: string }) => id)

  // Auth
  const refused = await failure(auth.login(owner.email, 'wrong'))
  expect(refused).toMatchObject({ statusCode: 401, message: expect.stringContaining('Invalid Credentials: ') })
  const challenge = await failure(auth.login(careful.email, careful.password))
  const { login_token } = challenge.body.errors[0].meta
  expect(await auth.loginWithOTP(careful.otp, login_token)).toHaveProperty('refresh_token')
  const session = await auth.login(owner.email, owner.password)
  expect(await auth.refreshAccessToken(session.refresh_token)).toMatchObject({ expires_in: 3600 })

  // Accounts and login keys
  const me = (await accounts.get('me')).data
  expect(me.attributes.email).toBe(owner.email)
  expect((await accounts.get(me.id)).data).toEqual(me)
  expect(ids(await accounts.list())).toEqual([me.id])
  const key = (await accounts.createLoginKey(owner.password, { description: 'mine' })).data
  expect(ids(await accounts.listLoginKeys(1, 10))).toEqual([key.id])
  expect(
    (await accounts.updateLoginKey(key.id, owner.password, { description: 'yours' })).data.attributes.description,
  ).toBe('yours')
  expect(await auth.getAccessToken(key.id)).toHaveProperty('access_token')
  await auth.login(owner.email, owner.password)
  expect((await accounts.getLoginKey(key.id)).data.attributes.usages).toBe(1)
  expect((await failure(accounts.deleteLoginKey(key.id, 'wrong'))).statusCode).toBe(403)
  await accounts.deleteLoginKey(key.id, owner.password)
  const tokens = await auth.getRefreshTokens()
  await auth.deleteRefreshToken(tokens.data[0].id)
  expect(ids(await auth.getRefreshTokens())).toHaveLength(tokens.data.length - 1)

  // Products
  const product = (await products.create({ name: 'Fridge', description: 'Cold' }, me.id)).data
  expect((await failure(products.create({ name: 'Fridge' }))).body.errors[0].title).toBe('Duplicate Resource')
  expect((await products.update(product.id, { name: 'Freezer' })).data.attributes.name).toBe('Freezer')
  expect((await products.get(product.id)).data.attributes.description).toBe('Cold')
  expect(ids(await products.list({ [Products.FILTER_OWNER_ID]: me.id }, 1, 50))).toContain(product.id)

  // Device groups
  const group = (
    await deviceGroups.create(product.id, DeviceGroups.TYPE_DEVELOPMENT, { name: 'dev', env_vars: { a: 1 } })
  ).data
  const target = (await deviceGroups.create(product.id, DeviceGroups.TYPE_PRODUCTION, { name: 'prod', region: 'eu' }))
    .data
  const dut = (await deviceGroups.create(product.id, DeviceGroups.TYPE_DUT, { name: 'dut' })).data
  const to = ({ type, id }: { type: string; id: string }) => ({ type, id })
  const fixture = (
    await deviceGroups.create(product.id, DeviceGroups.TYPE_FACTORY_FIXTURE, { name: 'line' }, to(target), to(dut))
  ).data
  expect((await deviceGroups.get(fixture.id)).data.relationships).toMatchObject({
    production_target: to(target),
    dut_target: to(dut),
  })
  const updated = await deviceGroups.update(fixture.id, fixture.type, { description: 'line 1' }, to(target), to(dut))
  expect(updated.data.attributes.description).toBe('line 1')
  const groups = await deviceGroups.list({
    [DeviceGroups.FILTER_PRODUCT_ID]: product.id,
    [DeviceGroups.FILTER_TYPE]: DeviceGroups.TYPE_DUT,
  })
  expect(ids(groups)).toEqual([dut.id])
  const [one, two] = ids(await devices.list({ [Devices.FILTER_DEVICE_GROUP_OWNER_ID]: 'null' }))
  const { mac_address } = (await devices.get(two)).data.attributes
  await deviceGroups.addDevices(group.id, one, mac_address)
  expect(ids(await devices.list({ [Devices.FILTER_DEVICE_GROUP_ID]: group.id }, 1, 1))).toEqual([one])

  // Deployments
  const code = { device_code: 'server.log("up")', agent_code: 'server.log("agent up")' }
  const broken = await failure(deployments.create(group.id, group.type, { ...code, device_code: '(' }))
  expect(broken.body.errors[0]).toMatchObject({ code: 'CX005', meta: [{ file: 'device_code', row: 1 }] })
  const first = (await deployments.create(group.id, group.type, { ...code, flagged: true, tags: ['v1'] })).data
  const second = (await deployments.create(group.id, group.type, code)).data
  expect((await deployments.get(second.id)).data.attributes).toMatchObject(code)
  expect((await deployments.update(first.id, { flagged: false })).data.attributes.flagged).toBe(false)
  const found = await deployments.list(
    { [Deployments.FILTER_FLAGGED]: false, [Deployments.FILTER_TAGS]: ['v1'] },
    1,
    10,
  )
  expect(ids(found)).toEqual([first.id])
  await deviceGroups.updateMinSupportedDeployment(group.id, second.id)
  await deployments.delete(first.id)

  // Log streams
  const messages: string[] = []
  const states: string[] = []
  const stream = (
    await logStreams.create(
      (message: string) => messages.push(message),
      (change: string) => states.push(change),
      null,
      LogStreams.FORMAT_JSON,
    )
  ).data
  await expect.poll(() => states).toEqual(['{"state":"opened"}'])
  await logStreams.addDevice(stream.id, one)
  await deviceGroups.restartDevices(group.id)
  await expect.poll(() => messages.map((message) => JSON.parse(message).msg)).toContain('up')
  await logStreams.removeDevice(stream.id, one)
  await expect
    .poll(() => states.map((change) => JSON.parse(change).state))
    .toEqual(['opened', 'subscribed', 'unsubscribed'])
  await logStreams.close(stream.id)

  // Devices
  expect((await devices.update(one, { name: 'Bench' })).data.attributes.name).toBe('Bench')
  await devices.restart(one)
  await devices.conditionalRestart(one)
  await deviceGroups.conditionalRestartDevices(group.id)
  expect((await devices.getLogs(one, 1, 1)).data).toMatchObject([{ type: 'server.log', msg: 'up' }])
  await deviceGroups.removeDevices(group.id, null, one, two)
  await devices.delete(one)
  expect((await failure(devices.get(one))).statusCode).toBe(404)
  expect((await failure(deviceGroups.removeDevices(production.id, null, blessed.id))).statusCode).toBe(403)
  await deviceGroups.removeDevices(production.id, owner.unbondKey, blessed.id)

  // Webhooks
  const attributes = {
    url: 'http://127.0.0.1:9/',
    event: Webhooks.EVENT_DEPLOYMENT,
    content_type: Webhooks.CONTENT_TYPE_JSON,
  }
  const webhook = (await webhooks.create(group.id, group.type, attributes)).data
  const form = { content_type: Webhooks.CONTENT_TYPE_WWW_FORM }
  expect((await webhooks.update(webhook.id, form)).data.attributes).toMatchObject(form)
  expect((await webhooks.get(webhook.id)).data.attributes.url).toBe(attributes.url)
  expect(ids(await webhooks.list({ [Webhooks.FILTER_DEVICE_GROUP_ID]: group.id }))).toEqual([webhook.id])
  await webhooks.delete(webhook.id)

  // And out again, from the inside
  for (const { id } of [fixture, dut, target, group]) await deviceGroups.delete(id)
  await products.delete(product.id)
  expect((await failure(products.get(product.id))).statusCode).toBe(404)

  // What these two classes inherit and the API does not have.
  expect([...missing]).toEqual(['accounts.create', 'accounts.update', 'accounts.delete', 'devices.create'])
  expect(await emulator.stop()).toBe(0)
}, 60_000)

test("the vendor's client knows a device by an agent id that it kept", async () => {
  const emulator = start('emulator', '--json')
  const { url, accounts, devices: ids } = JSON.parse((await emulator.printed(1))[0]!)
  const api = new ImpCentralApi(url)
  const { auth, devices, deviceGroups, deployments, logStreams, products } = api
  const { DeviceGroups, LogStreams } = ImpCentralApi
  await auth.login(accounts[0].email, accounts[0].password)
  const [id] = ids as [string]
  const make = async () => {
    const product = (await products.create({ name: 'Fridge' })).data
    const group = (await deviceGroups.create(product.id, DeviceGroups.TYPE_DEVELOPMENT, { name: 'bench' })).data
    const code = { device_code: 'server.log("up")', agent_code: '' }
    await deployments.create(group.id, group.type, code)
    return { product, group }
  }
  const groupOf = async (name: string) => (await devices.get(name)).data.relationships.devicegroup?.id
  const agentOf = async (name: string) => (await devices.get(name)).data.attributes.agent_id

  const first = await make()
  await deviceGroups.addDevices(first.group.id, id)
  const kept: string = await agentOf(id)

  // Out, and in again, by its agent id.
  await deviceGroups.removeDevices(first.group.id, null, kept)
  expect(await agentOf(kept)).toBeNull()
  expect((await devices.getLogs(kept)).data[0]).toMatchObject({ type: 'server.log', msg: 'up' })
  await deviceGroups.addDevices(first.group.id, kept)
  expect(await groupOf(kept)).toBe(first.group.id)
  expect(await agentOf(kept)).toBe(kept)
  await deviceGroups.removeDevices(first.group.id, null, kept)

  // Everything anew, under the same names.
  await deviceGroups.delete(first.group.id)
  await products.delete(first.product.id)
  const second = await make()
  expect(second.group.id).not.toBe(first.group.id)
  expect((await devices.get(kept)).data.id).toBe(id)
  await devices.update(kept, { name: 'Bench' })
  await deviceGroups.addDevices(second.group.id, kept)
  expect(await groupOf(id)).toBe(second.group.id)
  expect(await agentOf(id)).toBe(kept)
  const messages: string[] = []
  const states: string[] = []
  const stream = (
    await logStreams.create(
      (message: string) => messages.push(message),
      (change: string) => states.push(change),
      null,
      LogStreams.FORMAT_TEXT,
    )
  ).data
  await expect.poll(() => states).toEqual(['opened'])
  await logStreams.addDevice(stream.id, kept)
  await devices.restart(kept)
  await expect
    .poll(() => messages.some((message) => message.startsWith(`${id} `) && message.endsWith(' up')))
    .toBe(true)
  await logStreams.removeDevice(stream.id, kept)
  await logStreams.close(stream.id)
  await deviceGroups.removeDevices(second.group.id, null, kept)
  await devices.delete(kept)
  expect(await emulator.stop()).toBe(0)
}, 60_000)
