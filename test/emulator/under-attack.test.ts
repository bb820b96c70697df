import { once } from 'node:events'
import { Agent, request, type IncomingMessage } from 'node:http'
import { connect, type Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { killAll, start, type Running } from './cli-process.ts'
import { logIn } from './support.ts'

/** What the process may take, in megabytes, whatever is done to it. */
const memory = 300
const onLinux = process.platform === 'linux'

afterAll(killAll)

interface Emulator extends Running {
  url: URL
  token: string
}

async function begin(...args: string[]): Promise<Emulator> {
  const emulator = start('emulator', '--json', ...args)
  const { url, accounts } = JSON.parse((await emulator.printed(1))[0]!)
  const [{ email, password }] = accounts
  const response = await fetch(`${url}/auth`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ id: email, password }),
  })
  const { access_token } = (await response.json()) as { access_token: string }
  return { ...emulator, url: new URL(url), token: access_token }
}

const answers = async ({ url }: Emulator) =>
  (await (await logIn({ baseUrl: url.href, fetch }))('GET', '/devices')).status

const textOf = async (stream: IncomingMessage) => {
  let text = ''
  for await (const chunk of stream) text += String(chunk)
  return text
}

/** It still answers, has stayed within its memory, said nothing, and ends in good order. */
async function isUnharmed(emulator: Emulator) {
  expect(await answers(emulator)).toBe(200)
  if (onLinux) expect(emulator.peak()).toBeLessThan(memory)
  expect(await emulator.stop('SIGTERM')).toBe(0)
  expect(emulator.complaints()).toBe('')
}

describe('a body of 600 MB', () => {
  const megabyte = Buffer.alloc(1_000_000, ' ')

  /** Sends until it is through or cut off, and gives what was answered meanwhile. */
  async function send({ url, token }: Emulator, path: string, headers: Record<string, string>) {
    const sent = request({
      hostname: url.hostname,
      port: url.port,
      method: 'POST',
      path: url.pathname + path,
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/vnd.api+json', ...headers },
    })
    let left = 600
    const write = () => {
      while (left > 0 && !sent.destroyed) {
        left--
        if (!sent.write(megabyte)) return
      }
      sent.end()
    }
    sent.on('drain', write)
    const answer = new Promise<IncomingMessage>((resolve, reject) => {
      sent.on('response', resolve)
      // After the answer it may be cut off, before it must not.
      sent.on('error', reject)
    })
    write()
    const response = await answer
    return { status: response.statusCode, body: JSON.parse(await textOf(response)) }
  }

  test.each<[string, string, Record<string, string>]>([
    ['of a length that is told', '/products', { 'Content-Length': '600000000' }],
    ['of a length that is not told', '/products', { 'Transfer-Encoding': 'chunked' }],
    ['where no body is needed', '/logstream', { 'Transfer-Encoding': 'chunked' }],
    ['without a token', '/auth', { 'Transfer-Encoding': 'chunked', 'Content-Type': 'application/json' }],
  ])('%s is refused and not kept', async (_, path, headers) => {
    const emulator = await begin()
    const { status, body } = await send(emulator, path, headers)
    expect(status).toBe(413)
    expect(body.errors[0]).toMatchObject({ code: 'XX413', status: '413', title: 'Request Too Large' })
    expect(body.errors[0].detail).toBe('A request body may have 10000000 bytes at most.')
    await isUnharmed(emulator)
  })

  test('is more than 10 MB, which is taken', async () => {
    const emulator = await begin()
    const api = await logIn({ baseUrl: emulator.url.href, fetch })
    const large = (length: number) => JSON.stringify({ data: 'x'.repeat(length - 11) })
    expect((await api('POST', '/products', large(10_000_000))).status).toBe(400)
    expect((await api('POST', '/products', large(10_000_001))).status).toBe(413)
    await isUnharmed(emulator)
  })
})

test('10,000 requests at once are all answered, and what they made is there', async () => {
  const emulator = await begin()
  const { url, token } = emulator
  const agent = new Agent({ keepAlive: true, maxSockets: 500 })
  const call = async (method: string, path: string, body?: object) => {
    const sent = request({
      agent,
      hostname: url.hostname,
      port: url.port,
      method,
      path: url.pathname + path,
      headers: { Authorization: `Bearer ${token}`, ...(body && { 'Content-Type': 'application/vnd.api+json' }) },
    })
    sent.end(body && JSON.stringify(body))
    const [response] = (await once(sent, 'response')) as [IncomingMessage]
    const text = await textOf(response)
    return { status: response.statusCode, body: JSON.parse(text) }
  }
  const answered = await Promise.all(
    Array.from({ length: 10_000 }, (_, index) =>
      index % 2 === 0
        ? call('POST', '/products', { data: { type: 'product', attributes: { name: `product ${index}` } } })
        : call('GET', '/devices?page[size]=1'),
    ),
  )
  expect(answered.filter(({ status }, index) => status !== (index % 2 === 0 ? 201 : 200))).toEqual([])
  const names = new Set<string>()
  for (let page = 1; page <= 50; page++) {
    const { body } = await call('GET', `/products?page[size]=100&page[number]=${page}`)
    for (const { attributes } of body.data) names.add(attributes.name)
  }
  expect(names.size).toBe(5000)
  agent.destroy()
  await isUnharmed(emulator)
})

describe('300 slow clients', () => {
  const open = async ({ url }: Emulator) => {
    const sockets = Array.from({ length: 300 }, () => connect(Number(url.port), url.hostname))
    await Promise.all(sockets.map((socket) => once(socket, 'connect')))
    return sockets
  }
  const answersOf = (sockets: Socket[]) => {
    const answers = sockets.map(() => '')
    sockets.forEach((socket, index) => socket.on('data', (chunk) => (answers[index] += String(chunk))))
    return answers
  }

  test('that send a request bit by bit get their answer, and nobody waits for them', async () => {
    const emulator = await begin()
    const { url, token } = emulator
    const body = JSON.stringify({ data: { type: 'product', attributes: { name: 'Fridge' } } })
    const text = [
      `POST ${url.pathname}/products HTTP/1.1`,
      `Host: ${url.host}`,
      `Authorization: Bearer ${token}`,
      'Content-Type: application/vnd.api+json',
      `Content-Length: ${body.length}`,
      '',
      body,
    ].join('\r\n')
    const sockets = await open(emulator)
    const received = answersOf(sockets)
    const api = await logIn({ baseUrl: url.href, fetch })
    const parts = text.match(/[^]{1,60}/g)!
    for (const [index, part] of parts.entries()) {
      for (const socket of sockets) socket.write(part)
      if (index < parts.length - 1) {
        expect((await api('GET', '/devices')).status).toBe(200)
        expect(received.join('')).toBe('')
      }
    }
    await expect.poll(() => received.filter((answer) => answer.includes('\r\n\r\n')).length).toBe(300)
    // One of them was the first, and the name is taken since.
    expect(received.filter((answer) => answer.startsWith('HTTP/1.1 201 '))).toHaveLength(1)
    expect(received.filter((answer) => answer.startsWith('HTTP/1.1 409 '))).toHaveLength(299)
    for (const socket of sockets) socket.destroy()
    await isUnharmed(emulator)
  })

  test('that do not read what they asked for again and again', async () => {
    const emulator = await begin('--devices', '100')
    const { url, token } = emulator
    const sockets = await open(emulator)
    const head = `GET ${url.pathname}/devices?page[size]=100 HTTP/1.1\r\nHost: ${url.host}\r\nAuthorization: Bearer ${token}\r\n\r\n`
    for (const socket of sockets) {
      socket.pause()
      for (let asked = 0; asked < 3; asked++) socket.write(head)
    }
    const api = await logIn({ baseUrl: url.href, fetch })
    for (let call = 0; call < 20; call++) expect((await api('GET', '/devices')).status).toBe(200)
    for (const socket of sockets) socket.destroy()
    await isUnharmed(emulator)
  })

  test('that go away in the middle', async () => {
    const emulator = await begin()
    const { url } = emulator
    const sockets = await open(emulator)
    for (const [index, socket] of sockets.entries()) {
      socket.write(
        `POST ${url.pathname}/products HTTP/1.1\r\nHost: ${url.host}\r\nContent-Length: 99\r\n`.slice(0, 5 + index),
      )
      if (index % 2 === 0) socket.destroy()
      else socket.resetAndDestroy()
    }
    await isUnharmed(emulator)
  })
})

describe('malformed HTTP', () => {
  let emulator: Emulator
  beforeAll(async () => {
    emulator = await begin()
  })
  // The last one shows that no memory and no word was left behind by any of them.
  afterAll(() => isUnharmed(emulator))

  test.each([
    ['no HTTP', 'hello\r\n\r\n'],
    ['bytes', Buffer.from(Array.from({ length: 4096 }, (_, index) => (index * 7919) % 256))],
    ['a TLS greeting', Buffer.from('16030100c8010000c40303', 'hex')],
    ['no version', 'GET /v5/devices\r\n\r\n'],
    ['two lengths', 'POST /v5/auth HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}'],
    [
      'a length and chunks',
      'POST /v5/auth HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}',
    ],
    ['a length below zero', 'POST /v5/auth HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n'],
    ['chunks of no length', 'POST /v5/auth HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n'],
    ['a header without end', `GET /v5/devices HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(100_000)}`],
    ['a folded header', 'GET /v5/devices HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer\r\n x\r\n\r\n'],
    ['no host', 'GET /v5/devices HTTP/1.1\r\n\r\n'],
    ['a host that is none', 'GET /v5/devices HTTP/1.1\r\nHost: [::1\r\nConnection: close\r\n\r\n'],
    ['an address that is none', 'GET http://[ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'],
    ['an asterisk', 'OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'],
    ['an asterisk for a method', 'GET * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'],
    ['a tunnel', 'CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n'],
    ['an upgrade', 'GET /v5/devices HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n'],
    ['percent signs', 'GET /v5/devices/%E0%A4%A HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'],
    ['zero bytes', 'GET /v5/devices/\0 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'],
    ['a climb', 'GET /v5/../../etc/passwd HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'],
    ['an unknown expectation', 'GET /v5/devices HTTP/1.1\r\nHost: a\r\nExpect: miracles\r\nConnection: close\r\n\r\n'],
    [
      'no JSON',
      'POST /v5/auth HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 4\r\nConnection: close\r\n\r\n{{{{',
    ],
    [
      'no UTF-8',
      Buffer.concat([
        Buffer.from(
          'POST /v5/auth HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 4\r\nConnection: close\r\n\r\n',
        ),
        Buffer.from([0xff, 0xfe, 0xc3, 0x28]),
      ]),
    ],
    [
      'deep JSON',
      (() => {
        const body = '['.repeat(100_000)
        return `POST /v5/auth HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`
      })(),
    ],
  ])('%s is answered with a refusal, or not at all', async (_, bytes) => {
    const socket = connect(Number(emulator.url.port), emulator.url.hostname)
    let answer = ''
    socket.on('data', (chunk) => (answer += String(chunk)))
    socket.on('error', () => {})
    socket.end(bytes)
    await new Promise((resolve) => socket.once('close', resolve))
    // An answer to a preflight request is none of the API's.
    if (answer !== '') expect(answer).toMatch(/^HTTP\/1\.1 (204|4\d\d) /)
    expect(await answers(emulator)).toBe(200)
  })
})
