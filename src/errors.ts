import { readBody, retryAfter } from './fetch.ts'

/** No error body of the API comes near this many bytes; what is longer is not the API's. */
export const MAX_ERROR_BODY = 1_000_000

/**
 * One error or warning object of the API (impCentral API how-to, "API Errors"). Do not rely on any key being there:
 * gateways answer in their own ways.
 */
export interface ErrorObject {
  /** Two letters of the family and three digits, e.g. `NF001`. */
  code?: string
  /** The HTTP status as text, e.g. `"404"`. In a multi-device operation it is the device's own. */
  status?: string
  /** A short name, e.g. `Resource Not Found`. */
  title?: string
  /** A sentence for people. */
  detail?: string
  source?: {
    /** The URL parameter at fault, e.g. `devicegroup_id`. */
    parameter?: string
    /** The place in the request body. */
    pointer?: string
  }
  /** Depends on the code: for `CX005` the compiler's messages; see `diagnosticsOf`. */
  meta?: unknown
}

/** A message of the compiler about one place in the code (error `CX005`, and warnings about code). */
export interface Diagnostic {
  /** `agent_code` or `device_code`. */
  file: string
  /** Counted from 1. */
  row: number
  /** Counted from 1. */
  column: number
  /** e.g. `error`. */
  type: string
  text: string
}

/** What an answer said about one bucket of the rate limit. */
export interface RateLimitState {
  /** `X-RateLimit-Limit`: the size of the bucket. */
  limit: number
  /** `X-RateLimit-Remaining`: what was left when the answer was made. */
  remaining: number
  /** `X-RateLimit-Reset` as the service sent it: milliseconds until the bucket is full, says the how-to. `NaN` when it was absent. */
  reset: number
}

/** The buckets that an answer told about (how-to, "API Rate-Limiting"). */
export interface RateLimitSnapshot extends RateLimitState {
  /** The bucket of devices taken out of production device groups, where the answer had its headers. */
  unbond?: RateLimitState
}

/** The first letters of an error's `code` (how-to, "API Errors"). */
export type ErrorFamily = 'VX' | 'CX' | 'NF' | 'PX' | 'XX'

// A second copy of the package has classes of its own: the guards look for these names instead of the classes.
const KINDS: unique symbol = Symbol.for('impcentral.kinds') as never

/** Gives a class its name, on the prototype where neither JSON nor `inspect` repeats it, and the mark that the guards look for. */
function mark(constructor: { prototype: object }, name: string) {
  const prototype: { [KINDS]?: string[] } = constructor.prototype
  Object.defineProperties(prototype, {
    name: { value: name },
    [KINDS]: { value: [name, ...(prototype[KINDS] ?? [])] },
  })
}

/** The base of everything that the SDK throws on purpose. An abort is not among it: the caller's own reason is thrown as it is. */
export class ImpCentralError extends Error {
  static {
    mark(this, 'ImpCentralError')
  }
  /** @param fields become properties of the error; `cause` becomes the standard one. */
  constructor(message: string, fields: Record<string, unknown> = {}) {
    const { cause, ...rest } = fields
    super(message, cause === undefined ? undefined : { cause })
    Object.assign(this, rest)
  }
  /** The message and all fields, without the stack and the cause. */
  toJSON(): object {
    const { name, message } = this
    return Object.assign({}, this, { name, message })
  }
}

/** What an `ApiError` is made of. */
export interface ApiErrorFields {
  /** The HTTP status. */
  status: number
  method: string
  /** The URL, with keys and tokens in it replaced by `***`. */
  url: string
  /** Every error object of the body; empty when the body had none. */
  errors: ErrorObject[]
  /** What the answer's headers said about the rate limit. */
  rateLimit?: RateLimitSnapshot | undefined
  /** Milliseconds to wait, where the answer asked for that with `Retry-After`. */
  retryAfter?: number | undefined
  cause?: unknown
}

/** The service answered with an error status. The subclass follows the family of the first error object's code, or else the status. */
export class ApiError extends ImpCentralError {
  static {
    mark(this, 'ApiError')
  }
  declare readonly status: number
  declare readonly method: string
  declare readonly url: string
  declare readonly errors: ErrorObject[]
  declare readonly rateLimit?: RateLimitSnapshot
  declare readonly retryAfter?: number
  // oxlint-disable-next-line no-useless-constructor -- the type of the fields is the point
  constructor(message: string, fields: ApiErrorFields) {
    super(message, { ...fields })
  }
  /** The code of the first error object, e.g. `NF001`. */
  get code(): string | undefined {
    return this.errors[0]?.code
  }
  /** The family of the code; without a code, what the status stands for. */
  get family(): ErrorFamily {
    return familyOf(this.status, this.errors)
  }
  /** Where in the request body the first error was found. */
  get pointer(): string | undefined {
    return this.errors[0]?.source?.pointer
  }
  /** The URL parameter that caused the first error. */
  get parameter(): string | undefined {
    return this.errors[0]?.source?.parameter
  }
  /** The compiler's messages of all error objects (`CX005`). */
  get diagnostics(): Diagnostic[] {
    return this.errors.flatMap(diagnosticsOf)
  }
}

/** VX: the input is wrong; the same request never works. `pointer` or `parameter` says where. */
export class ValidationError extends ApiError {
  static {
    mark(this, 'ValidationError')
  }
}

/** CX: a rule of the service forbids it for now, e.g. deleting a product that still has device groups. Compile errors (`CX005`) have `diagnostics`. */
export class ConstraintError extends ApiError {
  static {
    mark(this, 'ConstraintError')
  }
}

/** NF: it does not exist, or the account may not see it. */
export class NotFoundError extends ApiError {
  static {
    mark(this, 'NotFoundError')
  }
}

/** PX with status 403: the account may not do that. */
export class PermissionError extends ApiError {
  static {
    mark(this, 'PermissionError')
  }
}

/** 429: still refused after waiting and repeating, or a request that no bucket can ever hold. */
export class RateLimitError extends ApiError {
  static {
    mark(this, 'RateLimitError')
  }
}

/** XX: a failure of the service (5xx), or a request that it cannot take at all (405, 415). */
export class InternalError extends ApiError {
  static {
    mark(this, 'InternalError')
  }
}

/** The credentials were refused: signing in or renewing failed for good, or a new token was refused too (401). */
export class AuthenticationError extends ApiError {
  static {
    mark(this, 'AuthenticationError')
  }
}

/**
 * Some devices of an `addDevices` or `removeDevices` could not be assigned or unassigned. The API is not atomic: the
 * others were.
 */
export class AssignmentError extends ApiError {
  static {
    mark(this, 'AssignmentError')
  }
  /** The devices that failed, and why; without an id where the answer does not tell which device it speaks of. */
  declare readonly failures: { id?: string; error: ErrorObject }[]
  /** The ids that certainly were done. */
  declare readonly succeeded: string[]
  /** The ids that were not sent any more, or of which the answer says nothing. */
  declare readonly unsettled: string[]
}

/** Time is up. `kind` tells which limit: one attempt's, or the whole call's. */
export class TimeoutError extends ImpCentralError {
  static {
    mark(this, 'TimeoutError')
  }
  declare readonly kind: 'attempt' | 'deadline'
  /** The limit, in milliseconds. */
  declare readonly timeout: number
  declare readonly method: string
  declare readonly url: string
}

/** The network failed: no connection, a reset, an answer cut short. `cause` is the runtime's own error. */
export class ConnectionError extends ImpCentralError {
  static {
    mark(this, 'ConnectionError')
  }
  declare readonly method: string
  declare readonly url: string
}

/** A success status with something other than the JSON of the API behind it: a proxy's page, an answer cut short. */
export class ParseError extends ImpCentralError {
  static {
    mark(this, 'ParseError')
  }
  declare readonly status: number
  declare readonly method: string
  declare readonly url: string
  declare readonly contentType: string | null
}

/** The caller's input is wrong; nothing was sent. */
export class ArgumentError extends ImpCentralError {
  static {
    mark(this, 'ArgumentError')
  }
}

/** A URL or a redirect leads away from the configured origin and base path; nothing was sent there. */
export class ConfinementError extends ImpCentralError {
  static {
    mark(this, 'ConfinementError')
  }
}

/** A log stream ended for good: another holder of the account keeps taking it, or a limit stands in the way. */
export class LogStreamError extends ImpCentralError {
  static {
    mark(this, 'LogStreamError')
  }
}

type Guard<T> = (error: unknown) => error is T
const guard =
  <T>(kind: string): Guard<T> =>
  (error): error is T =>
    !!(error as { [KINDS]?: string[] } | null | undefined)?.[KINDS]?.includes(kind)

// The guards recognise errors of any copy of the package, which `instanceof` does not.
export const isImpCentralError: Guard<ImpCentralError> = /* @__PURE__ */ guard('ImpCentralError')
export const isApiError: Guard<ApiError> = /* @__PURE__ */ guard('ApiError')
export const isValidationError: Guard<ValidationError> = /* @__PURE__ */ guard('ValidationError')
export const isConstraintError: Guard<ConstraintError> = /* @__PURE__ */ guard('ConstraintError')
export const isNotFoundError: Guard<NotFoundError> = /* @__PURE__ */ guard('NotFoundError')
export const isPermissionError: Guard<PermissionError> = /* @__PURE__ */ guard('PermissionError')
export const isRateLimitError: Guard<RateLimitError> = /* @__PURE__ */ guard('RateLimitError')
export const isInternalError: Guard<InternalError> = /* @__PURE__ */ guard('InternalError')
export const isAuthenticationError: Guard<AuthenticationError> = /* @__PURE__ */ guard('AuthenticationError')
export const isAssignmentError: Guard<AssignmentError> = /* @__PURE__ */ guard('AssignmentError')
export const isTimeoutError: Guard<TimeoutError> = /* @__PURE__ */ guard('TimeoutError')
export const isConnectionError: Guard<ConnectionError> = /* @__PURE__ */ guard('ConnectionError')
export const isParseError: Guard<ParseError> = /* @__PURE__ */ guard('ParseError')
export const isArgumentError: Guard<ArgumentError> = /* @__PURE__ */ guard('ArgumentError')
export const isConfinementError: Guard<ConfinementError> = /* @__PURE__ */ guard('ConfinementError')
export const isLogStreamError: Guard<LogStreamError> = /* @__PURE__ */ guard('LogStreamError')

/**
 * Does an error of `fetch` tell of the network? Every runtime words its own: most say so in an error that is no TypeError,
 * Node gives a cause, browsers have a sentence each. Any other TypeError is a mistake in a program.
 */
export function isNetworkFailure(error: unknown): boolean {
  if (!(error instanceof Error) || isImpCentralError(error) || error.name === 'AbortError') return false
  const { name, message, cause } = error
  return (
    name === 'Error' ||
    /^(fetch failed|failed to fetch|load failed|network|terminated|error sending|the (inter)?net)/i.test(message) ||
    (name === 'TypeError' &&
      cause instanceof Error &&
      !String((cause as { code?: unknown }).code).startsWith('ERR_INVALID'))
  )
}

/** What an error tells about the request it belongs to. */
export interface ErrorContext {
  method?: string | undefined
  url: string
  /** The headers of the call: secrets among them are kept out of the error even when the service echoes them. */
  headers?: Headers | Record<string, string> | undefined
  /** More texts that must not show. */
  secrets?: (string | undefined)[] | undefined
}

/** The URL as it may be shown: without user information, login keys and refresh tokens. */
export const redactUrl = (url: string): string =>
  url.replace(/\/\/[^/?#]*@/, '//').replace(/((?:login_key|refresh_token)s\/)[^/?#]+/g, '$1***')

/** A function that replaces the secrets of a call in a text by `***`. */
export function redactor({ url, headers, secrets = [] }: ErrorContext): (text: string) => string {
  const known = secrets.concat(/(?:login_key|refresh_token)s\/([^/?#]+)/.exec(url)?.[1])
  const entries = headers instanceof Headers ? [...headers] : Object.entries(headers ?? {})
  for (const [name, value] of entries)
    if (/^(authorization|x-electricimp)/i.test(name)) known.push(value.replace(/^\w+ /, ''))
  return (text) => {
    // Nothing shorter: replacing every "a" would leave no message.
    for (const secret of known) if (secret && secret.length > 3) text = text.replaceAll(secret, '***')
    return redactUrl(text)
  }
}

const record = (value: unknown): Record<string, unknown> =>
  value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : {}

/** The compiler's messages in an error or warning object; rows and columns as numbers, whichever way the service sent them. */
export const diagnosticsOf = ({ meta }: ErrorObject): Diagnostic[] =>
  (Array.isArray(meta) ? meta : [])
    .map(record)
    .filter(({ text }) => text !== undefined)
    .map(({ file, row, column, type, text }) => ({
      file: String(file),
      row: Number(row),
      column: Number(column),
      type: String(type),
      text: String(text),
    }))

const families: Record<string, new (message: string, fields: ApiErrorFields) => ApiError> = {
  VX: ValidationError,
  CX: ConstraintError,
  NF: NotFoundError,
  PX: PermissionError,
  XX: InternalError,
}

function familyOf(status: number, errors: ErrorObject[]): ErrorFamily {
  const family = String(errors[0]?.code).slice(0, 2)
  if (family in families) return family as ErrorFamily
  if (status === 404) return 'NF'
  if (status === 401 || status === 403) return 'PX'
  if (status === 409) return 'CX'
  return status === 400 || status === 422 ? 'VX' : 'XX'
}

/** One bucket's headers; `undefined` when they are not there or a browser may not read them. */
export function readRateLimit(headers: Headers, bucket = ''): RateLimitState | undefined {
  const read = (name: string) => Number.parseFloat(headers.get(`x-ratelimit-${bucket}${name}`)!)
  const remaining = read('remaining')
  const limit = read('limit')
  return remaining >= 0 && limit > 0 ? { limit, remaining, reset: read('reset') } : undefined
}

/** Both buckets' headers. */
export function rateLimitOf(headers: Headers): RateLimitSnapshot | undefined {
  const general = readRateLimit(headers)
  const unbond = readRateLimit(headers, 'unbond-')
  return general && (unbond ? { ...general, unbond } : general)
}

/**
 * The error that an answer with a failure status stands for. Never throws, whatever the body is.
 * @param As the class, where the caller knows better than the answer.
 */
export function apiError(
  response: Response,
  body: string,
  context: ErrorContext,
  As?: new (message: string, fields: ApiErrorFields) => ApiError,
): ApiError {
  const { status, headers } = response
  const method = context.method ?? 'GET'
  const redact = redactor(context)
  let parsed: Record<string, unknown> = {}
  try {
    parsed = record(
      JSON.parse(body, (key, value: unknown) =>
        typeof value !== 'string' ? value : /token|password|secret|otp|key$/i.test(key) ? '***' : redact(value),
      ),
    )
  } catch {}
  const list = parsed['errors']
  const errors = (Array.isArray(list) ? list : []).map(record) as ErrorObject[]
  const text = errors
    .slice(0, 3)
    .map(({ code, title, detail, ...error }) =>
      [[code, title].filter(Boolean).join(' '), detail]
        .filter(Boolean)
        .concat(diagnosticsOf(error).map((d) => `${d.file}:${d.row}:${d.column} ${d.type}: ${d.text}`))
        .join(': '),
    )
    .concat(errors.length > 3 ? `and ${errors.length - 3} more` : [])
    .join('; ')
  const url = redact(context.url)
  const Class =
    As ?? (status === 429 ? RateLimitError : status === 401 ? AuthenticationError : families[familyOf(status, errors)]!)
  const said = typeof parsed['message'] === 'string' ? parsed['message'] : response.statusText
  return new Class(`${status} ${text || said} (${method} ${url})`, {
    status,
    method,
    url,
    errors,
    rateLimit: rateLimitOf(headers),
    retryAfter: retryAfter(response, Date.now()),
  })
}

/** Reads the body of a failed answer, which it bounds, and makes the error of it. Never rejects. */
export async function errorFromResponse(response: Response, context: ErrorContext): Promise<ApiError> {
  const body = await readBody(response, MAX_ERROR_BODY).catch(() => new ArrayBuffer())
  return apiError(response, new TextDecoder().decode(body), context)
}

/**
 * The JSON of a successful answer.
 *
 * @throws ParseError when it is something else. The body is not shown: it may hold a token.
 */
export function parseJson(text: string, response: Response, context: ErrorContext): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    const method = context.method ?? 'GET'
    const url = redactor(context)(context.url)
    const contentType = response.headers.get('content-type')
    const { status } = response
    throw new ParseError(`Expected JSON, got ${contentType ?? 'a body of no type'} (${status}, ${method} ${url})`, {
      status,
      method,
      url,
      contentType,
    })
  }
}

/**
 * The body of a successful answer; `undefined` when there is none.
 *
 * @throws ParseError when it is no JSON
 */
export async function parseBody(response: Response, context: ErrorContext): Promise<unknown> {
  const text = await response.text()
  return text ? parseJson(text, response, context) : undefined
}

/**
 * The warnings (family WA) of a parsed 2xx body. The service puts them in `meta`, beside `data` or inside it, as an array or
 * as an object; all of these are looked at.
 */
export function warningsOf(body: unknown): ErrorObject[] {
  const { data, meta } = record(body)
  const found = [meta, ...(Array.isArray(data) ? data : [data]).map((item) => record(item)['meta'])]
  return found
    .flatMap((meta) => (Array.isArray(meta) ? meta : [meta].concat(Object.values(record(meta)).flat())))
    .filter((entry) => String(record(entry)['code']).startsWith('WA')) as ErrorObject[]
}
