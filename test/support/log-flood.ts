/** A process of its own that writes numbered lines to a log stream as fast as they are taken. Prints its address. */
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

const lines = Number(process.argv[2])
const device = '5000d8c46a56cf10'
const time = Date.UTC(2031, 0, 1)

let stream: ServerResponse

function flood() {
  let number = 0
  const write = () => {
    while (number < lines) {
      let text = ''
      for (const end = Math.min(number + 500, lines); number < end; number++) {
        const data = `${device} ${new Date(time + number).toISOString()} development server.log line ${number}`
        text += `event: message\ndata: ${data}\n\n`
      }
      if (!stream.write(text)) return stream.once('drain', write)
    }
    return stream
  }
  write()
}

const server = createServer((request, response) => {
  request.resume()
  if (request.method === 'POST') return response.end(JSON.stringify({ data: { attributes: { url: '/logstream/1' } } }))
  if (request.method === 'PUT') {
    response.writeHead(204).end()
    return flood()
  }
  stream = response.writeHead(200, { 'content-type': 'text/event-stream' })
  return stream.write('event: state_change\ndata: opened\n\n')
})
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port))
