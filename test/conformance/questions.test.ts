/** Whatever the description marks as unconfirmed has a question with an id, and each question a probe or a reason. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { check, stepsOf } from '../../src/conformance/check/check.ts'
import type { Report } from '../../src/conformance/check/report.ts'
import { untriedOperations, unprobedQuestions } from '../../src/conformance/check/unprobed.ts'
import { operations } from '../../src/generated/conformance.js'
import { type QuestionId, questions, statusQuestions } from '../../src/generated/questions.ts'
import { account, fullCloud } from './deviating-cloud.ts'

const folder = fileURLToPath(new URL('../../openapi/', import.meta.url))

interface Marked {
  place: string
  marks: number
  asked: Record<string, string>
}

/** Every object of the YAML that marks something as unconfirmed, or asks a question. */
async function marked(): Promise<Marked[]> {
  const names = (await readdir(folder, { recursive: true })).filter(
    (name) => name.endsWith('.yaml') && !name.startsWith('released'),
  )
  const found: Marked[] = []
  for (const name of names) {
    const walk = (value: unknown, place: string): void => {
      if (typeof value !== 'object' || value === null) return
      const { description, 'x-impcentral-unconfirmed': asked } = value as Record<string, unknown>
      const text = typeof description === 'string' ? description : ''
      // In asterisks it is the word itself that is meant.
      const marks = text.replaceAll('*Unconfirmed*', '').match(/unconfirmed/gi)?.length ?? 0
      if (marks > 0 || asked) found.push({ place, marks, asked: (asked ?? {}) as Record<string, string> })
      for (const [key, child] of Object.entries(value)) walk(child, `${place}/${key}`)
    }
    walk(parse(await readFile(join(folder, name), 'utf8')), name)
  }
  return found
}

describe('every mark', () => {
  test('has at least one question, and every question a mark', async () => {
    const places = await marked()
    expect(places.length).toBeGreaterThan(70)
    const wrong = places.filter(({ marks, asked }) => marks === 0 || Object.keys(asked).length < marks)
    expect(wrong).toEqual([])
  })

  test('asks what can be answered by yes or no', async () => {
    for (const { asked } of await marked())
      for (const [id, question] of Object.entries(asked)) {
        expect(id).toMatch(/^([a-z]+(-[a-z]+)*|status-\{operation\}-\{status\})$/)
        expect(question).toMatch(/^(Is|Are|Does|Do|Can|Has|Have) .+\?$/)
      }
    expect(Object.keys(questions).length).toBeGreaterThan(100)
  })
})

/** Answered by what a run has seen, without a step of their own. */
const bySight = new Set<string>(['login-media-type', 'token-media-type'])

describe('every question', () => {
  const probed = new Set<string>(stepsOf(true).flatMap(({ questions: own = [] }) => own))

  test('that is not about a status has a probe, or a reason why it has none, and not both', () => {
    const without = (Object.keys(questions) as QuestionId[]).filter((id) => {
      if (id in statusQuestions) return false
      return [probed.has(id) || bySight.has(id), id in unprobedQuestions].filter(Boolean).length !== 1
    })
    expect(without.filter((id) => !bySight.has(id))).toEqual([])
  })

  test('has a reason in words where it has one', () => {
    for (const why of [...Object.values(unprobedQuestions), ...Object.values(untriedOperations)])
      expect(why).toMatch(/^[a-z].{15,}[^.]$/)
  })
})

describe('against the local impCloud', () => {
  let report: Report
  beforeAll(async () => {
    const cloud = await fullCloud()
    const auth = { id: account.email, password: account.password }
    report = (await check({ auth, baseUrl: cloud.baseUrl, fetch: cloud.fetch, write: true, version: '0.0.0' })).report
  })

  test('nothing differs and no step fails', () => {
    expect(report.differences).toEqual([])
    expect(report.failures).toEqual([])
  })

  test('every operation is tried, except those that would change a device', () => {
    const untried = operations.map(({ operation }) => operation).filter((id) => report.operations[id].calls === 0)
    expect(untried.toSorted()).toEqual(Object.keys(untriedOperations).toSorted())
  })

  test('every probe answers, where the account has what it needs', () => {
    const open = Object.entries(report.questions)
      .filter(([id, { answer }]) => answer === 'unknown' && !(id in unprobedQuestions))
      .map(([id]) => id)
    // One account that nobody shares anything with, and four refresh tokens too few.
    expect(open).toEqual(['foreign-account-email', 'refresh-token-limit', 'shared-lists'])
  })

  test('a question that is answered by no says what came, and one that stays open says why', () => {
    for (const { answer, came, why } of Object.values(report.questions)) {
      if (answer === 'no') expect(came).toBeTruthy()
      if (answer === 'unknown') expect(why).toBeTruthy()
    }
  })
})
