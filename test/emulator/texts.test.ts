import { describe, expect, test } from 'vitest'
import { codes } from '../../src/emulator/cloud/failures.ts'
import { createProduct, deploy, startCloud, type Api } from './support.ts'

const product = { type: 'product', id: '' }
const create = (api: Api, path: string, type: string, attributes: object, relationships: object = {}) =>
  api('POST', path, { data: { type, attributes, relationships } })

describe('sentences of the service, as they are on record', () => {
  const cases: [string, string, (api: Api) => Promise<{ status: number; body: { errors: object[] } }>][] = [
    [
      'Duplicate Resource',
      'Products must have unique names.',
      async (api) => {
        await createProduct(api, 'Fridge')
        return create(api, '/products', 'product', { name: 'Fridge' })
      },
    ],
    [
      'Duplicate Resource',
      'Devicegroups must have unique names.',
      async (api) => {
        const of = { product: await createProduct(api) }
        await create(api, '/devicegroups', 'development_devicegroup', { name: 'dev' }, of)
        return create(api, '/devicegroups', 'development_devicegroup', { name: 'dev' }, of)
      },
    ],
    [
      'Dependent Devicegroups Exist',
      'Cannot delete a product with associated devicegroups.',
      async (api) => {
        const of = await createProduct(api)
        await create(api, '/devicegroups', 'development_devicegroup', { name: 'dev' }, { product: of })
        return api('DELETE', `/products/${of.id}`)
      },
    ],
    [
      'Resource Flagged',
      'You cannot delete flagged deployments; set the flagged attribute to false and try again.',
      async (api) => {
        const of = { product: await createProduct(api) }
        const { body } = await create(api, '/devicegroups', 'development_devicegroup', { name: 'dev' }, of)
        const deployed = await deploy(api, body.data, { flagged: true })
        return api('DELETE', `/deployments/${deployed.body.data.id}`)
      },
    ],
    [
      'Invalid URL',
      'The provided URL is invalid.',
      async (api) => {
        const of = { product: await createProduct(api) }
        const { body } = await create(api, '/devicegroups', 'development_devicegroup', { name: 'dev' }, of)
        const { type, id } = body.data
        const devicegroup = { devicegroup: { type, id } }
        return create(api, '/webhooks', 'webhook', { url: 'not a URL', event: 'blinkup' }, devicegroup)
      },
    ],
  ]
  test.each(cases)('%s: %s', async (title, detail, act) => {
    const { api } = await startCloud()
    const { body } = await act(api)
    expect(body.errors).toEqual([expect.objectContaining({ title, detail })])
  })
})

describe('what a request gets wrong is told with the value and what was expected', () => {
  const uuid = '00000000-0000-0000-0000-000000000000'
  const group = (
    attributes: unknown,
    type: unknown = 'development_devicegroup',
    of: unknown = { ...product, id: uuid },
  ) => ({
    data: { type, attributes, relationships: { product: of } },
  })
  const deployment = (attributes: object) => ({
    data: {
      type: 'deployment',
      attributes: { device_code: '', agent_code: '', ...attributes },
      relationships: { devicegroup: { type: 'development_devicegroup', id: uuid } },
    },
  })
  const cases: [method: string, path: string, body: unknown, pointer: string, detail: string][] = [
    ['POST', '/products', {}, '/data', 'data is missing.'],
    ['POST', '/products', [], '', 'The request body must be an object, not an array.'],
    ['POST', '/products', 'null', '', 'The request body must be an object, not null.'],
    ['POST', '/products', { data: 5 }, '/data', 'data must be an object, not 5.'],
    ['POST', '/products', named(''), '/data/attributes/name', 'name must not be empty.'],
    [
      'POST',
      '/products',
      named('é'.repeat(81)),
      '/data/attributes/name',
      'name must have at most 80 characters, not 81.',
    ],
    ['POST', '/products', named(5), '/data/attributes/name', 'name must be a string, not 5.'],
    [
      'POST',
      '/products',
      { data: { type: 'products', attributes: { name: 'x' } } },
      '/data/type',
      'type must be "product", not "products".',
    ],
    [
      'POST',
      '/products',
      { data: { type: 'product', attributes: { name: 'x', colour: 'red' } } },
      '/data/attributes/colour',
      'colour is not known here.',
    ],
    [
      'POST',
      '/devicegroups',
      group({ name: 'x' }, 'devicegroup'),
      '/data/type',
      expect.stringMatching(/^type must be one of development_devicegroup, .*, dut_devicegroup, not "devicegroup"\.$/),
    ],
    [
      'POST',
      '/devicegroups',
      group({ name: 'x' }, 7),
      '/data/type',
      expect.stringMatching(/^type must be one of .*, not 7\.$/),
    ],
    [
      'POST',
      '/devicegroups',
      { data: { attributes: { name: 'x' } } },
      '/data/type',
      expect.stringMatching(/^type must be one of .*, not missing\.$/),
    ],
    ['POST', '/devicegroups', { data: 'x' }, '/data', 'data must be an object, not "x".'],
    [
      'POST',
      '/devicegroups',
      group({ name: 'x', env_vars: { '1a': 1 } }),
      '/data/attributes/env_vars/1a',
      '1a must be a letter and then letters and digits, 100 in all at most to be a name here.',
    ],
    [
      'POST',
      '/devicegroups',
      group({ name: 'x', env_vars: { a: true } }),
      '/data/attributes/env_vars/a',
      expect.stringMatching(/^a must be .*, not true\.$/),
    ],
    [
      'POST',
      '/deployments',
      deployment({ flagged: 'yes' }),
      '/data/attributes/flagged',
      'flagged must be true or false, not "yes".',
    ],
    [
      'POST',
      '/deployments',
      deployment({ tags: ['a b'] }),
      '/data/attributes/tags/0',
      '0 must be letters, digits and the characters _ . * -, not "a b".',
    ],
    [
      'POST',
      `/devicegroups/${uuid}/relationships/devices`,
      { data: [] },
      '/data',
      'data must have at least 1 item, not 0.',
    ],
    ['POST', '/auth', { id: 'x', password: 5 }, '/password', 'password must be a string, not a number.'],
    ['POST', '/auth', { id: 'x' }, '/password', 'password is missing.'],
    ['POST', '/auth/token', { key: null }, '/key', 'key must be a string, not null.'],
  ]
  test.each(cases)('%s %s %j', async (method, path, body, pointer, detail) => {
    const { api } = await startCloud()
    const answer = await api(method, path, body)
    expect(answer.status).toBe(400)
    expect(answer.body.errors[0]).toMatchObject({ code: 'VX002', detail, source: { pointer } })
  })

  test.each([
    ['page[size]=0', 'page[size]', 'page[size] must be at least 1, not 0.'],
    ['page[size]=101', 'page[size]', 'page[size] must be at most 100, not 101.'],
    ['page[size]=ten', 'page[size]', 'page[size] must be a whole number, not "ten".'],
    ['colour=red', 'colour', 'colour is not known here.'],
    ['filter[owner.id]=me', 'filter[owner.id]', 'filter[owner.id] must be a UUID, not "me".'],
    [
      `filter[owner.id]=${'x'.repeat(100)}`,
      'filter[owner.id]',
      `filter[owner.id] must be a UUID, not "${'x'.repeat(59)}….`,
    ],
    ['page[size]=1&page[size]=2', 'page[size]', 'page[size] may be given once.'],
  ])('?%s', async (query, parameter, detail) => {
    const { api } = await startCloud()
    const { status, body } = await api('GET', `/products?${query}`)
    expect(status).toBe(400)
    expect(body.errors[0]).toMatchObject({ code: 'VX003', detail, source: { parameter } })
  })

  function named(name: unknown) {
    return { data: { type: 'product', attributes: { name } } }
  }
})

test('a body over 10 MB is refused in the process too', async () => {
  const { api } = await startCloud()
  const body = (length: number) => JSON.stringify({ data: 'x'.repeat(length - 11) })
  expect((await api('POST', '/products', body(10_000_000))).status).toBe(400)
  const { status, body: refused } = await api('POST', '/products', body(10_000_001))
  expect(status).toBe(413)
  expect(refused.errors[0]).toMatchObject({ code: 'XX413', title: 'Request Too Large' })
})

test('codes have the family of their status', () => {
  for (const [code, { status }] of Object.entries(codes)) {
    const family = {
      VX: [400],
      CX: [400, 409],
      NF: [404],
      PX: [401, 403],
      XX: [403, 405, 413, 415, 429, 500],
      WA: [201],
    }
    expect(family[code.slice(0, 2) as keyof typeof family], code).toContain(status)
  }
})

describe('paths', () => {
  test.each([
    ['/products', 200],
    ['//products', 200],
    // An empty id, which names nothing.
    ['/products/', 404],
    ['//products/?page[size]=1', 200],
    ['/accounts/?page[size]=1', 200],
    ['//accounts/me', 200],
    ['///products', 404],
    ['/products//?page[size]=1', 404],
    ['/accounts//me', 404],
    ['/', 404],
    ['//', 404],
  ])('as clients in the field send them: GET %s is %i', async (path, status) => {
    const { cloud, api } = await startCloud()
    await cloud.create.product()
    expect((await api('GET', path)).status).toBe(status)
  })
})

describe('code that is no program', () => {
  test.each(['/', '* 2', 'x = / 2', 'x = 2 /', 'f(2 %)', '[1, * 2]', 'a; / b', 'a / ; b'])(
    '%s',
    async (device_code) => {
      const { cloud, api } = await startCloud()
      const { status, body } = await deploy(api, await cloud.create.deviceGroup(), { device_code })
      expect(status).toBe(400)
      expect(body.errors[0]).toMatchObject({
        code: 'CX005',
        title: 'Compilation Error',
        meta: [{ file: 'device_code', row: 1, type: 'error', text: 'expression expected' }],
      })
    },
  )

  test.each([
    'x /= 2; y *= 3; z %= 4',
    'local a = b[0] / 2 * (3 % 4)',
    'class A </ test = "x" /> { function f() { return 1 / 2 } }',
    "x <- 'a' / 2 // and / this\n/* or * that */",
    'x = "a / " + 1',
    '# / a comment\nx <- 1',
    '@(x) x * 2',
  ])('but this is one: %s', async (device_code) => {
    const { cloud, api } = await startCloud()
    expect((await deploy(api, await cloud.create.deviceGroup(), { device_code })).status).toBe(201)
  })
})
