/** What a console would show of a value: texts as they are, errors by their names, all else as JSON. */
export function print(value: unknown): string {
  if (typeof value === 'string') return value
  if (value instanceof Error) return `${value.name}: ${value.message}`
  if (typeof value !== 'object' || value === null) return String(value)
  try {
    return JSON.stringify(value, undefined, 2)
  } catch {
    // It holds itself, or a bigint.
    return Object.prototype.toString.call(value)
  }
}
