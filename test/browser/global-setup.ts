/**
 * Local impClouds on real sockets for the tests in the browser, which can only reach them over HTTP. A small control
 * server beside them lets a test start a cloud, make its devices talk, and see what reached it.
 */
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestProject } from 'vitest/node'
import { createImpCloud } from '../../src/emulator/index.ts'
import { listen } from '../../src/emulator/node.ts'
import type { CloudRequest, CloudStatus } from './cloud.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    controlUrl: string
  }
}

type Running = Awaited<ReturnType<typeof start>>

async function start({ exposeHeaders, ...options }: Extract<CloudRequest, { start: object }>['start']) {
  const cloud = createImpCloud(options)
  const status: CloudStatus = { streams: 0, streamsOpened: 0, calls: 0, refused: 0 }
  // Looks on: the connection's signal fires when the browser has ended the connection.
  const watched = Object.create(cloud, {
    handle: {
      value: async (...[request, connection]: Parameters<typeof cloud.handle>) => {
        const response = await cloud.handle(request, connection)
        status.calls++
        if (response.status === 429) status.refused++
        if (response.headers.get('content-type') === 'text/event-stream') {
          status.streams++
          status.streamsOpened++
          connection?.signal?.addEventListener('abort', () => status.streams--, { once: true })
        }
        return response
      },
    },
  }) as typeof cloud
  const server = await listen(watched, exposeHeaders === undefined ? {} : { exposeHeaders })
  return { cloud, server, status }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const clouds = new Map<string, Running>()

  const perform = async (request: CloudRequest): Promise<unknown> => {
    if ('start' in request) {
      const running = await start(request.start)
      clouds.set(running.server.url, running)
      return { url: running.server.url, devices: running.cloud.devices }
    }
    const { cloud, server, status } = clouds.get(request.url)!
    if ('stop' in request) {
      clouds.delete(request.url)
      return server.close()
    }
    if ('status' in request) return status
    if ('log' in request) {
      for (const [device, msg] of request.log) cloud.log(device, { msg })
    } else if (request.fault === 'dropStreams') cloud.faults.dropStreams(...request.with)
    else cloud.faults[request.fault](...(request.with as [never]))
    return undefined
  }

  const control = createServer((incoming, outgoing) => {
    const cors = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Headers': '*' }
    const answer = (status: number, body: unknown) =>
      outgoing.writeHead(status, { ...cors, 'Content-Type': 'application/json' }).end(JSON.stringify(body ?? null))
    if (incoming.method === 'OPTIONS') answer(200, null)
    else {
      readJson(incoming)
        .then(async (request) => answer(200, await perform(request as CloudRequest)))
        .catch((error: unknown) => answer(500, String(error)))
    }
  })
  await new Promise<void>((resolve) => control.listen(0, '127.0.0.1', resolve))
  project.provide('controlUrl', `http://127.0.0.1:${(control.address() as AddressInfo).port}`)

  return async () => {
    await Promise.all([...clouds.values()].map(({ server }) => server.close()))
    control.close()
    control.closeAllConnections()
  }
}

async function readJson(incoming: IncomingMessage): Promise<unknown> {
  let text = ''
  for await (const chunk of incoming.setEncoding('utf8')) text += String(chunk)
  return JSON.parse(text)
}
