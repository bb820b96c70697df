import { once } from 'node:events'
import { request } from 'node:http'
import { connect, Server } from 'node:net'
import { createImpCloud, type ImpCloud } from 'impcentral/emulator'
import { listen, type ImpCloudServer } from 'impcentral/emulator/node'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { createApi, logIn, readUntil } from './support.ts'

let server: ImpCloudServer | undefined
afterEach(() => server?.close())

async function start(options: Parameters<typeof createImpCloud>[0] = {}) {
  const cloud = createImpCloud({ devices: 30, ...options })
  server = await listen(cloud)
  return {
    cloud,
    url: server.url,
    api: await logIn({ baseUrl: server.url, fetch: globalThis.fetch }, cloud.accounts[0]),
  }
}

/** What fetch does not send. */
function raw(url: string, method: string, path: string, headers: Record<string, string> = {}, body?: string) {
  return new Promise<{ status: number; headers: Record<string, unknown> }>((resolve, reject) => {
    const { hostname, port } = new URL(url)
    const sent = request({ hostname, port, method, path, headers }, (response) => {
      response.resume()
      response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers }))
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

describe('the HTTP server', () => {
  test('bears many faults at once without a warning', async () => {
    const { cloud, api } = await start()
    const warnings: Error[] = []
    const onWarning = (warning: Error) => warnings.push(warning)
    process.on('warning', onWarning)
    for (let i = 0; i < 20; i++) cloud.faults.latency(1)
    expect((await api('GET', '/devices')).status).toBe(200)
    // Warnings are told in a later turn.
    await new Promise((resolve) => setImmediate(resolve))
    process.off('warning', onWarning)
    expect(warnings).toEqual([])
  })

  test('lets browsers in', async () => {
    const { url } = await start()
    const preflight = await raw(url, 'OPTIONS', '/v5/devices', {
      Origin: 'https://app.example',
      'Access-Control-Request-Method': 'PATCH',
      'Access-Control-Request-Headers': 'authorization,content-type',
    })
    expect(preflight.status).toBe(204)
    expect(preflight.headers).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-headers': 'authorization,content-type',
      'access-control-allow-methods': expect.stringContaining('PATCH'),
    })
    const refused = await raw(url, 'GET', '/v5/devices')
    expect(refused).toMatchObject({
      status: 401,
      headers: { 'access-control-allow-origin': '*', 'access-control-expose-headers': expect.any(String) },
    })
  })

  test('puts the address under which it was called into links and stream URLs', async () => {
    const { url, api } = await start()
    expect((await api('GET', '/devices')).body.links.next).toContain(`${url}/devices?`)
    const local = url.replace('127.0.0.1', 'localhost')
    const { body } = await api('GET', '/accounts/me')
    expect(body.data.links.self).toBe(`${url}/accounts/${body.data.id}`)
    const { access_token } = (
      await createApi(local, fetch)('POST', '/auth', { id: 'dev@example.com', password: 'imp-cloud' })
    ).body
    const stream = await createApi(local, fetch, access_token)('POST', '/logstream')
    expect(stream.body.data.attributes.url).toContain(`${local}/logstream/`)
  })

  test('answers methods and addresses of every kind', async () => {
    const { url } = await start()
    for (const method of ['TRACE', 'HEAD', 'PUT', 'PROPFIND']) {
      expect(await raw(url, method, '/v5/devices')).toMatchObject({ status: 405, headers: { allow: 'GET' } })
    }
    expect((await raw(url, 'GET', '//')).status).toBe(404)
    expect((await raw(url, 'GET', '/v5/devices', { Host: 'a b' })).status).toBe(400)
    expect((await raw(url, 'GET', '/')).status).toBe(404)
    // The vendor's client sends a body with GET.
    expect((await raw(url, 'GET', '/v5/devices', { 'Content-Length': '4' }, 'null')).status).toBe(401)
  })

  test('tells how long an answer is', async () => {
    const { url, cloud, api } = await start()
    const name = 'Kühlschrank – 2 °C'
    const data = { type: 'device', id: cloud.devices[0], attributes: { name } }
    expect((await api('PATCH', `/devices/${cloud.devices[0]}`, { data })).body.data.attributes.name).toBe(name)
    const { access_token } = await cloud.create.session()
    const response = await fetch(`${url}/devices`, { headers: { Authorization: `Bearer ${access_token}` } })
    const length = response.headers.get('Content-Length')
    expect(length).toBe(String((await response.arrayBuffer()).byteLength))
    expect(response.headers.has('Transfer-Encoding')).toBe(false)
    expect(await raw(url, 'GET', '/v5/nothing')).toMatchObject({ headers: { 'content-length': expect.any(String) } })
  })

  test('serves what somebody puts around the handle of a cloud', async () => {
    const cloud = createImpCloud({ devices: 1 })
    const calls: unknown[] = []
    const handle: typeof cloud.handle = async (call, connection) => {
      const body = await call.clone().text()
      calls.push([call.method, new URL(call.url).pathname, call.headers.get('X-Own'), body, connection?.ip])
      const response = await cloud.handle(call, connection)
      return response.type === 'error' ? response : new Response(response.body, { status: 418 })
    }
    server = await listen(Object.create(cloud, { handle: { value: handle } }))
    const { url } = server
    expect(await raw(url, 'PUT', '/v5/devices', { 'X-Own': 'yes' }, '{"ä":1}')).toMatchObject({ status: 418 })
    expect(await raw(url, 'TRACE', '/v5/devices')).toMatchObject({ status: 418 })
    cloud.faults.reset({ times: 1 })
    await expect(raw(url, 'GET', '/v5/devices')).rejects.toThrow()
    expect(calls).toEqual([
      ['PUT', '/v5/devices', 'yes', '{"ä":1}', '127.0.0.1'],
      ['UNSUPPORTED', '/v5/devices', null, '', '127.0.0.1'],
      ['GET', '/v5/devices', null, '', '127.0.0.1'],
    ])
  })

  test('keeps the addresses of its callers with the login keys that they used', async () => {
    const { cloud, url, api } = await start()
    const { id } = await cloud.create.loginKey()
    await createApi(url, fetch)('POST', '/auth/token', { key: id })
    expect((await api('GET', `/accounts/me/login_keys/${id}`)).body.data.attributes.last_ip).toBe('127.0.0.1')
  })

  test('streams as things happen, and forgets a stream whose reader goes away', async () => {
    const { cloud, api } = await start()
    const [device] = cloud.devices as [string]
    const url = (await api('POST', '/logstream')).body.data.attributes.url
    const controller = new AbortController()
    const response = await fetch(url, { signal: controller.signal })
    const reader = response.body!.getReader()
    let text = await readUntil(reader, 'opened')
    await api('PUT', `${url}/${device}`)
    for (const msg of ['one', 'two — ä €', 'three']) {
      cloud.log(device, { msg })
      text = await readUntil(reader, msg, text)
    }
    controller.abort()
    await expect.poll(async () => (await api('PUT', `${url}/${device}`)).status).toBe(404)
  })

  test.each(['reset', 'breakOff'] as const)(
    'loses the connection (%s) for a request behind others on it as well, and answers the ones before',
    async (fault) => {
      const { cloud, url } = await start()
      const { access_token } = await cloud.create.session()
      cloud.faults[fault]({ operation: 'getAccount' })
      const socket = connect(Number(new URL(url).port), '127.0.0.1')
      for (const path of ['/products', '/webhooks', '/accounts/me', '/devices'])
        socket.write(`GET /v5${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${access_token}\r\n\r\n`)
      let answers = ''
      socket.on('data', (chunk) => (answers += String(chunk)))
      await once(socket, 'close')
      expect(answers).toContain('/products?')
      expect(answers).toContain('/webhooks?')
      expect(answers).not.toContain('/devices?')
    },
  )

  test('notices that a client goes away whose requests wait behind others', async () => {
    const cloud = createImpCloud()
    const signals: AbortSignal[] = []
    const handle: typeof cloud.handle = (_, connection) => {
      signals.push(connection!.signal!)
      return new Promise(() => {})
    }
    server = await listen(Object.create(cloud, { handle: { value: handle } }))
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
    // More than a socket may have listeners without a warning.
    const warned = vi.fn()
    process.on('warning', warned)
    for (let i = 0; i < 20; i++) socket.write('GET /v5/devices HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n')
    await expect.poll(() => signals.length).toBe(20)
    expect(signals.filter(({ aborted }) => aborted)).toEqual([])
    socket.destroy()
    await expect.poll(() => signals.filter(({ aborted }) => aborted)).toHaveLength(20)
    process.off('warning', warned)
    expect(warned).not.toHaveBeenCalled()
  })

  test('closes although somebody is still reading', async () => {
    const { api } = await start()
    const url = (await api('POST', '/logstream')).body.data.attributes.url
    const reader = (await fetch(url)).body!.getReader()
    await readUntil(reader, 'opened')
    await server!.close()
    await expect(reader.read()).rejects.toThrow(TypeError)
    // A second time is no mistake.
    await server!.close()
  })

  test('lets log streams that the cloud has ended come to their end', async () => {
    const { cloud, api } = await start()
    const [device] = cloud.devices as [string]
    const url = (await api('POST', '/logstream')).body.data.attributes.url
    const reader = (await fetch(url)).body!.getReader()
    await readUntil(reader, 'opened')
    await api('PUT', `${url}/${device}`)
    for (let line = 0; line < 5000; line++) cloud.log(device, { msg: `${line} ${'x'.repeat(400)}` })
    cloud.close()
    const closed = server!.close()
    const text = await readUntil(reader, 'data: closed\n\n')
    expect(text.match(/xxx$/gm)).toHaveLength(5000)
    expect(await reader.read()).toMatchObject({ done: true })
    await closed
  })

  test('is not held up by a client that does not read to the end', async () => {
    const { cloud, api } = await start()
    const [device] = cloud.devices as [string]
    const url = new URL((await api('POST', '/logstream')).body.data.attributes.url)
    const socket = connect(Number(url.port), url.hostname)
    socket.write(`GET ${url.pathname} HTTP/1.1\r\nHost: ${url.host}\r\n\r\n`)
    await once(socket, 'data')
    socket.pause()
    await api('PUT', `${url}/${device}`)
    for (let line = 0; line < 120; line++) cloud.log(device, { msg: 'x'.repeat(100_000) })
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      cloud.close()
      const closed = server!.close()
      while (vi.getTimerCount() === 0) await new Promise((resolve) => setImmediate(resolve))
      vi.advanceTimersByTime(999)
      const turn = new Promise((resolve) => setImmediate(resolve, 'waits'))
      expect(await Promise.race([closed, turn])).toBe('waits')
      vi.advanceTimersByTime(1)
      await closed
    } finally {
      vi.useRealTimers()
      socket.destroy()
    }
  })

  test.each([
    [{}, 'an object'],
    [{ handle: () => {}, baseUrl: 'here' }, 'an object'],
    ['http://127.0.0.1/v5', '"http://127.0.0.1/v5"'],
  ])('refuses %j for a cloud before it listens', async (cloud, shown) => {
    const listening = vi.spyOn(Server.prototype, 'listen')
    await expect(listen(cloud as ImpCloud)).rejects.toThrow(
      `listen: cloud must be what createImpCloud() returns, got ${shown}`,
    )
    expect(listening).not.toHaveBeenCalled()
    listening.mockRestore()
  })

  test('says which port is taken', async () => {
    const { cloud, url } = await start()
    await expect(listen(cloud, { port: Number(new URL(url).port) })).rejects.toMatchObject({ code: 'EADDRINUSE' })
  })

  test('serves a cloud under the path of its base URL', async () => {
    const cloud = createImpCloud({ baseUrl: 'https://imp.example/private/v5/' })
    server = await listen(cloud)
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/private\/v5$/)
    expect(cloud.baseUrl).toBe('https://imp.example/private/v5')
    const api = await logIn({ baseUrl: server.url, fetch: globalThis.fetch })
    expect((await api('GET', '/devices')).body.links.self).toContain(`${server.url}/devices`)
    expect((await fetch(new URL('/v5/devices', server.url))).status).toBe(404)
  })
})
