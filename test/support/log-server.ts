/**
 * A scripted impCloud on a loopback socket, as far as log streams go: it does what the test tells it to, also what a
 * sound service would not. Devices that it was not told of are unknown.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

export interface ServerEntry {
  ts: string
  type: string
  msg: string
  log_type: string
}

/** How a connection fails. */
export type Fault = 'reset' | 'end' | 'closed' | 'silence' | 'mid-event' | 'mid-character'

export interface ServerStream {
  id: string
  format: 'text' | 'json'
  devices: string[]
  response: ServerResponse
  silent: boolean
}

export interface LogServerOptions {
  devices?: string[]
  /** Other identifiers of devices. */
  aliases?: Record<string, string>
  /** Entries a page of the history; absent: everything at once. */
  pageSize?: number
  /** The spelling of the keys of JSON entries: that of captured traffic, or that of the how-to. */
  keys?: 'captured' | 'how-to'
  /** Tells the time, in timestamps and `Date` headers. */
  now?: () => number
}

export interface LogServer {
  url: string
  /** Every request so far, as `METHOD /path?query`. */
  requests: string[]
  /** The open streams, oldest first. */
  streams: ServerStream[]
  /** Answers that are under way, streams included. */
  active: Set<ServerResponse>
  sockets: Set<Socket>
  /** What the historical log of each device holds, oldest entry first. */
  history: Map<string, ServerEntry[]>
  /** Devices whose new entries do not enter the history until `catchUp`. */
  lagging: Set<string>
  catchUp(): void
  /** A device writes a line. */
  log(device: string, msg: string, fields?: Partial<ServerEntry>): void
  /** Ends, or silences, every open stream. */
  fail(fault: Fault): void
  /** Sends raw text on every open stream. */
  raw(text: string | Uint8Array): void
  /** Called before each answer; `true`: it has answered. */
  intercept?:
    | ((request: IncomingMessage, response: ServerResponse, path: string) => boolean | Promise<boolean>)
    | undefined
  close(): Promise<void>
}

export const deviceIds = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `5000d8c46a56cf${(index + 16).toString(16)}`)

/** Writes text as one server-sent event. */
export const sse = (event: string, data: string): string =>
  `event: ${event}\n${data
    .split(/\r\n|\r|\n/)
    .map((line) => `data: ${line}\n`)
    .join('')}\n`

/** Refuses as the API does. Without an error document it would be the page of a gateway. */
export function refuse(response: ServerResponse, status: number, code = status === 404 ? 'NF001' : 'XX001'): true {
  response.writeHead(status, { 'content-type': 'application/vnd.api+json' })
  response.end(JSON.stringify({ errors: [{ code, status: `${status}`, title: 'Refused' }] }))
  return true
}

export async function startLogServer(options: LogServerOptions = {}): Promise<LogServer> {
  const { devices = deviceIds(8), aliases = {}, pageSize, keys = 'captured', now = Date.now } = options
  const created = new Set<string>()
  const waiting: [string, ServerEntry][] = []
  let count = 0

  const state = (stream: ServerStream, state: string, device?: string) =>
    send(
      stream,
      sse(
        'state_change',
        stream.format === 'json' ? JSON.stringify({ state, device_id: device }) : device ? `${state} ${device}` : state,
      ),
    )
  const send = (stream: ServerStream, text: string | Uint8Array) => {
    if (!stream.silent) stream.response.write(text)
  }
  const message = ({ format }: ServerStream, device: string, { ts, type, msg, log_type }: ServerEntry) =>
    format === 'text'
      ? sse('message', `${device} ${ts} ${log_type} ${type} ${msg}`)
      : sse(
          'message',
          JSON.stringify(
            keys === 'captured'
              ? { device_id: device, ts, log_type, type, msg }
              : { deviceid: device, timestamp: ts, log_type, type, msg },
          ),
        )

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    server.active.add(response)
    response.on('close', () => server.active.delete(response))
    response.setHeader('date', new Date(now()).toUTCString())
    const url = new URL(request.url!, server.url)
    const path = decodeURIComponent(url.pathname.replace(/^\/v5/, ''))
    server.requests.push(`${request.method} ${path}${url.search}`)
    request.resume()
    const reply = (status: number, body?: unknown) => {
      response.writeHead(status, body ? { 'content-type': 'application/vnd.api+json' } : {})
      response.end(body && JSON.stringify(body))
    }
    const missing = () => reply(404, { errors: [{ code: 'NF001', status: '404', title: 'Resource Not Found' }] })
    if (await server.intercept?.(request, response, path)) return
    const [, collection, id, rest] = path.split('/')
    if (collection === 'devices') {
      const device = aliases[id!] ?? id!
      if (!devices.includes(device)) return missing()
      if (rest !== 'logs') return reply(200, { data: { type: 'device', id: device } })
      const number = Number(url.searchParams.get('page') ?? 1)
      const all = (server.history.get(device) ?? []).slice(-1000).toReversed()
      const data = pageSize ? all.slice((number - 1) * pageSize, number * pageSize) : all
      const more = pageSize && all.length > number * pageSize
      return reply(200, { data, links: more ? { next: `${url.origin}${url.pathname}?page=${number + 1}` } : {} })
    }
    if (collection !== 'logstream') return missing()
    if (request.method === 'POST') {
      const id = `stream-${++count}`
      created.add(id)
      return reply(201, { data: { id, type: 'logstream', attributes: { url: `${server.url}/logstream/${id}` } } })
    }
    if (rest === undefined) {
      if (!created.delete(id!)) return missing()
      const format = url.searchParams.get('format') === 'json' ? 'json' : 'text'
      const stream: ServerStream = { id: id!, format, devices: [], response, silent: false }
      response.on('close', () => {
        server.streams = server.streams.filter((other) => other !== stream)
      })
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      server.streams.push(stream)
      return state(stream, 'opened')
    }
    const stream = server.streams.find((stream) => stream.id === id)
    const device = aliases[rest] ?? rest
    if (!stream || !devices.includes(device)) return missing()
    const index = stream.devices.indexOf(device)
    if (request.method === 'PUT') {
      if (index < 0 && stream.devices.push(device) > 8) state(stream, 'unsubscribed', stream.devices.shift())
      state(stream, 'subscribed', device)
    } else {
      if (index < 0) return missing()
      stream.devices.splice(index, 1)
      state(stream, 'unsubscribed', device)
    }
    reply(204)
  }
  const http = createServer((request, response) => void answer(request, response))

  const server: LogServer = {
    url: '',
    requests: [],
    streams: [],
    active: new Set(),
    sockets: new Set(),
    history: new Map(),
    lagging: new Set(),
    catchUp() {
      server.lagging.clear()
      for (const [device, entry] of waiting.splice(0)) server.history.get(device)!.push(entry)
    },
    log(device, msg, fields) {
      const entry = {
        ts: new Date(now()).toISOString(),
        type: 'server.log',
        msg,
        log_type: 'development',
        ...fields,
      }
      if (!server.history.has(device)) server.history.set(device, [])
      if (server.lagging.has(device)) waiting.push([device, entry])
      else server.history.get(device)!.push(entry)
      for (const stream of server.streams) {
        if (stream.devices.includes(device)) send(stream, message(stream, device, entry))
      }
    },
    fail(fault) {
      for (const stream of server.streams) {
        // What it has to say from now on is lost, in whichever way the connection ends.
        const { response } = stream
        const event = Buffer.from(
          sse('message', `${stream.devices[0]} 2026-01-01T00:00:00.000Z development server.log torn é`),
        )
        if (fault === 'closed') state(stream, 'closed')
        if (fault === 'mid-event') response.write(event.subarray(0, 60))
        if (fault === 'mid-character') response.write(event.subarray(0, event.lastIndexOf(0xa9)))
        stream.silent = true
        stream.devices = []
        if (fault === 'reset') response.socket?.resetAndDestroy()
        else if (fault !== 'silence') response.end()
      }
      // A stream that is about to end takes no more devices.
      if (fault !== 'silence') server.streams = []
    },
    raw(text) {
      for (const stream of server.streams) send(stream, text)
    },
    close: () =>
      new Promise((resolve) => {
        http.close(() => resolve())
        http.closeAllConnections()
      }),
  }
  http.on('connection', (socket) => {
    server.sockets.add(socket)
    socket.on('close', () => server.sockets.delete(socket))
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  server.url = `http://127.0.0.1:${(http.address() as AddressInfo).port}/v5`
  return server
}
