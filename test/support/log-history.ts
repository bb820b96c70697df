import { bodyOf } from './transport.ts'
import type { LogPage } from '../../src/extensions/log-backfill.ts'

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
