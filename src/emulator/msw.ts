/** `impcentral/emulator/msw`: the local impCloud as request handlers of MSW, for Node and for the service worker. */
import { http, type HttpHandler } from 'msw'
import type { ImpCloud } from './imp-cloud.ts'

/**
 * Handlers for everything under the base URL of the cloud, for `setupServer()` or `setupWorker()`. Give the cloud the
 * `baseUrl` that the application calls.
 *
 * @example
 * const cloud = createImpCloud({ baseUrl: 'https://api.electricimp.com/v5' })
 * setupServer(...handlers(cloud)).listen({ onUnhandledFrame: 'error' })
 */
export function handlers(cloud: ImpCloud): HttpHandler[] {
  const inside = `${cloud.baseUrl}/`
  return [
    http.all(
      ({ request }) => request.url.startsWith(inside),
      ({ request }) => cloud.handle(request),
    ),
  ]
}
