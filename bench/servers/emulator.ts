/** The SDK's emulator over HTTP. The first line that it prints is its base URL and a token. */
import { createImpCloud } from 'impcentral/emulator'
import { listen } from 'impcentral/emulator/node'

const cloud = createImpCloud({ devices: 50 })
const { url } = await listen(cloud)
const [{ email, password }] = cloud.accounts as unknown as [{ email: string; password: string }]
const response = await cloud.fetch(`${cloud.baseUrl}/auth`, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ id: email, password }),
})
const { access_token: token } = (await response.json()) as { access_token: string }
console.log(JSON.stringify({ url, token, device: cloud.devices[0] }))
