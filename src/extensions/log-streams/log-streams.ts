/** What the user has of a log stream: its options put to work, its signals followed, and changes made one after the other. */
import { LogStreamError } from '../../errors/classes.ts'
import { createApi, identify } from './connection.ts'
import { createGroup } from './group.ts'
import {
  checkLogStream,
  type LogStream,
  type LogStreamContext,
  type LogStreamDevice,
  type LogStreamOptions,
} from './options.ts'
import { createTurns } from './turns.ts'

export async function openLogStream(context: LogStreamContext, options: LogStreamOptions = {}): Promise<LogStream> {
  checkLogStream(options, context)
  const { devices = [], deviceGroup } = options
  const signals = [options.signal, context.signal].filter((signal) => !!signal)
  const api = createApi(context)
  const group = createGroup(context, options, api)

  const aborted = () => signals.find(({ aborted }) => aborted)
  const onAbort = () => void group.end({ error: aborted()!.reason })

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

  const close = async () => void (await group.end())
  const self: LogStream = {
    add: change(group.add),
    remove: change(group.remove),
    get devices() {
      return group.devices()
    },
    get state() {
      return group.state()
    },
    close,
    next: group.next,
    return: () => close().then(() => ({ value: undefined, done: true })),
    [Symbol.asyncIterator]: () => self,
    // Older browsers lack the symbol; `await using` is then compiled to the registered one.
    [Symbol.asyncDispose ?? Symbol.for('Symbol.asyncDispose')]: close,
  }

  try {
    for (const signal of signals) {
      signal.throwIfAborted()
      signal.addEventListener('abort', onAbort, { signal: api.signal })
    }
    const ids = new Set<string>()
    for (const device of devices) ids.add(await identify(api, device))
    if (deviceGroup) for await (const { id } of context.groupDevices!(deviceGroup, api)) ids.add(id)
    await group.begin(ids)
  } catch (error) {
    void group.end({ error })
    aborted()?.throwIfAborted()
    throw error
  }
  return self
}
