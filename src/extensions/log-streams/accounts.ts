/** The accounts of a stream's devices, and when their historical logs are read: the effects around `backfill`. */
import { LogStreamError } from '../../errors/classes.ts'
import { type Account, begin, enter, merge, missing } from './backfill.ts'
import type { Api } from './connection.ts'
import type { LogGapReason, LogMessage, LogStreamEvent } from './events.ts'
import { historyLimit, type ReadHistory } from './history.ts'
import type { LogHistory, LogResumeEntry, LogStreamOptions } from './options.ts'
import { fromHistory } from './parse.ts'

/** What devices have in common whose history is to be read. */
interface Gap {
  reason: LogGapReason
  /** Server time (ms). */
  from: number
  error?: unknown
}

/** Timestamps are ten seconds behind at most (ms). */
const skew = 10_000

const iso = (time: number) => new Date(time).toISOString()

export interface Accounts {
  /** Begins the accounts of new devices, before they are subscribed. */
  prepare(ids: Iterable<string>): Promise<void>
  forget(id: string, error?: unknown): void
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
  /** Why some of them are gone. */
  const gone = new Map<string, unknown>()
  const keeps = backfill && history !== undefined

  /** What a stream begins with is read whether gaps are filled or not. */
  const isRead = ({ reason }: Gap) => keeps || reason === 'resume' || reason === 'history'

  const read = (id: string): ReadHistory =>
    async function* () {
      for await (const { data } of history!(id, { signal })) yield data.map((entry) => fromHistory(id, entry))
    }

  /** What a device's history has to give. */
  const take = async (id: string, gap: Gap): Promise<{ entries: LogMessage[]; error?: unknown }> => {
    const account = accounts.get(id)
    if (!account) return { entries: [], error: gone.get(id) }
    if (!isRead(gap))
      throw new LogStreamError(history ? 'Back-fill is switched off' : 'There is no historical log to fill it from')
    // Where a stream begins with all that the history holds, that is all there is to have.
    const all = (gap.reason === 'resume' || gap.reason === 'history') && account.complete && account.known.length === 0
    const { entries, problem } = await missing(read(id), account)
    const lacks = problem && !all
    return { entries, error: lacks && new LogStreamError(`Entries of ${id} may be missing: ${problem}`) }
  }

  return {
    async prepare(ids) {
      const resumed: Gap = { reason: 'resume', from: 0 }
      const begins: Gap = { reason: 'history', from: serverTime() }
      const begun = async (id: string) => {
        if (accounts.has(id)) return
        const before = latest.get(id)
        const own = before ? undefined : resume?.get(id)
        const gap = own || (resume && !before && !last) ? resumed : last ? begins : undefined
        const account: Account = { known: own?.slice(-historyLimit) ?? [], complete: gap === resumed && !own }
        accounts.set(id, account)
        const end = Date.parse(own?.at(-1)?.timestamp ?? '') - skew
        if (end) resumed.from = Math.min(end, resumed.from || end)
        if (gap) due.set(id, gap)
        // When it fails, nothing is known but what comes from now on.
        if (gap === begins || (!gap && keeps))
          Object.assign(account, await begin(read(id), last).catch(() => signal.throwIfAborted()))
        account.known.push(...(before?.known ?? []))
        account.expected = before?.expected
        latest.set(id, account)
      }
      await Promise.all(Array.from(ids, begun))
    },
    forget(id, error) {
      const account = accounts.get(id)
      accounts.delete(id)
      // One that has not begun is none.
      if (due.get(id)?.reason === 'resume') latest.delete(id)
      else if (account) {
        account.known = last ? account.known.slice(-last) : []
        account.complete = false
      }
      // Its entries of the gap are lost, and the gap says so.
      if (error && due.has(id)) gone.set(id, error)
      else due.delete(id)
    },
    interrupt(reason, heard, error) {
      const gap: Gap = { reason, from: heard - skew, error }
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
      const found = await Promise.all(
        Array.from(due, async ([id, gap]) => {
          // A history that fails is no reason to do without the live entries.
          const taken = await take(id, gap).catch((error: unknown) => ({ entries: [], error }))
          return { id, gap, ...taken }
        }),
      )
      signal.throwIfAborted()
      const events: LogStreamEvent[] = []
      for (const gap of new Set(found.map(({ gap }) => gap))) {
        const part = found.filter((one) => one.gap === gap)
        const error = part.find(({ error }) => error)?.error
        if (gap.reason !== 'history' || error)
          events.push({
            type: 'gap',
            from: iso(Math.min(to, gap.from)),
            to: iso(to),
            reason: gap.reason,
            devices: part.map(({ id }) => id),
            filled: !error,
            error: error ?? gap.error,
          })
        // One after the other: thousands of arguments are too many for one call.
        for (const entry of merge(part.map(({ entries }) => entries))) events.push(entry)
      }
      for (const { id, gap } of found) if (due.get(id) === gap) due.delete(id)
      return events
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
