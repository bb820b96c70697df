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
