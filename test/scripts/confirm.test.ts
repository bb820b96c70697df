/** From a report to places in the YAML and proposed text. */
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, onTestFinished, test } from 'vitest'
import { proposeAnswers, proposeDifferences, withoutDoubt } from '../../scripts/confirm/propose.ts'
import { readSources } from '../../scripts/confirm/sources.ts'
import type { Answer } from '../../src/conformance/check/report.ts'
import type { Difference } from '../../src/conformance/difference.ts'
import { questions } from '../../src/generated/questions.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const sources = readSources(join(root, 'openapi'))

const answered = (answers: Record<string, Answer>) => [...proposeAnswers(sources, { questions: answers })]
const differing = (difference: Partial<Difference>) => [
  ...proposeDifferences(sources, {
    differences: [
      { method: 'GET', path: '/', status: 200, described: 'x', came: 'string', count: 1, ...difference } as Difference,
    ],
  }),
]
const yes: Answer = { answer: 'yes' }

test.each([
  ['The device. Unconfirmed: the status.', 'The device.'],
  ['A page. Unconfirmed: what lies beyond. More.', 'A page. More.'],
  ['Free text. Unconfirmed: at most 255 characters.', 'Free text. At most 255 characters.'],
  ['At most five at a time (Unconfirmed). Renew.', 'At most five at a time. Renew.'],
  ['Two. Unconfirmed: the status, and a body; the form.', undefined],
  ['Two. Unconfirmed: the one. Unconfirmed: the other.', undefined],
])('%j without its doubt is %j', (text, expected) => {
  expect(withoutDoubt(text)).toBe(expected)
})

describe('an answer', () => {
  test('leads to every place that asks, with the text that remains', () => {
    const proposals = answered({ 'deployment-description-limit': yes })
    expect(proposals.map(({ place }) => place)).toEqual([
      expect.stringMatching(/^components\/schemas\/deployment\.yaml:\d+$/),
      expect.stringMatching(/^components\/schemas\/deployment\.yaml:\d+$/),
    ])
    expect(proposals[0]!.change).toContain('description: "Free text, or null. At most 255 characters."')
  })

  test('of one operation settles a shared response only when the others agree', () => {
    expect(answered({ 'status-getProduct-200': yes })).toEqual([])
    const [both] = answered({ 'status-getProduct-200': yes, 'status-updateProduct-200': yes })
    expect(both!.change).toContain('description: "The product."')
    const [no] = answered({ 'status-createLogStream-200': { answer: 'no', came: 'status 201' } })
    expect(no!.change).toMatch(/^createLogStream \(paths\/log-streams\.yaml:\d+\) answers status 201, not 200/)
  })

  test('that is not known leads to nothing', () => {
    expect(answered({ 'id-case': { answer: 'unknown', why: 'x' } })).toEqual([])
  })

  test('to each question has a place', () => {
    const no: Answer = { answer: 'no', came: 'x' }
    const all = Object.fromEntries(Object.keys(questions).map((id) => [id, no]))
    const proposals = answered(all)
    const asked = proposals.map(({ because }) => because.replace(/ no$/, ''))
    expect(new Set(asked)).toEqual(new Set(Object.values(questions)))
  })
})

describe('a difference', () => {
  test('leads to the schema of the object that has it', () => {
    const [proposal] = differing({
      operation: 'listDevices',
      place: '/data/*/attributes/colour',
      kind: 'undocumented property',
      came: 'integer',
    })
    expect(proposal!.place).toMatch(/^components\/schemas\/device\.yaml:\d+$/)
    expect(proposal!.change).toContain('colour:\n    type: integer')
  })

  test.each<Partial<Difference>>([
    { operation: 'createProduct', place: 'status', kind: 'undocumented status', came: '200' },
    { operation: 'getAccount', place: 'header X-RateLimit-Limit', kind: 'missing header', came: 'nothing' },
  ])('of a whole answer leads to the operation', (difference) => {
    expect(differing(difference)[0]!.place).toMatch(/^paths\/\w+\.yaml:\d+$/)
  })
})

describe('npm run confirm', () => {
  const run = (...args: string[]) =>
    promisify(execFile)(process.execPath, [join(root, 'scripts/confirm.ts'), ...args]).then(
      ({ stdout }) => ({ code: 0, stdout, stderr: '' }),
      (error: { code: number; stdout: string; stderr: string }) => error,
    )

  test('prints what a report settles', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'confirm-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const file = join(folder, 'report.json')
    await writeFile(file, JSON.stringify({ questions: { 'beyond-last-page': yes }, differences: [] }))
    const { code, stdout } = await run(file)
    expect(code).toBe(0)
    expect(stdout).toMatch(/^What is settled\n\nopenapi\/components\/parameters\/query\.yaml:2\n/)
    await writeFile(file, '{}')
    expect(await run(file)).toMatchObject({ code: 2, stderr: `${file} is no report of "impcentral check --report".\n` })
  })

  test('says what it expects', async () => {
    expect(await run()).toMatchObject({ code: 2, stderr: 'Expected one file: npm run confirm -- report.json\n' })
  })
})
