/** What the exchanges and the answers of the steps come to. Pure. */
import { operations } from '../../generated/conformance.js'
import type { OperationId } from '../../generated/emulator.js'
import { type QuestionId, questions, statusQuestions } from '../../generated/questions.ts'
import type { Difference } from '../difference.ts'
import type { Exchange } from '../observe.ts'
import type { Answer, OperationResult } from './report.ts'
import { untriedOperations, unprobedQuestions } from './unprobed.ts'

/** What a run has seen. */
export interface Seen {
  exchanges: readonly Exchange[]
  differences: readonly Difference[]
  /** What the steps have answered. */
  answers: ReadonlyMap<QuestionId, Answer>
  /** Why an operation was not tried. */
  skipped: ReadonlyMap<OperationId, string>
  /** `operation status` that the description expects → the status that came. */
  provoked: ReadonlyMap<string, number>
  write: boolean
}

const needsWrite = 'it makes or changes something: run the check with --write'

const whyUntried = ({ skipped, write }: Seen, operation: OperationId): string => {
  const reading = operations.find((described) => described.operation === operation)!.method === 'GET'
  return (
    untriedOperations[operation] ?? skipped.get(operation) ?? (reading || write ? 'no step came to it' : needsWrite)
  )
}

export function tallyOperations(seen: Seen): Record<OperationId, OperationResult> {
  const results = operations.map(({ operation }): [OperationId, OperationResult] => {
    const own = seen.exchanges.filter((exchange) => exchange.operation === operation)
    const statuses = [...new Set(own.map(({ status }) => status))].toSorted((a, b) => a - b)
    const calls = own.length
    if (calls === 0) return [operation, { result: 'not tried', calls, statuses, why: whyUntried(seen, operation) }]
    const differs = seen.differences.some((difference) => difference.operation === operation)
    return [operation, { result: differs ? 'differs' : 'confirmed', calls, statuses }]
  })
  return Object.fromEntries(results) as Record<OperationId, OperationResult>
}

function statusAnswer(seen: Seen, operation: OperationId, status: number): Answer {
  if (status >= 400) {
    const came = seen.provoked.get(`${operation} ${status}`)
    if (came === undefined) return { answer: 'unknown', why: whyUntried(seen, operation) }
    return came === status ? { answer: 'yes' } : { answer: 'no', came: `status ${came}` }
  }
  const successes = [
    ...new Set(
      seen.exchanges
        .filter((exchange) => exchange.operation === operation && exchange.status < 400)
        .map((exchange) => exchange.status),
    ),
  ]
  if (successes.length === 0) return { answer: 'unknown', why: whyUntried(seen, operation) }
  return successes.includes(status) ? { answer: 'yes' } : { answer: 'no', came: `status ${successes.join(' and ')}` }
}

/** Whether the answers of a log-in come in the media type that is described. */
function mediaTypeAnswer({ exchanges, differences }: Seen, operation: OperationId): Answer {
  const differing = differences.find(
    (difference) => difference.operation === operation && difference.place === 'media type' && difference.status < 400,
  )
  if (differing) return { answer: 'no', came: differing.came }
  return exchanges.some((exchange) => exchange.operation === operation && exchange.status < 400)
    ? { answer: 'yes' }
    : { answer: 'unknown', why: 'the session was made in another way' }
}

export function tallyQuestions(seen: Seen): Record<QuestionId, Answer> {
  const answer = (id: QuestionId): Answer => {
    const why = unprobedQuestions[id]
    if (why !== undefined) return { answer: 'unknown', why }
    if (id in statusQuestions) {
      const { operation, status } = statusQuestions[id as keyof typeof statusQuestions]
      return statusAnswer(seen, operation, status)
    }
    if (id === 'login-media-type') return mediaTypeAnswer(seen, 'login')
    if (id === 'token-media-type') return mediaTypeAnswer(seen, 'createAccessToken')
    const why2 = seen.write
      ? 'the account has nothing that would show it'
      : `the account has nothing that would show it, or ${needsWrite}`
    return seen.answers.get(id) ?? { answer: 'unknown', why: why2 }
  }
  return Object.fromEntries((Object.keys(questions) as QuestionId[]).map((id) => [id, answer(id)])) as Record<
    QuestionId,
    Answer
  >
}
