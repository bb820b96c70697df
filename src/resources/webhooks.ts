import { ArgumentError } from '../core/error.ts'
import { mediaTypeOf } from '../core/headers.ts'
import { ParseError } from '../errors/classes.ts'
import type { components } from '../generated/schema.ts'

type Payload = components['schemas']

/**
 * One delivery of a webhook. The service does not name the event in the body, so that it is told by the fields: a
 * `blessing` has an `imp_id`, a `blinkup` a `plan_id`; everything else is a `deployment`, whose fields are not documented.
 */
export type WebhookEvent =
  | { event: 'blessing'; data: Payload['BlessingDelivery'] }
  | { event: 'blinkup'; data: Payload['BlinkupDelivery'] }
  | { event: 'deployment'; data: Payload['DeploymentDelivery'] }

/** What `parseWebhook` reads of a request: a `Request`, or anything that looks like one. */
export interface WebhookRequest {
  /** The request's headers; `Content-Type` is asked for, unless it is given by itself. */
  headers: { get(name: string): string | null }
  /** Reads the body. */
  text(): Promise<string>
}

/**
 * Reads a delivery that impCloud made to your server, in either content type a webhook can have. Deliveries carry no
 * signature: keep the URL of a webhook secret, and check what it tells by a call of your own.
 *
 * @param delivery - The request, or its body together with `contentType`.
 * @param contentType - The request's `Content-Type`, where the body alone is given.
 * @throws ArgumentError for any other content type
 * @throws ParseError when the body is not what its content type says, or has no fields
 */
export async function parseWebhook(
  delivery: WebhookRequest | string | Uint8Array,
  contentType?: string | null,
): Promise<WebhookEvent> {
  let body: string
  if (typeof delivery === 'string') body = delivery.replace(/^\uFEFF/, '')
  else if (delivery instanceof Uint8Array) body = new TextDecoder().decode(delivery)
  else if (typeof delivery?.text === 'function' && typeof delivery.headers?.get === 'function') {
    contentType ??= delivery.headers.get('content-type')
    body = await delivery.text()
  } else throw new ArgumentError('Webhook: expected a Request, or a body as a string or Uint8Array')
  const data = parse(body, mediaTypeOf(contentType))
  if (typeof data['imp_id'] === 'string') return { event: 'blessing', data: data as Payload['BlessingDelivery'] }
  if (typeof data['plan_id'] === 'string') return { event: 'blinkup', data: data as Payload['BlinkupDelivery'] }
  return { event: 'deployment', data }
}

function parse(body: string, contentType: string | undefined): Record<string, unknown> {
  let data: unknown
  if (contentType === 'application/x-www-form-urlencoded') data = Object.fromEntries(new URLSearchParams(body))
  else if (contentType === 'application/json') {
    try {
      data = JSON.parse(body)
    } catch (cause) {
      throw new ParseError('Webhook: expected JSON', { cause })
    }
    if (typeof data !== 'object' || Array.isArray(data)) data = null
  } else {
    throw new ArgumentError(
      `Webhook: expected application/json or application/x-www-form-urlencoded, got ${contentType ?? 'no content type'}`,
    )
  }
  if (Object.keys(data ?? {}).length === 0) throw new ParseError('Webhook: expected fields, got none')
  return data as Record<string, unknown>
}
