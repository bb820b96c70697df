import { createImpCloud } from 'impcentral/emulator'
import { listen } from 'impcentral/emulator/node'
import { afterEach, describe, expect, test } from 'vitest'
import { createManualClock } from '../support/clocks.ts'
import { readUntil, startCloud } from './support.ts'

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

/** A cloud with a session, called without any help: what faults give is no answer of the API. */
async function start(options: Parameters<typeof createImpCloud>[0] = {}) {
  const cloud = createImpCloud({ devices: 30, ...options })
  const { access_token, refresh_token } = await cloud.create.session()
  const headers = { Authorization: `Bearer ${access_token}` }
  return {
    cloud,
    refresh_token,
    get: (path: string, init?: RequestInit) => cloud.fetch(cloud.baseUrl + path, { headers, ...init }),
    post: (path: string) => cloud.fetch(cloud.baseUrl + path, { method: 'POST', headers }),
    overHttp: async () => {
      const server = await listen(cloud)
      closers.push(() => server.close())
      return (path: string) => fetch(server.url + path, { headers })
    },
  }
}

describe('a fault', () => {
  test('strikes the operations, the times and the turn that it was asked for, and can be stopped', async () => {
    const { cloud, get } = await start()
    const fault = cloud.faults.status(503, { operation: ['listDevices', 'getDevice'], times: 2, after: 1 })
    const statuses = []
    for (const path of ['/products', '/devices', '/devices', '/products', `/devices/${cloud.devices[0]}`, '/devices']) {
      statuses.push((await get(path)).status)
    }
    expect(statuses).toEqual([200, 200, 503, 200, 503, 200])
    expect(fault.hits).toBe(2)

    const lasting = cloud.faults.status(500)
    expect((await get('/products')).status).toBe(500)
    lasting.stop()
    expect((await get('/products')).status).toBe(200)
    cloud.faults.status(500)
    cloud.faults.clear()
    expect((await get('/products')).status).toBe(200)
    // @ts-expect-error: a name that the description does not have.
    expect(() => cloud.faults.status(500, { operation: 'getToaster' })).toThrow('getToaster')
  })

  test('strikes at random in the same way for the same seed', async () => {
    const strikes = async (seed: number) => {
      const { cloud, get } = await start({ seed })
      cloud.faults.status(500, { probability: 0.3 })
      const statuses = []
      for (let call = 0; call < 60; call++) statuses.push((await get('/products')).status)
      return statuses
    }
    const first = await strikes(7)
    expect(await strikes(7)).toEqual(first)
    expect(await strikes(8)).not.toEqual(first)
    const share = first.filter((status) => status === 500).length / first.length
    expect(share).toBeGreaterThan(0.1)
    expect(share).toBeLessThan(0.5)
  })

  test('does not change the ids that the cloud hands out', async () => {
    const made = async (probability: number) => {
      const { cloud, get } = await start()
      cloud.faults.status(500, { probability })
      for (let call = 0; call < 5; call++) await get('/products')
      return (await cloud.create.product()).id
    }
    expect(await made(0.5)).toBe(await made(1))
  })
})

describe('statuses', () => {
  test('come as errors of the API, as pages of a gateway, or with nothing', async () => {
    const { cloud, get } = await start()
    cloud.faults.status(429, { times: 1, headers: { 'Retry-After': '2' } })
    const limited = await get('/products')
    expect(limited.headers.get('Retry-After')).toBe('2')
    expect(limited.headers.get('X-RateLimit-Limit')).not.toBeNull()
    expect(await limited.json()).toMatchObject({ errors: [{ code: 'XX429', status: '429' }] })
    cloud.faults.status(502, { times: 1, body: 'html' })
    const gateway = await get('/products')
    expect([gateway.headers.get('Content-Type'), await gateway.text()]).toEqual([
      'text/html',
      expect.stringContaining('<html>'),
    ])
    cloud.faults.status(500, { times: 1, body: 'empty' })
    expect(await (await get('/products')).text()).toBe('')
  })

  test('tell how full the bucket of the account is, and take nothing from it', async () => {
    const { cloud, get } = await start({ rateLimit: 40, clock: createManualClock() })
    const remaining = async (path = '/products') => (await get(path)).headers.get('X-RateLimit-Remaining')
    expect(await remaining()).toBe('39')
    cloud.faults.status(503, { times: 2 })
    expect([await remaining(), await remaining(), await remaining()]).toEqual(['39', '39', '38'])
    expect(await remaining('/nothing')).toBe('38')
    cloud.faults.revokeTokens()
    expect(await remaining()).toBe('40')
  })

  test.each([204, 205, 304])('have no body where there can be none: %i', async (status) => {
    const { cloud, get, overHttp } = await start()
    cloud.faults.status(status)
    const response = await get('/products')
    expect([response.status, await response.text()]).toEqual([status, ''])
    const served = await (await overHttp())('/products')
    expect([served.status, served.headers.get('Content-Length'), await served.text()]).toEqual([status, null, ''])
  })

  test('come before the call is carried out, or after', async () => {
    const { cloud, post } = await start()
    const streams = async () => {
      // The ids count on: another id shows that a stream was made in between.
      const { data } = (await (await post('/logstream')).json()) as { data: { id: string } }
      return data.id
    }
    const ids = (await start()).cloud
    const sequence = [
      (await ids.create.logStream()).id,
      (await ids.create.logStream()).id,
      (await ids.create.logStream()).id,
    ]
    cloud.faults.status(500, { times: 1 })
    expect((await post('/logstream')).status).toBe(500)
    expect(await streams()).toBe(sequence[0])
    cloud.faults.status(500, { times: 1, executed: true })
    expect((await post('/logstream')).status).toBe(500)
    expect(await streams()).toBe(sequence[2])
  })
})

describe('the network', () => {
  test('is slow by the clock of the cloud', async () => {
    const clock = createManualClock()
    const { cloud, get } = await start({ clock })
    cloud.faults.latency(60_000, { times: 1 })
    const pending = get('/products')
    await expect.poll(() => clock.pending).toBe(1)
    clock.advance(60_000)
    expect((await pending).status).toBe(200)

    cloud.faults.latency(60_000)
    const controller = new AbortController()
    const aborted = get('/products', { signal: controller.signal })
    await expect.poll(() => clock.pending).toBe(1)
    controller.abort(new Error('enough'))
    await expect(aborted).rejects.toThrow('enough')
    expect(clock.pending).toBe(0)
  })

  test.each(['in process', 'over HTTP'])('loses the connection before the answer and within it, %s', async (where) => {
    const { cloud, get, overHttp } = await start()
    const call = where === 'in process' ? get : await overHttp()
    cloud.faults.reset({ times: 1 })
    await expect(call('/devices')).rejects.toThrow(TypeError)
    cloud.faults.breakOff({ times: 1 })
    const response = await call('/devices')
    expect(response.status).toBe(200)
    await expect(response.text()).rejects.toThrow(TypeError)
    expect((await (await call('/devices')).json()).data).toHaveLength(20)
  })

  test('cuts bodies short, garbles them and lets them drip', async () => {
    const clock = createManualClock()
    const { cloud, get } = await start({ clock })
    const whole = await (await get('/devices')).text()
    cloud.faults.truncate({ times: 1 })
    const half = await (await get('/devices')).text()
    expect(whole.startsWith(half)).toBe(true)
    expect(() => JSON.parse(half)).toThrow(SyntaxError)
    cloud.faults.garble({ times: 1 })
    const garbled = await (await get('/devices')).text()
    expect(garbled).toContain('\ufffd')
    expect(() => JSON.parse(garbled)).toThrow(SyntaxError)

    cloud.faults.slowBody(1000, { times: 1 })
    const started = clock.now()
    const reading = (await get('/devices')).text()
    let text: string | undefined
    reading.then((done) => (text = done)).catch(() => {})
    await expect
      .poll(() => {
        if (text === undefined && clock.pending > 0) clock.advance(1000)
        return text
      })
      .toBe(whole)
    expect(clock.now() - started).toBeGreaterThanOrEqual(8000)
  })

  test('breaks answers that are errors too', async () => {
    const { cloud, get } = await start()
    cloud.faults.truncate()
    const response = await get('/products/none')
    expect(response.status).toBe(404)
    await expect(response.json()).rejects.toThrow(SyntaxError)
  })

  test('leaves answers without a body as they are', async () => {
    const { cloud, post } = await start()
    const { id } = await cloud.create.device({ devicegroup: await cloud.create.deviceGroup() })
    cloud.faults.truncate()
    expect((await post(`/devices/${id}/restart`)).status).toBe(204)
  })
})

test('an empty page leads on to the one that it should have been', async () => {
  const { cloud, get } = await start()
  cloud.faults.emptyPage({ operation: 'listDevices', times: 1, after: 1 })
  const sizes = []
  const links = new Set<string>()
  const seen = new Set<string>()
  let next: string | undefined = `${cloud.baseUrl}/devices?page[size]=10`
  while (next !== undefined) {
    expect(links).not.toContain(next)
    links.add(next)
    const body = (await (await get(next.slice(cloud.baseUrl.length))).json()) as {
      data: { id: string }[]
      links: { next?: string }
    }
    sizes.push(body.data.length)
    for (const { id } of body.data) seen.add(id)
    next = body.links.next
  }
  expect({ sizes, seen: seen.size }).toEqual({ sizes: [10, 0, 10, 10], seen: 30 })
})

test('tokens expire and are revoked on request', async () => {
  const { cloud, get, refresh_token } = await start()
  const renew = async () => {
    const response = await cloud.fetch(`${cloud.baseUrl}/auth/token`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ token: refresh_token }),
    })
    return response.status
  }
  cloud.faults.expireTokens()
  expect((await get('/products')).status).toBe(401)
  expect(await renew()).toBe(200)
  cloud.faults.revokeTokens()
  expect(await renew()).toBe(404)

  // Or in the middle of things.
  const other = await start()
  const fault = other.cloud.faults.expireTokens({ operation: 'listDevices', after: 1, times: 1 })
  expect((await other.get('/devices')).status).toBe(200)
  expect((await other.get('/products')).status).toBe(200)
  expect((await other.get('/devices')).status).toBe(401)
  expect(fault.hits).toBe(1)
})

describe('log streams', () => {
  async function open(options = {}) {
    const { cloud, api } = await startCloud({ devices: 1, ...options })
    const url = (await api('POST', '/logstream')).body.data.attributes.url
    return {
      cloud,
      open: async () => {
        const response = await cloud.fetch(url)
        return response.body!.getReader()
      },
      say: async (msg: string) => {
        await api('PUT', `${url}/${cloud.devices[0]}`)
        cloud.log(cloud.devices[0]!, { msg })
      },
    }
  }

  test('break, end or fall silent when asked', async () => {
    const broken = await open()
    const reader = await broken.open()
    await readUntil(reader, 'opened')
    broken.cloud.faults.dropStreams()
    await expect(reader.read()).rejects.toThrow('connection')

    const closed = await open()
    const second = await closed.open()
    closed.cloud.faults.dropStreams('closed')
    await readUntil(second, 'data: closed')
    expect((await second.read()).done).toBe(true)

    const clock = createManualClock()
    const silent = await open({ clock })
    const third = await silent.open()
    await readUntil(third, 'opened')
    silent.cloud.faults.muteStreams()
    await silent.say('nobody hears')
    clock.advance(60_000)
    const next = third.read()
    await third.cancel()
    expect((await next).done).toBe(true)
  })

  test('break, end or fall silent after a number of events', async () => {
    const broken = await open()
    broken.cloud.faults.endStream({ events: 2 })
    const reader = await broken.open()
    await broken.say('too late')
    expect(await readUntil(reader, 'subscribed')).not.toContain('too late')
    await expect(reader.read()).rejects.toThrow('connection')

    const ended = await open()
    ended.cloud.faults.endStream({ events: 1, how: 'end', times: 1 })
    const second = await ended.open()
    await readUntil(second, 'opened')
    expect((await second.read()).done).toBe(true)

    const mute = await open()
    mute.cloud.faults.muteStream({ events: 1 })
    const third = await mute.open()
    await readUntil(third, 'opened')
    await mute.say('nobody hears')
    const next = third.read()
    // The end of the connection is still noticed.
    mute.cloud.close()
    expect((await next).done).toBe(true)
  })
})
