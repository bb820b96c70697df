import { createImpCloud, type ImpCloud } from 'impcentral/emulator'
import { listen } from 'impcentral/emulator/node'
import { afterEach, describe, expect, test } from 'vitest'
import { createGroup, createProduct, deploy, logIn, readUntil } from './support.ts'

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

async function overHttp(cloud: ImpCloud) {
  const server = await listen(cloud, { port: 0 })
  closers.push(() => server.close())
  return { baseUrl: server.url, fetch: globalThis.fetch }
}

describe.each([
  ['in process', async (cloud: ImpCloud) => cloud],
  ['over HTTP', overHttp],
])('a session %s', (_, reach) => {
  test('goes from the login to the log lines of a restarted device', async () => {
    const cloud = createImpCloud({ devices: 250 })
    const at = await reach(cloud)
    const api = await logIn(at)

    const seen = new Set<string>()
    let url: string | undefined = '/devices?page[size]=100'
    let pages = 0
    while (url !== undefined) {
      const { body, headers } = await api('GET', url)
      for (const device of body.data) seen.add(device.id)
      expect(headers.get('X-RateLimit-Remaining')).toMatch(/^\d+$/)
      expect(body.links.self.startsWith(at.baseUrl)).toBe(true)
      url = body.links.next
      pages++
    }
    expect({ devices: seen.size, pages }).toEqual({ devices: 250, pages: 3 })

    const group = await createGroup(api, await createProduct(api))
    const [one, two] = cloud.devices as [string, string]
    const data = [one, two].map((id) => ({ type: 'device', id }))
    expect((await api('POST', `/devicegroups/${group.id}/relationships/devices`, { data })).status).toBe(204)
    expect((await api('GET', `/devices?filter[devicegroup.id]=${group.id}`)).body.data).toHaveLength(2)

    const stream = await api('POST', '/logstream')
    const opened = await api('GET', stream.body.data.attributes.url)
    expect(opened.response.headers.get('Content-Type')).toBe('text/event-stream')
    const reader = opened.response.body!.getReader()
    let text = await readUntil(reader, 'data: opened')
    expect((await api('PUT', `${stream.body.data.attributes.url}/${one}`, { id: one, type: 'device' })).status).toBe(
      204,
    )

    expect((await deploy(api, group)).status).toBe(201)
    expect((await api('POST', `/devicegroups/${group.id}/restart`)).status).toBe(204)
    text = await readUntil(reader, 'Hello from the device', text)
    expect(text).toContain(`data: subscribed ${one}\n`)
    expect(text).toMatch(new RegExp(`data: ${one} \\S+Z development agent.log Hello from the agent\n`))
    await reader.cancel()

    const { body } = await api('GET', `/devices/${one}/logs`)
    expect(body.data[0]).toMatchObject({ type: 'server.log', msg: 'Hello from the device', log_type: 'development' })

    await api('DELETE', `/devicegroups/${group.id}/relationships/devices`, { data })
    expect((await api('DELETE', `/devicegroups/${group.id}`)).status).toBe(204)
  })
})

test('a wrong password is refused', async () => {
  const cloud = createImpCloud()
  const response = await cloud.fetch(`${cloud.baseUrl}/auth`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ id: 'dev@example.com', password: 'wrong' }),
  })
  expect(response.status).toBe(401)
  expect(await response.json()).toMatchObject({ errors: [{ code: 'PX100', title: 'Invalid Credentials' }] })
})
