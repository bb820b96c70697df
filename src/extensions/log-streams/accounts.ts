/** The accounts of a stream's devices, and when their historical logs are read: the effects around `backfill`. */
import { LogStreamError } from '../../errors/classes.ts'
import { type Account, begin, beginWith, enter, merge, missing, resumeFrom } from './backfill.ts'
import type { ReadHistory } from './history.ts'
import type { LogGap, LogGapReason, LogMessage, LogStreamEvent } from './events.ts'
import type { LogHistory, LogResumeEntry } from './options.ts'
import { fromHistory } from './parse.ts'

interface AccountsOptions {
  history: LogHistory | undefined
  /** Whether a gap is filled. */
  backfill: boolean
  /** How many entries of a new device come first. */
  last: number
  /** What the caller has of each device. */
  resume: Map<string, LogResumeEntry[]> | undefined
  signal: AbortSignal
  serverTime: () => number
}

/** Timestamps are ten seconds behind at most (ms). */
const skew = 10_000

/** Not a gap of a stream, but what its entries begin with. */
const isBeginning = (why: LogGapReason) => why === 'resume' || why === 'history'

const iso = (time: number) => new Date(time).toISOString()

interface Found {
  id: string
  why: LogGapReason
  entries: LogMessage[]
  error: unknown
}

export interface Accounts {
  /** Begins the accounts of new devices: before they are subscribed, unless it is of their history that they begin. */
  prepare(ids: Iterable<string>): Promise<void>
  forget(id: string, error?: unknown): void
  /** The stream was interrupted, and was last heard at that time. */
  interrupt(reason: LogGapReason, heard: number, error: unknown): void
  /** Whether something comes before the live entries go on; `read` when it is to be read from the history. */
  readonly due: 'read' | 'told' | undefined
  fill(): Promise<LogStreamEvent[]>
  /** Enters live events, and takes out what was yielded from the history. */
  sift(events: LogStreamEvent[]): LogStreamEvent[]
  /** Whether something may yet come that was yielded from the history; not any more when the stream is silent. */
  readonly expecting: boolean
  silence(): void
}

export function createAccounts({ history, backfill, last, resume, signal, serverTime }: AccountsOptions): Accounts {
  const accounts = new Map<string, Account & { error?: unknown }>()
  /** Devices whose history is to be read, and why. */
  const due = new Map<string, LogGapReason>()
  let gap: LogGap | undefined
  const keeps = backfill && history !== undefined

  const read = (id: string): ReadHistory =>
    async function* () {
      for await (const { data } of history!(id, { signal })) yield data.map((entry) => fromHistory(id, entry))
    }

  /** What a device's history has to give. A history that fails is no reason to do without the live entries. */
  const take = async ([id, why]: [id: string, why: LogGapReason]): Promise<Found> => {
    const account = accounts.get(id)!
    if (!keeps && !isBeginning(why)) return { id, why, entries: [], error: unfilled }
    try {
      if (why === 'history') {
        const { last: entries, ...begun } = await beginWith(read(id), last)
        if (accounts.has(id)) accounts.set(id, begun)
        return { id, why, entries, error: undefined }
      }
      const { entries, problem } = await missing(read(id), account)
      // Where nothing is known, what the history holds is all there is to have.
      const lacking = why === 'resume' && !resume?.has(id) ? undefined : problem
      const error = lacking && (account.error ?? new LogStreamError(`Entries of ${id} may be missing: ${lacking}`))
      account.error = undefined
      return { id, why, entries, error }
    } catch (error) {
      if (signal.aborted) throw error
      return { id, why, entries: [], error }
    }
  }

  const begun = async (id: string): Promise<void> => {
    const own = resume?.get(id)
    const why = own || (resume && !last) ? 'resume' : last > 0 ? 'history' : undefined
    if (why) due.set(id, why)
    // It holds its place, and nothing is entered before its history is read.
    accounts.set(id, { ...resumeFrom(own ?? []), complete: why === 'resume' && !own })
    if (why || !keeps) return
    const account = await begin(read(id)).catch((error: unknown) => {
      if (signal.aborted) throw error
      return { error }
    })
    if (accounts.has(id)) Object.assign(accounts.get(id)!, account)
  }

  /** When the entries end that the caller has. */
  const resumedAt = (ids: string[]): number => {
    const ends = ids.flatMap((id) => Date.parse(resume?.get(id)?.at(-1)?.timestamp ?? '') || [])
    return ends.length > 0 ? Math.min(...ends) - skew : 0
  }
  const unfilled = new LogStreamError(
    history ? 'Back-fill is switched off' : 'There is no historical log to fill it from',
  )

  const self: Accounts = {
    async prepare(ids) {
      await Promise.all([...ids].filter((id) => !accounts.has(id)).map(begun))
    },
    forget(id, error) {
      accounts.delete(id)
      due.delete(id)
      if (gap && error) gap = { ...gap, filled: false, error }
    },
    interrupt(reason, heard, error) {
      const devices = [...accounts.keys()].filter((id) => !due.has(id))
      if (devices.length > 0)
        gap ??= { type: 'gap', from: iso(heard - skew), to: '', reason, devices: [], filled: true, error }
      gap?.devices.push(...devices)
      for (const id of devices) due.set(id, reason)
    },
    get due() {
      const reads = keeps ? due.size > 0 : [...due.values()].some(isBeginning)
      return reads ? 'read' : gap && 'told'
    },
    async fill() {
      const to = serverTime() + 1000
      const found = await Promise.all([...due].map(take))
      for (const { id } of found) due.delete(id)
      const events: LogStreamEvent[] = []
      const part = (holds: (why: LogGapReason) => boolean) => found.filter(({ why }) => holds(why))
      const add = (part: typeof found, base?: Partial<LogGap>) => {
        const error = part.find(({ error }) => error)?.error ?? base?.error
        const devices = part.map(({ id }) => id)
        const filled = base?.filled !== false && !part.some(({ error }) => error)
        if (base)
          events.push({ type: 'gap', from: '', reason: 'history', devices, ...base, to: iso(to), filled, error })
        // One after the other: thousands of arguments are too many for one call.
        for (const entry of merge(part.map(({ entries }) => entries))) events.push(entry)
      }
      if (gap)
        add(
          part((why) => !isBeginning(why)),
          { ...gap, from: iso(Math.min(to, Date.parse(gap.from))) },
        )
      gap = undefined
      const resumed = part((why) => why === 'resume')
      if (resumed.length > 0) add(resumed, { reason: 'resume', from: iso(resumedAt(resumed.map(({ id }) => id))) })
      const begun = part((why) => why === 'history')
      const failed = begun.some(({ error }) => error)
      add(begun, failed ? { from: iso(to) } : undefined)
      return events
    },
    sift(events) {
      const expecting = self.expecting
      if (!keeps && !expecting) return events
      const isNew = (event: LogStreamEvent) => {
        const account = event.type === 'message' && accounts.get(event.deviceId)
        return !account || enter(account, event)
      }
      if (expecting) return events.filter(isNew)
      // Without a copy, for it is the way of nearly every event.
      events.forEach(isNew)
      return events
    },
    get expecting() {
      for (const { expected } of accounts.values()) if (expected) return true
      return false
    },
    silence() {
      for (const account of accounts.values()) account.expected = undefined
    },
  }
  return self
}
