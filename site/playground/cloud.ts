import { createImpCloud, type ImpCloud } from 'impcentral/emulator'
import type { Call } from './messages.ts'

/** The local impCloud of the recipes: the account that they sign in with, and 30 devices that say something each second. */
export function createTalkingCloud(): ImpCloud {
  // A bucket of the size that the service's own has.
  const cloud = createImpCloud({
    accounts: [{ email: 'me@example.com', password: 'sup3rs3cr3t' }],
    devices: 30,
    rateLimit: 40,
  })
  let ticks = 0
  setInterval(() => {
    ticks++
    for (const device of cloud.devices) cloud.log(device, { msg: `Tick ${ticks}` })
  }, 1000)
  return cloud
}

/** A fetch that answers as the service would, and tells of each call. No request leaves the page. */
export function toldFetch(cloud: ImpCloud, tell: (call: Call) => void): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init)
    const { pathname, search } = new URL(request.url)
    const start = performance.now()
    const call = (status?: number): Call => ({
      type: 'call',
      method: request.method,
      path: decodeURIComponent(pathname.replace(new URL(cloud.baseUrl).pathname, '') + search),
      status,
      milliseconds: Math.round(performance.now() - start),
    })
    try {
      const response = await cloud.fetch(request)
      tell(call(response.status))
      return response
    } catch (error) {
      tell(call())
      throw error
    }
  }
}
