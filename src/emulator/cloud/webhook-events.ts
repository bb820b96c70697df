import { isProduction } from './fleet.ts'
import type { DeviceGroup, Schemas } from './state.ts'
import type { World } from './world.ts'

/** What the webhooks of each event post. The fields of a deployment's are not on record. */
interface Fields {
  blessing: Schemas['BlessingDelivery']
  blinkup: Schemas['BlinkupDelivery']
  deployment: { devicegroup_id: string; deployment_id: string }
}

/** Posts to the webhooks of a group. Blessing and BlinkUp concern production groups alone. */
export function fire<Event extends Schemas['WebhookEvent']>(
  { state, deliveries }: World,
  event: Event,
  group: DeviceGroup,
  fields: Fields[Event],
): void {
  if (event !== 'deployment' && !isProduction(group.type)) return
  for (const webhook of state.webhooks.values()) {
    if (webhook.event === event && webhook.group === group.id) deliveries.deliver(webhook, { ...fields })
  }
}
