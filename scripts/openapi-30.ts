import { Converter } from '@apiture/openapi-down-convert'

interface Description {
  info: { summary?: string; description?: string; license?: { identifier?: string; url?: string } }
}

/**
 * The description in OpenAPI 3.0.3, for generators. The library converts the schemas; what it leaves undone is here.
 *
 * What 3.0 cannot say is lost: `webhooks` (the schemas of the deliveries stay), `propertyNames`, and all but the first
 * of several examples of a schema. What neither the library nor this file converts is found by the lint that follows in
 * build-openapi.ts; so the description writes "or null" as `type: [string, 'null']`, never as a union with a null.
 */
export function toOpenApi30(description: object): object {
  // Requests have schemas of their own, so a generator needs no readOnly; several make such a property optional or drop
  // it when an object is written as JSON.
  const source = JSON.parse(JSON.stringify(description), (key, value: unknown) =>
    key === 'readOnly' ? undefined : value,
  ) as Description
  // A $ref with siblings becomes an allOf, because 3.0 ignores the siblings.
  const converted = new Converter(source, { allOfTransform: true }).convert() as unknown as Description
  fillConstants(converted)
  const { info } = converted
  delete info.summary
  // Generators put this text at the head of each of their files: the introduction will do.
  if (info.description) info.description = `${info.description.split('\n\n**')[0]!.trimEnd()}\n`
  // 3.0 names a license by its URL; the library drops the SPDX identifier and puts nothing in its place.
  const { license } = source.info
  if (info.license && license?.identifier) info.license.url ??= `https://spdx.org/licenses/${license.identifier}.html`
  return converted
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
