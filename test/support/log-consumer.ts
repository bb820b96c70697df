/** What the tests of log streams have in common: a service, a clock, one stream, and what was read of it. */
import { afterEach } from 'vitest'
import type { LogGap, LogMessage, LogStreamEvent } from '../../src/extensions/log-streams/events.ts'
import { openLogStream } from '../../src/extensions/log-streams/index.ts'
import type { LogStream, LogStreamContext, LogStreamOptions } from '../../src/extensions/log-streams/options.ts'
import { createManualClock, type ManualClock } from './clocks.ts'
import { historyOf, settleAtOnce } from './log-history.ts'
import { type LogServer, type LogServerOptions, startLogServer } from './log-server.ts'

export let server: LogServer
export let clock: ManualClock
/** What came so far. */
export let events: LogStreamEvent[]
/** Settles when the iteration ends. */
export let ended: Promise<unknown>
/** The latest one. */
export let stream: LogStream

/** Starts a service. On its clock a history settles at once, unless a test wants to see it. */
export async function start(options: LogServerOptions, { settles = true } = {}): Promise<void> {
  server = await startLogServer(options)
  clock = createManualClock()
  if (settles) settleAtOnce(clock)
}

/** Opens a stream, which the end of the test closes. */
export async function open(
  options: LogStreamOptions = {},
  context: Partial<LogStreamContext> = {},
): Promise<LogStream> {
  stream = await openLogStream(
    { fetch, baseUrl: server.url, history: historyOf(server.url), clock, random: () => 0, ...context },
    options,
  )
  return stream
}

/** Consumes a stream until it ends. */
export function read(stream: LogStream): void {
  events = []
  ended = (async () => {
    for await (const event of stream) events.push(event)
  })()
  ended.catch(() => {})
}

/** Opens a stream and consumes it until it ends. */
export async function consume(options?: LogStreamOptions, context?: Partial<LogStreamContext>): Promise<LogStream> {
  const opened = await open(options, context)
  read(opened)
  return opened
}

afterEach(async () => {
  // A test may have been refused every stream.
  await (stream as LogStream | undefined)?.close()
  await server.close()
})

export const messages = (): LogMessage[] => events.filter((event) => event.type === 'message')
/** The texts of all devices, or of one. */
export const texts = (device?: string): string[] =>
  messages().flatMap(({ deviceId, text }) => (!device || deviceId === device ? [text] : []))
export const gaps = (): LogGap[] => events.filter((event) => event.type === 'gap')
/** The devices that were told of in this state. */
export const states = (state: string): (string | undefined)[] =>
  events.flatMap((event) => (event.type === 'state_change' && event.state === state ? [event.deviceId] : []))
/** The requests of a method. */
export const sent = (method: string): string[] => server.requests.filter((request) => request.startsWith(method))
