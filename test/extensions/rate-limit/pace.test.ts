/** How calls follow one another where the refill cannot be predicted, figure by figure. */
import { describe, expect, test } from 'vitest'
import { createPace } from '../../../src/extensions/rate-limit/pace.ts'
import { answerOf, type Given } from '../../support/bucket-answers.ts'

const seen = (remaining: number, reset = Number.NaN) => ({ limit: 40, remaining, reset })

/** A pace that has learnt from these answers. `Reset` is absent unless told otherwise. */
function paced(answers: Given[], tokenInterval?: number) {
  const pace = createPace(() => 0.5)
  for (const answer of answers) pace.learn(answerOf({ reset: Number.NaN, ...answer }), tokenInterval, answer.now)
  return pace
}

describe('while the bucket holds enough', () => {
  test('the first call goes at once', () => {
    expect(paced([{ remaining: 10, now: 0 }]).wait(1, seen(10), undefined, 0)).toBe(-Infinity)
  })

  test('the next follows the sooner, the fuller the bucket is; a late timer makes up for five milliseconds', () => {
    const pace = paced([{ remaining: 11, now: 0 }])
    pace.take(1, 40, 1000)
    expect(pace.wait(1, seen(10), undefined, 1000)).toBeCloseTo((200 / 10) * (1 - 10 / 40) - 5)
    pace.take(1, 40, 1000)
    expect(pace.wait(1, seen(9), undefined, 1000)).toBeCloseTo((200 / 10) * 0.75 - 5 + (200 / 9) * (1 - 9 / 40))
  })

  test('what was not sent is given back', () => {
    const pace = paced([{ remaining: 1, now: 0 }])
    pace.take(1, 40, 0)
    expect(pace.wait(1, seen(1), undefined, 0)).toBeGreaterThan(1000)
    pace.giveBack(1)
    expect(pace.wait(1, seen(1), undefined, 0)).toBeCloseTo(200 * (1 - 1 / 40) - 5)
  })
})

describe('an answer', () => {
  const level = (answers: Given[]) => {
    const pace = paced(answers)
    for (let held = 0; ; held++) if (pace.wait(held + 1, seen(0), undefined, 0) > -Infinity) return held
  }
  test.each<[string, number, Given[]]>([
    ['counts what is in flight as taken', 7, [{ remaining: 10, now: 0, inFlight: 3 }]],
    ['counts what the service may have looked at later', 6, [{ remaining: 10, now: 0, taken: 7, sent: 7, before: 2 }]],
    [
      'raises what is known',
      20,
      [
        { remaining: 10, now: 0 },
        { remaining: 20, now: 0 },
      ],
    ],
    [
      'lowers it when it is the newest',
      3,
      [
        { remaining: 10, now: 0 },
        { remaining: 5, now: 0, inFlight: 2 },
      ],
    ],
    [
      'does not lower it when it is not',
      10,
      [
        { remaining: 10, now: 0 },
        { remaining: 5, now: 0, newest: false },
      ],
    ],
    [
      'that refuses leaves nothing, newest or not',
      0,
      [
        { remaining: 10, now: 0 },
        { remaining: 0, now: 0, newest: false, refused: true },
      ],
    ],
  ])('%s', (_, expected, answers) => expect(level(answers)).toBe(expected))
})

describe('an empty bucket is tried', () => {
  const empty: Given = { remaining: 0, now: 0 }
  test.each<[string, number, Parameters<ReturnType<typeof createPace>['wait']>]>([
    ['after the next top-up', 1020, [1, seen(0), undefined, 0]],
    ['that long after a call showed that it had grown', 520, [1, seen(0), undefined, 500]],
    ['not sooner than Reset says', 2000, [1, seen(0, 80_000), undefined, 0]],
    ['for each token that is missing', 6000, [3, seen(0, 80_000), undefined, 0]],
    ['as far as Reset tells of those that are missing', 4000, [2, seen(20, 40_000), undefined, 0]],
    ['after a minute, where Reset is a date', 60_000, [1, seen(0, 1e15), undefined, 0]],
    ['after the next top-up, where a full bucket tells nothing', 1020, [41, seen(40, 5), undefined, 0]],
    ['when four tokens should have come in for each, where the refill is known', 120, [3, seen(0), 10, 0]],
    ['but not later than after the next top-up', 1020, [3, seen(0), 1000, 0]],
  ])('%s', (_, expected, wait) => expect(paced([empty]).wait(...wait)).toBe(expected))

  test('for what is missing, when it holds some', () => {
    expect(paced([{ remaining: 2, now: 0 }]).wait(3, seen(2), 10, 0)).toBe(40)
  })

  test('for all that is asked for, when more is under way than it holds', () => {
    const pace = paced([empty])
    pace.take(1, 40, 0)
    expect(pace.wait(1, seen(0), 10, 0)).toBe(40)
  })

  test('counted from when the last one left that tried it', () => {
    const pace = paced([empty])
    pace.take(1, 40, 700)
    expect(pace.wait(1, seen(0), undefined, 700)).toBe(1020)
  })

  test('not counted from those that it held enough for', () => {
    const pace = paced([{ remaining: 1, now: 0 }])
    pace.take(1, 40, 500)
    expect(pace.wait(1, seen(0), undefined, 500)).toBe(520)
  })

  test('and when it holds some again, the others follow as ever', () => {
    const pace = paced([empty])
    pace.take(1, 40, 0)
    pace.learn(answerOf({ remaining: 10, reset: Number.NaN, now: 0, taken: 2 }), undefined, 0)
    expect(pace.wait(1, seen(10), undefined, 0)).toBeCloseTo((200 / 10) * 0.75 - 5)
  })

  test('counted from when the call left by which it was seen to grow', () => {
    const pace = paced([empty, { remaining: 0, now: 300, took: 100, taken: 2 }])
    expect(pace.wait(1, seen(0), undefined, 300)).toBe(920)
    // Another answer to a call that the service looked at before: nothing more has come in.
    pace.learn(answerOf({ remaining: 0, reset: Number.NaN, now: 400, taken: 2 }), undefined, 400)
    expect(pace.wait(1, seen(0), undefined, 400)).toBe(820)
  })
})

describe('after refusals', () => {
  const refused = (now: number): Given => ({ remaining: 0, now, refused: true })

  test('it is tried within half a top-up of the next, at a moment of one’s own', () => {
    expect(paced([refused(1000)]).wait(1, seen(0), undefined, 1000)).toBe(1020 - 255)
  })

  test('it is tried less often with each, where the refill is known', () => {
    expect(paced([refused(0)], 10).wait(1, seen(0), 10, 0)).toBe(80)
    expect(paced([refused(0), refused(0)], 10).wait(1, seen(0), 10, 0)).toBe(160)
    expect(paced([refused(0), { remaining: 0, now: 0 }], 10).wait(1, seen(0), 10, 0)).toBe(40)
  })

  /** What others leave: the interval between calls tells, at ten tokens of 40. */
  const share = (refusals: number[], answers = 0) => {
    const all = refusals.map(refused)
    const pace = paced([...all, ...Array.from({ length: answers + 1 }, () => ({ remaining: 11, now: 0 }))])
    pace.take(1, 40, 0)
    return ((200 / 10) * 0.75) / (pace.wait(1, seen(10), undefined, 0) + 5)
  }

  test.each([
    ['less after a refusal', [0], 0.6 + 0.01],
    ['once for those of a second', [0, 500, 1000], 0.6 + 0.01],
    ['again after it', [0, 1001], 0.36 + 0.01],
    ['never less than a tenth', [0, 2000, 4000, 6000, 8000, 10_000], 0.1 + 0.01],
  ])('others are left more: %s', (_, refusals, expected) => expect(share(refusals)).toBeCloseTo(expected))

  test('and less again with each answer, up to nothing', () => {
    expect(share([0], 9)).toBeCloseTo(0.7)
    expect(share([0], 99)).toBeCloseTo(1)
  })
})
