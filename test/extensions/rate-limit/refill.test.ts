import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { distrusted, narrowRefill, refillRate, unknownRefill } from '../../../src/extensions/rate-limit/refill.ts'
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
