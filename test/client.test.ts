import { inspect } from 'node:util'
import {
  type ApiError,
  ArgumentError,
  AssignmentError,
  AuthenticationError,
  createImpCentral,
  createRateLimiter,
  type ImpCentral,
  isConnectionError,
  NotFoundError,
  ParseError,
} from 'impcentral'
import { createImpCloud, type ImpCloud } from 'impcentral/emulator'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { operations } from '../src/generated/operations.ts'
import { serve } from './support/paged-server.ts'

const account = { email: 'me@example.com', password: 'sup3rs3cr3t' }
let cloud: ImpCloud
let imp: ImpCentral
let sent: { method: string; path: string; headers: Headers; body: string }[]

beforeEach(() => {
  cloud = createImpCloud({ accounts: [account], devices: 250 })
  sent = []
  imp = createImpCentral({
    baseUrl: cloud.baseUrl,
    auth: { id: account.email, password: account.password },
    fetch: async (input, init) => {
      const request = new Request(input, init)
      const { pathname, search } = new URL(request.url)
      sent.push({
        method: request.method,
        path: pathname + search,
        headers: request.headers,
        body: await request.clone().text(),
      })
      return cloud.fetch(input, init)
    },
  })
})

const bench = async () => {
  const product = await imp.products.create({ attributes: { name: 'Fridge' } })
  const group = await imp.deviceGroups.create({
    type: 'development_devicegroup',
    attributes: { name: 'Bench' },
    relationships: { product },
  })
  return { product, group }
}

describe('methods', () => {
  it('are those of the contract', () => {
    const names = Object.fromEntries(
      Object.keys(operations).map((namespace) => [namespace, Object.keys(imp[namespace as 'devices']).toSorted()]),
    )
    const crud = ['create', 'delete', 'get', 'list', 'update']
    expect(names).toEqual({
      accounts: ['get', 'list'],
      loginKeys: crud,
      refreshTokens: ['delete', 'list'],
      products: crud,
      deviceGroups: [
        ...crud,
        'addDevices',
        'conditionalRestart',
        'removeDevices',
        'restart',
        'setMinSupportedDeployment',
      ].toSorted(),
      devices: ['conditionalRestart', 'delete', 'get', 'list', 'logs', 'restart', 'update'],
      deployments: crud,
      webhooks: crud,
    })
    expect(Object.keys(imp.logStreams)).toEqual(['open'])
  })

  it('put the envelope on and take it off', async () => {
    const product = await imp.products.create({ attributes: { name: 'Fridge' } })
    expect(product).toMatchObject({ type: 'product', attributes: { name: 'Fridge' } })
    expect(JSON.parse(sent.at(-1)!.body)).toEqual({ data: { type: 'product', attributes: { name: 'Fridge' } } })
    expect(sent.at(-1)!.headers.get('content-type')).toBe('application/vnd.api+json')

    const updated = await imp.products.update(product.id, { attributes: { description: 'cold' } })
    expect(updated.attributes).toMatchObject({ name: 'Fridge', description: 'cold' })
    expect(JSON.parse(sent.at(-1)!.body)).toEqual({
      data: { type: 'product', id: product.id, attributes: { description: 'cold' } },
    })
    expect(await imp.products.get(product.id)).toEqual(updated)
    expect(sent.at(-1)!.headers.has('content-type')).toBe(false)
    expect(await imp.products.delete(product.id)).toBeUndefined()
    await expect(imp.products.get(product.id)).rejects.toThrow(NotFoundError)
  })

  it('take a whole resource for a relationship and send its identifier', async () => {
    const { product, group } = await bench()
    expect(JSON.parse(sent.at(-1)!.body).data.relationships).toEqual({ product: { type: 'product', id: product.id } })
    expect(group.relationships.product).toEqual({ type: 'product', id: product.id })
  })

  it('take ids, MAC addresses, agent ids and identifiers for devices', async () => {
    const { group } = await bench()
    const [a, b, c] = await imp.devices.list().toArray({ limit: 3 })
    await imp.deviceGroups.addDevices(group.id, [a!.id, b!.attributes.mac_address, { type: 'device', id: c!.id }])
    const { attributes } = await imp.devices.get(a!.id)
    expect((await imp.devices.get(attributes.agent_id!)).id).toBe(a!.id)
    expect((await imp.devices.update(b!.attributes.mac_address, { attributes: { name: 'B' } })).attributes.name).toBe(
      'B',
    )
    const members = await imp.devices.list({ filter: { 'devicegroup.id': group.id } }).toArray()
    expect(members.map(({ id }) => id).toSorted()).toEqual([a!.id, b!.id, c!.id].toSorted())
  })

  it('split what is too large for one call', async () => {
    const { group } = await bench()
    const ids = (await imp.devices.list({ page: { size: 100 } }).toArray()).map(({ id }) => id)
    expect(ids).toHaveLength(250)
    sent = []
    await imp.deviceGroups.addDevices(group.id, ids)
    expect(sent.map(({ body }) => (JSON.parse(body) as { data: unknown[] }).data.length)).toEqual([100, 100, 50])
    expect(await imp.devices.list({ filter: { 'devicegroup.id': group.id } }).toArray()).toHaveLength(250)
    await imp.deviceGroups.removeDevices(group.id, ids)
    expect(await imp.devices.list({ filter: { 'devicegroup.id': group.id } }).toArray()).toEqual([])
  })

  it('show no secret that comes back as the content type of what is not expected', async () => {
    const accessToken = 'SECRET-access-token'
    await using server = await serve((_, request, response) => {
      const { authorization } = request.headers
      const post = request.method === 'POST'
      response.setHeader('content-type', `text/plain; from=${post ? '' : authorization}`)
      response.end(JSON.stringify({ data: post && { attributes: { url: `${server.url}/logstream/1` } } }))
    })
    for (const deadline of [0, 60_000]) {
      const odd = createImpCentral({ baseUrl: server.url, auth: { accessToken }, deadline })
      const wrong = [
        () => odd.products.get('1'),
        () => odd.products.list(),
        () => odd.logStreams.open({ devices: ['5000d8c46a56cfca'] }),
      ]
      for (const call of wrong) {
        const error: unknown = await Promise.resolve(call()).catch((thrown: unknown) => thrown)
        expect(error).toBeInstanceOf(ParseError)
        expect(error).toMatchObject({ status: 200, contentType: 'text/plain; from=Bearer ***' })
        expect(inspect(error)).not.toContain('SECRET')
      }
    }
  })

  it.each(['0', '-3', 'x'])('go on when the service says that the bucket of devices holds %s', async (limit) => {
    let calls = 0
    await using server = await serve((_, __, response) => {
      calls++
      response.writeHead(204, {
        'x-ratelimit-unbond-limit': limit,
        'x-ratelimit-unbond-remaining': '5',
        'x-ratelimit-unbond-reset': '1',
      })
      response.end()
    })
    const odd = createImpCentral({ baseUrl: server.url, auth: { accessToken: 'token' } })
    await odd.deviceGroups.removeDevices('g', ['a', 'b', 'c'], { unbondKey: 'key' })
    expect(calls).toBe(3)
  })

  it('report each device that could not be assigned, and assign the others', async () => {
    const { group } = await bench()
    const ids = (await imp.devices.list({ page: { size: 100 } }).toArray({ limit: 120 })).map(({ id }) => id)
    const unknown = ['0000000000000000', '1111111111111111']
    const error = await imp.deviceGroups
      .addDevices(group.id, [unknown[0]!, ...ids, unknown[1]!])
      .catch((error: unknown) => error)
    expect(error).toBeInstanceOf(AssignmentError)
    const { failures, succeeded, unsettled, message } = error as AssignmentError
    expect(failures.map(({ id }) => id)).toEqual(unknown)
    expect(succeeded).toEqual(ids)
    expect(unsettled).toEqual([])
    expect(message).toContain('2 of 122 devices failed')
    expect(message.match(/\(POST /g)).toHaveLength(1)
    const { code } = failures[0]!.error
    expect(error).toMatchObject({ status: 400, method: 'POST', code, family: code!.slice(0, 2) })
    expect(await imp.devices.list({ filter: { 'devicegroup.id': group.id } }).toArray()).toHaveLength(120)
  })

  it('give the error of a single device as it is', async () => {
    const { group } = await bench()
    const error: unknown = await imp.deviceGroups.addDevices(group.id, ['0000000000000000']).catch((e: unknown) => e)
    expect(error).toBeInstanceOf(NotFoundError)
    expect(error).not.toBeInstanceOf(AssignmentError)
  })

  it('tell what was done when the network breaks between two calls', async () => {
    const { group } = await bench()
    const ids = (await imp.devices.list({ page: { size: 100 } }).toArray()).map(({ id }) => id)
    cloud.faults.reset({ operation: 'addDevicesToDeviceGroup', after: 1, times: 1 })
    const error: unknown = await imp.deviceGroups.addDevices(group.id, ids).catch((error: unknown) => error)
    expect(error).toBeInstanceOf(AssignmentError)
    const { cause, errors, diagnostics, succeeded, unsettled, status, family, rateLimit } = error as AssignmentError
    expect(isConnectionError(cause)).toBe(true)
    // No answer has the status that fetch gives to one: `Response.error().status`.
    expect({ status, family, rateLimit }).toEqual({ status: 0, family: 'XX', rateLimit: {} })
    expect([errors, diagnostics]).toEqual([[], []])
    expect([succeeded, unsettled]).toEqual([ids.slice(0, 100), ids.slice(100)])
  })

  it.each([new Error('enough'), '', 0, null])(
    'throw the reason of an abort between two batches as it is: %o',
    async (reason) => {
      const { group } = await bench()
      const ids = (await imp.devices.list({ page: { size: 100 } }).toArray({ limit: 150 })).map(({ id }) => id)
      const controller = new AbortController()
      let batches = 0
      const counting = createImpCentral({
        baseUrl: cloud.baseUrl,
        auth: { id: account.email, password: account.password },
        fetch: (input, init) => {
          if ((input as string).endsWith('/relationships/devices') && ++batches === 2) controller.abort(reason)
          return cloud.fetch(input, init)
        },
      })
      const outcome = await counting.deviceGroups.addDevices(group.id, ids, { signal: controller.signal }).then(
        () => 'done',
        (error: unknown) => ({ error }),
      )
      expect(outcome).toEqual({ error: reason })
    },
  )

  it('throw the plain error when nothing was done', async () => {
    const error: unknown = await imp.deviceGroups
      .addDevices('0d6f2b7c-91a4-3e58-c7d0-5b8e14f2a936', ['0000000000000000'])
      .catch((error: unknown) => error)
    expect(error).toBeInstanceOf(NotFoundError)
    expect(error).not.toBeInstanceOf(AssignmentError)
  })

  it('send options that are headers', async () => {
    const key = await imp.loginKeys.create({ attributes: { description: 'CI' } }, { password: account.password })
    expect(sent.at(-1)!.headers.get('x-electricimp-password')).toBe(account.password)
    expect((await imp.loginKeys.get(key.id)).attributes.description).toBe('CI')
    await imp.loginKeys.delete(key.id, { password: account.password, headers: { 'x-trace': 'a' } })
    expect(sent.at(-1)!.headers.get('x-trace')).toBe('a')
  })

  it('send filters by the names of the API', async () => {
    await imp.deployments.list({ filter: { flagged: true, tags: ['a', 'b'] }, page: { number: 1, size: 5 } })
    expect(decodeURIComponent(sent.at(-1)!.path)).toBe(
      '/v5/deployments?filter[flagged]=true&filter[tags]=a,b&page[number]=1&page[size]=5',
    )
  })
})

describe('mistakes are refused before anything is sent', () => {
  const untyped = () => imp as any // oxlint-disable-line typescript/no-explicit-any -- what JavaScript can do
  it.each<[string, () => unknown, RegExp]>([
    ['an unknown option', () => untyped().devices.list({ pagesize: 5 }), /unknown "pagesize"; expected signal/],
    [
      'an unknown filter',
      () => untyped().devices.list({ filter: { owner: 'x' } }),
      /unknown "owner"; expected owner\.id/,
    ],
    [
      'a filter where there is none',
      () => untyped().accounts.list({ filter: { id: 'x' } }),
      /unknown "id"; expected nothing/,
    ],
    [
      'a page size of 0',
      () => imp.devices.list({ page: { size: 0 } }),
      /page\.size: expected an integer from 1 to 100, got 0/,
    ],
    ['a page size of 101', () => imp.devices.list({ page: { size: 101 } }), /from 1 to 100, got 101/],
    [
      'a page number of 0',
      () => imp.devices.list({ page: { number: 0 } }),
      /page\.number: expected an integer of at least 1/,
    ],
    ['an empty id', () => imp.devices.get(''), /devices\.get: device must be a non-empty string/],
    ['a missing id', () => untyped().devices.delete(), /devices\.delete: device must be/],
    ['a dot', () => imp.devices.delete('.'), /devices\.delete: device must be/],
    ['two dots', () => imp.products.delete('..'), /products\.delete: product_id must be/],
    [
      'an unknown part of the data',
      () => untyped().products.create({ name: 'Fridge' }),
      /unknown "name"; expected type, id, attributes/,
    ],
    [
      'a missing type',
      () => untyped().deviceGroups.create({ attributes: { name: 'x' } }),
      /deviceGroups\.create: expected a type/,
    ],
    [
      'a relationship without id',
      () =>
        untyped().deployments.create({
          attributes: { device_code: '', agent_code: '' },
          relationships: { devicegroup: {} },
        }),
      /relationships\.devicegroup: expected/,
    ],
    ['a missing password', () => untyped().loginKeys.create({}), /loginKeys\.create: expected the option password/],
    ['one device for many', () => untyped().deviceGroups.addDevices('a', 'b'), /expected an array of ids/],
    ['an empty device id', () => imp.deviceGroups.addDevices('a', ['b', '']), /\[1\]: expected a non-empty device id/],
    [
      'an unknown option of the client',
      () => createImpCentral({ auth: { accessToken: 'a' }, baseURL: '' } as never),
      /unknown "baseURL"/,
    ],
    ['nothing at all', () => (createImpCentral as () => unknown)(), /expected the option auth/],
    [
      'an unknown part of auth',
      () => createImpCentral({ auth: { accessToken: 'a', opt: '1' } } as never),
      /auth: unknown "opt"/,
    ],
    [
      'an unknown part of retry',
      () => createImpCentral({ auth: { accessToken: 'a' }, retry: { attempt: 1 } } as never),
      /retry: unknown "attempt"/,
    ],
    ['a misspelt option of logout', () => untyped().auth.logout({ revok: true }), /auth\.logout: unknown "revok"/],
    ['a misspelt option of a limiter', () => createRateLimiter({ onwait() {} } as never), /unknown "onwait"/],
    [
      'no function for fetch',
      () => createImpCentral({ auth: { accessToken: 'a' }, fetch: 5 as never }),
      /fetch: expected a function, got Number/,
    ],
    [
      'a limit of -1',
      () => imp.devices.list().toArray({ limit: -1 }),
      /limit: expected an integer of at least 0, got -1/,
    ],
    ['a limit that is no number', () => imp.devices.list().toArray({ limit: NaN }), /at least 0, got NaN/],
    ['a number for the options of toArray', () => untyped().devices.list().toArray(10), /toArray: expected an object/],
    ['no auth', () => createImpCentral({} as never), /expected the option auth/],
    [
      'plain http',
      () => createImpCentral({ auth: { accessToken: 'a' }, baseUrl: 'http://api.example.com/v5' }),
      /https/,
    ],
  ])('%s', async (_, call, message) => {
    const error: unknown = await Promise.resolve()
      .then(call)
      .catch((error: unknown) => error)
    expect(error).toBeInstanceOf(ArgumentError)
    expect((error as Error).message).toMatch(message)
    expect(sent).toEqual([])
  })

  it.each<[string, () => unknown]>([
    ['for the client', () => createImpCentral('hunter22' as never)],
    ['for auth', () => createImpCentral({ auth: 'hunter22' as never })],
    ['for auth, in an array', () => createImpCentral({ auth: [{ loginKey: 'hunter22' }] as never })],
    ['for the options of a method', () => untyped().loginKeys.delete('key', 'hunter22')],
    ['for a time limit', () => imp.loginKeys.delete('key', { password: 'x', timeout: 'hunter22' as never })],
    ['for a list', () => untyped().deviceGroups.removeDevices('id', 'hunter22')],
    ['for an option of log streams', () => imp.logStreams.open('hunter22' as never)],
  ])('a secret in a wrong place is refused and not shown: %s', async (_, call) => {
    const error: unknown = await Promise.resolve()
      .then(call)
      .catch((error: unknown) => error)
    expect(error).toBeInstanceOf(ArgumentError)
    expect(inspect(error)).not.toContain('hunter22')
    expect(sent).toEqual([])
  })

  it('an id with a slash reaches no other endpoint', async () => {
    await expect(imp.devices.get('a/restart')).rejects.toThrow(NotFoundError)
    expect(sent.at(-1)!.path).toBe('/v5/devices/a%2Frestart')
  })
})

describe('a log stream', () => {
  it('comes back with the token of its time', async () => {
    const { baseUrl, fetch } = cloud
    const tokens: (string | null)[] = []
    const watching = createImpCentral({
      baseUrl,
      auth: { id: account.email, password: account.password },
      random: () => 0,
      fetch: (input, init) => {
        const request = new Request(input, init)
        if (request.url.endsWith('/logstream')) tokens.push(request.headers.get('authorization'))
        return fetch(request)
      },
    })
    const [device = ''] = cloud.devices
    await using stream = await watching.logStreams.open({ devices: [device] })
    cloud.faults.revokeTokens()
    cloud.faults.dropStreams('reset')
    cloud.log(device, { msg: 'still there' })
    for await (const event of stream) if (event.type === 'message' && event.text === 'still there') break
    // The last one is that of the stream that came back; the one before was refused.
    expect(tokens.length).toBe(3)
    expect(new Set(tokens).size).toBe(2)
  })
})

describe('the typed wire', () => {
  it('answers data or error, and never throws on a status', async () => {
    const list = await imp.client.GET('/devices', { params: { query: { 'page[size]': 2 } } })
    expect(list.data!.data).toHaveLength(2)
    expect(list.response.headers.get('x-ratelimit-limit')).not.toBeNull()
    const missing = await imp.client.GET('/devices/{device}', { params: { path: { device: '0000000000000000' } } })
    expect(missing.data).toBeUndefined()
    expect(missing.error!.errors[0]!.code).toBe('NF001')
    expect(missing.response.status).toBe(404)
    const made = await imp.client.POST('/products', {
      body: { data: { type: 'product', attributes: { name: 'Fridge' } } },
    })
    expect(made.data!.data.attributes.name).toBe('Fridge')
    expect(made.response.status).toBe(201)
  })

  it('sends the parameters that are headers', async () => {
    const header = { 'X-Electricimp-Password': account.password }
    const body = { data: { type: 'login_key' as const } }
    const made = await imp.client.POST('/accounts/me/login_keys', { params: { header }, body })
    expect(made.response.status).toBe(201)
    const { id: key } = made.data!.data
    const wrong = { ...header, 'X-Electricimp-Password': 'no' }
    const path = '/accounts/me/login_keys/{key}'
    expect((await imp.client.DELETE(path, { params: { header: wrong, path: { key } } })).response.status).toBe(403)
    expect((await imp.client.DELETE(path, { params: { header, path: { key } } })).response.status).toBe(204)
  })

  it('gives a body unread where that is asked for, and none but lists for errors', async () => {
    await using server = await serve((_, __, response) => {
      response.writeHead(200).write('{"endless":')
    })
    const endless = createImpCentral({ baseUrl: server.url, auth: { accessToken: 'token' }, timeout: 1000 })
    const { data } = await endless.client.GET('/devices', { parseAs: 'stream' })
    const reader = data!.getReader()
    expect(new TextDecoder().decode((await reader.read()).value)).toBe('{"endless":')
    await reader.cancel()
    for (const errors of ['bad', { a: 1 }]) {
      const fetch = async () => Response.json({ errors }, { status: 400 })
      const odd = createImpCentral({ auth: { accessToken: 'token' }, fetch })
      expect((await odd.client.GET('/devices')).error).toEqual({ errors: [] })
    }
  })

  it('and everything beside it sends the user agent, and each header once', async () => {
    const seen: [string, Headers][] = []
    const fetch: typeof globalThis.fetch = async (input, init) => {
      const request = new Request(input, init)
      seen.push([new URL(request.url).pathname.replace('/v5', ''), request.headers])
      return cloud.fetch(request)
    }
    const { baseUrl } = cloud
    const named = createImpCentral({
      baseUrl,
      fetch,
      auth: { id: account.email, password: account.password },
      userAgent: 'mine/1',
    })
    await named.client.GET('/devices')
    await named.devices.list({ headers: new Headers({ 'X-Trace': '1' }) as never })
    await named.fetch(`${baseUrl}/devices`, { headers: { Authorization: 'Bearer other', Accept: 'text/x' } })
    await named.fetch(new Request(`${baseUrl}/devices`, { headers: { 'X-Trace': '2' } }))
    expect(seen.map(([path]) => path)).toEqual(['/auth', '/devices', '/devices', '/devices', '/devices'])
    for (const [, headers] of seen) expect(headers.get('user-agent')).toBe('mine/1')
    const token = `Bearer ${await named.auth.token()}`
    for (const [, headers] of seen.slice(1)) expect(headers.get('authorization')).toBe(token)
    expect(seen.map(([, headers]) => headers.get('x-trace'))).toEqual([null, null, '1', null, '2'])
    expect(seen[3]![1].get('accept')).toBe('text/x')
  })

  it('tells warnings as the methods do', async () => {
    const warning = { code: 'WA001', title: 'Deprecated' }
    const onWarning = vi.fn()
    const answers = async () => Response.json({ data: { type: 'device', id: 'a', meta: { warnings: [warning] } } })
    const warned = createImpCentral({ auth: { accessToken: 'token' }, fetch: answers, onWarning })
    await warned.devices.get('a')
    await warned.client.GET('/devices/{device}', { params: { path: { device: 'a' } } })
    await warned.client.GET('/devices/{device}', { params: { path: { device: 'a' } }, parseAs: 'text' })
    expect(onWarning.mock.calls).toEqual([[warning], [warning]])
    // What the service has done is not lost for it.
    onWarning.mockImplementation(() => {
      throw new Error('a mistake in a logger')
    })
    expect(await warned.devices.get('a')).toMatchObject({ id: 'a' })
  })

  it('says what it sends and what it takes, by the operation', async () => {
    const seen: [string | null, string | null][] = []
    const fetch = async (input: string | URL | Request, init?: RequestInit) => {
      const { headers } = new Request(input, init)
      seen.push([headers.get('accept'), headers.get('content-type')])
      return Response.json({ data: {} })
    }
    const { client } = createImpCentral({ auth: { accessToken: 'token' }, fetch })
    await client.GET('/devices')
    await client.POST('/products', { body: { data: { type: 'product', attributes: { name: 'Fridge' } } } })
    await client.POST('/auth', { body: { id: 'me', password: 'secret' } })
    const accept = 'application/vnd.api+json, application/json'
    expect(seen).toEqual([
      [accept, null],
      [accept, 'application/vnd.api+json'],
      [accept, 'application/json'],
    ])
  })

  it('looks the global fetch up at each call', async () => {
    const { client } = createImpCentral({ auth: { accessToken: 'token' } })
    const later = vi.spyOn(globalThis, 'fetch').mockImplementation(async () => Response.json({ data: [] }))
    await client.GET('/devices')
    expect(later).toHaveBeenCalledTimes(1)
    later.mockRestore()
  })

  it('refuses path parameters that lead elsewhere', async () => {
    for (const device of ['', '.', '..', undefined as unknown as string]) {
      await expect(imp.client.DELETE('/devices/{device}', { params: { path: { device } } })).rejects.toThrow(
        ArgumentError,
      )
    }
    expect(sent).toEqual([])
  })
})

describe('errors', () => {
  it('say that a password is wrong', async () => {
    const { baseUrl, fetch } = cloud
    const stranger = createImpCentral({ baseUrl, fetch, auth: { id: account.email, password: 'no' } })
    await expect(stranger.accounts.get('me')).rejects.toThrow(AuthenticationError)
  })

  it('keep every error object of the answer', async () => {
    const error: unknown = await imp.products.create({ attributes: { name: '' } }).catch((error: unknown) => error)
    expect(error).toMatchObject({
      name: 'ValidationError',
      status: 400,
      family: 'VX',
      pointer: '/data/attributes/name',
    })
    expect((error as ApiError).errors.length).toBeGreaterThan(0)
  })

  it.each(['over the network', 'from a fetch whose answers tell no URL'])('tell the whole URL %s', async (where) => {
    await using server = await serve((_, __, response) => {
      response.writeHead(404).end()
    })
    const mock = async () => new Response(null, { status: 404 })
    const fetch = where === 'over the network' ? undefined : mock
    const lost = createImpCentral({ baseUrl: server.url, auth: { accessToken: 'token' }, fetch })
    const error: unknown = await lost.devices.get('a').catch((error: unknown) => error)
    expect(error).toMatchObject({ url: `${server.url}/devices/a` })
  })

  it.each([
    ['an empty body', ''],
    ['null', 'null'],
    ['a text', '"x"'],
    ['a list', '{"data":[]}'],
    ['no data', '{}'],
  ])('refuse %s for a resource', async (_, body) => {
    await using server = await serve((_, __, response) => {
      response.writeHead(200, { 'content-type': 'application/vnd.api+json' }).end(body)
    })
    const odd = createImpCentral({ baseUrl: server.url, auth: { accessToken: 'token' } })
    const error: unknown = await odd.devices.get('a').catch((error: unknown) => error)
    expect(error).toBeInstanceOf(ParseError)
    expect(error).toMatchObject({ status: 200, method: 'GET', url: expect.stringContaining('/v5/devices/a') })
    if (body !== '{"data":[]}') await expect(odd.devices.list()).rejects.toThrow(ParseError)
  })

  it.each(['https:/x.test/v5', 'https:x.test/v5', ' HTTPS://X.test:443/v5/ '])(
    'do not come of the way in which a base URL is written: %s',
    async (baseUrl) => {
      const urls: string[] = []
      const fetch = async (input: unknown) => {
        urls.push(String(input))
        return Response.json({ access_token: 'token', data: { type: 'device', id: 'a' } })
      }
      const imp = createImpCentral({ baseUrl, fetch, auth: { loginKey: 'key' } })
      await imp.devices.get('a')
      expect(urls).toEqual(['https://x.test/v5/auth/token', 'https://x.test/v5/devices/a'])
    },
  )

  it('of a sign-in that fails come after as many attempts as one call may have', async () => {
    let attempts = 0
    await using server = await serve((_, __, response) => {
      attempts++
      response.destroy()
    })
    const lost = createImpCentral({
      baseUrl: server.url,
      auth: { id: account.email, password: account.password },
      retry: { attempts: 3, baseDelay: 1 },
    })
    expect(isConnectionError(await lost.products.list().then(undefined, (error: unknown) => error))).toBe(true)
    expect(attempts).toBe(3)
  })

  it('are never falsy on the typed wire', async () => {
    for (const body of ['', 'null', '<html>', '{"message":"x"}']) {
      await using server = await serve((_, __, response) => {
        response.writeHead(500).end(body)
      })
      const odd = createImpCentral({ baseUrl: server.url, auth: { accessToken: 'token' }, retry: false })
      const { error, response } = await odd.client.GET('/products')
      expect(error).toEqual({ errors: [] })
      expect(await response.text()).toBe(body)
    }
  })

  it('turn a page of HTML into a typed error', async () => {
    await using server = await serve((_, __, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Please log in</html>')
    })
    const behindProxy = createImpCentral({ baseUrl: server.url, auth: { accessToken: 'token' } })
    await expect(behindProxy.products.list()).rejects.toThrow(ParseError)
    await expect(behindProxy.client.GET('/products')).rejects.toThrow(ParseError)
  })
})
