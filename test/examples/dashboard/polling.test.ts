import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nextRequest, type PolledPage, type PollingState } from '../../../examples/dashboard/src/polling.ts'

const page = (number: number, askedAt: number | undefined, fields: Partial<PolledPage> = {}): PolledPage => ({
  list: 'devices',
  number,
  askedAt,
  inView: false,
  ...fields,
})

describe('which page is asked for, and when', () => {
  it.each<[string, PollingState, { number: number; at: number }]>([
    [
      'the first page at once',
      { pages: [page(1, undefined)], limit: undefined, sentAt: -Infinity, sent: 0 },
      { number: 1, at: -Infinity },
    ],
    [
      'a page that was never read before all others, by half of the bucket',
      { pages: [page(1, 0, { inView: true }), page(2, undefined)], limit: 40, sentAt: 9000, sent: 2 },
      { number: 2, at: 9050 },
    ],
    [
      'a small fleet again when it is 2.5 s old',
      { pages: [page(1, 1000, { inView: true })], limit: 40, sentAt: 1000, sent: 1 },
      { number: 1, at: 3500 },
    ],
    [
      'the names of groups again after a minute',
      { pages: [page(1, 1000, { list: 'groups' })], limit: 40, sentAt: 1000, sent: 1 },
      { number: 1, at: 61_000 },
    ],
    [
      'an old page by a tenth of the bucket',
      { pages: [page(1, 0)], limit: 40, sentAt: 9000, sent: 1 },
      { number: 1, at: 9250 },
    ],
    [
      'an old page by a tenth of a small bucket',
      { pages: [page(1, 0)], limit: 5, sentAt: 9000, sent: 1 },
      { number: 1, at: 11_000 },
    ],
    [
      'an old page as if the bucket had its usual size, where none is known',
      { pages: [page(1, 0)], limit: undefined, sentAt: 9000, sent: 1 },
      { number: 1, at: 9250 },
    ],
    [
      'pages in view first',
      { pages: [page(1, 0), page(2, 6000, { inView: true })], limit: 40, sentAt: 9000, sent: 2 },
      { number: 2, at: 9250 },
    ],
    [
      'the oldest of all at every other time',
      { pages: [page(1, 0), page(2, 6000, { inView: true })], limit: 40, sentAt: 9000, sent: 3 },
      { number: 1, at: 9250 },
    ],
    [
      'the oldest of all while those in view are new',
      { pages: [page(1, 0), page(2, 8900, { inView: true })], limit: 40, sentAt: 9000, sent: 2 },
      { number: 1, at: 9250 },
    ],
  ])('%s', (_, state, expected) => {
    const { page, at } = nextRequest(state)
    expect({ number: page.number, at }).toEqual(expected)
  })

  it('never takes more than a tenth of the bucket, and forgets no page', () => {
    const fleets = fc.record({ count: fc.integer({ min: 1, max: 120 }), limit: fc.integer({ min: 1, max: 100 }) })
    fc.assert(
      fc.property(fleets, fc.infiniteStream(fc.nat(119)), ({ count, limit }, inView) => {
        const pages = Array.from({ length: count }, (_, index) => page(index + 1, 0))
        const times: number[] = []
        let sentAt = 0
        // Of two requests one goes to the oldest page, so that twice as many reach them all.
        for (let sent = 0; sent < 2 * count; sent++) {
          for (const one of pages) one.inView = one.number === inView.next().value
          const next = nextRequest({ pages, limit, sentAt, sent })
          sentAt = next.at
          next.page.askedAt = sentAt
          times.push(sentAt)
        }
        expect(pages.filter(({ askedAt }) => askedAt === 0)).toEqual([])
        for (const [index, time] of times.entries()) {
          const within = times.filter((other) => other > time - 60_000 && other <= time).length
          expect(within, `a minute before request ${index}`).toBeLessThanOrEqual(Math.ceil(0.1 * limit * 60) + 1)
        }
      }),
      { seed: 20, numRuns: 30 },
    )
  })
})
