/** What a validator found, as findings. */
import type { Validate, Violation } from '../generated/validation.js'
import type { Finding } from './difference.ts'
import { safeName, safePointer, shapeOf, valueAt } from './shape.ts'

const list = (values: unknown): string => [values].flat().map(String).join(' or ')

/** What counts of the violations: of a union that none of its members fits, and not what each of them misses. */
function relevant(violations: readonly Violation[]): Violation[] {
  const kept: Violation[] = []
  for (const violation of violations) {
    const { keyword, instancePath } = violation
    if (keyword === 'anyOf' || keyword === 'oneOf')
      while (kept.length > 0 && `${kept.at(-1)!.instancePath}/`.startsWith(`${instancePath}/`)) kept.pop()
    kept.push(violation)
  }
  // What is of the wrong type has no format to be wrong.
  const mistyped = new Set(kept.filter(({ keyword }) => keyword === 'type').map(({ instancePath }) => instancePath))
  return kept.filter(({ keyword, instancePath }) => keyword !== 'format' || !mistyped.has(instancePath))
}

/** Whether a text stands somewhere as a value: as a name it is then no word of the API, but the key of a map. */
const holds = (value: unknown, text: unknown): boolean =>
  typeof value === 'object' && value !== null
    ? Object.values(value).some((child) => holds(child, text))
    : value === text

function findingOf({ keyword, instancePath, params }: Violation, value: unknown, prefix: string): Finding {
  const at = (name = '') => `${prefix}${safePointer(instancePath)}${name && `/${name}`}` || '/'
  const found = valueAt(value, instancePath)
  const inside = (name: unknown) => shapeOf((Object(found) as Record<string, unknown>)[String(name)])
  switch (keyword) {
    case 'additionalProperties': {
      const name = params['additionalProperty']
      const place = at(holds(value, name) ? '*' : safeName(String(name)))
      return { place, kind: 'undocumented property', described: 'no such property', came: inside(name) }
    }
    case 'required': {
      const name = params['missingProperty']
      return { place: at(String(name)), kind: 'missing property', described: 'a property', came: 'nothing' }
    }
    case 'discriminator': {
      const tag = params['tag']
      const came = inside(tag)
      const missing = came === 'nothing'
      const described = 'one of the types of this object'
      return { place: at(String(tag)), kind: missing ? 'missing property' : 'unknown value', described, came }
    }
    case 'type':
      return { place: at(), kind: 'wrong type', described: list(params['type']), came: shapeOf(found) }
    case 'format':
      return { place: at(), kind: 'wrong format', described: list(params['format']), came: shapeOf(found) }
    case 'enum':
    case 'const': {
      const described = list(params['allowedValues'] ?? params['allowedValue'])
      return { place: at(), kind: 'unknown value', described, came: shapeOf(found) }
    }
    default:
      return { place: at(), kind: 'wrong form', described: 'one of the described forms', came: shapeOf(found) }
  }
}

/**
 * Holds a value against a schema of the description.
 * @param prefix What comes before the JSON pointer of each place.
 */
export function check(validate: Validate, value: unknown, prefix = ''): Finding[] {
  if (validate(value)) return []
  return relevant(validate.errors ?? []).map((violation) => findingOf(violation, value, prefix))
}
