import { setTimeout as wait } from 'node:timers/promises'
import { fc, test } from '@fast-check/vitest'
import {
  ArgumentError,
  ConfinementError,
  createImpCentral,
  createRateLimiter,
  type ImpCentral,
  ImpCentralError,
} from 'impcentral'
import { describe, expect, it } from 'vitest'
import { createList, type Page, type PageSource } from '../../src/extensions/pages.ts'
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

interface Item {
  type?: string
  id?: string
}
const linkTo = (n: number) => `https://x.test/v5/a?page=${n}`
const items = (...ids: number[]): Item[] => ids.map((id) => ({ type: 'a', id: String(id) }))

/** A list whose pages are in memory, and what it was asked for. */
function listOf(
  pages: unknown[][],
  options: Partial<PageSource<Item>> = {},
  nextOf = (n: number): string | undefined => (n < pages.length ? linkTo(n + 1) : undefined),
) {
  const asked: { url: string | undefined; wanted: number | undefined; signal: AbortSignal | undefined }[] = []
  const list = createList<Item>({
    async fetchPage(url, signal, wanted) {
      asked.push({ url, signal, wanted })
      const n = url ? Number(new URL(url).searchParams.get('page')) : 1
      const next = nextOf(n)
      return { data: pages[n - 1] as Item[], links: next ? { next } : {}, warnings: [] }
    },
    ...options,
  })
  return { list, asked, urls: () => asked.map(({ url }) => url) }
}
/** Lets everything go on that waits for nothing but promises. */
const settle = () => new Promise((resolve) => setImmediate(resolve))
const idsOf = (list: Item[]) => list.map(({ id }) => Number(id))

describe('how far a list is read', () => {
  const sizes = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 8 })
  const pagesOfSizes = (sizes: number[]) => {
    let id = 0
    return sizes.map((size) => items(...Array.from({ length: size }, () => ++id)))
  }

  test.prop([sizes, fc.nat(4)], { seed: 17 })('every item comes once and in order', async (sizes, prefetch) => {
    const pages = pagesOfSizes(sizes)
    const { list, urls } = listOf(pages, { prefetch })
    expect(await list.toArray()).toEqual(pages.flat())
    expect(urls()).toEqual([undefined, ...pages.slice(1).map((_, n) => linkTo(n + 2))])
  })

  test.prop([sizes, fc.nat(4)], { seed: 19 })(
    'so many pages are on their way while one is consumed',
    async (sizes, prefetch) => {
      const { list, asked } = listOf(pagesOfSizes(sizes), { prefetch })
      let taken = 0
      for await (const _ of list.pages()) {
        taken++
        await settle()
        expect(asked).toHaveLength(Math.min(taken + prefetch, sizes.length))
      }
      expect(taken).toBe(sizes.length)
    },
  )

  test.prop([sizes, fc.integer({ min: 1, max: 20 })], { seed: 23 })(
    'without reading ahead, no page is asked for behind the last that is wanted',
    async (sizes, limit) => {
      const pages = pagesOfSizes(sizes)
      const { list, asked } = listOf(pages, { prefetch: 0 })
      expect(await list.toArray({ limit })).toEqual(pages.flat().slice(0, limit))
      let needed = 1
      while (needed < pages.length && pages.slice(0, needed).flat().length < limit) needed++
      expect(asked).toHaveLength(needed)
    },
  )

  it.each([
    // Two items a page: what the pages on their way will bring is counted.
    [2, 3, 1],
    [3, 3, 2],
    [4, 3, 2],
    [5, 3, 3],
    [7, 1, 4],
    [20, 3, 6],
  ])('of a limit of %i and %i ahead, %i pages of two', async (limit, prefetch, calls) => {
    const { list, asked } = listOf(pagesOfSizes([2, 2, 2, 2, 2, 2]), { prefetch })
    expect(await list.toArray({ limit })).toHaveLength(Math.min(limit, 12))
    await settle()
    expect(asked).toHaveLength(calls)
    expect(new Set(asked.map(({ wanted }) => wanted))).toEqual(new Set([limit]))
  })

  it('items that came before do not count', async () => {
    const { list, asked } = listOf([items(1, 2), items(1, 2), items(3, 4)], { prefetch: 0 })
    expect(idsOf(await list.toArray({ limit: 3 }))).toEqual([1, 2, 3])
    expect(asked).toHaveLength(3)
  })

  it('one page is read ahead unless told otherwise', async () => {
    const { list, asked } = listOf([items(1), items(2), items(3)])
    for await (const _ of list) {
      await settle()
      break
    }
    expect(asked).toHaveLength(2)
  })

  it('each reading tells how many items it will look at', async () => {
    const { list, asked } = listOf([items(1)])
    await list
    await list.toArray({ limit: 5 })
    await list.toArray()
    await list.toArray({})
    await list.first()
    await list.first(() => true)
    for await (const _ of list);
    for await (const _ of list.pages());
    expect(asked.map(({ wanted }) => wanted)).toEqual([
      undefined,
      5,
      Infinity,
      Infinity,
      1,
      Infinity,
      Infinity,
      Infinity,
    ])
  })

  it('the first item, or the first that matches, or none', async () => {
    const { list } = listOf([items(1, 2), [], items(3)])
    expect(await list.first()).toEqual({ type: 'a', id: '1' })
    expect(await list.first(({ id }) => id === '3')).toEqual({ type: 'a', id: '3' })
    expect(await list.first(() => false)).toBeUndefined()
    expect(await listOf([[]]).list.first()).toBeUndefined()
  })

  it.each<[string, (list: ReturnType<typeof listOf>['list']) => Promise<unknown>, string]>([
    ['a limit below 0', (list) => list.toArray({ limit: -1 }), 'limit'],
    ['a limit that is no integer', (list) => list.toArray({ limit: 1.5 }), 'limit'],
    ['another option', (list) => list.toArray({ most: 1 } as never), 'toArray'],
    ['a match that is no function', (list) => list.first('x' as never), 'first: match'],
  ])('%s is refused before anything is sent', async (_, read, words) => {
    const { list, asked } = listOf([items(1)])
    const error: unknown = await read(list).catch((e: unknown) => e)
    expect(error).toBeInstanceOf(ArgumentError)
    expect((error as Error).message).toContain(words)
    expect(asked).toEqual([])
  })

  it('a limit may be as large as one likes', async () => {
    expect(await listOf([items(1), items(2)]).list.toArray({ limit: Infinity })).toHaveLength(2)
    expect(await listOf([items(1)]).list.toArray({ limit: undefined })).toHaveLength(1)
  })
})

describe('what came before', () => {
  it.each<[string, unknown[], number]>([
    [
      'type and id are the same',
      [
        { type: 'a', id: '1' },
        { type: 'a', id: '1', more: 1 },
      ],
      1,
    ],
    [
      'another type',
      [
        { type: 'a', id: '1' },
        { type: 'b', id: '1' },
      ],
      2,
    ],
    [
      'another id',
      [
        { type: 'a', id: '1' },
        { type: 'a', id: '2' },
      ],
      2,
    ],
    ['no id', [{ type: 'a' }, { type: 'a' }], 2],
    [
      'an empty id',
      [
        { type: 'a', id: '' },
        { type: 'a', id: '' },
      ],
      2,
    ],
    ['null and what is no object', [null, null, 7, 7, 'x', 'x'], 6],
  ])('is dropped on one page and on the next: %s', async (_, page, count) => {
    expect(await listOf([page]).list.toArray()).toHaveLength(count)
    expect(await listOf(page.map((item) => [item])).list.toArray()).toHaveLength(count)
  })

  it('is forgotten when the list is read again', async () => {
    const { list } = listOf([items(1)])
    expect(await list.toArray()).toEqual(await list.toArray())
  })

  it.each<[string, (n: number) => string, number]>([
    ['a page that names itself', (n) => linkTo(Math.min(n + 1, 3)), 3],
    [
      'a page that names itself in another spelling',
      (n) => (n < 3 ? linkTo(n + 1) : 'HTTPS://x.test/v5/a?p%61ge=3'),
      3,
    ],
  ])('%s is the last', async (_, next, count) => {
    const { list, asked } = listOf([items(1), items(2), items(3)], {}, next)
    expect(await list.toArray()).toHaveLength(count)
    expect(asked).toHaveLength(count)
  })

  it.each([
    ['two pages before', (n: number) => ({ 1: 2, 2: 3 })[n] ?? 2],
    ['the page before', (n: number) => ({ 1: 2, 2: 3, 3: 4 })[n] ?? 3],
  ])('a link to %s ends the list with an error', async (_, next) => {
    const pages = [items(1), items(2), items(3), items(4)]
    const { list } = listOf(pages, { prefetch: 0 }, (n) => linkTo(next(n)))
    const seen: Item[] = []
    const error: unknown = await (async () => {
      for await (const item of list) seen.push(item)
    })().catch((e: unknown) => e)
    expect(error).toBeInstanceOf(ImpCentralError)
    expect((error as Error).message).toBe('The list goes in a circle: `next` is a page that came before')
    expect(seen.length).toBeGreaterThanOrEqual(3)
  })

  it('is known by the link that a page has of itself', async () => {
    const fetchPage = async (url: string | undefined): Promise<Page<Item>> =>
      url
        ? { data: items(2), links: { self: linkTo(2), next: linkTo(1) }, warnings: [] }
        : { data: items(1), links: { self: linkTo(1), next: linkTo(2) }, warnings: [] }
    await expect(createList({ fetchPage, prefetch: 0 }).toArray()).rejects.toThrow(/circle/)
    const last = async (): Promise<Page<Item>> => ({
      data: items(1),
      links: { self: linkTo(1), next: linkTo(1) },
      warnings: [],
    })
    expect(await createList({ fetchPage: last }).toArray()).toHaveLength(1)
  })
})

describe('a list and its signal', () => {
  const reason = new Error('enough')

  it('gives its own to the first page, and to a walk one that ends with it', async () => {
    const { signal } = new AbortController()
    const { list, asked } = listOf([items(1)], { signal })
    await list
    expect(asked[0]!.signal).toBe(signal)
    const without = listOf([items(1)], { signal: null })
    await without.list
    expect(without.asked[0]!.signal).toBeUndefined()
  })

  it('tells the page on its way why it ends', async () => {
    const controller = new AbortController()
    const signals: AbortSignal[] = []
    const list = createList<Item>({
      signal: controller.signal,
      fetchPage: (_, signal) => {
        signals.push(signal!)
        return new Promise((_, reject) => signal!.addEventListener('abort', () => reject(signal!.reason as Error)))
      },
    })
    const walk = list.toArray()
    const expected = expect(walk).rejects.toBe(reason)
    expect(signals).toHaveLength(1)
    controller.abort(reason)
    await expected
    expect(signals[0]!.reason).toBe(reason)
  })

  it('is looked at before anything is asked for', async () => {
    const { list, asked } = listOf([items(1)], { signal: AbortSignal.abort(reason) })
    await expect(list.toArray()).rejects.toBe(reason)
    expect(asked.every(({ signal }) => signal!.aborted && signal!.reason === reason)).toBe(true)
  })

  it.each(['to its end', 'until a break', 'until an error'])('has no listener left after a walk %s', async (how) => {
    const { signal } = new AbortController()
    const listeners = new Set<unknown>()
    const add = signal.addEventListener.bind(signal)
    const remove = signal.removeEventListener.bind(signal)
    signal.addEventListener = (type: string, listener: never, options?: object) => {
      listeners.add(listener)
      add(type, listener, options)
    }
    signal.removeEventListener = (type: string, listener: never) => {
      if (type === 'abort') listeners.delete(listener)
      remove(type, listener)
    }
    const { list, asked } = listOf([items(1), items(2)], { signal })
    const walk = (async () => {
      for await (const _ of list) {
        expect(listeners.size).toBe(1)
        if (how === 'until a break') break
        if (how === 'until an error') throw reason
      }
    })()
    if (how === 'until an error') await expect(walk).rejects.toBe(reason)
    else await walk
    expect(listeners.size).toBe(0)
    // What is still on its way is not needed any more.
    expect(asked.every(({ signal }) => signal!.aborted)).toBe(true)
  })
})

describe('a page that fails', () => {
  const failing = (at: number, options: Partial<PageSource<Item>> = {}) => {
    const list = createList<Item>({
      async fetchPage(url) {
        const n = url ? Number(new URL(url).searchParams.get('page')) : 1
        if (n === at) throw new ImpCentralError('no such page')
        return { data: items(n), links: { next: linkTo(n + 1) }, warnings: [] }
      },
      ...options,
    })
    return { list }
  }

  it.each([0, 1, 3])('is told when it is its turn, with %i ahead', async (prefetch) => {
    const { list } = failing(3, { prefetch })
    const seen: Item[] = []
    await expect(
      (async () => {
        for await (const item of list) {
          seen.push(item)
          await settle()
        }
      })(),
    ).rejects.toThrow('no such page')
    expect(idsOf(seen)).toEqual([1, 2])
  })

  it('is nobody’s failure when it is not consumed', async () => {
    const unhandled: unknown[] = []
    const listen = (error: unknown) => unhandled.push(error)
    process.on('unhandledRejection', listen)
    for await (const _ of failing(2).list) {
      await settle()
      break
    }
    await settle()
    process.off('unhandledRejection', listen)
    expect(unhandled).toEqual([])
  })

  it('rejects the list that is awaited, and everything that is chained to it', async () => {
    const { list } = failing(1)
    await expect(list).rejects.toThrow('no such page')
    expect(await list.catch((error: Error) => error.message)).toBe('no such page')
    expect(await list.then(undefined, (error: Error) => error.message)).toBe('no such page')
    let settled = 0
    await expect(list.finally(() => settled++)).rejects.toThrow('no such page')
    expect(settled).toBe(1)
  })
})

it('a list says what it is, begins where it was told, and keeps links and warnings of a page', async () => {
  const { list, urls } = listOf([items(1), items(2)], { from: linkTo(2) })
  expect(Object.prototype.toString.call(list)).toBe('[object List]')
  expect(idsOf((await list).data)).toEqual([2])
  expect(idsOf(await list.toArray())).toEqual([2])
  expect(urls()).toEqual([linkTo(2), linkTo(2)])
  const pages: Page<Item>[] = []
  for await (const page of listOf([items(1), items(1, 2)]).list.pages()) pages.push(page)
  expect(pages).toEqual([
    { data: items(1), links: { next: linkTo(2) }, warnings: [] },
    { data: items(2), links: {}, warnings: [] },
  ])
})
