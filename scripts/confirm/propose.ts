/** From a report to what may be changed in the YAML. Nothing is edited: a maintainer reads it and decides. */
import type { Answer, Report } from '../../src/conformance/check/report.ts'
import type { Difference } from '../../src/conformance/difference.ts'
import { extension, fill, isTemplate, type Questions } from '../questions.ts'
import { type Place, type Sources, textOf } from './sources.ts'

/** What to change, and where. */
export interface Proposal {
  /** File and line, as from the folder of the description. */
  place: string
  /** Why. */
  because: string
  /** What to do. */
  change: string
}

const at = ({ file, line }: Place) => `${file}:${line}`

/** The part of a description that says what is not certain. */
const doubt = /\s*(?:\(Unconfirmed\)|Unconfirmed:\s*(?<said>[^.]*(?:`[^`]*`[^.]*)*)\.)/

/** What a text says once its doubt is gone: a statement becomes a sentence, what was in question just goes. */
export function withoutDoubt(text: string): string | undefined {
  const found = doubt.exec(text)
  // Several doubts, or several parts of one: whoever reads the report knows which one was settled.
  if (!found || text.split(/unconfirmed/i).length > 2 || found.groups?.['said']?.includes(';')) return undefined
  const said = found.groups?.['said']?.trim() ?? ''
  const open = said === '' || /^(the|whether|that|what|which|names|all|everything|other|everything but)\b/.test(said)
  const sentence = open ? '' : ` ${said[0]!.toUpperCase()}${said.slice(1)}.`
  return text
    .replace(doubt, () => sentence)
    .replaceAll(/\s+/g, ' ')
    .trim()
}

function settled(id: string, { answer, came }: Answer, text: string): string {
  if (answer === 'no') {
    const what = came === undefined ? '' : ` What came: ${came}.`
    return `It is otherwise.${what} Say so in the description, in place of the doubt, and take away ${id} below ${extension}.`
  }
  const proposed = withoutDoubt(text)
  return proposed === undefined
    ? `Take the doubt about it out of the text by hand, and ${id} below ${extension}.`
    : `Take away ${id} below ${extension}. Proposed text:\n  description: ${JSON.stringify(proposed)}`
}

/** The operations that give an answer, with its status. */
const usersOf = (sources: Sources, response: Place): { operation: string; status: string }[] =>
  [...sources.operations].flatMap(([operation, place]) => {
    const responses = sources.child(place, 'responses')
    return Object.keys(Object(sources.valueOf(place, 'responses')) as object).flatMap((status) => {
      const its = sources.child(responses, status)
      return its?.file === response.file && its.line === response.line ? [{ operation, status }] : []
    })
  })

function statusChange(sources: Sources, operation: string, status: string, came = 'another status'): string {
  const its = sources.operations.get(operation)
  const where = its ? ` (${at(its)})` : ''
  return `${operation}${where} answers ${came}, not ${status}: take ${status} out of its responses, and list the status that came.`
}

/** What the answers of a report settle. */
export function* proposeAnswers(sources: Sources, { questions }: Pick<Report, 'questions'>): Generator<Proposal> {
  const answers = questions as Record<string, Answer | undefined>
  for (const place of sources.maps()) {
    const asked = sources.valueOf(place, extension) as Questions | undefined
    const text = textOf(sources.child(place, 'description'))
    for (const [id, question] of Object.entries(asked ?? {})) {
      if (!isTemplate(id)) {
        const answer = answers[id]
        if (answer && answer.answer !== 'unknown')
          yield { place: at(place), because: `${question} ${answer.answer}`, change: settled(id, answer, text) }
        continue
      }
      // One answer for several operations: its doubt goes when all of them are settled, and agree.
      const users = usersOf(sources, place).map(({ operation, status }) => ({
        operation,
        status,
        answer: answers[fill(id, operation, status)],
      }))
      const known = users.filter(({ answer }) => answer && answer.answer !== 'unknown')
      for (const { operation, status, answer } of known)
        if (answer!.answer === 'no')
          yield {
            place: at(place),
            because: `Does ${operation} answer ${status} in this case? no`,
            change: statusChange(sources, operation, status, answer!.came),
          }
      if (known.length > 0 && known.length === users.length && known.every(({ answer }) => answer!.answer === 'yes'))
        yield {
          place: at(place),
          because: `${known.map(({ operation, status }) => `${operation} ${status}`).join(', ')}: yes`,
          change: settled(id, { answer: 'yes' }, text),
        }
    }
  }
}

/** The schema to which a JSON pointer of an answer leads, as far as there is one. */
function schemaAt(sources: Sources, start: Place | undefined, pointer: string): Place | undefined {
  let found = start
  for (const part of pointer.split('/').slice(1)) {
    const next = part === '*' ? sources.child(found, 'items') : sources.child(sources.child(found, 'properties'), part)
    if (!next) break
    found = next
  }
  return found
}

function schemaOf(sources: Sources, { operation, status }: Difference): Place | undefined {
  const responses = sources.child(sources.operations.get(operation ?? ''), 'responses')
  const response =
    sources.child(responses, String(status)) ??
    sources.child(responses, status < 400 ? '200' : 'default') ??
    sources.child(responses, '201')
  const content = sources.child(response, 'content')
  for (const type of ['application/vnd.api+json', 'application/json']) {
    const schema = sources.child(sources.child(content, type), 'schema')
    if (schema) return schema
  }
  return response
}

const typeOf = (came: string) => /^(string|integer|number|boolean|object|array|null)/.exec(came)?.[1] ?? 'string'

function changeFor({ kind, place, came }: Difference): string {
  const name = place.split('/').at(-1)!
  switch (kind) {
    case 'undocumented property':
      return `Describe it:\n  ${name}:\n    type: ${typeOf(came)}\n    description: …\n    examples: […]`
    case 'missing property':
      return `Take ${name} out of \`required\`, or the property away.`
    case 'wrong type':
      return `Its type is ${typeOf(came)}, or that as well: type: [..., ${typeOf(came)}]`
    case 'undocumented status':
      return `List the status ${came} among the responses.`
    case 'missing header':
    case 'media type':
      return `The description promises what does not come: ${place}, came: ${came}.`
    default:
      return `${place}: ${kind}, came: ${came}. What it is exactly, the report does not tell: look at the answer itself.`
  }
}

/** What the differences of a report may lead to. */
export function* proposeDifferences(
  sources: Sources,
  { differences }: Pick<Report, 'differences'>,
): Generator<Proposal> {
  for (const difference of differences) {
    const { operation, method, path, status, place, kind, described } = difference
    const schema = place.startsWith('/') ? schemaAt(sources, schemaOf(sources, difference), place) : undefined
    const where = schema ?? (operation === undefined ? undefined : sources.operations.get(operation ?? ''))
    yield {
      place: where ? at(where) : 'openapi.yaml',
      because: `${operation ?? `${method} ${path}`} ${status}, ${place}: ${kind}, described: ${described}`,
      change: changeFor(difference),
    }
  }
}
