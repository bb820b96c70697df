/**
 * A stream of eight devices at most that goes on: create a stream, open it, add the devices, and after a drop all of it again, with
 * what was missed in between (impCentral API how-to, "Live Log Streaming"). A chunk is taken from the connection when the events of
 * the last one are consumed: a slow consumer slows the service down, by way of TCP, and memory holds one chunk.
 */
import { monotonic, sleep } from '../../core/time.ts'
import { LogStreamError } from '../../errors/classes.ts'
import type { Accounts } from './accounts.ts'
import { createChanges } from './changes.ts'
import { type Api, connect, type Connection } from './connection.ts'
import type { LogGapReason, LogStreamEvent } from './events.ts'
import type { LogStreamOptions, LogStreamState } from './options.ts'
import { afterStream, isTransient, mayHaveDone, noAttempts, type Outcome, refusalOf } from './reconnect.ts'
import { apply, evict, type Subscription } from './subscription.ts'

export interface Loop {
  batches: AsyncGenerator<LogStreamEvent[], void, undefined>
  /** The devices wanted, in the order in which they were added. */
  devices: ReadonlySet<string>
  readonly state: LogStreamState
  /** No device is wanted, and what the service had sent of those before has been read. */
  readonly drained: boolean
  add(id: string): Promise<void>
  remove(id: string): Promise<void>
  /** Ends it for good, whatever it is waiting for. */
  end(reason?: unknown): Promise<void>
}

/** Milliseconds after which a stream counts as one that nobody took away. */
const lifeTime = 10_000
/** Milliseconds without an event after which nothing older can still be on its way. */
const silence = 5000

export function createLoop(
  api: Api,
  accounts: Accounts,
  ids: Iterable<string>,
  { format = 'json', idleTimeout = 90_000 }: LogStreamOptions,
  // The service took a device away without being asked to, after so many milliseconds without a word on this stream.
  onTaken: (device: string, silent: number) => void,
  // `state` is another one, because of an error where there is one.
  onState: (error?: unknown) => void,
): Loop {
  const { clock, signal } = api
  const idle = idleTimeout || Infinity
  const now = monotonic(clock)
  const subscription: Subscription = { wanted: new Set(ids), expected: new Set(), carried: new Set() }
  const { wanted, expected, carried } = subscription
  const changes = createChanges(subscription, accounts, api)
  let link: Connection | undefined
  let state: LogStreamState = 'connecting'
  let attempts = noAttempts
  /** When the service was last heard, in its own time. */
  let heard = 0

  const setState = (next: LogStreamState, error?: unknown) => {
    state = next
    onState(error)
  }

  /** Reads a stream whose devices are subscribed, to its end. */
  async function* read(from: Connection, outcome: Outcome): AsyncGenerator<LogStreamEvent[], LogGapReason> {
    let events: LogStreamEvent[] = []
    let end: LogGapReason | 'gone' | undefined
    let silent = 0
    for (;;) {
      // Live entries wait in the socket while what comes before them is read.
      await changes.settled()
      if (accounts.due) yield await accounts.fill()
      const enter = accounts.entering()
      const batch = events.filter((event) => {
        if (event.type === 'message') {
          outcome.heard = true
          return enter(event)
        }
        if (event.type !== 'state_change') return true
        if (event.state === 'closed') end ??= 'closed'
        const taken = apply(subscription, event)
        if (!taken) return true
        accounts.forget(taken)
        onTaken(taken, silent)
        if (wanted.size === 0) end = 'gone'
        return true
      })
      if (batch.length > 0) yield batch
      // Others may have been added meanwhile.
      if (end === 'gone' && wanted.size > 0) end = undefined
      if (end === 'gone') throw new LogStreamError('The service has taken the last device out of the log stream')
      const asked = now()
      const next = end ?? (await from.read(idle))
      if (typeof next === 'string') return next
      silent = now() - asked
      if (silent >= silence) accounts.silence()
      heard = api.serverTime()
      events = next
    }
  }

  /** One stream, from its creation to its end. Returns why it ended. */
  async function* stream(outcome: Outcome): AsyncGenerator<LogStreamEvent[], LogGapReason> {
    const to = await connect(api, format)
    if (to === 'refused') return to
    let lived: unknown
    try {
      const events = await to.opened(idle)
      if (typeof events === 'string') return events
      outcome.opened = true
      lived = clock.setTimeout(() => (outcome.lived = true), lifeTime)
      link = to
      // What the service had yet to say of the stream before, it will not say on this one.
      expected.clear()
      carried.clear()
      await accounts.prepare(wanted)
      for (const id of wanted) {
        try {
          if (!(await changes.add(id, to))) return 'refused'
        } catch (error) {
          // A device that is gone, or refused for another reason, does not take the others with it.
          if (attempts.first > 0 || !refusalOf(error) || isTransient(error)) throw error
          changes.forget(id, error)
          yield [{ type: 'state_change', state: 'unsubscribed', deviceId: id, requested: false }]
          if (wanted.size === 0) throw error
        }
      }
      outcome.subscribed = true
      heard = api.serverTime()
      setState('open')
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
      const outcome: Outcome = { reason: 'failed', retry: 0 }
      setState('connecting')
      try {
        outcome.reason = yield* stream(outcome)
      } catch (error) {
        outcome.error = error
      }
      signal.throwIfAborted()
      if (outcome.subscribed) accounts.interrupt(outcome.reason, heard, outcome.error)
      const next = afterStream(attempts, outcome, api.random)
      if ('error' in next) throw next.error
      attempts = next.attempts
      setState('waiting', outcome.error)
      await sleep(next.wait, clock, signal)
    }
  }

  const batches = streams()
  return {
    batches,
    devices: wanted,
    get state() {
      return state
    },
    get drained() {
      return wanted.size === 0 && (!link || expected.size === 0)
    },
    async add(id) {
      const to = state === 'open' ? link : undefined
      wanted.add(id)
      try {
        // Without an open stream the device is remembered, and added with the others.
        if (!to) await changes.hold(id)
        else if (!(await changes.add(id, to))) await to.close()
      } catch (error) {
        if (link === to || signal.aborted) {
          changes.forget(id)
          // It may be streamed now; on a new stream it is not.
          if (mayHaveDone(error)) await to?.close('failed')
          throw error
        }
      }
      // Not before: where the device is refused, none has to go.
      const oldest = evict(subscription)
      if (oldest) accounts.forget(oldest)
    },
    remove: (id) => changes.remove(id, () => link),
    async end(reason) {
      // Cancelled first, the body ends in good order; aborted, it would fail in whatever stands between.
      void link?.close()
      api.abort(reason)
      // It still has timers where it waits for its consumer.
      await batches.return().catch(() => {})
    },
  }
}
