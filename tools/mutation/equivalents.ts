/** Mutants that no test can tell from the original, each with the reason. They count neither as killed nor as survivors. */
export interface Equivalent {
  file: string
  /** The line of the original, without the spaces around it. */
  line: string
  /** What stands in it instead, as the report shows it. */
  replacement: string
  why: string
}

export const equivalents: Equivalent[] = [
  {
    file: 'src/errors/network.ts',
    line: "!chainOf(error).some(({ code, message }) => (isText(code) ? permanentCode.test(code) : permanent.test(message ?? '')))",
    replacement: '"Stryker was here!"',
    why: 'Any text will do in which there is no word of what is permanent.',
  },
  {
    file: 'src/errors/objects.ts',
    line: 'const metas: unknown[] = meta ? [meta] : []',
    replacement: '["Stryker was here"]',
    why: 'A text among them is no warning.',
  },
  {
    file: 'src/errors/objects.ts',
    line: 'if (metas[0])',
    replacement: 'true',
    why: 'Only a faster path: in an empty list no warning is found.',
  },
]
