import { systemClock, type Clock } from '../clock.ts'
import { createCore, type Connection } from './core.ts'
import { addLog, findDevice, makeDevice, setOnline } from './fleet.ts'
import { createLogStreams } from './log-streams.ts'
import { createRandom } from './random.ts'
import { createRateLimits, type RateLimitOptions } from './rate-limit.ts'
import { createState, fromSnapshot, toSnapshot, type Account, type Device, type Snapshot } from './state.ts'
import { createWebhookDelivery, type Delivery } from './webhook-delivery.ts'
import type { World } from './world.ts'

export interface AccountOptions {
  email: string
  password: string
  /** @default what stands before the `@` of the e-mail address */
  username?: string
  /** UUID of the account. @default made from the seed */
  id?: string
  /** @default 'free' */
  tier?: string
  /** Switches two-factor authentication on: the one-time password that the second step of a login must present. */
  otp?: string
  /** May create device groups of the production family. @default true */
  production?: boolean
  /** What unassigning production devices asks for. @default made from the seed */
  unbondKey?: string
  /** How many devices the account starts with. */
  devices?: number
}

export interface ImpCloudOptions {
  /** @default one account with the credentials of {@link defaultAccount} */
  accounts?: AccountOptions[]
  /** How many devices the first account starts with. @default 0 */
  devices?: number
  /** Where the cloud seems to be for `cloud.fetch` and the MSW handlers. @default 'https://impcloud.test/v5' */
  baseUrl?: string
  /** @default the clock of the machine */
  clock?: Clock
  /** The same seed gives the same ids, tokens and fleets. @default 1 */
  seed?: number
  /** Size of each account's bucket of requests, topped up every second. @default 100000, which no test runs into */
  rateLimit?: number | RateLimitOptions
  /** The same for devices unassigned from production device groups. @default 10 */
  unbondLimit?: number | RateLimitOptions
  /** A saved state to go on from; `accounts`, `devices` and `seed` are then ignored. */
  state?: Snapshot
  /** Takes every webhook delivery. @default posts to loopback URLs and skips all others */
  deliver?: (request: Request) => Promise<Response>
}

/** The account of a cloud that was given none. */
export const defaultAccount = { email: 'dev@example.com', password: 'imp-cloud' } as const

export interface ImpCloud {
  readonly baseUrl: string
  /** Answers like the global `fetch`, without a network. */
  readonly fetch: (input: RequestInfo | URL, init?: RequestInit) => Promise<Response>
  /** The cloud itself; `fetch`, the MSW handlers and the HTTP server are adapters around it. */
  readonly handle: (request: Request, connection?: Connection) => Promise<Response>
  /** The accounts with their credentials. */
  readonly accounts: readonly Readonly<Account>[]
  /** Ids of all devices. */
  readonly devices: readonly string[]
  /** Makes a device (or its agent) say something. */
  log(device: string, entry: { type?: string; msg: string }): void
  /** Brings a device on line or takes it off. */
  setOnline(device: string, online: boolean): void
  /** Every webhook call so far. */
  readonly deliveries: readonly Readonly<Delivery>[]
  /** Settles when no webhook delivery is under way. */
  idle(): Promise<void>
  /** Everything that the cloud remembers, as plain data for `state`. Open log streams are not part of it. */
  snapshot(): Snapshot
  /** Ends all log streams. */
  close(): void
}

/**
 * Makes a local impCloud: the impCentral API with accounts, devices and everything between them, in memory.
 *
 * @example
 * const cloud = createImpCloud({ accounts: [{ email: 'me@example.com', password: 'secret' }], devices: 50 })
 * createImpCentral({ baseUrl: cloud.baseUrl, fetch: cloud.fetch, auth: { id: 'me@example.com', password: 'secret' } })
 */
export function createImpCloud(options: ImpCloudOptions = {}): ImpCloud {
  const { clock = systemClock, seed = 1, rateLimit = 100_000, unbondLimit = 10 } = options
  const baseUrl = (options.baseUrl ?? 'https://impcloud.test/v5').replace(/\/+$/, '')
  const state = options.state ? fromSnapshot(options.state) : createState(seed)
  const random = createRandom(state)
  const bucket = (limit: number | RateLimitOptions) => (typeof limit === 'number' ? { limit } : limit)
  const world: World = {
    state,
    clock,
    random,
    limits: createRateLimits(clock, bucket(rateLimit), bucket(unbondLimit)),
    streams: createLogStreams(clock, random),
    deliveries: createWebhookDelivery(clock, options.deliver),
    aliases: new Map(),
  }
  if (options.state) indexDevices(world)
  else seedAccounts(world, options)

  const handle = createCore(world, new URL(baseUrl).pathname.replace(/\/$/, ''))
  const device = (identifier: string): Device => {
    const found = findDevice(world, identifier)
    if (!found) throw new Error(`There is no device ${identifier} in this cloud`)
    return found
  }

  return {
    baseUrl,
    handle,
    fetch: (input, init) => fetchFrom(handle, input, init),
    get accounts() {
      return [...state.accounts.values()]
    },
    get devices() {
      return [...state.devices.keys()]
    },
    log(identifier, { type = 'server.log', msg }) {
      addLog(world, device(identifier), type, msg)
    },
    setOnline(identifier, online) {
      setOnline(world, device(identifier), online)
    },
    deliveries: world.deliveries.log,
    idle: () => world.deliveries.idle(),
    snapshot: () => toSnapshot(state),
    close: () => world.streams.drop('closed'),
  }
}

function seedAccounts(world: World, { accounts = [defaultAccount], devices = 0 }: ImpCloudOptions): void {
  accounts.forEach((options: AccountOptions, index) => {
    const account: Account = {
      id: (options.id ?? world.random.uuid()).toLowerCase(),
      username: options.username ?? options.email.split('@')[0]!,
      email: options.email,
      password: options.password,
      tier: options.tier ?? 'free',
      otp: options.otp ?? null,
      production: options.production ?? true,
      unbondKey: options.unbondKey ?? world.random.hex(32),
    }
    world.state.accounts.set(account.id, account)
    const count = (options.devices ?? 0) + (index === 0 ? devices : 0)
    for (let made = 0; made < count; made++) makeDevice(world, account.id)
  })
}

function indexDevices({ state, aliases }: World): void {
  for (const { id, mac_address, agent_id } of state.devices.values()) {
    aliases.set(mac_address, id)
    if (agent_id !== null) aliases.set(agent_id, id)
  }
}

/** The manners of the global `fetch` around the core: it rejects when the signal fires, and when the network fails. */
async function fetchFrom(handle: ImpCloud['handle'], input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const signal = init?.signal ?? (input instanceof Request ? input.signal : undefined)
  signal?.throwIfAborted()
  const request = new Request(input, init)
  const response = await (signal ? untilAborted(handle(request, { signal }), signal) : handle(request))
  if (response.type === 'error') throw new TypeError('fetch failed')
  return response
}

function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason)
    signal.addEventListener('abort', onAbort, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}
