/** docs/migrating.md, row by row: what the left column does through `impcentral/compat`, the right one does through the SDK. */
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { ImpCentralApi as Compat } from 'impcentral/compat'
import {
  ApiError,
  ArgumentError,
  type Auth,
  ConnectionError,
  createImpCentral,
  type ImpCentral,
  type Product,
} from 'impcentral'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { careful, createSide, type Loose, owner, type Side } from './sides.ts'

const text = await readFile(fileURLToPath(new URL('../../docs/migrating.md', import.meta.url)), 'utf8')
const rows = [...text.matchAll(/^\| (.+?) \| (.+) \|$/gm)]
  .map(([, left = '', right = '']) => ({ left, right }))
  .slice(2)

let side: Side
let old: Loose
let imp: ImpCentral

beforeAll(async () => {
  side = await createSide('ours')
  old = side.api
  await old.auth.login(owner.email, owner.password)
  imp = old.client
})
afterAll(() => side.close())

const connect = (auth: Auth) => createImpCentral({ auth, baseUrl: side.url, retry: false })
const development = 'development_devicegroup' as const
const code = { device_code: 'server.log("up")', agent_code: '' }
const hook = { url: 'http://127.0.0.1:9/', event: 'deployment', content_type: 'application/json' } as const
const failure = (promise: PromiseLike<unknown>): Promise<Loose> =>
  Promise.resolve(promise).then(
    () => expect.unreachable('The call should have failed'),
    (error: unknown) => error,
  )

/** A product, a group of it and a deployment: new ones for each row. */
let made = 0
async function create() {
  const product = await imp.products.create({ attributes: { name: `product ${++made}` } })
  const group = await imp.deviceGroups.create({
    type: development,
    attributes: { name: 'dev' },
    relationships: { product },
  })
  const deployment = await imp.deployments.create({ attributes: code, relationships: { devicegroup: group } })
  const device = side.v.devices[made % 10] as string
  return { product, group, deployment, device }
}
const inGroup = async (type: 'production_devicegroup' | 'dut_devicegroup', product: Product) => ({
  id: (await imp.deviceGroups.create({ type, attributes: { name: type }, relationships: { product } })).id,
})
const newKey = () => imp.loginKeys.create({ attributes: {} }, { password: owner.password })

/** Without what differs from one object to the next. */
const shape = (value: Loose): Loose =>
  JSON.parse(JSON.stringify(value, (key, inner: unknown) => (/^(id|sha|links|.*_at)$/.test(key) ? undefined : inner)))

/** A list by the old way and by the new one. */
const lists = async (theirs: Promise<Loose>, ours: PromiseLike<{ data: unknown[] }>) => {
  const [body, page] = [await theirs, await ours]
  expect(body.data.length).toBeGreaterThan(0)
  expect(page.data).toEqual(body.data)
}
/** One and the same thing. */
const same = async (theirs: Promise<Loose>, ours: Promise<unknown>) => expect(await ours).toEqual((await theirs).data)
/** Two things of one kind. */
const alike = async (theirs: Loose, ours: unknown) => expect(shape(ours)).toEqual(shape((await theirs).data))
/** Two calls without an answer. */
const silent = async (theirs: Promise<unknown>, ours: Promise<unknown>) =>
  expect([await theirs, await ours]).toEqual([undefined, undefined])
/** After the old call and after the new one, the same can no longer be found. */
const gone = async (theirs: Promise<unknown>, ours: Promise<unknown>, ...found: (() => PromiseLike<unknown>)[]) => {
  await silent(theirs, ours)
  for (const find of found) expect((await failure(find())).status).toBe(404)
}
const signsIn = async (theirs: (api: Loose) => Promise<Loose>, auth: Auth, email = owner.email) => {
  const api = new Compat(side.url) as Loose
  expect(await theirs(api)).toHaveProperty('access_token')
  expect((await api.accounts.get('me')).data.attributes.email).toBe(email)
  expect((await connect(auth).accounts.get('me')).attributes.email).toBe(email)
}

const tried: Record<string, () => Promise<unknown>> = {
  'new ImpCentralApi(endpoint)': async () => {
    const api = new Compat(side.url)
    api.auth.accessToken = await imp.auth.token()
    await same(api.accounts.get('me'), connect({ accessToken: await imp.auth.token() }).accounts.get('me'))
  },
  apiEndpoint: async () => expect(old.apiEndpoint).toBe(side.url),
  'auth.login(id, password)': () =>
    signsIn((api) => api.auth.login(owner.email, owner.password), { id: owner.email, password: owner.password }),
  'auth.loginWithOTP(otp, loginToken)': () =>
    signsIn(
      async (api) => {
        const { body } = await failure(api.auth.login(careful.email, careful.password))
        return api.auth.loginWithOTP(careful.otp, body.errors[0].meta.login_token)
      },
      { id: careful.email, password: careful.password, otp: async () => careful.otp },
      careful.email,
    ),
  'auth.refreshAccessToken(token)': async () => {
    const { refresh_token: refreshToken } = await new Compat(side.url).auth.login(owner.email, owner.password)
    await signsIn((api) => api.auth.refreshAccessToken(refreshToken), { refreshToken })
  },
  'auth.getAccessToken(key)': async () => {
    const { id: loginKey } = await newKey()
    await signsIn((api) => api.auth.getAccessToken(loginKey), { loginKey })
  },
  'auth.accessToken = token': async () => {
    const accessToken = await imp.auth.token()
    await signsIn(
      async (api) => {
        api.auth.accessToken = accessToken
        return { access_token: accessToken }
      },
      { accessToken },
    )
  },
  'access_token` of what a log-in resolves with (`auth.accessToken` can only be set)': async () => {
    const api = new Compat(side.url)
    const { access_token } = await api.auth.login(owner.email, owner.password)
    expect(await api.client.auth.token()).toBe(access_token)
  },
  'auth.getRefreshTokens()': () => lists(old.auth.getRefreshTokens(), imp.refreshTokens.list()),
  'auth.deleteRefreshToken(id)': async () => {
    const tokens = await Promise.all([1, 2].map(() => new Compat(side.url).auth.login(owner.email, owner.password)))
    const [one, two] = tokens.map(({ refresh_token }) => refresh_token) as [string, string]
    await silent(old.auth.deleteRefreshToken(one), imp.refreshTokens.delete(two))
    const mine = connect({ id: owner.email, password: owner.password })
    await mine.auth.login()
    await mine.auth.logout({ revoke: true })
    const left = (await imp.refreshTokens.list().toArray()).map(({ id }) => id)
    expect(left.filter((id) => id === one || id === two)).toEqual([])
  },
  'accounts.list(page, size)': () =>
    lists(old.accounts.list(1, 5), imp.accounts.list({ page: { number: 1, size: 5 } })),
  'accounts.get(id)': () => same(old.accounts.get('me'), imp.accounts.get('me')),
  'accounts.listLoginKeys(page, size)': async () => {
    await newKey()
    await lists(old.accounts.listLoginKeys(1, 5), imp.loginKeys.list({ page: { number: 1, size: 5 } }))
  },
  'accounts.createLoginKey(password, attributes)': async () =>
    alike(
      old.accounts.createLoginKey(owner.password, { description: 'x' }),
      await imp.loginKeys.create({ attributes: { description: 'x' } }, { password: owner.password }),
    ),
  'accounts.getLoginKey(id)': async () => {
    const { id } = await newKey()
    await same(old.accounts.getLoginKey(id), imp.loginKeys.get(id))
  },
  'accounts.updateLoginKey(id, password, attributes)': async () => {
    const { id } = await newKey()
    await alike(
      old.accounts.updateLoginKey(id, owner.password, { description: 'x' }),
      await imp.loginKeys.update(id, { attributes: { description: 'x' } }, { password: owner.password }),
    )
  },
  'accounts.deleteLoginKey(id, password)': async () => {
    const [one, two] = [(await newKey()).id, (await newKey()).id]
    const { password } = owner
    await gone(
      old.accounts.deleteLoginKey(one, password),
      imp.loginKeys.delete(two, { password }),
      () => imp.loginKeys.get(one),
      () => imp.loginKeys.get(two),
    )
  },
  'products.list(filters, page, size)': async () => {
    await create()
    const { id } = await imp.accounts.get('me')
    await lists(
      old.products.list({ [Compat.Products.FILTER_OWNER_ID]: id }, 1, 3),
      imp.products.list({ filter: { 'owner.id': id }, page: { number: 1, size: 3 } }),
    )
  },
  'products.create(attributes, ownerId)': async () => {
    const account = await imp.accounts.get('me')
    const [one, two] = [
      await old.products.create({ name: 'one' }, account.id),
      await imp.products.create({
        attributes: { name: 'two' },
        relationships: { owner: { type: 'account', id: account.id } },
      }),
    ]
    await alike(one, { ...two, attributes: { ...two.attributes, name: 'one' } })
  },
  'products.get(id)': async () => {
    const { product } = await create()
    await same(old.products.get(product.id), imp.products.get(product.id))
  },
  'products.update(id, attributes)': async () => {
    const { product } = await create()
    const attributes = { description: 'cold' }
    await alike(old.products.update(product.id, attributes), await imp.products.update(product.id, { attributes }))
  },
  'products.delete(id)': async () => {
    const [one, two] = [1, 2].map((at) => imp.products.create({ attributes: { name: `to go ${at}` } }))
    const [first, second] = [(await one!).id, (await two!).id]
    await gone(
      old.products.delete(first),
      imp.products.delete(second),
      () => imp.products.get(first),
      () => imp.products.get(second),
    )
  },
  'deviceGroups.list(filters, page, size)': async () => {
    const { product } = await create()
    await lists(
      old.deviceGroups.list({ [Compat.DeviceGroups.FILTER_PRODUCT_ID]: product.id }, 1, 3),
      imp.deviceGroups.list({ filter: { 'product.id': product.id }, page: { number: 1, size: 3 } }),
    )
  },
  'deviceGroups.create(productId, type, attributes, productionTarget, dutTarget)': async () => {
    const { product } = await create()
    const type = 'factoryfixture_devicegroup' as const
    const production_target = {
      ...(await inGroup('production_devicegroup', product)),
      type: 'production_devicegroup',
    } as const
    const dut_target = { ...(await inGroup('dut_devicegroup', product)), type: 'dut_devicegroup' } as const
    const target = ({ type, id }: { type: string; id: string }) => ({ type, id })
    const one = await old.deviceGroups.create(
      product.id,
      type,
      { name: 'f' },
      target(production_target),
      target(dut_target),
    )
    await old.deviceGroups.delete(one.data.id)
    const relationships = { product, production_target, dut_target }
    await alike(one, await imp.deviceGroups.create({ type, attributes: { name: 'f' }, relationships }))
  },
  'deviceGroups.get(id)': async () => {
    const { group } = await create()
    await same(old.deviceGroups.get(group.id), imp.deviceGroups.get(group.id))
  },
  'deviceGroups.update(id, type, attributes, productionTarget, dutTarget)': async () => {
    const { group } = await create()
    const attributes = { description: 'x' }
    await alike(
      old.deviceGroups.update(group.id, group.type, attributes),
      await imp.deviceGroups.update(group.id, { type: development, attributes }),
    )
  },
  'deviceGroups.delete(id)': async () => {
    const product = await imp.products.create({ attributes: { name: 'groups to go' } })
    const groups = ['a', 'b'].map((name) =>
      imp.deviceGroups.create({ type: development, attributes: { name }, relationships: { product } }),
    )
    const [one, two] = [(await groups[0]!).id, (await groups[1]!).id]
    await gone(
      old.deviceGroups.delete(one),
      imp.deviceGroups.delete(two),
      () => imp.deviceGroups.get(one),
      () => imp.deviceGroups.get(two),
    )
  },
  ...Object.fromEntries(
    (
      [
        ['deviceGroups.restartDevices', 'restart'],
        ['deviceGroups.conditionalRestartDevices', 'conditionalRestart'],
      ] as const
    ).map(([left, method]) => [
      `${left}(id)`,
      async () => {
        const { group, device } = await create()
        await imp.deviceGroups.addDevices(group.id, [device])
        await silent(old.deviceGroups[left.slice(13)](group.id), imp.deviceGroups[method](group.id))
      },
    ]),
  ),
  'deviceGroups.updateMinSupportedDeployment(id, deploymentId)': async () => {
    const { group, deployment } = await create()
    const target = async () => (await imp.deviceGroups.get(group.id)).relationships.min_supported_deployment?.id
    const second = await imp.deployments.create({ attributes: code, relationships: { devicegroup: group } })
    await old.deviceGroups.updateMinSupportedDeployment(group.id, deployment.id)
    expect(await target()).toBe(deployment.id)
    await imp.deviceGroups.setMinSupportedDeployment(group.id, second.id)
    expect(await target()).toBe(second.id)
  },
  'deviceGroups.addDevices(id, …devices)': async () => {
    const { group } = await create()
    const [one, two] = side.v.devices as [string, string]
    await silent(old.deviceGroups.addDevices(group.id, one), imp.deviceGroups.addDevices(group.id, [two]))
    const devices = await imp.devices.list({ filter: { 'devicegroup.id': group.id } }).toArray()
    expect(devices.map(({ id }) => id).toSorted()).toEqual([one, two].toSorted())
  },
  'deviceGroups.removeDevices(id, unbondKey, …devices)': async () => {
    const group = await side.cloud.create.deviceGroup({ type: 'production_devicegroup' })
    const devices = [1, 2].map(() => side.cloud.create.device({ devicegroup: group }))
    const [one, two] = [(await devices[0]!).id, (await devices[1]!).id]
    const { unbondKey } = owner
    await silent(
      old.deviceGroups.removeDevices(group.id, unbondKey, one),
      imp.deviceGroups.removeDevices(group.id, [two], { unbondKey }),
    )
    expect(await imp.devices.list({ filter: { 'devicegroup.id': group.id } }).toArray()).toEqual([])
  },
  'devices.list(filters, page, size)': async () => {
    const { group, device } = await create()
    await imp.deviceGroups.addDevices(group.id, [device])
    await lists(
      old.devices.list({ [Compat.Devices.FILTER_DEVICE_GROUP_ID]: group.id }, 1, 3),
      imp.devices.list({ filter: { 'devicegroup.id': group.id }, page: { number: 1, size: 3 } }),
    )
  },
  'devices.get(id)': () => same(old.devices.get(side.v.devices[0]), imp.devices.get(side.v.devices[0])),
  'devices.update(id, attributes)': async () => {
    const attributes = { name: 'Bench' }
    const [id] = side.v.devices
    await alike(old.devices.update(id, attributes), await imp.devices.update(id, { attributes }))
  },
  'devices.delete(id)': async () => {
    const [one, two] = side.v.devices.slice(10) as [string, string]
    await gone(
      old.devices.delete(one),
      imp.devices.delete(two),
      () => imp.devices.get(one),
      () => imp.devices.get(two),
    )
  },
  ...Object.fromEntries(
    (['restart', 'conditionalRestart'] as const).map((method) => [
      `devices.${method}(id)`,
      async () => {
        const { group, device } = await create()
        await imp.deviceGroups.addDevices(group.id, [device])
        await silent(old.devices[method](device), imp.devices[method](device))
      },
    ]),
  ),
  'devices.getLogs(id, page, size)': async () => {
    const [id] = side.v.devices
    side.cloud.log(id, { msg: 'kept' })
    await lists(old.devices.getLogs(id, 1, 3), imp.devices.logs(id, { page: { number: 1, size: 3 } }))
  },
  'deployments.list(filters, page, size)': async () => {
    const { group } = await create()
    await lists(
      old.deployments.list({ [Compat.Deployments.FILTER_DEVICE_GROUP_ID]: group.id }, 1, 3),
      imp.deployments.list({ filter: { 'devicegroup.id': group.id }, page: { number: 1, size: 3 } }),
    )
  },
  'deployments.create(groupId, groupType, attributes)': async () => {
    const { group } = await create()
    await alike(
      old.deployments.create(group.id, group.type, code),
      await imp.deployments.create({ attributes: code, relationships: { devicegroup: group } }),
    )
  },
  'deployments.get(id)': async () => {
    const { deployment } = await create()
    await same(old.deployments.get(deployment.id), imp.deployments.get(deployment.id))
  },
  'deployments.update(id, attributes)': async () => {
    const { deployment } = await create()
    const attributes = { flagged: true, tags: ['v1'] }
    await alike(
      old.deployments.update(deployment.id, attributes),
      await imp.deployments.update(deployment.id, { attributes }),
    )
  },
  'deployments.delete(id)': async () => {
    const { group, deployment } = await create()
    const { id } = await imp.deployments.create({ attributes: code, relationships: { devicegroup: group } })
    const { id: newest } = await imp.deployments.create({ attributes: code, relationships: { devicegroup: group } })
    await imp.deviceGroups.setMinSupportedDeployment(group.id, newest)
    await gone(
      old.deployments.delete(deployment.id),
      imp.deployments.delete(id),
      () => imp.deployments.get(deployment.id),
      () => imp.deployments.get(id),
    )
  },
  'logStreams.create(onMessage, onState, onError, format)': () => streams(async () => {}),
  'logStreams.addDevice(streamId, device)': () =>
    streams(async (id, stream) => {
      const [, device] = side.v.devices
      await old.logStreams.addDevice(id, device)
      await stream.add(device)
      expect(stream.devices).toContain(device)
    }),
  'logStreams.removeDevice(streamId, device)': () =>
    streams(async (id, stream) => {
      const [device] = side.v.devices
      await old.logStreams.removeDevice(id, device)
      await stream.remove(device)
      expect(stream.devices).toEqual([])
    }),
  'logStreams.close(streamId)': () =>
    streams(async (id, stream) => {
      await silent(old.logStreams.close(id), stream.close())
      expect(stream.state).toBe('closed')
    }),
  'webhooks.list(filters, page, size)': async () => {
    const { group } = await create()
    await old.webhooks.create(group.id, group.type, hook)
    await lists(
      old.webhooks.list({ [Compat.Webhooks.FILTER_DEVICE_GROUP_ID]: group.id }, 1, 3),
      imp.webhooks.list({ filter: { 'devicegroup.id': group.id }, page: { number: 1, size: 3 } }),
    )
  },
  'webhooks.create(groupId, groupType, attributes)': async () => {
    const { group } = await create()
    await alike(
      old.webhooks.create(group.id, group.type, hook),
      await imp.webhooks.create({ attributes: hook, relationships: { devicegroup: group } }),
    )
  },
  ...Object.fromEntries(
    (['get', 'update', 'delete'] as const).map((method) => [
      `webhooks.${method}(id${method === 'update' ? ', attributes' : ''})`,
      async () => {
        const { group } = await create()
        const create1 = () => imp.webhooks.create({ attributes: hook, relationships: { devicegroup: group } })
        const [{ id }, { id: other }] = [await create1(), await create1()]
        const attributes = { content_type: 'application/x-www-form-urlencoded' } as const
        if (method === 'get') await same(old.webhooks.get(id), imp.webhooks.get(id))
        else if (method === 'update')
          await alike(old.webhooks.update(id, attributes), await imp.webhooks.update(other, { attributes }))
        else
          await gone(
            old.webhooks.delete(id),
            imp.webhooks.delete(other),
            () => imp.webhooks.get(id),
            () => imp.webhooks.get(other),
          )
      },
    ]),
  ),
  'debug = true` (a setter, although its readme writes `debug(true)`; `impcentral/compat` takes both)': async () => {
    const lines: string[] = []
    const { log } = console
    console.log = (line: string) => void lines.push(line)
    const api = new Compat(side.url)
    try {
      for (const on of [() => (api.debug = true), () => api.debug(true)]) {
        on()
        await api.auth.login(owner.email, owner.password)
        api.debug(false)
        await api.accounts.get('me')
      }
    } finally {
      console.log = log
    }
    expect(lines).toEqual(['HTTP/200: POST /auth', 'HTTP/200: POST /auth'])
    const told: string[] = []
    const auth = { id: owner.email, password: owner.password }
    await createImpCentral({ auth, baseUrl: side.url, logger: { debug: (line) => told.push(line) } }).auth.login()
    expect(told.join()).toContain('new access token')
  },
  'ImpCentralApi.Errors.InvalidDataError': async () => {
    expect(await failure(old.devices.get(''))).toBeInstanceOf(Compat.Errors.InvalidDataError)
    expect(await failure(imp.devices.get(''))).toBeInstanceOf(ArgumentError)
    const api = new Compat('http://127.0.0.1:49151/v5')
    expect(await failure(api.auth.login('a', 'b'))).toBeInstanceOf(Compat.Errors.InvalidDataError)
    const away = createImpCentral({ auth: { accessToken: 'a' }, baseUrl: 'http://127.0.0.1:49151/v5', retry: false })
    expect(await failure(away.accounts.get('me'))).toBeInstanceOf(ConnectionError)
  },
  ...Object.fromEntries(
    ['ImpCentralApi.Errors.ImpCentralApiError', 'error.statusCode', 'error.body'].map((left) => [
      left,
      async () => {
        const theirs = await failure(old.devices.get('ffffffffffffffff'))
        const ours = await failure(imp.devices.get('ffffffffffffffff'))
        expect([theirs instanceof Compat.Errors.ImpCentralApiError, ours instanceof ApiError]).toEqual([true, true])
        expect([theirs.statusCode, theirs.body.errors]).toEqual([ours.status, ours.errors])
      },
    ]),
  ),
  'DeviceGroups.TYPE_DEVELOPMENT` and the other types': async () => {
    const types = Object.entries(Compat.DeviceGroups).filter(([name]) => name.startsWith('TYPE_'))
    expect(types.map(([, value]) => value)).toContain(development)
    expect(types).toHaveLength(7)
  },
  'LogStreams.FORMAT_TEXT`, `FORMAT_JSON': async () =>
    expect([Compat.LogStreams.FORMAT_TEXT, Compat.LogStreams.FORMAT_JSON]).toEqual(['text', 'json']),
  'Webhooks.EVENT_BLESSING`, `EVENT_BLINKUP`, `EVENT_DEPLOYMENT': async () => {
    const { EVENT_BLESSING, EVENT_BLINKUP, EVENT_DEPLOYMENT } = Compat.Webhooks
    expect([EVENT_BLESSING, EVENT_BLINKUP, EVENT_DEPLOYMENT]).toEqual(['blessing', 'blinkup', 'deployment'])
  },
  'Webhooks.CONTENT_TYPE_JSON`, `CONTENT_TYPE_WWW_FORM': async () => {
    const { CONTENT_TYPE_JSON, CONTENT_TYPE_WWW_FORM } = Compat.Webhooks
    expect([CONTENT_TYPE_JSON, CONTENT_TYPE_WWW_FORM]).toEqual([
      'application/json',
      'application/x-www-form-urlencoded',
    ])
  },
}

/** An old stream and a new one, which hear the same device. */
async function streams(
  work: (id: string, stream: Awaited<ReturnType<ImpCentral['logStreams']['open']>>) => Promise<void>,
) {
  const [device] = side.v.devices
  const heard: string[] = []
  const { data } = await old.logStreams.create(
    (message: string) => heard.push(JSON.parse(message).msg),
    null,
    null,
    'json',
  )
  await old.logStreams.addDevice(data.id, device)
  await using stream = await imp.logStreams.open({ devices: [device] })
  side.cloud.log(device, { msg: 'to both' })
  for await (const event of stream) {
    if (event.type !== 'message') continue
    expect(event.text).toBe('to both')
    break
  }
  await expect.poll(() => heard).toEqual(['to both'])
  await using second = await imp.logStreams.open({ devices: [device] })
  await work(data.id, second)
  await old.logStreams.close(data.id).catch(() => {})
}

const plain = (left: string) => left.replace(/^`|`$/g, '')

it('every row is tried, and no other', () => {
  expect(Object.keys(tried).toSorted()).toEqual(rows.map(({ left }) => plain(left)).toSorted())
})

it.each(rows)('$left', async ({ left }) => {
  await tried[plain(left)]!()
})
