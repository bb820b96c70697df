/** From the model to the text of src/generated/operations.ts (run time) and src/generated/methods.ts (types). */
import type { Schema } from './document.ts'
import type { MethodModel, NamespaceModel, OptionModel } from './model.ts'
import { printData, tableOfForms } from './print-data.ts'
import { docComment, key, list, quote, record, schemaType } from './text.ts'

const header = '// Generated from openapi/ by `npm run generate`. Never edited by hand.\n'

/** Then the options may come without data before them. */
const dataMayLack = ({ body, options }: MethodModel) =>
  body?.kind === 'resource' && body.optional && options.some((option) => option.required)

/** Parts of a table entry that hold for most operations are left out: the reader of the table knows the defaults. */
function tableEntry(method: MethodModel, defaultMediaType: string): string {
  const entries: [string, string][] = [
    ['verb', quote(method.verb)],
    ['path', quote(method.path)],
  ]
  if (method.returns.kind === 'list') entries.push(['list', quote(method.paged ? 'pages' : 'whole')])
  if (method.filters.length > 0)
    entries.push([
      'filters',
      list(method.filters.map((filter) => filter.option + (filter.schema.type === 'array' ? '[]' : ''))),
    ])
  if (method.body) {
    entries.push(['body', quote(method.body.kind)])
    if (method.body.kind === 'resource') entries.push(['forms', tableOfForms(method)])
    else if (method.body.type) entries.push(['type', quote(method.body.type)])
    if (method.body.id) entries.push(['id', 'true'])
    if (dataMayLack(method)) entries.push(['optional', 'true'])
    if (method.mediaType !== defaultMediaType) entries.push(['mediaType', quote(method.mediaType!)])
  }
  for (const place of ['query', 'header'] as const) {
    const options = method.options.filter((option) => option.in === place)
    if (options.length > 0) entries.push([place, record(options.map((o) => [o.option, quote(o.name)]))])
  }
  const required = method.options.filter((option) => option.required).map((option) => option.option)
  if (required.length > 0) entries.push(['required', list(required)])
  return record(entries)
}

export function printOperations(
  namespaces: NamespaceModel[],
  defaultMediaType: string,
  mediaTypes: Record<string, string>,
): string {
  const body = namespaces.map(
    ({ name, methods }) =>
      `  ${key(name)}: {\n${methods.map((m) => `    ${key(m.method)}: ${tableEntry(m, defaultMediaType)},`).join('\n')}\n  },`,
  )
  return `${header}import type { OperationTable } from '../resources/types.ts'

/** The media type of request bodies, unless \`mediaTypes\` has the path. */
export const mediaType = ${quote(defaultMediaType)}

export const mediaTypes: Record<string, string> = ${record(Object.entries(mediaTypes).map(([k, v]) => [k, quote(v)]))}

export const operations: OperationTable = {
${body.join('\n')}
}
`
}

function optionType(method: MethodModel, option: OptionModel): string {
  if (method.discriminator === option.option && method.filters.includes(option)) return 'Type'
  const place = option.in === 'query' ? 'Query' : 'Header'
  const field = `${place}<${quote(method.operationId)}>[${quote(option.name)}]`
  const type = method.filters.includes(option) ? `NonNullable<${field}>` : field
  // A flag that travels as text is a boolean to a programmer.
  return option.schema.enum?.includes('true') ? `${type} | boolean` : type
}

const optionFields = (method: MethodModel, options: OptionModel[]) =>
  options
    .map((o) => {
      const type = optionType(method, o)
      // A filter without a value would list everything, and does not take undefined.
      const end = o.required || method.filters.includes(o) ? '' : ' | undefined'
      return `${docComment(o.description || o.name, '  ')}  ${key(o.option)}${o.required ? '' : '?'}: ${type}${end}\n`
    })
    .join('')

const pascal = (name: string) => name[0]!.toUpperCase() + name.slice(1)

export function printMethods(namespaces: NamespaceModel[], schemas: Record<string, Schema>): string {
  const resources = new Set<string>()
  const discriminators = new Map<string, string>()
  const declarations: string[] = []
  const interfaces: string[] = []

  for (const namespace of namespaces) {
    const fields: string[] = []
    for (const method of namespace.methods) {
      const { returns, body } = method
      const parameters = method.pathParameters.map(({ name }) => `${camel(name)}: string`)
      if (body?.kind === 'resource') {
        const union = body.forms.length > 1 && method.discriminator
        parameters.push(
          `data${body.optional ? '?' : ''}: ${body.schema}Data${union ? ` & { ${key(union)}: Type }` : ''}`,
        )
      } else if (body) {
        resources.add(body.schema)
        const one = `string | ResourceLike<${body.schema}>`
        parameters.push(
          body.kind === 'identifier'
            ? `${itemName(body.schema)}: ${one}`
            : `${itemName(body.schema)}s: readonly (${one})[]`,
        )
      }

      const typeName = `${namespace.typeName}${pascal(method.method)}`
      let optionsType = 'RequestOptions'
      if (returns.kind === 'list') {
        optionsType = method.paged ? 'ListOptions' : "Omit<ListOptions, 'page'>"
        if (method.filters.length > 0) {
          const narrowed = method.discriminator && `${returns.schema}${pascal(method.discriminator)}`
          declarations.push(
            `${docComment(`Filters of \`${namespace.name}.${method.method}\`; several are combined with AND.`)}export interface ${typeName}Filter${narrowed ? `<Type extends ${narrowed} = ${narrowed}>` : ''} {\n${optionFields(method, method.filters)}}\n`,
          )
          optionsType = `ListOptions<${typeName}Filter${narrowed ? '<Type>' : ''}>`
        }
      }
      if (method.options.length > 0) {
        declarations.push(
          `${docComment(`Options of \`${namespace.name}.${method.method}\`.`)}export interface ${typeName}Options extends ${optionsType} {\n${optionFields(method, method.options)}}\n`,
        )
        optionsType = `${typeName}Options`
      }
      parameters.push(`options${method.options.some((option) => option.required) ? '' : '?'}: ${optionsType}`)

      let result = 'Promise<void>'
      let typeParameter = ''
      if (returns.kind !== 'none') {
        resources.add(returns.schema)
        const item = method.discriminator
          ? `Narrow<${returns.schema}, ${quote(method.discriminator)}, NoInfer<Type>>`
          : returns.schema
        result = returns.kind === 'list' ? `List<${item}>` : `Promise<${item}${returns.optional ? ' | undefined' : ''}>`
        if (method.discriminator) {
          discriminators.set(returns.schema, method.discriminator)
          const all = `${returns.schema}${pascal(method.discriminator)}`
          typeParameter = `<const Type extends ${all}${returns.kind === 'list' ? ` = ${all}` : ''}>`
        }
      }

      const doc = [
        method.summary.replace(/\.?$/, '.'),
        method.description,
        `\`${method.verb} ${method.path}\``,
        [
          ...method.pathParameters.map((p) => `@param ${camel(p.name)} - ${oneLine(p.description)}`),
          ...method.errors
            .filter(({ status }) => status !== '415')
            .map(
              ({ status, description }) =>
                `@throws ${errorClass(method, status)} on ${status}: ${oneLine(ownTexts[status] ?? description)}`,
            ),
        ].join('\n'),
      ].filter(Boolean)
      const signatures = [parameters]
      // Without data before it, the last argument is the only one.
      if (dataMayLack(method)) signatures.unshift(parameters.filter((parameter) => !/^data\??:/.test(parameter)))
      for (const signature of signatures)
        fields.push(
          `${docComment(doc.join('\n\n'), '  ')}  ${key(method.method)}${typeParameter}(${signature.join(', ').replace(/^data\?: (\w+), options:/, 'data: $1 | undefined, options:')}): ${result}\n`,
        )
    }
    interfaces.push(
      `${docComment(namespace.description || namespace.name)}export interface ${namespace.typeName} {\n${fields.join('\n')}}\n`,
    )
  }

  // An editor shows an interface by its name, and an alias by all that is in it. A union cannot be one, but its members can.
  const membersOf = (name: string) => (schemas[name]?.oneOf ?? []).map(({ $ref = '' }) => $ref.split('/').at(-1)!)
  const named = [...new Set([...resources].concat([...resources].flatMap(membersOf)))].toSorted()
  const resourceTypes = named.map((name) => {
    const members = membersOf(name)
    const declaration = members[0]
      ? `type ${name} = ${members.join(' | ')}`
      : `interface ${name} extends ${schemaType(name)} {}`
    return `${docComment(schemas[name]?.description || name)}export ${declaration}\n`
  })
  const types = [...discriminators].map(
    ([name, property]) =>
      `${docComment(schemas[name + pascal(property)]?.description ?? `What the ${property} of one can be.`)}export type ${name}${pascal(property)} = ${name}[${quote(property)}]\n`,
  )
  const members = namespaces.map((n) => `${docComment(n.description || n.name, '  ')}  ${key(n.name)}: ${n.typeName}\n`)

  return `${header}import type { List, ListOptions, Narrow, OrNull, RequestOptions, ResourceLike } from '../resources/types.ts'
import type { components, operations } from './schema.ts'

type Schema<Name extends keyof components['schemas']> = components['schemas'][Name]
type Query<Id extends keyof operations> = NonNullable<operations[Id]['parameters']['query']>
type Header<Id extends keyof operations> = NonNullable<operations[Id]['parameters']['header']>

${resourceTypes.join('\n')}
${[...types, ...printData(namespaces)].join('\n')}
${declarations.join('\n')}
${interfaces.join('\n')}
/** Every namespace with its methods. */
export interface Namespaces {
${members.join('')}}
`
}

const camel = (name: string) => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
/** `DeviceReference` → `device` */
const itemName = (schema: string) =>
  schema.replace(/(Identifier|Reference)$/, '').replace(/^./, (first) => first.toLowerCase())
const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim()

const errorClasses: Record<string, string> = {
  400: 'ValidationError or ConstraintError',
  401: 'AuthenticationError',
  403: 'PermissionError',
  404: 'NotFoundError',
  409: 'ConstraintError',
  429: 'RateLimitError',
}

/** Some devices may fail where others do not. */
const errorClass = ({ body }: MethodModel, status: string) =>
  (status === '400' && body?.kind === 'identifiers' ? 'AssignmentError, ' : '') + (errorClasses[status] ?? 'ApiError')

/**
 * What a status means to a caller of the SDK, which has already done what the description advises. A 415 means nothing
 * to one: the SDK sets the `Content-Type`.
 */
const ownTexts: Record<string, string> = {
  401: 'The credentials were refused, or the access token was and renewing it did not help.',
  429: 'Still refused after the call was repeated, or a wait of more than a minute was asked for; see `rateLimit`.',
}
