import { systemClock } from '../../src/clock.ts'
import { confine } from '../../src/extensions/confinement.ts'
import { createRateLimiter, rateLimit, type RateLimiter } from '../../src/extensions/rate-limit.ts'
import { retry, type RetryOptions } from '../../src/extensions/retry.ts'
import { createSession, type Session, type SessionOptions } from '../../src/extensions/session.ts'
import { attemptTimeout, deadline } from '../../src/extensions/timeout.ts'
import type { Fetch } from '../../src/fetch.ts'

export interface TransportOptions extends Partial<Omit<SessionOptions, 'baseUrl' | 'fetch' | 'retry'>> {
  baseUrl: string
  fetch?: Fetch
  limiter?: RateLimiter
  retry?: RetryOptions
  timeout?: number
  deadline?: number
  random?: () => number
}

/** All extensions in the order in which the client has them. */
export function transport(options: TransportOptions): { fetch: Fetch; paced: Fetch; session: Session } {
  const { baseUrl, clock = systemClock, random } = options
  const network: Fetch = options.fetch ?? ((input, init) => globalThis.fetch(input, init))
  const { limiter = createRateLimiter({ clock, random }) } = options
  const paced = rateLimit({ limiter })(
    confine({ baseUrl })(attemptTimeout({ timeout: options.timeout, clock })(network)),
  )
  const repeat = { clock, random, ...options.retry }
  const session = createSession({
    auth: { id: 'me@example.com', password: 'sup3rs3cr3t' },
    ...options,
    clock,
    fetch: paced,
    retry: repeat,
  })
  return {
    session,
    paced,
    fetch: deadline({ deadline: options.deadline, clock })(session.extension(retry(repeat)(paced))),
  }
}
