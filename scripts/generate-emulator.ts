/**
 * What the emulator needs of the description: a table of its operations, and functions that validate query parameters
 * and request bodies. They are compiled and bundled here, so that neither a schema nor a validator library is needed at
 * run time.
 */
import { compileTable, header, lookUp } from './compile-validators.ts'

interface Schema {
  $ref?: string
  type?: string | string[]
  [keyword: string]: unknown
}

interface Parameter {
  $ref?: string
  name: string
  in: string
  required?: boolean
  schema: Schema
}

interface RequestBody {
  $ref?: string
  required?: boolean
  content: Record<string, { schema: Schema }>
}

interface Operation {
  operationId: string
  security?: Record<string, unknown>[]
  parameters?: Parameter[]
  requestBody?: RequestBody
  responses: Record<string, Response>
}

interface Response {
  $ref?: string
  content?: Record<string, unknown>
}

type PathItem = Record<string, Operation> & { parameters?: Parameter[] }

interface Description {
  paths: Record<string, PathItem>
  security?: Record<string, unknown>[]
}

/** The form of the table. */
const types = `import type { Validate } from './validation.js'

/** One operation of the description, as far as the emulator needs it to take a request. */
export interface Route {
  operation: OperationId
  method: string
  path: string
  /** Media type of its JSON answers, errors included. */
  answer: string
  /** No access token is needed. */
  open?: boolean
  /** Absent when the operation takes no query parameters. */
  query?: { validate: Validate; integers: string[]; lists: string[] }
  /** Absent when the operation looks at no headers of its own. */
  headers?: { validate: Validate; names: string[] }
  /** Absent when the operation takes no request body. */
  body?: { validate: Validate; types: string[]; required: boolean }
}
`

/** File name below src/generated → content. */
export async function generateEmulator(bundled: object): Promise<Record<string, string>> {
  const document = structuredClone(bundled) as Description
  const resolve = <T extends { $ref?: string }>(item: T): T => (item.$ref ? (lookUp(document, item.$ref) as T) : item)
  /** Schemas that the description does not have as such: for the parameters of an operation together. */
  const schemas: Record<string, Schema> = {}
  const validators: Record<string, string> = {}
  const routes: string[] = []
  const operationIds: string[] = []

  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of ['get', 'post', 'put', 'patch', 'delete'] as const) {
      const operation = item[method]
      if (!operation) continue
      const { operationId } = operation
      operationIds.push(operationId)
      const entries = [
        `operation: ${JSON.stringify(operationId)}`,
        `method: '${method.toUpperCase()}'`,
        `path: ${JSON.stringify(path)}`,
      ]

      const answers = new Set(
        Object.entries(operation.responses)
          .filter(([status]) => !status.startsWith('2'))
          .flatMap(([, response]) => Object.keys(resolve(response).content ?? {})),
      )
      if (answers.size !== 1) throw new Error(`${operationId}: errors come in ${answers.size} media types`)
      entries.push(`answer: ${JSON.stringify([...answers][0])}`)

      const security = operation.security ?? document.security ?? []
      if (security.length === 0 || security.some((scheme) => Object.keys(scheme).length === 0))
        entries.push('open: true')

      const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])].map(resolve)
      const query = parameters.filter((parameter) => parameter.in === 'query')
      if (query.length > 0) {
        const validator = `${operationId}Query`
        schemas[validator] = {
          type: 'object',
          additionalProperties: false,
          required: query.filter(({ required }) => required).map(({ name }) => name),
          properties: propertiesOf(query),
        }
        const typed = (type: string) =>
          JSON.stringify(query.filter(({ schema }) => resolve(schema).type === type).map(({ name }) => name))
        entries.push(`query: { validate: ${validator}, integers: ${typed('integer')}, lists: ${typed('array')} }`)
      }

      // A header that is missing is a matter of permission, not of form.
      const headers = parameters.filter((parameter) => parameter.in === 'header')
      if (headers.length > 0) {
        const validator = `${operationId}Headers`
        schemas[validator] = { type: 'object', properties: propertiesOf(headers) }
        entries.push(`headers: { validate: ${validator}, names: ${JSON.stringify(headers.map(({ name }) => name))} }`)
      }

      if (operation.requestBody) {
        const body = resolve(operation.requestBody)
        const types = Object.keys(body.content)
        // The media types of an operation are two names for one form.
        const reference = body.content[types[0]!]!.schema.$ref
        if (!reference) throw new Error(`${operationId}: the schema of the request body has no name`)
        // Named after its schema: two operations that share a schema share its validator.
        const validator = `check${reference.split('/').at(-1)}`
        validators[validator] = `api.json${reference}`
        entries.push(
          `body: { validate: ${validator}, types: ${JSON.stringify(types)}, required: ${body.required === true} }`,
        )
      }
      routes.push(`{ ${entries.join(', ')} }`)
    }
  }

  for (const name of Object.keys(schemas)) validators[name] = `api.json#/x-schemas/${name}`
  const { code, packages } = await compileTable(
    { ...document, 'x-schemas': schemas },
    validators,
    `export const routes = [\n${routes.join(',\n')}\n]`,
  )
  const titles = Object.entries(errorCodes(bundled)).map(([code, { title }]) => `  ${code}: ${JSON.stringify(title)}`)
  const ids = operationIds.map((id) => `  | ${JSON.stringify(id)}`).join('\n')
  return {
    // The licences of these travel with the package.
    'bundled.json': `${JSON.stringify(packages)}\n`,
    'emulator.js': code,
    'emulator.d.ts': `${header}${types}\n/** The operations of the API, by their ids in the description: what a fault can be about. */\nexport type OperationId =\n${ids}\n\n/** The title that goes with each code. */\nexport interface ErrorTitles {\n${titles.join('\n')}\n}\n\nexport declare const routes: readonly Route[]\n`,
  }
}

export interface ErrorCode {
  status: number
  title: string
  /** What of it the service has been seen to send; all else is made up. */
  onRecord: 'both' | 'code' | 'title' | 'none'
  when: string
}

/** The list of error codes, which the description keeps with the property that holds one. */
export function errorCodes(bundled: object): Record<string, ErrorCode> {
  const { components } = bundled as { components: { schemas: Record<string, { properties: Record<string, object> }> } }
  const code = components.schemas['ErrorObject']!.properties['code'] as {
    'x-impcentral-error-codes': Record<string, ErrorCode>
  }
  return code['x-impcentral-error-codes']
}

const propertiesOf = (parameters: Parameter[]) =>
  Object.fromEntries(parameters.map(({ name, schema }) => [name, schema]))
