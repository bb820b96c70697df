/** Shows the body of an answer to an observer while its reader reads it. Nothing is read for the observer, and the answer stays the same object. */

/** What an observer is shown. What it throws harms nobody. */
export interface BodyObserver {
  /** The whole text, for a body that its reader takes into memory. */
  whole?: (text: string) => void
  /** Each piece, for a body that its reader takes as it comes. */
  piece?: (bytes: Uint8Array) => void
}

/** Pieces of a body are put together up to this size in bytes. */
const largestBody = 1 << 20

/** The body as the answer has it of its own, behind what is put in front of it here. */
function bodyOf(response: Response): () => ReadableStream<Uint8Array> | null {
  const before = Object.getOwnPropertyDescriptor(response, 'body')
  if (before) return () => (before.get ? before.get.call(response) : before.value) as Response['body']
  const prototype = Object.getPrototypeOf(response) as object
  return () => Reflect.get(prototype, 'body', response) as Response['body']
}

/** The stream itself, read only when its reader asks, piece by piece. */
function passing(
  source: () => ReadableStream<Uint8Array>,
  piece: (bytes: Uint8Array) => void,
  end: () => void,
): ReadableStream<Uint8Array> {
  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined
  const started = () => (reader ??= source().getReader())
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await started().read()
        if (done) {
          controller.close()
          end()
        } else {
          controller.enqueue(value)
          piece(value)
        }
      },
      cancel: (reason) => started().cancel(reason),
    },
    // Nothing is fetched ahead of the reader.
    { highWaterMark: 0 },
  )
}

/** Puts pieces together, and gives up on what is too large. */
function gathering(whole: (text: string) => void): { piece: (bytes: Uint8Array) => void; end: () => void } {
  let pieces: Uint8Array[] | undefined = []
  let size = 0
  return {
    piece(bytes) {
      size += bytes.length
      if (size > largestBody) pieces = undefined
      pieces?.push(bytes)
    },
    end() {
      if (!pieces) return
      const decoder = new TextDecoder()
      whole(pieces.map((bytes) => decoder.decode(bytes, { stream: true })).join('') + decoder.decode())
    },
  }
}

const quietly =
  <Value>(look: (value: Value) => void) =>
  (value: Value): void => {
    try {
      look(value)
    } catch {}
  }

/** Shows an observer what the reader of the answer reads. */
export function observeBody(response: Response, { whole, piece }: BodyObserver): Response {
  let told = false
  /** A body is told once, whichever way it was read. */
  const tell = quietly((text: string) => {
    if (!told) whole?.(text)
    told = true
  })
  if (whole) {
    const text = response.text.bind(response)
    const arrayBuffer = response.arrayBuffer.bind(response)
    // Not every runtime has it.
    const bytes = response.bytes?.bind(response)
    const readers: Partial<Pick<Response, 'text' | 'json' | 'arrayBuffer' | 'bytes'>> = {
      text: async () => {
        const read = await text()
        tell(read)
        return read
      },
      json: async () => JSON.parse(await response.text()) as unknown,
      arrayBuffer: async () => {
        const read = await arrayBuffer()
        tell(new TextDecoder().decode(read))
        return read
      },
    }
    if (bytes)
      readers.bytes = async () => {
        const read = await bytes()
        tell(new TextDecoder().decode(read))
        return read
      }
    Object.assign(response, readers)
  }
  const before = bodyOf(response)
  let body: ReadableStream<Uint8Array> | null | undefined
  return Object.defineProperty(response, 'body', {
    configurable: true,
    get() {
      if (body !== undefined) return body
      if (!before()) {
        tell('')
        return (body = null)
      }
      const gathered = whole && gathering(tell)
      body = passing(
        () => before()!,
        quietly((bytes) => (piece ?? gathered?.piece)?.(bytes)),
        quietly(() => gathered?.end()) as () => void,
      )
      return body
    },
  })
}
