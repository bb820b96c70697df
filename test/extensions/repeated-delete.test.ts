/** A DELETE whose answer was lost may have been carried out: "not there" at its repetition is then what was asked for. */
import { AssignmentError, createImpCentral, NotFoundError } from 'impcentral'
import { createImpCloud } from 'impcentral/emulator'
import { beforeEach, describe, expect, test } from 'vitest'
import { retry } from '../../src/extensions/retry.ts'
import { recordingClock } from '../support/clocks.ts'

/** The answer to a call whose first attempt was lost. */
async function repeated(answer: Response, method = 'DELETE', body: string | null = null): Promise<Response> {
  let sent = 0
  const fetcher = retry({ clock: recordingClock() })(async () => (sent++ ? answer : new Response('', { status: 503 })))
  return fetcher('https://x.test/v5/products/1', { method, body })
}

const gone = { status: '404', code: 'NF003', title: 'Gone' }
const denied = { status: '403', code: 'PX201', title: 'Not yours' }
const ofDevice = (n: number) => ({ source: { pointer: `/data/${n}` } })
const headers = { 'x-request-id': '7' }

describe('is settled by', () => {
  test.for<[string, number, object[]]>([
    ['an error that tells by its code', 404, [{ code: 'NF003' }]],
    ['an error that tells by its status', 404, [{ status: '404' }]],
    ['an error with another code, by its status', 404, [{ status: '404', code: 'XX001' }]],
    ['several of them', 404, [gone, { ...gone, source: {} }]],
    ['a 400 that tells so', 400, [gone]],
    ['one that is in no list', 404, gone as never],
    [
      'devices that all are gone',
      400,
      [
        { ...gone, ...ofDevice(0) },
        { ...gone, ...ofDevice(1) },
      ],
    ],
  ])('%s', async ([, status, errors]) => {
    const response = await repeated(Response.json({ errors }, { status, headers }))
    expect([response.status, response.headers.get('x-request-id'), await response.text()]).toEqual([204, '7', ''])
  })
})

describe('is not settled by', () => {
  const errors = [gone]
  test.for<[string, number, unknown, string?]>([
    ['another status', 403, { errors }],
    ['another error', 404, { errors: [denied] }],
    ['another error without a code', 404, { errors: [{ status: '409', title: 'In use' }] }],
    ['no errors', 404, { errors: [] }],
    ['errors that are nothing', 404, { errors: [null] }],
    ['an error whose code is a number', 404, { errors: [{ code: 5 }] }],
    ['a page of a gateway', 404, 'Not found'],
    ['no document at all', 404, null],
    ['a success', 200, { data: [] }],
    ['a repetition of another method', 404, { errors }, 'PUT'],
  ])('%s', async ([, status, body, method]) => {
    const answer = Response.json(body, { status })
    const response = await repeated(answer, method)
    expect(response).toBe(answer)
    expect(await response.json()).toEqual(body)
  })
})

test.for<[string, object[], object[], body?: null]>([
  [
    'of one device',
    [
      { ...gone, ...ofDevice(0) },
      { ...denied, ...ofDevice(1) },
    ],
    [{ ...denied, ...ofDevice(1) }],
  ],
  ['of no device', [{ ...gone, ...ofDevice(0) }, denied], [denied]],
  ['that the group itself is gone', [{ ...gone, ...ofDevice(0) }, gone], [gone]],
  ['which may be of the group', [gone], [gone]],
  ['where no device is named', [gone, denied], [denied], null],
])('an error is left: %s', async ([, errors, left, body = '{"data":[]}']) => {
  const response = await repeated(Response.json({ errors, meta: { a: 1 } }, { status: 400, headers }), 'DELETE', body)
  expect([response.status, response.headers.get('x-request-id')]).toEqual([400, '7'])
  expect(await response.json()).toEqual({ errors: left, meta: { a: 1 } })
})

const account = { email: 'me@example.com', password: 'sup3rs3cr3t' }
const losses: [string, () => Promise<Response>][] = [
  ['a reset', () => Promise.reject(new TypeError('fetch failed'))],
  ['a 502', async () => new Response('<html>', { status: 502 })],
  ['a 408', async () => new Response('', { status: 408 })],
]
let cloud: ReturnType<typeof createImpCloud>
beforeEach(() => {
  cloud = createImpCloud({ accounts: [account], devices: 5 })
})

/** Loses the answers to DELETEs: they are carried out. */
const client = (lose: () => Promise<Response>, carriedOut = true) => {
  let left = 1
  return createImpCentral({
    baseUrl: cloud.baseUrl,
    auth: { id: account.email, password: account.password },
    retry: { baseDelay: 0 },
    fetch: async (input, init) => {
      const loses = init?.method === 'DELETE' && left-- > 0
      if (loses && !carriedOut) return lose()
      const response = await cloud.fetch(input, init)
      return loses ? lose() : response
    },
  })
}

describe.each(losses)('after %s', (_, lose) => {
  test('of one resource has succeeded', async () => {
    const imp = client(lose)
    const product = await imp.products.create({ attributes: { name: 'Fridge' } })
    expect(await imp.products.delete(product.id)).toBeUndefined()
    await expect(imp.products.get(product.id)).rejects.toBeInstanceOf(NotFoundError)
  })

  test('of something that never was there has succeeded as well: nobody can tell', async () => {
    expect(await client(lose, false).products.delete('11111111-2222-3333-4444-555555555555')).toBeUndefined()
  })

  test('by the wire has succeeded', async () => {
    const imp = client(lose)
    const { id } = await imp.products.create({ attributes: { name: 'Fridge' } })
    const { error, response } = await imp.client.DELETE('/products/{product_id}', {
      params: { path: { product_id: id } },
    })
    expect([error, response.status]).toEqual([undefined, 204])
  })

  test('of devices has succeeded, device by device', async () => {
    const imp = client(lose)
    const product = await imp.products.create({ attributes: { name: 'Fridge' } })
    const type = 'development_devicegroup'
    const group = await imp.deviceGroups.create({ type, attributes: { name: 'a' }, relationships: { product } })
    const devices = (await imp.devices.list().toArray()).map(({ id }) => id)
    await imp.deviceGroups.addDevices(group.id, devices)
    expect(await imp.deviceGroups.removeDevices(group.id, devices)).toBeUndefined()
    expect((await imp.devices.list({ filter: { 'devicegroup.id': group.id } })).data).toEqual([])
  })
})

test('without a loss nothing is forgiven', async () => {
  const imp = client(() => expect.fail('Nothing is lost here'), true)
  const quiet = createImpCentral({
    baseUrl: cloud.baseUrl,
    auth: { id: account.email, password: account.password },
    fetch: cloud.fetch,
  })
  await expect(quiet.products.delete('11111111-2222-3333-4444-555555555555')).rejects.toBeInstanceOf(NotFoundError)
  expect(imp).toBeDefined()
})

test('of devices from a group that is none has failed', async () => {
  const imp = client(async () => new Response('<html>', { status: 503 }), false)
  const [device] = cloud.devices
  const group = '00000000-0000-4000-8000-000000000000'
  await expect(imp.deviceGroups.removeDevices(group, [device!])).rejects.toThrow(NotFoundError)
})

test('what the other devices failed for is told', async () => {
  const errors = [
    { status: '404', code: 'NF003', title: 'Gone', source: { pointer: '/data/0' } },
    { status: '403', code: 'PX201', title: 'Not yours', source: { pointer: '/data/1' } },
  ]
  let answers = 0
  const imp = createImpCentral({
    baseUrl: 'https://x.test/v5',
    auth: { accessToken: 'a' },
    retry: { baseDelay: 0 },
    fetch: async () => (answers++ ? Response.json({ errors }, { status: 400 }) : new Response('', { status: 503 })),
  })
  const error: unknown = await imp.deviceGroups.removeDevices('g', ['one', 'two', 'three']).catch((e: unknown) => e)
  expect(error).toBeInstanceOf(AssignmentError)
  expect(error).toMatchObject({ failures: [{ id: 'two', error: { code: 'PX201' } }], succeeded: ['one', 'three'] })
})
