/** JSON as a value; `undefined` for what is no text, or none that is JSON. */
export function tryJson(text: unknown): unknown {
  try {
    return typeof text === 'string' ? (JSON.parse(text) as unknown) : undefined
  } catch {
    return undefined
  }
}
