/** JSON as a value; `undefined` for what is no text, or none that is JSON. */
export function jsonOf(text: unknown): unknown {
  if (typeof text !== 'string' || text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
