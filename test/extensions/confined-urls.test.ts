/** Which URLs a call may go to, and where to exactly, over a network that only notes them. */
import { describe, expect, test } from 'vitest'
import { confine } from '../../src/extensions/confinement.ts'
import { attemptTimeout } from '../../src/extensions/timeout.ts'
import { ArgumentError, createRedactor, isConfinementError } from '../support/errors.ts'

const baseUrl = 'https://x.test/v5'
const upstreamUrl = 'https://api.example.com/v5'

/** Where a call goes over a network that answers with these redirects, and what becomes of it. */
async function sent(
  url: string,
  { method, upstreamUrl, moved = [] }: { method?: string; upstreamUrl?: string; moved?: (string | null)[] } = {},
) {
  const to: string[] = []
  const fetcher = confine({ baseUrl, upstreamUrl })(async (target, init) => {
    to.push(target as string)
    expect(init?.redirect).toBe('manual')
    const location = moved[to.length - 1]
    return location ? new Response(null, { status: 307, headers: { location } }) : Response.json({})
  })
  const init = method === undefined ? {} : { method }
  const error: unknown = await fetcher(url, init).then(
    () => undefined,
    (error: unknown) => error,
  )
  return { to, error: error as (Error & { method?: string; url?: string }) | undefined }
}

describe('a URL below the base', () => {
  test.for([
    ['as it is', `${baseUrl}/products/1:2~3-4?a=%41&b[c]=d+e`, `${baseUrl}/products/1:2~3-4?a=%41&b[c]=d+e`],
    ['from the origin', '/v5/products', `${baseUrl}/products`],
    ['relative to the base', 'products', `${baseUrl}/products`],
    ['in another spelling', 'HTTPS://X.test:443/v5/a b', `${baseUrl}/a%20b`],
    ['with dot segments that stay', `${baseUrl}/a/../b`, `${baseUrl}/b`],
    ['with a query that is written otherwise', `${baseUrl}/a?"<>`, `${baseUrl}/a?%22%3C%3E`],
    ['with a query that looks like a path', `${baseUrl}/a?b=//../c`, `${baseUrl}/a?b=//../c`],
    ['with a fragment that looks like a path', `${baseUrl}/a#//../c`, `${baseUrl}/a#//../c`],
  ] as const)('is called: %s', async ([, url, target]) => {
    expect(await sent(url)).toEqual({ to: [target], error: undefined })
  })

  test.for(['//a', 'a//b', 'a//', 'a/', '', '?a=b', '#a', 'a/%2e%2e%2fb', 'a/..;b/c', 'a/%252e/b', 'a\\%2e.\\'])(
    'is not called with an empty or a dot segment: %s',
    async (path) => {
      const { to, error } = await sent(`${baseUrl}/${path}`, { method: 'DELETE' })
      expect(to).toEqual([])
      expect(error).toBeInstanceOf(ArgumentError)
      expect(error).toMatchObject({
        message: expect.stringMatching(/^Empty or dot segment in the path/),
        method: 'DELETE',
      })
      expect(error!.url).toBe(`${baseUrl}/${path}`)
    },
  )
})

test.for([
  ['http://[', 'http://['],
  ['/v4/a', 'https://x.test/v4/a'],
  ['../a?b=c', 'https://x.test/a'],
] as const)('what is refused is shown as it was understood: %s', async ([url, shown]) => {
  for (const upstream of [undefined, upstreamUrl]) {
    const { to, error } = await sent(url, { upstreamUrl: upstream })
    expect(to).toEqual([])
    expect(isConfinementError(error) && error).toMatchObject({ url: shown })
  }
})

test('what a call carries is no longer shown', async () => {
  const redactor = createRedactor()
  const fetcher = confine({ baseUrl, redactor })(async () => Response.json({}))
  await fetcher('/v5/a', { headers: { authorization: 'Bearer 5ecret-t0ken' } })
  expect(redactor.text('5ecret-t0ken was refused')).toBe('*** was refused')
})

describe('the address of the service behind a proxy', () => {
  test.for([
    [`${upstreamUrl}/products?page[number]=2`, `${baseUrl}/products?page[number]=2`],
    [`${upstreamUrl}/a/../b`, `${baseUrl}/b`],
    [`${baseUrl}/products`, `${baseUrl}/products`],
  ] as const)('stands for the base URL: %s', async ([url, target]) => {
    for (const upstream of [upstreamUrl, `${upstreamUrl}/`])
      expect(await sent(url, { upstreamUrl: upstream })).toEqual({ to: [target], error: undefined })
    expect(await sent('/v5/a', { upstreamUrl, moved: [url] })).toEqual({
      to: [`${baseUrl}/a`, target],
      error: undefined,
    })
  })

  test.for([`${upstreamUrl}/../v4/a`, `${upstreamUrl}x/a`, 'https://other.example/v5/a'])('is not %s', async (url) => {
    expect(isConfinementError((await sent(url, { upstreamUrl })).error)).toBe(true)
  })

  test.for(['http://api.example.com/v5', ''])('may not be %j', (upstreamUrl) => {
    expect(() => confine({ baseUrl, upstreamUrl })).toThrow(/^upstreamUrl must be an https: URL/)
  })

  test('is asked for where it may be missing', async () => {
    const elsewhere = `${upstreamUrl}/a;b?c=d#e`
    const { to, error } = await sent(elsewhere, { method: 'PUT' })
    expect(to).toEqual([])
    expect(error).toMatchObject({ method: 'PUT', url: `${upstreamUrl}/a` })
    expect(error!.message).toContain(
      `Not below ${baseUrl}/, so that nothing was sent; where baseUrl is the address of a proxy`,
    )
    const known = await sent('https://other.example/', { upstreamUrl })
    expect(known.error!.message).toMatch(/^Not below https:\/\/x\.test\/v5\/, so that nothing was sent( \(|$)/)
  })
})

describe('a redirect', () => {
  const moved = [`${baseUrl}/b`, 'c', '/v5/d/e', '../f', `${baseUrl}/g`]
  const way = ['a', 'b', 'c', 'd/e', 'f', 'g'].map((path) => `${baseUrl}/${path}`)

  test.for([undefined, 'GET', 'get', 'HEAD', 'head'])(
    'is followed five times, from where it leads: %s',
    async (method) => {
      expect(await sent(way[0]!, { ...(method && { method }), moved })).toEqual({ to: way, error: undefined })
      const { to, error } = await sent(way[0]!, { ...(method && { method }), moved: [...moved, 'h'] })
      expect(to).toEqual(way)
      expect(isConfinementError(error)).toBe(true)
    },
  )

  test('gives its connection back', async () => {
    let cancelled = 0
    const body = () => new ReadableStream({ cancel: () => void cancelled++ })
    const fetcher = confine({ baseUrl })(async (target) =>
      target === way[0] ? new Response(body(), { status: 307, headers: { location: 'b' } }) : Response.json({}),
    )
    expect((await fetcher(way[0]!)).status).toBe(200)
    expect(cancelled).toBe(1)
  })

  test.for(['POST', 'PUT', 'PATCH', 'DELETE', 'GETS', 'A-HEAD'])('is not followed by %s', async (method) => {
    const { to, error } = await sent(way[0]!, { method, moved })
    expect(to).toEqual(way.slice(0, 1))
    expect(error).toMatchObject({
      message: expect.stringMatching(/^A redirect that cannot be followed/),
      method,
      url: way[0],
    })
  })
})

test.for([
  ['https://x.test', `${baseUrl}/a%20b`, `${baseUrl}/a%20b`],
  ['https://x.test', 'https://x.test/a', `${baseUrl}/a`],
  [upstreamUrl, `${baseUrl}/a%20b`, `${baseUrl}/a%20b`],
  [upstreamUrl, `${upstreamUrl}/a%20b`, `${baseUrl}/a%20b`],
] as const)('of the base and of an upstream address %s, %s is mapped once', async ([upstreamUrl, url, target]) => {
  expect(await sent(url, { upstreamUrl })).toEqual({ to: [target], error: undefined })
})

test.for([
  ['accounts/me/login_keys', true],
  ['accounts/me/login_keys/1', true],
  ['accounts/me/refresh_tokens?page=2', true],
  ['auth', true],
  ['auth/token', true],
  ['devices', false],
  ['products/1', false],
] as const)('what is answered at %s may be a secret: %s', async ([path, is]) => {
  const learnt: unknown[] = []
  const redactor = Object.assign(createRedactor(), { learn: (body: unknown) => learnt.push(body) })
  const fetcher = confine({ baseUrl, redactor })(attemptTimeout()(async () => Response.json({ a: 1 })))
  await fetcher(`${baseUrl}/${path}`)
  expect(learnt).toEqual(is ? [{ a: 1 }] : [])
})
