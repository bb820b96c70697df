/** The error classes. */
export class ImpCentralError extends Error {
  override name = 'ImpCentralError'
}
