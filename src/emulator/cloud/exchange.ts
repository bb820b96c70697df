/**
 * What goes into the core of the cloud and what comes out of it. Request and Response carry the same, but they cost more
 * than most answers do: an adapter that has neither, as the HTTP server, need not make them.
 */
export interface CoreRequest {
  readonly method: string
  readonly url: URL
  /** The caller's address. Absent where the way in knows no addresses. */
  readonly ip?: string | undefined
  /** A header by its name in lower case. `null` where there is none. */
  readonly header: (name: string) => string | null
  readonly text: () => string | Promise<string>
  /** Fires when the caller goes away. A function, since few want to know. */
  readonly signal: () => AbortSignal
}

export interface CoreResponse {
  /** `0` stands for a connection that was lost before anything was answered. */
  status: number
  /** By names in lower case. */
  headers: Record<string, string>
  body: string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> | null
}

export type Core = (request: CoreRequest) => Promise<CoreResponse>

/** What an adapter knows about a request and the request does not say. */
export interface Connection {
  /** The caller's address. */
  ip?: string | undefined
  /** Fires when the caller goes away. @default the signal of the request */
  signal?: AbortSignal | undefined
}

/** The cloud as one function. */
export interface Handle {
  (request: Request, connection?: Connection): Promise<Response>
  /** The same without Request and Response, for a way in that has neither. Whatever somebody puts around a handle lacks it. */
  readonly core?: Core
}
