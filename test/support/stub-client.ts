/** A client whose network is a function of the test. */
import { type ApiError, createImpCentral, type ImpCentral, type ImpCentralOptions } from 'impcentral'
import { expect } from 'vitest'

export const baseUrl = 'https://h.test/v5'
export const auth = { id: 'me', password: 'secret-pass-9' }
export const token = 'tok-abc-123'
export type Send = (url: string, init: RequestInit) => Response | Promise<Response>

/** An answer of the API. */
export const json = (body: unknown, status = 200, headers: Record<string, string> = {}): Response =>
  new Response(body === null ? null : JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/vnd.api+json', ...headers },
  })
/** An error document. */
export const refusal = (status: number, code: string, more: object = {}): Response =>
  json({ errors: [{ code, status: String(status), ...more }] }, status)
/** It repeats nothing, unless it is told so. */
export const client = (send: Send, options: Partial<ImpCentralOptions> = {}): ImpCentral =>
  createImpCentral({
    baseUrl,
    auth: { accessToken: token },
    retry: false,
    fetch: async (input, init) => send(input as string, init!),
    ...options,
  })
/** What a promise is rejected with. */
export const failureOf = (promise: Promise<unknown>): Promise<ApiError> =>
  promise.then(
    () => expect.fail('It did not fail'),
    (error: unknown) => error as ApiError,
  )
