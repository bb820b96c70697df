/**
 * Compiled, never run: for every method and every filter a line that is accepted and one that is refused. A refused
 * line that compiled would make its `@ts-expect-error` an error.
 */
import {
  ConstraintError,
  createImpCentral,
  type DeviceGroup,
  type ImpCentral,
  ImpCentralError,
  isApiError,
  isArgumentError,
  isAuthenticationError,
  isConnectionError,
  isImpCentralError,
  isNotFoundError,
  isTimeoutError,
  type List,
  type Page,
  type Product,
} from 'impcentral'

declare const imp: ImpCentral
declare const group: DeviceGroup
declare const product: Product
const device = '5000d8c46a56cfca'
const id = '0d6f2b7c-91a4-3e58-c7d0-5b8e14f2a936'
const password = 'sup3rs3cr3t'

export function whatWentWrong(error: unknown): string {
  if (isImpCentralError(error) && !isApiError(error)) {
    if (isArgumentError(error)) return error.message
    if (isConnectionError(error)) return error.url
    return isTimeoutError(error) ? error.kind : error.name
  }
  if (!isApiError(error)) throw error
  // What is behind a guard is not lost for the lines below it.
  if (isNotFoundError(error)) return 'gone'
  if (error instanceof ConstraintError) return error.diagnostics.map(({ text }) => text).join()
  return isAuthenticationError(error) ? 'sign in' : `${error.status}`
}

export class Impatient extends ImpCentralError {
  constructor() {
    super('Too slow')
    this.name = 'Impatient'
  }
}

export function waysToSignIn(): void {
  createImpCentral({ auth: { id: 'me', password, refreshToken: 'r' } })
  createImpCentral({ auth: { loginKey: 'k', otp: () => '123456' } })
  // @ts-expect-error two ways at once
  createImpCentral({ auth: { id: 'me', password, loginKey: 'k' } })
  // @ts-expect-error a password belongs to an id
  createImpCentral({ auth: { loginKey: 'k', password } })
}

export async function accounts(): Promise<void> {
  await imp.accounts.list({ page: { size: 10 } })
  // @ts-expect-error accounts have no filters
  await imp.accounts.list({ filter: { 'owner.id': id } })
  const account = await imp.accounts.get('me')
  const name: string = account.attributes.username ?? account.id
  // @ts-expect-error the id is positional
  await imp.accounts.get({ id: name })
}

export async function loginKeys(): Promise<void> {
  await imp.loginKeys.list()
  // @ts-expect-error a misspelt option
  await imp.loginKeys.list({ pages: { size: 1 } })
  await imp.loginKeys.get('df5f875b37f970e4')
  // @ts-expect-error the key is missing
  await imp.loginKeys.get()
  await imp.loginKeys.create({ attributes: { description: 'CI' } }, { password })
  await imp.loginKeys.create(undefined, { password })
  await imp.loginKeys.create({ password })
  // @ts-expect-error the password is missing
  await imp.loginKeys.create({ attributes: { description: 'CI' } })
  await imp.loginKeys.update('df5f875b37f970e4', { attributes: { description: 'CI' } }, { password })
  // @ts-expect-error usages is the service's
  await imp.loginKeys.update('df5f875b37f970e4', { attributes: { usages: 0 } }, { password })
  await imp.loginKeys.delete('df5f875b37f970e4', { password })
  // @ts-expect-error the password is missing
  await imp.loginKeys.delete('df5f875b37f970e4', {})
}

export async function refreshTokens(): Promise<void> {
  await imp.refreshTokens.list()
  // @ts-expect-error refresh tokens have no filters
  await imp.refreshTokens.list({ filter: { id } })
  await imp.refreshTokens.delete(id)
  // @ts-expect-error the id is a string
  await imp.refreshTokens.delete(5)
}

export async function products(): Promise<void> {
  await imp.products.list({ filter: { 'owner.id': id } })
  // @ts-expect-error a misspelt filter
  await imp.products.list({ filter: { 'owner.ids': id } })
  const created: Product = await imp.products.create({ attributes: { name: 'Fridge' } })
  await imp.products.create({ attributes: { name: 'Fridge' }, relationships: { owner: { type: 'account', id } } })
  // @ts-expect-error the name is required
  await imp.products.create({ attributes: { description: 'cold' } })
  // @ts-expect-error a misspelt attribute
  await imp.products.create({ attributes: { name: 'Fridge', descripton: 'cold' } })
  // @ts-expect-error created_at is the service's
  await imp.products.create({ attributes: { name: 'Fridge', created_at: '2024-05-01T09:00:00.000Z' } })
  const { attributes } = await imp.products.get(created.id)
  // @ts-expect-error a misspelt attribute
  void attributes.nmae
  // @ts-expect-error a misspelt option
  await imp.products.get(id, { signals: AbortSignal.timeout(1) })
  await imp.products.update(id, { attributes: { description: 'cold' } })
  // @ts-expect-error the type is constant and never another one
  await imp.products.update(id, { type: 'device', attributes: {} })
  await imp.products.delete(id, { timeout: 1000, deadline: 2000, headers: { 'x-trace': '1' } })
  // @ts-expect-error a timeout is a number of milliseconds
  await imp.products.delete(id, { timeout: '1s' })
}

export async function deviceGroups(): Promise<void> {
  await imp.deviceGroups.list({ filter: { 'owner.id': id, 'product.id': id, type: 'dut_devicegroup' } })
  // @ts-expect-error owner.id is a string
  await imp.deviceGroups.list({ filter: { 'owner.id': 5 } })
  // @ts-expect-error product.id is a string
  await imp.deviceGroups.list({ filter: { 'product.id': product } })
  // @ts-expect-error no such type of device group
  await imp.deviceGroups.list({ filter: { type: 'devicegroup' } })
  await imp.deviceGroups.get(id)
  // @ts-expect-error the id is missing
  await imp.deviceGroups.get()

  await imp.deviceGroups.create({
    type: 'development_devicegroup',
    attributes: { name: 'Bench', env_vars: { region: 'eu', level: 3 } },
    relationships: { product },
  })
  await imp.deviceGroups.create({
    type: 'production_devicegroup',
    attributes: { name: 'Shipped', region: 'eu' },
    relationships: { product: { type: 'product', id } },
  })
  await imp.deviceGroups.create({
    type: 'factoryfixture_devicegroup',
    attributes: { name: 'Line 1' },
    relationships: {
      product,
      production_target: { type: 'production_devicegroup', id },
      dut_target: { type: 'dut_devicegroup', id },
    },
  })
  await imp.deviceGroups.create({
    type: 'development_devicegroup',
    // @ts-expect-error only production and pre-production groups have a region
    attributes: { name: 'Bench', region: 'eu' },
    relationships: { product },
  })
  await imp.deviceGroups.create({
    type: 'factoryfixture_devicegroup',
    attributes: { name: 'Line 1' },
    // @ts-expect-error a fixture needs both targets
    relationships: { product },
  })
  await imp.deviceGroups.create({
    type: 'pre_factoryfixture_devicegroup',
    attributes: { name: 'Line 1' },
    relationships: {
      product,
      // @ts-expect-error the targets are of the same stage
      production_target: { type: 'production_devicegroup', id },
      dut_target: { type: 'pre_dut_devicegroup', id },
    },
  })
  // @ts-expect-error the type is needed, for there are seven
  await imp.deviceGroups.create({ attributes: { name: 'Bench' }, relationships: { product } })

  await imp.deviceGroups.update(id, { type: 'production_devicegroup', attributes: { load_code_after_blessing: false } })
  // @ts-expect-error only production groups have it
  await imp.deviceGroups.update(id, { type: 'dut_devicegroup', attributes: { load_code_after_blessing: false } })
  await imp.deviceGroups.delete(id)
  // @ts-expect-error the id is positional
  await imp.deviceGroups.delete(group)
  await imp.deviceGroups.addDevices(group.id, [device, '0c:2a:69:05:0d:62', { type: 'device', id: device }])
  // @ts-expect-error an array
  await imp.deviceGroups.addDevices(group.id, device)
  await imp.deviceGroups.removeDevices(group.id, [device], { unbondKey: 'key' })
  // @ts-expect-error a misspelt option
  await imp.deviceGroups.removeDevices(group.id, [device], { unbondkey: 'key' })
  await imp.deviceGroups.restart(id)
  // @ts-expect-error restart has no body
  await imp.deviceGroups.restart(id, { attributes: {} })
  await imp.deviceGroups.conditionalRestart(id)
  // @ts-expect-error the id is missing
  await imp.deviceGroups.conditionalRestart()
  await imp.deviceGroups.setMinSupportedDeployment(id, id)
  await imp.deviceGroups.setMinSupportedDeployment(id, { type: 'deployment', id })
  // @ts-expect-error a deployment
  await imp.deviceGroups.setMinSupportedDeployment(id, product)
}

/** A device group narrows by its type. */
export function narrows(): string {
  if (group.type === 'factoryfixture_devicegroup') {
    const target: 'production_devicegroup' = group.relationships.production_target.type
    return target
  }
  // @ts-expect-error only fixtures have targets
  void group.relationships.production_target
  if (group.type === 'production_devicegroup') return String(group.attributes.load_code_after_blessing)
  return group.attributes.name
}

export async function devices(): Promise<void> {
  const fleet = await imp.devices.list().toArray()
  const fleetPage = await imp.devices.list()
  void [fleet, fleetPage]
  await imp.devices.list({
    filter: {
      'owner.id': id,
      'product.id': id,
      'devicegroup.id': id,
      'devicegroup.owner.id': 'null',
      'devicegroup.type': 'development_devicegroup',
      'account.id': id,
    },
  })
  // @ts-expect-error owner.id is a string
  await imp.devices.list({ filter: { 'owner.id': true } })
  // @ts-expect-error product.id is a string
  await imp.devices.list({ filter: { 'product.id': 1 } })
  // @ts-expect-error devicegroup.id is a string
  await imp.devices.list({ filter: { 'devicegroup.id': group } })
  // @ts-expect-error the word null, not null
  await imp.devices.list({ filter: { 'devicegroup.owner.id': null } })
  // @ts-expect-error no such type of device group
  await imp.devices.list({ filter: { 'devicegroup.type': 'development' } })
  // @ts-expect-error account.id is a string
  await imp.devices.list({ filter: { 'account.id': 1 } })
  await imp.devices.get('0c:2a:69:05:0d:62')
  // @ts-expect-error the id is missing
  await imp.devices.get()
  await imp.devices.update(device, { attributes: { name: null } })
  // @ts-expect-error only the name can be changed
  await imp.devices.update(device, { attributes: { device_online: true } })
  await imp.devices.delete(device)
  // @ts-expect-error one device at a time
  await imp.devices.delete([device])
  await imp.devices.restart(device)
  // @ts-expect-error the id is a string
  await imp.devices.restart(1)
  await imp.devices.conditionalRestart(device)
  // @ts-expect-error the id is a string
  await imp.devices.conditionalRestart(null)
  for await (const entry of imp.devices.logs(device)) void entry.ts.length
  // @ts-expect-error logs have no filters
  void imp.devices.logs(device, { filter: { type: 'status' } })
}

export async function deployments(): Promise<void> {
  await imp.deployments.list({
    filter: {
      'owner.id': id,
      'creator.id': id,
      'product.id': id,
      'devicegroup.id': id,
      sha: 'abc',
      flagged: true,
      'flagger.id': id,
      tags: ['a', 'b'],
    },
  })
  await imp.deployments.list({ filter: { flagged: 'any' } })
  // @ts-expect-error owner.id is a string
  await imp.deployments.list({ filter: { 'owner.id': 1 } })
  // @ts-expect-error creator.id is a string
  await imp.deployments.list({ filter: { 'creator.id': 1 } })
  // @ts-expect-error product.id is a string
  await imp.deployments.list({ filter: { 'product.id': 1 } })
  // @ts-expect-error devicegroup.id is a string
  await imp.deployments.list({ filter: { 'devicegroup.id': 1 } })
  // @ts-expect-error sha is a string
  await imp.deployments.list({ filter: { sha: 1 } })
  // @ts-expect-error true, false or any
  await imp.deployments.list({ filter: { flagged: 'yes' } })
  // @ts-expect-error flagger.id is a string
  await imp.deployments.list({ filter: { 'flagger.id': 1 } })
  // @ts-expect-error an array of tags
  await imp.deployments.list({ filter: { tags: 'a,b' } })
  await imp.deployments.create({
    attributes: { device_code: '', agent_code: '', tags: ['v1.0'], flagged: true },
    relationships: { devicegroup: group },
  })
  // @ts-expect-error both codes are needed
  await imp.deployments.create({ attributes: { device_code: '' }, relationships: { devicegroup: group } })
  await imp.deployments.create({
    attributes: { device_code: '', agent_code: '' },
    // @ts-expect-error a device group, not a product
    relationships: { devicegroup: product },
  })
  await imp.deployments.get(id)
  // @ts-expect-error the id is missing
  await imp.deployments.get()
  await imp.deployments.update(id, { attributes: { flagged: false } })
  // @ts-expect-error the code cannot be changed
  await imp.deployments.update(id, { attributes: { device_code: '' } })
  await imp.deployments.delete(id)
  // @ts-expect-error no body
  await imp.deployments.delete(id, { type: 'deployment' })
}

export async function webhooks(): Promise<void> {
  await imp.webhooks.list({ filter: { 'devicegroup.id': id } })
  // @ts-expect-error devicegroup.id is a string
  await imp.webhooks.list({ filter: { 'devicegroup.id': 1 } })
  await imp.webhooks.create({
    attributes: { url: 'https://example.com/hook', event: 'blinkup', content_type: 'application/json' },
    relationships: { devicegroup: group },
  })
  await imp.webhooks.create({
    // @ts-expect-error no such event
    attributes: { url: 'https://example.com/hook', event: 'reboot', content_type: 'application/json' },
    relationships: { devicegroup: group },
  })
  await imp.webhooks.get(id)
  // @ts-expect-error the id is missing
  await imp.webhooks.get()
  await imp.webhooks.update(id, { attributes: { url: 'https://example.com/other' } })
  // @ts-expect-error the event cannot be changed
  await imp.webhooks.update(id, { attributes: { event: 'blinkup' } })
  await imp.webhooks.delete(id)
  // @ts-expect-error the id is a string
  await imp.webhooks.delete({ id })
}

export async function logStreams(): Promise<void> {
  await using stream = await imp.logStreams.open({ devices: [device], format: 'json' })
  // @ts-expect-error text or json
  await imp.logStreams.open({ devices: [device], format: 'xml' })
  for await (const event of stream) {
    if (event.type === 'message') void event.text.length
    if (event.type === 'gap') void event.filled
    // @ts-expect-error not every event has a text
    void event.text
  }
  await stream.add(device)
  // @ts-expect-error an id
  await stream.add(1)
  await stream.remove(device)
  await stream.close()
}

export async function auth(): Promise<void> {
  await imp.auth.login()
  await imp.auth.logout({ revoke: true })
  // @ts-expect-error a misspelt option
  await imp.auth.logout({ revok: true })
  const token: string = await imp.auth.token()
  void token
}

export async function lists(): Promise<void> {
  const list: List<Product> = imp.products.list({
    prefetch: 2,
    from: 'https://api.electricimp.com/v5/products?page[number]=2',
  })
  const page: Page<Product> = await list
  for await (const item of list) void item.attributes.name
  for await (const { data, links } of list.pages()) void [data.length, links.next]
  const all: Product[] = await list.toArray({ limit: 5 })
  void [page.data[0]?.id, all.length]
  // @ts-expect-error a misspelt option
  await list.toArray({ limits: 5 })
}

export async function wire(): Promise<void> {
  const { data, error, response } = await imp.client.GET('/devices/{device}', { params: { path: { device } } })
  if (data) void data.data.attributes.mac_address
  else void error.errors[0]?.code
  void response.headers.get('x-ratelimit-remaining')
  const text = await imp.client.GET('/devices/{device}', { params: { path: { device } }, parseAs: 'text' })
  const words: string | undefined = text.data
  const { data: body } = await imp.client.GET('/devices', { parseAs: 'stream' })
  const unread: ReadableStream<Uint8Array> | null | undefined = body
  void [words, unread]
  // @ts-expect-error a misspelt option
  await imp.client.GET('/devices', { signl: undefined })
  // @ts-expect-error no such form
  await imp.client.GET('/devices', { parseAs: 'xml' })
  // @ts-expect-error a text has no data
  void text.data?.data
  // @ts-expect-error no such path
  await imp.client.GET('/device/{device}', { params: { path: { device } } })
  // @ts-expect-error the path parameter is missing
  await imp.client.GET('/devices/{device}')
  await imp.client.GET('/devices', { params: { query: { 'filter[owner.id]': id, 'page[size]': 5 } } })
  // @ts-expect-error a misspelt query parameter
  await imp.client.GET('/devices', { params: { query: { 'filter[owner]': id } } })
  await imp.client.POST('/products', { body: { data: { type: 'product', attributes: { name: 'Fridge' } } } })
  // @ts-expect-error the body is missing
  await imp.client.POST('/products')
}
