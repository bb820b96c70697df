import { describe, expect, test } from 'vitest'
import { createManualClock } from '../support/clocks.ts'
import { deploy, readUntil, startCloud, type Api } from './support.ts'

const messages = (body: { data: { type: string; msg: string }[] }) => body.data.map(({ type, msg }) => `${type} ${msg}`)

describe('historical logs', () => {
  test('are the newest 1000, newest first, whatever their times', async () => {
    const clock = createManualClock()
    const { cloud, api } = await startCloud({ devices: 1, clock })
    const [device] = cloud.devices as [string]
    for (let line = 0; line < 1100; line++) cloud.log(device, { msg: `line ${line}` })
    const { body } = await api('GET', `/devices/${device}/logs`)
    expect(body.data).toHaveLength(1000)
    expect(body.data[0]).toMatchObject({ type: 'server.log', msg: 'line 1099', log_type: 'development' })
    expect(body.data.at(-1).msg).toBe('line 100')
    // A burst does not run ahead of the clock.
    expect(Date.parse(body.data[0].ts)).toBe(clock.now())
    expect(body.links).not.toHaveProperty('next')
  })

  test('have times that never fall, even where the clock does', async () => {
    const clock = createManualClock()
    const { cloud, api } = await startCloud({ devices: 1, clock })
    const [device] = cloud.devices as [string]
    const begun = clock.now()
    for (const ms of [0, 2, -5, 4, 3]) {
      clock.advance(ms)
      cloud.log(device, { msg: 'x' })
    }
    const { body } = await api('GET', `/devices/${device}/logs`)
    expect(body.data.map(({ ts }: { ts: string }) => Date.parse(ts) - begun)).toEqual([4, 2, 2, 2, 0])
  })

  test('are in the order of time, and a stream in the order in which entries come', async () => {
    const clock = createManualClock()
    const { cloud, api } = await startCloud({ devices: 1, clock })
    const [device] = cloud.devices as [string]
    const url = (await api('POST', '/logstream')).body.data.attributes.url
    const reader = (await api('GET', url)).response.body!.getReader()
    await readUntil(reader, 'opened')
    await api('PUT', `${url}/${device}`, { id: device, type: 'device' })
    const begun = clock.now()
    const at = (ms: number) => new Date(begun + ms).toISOString()
    cloud.log(device, { msg: 'first' })
    cloud.log(device, { msg: 'ahead', ts: at(10_000) })
    cloud.log(device, { msg: 'late', ts: at(-6) })
    clock.advance(2)
    // An entry that lies in the future holds up none that comes after it.
    cloud.log(device, { msg: 'second' })
    cloud.log(device, { msg: 'equal', ts: at(2) })
    const text = await readUntil(reader, 'equal')
    expect(text.match(/(?<=server\.log ).*/g)).toEqual(['first', 'ahead', 'late', 'second', 'equal'])
    expect(text).toContain(`data: ${device} ${at(-6)} development server.log late\n`)
    await reader.cancel()
    const { body } = await api('GET', `/devices/${device}/logs`)
    expect(body.data.map(({ ts, msg }: { ts: string; msg: string }) => [Date.parse(ts) - begun, msg])).toEqual([
      [10_000, 'ahead'],
      [2, 'equal'],
      [2, 'second'],
      [0, 'first'],
      [-6, 'late'],
    ])
  })

  test('tell of code that does not fit into the device, which goes on with the old', async () => {
    const { cloud, api } = await startCloud()
    const devicegroup = await cloud.create.deviceGroup()
    await cloud.create.deployment({ devicegroup, device_code: 'server.log("old")' })
    const { id } = await cloud.create.device({ devicegroup })
    await cloud.create.deployment({ devicegroup, device_code: `server.log("new")${' '.repeat(500 * 1024)}` })
    await api('POST', `/devices/${id}/restart`)
    const { body } = await api('GET', `/devices/${id}/logs`)
    expect(messages(body).slice(0, 5)).toEqual([
      'server.log old',
      'status Device connected',
      'status Out of space; 111.61% program storage used',
      'status Device disconnected',
      'status Agent restarted: new_bytecode_version.',
    ])
  })

  test('come in pages when pages are asked for', async () => {
    const { cloud, api } = await startCloud({ devices: 1 })
    const [device] = cloud.devices as [string]
    for (let line = 0; line < 45; line++) cloud.log(device, { msg: String(line) })
    const pages: string[][] = []
    let next: string | undefined = `/devices/${device}/logs?page[number]=1`
    while (next) {
      const { body } = await api('GET', next)
      pages.push(body.data.map(({ msg }: { msg: string }) => msg))
      next = body.links.next
    }
    expect(pages.map((page) => page.length)).toEqual([20, 20, 5])
    expect(pages.flat()).toEqual(Array.from({ length: 45 }, (_, line) => String(44 - line)))
    expect((await api('GET', `/devices/${device}/logs?page[size]=1`)).body.data).toHaveLength(1)
  })

  test('tell what a device does as it is assigned, given code, restarted and lost', async () => {
    const { cloud, api } = await startCloud({ devices: 1 })
    const [device] = cloud.devices as [string]
    const group = await cloud.create.deviceGroup()
    const lines = async () => messages((await api('GET', `/devices/${device}/logs`)).body).toReversed()
    const code = {
      device_code:
        'server.log("a" + 1); server.log("up"); // server.log("not this")\nfoo.server.log("nor this")\nserver.error(@"it ""broke""")',
      agent_code: 'server.log("line one\\nline two \\x41")',
    }
    await deploy(api, group, code)
    await api('POST', `/devicegroups/${group.id}/relationships/devices`, { data: [{ type: 'device', id: device }] })
    // As captured of the service: two restarts of the agent, and no word about the connection.
    expect(await lines()).toEqual([
      'status Agent restarted: reload.',
      'status Agent restarted: new_bytecode_version.',
      'agent.log line one\nline two A',
      expect.stringMatching(/^status Downloading new code; \d+\.\d\d% program storage used$/),
      'server.log up',
      'server.error it "broke"',
    ])
    const before = (await lines()).length
    await api('POST', `/devices/${device}/restart`)
    expect((await lines()).slice(before)).toEqual([
      'status Agent restarted: reload.',
      'agent.log line one\nline two A',
      'status Device disconnected',
      'status Device connected',
      'server.log up',
      'server.error it "broke"',
    ])
  })

  test('show that new code reaches devices that are offline at their next connection', async () => {
    const { cloud, api } = await startCloud()
    const group = await cloud.create.deviceGroup()
    const { id } = await cloud.create.device({ devicegroup: group, device_online: false })
    await deploy(api, group, { device_code: 'server.log("new")', agent_code: '' })
    await api('POST', `/devicegroups/${group.id}/restart`)
    const lines = async () => messages((await api('GET', `/devices/${id}/logs`)).body)
    expect(await lines()).not.toContain('server.log new')
    expect((await api('GET', `/devices/${id}`)).body.data.attributes).toMatchObject({
      device_online: false,
      agent_running: true,
    })
    cloud.setOnline(id, true)
    expect(await lines()).toContain('server.log new')
    expect((await api('GET', `/devices/${id}`)).body.data.attributes.device_online).toBe(true)
    cloud.setOnline(id, false)
    expect((await lines())[0]).toBe('status Device disconnected')
  })

  test('show that a conditional restart leaves supported code with a shutdown handler its choice', async () => {
    const { cloud, api } = await startCloud()
    const group = await cloud.create.deviceGroup()
    await cloud.create.deployment({
      devicegroup: group,
      device_code: 'server.onshutdown(@(reason) save()); server.log("old")',
    })
    const { id } = await cloud.create.device({ devicegroup: group })
    const restarts = async () =>
      messages((await api('GET', `/devices/${id}/logs`)).body).filter((line) => line === 'server.log new').length
    const newer = await cloud.create.deployment({ devicegroup: group, device_code: 'server.log("new")' })
    await api('POST', `/devices/${id}/conditional_restart`)
    expect(await restarts()).toBe(0)
    // Once the old code is no longer supported, it is not asked.
    await api('PUT', `/devicegroups/${group.id}/relationships/min_supported_deployment`, {
      data: { type: 'deployment', id: newer.id },
    })
    await api('POST', `/devicegroups/${group.id}/conditional_restart`)
    expect(await restarts()).toBe(1)
    // Without a handler, code makes way at once.
    await api('POST', `/devices/${id}/conditional_restart`)
    expect(await restarts()).toBe(2)
  })

  test('name the origin of the device', async () => {
    const { cloud, api } = await startCloud()
    for (const [type, origin] of [
      ['production_devicegroup', 'production'],
      ['pre_dut_devicegroup', 'factory'],
    ] as const) {
      const { id } = await cloud.create.device({ devicegroup: await cloud.create.deviceGroup({ type }) })
      expect((await api('GET', `/devices/${id}/logs`)).body.data[0].log_type).toBe(origin)
    }
  })
})

describe('log streams', () => {
  const create = async (api: Api): Promise<string> => (await api('POST', '/logstream')).body.data.attributes.url

  async function open(api: Api, url: string, format?: 'text' | 'json') {
    const { response } = await api('GET', format ? `${url}?format=${format}` : url)
    expect(response.status).toBe(200)
    const reader = response.body!.getReader()
    let text = ''
    return {
      reader,
      until: async (wanted: string) => (text = await readUntil(reader, wanted, text)),
      ended: async () => {
        for (;;) if ((await reader.read()).done) return true
      },
    }
  }

  const add = (api: Api, url: string, device: string) => api('PUT', `${url}/${device}`, { id: device, type: 'device' })

  test('carry messages and states, as text and as JSON', async () => {
    const { cloud, api } = await startCloud({
      devices: 2,
      clock: createManualClock(Date.parse('2026-05-01T09:00:00.123Z')),
    })
    const [one, two] = cloud.devices as [string, string]
    for (const format of ['text', 'json'] as const) {
      const url = await create(api)
      const stream = await open(api, url, format)
      await stream.until('opened')
      expect((await add(api, url, one)).status).toBe(204)
      cloud.log(two, { msg: 'not here' })
      cloud.log(one, { type: 'agent.log', msg: `two\nlines in ${format}` })
      expect((await api('DELETE', `${url}/${one}`)).status).toBe(204)
      cloud.log(one, { msg: 'not here' })
      const text = await stream.until('unsubscribed')
      const events = text
        .trim()
        .split('\n\n')
        .map((event) => event.split('\n').filter((line) => !line.startsWith('id: ')))
      const at = '2026-05-01T09:00:00.123Z'
      const entry = { ts: at, type: 'agent.log', msg: 'two\nlines in json', log_type: 'development' }
      expect(events).toEqual(
        format === 'text'
          ? [
              ['event: state_change', 'data: opened'],
              ['event: state_change', `data: subscribed ${one}`],
              ['event: message', `data: ${one} ${at} development agent.log two`, 'data: lines in text'],
              ['event: state_change', `data: unsubscribed ${one}`],
            ]
          : [
              ['event: state_change', 'data: {"state":"opened"}'],
              ['event: state_change', `data: {"state":"subscribed","device_id":"${one}"}`],
              ['event: message', `data: ${JSON.stringify({ device_id: one, ...entry })}`],
              ['event: state_change', `data: {"state":"unsubscribed","device_id":"${one}"}`],
            ],
      )
      expect(text.match(/^id: \d+$/gm)).toEqual(['id: 1', 'id: 2', 'id: 3', 'id: 4'])
      // Line readers in the field take the line after the name of an event for its data.
      expect(text.match(/^event: .*\n(?!data: )/gm)).toBeNull()
      await stream.reader.cancel()
    }
  })

  test('take devices by every identifier, once they are open, and only for their account', async () => {
    const { cloud, api } = await startCloud()
    const group = await cloud.create.deviceGroup()
    const { id, attributes } = await cloud.create.device({ devicegroup: group })
    const url = await create(api)
    expect((await add(api, url, id)).status).toBe(409)
    const stream = await open(api, url)
    for (const identifier of [attributes.mac_address, attributes.agent_id!]) {
      expect((await api('PUT', `${url}/${identifier}`)).status).toBe(204)
      await stream.until(`subscribed ${id}`)
    }
    expect((await api('PUT', `${url}/${id}`, { id: 'other', type: 'device' })).status).toBe(409)
    expect((await add(api, url, '0000000000000000')).status).toBe(404)
    // A stream belongs to one connection.
    expect((await api('GET', url)).status).toBe(400)
    expect((await api('PUT', `${url}/${id}`, 5)).status).toBe(400)
    expect((await api('PUT', `${url}/${id}`, {})).status).toBe(204)
    expect((await api('DELETE', `${url}/${id}`, null)).status).toBe(204)
    expect((await api('DELETE', `${url}/${id}`)).status).toBe(404)
    await stream.reader.cancel()
    expect((await add(api, url, id)).status).toBe(404)
    expect((await api('GET', url)).status).toBe(404)
  })

  test('must be opened within two minutes', async () => {
    const clock = createManualClock()
    const { api } = await startCloud({ clock })
    const [early, late] = [await create(api), await create(api)]
    clock.advance(120_000)
    const stream = await open(api, early)
    clock.advance(1)
    expect((await api('GET', late)).status).toBe(404)
    await stream.reader.cancel()
  })

  test('are eight for an account: a ninth closes the oldest', async () => {
    const clock = createManualClock()
    const { api } = await startCloud({ clock })
    // One that was never opened in time counts no longer.
    await create(api)
    clock.advance(120_001)
    const streams = []
    for (let made = 0; made < 8; made++) streams.push(await open(api, await create(api)))
    await create(api)
    await streams[0]!.until('data: closed')
    expect(await streams[0]!.ended()).toBe(true)
    await create(api)
    await streams[1]!.until('data: closed')
    for (const { reader } of streams) await reader.cancel()
  })

  test('let go of a device that becomes the device of another account', async () => {
    const { cloud, api } = await startCloud({ devices: 1 })
    const [device] = cloud.devices as [string]
    const url = await create(api)
    const stream = await open(api, url)
    await add(api, url, device)
    cloud.blinkUp(device, { account: cloud.create.account().email })
    cloud.log(device, { msg: 'not for them' })
    cloud.close()
    const text = await stream.until('data: closed')
    expect(text.match(/(?<=^data: ).*/gm)).toEqual([
      'opened',
      `subscribed ${device}`,
      `unsubscribed ${device}`,
      'closed',
    ])
  })

  test('carry eight devices: a ninth pushes out the one that was added first', async () => {
    const { cloud, api } = await startCloud({ devices: 10 })
    const url = await create(api)
    const stream = await open(api, url)
    for (const device of cloud.devices.slice(0, 8)) await add(api, url, device)
    // Adding one again does not make it a ninth.
    await add(api, url, cloud.devices[7]!)
    await add(api, url, cloud.devices[8]!)
    const text = await stream.until(`data: subscribed ${cloud.devices[8]}`)
    expect(text.match(/unsubscribed \w+/g)).toEqual([`unsubscribed ${cloud.devices[0]}`])
    await stream.reader.cancel()
  })

  test('say every thirty seconds that they are alive', async () => {
    const clock = createManualClock()
    const { api } = await startCloud({ clock })
    const stream = await open(api, await create(api))
    await stream.until('opened')
    for (let time = 0; time < 3; time++) {
      clock.advance(29_999)
      clock.advance(1)
    }
    expect((await stream.until(': keep-alive\n\n: keep-alive\n\n: keep-alive\n\n')).match(/^event/gm)).toHaveLength(1)
    await stream.reader.cancel()
    expect(clock.pending).toBe(0)
  })

  test.each([
    ['10,000 events', 10_100, 1],
    ['16 MB', 200, 100_000],
  ])('are given up when nobody reads them: more than %s', async (_, lines, length) => {
    const { cloud, api } = await startCloud({ devices: 1 })
    const url = await create(api)
    const stream = await open(api, url)
    await add(api, url, cloud.devices[0]!)
    for (let line = 0; line < lines; line++) cloud.log(cloud.devices[0]!, { msg: 'x'.repeat(length) })
    await expect(stream.ended()).rejects.toThrow('Nobody reads')
    expect((await add(api, url, cloud.devices[0]!)).status).toBe(404)
  })

  test('end when the caller goes away, and leave nothing behind', async () => {
    const clock = createManualClock()
    const { cloud, api } = await startCloud({ clock })
    const controller = new AbortController()
    const response = await cloud.fetch(await create(api), { signal: controller.signal })
    const reader = response.body!.getReader()
    await reader.read()
    const pending = reader.read()
    controller.abort(new Error('enough'))
    await expect(pending).rejects.toThrow('enough')
    expect(clock.pending).toBe(0)
    // The place is free again: eight more fit without pushing one out.
    const streams = []
    for (let made = 0; made < 8; made++) streams.push(await open(api, await create(api)))
    cloud.close()
    for (const stream of streams) {
      await stream.until('closed')
      expect(await stream.ended()).toBe(true)
    }
  })
})
