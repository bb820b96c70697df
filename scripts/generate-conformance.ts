/**
 * What the observer needs of the description: what each operation may be answered with, and validators of the answers.
 * The description leaves answers open to new properties; here they are closed, so that a new one is noticed.
 */
import { compileTable, header, lookUp } from './compile-validators.ts'
import { type OpenApiDocument, type Parameter, verbs } from './document.ts'

interface Described {
  $ref?: string
  headers?: Record<string, { $ref?: string; schema: { type: string } }>
  content?: Record<string, { schema: { $ref?: string }; 'x-impcentral-event-data'?: Record<string, string> }>
}

const types = `import type { OperationId } from './emulator.js'
import type { Validate } from './validation.js'

/** What one status of one operation may come with. */
export interface DescribedAnswer {
  /** Media type → validator of the body. Absent where there is no body. */
  body?: Record<string, Validate>
  /** Names of the events of a stream, with the validators of their data in the JSON format. */
  events?: Record<string, Validate>
  /** Headers that may come beside those that every answer has. */
  headers?: string[]
}

/** An operation with everything that it may be answered with. */
export interface DescribedOperation {
  operation: OperationId
  method: string
  path: string
  /** Names of the query parameters. */
  query: string[]
  /** By status; \`default\` stands for every failure that is not listed. */
  answers: Record<string, DescribedAnswer>
}

export declare const operations: readonly DescribedOperation[]

/** Headers that every answer has, and those that some have, with the type of their values. */
export declare const headers: { always: Record<string, string>; sometimes: Record<string, string> }

/** The names of all properties that requests, answers and events have. */
export declare const propertyNames: ReadonlySet<string>

/** Every constant and every value of an enumeration: words of the description, and nobody's data. */
export declare const knownValues: ReadonlySet<string>
`

/** File name below src/generated → content. */
export async function generateConformance(bundled: OpenApiDocument): Promise<Record<string, string>> {
  const document = structuredClone(bundled) as OpenApiDocument & { components: { schemas: Record<string, object> } }
  const resolve = <T extends { $ref?: string }>(item: T): T => (item.$ref ? (lookUp(document, item.$ref) as T) : item)
  const answers = Object.values(document.paths).flatMap((item) =>
    verbs.flatMap((verb) => Object.values(item[verb]?.responses ?? {}).map((answer) => resolve(answer as Described))),
  )
  const typesOf = (answer: Described) =>
    Object.fromEntries(
      Object.entries(answer.headers ?? {}).map(([name, header]) => [name, resolve(header).schema.type]),
    )
  const all = Object.assign({}, ...answers.map(typesOf)) as Record<string, string>
  const everywhere = (name: string) => answers.every(({ headers = {} }) => name in headers)
  const always = Object.fromEntries(Object.entries(all).filter(([name]) => everywhere(name)))
  const sometimes = Object.fromEntries(Object.entries(all).filter(([name]) => !everywhere(name)))

  for (const schema of Object.values(document.components.schemas)) close(schema)
  const validators: Record<string, string> = {}
  const validatorOf = (name: string) => {
    validators[`check${name}`] = `api.json#/components/schemas/${name}`
    return `check${name}`
  }
  const entries = (values: Record<string, string>) =>
    `{ ${Object.entries(values)
      .map(([key, code]) => `${JSON.stringify(key)}: ${code}`)
      .join(', ')} }`

  const printAnswer = (answer: Described) => {
    const parts: string[] = []
    const body: Record<string, string> = {}
    for (const [type, { schema, 'x-impcentral-event-data': events }] of Object.entries(answer.content ?? {})) {
      if (events) {
        const checks = Object.entries(events).map(([event, name]) => [event, validatorOf(name)] as const)
        parts.push(`events: ${entries(Object.fromEntries(checks))}`)
      } else if (schema.$ref) body[type] = validatorOf(schema.$ref.split('/').at(-1)!)
      else throw new Error(`The schema of a ${type} answer has no name`)
    }
    if (Object.keys(body).length > 0) parts.push(`body: ${entries(body)}`)
    const own = Object.keys(answer.headers ?? {}).filter((name) => name in sometimes)
    if (own.length > 0) parts.push(`headers: ${JSON.stringify(own)}`)
    return `{ ${parts.join(', ')} }`
  }
  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    verbs.flatMap((verb) => {
      const operation = item[verb]
      if (!operation) return []
      const answered = Object.entries(operation.responses).map(
        ([status, answer]) => [status, printAnswer(resolve(answer as Described))] as const,
      )
      const parameters = (operation.parameters ?? []).map(
        (parameter) => resolve(parameter as { $ref?: string }) as Parameter,
      )
      const query = parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name)
      return `{ operation: ${JSON.stringify(operation.operationId)}, method: '${verb.toUpperCase()}', path: ${JSON.stringify(path)}, query: ${JSON.stringify(query)}, answers: ${entries(Object.fromEntries(answered))} }`
    }),
  )

  const names = new Set<string>()
  const values = new Set<string>()
  const requests = Object.values(document.paths).flatMap((item) =>
    verbs.flatMap((verb) =>
      Object.values(item[verb]?.requestBody?.content ?? {}).map(({ schema }) => `api.json${schema.$ref}`),
    ),
  )
  for (const reference of [...Object.values(validators), ...requests])
    collect(document, reference.slice('api.json'.length), names, values)
  const table = [
    `export const operations = [\n${operations.join(',\n')}\n]`,
    `export const headers = ${JSON.stringify({ always, sometimes })}`,
    `export const propertyNames = new Set(${JSON.stringify([...names].toSorted())})`,
    `export const knownValues = new Set(${JSON.stringify([...values].toSorted())})`,
  ].join('\n')
  const { code } = await compileTable(document, validators, table, true)
  return { 'conformance.js': code, 'conformance.d.ts': `${header}${types}` }
}

type Schema = Record<string, unknown>

/** Forbids what the schema does not name, and gives a `meta` its forms: an array of what was seen there, one of it, or an object that holds an array. */
function close(schema: unknown): void {
  if (typeof schema !== 'object' || schema === null) return
  const own = schema as Schema
  if ('properties' in own && !('additionalProperties' in own)) own['additionalProperties'] = false
  const meta = own['x-impcentral-meta']
  if (Array.isArray(meta)) {
    const seen = meta.map((name) => ({ $ref: `#/components/schemas/${name}` }))
    const several = { type: 'array', items: { anyOf: seen } }
    own['anyOf'] = [several, ...seen, { type: 'object', additionalProperties: several }]
  }
  for (const child of Object.values(own)) close(child)
}

/** Adds what a schema names, and everything that it refers to. */
function collect(
  document: object,
  reference: string,
  names: Set<string>,
  values: Set<string>,
  seen: Set<string> = new Set(),
): void {
  if (seen.has(reference)) return
  seen.add(reference)
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    for (const [key, child] of Object.entries(value as Schema)) {
      if (key === 'properties') for (const name of Object.keys(child as object)) names.add(name)
      if (key === 'const' || key === 'enum') for (const word of [child].flat()) values.add(String(word))
      if (key === '$ref' && typeof child === 'string') collect(document, child, names, values, seen)
      // Examples hold names and values of their own.
      else if (key !== 'examples' && key !== 'example') walk(child)
    }
  }
  walk(lookUp(document, reference))
}
