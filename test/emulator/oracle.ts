import { fileURLToPath } from 'node:url'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { expect } from 'vitest'
import { bundle } from '../../scripts/generate.ts'

interface Reference {
  $ref?: string
}

interface Header extends Reference {
  schema: { type?: string }
}

interface DescribedResponse extends Reference {
  headers?: Record<string, Header>
  content?: Record<string, { schema: unknown }>
}

export interface DescribedOperation {
  operationId: string
  method: string
  path: string
  responses: Record<string, DescribedResponse>
}

/** Holds answers against the description: status, media type, body and headers. */
export interface Oracle {
  readonly operations: readonly DescribedOperation[]
  check(method: string, pathname: string, response: Response, text: string): void
}

const file = fileURLToPath(new URL('../../openapi/openapi.yaml', import.meta.url))
let oracle: Promise<Oracle> | undefined

/** One for all tests of a file: bundling takes a while. */
export const theOracle = (): Promise<Oracle> => (oracle ??= createOracle())

async function createOracle(): Promise<Oracle> {
  const document = (await bundle(file)) as unknown as { paths: Record<string, Record<string, DescribedOperation>> }
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  formats.default(ajv)
  ajv.addSchema(document, 'api.json')

  const resolve = <T extends Reference>(value: T, pointer: string): [T, string] => {
    if (!value.$ref) return [value, pointer]
    const found = value.$ref
      .slice(2)
      .split('/')
      .reduce<unknown>((node, key) => (node as Record<string, unknown>)[key.replaceAll('~1', '/')], document)
    return resolve(found as T, value.$ref)
  }
  const escape = (key: string) => encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'))
  const validate = (pointer: string, value: unknown, what: string) => {
    const check = ajv.getSchema(`api.json${pointer}`)!
    expect(check(value), `${what}: ${ajv.errorsText(check.errors)} in ${JSON.stringify(value)}`).toBe(true)
  }

  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    ['get', 'post', 'put', 'patch', 'delete'].flatMap((verb) =>
      item[verb] ? [{ ...item[verb], path, method: verb.toUpperCase() }] : [],
    ),
  )
  const patterns = operations.map((operation) => ({
    operation,
    pattern: new RegExp(`^/v5${operation.path.replace(/\{[^}]+\}/g, '[^/]+')}$`),
  }))

  return {
    operations,
    check(method, pathname, response, text) {
      // A literal segment wins over a parameter.
      const matching = patterns.filter(
        ({ operation, pattern }) => operation.method === method && pattern.test(pathname),
      )
      const operation = (matching.find((match) => !match.operation.path.includes('{')) ?? matching[0])?.operation
      if (!operation) return
      const name = `${operation.operationId} ${response.status}`
      const status = String(response.status) in operation.responses ? String(response.status) : 'default'
      expect(operation.responses, name).toHaveProperty(status)
      const start = `#/paths/${escape(operation.path)}/${method.toLowerCase()}/responses/${status}`
      const [described, pointer] = resolve(operation.responses[status]!, start)

      for (const [header, reference] of Object.entries(described.headers ?? {})) {
        const value = response.headers.get(header)
        // The bucket for unassigning concerns production device groups alone.
        if (value === null && header.startsWith('X-RateLimit-Unbond')) continue
        expect(value, `${name}: ${header}`).not.toBeNull()
        const [{ schema }, at] = resolve(reference, `${pointer}/headers/${escape(header)}`)
        validate(`${at}/schema`, schema.type === 'integer' ? Number(value) : value, `${name}: ${header}`)
      }

      if (!described.content) {
        expect(text, name).toBe('')
        return
      }
      const type = response.headers.get('Content-Type')!
      expect(Object.keys(described.content), name).toContain(type)
      if (type === 'text/event-stream') return
      validate(`${pointer}/content/${escape(type)}/schema`, JSON.parse(text), name)
    },
  }
}
