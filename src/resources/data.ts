/** What a method is given of a resource, and what of it is sent: a whole resource may go back where it came from. */
import { anything, aString, checkOptions } from '../core/check.ts'
import { ArgumentError } from '../core/error.ts'
import type { Identifier } from './batches.ts'
import type { Operation } from './types.ts'

/** `{type, id}` of an id, or of anything that has both. */
export function identifier(where: string, value: unknown, usual?: string): Identifier {
  const { type, id } = (typeof value === 'string' ? { type: usual, id: value } : Object(value)) as Partial<Identifier>
  if (typeof id !== 'string' || typeof type !== 'string' || !id) {
    throw new ArgumentError(
      `${where}: expected ${usual ? `a non-empty ${usual} id or ` : ''}an object with type and id`,
    )
  }
  return { type, id }
}

/** A resource that was read has `links` and `meta` beside the rest. */
const parts = {
  type: aString,
  id: aString,
  attributes: anything,
  relationships: anything,
  links: anything,
  meta: anything,
}

/** What can be written of one part. What only the service writes stays where it came from; a name that nobody knows is refused. */
function writable(where: string, given: unknown, names: string, kept: string, create: boolean) {
  const marks = new Map(names.split(' ').map((name) => [name.replace(/\W/, ''), name.at(-1)]))
  marks.delete('')
  const known = [...marks.keys(), ...kept.split(' ')]
  checkOptions(where, given, Object.fromEntries(known.map((name) => [name, anything])))
  const part = Object.entries(Object(given) as object).filter(
    ([name, value]) => marks.has(name) && (value === null ? !create || marks.get(name) === '?' : value !== undefined),
  )
  const written: Record<string, unknown> = Object.fromEntries(part)
  for (const [name, mark] of marks)
    if (mark === '!' && !Object.hasOwn(written, name)) throw new ArgumentError(`${where}: expected a value for ${name}`)
  return written
}

/**
 * `data` of a create, or of a change to the resource with this id. A resource in a relationship is cut down to its identifier.
 *
 * @throws ArgumentError for a type that the operation does not have, an unknown name, or a name without its value
 */
export function resource(where: string, { forms = {}, id: change }: Operation, id: unknown, input: unknown): object {
  checkOptions(where, input, parts)
  const types = Object.keys(forms)
  const { type = types[1] ? '' : types[0]!, ...given } = Object(input) as {
    type?: string
    attributes?: unknown
    relationships?: unknown
  }
  if (!Object.hasOwn(forms, type)) throw new ArgumentError(`${where}: expected a type, ${types.join(' or ')}`)
  const [attributes, relationships, keptAttributes, keptRelationships] = forms[type]!
  const own = writable(`${where}: attributes`, given.attributes, attributes, keptAttributes, !change)
  const related = Object.entries(
    writable(`${where}: relationships`, given.relationships, relationships, keptRelationships, !change),
  ).map(([name, value]) => [name, identifier(`${where}: relationships.${name}`, value)])
  return {
    type,
    ...(change && { id }),
    ...((change || given.attributes !== undefined) && { attributes: own }),
    ...(related[0] && { relationships: Object.fromEntries(related) as Record<string, Identifier> }),
  }
}
