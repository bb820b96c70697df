import { describe, expect, it } from 'vitest'
import {
  arrange,
  type Column,
  columns,
  type Filter,
  noFilter,
  resort,
} from '../../../examples/dashboard/src/arrange.ts'
import type { FleetDevice } from '../../../examples/dashboard/src/fleet.ts'

const device = (id: string, fields: Partial<FleetDevice> = {}): FleetDevice => ({
  id,
  name: undefined,
  online: true,
  since: undefined,
  impType: 'imp004m',
  mac: `0c2a69${id}`,
  rssi: undefined,
  groupId: undefined,
  ...fields,
})

const fleet = {
  complete: true,
  groups: new Map([
    ['g1', 'Warehouse'],
    ['g2', 'Delivery vans'],
  ]),
  devices: [
    device('d1', { name: 'Van 10', groupId: 'g2', since: 300, rssi: -50, impType: 'impC001' }),
    device('d2', { since: 100, rssi: -80 }),
    device('d3', { name: 'Freezer 2', groupId: 'g1', online: false, since: 200, rssi: -60 }),
    device('d4', { name: 'Van 9', groupId: 'g2', rssi: -70, impType: 'impC001' }),
    device('d0', { online: false }),
  ],
}

const ids = (filter: Partial<Filter>, column: Column = 'name', descending = false) =>
  arrange(fleet, { ...noFilter, ...filter }, { column, descending }).map(({ id }) => id)

describe('the order of the table', () => {
  it.each<[Column, boolean, string[]]>([
    // Numbers count as numbers; devices without a name follow, by their ids.
    ['name', false, ['d3', 'd4', 'd1', 'd0', 'd2']],
    ['name', true, ['d1', 'd4', 'd3', 'd0', 'd2']],
    ['state', false, ['d3', 'd0', 'd4', 'd1', 'd2']],
    ['state', true, ['d4', 'd1', 'd2', 'd3', 'd0']],
    ['group', false, ['d4', 'd1', 'd3', 'd0', 'd2']],
    ['group', true, ['d3', 'd4', 'd1', 'd0', 'd2']],
    ['type', false, ['d3', 'd0', 'd2', 'd4', 'd1']],
    ['type', true, ['d4', 'd1', 'd3', 'd0', 'd2']],
    // What is offline has no signal.
    ['signal', false, ['d2', 'd4', 'd1', 'd3', 'd0']],
    ['signal', true, ['d1', 'd4', 'd2', 'd3', 'd0']],
    ['since', false, ['d2', 'd3', 'd1', 'd4', 'd0']],
    ['since', true, ['d1', 'd3', 'd2', 'd4', 'd0']],
  ])('by %s, descending: %s', (column, descending, expected) => {
    expect(ids({}, column, descending)).toEqual(expected)
  })

  it('does not depend on an earlier result', () => {
    const sort = { column: 'since', descending: false } as const
    const [first, ...others] = fleet.devices
    const renamed = { ...fleet, devices: [{ ...first!, since: 50 }, ...others] }
    const fresh = arrange(renamed, noFilter, sort)
    for (const column of columns) {
      const earlier = arrange(fleet, { ...noFilter, status: 'online' }, { column, descending: true })
      expect(arrange(renamed, noFilter, sort, earlier)).toEqual(fresh)
      expect(arrange({ ...renamed, devices: others }, noFilter, sort, earlier)).toEqual(fresh.slice(1))
    }
  })

  it('turns round when the column is chosen again, and begins ascending with another', () => {
    const first = resort({ column: 'name', descending: false }, 'since')
    expect(first).toEqual({ column: 'since', descending: false })
    expect(resort(first, 'since')).toEqual({ column: 'since', descending: true })
    expect(resort(resort(first, 'since'), 'since')).toEqual(first)
  })

  it('has a rule for every column', () => {
    for (const column of columns) expect(ids({}, column)).toHaveLength(5)
  })
})

describe('the filter', () => {
  it.each<[Partial<Filter>, string[]]>([
    [{ text: 'VAN' }, ['d4', 'd1']],
    [{ text: '  freezer 2 ' }, ['d3']],
    [{ text: 'warehouse' }, ['d3']],
    [{ text: 'impc' }, ['d4', 'd1']],
    [{ text: '0c2a69d2' }, ['d2']],
    [{ text: 'd2' }, ['d2']],
    // The words of a device stand apart: none of them ends in another.
    [{ text: '9 d4' }, []],
    [{ status: 'offline' }, ['d3', 'd0']],
    [{ status: 'online', group: 'g2', text: '1' }, ['d4', 'd1']],
    [{ group: 'none' }, ['d0', 'd2']],
    [{ group: 'gone' }, []],
  ])('%o', (filter, expected) => {
    expect(ids(filter)).toEqual(expected)
  })
})
