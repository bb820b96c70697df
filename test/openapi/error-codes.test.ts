import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import { type ErrorCode, errorCodes } from '../../scripts/generate-emulator.ts'
import { bundle } from '../../scripts/generate.ts'
import { codes as emulators } from '../../src/emulator/cloud/failures.ts'

// One list of error codes, in the description. The compiler holds the emulator's codes and titles to it. Here is
// what the compiler cannot see.

const root = fileURLToPath(new URL('../..', import.meta.url))

let document: object
let codes: Record<string, ErrorCode>
let introduction: string

beforeAll(async () => {
  document = await bundle(join(root, 'openapi/openapi.yaml'))
  codes = errorCodes(document)
  introduction = (document as { info: { description: string } }).info.description
}, 60_000)

test('the emulator has each code of the list, with its title, and no other', () => {
  const listed = Object.entries(codes).map(([code, { status, title }]) => [code, { status, title }])
  expect(emulators).toEqual(Object.fromEntries(listed))
})

test('the examples have codes, titles and statuses of the list, and say what is made up', () => {
  const examples = (document as { components: { examples: Record<string, { summary: string; value: unknown }> } })
    .components.examples
  const seen = new Set<string>()
  for (const [name, { summary, value }] of Object.entries(examples)) {
    JSON.stringify(value, (_, found: unknown) => {
      const { code, title, status } = (found ?? {}) as Record<string, string>
      if (!code || !title) return found
      const listed = codes[code]
      expect({ title, status }, `${name}: ${code}`).toEqual({ title: listed?.title, status: String(listed?.status) })
      const mark = { both: 'on record', code: 'title made up', title: 'code made up', none: 'code and title made up' }
      expect(summary, name).toMatch(new RegExp(`\\(${code}[,;].*${mark[listed!.onRecord]}\\)$`))
      seen.add(code.slice(0, 2))
      return found
    })
  }
  expect([...seen].toSorted()).toEqual(['CX', 'NF', 'PX', 'VX', 'WA', 'XX'])
})

test('the introduction says which codes are on record, and how many titles', () => {
  const onRecord = (...marks: string[]) => Object.keys(codes).filter((code) => marks.includes(codes[code]!.onRecord))
  const sentence = /Only (.*?) are on record, and (\w+) titles/.exec(introduction.replaceAll('\n', ' '))
  expect(sentence?.[1]?.match(/\w\w\d{3}/g)?.toSorted()).toEqual(onRecord('both', 'code').toSorted())
  expect(sentence?.[2]).toBe('ten')
  expect(onRecord('both', 'title')).toHaveLength(10)
})
