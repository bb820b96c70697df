/**
 * Fleets in pages, as the API pages them: `page[number]` from 1, `page[size]`, `links.next` until the last one. How many
 * devices a fleet has is part of its base URL: `/v5/10000/devices`.
 */
import { config, listen } from '../lib/listen.ts'
import { device } from '../lib/samples.ts'

const { latency = 0 } = config as { latency?: number }
const pages = new Map<string, Buffer>()

/** Made once: the server's work must not be what is measured. */
function page(origin: string, total: number, number: number, size: number): Buffer {
  const key = `${total} ${number} ${size}`
  let body = pages.get(key)
  if (!body) {
    const last = Math.ceil(total / size)
    const link = (n: number) => `${origin}/v5/${total}/devices?page%5Bnumber%5D=${n}&page%5Bsize%5D=${size}`
    const first = (number - 1) * size
    const data = Array.from({ length: Math.min(size, total - first) }, (_, i) => device(first + i))
    const links = { self: link(number), first: link(1), ...(number < last && { next: link(number + 1) }) }
    pages.set(key, (body = Buffer.from(JSON.stringify({ data, links }))))
  }
  return body
}

const headers = {
  'content-type': 'application/vnd.api+json',
  'x-ratelimit-limit': '1000000',
  'x-ratelimit-remaining': '1000000',
  'x-ratelimit-reset': '0',
}

listen((request, response) => {
  request.resume()
  const { pathname, searchParams } = new URL(request.url!, 'http://localhost')
  const total = Number(pathname.split('/')[2])
  const number = Number(searchParams.get('page[number]') ?? 1)
  const size = Number(searchParams.get('page[size]') ?? 20)
  const body = page(`http://${request.headers.host}`, total, number, size)
  setTimeout(() => response.writeHead(200, headers).end(body), latency)
})
