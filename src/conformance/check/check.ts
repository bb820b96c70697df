/** The check: steps in their order, and what they come to. */
import type { Fetch } from '../../core/fetch.ts'
import type { OperationId } from '../../generated/emulator.js'
import type { QuestionId } from '../../generated/questions.ts'
import { type Auth, createImpCentral, defaultBaseUrl, isImpCentralError, rateLimit } from '../../index.ts'
import type { Difference } from '../difference.ts'
import { later } from '../later.ts'
import { type Exchange, observe } from '../observe.ts'
import type { Recording } from '../record.ts'
import { createApi } from './api.ts'
import { clean, endSession } from './clean.ts'
import { newMark, userAgent } from './mark.ts'
import { readSteps } from './read.ts'
import type { Answer, Report } from './report.ts'
import type { Context, Step } from './step.ts'
import { streamSteps } from './stream.ts'
import { tallyOperations, tallyQuestions } from './tally.ts'
import { writeSteps } from './write.ts'

/** Options of a check. */
export interface CheckOptions {
  auth: Auth
  baseUrl?: string | undefined
  /** Whether to make things of its own, change them and take them away. */
  write?: boolean | undefined
  /** Sends the requests. @default the global `fetch` */
  fetch?: Fetch | undefined
  signal?: AbortSignal | undefined
  /** Told what is done now, and how much of the whole has been done. */
  onProgress?: ((step: string, done: number, of: number) => void) | undefined
  onRecording?: ((recording: Recording) => void) | undefined
  version: string
}

/** The steps of a check. */
export const stepsOf = (write: boolean): readonly Step[] => [...readSteps, ...streamSteps, ...(write ? writeSteps : [])]

/** What an error may say in a report: messages of the service could repeat what is the account's. */
const reasonOf = (error: unknown): string =>
  isImpCentralError(error) ? error.name : error instanceof Error ? error.message : 'an error of its own'

/**
 * Holds a service against the description.
 *
 * @throws AuthenticationError and ConnectionError when it cannot sign in
 */
export async function check(options: CheckOptions): Promise<{ report: Report; left: string | undefined }> {
  const { auth, baseUrl = defaultBaseUrl, write = false, signal = new AbortController().signal } = options
  const base = baseUrl.replace(/\/+$/, '')
  const exchanges: Exchange[] = []
  const network: Fetch = options.fetch ?? ((input, init) => globalThis.fetch(input, init))
  const observer = observe({
    baseUrl: base,
    onExchange: (exchange) => exchanges.push(exchange),
    onRecording: options.onRecording,
  })
  const watched = observer(network)
  let kept: { refreshToken?: string } = {}
  const tokens = new Map<string, string>()
  const tokenStore = {
    get: (key: string) => tokens.get(key),
    delete: (key: string) => void tokens.delete(key),
    set(key: string, value: string) {
      tokens.set(key, value)
      kept = JSON.parse(value) as typeof kept
    },
  }
  const imp = createImpCentral({ auth, baseUrl: base, fetch: watched, userAgent, tokenStore })
  await imp.auth.login()

  const answers = new Map<QuestionId, Answer>()
  const skipped = new Map<OperationId, string>()
  const provoked = new Map<string, number>()
  const failures: Report['failures'] = []
  const more: Difference[] = []
  const context: Context = {
    // A call that is under way is waited for: what it makes must be there to be found and taken away.
    api: createApi(async (input, init) => (signal.throwIfAborted(), imp.fetch(input, init)), base),
    baseUrl: base,
    fetch: imp.fetch,
    bare: rateLimit({ limiter: imp.rateLimiter })((input, init) =>
      watched(input, { ...init, signal, headers: { ...(init?.headers as object), 'user-agent': userAgent } }),
    ),
    token: () => imp.auth.token(),
    refreshToken: () => kept.refreshToken,
    password: 'password' in auth && typeof auth.password === 'string' ? auth.password : undefined,
    signal,
    mark: newMark(),
    account: undefined,
    lists: new Map(),
    made: new Map(),
    answer(question, answer, came) {
      const before = answers.get(question)
      if (before && before.answer !== 'unknown') return
      if (typeof answer === 'object') answers.set(question, answer)
      else answers.set(question, answer ? { answer: 'yes' } : { answer: 'no', ...(came !== undefined && { came }) })
    },
    differs: (difference) => void more.push({ ...difference, count: 1 }),
    skip: (operation, why) => void skipped.set(operation, why),
    provoked: (operation, expected, status) => void provoked.set(`${operation} ${expected}`, status),
  }

  const steps = stepsOf(write)
  const of = steps.length + 1
  const always = createApi(imp.fetch, base)
  const tidy = async () => {
    if (write && context.account)
      await clean({
        api: always,
        account: context.account.id,
        password: context.password,
        products: [...context.made.values()].filter(({ type }) => type === 'product').map(({ id }) => id),
        own: kept.refreshToken,
      })
  }
  let left: string | undefined
  try {
    for (const [done, step] of steps.entries()) {
      if (signal.aborted) break
      options.onProgress?.(step.name, done, of)
      try {
        // Without it nobody could tell later whose things they are.
        if (step.write && !context.account) throw new Error('the account could not be read')
        await step.run(context)
        // What a killed run has left would be in the way.
        if (step === steps[0]) await tidy()
      } catch (error) {
        if (!signal.aborted) failures.push({ step: step.name, why: reasonOf(error) })
      }
    }
  } finally {
    options.onProgress?.('Take everything away again', steps.length, of)
    try {
      await tidy()
    } catch (error) {
      left = reasonOf(error)
    }
    try {
      if (kept.refreshToken !== undefined) await endSession(always, kept.refreshToken)
      await imp.auth.logout()
    } catch (error) {
      failures.push({ step: 'Delete the refresh token', why: reasonOf(error) })
    }
    // What was found in the last answer is told in the next turn.
    await new Promise<void>((resolve) => later(resolve))
    options.onProgress?.('Done', of, of)
  }
  const differences = [...observer.differences, ...more]
  const seen = { exchanges, differences, answers, skipped, provoked, write }
  const report: Report = {
    version: options.version,
    date: new Date().toISOString().slice(0, 10),
    write,
    interrupted: signal.aborted,
    operations: tallyOperations(seen),
    differences,
    questions: tallyQuestions(seen),
    failures,
  }
  return { report, left }
}
