/** Two clouds of the same seed, each served over loopback: the published imp-central-api talks to one, ours to the other. */
import { createRequire } from 'node:module'
import { join } from 'node:path'
import Compat from 'impcentral/compat'
import { createImpCloud, type ImpCloud } from 'impcentral/emulator'
import { listen } from 'impcentral/emulator/node'
import { vendorFolder } from '../support/build.ts'

// One table speaks to both, and one of them has no types.
// oxlint-disable-next-line typescript/no-explicit-any
export type Loose = any

export interface Side {
  name: 'theirs' | 'ours'
  Api: Loose
  api: Loose
  cloud: ImpCloud
  url: string
  /** The client that took the endpoint back. */
  back?: Loose
  /** Moves the cloud's clock on. */
  advance(ms: number): void
  /** What later steps need of earlier ones. */
  v: Loose
  close(): Promise<void>
}

export const owner = {
  email: 'owner@example.com',
  password: 'of the owner',
  unbondKey: 'unbond-the-devices',
  production: true,
}
export const careful = { email: 'careful@example.com', password: 'of two factors', otp: '492039' }
export const stranger = { email: 'stranger@example.com', password: 'of a stranger' }

/** The class as it is published. */
export const loadOriginal = (): Loose => createRequire(join(vendorFolder, 'package.json'))('imp-central-api')

/** Both begin at the same moment, a while ago, so that what they say of time is the same. */
const begin = Date.now() - 600_000

export async function createSide(name: Side['name']): Promise<Side> {
  const Api = name === 'ours' ? Compat : loadOriginal()
  let now = begin
  const clock = {
    now: () => now,
    setTimeout: (callback: () => void, ms: number) => setTimeout(callback, ms),
    clearTimeout: (handle: unknown) => clearTimeout(handle as NodeJS.Timeout),
  }
  const cloud = createImpCloud({
    accounts: [owner, careful, stranger],
    devices: 12,
    seed: 16,
    clock,
    deliver: async () => new Response(),
  })
  const production = await cloud.create.deviceGroup({ type: 'production_devicegroup' })
  const blessed = await cloud.create.device({ devicegroup: production })
  const server = await listen(cloud)
  return {
    name,
    Api,
    api: new Api(server.url),
    cloud,
    url: server.url,
    advance: (ms) => void (now += ms),
    v: { production, blessed, devices: cloud.devices.slice(0, 12) },
    close: async () => {
      cloud.close()
      await server.close()
    },
  }
}

/** What became of a call, as far as it can be compared. */
export interface Outcome {
  resolved?: Loose
  rejected?: Loose
  thrown?: string
}

/** Addresses differ, and so do the names under which the two present themselves. */
const comparable = (side: Side, value: unknown): Loose =>
  value === undefined
    ? undefined
    : JSON.parse(JSON.stringify(value).replaceAll(side.url, 'http://cloud/v5'), (key, inner: unknown) =>
        key === 'last_user_agent' ? 'user agent' : inner,
      )

export const describeError = (side: Side, error: Loose): Loose => ({
  class: error.constructor.name,
  isInvalidDataError: error instanceof side.Api.Errors.InvalidDataError,
  isImpCentralApiError: error instanceof side.Api.Errors.ImpCentralApiError,
  message: error.message.replaceAll(side.url, 'http://cloud/v5'),
  statusCode: error.statusCode,
  body: comparable(side, error.body),
})

export async function outcomeOf(side: Side, run: (side: Side) => unknown): Promise<Outcome> {
  let returned: unknown
  try {
    returned = run(side)
  } catch (error) {
    return { thrown: (error as Error).constructor.name }
  }
  try {
    return { resolved: comparable(side, await returned) }
  } catch (error) {
    return { rejected: describeError(side, error) }
  }
}
