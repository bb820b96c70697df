/**
 * A log stream that sends as fast as its reader takes it: `opened`, `subscribed` for each device that is added, and then
 * entries of all devices in turn. `GET /logstream/now` sends the entries at once, for readers without a protocol.
 */
import type { ServerResponse } from 'node:http'
import { config, listen } from '../lib/listen.ts'
import { deviceId } from '../lib/samples.ts'

const { devices } = config as { devices: number }
const streams = new Map<string, { response: ServerResponse; added: string[] }>()
let count = 0

/** A second's worth of entries in one buffer, so that the server costs next to nothing. */
const batch = 1000
let now = Date.now()
const text = Array.from({ length: batch }, (_, i) => {
  const entry = {
    device_id: deviceId(i % devices),
    ts: new Date(now).toISOString(),
    log_type: 'development',
    type: i % 5 ? 'server.log' : 'agent.log',
    msg: `Temperature ${(i % 40) - 10}.${i % 10} degrees, door ${i % 3 ? 'closed' : 'open'}, compressor at ${i % 100} %`,
  }
  return `event: message\ndata: ${JSON.stringify(entry)}\n\n`
}).join('')
/** Where the timestamp of each entry is. All is ASCII: a character is a byte. */
const timestamps = Array.from(text.matchAll(/"ts":"/g), ({ 0: key, index }) => index + key.length)

/** The next second's entries: a device's time goes on. */
function next(): Buffer {
  const entries = Buffer.from(text)
  for (const at of timestamps) entries.write(new Date(now++).toISOString(), at, 'latin1')
  return entries
}

/** Sends for ever: the reader ends it. */
function pour(response: ServerResponse): void {
  const send = () => {
    while (!response.destroyed && response.write(next()));
  }
  response.on('drain', send)
  send()
}

const state = (response: ServerResponse, data: object) =>
  response.write(`event: state_change\ndata: ${JSON.stringify(data)}\n\n`)

listen((request, response) => {
  request.resume()
  const [, , collection, id, device] = new URL(request.url!, 'http://localhost').pathname.split('/')
  const reply = (status: number, body?: object) =>
    response
      .writeHead(status, body ? { 'content-type': 'application/vnd.api+json' } : {})
      .end(body && JSON.stringify(body))
  if (collection === 'devices') return reply(200, { data: [], links: {} })
  if (request.method === 'POST') {
    const id = `stream-${++count}`
    const url = `http://${request.headers.host}/v5/logstream/${id}`
    return reply(201, { data: { id, type: 'logstream', attributes: { url } } })
  }
  if (request.method === 'GET') {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    state(response, { state: 'opened' })
    if (id === 'now') return pour(response)
    return void streams.set(id!, { response, added: [] })
  }
  const stream = streams.get(id!)!
  stream.added.push(device!)
  state(stream.response, { state: 'subscribed', device_id: device })
  reply(204)
  if (stream.added.length === devices) pour(stream.response)
})
