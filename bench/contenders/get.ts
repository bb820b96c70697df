/** GETs of one device over a real connection, so many at a time. */
import type { Work } from '../lib/contender.ts'
import { deviceId } from '../lib/samples.ts'

export interface GetConfig {
  url: string
  /** Calls in flight. */
  concurrency?: number
}

export const contenders = {
  async impcentral({ url, concurrency = 1 }: GetConfig): Promise<Work> {
    const { createImpCentral } = await import('impcentral')
    const imp = createImpCentral({ baseUrl: url, auth: { accessToken: 'a'.repeat(64) } })
    const id = deviceId(1)
    if ((await imp.devices.get(id)).id !== id) throw new Error('It answered something else')
    return async (n) => {
      let left = n
      const worker = async () => {
        while (left-- > 0) await imp.devices.get(id)
      }
      await Promise.all(Array.from({ length: concurrency }, worker))
    }
  },
}
