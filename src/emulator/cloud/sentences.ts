/** What a validator found, as a sentence that names the value and what was expected. Nothing of its own wording gets out. */
import type { Violation } from '../../generated/validation.js'
import { isObject } from './checks.ts'
import { deviceGroupTypes } from './fleet.ts'

export interface Explanation {
  /** The way from the root to what is wrong, a name that is missing or too much included. */
  segments: string[]
  detail: string
}

/** @param value - what was validated; @param whole - what it is called where all of it is wrong. */
export function explain(violation: Violation, value: unknown, whole: string): Explanation {
  const segments = segmentsOf(violation)
  const found = valueAt(value, segmentsAt(violation.instancePath))
  const name = segments.at(-1) ?? whole
  return { segments, detail: `${name} ${predicate(violation, found, name)}.` }
}

/** JSON pointer to what is wrong. */
export const pointerTo = (segments: readonly string[]): string =>
  segments.map((segment) => `/${segment.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

const forms: Record<string, string> = {
  '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$': 'a UUID',
  '^(null|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})$': 'a UUID or null',
  '^[0-9a-f]{16}$': '16 hexadecimal digits',
  '^[0-9a-f]{64}$': '64 hexadecimal digits',
  '^[A-Za-z0-9_.*-]+$': 'letters, digits and the characters _ . * -',
  '^[A-Za-z][A-Za-z0-9]{0,99}$': 'a letter and then letters and digits, 100 in all at most',
  '^https?://': 'an http: or https: URL',
}

const formats: Record<string, string> = {
  uri: 'an absolute URL',
  'date-time': 'a time like 2026-04-14T15:42:23.929Z',
}

const types: Record<string, string> = {
  string: 'a string',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'an array',
  object: 'an object',
  null: 'null',
}

function predicate({ keyword, params }: Violation, found: unknown, name: string): string {
  const but = `, not ${shown(found, name)}`
  const limit = Number(params['limit'])
  switch (keyword) {
    case 'required':
      return 'is missing'
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return 'is not known here'
    case 'type':
      return `must be ${[params['type']]
        .flat()
        .join(',')
        .split(',')
        .map((type) => types[type] ?? type)
        .join(' or ')}${but}`
    case 'const':
      return `must be ${JSON.stringify(params['allowedValue'])}${but}`
    case 'enum':
      return `must be one of ${(params['allowedValues'] as unknown[]).join(', ')}${but}`
    case 'pattern':
      return `must be ${forms[String(params['pattern'])] ?? `of the form ${String(params['pattern'])}`}${but}`
    case 'propertyNames':
      return `must be ${forms['^[A-Za-z][A-Za-z0-9]{0,99}$']} to be a name here`
    case 'format':
      return `must be ${formats[String(params['format'])] ?? `of the format ${String(params['format'])}`}${but}`
    case 'minLength':
      return limit === 1 ? 'must not be empty' : `must have at least ${limit} characters`
    case 'maxLength':
      return `must have at most ${limit} characters, not ${Array.from(String(found)).length}`
    case 'minItems':
      return `must have at least ${plural(limit, 'item')}, not ${(found as unknown[]).length}`
    case 'maxItems':
      return `must have at most ${plural(limit, 'item')}, not ${(found as unknown[]).length}`
    case 'minimum':
      return `must be at least ${limit}${but}`
    case 'maximum':
      return `must be at most ${limit}${but}`
    case 'discriminator':
      // The tag of the one union of resources that there is.
      return `must be one of ${deviceGroupTypes.join(', ')}${but.replace(shown(found, name), shown(params['tagValue'], name))}`
    default:
      return `must be of another form${but}`
  }
}

const plural = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`

/** Values that are not repeated: of these only their type is told. */
const secrets = new Set(['password', 'token', 'key', 'login_token'])

function shown(value: unknown, name: string): string {
  if (value === undefined) return 'missing'
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'an array'
  if (typeof value === 'object') return 'an object'
  if (secrets.has(name)) return types[typeof value]!
  const text = JSON.stringify(value)
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}

const segmentsAt = (pointer: string) =>
  pointer
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'))

function valueAt(value: unknown, segments: readonly string[]): unknown {
  return segments.reduce<unknown>(
    (node, key) => (Array.isArray(node) || isObject(node) ? Reflect.get(node, key) : undefined),
    value,
  )
}

function segmentsOf({ instancePath, keyword, params, propertyName }: Violation): string[] {
  const segments = segmentsAt(instancePath)
  const { missingProperty, additionalProperty, unevaluatedProperty, tag } = params as Record<string, string>
  const last = missingProperty ?? additionalProperty ?? unevaluatedProperty ?? propertyName ?? params['propertyName']
  if (typeof last === 'string') segments.push(last)
  if (keyword === 'discriminator' && tag !== undefined) segments.push(tag)
  return segments
}

/** Of several violations the one that says most. A validator puts what a value failed as a whole last. */
export function worst(errors: readonly Violation[] | null | undefined): Violation {
  const all = errors ?? []
  const last = all.at(-1) ?? { instancePath: '', keyword: '', params: {} }
  if (last.keyword !== 'oneOf' || last.instancePath !== '') return last
  // The body as a whole has several forms: what is wrong in one of them says more than what each of them lacks.
  return all.find((violation) => violation.keyword !== 'required' && violation !== last) ?? all[0]!
}
