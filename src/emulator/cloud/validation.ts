import { mediaTypeOf } from '../../core/headers.ts'
import type { Route } from '../../generated/emulator.js'
import type { Validate } from '../../generated/validation.js'
import { isObject } from './checks.ts'
import type { CoreRequest } from './exchange.ts'
import { failure, type Failure, invalidBody, invalidParameter, invalidUrl, tooLarge } from './failures.ts'
import { largestBody } from './limits.ts'
import { explain, pointerTo, worst } from './sentences.ts'

/** The query parameters, each once and each known to the operation. */
export function readQuery({ query: known, operation }: Route, url: URL): Map<string, string> {
  const query = new Map<string, string>()
  const values: Record<string, unknown> = {}
  for (const [name, value] of url.searchParams) {
    // One client says here already what belongs to the stream's URL.
    if (name === 'format' && operation === 'createLogStream') continue
    if (query.has(name)) throw invalidParameter(name, `${name} may be given once.`)
    query.set(name, value)
    values[name] = value
    if (known?.integers.includes(name) && /^-?\d+$/.test(value)) values[name] = Number(value)
    if (known?.lists.includes(name)) values[name] = value.split(',')
  }
  if (!known) {
    for (const name of query.keys()) throw invalidParameter(name, 'This call takes no query parameters.')
  } else if (!known.validate(values)) {
    throw badParameter(known.validate, values)
  }
  return query
}

/** The headers that the operation looks at, as far as they are there. */
export function checkHeaders({ headers: known }: Route, { header }: CoreRequest): void {
  if (!known) return
  const values: Record<string, string> = {}
  for (const name of known.names) {
    const value = header(name.toLowerCase())
    if (value !== null) values[name] = value
  }
  if (!known.validate(values)) throw badParameter(known.validate, values)
}

/** The request body: of the right media type, JSON, and of the form that the description gives it. */
export async function readBody({ body: known, operation }: Route, request: CoreRequest): Promise<unknown> {
  if (!known) return undefined
  const text = await request.text()
  // In the process nobody says how long it is.
  if (text.length > largestBody) throw tooLarge()
  if (text !== '') {
    const type = mediaTypeOf(request.header('content-type'))
    // Login keys are the one resource that the how-to creates with plain JSON.
    const plain = operation === 'createLoginKey' && type === 'application/json'
    if (!plain && !known.types.includes(type))
      throw failure('XX415', `The Content-Type of this request must be ${known.types.join(' or ')}.`)
  }
  const body = lenient(operation, text === '' ? undefined : parse(text))
  if (body === undefined) {
    if (known.required && !mayLackBody.has(operation)) throw invalidBody('', 'This call needs a request body.')
  } else if (!known.validate(body)) {
    throw badBody(known.validate, body)
  }
  return body
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw failure('VX001', 'The request body is not valid JSON.', { pointer: '' })
  }
}

/** The vendor's client sends `null`, and others `{}`, where a log stream's device stands in the path already. */
const mayLackBody = new Set(['addDeviceToLogStream', 'removeDeviceFromLogStream'])

/** Where devices are listed, the how-to lets a single one stand without the array. */
const mayLackArray = new Set(['addDevicesToDeviceGroup', 'removeDevicesFromDeviceGroup'])

/** What the service takes although it is not what the description tells clients to send. */
function lenient(operation: string, body: unknown): unknown {
  if (mayLackBody.has(operation) && (body === null || (isObject(body) && Object.keys(body).length === 0)))
    return undefined
  const single = mayLackArray.has(operation) && isObject(body) && isObject(body['data'])
  return single ? { ...body, data: [body['data']] } : body
}

function badParameter({ errors }: Validate, values: unknown): Failure {
  const { segments, detail } = explain(worst(errors), values, 'The query')
  return invalidParameter(segments[0] ?? '', detail)
}

function badBody({ errors }: Validate, body: unknown): Failure {
  const violation = worst(errors)
  const { segments, detail } = explain(violation, body, 'The request body')
  const pointer = pointerTo(segments)
  // The service has a title and a sentence of its own for this.
  if (pointer === '/data/attributes/url' && violation.keyword !== 'required') return invalidUrl()
  return invalidBody(pointer, detail)
}
