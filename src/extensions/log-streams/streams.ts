/** Several streams read as one: the events of all, the worst of their states, and one end. */
import { tell } from '../../core/tell.ts'
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

export interface Streams extends Pick<LogStream, 'next'> {
  /** The worst state of one of them. */
  state: () => LogStreamState
  /** Those that have not ended. */
  readonly loops: ReadonlySet<Loop>
  /** Begins one more, with these devices. `begun` is told before anything of it is read. */
  begin(ids: string[], begun: (loop: Loop) => void): Promise<void>
  /** Waits until a device is added to a stream, or removed. A stream without devices ends, but not meanwhile. */
  change(loop: Loop, work: Promise<void>): Promise<void>
  /** Ends all for good, with an error where there is one. */
  end: (failure?: { error: unknown }) => Promise<unknown>
}

/** From the best to the worst. */
const ranks: LogStreamState[] = ['open', 'connecting', 'waiting', 'closed']

export function createStreams(
  context: LogStreamContext,
  options: LogStreamOptions,
  api: Api,
  // The service took a device away without being asked to, after so many milliseconds without a word on its stream.
  onTaken: (device: string, silent: number) => void,
): Streams {
  const resume = options.resume && resumeEntries(options.resume)
  const loops = new Set<Loop>()
  const accounts = new Map<string, Account>()
  let state: LogStreamState = 'connecting'
  /** The stream to which a device is being added, or from which one is being removed. */
  let changing: Loop | undefined

  const setState = (next: LogStreamState, error?: unknown) => {
    if (state === next || state === 'closed') return
    state = next
    tell(() => options.onStateChange?.(next, error))
  }
  const rank = (error?: unknown) => {
    const worst = Math.max(...[...loops].map((loop) => ranks.indexOf(loop.state)))
    if (loops.size > 0) setState(ranks[worst]!, error)
  }
  /** `false` when it is gone already. */
  const leave = (loop: Loop) => {
    const left = loops.delete(loop)
    rank()
    return left
  }

  /** Whatever has ended already stays as it is. */
  const end = (failure?: { error: unknown }) => {
    const ended = Promise.all([...loops].map((loop) => loop.end(failure?.error)))
    api.abort(failure?.error)
    setState('closed', failure?.error)
    consumer.end(failure)
    return ended
  }

  /** Ends a stream that no device needs any more, when what the service had sent before is read; the last one stays for devices to come. */
  const quit = async (loop: Loop) => {
    if (loop !== changing && loops.size > 1 && loop.drained && leave(loop)) await loop.end()
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

  return {
    loops,
    state: () => state,
    next: consumer.next,
    end,
    async begin(ids, begun) {
      api.signal.throwIfAborted()
      const own = createApi(context)
      const kept = createAccounts(own, context.history, options, resume, accounts)
      const loop = createLoop(own, kept, ids, options, onTaken, rank)
      loops.add(loop)
      try {
        const { value } = await loop.batches.next()
        api.signal.throwIfAborted()
        begun(loop)
        consumer.push(loop, value!)
      } catch (error) {
        leave(loop)
        throw error
      }
    },
    async change(loop, work) {
      changing = loop
      try {
        await work
      } finally {
        changing = undefined
        await quit(loop)
      }
    },
  }
}
