import {
  atLeast,
  be,
  deviceId,
  each,
  finite,
  flag,
  howMany,
  integerOrNull,
  isObject,
  isString,
  macAddress,
  moment,
  momentOrNull,
  needed,
  oneOf,
  options,
  strings,
  stringsOrNull,
  text,
  textOrNull,
  uuid,
  type Check,
  type Checks,
} from './checks.ts'
import { deviceGroupTypes } from './fleet.ts'
import { agentIdOf } from './random.ts'
import {
  createState,
  type AccessToken,
  type Account,
  type Deployment,
  type Device,
  type DeviceGroup,
  type Grant,
  type LogEntry,
  type LoginKey,
  type Product,
  type RefreshToken,
  type State,
  type Webhook,
} from './state.ts'

/** The form of the state in which it is saved, by `cloud.snapshot()`: plain data, maps as arrays of entries. */
export type Snapshot = { version: 1 } & {
  [key in keyof State]: State[key] extends Map<infer K, infer V> ? [K, V][] : State[key]
}

export function toSnapshot(state: State): Snapshot {
  const plain = Object.entries(state).map(([key, value]) => [key, value instanceof Map ? [...value] : value])
  // A copy: what is saved must not change when the cloud goes on.
  return structuredClone({ version: 1, ...Object.fromEntries(plain) }) as Snapshot
}

/** Where the fields of a record name other records. */
type References<T> = { [Field in keyof T]?: keyof State }

/** All fields of a record, none more and none less, and the records that they name. */
const record = <T>(fields: Checks<T>, references: References<T> = {}) => ({
  check: options<T>(fields, Object.keys(fields) as (keyof T & string)[]),
  references: Object.entries(references) as [string, keyof State][],
})

const groupType = oneOf(...deviceGroupTypes)
const times = { created_at: moment, updated_at: moment }
const usage = { last_ip: text, last_user_agent: text, last_used_at: momentOrNull, created_at: moment }

/** The compiler holds them to the description. */
const webhookEvents: Record<Webhook['event'], true> = { blessing: true, blinkup: true, deployment: true }

const logs = each(
  'an array of log entries',
  options<LogEntry>({ ts: moment, type: text, msg: text, log_type: text }, ['ts', 'type', 'msg', 'log_type']),
)

/** What of the state is kept by its id. */
type Kept = { [Key in keyof State]: State[Key] extends Map<string, unknown> ? Key : never }[keyof State]

const records: Record<Kept, { check: Check; references: [string, keyof State][] }> = {
  accounts: record<Account>({
    id: uuid,
    username: text,
    email: text,
    password: text,
    tier: text,
    otp: textOrNull,
    production: flag,
    unbondKey: text,
  }),
  products: record<Product>(
    { id: uuid, name: text, description: textOrNull, ...times, owner: uuid, creator: uuid },
    { owner: 'accounts', creator: 'accounts' },
  ),
  groups: record<DeviceGroup>(
    {
      id: uuid,
      type: groupType,
      name: text,
      description: textOrNull,
      region: textOrNull,
      load_code_after_blessing: flag,
      env_vars: be(
        'an object of strings and numbers',
        (value) => isObject(value) && Object.values(value).every((each) => isString(each) || Number.isFinite(each)),
      ),
      ...times,
      product: uuid,
      owner: uuid,
      creator: uuid,
      current_deployment: textOrNull,
      min_supported_deployment: textOrNull,
      production_target: textOrNull,
      dut_target: textOrNull,
    },
    {
      product: 'products',
      owner: 'accounts',
      creator: 'accounts',
      current_deployment: 'deployments',
      min_supported_deployment: 'deployments',
      production_target: 'groups',
      dut_target: 'groups',
    },
  ),
  // The fixture group and the code that a device runs may have been deleted since.
  devices: record<Device>(
    {
      id: deviceId,
      mac_address: macAddress,
      name: textOrNull,
      agent_id: textOrNull,
      device_online: flag,
      device_state_changed_at: moment,
      agent_state_changed_at: momentOrNull,
      last_enrolled_at: momentOrNull,
      imp_type: text,
      ip_address: textOrNull,
      free_memory: integerOrNull,
      rssi: integerOrNull,
      swversion: text,
      plan_id: text,
      owner: uuid,
      group: textOrNull,
      fixture: textOrNull,
      running: textOrNull,
    },
    { owner: 'accounts', group: 'groups' },
  ),
  deployments: record<Deployment>(
    {
      id: uuid,
      number: howMany,
      device_code: text,
      agent_code: text,
      description: textOrNull,
      origin: textOrNull,
      flagged: flag,
      tags: strings,
      sha: text,
      ...times,
      group: uuid,
      group_type: groupType,
      product: uuid,
      owner: uuid,
      creator: uuid,
      flagger: textOrNull,
    },
    { group: 'groups', product: 'products', owner: 'accounts', creator: 'accounts', flagger: 'accounts' },
  ),
  webhooks: record<Webhook>(
    {
      id: uuid,
      url: be('a URL', (value) => isString(value) && URL.canParse(value)),
      event: oneOf(...Object.keys(webhookEvents)),
      content_type: oneOf('application/json', 'application/x-www-form-urlencoded'),
      ...times,
      group: uuid,
      creator: uuid,
    },
    { group: 'groups', creator: 'accounts' },
  ),
  loginKeys: record<LoginKey>(
    { id: text, account: uuid, description: text, usages: howMany, ...usage },
    { account: 'accounts' },
  ),
  refreshTokens: record<RefreshToken>({ id: text, account: uuid, ...usage }, { account: 'accounts' }),
  accessTokens: record<AccessToken>(
    { account: uuid, expires: finite, ip: textOrNull, byKey: flag },
    { account: 'accounts' },
  ),
  loginTokens: record<{ account: string; expires: number }>(
    { account: uuid, expires: finite },
    { account: 'accounts' },
  ),
  logs: { check: logs, references: [] },
}

const grants = each(
  'an array of grants',
  options<Grant>({ owner: uuid, collaborator: uuid, access: oneOf('view', 'manage'), products: stringsOrNull }, [
    'owner',
    'collaborator',
    'access',
    'products',
  ]),
)

const pair = be(
  'a pair of a name and a value',
  (value) => Array.isArray(value) && value.length === 2 && isString(value[0]),
)

/**
 * The state that a snapshot holds. Everything in it is looked at: a file may have been edited by hand, and what is wrong
 * in it must be told here, and not by whatever trips over it later.
 *
 * @throws Error that names the place and what was expected there
 */
export function fromSnapshot(snapshot: Snapshot): State {
  if (snapshot?.version !== 1) throw new Error('This is not a state that this version of the emulator wrote')
  const state = createState(0)
  const copy = structuredClone(snapshot) as unknown as Record<string, unknown>
  const known = Object.keys(state) as (keyof State)[]
  for (const key of Object.keys(copy))
    if (key !== 'version' && !known.includes(key as keyof State))
      throw new Error(`The saved state has an unknown "${key}"`)
  for (const key of known) {
    const value = copy[key]
    if (value === undefined) throw new Error(`The saved state lacks "${key}"`)
    Object.assign(state, { [key]: state[key] instanceof Map ? toMap(key as Kept, value) : value })
  }
  howMany('seed', state.seed)
  atLeast(0)('made', state.made)
  grants('grants', state.grants)
  if (state.accounts.size === 0) throw new Error('accounts must be at least one account')
  for (const { owner, collaborator } of state.grants)
    for (const id of [owner, collaborator]) mustBeThere(state, 'grants', id, 'accounts')
  for (const [key, { references }] of Object.entries(records)) checkReferences(state, key as keyof State, references)
  for (const id of state.logs.keys()) mustBeThere(state, 'logs', id, 'devices')
  // Earlier versions gave an unassigned device none.
  for (const device of state.devices.values()) device.agent_id ??= agentIdOf(device.id, device.plan_id)
  return state
}

function toMap(key: Kept, value: unknown): Map<string, unknown> {
  const map = new Map<string, unknown>()
  each('an array of pairs', pair)(key, value)
  for (const [id, item] of value as [string, unknown][]) {
    const where = `${key}: ${id}`
    if (map.has(id)) throw new Error(`${where} is there twice`)
    needed(records[key].check)(where, item)
    const own = (item as { id?: string }).id
    if (own !== undefined && own !== id) throw new Error(`${where} must have this id, got ${JSON.stringify(own)}`)
    map.set(id, item)
  }
  return map
}

function checkReferences(state: State, key: keyof State, references: [string, keyof State][]): void {
  for (const [id, item] of state[key] as unknown as Map<string, Record<string, string | null>>) {
    for (const [field, to] of references) {
      const named = item[field]
      if (named !== null && named !== undefined) mustBeThere(state, `${key}: ${id}: ${field}`, named, to)
    }
  }
}

function mustBeThere(state: State, where: string, id: string, among: keyof State): void {
  if (!(state[among] as Map<string, unknown>).has(id)) throw new Error(`${where}: there is no ${id} among the ${among}`)
}
