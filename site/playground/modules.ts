import { init, parse } from 'es-module-lexer/minimal'

/** A module that hands on what is there already, under the names that it has. */
const shim = (name: string, exports: object): string =>
  Object.keys(exports)
    .map((key) => `export const ${key} = globalThis.playgroundModules[${JSON.stringify(name)}].${key}`)
    .join('\n')

const moduleUrl = (code: string) => URL.createObjectURL(new Blob([code], { type: 'text/javascript' }))

/**
 * Runs the text of a module, in which the given modules can be imported by their names, and no others.
 *
 * @throws SyntaxError for what is no JavaScript; TypeError for an import of something else.
 */
export async function runModule(code: string, modules: Record<string, object>): Promise<void> {
  Object.assign(globalThis, { playgroundModules: modules })
  const urls = new Map(Object.entries(modules).map(([name, exports]) => [name, moduleUrl(shim(name, exports))]))
  await init()
  const [imports] = parse(code)
  let linked = ''
  let at = 0
  for (const { n: name, s: start, e: end, d: kind } of imports) {
    // `import.meta` is no import.
    if (kind === -2) continue
    const url = name === undefined ? undefined : urls.get(name)
    if (url === undefined)
      throw new TypeError(`${name ?? 'What is imported here'} is not there: expected ${[...urls.keys()].join(' or ')}`)
    // A static import is named without its quotes, a dynamic one with them.
    linked += code.slice(at, start) + (kind === -1 ? url : JSON.stringify(url))
    at = end
  }
  await import(/* @vite-ignore */ moduleUrl(linked + code.slice(at)))
}
