/**
 * What the options of the cloud may be. JavaScript lets a misspelt name or a wrong value pass, and the test that gave it
 * then shows something else than it says.
 */
import { longestTimer } from '../core/time.ts'
import type { AccountOptions, ShareOptions } from './accounts.ts'
import type { ImpCloudOptions } from './cloud.ts'
import type { Factories } from './factories.ts'
import type { Faults, FaultScope } from './faults.ts'
import type { DeviceOptions } from './fleet.ts'
import type { BlinkUpOptions } from './production.ts'
import type { RateLimitOptions } from './rate-limit.ts'

/** Throws when a value is not what it must be. `undefined` stands for the default and passes, unless it is `needed`. */
type Check = (where: string, value: unknown) => void
type Checks<Options> = { [Name in keyof Required<Options>]: Check }

const show = (value: unknown) => {
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'an array' : 'an object'
  return typeof value === 'function' ? 'a function' : String(value)
}

export const be =
  (expected: string, holds: (value: unknown) => boolean): Check =>
  (where, value) => {
    if (value !== undefined && !holds(value)) throw new Error(`${where} must be ${expected}, got ${show(value)}`)
  }

const needed =
  (check: Check): Check =>
  (where, value) => {
    if (value === undefined) throw new Error(`${where} is missing`)
    check(where, value)
  }

const either =
  (first: (value: unknown) => boolean, check: Check): Check =>
  (where, value) =>
    first(value) || check(where, value)

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isFunction = (value: unknown) => typeof value === 'function'
const isString = (value: unknown) => typeof value === 'string'
const isBaseUrl = (value: unknown) => {
  const url = typeof value === 'string' && /^https?:\/\//i.test(value) && URL.parse(value)
  return !!url && url.username + url.password + url.search + url.hash === ''
}
const isOperation = (value: unknown) => (Array.isArray(value) ? value.every(isString) : isString(value))
const isClock = (value: unknown) =>
  isObject(value) && ['now', 'setTimeout', 'clearTimeout'].every((name) => isFunction(value[name]))

const areHeaders = (value: object) => {
  try {
    return !!new Headers(value as Record<string, string>)
  } catch {
    return false
  }
}

/** The operations of the API look at it themselves. */
const anything: Check = () => {}
const object = be('an object', isObject)
export const text: Check = be('a string', isString)
const flag = be('true or false', (value) => typeof value === 'boolean')
const callback = be('a function', isFunction)
const finite = be('a number', Number.isFinite)
const count = be(
  'a whole number, 0 or more',
  (value) => value === Infinity || (Number.isInteger(value) && +value! >= 0),
)
const howMany = be('a whole number, 0 or more', (value) => Number.isSafeInteger(value) && +value! >= 0)
const uuid = be(
  'a UUID',
  (value) => typeof value === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value),
)
const size = be('a number, 1 or more', (value) => Number.isFinite(value) && +value! >= 1)
const positive = be('a number above 0', (value) => Number.isFinite(value) && +value! > 0)
const milliseconds = be(
  `milliseconds, from 0 to ${longestTimer}`,
  (value) => typeof value === 'number' && value >= 0 && value <= longestTimer,
)
const share = be('a number from 0 to 1', (value) => typeof value === 'number' && value >= 0 && value <= 1)
const status = be(
  'an HTTP status from 200 to 599',
  (value) => Number.isInteger(value) && +value! > 199 && +value! < 600,
)
const strings = be('an array of strings', (value) => Array.isArray(value) && value.every(isString))
const headers = be(
  'an object of strings that headers can be',
  (value) => isObject(value) && Object.values(value).every(isString) && areHeaders(value),
)
const oneOf = (...values: string[]) =>
  be(values.map((value) => `'${value}'`).join(' or '), (value) => values.includes(value as string))

/** An object of options: no others than these, and those that have no default. */
export const options =
  <Options>(known: Checks<Options>, required: readonly (keyof Options & string)[] = []): Check =>
  (where, value) => {
    object(where, value)
    if (value !== undefined)
      for (const name of required) needed(anything)(`${where}: ${name}`, (value as Partial<Options>)[name])
    for (const [name, given] of Object.entries(value ?? {})) {
      const check = Object.hasOwn(known, name) && known[name as keyof Options]
      if (!check) throw new Error(`${where}: unknown option "${name}"; expected ${Object.keys(known).join(', ')}`)
      check(`${where}: ${name}`, given)
    }
  }

const account: Checks<AccountOptions> = {
  email: text,
  password: text,
  username: text,
  id: uuid,
  tier: text,
  otp: text,
  production: flag,
  unbondKey: text,
  devices: howMany,
}
const eachAccount = needed(options(account, ['email', 'password']))
const accounts: Check = (where, value) => {
  be('an array of accounts', Array.isArray)(where, value)
  ;((value as unknown[] | undefined) ?? []).forEach((each, index) => eachAccount(`${where}[${index}]`, each))
}
const bucket = either(
  (value) => Number.isFinite(value) && +value! >= 1,
  (where, value) => {
    be('a number, 1 or more, or { limit, perSecond }', isObject)(where, value)
    options<RateLimitOptions>({ limit: size, perSecond: positive }, ['limit'])(where, value)
  },
)

const cloudOptions = options<ImpCloudOptions>({
  accounts,
  devices: howMany,
  baseUrl: be('an http: or https: URL without user name, query and fragment', isBaseUrl),
  clock: be('an object with now, setTimeout and clearTimeout', isClock),
  seed: finite,
  rateLimit: bucket,
  unbondLimit: bucket,
  state: object,
  deliver: callback,
})

/** @throws Error for an unknown option, or a value that it cannot have. */
export const checkCloudOptions = (value: unknown): void => cloudOptions('createImpCloud', value)

const isCloud = (value: unknown) => isObject(value) && isFunction(value['handle']) && isBaseUrl(value['baseUrl'])

/** @throws Error for anything but a cloud, or what somebody has put around one. */
export const checkCloud: Check = needed(be('what createImpCloud() returns', isCloud))

const device: Checks<DeviceOptions> = {
  id: text,
  mac_address: text,
  name: anything,
  device_online: flag,
  imp_type: text,
  ip_address: anything,
  free_memory: anything,
  rssi: anything,
  swversion: text,
  plan_id: anything,
}

const blinkUpDevice = either(isString, options<DeviceOptions>(device))
const blinkUpOptions = options<BlinkUpOptions>({ account: text, planId: text, token: text, fixture: text })
const shareOptions = options<ShareOptions>(
  { from: text, with: text, access: oneOf('view', 'manage'), products: strings },
  ['from', 'with'],
)

/** @throws Error for an unknown option, or a value that it cannot have. */
export const checkBlinkUp = (which: unknown, how: unknown): void => {
  blinkUpDevice('blinkUp: device', which)
  blinkUpOptions('blinkUp', how)
}

const entry = needed(options<{ type: string; msg: string }>({ type: text, msg: text }, ['msg']))

/** @throws Error for anything but true and false. */
export const checkOnline = (value: unknown): void => needed(flag)('setOnline: online', value)

/** @throws Error for what cannot be a log entry. */
export const checkEntry = (value: unknown): void => entry('log: entry', value)

/** @throws Error for an unknown option, or a value that it cannot have. */
export const checkShare = (value: unknown): void => needed(shareOptions)('share', value)

const scope: Checks<FaultScope> = {
  operation: be('an operation id of the description, or an array of them', isOperation),
  times: count,
  after: count,
  probability: share,
}
const scoped = options(scope)

/** What the methods of `cloud.faults` take. */
export const faultArguments: { [Name in keyof Faults]: readonly Check[] } = {
  latency: [needed(milliseconds), scoped],
  status: [needed(status), options({ ...scope, executed: flag, body: oneOf('json', 'html', 'empty'), headers })],
  reset: [options({ ...scope, executed: flag })],
  breakOff: [scoped],
  truncate: [scoped],
  garble: [scoped],
  slowBody: [needed(milliseconds), scoped],
  emptyPage: [scoped],
  endStream: [options({ ...scope, events: count, how: oneOf('end', 'reset') })],
  muteStream: [options({ ...scope, events: count })],
  expireTokens: [scoped],
  revokeTokens: [scoped],
  dropStreams: [oneOf('closed', 'reset')],
  muteStreams: [],
  clear: [],
}

/** Names alone: the operations and the validators of the description look at the values. */
const names = (known: string) => [options(Object.fromEntries(known.split(' ').map((name) => [name, anything])))]

/** What the methods of `cloud.create` take. */
export const factoryArguments: { [Name in keyof Factories]: readonly Check[] } = {
  account: [options(account)],
  session: names('account'),
  refreshToken: names('account'),
  loginKey: names('account description'),
  product: names('account name description'),
  deviceGroup: names('account type name description region env_vars product production_target dut_target'),
  device: [options({ account: anything, devicegroup: anything, ...device })],
  deployment: names('account device_code agent_code description origin flagged tags devicegroup'),
  webhook: names('account url event content_type devicegroup'),
  logStream: names('account'),
}

/** The same methods, each with a look at its arguments first. */
export function checked<Methods extends object>(
  where: string,
  methods: Methods,
  known: { [Name in keyof Methods]: readonly Check[] },
): Methods {
  const guarded = Object.entries(methods).map(([name, method]: [string, (...values: unknown[]) => unknown]) => [
    name,
    (...values: unknown[]) => {
      known[name as keyof Methods].forEach((check, index) => check(`${where}.${name}`, values[index]))
      return method(...values)
    },
  ])
  return Object.fromEntries(guarded) as Methods
}
