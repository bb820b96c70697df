/** Limits of time that are none: refused before anything is sent. */
import { ArgumentError, createImpCentral, type ImpCentral, type ImpCentralOptions } from 'impcentral'
import { createImpCloud } from 'impcentral/emulator'
import { describe, expect, it } from 'vitest'

const account = { email: 'me@example.com', password: 'sup3rs3cr3t' }

function connect(options: Partial<ImpCentralOptions> = {}) {
  const cloud = createImpCloud({ accounts: [account], devices: 3 })
  const sent: string[] = []
  const imp = createImpCentral({
    baseUrl: cloud.baseUrl,
    auth: { id: account.email, password: account.password },
    fetch: (input, init) => {
      sent.push(new Request(input, init).url)
      return cloud.fetch(input, init)
    },
    ...options,
  })
  return { cloud, imp, sent }
}

const wrong = ['5', -5, NaN, null, true, {}, 5n] as unknown as number[]
const expected = (name: string) => new RegExp(`${name}\\b.*milliseconds, 0 or more`)

describe.each(['timeout', 'deadline'] as const)('%s', (name) => {
  it.each(wrong)('of a client is not %o', (value) => {
    const make = () => connect({ [name]: value })
    expect(make).toThrow(ArgumentError)
    expect(make).toThrow(expected(name))
  })

  it.each([
    ['5', 'String'],
    [null, 'Null'],
    [NaN, 'NaN'],
    [5n, '5'],
  ])('that is wrong is told: %o', (value, told) => {
    expect(() => connect({ [name]: value as number })).toThrow(new RegExp(`, got ${told}$`))
  })

  it.each(wrong)('of a call is not %o', async (value) => {
    const { cloud, imp, sent } = connect()
    const [device = ''] = cloud.devices
    const calls: Record<string, (imp: ImpCentral, options: object) => unknown> = {
      get: ({ devices }, options) => devices.get(device, options),
      update: ({ devices }, options) => devices.update(device, { attributes: { name: 'Bench' } }, options),
      delete: ({ devices }, options) => devices.delete(device, options),
      'await list': ({ devices }, options) => devices.list(options),
      // Its mistakes must not wait until somebody reads it.
      list: ({ devices }, options) => void devices.list(options),
      'the typed wire': ({ client }, options) => client.GET('/devices', options),
      fetch: ({ fetch }, options) => fetch(`${cloud.baseUrl}/devices`, options),
    }
    for (const [call, act] of Object.entries(calls)) {
      const error = await (async () => act(imp, { [name]: value }))().then(
        () => undefined,
        (thrown: unknown) => thrown,
      )
      expect(error, call).toBeInstanceOf(ArgumentError)
      expect((error as Error).message, call).toMatch(expected(name))
    }
    expect(sent).toEqual([])
  })

  it.each([0, 2000, 60_000, 2 ** 31 - 0.5, 2 ** 31, Infinity, undefined])('may be %o', async (value) => {
    const { cloud, imp } = connect({ [name]: value })
    cloud.faults.latency(20)
    expect((await imp.devices.get(cloud.devices[0]!, { [name]: value })).id).toBe(cloud.devices[0])
  })
})
