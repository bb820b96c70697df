import { ArgumentError, ConfinementError, redactUrl } from '../errors.ts'
import { discard, fetchOf, trimBase, type CallInit, type FetchExtension } from '../fetch.ts'

export interface ConfinementOptions {
  /** Requests go to this origin, and below this path, or nowhere. */
  baseUrl: string
}

/** Redirects inside the base URL that one call follows. */
const MAX_REDIRECTS = 5

/** Every octet that RFC 9110, 5.5, allows in a header's value. */
const legalValue = /^[\t\x20-\x7e\x80-\xff]*$/
const legalName = /^[\w!#$%&'*+.^`|~-]+$/

/** An empty or a dot segment, encoded or not: the URL would mean another endpoint than the caller's, the list in place of one item. */
const emptySegment = /\/(\.|%2e){0,2}(\/|$)/i

/**
 * One path segment made of an id.
 *
 * @throws ArgumentError for anything that would change the endpoint: an empty id, `.`, `..`, or no string at all.
 */
export function pathSegment(name: string, value: unknown): string {
  if (typeof value !== 'string' || /^\.{0,2}$/.test(value))
    throw new ArgumentError(`${name} must be a non-empty string other than "." and ".."`)
  return encodeURIComponent(value)
}

/**
 * Keeps credentials where they belong. Every URL, those that the service sends included (`links.next`, `attributes.url`),
 * must lie in the origin and below the path of `baseUrl`; redirects are followed only there. Plain `http:` is refused
 * except on loopback. It belongs below everything that adds a header.
 *
 * A browser does not show where a redirect leads, so that every redirect is refused there.
 *
 * @throws ConfinementError for a URL or redirect that leaves, before anything is sent there.
 * @throws ArgumentError for a base URL that is none, for a path with an empty or a dot segment, and for a header with characters that are illegal in one.
 */
export function confine({ baseUrl }: ConfinementOptions): FetchExtension {
  const base = URL.canParse(baseUrl) ? new URL(trimBase(baseUrl)) : undefined
  if (!base || !/^https?:$/.test(base.protocol) || base.username || base.password || base.search || base.hash)
    throw new ArgumentError('baseUrl must be an absolute https: URL without user information, query and fragment')
  if (base.protocol === 'http:' && !/^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(base.hostname))
    throw new ArgumentError('baseUrl must be https: (plain http: is for loopback only)')
  const root = base.href.replace(/\/$/, '') + '/'

  const inside = (url: string) => {
    const target = URL.canParse(url, root) ? new URL(url, root) : undefined
    // Compared after parsing, so that no spelling of the URL can tell another story here than it tells to fetch.
    if (!target || target.username || target.password || !target.href.startsWith(root))
      throw new ConfinementError(`${redactUrl(target?.href ?? url)} lies outside ${baseUrl}: nothing was sent`)
    return target
  }

  return (fetch) =>
    fetchOf(async (url, init) => {
      let target = inside(url)
      if (emptySegment.test(url.replace(/^[a-z]+:\/\/[^/]*|[?#].*/gi, '')))
        throw new ArgumentError(`Empty or dot segment in the path of ${redactUrl(url)}`)
      const { headers } = init as { headers?: Record<string, string> | Headers }
      if (!(headers instanceof Headers))
        for (const name in headers)
          if (!legalName.test(name) || !legalValue.test(headers[name]!))
            throw new ArgumentError(`Header ${JSON.stringify(name)} has characters that are illegal in a header`)
      let call: CallInit = { ...init, redirect: 'manual' }
      for (let hops = 0; ; hops++) {
        const response = await fetch(target.href, call)
        const { status } = response
        const location = response.headers.get('location')
        if (response.type !== 'opaqueredirect' && !(location && /^30[12378]$/.test(`${status}`))) return response
        void discard(response)
        if (!location || hops === MAX_REDIRECTS)
          throw new ConfinementError(`${redactUrl(target.href)} answered with a redirect that cannot be followed`)
        target = inside(new URL(location, target).href)
        // As fetch does it (WHATWG Fetch, "HTTP-redirect fetch"): what was not a GET becomes one, unless the status keeps the method.
        if (status === 303 || (status < 303 && call.method === 'POST')) {
          const { body: _, ...rest } = call
          call = { ...rest, method: 'GET' }
        }
      }
    })
}
