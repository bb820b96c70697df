/**
 * The interface of imp-central-api 1.7.0 on the transport of the SDK, for programs that are written for it and have yet
 * to move on. `api.client` is the SDK's own client beneath it.
 */
import type { ImpCentral } from '../index.ts'
import type * as Types from '../generated/compat.ts'
import { Connection } from './connection.ts'
import { Errors, ImpCentralApiError, InvalidDataError } from './errors.ts'
import { LogStreams } from './log-streams.ts'
import { compatClass } from './methods.ts'

/** Accounts and login keys. */
export const Accounts: Types.AccountsClass = compatClass('Accounts')
/** Signing in, and refresh tokens. */
export const Auth: Types.AuthClass = compatClass('Auth')
/** Deployments. */
export const Deployments: Types.DeploymentsClass = compatClass('Deployments')
/** Device groups. */
export const DeviceGroups: Types.DeviceGroupsClass = compatClass('DeviceGroups')
/** Devices. */
export const Devices: Types.DevicesClass = compatClass('Devices')
/** Products. */
export const Products: Types.ProductsClass = compatClass('Products')
/** Webhooks. */
export const Webhooks: Types.WebhooksClass = compatClass('Webhooks')

/** The client of imp-central-api. Each has an endpoint and a session of its own. */
export class ImpCentralApi {
  static readonly Accounts: Types.AccountsClass = Accounts
  static readonly Auth: Types.AuthClass = Auth
  static readonly Deployments: Types.DeploymentsClass = Deployments
  static readonly DeviceGroups: Types.DeviceGroupsClass = DeviceGroups
  static readonly Devices: Types.DevicesClass = Devices
  static readonly Errors: typeof Errors = Errors
  static readonly LogStreams: typeof LogStreams = LogStreams
  static readonly Products: Types.ProductsClass = Products
  static readonly Webhooks: Types.WebhooksClass = Webhooks

  readonly #connection: Connection
  readonly accounts: Types.Accounts
  readonly auth: Types.Auth
  readonly deployments: Types.Deployments
  readonly deviceGroups: Types.DeviceGroups
  readonly devices: Types.Devices
  readonly logStreams: LogStreams
  readonly products: Types.Products
  readonly webhooks: Types.Webhooks

  /** @param apiEndpoint the base URL of the API; that of the public impCloud where there is none */
  constructor(apiEndpoint: string | null = null) {
    const connection = (this.#connection = new Connection(apiEndpoint)) as never
    this.accounts = new Accounts(connection)
    this.auth = new Auth(connection)
    this.deployments = new Deployments(connection)
    this.deviceGroups = new DeviceGroups(connection)
    this.devices = new Devices(connection)
    this.logStreams = new LogStreams(connection)
    this.products = new Products(connection)
    this.webhooks = new Webhooks(connection)
  }

  /** The base URL of the API. */
  get apiEndpoint(): string {
    return this.#connection.endpoint
  }

  /**
   * The SDK's client beneath, with the same session and the same rate limiter. Signing in anew makes another one.
   *
   * @throws InvalidDataError before there is an access token
   */
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

export {
  Errors,
  ImpCentralApi as default,
  ImpCentralApi as 'module.exports',
  ImpCentralApiError,
  InvalidDataError,
  LogStreams,
}
