import type { Fetch } from '../../core/fetch.ts'
import type { OperationId } from '../../generated/emulator.js'
import type { QuestionId } from '../../generated/questions.ts'
import type { Difference } from '../difference.ts'
import type { Api, Resource } from './api.ts'
import type { Answer } from './report.ts'

/** What the steps share. */
export interface Context {
  api: Api
  baseUrl: string
  /** Signed in and paced. */
  fetch: Fetch
  /** Paced and looked at, but without the session: for calls with credentials of their own. */
  bare: Fetch
  /** The access token. */
  token: () => Promise<string>
  /** The refresh token of the session, where it has one. */
  refreshToken: () => string | undefined
  /** The password of the account, where it is known: login keys cannot be changed without it. */
  password: string | undefined
  signal: AbortSignal
  /** Ends everything that this run makes, and tells it from all else in the account. */
  mark: string
  /** The caller's account. */
  account: Resource | undefined
  /** What each list has, by its path. */
  lists: Map<string, Resource[]>
  /** What this run has made. */
  made: Map<string, Resource>
  /** Answers a question. The first answer stands, unless it was `unknown`. */
  answer: (question: QuestionId, answer: Answer | boolean, came?: string) => void
  /** Tells a difference that no single answer shows. */
  differs: (difference: Omit<Difference, 'count'>) => void
  /** Says why an operation was not tried. */
  skip: (operation: OperationId, why: string) => void
  /** The status that an operation gave where the description expects this one. */
  provoked: (operation: OperationId, expected: number, status: number) => void
}

/** One step of the check. */
export interface Step {
  name: string
  /** Makes or changes something. */
  write?: true
  /** The questions that it can answer. */
  questions?: readonly QuestionId[]
  run(context: Context): Promise<void>
}

export const unknown = (why: string): Answer => ({ answer: 'unknown', why })
