import type { ErrorTitles } from '../../generated/emulator.js'
import { largestBody } from './limits.ts'

/**
 * Every error and warning code that the emulator answers with, and what goes with it: those of the list in the description
 * (`x-impcentral-error-codes`), which says what of them is on record.
 */
export const codes: { readonly [Code in keyof ErrorTitles]: { status: number; title: ErrorTitles[Code] } } = {
  VX000: { status: 400, title: 'Invalid Request' },
  VX001: { status: 400, title: 'Malformed JSON' },
  VX002: { status: 400, title: 'Invalid Value' },
  VX003: { status: 400, title: 'Invalid Parameter' },
  VX004: { status: 400, title: 'Invalid URL' },
  CX000: { status: 409, title: 'Constraint Violated' },
  CX001: { status: 409, title: 'Duplicate Resource' },
  CX002: { status: 409, title: 'Dependent Devicegroups Exist' },
  CX003: { status: 409, title: 'Flagged Deployments Exist' },
  CX004: { status: 409, title: 'Resource Flagged' },
  CX005: { status: 400, title: 'Compilation Error' },
  CX006: { status: 409, title: 'Account Limit Reached' },
  CX007: { status: 409, title: 'Devices Assigned' },
  CX008: { status: 409, title: 'Target Of Another Devicegroup' },
  CX010: { status: 409, title: 'Target In Another Product' },
  CX011: { status: 409, title: 'Assignment Refused' },
  CX012: { status: 409, title: 'Deployment Of Another Devicegroup' },
  CX013: { status: 409, title: 'Deployment Too Old' },
  CX014: { status: 409, title: 'Device Assigned' },
  CX015: { status: 409, title: 'Device Not Assigned' },
  CX016: { status: 409, title: 'Deployment Supported' },
  CX017: { status: 409, title: 'Identifier Mismatch' },
  CX020: { status: 409, title: 'Log Stream Not Open' },
  CX021: { status: 400, title: 'Log Stream In Use' },
  NF001: { status: 404, title: 'Resource Not Found' },
  NF002: { status: 404, title: 'Path Not Found' },
  NF003: { status: 404, title: 'Device Not In Devicegroup' },
  PX001: { status: 403, title: 'Invalid Permission' },
  PX100: { status: 401, title: 'Invalid Credentials' },
  PX200: { status: 403, title: 'One-Time Password Required' },
  WA001: { status: 201, title: 'Unsupported Library Version' },
  XX403: { status: 403, title: 'HTTPS Required' },
  XX405: { status: 405, title: 'Method Not Allowed' },
  XX413: { status: 413, title: 'Request Too Large' },
  XX415: { status: 415, title: 'Unsupported Media Type' },
  XX429: { status: 429, title: 'Rate Limit Exceeded' },
  XX500: { status: 500, title: 'Internal Error' },
}

export type Code = keyof typeof codes

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

export function errorObject(code: Code, detail: string, source?: Source, meta?: unknown): ErrorObject {
  const { status, title } = codes[code]
  return { code, status: String(status), title, detail, ...(source && { source }), ...(meta !== undefined && { meta }) }
}

/** A failure with one error and the status that its code has. */
export const failure = (code: Code, detail: string, source?: Source, meta?: unknown): Failure =>
  new Failure(codes[code].status, [errorObject(code, detail, source, meta)])

export const notFound = (source?: Source): Failure =>
  failure('NF001', 'The resource you asked for does not exist, or you may not see it.', source)

export const forbidden = (detail: string, source?: Source): Failure => failure('PX001', detail, source)

export const invalidCredentials = (detail: string): Failure => failure('PX100', detail)

export const invalidBody = (pointer: string, detail: string): Failure => failure('VX002', detail, { pointer })

export const invalidParameter = (parameter: string, detail: string): Failure => failure('VX003', detail, { parameter })

export const invalidUrl = (): Failure =>
  failure('VX004', 'The provided URL is invalid.', { pointer: '/data/attributes/url' })

/** @param kind - how the service calls these things in its sentence: `Products`, `Devicegroups`. */
export const duplicate = (kind: string): Failure =>
  failure('CX001', `${kind} must have unique names.`, { pointer: '/data/attributes/name' })

export const tooManyRequests = (why = 'The bucket of requests is empty.'): Failure =>
  failure('XX429', `${why} Repeat the request after one second.`)

export const tooLarge = (): Failure => failure('XX413', `A request body may have ${largestBody} bytes at most.`)

export const wrongMethod = (allow: string): Failure =>
  new Failure(405, [errorObject('XX405', `This path takes ${allow}.`)], { Allow: allow })
