import type { ImpCentralError } from '../core/error.ts'
import { type ApiError, AssignmentError } from '../errors/classes.ts'
import { isApiError, isImpCentralError } from '../errors/guards.ts'
import type { ErrorObject } from '../errors/objects.ts'

/** `{type, id}`, as the API names a resource in a body. */
export interface Identifier {
  type: string
  id: string
}

/** Items in one call; more are split. The service names no limit. */
const BATCH_SIZE = 100

/** Which item an error object speaks of: by its pointer (`/data/3`), or because it names the id. */
function blamed(error: ErrorObject, batch: Identifier[]): string | undefined {
  const { pointer, parameter } = Object(error.source) as Record<string, unknown>
  const index = typeof pointer === 'string' && /^\/data\/(\d+)/.exec(pointer)?.[1]
  if (index) return batch[Number(index)]?.id
  const text = JSON.stringify(error).toLowerCase()
  const named = batch.filter(({ id }) => text.includes(id.toLowerCase()))
  // What a parameter of the URL is to blame for, is wrong with the call.
  return named.length === 1 ? named[0]!.id : batch.length === 1 && !parameter ? batch[0]!.id : undefined
}

/** The first few by their ids, each with its reason, as a message can hold them. */
const reasonsOf = (failures: AssignmentError['failures']): string =>
  failures
    .slice(0, 5)
    .map(({ id = 'unknown', error }) => `${id} (${[error.code, error.title, error.detail].filter(Boolean).join(' ')})`)
    .concat(failures[5] ? `and ${failures.length - 5} more` : [])
    .join(', ')

/**
 * Sends any number of identifiers, at most `most` at a time and in order. A batch of which only some items fail does not keep
 * the later ones from being sent; any other failure ends it.
 *
 * @throws AssignmentError when something was done and something was not
 * @throws ApiError when nothing was done
 */
export async function sendInBatches(
  items: Identifier[],
  most: () => number,
  send: (batch: Identifier[]) => Promise<unknown>,
): Promise<void> {
  const failures: { id?: string; error: ErrorObject }[] = []
  const succeeded: string[] = []
  const unsettled: string[] = []
  let cause: ImpCentralError | undefined
  let early = false
  for (let at = 0; at < items.length;) {
    const batch = items.slice(at, at + Math.min(BATCH_SIZE, Math.floor(most()) || 1))
    try {
      await send(batch)
      succeeded.push(...batch.map(({ id }) => id))
    } catch (error) {
      const found = isApiError(error) ? error.errors.map((e) => ({ id: blamed(e, batch), error: e })) : []
      const perItem = (error as ApiError | undefined)?.status === 400 && found.some(({ id }) => id)
      // What is not ours is thrown as it is, above all the reason of the caller's abort.
      // What is wrong with a single item is all that there is to tell.
      if (!isImpCentralError(error) || (!perItem && at === 0) || items.length === 1) throw error
      cause = error
      if (!perItem) {
        early = true
        unsettled.push(...items.slice(at).map(({ id }) => id))
        break
      }
      failures.push(...found.map(({ id, error }) => (id ? { id, error } : { error })))
      const rest = batch.map(({ id }) => id).filter((id) => !found.some((failure) => failure.id === id))
      ;(found.every(({ id }) => id) ? succeeded : unsettled).push(...rest)
    }
    at += batch.length
  }
  if (!cause) return
  const errors = failures.length > 0 ? failures.map(({ error }) => error) : isApiError(cause) ? cause.errors : []
  const outcome = failures[0] ? [`${failures.length} of ${items.length} devices failed: ${reasonsOf(failures)}`] : []
  // What is no device's fault ended the call. The message of that one names the request.
  if (early) outcome.push(`Ended early: ${cause.message}`)
  const request = early ? {} : { method: (cause as ApiError).method, url: (cause as ApiError).url }
  // What no answer told, where the network failed.
  const unanswered = { status: 0, family: 'XX', rateLimit: {} }
  throw Object.assign(new AssignmentError(outcome.join('; '), { cause, ...request }), unanswered, cause, {
    errors,
    code: errors[0]?.code,
    failures,
    succeeded,
    unsettled,
  })
}
