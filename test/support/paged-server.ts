import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface PagedServer extends AsyncDisposable {
  url: string
  /** The path and query of each request so far. */
  requests: string[]
  /** Responses that the client gave up before they were sent. */
  aborted: number
}

/** A loopback server that answers each GET with what `answer` makes of its URL. */
export async function serve(
  answer: (url: URL, request: IncomingMessage, response: ServerResponse) => unknown,
): Promise<PagedServer> {
  const server = createServer((request, response) => void respond(request, response))
  async function respond(request: IncomingMessage, response: ServerResponse) {
    const url = new URL(request.url!, state.url)
    state.requests.push(url.pathname + url.search)
    response.on('close', () => {
      if (!response.writableFinished) state.aborted++
    })
    const body = await answer(url, request, response)
    if (body === undefined || response.destroyed) return
    response.writeHead(200, { 'content-type': 'application/vnd.api+json' })
    response.end(JSON.stringify(body))
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const state: PagedServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v5`,
    requests: [],
    aborted: 0,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return state
}
