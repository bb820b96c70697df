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
