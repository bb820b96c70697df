import { routes, type OperationId } from '../../generated/emulator.js'
import type {
  Deployment,
  Device,
  DeviceGroup,
  LoginKey,
  Product,
  RefreshToken,
  Webhook,
} from '../../generated/methods.ts'
import type { components } from '../../generated/schema.ts'
import type { Narrow } from '../../resources/types.ts'
import { accountChecks, defaultAccount, makeAccount, type AccountOptions } from '../cloud/accounts.ts'
import type { Call } from '../cloud/call.ts'
import { anything, options, reference, text, type Check } from '../cloud/checks.ts'
import { deviceChecks, joinGroup, makeDevice, type DeviceOptions } from '../cloud/fleet.ts'
import { operations } from './operations.ts'
import { accountFor } from '../cloud/production.ts'
import { issueTokens } from './auth.ts'
import type { Account, DeviceGroupType } from '../cloud/state.ts'
import { explain, pointerTo, worst } from '../cloud/sentences.ts'
import type { World } from '../cloud/world.ts'

type LogStream = components['schemas']['LogStream']

/** The member of a union with this type on the wire. */
type OfType<Type> = Narrow<DeviceGroup, 'type', Type>

/** On whose behalf something is made: id or e-mail address of an account. */
interface By {
  /** Id or e-mail address. @default the first account */
  account?: string | undefined
}

/** What a group, a deployment or a webhook belongs to: any object with an id. */
interface Reference {
  id: string
}

/**
 * Puts things into the cloud without HTTP, for the beginning of a test. All have defaults, so that a test says only what
 * it is about; what something belongs to is made along with it. The rules of the API hold: a factory rejects where a
 * call would fail. It throws an Error for an unknown option.
 */
export interface Factories {
  /** An account. By default it has the password of `defaultAccount` and an e-mail address of its own at example.com. */
  account(options?: Partial<AccountOptions>): Readonly<Account>
  /** An access token and a refresh token, as a login gives them. */
  session(options?: By): Promise<components['schemas']['TokenPair']>
  /** A refresh token, as a login leaves it behind. Its id is the token. */
  refreshToken(options?: By): Promise<RefreshToken>
  /** A login key. Its id is the secret. */
  loginKey(options?: By & { description?: string }): Promise<LoginKey>
  /** A product, by default with a name of its own. */
  product(options?: By & { name?: string; description?: string | null }): Promise<Product>
  /** A device group, by default of type `development_devicegroup`, in a new product. */
  deviceGroup<Type extends DeviceGroupType = 'development_devicegroup'>(
    options?: By & DeviceGroupOptions<Type>,
  ): Promise<OfType<Type>>
  /** A device, assigned to the device group that is given, or to none. */
  device(options?: By & DeviceOptions & { devicegroup?: Reference }): Promise<Device>
  /** A deployment, which becomes the current one of its device group: by default a new group, and no code. */
  deployment(options?: By & DeploymentOptions): Promise<Deployment>
  /** A webhook, by default for deployments to a new device group. */
  webhook(options?: By & WebhookOptions): Promise<Webhook>
  /** A log stream that has been created and not yet been opened. */
  logStream(options?: By): Promise<LogStream>
}

/** A device group, as a test describes it. */
export interface DeviceGroupOptions<Type extends DeviceGroupType = DeviceGroupType> {
  /** One of the seven types of the API. @default 'development_devicegroup' */
  type?: Type | undefined
  /** Name; no two groups of one product have the same. @default a name of its own */
  name?: string | undefined
  /** Free text. @default none */
  description?: string | null | undefined
  /** Region of the devices. @default none */
  region?: string | undefined
  /** Environment variables of the code. @default none */
  env_vars?: Record<string, string | number> | undefined
  /** What it belongs to. @default a new product */
  product?: Reference | undefined
  /** Where blessed devices go, for fixture groups. @default a new group of the right type */
  production_target?: Reference | undefined
  /** Where devices under test go, for fixture groups. @default a new group of the right type */
  dut_target?: Reference | undefined
}

/** A deployment, as a test describes it. */
export interface DeploymentOptions {
  /** Squirrel source code of the device. @default '' */
  device_code?: string | undefined
  /** Squirrel source code of the agent. @default '' */
  agent_code?: string | undefined
  /** Free text. @default none */
  description?: string | null | undefined
  /** Where the code comes from, in your own words. @default none */
  origin?: string | undefined
  /** Whether it is protected from deletion. @default false */
  flagged?: boolean | undefined
  /** Tags. @default none */
  tags?: string[] | undefined
  /** What it is deployed to. @default a new development device group */
  devicegroup?: Reference | undefined
}

/** A webhook, as a test describes it. */
export interface WebhookOptions {
  /** Where the cloud calls. @default a loopback URL where nobody listens */
  url?: string | undefined
  /** What it tells of. @default 'deployment' */
  event?: Webhook['attributes']['event'] | undefined
  /** The form of the body. @default 'application/json' */
  content_type?: Webhook['attributes']['content_type'] | undefined
  /** Whose events it tells. @default a new development device group */
  devicegroup?: Reference | undefined
}

/** The API's own checks look at most of the values. */
const names = (known: string) => Object.fromEntries(known.split(' ').map((name) => [name, anything]))

/** What the methods of `cloud.create` take. */
export const factoryArguments: { [Name in keyof Factories]: readonly Check[] } = {
  account: [options(accountChecks)],
  session: [options({ account: text })],
  refreshToken: [options({ account: text })],
  loginKey: [options({ account: text, ...names('description') })],
  product: [options({ account: text, ...names('name description') })],
  deviceGroup: [
    options({
      account: text,
      ...names('type name description region env_vars'),
      product: reference,
      production_target: reference,
      dut_target: reference,
    }),
  ],
  device: [options({ account: text, devicegroup: reference, ...deviceChecks })],
  deployment: [
    options({
      account: text,
      ...names('device_code agent_code description origin flagged tags'),
      devicegroup: reference,
    }),
  ],
  webhook: [options({ account: text, ...names('url event content_type'), devicegroup: reference })],
  logStream: [options({ account: text })],
}

export function createFactories(world: World, baseUrl: string): Factories {
  const { state } = world
  // Counts on in a cloud that is started again, where the names of before are taken.
  const named = (kind: string) => `${kind} ${++state.made}`
  const accountOf = ({ account }: By) => state.accounts.get(accountFor(world, account))!

  /** Runs an operation of the API on behalf of an account. */
  const made = async <T>(
    operation: OperationId,
    by: By,
    body?: unknown,
    path: Record<string, string> = {},
  ): Promise<T> => {
    const account = accountOf(by)
    const form = routes.find((route) => route.operation === operation)?.body
    const plain: unknown = JSON.parse(JSON.stringify(body ?? null))
    if (form && !form.validate(plain)) {
      const { segments, detail } = explain(worst(form.validate.errors), plain, 'The request body')
      throw new Error(`${operation}: ${detail} (${pointerTo(segments)})`)
    }
    const call: Call = {
      world,
      request: {
        method: 'POST',
        url: new URL(baseUrl),
        header: (name) => (name === 'x-electricimp-password' ? account.password : null),
        text: () => '',
        signal: () => new AbortController().signal,
      },
      base: baseUrl,
      path,
      query: new Map(),
      body: plain,
      account,
      token: undefined,
      headers: {},
    }
    const answer = await operations[operation](call)
    world.changed()
    return (answer.body as { data: T }).data
  }

  const reference = (type: string, { id }: Reference) => ({ type, id })

  const groupReference = async (by: By, group: Reference | undefined) => {
    const { id } = group ?? (await factories.deviceGroup(by))
    return { type: state.groups.get(id.toLowerCase())?.type ?? 'development_devicegroup', id }
  }

  const factories: Factories = {
    account: (options = {}) => {
      const email = options.email ?? `${named('account').replace(' ', '-')}@example.com`
      const account = makeAccount(world, { ...options, email, password: options.password ?? defaultAccount.password })
      world.changed()
      return account
    },

    session: async (by = {}) => {
      const tokens = issueTokens(world, accountOf(by))
      world.changed()
      return tokens
    },

    refreshToken: async (by) => {
      const { refresh_token } = await factories.session(by)
      const { account: _, id, ...attributes } = state.refreshTokens.get(refresh_token)!
      return { type: 'refresh_token', id, attributes }
    },

    loginKey: async ({ account, description = '' } = {}) =>
      made('createLoginKey', { account }, { data: { type: 'login_key', attributes: { description } } }),

    product: async ({ account, name = named('Product'), description } = {}) =>
      made('createProduct', { account }, { data: { type: 'product', attributes: { name, description } } }),

    deviceGroup: async <Type extends DeviceGroupType = 'development_devicegroup'>({
      account,
      type = 'development_devicegroup' as Type,
      ...options
    }: By & DeviceGroupOptions<Type> = {}) => {
      const { name = named('Device group'), description, region, env_vars } = options
      const product = reference('product', options.product ?? (await factories.product({ account })))
      const target = async (key: 'production_target' | 'dut_target', stage: DeviceGroupType) =>
        reference(stage, options[key] ?? (await factories.deviceGroup({ account, type: stage, product })))
      const stage = type === 'factoryfixture_devicegroup' ? '' : 'pre_'
      const targets = type.endsWith('factoryfixture_devicegroup') && {
        production_target: await target('production_target', `${stage}production_devicegroup`),
        dut_target: await target('dut_target', `${stage}dut_devicegroup`),
      }
      const attributes = { name, description, region, env_vars }
      const data = { type, attributes, relationships: { product, ...targets } }
      return made<OfType<Type>>('createDeviceGroup', { account }, { data })
    },

    device: async ({ account, devicegroup, ...options } = {}) => {
      const device = makeDevice(world, accountFor(world, account), options)
      const group = devicegroup && state.groups.get(devicegroup.id.toLowerCase())
      if (devicegroup && !group) throw new Error(`There is no device group ${devicegroup.id} in this cloud`)
      // However devices get into such a group: a test starts where it wants.
      if (group) joinGroup(world, device, group)
      return made('getDevice', { account }, undefined, { device: device.id })
    },

    deployment: async ({ account, devicegroup, ...options } = {}) => {
      const attributes = { device_code: '', agent_code: '', ...options }
      const relationships = { devicegroup: await groupReference({ account }, devicegroup) }
      return made('createDeployment', { account }, { data: { type: 'deployment', attributes, relationships } })
    },

    webhook: async ({ account, devicegroup, ...options } = {}) => {
      const { url = 'http://127.0.0.1/hook', event = 'deployment', content_type = 'application/json' } = options
      const relationships = { devicegroup: await groupReference({ account }, devicegroup) }
      const attributes = { url, event, content_type }
      return made('createWebhook', { account }, { data: { type: 'webhook', attributes, relationships } })
    },

    logStream: async (by = {}) => made('createLogStream', by),
  }
  return factories
}
