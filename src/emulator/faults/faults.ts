import { sleep, type Clock } from '../../core/time.ts'
import { checked } from '../cloud/checks.ts'
import type { CoreResponse } from '../cloud/exchange.ts'
import type { LogStreams } from '../cloud/log-streams.ts'
import type { State } from '../cloud/state.ts'
import { failed } from './answers.ts'
import { cut, isStream, pieces } from './bodies.ts'
import { faultArguments, type Executed, type Faults, type FaultScope } from './controls.ts'
import type { Rule, Rules } from './rules.ts'

const networkError = (): CoreResponse => ({ status: 0, headers: {}, body: null })

/** The switches for a set of rules. */
export function createFaults(rules: Rules, clock: Clock, state: State, streams: LogStreams): Faults {
  const { add } = rules

  /** Comes before the operation or, when it was to be carried out first, in place of its answer. */
  const instead = ({ executed = false }: Executed, answer: () => CoreResponse): Rule =>
    executed ? { after: discard(answer) } : { before: async () => answer() }

  const bodies = (scope: FaultScope, change: (body: Uint8Array<ArrayBuffer>) => CoreResponse['body']) =>
    add(scope, {
      after: async (response) => {
        if (isStream(response) || !response.body) return response
        return { ...response, body: change(new Uint8Array(await new Response(response.body).arrayBuffer())) }
      },
    })

  const eventStreams = (scope: FaultScope, change: (body: ReadableStream<Uint8Array>) => ReadableStream<Uint8Array>) =>
    add(
      { operation: 'openLogStream', ...scope },
      {
        after: async (response) =>
          response.body instanceof ReadableStream && isStream(response)
            ? { ...response, body: change(response.body) }
            : response,
      },
    )

  /** Done at once or, with a scope, when a request comes that it matches. */
  const nowOrThen = (act: () => void) => {
    const before = async () => {
      act()
      return undefined
    }
    return ((scope) => (scope ? add(scope, { before }) : act())) as Faults['expireTokens']
  }

  const controls: Faults = {
    latency: (ms, scope = {}) =>
      add(scope, { before: ({ signal }) => sleep(ms, clock, signal()).then(() => undefined) }),
    status: (status, options = {}) =>
      add(
        options,
        instead(options, () => failed(status, options)),
      ),
    reset: (options = {}) => add(options, instead(options, networkError)),
    breakOff: (scope = {}) =>
      bodies(scope, (body) => pieces([body.slice(0, body.length / 2)], () => Promise.resolve(), true)),
    truncate: (scope = {}) => bodies(scope, (body) => body.slice(0, body.length / 2)),
    garble: (scope = {}) =>
      bodies(scope, (body) => {
        const from = Math.floor(body.length / 3)
        // A control character is wrong wherever it stands in JSON.
        return body.fill(0xff, from, from + 8).fill(0, from, from + 1)
      }),
    slowBody: (ms, scope = {}) =>
      bodies(scope, (body) => {
        const size = Math.ceil(body.length / 8)
        const parts = Array.from({ length: 8 }, (_, index) => body.slice(index * size, (index + 1) * size))
        return pieces(
          parts.filter((part) => part.length > 0),
          () => sleep(ms, clock),
        )
      }),
    emptyPage: (scope = {}) =>
      add(scope, {
        after: async (response) => {
          if (response.status !== 200 || response.body === null || isStream(response)) return response
          const text = await new Response(response.body).text()
          const body = JSON.parse(text) as { data?: unknown; links?: { self: string; next?: string } }
          if (!Array.isArray(body.data) || !body.links) return { ...response, body: text }
          const next = new URL(body.links.self)
          // The same page under another spelling of its number: a link that comes again would look like a loop.
          next.searchParams.set('page[number]', `0${next.searchParams.get('page[number]') ?? '1'}`)
          return {
            ...response,
            body: JSON.stringify({ ...body, data: [], links: { ...body.links, next: next.href } }),
          }
        },
      }),
    endStream: ({ events = 1, how = 'reset', ...scope } = {}) => eventStreams(scope, (body) => cut(body, events, how)),
    muteStream: ({ events = 1, ...scope } = {}) => eventStreams(scope, (body) => cut(body, events, 'mute')),
    expireTokens: nowOrThen(() => {
      for (const token of state.accessTokens.values()) token.expires = Math.min(token.expires, clock.now())
    }),
    revokeTokens: nowOrThen(() => {
      state.accessTokens.clear()
      state.refreshTokens.clear()
    }),
    dropStreams: (how = 'reset') => streams.drop(how),
    muteStreams: () => streams.silence(),
    clear: () => rules.clear(),
  }

  return checked('faults', controls, faultArguments)
}

const discard =
  (answer: () => CoreResponse) =>
  async ({ body }: CoreResponse) => {
    if (body instanceof ReadableStream) await body.cancel()
    return answer()
  }
