/** What the published declarations say in words: of every export, and of every member of an exported interface or class. */
import { createRequire } from 'node:module'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type * as TypeScript from 'typescript-6'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
// TypeScript 7 has no compiler API in JavaScript yet.
const ts = createRequire(join(root, 'scripts/package.json'))('typescript-6') as typeof TypeScript

/** Openapi-typescript writes their members. */
const generated = new Set(['components', 'operations', 'paths'])

/** What has no docstring. A tag alone, such as `@default`, is none: it does not say what has that default. */
function undocumented(name: string, texts: Record<string, string> = {}): string[] {
  const file = join(root, `dist/${name}.d.ts`)
  const host = ts.createCompilerHost({})
  const readFile = host.readFile.bind(host)
  host.readFile = (path) => texts[basename(path, '.d.ts')] ?? readFile(path)
  const { NodeNext } = ts.ModuleKind
  const program = ts.createProgram([file], { module: NodeNext, target: ts.ScriptTarget.ES2023, types: [] }, host)
  const checker = program.getTypeChecker()
  const isMute = (symbol: TypeScript.Symbol) =>
    symbol.getDocumentationComment(checker).length === 0 &&
    !symbol.getJsDocTags().some((tag) => tag.name === 'internal') &&
    // What comes from a library is not ours to explain.
    symbol.declarations?.some((declaration) => !declaration.getSourceFile().fileName.includes('/node_modules/'))

  return checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(file)!)!).flatMap((exported) => {
    const { Alias, Class, Interface } = ts.SymbolFlags
    const symbol = exported.flags & Alias ? checker.getAliasedSymbol(exported) : exported
    const hasMembers = symbol.flags & (Class | Interface) && !generated.has(exported.name)
    // Not those of the API's resources, which the resources' interfaces take over from `components`.
    const own = (member: TypeScript.Symbol) =>
      // What the compiler writes in the place of private members.
      member.name !== '#private' &&
      member.declarations?.some(({ parent }) => symbol.declarations?.includes(parent as TypeScript.Declaration))
    const members = hasMembers ? checker.getDeclaredTypeOfSymbol(symbol).getProperties().filter(own) : []
    const mute = members.filter(isMute).map((member) => `${exported.name}.${checker.symbolToString(member)}`)
    return isMute(symbol) ? [exported.name].concat(mute) : mute
  })
}

it.each(['index', 'compat', 'conformance', 'emulator', 'emulator-msw', 'emulator-node'])(
  '%s says what each export and each member is',
  (name) => {
    expect(undocumented(name)).toEqual([])
  },
)

it('finds what is not said', () => {
  const index = `
    /** Said. */
    export interface A extends Array<string> {
      /** @default 1 */
      a?: number
      /** Said. */
      b: string
    }
    export class B { c: string }
    export declare const guard: () => void
    export type * from './emulator.js'`
  const texts = { index, emulator: 'export type Far = string' }
  expect(undocumented('index', texts)).toEqual(['A.a', 'B', 'B.c', 'guard', 'Far'])
})
