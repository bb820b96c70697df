import type { Route, Validate, Violation } from '../../generated/emulator.js'
import type { CoreRequest } from './exchange.ts'
import { failure, type Failure, invalidBody, invalidParameter, invalidUrl } from './failures.ts'

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
    throw badParameter(worst(known.validate))
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
  if (!known.validate(values)) throw badParameter(worst(known.validate))
}

/** The request body: of the right media type, JSON, and of the form that the description gives it. */
export async function readBody({ body: known, operation }: Route, request: CoreRequest): Promise<unknown> {
  if (!known) return undefined
  const text = await request.text()
  if (text !== '') {
    const type = (request.header('content-type') ?? '').split(';')[0]!.trim().toLowerCase()
    // Login keys are the one resource that the how-to creates with plain JSON.
    const plain = operation === 'createLoginKey' && type === 'application/json'
    if (!plain && !known.types.includes(type))
      throw failure('XX415', `The Content-Type of this request must be ${known.types.join(' or ')}.`)
  }
  const body = lenient(operation, text === '' ? undefined : parse(text))
  if (body === undefined) {
    if (known.required && !mayLackBody.has(operation)) throw invalidBody('', 'This call needs a request body.')
  } else if (!known.validate(body)) {
    throw badBody(worst(known.validate))
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

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function badParameter(violation: Violation): Failure {
  const [name = ''] = segmentsAt(violation)
  return invalidParameter(name, `${name} ${messageOf(violation)}.`)
}

function badBody(violation: Violation): Failure {
  const pointer = pointerOf(violation)
  // The service has a title of its own for this.
  if (pointer === '/data/attributes/url' && violation.keyword !== 'required') return invalidUrl()
  return invalidBody(pointer, `${segmentsAt(violation).at(-1) ?? 'The request body'} ${messageOf(violation)}.`)
}

/** JSON pointer to what is wrong. */
export function pointerOf(violation: Violation): string {
  return segmentsAt(violation)
    .map((segment) => `/${segment.replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('')
}

function messageOf({ keyword, message, params }: Violation): string {
  if (keyword === 'required') return 'is missing'
  if (keyword === 'additionalProperties' || keyword === 'unevaluatedProperties') return 'is not known here'
  if (keyword === 'const') return `must be ${JSON.stringify(params['allowedValue'])}`
  if (keyword === 'enum') return `must be one of ${(params['allowedValues'] as string[]).join(', ')}`
  return (message ?? 'is wrong').replace('must NOT', 'must not')
}

/** The way from the root of the value to what is wrong, a name that is missing or too much included. */
function segmentsAt({ instancePath, keyword, params, propertyName }: Violation): string[] {
  const segments = instancePath
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'))
  const { missingProperty, additionalProperty, unevaluatedProperty, tag } = params as Record<string, string>
  const last = missingProperty ?? additionalProperty ?? unevaluatedProperty ?? propertyName ?? params['propertyName']
  if (typeof last === 'string') segments.push(last)
  if (keyword === 'discriminator' && tag !== undefined) segments.push(tag)
  return segments
}

/** Of several violations the one that says most. A validator puts what a value failed as a whole last. */
function worst({ errors }: Validate): Violation {
  const all = errors ?? []
  const last = all.at(-1) ?? { instancePath: '', keyword: '', params: {} }
  if (last.keyword !== 'oneOf' || last.instancePath !== '') return last
  // The body as a whole has several forms: what is wrong in one of them says more than what each of them lacks.
  return all.find((violation) => violation.keyword !== 'required' && violation !== last) ?? all[0]!
}
