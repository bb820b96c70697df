/** One GET of one device, by each client, in the way its documentation shows. */
import type { paths } from 'impcentral'
import type { Work } from '../lib/contender.ts'
import { generated, peer } from '../lib/prepare.ts'
import { deviceId } from '../lib/samples.ts'

export interface GetConfig {
  url: string
  /** Calls in flight. */
  concurrency?: number
}

const id = deviceId(1)
const token = 'a'.repeat(64)
const media = 'application/vnd.api+json, application/json'

/** What each contender is: it makes itself ready, and gives a function that does one call and returns the device. */
export const calls: Record<string, (url: string) => Promise<() => Promise<{ id: string }>>> = {
  async 'bare fetch'(url) {
    const headers = { accept: media, authorization: `Bearer ${token}` }
    return async () => {
      const response = await fetch(`${url}/devices/${id}`, { headers })
      if (!response.ok) throw new Error(`${response.status}`)
      return (JSON.parse(await response.text()) as { data: { id: string } }).data
    }
  },
  async impcentral(url) {
    const { createImpCentral } = await import('impcentral')
    const imp = createImpCentral({ baseUrl: url, auth: { accessToken: token } })
    return () => imp.devices.get(id)
  },
  /** Its README: an instance, the access token set, the resource's class. */
  async 'imp-central-api'(url) {
    interface Api {
      auth: { accessToken: string }
      devices: { get(id: string): Promise<{ data: { id: string } }> }
    }
    const { default: ImpCentralApi } = await peer<{ default: new (url: string) => Api }>('imp-central-api')
    const api = new ImpCentralApi(url)
    api.auth.accessToken = token
    return async () => (await api.devices.get(id)).data
  },
  /** Configured as its comments show: server, bearer token; nothing else is on by default. */
  async 'Redocly client'(url) {
    interface Client {
      configure(config: object): void
      getDevice(inputs: { path: { device: string } }): Promise<{ data: { id: string } }>
    }
    const client = await peer<Client>(`${generated}redocly.ts`)
    client.configure({ serverUrl: url, auth: { bearer: token } })
    return async () => (await client.getDevice({ path: { device: id } })).data
  },
  async 'openapi-fetch'(url) {
    const { default: createClient } = await import('openapi-fetch')
    const client = createClient<paths>({
      baseUrl: url,
      headers: { accept: media, authorization: `Bearer ${token}` },
    })
    return async () => {
      const { data } = await client.GET('/devices/{device}', { params: { path: { device: id } } })
      return data!.data
    }
  },
}

export const contenders: Record<string, (config: GetConfig) => Promise<Work>> = Object.fromEntries(
  Object.entries(calls).map(([name, make]) => [
    name,
    async ({ url, concurrency = 1 }: GetConfig): Promise<Work> => {
      const call = await make(url)
      if ((await call()).id !== id) throw new Error(`${name} answered something else`)
      return async (n) => {
        let left = n
        const worker = async () => {
          while (left-- > 0) await call()
        }
        await Promise.all(Array.from({ length: concurrency }, worker))
      }
    },
  ]),
)
