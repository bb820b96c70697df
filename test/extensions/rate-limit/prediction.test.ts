/** What the mirror of a bucket of 40, with a token each ten milliseconds, says. */
import { describe, expect, test } from 'vitest'
import { createPrediction } from '../../../src/extensions/rate-limit/prediction.ts'
import { answerOf, type Given } from '../../support/bucket-answers.ts'

const rate = 0.1

function predicting(...answers: Given[]) {
  const prediction = createPrediction()
  const learn = (answer: Given) => prediction.learn(answerOf(answer), answer.now)
  for (const answer of answers) learn(answer)
  return {
    ...prediction,
    learn,
    /** What it says the bucket holds; `undefined` while it says nothing. */
    level(now: number, room = 40) {
      const wait = prediction.wait(0, room, now)
      return wait === undefined ? undefined : -wait * rate
    },
  }
}

describe('the level', () => {
  test('is unknown before an answer', () => {
    expect(predicting().level(0)).toBeUndefined()
    expect(predicting().interval()).toBeUndefined()
  })

  test('is what the first answer says, and grows from then on, up to the room that there is', () => {
    const prediction = predicting({ remaining: 20, now: 1000 })
    expect(prediction.interval()).toBeCloseTo(10)
    expect(prediction.wait(21, 40, 1000)).toBeCloseTo(10)
    expect(prediction.level(1000)).toBeCloseTo(20)
    expect(prediction.level(1050)).toBeCloseTo(25)
    expect(prediction.level(2000)).toBeCloseTo(40)
    expect(prediction.level(2000, 30)).toBeCloseTo(30)
    // A clock that is put back takes nothing away.
    expect(prediction.level(0)).toBeCloseTo(20)
  })

  test('falls by what is taken', () => {
    const prediction = predicting({ remaining: 20, now: 0 })
    prediction.take(3, 40, 50)
    expect(prediction.level(50)).toBeCloseTo(22)
    prediction.take(-1, 40, 50)
    expect(prediction.level(60)).toBeCloseTo(24)
    prediction.take(0, 40, 0)
    expect(prediction.level(60)).toBeCloseTo(24)
  })

  test('runs over where more comes in than there is room for', () => {
    const prediction = predicting({ remaining: 20, now: 0 })
    prediction.take(0, 30, 1000)
    expect(prediction.level(1000)).toBeCloseTo(30)
  })

  test('counts all that the service may have looked at since the answer was made as taken', () => {
    const answer = { remaining: 20, now: 0, taken: 6, sent: 3, before: 1, inFlight: 3 }
    expect(predicting(answer).level(0)).toBeCloseTo(16)
  })

  test('is raised by an answer that says more, as far as there is room', () => {
    expect(predicting({ remaining: 10, now: 0 }, { remaining: 30, now: 0 }).level(0)).toBeCloseTo(30)
    const full = { remaining: 37, now: 0, inFlight: 5, taken: 6, sent: 6, before: 5 }
    expect(predicting({ remaining: 10, now: 0 }, full).level(0)).toBeCloseTo(35)
  })

  test('stays where it is at an answer that agrees with it', () => {
    const older = { remaining: 20, now: 0, taken: 4, sent: 1, before: 0, inFlight: 3 }
    expect(predicting({ remaining: 20, now: 0 }, older).level(0)).toBeCloseTo(20)
  })

  test('gets back what was refused', () => {
    const prediction = predicting({ remaining: 20, now: 0 })
    prediction.take(2, 40, 0)
    prediction.learn({ remaining: 20, now: 0, cost: 2, refused: true })
    expect(prediction.level(0)).toBeCloseTo(20)
  })

  test('after a refusal, is what the answer says, if the calls were looked at in the order of sending', () => {
    const refused = { remaining: 20, now: 0, taken: 5, sent: 2, before: 4, refused: true }
    const prediction = predicting({ remaining: 20, now: 0 }, refused)
    expect(prediction.level(0)).toBeCloseTo(17)
    // And what has come in since it was made.
    const trips = { remaining: 20, now: 0, took: 100 }
    expect(predicting(trips, { ...trips, done: 1 }, { ...refused, took: 100, done: 1 }).level(0)).toBeCloseTo(24.5)
  })

  test('of a full bucket is no contradiction after a long silence, whatever is in flight', () => {
    const prediction = predicting({ remaining: 20, now: 0 })
    prediction.learn({ remaining: 35, now: 1e6, inFlight: 5, taken: 5, sent: 5, before: 0 })
    expect(prediction.level(1e6)).toBeCloseTo(35)
  })
})

describe('while an answer is on its way', () => {
  /** By how much the level is above what an answer said, as more came in during so many milliseconds. */
  const certain = (...roundTrips: number[]) => {
    const prediction = predicting()
    for (const [n, took] of roundTrips.entries())
      prediction.learn({ remaining: n === roundTrips.length - 1 ? 30 : 5, now: 0, took, done: Math.min(n, 1) })
    return (prediction.level(0)! - 30) / rate
  }

  test.each([
    ['nothing, of the first calls', [100], 0],
    ['three quarters of a round trip', [100, 100], 75],
    ['the time of making a connection apart', [500, 100], 75],
    ['of the shortest', [40, 100], 0.75 * (40 - 30)],
    [
      'less by half of what they differ by, of which a twentieth is forgotten with each',
      [200, 200, 100],
      0.75 * (100 - 47.5),
    ],
    ['nothing, where they differ by more than they take', [10, 400, 400], 0],
  ])('tokens come in for a time that is certain: %s', (_, roundTrips, expected) =>
    expect(certain(...roundTrips)).toBeCloseTo(expected),
  )
})

describe('doubt', () => {
  const foreseen = { remaining: 0, now: 0, refused: true, foreseen: true }
  const fine = { remaining: 20, now: 0 }
  /** How many answers it lasts. */
  const lasts = (prediction: ReturnType<typeof predicting>) => {
    for (let answers = 0; ; answers++) {
      if (prediction.level(0) !== undefined) return answers
      prediction.learn(fine)
    }
  }

  test('begins with a refusal of a call that was foreseen to pass, and lasts twice as long each time', () => {
    const prediction = predicting(fine)
    const times = Array.from({ length: 6 }, () => {
      prediction.learn(foreseen)
      return lasts(prediction)
    })
    expect(times).toEqual([10, 20, 40, 80, 160, 160])
  })

  test('lasts longer when it is confirmed meanwhile', () => {
    const prediction = predicting(fine, foreseen, fine, foreseen)
    expect(lasts(prediction)).toBe(20)
  })

  test('becomes shorter again with answers that agree', () => {
    const prediction = predicting(fine, foreseen)
    lasts(prediction)
    for (let answers = 0; answers < 100; answers++) prediction.learn(fine)
    prediction.learn(foreseen)
    expect(lasts(prediction)).toBe(15)
    for (let answers = 0; answers < 1000; answers++) prediction.learn(fine)
    prediction.learn(foreseen)
    expect(lasts(prediction)).toBe(10)
  })

  test.each([
    [true, undefined],
    [false, 20],
  ])('begins with a refusal where it was foreseen to pass, and only then: %o', (foreseen, level) => {
    expect(predicting(fine, { ...fine, refused: true, foreseen }).level(0)).toBe(level)
  })

  test('begins when a token in all was not there, which the level said', () => {
    const prediction = predicting({ remaining: 20, now: 0 })
    // A token of what is missing may be there in part: up to one more than the answer says.
    prediction.learn({ remaining: 18.5, now: 0 })
    expect(prediction.level(0)).toBeCloseTo(18.5)
    prediction.learn({ remaining: 17, now: 0 })
    expect(lasts(prediction)).toBe(10)
  })

  test('does not begin when as much may have come in while the call was on its way', () => {
    const prediction = predicting({ remaining: 20, now: 0 })
    prediction.learn({ remaining: 10, now: 0, took: 90 })
    expect(prediction.level(0)).toBeDefined()
  })

  test('ends with the level of the answer that ends it, not with one from before', () => {
    const prediction = predicting(fine, foreseen)
    for (let answers = 0; answers < 9; answers++) prediction.learn(fine)
    prediction.learn({ remaining: 20, now: 0, taken: 9, sent: 9, before: 0 })
    expect(prediction.level(0)).toBeCloseTo(12)
  })
})
