/** How many identifiers go into one call, and what is told when some of them fail. */
import { fc, test } from '@fast-check/vitest'
import { ArgumentError, type AssignmentError, isAssignmentError } from 'impcentral'
import { describe, expect } from 'vitest'
import { apiError, ConnectionError, createRedactor } from '../support/errors.ts'
import { type Identifier, sendInBatches } from '../../src/resources/batches.ts'

const url = 'https://x.test/v5/devicegroups/1/relationships/devices'
const devices = (count: number) =>
  Array.from({ length: count }, (_, n): Identifier => ({ type: 'device', id: `dev-${String(n).padStart(4, '0')}` }))
const idsOf = (items: Identifier[]) => items.map(({ id }) => id)
const answer = (status: number, ...errors: object[]) =>
  apiError(new Response(null, { status }), { method: 'POST', url }, createRedactor(), { errors })

/** Sends so many devices; the calls whose place is named here fail. */
async function run(count: number, failures: Record<number, unknown> = {}, most: () => number = () => Infinity) {
  const items = devices(count)
  const sent: string[][] = []
  const send = async (batch: Identifier[]) => {
    sent.push(idsOf(batch))
    if (sent.length - 1 in failures) throw failures[sent.length - 1]
  }
  const error = await sendInBatches(items, most, send).then(
    () => undefined,
    (e: unknown) => e as AssignmentError,
  )
  return { ids: idsOf(items), sent, error }
}

describe('the calls', () => {
  test.each([
    [0, Infinity, []],
    [1, Infinity, [1]],
    [100, Infinity, [100]],
    [101, Infinity, [100, 1]],
    [250, Infinity, [100, 100, 50]],
    [250, 1000, [100, 100, 50]],
    [5, 2, [2, 2, 1]],
    [3, 1.9, [1, 1, 1]],
    // One is sent even where the bucket can hold none: it is the service that decides.
    [2, 0, [1, 1]],
    [2, 0.5, [1, 1]],
    [2, Number.NaN, [1, 1]],
  ])('for %i devices, at most %d at a time, have %o', async (count, most, sizes) => {
    const { sent, error } = await run(count, {}, () => most)
    expect(error).toBeUndefined()
    expect(sent.map((batch) => batch.length)).toEqual(sizes)
  })

  test.prop([fc.nat(350), fc.array(fc.integer({ min: 0, max: 150 }), { minLength: 1, maxLength: 5 })], { seed: 13 })(
    'carry every device once and in order, however the room for them changes',
    async (count, room) => {
      const left = [...room]
      const { ids, sent } = await run(count, {}, () => left.shift() ?? 60)
      expect(sent.flat()).toEqual(ids)
      sent.forEach((batch, n) => expect(batch.length).toBeLessThanOrEqual(Math.min(100, room[n] ?? 60) || 1))
    },
  )

  test('have as many as there is room for when each is made', async () => {
    const room = [1, 3, 2]
    const { sent } = await run(6, {}, () => room.shift()!)
    expect(sent.map((batch) => batch.length)).toEqual([1, 3, 2])
  })
})

describe('the device that an error speaks of', () => {
  const at = (pointer: string, more: object = {}) => ({ code: 'NF001', source: { pointer }, ...more })
  test.each<[string, object, number | undefined]>([
    ['by its place', at('/data/2'), 2],
    ['by its place and a field of it', at('/data/1/id'), 1],
    ['by its place, though it names another', at('/data/1', { detail: 'dev-0002' }), 1],
    ['in a place that is not there', at('/data/9'), undefined],
    ['by its id in the words', { detail: 'No device "dev-0003"' }, 3],
    ['by its id in other letters', { title: 'DEV-0003 is gone' }, 3],
    ['by its id in meta', { meta: { device: ['dev-0000'] } }, 0],
    ['with two ids in the words', { detail: 'dev-0001 and dev-0002' }, undefined],
    ['without any', { detail: 'One of them' }, undefined],
    ['with a pointer to something else', at('/meta/data/2'), undefined],
    ['with a pointer to all', at('/data/'), undefined],
  ])('%s', async (_, failure, expected) => {
    // One of known place makes it a failure of devices, whatever the other says.
    const known = at('/data/4')
    const { ids, error } = await run(5, { 0: answer(400, known, failure) })
    expect(isAssignmentError(error)).toBe(true)
    const id = expected === undefined ? {} : { id: ids[expected] }
    expect(error!.failures).toEqual([
      { id: ids[4], error: known },
      { ...id, error: failure },
    ])
    const others = ids.filter((each) => each !== ids[4] && each !== ids[expected!])
    expect([error!.succeeded, error!.unsettled]).toEqual(expected === undefined ? [[], others] : [others, []])
  })

  test('is the one that was sent, in a call of a single one', async () => {
    const { ids, sent, error } = await run(2, { 1: answer(400, { code: 'NF001' }) }, () => 1)
    expect(sent).toHaveLength(2)
    expect(error).toMatchObject({ failures: [{ id: ids[1] }], succeeded: [ids[0]], unsettled: [] })
  })

  test('is looked for in its own call', async () => {
    const { ids, error } = await run(150, { 1: answer(400, at('/data/2')) })
    expect(error!.failures.map(({ id }) => id)).toEqual([ids[102]])
    expect(error!.succeeded).toEqual(ids.filter((id) => id !== ids[102]))
  })
})

describe('what is told', () => {
  const blame = (...places: number[]) =>
    answer(400, ...places.map((n) => ({ code: 'NF001', title: 'Not found', source: { pointer: `/data/${n}` } })))

  test('names each device with its reason, and how many there were', async () => {
    const failure = answer(
      400,
      { code: 'NF001', title: 'T', detail: 'D', source: { pointer: '/data/0' } },
      { detail: 'Some other' },
    )
    const { error } = await run(3, { 0: failure })
    expect(error!.message).toBe(`2 of 3 devices failed: dev-0000 (NF001 T D), unknown (Some other) (POST ${url})`)
  })

  test.each([
    [5, ''],
    [6, ', and 1 more'],
    [9, ', and 4 more'],
  ])('of %i failures shows five', async (count, more) => {
    const places = Array.from({ length: count }, (_, n) => n)
    const { ids, error } = await run(20, { 0: blame(...places) })
    const shown = ids.slice(0, 5).map((id) => `${id} (NF001 Not found)`)
    expect(error!.message).toBe(`${count} of 20 devices failed: ${shown.join(', ')}${more} (POST ${url})`)
  })

  test('has the errors of all calls, and goes on after each', async () => {
    const { ids, sent, error } = await run(300, { 0: blame(1), 2: blame(0, 99) })
    expect(sent.flat()).toEqual(ids)
    const failed = [ids[1], ids[200], ids[299]]
    expect(error!.failures.map(({ id }) => id)).toEqual(failed)
    expect(error!.errors).toEqual(error!.failures.map((failure) => failure.error))
    expect(error!.succeeded).toEqual(ids.filter((id) => !failed.includes(id)))
    expect(error).toMatchObject({ status: 400, code: 'NF001', family: 'NF', method: 'POST', url, unsettled: [] })
    expect(error!.message).toContain('3 of 300 devices failed')
  })

  test('when a later call fails as a whole', async () => {
    const failure = answer(500, { code: 'XX001', title: 'Broken' })
    const { ids, sent, error } = await run(250, { 1: failure })
    expect(sent).toHaveLength(2)
    expect(isAssignmentError(error)).toBe(true)
    expect(error!.message).toBe(`Ended early: ${failure.message}`)
    expect(error).toMatchObject({ status: 500, code: 'XX001', family: 'XX', failures: [], errors: failure.errors })
    expect([error!.succeeded, error!.unsettled]).toEqual([ids.slice(0, 100), ids.slice(100)])
    expect(error!.cause).toBe(failure)
  })

  test('when some devices fail, and then a call as a whole', async () => {
    const failure = answer(409, { code: 'CX001', title: 'Locked' })
    const { ids, error } = await run(250, { 0: blame(0), 1: failure })
    expect(error!.message).toBe(`1 of 250 devices failed: dev-0000 (NF001 Not found); Ended early: ${failure.message}`)
    expect(error!.errors.map(({ code }) => code)).toEqual(['NF001'])
    expect(error!.code).toBe('NF001')
    expect([error!.succeeded, error!.unsettled]).toEqual([ids.slice(1, 100), ids.slice(100)])
  })

  test('when the network fails in between', async () => {
    const failure = new ConnectionError('The network failed: x', { method: 'POST', url })
    const { ids, error } = await run(150, { 1: failure })
    expect(error!.message).toBe(`Ended early: The network failed: x (POST ${url})`)
    expect(error).toMatchObject({ name: 'AssignmentError', status: 0, family: 'XX', rateLimit: {}, errors: [] })
    expect(error!.code).toBeUndefined()
    expect([error!.succeeded, error!.unsettled]).toEqual([ids.slice(0, 100), ids.slice(100)])
  })
})

describe('thrown as it is', () => {
  const reason = new Error('Ctrl-C')
  test.each<[string, number, number, unknown]>([
    ['a first call that fails as a whole', 250, 0, answer(500, { code: 'XX001' })],
    ['a first call that blames nobody', 250, 0, answer(400, { code: 'VX001' })],
    ['a first call with another status, though it names a device', 250, 0, answer(403, { detail: 'dev-0000' })],
    ['an answer without a body', 250, 0, answer(400)],
    ['what is wrong with a single device', 1, 0, answer(400, { code: 'NF001', source: { pointer: '/data/0' } })],
    ['a mistake of the caller', 250, 0, new ArgumentError('x')],
    ['the reason of an abort, also in between', 250, 1, reason],
    ['an abort without a reason', 250, 1, 'stop'],
    ['the reason of an abort that is null', 250, 1, null],
  ])('%s', async (_, count, call, failure) => {
    const { sent, error } = await run(count, { [call]: failure })
    expect(error).toBe(failure)
    expect(sent).toHaveLength(call + 1)
  })
})
