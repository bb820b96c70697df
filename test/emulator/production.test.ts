import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createImpCloud } from 'impcentral/emulator'
import { afterEach, describe, expect, test } from 'vitest'
import { createManualClock } from '../support/clocks.ts'
import { startCloud } from './support.ts'

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

interface Received {
  type: string | undefined
  body: string
}

/** Somebody to whom webhooks are delivered. */
async function startReceiver() {
  const received: Received[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => (body += chunk))
    request.on('end', () => {
      received.push({ type: request.headers['content-type'], body })
      response.writeHead(202).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => new Promise((resolve) => server.close(resolve)))
  return { received, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook` }
}

test('a device goes from the fixture over the test to its user, and the webhooks hear of it', async () => {
  const { cloud, api } = await startCloud()
  const receiver = await startReceiver()
  const fixture = await cloud.create.deviceGroup({ type: 'factoryfixture_devicegroup' })
  const { production_target, dut_target } = fixture.relationships
  await cloud.create.deployment({ devicegroup: dut_target, device_code: 'server.log("testing")' })
  await cloud.create.deployment({ devicegroup: production_target, device_code: 'server.log("in the field")' })
  const form = 'application/x-www-form-urlencoded' as const
  await cloud.create.webhook({ devicegroup: production_target, url: receiver.url, event: 'blessing' })
  await cloud.create.webhook({
    devicegroup: production_target,
    url: receiver.url,
    event: 'blinkup',
    content_type: form,
  })
  await cloud.create.webhook({ devicegroup: dut_target, url: receiver.url, event: 'blessing' })
  const helper = await cloud.create.device({ devicegroup: fixture })
  const read = async (id: string) => (await api('GET', `/devices/${id}`)).body.data
  const logged = async (id: string) =>
    (await api('GET', `/devices/${id}/logs`)).body.data.map(({ msg }: { msg: string }) => msg)

  expect(() => cloud.bless(helper.id)).toThrow('not under test')
  const id = cloud.blinkUp({}, { fixture: helper.id })
  expect((await read(id)).relationships.devicegroup).toEqual(dut_target)
  expect(await logged(id)).toContain('testing')

  cloud.bless(id)
  expect(await read(id)).toMatchObject({
    relationships: { devicegroup: production_target },
    attributes: { device_online: false },
  })
  expect(await logged(id)).toContain('in the field')
  expect((await api('DELETE', `/devices/${id}`)).status).toBe(409)

  cloud.blinkUp(id, { planId: 'plan-of-dora', token: 'token-of-dora' })
  expect((await read(id)).attributes).toMatchObject({ device_online: true, plan_id: 'plan-of-dora' })
  await cloud.idle()
  expect(receiver.received).toEqual([
    {
      type: 'application/json',
      body: expect.stringMatching(new RegExp(`^{"device_id":"${id}","imp_id":"[0-9a-f]{16}"}$`)),
    },
    { type: form, body: `device_id=${id}&plan_id=plan-of-dora&token=token-of-dora` },
  ])
  expect(cloud.deliveries.map(({ event, result }) => [event, result])).toEqual([
    ['blessing', 202],
    ['blinkup', 202],
  ])
})

test('a group can keep its code back from a blessed device until its user activates it', async () => {
  const { cloud, api } = await startCloud()
  const fixture = await cloud.create.deviceGroup({ type: 'pre_factoryfixture_devicegroup' })
  const { production_target } = fixture.relationships
  await cloud.create.deployment({ devicegroup: production_target, device_code: 'server.log("in the field")' })
  const data = { ...production_target, attributes: { load_code_after_blessing: false } }
  await api('PATCH', `/devicegroups/${production_target.id}`, { data })
  const helper = await cloud.create.device({ devicegroup: fixture })
  const id = cloud.blinkUp({}, { fixture: helper.id })
  const logged = async () => (await api('GET', `/devices/${id}/logs`)).body.data.map(({ msg }: { msg: string }) => msg)
  cloud.bless(id)
  expect(await logged()).not.toContain('in the field')
  cloud.blinkUp(id)
  expect(await logged()).toContain('in the field')
})

test('the same plan keeps the agent of a device, a new one gets another', async () => {
  const { cloud, api } = await startCloud()
  const { id } = await cloud.create.device({ devicegroup: await cloud.create.deviceGroup(), plan_id: 'mine' })
  const agent = async () => (await api('GET', `/devices/${id}`)).body.data.attributes.agent_id
  const before = await agent()
  cloud.blinkUp(id, { planId: 'mine' })
  expect(await agent()).toBe(before)
  cloud.blinkUp(id)
  expect(await agent()).not.toBe(before)
  expect((await api('GET', `/devices/${before}`)).status).toBe(404)
})

test('a BlinkUp brings a device into an account', async () => {
  const cloud = createImpCloud({
    accounts: [
      { email: 'a@x.test', password: 'a' },
      { email: 'b@x.test', password: 'b' },
    ],
  })
  const id = cloud.blinkUp({ name: 'New' }, { account: 'b@x.test' })
  const session = await cloud.create.session({ account: 'b@x.test' })
  const headers = { Authorization: `Bearer ${session.access_token}` }
  const response = await cloud.fetch(`${cloud.baseUrl}/devices/${id}`, { headers })
  expect(await response.json()).toMatchObject({ data: { attributes: { name: 'New', device_online: true } } })
  expect(() => cloud.blinkUp('0000000000000000')).toThrow('no device')
  expect(() => cloud.blinkUp({}, { account: 'c@x.test' })).toThrow('no account')
})

describe('webhooks', () => {
  test('tell of deployments to their group', async () => {
    const receiver = await startReceiver()
    const { cloud } = await startCloud()
    const group = await cloud.create.deviceGroup()
    await cloud.create.webhook({ devicegroup: group, url: receiver.url })
    const { id } = await cloud.create.deployment({ devicegroup: group })
    await cloud.create.deployment()
    await cloud.idle()
    expect(receiver.received.map(({ body }) => JSON.parse(body))).toEqual([
      { devicegroup_id: group.id, deployment_id: id },
    ])
  })

  test('are not posted beyond this machine, and a receiver that fails does not harm', async () => {
    const { cloud } = await startCloud()
    const group = await cloud.create.deviceGroup()
    for (const url of ['https://example.com/hook', 'http://127.0.0.1.example.com/', 'http://127.0.0.1:1/closed']) {
      await cloud.create.webhook({ devicegroup: group, url })
    }
    await cloud.create.deployment({ devicegroup: group })
    await cloud.idle()
    expect(cloud.deliveries.map(({ result }) => result)).toEqual(['skipped', 'skipped', 'failed'])
  })

  test('go to a function of the test, wherever they lead', async () => {
    const bodies: unknown[] = []
    const { cloud } = await startCloud({
      deliver: async (request) => {
        bodies.push([request.url, request.headers.get('Content-Type'), await request.json()])
        return new Response(null, { status: 500 })
      },
    })
    const group = await cloud.create.deviceGroup()
    await cloud.create.webhook({ devicegroup: group, url: 'https://example.com/hook' })
    await cloud.create.deployment({ devicegroup: group })
    await cloud.idle()
    expect(bodies).toEqual([
      ['https://example.com/hook', 'application/json', expect.objectContaining({ devicegroup_id: group.id })],
    ])
    expect(cloud.deliveries[0]!.result).toBe(500)
  })

  test('under way are given up when the cloud is closed', async () => {
    let asked = () => {}
    const arrived = new Promise<void>((resolve) => (asked = resolve))
    const server = createServer(() => asked())
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    closers.push(() => server.close())
    // Its time limit never comes.
    const { cloud } = await startCloud({ clock: createManualClock() })
    const group = await cloud.create.deviceGroup()
    const { port } = server.address() as AddressInfo
    await cloud.create.webhook({ devicegroup: group, url: `http://127.0.0.1:${port}/hook` })
    await cloud.create.deployment({ devicegroup: group })
    await arrived
    cloud.close()
    await cloud.idle()
    expect(cloud.deliveries.map(({ result }) => result)).toEqual(['failed'])
  })

  test.each(['ftp://example.com/', 'example.com', 'http://', ''])('refuse the URL "%s"', async (url) => {
    const { cloud, api } = await startCloud()
    const { type, id } = await cloud.create.deviceGroup()
    const { status, body } = await api('POST', '/webhooks', {
      data: {
        type: 'webhook',
        attributes: { url, event: 'blinkup', content_type: 'application/json' },
        relationships: { devicegroup: { type, id } },
      },
    })
    expect({ status, title: body.errors[0].title }).toEqual({ status: 400, title: 'Invalid URL' })
  })

  test('keep their event and their group', async () => {
    const { cloud, api } = await startCloud()
    const { id } = await cloud.create.webhook()
    const update = async (attributes: object) =>
      await api('PATCH', `/webhooks/${id}`, { data: { type: 'webhook', id, attributes } })
    expect((await update({ event: 'blessing' })).status).toBe(400)
    const form = 'application/x-www-form-urlencoded'
    expect((await update({ content_type: form })).body.data.attributes).toMatchObject({
      content_type: form,
      event: 'deployment',
    })
  })
})
