/** After which answers another attempt may do better, and how long to wait before it. */

/** 408: the service waited too long for the request; 425: it will not risk a replay. Neither was carried out. */
export const isPassing = (status: number): boolean => status >= 500 || status === 408 || status === 425

/** The wait before another attempt: a random part (full jitter) of one that doubles from `first` to `longest`. The attempts count from 0. */
export const backOff = (attempt: number, first: number, longest: number, random: () => number): number =>
  random() * Math.min(longest, first * 2 ** attempt)

/** The milliseconds of a `Retry-After` header: seconds or a date (RFC 9110, 10.2.3), which is the service's as far as it tells its own. */
export function retryAfter({ headers }: Response, now: number): number | undefined {
  const value = headers.get('retry-after')
  const ms = Number(value) * 1000 || Date.parse(value!) - (Date.parse(headers.get('date')!) || now)
  return ms > 0 ? ms : undefined
}
