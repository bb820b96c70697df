import { expect, test } from 'vitest'
import { isRateLimitHeader, readRateLimit, readRateLimits } from '../../src/core/rate-limit-headers.ts'

test.for<[string, Record<string, string>, object | undefined]>([
  ['as the service sends them', { limit: '40', remaining: '39', reset: '10' }, { limit: 40, remaining: 39, reset: 10 }],
  ['of an empty bucket', { limit: '40', remaining: '0', reset: '400' }, { limit: 40, remaining: 0, reset: 400 }],
  ['without Reset', { limit: '40', remaining: '39' }, { limit: 40, remaining: 39, reset: NaN }],
  ['without Remaining', { limit: '40', reset: '10' }, undefined],
  ['without any', {}, undefined],
  ['of no bucket', { limit: '0', remaining: '0', reset: '0' }, undefined],
  ['below zero', { limit: '40', remaining: '-1', reset: '0' }, undefined],
  ['that are no numbers', { limit: 'many', remaining: 'some', reset: 'soon' }, undefined],
  ['without an end', { limit: 'Infinity', remaining: '3', reset: '0' }, undefined],
])('headers %s', ([, values, expected]) => {
  for (const [bucket, prefix] of [
    ['requests', 'X-RateLimit-'],
    ['unbond', 'X-RateLimit-Unbond-'],
  ] as const) {
    const headers = new Headers(Object.entries(values).map(([name, value]) => [prefix + name, value]))
    expect(readRateLimit(headers, bucket)).toEqual(expected)
  }
})

test('one bucket is not taken for the other', () => {
  const headers = new Headers({ 'X-RateLimit-Unbond-Limit': '10', 'X-RateLimit-Unbond-Remaining': '4' })
  expect(readRateLimits(headers)).toEqual({ unbond: { limit: 10, remaining: 4, reset: NaN } })
})

test.for([
  ['x-ratelimit-limit', true],
  ['x-ratelimit-unbond-reset', true],
  ['x-ratelimit', false],
  ['ratelimit-limit', false],
  ['content-x-ratelimit-', false],
  ['retry-after', false],
] as const)('%s is one of them: %s', ([name, is]) => {
  expect(isRateLimitHeader(name)).toBe(is)
})
