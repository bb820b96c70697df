/** What may be told of a value: its type and its shape. */
import { mediaTypeOf } from '../core/headers.ts'
import { propertyNames } from '../generated/conformance.js'

/** The first that fits. Exact forms come before loose ones. */
const forms: readonly (readonly [RegExp, string])[] = [
  [/^$/, 'empty string'],
  [/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)$/, 'string, a date and time'],
  [/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, 'string, an id of the form 8-4-4-4-12'],
  [/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/i, 'string, a MAC address'],
  [/^[+-]?\d+(\.\d+)?$/, 'string of digits'],
  [/^[0-9a-f]{8,}$/i, 'string of hexadecimal digits'],
  [/^[a-z][a-z0-9+.-]*:\/\//i, 'string, a URL'],
  [/^[^\s@]+@[^\s@]+$/, 'string, an e-mail address'],
  [/^[a-z]+(_[a-z]+)*$/, 'string of lower-case letters'],
]

/** The type of a value; of a string its form as well. */
export function shapeOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number'
  if (typeof value !== 'string') return value === undefined ? 'nothing' : typeof value
  return forms.find(([form]) => form.test(value))?.[1] ?? 'string'
}

/** A name that looks like one of a schema, and not like an id or a text that somebody wrote. */
const ownName = /^[a-z]+([_-][a-z]+){0,5}$|^[a-z]+([A-Z][a-z]+){1,5}$/

/** A name that the service chose: as it is where it looks like a word of an API, otherwise `*`. */
export const safeName = (name: string): string =>
  propertyNames.has(name) || (name.length <= 40 && ownName.test(name)) ? name : '*'

/** JSON pointer to a place, with `*` for the index of an array and for every name that the description does not have. */
export const safePointer = (pointer: string): string =>
  pointer.replace(/[^/]+/g, (part) => (propertyNames.has(unescape(part)) ? part : '*'))

/** A part of a JSON pointer as the name that it stands for. */
const unescape = (part: string) => part.replaceAll('~1', '/').replaceAll('~0', '~')

/** What a JSON pointer points to. */
export const valueAt = (value: unknown, pointer: string): unknown =>
  pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((found, part) => (Object(found) as Record<string, unknown>)[unescape(part)], value)

const mediaTypes = new Set([
  'application/json',
  'application/octet-stream',
  'application/problem+json',
  'application/vnd.api+json',
  'application/x-www-form-urlencoded',
  'application/xml',
  'text/event-stream',
  'text/html',
  'text/plain',
  'text/xml',
])

/** A media type without its parameters, where it is a usual one. */
export const safeMediaType = (contentType: string): string => {
  const essence = mediaTypeOf(contentType)
  return mediaTypes.has(essence) ? essence : 'another media type'
}
