import type { components } from '../../generated/schema.ts'

/** What validated bodies hold, by the names of the description. */
export type Schemas = components['schemas']

/** Everything that the cloud remembers: plain data, so that it can be written to a file and read back. */
export interface State {
  /** The state of the random generator. */
  seed: number
  /** How many devices and deployments were ever made: device ids count up, and deployments have an age. */
  made: number
  accounts: Map<string, Account>
  grants: Grant[]
  products: Map<string, Product>
  groups: Map<string, DeviceGroup>
  devices: Map<string, Device>
  deployments: Map<string, Deployment>
  webhooks: Map<string, Webhook>
  loginKeys: Map<string, LoginKey>
  refreshTokens: Map<string, RefreshToken>
  accessTokens: Map<string, AccessToken>
  loginTokens: Map<string, { account: string; expires: number }>
  /** Log entries by device id, oldest first. */
  logs: Map<string, LogEntry[]>
}

/** An account of the cloud with its credentials. */
export interface Account {
  /** UUID. */
  id: string
  /** User name. */
  username: string
  /** E-mail address. */
  email: string
  /** The password, in the clear. */
  password: string
  /** Kind of contract, as the API tells it. */
  tier: string
  /** The one-time password that a two-factor login must present; `null` without two-factor authentication. */
  otp: string | null
  /** May make groups of the production family. */
  production: boolean
  /** What unassigning production devices asks for. */
  unbondKey: string
}

/** What an account lets another one see or do. */
export interface Grant {
  owner: string
  collaborator: string
  access: 'view' | 'manage'
  /** `null`: everything; else only what belongs to these products. */
  products: string[] | null
}

export interface Product {
  id: string
  name: string
  description: string | null
  created_at: string
  updated_at: string
  owner: string
  creator: string
}

export type DeviceGroupType = Schemas['DeviceGroupType']

export interface DeviceGroup {
  id: string
  type: DeviceGroupType
  name: string
  description: string | null
  region: string | null
  load_code_after_blessing: boolean
  env_vars: Record<string, string | number>
  created_at: string
  updated_at: string
  product: string
  owner: string
  creator: string
  current_deployment: string | null
  min_supported_deployment: string | null
  production_target: string | null
  dut_target: string | null
}

export interface Device {
  id: string
  mac_address: string
  name: string | null
  /** The agent under the present plan. The API shows it only while the device is assigned. */
  agent_id: string
  device_online: boolean
  device_state_changed_at: string
  agent_state_changed_at: string | null
  last_enrolled_at: string | null
  imp_type: string
  ip_address: string | null
  free_memory: number | null
  rssi: number | null
  swversion: string
  plan_id: string
  owner: string
  group: string | null
  /** The fixture group under which a device under test was activated. */
  fixture: string | null
  /** The deployment that the device runs: it can be older than the group's current one. */
  running: string | null
}

export interface Deployment {
  id: string
  /** Rises with every deployment: two of the same millisecond have an order too. */
  number: number
  device_code: string
  agent_code: string
  description: string | null
  origin: string | null
  flagged: boolean
  tags: string[]
  sha: string
  created_at: string
  updated_at: string
  group: string
  group_type: DeviceGroupType
  product: string
  owner: string
  creator: string
  flagger: string | null
}

export interface Webhook {
  id: string
  url: string
  event: Schemas['WebhookEvent']
  content_type: Schemas['WebhookContentType']
  created_at: string
  updated_at: string
  group: string
  creator: string
}

export interface LoginKey {
  id: string
  account: string
  description: string
  usages: number
  last_ip: string
  last_user_agent: string
  last_used_at: string | null
  created_at: string
}

export interface RefreshToken {
  id: string
  account: string
  created_at: string
  last_used_at: string | null
  last_ip: string
  last_user_agent: string
}

export interface AccessToken {
  account: string
  /** Milliseconds since the epoch. */
  expires: number
  /** The address that signed in, where the way in knows addresses. */
  ip: string | null
  /** Came from a login key: account management is closed to it. */
  byKey: boolean
}

export interface LogEntry {
  ts: string
  type: string
  msg: string
  log_type: string
}

export function createState(seed: number): State {
  return {
    seed: seed >>> 0,
    made: 0,
    accounts: new Map(),
    grants: [],
    products: new Map(),
    groups: new Map(),
    devices: new Map(),
    deployments: new Map(),
    webhooks: new Map(),
    loginKeys: new Map(),
    refreshTokens: new Map(),
    accessTokens: new Map(),
    loginTokens: new Map(),
    logs: new Map(),
  }
}
