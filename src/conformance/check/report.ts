import type { OperationId } from '../../generated/emulator.js'
import type { QuestionId } from '../../generated/questions.ts'
import type { Difference } from '../difference.ts'

/** An answer to an open question of the description. */
export interface Answer {
  answer: 'yes' | 'no' | 'unknown'
  /** With `no`: the type, the shape or the status that came. */
  came?: string
  /** With `unknown`: why. */
  why?: string
}

/** What became of an operation. */
export interface OperationResult {
  result: 'confirmed' | 'differs' | 'not tried'
  /** How often it was called. */
  calls: number
  /** The statuses that it answered. */
  statuses: number[]
  /** With `not tried`: why. */
  why?: string
}

/** What a check has found. It holds no value of the account. */
export interface Report {
  /** Version of the package that made it. */
  version: string
  /** The day, in UTC. */
  date: string
  /** Whether anything was made and changed. */
  write: boolean
  /** Whether the check was ended before its time. */
  interrupted: boolean
  operations: Record<OperationId, OperationResult>
  differences: readonly Difference[]
  questions: Record<QuestionId, Answer>
  /** Steps that could not be done, and why. */
  failures: { step: string; why: string }[]
}
