import { aFunction, aUrl, type Checks, checkOptions, unexpected } from '../core/check.ts'
import type { CallInit, Fetch, FetchExtension } from '../core/fetch.ts'
import { tell } from '../core/tell.ts'
import { checkBody, checkHead, headOf } from './answer.ts'
import type { Difference, Finding } from './difference.ts'
import { eventChecker } from './events.ts'
import { createCollector } from './collector.ts'
import { locate, type Located } from './locate.ts'
import { createRecorder, type Recording } from './record.ts'
import { later } from './later.ts'
import { observeBody } from './body.ts'

/** An exchange that was looked at. */
export type Exchange = Pick<Difference, 'operation' | 'method' | 'path' | 'status'>

/** Options of `observe`. */
export interface ObserveOptions {
  /** Told each difference when it is first seen at its place; its `count` grows from then on. What it throws is ignored. @default none */
  onDifference?: ((difference: Difference) => unknown) | undefined
  /** Told each exchange that is looked at, differing or not, when its answer begins. What it throws is ignored. @default none */
  onExchange?: ((exchange: Exchange) => unknown) | undefined
  /** Told each exchange with every value replaced by another of its shape: a fixture. What it throws is ignored. @default none */
  onRecording?: ((recording: Recording) => unknown) | undefined
  /** The share of the exchanges that are looked at, from 0 to 1. @default 1 */
  sample?: number | undefined
  /** Where the API is. Calls elsewhere are not looked at. @default whatever has `/v5/` in its path */
  baseUrl?: string | undefined
}

/** A function from fetch to fetch that knows what it has seen. */
export interface Observer extends FetchExtension {
  /** The differences so far, each kind once per place. */
  readonly differences: readonly Difference[]
}

const checks: Checks<ObserveOptions> = {
  onDifference: aFunction,
  onExchange: aFunction,
  onRecording: aFunction,
  sample(where, value) {
    if (value !== undefined && !(typeof value === 'number' && value >= 0 && value <= 1))
      throw unexpected(where, 'a number from 0 to 1', value, true)
  },
  baseUrl: aUrl,
}

/**
 * Holds the answers of the service against the description: statuses, headers, media types, bodies, and the events of log
 * streams. It belongs innermost, around the `fetch` that sends. It reads nothing itself: a body is looked at once its
 * reader has it, and one that is taken as a stream (`stream: true`) is not put together for it. What it finds never
 * reaches the caller of the exchange, and holds no value of the account.
 *
 * @throws ArgumentError for an option that is unknown or wrong
 *
 * @example
 * createImpCentral({ auth, fetch: observe({ onDifference: (difference) => console.warn(difference) })(fetch) })
 */
export function observe(options: ObserveOptions = {}): Observer {
  checkOptions('observe', options, checks)
  const { onDifference, onExchange, onRecording, sample = 1, baseUrl } = options
  const collector = createCollector((difference) => tell(() => onDifference?.(difference)))
  const recorder = onRecording && createRecorder((recording) => tell(() => onRecording(recording)))

  const look = (located: Located, response: Response, init: CallInit): Response => {
    const { status } = response
    const { operation, method, path } = located
    const exchange = { ...(operation && { operation: operation.operation }), method, path, status }
    const enter = (findings: readonly Finding[]) => collector.enter(exchange, findings)
    if (onExchange) tell(() => onExchange(exchange))
    if (!operation) {
      enter([{ place: 'path', kind: 'unknown operation', described: 'no such operation', came: String(status) }])
      return response
    }
    const head = headOf(operation, response)
    if (!head) return response
    enter(checkHead(operation, head, response))
    const { events } = head.answer
    if (events && head.type === 'text/event-stream') {
      const format = new URLSearchParams(located.search).get('format') === 'json' ? 'json' : 'text'
      const piece = eventChecker(events, format, enter)
      // In the order of the answers.
      later(() => recorder?.exchange(located, init, response, undefined))
      return observeBody(response, { piece })
    }
    // Whoever wants a stream reads it without putting it together.
    if (init.stream && response.ok) return response
    return observeBody(response, {
      whole: (text) =>
        later(() => {
          enter(checkBody(head, text))
          recorder?.exchange(located, init, response, text)
        }),
    })
  }

  const extension = (fetch: Fetch): Fetch => {
    return async (input, init = {}) => {
      const response = await fetch(input, init)
      if (sample < 1 && Math.random() >= sample) return response
      try {
        const located = locate(input, init, baseUrl)
        return located ? look(located, response, init) : response
      } catch {
        // Nothing that is found out here may cost anybody an answer.
        return response
      }
    }
  }
  return Object.defineProperty(extension as Observer, 'differences', { get: () => collector.differences })
}
