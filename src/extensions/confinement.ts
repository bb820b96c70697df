import { discard, textInMemory } from '../core/answer.ts'
import { ArgumentError } from '../core/error.ts'
import { type FetchExtension, fetchOf } from '../core/fetch.ts'
import { checkHeaders } from '../core/headers.ts'
import { tryJson } from '../core/json.ts'
import { climbs, trimBase } from '../core/url.ts'
import { ConfinementError } from '../errors/classes.ts'
import { createRedactor, type Redactor } from '../errors/redaction.ts'

/** Options of `confine`. */
export interface ConfinementOptions {
  /** Requests go to this origin, and below this path, or nowhere. `https:`, or `http:` on loopback. */
  baseUrl: string
  /**
   * Where `baseUrl` is a proxy's: the address that the service itself believes to have. Links of the service below it are mapped onto `baseUrl`.
   * @default none
   */
  upstreamUrl?: string | undefined
  /**
   * Takes out what must not show in errors. @default what the calls' own headers hold
   * @internal
   */
  redactor?: Redactor | undefined
}

/** Redirects inside the base URL that one call follows. */
const MAX_REDIRECTS = 5

/** A path of segments that no parser changes, and a query: no dot segment, none that is empty. */
const plain = /^[\w~:-]+(\/[\w~:-]+)*(\?[\w.~:%&=+,-]*)?$/

/** `https:`, or `http:` on loopback: an origin and a path, without user information, query and fragment. */
const acceptable = /^(https:\/\/[^/@]+|http:\/\/(([^/@]+\.)?localhost|127[.\d]+|\[::1])(:\d+)?)\/[^@?#]*$/

function parseBase(name: string, value: string): string {
  const { href } = URL.parse(trimBase(value)) ?? {}
  // What was given is not shown: it may hold a password, or be one.
  if (!href || !acceptable.test(href))
    throw new ArgumentError(
      `${name} must be an https: URL, or http: on loopback, of an origin and a path, without user information and query`,
    )
  return trimBase(href)
}

/**
 * Keeps credentials where they belong. Every URL, those that the service sends included (`links.next`, `attributes.url`),
 * must lie in the origin and below the path of `baseUrl`; redirects of GET and HEAD are followed there, all others are refused. Plain `http:` is refused
 * except on loopback. It belongs below everything that adds a header.
 *
 * A browser does not show where a redirect leads, so that every redirect is refused there.
 *
 * @throws ConfinementError for a URL or redirect that leaves, before anything is sent there.
 * @throws ArgumentError for a base URL that is none, for a path with an empty or a dot segment, and for a header with characters that are illegal in one.
 */
export function confine({ baseUrl, upstreamUrl, redactor = createRedactor() }: ConfinementOptions): FetchExtension {
  const root = `${parseBase('baseUrl', baseUrl)}/`
  const upstream = upstreamUrl === undefined ? undefined : `${parseBase('upstreamUrl', upstreamUrl)}/`

  /** Where a URL leads, as a parser reads it: no spelling may tell another story here than it tells to `fetch`. */
  const inside = (url: string, method: string | undefined, from = root) => {
    const parsed = URL.parse(url, from)?.href
    // What lies below both is ours already.
    const target =
      upstream && parsed?.startsWith(upstream) && !parsed.startsWith(root)
        ? root + parsed.slice(upstream.length)
        : parsed
    if (!target?.startsWith(root)) {
      const shown = redactor.text(target ?? url).replace(/[;?#].*/s, '')
      const hint = upstream ? '' : '; where baseUrl is the address of a proxy, upstreamUrl names that of the service'
      throw new ConfinementError(`Not below ${root}, so that nothing was sent${hint}`, { method, url: shown })
    }
    // An empty id and dot segments make another endpoint of a path: the list in place of one item.
    const path = target.slice(root.length).replace(/[?#].*/, '')
    if (/(^|\/)(\/|$)/.test(path) || climbs(path))
      throw new ArgumentError('Empty or dot segment in the path', { method, url: redactor.text(url) })
    return target
  }

  return (fetch) =>
    fetchOf(async (url, init) => {
      const { method, headers = {} } = init
      // Fast path: the URL parser would not change such a URL.
      let target = url.startsWith(root) && plain.test(url.slice(root.length)) ? url : inside(url, method)
      checkHeaders(headers)
      const isSecret = redactor.addRequest(target, headers)
      for (let hops = 0; ; hops++) {
        const response = await fetch(target, { ...init, redirect: 'manual' })
        const { status, type } = response
        const location = [301, 302, 303, 307, 308].includes(status) ? response.headers.get('location') : null
        if (type !== 'opaqueredirect' && !location) {
          if (isSecret) redactor.learn(tryJson(textInMemory(response)))
          return response
        }
        discard(response)
        if (!location || hops === MAX_REDIRECTS || !/^(get|head)$/i.test(method ?? 'get'))
          throw new ConfinementError('A redirect that cannot be followed', { method, url: redactor.text(target) })
        target = inside(location, method, target)
      }
    })
}
