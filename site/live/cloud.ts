/** Before the dashboard starts: a cloud with a living fleet takes the place of the network. */
import { defaultAccount } from 'impcentral/emulator'
import { createLivingFleet } from '../../examples/dashboard/living-fleet.ts'

// The size of the service's own bucket, so that the gauge shows what it would show there.
const { cloud, live } = await createLivingFleet({ rateLimit: 40 })
live()

const { email: id, password } = defaultAccount
Object.assign(globalThis, {
  fetch: cloud.fetch,
  // What the dashboard's own server would tell it.
  PRESET: { baseUrl: cloud.baseUrl, id, password, local: true, demo: { id, password } },
})

// Only now, since it signs in as soon as it is loaded.
await import('dashboard')
