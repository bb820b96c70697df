/** Calls as the steps make them: any status is an answer. */
import type { Fetch } from '../../core/fetch.ts'
import { tryJson } from '../../core/json.ts'

/** An object of the service, as far as the steps look at it. */
export interface Resource {
  type: string
  id: string
  attributes?: Record<string, unknown>
  relationships?: Record<string, { type: string; id: string } | undefined>
}

/** An answer that has been read. */
export interface Answered {
  ok: boolean
  status: number
  /** What came, where it is JSON. */
  body: unknown
  /** `data`, where it is one object. */
  item: Resource | undefined
  /** `data`, where it is a list. */
  items: Resource[]
  /** The address of the next page. */
  next: string | undefined
}

export interface CallOptions {
  query?: Record<string, string>
  body?: unknown
  headers?: Record<string, string>
}

/** Calls an operation by its verb and path; a path may also be a whole address of the service. */
export type Api = (method: string, path: string, options?: CallOptions) => Promise<Answered>

const isResource = (value: unknown): value is Resource => typeof (Object(value) as Partial<Resource>).id === 'string'

async function read(response: Response): Promise<Answered> {
  const body = tryJson(await response.text())
  const { data, links } = Object(body) as { data?: unknown; links?: { next?: unknown } }
  const next = (Object(links) as { next?: unknown }).next
  return {
    ok: response.ok,
    status: response.status,
    body,
    item: isResource(data) ? data : undefined,
    items: Array.isArray(data) ? data.filter(isResource) : [],
    next: typeof next === 'string' ? next : undefined,
  }
}

export const createApi =
  (fetch: Fetch, baseUrl: string): Api =>
  async (method, path, { query, body, headers } = {}) => {
    const search = query ? `?${new URLSearchParams(query).toString()}` : ''
    return read(
      await fetch(`${path.startsWith('/') ? baseUrl + path : path}${search}`, {
        method,
        headers: {
          accept: 'application/vnd.api+json, application/json',
          ...(body !== undefined && { 'content-type': 'application/vnd.api+json' }),
          ...headers,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    )
  }

/** A path with its ids. */
export const pathOf = (template: string, ...ids: string[]): string => {
  let next = 0
  return template.replace(/\{[^}]*\}/g, () => encodeURIComponent(ids[next++]!))
}
