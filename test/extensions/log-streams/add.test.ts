import { createImpCentral } from 'impcentral'
import { createImpCloud, defaultAccount } from 'impcentral/emulator'
import { listen } from 'impcentral/emulator/node'
import { expect, it, onTestFinished } from 'vitest'

it('takes a device although the connection has been lost and the consumer has not seen it yet', async () => {
  const cloud = createImpCloud({ devices: 2 })
  const server = await listen(cloud)
  onTestFinished(() => server.close())
  const [first, second] = cloud.devices as [string, string]
  const { email: id, password } = defaultAccount
  const imp = createImpCentral({ baseUrl: server.url, auth: { id, password }, random: () => 0 })
  await using stream = await imp.logStreams.open({ devices: [first] })
  cloud.faults.dropStreams('reset')
  await stream.add(second)
  cloud.log(second, { msg: 'heard' })
  const texts: string[] = []
  for await (const event of stream) {
    if (event.type === 'message') texts.push(event.text)
    if (texts.includes('heard')) break
  }
  expect(stream.devices).toEqual([first, second])
})
