/** Loaded before each block of the documentation: impCloud is local, and its devices talk. */
import { createImpCloud, defaultAccount } from 'impcentral/emulator'

const cloud = createImpCloud({
  accounts: [
    { email: 'me@example.com', password: 'sup3rs3cr3t', devices: 30 },
    { ...defaultAccount, devices: 3 },
  ],
})
const realFetch = globalThis.fetch
const isLocal = (url: string) => /^(127\.0\.0\.1|localhost|\[::1\])$/.test(new URL(url).hostname)

globalThis.fetch = (input, init) => {
  const url = input instanceof Request ? input.url : String(input)
  return isLocal(url) ? realFetch(input, init) : cloud.fetch(input, init)
}
Object.assign(globalThis, { impCloud: cloud })

let ticks = 0
setInterval(() => {
  ticks++
  for (const device of cloud.devices) cloud.log(device, { msg: `Tick ${ticks}` })
}, 50).unref()
