import { carried, type Noted, retryAfter, textOf } from './fetch.ts'

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
  /** Where in the request the error is. */
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
  /** What the compiler says. */
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

/** The buckets that an answer told about (how-to, "API Rate-Limiting"); empty when its headers were not to be seen. */
export interface RateLimitSnapshot extends Partial<RateLimitState> {
  /** The bucket of devices taken out of production device groups. */
  unbond?: RateLimitState | undefined
}

/** The first letters of an error's `code` (how-to, "API Errors"). */
export type ErrorFamily = 'VX' | 'CX' | 'NF' | 'PX' | 'XX'

// A second copy of the package has classes of its own: the guards look for these marks instead of the classes.
const markOf = (name: string) => Symbol.for(`impcentral.${name}`)

/** Gives a class its name and its mark, on the prototype, where neither JSON nor `inspect` repeats them. */
const mark = ({ prototype }: { prototype: object }, name: string) =>
  Object.defineProperties(prototype, { name: { value: name, writable: true, configurable: true }, [markOf(name)]: {} })

/** The base of everything that the SDK throws on purpose. An abort is not one of them: the caller's own reason is thrown as it is. */
export class ImpCentralError extends Error {
  static {
    mark(this, 'ImpCentralError')
  }
  /** The name of the class, which tells the classes apart for the compiler as well. */
  declare name: string
  /** @param fields become properties of the error, `cause` the standard one. `method` and `url` are added to the message. */
  constructor(message: string, fields: object = {}) {
    const { method = 'GET', url } = fields as { method?: string; url?: string }
    const request = url === undefined ? undefined : { method, url: redactUrl(url) }
    super(request ? `${message} (${method} ${request.url})` : message, fields)
    Object.assign(this, fields, request)
  }
  /** The message and all fields, without the stack and the cause. */
  toJSON(): object {
    return Object.assign({ name: this.name, message: this.message }, this)
  }
}

/** The service answered with an error status. The subclass follows the family of the first error object's code, or else the status. */
export class ApiError extends ImpCentralError {
  static {
    mark(this, 'ApiError')
  }
  /** The HTTP status. */
  declare readonly status: number
  /** The method of the request, e.g. `GET`. */
  declare readonly method: string
  /** The URL, with keys and tokens in it replaced by `***`. */
  declare readonly url: string
  /** Every error object of the body; empty when the body had none. */
  declare readonly errors: ErrorObject[]
  /** What the answer's headers said about the rate limit. */
  declare readonly rateLimit: RateLimitSnapshot
  /** Milliseconds to wait, where the answer asked for that with `Retry-After`. */
  declare readonly retryAfter?: number
  /** The code of the first error object, e.g. `NF001`. */
  declare readonly code?: string
  /** The family of that code; without a code, what the status stands for. */
  declare readonly family: ErrorFamily
  /** Where in the request body the first error was found. */
  declare readonly pointer?: string
  /** The URL parameter that caused the first error. */
  declare readonly parameter?: string
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
  declare name: 'ValidationError'
}

/** CX: a rule of the service forbids it for now, e.g. deleting a product that still has device groups. Compile errors (`CX005`) have `diagnostics`. */
export class ConstraintError extends ApiError {
  static {
    mark(this, 'ConstraintError')
  }
  declare name: 'ConstraintError'
}

/** NF: it does not exist, or the account may not see it. */
export class NotFoundError extends ApiError {
  static {
    mark(this, 'NotFoundError')
  }
  declare name: 'NotFoundError'
}

/** PX with status 403: the account may not do that. */
export class PermissionError extends ApiError {
  static {
    mark(this, 'PermissionError')
  }
  declare name: 'PermissionError'
}

/** 429: still refused after waiting and repeating, or a request that no bucket can ever hold. */
export class RateLimitError extends ApiError {
  static {
    mark(this, 'RateLimitError')
  }
  declare name: 'RateLimitError'
}

/** XX: a failure of the service (5xx), or a request that it cannot take at all (405, 415). */
export class InternalError extends ApiError {
  static {
    mark(this, 'InternalError')
  }
  declare name: 'InternalError'
}

/** The credentials were refused: signing in or renewing failed for good, or a new token was refused too (401). */
export class AuthenticationError extends ApiError {
  static {
    mark(this, 'AuthenticationError')
  }
  declare name: 'AuthenticationError'
}

/**
 * Some devices of an `addDevices` or `removeDevices` could not be assigned or unassigned. The API is not atomic: the
 * others were.
 */
export class AssignmentError extends ApiError {
  static {
    mark(this, 'AssignmentError')
  }
  declare name: 'AssignmentError'
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
  declare name: 'TimeoutError'
  /** The limit that was reached: `attempt`, one attempt's (`timeout`), or `deadline`, the whole call's. */
  declare readonly kind: 'attempt' | 'deadline'
  /** The limit, in milliseconds. */
  declare readonly timeout: number
  /** The method of the request, e.g. `GET`. */
  declare readonly method: string
  /** The URL, with keys and tokens in it replaced by `***`. */
  declare readonly url: string
}

/** The network failed: no connection, a reset, an answer cut short. `cause` is the runtime's own error. */
export class ConnectionError extends ImpCentralError {
  static {
    mark(this, 'ConnectionError')
  }
  declare name: 'ConnectionError'
  /** The method of the request, e.g. `GET`. */
  declare readonly method: string
  /** The URL, with keys and tokens in it replaced by `***`. */
  declare readonly url: string
}

/**
 * A success status with something other than the JSON of the API behind it: a proxy's page, an answer cut short. Thrown by
 * `parseWebhook`, where there is no answer, it has none of the fields below.
 */
export class ParseError extends ImpCentralError {
  static {
    mark(this, 'ParseError')
  }
  declare name: 'ParseError'
  /** The HTTP status of the answer. */
  declare readonly status: number
  /** The method of the request, e.g. `GET`. */
  declare readonly method: string
  /** The URL, with keys and tokens in it replaced by `***`. */
  declare readonly url: string
  /** The `Content-Type` of the answer; `null` where it had none. */
  declare readonly contentType: string | null
}

/** The caller's input is wrong; nothing was sent. */
export class ArgumentError extends ImpCentralError {
  static {
    mark(this, 'ArgumentError')
  }
  declare name: 'ArgumentError'
}

/** A URL or a redirect leads away from the configured origin and base path; nothing was sent there. */
export class ConfinementError extends ImpCentralError {
  static {
    mark(this, 'ConfinementError')
  }
  declare name: 'ConfinementError'
}

/** A log stream ended for good: another holder of the account keeps taking it, or a limit stands in the way. */
export class LogStreamError extends ImpCentralError {
  static {
    mark(this, 'LogStreamError')
  }
  declare name: 'LogStreamError'
}

type Guard<T> = (error: unknown) => error is T
const guard =
  <T>(name: string): Guard<T> =>
  (error): error is T =>
    markOf(name) in Object(error)

/**
 * Whether an error is an `ImpCentralError`, of whatever class: the SDK threw it on purpose. The guards recognise errors of any
 * copy of the package, which `instanceof` does not.
 */
export const isImpCentralError: Guard<ImpCentralError> = /* @__PURE__ */ guard('ImpCentralError')
/** Whether an error is an `ApiError`: the service answered with an error status. Its subclasses count. */
export const isApiError: Guard<ApiError> = /* @__PURE__ */ guard('ApiError')
/** Whether an error is a `ValidationError`: the input is wrong (VX). */
export const isValidationError: Guard<ValidationError> = /* @__PURE__ */ guard('ValidationError')
/** Whether an error is a `ConstraintError`: a rule of the service forbids it for now (CX). */
export const isConstraintError: Guard<ConstraintError> = /* @__PURE__ */ guard('ConstraintError')
/** Whether an error is a `NotFoundError`: it does not exist, or the account may not see it (NF). */
export const isNotFoundError: Guard<NotFoundError> = /* @__PURE__ */ guard('NotFoundError')
/** Whether an error is a `PermissionError`: the account may not do that (PX, 403). */
export const isPermissionError: Guard<PermissionError> = /* @__PURE__ */ guard('PermissionError')
/** Whether an error is a `RateLimitError`: the rate limit still refused the call (429). */
export const isRateLimitError: Guard<RateLimitError> = /* @__PURE__ */ guard('RateLimitError')
/** Whether an error is an `InternalError`: the service failed, or cannot take the request at all (XX). */
export const isInternalError: Guard<InternalError> = /* @__PURE__ */ guard('InternalError')
/** Whether an error is an `AuthenticationError`: the credentials were refused. */
export const isAuthenticationError: Guard<AuthenticationError> = /* @__PURE__ */ guard('AuthenticationError')
/** Whether an error is an `AssignmentError`: some devices could not be assigned or unassigned. */
export const isAssignmentError: Guard<AssignmentError> = /* @__PURE__ */ guard('AssignmentError')
/** Whether an error is a `TimeoutError`: time was up. What `AbortSignal.timeout()` gives is not one. */
export const isTimeoutError: Guard<TimeoutError> = /* @__PURE__ */ guard('TimeoutError')
/** Whether an error is a `ConnectionError`: the network failed. */
export const isConnectionError: Guard<ConnectionError> = /* @__PURE__ */ guard('ConnectionError')
/** Whether an error is a `ParseError`: a success had something other than the JSON of the API behind it. */
export const isParseError: Guard<ParseError> = /* @__PURE__ */ guard('ParseError')
/** Whether an error is an `ArgumentError`: the caller's input is wrong, and nothing was sent. */
export const isArgumentError: Guard<ArgumentError> = /* @__PURE__ */ guard('ArgumentError')
/** Whether an error is a `ConfinementError`: a URL or a redirect led away from the base URL. */
export const isConfinementError: Guard<ConfinementError> = /* @__PURE__ */ guard('ConfinementError')
/** Whether an error is a `LogStreamError`: a log stream ended for good. */
export const isLogStreamError: Guard<LogStreamError> = /* @__PURE__ */ guard('LogStreamError')

/**
 * Does an error of `fetch` tell of the network? Every runtime words its own, some in an error that is no TypeError, and some with the system's code
 * (`ECONNRESET`). Any other TypeError is a mistake in a program, whose code begins with `ERR_` where it has one. Where no signal was aborted, a time limit
 * that was reached counts as well.
 */
export function isNetworkFailure(error: unknown): boolean {
  const { name, message, code } = Object(error) as Record<string, unknown>
  return (
    /^(Connection|Timeout)?Error$/.test(name as string) ||
    (name === 'TypeError' &&
      (isString(code)
        ? !code.startsWith('ERR_')
        : /^(fetch failed|failed to fetch|load failed|network|error sending|the )/i.test(message as string)))
  )
}

/** What an error tells about the request it belongs to. */
export interface ErrorContext {
  /** The method of the request. @default 'GET' */
  method?: string | undefined
  /** The URL of the request. Keys and tokens in it are replaced by `***` in the error. */
  url: string
  /** Texts that must not show, beyond those in the headers of a call that went through `confine`. */
  secrets?: readonly unknown[] | undefined
}

/** A URL, or a text with URLs in it, as it may be shown: without user information, login keys and refresh tokens, and what else by its name is a secret. */
export const redactUrl = (text: string): string =>
  text
    .replace(/(^|:)\/\/[^/?#\s]*@/g, '$1//')
    .replace(
      /(\/(login_key|refresh_token)s\/|[?&#;]([\w-]*[_-])?(token|key|password|secret|otp)=)[^/?&#;\s)"]+/gi,
      '$1***',
    )

/** What a runtime tells of a failure, URLs and all: made so that it can be shown, as the `cause` of an error of ours. */
export function redactCause(cause: unknown): void {
  // A getter, or a proxy, may do what it likes.
  try {
    for (let error = Object(cause), depth = 0; depth < 5; error = Object(error.cause), depth++) {
      // Node's HTTP parser adds what it could not read.
      Reflect.deleteProperty(error, 'data')
      for (const key of Object.getOwnPropertyNames(error))
        if (isString(error[key])) Reflect.set(error, key, redactUrl(error[key]))
    }
  } catch {}
}

/** `access_token`, `X-Electricimp-Key`, `unbondKey`, `password`: not `tokens_remaining` and not `monkey`. */
const secretName = /([Tt]oken|[Pp]assword|[Ss]ecret|(^|[_-])(otp|OTP)|(^|[_-])[Kk]ey|[a-z]Key)s?$/

/** Takes what nobody may see out of a text of the service. */
function hider(response: Noted, secrets: readonly unknown[] = []) {
  // Nothing shorter: replacing every "a" would leave no message.
  const hidden = secrets
    .concat(response[carried]?.())
    .filter((secret): secret is string => isString(secret) && secret.length > 3)
    // Within a text within JSON it is escaped.
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)])
  return (text: string) => redactUrl(hidden.reduce((rest, secret) => rest.replaceAll(secret, '***'), text))
}

const isString = (value: unknown): value is string => typeof value === 'string'

const families = { VX: ValidationError, CX: ConstraintError, NF: NotFoundError, PX: PermissionError, XX: InternalError }

/** What a status stands for when no code tells. */
const byStatus: Record<number, ErrorFamily> = { 400: 'VX', 401: 'PX', 403: 'PX', 404: 'NF', 409: 'CX', 422: 'VX' }

const headersOf = (bucket: string) => ['limit', 'remaining', 'reset'].map((name) => `x-ratelimit-${bucket}${name}`)
/** Made once: they are asked for at each answer. */
const bucketHeaders: Record<'requests' | 'unbond', string[]> = {
  requests: /* @__PURE__ */ headersOf(''),
  unbond: /* @__PURE__ */ headersOf('unbond-'),
}

/** One bucket's headers; `undefined` when they are not there or a browser may not read them. */
export function readRateLimit(headers: Headers, bucket: keyof typeof bucketHeaders): RateLimitState | undefined {
  const [limit, remaining, reset] = bucketHeaders[bucket].map((name) => Number.parseFloat(headers.get(name)!)) as [
    number,
    number,
    number,
  ]
  return remaining >= 0 && limit > 0 && remaining + limit < Infinity ? { limit, remaining, reset } : undefined
}

/**
 * The error that an answer with a failure status stands for. Never throws, whatever the body is.
 * @param As the class, where the caller knows better than the answer.
 */
export function apiError(
  response: Response,
  body: string,
  { method, url, secrets }: ErrorContext,
  As?: typeof ApiError,
): ApiError {
  const { status, headers } = response
  const hide = hider(response, secrets)
  let errors: ErrorObject[] = []
  let text = ''
  try {
    const answer = Object(
      JSON.parse(body, (key, value: unknown) =>
        value && value !== true && secretName.test(key)
          ? '***'
          : isString(value)
            ? hide(value)
            : value && typeof value === 'object' && !Array.isArray(value)
              ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [hide(name), inner]))
              : value,
      ),
    ) as { errors?: unknown; message?: unknown }
    const list = [answer.errors ?? []].flat().map(Object) as ErrorObject[]
    text = list
      .slice(0, 3)
      .map(({ code, title, detail, meta }) => [code, title, detail, JSON.stringify(meta)].filter(isString).join(' '))
      .join('; ')
    if (!text && isString(answer.message)) text = answer.message
    errors = list
  } catch {}
  const [first] = errors
  const string = (value: unknown) => (isString(value) ? value : undefined)
  const code = string(first?.code)
  const { pointer, parameter } = Object(first?.source) as Record<string, unknown>
  const family = (/^[VCNPX]X|^NF/.exec(code!)?.[0] ?? byStatus[status] ?? 'XX') as ErrorFamily
  const Class = As ?? (status === 429 ? RateLimitError : status === 401 ? AuthenticationError : families[family])
  return new Class(`${status} ${text || hide(response.statusText ?? '')}`.trimEnd(), {
    status,
    method,
    url: response.url || url,
    errors,
    code,
    family,
    pointer: string(pointer),
    parameter: string(parameter),
    rateLimit: { ...readRateLimit(headers, 'requests'), unbond: readRateLimit(headers, 'unbond') },
    retryAfter: retryAfter(response, Date.now()),
  })
}

/** Reads the body of a failed answer, which it bounds, and makes the error of it. Never rejects. */
export async function errorFromResponse(response: Response, context: ErrorContext): Promise<ApiError> {
  let body = ''
  try {
    body = await textOf(response)
  } catch {}
  return apiError(response, body, context)
}

/** The error of a successful answer that is not what was expected. The body is not shown: it may hold a token. */
export function parseError(expected: string, response: Response, { method, url, secrets }: ErrorContext): ParseError {
  const contentType = hider(response, secrets)(response.headers.get('content-type') ?? '') || null
  const { status } = response
  url = response.url || url
  return new ParseError(`Expected ${expected}, got ${status} ${contentType}`, { status, contentType, method, url })
}

/**
 * The JSON of a successful answer.
 *
 * @throws ParseError when it is something else
 */
export function parseJson(text: string, response: Response, context: ErrorContext): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw parseError('JSON', response, context)
  }
}

/**
 * The body of a successful answer; `undefined` when there is none.
 *
 * @throws ParseError when it is no JSON
 */
export async function parseBody(response: Response, context: ErrorContext): Promise<unknown> {
  const text = await textOf(response)
  return text ? parseJson(text, response, context) : undefined
}

/**
 * The warnings (family WA) of a parsed 2xx body. The service puts them in `meta`, beside `data` or inside it, as an array or
 * as an object that holds one; all of these are looked at.
 */
export function warningsOf(body: unknown): ErrorObject[] {
  const { data, meta } = Object(body) as Record<string, unknown>
  const found: ErrorObject[] = []
  const metas = [meta, ...(Array.isArray(data) ? data : [data]).map((item) => Object(item).meta)].filter(Boolean)
  // Most answers have none.
  if (metas[0])
    try {
      JSON.stringify(metas, (_, value) => {
        const { code } = Object(value)
        if (isString(code) && code.startsWith('WA')) found.push(value)
        return value
      })
    } catch {} // Nested too deep.
  return found
}

/** The compiler's messages in an error or a warning (`CX005`); rows and columns as numbers, whichever way the service sent them. */
export const diagnosticsOf = ({ meta }: ErrorObject): Diagnostic[] =>
  ([meta].flat() as (Record<keyof Diagnostic, string> | null | undefined)[]).flatMap((entry) =>
    entry?.file ? Object.assign({}, entry, { row: Number(entry.row), column: Number(entry.column) }) : [],
  )
