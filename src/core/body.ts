/**
 * Reads a stream, as chunks, to its end or until the signal aborts; then it lets the stream go.
 * @param goOn Told how many bytes there are so far: `false` ends the reading, and so does what it throws.
 */
export async function readStream(
  stream: ReadableStream<Uint8Array>,
  signal?: AbortSignal | null,
  goOn?: (bytes: number) => boolean,
): Promise<Uint8Array<ArrayBuffer>[]> {
  const reader = stream.getReader()
  const chunks: Uint8Array<ArrayBuffer>[] = []
  // A stream that is cancelled ends, also for who waits for its next chunk.
  const cancel = () => void reader.cancel().catch(() => {})
  signal?.addEventListener('abort', cancel)
  try {
    for (let size = 0, open = true; open;) {
      signal?.throwIfAborted()
      const { done, value } = await reader.read()
      if (done) break
      chunks.push(value as Uint8Array<ArrayBuffer>)
      open = goOn?.((size += value.length)) ?? true
    }
    signal?.throwIfAborted()
    return chunks
  } finally {
    signal?.removeEventListener('abort', cancel)
    cancel()
  }
}
