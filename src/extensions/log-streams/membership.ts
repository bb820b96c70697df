/** Adding devices to a stream and removing them, one after the other, whether it is connected or not. */
import type { Accounts } from './accounts.ts'
import type { Connection } from './connection.ts'
import { evict, expect, type Subscription, take } from './subscription.ts'

export interface Membership {
  /** What the devices are on from now on; when it is ready, all of them are subscribed, and others can be added to it. */
  use(to: Connection | undefined, ready?: boolean): void
  /** Adds a device to a stream; `false` when the service no longer knows the stream. */
  subscribe(id: string, to: Connection): Promise<boolean>
  add(id: string): Promise<void>
  remove(id: string): Promise<void>
  /** Ends the connection in good order. */
  drop(): void
  /** The latest device that was added to a stream. */
  readonly latest: { id: string; sent: Promise<unknown> } | undefined
}

export function createMembership(subscription: Subscription, accounts: Accounts, signal: AbortSignal): Membership {
  const { wanted, leaving } = subscription
  let link: { to: Connection; ready: boolean } | undefined
  // Adding a device and removing it must not overtake each other.
  let adding: Membership['latest']
  let removing: { id: string; done: Promise<unknown> } | undefined

  const forget = (id: string) => {
    wanted.delete(id)
    accounts.forget(id)
  }

  /** Adds a device to a stream; `false` when the service no longer knows the stream. */
  const subscribe = async (id: string, to: Connection): Promise<boolean> => {
    await accounts.prepare([id])
    if (removing?.id === id) await removing.done
    if (!wanted.has(id)) {
      accounts.forget(id)
      return true
    }
    const sent = to.send('PUT', id)
    adding = { id, sent }
    return sent
  }

  return {
    use(to, ready = false) {
      link = to && { to, ready }
    },
    subscribe,
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
      if (oldest !== undefined) accounts.forget(oldest)
    },
    async remove(id) {
      let done = () => {}
      removing = { id, done: new Promise<void>((resolve) => (done = resolve)) }
      try {
        if (adding?.id === id) await adding.sent.catch(() => {})
        const on = link
        if (on && wanted.has(id)) {
          expect(leaving, id)
          try {
            if (!(await on.to.send('DELETE', id))) take(leaving, id)
          } catch (error) {
            // When its stream is gone, it is not streamed. The service may have said so, too.
            const streamed = take(leaving, id) && link === on
            if (streamed || signal.aborted) throw error
          }
        }
        forget(id)
      } finally {
        removing = undefined
        done()
      }
    },
    drop: () => void link?.to.close(),
    get latest() {
      return adding
    },
  }
}
