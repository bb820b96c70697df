import { ArgumentError } from './errors.ts'

/** Refuses what is not an object or has keys that nobody knows: a misspelt option must not pass in silence. */
export function checkKeys(where: string, value: unknown, allowed: readonly string[]): void {
  if (value === undefined) return
  if (Object(value) !== value || Array.isArray(value)) {
    throw new ArgumentError(`${where}: expected an object, got ${JSON.stringify(value)}`)
  }
  const unknown = Object.keys(value as object).find((key) => !allowed.includes(key))
  if (unknown !== undefined) {
    throw new ArgumentError(`${where}: unknown "${unknown}"; expected ${allowed.join(', ') || 'nothing'}`)
  }
}

/** Refuses what is no length of time: `'5'` or `-5` would switch a limit off, or make one of it that nobody meant. */
export function checkMilliseconds(where: string, value: unknown): void {
  if (value !== undefined && !(typeof value === 'number' && value >= 0)) {
    // JSON has neither NaN nor a BigInt.
    const got = typeof value === 'number' || typeof value === 'bigint' ? `${value}` : JSON.stringify(value)
    throw new ArgumentError(`${where}: expected milliseconds, 0 or more, got ${got}`)
  }
}
