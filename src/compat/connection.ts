import {
  createImpCentral,
  defaultBaseUrl,
  type Fetch,
  type ImpCentral,
  isAuthenticationError,
  type LogStream,
} from '../index.ts'
import type { Answer, CompatMethod } from '../generated/compat.ts'
import { mediaType, mediaTypes } from '../generated/operations.ts'
import { errorOf, errorOfAnswer, InvalidDataError } from './errors.ts'

interface Session {
  accessToken: string
  refreshToken?: string | undefined
  loginKey?: string | undefined
}

type LogStreamAnswer = Answer<'createLogStream'>

/** Lists are repeated keys, null is an empty value: as imp-central-api writes them. */
const queryOf = (query: Record<string, unknown>): string => {
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    for (const item of [value].flat() as string[]) if (item !== undefined) parameters.append(name, item ?? '')
  return parameters.size > 0 ? `?${parameters.toString()}` : ''
}

const parse = (text: string): unknown => {
  try {
    return text ? JSON.parse(text) : undefined
  } catch {
    return text
  }
}

/** One endpoint and one session: the client of the SDK, and the way to the next one when the program signs in. */
export class Connection {
  readonly endpoint: string
  debug = false
  #session: Session | undefined
  #client: ImpCentral | undefined
  /** Whoever signs in next gets its rate limiter. */
  #latest: ImpCentral | undefined
  #createdStream: unknown
  #opening: Promise<unknown> = Promise.resolve()

  constructor(endpoint: string | null) {
    this.endpoint = endpoint || defaultBaseUrl
  }

  /** @throws InvalidDataError before there is an access token */
  get client(): ImpCentral {
    if (!this.#session) throw new InvalidDataError('Library initialization failed: access_token is not set')
    return (this.#client ??= this.#createClient(this.#session))
  }

  /** From now on calls are made in this session. */
  useSession(session: Session): void {
    // Set once more, a token does not take away what renews it.
    if (session.accessToken === this.#session?.accessToken && Object.keys(session).length === 1) return
    this.#session = session
    this.#client = undefined
  }

  /** Sends a call of the table, and gives the body of its answer. */
  async call(
    method: CompatMethod,
    given: Record<string, unknown>,
    query: Record<string, unknown> = {},
  ): Promise<unknown> {
    const { verb, path, headers: named = {}, body, signsIn } = method
    try {
      const ids = Object.entries(given).flatMap(([name, value]) => (name.endsWith('Id') ? [String(value)] : []))
      const target = path.replace(/\{\w+\}/g, () => encodeURIComponent(ids.shift()!))
      // A parser takes dots for steps in the path, however they are written.
      if (/\/\.\.?(\/|$)/.test(target)) throw new InvalidDataError('An id cannot be "." or ".."')
      const headers: Record<string, string> = { accept: 'application/json' }
      for (const [name, header] of Object.entries(named)) if (given[name]) headers[header] = given[name] as string
      if (body) headers['content-type'] = mediaTypes[path] ?? mediaType
      // Signing in carries no token, so that any client will do.
      const client = signsIn ? (this.#latest ?? this.#createClient({ accessToken: 'none' })) : this.client
      const url = this.endpoint.replace(/\/+$/, '') + target + queryOf(query)
      const response = await client.fetch(url, {
        method: verb,
        headers,
        ...(body && { body: JSON.stringify(body(given)) }),
      })
      const answer = parse(await response.text())
      this.log(`${response.ok ? '' : 'ERROR: '}HTTP/${response.status}: ${verb} ${path}`)
      if (!response.ok) throw errorOfAnswer(response.status, answer)
      const { access_token: accessToken, refresh_token } = Object(answer) as Record<string, string>
      const { refreshToken = refresh_token, loginKey } = given as Partial<Session>
      if (signsIn && accessToken) this.useSession({ accessToken, refreshToken, loginKey })
      return answer
    } catch (error) {
      // The session is over: to the program it is the refused call that it would have been.
      throw isAuthenticationError(error) ? errorOfAnswer(401, { errors: error.errors }) : errorOf(error)
    }
  }

  /** Opens a log stream, one after the other, so that each finds the answer that made it. */
  openLogStream(format: 'text' | 'json'): Promise<{ created: LogStreamAnswer; stream: LogStream }> {
    const opened = this.#opening.then(async () => {
      const stream = await this.client.logStreams.open({ format, evictOldest: true })
      return { created: this.#createdStream as LogStreamAnswer, stream }
    })
    this.#opening = opened.catch(() => {})
    return opened
  }

  /** Prints a line, if that is wanted. */
  log(line: string): void {
    // oxlint-disable-next-line no-console -- it is what `debug` is for
    if (this.debug) console.log(line)
  }

  #createClient(auth: Session): ImpCentral {
    const fetch: Fetch = async (input, init) => {
      const response = await globalThis.fetch(input, init)
      if (init?.method === 'POST' && response.url.endsWith('/logstream'))
        this.#createdStream = parse(await response.clone().text())
      return response
    }
    const logger = { debug: (line: string) => this.log(line), warn: (line: string) => this.log(line) }
    const rateLimiter = this.#latest?.rateLimiter
    return (this.#latest = createImpCentral({ auth, baseUrl: this.endpoint, fetch, rateLimiter, logger }))
  }
}
