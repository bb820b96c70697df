import type { Call } from '../call.ts'
import { invalidBody } from '../failures.ts'

/** The body of an update repeats type and id of the resource in the path. */
export function mustMatch(data: { type: string; id?: string }, resource: { id: string; type: string }): void {
  if (data.type !== resource.type) throw invalidBody('/data/type', `The type of this resource is ${resource.type}.`)
  if (data.id !== undefined && data.id.toLowerCase() !== resource.id.toLowerCase()) {
    throw invalidBody('/data/id', 'The id must be that of the resource in the path.')
  }
}

/** Compares ids as the service does: without regard to case. A filter that is not there lets everything pass. */
export function filterIs(call: Call, filter: string): (value: string | null | undefined) => boolean {
  const wanted = call.query.get(`filter[${filter}]`)?.toLowerCase()
  return wanted === undefined ? () => true : (value) => value?.toLowerCase() === wanted
}

/** An identifier for `relationships`, or nothing where there is no such relationship. */
export const relation = (type: string, id: string | null): { type: string; id: string } | undefined =>
  id === null ? undefined : { type, id }
