import { ArgumentError } from './error.ts'

/** Headers as callers give them. */
export type HeadersLike = Iterable<readonly [string, string]> | Record<string, string | null | undefined>

/** What RFC 9110, 5.1 and 5.5, allows in a header. */
const legalName = /^[\w!#$%&'*+.^`|~-]+$/
const legalValue = /^[\t\x20-\x7e\x80-\xff]*$/

/**
 * Refuses what no header can be.
 *
 * @throws ArgumentError that names the header, unless its name may be the secret that was meant to be its value
 */
export function checkHeaders(headers: Readonly<Record<string, string>>): void {
  for (const name in headers)
    if (!legalName.test(name) || !legalValue.test(headers[name]!))
      throw new ArgumentError(
        `Illegal character in ${/^[a-z-]{1,24}$/i.test(name) ? `the header ${name}` : 'a header or its name'}`,
      )
}

/** The media type of a `Content-Type`, without parameters and in lower case; empty where there is none. */
export const mediaTypeOf = (contentType: string | null | undefined): string =>
  (contentType ?? '').split(';')[0]!.trim().toLowerCase()

/** One plain object of all headers, in lower case. The later ones win. */
export function mergeHeaders(...all: (HeadersLike | undefined)[]): Record<string, string> {
  const merged: Record<string, string> = {}
  for (const headers of all)
    if (headers)
      for (const [name, value] of Symbol.iterator in headers ? headers : Object.entries(headers))
        if (value != null) merged[name.toLowerCase()] = value
  checkHeaders(merged)
  return merged
}
