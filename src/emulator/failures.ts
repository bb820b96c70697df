import type { ErrorTitles } from '../generated/emulator.js'

/** A code of the list in the description, `x-impcentral-error-codes`. */
export type ErrorCode = keyof ErrorTitles

/** One element of `errors` in the body of a failed call (impCentral API how-to, "API Errors"). */
export interface ErrorObject {
  code: string
  status: string
  title: string
  detail: string
  source?: { pointer?: string; parameter?: string }
  meta?: unknown
}

/** Where in the request the fault lies. */
export type Source = { pointer: string } | { parameter: string } | undefined

/** An answer that is not a success; operations throw it. */
export class Failure extends Error {
  readonly status: number
  readonly errors: ErrorObject[]
  readonly headers: Record<string, string>

  constructor(status: number, errors: ErrorObject[], headers: Record<string, string> = {}) {
    super(errors[0]?.detail)
    this.name = 'Failure'
    this.status = status
    this.errors = errors
    this.headers = headers
  }
}

/** Takes no code and no title but those of the list. */
export function errorObject<Code extends ErrorCode>(
  status: number,
  code: Code,
  title: ErrorTitles[Code],
  detail: string,
  source?: Source,
  meta?: unknown,
): ErrorObject {
  return { code, status: String(status), title, detail, ...(source && { source }), ...(meta !== undefined && { meta }) }
}

const one = <Code extends ErrorCode>(
  status: number,
  code: Code,
  title: ErrorTitles[Code],
  detail: string,
  source?: Source,
): Failure => new Failure(status, [errorObject(status, code, title, detail, source)])

export const notFound = (source?: Source): Failure =>
  one(404, 'NF001', 'Resource Not Found', 'The resource you asked for does not exist, or you may not see it.', source)

export const noSuchPath = (): Failure =>
  one(404, 'NF002', 'Path Not Found', 'There is nothing under this path of the impCentral API.')

export const malformedJson = (): Failure =>
  one(400, 'VX001', 'Malformed JSON', 'The request body is not valid JSON.', { pointer: '' })

export const invalidBody = (pointer: string, detail: string): Failure =>
  one(400, 'VX002', 'Invalid Value', detail, { pointer })

export const invalidParameter = (parameter: string, detail: string): Failure =>
  one(400, 'VX003', 'Invalid Parameter', detail, { parameter })

export const invalidUrl = (): Failure =>
  one(400, 'VX004', 'Invalid URL', 'A webhook needs an absolute URL with the scheme http or https.', {
    pointer: '/data/attributes/url',
  })

export const duplicate = (kind: string, within: string): Failure =>
  one(409, 'CX001', 'Duplicate Resource', `Names of ${kind} must be unique within ${within}.`, {
    pointer: '/data/attributes/name',
  })

export const constraint = <Code extends ErrorCode>(
  code: Code,
  title: ErrorTitles[Code],
  detail: string,
  source?: Source,
): Failure => one(409, code, title, detail, source)

export const invalidCredentials = (detail: string): Failure => one(401, 'PX100', 'Invalid Credentials', detail)

export const forbidden = (detail: string, source?: Source): Failure =>
  one(403, 'PX001', 'Invalid Permission', detail, source)

export const wrongMethod = (allow: string): Failure =>
  new Failure(405, [errorObject(405, 'XX405', 'Method Not Allowed', `This path takes ${allow}.`)], { Allow: allow })

export const wrongMediaType = (expected: string): Failure =>
  one(415, 'XX415', 'Unsupported Media Type', `The Content-Type of this request must be ${expected}.`)

export const httpsRequired = (): Failure =>
  one(403, 'XX403', 'HTTPS Required', 'Calls to the impCentral API must use HTTPS.')

export const tooManyRequests = (why = 'The bucket of requests is empty.'): Failure =>
  one(429, 'XX429', 'Rate Limit Exceeded', `${why} Repeat the request after one second.`)

/** A mistake of the emulator itself. It says what happened, as the service would not. */
export const internal = (error: unknown): Failure =>
  one(500, 'XX500', 'Internal Error', `The emulator failed: ${error instanceof Error ? error.message : String(error)}`)
