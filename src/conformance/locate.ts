/** Which operation of the description a request is. */
import { createRouter } from '../emulator/cloud/router.ts'
import { type DescribedOperation, operations } from '../generated/conformance.js'
import type { CallInit } from '../core/fetch.ts'

const route = createRouter(operations)

/** A request as the description sees it. */
export interface Located {
  /** Absent where the description has none. */
  operation: DescribedOperation | undefined
  method: string
  /** The path of the description, or one in which `*` stands for whatever may be an id. */
  path: string
  /** The query, undecoded. */
  search: string
  /** The path below the base. */
  actual: string
}

/** The segments that are words of the API. */
const words = new Set(operations.flatMap(({ path }) => path.split('/')))

/** Of an unknown path nothing but the words that other paths have. */
const masked = (path: string) =>
  path
    .split('/')
    .map((segment) => (words.has(segment) ? segment : '*'))
    .join('/')

/** The path below the base; `undefined` for a call that goes elsewhere. */
function below(url: string, baseUrl: string | undefined): string | undefined {
  if (baseUrl === undefined) {
    const at = url.indexOf('/v5/')
    return at < 0 ? undefined : url.slice(at + 3)
  }
  const base = baseUrl.replace(/\/+$/, '')
  return url.startsWith(`${base}/`) ? url.slice(base.length) : undefined
}

export function locate(
  input: string | URL | Request,
  init: CallInit,
  baseUrl: string | undefined,
): Located | undefined {
  const request = typeof input === 'object' && 'url' in input ? input : undefined
  const url = request?.url ?? `${input as string | URL}`
  const target = below(url, baseUrl)
  if (target === undefined) return undefined
  const method = (init.method ?? request?.method ?? 'GET').toUpperCase()
  const end = target.search(/[?#]/)
  const actual = end < 0 ? target : target.slice(0, end)
  const search = end < 0 ? '' : target.slice(end).split('#')[0]!
  const operation = route(actual)?.methods.get(method)
  return { operation, method, path: operation?.path ?? masked(actual), search, actual }
}
