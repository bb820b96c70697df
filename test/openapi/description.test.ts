import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { bundle } from '../../scripts/generate.ts'

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
type Node = Record<string, Json>

const folder = fileURLToPath(new URL('../../openapi/', import.meta.url))
const verbs = new Set(['get', 'put', 'post', 'patch', 'delete'])

let document: Node
let ajv: Ajv2020

beforeAll(async () => {
  document = (await bundle(join(folder, 'openapi.yaml'))) as unknown as Node
  ajv = new Ajv2020({ strict: false, allErrors: true })
  formats.default(ajv)
  ajv.addSchema(document, 'api.json')
}, 60_000)

const isNode = (value: Json | undefined): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const node = (value: Json | undefined): Node => {
  if (!isNode(value)) throw new Error(`expected an object, found ${JSON.stringify(value)}`)
  return value
}
const text = (value: Json | undefined): string => {
  if (typeof value !== 'string') throw new Error(`expected a string, found ${JSON.stringify(value)}`)
  return value
}
const texts = (value: Json | undefined): string[] => (Array.isArray(value) ? value.map(text) : [])
const section = (name: string): Node => node(node(document['components'])[name])
const at = (pointer: string): Json | undefined =>
  pointer
    .slice(2)
    .split('/')
    .reduce<Json | undefined>(
      (value, part) => (value as Node | undefined)?.[part.replaceAll('~1', '/').replaceAll('~0', '~')],
      document,
    )
const resolve = (value: Json | undefined): Node => {
  const found = node(value)
  return typeof found['$ref'] === 'string' ? resolve(at(found['$ref'])) : found
}

/** Every object in the description with the pointer to it. */
function* walk(value: Json, pointer = '#'): Generator<[pointer: string, node: Node]> {
  if (isNode(value)) yield [pointer, value]
  if (typeof value !== 'object' || value === null) return
  for (const [key, child] of Object.entries(value)) {
    yield* walk(child, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`)
  }
}

interface Operation {
  name: string
  path: string
  verb: string
  operation: Node
}

function operations(under: 'paths' | 'webhooks' = 'paths'): Operation[] {
  return Object.entries(node(document[under])).flatMap(([path, item]) =>
    Object.entries(resolve(item)).flatMap(([verb, operation]) =>
      verbs.has(verb) ? [{ name: text(node(operation)['operationId']), path, verb, operation: node(operation) }] : [],
    ),
  )
}

const responses = ({ operation }: Operation): [status: string, response: Node][] =>
  Object.entries(node(operation['responses'])).map(([status, response]) => [status, resolve(response)])

/** The schemas that a schema is made of, itself included. */
function parts(schema: Json | undefined, seen = new Set<Node>()): Set<Node> {
  const found = resolve(schema)
  if (seen.has(found)) return seen
  seen.add(found)
  for (const child of Object.values(isNode(found['properties']) ? found['properties'] : {})) parts(child, seen)
  for (const child of Array.isArray(found['oneOf']) ? found['oneOf'] : []) parts(child, seen)
  if (isNode(found['items'])) parts(found['items'], seen)
  if (isNode(found['additionalProperties'])) parts(found['additionalProperties'], seen)
  return seen
}

const isObject = (schema: Node) => [schema['type']].flat().includes('object')
const schemas = (content: Json | undefined) =>
  Object.values(isNode(content) ? content : {}).map((media) => node(media)['schema'])

describe('content', () => {
  test('has 47 operations in ten tags, and three webhooks', () => {
    const counts: Record<string, number> = {}
    for (const { operation } of operations()) {
      const [tag, ...others] = texts(operation['tags'])
      expect(others).toEqual([])
      counts[tag!] = (counts[tag!] ?? 0) + 1
    }
    expect(counts).toEqual({
      Auth: 2,
      Accounts: 2,
      'Login keys': 5,
      'Refresh tokens': 2,
      Products: 5,
      'Device groups': 10,
      Devices: 7,
      Deployments: 5,
      'Log streams': 4,
      Webhooks: 5,
    })
    expect(operations()).toHaveLength(47)
    expect(operations('webhooks').map(({ path }) => path)).toEqual(['blessing', 'blinkup', 'deployment'])
  })

  test('lists every documented filter by its literal name', () => {
    const filters = Object.fromEntries(
      operations().flatMap(({ path, verb, operation }) => {
        const names = (Array.isArray(operation['parameters']) ? operation['parameters'] : [])
          .map((parameter) => text(resolve(parameter)['name']))
          .filter((name) => name.startsWith('filter['))
        return names.length > 0 ? [[`${verb} ${path}`, names]] : []
      }),
    )
    expect(filters).toEqual({
      'get /products': ['filter[owner.id]'],
      'get /devicegroups': ['filter[owner.id]', 'filter[product.id]', 'filter[type]'],
      'get /devices': [
        'filter[owner.id]',
        'filter[product.id]',
        'filter[devicegroup.id]',
        'filter[devicegroup.owner.id]',
        'filter[devicegroup.type]',
        'filter[account.id]',
      ],
      'get /deployments': [
        'filter[owner.id]',
        'filter[creator.id]',
        'filter[product.id]',
        'filter[devicegroup.id]',
        'filter[sha]',
        'filter[flagged]',
        'filter[flagger.id]',
        'filter[tags]',
      ],
      'get /webhooks': ['filter[devicegroup.id]'],
    })
  })

  test('has the unbond headers where devices are unassigned', () => {
    const unassign = operations().find(({ name }) => name === 'removeDevicesFromDeviceGroup')!
    const withUnbond = responses(unassign).filter(
      ([, response]) => 'X-RateLimit-Unbond-Remaining' in node(response['headers']),
    )
    expect(withUnbond.map(([status]) => status)).toEqual(['204', '400', '429'])
  })

  test('has an error response for each thing that can go wrong', () => {
    for (const operation of operations()) {
      const statuses = responses(operation).map(([status]) => status)
      expect(statuses, operation.name).toEqual(expect.arrayContaining(['401', '403', '429', 'default']))
      if (operation.operation['requestBody']) {
        expect(statuses, operation.name).toEqual(expect.arrayContaining(['400', '415']))
      }
      if (/\{/.test(operation.path)) expect(statuses, operation.name).toContain('404')
    }
  })
})

test('links lead to operations, and give them parameters that they have', () => {
  const known = new Map(
    operations().map(({ name, path, operation }) => {
      const own = Array.isArray(operation['parameters']) ? operation['parameters'] : []
      const shared = node(node(document['paths'])[path])['parameters']
      return [name, [...own, ...(Array.isArray(shared) ? shared : [])].map((found) => text(resolve(found)['name']))]
    }),
  )
  for (const [name, link] of Object.entries(section('links'))) {
    const parameters = known.get(text(node(link)['operationId']))
    expect(parameters, name).toEqual(expect.arrayContaining(Object.keys(node(node(link)['parameters']))))
  }
  const linked = operations().filter((operation) => responses(operation).some(([, response]) => response['links']))
  expect(linked.length).toBeGreaterThan(20)
})

describe('examples', () => {
  const check = (value: Json | undefined, schema: string): void => {
    const validate = ajv.getSchema(`api.json${encodeURI(schema)}`)
    if (!validate) throw new Error(`no schema at ${schema}`)
    expect(validate(value) ? [] : validate.errors, `${schema}: ${JSON.stringify(value)}`).toEqual([])
  }

  test('of requests, responses, parameters and headers are valid', () => {
    let count = 0
    for (const [pointer, found] of walk(document)) {
      if (!isNode(found['schema'])) continue
      const named = Object.values(isNode(found['examples']) ? found['examples'] : {}).map(
        (example) => resolve(example)['value'],
      )
      for (const value of 'example' in found ? [...named, found['example']] : named) {
        check(value, `${pointer}/schema`)
        count++
      }
    }
    expect(count).toBeGreaterThan(120)
  })

  test('of properties and whole schemas are valid', () => {
    let count = 0
    for (const [pointer, found] of walk(section('schemas'), '#/components/schemas')) {
      for (const value of Array.isArray(found['examples']) ? found['examples'] : []) {
        check(value, pointer)
        count++
      }
    }
    expect(count).toBeGreaterThan(200)
  })

  test('exist for each family of errors, and for warnings', () => {
    const families = new Set<string>()
    for (const [, { code }] of walk(section('examples'))) if (typeof code === 'string') families.add(code.slice(0, 2))
    expect([...families].toSorted()).toEqual(['CX', 'NF', 'PX', 'VX', 'WA', 'XX'])
  })
})

describe('schemas', () => {
  test('of requests are closed at each level', () => {
    const open = operations().flatMap(({ name, operation }) =>
      schemas(isNode(operation['requestBody']) ? resolve(operation['requestBody'])['content'] : undefined).flatMap(
        (schema) =>
          [...parts(schema)]
            // A map says which names and values it takes.
            .filter((part) => isObject(part) && part['additionalProperties'] !== false && !part['propertyNames'])
            .map((part) => `${name}: ${text(part['description'])}`),
      ),
    )
    expect(open).toEqual([])
  })

  test('of responses are open at each level', () => {
    const closed = operations().flatMap((operation) =>
      responses(operation).flatMap(([status, response]) =>
        schemas(response['content']).flatMap((schema) =>
          [...parts(schema)]
            .filter((part) => part['additionalProperties'] === false || part['propertyNames'])
            .map((part) => `${operation.name} ${status}: ${text(part['description'])}`),
        ),
      ),
    )
    expect(closed).toEqual([])
  })

  test('of responses have no limits: what the service sends is as it is', () => {
    const limits = ['pattern', 'minLength', 'maxLength', 'minimum', 'maximum', 'minItems', 'maxItems']
    const limited = operations().flatMap((operation) =>
      responses(operation).flatMap(([status, response]) =>
        [
          ...new Set(schemas(response['content']).flatMap((schema) => Array.from(parts(schema)))),
          ...Object.values(node(response['headers'])).map((header) => resolve(resolve(header)['schema'])),
        ]
          .filter((part) => limits.some((limit) => limit in part))
          .map((part) => `${operation.name} ${status}: ${JSON.stringify(part)}`),
      ),
    )
    expect(limited).toEqual([])
  })

  test.each([
    ['Product', 'name', 'n'.repeat(81)],
    ['Product', 'id', 'no UUID'],
    ['Account', 'username', undefined],
    ['DeviceGroup', 'description', 'd'.repeat(256)],
    ['Deployment', 'sha', ''],
    ['ErrorObject', 'code', 'VX1000'],
  ])('of responses bear what is unusual: a %s with the %s %s', (schema, property, value) => {
    const example = {
      Product: 'Product',
      Account: 'Account',
      DeviceGroup: 'ProductionDeviceGroup',
      Deployment: 'Deployment',
      ErrorObject: 'InvalidUrl',
    }[schema]!
    const body = structuredClone(node(node(section('examples')[example])['value']))
    const found = node(schema === 'ErrorObject' ? (body['errors'] as Json[])[0] : body['data'])
    const target = property in found ? found : node(found['attributes'])
    if (value === undefined) delete target[property]
    else target[property] = value
    const validate = ajv.getSchema(`api.json#/components/schemas/${schema}`)!
    expect(validate(found), ajv.errorsText(validate.errors)).toBe(true)
  })

  test('of device groups say their type, and every discriminator maps all of them', () => {
    const unions = Object.entries(section('schemas')).filter(([, schema]) => node(schema)['discriminator'])
    expect(unions.map(([name]) => name).toSorted()).toEqual(['DeviceGroup', 'DeviceGroupCreate', 'DeviceGroupUpdate'])
    for (const [, union] of unions) {
      const { discriminator, oneOf } = node(union)
      const members = (oneOf as Json[]).map((member) => text(node(member)['$ref']))
      const types = members.map((member) => resolve(node(resolve(at(member))['properties'])['type'])['const'])
      expect(node(discriminator)['mapping']).toEqual(Object.fromEntries(types.map((type, i) => [type, members[i]])))
      expect(types).toEqual(node(section('schemas')['DeviceGroupType'])['enum'])
    }
  })

  test('have a description, and so has each property', () => {
    const silent: string[] = []
    for (const [name, schema] of Object.entries(section('schemas'))) {
      if (!node(schema)['description']) silent.push(name)
      const properties = node(schema)['properties']
      for (const [property, value] of Object.entries(isNode(properties) ? properties : {})) {
        if (!node(value)['description'] && !resolve(value)['description']) silent.push(`${name}.${property}`)
      }
    }
    expect(silent).toEqual([])
  })

  test('of integers name their size', () => {
    for (const [pointer, found] of walk(document)) {
      if ([found['type']].flat().includes('integer')) expect(found['format'], pointer).toMatch(/^int(32|64)$/)
    }
  })

  test('named by an extension exist', () => {
    const named = new Set<string>()
    for (const [, found] of walk(document)) {
      for (const name of texts(found['x-impcentral-meta'])) named.add(name)
      const events = found['x-impcentral-event-data']
      if (isNode(events)) for (const name of Object.values(events)) named.add(text(name))
    }
    expect(Object.keys(section('schemas'))).toEqual(expect.arrayContaining([...named]))
    expect([...named].toSorted()).toEqual([
      'CompileMessage',
      'LogStreamMessage',
      'LogStreamStateChange',
      'LoginChallenge',
      'WarningObject',
    ])
  })
})

describe('names', () => {
  // Generators turn schemas, parameters, responses and operations into types of one name space.
  test('of components differ in more than case, and from the names that generators make', () => {
    const names = ['schemas', 'parameters', 'responses', 'headers'].flatMap((name) => Object.keys(section(name)))
    const made = operations().flatMap(({ name }) => ['Params', 'Request', 'Response', 'Body'].map((end) => name + end))
    // The schema of a request body may well have the name that a generator would give to it.
    const others = made.filter((name) => name !== 'loginRequest')
    const all = [...names, ...others].map((name) => name.toLowerCase())
    expect(all.filter((name, i) => all.indexOf(name) !== i)).toEqual([])
  })

  test('of properties differ in more than case', () => {
    for (const [pointer, found] of walk(section('schemas'))) {
      if (!isNode(found['properties'])) continue
      const names = Object.keys(found['properties']).map((name) => name.toLowerCase())
      expect(new Set(names).size, pointer).toBe(names.length)
    }
  })

  test('of everything in openapi/components are in the bundle: nothing is left unused', async () => {
    for (const name of ['schemas', 'parameters', 'headers', 'responses', 'examples', 'links']) {
      const defined: string[] = []
      for (const file of await readdir(join(folder, 'components', name))) {
        defined.push(
          ...Object.keys(node(parse(await readFile(join(folder, 'components', name, file), 'utf8')) as Json)),
        )
      }
      expect(Object.keys(section(name)).toSorted(), name).toEqual(defined.toSorted())
    }
  })
})
