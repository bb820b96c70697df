import type { Clock } from '../core/time.ts'
import type { FaultInjection } from './faults.ts'
import type { LogStreams } from './log-streams.ts'
import type { Random } from './random.ts'
import type { RateLimits } from './rate-limit.ts'
import type { State } from './state.ts'
import type { WebhookDelivery } from './webhook-delivery.ts'

/** What every part of the cloud shares. */
export interface World {
  readonly state: State
  readonly clock: Clock
  readonly random: Random
  readonly limits: RateLimits
  readonly streams: LogStreams
  readonly deliveries: WebhookDelivery
  readonly faults: FaultInjection
  /** Something was done that a saved state should have. */
  readonly changed: () => void
  /** Device ids by MAC address and by agent id. */
  readonly aliases: Map<string, string>
}

export const timestamp = (world: World): string => new Date(world.clock.now()).toISOString()
