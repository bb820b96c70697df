/** The published imp-central-api 1.7.0 and ours, step by step through the same session, each with a cloud of its own. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSide, type Outcome, outcomeOf, type Side } from './sides.ts'
import { invalid, session, type Step } from './steps.ts'

const steps: Step[] = [...session.slice(0, 1), ...session.slice(1), ...invalid]

const sides: Side[] = []
const outcomes: Record<string, Outcome[]> = { theirs: [], ours: [] }

beforeAll(async () => {
  for (const name of ['theirs', 'ours'] as const) {
    const side = await createSide(name)
    sides.push(side)
    for (const { run } of steps) {
      side.advance(1000)
      outcomes[name]!.push(await outcomeOf(side, run))
    }
  }
}, 180_000)

afterAll(async () => {
  for (const side of sides) await side.close()
})

it('are compared in at least 300 steps', () => {
  expect(steps.length).toBeGreaterThanOrEqual(300)
  const names = steps.map(({ name }) => name)
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
})

describe('the same outcome of', () => {
  it.each(steps.flatMap((step, index) => (step.meant ? [] : [[step.name, index] as const])))('%s', (_, index) => {
    expect(outcomes['ours']![index]).toEqual(outcomes['theirs']![index])
  })
})

describe('a difference that is meant:', () => {
  it.each(steps.flatMap((step, index) => (step.meant ? [[step.name, step.meant, index] as const] : [])))(
    '%s',
    (_, { ours }, index) => {
      expect(outcomes['ours']![index]).toMatchObject(ours)
      expect(outcomes['ours']![index]).not.toEqual(outcomes['theirs']![index])
    },
  )
})
