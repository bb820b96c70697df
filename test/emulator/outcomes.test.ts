import { createImpCloud, type ImpCloud } from 'impcentral/emulator'
import { describe, expect, test } from 'vitest'
import type { OperationId } from '../../src/generated/emulator.js'
import { theOracle } from './oracle.ts'
import { createApi, logIn, readUntil, type Answered, type Api } from './support.ts'

/**
 * Every operation of the description with every answer that it documents. `createApi` holds each answer against the
 * description, body and headers; here stands how the answer comes about.
 */

/** What there is in the cloud that each case starts with. Cases that look for nothing get ids of nothing. */
interface Ids {
  account: string
  loginKey: string
  refreshToken: string
  product: string
  group: string
  device: string
  deployment: string
  newDeployment: string
  webhook: string
  stream: string
}

interface Asked {
  path: string
  body?: unknown
  headers?: Record<string, string>
}

const owner = { email: 'owner@example.com', password: 'of the owner' }
const viewer = { email: 'viewer@example.com', password: 'of the viewer' }
const careful = { email: 'careful@example.com', password: 'of two factors', otp: '123456' }
const password = { 'X-Electricimp-Password': owner.password }
const development = 'development_devicegroup'

/** A call of each operation that succeeds. */
const calls: Record<OperationId, (ids: Ids) => Asked> = {
  login: () => ({ path: '/auth', body: { id: owner.email, password: owner.password } }),
  createAccessToken: (ids) => ({ path: '/auth/token', body: { key: ids.loginKey } }),
  listAccounts: () => ({ path: '/accounts' }),
  getAccount: (ids) => ({ path: `/accounts/${ids.account}` }),
  listLoginKeys: () => ({ path: '/accounts/me/login_keys' }),
  createLoginKey: () => ({ path: '/accounts/me/login_keys', body: { data: { type: 'login_key' } }, headers: password }),
  getLoginKey: (ids) => ({ path: `/accounts/me/login_keys/${ids.loginKey}` }),
  updateLoginKey: (ids) => ({
    path: `/accounts/me/login_keys/${ids.loginKey}`,
    body: { data: { type: 'login_key', id: ids.loginKey, attributes: { description: 'for the build' } } },
    headers: password,
  }),
  deleteLoginKey: (ids) => ({ path: `/accounts/me/login_keys/${ids.loginKey}`, headers: password }),
  listRefreshTokens: () => ({ path: '/accounts/me/refresh_tokens' }),
  deleteRefreshToken: (ids) => ({ path: `/accounts/me/refresh_tokens/${ids.refreshToken}` }),
  listProducts: () => ({ path: '/products' }),
  createProduct: (ids) => ({
    path: '/products',
    body: {
      data: {
        type: 'product',
        attributes: { name: 'Kettle', description: 'Boils' },
        relationships: { owner: { type: 'account', id: ids.account } },
      },
    },
  }),
  getProduct: (ids) => ({ path: `/products/${ids.product}` }),
  updateProduct: (ids) => ({
    path: `/products/${ids.product}`,
    body: { data: { type: 'product', id: ids.product, attributes: { name: 'Toaster' } } },
  }),
  deleteProduct: (ids) => ({ path: `/products/${ids.product}` }),
  listDeviceGroups: (ids) => ({ path: `/devicegroups?filter[product.id]=${ids.product}&filter[type]=${development}` }),
  createDeviceGroup: (ids) => ({
    path: '/devicegroups',
    body: {
      data: {
        type: development,
        attributes: { name: 'bench', env_vars: { interval: 60 } },
        relationships: { product: { type: 'product', id: ids.product } },
      },
    },
  }),
  getDeviceGroup: (ids) => ({ path: `/devicegroups/${ids.group}` }),
  updateDeviceGroup: (ids) => ({
    path: `/devicegroups/${ids.group}`,
    body: { data: { type: development, id: ids.group, attributes: { name: 'renamed' } } },
  }),
  deleteDeviceGroup: (ids) => ({ path: `/devicegroups/${ids.group}` }),
  restartDeviceGroup: (ids) => ({ path: `/devicegroups/${ids.group}/restart` }),
  conditionalRestartDeviceGroup: (ids) => ({ path: `/devicegroups/${ids.group}/conditional_restart` }),
  addDevicesToDeviceGroup: (ids) => ({
    path: `/devicegroups/${ids.group}/relationships/devices`,
    body: { data: [{ type: 'device', id: ids.device }] },
  }),
  removeDevicesFromDeviceGroup: (ids) => ({
    path: `/devicegroups/${ids.group}/relationships/devices`,
    body: { data: [{ type: 'device', id: ids.device }] },
  }),
  setMinSupportedDeploymentOfDeviceGroup: (ids) => ({
    path: `/devicegroups/${ids.group}/relationships/min_supported_deployment`,
    body: { data: { type: 'deployment', id: ids.newDeployment } },
  }),
  listDevices: (ids) => ({ path: `/devices?filter[devicegroup.id]=${ids.group}` }),
  getDevice: (ids) => ({ path: `/devices/${ids.device}` }),
  updateDevice: (ids) => ({
    path: `/devices/${ids.device}`,
    body: { data: { type: 'device', id: ids.device, attributes: { name: 'Bench 3' } } },
  }),
  deleteDevice: (ids) => ({ path: `/devices/${ids.device}` }),
  restartDevice: (ids) => ({ path: `/devices/${ids.device}/restart` }),
  conditionalRestartDevice: (ids) => ({ path: `/devices/${ids.device}/conditional_restart` }),
  listDeviceLogs: (ids) => ({ path: `/devices/${ids.device}/logs` }),
  listDeployments: (ids) => ({ path: `/deployments?filter[devicegroup.id]=${ids.group}` }),
  createDeployment: (ids) => ({
    path: '/deployments',
    body: {
      data: {
        type: 'deployment',
        attributes: { device_code: 'server.log("1")', agent_code: '', tags: ['v1.0'] },
        relationships: { devicegroup: { type: development, id: ids.group } },
      },
    },
  }),
  getDeployment: (ids) => ({ path: `/deployments/${ids.deployment}` }),
  updateDeployment: (ids) => ({
    path: `/deployments/${ids.deployment}`,
    body: { data: { type: 'deployment', id: ids.deployment, attributes: { description: 'the first' } } },
  }),
  deleteDeployment: (ids) => ({ path: `/deployments/${ids.deployment}` }),
  createLogStream: () => ({ path: '/logstream' }),
  openLogStream: (ids) => ({ path: `/logstream/${ids.stream}?format=json` }),
  addDeviceToLogStream: (ids) => ({
    path: `/logstream/${ids.stream}/${ids.device}`,
    body: { id: ids.device, type: 'device' },
  }),
  removeDeviceFromLogStream: (ids) => ({ path: `/logstream/${ids.stream}/${ids.device}` }),
  listWebhooks: (ids) => ({ path: `/webhooks?filter[devicegroup.id]=${ids.group}` }),
  createWebhook: (ids) => ({
    path: '/webhooks',
    body: {
      data: {
        type: 'webhook',
        attributes: { url: 'http://127.0.0.1:9/hook', event: 'deployment', content_type: 'application/json' },
        relationships: { devicegroup: { type: development, id: ids.group } },
      },
    },
  }),
  getWebhook: (ids) => ({ path: `/webhooks/${ids.webhook}` }),
  updateWebhook: (ids) => ({
    path: `/webhooks/${ids.webhook}`,
    body: { data: { type: 'webhook', id: ids.webhook, attributes: { url: 'https://example.com/other' } } },
  }),
  deleteWebhook: (ids) => ({ path: `/webhooks/${ids.webhook}` }),
}

interface Scene {
  cloud: ImpCloud
  ids: Ids
  /** The calls of the owner, of somebody who may only look, and of nobody. */
  api: Api
  looking: Api
  nobody: Api
  call: (operation: OperationId, by?: Api, ids?: Ids, change?: (asked: Asked) => Asked) => Promise<Answered>
}

const unknownId = '00000000-0000-0000-0000-000000000000'
const unknown: Ids = {
  account: unknownId,
  loginKey: '0000000000000000',
  refreshToken: '0'.repeat(64),
  product: unknownId,
  group: unknownId,
  device: '0000000000000000',
  deployment: unknownId,
  newDeployment: unknownId,
  webhook: unknownId,
  stream: '0'.repeat(32),
}

const oracle = await theOracle()

async function setScene(options: { rateLimit?: number } = {}): Promise<Scene> {
  const cloud = createImpCloud({ accounts: [owner, viewer, careful], ...options })
  const { create } = cloud
  cloud.share({ from: owner.email, with: viewer.email })
  const product = await create.product({ name: 'Fridge' })
  const group = await create.deviceGroup({ name: 'dev', product })
  const device = await create.device({ devicegroup: group })
  const deployment = await create.deployment({ devicegroup: group })
  const newDeployment = await create.deployment({ devicegroup: group, device_code: 'server.log("new")' })
  const ids: Ids = {
    account: cloud.accounts[0]!.id,
    loginKey: (await create.loginKey()).id,
    refreshToken: (await create.refreshToken()).id,
    product: product.id,
    group: group.id,
    device: device.id,
    deployment: deployment.id,
    newDeployment: newDeployment.id,
    webhook: (await create.webhook({ devicegroup: group })).id,
    stream: (await create.logStream()).id,
  }
  const api = await logIn(cloud, owner)
  const nobody = createApi(cloud.baseUrl, cloud.fetch)
  return {
    cloud,
    ids,
    api,
    looking: await logIn(cloud, viewer),
    nobody,
    call(operation, by = api, with_ = ids, change = (asked) => asked) {
      const { method } = oracle.operations.find(({ operationId }) => operationId === operation)!
      const { path, body, headers } = change(calls[operation](with_))
      return by(method, path, body, headers)
    },
  }
}

type Case = (scene: Scene, operation: OperationId) => Promise<Answered>

/** What makes a call of any operation end with this status. */
const usual: Record<string, Case> = {
  // Nothing in the body, or a query parameter that no operation has.
  '400': ({ call }, operation) =>
    call(operation, undefined, undefined, (asked) =>
      asked.body === undefined
        ? { ...asked, path: `${asked.path}${asked.path.includes('?') ? '&' : '?'}unknown=1` }
        : { ...asked, body: {} },
    ),
  '401': ({ call, nobody }, operation) => call(operation, nobody),
  // Somebody who may look, but not change.
  '403': ({ call, looking }, operation) => call(operation, looking),
  '404': ({ call, api }, operation) => call(operation, api, unknown),
  '415': ({ call }, operation) =>
    call(operation, undefined, undefined, (asked) => ({
      ...asked,
      body: asked.body ?? {},
      headers: { ...asked.headers, 'Content-Type': 'text/plain' },
    })),
  '429': async (_, operation) => {
    const { call } = await setScene({ rateLimit: 1 })
    await call(operation)
    return call(operation)
  },
  default: ({ cloud, call }, operation) => {
    cloud.faults.status(500, { operation })
    return call(operation)
  },
}

/** The service can answer so and the emulator does not by itself; asked for, it does. */
const onRequest: Case = ({ cloud, call }, operation) => {
  const status = Number(expect.getState().currentTestName!.split(' ').at(-1))
  cloud.faults.status(status, { operation })
  return call(operation)
}

const wrongPassword: Case = ({ call }, operation) =>
  call(operation, undefined, undefined, (asked) => ({ ...asked, headers: { 'X-Electricimp-Password': 'wrong' } }))

const fromLoginKey: Case = async ({ cloud, call, ids, nobody }, operation) => {
  const { body } = await nobody('POST', '/auth/token', { key: ids.loginKey })
  return call(operation, createApi(cloud.baseUrl, cloud.fetch, body.access_token))
}

const unassignFirst: Case = async ({ call }, operation) => {
  await call('removeDevicesFromDeviceGroup')
  return call(operation)
}

const nameTaken: Case = async ({ cloud, call, ids }, operation) => {
  await cloud.create.product({ name: 'Kettle' })
  await cloud.create.product({ name: 'Toaster' })
  for (const name of ['bench', 'renamed']) await cloud.create.deviceGroup({ name, product: { id: ids.product } })
  return call(operation)
}

/** Opens the log stream, and with a device in it if wanted, for the calls that need one. */
const onOpenStream =
  (withDevice: boolean): Case =>
  async ({ api, call, ids }, operation) => {
    const opened = await api('GET', `/logstream/${ids.stream}`)
    const reader = opened.response.body!.getReader()
    await readUntil(reader, 'opened')
    if (withDevice) await call('addDeviceToLogStream')
    const answered = await call(operation)
    await reader.cancel()
    return answered
  }

/** Answers that come about in a way of their own. `null`: the emulator gives the other of two documented successes. */
const special: Partial<Record<OperationId, Record<string, Case | null>>> = {
  login: {
    '401': ({ nobody }) => nobody('POST', '/auth', { id: owner.email, password: 'wrong' }),
    '403': ({ nobody }) => nobody('POST', '/auth', { id: careful.email, password: careful.password }),
    '429': onRequest,
  },
  createAccessToken: { '401': onRequest, '403': onRequest, '429': onRequest },
  listAccounts: { '403': onRequest },
  getAccount: { '403': onRequest },
  listLoginKeys: { '403': fromLoginKey },
  getLoginKey: { '403': fromLoginKey },
  createLoginKey: {
    '403': wrongPassword,
    '409': async ({ cloud, call }, operation) => {
      for (let made = 1; made < 10; made++) await cloud.create.loginKey()
      return call(operation)
    },
  },
  updateLoginKey: { '403': wrongPassword },
  deleteLoginKey: { '403': wrongPassword },
  listRefreshTokens: { '403': fromLoginKey },
  deleteRefreshToken: { '403': fromLoginKey },
  listProducts: { '403': onRequest },
  createProduct: { '409': nameTaken },
  getProduct: { '403': onRequest },
  updateProduct: { '409': nameTaken },
  deleteProduct: {
    '204': async ({ cloud, call, ids }, operation) =>
      call(operation, undefined, { ...ids, product: (await cloud.create.product()).id }),
    '409': ({ call }, operation) => call(operation),
  },
  listDeviceGroups: { '403': onRequest },
  createDeviceGroup: { '409': nameTaken },
  getDeviceGroup: { '403': onRequest },
  updateDeviceGroup: { '409': nameTaken },
  deleteDeviceGroup: { '204': unassignFirst, '409': ({ call }, operation) => call(operation) },
  restartDeviceGroup: { '202': null },
  conditionalRestartDeviceGroup: { '202': null },
  setMinSupportedDeploymentOfDeviceGroup: {
    '204': null,
    '409': async ({ call, ids }, operation) => {
      await call(operation)
      return call(operation, undefined, { ...ids, newDeployment: ids.deployment })
    },
  },
  listDevices: { '403': onRequest },
  getDevice: { '403': onRequest },
  deleteDevice: { '204': unassignFirst, '409': ({ call }, operation) => call(operation) },
  restartDevice: { '202': null, '409': unassignFirst },
  conditionalRestartDevice: { '202': null, '409': unassignFirst },
  listDeviceLogs: { '403': onRequest },
  listDeployments: { '403': onRequest },
  getDeployment: { '403': onRequest },
  deleteDeployment: {
    '204': async ({ call }, operation) => {
      await call('setMinSupportedDeploymentOfDeviceGroup')
      return call(operation)
    },
    '409': ({ call }, operation) => call(operation),
  },
  createLogStream: { '200': null, '403': onRequest },
  openLogStream: { '401': onRequest, '403': onRequest, '429': onRequest },
  addDeviceToLogStream: {
    '204': onOpenStream(false),
    // An empty body is what the vendor's client sends.
    '400': ({ call }, operation) => call(operation, undefined, undefined, (asked) => ({ ...asked, body: { id: 5 } })),
    '403': onRequest,
    '409': ({ call }, operation) => call(operation),
  },
  removeDeviceFromLogStream: {
    '204': onOpenStream(true),
    '403': onRequest,
    '409': ({ call }, operation) => call(operation),
  },
  listWebhooks: { '403': onRequest },
  getWebhook: { '403': onRequest },
}

const succeeds: Case = async ({ call }, operation) => {
  const answered = await call(operation)
  await answered.response.body?.cancel().catch(() => {})
  return answered
}

const families: Record<string, string> = { '400': 'VX', '401': 'PX', '403': 'PX', '404': 'NF', '409': 'CX' }

describe.each(oracle.operations)('$operationId', ({ operationId, responses }) => {
  const operation = operationId as OperationId
  test.each(Object.keys(responses).filter((status) => special[operation]?.[status] !== null))('%s', async (status) => {
    const run = special[operation]?.[status] ?? usual[status] ?? (status.startsWith('2') ? succeeds : undefined)
    expect(run, `${operation} documents ${status}, and no case shows it`).toBeDefined()
    const answered = await run!(await setScene(), operation)
    expect(answered.status, JSON.stringify(answered.body)).toBe(status === 'default' ? 500 : Number(status))
    if (answered.status >= 400) expect(answered.body.errors[0].code.slice(0, 2)).toBe(families[status] ?? 'XX')
  })
})

test('the table is about the operations of the description, and about statuses that they document', () => {
  expect(oracle.operations.map(({ operationId }) => operationId).toSorted()).toEqual(Object.keys(calls).toSorted())
  for (const { operationId, responses } of oracle.operations) {
    for (const [status, its] of Object.entries(special[operationId as OperationId] ?? {})) {
      expect(responses, operationId).toHaveProperty(status)
      // What never comes is one of two successes.
      if (its === null) expect(Object.keys(responses).filter((other) => other.startsWith('2'))).toHaveLength(2)
    }
  }
})
