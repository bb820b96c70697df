import { isApiError, type LogStream, type LogStreamEvent } from '../index.ts'
import type { Answer, LogStreamsClass } from '../generated/compat.ts'
import type { Connection } from './connection.ts'
import { errorOf, ImpCentralApiError, InvalidDataError } from './errors.ts'
import { compatClass } from './methods.ts'

type Format = 'text' | 'json'
type Handler<T> = ((value: T) => unknown) | null

const rethrow = (error: unknown) => {
  throw errorOf(error)
}

/** The data of an event as the service writes it. */
function dataOf(event: LogStreamEvent, format: Format): string {
  if (event.type === 'message') {
    const { deviceId: device_id, timestamp: ts, logType: log_type, entryType: type, text: msg } = event
    const entry = { device_id, ts, log_type, type, msg }
    return format === 'json' ? JSON.stringify(entry) : Object.values(entry).join(' ')
  }
  if (event.type !== 'state_change') return 'data' in event ? event.data : ''
  const { state, deviceId: device_id } = event
  return format === 'json' ? JSON.stringify({ state, device_id }) : device_id ? `${state} ${device_id}` : state
}

const Base: LogStreamsClass = compatClass('LogStreams')

/** Live logs of devices. */
export class LogStreams extends Base {
  readonly #connection: Connection
  readonly #streams = new Map<string, LogStream>()

  /** `ImpCentralApi` makes the object. */
  constructor(connection: never) {
    super(connection)
    this.#connection = connection
  }

  /**
   * Opens a log stream. When its connection is lost, a new one takes its place with the same devices, and the entries
   * missed are handed to `messageHandler`. When the service closes the stream, it ends and `errorHandler` is told.
   */
  async create(
    messageHandler: (message: string) => unknown,
    stateChangeHandler: Handler<string> = null,
    errorHandler: Handler<Error> = null,
    format: Format = 'text',
  ): Promise<Answer<'createLogStream'>> {
    if (!messageHandler) throw new InvalidDataError('Non empty "messageHandler" parameter required')
    if (!/^(text|json)$/.test(format))
      throw new InvalidDataError(`Wrong "format" parameter value: "${format as string}"`)
    const failed = (error: unknown) => this.#connection.log(`ERROR: a handler failed: ${String(error)}`)
    /** What a handler throws, or rejects with, ends nothing. */
    const tell = async <T>(handler: Handler<T>, value: T) => handler?.(value)
    const { created, stream } = await this.#connection.openLogStream(format).catch((error: unknown) => {
      if (!isApiError(error) || error.method === 'POST') return rethrow(error)
      const refused = new ImpCentralApiError(`impCentral API error HTTP/${error.status}`, error.status)
      tell(errorHandler, refused).catch(failed)
      throw refused
    })
    this.#streams.set(created.data.id, stream)
    const read = async () => {
      for await (const event of stream) {
        if (event.type === 'gap') continue
        const handler = (event as { event?: string }).event ?? event.type
        tell(handler === 'state_change' ? stateChangeHandler : messageHandler, dataOf(event, format)).catch(failed)
        // The newest stream wins. This one is gone, as the service would say.
        if (event.type === 'state_change' && event.state === 'closed')
          throw new ImpCentralApiError('impCentral API error HTTP/404', 404)
      }
    }
    read().catch((error: unknown) => tell(errorHandler, errorOf(error)).catch(failed))
    return created
  }

  override async addDevice(logStreamId: string, deviceId: string): Promise<undefined> {
    const stream = this.#open(logStreamId)
    await (stream && deviceId ? stream.add(deviceId).catch(rethrow) : super.addDevice(logStreamId, deviceId))
  }

  override async removeDevice(logStreamId: string, deviceId: string): Promise<undefined> {
    const stream = this.#open(logStreamId)
    const before = stream?.devices ?? []
    if (deviceId) await stream?.remove(deviceId).catch(rethrow)
    // A device that was not streamed: the service says what is wrong with it.
    if (before.every((id) => stream!.devices.includes(id))) await super.removeDevice(logStreamId, deviceId)
  }

  /** Ends a log stream. */
  async close(logStreamId: string): Promise<void> {
    if (!logStreamId) throw new InvalidDataError('Non empty "logStreamId" parameter required')
    const stream = this.#streams.get(logStreamId)
    if (!stream) throw new InvalidDataError(`Incorrect LogStream id: "${logStreamId}"`)
    this.#streams.delete(logStreamId)
    await stream.close()
  }

  /** The stream, while it is open. Of any other the service knows. */
  #open(logStreamId: string): LogStream | undefined {
    const stream = this.#streams.get(logStreamId)
    return stream?.state === 'closed' ? undefined : stream
  }
}
