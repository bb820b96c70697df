import { describe, expect, test } from 'vitest'
import { deploy, startCloud } from './support.ts'

const reference = ({ type, id }: { type: string; id: string }) => ({ type, id })

describe('compiling', () => {
  test.each([
    ['an unclosed bracket', 'function loop() {\n  imp.wakeup(1, loop)\n', { row: 3, column: 1 }],
    ['a bracket too many', 'local a = [1, 2])\n', { row: 1, column: 17 }],
    ['brackets that cross', 'call({ a = [1, 2 })', { row: 1, column: 18 }],
    ['an unterminated string', 'server.log("Hello)\n', { row: 1, column: 12 }],
    ['a string at the end of the code', 'local a = "', { row: 1, column: 11 }],
    ['an unterminated verbatim string', '\nlocal a = @"x""\n', { row: 2, column: 12 }],
    ['an unterminated comment', '// fine\n  /* not fine\n', { row: 2, column: 3 }],
    ['an unterminated character', "local a = '", { row: 1, column: 11 }],
  ])('stops at %s', async (_, code, place) => {
    const { cloud, api } = await startCloud()
    const group = await cloud.create.deviceGroup()
    for (const file of ['device_code', 'agent_code']) {
      const { status, body } = await deploy(api, group, { device_code: '', agent_code: '', [file]: code })
      expect(status).toBe(400)
      expect(body.errors[0]).toMatchObject({
        code: 'CX005',
        title: 'Compilation Error',
        meta: [{ file, type: 'error', ...place }],
      })
      expect(body.errors[0].meta[0].text).not.toBe('')
    }
    expect((await api('GET', `/devicegroups/${group.id}`)).body.data.relationships).not.toHaveProperty(
      'current_deployment',
    )
  })

  test('lets pass what only looks wrong', async () => {
    const { cloud, api } = await startCloud()
    const group = await cloud.create.deviceGroup()
    const device_code = [
      '#require "Promise.lib.nut:4.0.0"',
      'local brackets = "({[" + @"a ""quoted"" \\ }" // } ] )',
      "local letters = ['(', '\\'', '\\x41']",
      '/* { */ # (',
      'if (a <- { b = [] }) { return (1 + 2) * 3 }',
    ].join('\n')
    expect((await deploy(api, group, { device_code, agent_code: '' })).status).toBe(201)
  })

  test('warns of libraries out of support', async () => {
    const { cloud, api } = await startCloud()
    const group = await cloud.create.deviceGroup()
    const { status, body } = await deploy(api, group, { device_code: '\n#require "Old.class.nut:0.9.1"\n' })
    expect(status).toBe(201)
    expect(body.meta).toEqual([
      expect.objectContaining({ code: 'WA001', meta: [expect.objectContaining({ file: 'device_code', row: 2 })] }),
    ])
    expect((await deploy(api, group)).body).not.toHaveProperty('meta')
  })
})

test('the newest deployment is the current one, the first the minimum', async () => {
  const { cloud, api } = await startCloud()
  const group = await cloud.create.deviceGroup()
  const [first, second, third] = [
    await cloud.create.deployment({ devicegroup: group }),
    await cloud.create.deployment({ devicegroup: group }),
    await cloud.create.deployment({ devicegroup: group }),
  ]
  const read = async () => (await api('GET', `/devicegroups/${group.id}`)).body.data.relationships
  expect(await read()).toMatchObject({
    current_deployment: { id: third.id },
    min_supported_deployment: { id: first.id },
  })

  const raise = async (to: { type: string; id: string }) => {
    const path = `/devicegroups/${group.id}/relationships/min_supported_deployment`
    const { status, body } = await api('PUT', path, { data: reference(to) })
    return status === 200 ? body.data.relationships.min_supported_deployment.id : body.errors[0].code.slice(0, 2)
  }
  expect(await raise(second)).toBe(second.id)
  expect(await raise(second)).toBe(second.id)
  expect(await raise(first)).toBe('CX')
  expect(await raise(await cloud.create.deployment())).toBe('CX')

  const remove = async ({ id }: { id: string }) => (await api('DELETE', `/deployments/${id}`)).status
  expect(await remove(third)).toBe(409)
  expect(await remove(second)).toBe(409)
  expect(await remove(first)).toBe(204)
})

test('lists leave the code out, and filters find', async () => {
  const { cloud, api } = await startCloud()
  const group = await cloud.create.deviceGroup()
  const plain = await cloud.create.deployment({ devicegroup: group, device_code: 'a', tags: ['v1', 'beta'] })
  const flagged = await cloud.create.deployment({ devicegroup: group, device_code: 'b', flagged: true, tags: ['v1'] })
  const copy = await cloud.create.deployment({ device_code: 'a' })
  expect(copy.attributes.sha).toBe(plain.attributes.sha)
  expect(flagged.attributes.sha).toMatch(/^[0-9a-f]{64}$/)

  const me = cloud.accounts[0]!.id
  const found = async (query: string) =>
    (await api('GET', `/deployments?${query}`)).body.data.map(({ id }: { id: string }) => id)
  expect(await found(`filter[devicegroup.id]=${group.id}`)).toEqual([plain.id, flagged.id])
  expect(await found(`filter[product.id]=${group.relationships.product.id}`)).toHaveLength(2)
  expect(await found(`filter[sha]=${plain.attributes.sha}`)).toEqual([plain.id, copy.id])
  expect(await found('filter[flagged]=true')).toEqual([flagged.id])
  expect(await found('filter[flagged]=false')).toEqual([plain.id, copy.id])
  expect(await found('filter[flagged]=any')).toHaveLength(3)
  expect(await found(`filter[flagger.id]=${me}`)).toEqual([flagged.id])
  expect(await found(`filter[creator.id]=${me}&filter[owner.id]=${me}`)).toHaveLength(3)
  expect(await found('filter[tags]=v1')).toEqual([plain.id, flagged.id])
  expect(await found('filter[tags]=beta,v1')).toEqual([plain.id])

  const [listed] = (await api('GET', '/deployments')).body.data
  expect(listed.attributes).not.toHaveProperty('device_code')
  expect((await api('GET', `/deployments/${plain.id}`)).body.data.attributes).toMatchObject({
    device_code: 'a',
    agent_code: '',
  })
})

test('an update changes description, flag and tags, and no code', async () => {
  const { cloud, api } = await startCloud()
  const { id } = await cloud.create.deployment({ tags: ['old'] })
  const update = (attributes: object) =>
    api('PATCH', `/deployments/${id}`, { data: { type: 'deployment', id, attributes } })
  const flagged = (await update({ flagged: true, description: 'keep', tags: ['a', 'b.c', 'd*', 'e_f-g'] })).body.data
  expect(flagged).toMatchObject({
    attributes: { flagged: true, tags: ['a', 'b.c', 'd*', 'e_f-g'] },
    relationships: { flagger: { type: 'account' } },
  })
  expect((await update({ flagged: false })).body.data.relationships).not.toHaveProperty('flagger')
  expect((await update({ device_code: '' })).body.errors[0].source.pointer).toBe('/data/attributes/device_code')
  expect((await update({ tags: ['a b'] })).body.errors[0].source.pointer).toBe('/data/attributes/tags/0')
  expect((await update({ tags: ['x'.repeat(250), 'y'.repeat(250)] })).status).toBe(200)
  expect((await update({ tags: ['x'.repeat(250), 'y'.repeat(251)] })).body.errors[0].source.pointer).toBe(
    '/data/attributes/tags',
  )
})
