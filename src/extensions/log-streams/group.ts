/** Devices dealt to as many streams as they take, eight to each. */
import { monotonic } from '../../core/time.ts'
import { LogStreamError } from '../../errors/classes.ts'
import type { Api } from './connection.ts'
import type { Loop } from './log-stream.ts'
import type { LogStreamContext, LogStreamOptions } from './options.ts'
import { createStreams, type Streams } from './streams.ts'
import { deviceLimit } from './subscription.ts'

export interface Group extends Pick<Streams, 'state' | 'next' | 'end'> {
  /** The devices that are streamed, in the order in which they were added. */
  devices: () => string[]
  /** Streams so many devices from the beginning. */
  begin(ids: Iterable<string>): Promise<void>
  add: (id: string) => Promise<void>
  remove: (id: string) => Promise<void>
}

export function createGroup(context: LogStreamContext, options: LogStreamOptions, api: Api): Group {
  const { streams: most = 8, evictOldest } = options
  /** The streams of the devices in the order in which these were added, and of some that are not streamed any more. */
  const carriers = new Map<string, Loop>()
  const now = monotonic(api.clock)
  /** When the latest stream had begun; Infinity while one begins. */
  let begun = Infinity

  /** Added once more, a device is the latest. */
  const carry = (id: string, loop: Loop) => {
    carriers.delete(id)
    carriers.set(id, loop)
  }
  const carrying = (id: string) => (carriers.get(id)?.devices.has(id) ? carriers.get(id) : undefined)
  const devices = () => [...carriers.keys()].filter(carrying)

  /**
   * A service that streams eight devices of an account in all takes one of them away as soon as a ninth is added, although the device still
   * exists. How soon that is seen depends on the consumer: after a silence the event has only just come, otherwise it may have waited
   * to be read. A device that is taken away later, or with `evictOldest`, just leaves.
   */
  const onTaken = (device: string, silent: number) => {
    if (streams.loops.size === 1 || evictOldest || now() - begun > (silent < 1000 ? 10_000 : 1000)) return
    const message = `The service took ${device} out of its log stream when there were ${carriers.size}: it seems to stream eight devices of an account in all. Open the log stream with streams: 1`
    const exists = () => streams.end({ error: new LogStreamError(message) })
    void api.request(`${api.base}/devices/${device}`).then(exists, () => {})
  }
  const streams = createStreams(context, options, api, onTaken)

  const begin = (ids: string[]) => {
    begun = Infinity
    const onBegun = (loop: Loop) => {
      for (const id of ids) carry(id, loop)
    }
    return streams.begin(ids, onBegun).finally(() => (begun = now()))
  }

  const tooMany = (what: string) => {
    const carry = `${most} log stream${most > 1 ? 's carry' : ' carries'} ${most * deviceLimit} devices at most`
    const advice = most < 8 ? 'allow more streams (8 at most), or give' : 'give'
    return new LogStreamError(`${what}, and ${carry}: ${advice} only the devices that matter`)
  }

  return {
    devices,
    state: streams.state,
    next: streams.next,
    end: streams.end,
    async begin(ids) {
      const all = [...ids]
      if (all.length > most * deviceLimit && !evictOldest) throw tooMany(`There are ${all.length} devices`)
      const kept = all.slice(-most * deviceLimit)
      do await begin(kept.splice(0, deviceLimit))
      while (kept.length > 0)
    },
    async add(id) {
      if (carrying(id)) return
      const hasRoom = (loop: Loop) => streams.loops.has(loop) && loop.devices.size < deviceLimit
      // The stream that carried it may have entries that are yet to be read.
      const room = [carriers.get(id) ?? [], ...streams.loops].flat().find(hasRoom)
      if (!room && streams.loops.size < most) return begin([id])
      const loop = room ?? (evictOldest && carrying(devices()[0]!))
      if (!loop) throw tooMany(`${devices().length} devices are streamed already`)
      await streams.change(loop, loop.add(id))
      carry(id, loop)
    },
    async remove(id) {
      const loop = carrying(id)
      if (loop) await streams.change(loop, loop.remove(id))
      carriers.delete(id)
    },
  }
}
