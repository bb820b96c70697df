/** Devices dealt to as many streams as they take, eight to each. */
import { tell } from '../../core/tell.ts'
import { monotonic } from '../../core/time.ts'
import { LogStreamError } from '../../errors/classes.ts'
import { createAccounts } from './accounts.ts'
import type { Account } from './backfill.ts'
import { type Api, createApi } from './connection.ts'
import { createConsumer } from './consumer.ts'
import { createLoop, type Loop } from './log-stream.ts'
import {
  type LogStream,
  type LogStreamContext,
  type LogStreamOptions,
  type LogStreamState,
  resumeEntries,
} from './options.ts'
import { deviceLimit } from './subscription.ts'

export interface Group extends Pick<LogStream, 'devices' | 'state' | 'next'> {
  /** Streams so many devices from the beginning. */
  begin(ids: Iterable<string>): Promise<void>
  add: (id: string) => Promise<void>
  remove: (id: string) => Promise<void>
  /** Ends it for good, with an error where there is one. */
  end(failure?: { error: unknown }): Promise<unknown>
}

/** From the best to the worst. */
const ranks: LogStreamState[] = ['open', 'connecting', 'waiting', 'closed']

export function createGroup(context: LogStreamContext, options: LogStreamOptions, api: Api): Group {
  const { streams = 8, evictOldest } = options
  const resume = options.resume && resumeEntries(options.resume)
  const loops = new Set<Loop>()
  /** The streams of the devices in the order in which these were added, and of some that are not streamed any more. */
  const carriers = new Map<string, Loop>()
  const accounts = new Map<string, Account>()
  let state: LogStreamState = 'connecting'
  const now = monotonic(api.clock)
  /** When the latest stream had begun; Infinity while one begins. */
  let begun = Infinity
  /** The stream to which a device is being added, or from which one is being removed. */
  let changing: Loop | undefined

  const setState = (next: LogStreamState, error?: unknown) => {
    if (state === next || state === 'closed') return
    state = next
    tell(() => options.onStateChange?.(next, error))
  }
  const rank = (error?: unknown) => {
    const worst = Math.max(...Array.from(loops, (loop) => ranks.indexOf(loop.state)))
    if (loops.size > 0) setState(ranks[worst]!, error)
  }
  /** `false` when it is gone already. */
  const leave = (loop: Loop) => {
    const left = loops.delete(loop)
    rank()
    return left
  }
  const carrying = (id: string) => (carriers.get(id)?.devices.has(id) ? carriers.get(id) : undefined)
  const current = () => [...carriers.keys()].filter(carrying)

  /** Whatever has ended already stays as it is. */
  const end = (failure?: { error: unknown }) => {
    const ended = Promise.all(Array.from(loops, (loop) => loop.end(failure?.error)))
    api.abort(failure?.error)
    setState('closed', failure?.error)
    consumer.end(failure)
    return ended
  }

  /**
   * A service that streams eight devices of an account in all takes one of them away as soon as a ninth is added, although the device still
   * exists. How soon that is seen depends on the consumer: after a silence the event has only just come, otherwise it may have waited
   * to be read. A device that is taken away later, or with `evictOldest`, just leaves.
   */
  const onTaken = (device: string, silent: number) => {
    if (loops.size === 1 || evictOldest || now() - begun > (silent < 1000 ? 10_000 : 1000)) return
    const message = `The service took ${device} out of its log stream when there were ${carriers.size}: it seems to stream eight devices of an account in all. Open the log stream with streams: 1`
    const exists = () => end({ error: new LogStreamError(message) })
    void api.request(`${api.base}/devices/${device}`).then(exists, () => {})
  }

  /** Ends a stream that no device needs any more, when what the service had sent before is read; the last one stays for devices to come. */
  const quit = async (loop: Loop) => {
    if (loop !== changing && loops.size > 1 && loop.drained && leave(loop)) await loop.end()
  }

  const change = async (loop: Loop, work: Promise<void>) => {
    changing = loop
    try {
      await work
    } finally {
      changing = undefined
      await quit(loop)
    }
  }

  const pull = async (loop: Loop) => {
    await quit(loop)
    if (!loops.has(loop)) return
    try {
      const { value } = await loop.batches.next()
      if (value) consumer.push(loop, value)
    } catch (error) {
      // The last device of a stream may go while others have theirs.
      if (leave(loop) && (loop.devices.size > 0 || loops.size === 0)) void end({ error })
    }
  }
  const consumer = createConsumer<Loop>((loop) => void pull(loop))

  const begin = async (ids: string[]) => {
    const own = createApi(context)
    const kept = createAccounts(own, context.history, options, resume, accounts)
    const loop = createLoop(own, kept, ids, options, onTaken, rank)
    loops.add(loop)
    begun = Infinity
    const { value } = await loop.batches
      .next()
      .catch((error: unknown) => {
        leave(loop)
        throw error
      })
      .finally(() => (begun = now()))
    api.signal.throwIfAborted()
    consumer.push(loop, value!)
    for (const id of ids) carriers.set(id, loop)
  }

  const tooMany = (what: string) => {
    const carry = `${streams} log stream${streams > 1 ? 's carry' : ' carries'} ${streams * deviceLimit} devices at most`
    const advice = streams < 8 ? 'allow more streams (8 at most), or give' : 'give'
    return new LogStreamError(`${what}, and ${carry}: ${advice} only the devices that matter`)
  }

  return {
    get devices() {
      return current()
    },
    get state() {
      return state
    },
    next: consumer.next,
    end,
    async begin(ids) {
      const all = [...ids]
      const most = streams * deviceLimit
      if (all.length > most && !evictOldest) throw tooMany(`There are ${all.length} devices`)
      const kept = all.slice(-most)
      do await begin(kept.splice(0, deviceLimit))
      while (kept.length > 0)
    },
    async add(id) {
      if (carrying(id)) return
      const room = [...loops].find(({ devices }) => devices.size < deviceLimit)
      if (!room && loops.size < streams) return begin([id])
      const loop = room ?? (evictOldest && carrying(current()[0]!))
      if (!loop) throw tooMany(`${current().length} devices are streamed already`)
      await change(loop, loop.add(id))
      // Added once more, it is the latest.
      carriers.delete(id)
      carriers.set(id, loop)
    },
    async remove(id) {
      const loop = carrying(id)
      if (loop) await change(loop, loop.remove(id))
      carriers.delete(id)
    },
  }
}
