import { errorFromResponse } from '../../src/errors.ts'
import type { LogPage } from '../../src/extensions/log-backfill.ts'

/** The historical log as a client reads it: page by page, each one when it is asked for. */
export const historyOf = (baseUrl: string) =>
  async function* (device: string, { signal }: { signal: AbortSignal }): AsyncGenerator<LogPage> {
    for (let url: string | undefined = `${baseUrl}/devices/${device}/logs`; url;) {
      const response: Response = await fetch(url, { signal })
      if (!response.ok) throw await errorFromResponse(response, { url })
      const page = (await response.json()) as LogPage & { links?: { next?: string } }
      yield page
      url = page.links?.next
    }
  }

/** A generator of random numbers that a seed repeats (mulberry32). */
export function seeded(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Lets everything else run. */
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** Waits for a condition without a clock. Give `meanwhile` to have something done between the looks. */
export async function until(condition: () => boolean, meanwhile?: () => void): Promise<void> {
  for (const end = Date.now() + 20_000; !condition();) {
    if (Date.now() > end) throw new Error(`Waited in vain for ${condition.toString()}`)
    meanwhile?.()
    await turn()
  }
}
