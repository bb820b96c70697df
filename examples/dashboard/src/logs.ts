/** The log tail of the chosen devices: one log stream, to which devices are added and from which they are removed. */
import type { ImpCentral, LogGap, LogStream, LogStreamState } from 'impcentral'

/** Lines that are kept. */
const tailLength = 400

export interface TailLine {
  key: number
  kind: 'line'
  deviceId: string
  time: string
  type: string
  text: string
  /** It was missed when the connection was lost. */
  recovered: boolean
}

export type TailEntry = TailLine | { key: number; kind: 'gap'; gap: LogGap; recovered: number }

export interface Tail {
  readonly entries: readonly TailEntry[]
  /** `idle` as long as no device is chosen. */
  readonly state: LogStreamState | 'idle'
  readonly error: unknown
  watch(device: string): void
  unwatch(device: string): void
  clear(): void
  close(): void
}

export function createTail(imp: ImpCentral, onChange: () => void): Tail {
  let entries: TailEntry[] = []
  let stream: LogStream | undefined
  let state: Tail['state'] = 'idle'
  let error: unknown
  let keys = 0
  const watched = new Set<string>()

  const push = (entry: TailEntry) => {
    entries = [...entries.slice(-tailLength + 1), entry]
    onChange()
  }

  async function follow(stream: LogStream): Promise<void> {
    let gap: Extract<TailEntry, { kind: 'gap' }> | undefined
    for await (const event of stream) {
      if (event.type === 'gap') push((gap = { key: keys++, kind: 'gap', gap: event, recovered: 0 }))
      if (event.type !== 'message') continue
      const { deviceId, timestamp: time, entryType: type, text, backfilled } = event
      // The history may be faster than the stream also when nothing is missing any more.
      const recovered = backfilled && gap !== undefined && time <= gap.gap.to
      if (recovered) gap!.recovered++
      push({ key: keys++, kind: 'line', deviceId, time, type, text, recovered })
    }
  }

  async function apply(): Promise<void> {
    if (watched.size === 0) {
      await stream?.close()
      stream = undefined
      state = 'idle'
    } else if (!stream || stream.state === 'closed') {
      stream = await imp.logStreams.open({
        devices: watched,
        onStateChange(next) {
          state = next
          onChange()
        },
      })
      follow(stream).catch(fail)
    } else {
      for (const id of stream.devices) if (!watched.has(id)) await stream.remove(id)
      for (const id of watched) await stream.add(id)
    }
    error = undefined
    onChange()
  }

  const fail = (reason: unknown) => {
    error = reason
    onChange()
  }

  // One change after the other: what is wanted may have changed again by the time it is done.
  let tail: Promise<void> = Promise.resolve()
  const settle = () => {
    tail = tail.then(apply).catch(fail)
  }

  return {
    get entries() {
      return entries
    },
    get state() {
      return state
    },
    get error() {
      return error
    },
    watch(device) {
      watched.add(device)
      settle()
    },
    unwatch(device) {
      watched.delete(device)
      settle()
    },
    clear() {
      entries = []
      onChange()
    },
    close() {
      watched.clear()
      settle()
    },
  }
}
