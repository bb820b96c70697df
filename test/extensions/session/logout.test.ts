/** After `logout()` no call carries the old session, whatever was under way. */
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { seeded } from '../../support/random.ts'
import { account, serveAuth } from '../../support/auth-server.ts'
import { transport } from '../../support/transport.ts'

const auth = { id: account.id, password: account.password }

/** A store whose operations take as long as they like. */
function slowStore(random: () => number) {
  const entries = new Map<string, string>()
  const slowly = async <T>(work: () => T): Promise<T> => {
    await wait(random() * 20)
    return work()
  }
  return {
    entries,
    get: (key: string) => slowly(() => entries.get(key)),
    set: (key: string, value: string) => slowly(() => entries.set(key, value)),
    delete: (key: string) => slowly(() => entries.delete(key)),
  }
}

test.each([1, 2, 3, 4, 5, 6])('while calls go on over a slow store (seed %i)', async (seed) => {
  const random = seeded(seed)
  const carried: { token: string; at: number }[] = []
  let clock = 0
  await using server = await serveAuth({
    intercept({ path, headers }) {
      if (!path.startsWith('/auth')) carried.push({ token: String(headers.authorization), at: clock })
      return false
    },
    api: (_, res) => setTimeout(() => res.end('{}'), random() * 10),
  })
  const store = slowStore(random)
  const { fetch, session } = transport({ baseUrl: server.baseUrl, auth, tokenStore: store })
  const going = new AbortController()
  const caller = async () => {
    while (!going.signal.aborted) {
      await fetch(`${server.baseUrl}/a`)
      await wait(random() * 5)
    }
  }
  const callers = Array.from({ length: 5 }, caller)
  for (let round = 0; round < 5; round++) {
    await wait(30 + random() * 40)
    // Revoked tokens make for renewals that are under way.
    if (random() < 0.5) server.revoke()
    const old = await session.token()
    await session.logout()
    clock++
    const [at, current] = [clock, carried.length]
    await wait(30)
    // What was sent before may arrive a moment later.
    expect(carried.slice(current + 5).filter((call) => call.at === at && call.token === `Bearer ${old}`)).toEqual([])
  }
  going.abort()
  await Promise.all(callers)
})

test('does not find the old session in a store that forgets slowly', async () => {
  await using server = await serveAuth({ api: (_, res) => res.end('{}') })
  const entries = new Map<string, string>()
  const tokenStore = {
    get: (key: string) => entries.get(key),
    set: (key: string, value: string) => entries.set(key, value),
    delete: async (key: string) => {
      await wait(100)
      return entries.delete(key)
    },
  }
  const { fetch, session } = transport({ baseUrl: server.baseUrl, auth, tokenStore })
  const old = await session.token()
  const leaving = session.logout()
  await fetch(`${server.baseUrl}/a`)
  await leaving
  expect(server.requests.at(-1)!.headers.authorization).not.toBe(`Bearer ${old}`)
  expect(server.count('/auth')).toBe(2)
  expect(await session.token()).not.toBe(old)
})
