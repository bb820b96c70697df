import type { CoreResponse } from '../cloud/exchange.ts'

/** Server-sent events, which do not end by themselves. */
export const isStream = ({ headers }: CoreResponse): boolean => headers['content-type'] === 'text/event-stream'

/** A body that comes bit by bit and, if it breaks, does not come to its end. */
export function pieces(parts: Uint8Array[], pause: () => Promise<void>, breaks = false): ReadableStream<Uint8Array> {
  let next = 0
  return new ReadableStream({
    async pull(controller) {
      const part = parts[next++]
      if (part) {
        await pause()
        controller.enqueue(part)
      } else if (breaks) {
        controller.error(new TypeError('The connection was lost'))
      } else {
        controller.close()
      }
    },
  })
}

/** Lets a number of events through. Events and comments come one to a chunk. */
export function cut(
  body: ReadableStream<Uint8Array>,
  events: number,
  how: 'end' | 'reset' | 'mute',
): ReadableStream<Uint8Array> {
  const reader = body.getReader()
  let passed = 0
  return new ReadableStream({
    async pull(controller) {
      if (passed++ < events) {
        const { done, value } = await reader.read()
        if (done) controller.close()
        else controller.enqueue(value)
        return
      }
      if (how === 'mute') {
        // Reads on, so that the end of the connection is still noticed.
        while (!(await reader.read()).done) continue
        controller.close()
        return
      }
      await reader.cancel()
      if (how === 'end') controller.close()
      else controller.error(new TypeError('The connection was lost'))
    },
    cancel: (reason) => reader.cancel(reason),
  })
}
