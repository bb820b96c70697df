/** Reads of one device, so many in flight, against an account's rate limit. Each gives back how many failed for good. */
import type { Work } from '../lib/contender.ts'
import { generated, peer } from '../lib/prepare.ts'
import { deviceId } from '../lib/samples.ts'

interface Config {
  url: string
  concurrency: number
}

const id = deviceId(1)
const token = 'a'.repeat(64)
const second = () => new Promise((resolve) => setTimeout(resolve, 1000))

async function impCentralApi(url: string): Promise<() => Promise<unknown>> {
  interface Api {
    auth: { accessToken: string }
    devices: { get(id: string): Promise<unknown> }
  }
  const { default: ImpCentralApi } = await peer<{ default: new (url: string) => Api }>('imp-central-api')
  const api = new ImpCentralApi(url)
  api.auth.accessToken = token
  return () => api.devices.get(id)
}

export const calls: Record<string, (url: string) => Promise<() => Promise<unknown>>> = {
  async impcentral(url) {
    const { createImpCentral } = await import('impcentral')
    const imp = createImpCentral({ baseUrl: url, auth: { accessToken: token } })
    return () => imp.devices.get(id)
  },
  'imp-central-api as it is': impCentralApi,
  /** What its users write around it: after a 429 wait a second and try again, for as long as it takes. */
  async 'imp-central-api, retried after 1 s'(url) {
    const call = await impCentralApi(url)
    return async () => {
      for (;;) {
        try {
          return await call()
        } catch (error) {
          if ((error as { statusCode?: number }).statusCode !== 429) throw error
          await second()
        }
      }
    }
  },
  /**
   * As its README shows, and every call it asks about is to be retried. GitHub's reset is a point in time, in seconds
   * since the epoch: the header is translated, so that the plugin can read it.
   */
  async 'octokit, plugin-throttling'(url) {
    interface Client {
      request(route: string): Promise<unknown>
    }
    const { Octokit } = await peer<{ Octokit: { plugin(plugin: unknown): new (options: object) => Client } }>(
      '@octokit/core',
    )
    const { throttling } = await peer<{ throttling: unknown }>('@octokit/plugin-throttling')
    const translated = async (input: string, init?: RequestInit) => {
      const response = await fetch(input, init)
      const headers = new Headers(response.headers)
      const ms = Number(headers.get('x-ratelimit-reset'))
      headers.set('x-ratelimit-reset', String(Math.ceil((Date.now() + ms) / 1000)))
      return new Response(await response.arrayBuffer(), { status: response.status, headers })
    }
    const octokit = new (Octokit.plugin(throttling))({
      baseUrl: url,
      auth: token,
      request: { fetch: translated },
      log: { debug() {}, info() {}, warn() {}, error() {} },
      throttle: { onRateLimit: () => true, onSecondaryRateLimit: () => true },
    })
    return () => octokit.request(`GET /devices/${id}`)
  },
  /** Its retry is off by default; switched on with as many repetitions as our own, at its default delays. */
  async 'Redocly client, retry on'(url) {
    interface Client {
      configure(config: object): void
      getDevice(inputs: { path: { device: string } }): Promise<unknown>
    }
    const client = await peer<Client>(`${generated}redocly.ts`)
    client.configure({ serverUrl: url, auth: { bearer: token }, retry: { retries: 9 } })
    return () => client.getDevice({ path: { device: id } })
  },
}

export const contenders: Record<string, (config: Config) => Work> = Object.fromEntries(
  Object.entries(calls).map(([name, make]) => [
    name,
    ({ url, concurrency }: Config): Work => {
      return async (n) => {
        // A client that knows nothing yet, as that of a program that has just begun.
        const call = await make(url)
        let left = n
        let failed = 0
        const worker = async () => {
          while (left-- > 0) await call().catch(() => failed++)
        }
        await Promise.all(Array.from({ length: concurrency }, worker))
        return failed
      }
    },
  ]),
)
