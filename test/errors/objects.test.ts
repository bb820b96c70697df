/** What is found of diagnostics and warnings, wherever the service puts them. */
import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { diagnosticsOf, warningsOf } from '../../src/errors/objects.ts'

describe('diagnostics', () => {
  const found = { file: 'agent_code', row: 3, column: 14, type: 'error', text: 'expression expected' }
  const sent = { ...found, row: '3', column: '14' }
  test.each<[string, unknown, unknown[]]>([
    ['a list', [sent, sent], [found, found]],
    ['a single one', sent, [found]],
    ['numbers', [found], [found]],
    ['none', undefined, []],
    ['null', null, []],
    ['what names no file', [{ row: '1' }, null, sent, 'x'], [found]],
    ['a text', 'agent_code', []],
  ])('of %s', (_, meta, expected) => {
    expect(diagnosticsOf({ meta })).toEqual(expected)
  })

  test('leave the answer as it was', () => {
    const meta = [Object.freeze({ ...sent })]
    expect(diagnosticsOf({ meta })[0]).not.toBe(meta[0])
    expect(meta).toEqual([sent])
  })
})

describe('warnings', () => {
  const one = { code: 'WA001', title: 'a' }
  const two = { code: 'WA002', title: 'b' }
  test.each<[string, unknown, unknown[]]>([
    ['beside the data and inside it', { data: { meta: [two] }, meta: [one] }, [one, two]],
    ['in several items', { data: [{ meta: [one] }, null, {}, { meta: two }] }, [one, two]],
    ['of a family that only contains WA', { meta: [{ code: 'XWA01' }, { code: 'VX001' }] }, []],
    ['with a code that is no text', { meta: [{ code: 7 }, one] }, [one]],
    ['in an attribute', { data: { attributes: { meta: [one] } } }, []],
  ])('%s', (_, body, expected) => {
    expect(warningsOf(body)).toEqual(expected)
  })

  test.prop([fc.anything({ withBigInt: true, withMap: true })], { seed: 5 })('of any body make no trouble', (meta) => {
    expect(Array.isArray(warningsOf({ data: [{ meta }], meta }))).toBe(true)
  })

  test('before what cannot be read are kept', () => {
    const circle: unknown[] = [one]
    circle.push(circle)
    expect(warningsOf({ meta: circle })).toEqual([one])
  })
})
