/** Looks on while the owner of an answer reads it. Nothing is read for the onlooker, and the answer stays the same object. */

/** Whoever looks on. What it throws harms nobody. */
export interface Onlooker {
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

/** Shows an onlooker what the reader of the answer reads. */
export function watch(response: Response, { whole, piece }: Onlooker): Response {
  const quietly =
    <Value>(look: (value: Value) => void) =>
    (value: Value) => {
      try {
        look(value)
      } catch {}
    }
  let told = false
  /** A body is told once, whichever way it was read. */
  const tell = quietly((text: string) => {
    if (!told) whole?.(text)
    told = true
  })
  const own: PropertyDescriptorMap = {}
  const define = (name: string, value: unknown) => (own[name] = { value, configurable: true, writable: true })
  if (whole) {
    const text = response.text.bind(response)
    define('text', () =>
      text().then((read) => {
        tell(read)
        return read
      }),
    )
    define('json', () => (own['text']!.value as typeof text)().then((read) => JSON.parse(read) as unknown))
    for (const name of ['arrayBuffer', 'bytes'] as const) {
      // Not every runtime has `bytes`.
      const read = response[name]?.bind(response) as (() => Promise<ArrayBuffer>) | undefined
      if (read)
        define(name, () =>
          read().then((bytes) => {
            tell(new TextDecoder().decode(bytes))
            return bytes
          }),
        )
    }
  }
  const before = bodyOf(response)
  let body: ReadableStream<Uint8Array> | null | undefined
  own['body'] = {
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
  }
  return Object.defineProperties(response, own)
}
