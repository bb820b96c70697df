/** A client that costs little, for measuring servers; and the mocks that need no server, called in the process. */
import type * as Msw from 'msw'
import type { Work } from '../lib/contender.ts'
import { generated, peer } from '../lib/prepare.ts'

export interface MockConfig {
  url: string
  token: string
  device: string
}

interface Ask {
  method: string
  path: string
  body?: string
}

/** What is asked, in turn: one device, a page as long as the example of the description, a change of a device. */
const asks = (device: string): Ask[] => [
  { method: 'GET', path: `/devices/${device}` },
  { method: 'GET', path: '/devices?page%5Bsize%5D=2' },
  {
    method: 'PATCH',
    path: `/devices/${device}`,
    body: JSON.stringify({ data: { type: 'device', id: device, attributes: { name: 'Bench' } } }),
  },
]

const headersOf = (token: string, { body }: Ask) => ({
  accept: 'application/vnd.api+json',
  authorization: `Bearer ${token}`,
  ...(body && { 'content-type': 'application/vnd.api+json' }),
})

async function inProcess(answer: (request: Request) => Promise<Response>, config: MockConfig): Promise<Work> {
  const { url, token, device } = config
  const all = asks(device)
  return async (n) => {
    for (let i = 0; i < n; i++) {
      const ask = all[i % all.length]!
      const { method, path, body } = ask
      const response = await answer(
        new Request(url + path, { method, headers: headersOf(token, ask), ...(body && { body }) }),
      )
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
      await response.json()
    }
  }
}

export const contenders: Record<string, (config: MockConfig) => Work | Promise<Work>> = {
  /**
   * Sixteen connections that are kept open, for `n` seconds; gives the number of answers. autocannon takes less of the
   * processor than Node's own client.
   */
  async http({ url, token, device }) {
    interface Outcome {
      '2xx': number
      non2xx: number
      errors: number
    }
    const { default: autocannon } = await peer<{ default: (options: object) => Promise<Outcome> }>('autocannon')
    const { origin, pathname } = new URL(url)
    const base = pathname.replace(/\/$/, '')
    const requests = asks(device).map((ask) =>
      Object.assign(ask, { path: base + ask.path, headers: headersOf(token, ask) }),
    )
    return async (n) => {
      const outcome = await autocannon({ url: origin, connections: 16, duration: n, requests })
      if (outcome.non2xx + outcome.errors > 0) throw new Error(`${url}: ${JSON.stringify(outcome)}`)
      return outcome['2xx'] / n
    }
  },
  async 'impcentral/emulator'() {
    const { createImpCloud } = await import('impcentral/emulator')
    const cloud = createImpCloud({ devices: 50 })
    const [account] = cloud.accounts
    const { email, password } = account as unknown as { email: string; password: string }
    const response = await cloud.fetch(`${cloud.baseUrl}/auth`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ id: email, password }),
    })
    const { access_token: token } = (await response.json()) as { access_token: string }
    return inProcess((request) => cloud.fetch(request), { url: cloud.baseUrl, token, device: cloud.devices[0]! })
  },
  async 'MSW, generated handlers'() {
    const { getResponse } = await peer<typeof Msw>('msw')
    const { handlers } = await peer<{ handlers: Parameters<typeof getResponse>[0] }>(`${generated}mock.mocks.ts`)
    const config = { url: 'http://127.0.0.1/v5', token: 'a', device: '5000d8c46a56cfca' }
    return inProcess(async (request) => (await getResponse(handlers, request))!, config)
  },
  /** `n` new clouds of 50 devices. */
  async 'new cloud'() {
    const { createImpCloud } = await import('impcentral/emulator')
    return async (n) => {
      for (let i = 0; i < n; i++) createImpCloud({ devices: 50, seed: i + 1 })
    }
  },
  /** `n` requests to a cloud of many devices: one of them, and one of the first fifty pages, in turn. */
  async 'many devices'(config) {
    const { devices } = config as unknown as { devices: number }
    const { createImpCloud } = await import('impcentral/emulator')
    const cloud = createImpCloud({ devices })
    const { access_token } = await cloud.create.session()
    const headers = { Authorization: `Bearer ${access_token}` }
    const ids = cloud.devices
    const pages = Math.min(50, Math.floor(devices / 20))
    return async (n) => {
      for (let i = 0; i < n; i++) {
        const path = i % 2 === 0 ? `/devices/${ids[i % devices]}` : `/devices?page[number]=${1 + (i % pages)}`
        const response = await cloud.fetch(cloud.baseUrl + path, { headers })
        if (!response.ok) throw new Error(`${path}: ${response.status}`)
        await response.arrayBuffer()
      }
    }
  },
  /** A deployment of `n` lines, each with a comment before it. */
  async compiling() {
    const { createImpCloud } = await import('impcentral/emulator')
    const cloud = createImpCloud()
    const devicegroup = await cloud.create.deviceGroup()
    return async (n) => {
      const device_code = '// what the next line is about\nlocal x = 1;\n'.repeat(n)
      await cloud.create.deployment({ devicegroup, device_code })
    }
  },
}
