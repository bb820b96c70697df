import type { Clock } from '../../core/time.ts'
import { failure, notFound } from './failures.ts'
import { bytesOfEvent, devicesPerStream, keepAlive, streamsPerAccount, timeToOpen, unreadEvents } from './limits.ts'
import type { Random } from './random.ts'
import type { LogEntry } from './state.ts'

interface Stream {
  readonly id: string
  readonly account: string
  readonly created: number
  format: 'text' | 'json'
  /** In the order in which they were added. */
  readonly devices: Set<string>
  /** Absent until the stream is opened. */
  send: ((chunk: string) => void) | undefined
  end: ((reason?: unknown) => void) | undefined
  events: number
  silent: boolean
}

export interface LogStreams {
  create(account: string): string
  open(id: string, format: 'text' | 'json', signal: AbortSignal): ReadableStream<Uint8Array>
  add(account: string, id: string, device: string): void
  remove(account: string, id: string, device: string): void
  /** Hands an entry to every stream that has the device. */
  publish(device: string, entry: LogEntry): void
  /** A device that left the account leaves the streams too. */
  forget(device: string): void
  /** Ends connections: with a `closed` event, or as if the network had failed. */
  drop(how: 'closed' | 'reset'): void
  /** From now on the open streams carry nothing, not even comments. */
  silence(): void
}

const encoder = new TextEncoder()

export function createLogStreams(clock: Clock, random: Random): LogStreams {
  const streams = new Map<string, Stream>()

  /** The ids of streams that were not opened in time are revoked. */
  const revoke = () => {
    for (const { id, send, created } of streams.values()) {
      if (!send && clock.now() - created > timeToOpen) streams.delete(id)
    }
  }

  const find = (id: string): Stream => {
    revoke()
    const stream = streams.get(id)
    if (!stream) throw notFound({ parameter: 'logstream_id' })
    return stream
  }

  const owned = (account: string, id: string): Stream => {
    const stream = find(id)
    if (stream.account !== account) throw notFound({ parameter: 'logstream_id' })
    if (!stream.send) {
      throw failure('CX020', 'Open the log stream before you add devices to it.', { parameter: 'logstream_id' })
    }
    return stream
  }

  const event = (stream: Stream, name: 'message' | 'state_change', data: string) => {
    if (stream.silent) return
    const lines = data.split(/\r\n|\r|\n/).map((line) => `data: ${line}\n`)
    // Line readers in the field expect the data directly after the name of the event.
    stream.send?.(`id: ${++stream.events}\nevent: ${name}\n${lines.join('')}\n`)
  }

  const state = (stream: Stream, state: string, device?: string) => {
    const text = device === undefined ? state : `${state} ${device}`
    event(stream, 'state_change', stream.format === 'json' ? JSON.stringify({ state, device_id: device }) : text)
  }

  const close = (stream: Stream) => {
    streams.delete(stream.id)
    state(stream, 'closed')
    stream.end?.()
  }

  return {
    create(account) {
      revoke()
      const own = [...streams.values()].filter((stream) => stream.account === account)
      if (own.length >= streamsPerAccount) close(own[0]!)
      const id = random.hex(32)
      streams.set(id, {
        id,
        account,
        created: clock.now(),
        format: 'text',
        devices: new Set(),
        send: undefined,
        end: undefined,
        events: 0,
        silent: false,
      })
      return id
    },

    open(id, format, signal) {
      const stream = find(id)
      // A stream belongs to one connection.
      if (stream.send) throw failure('CX021', 'This log stream is open already.', { parameter: 'logstream_id' })
      let timer: unknown
      const stop = () => {
        clock.clearTimeout(timer)
        signal.removeEventListener('abort', onAbort)
        streams.delete(id)
        stream.send = undefined
      }
      const onAbort = () => stream.end?.(signal.reason)
      const source: UnderlyingDefaultSource<Uint8Array> = {
        start(controller) {
          const tick = () => {
            if (!stream.silent) stream.send?.(': keep-alive\n\n')
            timer = clock.setTimeout(tick, keepAlive)
            // A stream that a test forgot must not keep its process alive.
            ;(timer as { unref?: () => void } | undefined)?.unref?.()
          }
          stream.format = format
          stream.send = (chunk) => {
            controller.enqueue(encoder.encode(chunk))
            if ((controller.desiredSize ?? 0) < -unreadEvents) stream.end?.(new TypeError('Nobody reads the stream'))
          }
          stream.end = (reason) => {
            stop()
            stream.end = undefined
            if (reason === undefined) controller.close()
            else controller.error(reason)
          }
          signal.addEventListener('abort', onAbort, { once: true })
          timer = clock.setTimeout(tick, keepAlive)
          ;(timer as { unref?: () => void } | undefined)?.unref?.()
          state(stream, 'opened')
          if (signal.aborted) onAbort()
        },
        cancel() {
          stream.end = undefined
          stop()
        },
      }
      const size = ({ byteLength }: Uint8Array) => Math.max(1, byteLength / bytesOfEvent)
      return new ReadableStream(source, { highWaterMark: 1, size })
    },

    add(account, id, device) {
      const stream = owned(account, id)
      if (!stream.devices.has(device) && stream.devices.size >= devicesPerStream) {
        const [first] = stream.devices
        stream.devices.delete(first!)
        state(stream, 'unsubscribed', first)
      }
      stream.devices.add(device)
      state(stream, 'subscribed', device)
    },

    remove(account, id, device) {
      const stream = owned(account, id)
      if (!stream.devices.delete(device)) throw notFound({ parameter: 'device' })
      state(stream, 'unsubscribed', device)
    },

    publish(device, entry) {
      for (const stream of streams.values()) {
        if (!stream.devices.has(device)) continue
        const { ts, log_type, type, msg } = entry
        const text = `${device} ${ts} ${log_type} ${type} ${msg}`
        event(stream, 'message', stream.format === 'json' ? JSON.stringify({ device_id: device, ...entry }) : text)
      }
    },

    forget(device) {
      for (const stream of streams.values()) if (stream.devices.delete(device)) state(stream, 'unsubscribed', device)
    },

    drop(how) {
      for (const stream of streams.values()) {
        if (how === 'closed') close(stream)
        else stream.end?.(new TypeError('The connection was lost'))
      }
    },

    silence() {
      for (const stream of streams.values()) stream.silent = true
    },
  }
}
