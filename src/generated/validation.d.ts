// Generated from openapi/ by `npm run generate`. Never edited by hand.
/** What a compiled validator says about a value that does not fit. */
export interface Violation {
  /** JSON pointer to the value. */
  instancePath: string
  keyword: string
  params: Record<string, unknown>
  message?: string
  /** The name at fault, where it is names that do not fit. */
  propertyName?: string
}

/** A schema of the description, compiled. It leaves what it found in `errors`. */
export interface Validate {
  (data: unknown): boolean
  errors?: Violation[] | null
}
