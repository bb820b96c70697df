/** Fixtures: an exchange with every value replaced by another one of the same shape. */
import { tryJson } from '../core/json.ts'
import { isRateLimitHeader } from '../core/rate-limit-headers.ts'
import type { CallInit } from '../core/fetch.ts'
import { knownValues, propertyNames } from '../generated/conformance.js'
import type { OperationId } from '../generated/emulator.js'
import type { Located } from './locate.ts'
import { createReplacer, type Replacer } from './replacer.ts'
import { safeMediaType } from './shape.ts'

/** An exchange as a fixture: what was sent and what came, without a single value of the account. */
export interface Recording {
  /** The operation's id in the description. */
  operation: OperationId
  /** The parameters in the path, by their names in the description. */
  parameters: Record<string, string>
  /** The query. */
  query: Record<string, string>
  /** The body of the request; absent where there was none, or none that is JSON. */
  request?: unknown
  /** The status of the answer. */
  status: number
  /** The media type of the answer, and the headers of the rate limit. */
  headers: Record<string, string>
  /** The body of the answer; absent where there was none, or none that is JSON, as of a log stream. */
  answer?: unknown
}

/** Every value within, replaced. Names that the description has stay, and so do its constants and its words. */
function replaced(value: unknown, replacer: Replacer): unknown {
  if (Array.isArray(value)) return value.map((item) => replaced(item, replacer))
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([name, child]) => [
        propertyNames.has(name) ? name : replacer.text(name),
        replaced(child, replacer),
      ]),
    )
  if (typeof value === 'string') return knownValues.has(value) ? value : replacer.text(value)
  return typeof value === 'number' ? replacer.number(value) : value
}

export interface Recorder {
  exchange(located: Located, init: CallInit, response: Response, text: string | undefined): void
}

/** Within one recorder the same value is always replaced by the same other one, so that what belongs together still does. */
export function createRecorder(recorded: (recording: Recording) => void): Recorder {
  const replacer = createReplacer()
  return {
    exchange({ operation, actual, search }, init, { status, headers }, text) {
      if (!operation) return
      const names = operation.path.split('/')
      const segments = actual.split('/')
      const parameters: Record<string, string> = {}
      for (const [index, name] of names.entries())
        if (name.startsWith('{')) {
          const given = decodeURIComponent(segments[index] ?? '')
          parameters[name.slice(1, -1)] = given === 'me' ? given : replacer.text(given)
        }
      const request = tryJson(init.body)
      const answer = tryJson(text)
      const kept: Record<string, string> = {}
      const type = headers.get('content-type')
      if (type !== null) kept['content-type'] = safeMediaType(type)
      for (const [name, value] of headers)
        if (isRateLimitHeader(name)) kept[name] = /^\d+$/.test(value) ? '1'.padEnd(value.length, '0') : 'text'
      recorded({
        operation: operation.operation,
        parameters,
        query: Object.fromEntries(
          [...new URLSearchParams(search)].map(([name, value]) => [
            /^(page|filter)\[[a-z_.]+\]$|^format$/.test(name) ? name : '*',
            knownValues.has(value) || /^\d{1,3}$|^(true|false|any|null|json|text)$/.test(value)
              ? value
              : replacer.text(value),
          ]),
        ),
        ...(request !== undefined && { request: replaced(request, replacer) }),
        status,
        headers: kept,
        ...(answer !== undefined && { answer: replaced(answer, replacer) }),
      })
    },
  }
}
