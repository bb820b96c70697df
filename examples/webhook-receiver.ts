/**
 * Receives the webhooks of impCloud and prints one JSON object per delivery.
 *
 *   npm run build:js
 *   npx node examples/webhook-receiver.ts --port 8787 --path /hooks/some-long-secret
 *
 * Deliveries carry no signature. So keep the path secret, serve it over HTTPS (behind a proxy that does that), and check
 * what a delivery says: with IMPCENTRAL_LOGIN_KEY, or IMPCENTRAL_ID and IMPCENTRAL_PASSWORD, set, the receiver looks up
 * the device that a blessing or a BlinkUp names, and tells whether the account has it.
 *
 * Against a local impCloud: start `npx impcentral emulator --port 8420` in another terminal, set IMPCENTRAL_BASE_URL to
 * http://127.0.0.1:8420/v5 and IMPCENTRAL_ID and IMPCENTRAL_PASSWORD to what the emulator prints; webhooks that are
 * created with the receiver's URL are then delivered here.
 */
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parseArgs } from 'node:util'
import { isArgumentError, isNotFoundError, isParseError, parseWebhook, type WebhookEvent } from 'impcentral'
import { authFromEnvironment, connect, readNumber, run, UsageError } from './support.ts'

const usage = `Usage: npx node examples/webhook-receiver.ts [options]

  --port N      TCP port; 0 takes a free one (default: 8787)
  --host H      Address to listen on (default: 127.0.0.1)
  --path P      Path of the webhook's URL; best one that nobody guesses (default: /)`

/** Nothing that impCloud sends comes near this many bytes. */
const longestBody = 64 * 1024

/** `undefined` when the body is longer than any delivery. */
async function readBody(request: IncomingMessage): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request) {
    size += (chunk as Uint8Array).length
    if (size > longestBody) return undefined
    chunks.push(chunk as Uint8Array)
  }
  return Buffer.concat(chunks)
}

await run(usage, async () => {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '8787' },
      host: { type: 'string', default: '127.0.0.1' },
      path: { type: 'string', default: '/' },
    },
  })
  const port = readNumber('port', values.port)
  if (!values.path.startsWith('/')) throw new UsageError(`--path begins with a slash, unlike "${values.path}".`)
  const imp = authFromEnvironment() && connect()

  /** Whether the account has the device; `undefined` when that cannot be asked, or not now. */
  async function confirm({ data }: WebhookEvent): Promise<boolean | undefined> {
    const device: unknown = data['device_id' as keyof typeof data]
    if (!imp || typeof device !== 'string' || device === '') return undefined
    try {
      await imp.devices.get(device)
      return true
    } catch (error) {
      if (isNotFoundError(error)) return false
      console.error(`${device} was not looked up: ${(error as Error).message}`)
      return undefined
    }
  }

  async function receive(request: IncomingMessage): Promise<number> {
    if (new URL(request.url ?? '/', 'http://receiver').pathname !== values.path) return 404
    if (request.method !== 'POST') return 405
    const body = await readBody(request)
    if (!body) return 413
    try {
      const event = await parseWebhook(body, request.headers['content-type'])
      console.log(JSON.stringify({ at: new Date().toISOString(), ...event, confirmed: await confirm(event) }))
      return 204
    } catch (error) {
      if (!isParseError(error) && !isArgumentError(error)) throw error
      console.error(`Refused: ${error.message}`)
      return isParseError(error) ? 400 : 415
    }
  }

  const server = createServer((request, response) => {
    receive(request)
      .catch((error: unknown) => {
        console.error(error)
        return 500
      })
      .then((status) => response.writeHead(status, { Connection: 'close' }).end())
      .catch(() => response.destroy())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, values.host, resolve)
  })
  const { port: bound } = server.address() as AddressInfo
  console.error(`Waiting for webhooks at http://${values.host}:${bound}${values.path}`)

  await new Promise((resolve) => {
    process.once('SIGINT', resolve)
    process.once('SIGTERM', resolve)
  })
  server.close()
  server.closeAllConnections()
})
