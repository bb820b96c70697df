import { describe, expect, it } from 'vitest'
import { ConnectionError, LogStreamError, NotFoundError, ParseError, TimeoutError } from '../../support/errors.ts'
import {
  afterStream,
  type Attempts,
  isTransient,
  mayHaveDone,
  noAttempts,
  type Outcome,
  refusalOf,
} from '../../../src/extensions/log-streams/reconnect.ts'

const outcome = (fields: Partial<Outcome> = {}): Outcome => ({
  reason: 'failed',
  opened: false,
  subscribed: false,
  lived: false,
  heard: false,
  retry: 0,
  ...fields,
})
const open = { opened: true, subscribed: true }
const lived = { ...open, lived: true, heard: true }
const established: Attempts = { failed: 0, first: 0, taken: 0, retry: 500 }
/** What the API says, and what a gateway does. */
const status = (status: number) => Object.assign(new Error(`${status}`), { status, errors: [{ code: 'XX001' }] })
const page = (status: number) => Object.assign(new Error(`${status}`), { status, errors: [] })

/** What follows upon streams in a row; the error that ends it, or the waits. */
function follow(outcomes: Partial<Outcome>[], from: Attempts, random = 1) {
  const waits: number[] = []
  let attempts = from
  for (const one of outcomes) {
    const next = afterStream(attempts, outcome(one), () => random)
    if ('error' in next) return { waits, error: next.error }
    waits.push(next.wait)
    attempts = next.attempts
  }
  return { waits, attempts }
}

it.each<[string, unknown, boolean]>([
  ['503', status(503), true],
  ['the page of a gateway', page(403), true],
  ['a network that failed', new ConnectionError('lost'), true],
  ['403', status(403), false],
  ['429', status(429), false],
])('after %s, the service may have done what it was asked to: %s', (_, error, may) => {
  expect(mayHaveDone(error)).toBe(may)
})

describe('the wait before another stream', () => {
  it.each<[string, Partial<Outcome>[], number[]]>([
    [
      'doubles up to 30 s',
      Array.from({ length: 9 }, () => ({ reason: 'idle' as const })),
      [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000],
    ],
    ['begins anew after one that lived', [{}, {}, lived, {}, open], [500, 1000, 500, 1000, 2000]],
    [
      'is as long as the service wants',
      [{ ...open, retry: 3000 }, {}, lived, { ...lived, retry: 800 }],
      [3000, 6000, 3000, 800],
    ],
    ['is not switched off by the service', [{ ...lived, retry: 1 }], [500]],
    [
      'is as long as an error wants',
      [5000, 20, 40_000].map((retryAfter) => ({ error: Object.assign(status(503), { retryAfter }) })),
      [5000, 1000, 40_000],
    ],
  ])('%s', (_, outcomes, waits) => {
    expect(follow(outcomes, established).waits).toEqual(waits)
  })

  it('has full jitter', () => {
    expect(follow([{}, {}], established, 0.5).waits).toEqual([250, 500])
    expect(follow([{}, {}], established, 0).waits).toEqual([0, 0])
  })
})

describe('the first stream', () => {
  it.each<[string, Partial<Outcome>[], number]>([
    ['is tried three times', [{}, {}, {}], 2],
    [
      'is tried three times, however it goes',
      [{ opened: true, reason: 'ended' }, { reason: 'refused' }, { reason: 'closed' }],
      2,
    ],
  ])('%s', (_, outcomes, waits) => {
    const { error, ...rest } = follow(outcomes, noAttempts)
    expect(rest.waits.length).toBe(waits)
    expect(error).toBeInstanceOf(LogStreamError)
    expect((error as Error).message).toBe(`The log stream could not be opened: ${outcomes.at(-1)!.reason ?? 'failed'}`)
  })

  it('fails with what made it fail, when that is known', () => {
    const error = status(503)
    expect(follow([{}, {}, { error }], noAttempts).error).toBe(error)
  })

  it('may be lost at once, and is then not the first any more', () => {
    expect(follow([{}, {}, open, {}, {}, {}, {}], noAttempts).waits.length).toBe(7)
  })
})

describe('another holder of the account', () => {
  const closed = { ...open, reason: 'closed' as const }
  const ended = { ...open, reason: 'ended' as const }
  it.each<[string, Partial<Outcome>[], Attempts, number | undefined]>([
    ['takes three new streams', [closed, closed, closed], established, 3],
    [
      'takes three that are not known any more',
      [{ reason: 'refused' }, { reason: 'refused' }, { reason: 'refused' }],
      established,
      3,
    ],
    ['takes six that end without a word', Array.from({ length: 6 }, () => ended), established, 6],
    ['takes some of each', [ended, closed, ended, closed], established, 4],
    ['cannot take the first one', [closed, closed, closed, closed], noAttempts, 4],
    [
      'has not taken one that lived',
      [closed, closed, { ...lived, reason: 'closed' }, closed, closed],
      established,
      undefined,
    ],
    [
      'has not taken one that brought an entry and ended',
      [closed, closed, { ...ended, heard: true }, closed, closed],
      established,
      undefined,
    ],
    [
      'has taken one that brought an entry and was closed',
      [closed, closed, { ...closed, heard: true }],
      established,
      3,
    ],
    [
      'has not taken one that broke',
      [closed, closed, { ...open, reason: 'failed' }, closed, closed],
      established,
      undefined,
    ],
    [
      'has not taken one that was idle',
      [closed, closed, { ...open, reason: 'idle' }, closed, closed],
      established,
      undefined,
    ],
    [
      'has not taken one that ended before it was opened',
      Array.from({ length: 7 }, () => ({ reason: 'ended' as const })),
      established,
      undefined,
    ],
  ])('%s', (_, outcomes, from, at) => {
    const { error, waits } = follow(outcomes, from)
    expect(waits.length).toBe(at === undefined ? outcomes.length : at - 1)
    if (at === undefined) expect(error).toBeUndefined()
    else
      expect(error).toMatchObject({
        name: 'LogStreamError',
        message: 'Another client of the account keeps taking the new log streams',
      })
  })
})

describe('an error', () => {
  it.each<[string, unknown, boolean]>([
    ['429', status(429), true],
    ['500', status(500), true],
    ['503', status(503), true],
    ['408', status(408), true],
    ['425', status(425), true],
    ['401', status(401), false],
    ['403', status(403), false],
    ['404', status(404), false],
    ['499', status(499), false],
    ['401 of a gateway', page(401), true],
    ['403 of a gateway', page(403), true],
    ['404 of a gateway', page(404), true],
    ['of an answer that is none of the API', new ParseError('HTML', { status: 200 }), true],
    ['of the network', new TypeError('fetch failed'), true],
    ['of a connection', new ConnectionError('reset', {}), true],
    ['of a time limit', new TimeoutError('late', {}), true],
    ['of a class', new NotFoundError('no', { status: 404, errors: [{ code: 'NF001' }] }), false],
    ['of the stream', new LogStreamError('no'), false],
    [
      'of a certificate',
      new ConnectionError('self-signed certificate', { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }),
      false,
    ],
    ['of a program', new TypeError('x is not a function'), false],
    ['that is none', 'no', false],
  ])('%s is final or passes', (_, error, passes) => {
    expect(isTransient(error)).toBe(passes)
    const next = follow([{ error }], established)
    expect(next.error).toBe(passes ? undefined : error)
  })

  it.each<[string, unknown, number | undefined]>([
    ['a refusal of the API', status(403), 403],
    ['the page of a gateway', page(403), undefined],
    ['one with a status only', { status: 403 }, undefined],
    ['one without', new Error('no'), undefined],
    ['none', undefined, undefined],
  ])('that is %s', (_, error, refusal) => {
    expect(refusalOf(error)).toBe(refusal)
  })

  it('that is undefined does not pass', () => {
    expect(isTransient(undefined)).toBe(false)
  })
})
