import { describe, expect, it } from 'vitest'
import { createRoster } from '../../../examples/dashboard/src/fleet.ts'

interface Item {
  id: string
  name: string
}

const item = (id: string, name = id): Item => ({ id, name })
const ids = ({ items }: { items: readonly Item[] }) => items.map(({ id }) => id)

describe('a list that changes while it is read', () => {
  it('is one array as long as nothing changes', () => {
    const roster = createRoster<Item>()
    roster.put(1, [item('a'), item('b')], 0)
    const before = roster.items
    roster.put(1, [item('a'), item('b')], 1)
    roster.endRound(1)
    expect(roster.items).toBe(before)
    roster.put(1, [item('a'), item('b', 'renamed')], 2)
    expect(roster.items).not.toBe(before)
    expect(roster.items[0]).toBe(before[0])
    expect(roster.items[1]).toEqual(item('b', 'renamed'))
  })

  it('has an item once, on the page where it was seen last', () => {
    const roster = createRoster<Item>()
    roster.put(1, [item('a'), item('b')], 0)
    roster.put(2, [item('b'), item('c')], 0)
    expect(ids(roster)).toEqual(['a', 'b', 'c'])
    expect(roster.pageOf('b')).toBe(2)
    expect(roster.pageOf('x')).toBeUndefined()
  })

  it('keeps an item that one round has missed, and lets go of it after two', () => {
    const roster = createRoster<Item>()
    roster.put(1, [item('a'), item('b')], 0)
    roster.endRound(0)
    roster.put(1, [item('a')], 1)
    roster.endRound(1)
    expect(ids(roster)).toEqual(['a', 'b'])
    roster.put(1, [item('a')], 2)
    roster.endRound(2)
    expect(ids(roster)).toEqual(['a'])
    expect(roster.pageOf('b')).toBeUndefined()
  })
})
