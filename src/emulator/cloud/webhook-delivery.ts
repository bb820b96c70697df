import type { Clock } from '../../core/time.ts'
import type { Webhook } from './state.ts'

/** What became of one call that the cloud made to a webhook's URL. */
export interface Delivery {
  /** Id of the webhook. */
  webhook: string
  /** What happened. */
  event: Webhook['event']
  /** Where it went. */
  url: string
  /** The `Content-Type` of the body. */
  contentType: string
  /** The body as it was sent: JSON or form fields, as the content type says. */
  body: string
  /**
   * The HTTP status of the receiver, or why there is none: it is no loopback URL and there is no `deliver` (`skipped`);
   * there was no answer within ten seconds (`failed`); it is under way (`pending`).
   */
  result: number | 'skipped' | 'failed' | 'pending'
}

export interface WebhookDelivery {
  readonly log: Delivery[]
  deliver(webhook: Webhook, fields: Record<string, string>): void
  /** Settles when no delivery is under way. */
  idle(): Promise<void>
  /** Gives up the deliveries that are under way. */
  abort(): void
}

/** How long a receiver may take. The service's own limit is not documented. */
const timeLimit = 10_000

/**
 * Posts webhooks once, without repeating: nothing more is documented of the service.
 *
 * @param send - takes every delivery, wherever it goes. Without it, only loopback URLs are called: what runs in a test
 * must not reach a stranger because an example URL happened to exist.
 */
export function createWebhookDelivery(clock: Clock, send?: (request: Request) => Promise<Response>): WebhookDelivery {
  const log: Delivery[] = []
  const pending = new Set<Promise<void>>()
  const controllers = new Set<AbortController>()
  const post = async (delivery: Delivery) => {
    if (!send && !isLoopback(new URL(delivery.url))) {
      delivery.result = 'skipped'
      return
    }
    const controller = new AbortController()
    controllers.add(controller)
    const timer = clock.setTimeout(() => controller.abort(), timeLimit)
    try {
      const request = new Request(delivery.url, {
        method: 'POST',
        headers: { 'Content-Type': delivery.contentType },
        body: delivery.body,
        redirect: 'manual',
        signal: controller.signal,
      })
      const response = await (send ?? fetch)(request)
      delivery.result = response.status
      await response.body?.cancel()
    } catch {
      delivery.result = 'failed'
    } finally {
      clock.clearTimeout(timer)
      controllers.delete(controller)
    }
  }
  return {
    log,
    deliver(webhook, fields) {
      const json = webhook.content_type === 'application/json'
      const delivery: Delivery = {
        webhook: webhook.id,
        event: webhook.event,
        url: webhook.url,
        contentType: webhook.content_type,
        body: json ? JSON.stringify(fields) : new URLSearchParams(fields).toString(),
        result: 'pending',
      }
      log.push(delivery)
      const task: Promise<void> = post(delivery).finally(() => pending.delete(task))
      pending.add(task)
    },
    async idle() {
      while (pending.size > 0) await Promise.all(pending)
    },
    abort() {
      for (const controller of controllers) controller.abort()
    },
  }
}

export function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname)
}
