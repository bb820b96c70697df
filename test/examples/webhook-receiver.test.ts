import { expect, it } from 'vitest'
import { start, startCloud } from './support.ts'

const path = '/hooks/0f6ae1c2'

async function startReceiver(env: Record<string, string> = {}) {
  const receiver = start('webhook-receiver.ts', ['--port', '0', '--path', path], env)
  await receiver.printed('Waiting for webhooks at ')
  const url = /http:\/\/\S+/.exec(receiver.errors)![0]
  const deliveries = () =>
    receiver.output
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as { event: string; data: Record<string, string>; confirmed?: boolean })
  return { receiver, url, deliveries }
}

it('receives what impCloud delivers, and looks the devices up', async () => {
  const { cloud, env } = await startCloud()
  const { receiver, url, deliveries } = await startReceiver(env)
  const product = await cloud.create.product()
  const production = await cloud.create.deviceGroup({ type: 'production_devicegroup', product })
  const fixtures = await cloud.create.deviceGroup({
    type: 'factoryfixture_devicegroup',
    product,
    production_target: production,
  })
  const fixture = await cloud.create.device({ devicegroup: fixtures })
  for (const event of ['blessing', 'blinkup', 'deployment'] as const) {
    const content_type = event === 'blinkup' ? 'application/x-www-form-urlencoded' : 'application/json'
    await cloud.create.webhook({ url, event, content_type, devicegroup: production })
  }
  const deployment = await cloud.create.deployment({ devicegroup: production })
  const device = cloud.blinkUp({}, { fixture: fixture.id })
  cloud.bless(device)
  cloud.blinkUp(device)
  await cloud.idle()
  expect(cloud.deliveries.map(({ result }) => result)).toEqual([204, 204, 204])
  expect(deliveries()).toEqual([
    expect.objectContaining({ event: 'deployment', data: expect.objectContaining({ deployment_id: deployment.id }) }),
    expect.objectContaining({
      event: 'blessing',
      confirmed: true,
      data: expect.objectContaining({ device_id: device }),
    }),
    expect.objectContaining({
      event: 'blinkup',
      confirmed: true,
      data: expect.objectContaining({ device_id: device }),
    }),
  ])
  receiver.kill('SIGTERM')
  expect(await receiver.ended).toBe(0)
})

it('does not believe a stranger', async () => {
  const { env } = await startCloud()
  const { url, deliveries } = await startReceiver(env)
  const body = JSON.stringify({ device_id: '5000d8c46a56cfff', imp_id: '5000d8c46a56cffe' })
  const json = { 'Content-Type': 'application/json' }
  const post = (to: string, init: RequestInit) => fetch(to, { method: 'POST', headers: json, ...init })
  expect((await post(url, { body })).status).toBe(204)
  expect(deliveries()).toEqual([expect.objectContaining({ event: 'blessing', confirmed: false })])
  expect((await post(new URL('/hooks/guess', url).href, { body })).status).toBe(404)
  expect((await fetch(url)).status).toBe(405)
  expect((await post(url, { body: '{' })).status).toBe(400)
  expect((await post(url, { body, headers: { 'Content-Type': 'text/plain' } })).status).toBe(415)
  expect((await post(url, { body: 'x'.repeat(100_000) })).status).toBe(413)
  expect(deliveries()).toHaveLength(1)
})

it('tells that a port is taken', async () => {
  const { url } = await startReceiver()
  const second = start('webhook-receiver.ts', ['--port', new URL(url).port])
  expect(await second.ended).toBe(2)
  expect(second.errors).toMatch(/EADDRINUSE/)
})
