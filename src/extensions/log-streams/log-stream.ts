/**
 * A stream of eight devices at most that goes on: create a stream, open it, add the devices, and after a drop all of it
 * again, with what was missed in between. (impCentral API how-to, "Live Log Streaming".)
 *
 * Nothing is read ahead of the consumer: a chunk is taken from the connection when the events of the last one are
 * consumed. A slow consumer therefore slows the service down, by way of TCP, and memory holds one chunk. The same goes
 * for what is live while a gap is filled: it waits in the socket.
 */
import { sleep } from '../../core/time.ts'
import { LogStreamError } from '../../errors/classes.ts'
import type { Accounts } from './accounts.ts'
import { type Api, connect, type Connection, opened } from './connection.ts'
import { createMembership } from './membership.ts'
import type { LogGapReason, LogStreamEvent } from './events.ts'
import type { LogStreamState } from './options.ts'
import { afterStream, isTransient, noAttempts, type Outcome, statusOf } from './reconnect.ts'
import { apply, createSubscription, startOver } from './subscription.ts'

interface LoopOptions {
  format: 'json' | 'text'
  /** Milliseconds without a byte. */
  idle: number
  random: () => number
  onState: (state: LogStreamState, error?: unknown) => void
  /** The service took a device away without being asked to. */
  onTaken: (device: string) => void
}

/** One `add` or `remove` after the other. */
export interface Loop {
  /** The events, chunk by chunk. */
  batches: AsyncGenerator<LogStreamEvent[], void, undefined>
  /** The devices wanted, in the order in which they were added. */
  devices: ReadonlySet<string>
  add(id: string): Promise<void>
  remove(id: string): Promise<void>
  /** Ends the connection in good order. */
  drop(): void
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
  const subscription = createSubscription()
  const { wanted } = subscription
  const membership = createMembership(subscription, accounts, signal)
  for (const id of ids) wanted.add(id)
  let attempts = noAttempts
  /** When the service was last heard, in its own time. */
  let heard = 0

  /** Adds all of them; a device that is gone, or refused for another reason, does not take the others with it. */
  async function* subscribeAll(to: Connection): AsyncGenerator<LogStreamEvent[], boolean> {
    await accounts.prepare(wanted)
    for (const id of wanted) {
      try {
        if (!(await membership.subscribe(id, to))) return false
      } catch (error) {
        if (attempts.first > 0 || !(statusOf(error)! >= 400) || isTransient(error)) throw error
        wanted.delete(id)
        accounts.forget(id, error)
        yield [{ type: 'state_change', state: 'unsubscribed', deviceId: id, requested: false }]
        if (wanted.size === 0) throw error
      }
    }
    return true
  }

  /** Notes what came. Returns whether the service has taken the last device. */
  const note = (events: LogStreamEvent[], outcome: Outcome): boolean => {
    let taken = false
    for (const event of events) {
      if (event.type === 'message') outcome.heard = true
      else if (event.type === 'state_change') {
        const device = apply(subscription, event)
        if (device === undefined) continue
        taken = true
        accounts.forget(device)
        options.onTaken(device)
      }
    }
    return taken && wanted.size === 0
  }

  /** Reads a stream whose devices are subscribed, to its end. */
  async function* read(from: Connection, outcome: Outcome): AsyncGenerator<LogStreamEvent[], LogGapReason> {
    let events: LogStreamEvent[] = []
    for (;;) {
      // Live entries wait in the socket while what comes before them is read.
      for (let last; accounts.due === 'read' && last !== membership.latest;) {
        last = membership.latest
        await last?.sent.catch(() => {})
        await sleep(settleTime, clock, signal)
      }
      if (accounts.due) {
        const missed = await accounts.fill()
        outcome.heard ||= missed.some(({ type }) => type === 'message')
        yield missed
      }
      const gone = note(events, outcome)
      const batch = accounts.sift(events)
      if (batch.length > 0) yield batch
      if (gone) throw new LogStreamError('The service has taken the last device out of the log stream')
      if (events.some((event) => event.type === 'state_change' && event.state === 'closed')) return 'closed'
      events = []
      const quiet = accounts.expecting && silence < idle
      const next = await from.read(quiet ? silence : idle)
      if (next === 'idle' && quiet) accounts.silence()
      else if (typeof next === 'string') return next
      else {
        events = next
        heard = api.serverTime()
      }
    }
  }

  /** One stream, from its creation to its end. Returns why it ended. */
  async function* stream(outcome: Outcome): AsyncGenerator<LogStreamEvent[], LogGapReason> {
    startOver(subscription)
    const to = await connect(api, options.format)
    if (to === 'refused') return to
    let lived: unknown
    try {
      const events = await opened(to, clock, idle)
      if (typeof events === 'string') return events
      outcome.opened = true
      lived = clock.setTimeout(() => (outcome.lived = true), lifeTime)
      membership.use(to)
      if (!(yield* subscribeAll(to))) return 'refused'
      outcome.subscribed = true
      membership.use(to, true)
      heard = api.serverTime()
      options.onState('open')
      yield events
      return yield* read(to, outcome)
    } finally {
      membership.use(undefined)
      clock.clearTimeout(lived)
      outcome.retry = to.retry
      await to.close()
    }
  }

  /** One stream after the other. */
  async function* streams(): AsyncGenerator<LogStreamEvent[], void, undefined> {
    for (;;) {
      const outcome: Outcome = {
        reason: 'failed',
        opened: false,
        subscribed: false,
        lived: false,
        heard: false,
        retry: 0,
      }
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

  return {
    batches: streams(),
    devices: wanted,
    add: (id) => membership.add(id),
    remove: (id) => membership.remove(id),
    drop: () => membership.drop(),
  }
}
