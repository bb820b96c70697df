import { Converter } from '@apiture/openapi-down-convert'

interface Operation {
  operationId?: string
  tags?: string[]
  callbacks?: Record<string, Record<string, PathItem>>
}

type PathItem = Record<string, Operation>

interface Description {
  info: { summary?: string; description?: string; license?: { identifier?: string; url?: string } }
  tags?: { name: string }[]
  paths: Record<string, PathItem>
  webhooks?: Record<string, PathItem>
}

/**
 * The description in OpenAPI 3.0.3, for generators. The library converts the schemas; what it leaves undone is here.
 *
 * Webhooks become callbacks of the operation that sets them up. What 3.0 cannot say is lost: `propertyNames`, and all but
 * the first of several examples of a schema. What neither the library nor this file converts is found by the lint that
 * follows in build-openapi.ts; so the description writes "or null" as `type: [string, 'null']`, never as a union with a
 * null.
 */
export function toOpenApi30(description: object): object {
  // Requests have schemas of their own, so no generator needs readOnly. It does harm in a response: of the generators
  // tried, openapi-generator's Python client leaves such a property out when an object is written as JSON, its Java client
  // has no way to set it, and openapi-python-client makes it optional. None gains by it.
  const source = JSON.parse(JSON.stringify(description), (key, value: unknown) =>
    key === 'readOnly' ? undefined : value,
  ) as Description
  moveWebhooks(source)
  // A $ref with siblings becomes an allOf, because 3.0 ignores the siblings.
  const converted = new Converter(source, { allOfTransform: true }).convert() as unknown as Description
  fillConstants(converted)
  const { info } = converted
  delete info.summary
  // Generators put this text at the head of each of their files: the introduction will do.
  if (info.description) info.description = `${info.description.split('\n\n## ')[0]!.trimEnd()}\n`
  // 3.0 names a license by its URL; the library drops the SPDX identifier and puts nothing in its place.
  const { license } = source.info
  if (info.license && license?.identifier) info.license.url ??= `https://spdx.org/licenses/${license.identifier}.html`
  return converted
}

/** Each webhook becomes a callback of `createWebhook`, to the URL in its body, and their tag goes: it would be empty. */
function moveWebhooks(document: Description): void {
  const operations = Object.values(document.paths).flatMap((item) => Object.values(item))
  const create = operations.find(({ operationId }) => operationId === 'createWebhook')
  if (!create || !document.webhooks) return
  const callbacks = Object.entries(document.webhooks).map(([event, item]) => {
    for (const operation of Object.values(item)) if (create.tags) operation.tags = create.tags
    return [event, { '{$request.body#/data/attributes/url}': item }] as const
  })
  create.callbacks = Object.fromEntries(callbacks)
  delete document.webhooks
  const used = new Set(operations.flatMap(({ tags = [] }) => tags))
  if (document.tags) document.tags = document.tags.filter(({ name }) => used.has(name))
}

/** A constant has become an enum of one value. As its default too, users of a generated client need not write it. */
function fillConstants(value: unknown): void {
  if (typeof value !== 'object' || value === null) return
  const schema = value as { type?: unknown; enum?: unknown; default?: unknown }
  if (schema.type === 'string' && Array.isArray(schema.enum) && schema.enum.length === 1) {
    schema.default ??= schema.enum[0]
  }
  for (const child of Object.values(value)) fillConstants(child)
}
