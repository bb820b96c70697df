import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import { bundle } from '../../scripts/generate.ts'

type Node = Record<string, unknown>
type Statement = [statement: string, place: string, ...words: string[]]

const table = parse(await readFile(new URL('statements.yaml', import.meta.url), 'utf8')) as Record<string, Statement[]>

let document: Node

beforeAll(async () => {
  document = (await bundle(fileURLToPath(new URL('../../openapi/openapi.yaml', import.meta.url)))) as unknown as Node
}, 60_000)

const lookUp = (pointer: string): unknown =>
  pointer
    .slice(2)
    .split('/')
    .reduce<unknown>((found, key) => (found as Node | undefined)?.[key.replaceAll('~1', '/')], document)

/** Without what the references of schemas lead to: a statement about them has their name. */
const inlined = (value: unknown): string =>
  JSON.stringify(value, (key, found: unknown) => {
    const reference = (found as { $ref?: string } | null)?.$ref
    return reference && !reference.includes('/schemas/') && key !== 'mapping' ? lookUp(reference) : found
  })

const operations = (under: 'paths' | 'webhooks') =>
  Object.entries(document[under] as Record<string, Node>).flatMap(([name, item]) =>
    Object.entries(item)
      .filter(([verb]) => verb !== 'parameters')
      .map(([, operation]) => {
        const { operationId, ...rest } = operation as Node
        return { name, operationId, text: { ...rest, parameters: [rest['parameters'], item['parameters']] } }
      }),
  )

/** The text at a place. */
function textAt(place: string): string {
  const [, kind, name] = /^(\w+) ?(.*)$/.exec(place)!
  const component = (of: string) => lookUp(`#/components/${of}/${name}`)
  const { description } = document['info'] as { description: string }
  switch (kind) {
    case 'intro':
      return description.split(/^## /m).find((section) => section.startsWith(`${name}\n`)) ?? ''
    case 'tag':
      return JSON.stringify((document['tags'] as Node[]).find((tag) => tag['name'] === name) ?? '')
    case 'op':
      return inlined(operations('paths').find(({ operationId }) => operationId === name)?.text ?? '')
    case 'webhook':
      return inlined(operations('webhooks').find((webhook) => webhook.name === name)?.text ?? '')
    case 'schema': {
      const [schema, property] = name!.split('.')
      return JSON.stringify(lookUp(`#/components/schemas/${schema}${property ? `/properties/${property}` : ''}`) ?? '')
    }
    case 'example':
      return JSON.stringify((component('examples') as Node | undefined)?.['value'] ?? '')
    case 'servers':
      return JSON.stringify(document['servers'])
    default:
      return inlined(
        component(
          { parameter: 'parameters', header: 'headers', response: 'responses', security: 'securitySchemes' }[kind!]!,
        ),
      )
  }
}

test.each(Object.keys(table))('is in the description: %s', (topic) => {
  for (const [statement, place, ...words] of table[topic]!) {
    const text = textAt(place).replaceAll(/\\n|\s+/g, ' ')
    expect(words.length, statement).toBeGreaterThan(0)
    for (const word of words) expect.soft(text, `${statement} (${place})`).toMatch(new RegExp(word))
  }
})

test('each section of the introduction has a statement, and each tag', () => {
  const places = new Set(Object.values(table).flatMap((statements) => statements.map(([, place]) => place)))
  const sections = (document['info'] as { description: string }).description.match(/^## .*$/gm)!
  for (const section of sections) expect([...places], section).toContain(`intro ${section.slice(3)}`)
  for (const { name } of document['tags'] as { name: string }[]) {
    const named = operations('paths').some(
      ({ operationId, text }) =>
        (text as unknown as { tags: string[] }).tags[0] === name && places.has(`op ${String(operationId)}`),
    )
    const webhooks = name === 'Webhook deliveries' && places.has('webhook blessing')
    expect(named || webhooks, name).toBe(true)
  }
})
