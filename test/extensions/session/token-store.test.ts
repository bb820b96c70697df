/** A store that fails, hangs, swallows or forgets what it is given costs no call more than two seconds, and `onWarning` is told. */
import { inspect } from 'node:util'
import { expect, test, vi } from 'vitest'
import type { TokenStore } from '../../../src/extensions/session/token-store.ts'
import type { Warning } from '../../../src/errors/objects.ts'
import { account, serveAuth } from '../../support/auth-server.ts'
import { recordingClock } from '../../support/clocks.ts'
import { transport } from '../../support/transport.ts'

const auth = { id: account.id, password: account.password }
const never = () => new Promise(() => {})
const stores: [string, TokenStore][] = [
  ['hangs', { get: never, set: never, delete: never }],
  ['hangs when it is given something', { get: () => undefined, set: never, delete: never }],
  ['swallows', { get: () => undefined, set: () => undefined, delete: () => undefined }],
  ['says that it did not', { get: async () => undefined, set: async () => false, delete: async () => false }],
  [
    'throws',
    {
      get() {
        throw new Error('down')
      },
      set() {},
      delete() {},
    },
  ],
  ['rejects', { get: () => undefined, set: () => Promise.reject(new Error('full')), delete() {} }],
]

test.each(stores)('that %s', async (_, tokenStore) => {
  await using server = await serveAuth({ api: (_, res) => res.end('{}') })
  const clock = recordingClock()
  const warnings: Warning[] = []
  const { fetch } = transport({
    baseUrl: server.baseUrl,
    auth,
    tokenStore,
    clock,
    timeout: 0,
    onWarning: (warning) => warnings.push(warning),
  })
  const began = clock.now()
  expect((await fetch(`${server.baseUrl}/a`)).status).toBe(200)
  expect(clock.now() - began).toBeLessThanOrEqual(2001)
  expect(warnings).toMatchObject([{ code: 'token_store', cause: expect.any(Error) }])
  // No more of it until the next renewal.
  expect((await fetch(`${server.baseUrl}/a`)).status).toBe(200)
  expect(warnings).toHaveLength(1)
  expect(clock.pending).toBe(0)
})

test('shows no token in the warning, whatever the error of the store carries', async () => {
  await using server = await serveAuth()
  const warnings: unknown[] = []
  const tokenStore = {
    get: () => undefined,
    // As ioredis does it.
    set: (key: string, value: string) =>
      Promise.reject(Object.assign(new Error(`READONLY ${value}`), { command: { name: 'set', args: [key, value] } })),
    delete: () => undefined,
  }
  const { session } = transport({ baseUrl: server.baseUrl, auth, tokenStore, onWarning: (w) => warnings.push(w) })
  const token = await session.token()
  expect(warnings).toHaveLength(1)
  for (const text of [inspect(warnings, { depth: 20, showHidden: true }), JSON.stringify(warnings)]) {
    expect(text).not.toContain(token)
    expect(text).not.toContain(account.password)
  }
})

test('whose lock never comes is done without after thirty seconds', async () => {
  await using server = await serveAuth({ api: (_, res) => res.end('{}') })
  const clock = recordingClock()
  const onWarning = vi.fn()
  const tokenStore = new Map<string, string>()
  const { fetch } = transport({
    baseUrl: server.baseUrl,
    auth,
    tokenStore,
    clock,
    timeout: 0,
    lock: () => never(),
    onWarning,
  })
  expect((await fetch(`${server.baseUrl}/a`)).status).toBe(200)
  expect(clock.waits).toContain(30_000)
  expect(onWarning).toHaveBeenCalledTimes(1)
})
