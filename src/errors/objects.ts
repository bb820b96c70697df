/** The objects by which the API tells of errors and warnings (impCentral API how-to, "API Errors"). */

/** One error or warning object of the API. Do not rely on any key being there: gateways answer in their own ways. */
export interface ErrorObject {
  /** Two letters of the family and three digits, e.g. `NF001`. */
  code?: string
  /** The HTTP status as text, e.g. `"404"`. In a multi-device operation it is the device's own. */
  status?: string
  /** A short name, e.g. `Resource Not Found`. */
  title?: string
  /** A sentence for people. */
  detail?: string
  /** Where in the request the error is. */
  source?: {
    /** The URL parameter at fault, e.g. `devicegroup_id`. */
    parameter?: string
    /** The place in the request body. */
    pointer?: string
  }
  /** Depends on the code: for `CX005` the compiler's messages; see `diagnosticsOf`. */
  meta?: unknown
}

/** A warning of the service (family WA), or of the SDK itself, whose `code` then has no family (`token_store`). */
export interface Warning extends ErrorObject {
  /** What went wrong inside the SDK, where it was not the service that warned. */
  cause?: unknown
}

/** A message of the compiler about one place in the code (error `CX005`, and warnings about code). */
export interface Diagnostic {
  /** `agent_code` or `device_code`. */
  file: string
  /** Counted from 1. */
  row: number
  /** Counted from 1. */
  column: number
  /** e.g. `error`. */
  type: string
  /** What the compiler says. */
  text: string
}

/** The compiler's messages in an error or a warning (`CX005`); rows and columns as numbers, whichever way the service sent them. */
export const diagnosticsOf = ({ meta }: ErrorObject): Diagnostic[] =>
  ([meta].flat() as (Record<keyof Diagnostic, string> | null | undefined)[]).flatMap((entry) =>
    entry?.file ? Object.assign({}, entry, { row: Number(entry.row), column: Number(entry.column) }) : [],
  )

/**
 * The warnings (family WA) of a parsed 2xx body. The service puts them in `meta`, beside `data` or inside it, as an array or
 * as an object that holds one; all of these are looked at.
 */
export function warningsOf(body: unknown): ErrorObject[] {
  const { data, meta } = Object(body) as Record<string, unknown>
  const found: ErrorObject[] = []
  const metas: unknown[] = meta ? [meta] : []
  for (const item of Array.isArray(data) ? data : [data]) if (item?.meta) metas.push(item.meta)
  // Most answers have none.
  if (metas[0])
    try {
      JSON.stringify(metas, (_, value) => {
        const { code } = Object(value)
        if (typeof code === 'string' && code.startsWith('WA')) found.push(value)
        return value
      })
    } catch {} // Nested too deep.
  return found
}
