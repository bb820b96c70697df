/**
 * From the bundled description to what the SDK's method table and method types need.
 *
 * Names come out of the description mechanically: the tag is the namespace ("Device groups" → `deviceGroups`) and the
 * operation id, less the resource's own name, is the method (`restartDeviceGroup` → `restart`,
 * `addDevicesToDeviceGroup` → `addDevices`). A list of something that a resource owns is named after that thing
 * (`listDeviceLogs` → `logs`).
 */

import { type OpenApiDocument, type Operation, type Parameter, resolver, type Schema, verbs } from './document.ts'
import { createForms, type FormModel } from './forms.ts'

/** One option of a method that is a query parameter or a header. */
export interface OptionModel {
  /** The parameter's name on the wire. */
  name: string
  /** The name in the options object. */
  option: string
  in: 'query' | 'header'
  required: boolean
  description: string
  schema: Schema
}

export interface MethodModel {
  namespace: string
  method: string
  operationId: string
  verb: string
  path: string
  summary: string
  description: string
  /** What the service refuses, as documented: status and meaning. */
  errors: { status: string; description: string }[]
  pathParameters: { name: string; description: string }[]
  filters: OptionModel[]
  options: OptionModel[]
  paged: boolean
  /** Media type of the request body; absent where there is none. */
  mediaType?: string
  body?: {
    /** `resource`: attributes and relationships; `identifier(s)`: one or many `{type, id}`. */
    kind: 'resource' | 'identifier' | 'identifiers'
    /** Schema of `data` (or of its items). */
    schema: string
    /** The `type`, where only one is possible. */
    type?: string
    /** `data` repeats the id of the path. */
    id: boolean
    /** `data` needs neither attributes nor relationships. */
    optional: boolean
    /** Of a resource, its forms: one, or the members of a union. */
    forms: FormModel[]
  }
  returns: { kind: 'none' } | { kind: 'one' | 'list'; schema: string; optional: boolean }
  /** The property of the answer, and of the request or a filter, by which a union narrows. */
  discriminator?: string
}

export interface NamespaceModel {
  name: string
  typeName: string
  description: string
  methods: MethodModel[]
}

const words = (name: string) =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .filter(Boolean)
    .map((word) => word.toLowerCase())
const capital = (word: string) => word[0]!.toUpperCase() + word.slice(1)

export const pascalCase = (name: string): string => words(name).map(capital).join('')
export const camelCase = (name: string): string => pascalCase(name).replace(/^./, (first) => first.toLowerCase())

/** The method's name: the operation id without the resource's. Throws when the two do not fit together. */
export function methodName(operationId: string, tag: string): string {
  const plural = pascalCase(tag)
  const singular = plural.replace(/ies$/, 'y').replace(/s$/, '')
  const owned = new RegExp(`^list${singular}([A-Z]\\w*)$`).exec(operationId)
  if (owned && !operationId.endsWith(plural)) return camelCase(owned[1]!)
  const match = new RegExp(`^([a-z]\\w*?)(?:To|From|Of|For|In)?(?:${plural}|${singular})$`).exec(operationId)
  if (!match) {
    throw new Error(
      `operationId "${operationId}" must end in "${singular}" or "${plural}", the name of its tag "${tag}", ` +
        `or be "list${singular}…" for something that one ${singular} owns`,
    )
  }
  return match[1]!
}

export function createModel(document: OpenApiDocument): NamespaceModel[] {
  const resolve = resolver(document)
  const { constants, members, formModels, schemaName } = createForms(resolve)
  const dataOf = (operation: Operation): Schema | undefined => {
    const contents = Object.entries(operation.responses).flatMap(([status, response]) =>
      status.startsWith('2') ? Object.values(resolve(response).content ?? {}) : [],
    )
    return contents[0] && resolve(contents[0].schema).properties?.['data']
  }

  function bodyModel(operation: Operation, path: string): Pick<MethodModel, 'body' | 'mediaType'> {
    if (!operation.requestBody) return {}
    const { content } = resolve(operation.requestBody)
    const [mediaType, media] = Object.entries(content)[0]!
    const where = `${operation.operationId}: request body`
    const envelope = resolve(media.schema)
    const data = envelope.properties?.['data']
    if (!data) throw new Error(`${where}: expected an object with "data"`)
    const many = resolve(data).type === 'array'
    const item = many ? resolve(data).items! : data
    const parts = members(item)
    const has = (key: string) => parts.some((part) => part.properties?.[key])
    const types = [...new Set(parts.flatMap((part) => constants(part.properties?.['type'] ?? {})))]
    const bare = !has('attributes') && !has('relationships') && has('id')
    const kind = many ? 'identifiers' : bare ? 'identifier' : 'resource'
    return {
      mediaType,
      body: {
        kind,
        schema: schemaName(item, where),
        ...(types.length === 1 ? { type: String(types[0]) } : {}),
        id: kind === 'resource' && has('id') && path.endsWith('}'),
        forms: kind === 'resource' ? formModels(item, dataOf(operation), where) : [],
        optional: parts.every((part) => (part.required ?? []).every((key) => key === 'type' || key === 'id')),
      },
    }
  }

  function returnModel(operation: Operation): MethodModel['returns'] {
    const successes = Object.entries(operation.responses).filter(([status]) => status.startsWith('2'))
    if (successes.every(([, response]) => !resolve(response).content)) return { kind: 'none' }
    const data = dataOf(operation)
    const where = `${operation.operationId}: response`
    if (!data) throw new Error(`${where}: expected an object with "data"`)
    const optional = successes.some(([, response]) => !resolve(response).content)
    return resolve(data).type === 'array'
      ? { kind: 'list', schema: schemaName(resolve(data).items, where), optional: false }
      : { kind: 'one', schema: schemaName(data, where), optional }
  }

  function methodModel(namespace: string, tag: string, path: string, verb: string, operation: Operation): MethodModel {
    const shared = document.paths[path]!.parameters ?? []
    const parameters = [...shared, ...(operation.parameters ?? [])].map((parameter) =>
      resolve<Parameter>(parameter as Parameter),
    )
    const option = (p: Parameter, name: string): OptionModel => ({
      name: p.name,
      option: name,
      in: p.in as 'query' | 'header',
      required: p.required ?? false,
      description: p.description ?? '',
      schema: resolve(p.schema),
    })
    const filters = parameters.flatMap((p) => {
      const name = /^filter\[(.+)\]$/.exec(p.name)?.[1]
      return p.in === 'query' && name ? [option(p, name)] : []
    })
    const options = parameters.flatMap((p) =>
      p.in === 'path' || /^(filter|page)\[/.test(p.name)
        ? []
        : [option(p, p['x-impcentral-option'] ?? camelCase(p.name))],
    )
    const answer = dataOf(operation)
    const item = answer && (resolve(answer).items ?? answer)
    const body = bodyModel(operation, path)
    const narrowing = item && resolve(item).discriminator?.propertyName
    const narrows = filters.some((filter) => filter.option === narrowing) || body.body?.forms[1]
    const order = [...path.matchAll(/\{([^}]+)\}/g)].map((match) => match[1]!)
    return {
      namespace,
      method: methodName(operation.operationId, tag),
      operationId: operation.operationId,
      verb: verb.toUpperCase(),
      path,
      summary: operation.summary,
      description: operation.description ?? '',
      errors: Object.entries(operation.responses)
        .filter(([status]) => /^[45]/.test(status))
        .map(([status, response]) => ({ status, description: resolve(response).description })),
      pathParameters: order.map((name) => ({
        name,
        description: parameters.find((p) => p.in === 'path' && p.name === name)?.description ?? '',
      })),
      filters,
      options,
      paged: parameters.some((p) => p.name === 'page[number]'),
      ...body,
      ...(narrowing && narrows && { discriminator: narrowing }),
      returns: returnModel(operation),
    }
  }

  return document.tags
    .filter((tag) => !tag['x-impcentral-handwritten'])
    .map((tag) => {
      const name = camelCase(tag.name)
      const methods = Object.entries(document.paths).flatMap(([path, item]) =>
        verbs.flatMap((verb) => {
          const operation = item[verb]
          return operation?.tags[0] === tag.name ? [methodModel(name, tag.name, path, verb, operation)] : []
        }),
      )
      const order = ['list', 'get', 'create', 'update', 'delete']
      const rank = (method: MethodModel) => (order.indexOf(method.method) + order.length + 1) % (order.length + 1)
      return {
        name,
        typeName: pascalCase(tag.name),
        description: tag.description ?? '',
        methods: methods.toSorted((a, b) => rank(a) - rank(b) || (a.method < b.method ? -1 : 1)),
      }
    })
    .filter((namespace) => namespace.methods.length > 0)
}
