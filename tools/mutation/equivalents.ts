/** Mutants that no test can tell from the original, each with the reason. They count neither as killed nor as survivors. */
export interface Equivalent {
  file: string
  /** The line of the original, without the spaces around it. */
  line: string
  /** What stands in it instead, as the report shows it. */
  replacement: string
  why: string
}

export const equivalents: Equivalent[] = []
