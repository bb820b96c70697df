import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import {
  distrusted,
  narrowRefill,
  type Refill,
  refillRate,
  unknownRefill,
} from '../../../src/extensions/rate-limit/refill.ts'
import { createServiceBucket, type ServiceBucketOptions } from '../../support/service-bucket.ts'
import { readRateLimit } from '../../../src/core/rate-limit-headers.ts'

/** What is known after requests at these times. */
function after(options: ServiceBucketOptions, times: number[]) {
  const service = createServiceBucket(options)
  let refill = unknownRefill
  for (const time of times) {
    const { granted, headers } = service.request(time)
    refill = narrowRefill(refill, readRateLimit(new Headers(headers), 'requests')!, granted ? 1 : 0)
  }
  return refill
}

test.for([
  ['the first answer of a full bucket tells the refill but for the rounding', [40, 39, 10], 1, 1 / 11],
  ['an empty bucket tells it best', [40, 0, 400], 0, 39 / 401],
  ['a full bucket tells nothing', [40, 40, 0], 0, undefined],
  ['an absent Reset tells nothing', [40, 3, NaN], 1, undefined],
  ['a Reset in seconds is recognised', [40, 39, 1], 1, undefined],
  ['a date is recognised', [40, 0, 1_763_766_000], 0, undefined],
  ['a Reset in seconds is recognised by an empty bucket', [200, 0, 10], 0, undefined],
] as const)('%s', ([, [limit, remaining, reset], granted, rate]) => {
  expect(refillRate(narrowRefill(unknownRefill, { limit, remaining, reset }, granted))).toBe(rate)
})

test('a token in a minute is slow, but no date', () => {
  const state = { limit: 40, remaining: 39, reset: 60_000 }
  expect(narrowRefill(unknownRefill, state, 1)).toEqual({ least: 1 / 60_001, most: 1 / 59_999, distrust: 0 })
})

test.for<[string, number, number, number]>([
  ['of a full bucket', 40, 40, 10],
  ['of a bucket that is fuller than full', 40, 41, 10],
  ['without Reset', 40, 3, NaN],
  ['whose Reset is over', 40, 3, 0],
  ['whose Reset lies in the past', 40, 3, -10],
])('an answer %s leaves what is known as it is', ([, limit, remaining, reset]) => {
  for (const known of [unknownRefill, { least: 0.05, most: 0.1, distrust: 0 }, { least: 0.05, most: 0.1, distrust: 7 }])
    expect(narrowRefill(known, { limit, remaining, reset }, 1)).toEqual(known)
})

describe('an answer that tells of at least 0.10 and at most 0.11 tokens per millisecond', () => {
  // All that is missing has been taken by the call itself: no rounding of `Remaining`.
  const [least, most] = [11 / 110, 11 / 108]
  const answer = { limit: 40, remaining: 29, reset: 109 }

  test.for<[string, Refill, Refill]>([
    ['narrows wider bounds', { least: 0.05, most: 0.2, distrust: 0 }, { least, most, distrust: 0 }],
    [
      'leaves narrower ones',
      { least: 0.1005, most: 0.1006, distrust: 0 },
      { least: 0.1005, most: 0.1006, distrust: 0 },
    ],
    ['narrows from below', { least: 0.05, most: 0.1005, distrust: 0 }, { least, most: 0.1005, distrust: 0 }],
    ['narrows from above', { least: 0.1005, most: 0.2, distrust: 0 }, { least: 0.1005, most, distrust: 0 }],
    [
      'agrees with those that end where its own begin',
      { least: 0.05, most: least, distrust: 0 },
      { least, most: least, distrust: 0 },
    ],
    [
      'agrees with those that begin where its own end',
      { least: most, most: 0.2, distrust: 0 },
      { least: most, most, distrust: 0 },
    ],
    [
      'contradicts lower ones, and counts instead',
      { least: 0.05, most: 0.09, distrust: 0 },
      distrusted({ least, most }),
    ],
    [
      'contradicts higher ones, and counts instead',
      { least: 0.15, most: 0.2, distrust: 0 },
      distrusted({ least, most }),
    ],
    ['takes one from the distrust', { least: 0.05, most: 0.2, distrust: 7 }, { least, most, distrust: 6 }],
  ])('%s', ([, known, expected]) => {
    expect(narrowRefill(known, answer, 11)).toEqual(expected)
  })
})

test('an answer whose Reset is all rounding bounds nothing from above', () => {
  for (const reset of [0.5, 1]) {
    const { least, most } = narrowRefill(unknownRefill, { limit: 40, remaining: 39.75, reset }, 0)
    expect([least, most]).toEqual([0, Infinity])
  }
})

property.prop(
  [fc.integer({ min: 1, max: 1000 }), fc.nat(), fc.integer({ min: 1, max: 1_000_000 }), fc.constantFrom(0, 1)],
  { seed: 2, numRuns: 300 },
)('what is known always holds a rate, and never comes from nowhere', (limit, taken, reset, granted) => {
  const known = narrowRefill(unknownRefill, { limit, remaining: limit - (taken % (limit + 1)), reset }, granted)
  expect(known.most).toBeGreaterThanOrEqual(known.least)
  expect(known.least).toBeGreaterThanOrEqual(0)
  expect(known.least).toBeLessThan(1)
})

test('never more is taken for certain than the service adds, whatever it rounds', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 10, max: 500 }),
      fc.integer({ min: 1, max: 300 }),
      fc.constantFrom(Math.ceil, Math.round, Math.floor),
      fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 80 }),
      (limit, rate, round, gaps) => {
        let time = 0
        const times = gaps.map((gap) => (time += gap))
        const { least, most, distrust } = after({ limit, rate, round }, times)
        expect(distrust).toBe(0)
        expect(least).toBeLessThanOrEqual(rate / 1000)
        expect(most).toBeGreaterThanOrEqual(rate / 1000)
      },
    ),
    { seed: 1, numRuns: 300 },
  )
})

test('forty answers leave an error of a hundredth', () => {
  const times = Array.from({ length: 60 }, (_, i) => i * 1.7)
  expect(refillRate(after({ limit: 40, rate: 100 }, times))).toBeGreaterThan(0.099)
})

describe('a bucket that is topped up in steps', () => {
  test.for([
    ['ms', 10],
    ['ms', 370],
    ['ms', 950],
    ['s', 370],
  ] as const)('is found out by a handful of answers: Reset in %s, %s ms after a step', ([reset, phase]) => {
    const refill = after({ limit: 40, rate: 40, stepped: true, reset, phase }, [0, 1, 2, 3, 4])
    expect(refillRate(refill)).toBeUndefined()
  })
})

test('what was contradicted is trusted again when many answers agree', () => {
  const even = { limit: 40, rate: 100 }
  let refill = distrusted(after(even, [0]))
  let answers = 0
  const service = createServiceBucket(even)
  for (; refillRate(refill) === undefined && answers < 1000; answers++) {
    refill = narrowRefill(refill, readRateLimit(new Headers(service.request(answers * 15).headers), 'requests')!, 1)
  }
  expect(answers).toBe(100)
})
