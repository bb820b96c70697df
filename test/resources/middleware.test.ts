/** `imp.client.use()` is openapi-fetch's middleware, for methods and wire alike. */
import {
  createImpCentral,
  type ImpCentral,
  ImpCentralError,
  isConnectionError,
  isParseError,
  NotFoundError,
} from 'impcentral'
import { createImpCloud } from 'impcentral/emulator'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { createManualClock } from '../support/clocks.ts'

const account = { email: 'me@example.com', password: 'sup3rs3cr3t' }
let imp: ImpCentral
let sent: { url: string; init: RequestInit & { headers: Record<string, string> } }[]
let fails: Error | undefined

beforeEach(() => {
  const cloud = createImpCloud({ accounts: [account], devices: 250 })
  sent = []
  fails = undefined
  imp = createImpCentral({
    baseUrl: cloud.baseUrl,
    auth: { id: account.email, password: account.password },
    retry: { attempts: 2, baseDelay: 0 },
    fetch: async (input, init) => {
      sent.push({ url: input as string, init: init as never })
      if (fails) throw fails
      return cloud.fetch(input, init)
    },
  })
})

const calls: [string, () => PromiseLike<unknown>][] = [
  ['a method', () => imp.products.create({ attributes: { name: 'Fridge' } })],
  ['a list', () => imp.devices.list()],
  ['the wire', () => imp.client.GET('/devices', {})],
]

describe.each(calls)('of %s', (name, call) => {
  test('adds a header', async () => {
    imp.client.use({
      onRequest({ request }) {
        request.headers.set('X-Trace', 'abc')
      },
    })
    await call()
    expect(sent.at(-1)!.init.headers).toMatchObject({
      'x-trace': 'abc',
      authorization: expect.stringMatching(/^Bearer /),
    })
  })

  test('times a call, and is told which operation it is', async () => {
    const began = new Map<string, number>()
    const timed = vi.fn()
    imp.client.use({
      onRequest: ({ id }) => void began.set(id, performance.now()),
      onResponse: ({ id, response, schemaPath, request }) =>
        timed(request.method, schemaPath, response.status, performance.now() - began.get(id)!),
    })
    await call()
    const [method, path, status] = { 'a method': ['POST', '/products', 201] }[name] ?? ['GET', '/devices', 200]
    expect(timed).toHaveBeenCalledExactlyOnceWith(method, path, status, expect.any(Number))
  })

  test('answers in place of the service', async () => {
    const answer = { type: 'product', id: 'made up' }
    const data = name === 'a method' ? answer : [answer]
    imp.client.use({ onRequest: () => Response.json({ data, links: {} }) })
    const result = (await call()) as { data?: { data: unknown } }
    if (name === 'a method') expect(result).toEqual(answer)
    else expect(name === 'a list' ? result.data : result.data!.data).toEqual([answer])
    expect(sent).toHaveLength(0)
  })

  test('answers with a failure in place of the service', async () => {
    const errors = [{ code: 'NF001', title: 'Made up' }]
    imp.client.use({ onRequest: () => Response.json({ errors }, { status: 404 }) })
    if (name === 'the wire') expect(await call()).toMatchObject({ error: { errors } })
    else {
      const error: unknown = await Promise.resolve(call()).catch((e: unknown) => e)
      expect(error).toBeInstanceOf(NotFoundError)
      expect(error).toMatchObject({ errors, code: 'NF001' })
    }
    expect(sent).toHaveLength(0)
  })

  test('maps an error', async () => {
    class Offline extends ImpCentralError {}
    const seen: unknown[] = []
    imp.client.use({
      onError({ error }) {
        seen.push(error)
        return new Offline('No network')
      },
    })
    fails = new TypeError('fetch failed', { cause: Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' }) })
    await expect(Promise.resolve(call())).rejects.toBeInstanceOf(Offline)
    expect(seen.map(isConnectionError)).toEqual([true])
  })

  test('may give a native Request, and the options of the call hold all the same', async () => {
    const { signal } = new AbortController()
    imp.client.use({
      onRequest: ({ request }) =>
        new Request(request.url, { method: request.method, headers: request.headers, body: request.body }),
    })
    await call()
    const { url, init } = sent.at(-1)!
    expect([new URL(url).pathname, init.method]).toEqual(
      name === 'a method' ? ['/v5/products', 'POST'] : ['/v5/devices', 'GET'],
    )
    expect(signal.aborted).toBe(false)
  })

  test('is taken out again', async () => {
    const middleware = { onRequest: () => Response.json({ data: {} }) }
    imp.client.use(middleware)
    imp.client.eject(middleware)
    await call()
    expect(sent.length).toBeGreaterThan(0)
  })
})

test('sees every page of a list, and clones of requests', async () => {
  const seen: string[] = []
  imp.client.use({
    async onRequest({ request, schemaPath }) {
      const clone = request.clone()
      seen.push(
        `${clone.method} ${schemaPath} ${new URL(clone.url).searchParams.get('page[number]') ?? 1} ${await clone.text()}`,
      )
    },
  })
  expect(await imp.devices.list().toArray()).toHaveLength(250)
  expect(seen).toEqual(['GET /devices 1 ', 'GET /devices 2 ', 'GET /devices 3 '])
})

test('sees the calls of a client with other defaults as well', async () => {
  const seen = vi.fn()
  imp.client.use({ onRequest: ({ schemaPath }) => seen(schemaPath) })
  await imp.withOptions({ timeout: 5000 }).products.list()
  expect(seen).toHaveBeenCalledExactlyOnceWith('/products')
})

test('a success that is no JSON is a ParseError, whoever made it', async () => {
  imp.client.use({ onRequest: () => new Response('<html>', { headers: { 'content-type': 'text/html' } }) })
  for (const call of [imp.client.GET('/devices', {}), imp.devices.get('x'), imp.devices.list()])
    await expect(Promise.resolve(call)).rejects.toSatisfy(
      (error) => isParseError(error) && error.contentType === 'text/html',
    )
})

test.each([null, '', 0, undefined, new Error('mine')])(
  'the reason of an abort comes through as it is: %o',
  async (reason) => {
    const controller = new AbortController()
    imp.client.use({ onRequest: () => controller.abort(reason) })
    const outcome = await imp.client
      .GET('/devices', { signal: controller.signal })
      .catch((error: unknown) => ({ reason: error }))
    expect(outcome).toEqual({ reason: reason === undefined ? controller.signal.reason : reason })
  },
)

describe.each(['onRequest', 'onResponse', 'onError'] as const)('%s that never settles', (hook) => {
  const stuck = async (options: object, send: (imp: ImpCentral) => Promise<unknown>) => {
    const cloud = createImpCloud({ accounts: [account], devices: 1 })
    const imp = createImpCentral({
      baseUrl: cloud.baseUrl,
      auth: { id: account.email, password: account.password },
      retry: false,
      fetch: async (input, init) => {
        if (hook === 'onError' && (input as string).includes('/devices')) throw new TypeError('fetch failed')
        return cloud.fetch(input, init)
      },
      ...options,
    })
    await imp.auth.login()
    const never = vi.fn(() => new Promise<undefined>(() => {}))
    imp.client.use({ onError: () => undefined, [hook]: never })
    const call = send(imp).catch((error: unknown) => error)
    await vi.waitUntil(() => never.mock.calls.length > 0)
    return { call }
  }

  const calls: [string, (imp: ImpCentral) => Promise<unknown>][] = [
    ['a method', (imp) => imp.devices.get('0123456789abcdef')],
    ['the wire', (imp) => imp.client.GET('/devices', { params: { query: { 'page[size]': 5 } } })],
    ['a stream', (imp) => imp.client.GET('/devices', { parseAs: 'stream' })],
  ]

  test.each(calls)('lasts as long as the deadline: %s', async (name, send) => {
    const clock = createManualClock()
    const { call } = await stuck({ clock, deadline: 5000 }, send)
    clock.advance(5000)
    const path =
      name === 'a method' ? '/devices/0123456789abcdef' : name === 'a stream' ? '/devices' : '/devices?page%5Bsize%5D=5'
    expect(await call).toMatchObject({
      name: 'TimeoutError',
      kind: 'deadline',
      timeout: 5000,
      method: 'GET',
      url: expect.stringMatching(new RegExp(`/v5${path.replace('?', String.raw`\?`)}$`)),
      cause: { message: 'Waiting for a middleware' },
    })
    expect(clock.pending).toBe(0)
  })

  test.each(calls)('ends when the client is stopped: %s', async (_, send) => {
    const controller = new AbortController()
    const { call } = await stuck({ signal: controller.signal }, send)
    controller.abort('enough')
    expect(await call).toBe('enough')
  })
})

describe('with middleware that does nothing', () => {
  test.each([
    ['waits for a new access token', '/auth', 'Waiting for a new access token'],
    ['waits for the answer', '/devices', 'Waiting for the answer'],
  ])('a deadline says what the call %s', async (_, path, message) => {
    const clock = createManualClock()
    const cloud = createImpCloud({ accounts: [account], devices: 1 })
    const stuck = vi.fn(() => new Promise<Response>(() => {}))
    const imp = createImpCentral({
      baseUrl: cloud.baseUrl,
      auth: { id: account.email, password: account.password },
      clock,
      timeout: 0,
      fetch: (input, init) => ((input as string).includes(path) ? stuck() : cloud.fetch(input, init)),
    })
    imp.client.use({ onRequest: () => undefined })
    const call = imp.devices.list({ deadline: 5000 }).catch((error: unknown) => error)
    await vi.waitUntil(() => stuck.mock.calls.length > 0)
    clock.advance(5000)
    expect(await call).toMatchObject({ url: expect.stringContaining('?page%5Bsize%5D=100'), cause: { message } })
  })

  test('what is no signal is refused before anything is sent', async () => {
    imp.client.use({ onRequest: () => undefined })
    const call = imp.client.GET('/devices', { signal: {} as AbortSignal, deadline: 5000 })
    await expect(call).rejects.toMatchObject({
      name: 'ArgumentError',
      message: expect.stringContaining('an AbortSignal'),
    })
    expect(sent).toEqual([])
  })
})
