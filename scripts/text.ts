/** Pieces of TypeScript. */

export const quote = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
export const key = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : quote(name))
export const list = (items: string[]): string => `[${items.map(quote).join(', ')}]`
export const record = (entries: [string, string][]): string =>
  entries.length === 0 ? '{}' : `{ ${entries.map(([k, v]) => `${key(k)}: ${v}`).join(', ')} }`

export function docComment(text: string, indent = ''): string {
  const lines = text.replaceAll('*/', '*\\/').trim().split('\n')
  if (lines.length === 1) return `${indent}/** ${lines[0]} */\n`
  return `${indent}/**\n${lines.map((line) => `${indent} * ${line}`.trimEnd()).join('\n')}\n${indent} */\n`
}

/** The type of a schema, by the alias that methods.ts begins with. */
export const schemaType = (name: string): string => `Schema<${quote(name)}>`
