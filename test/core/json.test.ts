import { expect, test } from 'vitest'
import { tryJson } from '../../src/core/json.ts'

test.each<[unknown, unknown]>([
  ['{"a":1}', { a: 1 }],
  ['null', null],
  ['', undefined],
  ['<html>', undefined],
  [undefined, undefined],
  [null, undefined],
  [5, undefined],
])('%o as JSON, or nothing', (text, expected) => {
  expect(tryJson(text)).toEqual(expected)
})
