/** The accounts of a stream's devices, and when their historical logs are read: the effects around `backfill`. */
import { LogStreamError } from '../../errors/classes.ts'
import { type Account, begin, enter, leave, missing } from './backfill.ts'
import type { Api } from './connection.ts'
import type { LogGapReason, LogMessage, LogStreamEvent } from './events.ts'
import { eventsOf, type Found, type Gap } from './gaps.ts'
import { historyLimit, type ReadHistory } from './history.ts'
import type { LogHistory, LogResumeEntry, LogStreamOptions } from './options.ts'
import { fromHistory } from './parse.ts'

/** Timestamps are ten seconds behind at most (ms). */
const skew = 10_000

export interface Accounts {
  /** Begins the accounts of new devices, before they are subscribed. */
  prepare(ids: Iterable<string>): Promise<void>
  /** The device is not streamed any more, because of an error where there is one: it may be added again before its gap is told. */
  forget(id: string, error?: unknown): void
  /** A device was added when there was no stream: what it has logged until there is one belongs to the gap. */
  join(id: string): void
  /** The stream was interrupted, and was last heard at that time. */
  interrupt(reason: LogGapReason, heard: number, error: unknown): void
  /** Whether something comes before the live entries go on: with a history to be read, or without. */
  readonly due: 'read' | 'told' | undefined
  fill(): Promise<LogStreamEvent[]>
  /** Enters the live entries of a chunk; `false` for one that was yielded already, from the history. */
  entering(): (entry: LogMessage) => boolean
  /** The stream was silent for so long that it has brought all that the history held. */
  silence(): void
}

/**
 * @param resume What the caller has of each device.
 * @param latest The latest account of each device, on whichever stream. What was sent before a device was removed may be read later.
 */
export function createAccounts(
  { signal, serverTime }: Pick<Api, 'signal' | 'serverTime'>,
  history: LogHistory | undefined,
  { backfill = true, history: last = 0 }: LogStreamOptions,
  resume: Map<string, LogResumeEntry[]> | undefined,
  latest: Map<string, Account>,
): Accounts {
  const accounts = new Map<string, Account>()
  /** Devices of which something is due before the live entries go on. */
  const due = new Map<string, Gap>()
  /** Why some of them are gone, and their accounts. */
  const gone = new Map<string, { error: unknown; account: Account | undefined }>()
  /** Those whose history is just being read for the first time. */
  const starting = new Map<string, Promise<void>>()
  /** The interruption of which nothing was told yet. */
  let interruption: Gap | undefined
  const keeps = backfill && history !== undefined

  /** What a stream begins with is read whether gaps are filled or not. */
  const isRead = ({ reason }: Gap) => keeps || reason === 'resume' || reason === 'history'

  const read = (id: string): ReadHistory =>
    async function* () {
      for await (const { data } of history!(id, { signal })) yield data.map((entry) => fromHistory(id, entry))
    }

  /** What a device's history has to give. */
  const take = async (id: string, gap: Gap, account: Account): Promise<Pick<Found, 'entries' | 'error'>> => {
    if (!isRead(gap))
      throw new LogStreamError(history ? 'Back-fill is switched off' : 'There is no historical log to fill it from')
    // Where a stream begins with all that the history holds, that is all there is to have.
    const all = (gap.reason === 'resume' || gap.reason === 'history') && account.complete && account.known.length === 0
    const { entries, problem } = await missing(read(id), account)
    const lacks = problem && !all
    return { entries, error: lacks && new LogStreamError(`Entries of ${id} may be missing: ${problem}`) }
  }

  const find = async ([id, gap]: [string, Gap]): Promise<Found> => {
    const account = accounts.get(id)
    const found: Found = { id, gap, account, entries: [], error: gone.get(id)?.error }
    try {
      if (account) Object.assign(found, await take(id, gap, account))
    } catch (error) {
      // A history that fails is no reason to do without the live entries.
      found.error = error
    }
    return found
  }

  return {
    async prepare(ids) {
      const resumed: Gap = { reason: 'resume', from: 0 }
      const begins: Gap = { reason: 'history', from: serverTime() }
      const start = async (id: string) => {
        const known = gone.get(id)?.account
        gone.delete(id)
        if (known) {
          // Its gap is yet to be filled.
          accounts.set(id, known)
          latest.set(id, known)
          return
        }
        const before = latest.get(id)
        const own = before ? undefined : resume?.get(id)
        const gap = own || (resume && !before && !last) ? resumed : last ? begins : undefined
        const account: Account = { known: own?.slice(-historyLimit) ?? [], complete: gap === resumed && !own }
        accounts.set(id, account)
        const end = Date.parse(own?.at(-1)?.timestamp ?? '') - skew
        if (end > 0) resumed.from = Math.min(end, resumed.from || end)
        if (gap) due.set(id, gap)
        // When it fails, nothing is known but what comes from now on.
        if (gap === begins || (!gap && keeps)) {
          const unread = () => {
            signal.throwIfAborted()
            return { unread: true }
          }
          Object.assign(account, await begin(read(id), last, before?.known ?? []).catch(unread))
        }
        account.expected = before?.expected
        if (accounts.get(id) === account) latest.set(id, account)
      }
      const begun = async (id: string) => {
        if (!accounts.has(id)) {
          const started = start(id).finally(() => {
            // Removed and added again, it has begun once more.
            if (starting.get(id) === started) starting.delete(id)
          })
          starting.set(id, started)
        }
        await starting.get(id)
      }
      await Promise.all(Array.from(ids, begun))
    },
    forget(id, error) {
      const account = accounts.get(id)
      accounts.delete(id)
      // One that has not begun is none.
      if (due.get(id)?.reason === 'resume') latest.delete(id)
      else if (account) latest.set(id, leave(account, last))
      // Its entries of the gap are lost, and the gap says so.
      if (error && due.has(id)) gone.set(id, { error, account })
      else due.delete(id)
    },
    join(id) {
      if (interruption && !due.has(id)) due.set(id, interruption)
    },
    interrupt(reason, heard, error) {
      const gap: Gap = { reason, from: heard - skew, error }
      interruption = gap
      for (const [id, account] of accounts) {
        account.expected = undefined
        if (!due.has(id)) due.set(id, gap)
      }
    },
    get due() {
      return due.size === 0 ? undefined : [...due.values()].some(isRead) ? 'read' : 'told'
    },
    async fill() {
      const to = serverTime() + 1000
      interruption = undefined
      // One that is just being added comes later.
      const begun = [...due].filter(([id]) => accounts.get(id) === latest.get(id) || !accounts.has(id))
      const all = await Promise.all(begun.map(find))
      // What was removed meanwhile is not wanted, and what was added again has an account of its own.
      const found = all.filter(({ id, gap, account }) => due.get(id) === gap && accounts.get(id) === account)
      signal.throwIfAborted()
      for (const { id } of found) {
        due.delete(id)
        gone.delete(id)
      }
      return eventsOf(found, to)
    },
    entering() {
      let device = ''
      let account: Account | undefined
      return (entry) => {
        // Fast path: to compare an id costs less than to look it up.
        if (entry.deviceId !== device) account = latest.get((device = entry.deviceId))
        return !account || enter(account, entry)
      }
    },
    silence() {
      for (const account of accounts.values()) account.expected = undefined
    },
  }
}
