/**
 * A stream of eight devices at most that goes on: create a stream, open it, add the devices, and after a drop all of it
 * again, with what was missed in between. (impCentral API how-to, "Live Log Streaming".)
 *
 * Nothing is read ahead of the consumer: a chunk is taken from the connection when the events of the last one are
 * consumed. A slow consumer therefore slows the service down, by way of TCP, and memory holds one chunk. The same goes
 * for what is live while a gap is filled: it waits in the socket.
 */
import { monotonic, sleep } from '../../core/time.ts'
import { LogStreamError } from '../../errors/classes.ts'
import type { Accounts } from './accounts.ts'
import { type Api, connect, type Connection } from './connection.ts'
import type { LogGapReason, LogStreamEvent } from './events.ts'
import type { LogStreamState } from './options.ts'
import { afterStream, isTransient, noAttempts, type Outcome, statusOf } from './reconnect.ts'
import { apply, evict, type Subscription } from './subscription.ts'
import { createTurns } from './turns.ts'

interface LoopOptions {
  format: 'json' | 'text'
  /** Milliseconds without a byte. */
  idle: number
  random: () => number
  onState: (state: LogStreamState, error?: unknown) => void
  /** The service took a device away without being asked to. */
  onTaken: (device: string) => void
}

export interface Loop {
  /** The events, chunk by chunk. */
  batches: AsyncGenerator<LogStreamEvent[], void, undefined>
  /** The devices wanted, in the order in which they were added. */
  devices: ReadonlySet<string>
  add(id: string): Promise<void>
  remove(id: string): Promise<void>
  /** Ends the connection in good order. */
  drop(): void
  /** Ends it for good, with its timers. */
  stop(): Promise<unknown>
}

/** A stream that lived so long was not taken at once, and the back-off begins anew (ms). */
const lifeTime = 10_000
/** An entry may enter the history so much later than the stream (ms). */
const settleTime = 2000
/** A stream that was silent for so long has brought all that was logged before (ms). */
const silence = 5000

export function createLoop(api: Api, accounts: Accounts, ids: Iterable<string>, options: LoopOptions): Loop {
  const { clock, signal } = api
  const { idle } = options
  const now = monotonic(clock)
  const subscription: Subscription = { wanted: new Set(ids), expected: [] }
  const { wanted } = subscription
  /** The stream as it is, and whether all devices are subscribed, so that others can be added to it. */
  let link: { to: Connection; ready: boolean } | undefined
  // Adding devices and removing them must not overtake each other.
  const inTurn = createTurns()
  /** How many devices were added to a stream. */
  let added = 0
  let attempts = noAttempts
  /** When the service was last heard, in its own time. */
  let heard = 0

  const forget = (id: string, error?: unknown) => {
    wanted.delete(id)
    accounts.forget(id, error)
  }

  /** Adds a device to a stream; `false` when the service no longer knows the stream. */
  const subscribe = (id: string, to: Connection) =>
    inTurn(async () => {
      await accounts.prepare([id])
      added++
      if (wanted.has(id)) return to.send('PUT', id)
      accounts.forget(id)
      return true
    })

  /** Notes a state change. Returns whether the service has taken the last device. */
  const note = (event: LogStreamEvent): boolean => {
    const device = event.type === 'state_change' && apply(subscription, event)
    if (!device) return false
    accounts.forget(device)
    options.onTaken(device)
    return wanted.size === 0
  }

  /** Reads a stream whose devices are subscribed, to its end. */
  async function* read(from: Connection, outcome: Outcome): AsyncGenerator<LogStreamEvent[], LogGapReason> {
    let events: LogStreamEvent[] = []
    for (;;) {
      // Live entries wait in the socket while what comes before them is read.
      for (let before = -1; accounts.due === 'read' && before !== added;) {
        before = added
        await inTurn(async () => {})
        await sleep(settleTime, clock, signal)
      }
      if (accounts.due) {
        const missed = await accounts.fill()
        outcome.heard ||= missed.some(({ type }) => type === 'message')
        yield missed
      }
      let gone = false
      let closed = false
      const batch = events.filter((event) => {
        if (event.type === 'message') return accounts.enter(event)
        gone ||= note(event)
        closed ||= event.type === 'state_change' && event.state === 'closed'
        return true
      })
      outcome.heard ||= batch.some(({ type }) => type === 'message')
      if (batch.length > 0) yield batch
      if (gone) throw new LogStreamError('The service has taken the last device out of the log stream')
      const asked = now()
      const next = closed ? 'closed' : await from.read(idle)
      if (typeof next === 'string') return next
      events = next
      heard = api.serverTime()
      if (now() - asked >= silence) accounts.silence()
    }
  }

  /** One stream, from its creation to its end. Returns why it ended. */
  async function* stream(outcome: Outcome): AsyncGenerator<LogStreamEvent[], LogGapReason> {
    const to = await connect(api, options.format)
    if (to === 'refused') return to
    let lived: unknown
    try {
      const events = await to.opened(idle)
      if (typeof events === 'string') return events
      outcome.opened = true
      lived = clock.setTimeout(() => (outcome.lived = true), lifeTime)
      // What the service has yet to say of a stream, it will not say on the next one.
      subscription.expected = []
      const on: NonNullable<typeof link> = { to, ready: false }
      link = on
      await accounts.prepare(wanted)
      for (const id of wanted) {
        try {
          if (!(await subscribe(id, to))) return 'refused'
        } catch (error) {
          // A device that is gone, or refused for another reason, does not take the others with it.
          if (attempts.first > 0 || !(statusOf(error)! >= 400) || isTransient(error)) throw error
          forget(id, error)
          yield [{ type: 'state_change', state: 'unsubscribed', deviceId: id, requested: false }]
          if (wanted.size === 0) throw error
        }
      }
      outcome.subscribed = on.ready = true
      heard = api.serverTime()
      options.onState('open')
      yield events
      return yield* read(to, outcome)
    } finally {
      link = undefined
      clock.clearTimeout(lived)
      outcome.retry = to.retry
      await to.close()
    }
  }

  /** One stream after the other. */
  async function* streams(): AsyncGenerator<LogStreamEvent[], void, undefined> {
    for (;;) {
      const never = { opened: false, subscribed: false, lived: false, heard: false }
      const outcome: Outcome = { reason: 'failed', ...never, retry: 0 }
      options.onState('connecting')
      try {
        outcome.reason = yield* stream(outcome)
      } catch (error) {
        outcome.error = error
      }
      signal.throwIfAborted()
      if (outcome.subscribed) accounts.interrupt(outcome.reason, heard, outcome.error)
      const next = afterStream(attempts, outcome, options.random)
      if ('error' in next) throw next.error
      attempts = next.attempts
      options.onState('waiting', outcome.error)
      await sleep(next.wait, clock, signal)
    }
  }

  const batches = streams()
  return {
    batches,
    devices: wanted,
    async add(id) {
      const on = link
      wanted.add(id)
      try {
        // Without an open stream the device is remembered, and added with the others.
        if (on?.ready && !(await subscribe(id, on.to))) await on.to.close()
      } catch (error) {
        if (link === on || signal.aborted) {
          forget(id)
          throw error
        }
      }
      // Not before: where the device is refused, none has to go.
      const oldest = evict(subscription)
      if (oldest) accounts.forget(oldest)
    },
    remove: (id) =>
      inTurn(async () => {
        const on = link
        const told = { deviceId: id, requested: true }
        const { expected } = subscription
        /** Takes the expectation back; `false` when the service has said so already. */
        const takeBack = () => expected.includes(told) && expected.splice(expected.indexOf(told), 1)
        if (on && wanted.has(id)) {
          expected.push(told)
          try {
            if (!(await on.to.send('DELETE', id))) takeBack()
          } catch (error) {
            // When its stream is gone, it is not streamed.
            if (signal.aborted || (takeBack() && link === on)) throw error
          }
        }
        forget(id)
      }),
    drop: () => void link?.to.close(),
    stop: () => batches.return().catch(() => {}),
  }
}
