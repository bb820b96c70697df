import type { Answer, CompatMethod } from '../generated/compat.ts'
import { mediaType, mediaTypes } from '../generated/operations.ts'
import { createRedactor } from '../errors/redaction.ts'
import * as sdk from '../index.ts'
import { ImpCentralApiError, InvalidDataError } from './errors.ts'

type Values = Record<string, unknown>
type Session = { accessToken: string; refreshToken?: string | undefined; loginKey?: string | undefined }

/** Lists are repeated keys, null is an empty value: as imp-central-api writes them. */
function queryOf(query: Values): string {
  const all = Object.entries(query).flatMap(([name, value]) => [value].flat().map((item) => [name, item ?? '', item]))
  const given = all.filter(([, , item]) => item !== undefined) as string[][]
  return given.length > 0 ? `?${new URLSearchParams(given.map((pair) => pair.slice(0, 2))).toString()}` : ''
}

function parse(text: string): unknown {
  try {
    return text ? JSON.parse(text) : undefined
  } catch {
    return text
  }
}

/** The error of an answer, with the message of imp-central-api; what the SDK says of an answer shows no secret already. */
function errorOfAnswer(status: number, body: unknown, redactor = createRedactor()): ImpCentralApiError {
  const { title, detail } = Object(Object(Object(body).errors)[0]) as { title?: string; detail?: string }
  const message = title && detail ? `${title}: ${detail}` : `impCentral API error HTTP/${status}`
  return new ImpCentralApiError(redactor.text(message), status, body)
}

/** The error of imp-central-api that takes the place of one of the SDK. */
export function errorOf(error: unknown): Error {
  if (error instanceof InvalidDataError || error instanceof ImpCentralApiError) return error
  // When a session is over, it is the call that is refused, whatever the renewal was answered.
  const status = sdk.isAuthenticationError(error) ? 401 : sdk.isApiError(error) && error.status
  if (status) return errorOfAnswer(status, { errors: (error as sdk.ApiError).errors })
  // The innermost one names what the system says, as `ECONNREFUSED`.
  const rootOf = (error: unknown): unknown =>
    Object(error).cause instanceof Error ? rootOf(Object(error).cause) : error
  return Object.assign(new InvalidDataError(`Request error: ${rootOf(error) as Error}`), { cause: error })
}

/** One endpoint and one session: the client of the SDK, and the way to the next one when the program signs in. */
export class Connection {
  readonly endpoint: string
  debug = false
  #session: Session | undefined
  #client: sdk.ImpCentral | undefined
  #latest: sdk.ImpCentral | undefined
  #created: unknown
  #opening: Promise<unknown> = Promise.resolve()
  readonly #redactor = createRedactor()
  constructor(endpoint: string | null) {
    this.endpoint = endpoint || sdk.defaultBaseUrl
  }
  get client(): sdk.ImpCentral {
    if (!this.#session) throw new InvalidDataError('Library initialization failed: access_token is not set')
    return (this.#client ??= this.#createClient(this.#session))
  }
  useSession(session: Session): void {
    // Set once more, a token does not take away what renews it.
    if (session.accessToken === this.#session?.accessToken && Object.keys(session).length === 1) return
    this.#session = session
    this.#redactor.add('session', ...Object.values(session))
    this.#client = undefined
  }
  /** Sends a call of the table, and gives the body of its answer. */
  async call(method: CompatMethod, given: Values, query: Values = {}): Promise<unknown> {
    const { verb, path, headers: named = {}, body, signsIn } = method
    try {
      const ids = Object.keys(given).filter((name) => name.endsWith('Id'))
      const target = path.replace(/\{\w+\}/g, () => encodeURIComponent(String(given[ids.shift()!])))
      // A parser takes dots for steps in the path, however they are written.
      if (/\/\.\.?(\/|$)/.test(target)) throw new InvalidDataError('An id cannot be "." or ".."')
      const headers: Record<string, string> = { accept: 'application/json' }
      for (const [name, header] of Object.entries(named)) if (given[name]) headers[header] = given[name] as string
      if (body) headers['content-type'] = mediaTypes[path] ?? mediaType
      // Signing in carries no token, so that any client will do.
      const client = signsIn ? (this.#latest ?? this.#createClient({ accessToken: 'none' })) : this.client
      const data = body?.(given)
      const init = { method: verb, headers, body: body ? JSON.stringify(data) : null }
      const url = this.endpoint.replace(/\/+$/, '') + target + queryOf(query)
      this.#redactor.addRequest(url, headers)
      if (signsIn) this.#redactor.addSignIn(Object(data) as object)
      const response = await client.fetch(url, init)
      const answer = parse(await response.text())
      this.log(`${response.ok ? '' : 'ERROR: '}HTTP/${response.status}: ${verb} ${path}`)
      if (!response.ok) throw errorOfAnswer(response.status, answer, this.#redactor)
      const { access_token: accessToken, refresh_token } = Object(answer) as Record<string, string>
      const { refreshToken = refresh_token, loginKey } = given as Partial<Session>
      if (signsIn && accessToken) this.useSession({ accessToken, refreshToken, loginKey })
      return answer
    } catch (error) {
      throw errorOf(error)
    }
  }
  /** Opens a log stream, and gives the answer that made it: one after the other, so that each finds its own. */
  async openLogStream(format: 'text' | 'json'): Promise<[sdk.LogStream, Answer<'createLogStream'>]> {
    const opened = this.#opening.then(() => this.client.logStreams.open({ format, evictOldest: true, streams: 1 }))
    const both = opened.then((stream) => [stream, this.#created] as [sdk.LogStream, Answer<'createLogStream'>])
    this.#opening = both.catch(() => {})
    return both
  }
  log(line: string): void {
    // oxlint-disable-next-line no-console -- it is what `debug` is for
    if (this.debug) console.log(line)
  }
  #createClient(auth: Session): sdk.ImpCentral {
    const fetch: sdk.Fetch = async (input, init) => {
      const response = await globalThis.fetch(input, init)
      if (init?.method === 'POST' && (typeof input === 'string' ? input : response.url).endsWith('/logstream'))
        this.#created = parse(await response.clone().text())
      return response
    }
    const logger = { debug: this.log.bind(this), warn: this.log.bind(this) }
    const { rateLimiter } = this.#latest ?? {}
    return (this.#latest = sdk.createImpCentral({ auth, baseUrl: this.endpoint, fetch, rateLimiter, logger }))
  }
}
