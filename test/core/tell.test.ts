/** What a callback of the caller throws, or rejects with, harms nothing: neither a call nor the process. */
import { createImpCentral, createRateLimiter } from 'impcentral'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { tell } from '../../src/core/tell.ts'
import { account, serveAuth } from '../support/auth-server.ts'
import { recordingClock, turn } from '../support/clocks.ts'
import { json } from '../support/http-server.ts'

const rejections: unknown[] = []
const note = (reason: unknown) => rejections.push(reason)
beforeEach(() => {
  rejections.length = 0
  process.on('unhandledRejection', note)
})
afterEach(() => {
  process.off('unhandledRejection', note)
})

const mine = new Error('of the application')
// oxlint-disable unicorn/no-thenable -- callbacks may give anything
const ways: [string, () => unknown][] = [
  [
    'throws',
    () => {
      throw mine
    },
  ],
  ['rejects', async () => Promise.reject(mine)],
  ['rejects later', () => new Promise((_, reject) => setTimeout(reject, 1, mine))],
  ['gives something odd', () => ({ then: 5 })],
  [
    'gives a promise that throws',
    () => ({
      then() {
        throw mine
      },
    }),
  ],
]

test.each([...ways, ['gives nothing', () => {}], ['gives null', () => null]])(
  'what is told: one that %s harms nothing',
  async (_, work) => {
    let calls = 0
    expect(tell(() => (calls++, work()))).toBeUndefined()
    await new Promise((resolve) => setTimeout(resolve, 10))
    await turn()
    expect(calls).toBe(1)
    expect(rejections).toEqual([])
  },
)

describe.each(ways)('a callback that %s', (_, work) => {
  test.each(['onWarning', 'onWait', 'onRetry', 'logger.debug', 'logger.warn', 'onStateChange'])(
    'as %s',
    async (name) => {
      // No `vi.fn`: it would handle the rejection itself.
      let calls = 0
      const callback = () => (calls++, work())
      let answers = 0
      await using server = await serveAuth({
        api({ path }, res) {
          if (path.startsWith('/logstream')) {
            json(res, 404, { errors: [{ code: 'NF001' }] })
            return
          }
          const [status, headers] = ([
            [500, {}],
            [429, { 'retry-after': '0.01' }],
          ][answers++] as [number, Record<string, string>] | undefined) ?? [200, {}]
          json(res, status, { data: [], links: {}, meta: [{ code: 'WA001', title: 'Look out' }] }, headers)
        },
      })
      const failing = { get: () => Promise.reject(mine), set: () => {}, delete: () => {} }
      const imp = createImpCentral({
        baseUrl: server.baseUrl,
        auth: { id: account.id, password: account.password },
        clock: recordingClock(),
        timeout: 0,
        retry: { baseDelay: 1, ...(name === 'onRetry' && { onRetry: callback }) },
        logger: {
          ...(name === 'logger.debug' && { debug: callback }),
          ...(name === 'logger.warn' && { warn: callback }),
        },
        tokenStore: failing,
        ...(name === 'onWarning' && { onWarning: callback }),
        ...(name === 'onWait' && { onWait: callback }),
      })
      if (name === 'onStateChange') {
        const opening = imp.logStreams.open({ devices: ['0123456789abcdef'], onStateChange: callback })
        await opening.then(
          () => expect.fail('There is no stream'),
          () => {},
        )
      } else expect((await imp.devices.list()).data).toEqual([])
      await new Promise((resolve) => setTimeout(resolve, 10))
      await turn()
      expect(calls).toBeGreaterThan(0)
      expect(rejections).toEqual([])
    },
  )
})

test('a limiter of one’s own calls back as harmlessly', async () => {
  let calls = 0
  const onWait: () => unknown = async () => {
    calls++
    throw mine
  }
  let answers = 0
  await using server = await serveAuth({
    api: (_, res) => json(res, answers++ ? 200 : 429, { data: [], links: {} }, { 'retry-after': '0.01' }),
  })
  const imp = createImpCentral({
    baseUrl: server.baseUrl,
    auth: { id: account.id, password: account.password },
    rateLimiter: createRateLimiter({ onWait, clock: recordingClock() }),
  })
  await imp.devices.list()
  await turn()
  expect(calls).toBeGreaterThan(0)
  expect(rejections).toEqual([])
})
