/**
 * Answers whose body is in memory. The object stays the one that `fetch` gave: it has a URL and a status that no copy could have. It can be read
 * as often as anybody likes.
 */
import { readStream } from './body.ts'

/** Gives what it is called with, in place of a new object: a class that extends it puts its private field on that. */
const Given = function (object: object) {
  return object
} as unknown as new (object: object) => object

/** Keeps the text with an answer, and a URL for one that has none. Nobody else sees them, and no inspection shows them. */
class InMemory extends Given {
  #held: { text: string; url: string }
  constructor(response: Response, text: string, url: string) {
    super(response)
    this.#held = { text, url }
  }
  static of(response: object) {
    return #held in response ? response.#held : undefined
  }
}

/** The text of an answer that is in memory; `undefined` for any other. */
export const textInMemory = (response: Response): string | undefined => InMemory.of(response)?.text

/** No `Response` can be made with a status beyond 599, which a server may well send, nor with 0, which a browser gives to a redirect. */
const copy = (response: Response) => {
  const { status, headers } = response
  return new Response(textInMemory(response) || null, { status: Math.max(200, Math.min(599, status)), headers })
}

const readers: Record<string, PropertyDescriptor & ThisType<Response>> = {
  text: {
    async value() {
      return textInMemory(this)
    },
  },
  bodyUsed: { value: false },
  body: {
    get() {
      return copy(this).body
    },
  },
}
for (const method of ['json', 'arrayBuffer', 'blob', 'bytes', 'formData', 'clone'] as const)
  readers[method] = {
    value() {
      return copy(this)[method]()
    },
  }

/** What a `Response` inherits from, with these readers in front. The runtime has one such class, and a custom `fetch` may bring others. */
const inMemory = new WeakMap<object, object>()

function withReaders(original: object): object {
  const known = inMemory.get(original)
  if (known) return known
  const url: PropertyDescriptor & ThisType<Response> = {
    get() {
      return (Reflect.get(original, 'url', this) as string) || InMemory.of(this)!.url
    },
  }
  const made = Object.create(original, { ...readers, url }) as object
  inMemory.set(original, made)
  return made
}

/** No answer of the API that tells of a failure comes near this many bytes: of a longer one the beginning is kept. */
const MAX_ERROR_BYTES = 1_000_000

/** Fast path: an answer that says how long it is, and is not compressed, is no longer than that. Across origins a browser does not show whether it is compressed. */
const isShort = ({ headers, type }: Response) =>
  type !== 'cors' &&
  Number(headers.get('content-length') ?? Infinity) < MAX_ERROR_BYTES &&
  !headers.has('content-encoding')

/** The text of a body: of a failure the beginning, of a success as far as `checkSize` does not throw. */
async function readText(
  { ok, body }: Response,
  signal: AbortSignal | null | undefined,
  checkSize: (bytes: number) => void,
): Promise<string> {
  const goOn = (bytes: number) => (ok ? (checkSize(bytes), true) : bytes < MAX_ERROR_BYTES)
  const decoder = new TextDecoder()
  let text = ''
  for (const chunk of body ? await readStream(body, signal, goOn) : []) text += decoder.decode(chunk, { stream: true })
  return text + decoder.decode()
}

/**
 * Reads the body of an answer into memory.
 * @param url What the answer is to give as its URL where it has none, as that of an emulator.
 * @param checkSize Throws when a successful answer is larger than it may be.
 */
export async function readAnswer(
  response: Response,
  url: string,
  signal: AbortSignal | null | undefined,
  checkSize: (bytes: number) => void,
): Promise<Response> {
  if (textInMemory(response) !== undefined) return response
  const text = isShort(response) ? await response.text() : await readText(response, signal, checkSize)
  if (response.ok) checkSize(text.length)
  // A custom fetch may have put readers of its own on the answer, which have read it now.
  for (const name of Object.getOwnPropertyNames(response)) if (name in readers) Reflect.deleteProperty(response, name)
  Object.setPrototypeOf(response, withReaders(Object.getPrototypeOf(response) as object))
  return new InMemory(response, text, url) as unknown as Response
}

/** The text of any answer; one that is not in memory can be read only once. */
export const textOf = async (response: Response): Promise<string> => textInMemory(response) ?? response.text()

/** Lets the connection of an answer go that nobody will read. */
export const discard = (response: Response): void => void response.body?.cancel().catch(() => {})
