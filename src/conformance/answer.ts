/** One answer held against what the description has for its operation. Pure: the exchange goes on elsewhere. */
import { mediaTypeOf } from '../core/headers.ts'
import { type DescribedAnswer, type DescribedOperation, headers as described } from '../generated/conformance.js'
import type { Finding } from './difference.ts'
import { safeMediaType } from './shape.ts'
import { check } from './violations.ts'

const successes = (operation: DescribedOperation): string[] =>
  Object.keys(operation.answers).filter((status) => status.startsWith('2'))

/** What the description has for a status: for one that it does not list, what comes nearest. */
function answerFor(operation: DescribedOperation, status: number): DescribedAnswer | undefined {
  const { answers } = operation
  if (answers[status]) return answers[status]
  return status < 400 ? answers[successes(operation)[0]!] : answers['default']
}

const isType: Record<string, RegExp> = { integer: /^-?\d+$/, number: /^-?\d+(\.\d+)?$/, string: /^/ }

function headerFinding(response: Response, name: string, type: string, always: boolean): Finding | undefined {
  const value = response.headers.get(name)
  const place = `header ${name}`
  if (value !== null)
    return isType[type]!.test(value) ? undefined : { place, kind: 'wrong type', described: type, came: 'string' }
  // A browser hides the headers of another origin that it was not told to show.
  const hidden = response.type === 'cors' || response.type === 'opaque'
  return always && !hidden ? { place, kind: 'missing header', described: type, came: 'nothing' } : undefined
}

const always = Object.entries(described.always)

function headerFindings(answer: DescribedAnswer, response: Response): Finding[] {
  const found: (Finding | undefined)[] = []
  for (const [name, type] of always) found.push(headerFinding(response, name, type, true))
  for (const name of answer.headers ?? []) found.push(headerFinding(response, name, described.sometimes[name]!, false))
  return found.filter((finding) => finding !== undefined)
}

/** What a body may be: described by a validator, unknown because of its media type, or none. */
export interface Head {
  answer: DescribedAnswer
  /** The media types that are described. */
  types: string[]
  /** The media type that came, without parameters. */
  type: string
}

export function headOf(operation: DescribedOperation, response: Response): Head | undefined {
  const answer = answerFor(operation, response.status)
  if (!answer) return undefined
  const types = answer.events ? ['text/event-stream'] : Object.keys(answer.body ?? {})
  return { answer, types, type: mediaTypeOf(response.headers.get('content-type')) }
}

/** Status, headers and media type. */
export function checkHead(operation: DescribedOperation, head: Head, response: Response): Finding[] {
  const { status } = response
  const { answer, types, type } = head
  const found = headerFindings(answer, response)
  if (status < 400 && !(status in operation.answers))
    found.push({
      place: 'status',
      kind: 'undocumented status',
      described: successes(operation).join(' or '),
      came: String(status),
    })
  if (types.length > 0 && !types.includes(type))
    found.push({
      place: 'media type',
      kind: type === '' ? 'missing header' : 'media type',
      described: types.join(' or '),
      came: type === '' ? 'nothing' : safeMediaType(type),
    })
  return found
}

/** The body, once its reader has it. JSON of another media type is held against the description all the same. */
export function checkBody({ answer, types, type }: Head, text: string): Finding[] {
  if (types.length === 0)
    return text === ''
      ? []
      : [{ place: 'body', kind: 'undocumented body', described: 'no body', came: safeMediaType(type) }]
  if (answer.events || !(type === '' || types.includes(type) || /[/+]json$/.test(type))) return []
  if (text === '') return [{ place: 'body', kind: 'missing body', described: 'JSON', came: 'nothing' }]
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return [{ place: 'body', kind: 'unreadable body', described: 'JSON', came: 'another text' }]
  }
  return check(answer.body![type] ?? answer.body![types[0]!]!, value)
}
