import { fileURLToPath } from 'node:url'
import { createImpCloud, type ImpCloud } from 'impcentral/emulator'
import { describe, expect, test } from 'vitest'
import { bundle } from '../../scripts/generate.ts'
import { deviceGroupTypes } from '../../src/emulator/cloud/fleet.ts'
import { logIn, type Api } from './support.ts'

interface Schema {
  $ref?: string
  const?: unknown
  oneOf?: Schema[]
  properties?: Record<string, Schema>
  items?: Schema
}

type Resource = { type: string; id: string; attributes: Record<string, unknown>; relationships?: object }

const document = (await bundle(fileURLToPath(new URL('../../openapi/openapi.yaml', import.meta.url)))) as unknown as {
  components: { schemas: Record<string, Schema> }
}
const { schemas } = document.components

const resolve = (schema: Schema): Schema => (schema.$ref ? resolve(schemas[schema.$ref.split('/').at(-1)!]!) : schema)

/** A value without what the request has no place for: the read-only parts of a resource. */
function writable(schema: Schema, value: unknown): unknown {
  const { oneOf, properties, items } = resolve(schema)
  if (oneOf) {
    const its = oneOf.find((one) => resolve(one).properties?.['type']?.const === (value as Resource).type)
    return writable(its!, value)
  }
  if (Array.isArray(value)) return value.map((item) => writable(items!, item))
  if (!properties || typeof value !== 'object' || value === null) return value
  const kept = Object.entries(value).filter(([name]) => name in properties)
  return Object.fromEntries(kept.map(([name, part]) => [name, writable(properties[name]!, part)]))
}

const owner = { email: 'dev@example.com', password: 'imp-cloud' }

interface Kind {
  name: string
  path: string
  document: string
  make: (cloud: ImpCloud) => Promise<{ id: string }>
  /** How it must differ from the one that is there already. */
  unlike?: object
  headers?: Record<string, string>
}

/** Every resource of the API that can be written, with as little set as can be, and with as much. */
const kinds: Kind[] = []

for (const [how, options] of Object.entries({
  bare: {},
  cleared: { description: null },
  full: { description: 'x'.repeat(255) },
})) {
  kinds.push({
    name: `product, ${how}`,
    path: '/products',
    document: 'Product',
    make: ({ create }) => create.product(options),
    unlike: { name: 'Another' },
  })
}

for (const type of deviceGroupTypes) {
  const more = { description: '', env_vars: { a: 1, b: 'x' } }
  const region = /production/.test(type) && { region: 'emea' }
  for (const [how, options] of Object.entries({
    bare: {},
    cleared: { description: null },
    full: { ...more, ...region },
  }))
    kinds.push({
      name: `${type}, ${how}`,
      path: '/devicegroups',
      document: 'DeviceGroup',
      make: (cloud) => cloud.create.deviceGroup({ type: type as never, ...options }),
      unlike: { name: 'another' },
    })
}

kinds.push(
  { name: 'deployment, bare', path: '/deployments', document: 'Deployment', make: ({ create }) => create.deployment() },
  {
    name: 'deployment, full',
    path: '/deployments',
    document: 'Deployment',
    make: ({ create }) =>
      create.deployment({
        device_code: 'server.log("a")',
        agent_code: '// b',
        description: 'x',
        origin: 'here',
        flagged: true,
        tags: ['a', 'b'],
      }),
  },
  { name: 'webhook, bare', path: '/webhooks', document: 'Webhook', make: ({ create }) => create.webhook() },
  {
    name: 'webhook, full',
    path: '/webhooks',
    document: 'Webhook',
    make: ({ create }) =>
      create.webhook({
        event: 'blinkup',
        content_type: 'application/x-www-form-urlencoded',
        url: 'https://a.test/?b#c',
      }),
  },
  ...['', 'mine'].map((description) => ({
    name: `login key, ${description === '' ? 'bare' : 'full'}`,
    path: '/accounts/me/login_keys',
    document: 'LoginKey',
    make: ({ create }: ImpCloud) => create.loginKey({ description }),
    headers: { 'X-Electricimp-Password': owner.password },
  })),
  { name: 'device, never named', path: '/devices', document: 'Device', make: ({ create }) => create.device() },
  {
    name: 'device, named',
    path: '/devices',
    document: 'Device',
    make: ({ create }) => create.device({ name: 'Bench' }),
  },
)

async function read(api: Api, { path }: Kind, id: string): Promise<Resource> {
  const { body } = await api('GET', `${path}/${id}`)
  // Where something is created and listed it is the same, but for what lists leave out.
  const listed = (await api('GET', `${path}?page[size]=100`)).body.data.find((item: Resource) => item.id === id)
  expect(body.data).toMatchObject(listed)
  return body.data
}

describe('what is read can be written', () => {
  const open = async (kind: Kind) => {
    const cloud = createImpCloud({ accounts: [owner] })
    const api = await logIn(cloud)
    const { id } = await kind.make(cloud)
    return { api, resource: await read(api, kind, id) }
  }

  test.each(kinds)('back: $name', async (kind) => {
    const { api, resource } = await open(kind)
    const body = writable(schemas[`${kind.document}UpdateDocument`]!, { data: resource })
    const { status, body: answer } = await api('PATCH', `${kind.path}/${resource.id}`, body, kind.headers)
    expect(status, JSON.stringify(answer)).toBe(200)
    // Nothing has changed but the time of the change.
    const { updated_at: _, ...attributes } = resource.attributes
    expect(answer.data).toMatchObject({ ...resource, attributes })
  })

  // Devices come into being by BlinkUp.
  test.each(kinds.filter(({ document }) => document !== 'Device'))('anew: $name', async (kind) => {
    const { api, resource } = await open(kind)
    const changed = { ...resource, attributes: { ...resource.attributes, ...kind.unlike } }
    const body = writable(schemas[`${kind.document}CreateDocument`]!, { data: changed }) as { data: Resource }
    const { status, body: answer } = await api('POST', kind.path, body, kind.headers)
    expect(status, JSON.stringify(answer)).toBe(201)
    expect(answer.data).toMatchObject(body.data)
    // The new one shows what the old one showed.
    expect(Object.keys(answer.data.attributes)).toEqual(Object.keys(resource.attributes))
  })
})

test('null clears a description wherever it is written', async () => {
  const cloud = createImpCloud({ accounts: [owner] })
  const api = await logIn(cloud)
  const described = { description: 'x' }
  const group = await cloud.create.deviceGroup(described)
  const made: [path: string, resource: { type: string; id: string }, cleared: unknown][] = [
    ['/products', await cloud.create.product(described), null],
    ['/devicegroups', group, null],
    ['/deployments', await cloud.create.deployment({ ...described, devicegroup: group }), null],
    ['/accounts/me/login_keys', await cloud.create.loginKey(described), ''],
  ]
  for (const [path, { type, id }, cleared] of made) {
    const body = { data: { type, id, attributes: { description: null } } }
    const { status, body: answer } = await api('PATCH', `${path}/${id}`, body, {
      'X-Electricimp-Password': owner.password,
    })
    expect([path, status, answer.data?.attributes.description]).toEqual([path, 200, cleared])
  }
})

test('an origin of null is refused, as it is never read', async () => {
  const cloud = createImpCloud({ accounts: [owner] })
  const api = await logIn(cloud)
  const { id, attributes, relationships } = await cloud.create.deployment()
  expect(attributes).not.toHaveProperty('origin')
  const { devicegroup } = relationships
  const code = { device_code: '', agent_code: '' }
  const write = (origin: string | null) =>
    api('POST', '/deployments', {
      data: { type: 'deployment', attributes: { ...code, origin }, relationships: { devicegroup } },
    })
  expect((await write(null)).body.errors[0].detail).toBe('origin must be a string, not null.')
  expect((await write('here')).body.data.attributes.origin).toBe('here')
  expect((await api('GET', `/deployments/${id}`)).status).toBe(200)
})
