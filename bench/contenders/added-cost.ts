/** One GET of one device over a stubbed `fetch`, by each client as its documentation shows it. */
import type { paths } from 'impcentral'
import type { Work } from '../lib/contender.ts'
import { generated, peer } from '../lib/prepare.ts'

const baseUrl = 'https://api.electricimp.com/v5'
const id = '5000d8c46a56cfca'
const token = 'a'.repeat(120)
const media = 'application/vnd.api+json, application/json'
const body = JSON.stringify({ data: { type: 'device', id, attributes: { name: 'Bench', device_online: true } } })
const headers = {
  'content-type': 'application/vnd.api+json',
  'content-length': String(body.length),
  'x-ratelimit-limit': '1000000',
  'x-ratelimit-remaining': '999999',
  'x-ratelimit-reset': '1',
}

/** The network: it is the same for all, and its own cost is taken off. */
const stub = async () => new Response(body, { headers })

/** For clients that do not know the API's media type for JSON. */
const plainHeaders = { ...headers, 'content-type': 'application/json' }
const plainStub = async () => new Response(body, { headers: plainHeaders })

type Call = () => Promise<{ id: string }>
interface Answer {
  data: { id: string }
}

export const calls: Record<string, () => Promise<Call>> = {
  'the stub alone': async () => async () => (JSON.parse(await (await stub()).text()) as Answer).data,

  /** With every extension: session, rate limit, retries, time limits, confinement. */
  async impcentral() {
    const { createImpCentral } = await import('impcentral')
    const imp = createImpCentral({ auth: { accessToken: token }, fetch: stub, deadline: 0 })
    return () => imp.devices.get(id)
  },

  async 'openapi-fetch'() {
    const { default: createClient } = await import('openapi-fetch')
    const client = createClient<paths>({
      baseUrl,
      fetch: stub,
      headers: { accept: media, authorization: `Bearer ${token}` },
    })
    return async () => (await client.GET('/devices/{device}', { params: { path: { device: id } } })).data!.data
  },

  async ky() {
    interface Ky {
      create(options: object): { get(url: string): { json<T>(): Promise<T> } }
    }
    const { default: ky } = await peer<{ default: Ky }>('ky')
    const client = ky.create({
      prefixUrl: baseUrl,
      fetch: stub,
      headers: { accept: media, authorization: `Bearer ${token}` },
    })
    return async () => (await client.get(`devices/${id}`).json<Answer>()).data
  },

  async ofetch() {
    interface OFetch {
      createFetch: (globals: object) => { create(options: object): <T>(url: string) => Promise<T> }
    }
    const { createFetch } = await peer<OFetch>('ofetch')
    const client = createFetch({ fetch: plainStub, Headers, AbortController }).create({
      baseURL: baseUrl,
      headers: { accept: media, authorization: `Bearer ${token}` },
    })
    return async () => (await client<Answer>(`/devices/${id}`)).data
  },

  async 'Redocly client'() {
    interface Client {
      configure(config: object): void
      getDevice(inputs: { path: { device: string } }): Promise<Answer>
    }
    globalThis.fetch = stub
    const client = await peer<Client>(`${generated}redocly.ts`)
    client.configure({ serverUrl: baseUrl, auth: { bearer: token }, fetch: stub })
    return async () => (await client.getDevice({ path: { device: id } })).data
  },

  async '@octokit/core, throttling and retry'() {
    interface Octokit {
      request(route: string): Promise<{ data: Answer }>
    }
    const { Octokit } = await peer<{ Octokit: { plugin(...plugins: unknown[]): new (options: object) => Octokit } }>(
      '@octokit/core',
    )
    const { throttling } = await peer<{ throttling: unknown }>('@octokit/plugin-throttling')
    const { retry } = await peer<{ retry: unknown }>('@octokit/plugin-retry')
    const client = new (Octokit.plugin(throttling, retry))({
      auth: token,
      baseUrl,
      request: { fetch: plainStub },
      // Its own pace would be the measure otherwise.
      throttle: { onRateLimit: () => false, onSecondaryRateLimit: () => false, fallbackSecondaryRateRetryAfter: 1 },
    })
    return async () => (await client.request(`GET /devices/${id}`)).data.data
  },
}

export const contenders: Record<string, () => Promise<Work>> = Object.fromEntries(
  Object.entries(calls).map(([name, make]) => [
    name,
    async (): Promise<Work> => {
      const call = await make()
      if ((await call()).id !== id) throw new Error(`${name} answered something else`)
      return async (n) => {
        while (n-- > 0) await call()
      }
    },
  ]),
)
