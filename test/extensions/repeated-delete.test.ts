/** A DELETE whose answer was lost may have been carried out: "not there" at its repetition is then what was asked for. */
import { AssignmentError, createImpCentral, NotFoundError } from 'impcentral'
import { createImpCloud } from 'impcentral/emulator'
import { beforeEach, describe, expect, test } from 'vitest'

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
