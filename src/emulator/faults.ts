import { sleep, type Clock } from '../clock.ts'
import { routes, type OperationId } from '../generated/emulator.js'
import type { CoreRequest, CoreResponse } from './exchange.ts'
import { Failure } from './failures.ts'
import type { LogStreams } from './log-streams.ts'
import { checked, faultArguments } from './options.ts'
import type { Random } from './random.ts'
import type { State } from './state.ts'

/** Which requests a fault strikes. */
export interface FaultScope {
  /** Operation ids of the description. @default every operation */
  operation?: OperationId | readonly OperationId[] | undefined
  /** How many requests it strikes before it is used up. @default no limit */
  times?: number | undefined
  /** How many matching requests it lets pass first. @default 0 */
  after?: number | undefined
  /** Share of the matching requests that it strikes, from 0 to 1, drawn from the cloud's seed. @default 1 */
  probability?: number | undefined
}

/** A fault that has been switched on. */
export interface Fault {
  /** How many requests it has struck. */
  readonly hits: number
  /** Switches it off. */
  stop(): void
}

/**
 * Faults that a test switches on. Each strikes what its scope says, until it is used up or stopped. The methods throw an
 * Error for an option or an operation that is unknown, and for a value that it cannot have.
 */
export interface Faults {
  /** The answer takes this many milliseconds longer, by the cloud's clock. */
  latency(ms: number, scope?: FaultScope): Fault
  /** The answer has this status, e.g. 429 or 503. */
  status(status: number, options?: FaultScope & StatusOptions): Fault
  /** The connection is lost: `fetch` rejects. */
  reset(options?: FaultScope & Executed): Fault
  /** The connection is lost in the middle of the body. */
  breakOff(scope?: FaultScope): Fault
  /** The body ends in the middle, as if it were complete. */
  truncate(scope?: FaultScope): Fault
  /** Bytes in the middle of the body are overwritten: it is neither JSON nor UTF-8 any more. */
  garble(scope?: FaultScope): Fault
  /** The body comes in small pieces, each after this many milliseconds by the cloud's clock. */
  slowBody(ms: number, scope?: FaultScope): Fault
  /** A page of a list comes without items; its `next` leads to the page that it should have been. */
  emptyPage(scope?: FaultScope): Fault
  /** Log streams that are opened from now on end after this many events (1 by default): `end` in good order, `reset` (the default) as if the network had failed. */
  endStream(options?: FaultScope & { events?: number; how?: 'end' | 'reset' }): Fault
  /** Log streams that are opened from now on carry nothing after this many events (1 by default), not even comments. */
  muteStream(options?: FaultScope & { events?: number }): Fault
  /** Every access token that was issued so far counts as expired. Refresh tokens and login keys still work. */
  expireTokens(): void
  /** The same, but at the moment when a request comes that the scope matches. */
  expireTokens(scope: FaultScope): Fault
  /** Every access token and every refresh token that was issued so far is unknown. Login keys still work. */
  revokeTokens(): void
  /** The same, but at the moment when a request comes that the scope matches. */
  revokeTokens(scope: FaultScope): Fault
  /** Ends the log streams that are open: with a `closed` event, or as if the network had failed (`reset`, the default). */
  dropStreams(how?: 'closed' | 'reset'): void
  /** The log streams that are open carry nothing from now on, not even comments. */
  muteStreams(): void
  /** Switches all faults off. */
  clear(): void
}

export interface Executed {
  /** `true`: the request was carried out before the fault struck. @default false */
  executed?: boolean | undefined
}

/** How `faults.status` answers. */
export interface StatusOptions extends Executed {
  /** The form of the body: an error of the API, a page that a gateway makes, or nothing. @default 'json' */
  body?: 'json' | 'html' | 'empty' | undefined
  /** Further response headers, e.g. `Retry-After`. */
  headers?: Record<string, string> | undefined
}

export interface Rule {
  /** Takes the place of the operation, or comes before it. */
  before?: (request: CoreRequest) => Promise<CoreResponse | undefined>
  /** Changes the answer. */
  after?: (response: CoreResponse) => Promise<CoreResponse>
}

export interface FaultInjection {
  readonly controls: Faults
  /** The rules that strike one request. */
  strike(operation: OperationId): readonly Rule[]
}

const networkError = (): CoreResponse => ({ status: 0, headers: {}, body: null })

export function createFaults(clock: Clock, random: Random, state: State, streams: LogStreams): FaultInjection {
  const active = new Set<{ scope: FaultScope; rule: Rule; seen: number; hits: number }>()

  const add = (scope: FaultScope, rule: Rule): Fault => {
    const { operation = [] } = scope
    for (const id of typeof operation === 'string' ? [operation] : operation) {
      if (!routes.some((route) => route.operation === id)) throw new Error(`There is no operation ${id}`)
    }
    const entry = { scope, rule, seen: 0, hits: 0 }
    active.add(entry)
    return {
      get hits() {
        return entry.hits
      },
      stop: () => void active.delete(entry),
    }
  }

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
    clear: () => active.clear(),
  }

  return {
    controls: checked('faults', controls, faultArguments),
    strike(operation) {
      if (active.size === 0) return []
      const strike: Rule[] = []
      for (const entry of active) {
        const { operation: wanted, times = Infinity, after = 0, probability = 1 } = entry.scope
        const matches =
          wanted === undefined || (typeof wanted === 'string' ? wanted === operation : wanted.includes(operation))
        if (!matches || entry.seen++ < after || entry.hits >= times) continue
        if (probability < 1 && random.next() >= probability) continue
        entry.hits++
        strike.push(entry.rule)
      }
      return strike
    },
  }
}

const isStream = ({ headers }: CoreResponse) => headers['content-type'] === 'text/event-stream'

const discard =
  (answer: () => CoreResponse) =>
  async ({ body }: CoreResponse) => {
    if (body instanceof ReadableStream) await body.cancel()
    return answer()
  }

const families: Record<number, [code: string, title: string]> = {
  400: ['VX000', 'Invalid Request'],
  401: ['PX100', 'Invalid Credentials'],
  403: ['PX001', 'Invalid Permission'],
  404: ['NF001', 'Resource Not Found'],
  409: ['CX000', 'Constraint Violated'],
  429: ['XX429', 'Rate Limit Exceeded'],
}

/** Statuses whose answers have no body. */
const bodiless = new Set([204, 205, 304])

function failed(status: number, { body: wanted = 'json', headers }: StatusOptions): CoreResponse {
  const body = bodiless.has(status) ? 'empty' : wanted
  if (body !== 'json') {
    const html = `<html><head><title>${status}</title></head><body><h1>${status}</h1></body></html>\n`
    const type = body === 'html' && { 'content-type': 'text/html' }
    const own = Object.fromEntries(new Headers(headers))
    return { status, headers: { ...type, ...own }, body: body === 'html' ? html : null }
  }
  const [code, title] = families[status] ?? [`XX${status}`, 'Internal Error']
  throw new Failure(status, [{ code, status: String(status), title, detail: 'A fault that was asked for.' }], headers)
}

/** A body that comes bit by bit and, if it breaks, does not come to its end. */
function pieces(parts: Uint8Array[], pause: () => Promise<void>, breaks = false): ReadableStream<Uint8Array> {
  let next = 0
  return new ReadableStream({
    async pull(controller) {
      const part = parts[next++]
      if (part) {
        await pause()
        controller.enqueue(part)
      } else if (breaks) {
        controller.error(new TypeError('The connection was lost'))
      } else {
        controller.close()
      }
    },
  })
}

/** Lets a number of events through. Events and comments come one to a chunk. */
function cut(
  body: ReadableStream<Uint8Array>,
  events: number,
  how: 'end' | 'reset' | 'mute',
): ReadableStream<Uint8Array> {
  const reader = body.getReader()
  let passed = 0
  return new ReadableStream({
    async pull(controller) {
      if (passed++ < events) {
        const { done, value } = await reader.read()
        if (done) controller.close()
        else controller.enqueue(value)
        return
      }
      if (how === 'mute') {
        // Reads on, so that the end of the connection is still noticed.
        while (!(await reader.read()).done) continue
        controller.close()
        return
      }
      await reader.cancel()
      if (how === 'end') controller.close()
      else controller.error(new TypeError('The connection was lost'))
    },
    cancel: (reason) => reader.cancel(reason),
  })
}
