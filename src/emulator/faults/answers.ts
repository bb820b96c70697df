import type { CoreResponse } from '../cloud/exchange.ts'
import { errorObject, Failure, type Code } from '../cloud/failures.ts'
import type { StatusOptions } from './controls.ts'

const families: Record<number, Code> = {
  400: 'VX000',
  401: 'PX100',
  403: 'PX001',
  404: 'NF001',
  409: 'CX000',
  429: 'XX429',
}

/** Statuses whose answers have no body. */
const bodiless = new Set([204, 205, 304])

/** Throws what an operation would throw, or answers as a gateway does. */
export function failed(status: number, { body: wanted = 'json', headers }: StatusOptions): CoreResponse {
  const body = bodiless.has(status) ? 'empty' : wanted
  if (body !== 'json') {
    const html = `<html><head><title>${status}</title></head><body><h1>${status}</h1></body></html>\n`
    const type = body === 'html' && { 'content-type': 'text/html' }
    const own = Object.fromEntries(new Headers(headers))
    return { status, headers: { ...type, ...own }, body: body === 'html' ? html : null }
  }
  const error = errorObject(families[status] ?? 'XX500', 'A fault that was asked for.')
  const code = status in families ? error.code : `XX${status}`
  throw new Failure(status, [{ ...error, code, status: String(status) }], headers)
}
