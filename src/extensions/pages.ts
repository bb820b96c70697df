import { aFunction, type Checks, checkOptions, integer } from '../core/check.ts'
import { ImpCentralError } from '../core/error.ts'
import { withCaller } from '../core/stack.ts'
import { decoded } from '../core/url.ts'
import type { Warning } from '../errors/objects.ts'

/** One page of a list. */
export interface Page<T> {
  /** The items, in the order of the service. It may be empty although more pages follow. */
  data: T[]
  /** Absolute URLs. `next` is absent on the last page; keep it to go on later with `{ from: next }`. */
  links: { first?: string; self?: string; next?: string }
  /** What the service wanted to be known although the call succeeded. */
  warnings: Warning[]
}

/** Options of `toArray`. */
export interface ToArrayOptions {
  /** So many items at most; no more pages are asked for than it takes. @default all */
  limit?: number | undefined
}

/**
 * A list that has not been fetched yet. `await` it for the first page, iterate it for every item, iterate `pages()`
 * for every page. Each reading sends its own requests.
 */
export interface List<T> extends Promise<Page<T>>, AsyncIterable<T> {
  /** Every page, the next one being fetched while one is consumed. */
  pages(): AsyncGenerator<Page<T>, void, undefined>
  /** Every item, page by page. */
  [Symbol.asyncIterator](): AsyncGenerator<T, void, undefined>
  /** Every item in an array, or the first `limit` of them. */
  toArray(options?: ToArrayOptions): Promise<T[]>
  /** The first item, or the first that matches; `undefined` when there is none. */
  first(match?: (item: T) => boolean): Promise<T | undefined>
}

/** How a list gets its pages. */
export interface PageSource<T> {
  /**
   * Fetches the page at `url`, or the first one. `wanted` is how many items will be looked at, where that is known. The page's links must be absolute.
   */
  fetchPage: (url: string | undefined, signal: AbortSignal | undefined, wanted?: number) => Promise<Page<T>>
  /** Where to begin; absent for the first page. */
  from?: string | undefined
  /** Pages to fetch ahead. @default 1 */
  prefetch?: number | undefined
  /** Ends every reading of the list; it then rejects with the signal's reason. There may be several. */
  signal?: AbortSignal | readonly AbortSignal[] | null | undefined
}

const toArrayChecks: Checks<ToArrayOptions> = { limit: integer(0, Infinity) }

const signalsOf = (signal: PageSource<unknown>['signal']) => [signal ?? []].flat()

/** Two spellings of one link are the same page. */
export const keyOf = (link: string): string => decoded(URL.parse(link)?.href ?? link)

/** The link of the page behind this one, if there is one: a page that names itself is the last. */
function nextOf(page: Page<unknown>, url: string | undefined, seen: Set<string>): string | undefined {
  const { next, self } = page.links
  const own = [url, self].flatMap((link) => (link ? keyOf(link) : []))
  if (!next || own.includes(keyOf(next))) return undefined
  for (const link of own) seen.add(link)
  // The link is not shown: a service may have put anything into it.
  if (seen.has(keyOf(next))) throw new ImpCentralError('The list goes in a circle: `next` is a page that came before')
  return next
}

/** The pages, some of them on their way while one is consumed, but none behind the last that is wanted. */
async function* walk<T>({ fetchPage, from, prefetch = 1, signal }: PageSource<T>, wanted: number) {
  const stop = new AbortController()
  const signals = signalsOf(signal)
  const onAbort = () => stop.abort(signals.find(({ aborted }) => aborted)!.reason)
  for (const signal of signals) signal.addEventListener('abort', onAbort, { once: true })
  if (signals.some(({ aborted }) => aborted)) onAbort()
  const seen = new Set<string>()
  const items = new Set<string>()
  const isNew = (item: T) => {
    const { type, id } = Object(item) as { type?: string; id?: string }
    return !id || (!items.has(`${type} ${id}`) && !!items.add(`${type} ${id}`))
  }
  // Each is chained to its predecessor: the first is consumed next, the rest is on its way.
  const ahead: Promise<{ page: Page<T>; url: string | undefined } | undefined>[] = []
  const load = async (url: string | undefined) => ({ page: await fetchPage(url, stop.signal, wanted), url })
  const following = async (before: (typeof ahead)[number]) => {
    const last = await before
    const next = last && nextOf(last.page, last.url, seen)
    return next ? load(next) : undefined
  }
  const chain = (before?: (typeof ahead)[number]) => {
    const loading = before ? following(before) : load(from)
    // A page that is never consumed has nobody to fail to.
    loading.catch(() => {})
    ahead.push(loading)
  }
  try {
    let left = wanted
    for (chain(); ahead.length > 0;) {
      const current = ahead.shift()!
      const last = await current
      if (!last) return
      const data = last.page.data.filter(isNew)
      left -= data.length
      const onTheirWay = () => ahead.length * last.page.data.length
      while (left > onTheirWay() && ahead.length < prefetch) chain(ahead.at(-1) ?? current)
      yield { ...last.page, data }
      stop.signal.throwIfAborted()
      if (left > 0 && ahead.length === 0) chain(current)
    }
  } finally {
    for (const signal of signals) signal.removeEventListener('abort', onAbort)
    stop.abort()
  }
}

/**
 * Follows `links.next` until it is absent, or names the page just read: an empty page is not the end. A link that was followed before ends the walk
 * with an error. Page numbers over a list that changes meanwhile repeat items, so that an item whose type and id were
 * seen is dropped; they can also skip one, which no client can see.
 *
 * @throws ImpCentralError while it is iterated, when a link leads back to a page that came before
 */
export function createList<T>(source: PageSource<T>): List<T> {
  const signals = signalsOf(source.signal)
  /** With the line that reads the list in the stack of whatever goes wrong. */
  async function* pages(trace: Error, wanted = Infinity): AsyncGenerator<Page<T>, void, undefined> {
    try {
      yield* walk(source, wanted)
    } catch (error) {
      throw withCaller(error, trace)
    }
  }

  async function* all(trace: Error, wanted?: number): AsyncGenerator<T, void, undefined> {
    for await (const page of pages(trace, wanted))
      for (const item of page.data) {
        yield item
        for (const signal of signals) signal.throwIfAborted()
      }
  }

  // Not at `then`: an `await` calls that later, from nowhere.
  const made = new Error()
  const firstPage = () =>
    source.fetchPage(source.from, signals[0]).catch((error: unknown) => {
      throw withCaller(error, made)
    })

  return {
    // `then` makes `await list` the first page while `for await` over the same object is every item.
    // oxlint-disable-next-line unicorn/no-thenable
    then: (resolve, reject) => firstPage().then(resolve, reject),
    catch: (reject) => firstPage().catch(reject),
    finally: (callback) => firstPage().finally(callback),
    [Symbol.toStringTag]: 'List',
    pages: () => pages(new Error()),
    [Symbol.asyncIterator]: () => all(new Error()),
    async toArray(options) {
      checkOptions('toArray', options, toArrayChecks)
      const { limit = Infinity } = options ?? {}
      const items: T[] = []
      if (limit > 0)
        for await (const item of all(new Error(), limit)) {
          items.push(item)
          if (items.length >= limit) break
        }
      return items
    },
    async first(match) {
      aFunction('first: match', match)
      for await (const item of all(new Error(), match ? undefined : 1)) if (!match || match(item)) return item
      return undefined
    },
  }
}
