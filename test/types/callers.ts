/**
 * Compiled, never run: what programs of callers do beyond a single call, each with a line that is accepted and one that is refused. With and without
 * `exactOptionalPropertyTypes`.
 */
import {
  createImpCentral,
  type Deployment,
  type Device,
  type DeviceGroup,
  type DeviceGroupType,
  type ImpCentral,
  isDuplicate,
  isNotFoundError,
  type List,
  type LoginKey,
  type Page,
  type Product,
  type Webhook,
} from 'impcentral'
import { createImpCloud, type OperationId } from 'impcentral/emulator'

declare const imp: ImpCentral
declare const product: Product
declare const group: DeviceGroup
declare const deployment: Deployment
declare const device: Device
declare const webhook: Webhook
declare const loginKey: LoginKey
declare const type: DeviceGroupType
const id = '0d6f2b7c-91a4-3e58-c7d0-5b8e14f2a936'
const password = 'sup3rs3cr3t'

/** What goes in as a type comes out as it. */
export async function narrowing(): Promise<void> {
  const shop = await imp.deviceGroups.create({
    type: 'production_devicegroup',
    attributes: { name: 'Shop' },
    relationships: { product },
  })
  const shopType: 'production_devicegroup' = shop.type
  const loads: boolean | undefined = shop.attributes.load_code_after_blessing
  const dut = await imp.deviceGroups.create({
    type: 'dut_devicegroup',
    attributes: { name: 'DUT' },
    relationships: { product },
  })
  // @ts-expect-error only production groups have it
  void dut.attributes.load_code_after_blessing
  const fixture = await imp.deviceGroups.create({
    type: 'factoryfixture_devicegroup',
    attributes: { name: 'Line 1' },
    // What was created narrow fits where a target is wanted.
    relationships: { product, production_target: shop, dut_target: dut },
  })
  const target: 'production_devicegroup' = fixture.relationships.production_target.type
  await imp.deviceGroups.create({
    type: 'factoryfixture_devicegroup',
    attributes: { name: 'Line 1' },
    // @ts-expect-error a target of another type
    relationships: { product, production_target: dut, dut_target: dut },
  })
  const duts = await imp.deviceGroups.list({ filter: { type: 'dut_devicegroup' } }).toArray()
  const dutType: 'dut_devicegroup' | undefined = duts[0]?.type
  const fixtures = await imp.deviceGroups.list({ filter: { type: 'factoryfixture_devicegroup' } }).first()
  const dutTarget: string | undefined = fixtures?.relationships.dut_target.id
  const all: List<DeviceGroup> = imp.deviceGroups.list({ filter: { 'product.id': id } })
  const some: List<DeviceGroup> = imp.deviceGroups.list({ filter: { type } })
  const every: DeviceGroup[] = await imp.deviceGroups.list().toArray()
  // @ts-expect-error a list of all types
  const wrong: List<typeof dut> = imp.deviceGroups.list()
  const updated = await imp.deviceGroups.update(id, { type: 'production_devicegroup', attributes: { name: 'x' } })
  const still: boolean | undefined = updated.attributes.load_code_after_blessing
  // @ts-expect-error another type than was given
  const other: 'dut_devicegroup' = updated.type
  void [shopType, loads, target, dutType, dutTarget, all, some, every, wrong, still, other]

  const cloud = createImpCloud({})
  const made = await cloud.create.deviceGroup({ type: 'production_devicegroup' })
  const madeType: 'production_devicegroup' = made.type
  const operation: OperationId = 'listDevices'
  // @ts-expect-error no such operation
  const unknown: OperationId = 'listThings'
  // @ts-expect-error no such type
  const typo: DeviceGroupType = 'devicegroup'
  void [madeType, operation, unknown, typo]
}

/** A resource can go back where it came from. */
export async function thereAndBack(): Promise<void> {
  await imp.products.update(product.id, product)
  await imp.products.update(product.id, { ...product, attributes: { ...product.attributes, name: 'x' } })
  // @ts-expect-error a misspelt attribute (behind a spread the compiler sees none, and the SDK refuses it when it runs)
  await imp.products.update(product.id, { ...product, attributes: { nmae: 'x' } })
  // @ts-expect-error a resource of another type
  await imp.products.update(product.id, webhook)
  await imp.deviceGroups.update(group.id, group)
  await imp.deviceGroups.update(group.id, { ...group, attributes: { ...group.attributes, name: 'x' } })
  // @ts-expect-error the type tells the rest
  await imp.deviceGroups.update(group.id, { attributes: group.attributes })
  await imp.devices.update(device.id, { ...device, attributes: { ...device.attributes, name: 'x' } })
  // @ts-expect-error one that the service alone writes
  await imp.devices.update(device.id, { attributes: { name: 'x', device_online: true } })
  await imp.deployments.update(deployment.id, deployment)
  // @ts-expect-error never null
  await imp.deployments.update(deployment.id, { ...deployment, attributes: { flagged: null } })
  await imp.webhooks.update(webhook.id, { ...webhook, attributes: { ...webhook.attributes, url: 'https://a.test' } })
  // @ts-expect-error a URL
  await imp.webhooks.update(webhook.id, { ...webhook, attributes: { ...webhook.attributes, url: 5 } })
  await imp.loginKeys.update(loginKey.id, loginKey, { password })
  // @ts-expect-error never a number
  await imp.loginKeys.update(loginKey.id, { ...loginKey, attributes: { description: 5 } }, { password })

  // Promote a deployment to another group.
  await imp.deployments.create({ ...deployment, relationships: { devicegroup: group } })
  await imp.deployments.create({ attributes: deployment.attributes, relationships: { devicegroup: group } })
  // @ts-expect-error a product is no device group
  await imp.deployments.create({ ...deployment, relationships: { devicegroup: product } })
  await imp.products.create({ ...product, attributes: { ...product.attributes, name: 'Copy' } })
  await imp.deviceGroups.create(group)
  await imp.webhooks.create({ ...webhook, relationships: { devicegroup: group } })
  // @ts-expect-error no such event
  await imp.webhooks.create({ ...webhook, attributes: { ...webhook.attributes, event: 'reboot' } })
}

/** `undefined` and what is read-only. */
export async function given(maybe: string | undefined, signal: AbortSignal | undefined): Promise<void> {
  const fixed = ['a', 'b'] as const
  await imp.products.create({ attributes: { name: 'x', description: maybe }, relationships: undefined })
  await imp.products.create({ attributes: { name: 'x' }, relationships: { owner: undefined } })
  // @ts-expect-error what is needed is no undefined
  await imp.products.create({ attributes: { name: maybe } })
  await imp.deviceGroups.update(id, { type: 'dut_devicegroup', attributes: { name: maybe, env_vars: undefined } })
  await imp.deployments.create({
    attributes: { device_code: '', agent_code: '', tags: fixed, flagged: undefined, origin: maybe },
    relationships: { devicegroup: group },
  })
  await imp.deployments.update(id, { attributes: { tags: fixed } })
  await imp.deployments.list({ filter: { tags: fixed }, page: undefined, signal, prefetch: undefined })
  // @ts-expect-error an array where a single value belongs
  await imp.deployments.list({ filter: { sha: fixed } })
  // @ts-expect-error an object where a single value belongs
  await imp.devices.list({ filter: { 'devicegroup.id': group } })
  // @ts-expect-error a filter that is null would list everything
  await imp.devices.list({ filter: { 'owner.id': null } })
  await imp.deviceGroups.addDevices(id, fixed)
  await imp.deviceGroups.removeDevices(id, Object.freeze([device, device.id]), { unbondKey: maybe })
  // @ts-expect-error numbers
  await imp.deviceGroups.addDevices(id, [1, 2] as const)
  createImpCentral({ auth: { accessToken: 'x' }, signal, timeout: undefined, baseUrl: maybe, upstreamUrl: maybe })
  await imp.client.GET('/devices', { params: { query: { 'page[size]': undefined } } })
  await imp.client.GET('/deployments', { params: { query: { 'filter[tags]': fixed } } })
  await imp.client.POST('/products', {
    body: { data: { type: 'product', attributes: { name: 'x', description: maybe } } },
  })
}

/** A list is a promise of its first page, and more. */
export async function lists(): Promise<void> {
  const promise: Promise<Page<Device>> = imp.devices.list()
  const [page] = await Promise.all([imp.devices.list(), promise])
  const rescued = await imp.devices
    .list()
    .catch(() => undefined)
    .finally(() => {})
  const first: Device | undefined = await imp.devices.list().first(({ attributes }) => attributes.device_online)
  const code: string | null | undefined = (await imp.deployments.list().first())?.attributes.agent_code
  // @ts-expect-error no such attribute
  await imp.devices.list().first((each) => each.attributes.online)
  void [page.data, rescued?.data, first, code]
}

/** A client with other defaults. */
export async function defaults(signal: AbortSignal): Promise<void> {
  const quick: ImpCentral = imp.withOptions({
    signal,
    timeout: 5000,
    deadline: 9000,
    headers: { a: 'b' },
    retry: false,
  })
  await quick.withOptions({ retry: { attempts: 2 } }).devices.get(id)
  // @ts-expect-error the session is the same
  imp.withOptions({ auth: { accessToken: 'x' } })
  const { client } = quick
  const { data } = await client.GET('/devicegroups/{devicegroup_id}', { params: { path: { devicegroup_id: id } } })
  if (data?.data.type === 'dut_devicegroup') {
    // @ts-expect-error the wire narrows as well
    void data.data.attributes.load_code_after_blessing
  }
}

/** Errors that name the thing. */
export function errors(error: unknown): string {
  if (isDuplicate(error)) return error.errors[0]?.title ?? error.name
  // @ts-expect-error nothing is known about it
  void error.title
  return isNotFoundError(error) ? (error.id ?? '') : ''
}

/** Small ones. */
export async function small(): Promise<void> {
  await imp.loginKeys.create({ password })
  // @ts-expect-error the password is a string
  await imp.loginKeys.create({ password: undefined })
  await imp.deviceGroups.update(id, {
    type: 'factoryfixture_devicegroup',
    relationships: { dut_target: { type: 'dut_devicegroup', id } },
  })
  await imp.deviceGroups.update(id, {
    type: 'factoryfixture_devicegroup',
    // @ts-expect-error a target of another stage
    relationships: { dut_target: { type: 'pre_dut_devicegroup', id } },
  })
}
