/** What is ours alone beneath the interface of imp-central-api: sessions, the client, and what must not be seen. */
import { inspect } from 'node:util'
import { ImpCentralApi } from 'impcentral/compat'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSide, type Loose, owner, type Side, stranger } from './sides.ts'

let side: Side
let api: ImpCentralApi
/** Every request that went out: method and path. */
let sent: string[]
const realFetch = globalThis.fetch

beforeEach(async () => {
  side = await createSide('ours')
  api = side.api
  sent = []
  globalThis.fetch = (input, init) => {
    sent.push(`${init?.method ?? 'GET'} ${new URL(input as string).pathname}`)
    return realFetch(input, init)
  }
})
afterEach(async () => {
  globalThis.fetch = realFetch
  await side.close()
})

const failure = (promise: Promise<unknown>): Promise<Loose> =>
  promise.then(
    () => expect.unreachable('The call should have failed'),
    (error: unknown) => error,
  )
const login = () => api.auth.login(owner.email, owner.password)

describe('the session', () => {
  it('is each object’s own', async () => {
    const other = new ImpCentralApi(side.url)
    await login()
    expect((await failure(other.products.list())).message).toBe(
      'Library initialization failed: access_token is not set',
    )
    await other.auth.login(stranger.email, stranger.password)
    expect((await api.accounts.get('me')).data.attributes.email).toBe(owner.email)
    expect((await other.accounts.get('me')).data.attributes.email).toBe(stranger.email)
  })

  it('is renewed once for all calls', async () => {
    await login()
    side.cloud.faults.expireTokens()
    await Promise.all([1, 2, 3, 4, 5].map((page) => api.devices.list(null, page, 2)))
    expect(sent.filter((request) => request.endsWith('/auth/token'))).toHaveLength(1)
  })

  it('is renewed by a login key too', async () => {
    await login()
    const key = await api.accounts.createLoginKey(owner.password)
    await api.auth.getAccessToken(key.data.id)
    side.cloud.faults.expireTokens()
    expect((await api.accounts.get('me')).data.attributes.email).toBe(owner.email)
  })

  it('keeps what renews it when its token is set once more', async () => {
    const { access_token } = await login()
    api.auth.accessToken = access_token
    side.cloud.faults.expireTokens()
    expect((await api.accounts.get('me')).data.attributes.email).toBe(owner.email)
  })

  it('is that of the client, with one rate limiter for all of them', async () => {
    expect(() => api.client).toThrow('access_token is not set')
    const { access_token } = await login()
    const { client } = api
    expect(api.client).toBe(client)
    expect(await client.auth.token()).toBe(access_token)
    expect((await client.accounts.get('me')).attributes.email).toBe(owner.email)
    await api.auth.login(stranger.email, stranger.password)
    expect(api.client).not.toBe(client)
    expect(api.client.rateLimiter).toBe(client.rateLimiter)
    expect((await client.accounts.get('me')).attributes.email).toBe(owner.email)
    expect((await api.client.accounts.get('me')).attributes.email).toBe(stranger.email)
  })
})

describe('nothing is sent', () => {
  it.each(['.', '..'])('for the id %s', async (id) => {
    await login()
    sent = []
    for (const call of [
      api.devices.delete(id),
      api.devices.restart(id),
      api.logStreams.removeDevice(id, 'products'),
      api.deviceGroups.removeDevices(id, null, 'x'),
    ])
      expect(await failure(call)).toBeInstanceOf(ImpCentralApi.Errors.InvalidDataError)
    expect(sent).toEqual([])
  })

  it.each(['http://api.example.com/v5', 'nonsense', 'file:///v5'])('to the endpoint %s', async (endpoint) => {
    const other = new ImpCentralApi(endpoint)
    expect(other.apiEndpoint).toBe(endpoint)
    const error = await failure(other.auth.login(owner.email, owner.password))
    expect(error).toBeInstanceOf(ImpCentralApi.Errors.InvalidDataError)
    expect(error.message).toContain('baseUrl must be')
    expect(sent).toEqual([])
  })

  it('with a token that no header can hold', async () => {
    api.auth.accessToken = 'a\nb'
    expect(await failure(api.products.list())).toBeInstanceOf(ImpCentralApi.Errors.InvalidDataError)
    expect(sent).toEqual([])
  })
})

it('takes an endpoint with a slash at its end, and the one of the public impCloud by default', async () => {
  const other = new ImpCentralApi(`${side.url}/`)
  await other.auth.login(owner.email, owner.password)
  expect(sent).toEqual(['POST /v5/auth'])
  expect(new ImpCentralApi().apiEndpoint).toBe('https://api.electricimp.com/v5')
})

it('shows no secret of an error, a client, or a line of debug', async () => {
  const lines: string[] = []
  const { log } = console
  console.log = (line: string) => void lines.push(line)
  try {
    api.debug(true)
    const { access_token, refresh_token } = await login()
    const key = (await api.accounts.createLoginKey(owner.password)).data.id
    await api.accounts.getLoginKey(key)
    const challenge = await failure(api.auth.login('careful@example.com', 'of two factors'))
    const { login_token } = challenge.body.errors[0].meta
    expect(login_token).toMatch(/^[\w-]{40,}$/)
    const shown = [
      inspect(challenge, { depth: 9, showHidden: false }),
      JSON.stringify(challenge),
      inspect(api, { depth: 9 }),
      JSON.stringify(api),
      ...lines,
    ].join()
    for (const secret of [access_token, refresh_token, key, login_token, owner.password])
      expect(shown).not.toContain(secret)
    expect(lines).toContain('HTTP/200: GET /accounts/me/login_keys/{key}')
    expect(lines).toContain('ERROR: HTTP/403: POST /auth')
  } finally {
    console.log = log
  }
})

describe('a log stream', () => {
  it('outlives handlers that throw, and handlers that reject', async () => {
    await login()
    const heard: string[] = []
    const { data } = await api.logStreams.create(
      (message) => {
        heard.push(JSON.parse(message).msg)
        throw new Error('mine')
      },
      async () => {
        throw new Error('mine as well')
      },
      null,
      'json',
    )
    const [device] = side.v.devices
    await api.logStreams.addDevice(data.id, device)
    for (const msg of ['one', 'two', 'three']) side.cloud.log(device, { msg })
    await expect.poll(() => heard).toEqual(['one', 'two', 'three'])
    await api.logStreams.close(data.id)
  })

  it('finds its own id when several are opened at once', async () => {
    await login()
    const heard: string[][] = [[], [], []]
    const made = await Promise.all(heard.map((lines) => api.logStreams.create((message) => lines.push(message))))
    expect(new Set(made.map(({ data }) => data.id)).size).toBe(3)
    for (const [index, { data }] of made.entries()) await api.logStreams.addDevice(data.id, side.v.devices[index])
    for (const index of heard.keys()) side.cloud.log(side.v.devices[index], { msg: `for ${index}` })
    await expect
      .poll(() => heard.map((lines) => lines.map((line) => line.slice(-5))))
      .toEqual([['for 0'], ['for 1'], ['for 2']])
    for (const { data } of made) await api.logStreams.close(data.id)
  })

  it('opens after one that could not be opened', async () => {
    await login()
    side.cloud.faults.status(403, { operation: 'createLogStream', times: 1 })
    const [first, second] = await Promise.allSettled([1, 2].map(() => api.logStreams.create(() => {})))
    expect([first!.status, second!.status]).toEqual(['rejected', 'fulfilled'])
    await api.logStreams.close((second as Loose).value.data.id)
  })
})
