import { ArgumentError, ConfinementError } from '../errors.ts'
import { carried, discard, fetchOf, trimBase, type FetchExtension, type Noted } from '../fetch.ts'

/** Options of `confine`. */
export interface ConfinementOptions {
  /** Requests go to this origin, and below this path, or nowhere. `https:`, or `http:` on loopback. */
  baseUrl: string
}

/** Redirects inside the base URL that one call follows. */
const MAX_REDIRECTS = 5

/** A path of plain segments, and a query: no dot segment, none that is empty, nothing that would be rewritten. */
const plain = /^[\w~:-]+(\/[\w~:-]+)*(\?[\w.~:%&=+-]*)?$/

/** A header's name and its value, on a line each, as RFC 9110, 5.1 and 5.5, allows them. */
const legal = /^[\w!#$%&'*+.^`|~-]+\n[\t\x20-\x7e\x80-\xff]*$/

/** The secret in a URL, as it stands there and as a service would read it. */
const inPath = (url: string): string[] => {
  const [, segment = ''] = /(?:key|token)s\/([^/?#]+)/.exec(url) ?? []
  try {
    return [segment, decodeURIComponent(segment)]
  } catch {
    return [segment]
  }
}

/**
 * One path segment made of an id.
 *
 * @throws ArgumentError for anything that would change the endpoint: an empty id, `.`, `..`, or no string at all.
 */
export function pathSegment(name: string, value: unknown): string {
  // A lone surrogate cannot be encoded.
  if (typeof value !== 'string' || /^\.{0,2}$|\p{Cs}/u.test(value))
    throw new ArgumentError(`${name} must be a non-empty string of valid Unicode other than "." and ".."`)
  return encodeURIComponent(value)
}

/**
 * Keeps credentials where they belong. Every URL, those that the service sends included (`links.next`, `attributes.url`),
 * must lie in the origin and below the path of `baseUrl`; redirects of GET and HEAD are followed there, all others are refused. Plain `http:` is refused
 * except on loopback. It belongs below everything that adds a header.
 *
 * A browser does not show where a redirect leads, so that every redirect is refused there.
 *
 * @throws ConfinementError for a URL or redirect that leaves, before anything is sent there.
 * @throws ArgumentError for a base URL that is none, for a path with an empty segment, and for a header with characters that are illegal in one.
 */
export function confine({ baseUrl }: ConfinementOptions): FetchExtension {
  const base = URL.parse(trimBase(baseUrl))
  if (!base || !/^(https:\/\/[^/@]+|http:\/\/(([^/@]+\.)?localhost|127[.\d]+|\[::1])(:\d+)?)\/[^@?#]*$/.test(base.href))
    throw new ArgumentError(
      // Up to the last @ there may be a password, whatever the rest looks like.
      `baseUrl must be an https: URL, or http: on loopback, of an origin and a path, got "${trimBase(baseUrl)
        .replace(/^.*@/s, '***@')
        .replace(/[?#].*/s, '')}"`,
    )
  const root = trimBase(base.href) + '/'

  const inside = (url: string, from = root) => {
    // Compared after parsing, so that no spelling of the URL can tell another story here than it tells to fetch.
    const target = URL.parse(url, from)?.href
    if (!target?.startsWith(root))
      // What else it says is not ours to show.
      throw new ConfinementError(`Not below ${root}, so that nothing was sent`, {
        url: (target ?? url).replace(/[;?#].*/s, ''),
      })
    return target
  }

  return (fetch) =>
    fetchOf(async (url, init) => {
      const { method } = init
      let target = url
      // What is plain, the parser would leave as it is.
      if (!(url.startsWith(root) && plain.test(url.slice(root.length)))) {
        target = inside(url)
        // What an empty id makes of a path, and `.` and `..` after parsing: the list in place of one item.
        if (/(^|\/)(\/|$)/.test(target.slice(root.length).replace(/[?#].*/, '')))
          throw new ArgumentError('Empty segment in the path', { method, url })
      }
      const headers = init.headers ?? {}
      for (const name in headers)
        if (!legal.test(`${name}\n${headers[name]}`))
          throw new ArgumentError(`Illegal character in the header ${name}`, { method, url })
      for (let hops = 0; ; hops++) {
        const response: Noted = await fetch(target, { ...init, redirect: 'manual' })
        const { status, type } = response
        const location = /^30[12378]$/.test(`${status}`) ? response.headers.get('location') : null
        if (type !== 'opaqueredirect' && !location) {
          response[carried] = () =>
            Object.entries<unknown>(headers)
              .filter(([name]) => /^(auth|x-e)/i.test(name))
              .map(([, value]) => String(value).replace('Bearer ', ''))
              .concat(inPath(url), inPath(target))
          return response
        }
        void discard(response)
        if (!location || hops === MAX_REDIRECTS || !/^(get|head)$/i.test(method ?? 'get'))
          throw new ConfinementError('A redirect that cannot be followed', { method, url: target })
        target = inside(location, target)
      }
    })
}
