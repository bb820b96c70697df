import type { Call } from '../call.ts'
import { constraint, type Failure } from '../failures.ts'

/** An identifier in the body that is not that of the path is a conflict, as in JSON:API. */
export const mismatch = (pointer: string): Failure =>
  constraint('CX017', 'Identifier Mismatch', 'The body is about another object than the path.', { pointer })

/** The body of an update repeats type and id of the resource in the path. */
export function mustMatch(data: { type: string; id?: string }, resource: { id: string; type: string }): void {
  if (data.type !== resource.type) throw mismatch('/data/type')
  if (data.id !== undefined && data.id.toLowerCase() !== resource.id) throw mismatch('/data/id')
}

/** Compares ids as the service does: without regard to case. A filter that is not there lets everything pass. */
export function filterIs(call: Call, filter: string): (value: string | null | undefined) => boolean {
  const wanted = call.query.get(`filter[${filter}]`)?.toLowerCase()
  return wanted === undefined ? () => true : (value) => value?.toLowerCase() === wanted
}

/** An identifier for `relationships`, or nothing where there is no such relationship. */
export const relation = (type: string, id: string | null): { type: string; id: string } | undefined =>
  id === null ? undefined : { type, id }
