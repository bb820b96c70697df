/** As many streams as the devices take, eight to each, behind one `LogStream`. */
import { tell } from '../../core/tell.ts'
import { monotonic } from '../../core/time.ts'
import { LogStreamError } from '../../errors/classes.ts'
import { createAccounts } from './accounts.ts'
import type { Account } from './backfill.ts'
import { createApi, identify } from './connection.ts'
import { createConsumer } from './consumer.ts'
import { createLoop, type Loop } from './log-stream.ts'
import {
  checkLogStream,
  type LogStream,
  type LogStreamContext,
  type LogStreamDevice,
  type LogStreamOptions,
  type LogStreamState,
  resumeEntries,
} from './options.ts'
import { deviceLimit } from './subscription.ts'
import { createTurns } from './turns.ts'

/** From the best to the worst. */
const ranks: LogStreamState[] = ['open', 'connecting', 'waiting', 'closed']

export async function openLogStream(context: LogStreamContext, options: LogStreamOptions = {}): Promise<LogStream> {
  checkLogStream(options, context)
  const { devices = [], deviceGroup, streams = 8, evictOldest } = options
  const signals = [options.signal, context.signal].filter((signal) => signal !== undefined && signal !== null)
  const resume = options.resume && resumeEntries(options.resume)
  const api = createApi(context)
  const loops = new Map<Loop, LogStreamState>()
  /** The streams of the devices in the order in which these were added, and of some that are not streamed any more. */
  const carriers = new Map<string, Loop>()
  const accounts = new Map<string, Account>()
  let state: LogStreamState = 'connecting'
  const now = monotonic(api.clock)
  /** When the latest stream had begun; Infinity while one begins. */
  let begun = Infinity

  const setState = (next: LogStreamState, error?: unknown) => {
    if (state === next || state === 'closed') return
    state = next
    tell(() => options.onStateChange?.(next, error))
  }
  const rank = (error?: unknown) => {
    const worst = Math.max(...Array.from(loops.values(), (one) => ranks.indexOf(one)))
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

  const end = (failure?: { error: unknown }) => {
    if (api.signal.aborted) return
    for (const signal of signals) signal.removeEventListener('abort', onAbort)
    for (const loop of loops.keys()) void loop.end(failure?.error)
    api.abort(failure?.error)
    setState('closed', failure?.error)
    consumer.end(failure)
  }
  const aborted = () => signals.find(({ aborted }) => aborted)
  const onAbort = () => end({ error: aborted()!.reason })

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

  const pull = async (loop: Loop) => {
    if (!loops.has(loop)) return
    try {
      const { value } = await loop.batches.next()
      if (value) consumer.push(loop, value)
    } catch (error) {
      // The last device of a stream may go while others have theirs.
      if (leave(loop) && (loop.devices.size > 0 || loops.size === 0)) end({ error })
    }
  }
  const consumer = createConsumer<Loop>((loop) => void pull(loop))

  const begin = async (ids: string[]) => {
    const own = createApi(context)
    const kept = createAccounts(own, context.history, options, resume, accounts)
    const loop: Loop = createLoop(own, kept, ids, options, onTaken, (next, error) => {
      if (loops.has(loop)) loops.set(loop, next)
      rank(error)
    })
    loops.set(loop, 'connecting')
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

  const add = async (id: string) => {
    if (carrying(id)) return
    const room = [...loops.keys()].find(({ devices }) => devices.size < deviceLimit)
    if (!room && loops.size < streams) return begin([id])
    const loop = room ?? (evictOldest && carrying(current()[0]!))
    if (!loop) throw tooMany(`${current().length} devices are streamed already`)
    await loop.add(id)
    // Added once more, it is the latest.
    carriers.delete(id)
    carriers.set(id, loop)
  }

  const remove = async (id: string) => {
    const loop = carrying(id)
    await loop?.remove(id)
    carriers.delete(id)
    if (!loop || loop.devices.size > 0 || loops.size === 1) return
    leave(loop)
    await loop.end()
  }

  // The order of `add` and `remove` matters to the service.
  const inTurn = createTurns()
  const change = (work: (id: string) => Promise<void>) => (device: LogStreamDevice) =>
    inTurn(async () => {
      try {
        const id = await identify(api, device)
        api.signal.throwIfAborted()
        await work(id)
      } catch (error) {
        throw api.signal.aborted ? new LogStreamError('The log stream is closed') : error
      }
    })

  const close = async () => {
    end()
    await Promise.all(Array.from(loops.keys(), (loop) => loop.end()))
  }
  const self: LogStream = {
    add: change(add),
    remove: change(remove),
    get devices() {
      return current()
    },
    get state() {
      return state
    },
    close,
    next: consumer.next,
    return: () => close().then(() => ({ value: undefined, done: true })),
    [Symbol.asyncIterator]: () => self,
    // Older browsers lack the symbol; `await using` is then compiled to the registered one.
    [Symbol.asyncDispose ?? Symbol.for('Symbol.asyncDispose')]: close,
  }

  try {
    for (const signal of signals) {
      signal.throwIfAborted()
      signal.addEventListener('abort', onAbort)
    }
    const ids = new Set<string>()
    for (const device of devices) ids.add(await identify(api, device))
    if (deviceGroup) for await (const { id } of context.groupDevices!(deviceGroup, api)) ids.add(id)
    const most = streams * deviceLimit
    if (ids.size > most && !evictOldest) throw tooMany(`There are ${ids.size} devices`)
    const kept = [...ids].slice(-most)
    do await begin(kept.splice(0, deviceLimit))
    while (kept.length > 0)
  } catch (error) {
    end({ error })
    aborted()?.throwIfAborted()
    throw error
  }
  return self
}
