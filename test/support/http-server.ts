import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { once } from 'node:events'

/** A request as it arrived, with its body. */
export interface Arrived {
  method: string
  /** Below the base path, with the query. */
  path: string
  headers: IncomingMessage['headers']
  body: string
}

/** What to answer; for anything that no answer says, such as a reset, the raw pair is there. */
export type Handler = (request: Arrived, raw: { req: IncomingMessage; res: ServerResponse }) => unknown

export interface HttpServer {
  /** With the base path `/v5`, as the service has it. */
  baseUrl: string
  origin: string
  requests: Arrived[]
  /** Open connections. */
  connections(): Promise<number>
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/** Answers with JSON. */
export const json = (
  res: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string | number> = {},
): void => {
  res.writeHead(status, { 'content-type': 'application/vnd.api+json', ...headers })
  res.end(body === undefined ? undefined : JSON.stringify(body))
}

/** Answers with one error object. */
export const fail = (res: ServerResponse, status: number, code: string, more: object = {}): void =>
  json(res, status, {
    errors: [{ code, status: String(status), title: 'Refused', detail: `As ${code} goes`, ...more }],
  })

/** A real server on a free port of the loopback interface. */
export async function serve(handler: Handler, options: { keep?: boolean } = {}): Promise<HttpServer> {
  const requests: Arrived[] = []
  const server = createServer({ keepAliveTimeout: 60_000 }, (req, res) => {
    const chunks: Buffer[] = []
    req.on('data', (chunk: Buffer) => chunks.push(chunk))
    req.on('end', () => {
      const { method = '', url = '', headers } = req
      const arrived = { method, path: url.replace(/^\/v5/, ''), headers, body: Buffer.concat(chunks).toString() }
      if (options.keep !== false) requests.push(arrived)
      handler(arrived, { req, res })
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return {
    baseUrl: `${origin}/v5`,
    origin,
    requests,
    connections: () => new Promise((resolve) => server.getConnections((_, count) => resolve(count))),
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** A port of the loopback interface where nobody listens, and nobody will as long as it is kept: a connection goes out from it. */
export async function takenPort(): Promise<{ port: number } & AsyncDisposable> {
  const server = await serve(() => {})
  const socket = connect(Number(new URL(server.origin).port), '127.0.0.1')
  await once(socket, 'connect')
  return {
    port: socket.localPort!,
    async [Symbol.asyncDispose]() {
      socket.destroy()
      await server.close()
    },
  }
}
