import { setTimeout as wait } from 'node:timers/promises'
import { ConfinementError, createImpCentral, createRateLimiter, type ImpCentral, ImpCentralError } from 'impcentral'
import { describe, expect, it } from 'vitest'
import { createManualClock, until } from '../support/clocks.ts'
import { serve } from '../support/paged-server.ts'

const client = (baseUrl: string): ImpCentral => createImpCentral({ baseUrl, auth: { accessToken: 'token' } })
const device = (n: number) => ({
  type: 'device',
  id: n.toString(16).padStart(16, '0'),
  attributes: { name: `no ${n}` },
})
const number = (url: URL) => Number(url.searchParams.get('page[number]') ?? 1)

/** Answers page after page of the given lists, with links as the service writes them. */
const pagesOf = (lists: object[][]) => async (url: URL) => {
  const at = number(url)
  const link = (n: number) => {
    const target = new URL(url)
    target.searchParams.set('page[number]', String(n))
    return target.href
  }
  return {
    data: lists[at - 1] ?? [],
    links: { first: link(1), self: link(at), ...(at < lists.length ? { next: link(at + 1) } : {}) },
  }
}

/** Waits until so many requests have arrived, and a little longer for one that should not. */
async function arrivals({ requests }: { requests: unknown[] }, count: number) {
  await expect.poll(() => requests.length).toBeGreaterThanOrEqual(count)
  await wait(20)
  expect(requests).toHaveLength(count)
}

describe('a list', () => {
  it('is its first page when awaited, and nothing is fetched before', async () => {
    await using server = await serve(pagesOf([[device(1)], [device(2)]]))
    const list = client(server.url).devices.list()
    await wait(5)
    expect(server.requests).toEqual([])
    const page = await list
    expect(page.data.map((d) => d.id)).toEqual([device(1).id])
    expect(page.links.next).toContain('page%5Bnumber%5D=2')
    expect(server.requests).toHaveLength(1)
  })

  it('yields every item in order, over an empty page in the middle', async () => {
    await using server = await serve(pagesOf([[device(1), device(2)], [], [device(3)]]))
    const names: unknown[] = []
    for await (const { attributes } of client(server.url).devices.list()) names.push(attributes.name)
    expect(names).toEqual(['no 1', 'no 2', 'no 3'])
  })

  it.each(['items', 'pages'])('ends with the reason of its signal between two %s, wherever it is', async (what) => {
    await using server = await serve(pagesOf([[device(1), device(2)]]))
    const controller = new AbortController()
    const list = client(server.url).devices.list({ signal: controller.signal })
    let seen = 0
    const walk = (async () => {
      for await (const _ of what === 'items' ? list : list.pages()) {
        seen++
        controller.abort(new Error('enough'))
      }
    })()
    await expect(walk).rejects.toThrow('enough')
    expect(seen).toBe(1)
  })

  it('keeps filters, page size, headers and signal for all pages', async () => {
    const seen: (string | undefined)[] = []
    await using server = await serve((url, request) => {
      seen.push(request.headers['x-trace'] as string)
      return pagesOf([[device(1)], [device(2)]])(url)
    })
    await client(server.url)
      .devices.list({ filter: { 'owner.id': 'me' }, page: { size: 1 }, headers: { 'x-trace': 'a' } })
      .toArray()
    expect(seen).toEqual(['a', 'a'])
    expect(server.requests.map((url) => decodeURIComponent(url))).toEqual([
      '/v5/devices?filter[owner.id]=me&page[size]=1',
      '/v5/devices?filter[owner.id]=me&page[size]=1&page[number]=2',
    ])
  })

  it('yields an item once that moved to a later page meanwhile', async () => {
    await using server = await serve(
      pagesOf([
        [device(1), device(2)],
        [device(2), device(3)],
      ]),
    )
    const all = await client(server.url).devices.list().toArray()
    expect(all.map((d) => d.id)).toEqual([1, 2, 3].map((n) => device(n).id))
  })

  it('keeps equal log entries, which have no id', async () => {
    const entry = { ts: '2024-05-01T09:00:00.000Z', type: 'server.log', msg: 'tick', log_type: 'development' }
    await using server = await serve(pagesOf([[entry, entry], [entry]]))
    expect(await client(server.url).devices.logs(device(1).id).toArray()).toHaveLength(3)
  })

  it.each([
    ['absolute', (url: URL) => url.href],
    ['in another spelling', (url: URL) => url.href.replaceAll('%5B', '[').replaceAll('%5D', ']')],
    ['a path', (url: URL) => url.pathname + url.search],
    ['a query', (url: URL) => url.search],
  ])('ends when next is the page just read, %s', async (_, spelling) => {
    await using server = await serve((url) => {
      const next = new URL(url)
      if (number(url) < 3) next.searchParams.set('page[number]', String(number(url) + 1))
      return { data: [device(number(url))], links: { next: spelling(next) } }
    })
    const all = await client(server.url).devices.list().toArray()
    expect(all.map((d) => d.id)).toEqual([1, 2, 3].map((n) => device(n).id))
    expect(server.requests).toHaveLength(3)
  })

  it('ends with an error when next points to an earlier page', async () => {
    await using server = await serve((url) => ({
      data: [device(number(url))],
      links: { next: `${url.origin}/v5/devices?page[number]=${{ 1: 2, 2: 3 }[number(url)] ?? 1}` },
    }))
    const imp = client(server.url)
    const seen: string[] = []
    const walk = async () => {
      for await (const { id } of imp.devices.list({ page: { number: 1 } })) seen.push(id)
    }
    await expect(walk()).rejects.toThrow(ImpCentralError)
    await expect(walk()).rejects.toThrow(/circle/)
    expect(seen.length).toBeGreaterThanOrEqual(2)
    expect(server.requests.length).toBeLessThanOrEqual(8)
  })

  it.each(['http://', 'https://[', 'http://127.0.0.1:1/v5/devices'])(
    'refuses to follow %s, with a typed error',
    async (next) => {
      await using server = await serve(() => ({ data: [device(1), null], links: { next } }))
      const imp = client(server.url)
      await expect(imp.devices.list().toArray()).rejects.toThrow(ConfinementError)
      await expect(imp.devices.list({ from: next })).rejects.toThrow(ConfinementError)
      expect(server.requests).toHaveLength(1)
    },
  )

  it('goes on from a page kept earlier, by its link or by its number', async () => {
    await using server = await serve(pagesOf([[device(1)], [device(2)], [device(3)]]))
    const imp = client(server.url)
    const { links } = await imp.devices.list()
    const rest = [device(2).id, device(3).id]
    expect((await imp.devices.list({ from: links.next! }).toArray()).map((d) => d.id)).toEqual(rest)
    expect((await imp.devices.list({ page: { number: 2 } }).toArray()).map((d) => d.id)).toEqual(rest)
  })

  it('fetches the next page while one is consumed, and only that one', async () => {
    await using server = await serve(pagesOf([[device(1)], [device(2)], [device(3)], [device(4)]]))
    const counts = [2, 3, 4, 4]
    for await (const _ of client(server.url).devices.list().pages()) await arrivals(server, counts.shift()!)
    expect(counts).toEqual([])
  })

  it('fetches as far ahead as asked', async () => {
    const lists = [1, 2, 3, 4, 5].map((n) => [device(n)])
    for (const [prefetch, first] of [
      [0, 1],
      [3, 4],
    ] as const) {
      await using server = await serve(pagesOf(lists))
      for await (const _ of client(server.url).devices.list({ prefetch }).pages()) {
        await arrivals(server, first)
        break
      }
    }
  })

  it('fetches ahead in its turn with the rate limit', async () => {
    const pages = pagesOf([[device(1)], [device(2)]])
    await using server = await serve((url, _, response) => {
      response.setHeader('X-RateLimit-Limit', 40)
      response.setHeader('X-RateLimit-Remaining', number(url) === 1 ? 0 : 39)
      response.setHeader('X-RateLimit-Reset', 1000)
      return pages(url)
    })
    const clock = createManualClock()
    const rateLimiter = createRateLimiter({ clock })
    const imp = createImpCentral({ baseUrl: server.url, auth: { accessToken: 'token' }, rateLimiter })
    const seen: string[] = []
    for await (const { id } of imp.devices.list()) {
      // The first page has emptied the bucket. The clock stands still until it goes on.
      if (seen.push(id) === 1) {
        await expect.poll(() => rateLimiter.snapshot().waiting).toBe(1)
        expect(server.requests).toHaveLength(1)
        clock.advance(2000)
      }
    }
    expect(seen).toEqual([device(1).id, device(2).id])
  })

  it('stops the page on its way when the loop breaks', async () => {
    await using server = await serve(async (url, _, response) => {
      if (number(url) === 1) return pagesOf([[device(1)], [device(2)]])(url)
      await new Promise((resolve) => response.on('close', resolve))
      return undefined
    })
    for await (const _ of client(server.url).devices.list()) {
      while (server.requests.length < 2) await wait(1)
      break
    }
    while (server.aborted === 0) await wait(1)
    expect(server.requests).toHaveLength(2)
  })

  it('ends with the reason of its signal, and leaves no listener', async () => {
    await using server = await serve(pagesOf([[device(1)], [device(2)]]))
    const imp = client(server.url)
    const controller = new AbortController()
    const reason = new Error('enough')
    const walk = async () => {
      for await (const _ of imp.devices.list({ signal: controller.signal })) controller.abort(reason)
    }
    await expect(walk()).rejects.toBe(reason)
  })

  it('queues parallel calls of next', async () => {
    await using server = await serve(pagesOf([[device(1)], [device(2)], [device(3)]]))
    const iterator = client(server.url).devices.list()[Symbol.asyncIterator]()
    const results = await Promise.all([iterator.next(), iterator.next(), iterator.next(), iterator.next()])
    expect(results.map((result) => (result.value as { id: string } | undefined)?.id)).toEqual([
      ...[1, 2, 3].map((n) => device(n).id),
      undefined,
    ])
    expect(server.requests).toHaveLength(3)
  })

  it('takes no more than its limit', async () => {
    await using server = await serve(pagesOf([[device(1), device(2)], [device(3)]]))
    const list = client(server.url).devices.list({ prefetch: 0 })
    expect(await list.toArray({ limit: 2 })).toHaveLength(2)
    expect(server.requests).toHaveLength(1)
    expect(await list.toArray({ limit: 0 })).toEqual([])
  })

  it('walks 10,000 devices in order, with the next page always under way', async () => {
    const pages = Array.from({ length: 100 }, (_, p) => Array.from({ length: 100 }, (_, i) => device(p * 100 + i)))
    await using server = await serve(pagesOf(pages))
    const ids: string[] = []
    let taken = 0
    for await (const page of client(server.url)
      .devices.list({ page: { size: 100 } })
      .pages()) {
      ids.push(...page.data.map(({ id }) => id))
      taken++
      // However long this page takes, the next one is asked for meanwhile.
      await until(() => server.requests.length === Math.min(taken + 1, 100))
    }
    expect(ids).toEqual(pages.flat().map(({ id }) => id))
    expect(server.requests).toHaveLength(100)
  })
})
