/** The bundled description: as much of its form as the generator looks at. */

export interface Schema {
  $ref?: string
  type?: string | string[]
  const?: unknown
  enum?: unknown[]
  oneOf?: Schema[]
  discriminator?: { propertyName: string }
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  description?: string
}

export interface Parameter {
  name: string
  in: 'path' | 'query' | 'header'
  required?: boolean
  description?: string
  schema: Schema
  'x-impcentral-option'?: string
}

export const verbs = ['get', 'put', 'post', 'patch', 'delete'] as const

interface Content {
  [mediaType: string]: { schema: Schema }
}

export interface Operation {
  operationId: string
  tags: string[]
  summary: string
  description?: string
  parameters?: (Parameter | { $ref: string })[]
  requestBody?: { required?: boolean; content: Content; $ref?: string }
  responses: Record<string, { $ref?: string; description: string; content?: Content }>
}

type PathItem = { parameters?: Operation['parameters'] } & Partial<Record<(typeof verbs)[number], Operation>>

export interface OpenApiDocument {
  info: { version: string }
  tags: { name: string; description?: string; 'x-impcentral-handwritten'?: boolean }[]
  paths: Record<string, PathItem>
  components: { schemas: Record<string, Schema> }
}

/** Follows a `$ref` into the document. */
export const resolver =
  (document: OpenApiDocument) =>
  <T extends object>(value: T | { $ref: string }): T => {
    for (let found = value; ; found = lookUp(document, found.$ref) as T)
      if (!('$ref' in found) || typeof found.$ref !== 'string') return found as T
  }

/** The names of schemas that requests hold in their bodies, and no answer. */
export function requestSchemas(document: OpenApiDocument): Set<string> {
  const from = (start: unknown): Set<string> => {
    const names = new Set<string>()
    const walk = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return
      for (const [key, child] of Object.entries(value)) {
        if (key === '$ref' && typeof child === 'string') {
          const name = /^#\/components\/schemas\/(.+)$/.exec(child)?.[1]
          if (name && names.has(name)) continue
          if (name) names.add(name)
          walk(lookUp(document, child))
        } else walk(child)
      }
    }
    walk(start)
    return names
  }
  const operations = Object.values(document.paths).flatMap((item) => verbs.flatMap((verb) => item[verb] ?? []))
  const answered = from(operations.map(({ responses }) => responses))
  const requested = from(operations.map(({ requestBody }) => requestBody))
  return new Set([...requested].filter((name) => !answered.has(name)))
}

const lookUp = (document: object, reference: string): unknown => {
  let found: unknown = document
  for (const part of reference.slice(2).split('/'))
    found = (found as Record<string, unknown>)[part.replaceAll('~1', '/').replaceAll('~0', '~')]
  if (!found) throw new Error(`${reference} does not exist in the bundled description`)
  return found
}
