import type { IncomingMessage, ServerResponse } from 'node:http'
import { largestBody } from '../../cloud/limits.ts'

/** How long a client that sends too much may go on until it has read why it is refused, in milliseconds. */
const patience = 10_000

const decoder = new TextDecoder()

/** What a request carries: its text, or how many bytes it has where it has more than anybody takes. */
export function readBody(incoming: IncomingMessage): Promise<{ text: string } | { size: number }> {
  const told = Number(incoming.headers['content-length'] ?? 0)
  return new Promise((resolve, reject) => {
    if (told > largestBody) {
      resolve({ size: told })
      return
    }
    let chunks: Buffer[] = []
    let size = 0
    const onData = (chunk: Buffer) => {
      size += chunk.length
      if (size <= largestBody) {
        chunks.push(chunk)
        return
      }
      incoming.off('data', onData)
      chunks = []
      resolve({ size })
    }
    incoming.on('data', onData)
    incoming.on('end', () => resolve({ text: decoder.decode(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)) }))
    incoming.on('error', reject)
  })
}

/**
 * Lets the client go on sending, into nothing, until it has read the answer: a connection that is cut off while it sends
 * takes the answer with it. To announce the end of the connection would be such a cut: Node then closes it with the answer.
 */
export function discardBody(incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { socket } = incoming
  incoming.resume()
  outgoing.once('finish', () => {
    // All of it has come: the connection may serve the next request.
    if (incoming.complete) return
    const timer = setTimeout(() => socket.destroy(), patience)
    timer.unref()
    const done = () => {
      clearTimeout(timer)
      socket.off('close', done)
    }
    socket.once('close', done)
    incoming.once('end', done)
  })
}
