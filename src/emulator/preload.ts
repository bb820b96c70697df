/**
 * `impcentral/emulator/preload`: a local impCloud for a program as it is, which need not know of it.
 *
 *   node --import impcentral/emulator/preload program.mjs
 *
 * In this process, calls of `fetch` to the public impCloud are answered by a cloud in memory, with the account of
 * `defaultAccount` and three devices that log a line every second; all other calls go where they should.
 */
import { createImpCloud } from './imp-cloud.ts'

const cloud = createImpCloud({ baseUrl: 'https://api.electricimp.com/v5', devices: 3 })
const { fetch: fetchElsewhere } = globalThis

globalThis.fetch = (input, init) => {
  const url = input instanceof Request ? input.url : String(input)
  return url.startsWith(`${cloud.baseUrl}/`) ? cloud.fetch(input, init) : fetchElsewhere(input, init)
}

let ticks = 0
const timer: unknown = setInterval(() => {
  ticks++
  for (const device of cloud.devices) cloud.log(device, { msg: `Tick ${ticks}` })
}, 1000)
// In Node, it keeps no program running; in a page, a timer is a number.
;(timer as { unref?: () => void }).unref?.()

const [account] = cloud.accounts
console.error(`${cloud.baseUrl} is a local impCloud here: account ${account!.email}, password ${account!.password}`)
