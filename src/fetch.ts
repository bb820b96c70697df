/**
 * What every transport extension takes and gives back. It is the signature of the global `fetch`, so that an
 * extension composes with any client that lets its `fetch` be replaced.
 */
export type Fetch = (input: RequestInfo | URL, init?: CallInit) => Promise<Response>

/** A function from fetch to fetch. */
export type FetchExtension = (fetch: Fetch) => Fetch

/**
 * What a call may carry beyond `RequestInit`. A plain `fetch` ignores the additions; the extensions read them.
 */
export interface CallInit extends RequestInit {
  /** Milliseconds that one attempt may take, its body included. `0` switches the limit off. */
  timeout?: number | undefined
  /** Milliseconds that the call may take in all: waiting, repeating and renewing the token included. `0` switches the limit off. */
  deadline?: number | undefined
  /** `false`: network errors and 5xx are the caller's to handle. 401 and 429 are still handled. */
  retry?: false | undefined
  /** The answer is an endless stream: no limit on its body, and it is never buffered. */
  stream?: boolean | undefined
}
