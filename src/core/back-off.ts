/** How long to wait before another attempt. */

/** The wait before another attempt: a random part (full jitter) of one that doubles from `first` to `longest`. The attempts count from 0. */
export const backOff = (attempt: number, first: number, longest: number, random: () => number): number =>
  random() * Math.min(longest, first * 2 ** attempt)

/** The milliseconds of a `Retry-After` header: seconds or a date (RFC 9110, 10.2.3). */
export function retryAfter({ headers }: Response, now: number): number | undefined {
  const value = headers.get('retry-after')
  const ms = Number(value) * 1000 || Date.parse(value!) - now
  return ms > 0 ? ms : undefined
}
