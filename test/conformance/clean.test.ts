/** What a check takes away, and what it leaves alone. */
import { expect, test } from 'vitest'
import type { Fetch } from 'impcentral'
import { check } from '../../src/conformance/check/check.ts'
import { newMark, purpose, userAgent } from '../../src/conformance/check/mark.ts'
import { account, fullCloud } from './deviating-cloud.ts'

const auth = { id: account.email, password: account.password }

const run = async (fetch: Fetch, baseUrl: string, write: boolean) =>
  (await check({ auth, baseUrl, fetch, write, version: '0.0.0' })).report

test('a product that only looks like its own stays', async () => {
  const cloud = await fullCloud()
  const { create } = cloud
  await create.product({ name: newMark(), description: 'Mine' })
  await create.product({ name: 'impcentral-check', description: purpose })
  await create.loginKey({ description: 'impcentral-check' })
  await create.refreshToken({})
  const before = cloud.snapshot()
  await run(cloud.fetch, cloud.baseUrl, true)
  const after = cloud.snapshot()
  for (const kind of [
    'products',
    'groups',
    'deployments',
    'webhooks',
    'loginKeys',
    'refreshTokens',
    'devices',
  ] as const)
    expect(after[kind]).toEqual(before[kind])
})

test.each([true, false])('what an earlier run has left goes where something is written (%j)', async (write) => {
  const cloud = await fullCloud()
  const { create } = cloud
  const product = await create.product({ name: newMark(), description: purpose })
  await create.deployment({ devicegroup: await create.deviceGroup({ product }), flagged: true })
  await create.loginKey({ description: newMark() })
  const count = () => {
    const { products, groups, deployments, loginKeys } = cloud.snapshot()
    return [products, groups, deployments, loginKeys].map(({ length }) => length)
  }
  expect(count()).toEqual([2, 2, 2, 2])
  await run(cloud.fetch, cloud.baseUrl, write)
  expect(count()).toEqual(write ? [1, 1, 1, 1] : [2, 2, 2, 2])
})

test('its refresh token goes, also where the id of one is not the token itself', async () => {
  const cloud = await fullCloud()
  const listed = new Map<string, string>()
  const otherIds: Fetch = async (input, init) => {
    const url = input as string
    const id = /refresh_tokens\/(\w+)$/.exec(url)?.[1]
    const response = await cloud.fetch(id ? url.replace(id, listed.get(id) ?? id) : url, init)
    if (!url.endsWith('/refresh_tokens')) return response
    const body = (await response.json()) as { data: { id: string }[] }
    for (const token of body.data) {
      const other = token.id.slice(0, 16)
      listed.set(other, token.id)
      token.id = other
    }
    return new Response(JSON.stringify(body), response)
  }
  const before = cloud.snapshot().refreshTokens
  const { failures, questions } = await run(otherIds, cloud.baseUrl, false)
  expect(failures).toEqual([])
  expect(questions['refresh-token-id']).toEqual({ answer: 'yes' })
  expect(cloud.snapshot().refreshTokens).toEqual(before)
})

test('nothing is made where the account cannot be told', async () => {
  const cloud = await fullCloud()
  const nobody: Fetch = async (input, init) =>
    (input as string).endsWith('/accounts/me') ? new Response('{}', { status: 200 }) : cloud.fetch(input, init)
  const made: string[] = []
  const watching: Fetch = (input, init) => {
    if (init?.method === 'POST') made.push(new URL(input as string).pathname)
    return nobody(input, init)
  }
  const { failures } = await run(watching, cloud.baseUrl, true)
  expect(failures).toContainEqual({ step: 'Make a product', why: 'the account could not be read' })
  expect(new Set(made)).toEqual(new Set(['/v5/auth', '/v5/auth/token', '/v5/logstream']))
})

test('the user agent of a check tells its refresh token', async () => {
  const cloud = await fullCloud()
  const agents: (string | null)[] = []
  const watching: Fetch = (input, init) => {
    agents.push(new Headers(init?.headers).get('user-agent'))
    return cloud.fetch(input, init)
  }
  await run(watching, cloud.baseUrl, false)
  expect(new Set(agents)).toEqual(new Set([userAgent]))
})
