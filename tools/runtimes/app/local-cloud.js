// Stands in for the service before the code of the README runs, in Node and in a page: its devices talk.
import { createImpCloud } from 'impcentral/emulator'

const cloud = createImpCloud({
  baseUrl: 'https://api.electricimp.com/v5',
  accounts: [{ email: 'me@example.com', password: 'sup3rs3cr3t' }],
  devices: 3,
})
globalThis.fetch = cloud.fetch
let ticks = 0
setInterval(() => {
  ticks++
  for (const device of cloud.devices) cloud.log(device, { msg: `Tick ${ticks}` })
}, 50)
