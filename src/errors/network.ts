/** Failures of the network, which every runtime words in its own way. */
import { ConnectionError } from './classes.ts'
import type { Redactor } from './redaction.ts'

/** An error and what it says of its causes: of an `AggregateError` the first. */
function chainOf(error: unknown): { name?: string; message?: string; code?: unknown }[] {
  const chain: { name?: string; message?: string; code?: unknown }[] = []
  for (let link = error; Object(link) === link && chain.length < 5;) {
    chain.push(link as object)
    const { cause, errors } = link as { cause?: unknown; errors?: unknown[] }
    link = cause ?? errors?.[0]
  }
  return chain
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''

/**
 * Does an error of `fetch` tell of the network? Every runtime words its own, some in an error that is no TypeError, and some with the system's code
 * (`ECONNRESET`). Any other TypeError is a mistake in a program, whose code begins with `ERR_` where it has one. Where no signal was aborted, a time limit
 * that was reached counts as well.
 */
export function isNetworkFailure(error: unknown): boolean {
  const { name, message, code } = Object(error) as Record<string, unknown>
  return (
    /^(Connection|Timeout|Aggregate|Fetch|Network|Request|Socket)?Error$/.test(name as string) ||
    (name === 'TypeError' &&
      (isText(code)
        ? !code.startsWith('ERR_')
        : /^(fetch failed|failed to fetch|load failed|network|error sending|the )/i.test(message as string)))
  )
}

/** A certificate, a port that browsers and Node refuse, a scheme that is none: it fails the next time as well. By the code, or by the words where there is none. */
const permanentCode = /CERT|UNABLE_TO_|ERR_(TLS|SSL)/
const permanent = /\bcertificate|self.signed|(bad|unsafe) port|unknown scheme|scheme.*not supported/i

/** Whether a failure of the network may be gone at the next attempt. */
export const canPass = (error: unknown): boolean =>
  isNetworkFailure(error) &&
  !chainOf(error).some(({ code, message }) => (isText(code) ? permanentCode.test(code) : permanent.test(message ?? '')))

/** The error of ours for a failure of the network. */
export function connectionError(
  cause: unknown,
  { method, url }: { method?: string | undefined; url: string },
  redactor: Redactor,
): ConnectionError {
  const chain = chainOf(cause)
  const code = chain.map(({ code }) => code).findLast(isText)
  const reason = redactor.text(chain.map(({ message }) => message).findLast(isText) ?? String(cause))
  const named = code && !reason.includes(code) ? `${reason} (${redactor.text(code)})` : reason
  return new ConnectionError(`The network failed: ${named}`, {
    method,
    url: redactor.text(url),
    code: code && redactor.text(code),
    cause: redactor.error(cause),
  })
}
