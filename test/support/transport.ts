import type { Fetch } from '../../src/core/fetch.ts'
import { systemClock } from '../../src/core/time.ts'
import { tryJson } from '../../src/core/json.ts'
import { apiError, parseAnswer, type RequestContext } from '../../src/errors/from-answer.ts'
import { createRedactor } from '../../src/errors/redaction.ts'
import { confine } from '../../src/extensions/confinement.ts'
import { createRateLimiter, rateLimit, type RateLimiter } from '../../src/extensions/rate-limit/rate-limit.ts'
import { retry, type RetryOptions } from '../../src/extensions/retry.ts'
import { createSession, type Session, type SessionOptions } from '../../src/extensions/session/session.ts'
import { attemptTimeout, deadline } from '../../src/extensions/timeout.ts'

export interface TransportOptions extends Partial<Omit<SessionOptions, 'baseUrl' | 'fetch' | 'retry'>> {
  baseUrl: string
  fetch?: Fetch
  limiter?: RateLimiter
  retry?: RetryOptions
  timeout?: number
  deadline?: number
  random?: () => number
}

/** The body of an answer, or the error that it stands for. */
export async function bodyOf(
  response: Response,
  request: RequestContext,
  redactor = createRedactor(),
): Promise<unknown> {
  if (!response.ok) throw apiError(response, request, redactor, tryJson(await response.text().catch(() => undefined)))
  return parseAnswer(await response.text(), response, request, redactor)
}

/** All extensions in the order in which the client has them. */
export function transport(options: TransportOptions): {
  fetch: Fetch
  paced: Fetch
  session: Session
  /** What `bodyOf` gives, without the secrets that the session knows. */
  body: (response: Response, request: RequestContext) => Promise<unknown>
} {
  const {
    baseUrl,
    clock = systemClock,
    random,
    fetch,
    limiter,
    retry: repetition,
    timeout,
    deadline: ms,
    ...rest
  } = options
  const redactor = createRedactor()
  const network: Fetch = fetch ?? ((input, init) => globalThis.fetch(input, init))
  const paced = rateLimit({ limiter: limiter ?? createRateLimiter({ clock, random }) })
  const inner = confine({ baseUrl, redactor })(attemptTimeout({ timeout, clock, redactor })(network))
  const repeat = { clock, random, ...repetition, redactor }
  const session = createSession({
    auth: { id: 'me@example.com', password: 'sup3rs3cr3t' },
    ...rest,
    baseUrl,
    clock,
    fetch: paced(inner),
    retry: repeat,
    redactor,
  })
  return {
    session,
    paced: paced(inner),
    fetch: deadline({ deadline: ms, clock, redactor })(
      session.renewal(retry(repeat)(paced(session.authorization(inner)))),
    ),
    body: (response, request) => bodyOf(response, request, redactor),
  }
}
