/** From the model and the signatures of imp-central-api to src/generated/compat.ts: what its methods check and send, its constants and its types. */
import { attributes, constantName, laterFilters, optional, signatures, signIns } from './compat-signatures.ts'
import type { OpenApiDocument, verbs } from './document.ts'
import { createModel, type MethodModel, type OptionModel } from './model.ts'

const quote = (text: string) => `'${text.replaceAll("'", "\\'")}'`
const listOf = (items: readonly string[]) => `[${items.map(quote).join(', ')}]`
const words = (values: readonly string[], word: string) => values.map((value) => `"${value}"`).join(` ${word} `)

/** What is needed of an operation. */
type CompatModel = Pick<MethodModel, 'namespace' | 'method' | 'operationId' | 'summary' | 'verb' | 'path' | 'body'> & {
  options: Pick<OptionModel, 'option' | 'name' | 'in'>[]
  filters: Pick<OptionModel, 'option' | 'name'>[]
}

/** One method of a class, with the operation that it calls. */
interface CompatMethod {
  name: string
  operation: string
  parameters: string[]
  model: CompatModel
}

const fixtures = ['pre_factoryfixture_devicegroup', 'factoryfixture_devicegroup']
const productions = ['pre_production_devicegroup', 'production_devicegroup']
const duts = ['pre_dut_devicegroup', 'dut_devicegroup']

/** Parameters that identify something that must be there. */
const idsOf = (parameters: string[]) => parameters.filter((name) => name.endsWith('Id') && !optional.includes(name))

/** What is checked before anything is sent, in the order of imp-central-api. */
function checksOf(
  { name, operation, parameters, model }: CompatMethod,
  valuesOf: (schema: string) => string[],
): string[] {
  const has = (parameter: string) => parameters.includes(parameter)
  const creates = model.method === 'create'
  const given = (of: string, as = of) => `['given', ${quote(of)}, ${quote(as)}]`
  const oneOf = (of: string, as: string, values: string[]) => `['oneOf', ${quote(of)}, ${quote(as)}, ${listOf(values)}]`
  const keys = (of: string, known: string[]) => `['keys', ${quote(of)}, ${quote(of)}, ${listOf(known)}]`
  const only = (of: string, types: string[], message: string) =>
    `['only', ${quote(of)}, ${quote(message)}, ${listOf(types)}]`
  const ids = idsOf(parameters).map((id, index) =>
    given(id, index === 0 && model.namespace !== 'logStreams' ? 'id' : id),
  )
  const types = valuesOf('DeviceGroupType')

  if (signIns[name]) return signIns[name].required.map((parameter) => given(parameter))
  const checks = has('password') ? [given('password')] : []
  // An update hears of wrong values among its attributes before it hears of a missing id.
  if (model.method !== 'update') checks.push(...ids)
  for (const type of ['type', 'deviceGroupType']) if (has(type)) checks.push(oneOf(type, type, types))
  for (const [target, allowed] of [
    ['productionTarget', productions],
    ['dutTarget', duts],
  ] as const)
    if (has(target)) {
      checks.push(
        only(target, fixtures, `${target} can be specified for ${words(fixtures, 'and')} Device Groups only`),
        keys(target, ['type!', 'id!']),
        oneOf(`${target}.type`, `${target}.type`, allowed),
      )
      const message = `${target} must be specified for ${words(fixtures, 'and')} Device Groups`
      if (creates) checks.push(`['needed', ${quote(target)}, ${quote(message)}, ${listOf(fixtures)}]`)
    }
  if (model.namespace === 'deviceGroups' && has('attributes'))
    checks.push(
      creates
        ? only(
            'attributes.region',
            productions,
            `region may be specified for ${words(productions, 'or')} device groups only`,
          )
        : only(
            'attributes.load_code_after_blessing',
            productions,
            `load_code_after_blessing can be specified for ${words(productions, 'and')} device groups only`,
          ),
    )
  if (model.namespace === 'webhooks' && has('attributes')) {
    if (creates) checks.push(oneOf('attributes.event', 'event', valuesOf('WebhookEvent')))
    checks.push(oneOf('attributes.content_type', 'content_type', valuesOf('WebhookContentType')))
  }
  if (model.method === 'update') checks.push(...ids)
  if (has('attributes')) checks.push(keys('attributes', attributes[operation]!.split(' ')))
  if (has('filters')) {
    const filters = filtersOf(model)
    for (const filter of filters) if (filter.endsWith('type]')) checks.push(oneOf(`filters.${filter}`, filter, types))
    checks.push(keys('filters', filters))
  }
  if (has('pageNumber')) checks.push(`['whole', 'pageNumber', 'pageName']`, `['whole', 'pageSize', 'pageSize']`)
  return checks
}

const filtersOf = ({ filters }: CompatModel) =>
  filters.flatMap(({ option, name }) => (laterFilters.includes(option) ? [] : [name]))

/** The function that makes the request body of the arguments. */
function bodyOf({ name, parameters, model: { body, path } }: CompatMethod): string | undefined {
  const signIn = signIns[name]
  if (signIn) {
    const entries = Object.entries(signIn.body)
    return `({ ${entries.map(([, parameter]) => parameter).join(', ')} }) => ({ ${entries.map(([key, parameter]) => `${key}: ${parameter}`).join(', ')} })`
  }
  if (!body) return undefined
  const type = body.type ? quote(body.type) : 'type'
  if (body.kind === 'identifiers')
    return `({ deviceIds }) => ({ data: (deviceIds as unknown[]).map((id) => ({ type: ${type}, id })) })`
  const [id, last] = [idsOf(parameters)[0], idsOf(parameters).at(-1)]
  if (body.kind === 'identifier') return `({ ${last} }) => ({ data: { type: ${type}, id: ${last} } })`
  const has = (parameter: string) => parameters.includes(parameter)
  const related: string[] = []
  if (has('ownerId')) related.push(`owner: { type: 'account', id: ownerId }`)
  if (has('productId') && has('type')) related.push(`product: { type: 'product', id: productId }`)
  if (has('deviceGroupType')) related.push('devicegroup: { type: deviceGroupType, id: deviceGroupId }')
  if (has('productionTarget'))
    related.push('production_target: productionTarget || undefined', 'dut_target: dutTarget || undefined')
  const optionals = parameters.filter((parameter) => optional.includes(parameter) && !parameter.startsWith('page'))
  const relationships = `{ ${related.join(', ')} }`
  const all =
    // Without any there is no member for them.
    related.length === optionals.length && related.length > 0
      ? `${optionals.join(' || ')} ? ${relationships} : undefined`
      : relationships
  const repeated = path.endsWith('}') ? `, id: ${id}` : ''
  return `({ ${parameters.filter((p) => p !== 'password').join(', ')} }) => ({ data: { type: ${type}${repeated}, attributes${related.length ? `, relationships: ${all}` : ''} } })`
}

function tableEntry(method: CompatMethod, valuesOf: (schema: string) => string[]): string {
  const { name, parameters, model } = method
  const headers = model.options.filter((option) => option.in === 'header')
  const body = bodyOf(method)
  return [
    `verb: ${quote(model.verb)}, path: ${quote(model.path)}, parameters: ${listOf(parameters)}`,
    ...(headers.length ? [`headers: { ${headers.map((o) => `${o.option}: ${quote(o.name)}`).join(', ')} }`] : []),
    ...(signIns[name] ? ['signsIn: true'] : []),
    ...(body ? [`body: ${body}`] : []),
    `checks: [${checksOf(method, valuesOf).join(', ')}]`,
  ].join(', ')
}

/** The type of a parameter, by its name. */
function parameterType(name: string, { operation, model }: CompatMethod): string {
  if (name === '...deviceIds') return 'string[]'
  if (name.startsWith('page')) return 'number | null'
  if (name === 'type' || name === 'deviceGroupType') return `components['schemas']['DeviceGroupType']`
  if (name.endsWith('Target')) return '{ type: string; id: string } | null'
  if (name === 'attributes') {
    const names = attributes[operation]!.split(' ').map((attribute) => quote(attribute.replace('!', '')))
    return `Attributes<'${model.operationId}', ${names.join(' | ')}>`
  }
  if (name === 'filters') return `Filters<'${model.operationId}', ${filtersOf(model).map(quote).join(' | ')}> | null`
  return optional.includes(name) ? 'string | null' : 'string'
}

function printType(method: CompatMethod): string {
  const { name, operation, parameters, model } = method
  const list = parameters.map((parameter) => {
    // A login key needs no description.
    const spare = parameter === 'attributes' && operation === 'loginKeys.create'
    // What may be left out in the middle is given as null.
    const mark = (spare || optional.includes(parameter)) && !parameters.at(-1)!.startsWith('...') ? '?' : ''
    return `${parameter}${mark}: ${parameterType(parameter, method)}${spare ? ' | null' : ''}`
  })
  return `  /** ${model.summary}. \`${model.verb} ${model.path}\` */
  ${name}(${list.join(', ')}): Promise<Answer<'${model.operationId}'>>\n`
}

/** File name below src/generated → content. */
export function generateCompat(document: OpenApiDocument): Record<string, string> {
  const valuesOf = (schema: string) => document.components.schemas[schema]!.enum as string[]
  // The model leaves out what the SDK writes by hand.
  const handwritten = (
    name: string,
    path: string,
    verb: (typeof verbs)[number],
    header?: string,
  ): [string, CompatModel] => {
    const { operationId, summary } = document.paths[path]![verb]!
    const options = header ? [{ option: 'otp', name: header, in: 'header' as const }] : []
    const [namespace = '', method = ''] = name.split('.')
    return [name, { namespace, method, operationId, summary, verb: verb.toUpperCase(), path, options, filters: [] }]
  }
  const models = new Map<string, CompatModel>([
    handwritten('auth.login', '/auth', 'post', 'X-Electricimp-OTP-Token'),
    handwritten('auth.createAccessToken', '/auth/token', 'post'),
    handwritten('logStreams.addDevice', '/logstream/{logstream_id}/{device}', 'put'),
    handwritten('logStreams.removeDevice', '/logstream/{logstream_id}/{device}', 'delete'),
    ...createModel(document)
      .flatMap(({ methods }) => methods)
      .map((model): [string, CompatModel] => [`${model.namespace}.${model.method}`, model]),
  ])
  const classes = Object.entries(signatures).map(([className, methods]) => ({
    className,
    methods: Object.entries(methods).map(([name, signature]): CompatMethod => {
      const [operation = '', ...parameters] = signature.split(/[(), ]+/).filter(Boolean)
      const model = models.get(operation)
      if (!model) throw new Error(`${className}.${name} of imp-central-api calls ${operation}, which there is not`)
      return { name, operation, parameters, model }
    }),
  }))
  const constants = (prefix: string, schema: string): [string, string][] =>
    valuesOf(schema).map((value) => [`${prefix}_${constantName(value)}`, value])
  const extra: Record<string, [string, string][]> = {
    DeviceGroups: constants('TYPE', 'DeviceGroupType'),
    LogStreams: constants('FORMAT', 'LogStreamFormat'),
    Webhooks: [...constants('EVENT', 'WebhookEvent'), ...constants('CONTENT_TYPE', 'WebhookContentType')],
  }
  const constantsOf = ({ className, methods }: (typeof classes)[number]): [string, string][] => [
    ...(extra[className] ?? []),
    ...methods.flatMap(({ name, model }): [string, string][] =>
      name === 'list' ? filtersOf(model).map((filter) => [`FILTER_${constantName(filter.slice(7, -1))}`, filter]) : [],
    ),
  ]
  return {
    'compat.ts': `// Generated from openapi/ and scripts/compat-signatures.ts by \`npm run generate\`. Never edited by hand.
import type { components, operations } from './schema.ts'

type Content<T> = T extends { content: infer C } ? C[keyof C] : undefined
type Successes<R> = { [S in keyof R]: S extends 200 | 201 | 202 | 204 ? Content<R[S]> : never }[keyof R]

/** The HTTP body with which an operation answers; \`undefined\` where it has none. */
export type Answer<Id extends keyof operations> = Successes<operations[Id]['responses']>

type Data<Id extends keyof operations> = operations[Id] extends { requestBody: infer B }
  ? Content<B> extends { data: infer D }
    ? D
    : never
  : never
type Given<T> = T extends { attributes?: infer A } ? Exclude<A, undefined> : never
type Picked<T, K> = T extends unknown ? Pick<T, K & keyof T> : never

/** The attributes of an operation, as far as imp-central-api accepts them. */
export type Attributes<Id extends keyof operations, K extends string> = Picked<Given<Data<Id>>, K>

/** The filters of an operation. */
export type Filters<Id extends keyof operations, K extends string> = operations[Id]['parameters'] extends { query?: infer Q }
  ? { [N in K]?: N extends \`\${string}type]\` ? NonNullable<Q>[N & keyof NonNullable<Q>] : string | boolean | readonly string[] | null }
  : never

/** One check of the arguments: its kind, the argument (or a key of one), its name in the message or the message, and the values that it may have. */
export type Check = readonly [kind: 'given' | 'oneOf' | 'keys' | 'only' | 'needed' | 'whole', of: string, as: string, values?: readonly string[]]

/** A method: its request, and what is checked before. */
export interface CompatMethod {
  readonly verb: string
  readonly path: string
  readonly parameters: readonly string[]
  readonly headers?: Readonly<Record<string, string>>
  readonly signsIn?: true
  readonly body?: (given: Record<string, unknown>) => unknown
  readonly checks: readonly Check[]
}

export const methods: Record<string, Record<string, CompatMethod>> = {
${classes.map(({ className, methods }) => `  ${className}: {\n${methods.map((m) => `    ${m.name}: { ${tableEntry(m, valuesOf)} },\n`).join('')}  },\n`).join('')}}

/** The constants of the classes, which are their static properties. */
export const constants: Record<string, Record<string, string>> = {
${classes
  .map(
    (c) =>
      `  ${c.className}: { ${constantsOf(c)
        .map(([name, value]) => `${name}: ${quote(value)}`)
        .join(', ')} },\n`,
  )
  .join('')}}
${classes
  .map(
    ({ className, methods }, index) => `
/** \`${className}\` of imp-central-api. */
export interface ${className} {
${className === 'Auth' ? '  /** The access token of the calls to come. One that was set here is not renewed when it has expired. */\n  set accessToken(accessToken: string)\n' : ''}${methods.map(printType).join('')}}

/** The class of \`${className}\`, with its constants. \`ImpCentralApi\` makes the objects. */
export interface ${className}Class {
  new (connection: never): ${className}
  readonly prototype: ${className}
${constantsOf(classes[index]!)
  .map(([name, value]) => `  readonly ${name}: ${quote(value)}\n`)
  .join('')}}
`,
  )
  .join('')}
/** The objects of an \`ImpCentralApi\`. */
export interface Objects {
${classes.map(({ className }) => (className === 'LogStreams' ? '' : `  readonly ${className[0]!.toLowerCase()}${className.slice(1)}: ${className}\n`)).join('')}}

/** Their classes. */
export interface Classes {
${classes.map(({ className }) => (className === 'LogStreams' ? '' : `  readonly ${className}: ${className}Class\n`)).join('')}}
`,
  }
}
