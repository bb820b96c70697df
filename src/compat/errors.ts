import { isApiError } from '../index.ts'

/** The call cannot be sent as it is, or nothing answered: no access token, an invalid argument, a failure of the network. */
export class InvalidDataError extends Error {}

/** The service answered with an error status. */
export class ImpCentralApiError extends Error {
  /** The HTTP status. */
  declare readonly statusCode: number
  /** The body of the answer: parsed where it is JSON, else its text; null where none was read. */
  // oxlint-disable-next-line typescript/no-explicit-any -- programs look into it without a check
  declare readonly body: any
  constructor(message: string, statusCode: number, body: unknown = null) {
    super(message)
    // A body may hold tokens: neither JSON nor an inspection of the error shows it.
    Object.defineProperties(this, { statusCode: { value: statusCode, enumerable: true }, body: { value: body } })
  }
}

/** The classes of errors. */
export const Errors: {
  readonly InvalidDataError: typeof InvalidDataError
  readonly ImpCentralApiError: typeof ImpCentralApiError
} = { InvalidDataError, ImpCentralApiError }

/** The error of an answer, with the message of imp-central-api. */
export function errorOfAnswer(status: number, body: unknown): ImpCentralApiError {
  const { title, detail } = Object(Object(Object(body).errors)[0]) as { title?: string; detail?: string }
  return new ImpCentralApiError(
    title && detail ? `${title}: ${detail}` : `impCentral API error HTTP/${status}`,
    status,
    body,
  )
}

/** The error of imp-central-api that takes the place of one of the SDK. */
export function errorOf(error: unknown): Error {
  if (error instanceof InvalidDataError || error instanceof ImpCentralApiError) return error
  if (isApiError(error)) return errorOfAnswer(error.status, { errors: error.errors })
  // The innermost one names what the system says, as `ECONNREFUSED`.
  let root = error as Error
  while (root.cause instanceof Error) root = root.cause
  return Object.assign(new InvalidDataError(`Request error: ${String(root)}`), { cause: error })
}
