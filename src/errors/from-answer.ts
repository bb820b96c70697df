/** From an answer to the error that it stands for. Secrets are taken out here, once. */
import { textInMemory } from '../core/answer.ts'
import { retryAfter } from '../core/back-off.ts'
import { tryJson } from '../core/json.ts'
import { readRateLimits } from '../core/rate-limit-headers.ts'
import {
  type ApiError,
  AuthenticationError,
  byFamily,
  type ErrorFamily,
  ParseError,
  RateLimitError,
} from './classes.ts'
import type { ErrorObject } from './objects.ts'
import type { Redactor } from './redaction.ts'

/** The request that an answer belongs to. */
export interface RequestContext {
  /** The method of the request. @default 'GET' */
  method?: string | undefined
  /** The URL of the request, where the answer does not tell it. */
  url: string
}

/** What a status stands for when no code tells. */
const byStatus: Record<number, ErrorFamily> = { 400: 'VX', 401: 'PX', 403: 'PX', 404: 'NF', 409: 'CX', 422: 'VX' }

const textOr = (value: unknown) => (typeof value === 'string' ? value : undefined)

/** Where no API answers, its address may have been given without the version. */
const hint = (url: string) =>
  /\/v\d+(\/|$)/.test(URL.parse(url)?.pathname ?? url) ? '' : '; does the base URL lack its end, "/v5"?'

/** Whether a parsed body is an error document of the API: gateways answer in their own ways. */
export const isErrorDocument = (body: unknown): body is { errors: ErrorObject[] } => {
  const { errors } = Object(body) as { errors?: unknown }
  return Array.isArray(errors) || typeof (Object(errors) as ErrorObject).code === 'string'
}

/**
 * The error that an answer with a failure status stands for. Never throws, whatever the body is.
 * @param body The parsed body, where the answer is not in memory.
 * @param As The class, where the caller knows better than the answer.
 */
export function apiError(
  response: Response,
  { method, url }: RequestContext,
  redactor: Redactor,
  body: unknown = tryJson(textInMemory(response)),
  As?: typeof ApiError,
): ApiError {
  const { status, headers } = response
  let errors: ErrorObject[] = []
  let text = ''
  try {
    const answer = Object(redactor.value(body)) as { errors?: unknown; message?: unknown }
    const list = [answer.errors ?? []].flat().map(Object) as ErrorObject[]
    text = list
      .slice(0, 3)
      .map(({ code, title, detail, meta }) => [code, title, detail, JSON.stringify(meta)].filter(textOr).join(' '))
      .join('; ')
    if (!text) text = textOr(answer.message) ?? ''
    errors = list
  } catch {} // Nested too deep.
  const [first] = errors
  const code = textOr(first?.code)
  const { pointer, parameter } = Object(first?.source) as Record<string, unknown>
  const family = (/^([VCPX]X|NF)/.exec(code!)?.[0] ?? byStatus[status] ?? 'XX') as ErrorFamily
  const Class = As ?? (status === 429 ? RateLimitError : status === 401 ? AuthenticationError : byFamily[family])
  const reason = `${status} ${text || redactor.text(response.statusText ?? '')}`.trimEnd()
  return new Class(reason + (status === 404 && !errors[0] ? hint(response.url || url) : ''), {
    status,
    method,
    url: redactor.text(response.url || url),
    errors,
    code,
    family,
    pointer: textOr(pointer),
    parameter: textOr(parameter),
    rateLimit: readRateLimits(headers),
    retryAfter: retryAfter(response, Date.now()),
  })
}

/** The error of a successful answer that is not what was expected. The body is not shown: it may hold a token. */
export function parseError(
  expected: string,
  response: Response,
  { method, url }: RequestContext,
  redactor: Redactor,
): ParseError {
  const contentType = redactor.text(response.headers.get('content-type') ?? '') || null
  const { status } = response
  return new ParseError(`Expected ${expected}, got ${status} ${contentType}${hint(response.url || url)}`, {
    status,
    contentType,
    method,
    url: redactor.text(response.url || url),
  })
}

/**
 * The JSON of a successful answer; `undefined` when it is empty.
 *
 * @throws ParseError when it is something else
 */
export function parseAnswer(text: string, response: Response, request: RequestContext, redactor: Redactor): unknown {
  try {
    return text ? (JSON.parse(text) as unknown) : undefined
  } catch {
    throw parseError('JSON', response, request, redactor)
  }
}
