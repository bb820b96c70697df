import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { firstView, readView, type View, writeView } from '../../../examples/dashboard/src/address.ts'
import { columns } from '../../../examples/dashboard/src/arrange.ts'

const [a, b] = ['50000c2a691d27c3', '50000c2a691dc5fa']

describe('the address of the page', () => {
  it.each<[string, View]>([
    ['', firstView],
    ['?q=freezer+1', { ...firstView, filter: { text: 'freezer 1', status: 'all', group: '' } }],
    ['?state=offline&group=none', { ...firstView, filter: { text: '', status: 'offline', group: 'none' } }],
    ['?sort=since', { ...firstView, sort: { column: 'since', descending: false } }],
    ['?sort=-name', { ...firstView, sort: { column: 'name', descending: true } }],
    [`?follow=${a},${b}`, { ...firstView, followed: [a, b] }],
  ])('%s is a view, and that view has this address', (query, view) => {
    expect(readView(query)).toEqual(view)
    expect(writeView(view)).toBe(query)
  })

  it.each([
    ['?state=broken&sort=-nonsense&follow=1,,../x', firstView],
    ['?sort=--name', firstView],
    [`?follow=${a.toUpperCase()},${a}`, { ...firstView, followed: [a] }],
  ])('%s: what makes no sense is left out', (query, view) => {
    expect(readView(query)).toEqual(view)
  })

  it('follows no more devices than a log stream carries', () => {
    const ids = Array.from({ length: 9 }, (_, index) => `50000c2a691d27c${index}`)
    expect(readView(`?follow=${ids.join(',')}`).followed).toEqual(ids.slice(0, 8))
  })

  it('keeps what others have put there', () => {
    expect(writeView(firstView, '?page=2&q=old&sort=type')).toBe('?page=2')
    expect(writeView(readView('?q=new'), '?page=2&q=old')).toBe('?page=2&q=new')
  })

  it('gives back every view', () => {
    const hex = fc.string({ unit: fc.constantFrom(...Array.from('0123456789abcdef')), minLength: 16, maxLength: 16 })
    const view = fc.record({
      filter: fc.record({
        text: fc.string({ unit: 'grapheme' }),
        status: fc.constantFrom('all' as const, 'online' as const, 'offline' as const),
        group: fc.string(),
      }),
      sort: fc.record({ column: fc.constantFrom(...columns), descending: fc.boolean() }),
      followed: fc.uniqueArray(hex, { maxLength: 8 }),
    })
    fc.assert(
      fc.property(view, (view) => {
        expect(readView(writeView(view, '?q=before&other=1'))).toEqual(view)
      }),
      { seed: 20 },
    )
  })
})
