/** What each kind of method sends, what it takes for an answer, and what it refuses before anything is sent. */
import { ArgumentError, createImpCentral, type ImpCentral, isNotFoundError, isParseError } from 'impcentral'
import { describe, expect, test } from 'vitest'

const baseUrl = 'https://x.test/v5'
const id = '5000d8c46a56cfca'

interface Sent {
  call: string
  headers: Record<string, string>
  body: unknown
}

/** A client whose network answers with these, one after the other, and at last with an empty list. */
function client(answers: (Response | object)[] = [], options: object = {}) {
  const sent: Sent[] = []
  const imp = createImpCentral({
    baseUrl,
    auth: { accessToken: 'token' },
    retry: false,
    ...options,
    async fetch(input, init) {
      const { method, headers, body } = init!
      sent.push({
        call: `${method} ${decodeURIComponent((input as string).replace(baseUrl, ''))}`,
        headers: headers as Record<string, string>,
        body: body ? JSON.parse(body as string) : undefined,
      })
      const answer = answers.shift() ?? { data: [] }
      return answer instanceof Response ? answer : Response.json(answer)
    },
  })
  return { imp, sent, calls: () => sent.map(({ call }) => call) }
}
const failureOf = async (work: () => unknown): Promise<Error> => {
  const error: unknown = await (async () => work())().then(
    () => expect.fail('It did not fail'),
    (e: unknown) => e,
  )
  return error as Error
}
const thing = { data: { type: 'product', id: '1', attributes: { name: 'a' } } }
const failure = (status: number, ...errors: object[]) => Response.json({ errors }, { status })
/** What JavaScript can do. */
const untyped = (imp: ImpCentral) => imp as any // oxlint-disable-line typescript/no-explicit-any

describe('a call', () => {
  test.each<[string, (imp: ImpCentral) => Promise<unknown>, string, unknown]>([
    ['of get', (imp) => imp.products.get('1'), 'GET /products/1', undefined],
    ['of an id that a URL encodes', (imp) => imp.products.get('a b'), 'GET /products/a b', undefined],
    ['of delete', (imp) => imp.products.delete('1'), 'DELETE /products/1', undefined],
    ['of an action', (imp) => imp.devices.restart(id), `POST /devices/${id}/restart`, undefined],
    [
      'of create',
      (imp) => imp.products.create({ attributes: { name: 'a' } }),
      'POST /products',
      { data: { type: 'product', attributes: { name: 'a' } } },
    ],
    [
      'of update',
      (imp) => imp.products.update('1', { attributes: { name: 'a' } }),
      'PATCH /products/1',
      { data: { type: 'product', id: '1', attributes: { name: 'a' } } },
    ],
    [
      'of an identifier',
      (imp) => imp.deviceGroups.setMinSupportedDeployment('1', '2'),
      'PUT /devicegroups/1/relationships/min_supported_deployment',
      { data: { type: 'deployment', id: '2' } },
    ],
    [
      'of identifiers',
      (imp) => imp.deviceGroups.addDevices('1', ['2', { type: 'device', id: '3' } as never]),
      'POST /devicegroups/1/relationships/devices',
      {
        data: [
          { type: 'device', id: '2' },
          { type: 'device', id: '3' },
        ],
      },
    ],
  ])('%s', async (_, work, call, body) => {
    const { imp, sent } = client([thing])
    await work(imp)
    expect(sent.map((one) => [one.call, one.body])).toEqual([[call, body]])
  })

  test('gives what is in data, and nothing where the answer is empty', async () => {
    const { imp } = client([thing, new Response(null, { status: 204 }), new Response(''), thing])
    expect(await imp.products.get('1')).toEqual(thing.data)
    expect(await imp.products.delete('1')).toBeUndefined()
    expect(await imp.devices.restart(id)).toBeUndefined()
    expect(await imp.deviceGroups.addDevices('1', ['2'])).toBeUndefined()
  })

  test('has its headers, and those that its options name', async () => {
    const { imp, sent } = client([thing, thing])
    await imp.loginKeys.create(undefined, { password: 'pa55word!', headers: { 'x-trace': 'a' } })
    expect(sent[0]!.headers).toMatchObject({ 'x-electricimp-password': 'pa55word!', 'x-trace': 'a' })
    await imp.products.get('1')
    expect(Object.keys(sent[1]!.headers)).not.toContain('x-electricimp-password')
  })

  test('ends with its signal and its time', async () => {
    const reason = new Error('Ctrl-C')
    const { imp, sent } = client()
    expect(await failureOf(() => imp.products.get('1', { signal: AbortSignal.abort(reason) }))).toBe(reason)
    expect(sent).toEqual([])
    for (const limit of ['timeout', 'deadline'] as const) {
      const silent = createImpCentral({
        baseUrl,
        auth: { accessToken: 'token' },
        retry: false,
        fetch: (_, init) =>
          new Promise((_, reject) =>
            init!.signal!.addEventListener('abort', () => reject(init!.signal!.reason as Error)),
          ),
      })
      const error = await failureOf(() => silent.products.get('1', { [limit]: 1 }))
      expect(error).toMatchObject({
        name: 'TimeoutError',
        kind: limit === 'timeout' ? 'attempt' : 'deadline',
        timeout: 1,
      })
    }
  })
})

describe('a list', () => {
  const first = '/products?page[size]='
  test.each<[string, (imp: ImpCentral) => unknown, string]>([
    ['asks for as much as a page holds', (imp) => imp.products.list(), `GET ${first}100`],
    ['asks for a size of the caller’s', (imp) => imp.products.list({ page: { size: 7 } }), `GET ${first}7`],
    [
      'keeps that size for few',
      (imp) => imp.products.list({ page: { size: 7 } }).toArray({ limit: 3 }),
      `GET ${first}7`,
    ],
    ['asks for few', (imp) => imp.products.list().toArray({ limit: 3 }), `GET ${first}3`],
    ['asks for no more than a page holds', (imp) => imp.products.list().toArray({ limit: 300 }), `GET ${first}100`],
    ['asks for one', (imp) => imp.products.list().first(), `GET ${first}1`],
    [
      'begins at a page',
      (imp) => imp.products.list({ page: { number: 3 } }),
      'GET /products?page[number]=3&page[size]=100',
    ],
    [
      'filters',
      (imp) => imp.devices.list({ filter: { 'owner.id': 'me', 'product.id': '1' } }),
      'GET /devices?filter[owner.id]=me&filter[product.id]=1&page[size]=100',
    ],
    ['of what is given whole has no pages', (imp) => imp.refreshTokens.list(), 'GET /accounts/me/refresh_tokens'],
    ['of a resource', (imp) => imp.devices.logs(id), `GET /devices/${id}/logs?page[size]=100`],
  ])('%s', async (_, work, call) => {
    const { imp, calls } = client()
    await work(imp)
    expect(calls()).toEqual([call])
  })

  test.each<[string, string | undefined]>([
    ['/v5/products?page[number]=2', '/products?page[number]=2'],
    ['?page[number]=2', '/products?page[number]=2'],
    [`${baseUrl}/products?page[number]=2`, '/products?page[number]=2'],
    ['', undefined],
  ])('follows the link "%s"', async (next, path) => {
    const { imp, calls } = client([{ data: [], links: { next } }])
    const pages = imp.products.list().pages()
    const { value } = await pages.next()
    expect(value!.links).toEqual(
      path ? { next: encodeURI(decodeURI(baseUrl + path)).replace(/%5B|%5D/g, decodeURIComponent) } : {},
    )
    await pages.next()
    expect(calls().slice(1)).toEqual(path ? [`GET ${path}`] : [])
  })

  test('keeps what a page tells besides, with its warnings', async () => {
    const meta = [{ code: 'WA001', title: 'Old' }]
    const { imp } = client([{ data: [thing.data], meta, links: null }])
    expect(await imp.products.list()).toEqual({ data: [thing.data], meta, links: {}, warnings: meta })
  })

  test.each<[string, string, boolean]>([
    ['a page of the list', `${baseUrl}/products?page[number]=2`, true],
    ['the list itself', `${baseUrl}/products`, true],
    ['a path', '/v5/products?page[number]=2', true],
    ['a page of the service behind a proxy', 'https://api.test/v5/products?page[number]=2', true],
    ['another list', `${baseUrl}/devices?page[number]=2`, false],
    ['one of the list', `${baseUrl}/products/1`, false],
    ['a list that begins so', `${baseUrl}/products2`, false],
    ['a list that ends so', `${baseUrl}/my/products`, false],
    ['another list of the service behind a proxy', 'https://api.test/v5/devices', false],
  ])('goes on from %s, or refuses it: %s', async (_, from, expected) => {
    const { imp, sent } = client([], { upstreamUrl: 'https://api.test/v5/' })
    if (expected) await imp.products.list({ from })
    else {
      const error = await failureOf(() => imp.products.list({ from }))
      expect(error).toBeInstanceOf(ArgumentError)
      expect(error.message).toBe('products.list: expected from to be a link of a page of this list')
    }
    expect(sent).toHaveLength(expected ? 1 : 0)
  })

  test('of a resource goes on from a page of any such resource', async () => {
    const { imp, calls } = client()
    await imp.devices.logs(id, { from: `${baseUrl}/devices/${id}/logs?page[number]=2` })
    expect(calls()).toEqual([`GET /devices/${id}/logs?page[number]=2`])
    for (const path of ['/devices/logs', `/devices/${id}/a/logs`, `/devices/${id}/logs/1`])
      await failureOf(() => imp.devices.logs(id, { from: baseUrl + path }))
    expect(calls()).toHaveLength(1)
  })
})

describe('an answer', () => {
  const get = (imp: ImpCentral) => imp.products.get('1')
  const list = (imp: ImpCentral) => imp.products.list()
  const create = (imp: ImpCentral) => imp.products.create({ attributes: { name: 'a' } })
  const restart = (imp: ImpCentral) => imp.devices.restart(id)
  test.each<[string, (imp: ImpCentral) => PromiseLike<unknown>, object | Response, string | undefined]>([
    ['of get without a resource', get, {}, 'a resource in data'],
    ['of get that is null', get, { data: null }, 'a resource in data'],
    ['of get that is a list', get, { data: [] }, 'a resource in data'],
    ['of get that is a text', get, { data: 'x' }, 'a resource in data'],
    ['of get that is empty', get, new Response(''), 'a resource in data'],
    ['of create that is empty', create, new Response(null, { status: 204 }), 'a resource in data'],
    ['of a list that is a resource', list, thing, 'a list in data'],
    ['of a list that is null', list, { data: null }, 'a list in data'],
    ['of a list that is empty', list, new Response(''), 'a list in data'],
    ['that is no JSON', restart, new Response('<html>'), 'JSON'],
    ['of an action that is empty', restart, new Response(''), undefined],
    ['of an action that has anything', restart, { data: [] }, undefined],
    ['of a list that has none', list, { data: [] }, undefined],
  ])('%s', async (_, work, answer, expected) => {
    const { imp } = client([answer])
    const error: unknown = await work(imp).then(
      () => undefined,
      (e: unknown) => e,
    )
    expect(isParseError(error)).toBe(expected !== undefined)
    if (expected === undefined) return
    expect(error).toMatchObject({
      message: expect.stringContaining(`Expected ${expected}, got `) as string,
      url: expect.stringContaining(`${baseUrl}/`) as string,
    })
  })

  test('of a middleware, which has no URL, is told with that of the page or the path', async () => {
    const next = `${baseUrl}/products?page=2`
    const { imp } = client([{ data: [thing.data], links: { next } }])
    imp.client.use({
      onRequest: ({ request }) => (/page=2|products.1/.test(request.url) ? failure(400, { code: 'VX001' }) : undefined),
    })
    expect(await failureOf(() => imp.products.list().toArray())).toMatchObject({ url: next })
    expect(await failureOf(() => imp.products.get('1'))).toMatchObject({ url: `${baseUrl}/products/{product_id}` })
  })

  test('that warns is told', async () => {
    const warnings: unknown[] = []
    const meta = [{ code: 'WA001', title: 'Old' }]
    const { imp } = client([{ ...thing, meta }], { onWarning: (warning: unknown) => warnings.push(warning) })
    await imp.products.get('1')
    expect(warnings).toMatchObject(meta)
  })
})

describe('what is not there', () => {
  const missing = (source?: object) => failure(404, { code: 'NF001', title: 'Not found', source })
  const pointer = { pointer: '/data/0' }
  test.each<[string, (imp: ImpCentral) => Promise<unknown>, Response, string | undefined]>([
    ['has the id in the path', (imp) => imp.products.get('1'), missing(), '1'],
    ['has an id that a URL encodes', (imp) => imp.products.get('a b'), missing(), 'a b'],
    [
      'has the id in the body that a pointer leads to',
      (imp) => imp.deviceGroups.addDevices('1', ['2']),
      missing(pointer),
      '2',
    ],
    ['has the id in the path where none does', (imp) => imp.deviceGroups.addDevices('1', ['2']), missing(), '1'],
    ['has none of several', (imp) => imp.deviceGroups.addDevices('1', ['2', '3']), missing(pointer), undefined],
    [
      'has the identifier that a pointer leads to',
      (imp) => imp.deviceGroups.setMinSupportedDeployment('1', '2'),
      missing({ pointer: '/data/id' }),
      '2',
    ],
    ['has none where no id was given', (imp) => imp.products.list().toArray(), missing(), undefined],
    ['has none where a pointer leads nowhere', (imp) => imp.products.get('1'), missing(pointer), undefined],
    ['has none that is a secret', (imp) => imp.loginKeys.get('df5f875b37f970e4'), missing(), undefined],
  ])('%s', async (_, work, answer, expected) => {
    const { imp } = client([answer])
    const error = await failureOf(() => work(imp))
    expect(isNotFoundError(error)).toBe(true)
    expect((error as { id?: string }).id).toBe(expected)
  })

  test('is all that has an id', async () => {
    const { imp } = client([failure(403, { code: 'PX200', title: 'No' })])
    expect(await failureOf(() => imp.products.get('1'))).not.toHaveProperty('id')
  })
})

describe('before anything is sent', () => {
  test.each<[string, (imp: ImpCentral) => unknown, string]>([
    ['an empty id', (imp) => imp.products.get(''), 'products.get: product_id must be a non-empty string'],
    ['no id', (imp) => untyped(imp).products.get(), 'products.get: product_id must be a non-empty string'],
    ['an id that climbs', (imp) => imp.devices.restart('..'), 'devices.restart: device must be'],
    ['an unknown option', (imp) => imp.products.get('1', { tiemout: 1 } as never), 'products.get: unknown "tiemout"'],
    ['a time that is none', (imp) => imp.products.get('1', { timeout: -1 }), 'timeout: expected milliseconds'],
    [
      'a deadline that is none',
      (imp) => imp.products.get('1', { deadline: '5' as never }),
      'deadline: expected milliseconds',
    ],
    [
      'a signal that is none',
      (imp) => imp.products.get('1', { signal: {} as never }),
      'signal: expected an AbortSignal',
    ],
    ['headers that are none', (imp) => imp.products.get('1', { headers: 'x' as never }), 'headers: expected'],
    [
      'a list’s options in another call',
      (imp) => imp.products.get('1', { prefetch: 1 } as never),
      'unknown "prefetch"',
    ],
    [
      'a page size above 100',
      (imp) => imp.products.list({ page: { size: 101 } }),
      'page.size: expected an integer from 1 to 100, got 101',
    ],
    [
      'a page size of 0',
      (imp) => imp.products.list({ page: { size: 0 } }),
      'page.size: expected an integer from 1 to 100, got 0',
    ],
    [
      'a page before the first',
      (imp) => imp.products.list({ page: { number: 0 } }),
      'page.number: expected an integer of at least 1, got 0',
    ],
    [
      'too many pages ahead',
      (imp) => imp.products.list({ prefetch: 101 }),
      'prefetch: expected an integer from 0 to 100, got 101',
    ],
    [
      'pages ahead below 0',
      (imp) => imp.products.list({ prefetch: -1 }),
      'prefetch: expected an integer from 0 to 100, got -1',
    ],
    [
      'a beginning that is no link',
      (imp) => imp.products.list({ from: 5 as never }),
      'from: expected a string, got Number',
    ],
    [
      'a filter that the list has not',
      (imp) => imp.products.list({ filter: { sha: 'a' } as never }),
      'unknown "sha"; expected owner.id',
    ],
    [
      'a filter of a list without',
      (imp) => untyped(imp).accounts.list({ filter: { a: 'b' } }),
      'unknown "a"; expected nothing',
    ],
    [
      'a filter of no tags',
      (imp) => imp.deployments.list({ filter: { tags: [] } }),
      'tags: expected a value, got nothing',
    ],
    [
      'no password',
      (imp) => untyped(imp).loginKeys.delete('1'),
      'loginKeys.delete: expected the option password, a string',
    ],
    [
      'no password beside others',
      (imp) => untyped(imp).loginKeys.create({ timeout: 5 }),
      'loginKeys.create: expected the option password',
    ],
    [
      'a password that is no text',
      (imp) => untyped(imp).loginKeys.delete('1', { password: 5 }),
      'password: expected a string, got Number',
    ],
    [
      'an unbond key where none is used',
      (imp) => untyped(imp).deviceGroups.addDevices('1', [], { unbondKey: 'x' }),
      'unknown "unbondKey"',
    ],
    [
      'a single id for many',
      (imp) => untyped(imp).deviceGroups.addDevices('1', '2'),
      'deviceGroups.addDevices: expected an array of ids, got String',
    ],
    [
      'one wrong id of many',
      (imp) => untyped(imp).deviceGroups.addDevices('1', ['2', 5]),
      'deviceGroups.addDevices: [1]',
    ],
  ])('%s is refused', async (_, work, message) => {
    const { imp, sent } = client()
    const error = await failureOf(() => work(imp))
    expect(error).toBeInstanceOf(ArgumentError)
    expect(error.message).toContain(message)
    expect(sent).toEqual([])
  })

  test('a list says so at once, and another call by its promise', async () => {
    const { imp } = client()
    expect(() => imp.devices.list({ prefetch: -1 })).toThrow(ArgumentError)
    expect(() => imp.devices.logs('')).toThrow(ArgumentError)
    await expect(imp.devices.get('')).rejects.toThrow(ArgumentError)
  })

  test('no devices need no call', async () => {
    const { imp, sent } = client()
    await imp.deviceGroups.addDevices('1', [])
    expect(sent).toEqual([])
  })
})

describe('many devices', () => {
  const ids = Array.from({ length: 25 }, (_, n) => `device-${n}`)
  const limits = { 'x-ratelimit-unbond-limit': '10', 'x-ratelimit-unbond-remaining': '10' }
  const sizes = (sent: Sent[]) => sent.map(({ body }) => (body as { data: unknown[] }).data.length)
  const done = () => new Response(null, { status: 204, headers: limits })

  test('go in as many calls as the bucket of production devices holds, with the unbond key alone', async () => {
    const { imp, sent } = client([done(), done(), done(), done()])
    await imp.deviceGroups.removeDevices('1', ['x'], { unbondKey: 'unbond-key' })
    await imp.deviceGroups.removeDevices('1', ids)
    expect(sizes(sent)).toEqual([1, 25])
    expect(sent[0]!.headers).toMatchObject({ 'x-electricimp-key': 'unbond-key' })
    expect(sent[1]!.headers).not.toHaveProperty('x-electricimp-key')
    await imp.deviceGroups.removeDevices('1', ids.slice(0, 12), { unbondKey: 'unbond-key' })
    expect(Math.max(...sizes(sent.slice(2)))).toBeLessThanOrEqual(10)
    expect(sizes(sent.slice(2)).reduce((a, b) => a + b)).toBe(12)
  })
})
