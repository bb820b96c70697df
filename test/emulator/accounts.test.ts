import { createImpCloud } from 'impcentral/emulator'
import { describe, expect, test } from 'vitest'
import { createManualClock } from '../support/clocks.ts'
import { createApi, logIn, startCloud } from './support.ts'

const nobodyIn = (cloud: Parameters<typeof logIn>[0]) => createApi(cloud.baseUrl, cloud.fetch)

describe('a password login', () => {
  test('takes the e-mail address in either case, or the user name', async () => {
    const cloud = createImpCloud({ accounts: [{ email: 'Me@Example.com', username: 'myself', password: 'secret' }] })
    for (const id of ['me@example.COM', 'Me@Example.com', 'MySelf']) {
      const { status, body } = await nobodyIn(cloud)('POST', '/auth', { id, password: 'secret' })
      expect({ id, status }).toEqual({ id, status: 200 })
      expect(body).toMatchObject({ expires_in: 3600, refresh_token: expect.stringMatching(/^[0-9a-f]{64}$/) })
      expect(body.access_token.length).toBeGreaterThan(100)
    }
    const refused = await nobodyIn(cloud)('POST', '/auth', { id: 'me@example.com', password: 'Secret' })
    expect(refused.body.errors[0]).toMatchObject({ code: 'PX100', status: '401', title: 'Invalid Credentials' })
  })

  test('belongs to one account, whatever the user names are', async () => {
    const [first, second] = [
      { email: 'dev@a.test', password: 'one' },
      { email: 'dev@b.test', password: 'two' },
    ] as const
    const cloud = createImpCloud({ accounts: [first, second] })
    expect(cloud.accounts.map(({ username }) => username)).toEqual(['dev', 'dev@b.test'])
    for (const { email, password } of [first, second])
      expect((await nobodyIn(cloud)('POST', '/auth', { id: email, password })).status).toBe(200)
    for (const account of [{ email: 'DEV@a.test' }, { username: 'Dev' }, { email: 'dev' }])
      expect(() => cloud.create.account(account)).toThrow('There is already an account dev@a.test')
  })

  test('of an account with two factors takes two steps', async () => {
    const clock = createManualClock()
    const account = { email: 'careful@example.com', password: 'secret', otp: '492039' }
    const cloud = createImpCloud({ accounts: [account], clock })
    const nobody = nobodyIn(cloud)
    const first = () => nobody('POST', '/auth', { id: account.email, password: account.password })
    const second = (login_token: string, otp: string) =>
      nobody('POST', '/auth', { login_token }, { 'X-Electricimp-OTP-Token': otp })

    const { status, body } = await first()
    expect(status).toBe(403)
    expect(body.errors).toHaveLength(1)
    expect(body.errors[0]).toMatchObject({ code: 'PX200', status: '403' })
    const { login_token, expires_at } = body.errors[0].meta
    expect(Date.parse(expires_at)).toBeGreaterThan(clock.now())
    expect((await second(login_token, '000000')).status).toBe(401)
    const done = await second(login_token, account.otp)
    expect(done.body).toHaveProperty('refresh_token')
    expect((await second(login_token, account.otp)).status).toBe(401)

    const late = (await first()).body.errors[0].meta.login_token
    clock.advance(600_000)
    expect((await second(late, account.otp)).status).toBe(401)
  })
})

describe('an access token', () => {
  test('is good for an hour; refresh token and login key give new ones', async () => {
    const clock = createManualClock()
    const cloud = createImpCloud({ clock })
    const nobody = nobodyIn(cloud)
    const { body } = await nobody('POST', '/auth', { id: 'dev@example.com', password: 'imp-cloud' })
    const api = createApi(cloud.baseUrl, cloud.fetch, body.access_token)
    clock.advance(3_599_000)
    expect((await api('GET', '/accounts/me')).status).toBe(200)
    clock.advance(1_000)
    expect((await api('GET', '/accounts/me')).body.errors[0].code).toBe('PX100')

    for (let time = 0; time < 2; time++) {
      const renewed = await nobody('POST', '/auth/token', { token: body.refresh_token })
      expect(renewed.body).not.toHaveProperty('refresh_token')
      const again = createApi(cloud.baseUrl, cloud.fetch, renewed.body.access_token)
      expect((await again('GET', '/accounts/me')).status).toBe(200)
    }
    const key = await cloud.create.loginKey()
    expect((await nobody('POST', '/auth/token', { key: key.id.toUpperCase() })).status).toBe(200)
    expect((await nobody('POST', '/auth/token', { token: '0'.repeat(64) })).body.errors[0].source.pointer).toBe(
      '/token',
    )
  })

  test('belongs to the address that asked for it', async () => {
    const cloud = createImpCloud()
    const from = (ip: string) => (input: string | URL | Request, init?: RequestInit) =>
      cloud.handle(new Request(input, init), { ip })
    const { body } = await createApi(cloud.baseUrl, from('10.0.0.1'))('POST', '/auth', {
      id: 'dev@example.com',
      password: 'imp-cloud',
    })
    const call = (ip: string) => createApi(cloud.baseUrl, from(ip), body.access_token)('GET', '/accounts/me')
    expect((await call('10.0.0.1')).status).toBe(200)
    expect((await call('10.0.0.2')).status).toBe(401)
  })

  test('also passes as the user name of HTTP Basic, as the how-to shows it', async () => {
    const cloud = createImpCloud()
    const { access_token } = await cloud.create.session()
    const call = (authorization: string) =>
      createApi(cloud.baseUrl, cloud.fetch)('GET', '/accounts/me', undefined, { Authorization: authorization })
    expect((await call(`Basic ${btoa(`${access_token}:`)}`)).status).toBe(200)
    expect((await call('Basic %%%')).status).toBe(401)
    expect((await call(`Digest ${access_token}`)).status).toBe(401)
  })
})

describe('refresh tokens', () => {
  test('are five at most: the oldest goes', async () => {
    const cloud = createImpCloud()
    const tokens: string[] = []
    for (let login = 0; login < 6; login++) tokens.push((await cloud.create.session()).refresh_token)
    const nobody = nobodyIn(cloud)
    expect((await nobody('POST', '/auth/token', { token: tokens[0] })).status).toBe(404)
    const renewed = await nobody('POST', '/auth/token', { token: tokens[1] })
    const api = createApi(cloud.baseUrl, cloud.fetch, renewed.body.access_token)
    const { body } = await api('GET', '/accounts/me/refresh_tokens')
    expect(body.data.map(({ id }: { id: string }) => id)).toEqual(tokens.slice(1))
  })

  test('end when they are deleted, and the access tokens from them do not', async () => {
    const { cloud, api } = await startCloud()
    const { body } = await api('GET', '/accounts/me/refresh_tokens')
    const [token] = body.data
    expect((await api('DELETE', `/accounts/me/refresh_tokens/${token.id}`)).status).toBe(204)
    expect((await nobodyIn(cloud)('POST', '/auth/token', { token: token.id })).status).toBe(404)
    expect((await api('GET', '/accounts/me/refresh_tokens')).body.data).toEqual([])
  })
})

describe('login keys', () => {
  const password = { 'X-Electricimp-Password': 'imp-cloud' }

  test('are ten at most, and count their uses', async () => {
    const { cloud, api } = await startCloud()
    const create = (description?: string) =>
      api(
        'POST',
        '/accounts/me/login_keys',
        { data: { type: 'login_key', ...(description && { attributes: { description } }) } },
        password,
      )
    const { body } = await create('for the build')
    expect(body.data).toMatchObject({
      type: 'login_key',
      attributes: { description: 'for the build', usages: 0, last_used_at: null },
    })
    for (let made = 1; made < 10; made++) expect((await create()).status).toBe(201)
    const eleventh = await create()
    expect(eleventh.body.errors[0].title).toBe('Account Limit Reached')

    const key = body.data.id
    for (let use = 0; use < 2; use++) {
      await createApi(cloud.baseUrl, cloud.fetch)('POST', '/auth/token', { key }, { 'User-Agent': 'build/1.0' })
    }
    const { data } = (await api('GET', `/accounts/me/login_keys/${key}`)).body
    expect(data.attributes).toMatchObject({ usages: 2, last_user_agent: 'build/1.0' })
    expect(data.attributes.last_used_at).not.toBeNull()
  })

  test('need the password to be made, changed and deleted', async () => {
    const { cloud, api } = await startCloud()
    const { id } = await cloud.create.loginKey()
    const update = { data: { type: 'login_key', id, attributes: { description: 'new' } } }
    for (const [headers, detail] of [
      [{}, 'This call needs the account password in the header X-Electricimp-Password.'],
      [{ 'X-Electricimp-Password': 'wrong' }, 'The password in the header X-Electricimp-Password is wrong.'],
    ] as [Record<string, string>, string][]) {
      const refused = { status: 403, body: { errors: [{ detail }] } }
      const made = await api('POST', '/accounts/me/login_keys', { data: { type: 'login_key' } }, headers)
      expect(made).toMatchObject(refused)
      expect(await api('PATCH', `/accounts/me/login_keys/${id}`, update, headers)).toMatchObject(refused)
      expect(await api('DELETE', `/accounts/me/login_keys/${id}`, undefined, headers)).toMatchObject(refused)
    }
    const changed = await api('PATCH', `/accounts/me/login_keys/${id}`, update, password)
    expect(changed.body.data.attributes.description).toBe('new')
  })

  test('open everything but account management', async () => {
    const { cloud } = await startCloud()
    const { id } = await cloud.create.loginKey()
    const { body } = await nobodyIn(cloud)('POST', '/auth/token', { key: id })
    const api = createApi(cloud.baseUrl, cloud.fetch, body.access_token)
    expect((await api('GET', '/products')).status).toBe(200)
    expect((await api('GET', '/accounts/me')).status).toBe(200)
    expect((await api('GET', '/accounts/me/login_keys')).status).toBe(403)
    expect((await api('GET', '/accounts/me/login_keys', undefined, password)).status).toBe(200)
    expect((await api('GET', '/accounts/me/refresh_tokens')).status).toBe(403)
  })
})

describe('collaboration', () => {
  async function startSharing(access: 'view' | 'manage', some: boolean) {
    const owner = { email: 'owner@example.com', password: 'a' }
    const other = { email: 'other@example.com', password: 'b' }
    const cloud = createImpCloud({ accounts: [owner, other], devices: 1 })
    const shown = await cloud.create.product({ name: 'Shown' })
    const hidden = await cloud.create.product({ name: 'Hidden' })
    const group = await cloud.create.deviceGroup({ product: shown })
    const device = await cloud.create.device({ devicegroup: group })
    const deployment = await cloud.create.deployment({ devicegroup: group })
    const webhook = await cloud.create.webhook({ devicegroup: group })
    cloud.share({ from: owner.email, with: other.email, access, ...(some && { products: [shown.id] }) })
    return {
      cloud,
      api: await logIn(cloud, other),
      owner: cloud.accounts[0]!,
      shown,
      hidden,
      group,
      device,
      deployment,
      webhook,
    }
  }

  test('shows what is shared and hides the rest', async () => {
    const { api, owner, cloud, shown, hidden, group, device, deployment, webhook } = await startSharing('view', true)
    expect((await api('GET', `/products/${hidden.id}`)).status).toBe(404)
    expect((await api('GET', '/products')).body.data.map(({ id }: { id: string }) => id)).toEqual([shown.id])
    for (const path of [
      `/products/${shown.id}`,
      `/devicegroups/${group.id}`,
      `/devices/${device.id}`,
      `/deployments/${deployment.id}`,
      `/webhooks/${webhook.id}`,
    ]) {
      expect({ path, status: (await api('GET', path)).status }).toEqual({ path, status: 200 })
      expect({ path, status: (await api('DELETE', path)).status }).toEqual({ path, status: 403 })
    }
    // The owner's unassigned device belongs to no shared product.
    expect((await api('GET', `/devices/${cloud.devices[0]}`)).status).toBe(404)
    expect((await api('GET', `/devices?filter[owner.id]=${owner.id.toUpperCase()}`)).body.data).toHaveLength(1)

    const accounts = (await api('GET', '/accounts')).body.data
    expect(accounts.map(({ attributes }: { attributes: { username: string } }) => attributes.username)).toEqual([
      'owner',
      'other',
    ])
    expect((await api('GET', `/accounts/${owner.id}`)).body.data.attributes).toEqual({ username: 'owner' })
    expect((await api('GET', '/accounts/me')).body.data.attributes).toMatchObject({
      email: 'other@example.com',
      tier: 'free',
    })
    expect((await (await logIn(cloud, owner))('GET', `/accounts/${cloud.accounts[1]!.id}`)).status).toBe(404)
  })

  test('lets a manager change and create for the owner, but not the environment variables', async () => {
    const { api, owner, group } = await startSharing('manage', false)
    const created = await api('POST', '/products', {
      data: {
        type: 'product',
        attributes: { name: 'For you' },
        relationships: { owner: { type: 'account', id: owner.id } },
      },
    })
    expect(created.body.data.relationships.owner.id).toBe(owner.id)
    expect(created.body.data.relationships.creator.id).not.toBe(owner.id)
    const update = (attributes: object) =>
      api('PATCH', `/devicegroups/${group.id}`, { data: { type: group.type, id: group.id, attributes } })
    expect((await update({ name: 'mine' })).status).toBe(200)
    expect((await update({ env_vars: { a: 1 } })).status).toBe(403)
  })

  test('of some products lets nobody create for the owner', async () => {
    const { api, owner } = await startSharing('manage', true)
    const { status, body } = await api('POST', '/products', {
      data: {
        type: 'product',
        attributes: { name: 'For you' },
        relationships: { owner: { type: 'account', id: owner.id } },
      },
    })
    expect(status).toBe(403)
    expect(body.errors[0]).toMatchObject({
      title: 'Invalid Permission',
      source: { pointer: '/data/relationships/owner' },
    })
  })
})
