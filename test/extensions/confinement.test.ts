import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ArgumentError, isConfinementError } from '../support/errors.ts'
import { pathSegment } from '../../src/core/url.ts'
import { confine } from '../../src/extensions/confinement.ts'
import { account, serveAuth, type AuthServer } from '../support/auth-server.ts'
import { json, serve, type HttpServer } from '../support/http-server.ts'
import { transport } from '../support/transport.ts'

const network = (input: string | URL | Request, init?: RequestInit) => fetch(input, init)

describe('a base URL', () => {
  test.for([
    'https://api.electricimp.com/v5',
    'https://api.electricimp.com/v5/',
    'https://imp.example.com:8443/api/v5',
    'http://localhost:3000/v5',
    'http://127.0.0.1/v5',
    'http://127.1.2.3:80/v5',
    'http://[::1]:9/v5',
    'http://cloud.localhost/v5',
  ])('may be %s', (baseUrl) => {
    expect(() => confine({ baseUrl })).not.toThrow()
  })

  test.for([
    'http://api.electricimp.com/v5',
    'http://localhost.example.com/v5',
    'http://127.0.0.1.example.com/v5',
    'http://10.0.0.1/v5',
    'http://evil.example/x.localhost/v5',
    'http://evil.example#.localhost/v5',
    'http://evil.example?.localhost/v5',
    'http://evil.example:80/localhost:/v5',
    'http://user:secret@localhost/v5',
    'http://user:secret@x.localhost:1/v5',
    'http://user:secret@evil.example/.localhost/v5',
    'https://user:secret@api.electricimp.com/v5',
    'https://api.electricimp.com/v5?x=1',
    'https://api.electricimp.com/v5#x',
    'ftp://localhost/v5',
    'file:///v5',
    'blob:https://api.electricimp.com/v5',
    'x:http://localhost/v5',
    'api.electricimp.com/v5',
    '/v5',
    '',
  ])('may not be %s', (baseUrl) => {
    expect(() => confine({ baseUrl })).toThrow(ArgumentError)
  })

  test.for([
    ['impcloud.example.com/v5'],
    ['https://user:se@cret@api.example.com/v5'],
    ['ftp://api.example.com/v5?access_token=secret'],
    ['https:user:secret@api.example.com/v5'],
    ['user:secret\n@api.example.com/v5'],
  ] as const)('is refused, and not shown: %s', ([baseUrl]) => {
    expect(() => confine({ baseUrl })).toThrow(/^baseUrl must be an https: URL, or http: on loopback/)
    expect(() => confine({ baseUrl })).not.toThrow(/user:|cret|example/)
  })
})

interface Place {
  baseUrl: string
  origin: string
}

const elsewhere: Record<string, (home: Place, foreign: Place) => string> = {
  'another host': ({ baseUrl }) => baseUrl.replace('127.0.0.1', 'localhost'),
  'another port': (_, { baseUrl }) => baseUrl,
  'another scheme': ({ baseUrl }) => baseUrl.replace('http:', 'https:'),
  'another base path': ({ origin }) => `${origin}/v4`,
  'a base path that begins alike': ({ origin }) => `${origin}/v5x`,
  'above the base path': ({ baseUrl }) => `${baseUrl}/..`,
  'above it, encoded': ({ baseUrl }) => `${baseUrl}/%2e%2e/v4`,
  'above it, with backslashes': ({ baseUrl }) => `${baseUrl}\\..\\v4`,
  'user information': ({ baseUrl }) => baseUrl.replace('//', '//user:secret@'),
  'the host as user information': ({ origin }, { baseUrl }) => `${origin}@${baseUrl.replace('http://', '')}`,
  'no scheme': (_, { baseUrl }) => baseUrl.replace('http:', ''),
  'no web address': () => 'data:text/plain',
}

describe('credentials', () => {
  let home: AuthServer
  let foreign: HttpServer
  let redirectTo: { status: number; location: string | undefined }

  beforeEach(async () => {
    foreign = await serve((_, { res }) => json(res, 200, { data: 'foreign' }))
    home = await serveAuth({
      api({ path }, res) {
        if (path.startsWith('/moved')) {
          const { status, location } = redirectTo
          res.writeHead(status, location === undefined ? {} : { location }).end()
        } else json(res, 200, { data: path })
      },
    })
  })
  afterEach(async () => {
    await home.close()
    await foreign.close()
  })

  const call = (url: string, init?: RequestInit) =>
    transport({ baseUrl: home.baseUrl })
      .fetch(url, init)
      .then(
        async (response) => response.json() as unknown,
        (error: unknown) => error,
      )
  test.for(Object.entries(elsewhere))('do not go to %s', async ([, place]) => {
    for (const path of ['/products', '/products?page[number]=2'])
      expect(isConfinementError(await call(`${place(home, foreign)}${path}`))).toBe(true)
    expect(foreign.requests).toEqual([])
    expect(home.requests.filter(({ path }) => path !== '/auth')).toEqual([])
  })

  test.for(Object.entries(elsewhere))('do not follow a redirect to %s', async ([, place]) => {
    redirectTo = { status: 307, location: `${place(home, foreign)}/products` }
    for (const method of ['GET', 'POST']) {
      const error = await call(`${home.baseUrl}/moved`, { method, headers: { 'X-Electricimp-Key': 'unbond' } })
      expect(isConfinementError(error)).toBe(true)
      expect(String(error)).not.toContain('secret')
    }
    expect(foreign.requests).toEqual([])
    expect(home.requests.filter(({ path }) => path !== '/auth').map(({ path }) => path)).toEqual(['/moved', '/moved'])
  })

  test.for([301, 302, 303, 307, 308])('follow a %i inside the base path', async (status) => {
    redirectTo = { status, location: `${home.baseUrl}/products?a=1` }
    expect(await call(`${home.baseUrl}/moved`)).toEqual({ data: '/products?a=1' })
    redirectTo.location = '/v5/devices'
    expect(await call(`${home.baseUrl}/moved`)).toEqual({ data: '/devices' })
  })

  test('do not follow a redirect of a call that changes something', async () => {
    redirectTo = { status: 307, location: `${home.baseUrl}/products` }
    expect(isConfinementError(await call(`${home.baseUrl}/moved`, { method: 'POST', body: '{}' }))).toBe(true)
    expect(home.count('/products')).toBe(0)
  })

  test('do not follow a redirect of which a browser tells nothing', async () => {
    const opaque = () => Object.defineProperty(Response.error(), 'type', { value: 'opaqueredirect' })
    const { fetch } = transport({ baseUrl: home.baseUrl, auth: { accessToken: 'T' }, fetch: async () => opaque() })
    const error: unknown = await fetch(`${home.baseUrl}/a`).catch((error: unknown) => error)
    expect(isConfinementError(error)).toBe(true)
  })

  test('do not run in circles', async () => {
    redirectTo = { status: 302, location: `${home.baseUrl}/moved` }
    expect(isConfinementError(await call(`${home.baseUrl}/moved`))).toBe(true)
    expect(home.count('/moved')).toBe(6)
  })

  test.for([
    [302, undefined],
    [304, undefined],
    [304, 'https://example.com/'],
    [300, '/v5/products'],
  ] as const)('stay where a %i with the Location %s is no redirect', async ([status, location]) => {
    redirectTo = { status, location }
    const response = await transport({ baseUrl: home.baseUrl }).fetch(`${home.baseUrl}/moved`)
    expect(response.status).toBe(status)
  })

  test('go to relative links and to absolute ones of the base path', async () => {
    expect(await call('/v5/products?page[number]=2')).toEqual({ data: '/products?page[number]=2' })
    expect(await call(`${home.baseUrl}/a/b?c=../d//e#f`)).toEqual({ data: '/a/b?c=../d//e' })
  })

  test.for(['/products/', '/products//', '//products', '/products/./', '/products/..', '/', ''])(
    'do not go to an endpoint that an empty id makes: %s',
    async (path) => {
      const error = await call(`${home.baseUrl}${path}`, { method: 'DELETE' })
      expect(error).toBeInstanceOf(Error)
      expect(home.requests.filter(({ method }) => method === 'DELETE')).toEqual([])
    },
  )

  test.for([
    ['a line break', { 'X-Electricimp-Password': 'geheim\r\nX-Evil: 1' }],
    ['a character beyond Latin-1', { 'X-Electricimp-Password': 'geheim€' }],
    ['a NUL', { 'X-Electricimp-Password': 'geheim\0' }],
    ['a colon in the name', { 'X-Bad: Name': 'geheim' }],
    ['an empty name', { '': 'geheim' }],
  ] as const)('in a header with %s are refused, and not shown', async ([, headers]) => {
    for (const form of [headers, Object.entries(headers) as [string, string][]]) {
      const error = await call(`${home.baseUrl}/a`, { headers: form })
      expect(error).toBeInstanceOf(ArgumentError)
      expect(`${String(error)} ${JSON.stringify(error)} ${(error as Error).stack}`).not.toContain('geheim')
    }
    expect(home.count('/a')).toBe(0)
  })

  test('of an access token that no header can carry are refused, and not shown', async () => {
    const { fetch } = transport({ baseUrl: home.baseUrl, auth: { accessToken: 'geheim\n' } })
    const error: unknown = await fetch(`${home.baseUrl}/a`).catch((error: unknown) => error)
    expect(error).toBeInstanceOf(ArgumentError)
    expect(String(error)).not.toContain('geheim')
    expect(home.requests).toEqual([])
  })

  test('of the account go only in the body of /auth', async () => {
    await call(`${home.baseUrl}/a`)
    const [auth, ...rest] = home.requests
    expect(auth!.body).toContain(account.password)
    expect(JSON.stringify([auth!.headers, auth!.path, rest])).not.toContain(account.password)
  })
})

describe('an id in a path', () => {
  test.for(['', '.', '..', undefined, null, 7, {}])('may not be %o', (id) => {
    expect(() => pathSegment('device', id)).toThrow(ArgumentError)
  })

  test('keeps to its segment', async () => {
    await using server = await serve(({ path }, { res }) => json(res, 200, { path }))
    const fetcher = confine({ baseUrl: server.baseUrl })(network)
    for (const id of ['a/b', 'a?b', 'a#b', '...', 'a\\b', '0c:2a:69:05:0d:62', 'T1oUmIZ3At_N', 'é', ' ']) {
      const response = await fetcher(`${server.baseUrl}/devices/${pathSegment('device', id)}/logs`)
      const { path } = (await response.json()) as { path: string }
      const [, collection, segment, rest, ...more] = path.split('/')
      expect([collection, decodeURIComponent(segment!), rest, more]).toEqual(['devices', id, 'logs', []])
    }
  })
})
