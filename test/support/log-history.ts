import type { Clock } from '../../src/core/time.ts'
import { bodyOf } from './transport.ts'
import type { LogPage } from '../../src/extensions/log-streams/options.ts'

/** The historical log as a client reads it: page by page, each one when it is asked for. */
export const historyOf = (baseUrl: string) =>
  async function* (device: string, { signal }: { signal: AbortSignal }): AsyncGenerator<LogPage> {
    for (let url: string | undefined = `${baseUrl}/devices/${device}/logs`; url;) {
      const response: Response = await fetch(url, { signal })
      const page = (await bodyOf(response, { url })) as LogPage & { links?: { next?: string } }
      yield page
      url = page.links?.next
    }
  }

/** How long a history may take to hold what was logged, before it is read in a gap (ms). On this clock it takes no time. */
export function settleAtOnce(clock: Clock): void {
  const setTimeout = clock.setTimeout.bind(clock)
  clock.setTimeout = (callback, ms) => setTimeout(callback, ms === 2000 ? 0 : ms)
}
