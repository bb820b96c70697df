/** Devices added to a stream and removed from it, one after the other: the changes must not overtake each other. */
import { sleep } from '../../core/time.ts'
import type { Accounts } from './accounts.ts'
import type { Api, Connection } from './connection.ts'
import { mayHaveDone } from './reconnect.ts'
import type { Subscription } from './subscription.ts'
import { createTurns } from './turns.ts'

/** Milliseconds after which the history has what was logged. */
const settleTime = 2000

export interface Changes {
  /** Adds a device to a stream; `false` when the service no longer knows the stream. */
  add(id: string, to: Connection): Promise<boolean>
  /** Takes note of a device that is added while there is no stream. Others that are being added are not waited for. */
  hold(id: string): Promise<void>
  /** Removes a device from the stream that there is when its turn comes, if there is one. */
  remove(id: string, from: () => Connection | undefined): Promise<void>
  /** The device is not streamed any more. */
  forget(id: string, error?: unknown): void
  /** Waits until what is to be read of the history has had its time since the last device was added. */
  settled(): Promise<void>
}

export function createChanges(
  { wanted, expected, carried }: Subscription,
  accounts: Accounts,
  { clock, signal }: Api,
): Changes {
  const inTurn = createTurns()
  /** How many devices were added, those included that are not yet. */
  let added = 0

  const forget = (id: string, error?: unknown) => {
    wanted.delete(id)
    accounts.forget(id, error)
  }

  return {
    forget,
    add: (id, to) =>
      inTurn(async () => {
        if (!wanted.has(id)) return true
        added++
        await accounts.prepare([id])
        carried.add(id)
        return to.send('PUT', id)
      }),
    hold(id) {
      const prepared = accounts.prepare([id])
      accounts.join(id)
      return prepared
    },
    remove: (id, from) =>
      inTurn(async () => {
        const link = from()
        if (link && wanted.has(id) && carried.has(id)) {
          const told = { deviceId: id, requested: true }
          expected.add(told)
          try {
            // A 404 is no failure: the service has taken the device away and said so, which is yet to be read, or it does not know the stream any more.
            await link.send('DELETE', id)
            carried.delete(id)
          } catch (error) {
            // When its stream is gone, it is not streamed. The service may have said so, too.
            if ((expected.has(told) && from() === link) || signal.aborted) {
              // It may be streamed no longer; on a new stream it is. An `unsubscribed` that still comes on this one was asked for.
              if (mayHaveDone(error)) await link.close('failed')
              else expected.delete(told)
              throw error
            }
          }
        }
        forget(id)
      }),
    async settled() {
      for (let before = -1; accounts.due === 'read' && before !== added;) {
        before = added
        await inTurn(async () => {})
        await sleep(settleTime, clock, signal)
      }
    },
  }
}
