import type { Handle } from '../cloud/exchange.ts'

/** The public members of a request handler of MSW 3. */
export interface MswHandler {
  readonly kind: 'request'
  readonly info: { readonly header: string }
  readonly isUsed: boolean
  parse(): Promise<object>
  predicate(args: { request: Request }): boolean
  test(args: { request: Request }): Promise<boolean>
  run(args: { request: Request; requestId: string }): Promise<object | null>
  log(): void
  reset(): void
  restore(): void
  dispose(): void
}

/**
 * The cloud as MSW sees a request handler, made without MSW: the emulator must not import what only some of its users
 * have. MSW asks no handler for its class.
 */
export function mswHandler(baseUrl: string, handle: Handle): MswHandler {
  const isInside = (request: Request) => request.url.startsWith(`${baseUrl}/`)
  const handler: MswHandler = {
    kind: 'request',
    info: { header: `ALL ${baseUrl}/*` },
    isUsed: false,
    parse: async () => ({}),
    predicate: ({ request }) => isInside(request),
    test: async ({ request }) => isInside(request),
    async run({ request, requestId }) {
      if (!isInside(request)) return null
      // MSW reads the request itself for its log and its events.
      return { handler, request, requestId, response: await handle(request.clone()) }
    },
    log() {},
    reset() {},
    restore() {},
    dispose() {},
  }
  return handler
}
