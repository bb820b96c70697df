/** The interface of imp-central-api 1.7.0 on the transport of the SDK, for programs that are written for it. */
import type * as types from '../generated/compat.ts'
import type { ImpCentral } from '../index.ts'
import { Connection } from './connection.ts'
import * as errors from './errors.ts'
import { LogStreams } from './log-streams.ts'
import { compatClass } from './methods.ts'

/** Accounts and login keys. */
export const Accounts: types.AccountsClass = compatClass('Accounts')
/** Signing in, and refresh tokens. */
export const Auth: types.AuthClass = compatClass('Auth')
/** Deployments. */
export const Deployments: types.DeploymentsClass = compatClass('Deployments')
/** Device groups. */
export const DeviceGroups: types.DeviceGroupsClass = compatClass('DeviceGroups')
/** Devices. */
export const Devices: types.DevicesClass = compatClass('Devices')
/** Products. */
export const Products: types.ProductsClass = compatClass('Products')
/** Webhooks. */
export const Webhooks: types.WebhooksClass = compatClass('Webhooks')
/** The classes of errors. */
export const Errors: typeof errors = errors
const classes = { Accounts, Auth, Deployments, DeviceGroups, Devices, LogStreams, Products, Webhooks }

class Api {
  readonly #connection: Connection
  constructor(apiEndpoint: string | null = null) {
    this.#connection = new Connection(apiEndpoint)
    for (const [name, Class] of Object.entries(classes))
      Object.assign(this, { [name[0]!.toLowerCase() + name.slice(1)]: new Class(this.#connection as never) })
  }
  /** The base URL of the API. */
  get apiEndpoint(): string {
    return this.#connection.endpoint
  }
  /** The SDK's client beneath: same session, same rate limiter. Signing in anew makes another. @throws InvalidDataError before that */
  get client(): ImpCentral {
    return this.#connection.client
  }
  /** `api.debug(true)` or `api.debug = true` prints a line for each answer. No line shows a token or a body. */
  get debug(): (enabled: boolean) => void {
    return (enabled) => void (this.#connection.debug = enabled)
  }
  set debug(enabled: boolean) {
    this.#connection.debug = enabled
  }
}
/** The client of imp-central-api. Each has an endpoint and a session of its own. */
export interface ImpCentralApi extends Api, types.Objects {
  /** Live logs of devices. */
  readonly logStreams: LogStreams
}
/** The class, with the other classes as static properties. Its argument is the base URL of the API. */
export const ImpCentralApi: (new (apiEndpoint?: string | null) => ImpCentralApi) &
  types.Classes & { readonly Errors: typeof Errors; readonly LogStreams: typeof LogStreams } = Object.assign(
  Object.defineProperty(Api, 'name', { value: 'ImpCentralApi' }) as never,
  { ...classes, Errors },
)
export { ImpCentralApi as default, ImpCentralApi as 'module.exports', LogStreams }
export * from './errors.ts'
export type { Answer } from '../generated/compat.ts'
