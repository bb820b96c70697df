import { inspect } from 'node:util'
import {
  ArgumentError,
  type AssignmentError,
  ConfinementError,
  createImpCentral,
  type ImpCentral,
  isAssignmentError,
  isDuplicate,
  isNotFoundError,
  type NotFoundError,
} from 'impcentral'
import { createImpCloud, defaultAccount, type ImpCloud } from 'impcentral/emulator'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { serve } from '../support/paged-server.ts'

const auth = { id: defaultAccount.email, password: defaultAccount.password }
let cloud: ImpCloud
let imp: ImpCentral
let requests: string[]

beforeEach(() => {
  cloud = createImpCloud({})
  requests = []
  imp = createImpCentral({
    baseUrl: cloud.baseUrl,
    auth,
    fetch: (input, init) => {
      requests.push((input as string).slice(cloud.baseUrl.length))
      return cloud.fetch(input, init)
    },
  })
})

const failureOf = (call: () => unknown): Promise<unknown> =>
  Promise.resolve()
    .then(call)
    .then(
      () => undefined,
      (error: unknown) => error,
    )

describe('a list', () => {
  it('of 1,000 devices takes 10 requests', async () => {
    cloud = createImpCloud({ devices: 1000 })
    await imp.auth.login()
    requests = []
    expect(await imp.devices.list().toArray()).toHaveLength(1000)
    expect(requests).toHaveLength(10)
  })

  it.each([
    [{ limit: 3 }, 3, ['page%5Bsize%5D=3']],
    [{ limit: 0 }, 0, []],
    [{ limit: 150 }, 150, ['page%5Bsize%5D=100', 'page%5Bsize%5D=100']],
  ])('asks for no more than toArray(%o) needs', async (options, count, sizes) => {
    cloud = createImpCloud({ devices: 450 })
    await imp.auth.login()
    requests = []
    expect(await imp.devices.list().toArray(options)).toHaveLength(count)
    expect(
      requests.map((url) => /page%5Bsize%5D=\d+/.exec(decodeURI(url).replace('[', '%5B').replace(']', '%5D'))?.[0]),
    ).toEqual(sizes)
  })

  it('finds the first that matches, and no more than that', async () => {
    cloud = createImpCloud({ devices: 450 })
    await imp.auth.login()
    requests = []
    const first = await imp.devices.list().first()
    expect(requests).toHaveLength(1)
    expect(await imp.devices.list({ prefetch: 0 }).first(({ id }) => id === first!.id)).toEqual(first)
    expect(requests).toHaveLength(2)
    expect(await imp.devices.list().first(() => false)).toBeUndefined()
    await expect(failureOf(() => imp.devices.list().first(5 as never))).resolves.toBeInstanceOf(ArgumentError)
  })

  it('that has no pages is not asked for any', async () => {
    await imp.auth.login()
    requests = []
    await imp.refreshTokens.list().toArray()
    expect(requests).toEqual(['/accounts/me/refresh_tokens'])
    const paged = () => imp.refreshTokens.list({ page: { size: 5 } } as never)
    expect(String(await failureOf(paged))).toContain('unknown "size"; expected nothing')
  })

  it('is a promise with catch and finally, and lazy', async () => {
    await imp.auth.login()
    requests = []
    const list = imp.products.list()
    const settled = vi.fn()
    await Promise.resolve()
    expect(requests).toEqual([])
    expect((await list.finally(settled)).data).toEqual([])
    expect(settled).toHaveBeenCalledTimes(1)
    cloud.faults.status(404, { times: 1 })
    expect(await imp.products.list().catch(isNotFoundError)).toBe(true)
    const [page] = await Promise.all([imp.products.list(), imp.devices.list()])
    expect(page).toMatchObject({ data: [] })
  })

  it('goes on from a link of its own, and refuses one of another list', async () => {
    cloud = createImpCloud({ devices: 150 })
    const { links } = await imp.devices.list()
    const rest = await imp.devices.list({ from: links.next }).toArray()
    expect(rest).toHaveLength(50)
    const relative = links.next!.slice(new URL(links.next!).origin.length)
    expect(await imp.devices.list({ from: relative }).toArray()).toHaveLength(50)
    const [device] = rest
    const log = `${cloud.baseUrl}/devices/${device!.id}/logs?page[number]=2`
    requests = []
    for (const call of [
      () => imp.products.list({ from: links.next }),
      () => imp.devices.list({ from: log }),
      () => imp.devices.logs(device!.id, { from: links.next }),
      () => imp.devices.list({ from: `${cloud.baseUrl}/devices/${device!.id}` }),
    ]) {
      const error = await failureOf(call)
      expect(error).toBeInstanceOf(ArgumentError)
      expect((error as Error).message).toMatch(/expected from to be a link of a page of this list/)
    }
    expect(requests).toEqual([])
    await imp.devices.logs(device!.id, { from: log })
    // What leads elsewhere altogether is for the confinement, which tells where.
    await expect(
      failureOf(() => imp.devices.list({ from: 'https://elsewhere.test/v5/devices' })),
    ).resolves.toBeInstanceOf(ConfinementError)
  })
})

describe('a filter', () => {
  const untyped = () => imp as any // oxlint-disable-line typescript/no-explicit-any -- what JavaScript can do
  it.each<[string, () => unknown, RegExp]>([
    [
      'undefined',
      () => untyped().devices.list({ filter: { 'owner.id': undefined } }),
      /owner\.id: expected a value, got undefined, which would list everything/,
    ],
    ['null', () => untyped().devices.list({ filter: { 'owner.id': null } }), /got null, which would list everything/],
    ['empty', () => imp.devices.list({ filter: { 'owner.id': '' } }), /got nothing, which would list everything/],
    ['of no tags', () => imp.deployments.list({ filter: { tags: [] } }), /tags: .*which would list everything/],
    [
      'an object',
      () => untyped().devices.list({ filter: { 'devicegroup.id': { id: 'a' } } }),
      /devicegroup\.id: expected a single value, got Object/,
    ],
    [
      'an array',
      () => untyped().devices.list({ filter: { 'owner.id': ['a', 'b'] } }),
      /owner\.id: expected a single value, got Array/,
    ],
    [
      'an object in an array',
      () => untyped().deployments.list({ filter: { tags: [{}] } }),
      /tags: expected a single value, got Object/,
    ],
    [
      'undefined on the wire',
      () => untyped().client.GET('/devices', { params: { query: { 'filter[owner.id]': undefined } } }),
      /got undefined, which would list everything/,
    ],
  ])('that is %s is refused', async (_, call, message) => {
    const error = await failureOf(call)
    expect(error).toBeInstanceOf(ArgumentError)
    expect((error as Error).message).toMatch(message)
    expect(requests).toEqual([])
  })

  it('may be text, a number, true or false, and tags an array', async () => {
    await imp.deployments.list({ filter: { flagged: false, sha: 'abc', tags: Object.freeze(['a', 'b']) } })
    expect(decodeURIComponent(requests.at(-1)!)).toContain('filter[flagged]=false&filter[sha]=abc&filter[tags]=a,b')
  })
})

describe('a client with other options', () => {
  it('shares the session and the limiter, and nothing else changes', async () => {
    await imp.auth.login()
    requests = []
    const traced = imp.withOptions({ headers: { 'x-trace': '1' }, timeout: 5000 })
    await traced.products.list()
    await imp.products.list()
    expect(requests).toEqual(['/products?page%5Bsize%5D=100', '/products?page%5Bsize%5D=100'])
    expect(traced.rateLimiter).toBe(imp.rateLimiter)
  })

  it('ends with its signal, lists and waits included, while the others go on', async () => {
    const controller = new AbortController()
    const quick = imp.withOptions({ signal: controller.signal }).withOptions({ timeout: 5000 })
    cloud.faults.latency(50)
    const reason = new Error('Ctrl-C')
    const calls = [
      quick.products.list().toArray(),
      quick.devices.get('5000d8c46a56cfca'),
      quick.client.GET('/products'),
    ]
    controller.abort(reason)
    for (const call of calls) await expect(call).rejects.toBe(reason)
    expect((await imp.products.list()).data).toEqual([])
  })

  it('takes a signal from the beginning', async () => {
    const signal = AbortSignal.abort(new Error('Ctrl-C'))
    const stopped = createImpCentral({ baseUrl: cloud.baseUrl, fetch: cloud.fetch, auth, signal })
    await expect(stopped.products.list()).rejects.toThrow('Ctrl-C')
  })
})

describe('errors name the thing', () => {
  it('devices that could not be assigned, and why', async () => {
    const group = await cloud.create.deviceGroup()
    const device = await cloud.create.device()
    const unknown = Array.from({ length: 8 }, (_, i) => `000000000000000${i}`)
    const error = (await failureOf(() =>
      imp.deviceGroups.addDevices(group.id, [device, ...unknown]),
    )) as AssignmentError
    expect(isAssignmentError(error)).toBe(true)
    const reason = String.raw`\(\w+ [^)]+\)`
    expect(error.message).toMatch(
      new RegExp(
        `^8 of 9 devices failed: ${unknown
          .slice(0, 5)
          .map((id) => `${id} ${reason}`)
          .join(', ')}, and 3 more \\(POST http`,
      ),
    )
    expect(error.succeeded).toEqual([device.id])
  })

  it('the device that is not there', async () => {
    const group = await cloud.create.deviceGroup()
    const id = '0000000000000000'
    for (const call of [
      () => imp.devices.get(id),
      () => imp.devices.update(id, { attributes: { name: 'x' } }),
      () => imp.deviceGroups.addDevices(group.id, [id]),
      () => imp.devices.logs(id).toArray(),
    ]) {
      const error = (await failureOf(call)) as NotFoundError
      expect(isNotFoundError(error)).toBe(true)
      expect(error.id).toBe(id)
      expect(error.toJSON()).toMatchObject({ id })
    }
  })

  it('but no secret, where the id is one', async () => {
    const key = 'df5f875b37f970e4'
    const error = (await failureOf(() => imp.loginKeys.get(key))) as NotFoundError
    expect(isNotFoundError(error)).toBe(true)
    expect(inspect(error)).not.toContain(key)
    expect(JSON.stringify(error)).not.toContain(key)
  })

  it('a name that is taken', async () => {
    const attributes = { name: 'Fridge' }
    const create = () =>
      imp.products.create({ attributes }).catch(async (error: unknown) => {
        if (!isDuplicate(error)) throw error
        return (await imp.products.list().first((product) => product.attributes.name === attributes.name))!
      })
    expect((await create()).id).toBe((await create()).id)
    expect(isDuplicate(await failureOf(() => imp.products.get('x')))).toBe(false)
    expect(isDuplicate(undefined)).toBe(false)
  })

  it.each([404, 200])('the end of a base URL, where no API answers (%i)', async (status) => {
    await using server = await serve((_, __, response) => {
      response.writeHead(status, { 'content-type': 'text/html' })
      response.end('<html>')
    })
    const to = (baseUrl: string) => createImpCentral({ baseUrl, auth, retry: false })
    const origin = new URL(server.url).origin
    for (const call of [
      (client: ImpCentral) => client.products.get('1'),
      (client: ImpCentral) => client.auth.login(),
    ]) {
      expect(String(await failureOf(() => call(to(origin))))).toContain('does the base URL lack its end, "/v5"?')
      expect(String(await failureOf(() => call(to(`${origin}/v5`))))).not.toContain('base URL')
    }
  })

  it('the option that a client behind a proxy lacks', async () => {
    await using server = await serve(() => ({
      data: [{ type: 'product', id: '1' }],
      links: { next: 'https://api.electricimp.com/v5/products?page[number]=2' },
    }))
    const behind = createImpCentral({ baseUrl: server.url, auth: { accessToken: 'x' } })
    const error = await failureOf(() => behind.products.list().toArray())
    expect(error).toBeInstanceOf(ConfinementError)
    expect((error as Error).message).toContain('upstreamUrl')
  })
})

describe('small things', () => {
  it('a login key needs nothing but the password', async () => {
    const key = await imp.loginKeys.create({ password: auth.password })
    expect(key.type).toBe('login_key')
    expect(
      (await imp.loginKeys.create({ attributes: { description: 'CI' } }, { password: auth.password })).attributes
        .description,
    ).toBe('CI')
    expect((await imp.loginKeys.create(undefined, { password: auth.password })).type).toBe('login_key')
  })

  it('a device group needs no attributes to be changed', async () => {
    const fixture = await cloud.create.deviceGroup({ type: 'factoryfixture_devicegroup' })
    const product = fixture.relationships.product
    const dut = await cloud.create.deviceGroup({ type: 'dut_devicegroup', product })
    const changed = await imp.deviceGroups.update(fixture.id, {
      type: fixture.type,
      relationships: { dut_target: dut },
    })
    expect(changed.relationships.dut_target.id).toBe(dut.id)
  })
})
