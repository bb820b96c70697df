import type { Clock } from '../../core/time.ts'
import type { LogStreams } from './log-streams.ts'
import type { Random } from './random.ts'
import type { RateLimits } from './rate-limit.ts'
import type { Programs } from './squirrel.ts'
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
  /** Something was done that a saved state should have. */
  readonly changed: () => void
  /** Device ids by MAC address and by agent id. */
  readonly aliases: Map<string, string>
  /** When each device last said something by the clock, which may be set back: the times of its entries do not fall. */
  readonly said: Map<string, string>
  /** The code of the deployments by their ids, as far as a device has run it. Code never changes once it is deployed: it is read once. */
  readonly programs: Map<string, Programs>
}

export const timestamp = (world: World): string => new Date(world.clock.now()).toISOString()
