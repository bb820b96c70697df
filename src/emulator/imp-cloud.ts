import { systemClock, type Clock } from '../core/time.ts'
import { fetchFrom, toHandle } from './adapters/fetch.ts'
import { mswHandler } from './adapters/msw-handler.ts'
import { createCore } from './answer.ts'
import { accountChecks, checkShare, defaultAccount, makeAccount } from './cloud/accounts.ts'
import type { AccountOptions, ShareOptions } from './cloud/accounts.ts'
import {
  be,
  callback,
  checked,
  each,
  finite,
  flag,
  howMany,
  isBaseUrl,
  isFunction,
  isObject,
  moment,
  needed,
  object,
  options as optionsOf,
  text,
} from './cloud/checks.ts'
import type { Handle } from './cloud/exchange.ts'
import { addLog, indexDevice, makeDevice, setOnline, type DeviceOptions } from './cloud/fleet.ts'
import { requestsPerAccount, unbondsPerAccount } from './cloud/limits.ts'
import { createLogStreams } from './cloud/log-streams.ts'
import { accountFor, bless, blinkUp, known, type BlinkUpOptions } from './cloud/production.ts'
import { createRandom } from './cloud/random.ts'
import { checkBucket, createRateLimits, type RateLimitOptions } from './cloud/rate-limit.ts'
import { fromSnapshot, toSnapshot, type Snapshot } from './cloud/snapshot.ts'
import { createState, type Account } from './cloud/state.ts'
import { createWebhookDelivery, type Delivery } from './cloud/webhook-delivery.ts'
import type { World } from './cloud/world.ts'
import type { Faults } from './faults/controls.ts'
import { createFaults } from './faults/faults.ts'
import { createRules } from './faults/rules.ts'
import { createFactories, factoryArguments, type Factories } from './resources/factories.ts'

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

/** What a device says. */
export interface LogEntryOptions {
  /** Kind of entry: `server.log`, `server.error`, `agent.log`, `agent.error`, `status` … @default 'server.log' */
  type?: string | undefined
  /** The text. */
  msg: string
  /** When it was said, like `2026-04-14T15:42:23.929Z`: earlier than others, for entries that come out of order. @default now, by the cloud's clock */
  ts?: string | undefined
}

const isClock = (value: unknown) =>
  isObject(value) && ['now', 'setTimeout', 'clearTimeout'].every((name) => isFunction(value[name]))

const eachAccount = each('an array of accounts', optionsOf(accountChecks, ['email', 'password']))

const checkCloudOptions = optionsOf<ImpCloudOptions>({
  accounts: (where, value) => {
    eachAccount(where, value)
    be('at least one account', (accounts) => (accounts as unknown[]).length > 0)(where, value)
  },
  devices: howMany,
  baseUrl: be('an http: or https: URL without user name, query and fragment', isBaseUrl),
  clock: be('an object with now, setTimeout and clearTimeout', isClock),
  seed: finite,
  rateLimit: checkBucket,
  unbondLimit: checkBucket,
  state: object,
  deliver: callback,
})

const checkEntry = needed(optionsOf<LogEntryOptions>({ type: text, msg: text, ts: moment }, ['msg']))
const checkOnline = needed(flag)

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
   * The cloud as request handlers of MSW, for `setupServer(...cloud.handlers)`. `handlers(cloud)` of `impcentral/emulator/msw`
   * gives the same with MSW's types, which nobody needs who does not use MSW.
   */
  readonly handlers: never[]
  /** The accounts with their credentials. */
  readonly accounts: readonly Readonly<Account>[]
  /** Ids of all devices. */
  readonly devices: readonly string[]
  /** Puts things into the cloud without HTTP, for the beginning of a test. */
  readonly create: Factories
  /** Makes a device (or its agent) say something. */
  log(device: string, entry: LogEntryOptions): void
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
  checkCloudOptions('createImpCloud', options)
  const { clock = systemClock, seed = 1, rateLimit = requestsPerAccount, unbondLimit = unbondsPerAccount } = options
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
    changed: () => listeners.forEach((listener) => listener()),
    aliases: new Map(),
    said: new Map(),
    programs: new Map(),
  }
  // Chance of its own: a fault must not change the ids that the cloud hands out.
  const rules = createRules(createRandom({ seed }))
  if (options.state) for (const device of state.devices.values()) indexDevice(world, device)
  else seedAccounts(world, options)
  const handle = toHandle(createCore(world, rules.strike, new URL(baseUrl)))

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
    create: checked('create', createFactories(world, baseUrl), factoryArguments),
    log(device, entry) {
      checkEntry('log: entry', entry)
      const { type = 'server.log', msg, ts } = entry
      addLog(world, known(world, device), type, msg, ts)
      world.changed()
    },
    setOnline(device, online) {
      checkOnline('setOnline: online', online)
      setOnline(world, known(world, device), online)
      world.changed()
    },
    blinkUp(which = {}, how) {
      const { id } = blinkUp(world, which, how)
      world.changed()
      return id
    },
    bless(device) {
      bless(world, device)
      world.changed()
    },
    share(options) {
      checkShare('share', options)
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
    faults: createFaults(rules, clock, state, streams),
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
      return [mswHandler(baseUrl, handle) as never]
    },
  }
}

function seedAccounts(world: World, { accounts = [defaultAccount], devices = 0 }: ImpCloudOptions): void {
  accounts.forEach((options: AccountOptions, index) => {
    const { id } = makeAccount(world, options)
    const count = (options.devices ?? 0) + (index === 0 ? devices : 0)
    for (let made = 0; made < count; made++) makeDevice(world, id)
  })
}
