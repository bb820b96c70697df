/**
 * The description for servers that make a tool of each operation for an assistant (docs/mcp.md):
 *
 * - Names of parameters have letters, digits and `_` only, because some model APIs refuse brackets; `x-impcentral-name` is
 *   the name in the request.
 * - No union of seven device groups: one schema with the properties of all, which a model reads at a glance and the
 *   service checks anyway.
 * - No log-in, which is the server's own affair, no log stream, which never ends, no secret in a header, and no
 *   webhooks, samples or links.
 */
interface Parameter {
  name: string
  in: string
}

interface Schema {
  type?: unknown
  oneOf?: { $ref: string }[]
  properties?: Record<string, Schema>
  required?: string[]
  [keyword: string]: unknown
}

interface Description {
  info: { description?: string }
  tags?: { name: string }[]
  webhooks?: object
  paths: Record<string, Record<string, { operationId?: string; tags?: string[] }>>
  components: {
    schemas: Record<string, Schema>
    parameters: Record<string, Parameter>
    responses: Record<string, { links?: object }>
    links?: object
  }
}

const leftOut = new Set(['Auth', 'Login keys', 'Refresh tokens', 'Log streams', 'Webhook deliveries'])

/** `filter[devicegroup.owner.id]` → `filter_devicegroup_owner_id` */
export const plainName = (name: string): string => name.replaceAll(/[^A-Za-z0-9]+/g, '_').replace(/_$/, '')

export function toMcpVariant(description: object): object {
  const copy = structuredClone(description) as Description
  const { schemas, parameters, responses } = copy.components
  copy.info.description = `${(copy.info.description ?? '').split('\n\n## ')[0]!.trimEnd()}\n`
  delete copy.webhooks
  delete copy.components.links
  for (const response of Object.values(responses)) delete response.links
  if (copy.tags) copy.tags = copy.tags.filter(({ name }) => !leftOut.has(name))
  for (const [path, item] of Object.entries(copy.paths)) {
    for (const [verb, { tags }] of Object.entries(item)) if (tags && leftOut.has(tags[0]!)) delete item[verb]
    if (!Object.values(item).some(({ operationId }) => operationId)) delete copy.paths[path]
  }
  for (const parameter of Object.values(parameters)) {
    if (!/[^\w-]/.test(parameter.name)) continue
    Object.assign(parameter, { 'x-impcentral-name': parameter.name, name: plainName(parameter.name) })
  }
  for (const [name, schema] of Object.entries(schemas)) {
    if (schema.oneOf && schema['discriminator']) schemas[name] = merged(schema, schemas)
  }
  keepUsed(copy)
  return copy
}

/** One object with the properties of all members of a union; required is what all of them require. */
function merged(union: Schema, schemas: Record<string, Schema>): Schema {
  const resolve = (schema: Schema): Schema =>
    typeof schema['$ref'] === 'string' ? schemas[schema['$ref'].split('/').at(-1)!]! : schema
  const combine = (members: Schema[]): Schema => {
    const [first] = members
    if (members.length === 1 || !members.every((member) => member.properties)) return first!
    const names = new Set(members.flatMap((member) => Object.keys(member.properties!)))
    const properties = [...names].map((name) => {
      const own = members.flatMap((member) => (member.properties![name] ? [member.properties![name]] : []))
      const constants = own.flatMap((schema) => ('const' in schema ? [schema['const']] : []))
      const distinct = [...new Map(own.map((schema) => [JSON.stringify(schema), schema])).values()]
      if (constants.length > 1) return [name, { ...first!.properties![name], const: undefined, enum: constants }]
      return [name, distinct.length === 1 ? distinct[0] : combine(distinct.map(resolve))]
    })
    const required = members.map((member) => member.required ?? [])
    return {
      ...first,
      properties: Object.fromEntries(properties) as Record<string, Schema>,
      required: required[0]!.filter((name) => required.every((list) => list.includes(name))),
    }
  }
  const whole = combine((union.oneOf ?? []).map(resolve))
  return JSON.parse(JSON.stringify({ ...whole, description: union['description'] })) as Schema
}

/** Removes the components to which nothing leads any more. */
function keepUsed(document: Description): void {
  const components = document.components as unknown as Record<string, Record<string, unknown>>
  const used = new Set<string>()
  const visit = (value: unknown): void => {
    JSON.stringify(value, (key, found: unknown) => {
      if (key === '$ref' && typeof found === 'string' && !used.has(found)) {
        used.add(found)
        const [, , kind, name] = found.split('/')
        visit(components[kind!]![name!])
      }
      return found
    })
  }
  visit(document.paths)
  for (const [kind, named] of Object.entries(components)) {
    if (kind === 'securitySchemes') continue
    for (const name of Object.keys(named)) if (!used.has(`#/components/${kind}/${name}`)) delete named[name]
  }
}
