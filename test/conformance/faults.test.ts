/** Whatever a service does otherwise than described is reported, at its place, and nothing else is. */
import { describe, expect, test } from 'vitest'
import type { Fetch } from 'impcentral'
import type { ImpCloud } from 'impcentral/emulator'
import { check } from '../../src/conformance/check/check.ts'
import { account, fullCloud, withEvents, withFault } from './deviating-cloud.ts'
import { faults, streamFaults } from './faults.ts'

const runOn = async (cloud: ImpCloud, fetch: Fetch) => {
  const auth = { id: account.email, password: account.password }
  return (await check({ auth, baseUrl: cloud.baseUrl, fetch, write: true, version: '0.0.0' })).report
}

const places = (differences: readonly { operation?: string; place: string; kind: string }[]) =>
  differences.map(({ operation, place, kind }) => ({ operation, place, kind }))

describe('a cloud that deviates', () => {
  test('in forty ways and more', () => {
    expect(faults.length + streamFaults.length).toBeGreaterThanOrEqual(40)
    expect(new Set(faults.map(({ name }) => name)).size).toBe(faults.length)
  })

  test.each(faults)('by $name is reported there and nowhere else', async (fault) => {
    const cloud = await fullCloud()
    const report = await runOn(cloud, withFault(cloud, fault))
    expect(places(report.differences)).toEqual([fault.reported])
    expect(report.operations[fault.reported.operation!].result).toBe('differs')
  })

  test('by a property of another name is reported as one that is missing and one that nobody described', async () => {
    const cloud = await fullCloud()
    const renamed = withFault(cloud, {
      name: 'another name',
      at: ['GET', /^\/devices\/[^/]+$/],
      change({ body }) {
        body.data.attributes.running = body.data.attributes.agent_running
        delete body.data.attributes.agent_running
      },
      reported: {},
    })
    expect(places((await runOn(cloud, renamed)).differences)).toEqual([
      { operation: 'getDevice', place: '/data/attributes/agent_running', kind: 'missing property' },
      { operation: 'getDevice', place: '/data/attributes/running', kind: 'undocumented property' },
    ])
  })

  test.each(streamFaults)('by $name in a log stream is reported there', async ({ format, change, place, kind }) => {
    const cloud = await fullCloud()
    const report = await runOn(cloud, withEvents(cloud, format, change))
    expect(places(report.differences)).toContainEqual({ operation: 'openLogStream', place, kind })
    expect(new Set(report.differences.map(({ operation }) => operation))).toEqual(new Set(['openLogStream']))
  })
})
