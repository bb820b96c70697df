/** What methods and lists do with answers that nobody expects of the service. */
import { type AssignmentError, isAssignmentError } from 'impcentral'
import { describe, expect, it, test } from 'vitest'
import { createManualClock, turn, until } from '../support/clocks.ts'
import { baseUrl, client, failureOf, json, refusal, token } from '../support/stub-client.ts'

describe('a deadline', () => {
  const ids = Array.from({ length: 300 }, (_, n) => `5000d8c46a5${10_000 + n}`)

  /** Adds three hundred devices, to a service that takes so long for each hundred of them. */
  async function add(ms: number, options: { deadline?: number }, defaults: { deadline?: number } = {}) {
    const clock = createManualClock()
    let sent = 0
    const imp = client(
      () => {
        sent++
        return new Promise((resolve) => clock.setTimeout(() => resolve(json(null, 204)), ms))
      },
      { clock, ...defaults },
    )
    const adding = imp.deviceGroups.addDevices('g', ids, options)
    const state = { done: false }
    const settled = adding.catch(() => {}).finally(() => (state.done = true))
    for (let count = 1; !state.done; count++) {
      await until(() => state.done || sent === count)
      await turn()
      if (!state.done) clock.advance(ms)
    }
    await settled
    return { adding, sent }
  }

  it.each([
    ["the call's", { deadline: 600 }, {}],
    ["the client's", {}, { deadline: 600 }],
    ["the call's before the client's", { deadline: 600 }, { deadline: 100 }],
  ])('is that of all batches of a call together, and what was done by then is told (%s)', async (_, own, defaults) => {
    const { adding } = await add(400, own, defaults)
    const error = (await failureOf(adding)) as unknown as AssignmentError
    expect(isAssignmentError(error)).toBe(true)
    expect(error.succeeded).toEqual(ids.slice(0, 100))
    expect(error.unsettled).toEqual(ids.slice(100))
    expect(error.cause).toMatchObject({ name: 'TimeoutError', kind: 'deadline', timeout: 200 })
  })

  it.each([
    [400, { deadline: 1300 }, {}],
    [400, {}, {}],
    [400, { deadline: 0 }, { deadline: 100 }],
  ])('that is not reached ends nothing (%i ms, %o, %o)', async (ms, own, defaults) => {
    const { adding, sent } = await add(ms, own, defaults)
    await expect(adding).resolves.toBeUndefined()
    expect(sent).toBe(3)
  })

  it('that is over between two batches ends the call', async () => {
    const { adding } = await add(600, { deadline: 600.5 })
    const error = (await failureOf(adding)) as unknown as AssignmentError
    expect(error.succeeded).toEqual(ids.slice(0, 100))
    expect(error.cause).toMatchObject({ name: 'TimeoutError', timeout: 1 })
  })
})

test('secrets are hidden in the warnings of a page', async () => {
  const warnings = [{ code: 'WA001', detail: `${token} is old` }]
  const imp = client(() => json({ data: [], meta: { warnings } }), { onWarning: () => {} })
  expect((await imp.devices.list()).warnings).toEqual([{ code: 'WA001', detail: '*** is old' }])
})

test('a first page that names itself as the next one is the last, although it does not say `self`', async () => {
  let sent = 0
  const entry = { ts: '2031-01-01T00:00:00.000Z', type: 'server.log', msg: 'a', log_type: 'development' }
  const imp = client((url) => {
    sent++
    return json({ data: [entry], links: { next: url } })
  })
  expect(await imp.devices.logs('d').toArray()).toHaveLength(1)
  expect(sent).toBe(1)
})

test.each(['first', 'self', 'prev'])('a link that names the page itself is kept as %s', async (name) => {
  const imp = client((url) => json({ data: [], links: { [name]: url } }))
  const { links } = await imp.products.list()
  expect(links).toEqual({ [name]: `${baseUrl}/products?page%5Bsize%5D=100` })
})

test('a link that is no URL, from an answer without one, is left as it is', async () => {
  const imp = client(() => json({ data: [], links: { first: 'http://[', self: null } }))
  expect((await imp.products.list()).links).toEqual({ first: 'http://[' })
})

test.each([undefined, new AbortController().signal])(
  "the client's signal ends the iteration of a list (own: %s)",
  async (signal) => {
    const stop = new AbortController()
    const five = [1, 2, 3, 4, 5].map((id) => ({ type: 'device', id: `${id}` }))
    const imp = client(() => json({ data: five }), { signal: stop.signal }).withOptions({
      timeout: 10,
      signal: undefined,
    })
    let count = 0
    const reading = (async () => {
      for await (const _ of imp.devices.list({ signal })) if (++count === 2) stop.abort(new Error('stop'))
    })()
    await expect(reading).rejects.toThrow('stop')
    expect(count).toBe(2)
  },
)

test('a device that is alone in its batch is not blamed for what is wrong with the whole call', async () => {
  let sent = 0
  const imp = client(() =>
    ++sent > 1
      ? refusal(400, 'VX004', { title: 'No such group', source: { parameter: 'devicegroup_id' } })
      : json(null, 204),
  )
  const ids = Array.from({ length: 101 }, (_, n) => `5000d8c46a5${10_000 + n}`)
  const error = (await failureOf(imp.deviceGroups.addDevices('g', ids))) as unknown as AssignmentError
  expect(error.failures).toEqual([])
  expect(error.message).toMatch(/^Ended early: 400 VX004 No such group/)
})

test('a pointer that is no text is none', async () => {
  const imp = client(() => refusal(400, 'VX004', { source: { pointer: { toString: 1 } } }))
  await expect(imp.deviceGroups.addDevices('g', ['device-1', 'device-2'])).rejects.toThrow('400 VX004')
})
