import { systemClock, type Clock } from '../core/time.ts'
import { defaultAccount, makeAccount, type AccountOptions, type ShareOptions } from './accounts.ts'
import { createCore } from './core.ts'
import { toHandle, type Handle } from './exchange.ts'
import { createFactories, type Factories } from './factories.ts'
import { createFaults, type Faults } from './faults.ts'
import { addLog, makeDevice, setOnline, type DeviceOptions } from './fleet.ts'
import { createLogStreams } from './log-streams.ts'
import { mswHook } from './msw-hook.ts'
import {
  checkBlinkUp,
  checkCloudOptions,
  checked,
  checkEntry,
  checkOnline,
  checkShare,
  factoryArguments,
} from './options.ts'
import { accountFor, bless, blinkUp, known, type BlinkUpOptions } from './production.ts'
import { createRandom } from './random.ts'
import { createRateLimits, type RateLimitOptions } from './rate-limit.ts'
import { createState, fromSnapshot, toSnapshot, type Account, type Snapshot } from './state.ts'
import { createWebhookDelivery, type Delivery } from './webhook-delivery.ts'
import type { World } from './world.ts'

/** Options of `createImpCloud`. */
export interface ImpCloudOptions {
  /** The accounts to begin with. @default one account with the credentials of {@link defaultAccount} */
  accounts?: AccountOptions[] | undefined
  /** How many devices the first account starts with. @default 0 */
  devices?: number | undefined
  /** Where the cloud seems to be for `cloud.fetch` and the MSW handlers. @default 'https://impcloud.test/v5' */
  baseUrl?: string | undefined
  /** Tells the time. @default the clock of the machine */
  clock?: Clock | undefined
  /** The same seed gives the same ids, tokens and fleets. @default 1 */
  seed?: number | undefined
  /** Size of each account's bucket of requests, topped up every second. @default 100000, which no test runs into */
  rateLimit?: number | RateLimitOptions | undefined
  /** The same for devices unassigned from production device groups. @default 10 */
  unbondLimit?: number | RateLimitOptions | undefined
  /** A saved state to go on from; `accounts`, `devices` and `seed` are then ignored. */
  state?: Snapshot | undefined
  /** Takes every webhook delivery. @default posts to loopback URLs and skips all others */
  deliver?: ((request: Request) => Promise<Response>) | undefined
}

/**
 * A local impCloud. Its methods throw an Error for a device or an account that it does not know, an unknown option, and a
 * value that it cannot have.
 */
export interface ImpCloud {
  /** Where the cloud seems to be, without a slash at the end: the `baseUrl` of a client that uses `fetch`. */
  readonly baseUrl: string
  /** Answers like the global `fetch`, without a network. */
  readonly fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>
  /** The cloud itself; `fetch`, the MSW handlers and the HTTP server are adapters around it. */
  readonly handle: Handle
  /**
   * The cloud as request handlers of MSW, once `impcentral/emulator/msw` has been imported. They are typed there: whoever
   * does not use MSW needs none of its types.
   */
  readonly handlers: never[]
  /** The accounts with their credentials. */
  readonly accounts: readonly Readonly<Account>[]
  /** Ids of all devices. */
  readonly devices: readonly string[]
  /** Puts things into the cloud without HTTP, for the beginning of a test. */
  readonly create: Factories
  /** Makes a device (or its agent) say something. */
  log(device: string, entry: { type?: string; msg: string }): void
  /** Brings a device online or takes it off. */
  setOnline(device: string, online: boolean): void
  /** Activates a device and returns its id. A device that is described and not named is a new one. */
  blinkUp(device?: string | DeviceOptions, options?: BlinkUpOptions): string
  /** Blesses a device under test: it becomes a production device of the group at which its fixture aims. */
  bless(device: string): void
  /** Lets an account see or change what another one has. */
  share(options: ShareOptions): void
  /** Latency, errors, broken connections and more, on request. */
  readonly faults: Faults
  /** Every webhook call so far. */
  readonly deliveries: readonly Readonly<Delivery>[]
  /** Settles when no webhook delivery is under way. */
  idle(): Promise<void>
  /** Everything that the cloud remembers, as plain data for `state`. Open log streams are not part of it. */
  snapshot(): Snapshot
  /** Calls back after everything that a saved state should have. Returns the way to stop it. */
  onChange(listener: () => void): () => void
  /** Ends all log streams, and gives up the webhook deliveries that are under way. */
  close(): void
}

/**
 * Makes a local impCloud: the impCentral API with accounts, devices and everything between them, in memory.
 *
 * @throws Error for an unknown option, or a value that it cannot have. The methods of the cloud do the same.
 *
 * @example
 * const cloud = createImpCloud({ accounts: [{ email: 'me@example.com', password: 'secret' }], devices: 50 })
 * createImpCentral({ baseUrl: cloud.baseUrl, fetch: cloud.fetch, auth: { id: 'me@example.com', password: 'secret' } })
 */
export function createImpCloud(options: ImpCloudOptions = {}): ImpCloud {
  checkCloudOptions(options)
  const { clock = systemClock, seed = 1, rateLimit = 100_000, unbondLimit = 10 } = options
  // As requests spell it, for the MSW handlers.
  const { origin, pathname } = new URL(options.baseUrl ?? 'https://impcloud.test/v5')
  const baseUrl = origin + pathname.replace(/\/+$/, '')
  const state = options.state ? fromSnapshot(options.state) : createState(seed)
  const random = createRandom(state)
  const streams = createLogStreams(clock, random)
  const bucket = (limit: number | RateLimitOptions) => (typeof limit === 'number' ? { limit } : limit)
  const listeners = new Set<() => void>()
  const world: World = {
    state,
    clock,
    random,
    streams,
    limits: createRateLimits(clock, bucket(rateLimit), bucket(unbondLimit)),
    deliveries: createWebhookDelivery(clock, options.deliver),
    // Chance of its own: a fault must not change the ids that the cloud hands out.
    faults: createFaults(clock, createRandom({ seed }), state, streams),
    changed: () => listeners.forEach((listener) => listener()),
    aliases: new Map(),
  }
  if (options.state) indexDevices(world)
  else seedAccounts(world, options)
  const handle = toHandle(createCore(world, new URL(baseUrl)))

  const cloud: ImpCloud = {
    baseUrl,
    handle,
    fetch: (input, init) => fetchFrom(handle, input, init),
    get accounts() {
      return [...state.accounts.values()]
    },
    get devices() {
      return [...state.devices.keys()]
    },
    create: checked('create', createFactories(world, baseUrl), factoryArguments),
    log(device, entry) {
      checkEntry(entry)
      const { type = 'server.log', msg } = entry
      addLog(world, known(world, device), type, msg)
      world.changed()
    },
    setOnline(device, online) {
      checkOnline(online)
      setOnline(world, known(world, device), online)
      world.changed()
    },
    blinkUp(which = {}, how) {
      checkBlinkUp(which, how)
      const { id } = blinkUp(world, which, how)
      world.changed()
      return id
    },
    bless(device) {
      bless(world, device)
      world.changed()
    },
    share(options) {
      checkShare(options)
      const { from, with: collaborator, access = 'view', products } = options
      for (const id of products ?? [])
        if (!state.products.has(id.toLowerCase())) throw new Error(`share: there is no product ${id} in this cloud`)
      state.grants.push({
        owner: accountFor(world, from),
        collaborator: accountFor(world, collaborator),
        access,
        products: products?.map((id) => id.toLowerCase()) ?? null,
      })
      world.changed()
    },
    faults: world.faults.controls,
    deliveries: world.deliveries.log,
    idle: () => world.deliveries.idle(),
    snapshot: () => toSnapshot(state),
    onChange(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    close() {
      streams.drop('closed')
      world.deliveries.abort()
    },
    get handlers() {
      if (!mswHook.handlers) throw new Error("Import 'impcentral/emulator/msw' before you use cloud.handlers")
      return mswHook.handlers(cloud)
    },
  }
  return cloud
}

function seedAccounts(world: World, { accounts = [defaultAccount], devices = 0 }: ImpCloudOptions): void {
  if (devices > 0 && accounts.length === 0) throw new Error('createImpCloud: devices need an account that owns them')
  accounts.forEach((options: AccountOptions, index) => {
    const { id } = makeAccount(world, options)
    const count = (options.devices ?? 0) + (index === 0 ? devices : 0)
    for (let made = 0; made < count; made++) makeDevice(world, id)
  })
}

function indexDevices({ state, aliases }: World): void {
  for (const { id, mac_address, agent_id } of state.devices.values()) {
    aliases.set(mac_address, id)
    if (agent_id !== null) aliases.set(agent_id, id)
  }
}

/** The manners of the global `fetch` around the core: it rejects when the signal fires, and when the network fails. */
async function fetchFrom(handle: Handle, input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const signal = init?.signal ?? (input instanceof Request ? input.signal : undefined)
  signal?.throwIfAborted()
  const request = new Request(input, init)
  const response = await (signal ? untilAborted(handle(request, { signal }), signal) : handle(request))
  if (response.type === 'error') throw new TypeError('fetch failed')
  // No Response that is made by hand has one.
  return Object.defineProperty(response, 'url', { value: request.url })
}

function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason)
    signal.addEventListener('abort', onAbort, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}
