/** What a call is on the wire: its URL, and the request that middleware sees. */
import { ArgumentError } from '../core/error.ts'
import { pathSegment } from '../core/url.ts'

/**
 * What openapi-fetch makes of a call, and its middleware sees, in place of a native `Request`: that would follow the caller's signal as long
 * as the signal lives, and cost more than all the rest.
 */
export class WireRequest {
  readonly url: string
  declare readonly method: string
  declare readonly headers: Headers
  declare readonly body: string | undefined
  /** A middleware may return a native `Request` as well. */
  static [Symbol.hasInstance](value: unknown): boolean {
    return 'url' in Object(value) && 'method' in Object(value)
  }
  constructor(url: string, init: object) {
    Object.assign(this, init)
    this.url = url
  }
  clone(): WireRequest {
    return new WireRequest(this.url, Object.assign({}, this, { headers: new Headers(this.headers) }))
  }
}
for (const read of ['text', 'json', 'arrayBuffer', 'blob', 'bytes', 'formData'] as const)
  Object.defineProperty(WireRequest.prototype, read, {
    value(this: WireRequest) {
      return new Response(this.body, { headers: this.headers })[read]()
    },
  })

/** Puts the ids into a path. Of an id, `pathSegment` leaves nothing that `replace` or this loop could take for a sign of theirs. */
export function pathSerializer(path: string, params: Record<string, unknown>): string {
  let url = path
  for (const name in params) url = url.replace(`{${name}}`, pathSegment(name, params[name]))
  const missing = /\{(\w+)/.exec(url)
  if (missing) pathSegment(missing[1]!, undefined)
  return url
}

/** `filter[tags]` and other arrays travel as one comma-separated value. */
export const querySerializer = (query: Record<string, unknown>): string =>
  Object.entries(query)
    .flatMap(([name, value]) => {
      if (value == null) {
        if (!name.startsWith('filter[')) return []
        throw new ArgumentError(`${name}: expected a value, got ${value}, which would list everything`)
      }
      const items = [value].flat()
      const text = (items as string[]).join(',')
      if (items.some((item) => !/^(string|number|boolean)$/.test(typeof item)) || /\p{Cs}/u.test(text))
        throw new ArgumentError(`${name}: expected a text of valid Unicode, a number or an array of such`)
      return `${encodeURIComponent(name)}=${encodeURIComponent(text)}`
    })
    .join('&')

/** How many production devices a call takes out of their group: those need the unbond key. */
export const unbondOf = (headers: Record<string, string>, body: unknown): number | undefined => {
  const { data } = Object(body) as { data?: unknown }
  return headers['x-electricimp-key'] === undefined ? undefined : Array.isArray(data) ? data.length : 1
}
