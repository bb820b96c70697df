/** The local impCloud as an HTTP server. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { be, isBaseUrl, isFunction, isObject, needed, options as optionsOf, text } from '../../cloud/checks.ts'
import type { CoreRequest, CoreResponse, Handle } from '../../cloud/exchange.ts'
import type { ImpCloud } from '../../imp-cloud.ts'
import { discardBody, readBody } from './body.ts'

/** How long a client may take to read the end of a log stream when the server closes, in milliseconds. */
const timeToEnd = 1000

/** Options of `listen`. */
export interface ListenOptions {
  /** The port to listen at. `0` takes a free port. @default 0 */
  port?: number | undefined
  /** The address to listen at. @default '127.0.0.1': this machine only */
  host?: string | undefined
  /** Which response headers a page of another origin may read. @default '*', which is all of them */
  exposeHeaders?: string | undefined
}

const isCloud = (value: unknown) => isObject(value) && isFunction(value['handle']) && isBaseUrl(value['baseUrl'])

/** A cloud, or what somebody has put around one. */
const checkCloud = needed(be('what createImpCloud() returns', isCloud))

const checkOptions = optionsOf<ListenOptions>({
  port: be('a port from 0 to 65535', (value) => Number.isInteger(value) && +value! >= 0 && +value! < 65_536),
  host: text,
  exposeHeaders: text,
})

/** A cloud that is served over HTTP. */
export interface ImpCloudServer {
  /** The base URL of the API, e.g. `http://127.0.0.1:49152/v5`. */
  readonly url: string
  /** Stops listening and ends all connections. What the cloud has ended before, as its own `close()` does with log streams, goes out. */
  close(): Promise<void>
}

/**
 * Serves a cloud over HTTP, to browsers too. Links in its answers carry the address under which the request came in.
 *
 * @throws Error for an unknown option or a wrong value, and when the port cannot be had
 */
export async function listen(cloud: ImpCloud, options: ListenOptions = {}): Promise<ImpCloudServer> {
  checkCloud('listen: cloud', cloud)
  checkOptions('listen', options)
  const { port = 0, host = '127.0.0.1', exposeHeaders = '*' } = options
  const cors = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Expose-Headers': exposeHeaders }
  const streams = new Map<ServerResponse, Promise<void>>()
  const server = createServer((incoming, outgoing) => {
    serve(cloud, cors, streams, incoming, outgoing).catch(() => {
      // What has been written before the failure still goes out. An answer behind others has no connection of its own yet.
      setImmediate(() => incoming.socket.destroy())
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const { address, port: bound, family } = server.address() as AddressInfo
  const authority = family === 'IPv6' ? `[${address}]:${bound}` : `${address}:${bound}`
  let closed: Promise<void> | undefined
  const close = async () => {
    const closed = once(server, 'close')
    server.close()
    // Streams that the cloud has ended write their end in this turn. The others are cut off.
    await new Promise((resolve) => setImmediate(resolve))
    const ending = [...streams].filter(([{ writableEnded, writableNeedDrain }]) => writableEnded || writableNeedDrain)
    let timer
    const tooLong = new Promise((resolve) => (timer = setTimeout(resolve, timeToEnd)))
    await Promise.race([tooLong, Promise.allSettled(ending.map(([, sent]) => sent))])
    clearTimeout(timer)
    server.closeAllConnections()
    await closed
  }
  return {
    url: `http://${authority}${new URL(cloud.baseUrl).pathname.replace(/\/$/, '')}`,
    close: () => (closed ??= close()),
  }
}

async function serve(
  cloud: ImpCloud,
  cors: Record<string, string>,
  streams: Map<ServerResponse, Promise<void>>,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  if (incoming.method === 'OPTIONS') {
    outgoing.writeHead(204, {
      ...cors,
      'Access-Control-Allow-Methods': 'GET, POST, PUT, PATCH, DELETE',
      // The wildcard does not cover Authorization, so what was asked for is allowed by name.
      'Access-Control-Allow-Headers': incoming.headers['access-control-request-headers'] ?? '*',
      'Access-Control-Max-Age': '600',
    })
    outgoing.end()
    return
  }

  const { method = 'GET', headers } = incoming
  const target = incoming.url ?? '/'
  const url = URL.parse(target.startsWith('/') ? `http://${headers.host ?? '127.0.0.1'}${target}` : target)
  if (!url) {
    outgoing.writeHead(400, cors).end()
    return
  }
  // Some clients send a body with GET; it says nothing.
  const bodiless = method === 'GET' || method === 'HEAD'
  if (bodiless) incoming.resume()
  const read = bodiless ? { text: '' } : await readBody(incoming)
  if ('size' in read) {
    // Counted, where the client did not say: the cloud looks at the length and refuses it.
    headers['content-length'] = String(read.size)
    discardBody(incoming, outgoing)
  }
  const content = 'text' in read ? read.text : ''
  let gone: AbortSignal | undefined
  const request: CoreRequest = {
    method,
    url,
    ip: incoming.socket.remoteAddress,
    header: (name) => headers[name]?.toString() ?? null,
    text: () => content,
    signal: () => (gone ??= whileThere(incoming, outgoing)),
  }
  const { core } = cloud.handle
  const response = await (core ? core(request) : through(cloud.handle, request, incoming))
  // A fault that stands for a broken connection.
  if (response.status === 0) throw new Error('The connection was lost')
  const { body } = response
  if (!(body instanceof ReadableStream)) {
    // In one piece: to write several costs more than to make the answer.
    const length = body === null ? undefined : { 'content-length': Buffer.byteLength(body) }
    outgoing.writeHead(response.status, { ...cors, ...length, ...response.headers })
    // When all requests that are there have been looked at: answers that leave together wake their reader once.
    setImmediate(() => outgoing.end(body ?? undefined))
    return
  }
  outgoing.writeHead(response.status, { ...cors, ...response.headers })
  const sent = send(body, outgoing, request.signal()).finally(() => streams.delete(outgoing))
  streams.set(outgoing, sent)
  await sent
}

async function send(body: ReadableStream<Uint8Array>, outgoing: ServerResponse, signal: AbortSignal): Promise<void> {
  const reader = body.getReader()
  signal.addEventListener('abort', () => void reader.cancel().catch(() => {}))
  outgoing.flushHeaders()
  for (let part; !(part = await reader.read()).done;) {
    // Rejects when there is nobody left to write to.
    if (!outgoing.write(part.value)) await once(outgoing, 'drain', { signal })
  }
  outgoing.end()
  await once(outgoing, 'finish', { signal })
}

/** Fires when the client goes away before it has its answer. */
function whileThere({ socket }: IncomingMessage, outgoing: ServerResponse): AbortSignal {
  const controller = new AbortController()
  const onClose = () => {
    socket.off('close', onClose)
    if (!outgoing.writableFinished) controller.abort(new Error('The client went away'))
  }
  // In Node 22.12 an answer that waits behind others does not hear of the end of its connection.
  if (socket.destroyed) onClose()
  else socket.setMaxListeners(0).once('close', onClose)
  outgoing.once('close', onClose)
  return controller.signal
}

/** What somebody has put around the handle of a cloud takes a Request and gives a Response. */
async function through(
  handle: Handle,
  { method, url, ip, text, signal }: CoreRequest,
  incoming: IncomingMessage,
): Promise<CoreResponse> {
  const body = Buffer.from(await text())
  const request = new Request(url, {
    // What a Request refuses to carry, the impCentral API does not have either: it is answered like any unknown method.
    method: /^(CONNECT|TRACE|TRACK)$/i.test(method) ? 'UNSUPPORTED' : method,
    headers: Object.entries(incoming.headers).map(([name, value]) => [name, String(value)] as [string, string]),
    ...(body.length && { body }),
  })
  const { type, status, headers, body: stream } = await handle(request, { ip, signal: signal() })
  return { status: type === 'error' ? 0 : status, headers: Object.fromEntries(headers), body: stream }
}
