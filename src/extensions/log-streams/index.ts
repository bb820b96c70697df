import { ImpCentralError } from '../../core/error.ts'
import type { LogStream, LogStreamContext, LogStreamOptions } from './options.ts'

/**
 * Opens a log stream. It is usable alone, with any authenticated fetch.
 *
 * The code of log streams, a third of the client's, is loaded when the first one is opened: bundlers make a file of its own of it.
 *
 * @throws ArgumentError for an option that is unknown or wrong, before anything is sent
 * @throws LogStreamError when no stream can be opened, or for more devices than the streams carry
 * @throws ImpCentralError when the code cannot be loaded
 */
export async function openLogStream(context: LogStreamContext, options?: LogStreamOptions): Promise<LogStream> {
  const loaded = await import('./log-streams.ts').catch((cause: unknown) => {
    throw new ImpCentralError('The code of log streams could not be loaded', { cause })
  })
  return loaded.openLogStream(context, options)
}
