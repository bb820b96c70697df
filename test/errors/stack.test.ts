/** The stack of every error names the line of the caller. */
import { createImpCentral, defaultBaseUrl } from 'impcentral'
import { createImpCloud } from 'impcentral/emulator'
import { expect, test } from 'vitest'

const account = { email: 'me@example.com', password: 'sup3rs3cr3t' }
const cloud = createImpCloud({ accounts: [account], devices: 250 })
const auth = { id: account.email, password: account.password }
const client = (more: object = {}) => createImpCentral({ baseUrl: cloud.baseUrl, fetch: cloud.fetch, auth, ...more })
const wrong = () => client({ auth: { ...auth, password: 'no such password' } })
const offline = () => client({ retry: false, fetch: () => Promise.reject(new TypeError('fetch failed')) })

const places: [string, () => Promise<unknown>][] = [
  [
    'a method',
    async function theCaller() {
      await client().devices.get('no-such-device')
    },
  ],
  [
    'a sign-in',
    async function theCaller() {
      await wrong().devices.get('x')
    },
  ],
  [
    'login()',
    async function theCaller() {
      await wrong().auth.login()
    },
  ],
  [
    'token()',
    async function theCaller() {
      await wrong().auth.token()
    },
  ],
  [
    'the network',
    async function theCaller() {
      await offline().devices.get('x')
    },
  ],
  [
    'the wire',
    async function theCaller() {
      await offline().client.GET('/devices', {})
    },
  ],
  [
    'fetch',
    async function theCaller() {
      await offline().fetch(`${defaultBaseUrl}/devices`)
    },
  ],
  [
    'an argument',
    async function theCaller() {
      await client().devices.get('')
    },
  ],
  [
    'a first page',
    async function theCaller() {
      await wrong().devices.list()
    },
  ],
  [
    'toArray()',
    async function theCaller() {
      await wrong().devices.list().toArray()
    },
  ],
  [
    'first()',
    async function theCaller() {
      await wrong().devices.list().first()
    },
  ],
  [
    'for await',
    async function theCaller() {
      for await (const _ of wrong().devices.list());
    },
  ],
  [
    'pages()',
    async function theCaller() {
      for await (const _ of wrong().devices.list().pages());
    },
  ],
  [
    'a later page',
    async function theCaller() {
      let calls = 0
      const failing = client({
        retry: false,
        fetch: (input: string, init: object) =>
          ++calls > 2 ? Promise.reject(new TypeError('fetch failed')) : cloud.fetch(input, init),
      })
      for await (const _ of failing.devices.list());
    },
  ],
  [
    'a log stream',
    async function theCaller() {
      await wrong().logStreams.open({ devices: ['0123456789abcdef'] })
    },
  ],
]

test.each(places)('thrown from %s', async (_, work) => {
  const error = (await work().then(
    () => expect.fail('It did not fail'),
    (e: unknown) => e,
  )) as Error
  expect(error.stack).toContain('theCaller')
  expect(error.stack).toContain('stack.test.ts')
})

test('of each of those who wait for one sign-in', async () => {
  const imp = wrong()
  const one = async function theFirst() {
    await imp.devices.get('x')
  }
  const two = async function theSecond() {
    for await (const _ of imp.products.list());
  }
  const [first, second] = (await Promise.allSettled([one(), two()])).map(
    (result) => (result as PromiseRejectedResult).reason as Error,
  )
  expect([first!.stack!.includes('theFirst'), first!.stack!.includes('theSecond')]).toEqual([true, false])
  expect([second!.stack!.includes('theFirst'), second!.stack!.includes('theSecond')]).toEqual([false, true])
})
