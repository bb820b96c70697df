/** One GET of one device, over a real connection or a stubbed `fetch`, with and without `observe`. */
import { createImpCentral } from 'impcentral'
import { observe } from 'impcentral/conformance'
import type { Work } from '../lib/contender.ts'
import { device, deviceId } from '../lib/samples.ts'

const id = deviceId(1)
const body = JSON.stringify({ data: device(1) })
const headers = {
  'content-type': 'application/vnd.api+json',
  'content-length': String(body.length),
  'x-ratelimit-limit': '1000000',
  'x-ratelimit-remaining': '1000000',
  'x-ratelimit-reset': '0',
}
const stub = async () => new Response(body, { headers })

async function get(url: string, fetch: typeof globalThis.fetch): Promise<Work> {
  const imp = createImpCentral({ auth: { accessToken: 'a'.repeat(120) }, baseUrl: url, fetch })
  if ((await imp.devices.get(id)).id !== id) throw new Error('Another device')
  return async (n) => {
    while (n-- > 0) await imp.devices.get(id)
  }
}

export const contenders: Record<string, (config: { url: string }) => Promise<Work>> = {
  'a GET over loopback': ({ url }) => get(url, fetch),
  'over a stub': ({ url }) => get(url, stub),
  'over a stub, observed': ({ url }) => get(url, observe()(stub)),
  'over a stub, one in ten observed': ({ url }) => get(url, observe({ sample: 0.1 })(stub)),
}
