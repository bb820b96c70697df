/** As many streams as the devices take, eight to each, behind one `LogStream`. */
import { systemClock } from '../../core/time.ts'
import { LogStreamError } from '../../errors/classes.ts'
import { createRedactor } from '../../errors/redaction.ts'
import { tell } from '../../core/tell.ts'
import { createAccounts } from './accounts.ts'
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

/** From the best to the worst. */
const ranks: LogStreamState[] = ['open', 'connecting', 'waiting', 'closed']

export async function openLogStream(context: LogStreamContext, options: LogStreamOptions = {}): Promise<LogStream> {
  checkLogStream(options, context)
  const {
    fetch,
    baseUrl,
    history,
    groupDevices,
    clock = systemClock,
    random = Math.random,
    redactor = createRedactor(),
  } = context
  const { devices = [], deviceGroup, streams = 8, evictOldest, signal, onStateChange } = options
  const resume = options.resume && resumeEntries(options.resume)
  const scope = new AbortController()
  const api = createApi(fetch, baseUrl, clock, scope.signal, redactor)
  const loops = new Map<Loop, LogStreamState>()
  /** In the order in which they were added, and some that are not streamed any more. */
  const order = new Set<string>()
  let state: LogStreamState = 'connecting'
  let last: Promise<unknown> = Promise.resolve()

  const setState = (next: LogStreamState, error?: unknown) => {
    if (state === next || state === 'closed') return
    state = next
    tell(() => onStateChange?.(next, error))
  }

  const stop = (loop: Loop) => loop.batches.return().catch(() => {})

  const end = (reason?: { error: unknown }) => {
    if (scope.signal.aborted) return
    signal?.removeEventListener('abort', onAbort)
    // Cancelled first, the bodies end in good order; aborted, they would fail in whatever stands between.
    for (const loop of loops.keys()) loop.drop()
    scope.abort(reason?.error)
    setState('closed', reason?.error)
    // One that waits for its consumer still has timers.
    for (const loop of loops.keys()) void stop(loop)
    consumer.end(reason)
  }
  const onAbort = () => end({ error: signal!.reason })

  /** Where there is only room for eight devices of the account, a ninth pushes out one that exists. */
  const onTaken = async (device: string): Promise<void> => {
    const exists = loops.size > 1 && (await api.request(`${api.base}/devices/${device}`).then(Boolean, () => false))
    if (!exists) return
    const message = `The service took ${device} out of its log stream when there were ${order.size}: it seems to stream eight devices of an account in all. Open the log stream with streams: 1`
    end({ error: new LogStreamError(message) })
  }

  const begin = async (ids: string[]) => {
    const accounts = createAccounts({
      history,
      backfill: options.backfill ?? true,
      last: options.history ?? 0,
      resume,
      signal: scope.signal,
      serverTime: () => api.serverTime(),
    })
    const loop: Loop = createLoop(api, accounts, ids, {
      format: options.format ?? 'json',
      idle: (options.idleTimeout ?? 90_000) || Infinity,
      random,
      onTaken: (device) => void onTaken(device),
      onState(next, error) {
        loops.set(loop, next)
        setState(ranks[Math.max(...Array.from(loops.values(), (one) => ranks.indexOf(one)))]!, error)
      },
    })
    loops.set(loop, 'connecting')
    try {
      const { value } = await loop.batches.next()
      consumer.push(loop, value!)
      scope.signal.throwIfAborted()
    } catch (error) {
      loops.delete(loop)
      void stop(loop)
      throw error
    }
    for (const id of ids) order.add(id)
  }

  const pull = async (loop: Loop) => {
    if (!loops.has(loop)) return
    try {
      const { value } = await loop.batches.next()
      if (value) consumer.push(loop, value)
    } catch (error) {
      // The last device of a stream may go while others have theirs.
      loops.delete(loop)
      if (loop.devices.size > 0 || loops.size === 0) end({ error })
    }
  }
  const consumer = createConsumer<Loop>((loop) => void pull(loop))

  const carrying = (id: string) => [...loops.keys()].find(({ devices }) => devices.has(id))
  const current = () => [...order].filter(carrying)

  const tooMany = (what: string) =>
    new LogStreamError(
      `${what}, and ${streams} log stream${streams > 1 ? 's carry' : ' carries'} ${streams * deviceLimit} devices at most: ` +
        (streams < 8 ? 'allow more streams (8 at most), or give' : 'give') +
        ' only the devices that matter',
    )

  const add = async (id: string) => {
    if (carrying(id)) return
    const room = [...loops.keys()].find(({ devices }) => devices.size < deviceLimit)
    if (!room && loops.size < streams) return begin([id])
    const loop = room ?? (evictOldest && carrying(current()[0]!))
    if (!loop) throw tooMany(`${current().length} devices are streamed already`)
    await loop.add(id)
    // Added once more, it is the latest.
    order.delete(id)
    order.add(id)
  }

  const remove = async (id: string) => {
    const loop = carrying(id)
    await loop?.remove(id)
    order.delete(id)
    if (!loop || loop.devices.size > 0 || loops.size === 1) return
    loops.delete(loop)
    await stop(loop)
  }

  /** One `add` or `remove` after the other: their order matters to the service. */
  const inTurn = (work: (id: string) => Promise<void>) => (device: LogStreamDevice) => {
    const result = last
      .then(() => identify(api, device))
      .then((id) => {
        scope.signal.throwIfAborted()
        return work(id)
      })
      .catch((error: unknown) => {
        throw scope.signal.aborted ? new LogStreamError('The log stream is closed') : error
      })
    last = result.catch(() => {})
    return result
  }

  const self: LogStream = {
    add: inTurn(add),
    remove: inTurn(remove),
    get devices() {
      return current()
    },
    get state() {
      return state
    },
    async close() {
      end()
      await Promise.all(Array.from(loops.keys(), stop))
    },
    next: () => consumer.next(),
    async return() {
      await self.close()
      return { value: undefined, done: true }
    },
    [Symbol.asyncIterator]: () => self,
    // Older browsers lack the symbol; `await using` is then compiled to the registered one.
    [Symbol.asyncDispose ?? Symbol.for('Symbol.asyncDispose')]: () => self.close(),
  }

  try {
    signal?.throwIfAborted()
    signal?.addEventListener('abort', onAbort)
    const ids = new Set<string>()
    for (const device of devices) ids.add(await identify(api, device))
    if (deviceGroup) for await (const { id } of groupDevices!(deviceGroup, scope)) ids.add(id)
    const most = streams * deviceLimit
    if (ids.size > most && !evictOldest) throw tooMany(`There are ${ids.size} devices`)
    const kept = [...ids].slice(-most)
    do await begin(kept.splice(0, deviceLimit))
    while (kept.length > 0)
  } catch (error) {
    end({ error })
    throw signal?.aborted ? signal.reason : error
  }
  return self
}
