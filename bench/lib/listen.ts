/** The other end of `serve`: what a server's file calls. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What `serve` was given. */
export const config: unknown = JSON.parse(process.argv[2] ?? '{}')

/** Listens on a free loopback port, and answers the questions of the process that started it. */
export function listen(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  onQuestion: (question: unknown) => unknown = () => ({}),
): void {
  const server = createServer(answer)
  // Idle connections of a contender that waits for its turn stay.
  server.keepAliveTimeout = 600_000
  server.listen(0, '127.0.0.1', () => {
    process.send!({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v5` })
  })
  process.on('message', (question) => process.send!(onQuestion(question)))
  process.on('disconnect', () => process.exit())
}
