import { ArgumentError } from './errors.ts'

/** The error for an input that is not what was expected. Of the input numbers are shown, and the type of anything else: it may be a secret in the wrong place. */
export function unexpected(where: string, expected: string, value: unknown): ArgumentError {
  const got =
    typeof value === 'number' || typeof value === 'bigint' ? value : Object.prototype.toString.call(value).slice(8, -1)
  return new ArgumentError(`${where}: expected ${expected}, got ${got}`)
}

/** Refuses what is not an object or has keys that nobody knows: a misspelt option must not pass in silence. */
export function checkKeys(where: string, value: unknown, allowed: readonly string[]): void {
  if (value === undefined) return
  if (Object(value) !== value || Array.isArray(value)) throw unexpected(where, 'an object', value)
  const unknown = Object.keys(value as object).find((key) => !allowed.includes(key))
  if (unknown !== undefined) {
    throw new ArgumentError(`${where}: unknown "${unknown}"; expected ${allowed.join(', ') || 'nothing'}`)
  }
}

/** Refuses what is no length of time: `'5'` or `-5` would switch a limit off, or make one of it that nobody meant. */
export function checkMilliseconds(where: string, value: unknown): void {
  if (value !== undefined && !(typeof value === 'number' && value >= 0))
    throw unexpected(where, 'milliseconds, 0 or more', value)
}

/** Refuses what is no integer in a range. `most` may be Infinity, and then the integer, too. */
export function checkInteger(where: string, value: number | undefined, least: number, most?: number): void {
  if (
    value !== undefined &&
    !((Number.isInteger(value) || value === most) && value >= least && value <= (most ?? value))
  )
    throw unexpected(
      where,
      `an integer ${most! < Infinity ? `from ${least} to ${most}` : `of at least ${least}`}`,
      value,
    )
}
