import { createImpCentral } from 'impcentral'
import { createImpCloud, defaultAccount } from 'impcentral/emulator'
import { handlers } from 'impcentral/emulator/msw'
import { setupWorker } from 'msw/browser'
import { afterAll, beforeAll, expect, test } from 'vitest'

const cloud = createImpCloud({ baseUrl: 'https://api.electricimp.com/v5', devices: 3 })
const worker = setupWorker(...handlers(cloud))

beforeAll(() => worker.start({ quiet: true, onUnhandledFrame: 'bypass' }))
afterAll(() => worker.stop())

/** What is under test: puts the devices into a list on the page. */
async function showDevices(list: HTMLElement) {
  const auth = { id: defaultAccount.email, password: defaultAccount.password }
  for await (const device of createImpCentral({ auth }).devices.list()) {
    const item = document.createElement('li')
    item.textContent = `${device.id} is ${device.attributes.device_online ? 'online' : 'offline'}`
    list.append(item)
  }
}

test('the page shows which devices are online', async () => {
  const list = document.createElement('ul')
  cloud.setOnline(cloud.devices[1]!, false)
  await showDevices(list)
  const states = Array.from(list.children, (item) => item.textContent.split(' is ')[1])
  expect(states).toEqual(['online', 'offline', 'online'])
})
