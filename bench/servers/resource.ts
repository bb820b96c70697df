/** Answers every request with the same device, and a bucket that is always full. */
import { config, listen } from '../lib/listen.ts'
import { device } from '../lib/samples.ts'

const { latency = 0 } = config as { latency?: number }
const body = Buffer.from(JSON.stringify({ data: device(1) }))
const headers = {
  'content-type': 'application/vnd.api+json',
  'content-length': body.length,
  'x-ratelimit-limit': '1000000',
  'x-ratelimit-remaining': '1000000',
  'x-ratelimit-reset': '0',
}

listen((request, response) => {
  request.resume()
  const answer = () => response.writeHead(200, headers).end(body)
  if (latency) setTimeout(answer, latency)
  else answer()
})
