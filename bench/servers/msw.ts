/** The handlers that Redocly generates of the description for MSW, behind node:http. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type * as Msw from 'msw'
import { generated, peer } from '../lib/prepare.ts'

const { getResponse } = await peer<typeof Msw>('msw')
const { handlers } = await peer<{ handlers: Parameters<typeof getResponse>[0] }>(`${generated}mock.mocks.ts`)

const server = createServer((incoming, outgoing) => {
  void (async () => {
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk as Buffer)
    const request = new Request(`http://127.0.0.1${incoming.url}`, {
      method: incoming.method!,
      headers: incoming.headers as Record<string, string>,
      ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
    })
    const response = (await getResponse(handlers, request))!
    outgoing.writeHead(response.status, Object.fromEntries(response.headers))
    outgoing.end(Buffer.from(await response.arrayBuffer()))
  })()
})
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo
  console.log(JSON.stringify({ url: `http://127.0.0.1:${port}/v5`, token: 'a', device: '5000d8c46a56cfca' }))
})
