import { checkInteger, checkKeys } from '../check.ts'
import { ImpCentralError, redactUrl } from '../errors.ts'
import type { List, Page } from '../types.ts'

/** How a list gets its pages. */
export interface PageSource<T> {
  /** Fetches the page at `url`, or the first one. */
  fetchPage: (url: string | undefined, signal: AbortSignal | undefined) => Promise<Page<T>>
  /** Where to begin; absent for the first page. */
  from?: string | undefined
  /** Pages to fetch ahead. @default 1 */
  prefetch?: number | undefined
  /** Ends every reading of the list; it then rejects with the signal's reason. */
  signal?: AbortSignal | null | undefined
}

/**
 * Follows `links.next` until it is absent: an empty page is not the end. A link that was followed before ends the walk
 * with an error. Page numbers over a list that changes meanwhile repeat items, so that an item whose type and id were
 * seen is dropped; they can also skip one, which no client can see.
 *
 * @throws ImpCentralError while it is iterated, when a link leads back to a page that came before
 */
export function createList<T>({ fetchPage, from, prefetch = 1, signal }: PageSource<T>): List<T> {
  async function* pages(): AsyncGenerator<Page<T>, void, undefined> {
    const stop = new AbortController()
    const onAbort = () => stop.abort(signal!.reason)
    if (signal?.aborted) onAbort()
    signal?.addEventListener('abort', onAbort, { once: true })
    const links = new Set<string>()
    const items = new Set<string>()
    // Links already chained to their predecessors: the head is consumed next, the rest is on its way.
    const ahead: Promise<Page<T> | undefined>[] = []
    const load = async (url: string | undefined) => {
      const page = await fetchPage(url, stop.signal)
      for (const seen of [url, page.links.self]) if (seen) links.add(seen)
      return page
    }
    const after = async (page: Page<T> | undefined) => {
      const next = page?.links.next
      if (!next) return undefined
      if (links.has(next)) throw new ImpCentralError(`The list goes in a circle: page ${redactUrl(next)} came before`)
      return load(next)
    }
    const chain = (page: Promise<Page<T> | undefined>) => {
      // A page that is never consumed has nobody to fail to.
      page.catch(() => {})
      ahead.push(page)
    }
    try {
      chain(load(from))
      while (ahead.length > 0) {
        const page = await ahead.shift()
        if (!page) return
        let tail: Promise<Page<T> | undefined> = ahead.at(-1) ?? Promise.resolve(page)
        while (ahead.length < prefetch) chain((tail = tail.then(after)))
        yield {
          ...page,
          data: page.data.filter((item) => {
            const { type, id } = Object(item) as { type?: string; id?: string }
            if (!id) return true
            const key = `${type} ${id}`
            return !items.has(key) && items.add(key)
          }),
        }
        signal?.throwIfAborted()
        if (ahead.length === 0) chain(after(page))
      }
    } finally {
      signal?.removeEventListener('abort', onAbort)
      stop.abort()
    }
  }

  async function* all(): AsyncGenerator<T, void, undefined> {
    for await (const page of pages())
      for (const item of page.data) {
        yield item
        signal?.throwIfAborted()
      }
  }

  return {
    // Only `then` makes `await list` the first page while `for await` over the same object is every item.
    // oxlint-disable-next-line unicorn/no-thenable
    then: (resolve, reject) => fetchPage(from, signal ?? undefined).then(resolve, reject),
    pages,
    [Symbol.asyncIterator]: all,
    async toArray(options) {
      checkKeys('toArray', options, ['limit'])
      const { limit = Infinity } = options ?? {}
      checkInteger('toArray: limit', limit, 0, Infinity)
      const items: T[] = []
      if (limit > 0) {
        for await (const item of all()) {
          items.push(item)
          if (items.length >= limit) break
        }
      }
      return items
    },
  }
}
