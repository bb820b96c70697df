import { createImpCloud, type ImpCloud } from 'impcentral/emulator'
import { describe, expect, test } from 'vitest'
import { agentIdOf } from '../../src/emulator/cloud/random.ts'
import { logIn, readUntil, startCloud, type Answered, type Api } from './support.ts'

const unknownId = '00000000-0000-0000-0000-000000000000'
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

const members = (group: { id: string }) => `/devicegroups/${group.id}/relationships/devices`
const naming = (...ids: string[]) => ({ data: ids.map((id) => ({ type: 'device', id })) })

interface Scene {
  cloud: ImpCloud
  api: Api
}

/** One kind of identifier: how it comes into being, its form, where it is accepted, and what is no name any more. */
interface Kind {
  /** Makes what has the identifier, and gives it. */
  born: (scene: Scene) => Promise<string>
  form: RegExp
  /** Calls that take it. Case counts for agent ids alone, so the others get it in upper case too. */
  accepted: (id: string) => [method: string, path: string, body?: unknown][]
  caseCounts?: true
  /** What makes it unknown, or `never`. */
  ends: ((scene: Scene, id: string) => Promise<unknown>) | 'never'
}

const attached = async ({ cloud }: Scene) =>
  (await cloud.create.device({ devicegroup: await cloud.create.deviceGroup() })).attributes

/** A device goes by three names. */
const deviceCalls = (id: string): [string, string, unknown?][] => [
  ['GET', `/devices/${id}`],
  ['GET', `/devices/${id}/logs`],
  ['PATCH', `/devices/${id}`, { data: { type: 'device', id, attributes: { name: 'Bench' } } }],
  ['POST', `/devices/${id}/restart`],
  ['POST', `/devices/${id}/conditional_restart`],
]

const kinds: Record<string, Kind> = {
  product: {
    born: async ({ cloud }) => (await cloud.create.product()).id,
    form: uuid,
    accepted: (id) => [
      ['GET', `/products/${id}`],
      ['GET', `/devicegroups?filter[product.id]=${id}`],
      ['POST', '/devicegroups', createGroup(id, `of ${id}`)],
    ],
    ends: async ({ api }, id) => {
      const { body } = await api('GET', `/devicegroups?filter[product.id]=${id}`)
      for (const group of body.data) await api('DELETE', `/devicegroups/${group.id}`)
      return api('DELETE', `/products/${id}`)
    },
  },
  'device group': {
    born: async ({ cloud }) => (await cloud.create.deviceGroup()).id,
    form: uuid,
    accepted: (id) => [
      ['GET', `/devicegroups/${id}`],
      ['GET', `/devices?filter[devicegroup.id]=${id}`],
      ['POST', `/devicegroups/${id}/restart`],
    ],
    ends: ({ api }, id) => api('DELETE', `/devicegroups/${id}`),
  },
  deployment: {
    born: async ({ cloud }) => (await cloud.create.deployment()).id,
    form: uuid,
    accepted: (id) => [['GET', `/deployments/${id}`]],
    // With its device group.
    ends: async ({ api }, id) => {
      const { body } = await api('GET', `/deployments/${id}`)
      return api('DELETE', `/devicegroups/${body.data.relationships.devicegroup.id}`)
    },
  },
  webhook: {
    born: async ({ cloud }) => (await cloud.create.webhook()).id,
    form: uuid,
    accepted: (id) => [['GET', `/webhooks/${id}`]],
    ends: ({ api }, id) => api('DELETE', `/webhooks/${id}`),
  },
  account: {
    born: async ({ cloud }) => cloud.accounts[0]!.id,
    form: uuid,
    accepted: (id) => [
      ['GET', `/accounts/${id}`],
      ['GET', `/products?filter[owner.id]=${id}`],
    ],
    ends: 'never',
  },
  'the literal me': {
    born: async () => 'me',
    form: /^me$/,
    accepted: (id) => [['GET', `/accounts/${id}`]],
    ends: 'never',
  },
  device: {
    born: async (scene) => (await attachedDevice(scene)).id,
    form: /^[0-9a-f]{16}$/,
    accepted: deviceCalls,
    ends: removeFromAccount,
  },
  'MAC address': {
    born: async (scene) => (await attached(scene)).mac_address,
    form: /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/,
    accepted: deviceCalls,
    ends: removeFromAccount,
  },
  agent: {
    born: async (scene) => (await attached(scene)).agent_id!,
    form: /^[A-Za-z0-9_-]{12}$/,
    accepted: deviceCalls,
    caseCounts: true,
    // Another plan has another agent.
    ends: async ({ cloud }, id) => cloud.blinkUp(id),
  },
  'login key': {
    born: async ({ cloud }) => (await cloud.create.loginKey()).id,
    form: /^[0-9a-f]{16}$/,
    accepted: (id) => [
      ['GET', `/accounts/me/login_keys/${id}`],
      ['POST', '/auth/token', { key: id }],
    ],
    ends: ({ cloud, api }, id) =>
      api('DELETE', `/accounts/me/login_keys/${id}`, undefined, {
        'X-Electricimp-Password': cloud.accounts[0]!.password,
      }),
  },
  'refresh token': {
    born: async ({ cloud }) => (await cloud.create.refreshToken()).id,
    form: /^[0-9a-f]{64}$/,
    accepted: (id) => [['POST', '/auth/token', { token: id }]],
    ends: ({ api }, id) => api('DELETE', `/accounts/me/refresh_tokens/${id}`),
  },
}

function createGroup(product: string, name: string) {
  const relationships = { product: { type: 'product', id: product } }
  return { data: { type: 'development_devicegroup', attributes: { name }, relationships } }
}

async function attachedDevice({ cloud }: Scene) {
  return cloud.create.device({ devicegroup: await cloud.create.deviceGroup() })
}

async function removeFromAccount({ api }: Scene, id: string) {
  const { body } = await api('GET', `/devices/${id}`)
  await api('DELETE', members(body.data.relationships.devicegroup), naming(id))
  return api('DELETE', `/devices/${id}`)
}

describe.each(Object.entries(kinds))('an id of: %s', (name, { born, form, accepted, caseCounts, ends }) => {
  test('has its form, is accepted where such things are named, and refused when it is nothing or over', async () => {
    const scene = await startCloud()
    const id = await born(scene)
    expect(id).toMatch(form)
    const spelt = caseCounts || name === 'the literal me' ? [id] : [id, id.toUpperCase()]
    for (const spelling of spelt) {
      for (const [method, path, body] of accepted(spelling)) {
        const { status } = await scene.api(method, path, body)
        expect(status, `${method} ${path}`).toBeLessThan(300)
      }
    }
    if (ends === 'never') return
    await ends(scene, id)
    const [method, path, body] = accepted(id)[0]!
    expect((await scene.api(method, path, body)).body.errors[0].code).toBe('NF001')
  })

  test('does not change when the cloud is saved and goes on', async () => {
    const scene = await startCloud()
    const id = await born(scene)
    const again = createImpCloud({ state: JSON.parse(JSON.stringify(scene.cloud.snapshot())) })
    const [method, path, body] = accepted(id)[0]!
    expect((await (await logIn(again))(method, path, body)).status).toBeLessThan(300)
  })
})

test('a log stream has an opaque id, which ends with its connection', async () => {
  const { api } = await startCloud()
  const { id, attributes } = (await api('POST', '/logstream')).body.data
  expect(attributes.url).toMatch(new RegExp(`/logstream/${id}$`))
  const reader = (await api('GET', attributes.url)).response.body!.getReader()
  await readUntil(reader, 'opened')
  await reader.cancel()
  expect((await api('GET', attributes.url)).status).toBe(404)
})

test('a SHA is that of the code: equal code has an equal one, in whatever group', async () => {
  const { cloud, api } = await startCloud()
  const code = { device_code: 'server.log("a")', agent_code: '' }
  const [one, two] = [await cloud.create.deployment(code), await cloud.create.deployment(code)]
  const other = await cloud.create.deployment({ ...code, agent_code: '//' })
  expect(one.attributes.sha).toMatch(/^[0-9a-f]{64}$/)
  expect(two.attributes.sha).toBe(one.attributes.sha)
  expect(other.attributes.sha).not.toBe(one.attributes.sha)
  const { body } = await api('GET', `/deployments?filter[sha]=${one.attributes.sha.toUpperCase()}`)
  expect(body.data).toHaveLength(2)
})

describe('an agent id', () => {
  /** Everything that takes the name of a device, in the order in which a program might use it. */
  async function useEverywhere({ cloud, api }: Scene, device: string, agent: string) {
    const group = await cloud.create.deviceGroup()
    await cloud.create.deployment({ devicegroup: group })
    const answers: Answered[] = [
      await api('GET', `/devices/${agent}`),
      await api('GET', `/devices/${agent}/logs`),
      await api('PATCH', `/devices/${agent}`, { data: { type: 'device', id: agent, attributes: { name: null } } }),
      await api('POST', members(group), naming(agent)),
    ]
    const stream = (await api('POST', '/logstream')).body.data.attributes.url
    const reader = (await api('GET', stream)).response.body!.getReader()
    await readUntil(reader, 'opened')
    answers.push(
      await api('PUT', `${stream}/${agent}`, { id: agent, type: 'device' }),
      await api('POST', `/devices/${agent}/restart`),
      await api('DELETE', `${stream}/${agent}`),
      await api('DELETE', members(group), naming(agent)),
    )
    // Entries name the device by its own id.
    expect(await readUntil(reader, `unsubscribed ${device}`)).toContain(`data: ${device} `)
    await reader.cancel()
    expect(answers.map(({ status }) => status).filter((status) => status >= 300)).toEqual([])
  }

  test('is null until the first assignment, and while the device is unassigned', async () => {
    const { cloud, api } = await startCloud({ devices: 1 })
    const [device] = cloud.devices as [string]
    const shown = async () => {
      const { agent_id, agent_url } = (await api('GET', `/devices/${device}`)).body.data.attributes
      return [agent_id, agent_url]
    }
    expect(await shown()).toEqual([null, null])
    const group = await cloud.create.deviceGroup()
    await api('POST', members(group), naming(device))
    const [agent, url] = await shown()
    expect(url).toBe(`https://agent.electricimp.com/${agent}`)
    await api('DELETE', members(group), naming(device))
    expect(await shown()).toEqual([null, null])
  })

  test('is the same at each assignment, also after the group and its product are gone', async () => {
    const scene = await startCloud({ devices: 1 })
    const { cloud, api } = scene
    const [device] = cloud.devices as [string]
    const agents = new Set<string>()
    for (const round of [1, 2, 3]) {
      const product = await cloud.create.product()
      const group = await cloud.create.deviceGroup({ product, name: 'bench' })
      // From the second round on by the agent id of the first.
      const [agent = device] = agents
      expect((await api('POST', members(group), naming(agent))).status, `round ${round}`).toBe(204)
      agents.add((await api('GET', `/devices/${device}`)).body.data.attributes.agent_id)
      await api('DELETE', members(group), naming([...agents][0]!))
      expect((await api('DELETE', `/devicegroups/${group.id}`)).status).toBe(204)
      expect((await api('DELETE', `/products/${product.id}`)).status).toBe(204)
    }
    expect(agents.size).toBe(1)
    await useEverywhere(scene, device, [...agents][0]!)
  })

  test('names the device that is in another group', async () => {
    const { cloud, api } = await startCloud()
    const [one, two] = [await cloud.create.deviceGroup(), await cloud.create.deviceGroup()]
    const device = await cloud.create.device({ devicegroup: one })
    await api('POST', members(two), naming(device.attributes.agent_id!))
    const { body } = await api('GET', `/devices/${device.id}`)
    expect(body.data.relationships.devicegroup.id).toBe(two.id)
    expect(body.data.attributes.agent_id).toBe(device.attributes.agent_id)
    // Out of the group where it is not, by either name: the same refusal.
    for (const name of [device.id, device.attributes.agent_id!]) {
      expect((await api('DELETE', members(one), naming(name))).body.errors[0]).toMatchObject({ status: '404' })
    }
  })

  test('is that of the plan: a new plan has a new one, the old plan has the old one', async () => {
    const { cloud, api } = await startCloud()
    const device = await cloud.create.device({ devicegroup: await cloud.create.deviceGroup() })
    const agent = async () => (await api('GET', `/devices/${device.id}`)).body.data.attributes.agent_id
    const { plan_id } = device.attributes
    const first = await agent()
    cloud.blinkUp(device.id, { planId: plan_id! })
    expect(await agent()).toBe(first)
    cloud.blinkUp(device.id)
    const second = await agent()
    expect(second).not.toBe(first)
    expect((await api('GET', `/devices/${first}`)).status).toBe(404)
    cloud.blinkUp(second, { planId: plan_id! })
    expect(await agent()).toBe(first)
    expect((await api('GET', `/devices/${second}`)).status).toBe(404)
  })

  test('stays through blessing and comes back with a device that was removed', async () => {
    const { cloud, api } = await startCloud()
    const group = await cloud.create.deviceGroup()
    const device = await cloud.create.device({ devicegroup: group })
    const { agent_id, plan_id, mac_address } = device.attributes
    await api('DELETE', members(group), naming(device.id))
    await api('DELETE', `/devices/${device.id}`)
    expect((await api('GET', `/devices/${agent_id}`)).status).toBe(404)
    cloud.blinkUp({ id: device.id, mac_address }, { planId: plan_id! })
    await api('POST', members(group), naming(agent_id!))
    expect((await api('GET', `/devices/${device.id}`)).body.data.attributes.agent_id).toBe(agent_id)
  })

  test('differs for 100,000 pairs of device and plan', () => {
    const ids = new Set<string>()
    for (let device = 0; device < 1000; device++)
      for (let plan = 0; plan < 100; plan++) ids.add(agentIdOf(`5000${device}`, plan.toString(16)))
    expect(ids.size).toBe(100_000)
  })

  test('is kept by a state that an earlier version wrote, which had none for unassigned devices', async () => {
    const cloud = createImpCloud()
    const device = await cloud.create.device()
    const snapshot = cloud.snapshot()
    const [[, saved]] = snapshot.devices as unknown as [[string, { agent_id: string | null }]]
    saved.agent_id = null
    const again = createImpCloud({ state: snapshot })
    const api = await logIn(again)
    await api('POST', members(await again.create.deviceGroup()), naming(device.id))
    const agent = (await api('GET', `/devices/${device.id}`)).body.data.attributes.agent_id
    expect((await api('GET', `/devices/${agent}`)).body.data.id).toBe(device.id)
  })
})

test('an id in another form, unknown or of somebody else is not found', async () => {
  const other = { email: 'other@example.com', password: 'x' }
  const { cloud, api } = await startCloud({ accounts: [{ email: 'dev@example.com', password: 'imp-cloud' }, other] })
  const foreign = await cloud.create.product({ account: other.email })
  const theirs = await cloud.create.device({ account: other.email })
  for (const path of [
    `/products/${foreign.id}`,
    `/products/${unknownId}`,
    '/products/x',
    `/devices/${theirs.id}`,
    '/devices/234776801163a9ee',
    '/devices/T1oUmIZ3At_N',
    '/devices/0c:2a:69:ff:ff:ff',
    `/accounts/${cloud.accounts[1]!.id}`,
  ]) {
    expect((await api('GET', path)).body.errors[0].code, path).toBe('NF001')
  }
})
