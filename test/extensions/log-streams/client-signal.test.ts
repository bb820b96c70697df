import { getEventListeners } from 'node:events'
import { createImpCentral } from 'impcentral'
import { createImpCloud, defaultAccount } from 'impcentral/emulator'
import { expect, it } from 'vitest'
import { turn } from '../../support/clocks.ts'

it.each([
  ['an error', new Error('Stopped')],
  ['a timeout', new DOMException('Too long', 'TimeoutError')],
  ['no reason', undefined],
])('ends with the reason when the signal of its client is aborted with %s', async (_, reason) => {
  const cloud = createImpCloud({ devices: 1 })
  const { email: id, password } = defaultAccount
  const stop = new AbortController()
  const imp = createImpCentral({ baseUrl: cloud.baseUrl, fetch: cloud.fetch, auth: { id, password } })
  const { logStreams } = imp.withOptions({ signal: stop.signal })
  const stream = await logStreams.open({ devices: cloud.devices })
  const closed = await logStreams.open({ devices: cloud.devices })
  await closed.close()
  expect((await stream.next()).value).toMatchObject({ state: 'opened' })
  stop.abort(reason)
  await expect(
    (async () => {
      for await (const _ of stream);
    })(),
  ).rejects.toBe(stop.signal.reason)
  expect(stream.state).toBe('closed')
  await turn()
  expect(getEventListeners(stop.signal, 'abort')).toEqual([])
  await expect(logStreams.open({ devices: cloud.devices })).rejects.toBe(stop.signal.reason)
})
