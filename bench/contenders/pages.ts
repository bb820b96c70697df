/** Walks over all devices of a fleet, 100 a page. Each gives the pages, the way its documentation has it. */
import type { Work } from '../lib/contender.ts'
import { generated, peer } from '../lib/prepare.ts'

export interface PagesConfig {
  url: string
  /** Milliseconds that the consumer takes for each page. */
  consume?: number
  /** Pages between two looks at the memory; 0 for none. */
  sampleEvery?: number
}

interface Page {
  data: { id: string }[]
  links: { next?: string }
}

const token = 'a'.repeat(64)
const size = 100

async function* byNumber(get: (number: number) => Promise<Page>): AsyncGenerator<Page> {
  for (let number = 1; ; number++) {
    const page = await get(number)
    yield page
    if (!page.links.next) return
  }
}

export const walks: Record<string, (url: string) => Promise<() => AsyncIterable<Page>>> = {
  async impcentral(url) {
    const { createImpCentral } = await import('impcentral')
    const imp = createImpCentral({ baseUrl: url, auth: { accessToken: token } })
    return () => imp.devices.list({ page: { size } }).pages() as AsyncIterable<Page>
  },
  /** What everybody writes by hand, and what the iterators of other SDKs do: the next page when this one is done. */
  async 'fetch, page after page'(url) {
    const headers = { accept: 'application/vnd.api+json', authorization: `Bearer ${token}` }
    return async function* () {
      for (let next: string | undefined = `${url}/devices?page[size]=${size}`; next;) {
        const page = (await (await fetch(next, { headers })).json()) as Page
        yield page
        next = page.links.next
      }
    }
  },
  /** It follows no links: its users count. */
  async 'imp-central-api'(url) {
    interface Api {
      auth: { accessToken: string }
      devices: { list(filters: null, number: number, size: number): Promise<Page> }
    }
    const { default: ImpCentralApi } = await peer<{ default: new (url: string) => Api }>('imp-central-api')
    const api = new ImpCentralApi(url)
    api.auth.accessToken = token
    return () => byNumber((number) => api.devices.list(null, number, size))
  },
  async 'Redocly client'(url) {
    interface Client {
      configure(config: object): void
      listDevices(inputs: { query: object }): Promise<Page>
    }
    const client = await peer<Client>(`${generated}redocly.ts`)
    client.configure({ serverUrl: url, auth: { bearer: token } })
    return () => byNumber((number) => client.listDevices({ query: { 'page[number]': number, 'page[size]': size } }))
  },
}

export const contenders: Record<string, (config: PagesConfig) => Promise<Work>> = Object.fromEntries(
  Object.entries(walks).map(([name, make]) => [
    name,
    async ({ url, consume = 0, sampleEvery = 0 }: PagesConfig): Promise<Work> =>
      /** `n` is the size of the fleet. */
      async (n) => {
        const walk = await make(`${url}/${n}`)
        const memory: number[] = []
        let seen = 0
        let pages = 0
        for await (const { data } of walk()) {
          seen += data.length
          if (consume) await new Promise((resolve) => setTimeout(resolve, consume))
          if (sampleEvery && ++pages % sampleEvery === 0) {
            globalThis.gc!()
            memory.push(process.memoryUsage().heapUsed)
          }
        }
        if (seen !== n) throw new Error(`${name} saw ${seen} devices of ${n}`)
        return memory
      },
  ]),
)
