/** observe() looks on: it finds what differs, and the exchange does not notice. */
import { describe, expect, test, vi } from 'vitest'
import { createImpCentral, type Fetch } from 'impcentral'
import { observe, type Difference, type ObserveOptions } from 'impcentral/conformance'
import { account, fullCloud } from './deviating-cloud.ts'

const base = 'https://api.electricimp.com/v5'
const headers = {
  'content-type': 'application/vnd.api+json',
  'x-ratelimit-limit': '40',
  'x-ratelimit-remaining': '39',
  'x-ratelimit-reset': '25',
}
const me = {
  data: { type: 'account', id: '2b9d7e14-c0a3-5f68-91db-e47a0c3f852d', attributes: { username: 'dora', shoe: 42 } },
}

const answering =
  (body: BodyInit | null, init: ResponseInit = {}): Fetch =>
  async () =>
    new Response(body, { headers, ...init })

/** What was found is told in the next turn. */
const told = () => new Promise((resolve) => setImmediate(resolve))

const shoe = { operation: 'getAccount', place: '/data/attributes/shoe', kind: 'undocumented property', came: 'integer' }

describe('what is found', () => {
  test('is told once per place, and counted', async () => {
    const onDifference = vi.fn()
    const observer = observe({ onDifference })
    const fetch = observer(answering(JSON.stringify(me)))
    for (let call = 0; call < 3; call++) await (await fetch(`${base}/accounts/me`)).text()
    await told()
    expect(onDifference).toHaveBeenCalledTimes(1)
    expect(observer.differences).toEqual([
      { ...shoe, method: 'GET', path: '/accounts/{account_id}', status: 200, described: 'no such property', count: 3 },
    ])
  })

  test.each<[string, (response: Response) => Promise<unknown>]>([
    ['text()', (response) => response.text()],
    ['json()', (response) => response.json()],
    ['arrayBuffer()', (response) => response.arrayBuffer()],
    ['a reader', ({ body }) => new Response(body).text()],
  ])('is found whoever reads, and however: %s', async (_, read) => {
    const observer = observe()
    await read(await observer(answering(JSON.stringify(me)))(`${base}/accounts/me`))
    await told()
    expect(observer.differences).toMatchObject([shoe])
  })

  test('names an operation that nobody described, without its ids', async () => {
    const observer = observe()
    const fetch = observer(answering('{}'))
    await fetch(`${base}/devices/5000d8c46a56cfca/history?secret=s`)
    await fetch(`${base}/devices`, { method: 'POST' })
    expect(observer.differences.map(({ method, path, kind }) => [method, path, kind])).toEqual([
      ['GET', '/devices/*/*', 'unknown operation'],
      ['POST', '/devices', 'unknown operation'],
    ])
  })

  test('is nothing where the call goes elsewhere', async () => {
    const onExchange = vi.fn()
    const fetch = observe({ onExchange, baseUrl: 'https://imp.example/v5/' })(answering('{}'))
    await fetch('https://imp.example/v5/accounts/me')
    await fetch('https://imp.example.org/v5/accounts/me')
    await fetch('https://example.com/v5')
    await observe({ onExchange })(answering('{}'))('https://example.com/accounts/me')
    expect(onExchange.mock.calls.map(([exchange]) => exchange.operation)).toEqual(['getAccount'])
  })

  test('is no missing header where a browser hides it', async () => {
    const observer = observe()
    const hidden: Fetch = async () =>
      Object.defineProperty(
        new Response('{"errors":[]}', { status: 404, headers: { 'content-type': headers['content-type'] } }),
        'type',
        { value: 'cors' },
      )
    await (await observer(hidden)(`${base}/products/x`)).text()
    await told()
    expect(observer.differences).toEqual([])
  })

  test('is a gateway that answers in place of the service', async () => {
    const observer = observe()
    const gateway = answering('<html>', { status: 502, headers: { 'content-type': 'text/html' } })
    await (await observer(gateway)(`${base}/products`)).text()
    await told()
    expect(observer.differences.map(({ place }) => place)).toEqual([
      'header X-RateLimit-Limit',
      'header X-RateLimit-Reset',
      'header X-RateLimit-Remaining',
      'media type',
    ])
  })

  test('is looked at in a share of the exchanges alone', async () => {
    const onExchange = vi.fn()
    const counted = async (sample: number) => {
      onExchange.mockClear()
      const fetch = observe({ onExchange, sample })(answering('{}'))
      for (let call = 0; call < 400; call++) await fetch(`${base}/products`)
      return onExchange.mock.calls.length
    }
    expect(await counted(0)).toBe(0)
    expect(await counted(1)).toBe(400)
    const half = await counted(0.5)
    expect(half).toBeGreaterThan(100)
    expect(half).toBeLessThan(300)
  })
})

describe('the exchange', () => {
  test('stays the same object, with the same body', async () => {
    const response = new Response(JSON.stringify(me), { headers })
    const given = await observe()(async () => response)(`${base}/accounts/me`)
    expect(given).toBe(response)
    expect(given.bodyUsed).toBe(false)
    expect(await given.clone().json()).toEqual(me)
    expect(await given.json()).toEqual(me)
    expect(given.bodyUsed).toBe(true)
    await expect(given.text()).rejects.toThrow(TypeError)
  })

  test('fails as it would have failed', async () => {
    const down = new TypeError('fetch failed')
    await expect(observe()(() => Promise.reject(down))(`${base}/accounts/me`)).rejects.toBe(down)
    const broken = new ReadableStream({
      pull(controller) {
        controller.error(down)
      },
    })
    const response = await observe()(answering(broken))(`${base}/accounts/me`)
    await expect(response.text()).rejects.toBe(down)
    expect(() => JSON.parse('{')).toThrow(SyntaxError)
    await expect((await observe()(answering('{'))(`${base}/accounts/me`)).json()).rejects.toThrow(SyntaxError)
  })

  test('is not harmed by whoever is told', async () => {
    const failing = () => {
      throw new Error('mine')
    }
    const rejecting = () => Promise.reject(new Error('mine'))
    for (const onDifference of [failing, rejecting]) {
      const options: ObserveOptions = { onDifference, onExchange: failing, onRecording: rejecting }
      const fetch = observe(options)(answering(JSON.stringify(me), { status: 203 }))
      expect(await (await fetch(`${base}/accounts/me`)).json()).toEqual(me)
      await told()
    }
  })

  test('is told of after its reader has it', async () => {
    const order: string[] = []
    const fetch = observe({ onDifference: () => order.push('difference') })(answering(JSON.stringify(me)))
    await (await fetch(`${base}/accounts/me`)).text()
    order.push('text')
    await told()
    expect(order).toEqual(['text', 'difference'])
  })

  test('is read no faster than its reader reads, and a stream is not put together', async () => {
    let pulled = 0
    const endless = () =>
      new ReadableStream<Uint8Array>(
        {
          pull(controller) {
            pulled++
            controller.enqueue(new Uint8Array(1 << 16))
          },
        },
        { highWaterMark: 0 },
      )
    for (const stream of [true, false]) {
      pulled = 0
      const fetch = observe()(async () => new Response(endless(), { headers }))
      const reader = (await fetch(`${base}/products`, { stream })).body!.getReader()
      await told()
      // A Response may look at its first piece.
      expect(pulled).toBeLessThanOrEqual(1)
      for (let piece = 1; piece <= 64; piece++) {
        await reader.read()
        expect(pulled).toBeLessThanOrEqual(piece + 1)
      }
      await reader.cancel()
    }
  })

  test('that is aborted is aborted at its source', async () => {
    let reason: unknown
    const source = new ReadableStream({ cancel: (given) => void (reason = given) })
    const response = await observe()(async () => new Response(source, { headers }))(`${base}/products`)
    await response.body!.cancel('enough')
    expect(reason).toBe('enough')
  })
})

test('the whole of the SDK goes through it without a difference', async () => {
  const cloud = await fullCloud()
  const seen: Difference[] = []
  const observer = observe({ onDifference: (difference) => seen.push(difference), baseUrl: cloud.baseUrl })
  const auth = { id: account.email, password: account.password }
  const imp = createImpCentral({ auth, baseUrl: cloud.baseUrl, fetch: observer(cloud.fetch) })
  for await (const { id } of imp.devices.list()) await imp.devices.get(id)
  const [device] = cloud.devices
  await using stream = await imp.logStreams.open({ devices: [device!] })
  cloud.log(device!, { msg: 'Boot' })
  for await (const event of stream) if (event.type === 'message') break
  await told()
  expect(seen).toEqual([])
})

test.each<[object, string]>([
  [{ onDifference: 'x' }, 'observe: onDifference: expected a function, got String'],
  [{ sample: 2 }, 'observe: sample: expected a number from 0 to 1'],
  [{ sampel: 1 }, 'observe: unknown "sampel"; expected onDifference, onExchange, onRecording, sample, baseUrl'],
])('refuses %j', (options, message) => {
  expect(() => observe(options)).toThrow(message)
})
