import type { Call } from '../cloud/call.ts'
import { failure, type Failure } from '../cloud/failures.ts'

/** An identifier in the body that is not that of the path is a conflict, as in JSON:API. */
export const mismatch = (pointer: string): Failure =>
  failure('CX017', 'The body is about another object than the path.', { pointer })

/** The body of an update repeats type and id of the resource in the path. */
export function mustMatch(data: { type: string; id: string }, resource: { id: string; type: string }): void {
  if (data.type !== resource.type) throw mismatch('/data/type')
  if (data.id.toLowerCase() !== resource.id) throw mismatch('/data/id')
}

/**
 * What passes every filter of the call, given what each filter looks at. Ids are compared as the service does it, without
 * regard to case.
 */
export function matching<T>(
  { query }: Call,
  fields: Record<string, (item: T) => string | null | undefined>,
): (item: T) => boolean {
  const wanted = Object.entries(fields).flatMap(([filter, field]) => {
    const value = query.get(`filter[${filter}]`)?.toLowerCase()
    return value === undefined ? [] : [{ field, value }]
  })
  return (item) => wanted.every(({ field, value }) => field(item)?.toLowerCase() === value)
}

/** An identifier for `relationships`, or nothing where there is no such relationship. */
export const relation = (type: string, id: string | null): { type: string; id: string } | undefined =>
  id === null ? undefined : { type, id }
