import { isApiError, type LogStream, type LogStreamEvent } from '../index.ts'
import type { Answer, LogStreamsClass } from '../generated/compat.ts'
import { type Connection, errorOf } from './connection.ts'
import { ImpCentralApiError, InvalidDataError } from './errors.ts'
import { compatClass } from './methods.ts'

type Format = 'text' | 'json'
type Handler<T> = ((value: T) => unknown) | null
const rethrow = (cause: unknown) => Promise.reject(errorOf(cause))
/** The data of an event as the service writes it. */
function dataOf(event: Exclude<LogStreamEvent, { type: 'gap' }>, format: Format): string {
  if ('data' in event) return event.data
  const { deviceId: device_id } = event
  const values =
    event.type === 'message'
      ? { device_id, ts: event.timestamp, log_type: event.logType, type: event.entryType, msg: event.text }
      : { state: event.state, device_id }
  const texts = Object.values(values).filter((value) => value !== undefined)
  return format === 'json' ? JSON.stringify(values) : texts.join(' ')
}

const Base: LogStreamsClass = compatClass('LogStreams')
/** Live logs of devices. */
export class LogStreams extends Base {
  readonly #connection: Connection
  readonly #streams = new Map<string, LogStream>()
  constructor(connection: never) {
    super(connection)
    this.#connection = connection
  }
  /** Opens a log stream. A lost connection is replaced, and what was missed is fetched. `errorHandler` is told when the service closes it. */
  async create(
    messageHandler: (message: string) => unknown,
    stateChangeHandler: Handler<string> = null,
    errorHandler: Handler<Error> = null,
    format: Format = 'text',
  ): Promise<Answer<'createLogStream'>> {
    if (!messageHandler) throw new InvalidDataError('Non empty "messageHandler" parameter required')
    if (!['text', 'json'].includes(format)) throw new InvalidDataError(`Wrong "format" parameter value: "${format}"`)
    const failed = (error: unknown) => this.#connection.log(`ERROR: a handler failed: ${String(error)}`)
    /** What a handler throws, or rejects with, ends nothing. */
    const tell = async <T>(handler: Handler<T>, value: T) => handler?.(value)
    const [stream, created] = await this.#connection.openLogStream(format).catch((error: unknown) => {
      if (!isApiError(error) || error.method === 'POST') return rethrow(error)
      const refused = new ImpCentralApiError(`impCentral API error HTTP/${error.status}`, error.status)
      tell(errorHandler, refused).catch(failed)
      throw refused
    })
    this.#streams.set(created.data.id, stream)
    const handle = (event: LogStreamEvent) => {
      if (event.type === 'gap') return
      const handler = (event as { event?: string }).event ?? event.type
      tell(handler === 'state_change' ? stateChangeHandler : messageHandler, dataOf(event, format)).catch(failed)
      // The newest stream wins. This one is gone, as the service would say.
      if (event.type === 'state_change' && event.state === 'closed')
        throw new ImpCentralApiError('impCentral API error HTTP/404', 404)
    }
    // What the stream begins with is told before it is handed out.
    const begun = await stream.next()
    const read = async () => {
      if (!begun.done) handle(begun.value)
      for await (const event of stream) handle(event)
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
  readonly #open = (logStreamId: string): LogStream | undefined =>
    [this.#streams.get(logStreamId)].find((stream) => stream?.state !== 'closed')
}
