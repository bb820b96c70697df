import { ArgumentError } from './error.ts'

/** The base URL as a parser writes it, without a trailing slash; whatever was given as one, for `confine` to judge. */
export const trimBase = (baseUrl: unknown): string =>
  (URL.parse(String(baseUrl))?.href ?? String(baseUrl)).replace(/\/+$/, '')

/** Nobody encodes a text more often than that. */
const MOST_LEVELS = 5

/** The text with its percent-encoding taken off until nothing is left of it: gateways on the way may decode once more than the service. */
export function decoded(text: string): string {
  try {
    for (let level = 0; level < MOST_LEVELS && text.includes('%'); level++) text = decodeURIComponent(text)
  } catch {} // A percent sign that encodes nothing.
  return text
}

/** The same for a path, of which only what is ASCII matters, and in which a percent sign that encodes nothing must hide nothing. */
function decodedPath(path: string): string {
  let text = path
  for (let level = 0; level < MOST_LEVELS && text.includes('%'); level++)
    text = text.replace(/%(?:25)*([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return text
}

/** Whether a path climbs: a segment that is `.` or `..`, encoded, with a parameter (`..;a=b`) or behind a backslash. */
export const climbs = (path: string): boolean => /(^|[/\\])\.{1,2}(;[^/\\]*)?([/\\]|$)/.test(decodedPath(path))

/**
 * One path segment made of an id.
 *
 * @throws ArgumentError for anything that would change the endpoint: an empty id, `.`, `..`, or no string at all.
 */
export function pathSegment(name: string, value: unknown): string {
  // Fast path: such an id is the same in a URL, and all of the service's own are of this form.
  if (/^[\w:-]+$/.test(value as string) && typeof value === 'string') return value
  // Unicode: a lone surrogate cannot be encoded.
  if (typeof value !== 'string' || !value || /\p{Cs}/u.test(value) || climbs(value))
    throw new ArgumentError(`${name} must be a non-empty string of valid Unicode without the segments "." and ".."`)
  return encodeURIComponent(value)
}
