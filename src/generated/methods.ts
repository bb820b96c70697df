// Generated from openapi/ by `npm run generate`. Never edited by hand.
import type { List, ListOptions, Narrow, OrNull, RequestOptions, ResourceLike } from '../resources/types.ts'
import type { components, operations } from './schema.ts'

type Schema<Name extends keyof components['schemas']> = components['schemas'][Name]
type Query<Id extends keyof operations> = NonNullable<operations[Id]['parameters']['query']>
type Header<Id extends keyof operations> = NonNullable<operations[Id]['parameters']['header']>

/** An account of a person or a company. It cannot be changed by this API. */
export interface Account extends Schema<'Account'> {}

/** One version of device code and agent code, deployed to a device group. */
export interface Deployment extends Schema<'Deployment'> {}

/** Points to a deployment. */
export interface DeploymentReference extends Schema<'DeploymentReference'> {}

/** A device group for the development of application firmware. Devices are assigned to it by hand. */
export interface DevelopmentDeviceGroup extends Schema<'DevelopmentDeviceGroup'> {}

/** An imp device of the account. */
export interface Device extends Schema<'Device'> {}

/** A set of devices that run the same code, in one of seven types. */
export type DeviceGroup = DevelopmentDeviceGroup | PreProductionDeviceGroup | ProductionDeviceGroup | PreFactoryFixtureDeviceGroup | FactoryFixtureDeviceGroup | PreDutDeviceGroup | DutDeviceGroup

/** Points to a device. */
export interface DeviceReference extends Schema<'DeviceReference'> {}

/** A device group for devices under test in a factory. Devices get in through a factory fixture. */
export interface DutDeviceGroup extends Schema<'DutDeviceGroup'> {}

/** A device group for the BlinkUp fixtures of a factory. Devices are assigned to it by hand. */
export interface FactoryFixtureDeviceGroup extends Schema<'FactoryFixtureDeviceGroup'> {}

/** One historical log entry. It has no id. */
export interface LogEntry extends Schema<'LogEntry'> {}

/** A secret that gives access to the account without its password. */
export interface LoginKey extends Schema<'LoginKey'> {}

/** A device group for rehearsing the firmware of devices under test. Devices get in through a pre-factory fixture. */
export interface PreDutDeviceGroup extends Schema<'PreDutDeviceGroup'> {}

/** A device group for rehearsing the firmware of BlinkUp fixtures. Devices are assigned to it by hand. */
export interface PreFactoryFixtureDeviceGroup extends Schema<'PreFactoryFixtureDeviceGroup'> {}

/** A device group for rehearsing production. Devices get in by being blessed under a pre-factory fixture. */
export interface PreProductionDeviceGroup extends Schema<'PreProductionDeviceGroup'> {}

/** A kind of connected thing; it owns device groups. */
export interface Product extends Schema<'Product'> {}

/** A device group for shipped products. Devices get in by being blessed under a factory fixture. */
export interface ProductionDeviceGroup extends Schema<'ProductionDeviceGroup'> {}

/** A token left by a password log-in. Unconfirmed: everything but its id. */
export interface RefreshToken extends Schema<'RefreshToken'> {}

/** An object of any type. */
export interface Resource extends Schema<'Resource'> {}

/** A call that impCloud makes at each event of one kind in one device group. */
export interface Webhook extends Schema<'Webhook'> {}

/** The seven types of device groups. The type of a device group cannot be changed. */
export type DeviceGroupType = DeviceGroup['type']

/** A deployment to be created. */
export interface DeploymentCreateData {
  /** The type, which the SDK knows. */
  type?: 'deployment' | undefined
  /** Of a resource that is read; the new one gets its own. */
  id?: string | undefined
  /** Data of a deployment to be created. */
  attributes: OrNull<Schema<'DeploymentCreateAttributes'>, 'origin'> | Schema<'DeploymentAttributes'>
  /** Objects that a deployment to be created refers to. */
  relationships: Schema<'DeploymentCreateRelationships'> | Schema<'DeploymentRelationships'>
}

/** Changes to a deployment. */
export interface DeploymentUpdateData {
  /** The type, which the SDK knows. */
  type?: 'deployment' | undefined
  /** The id in the path, once more; that one counts. */
  id?: string | undefined
  /** Data of a deployment to be changed. What is left out stays as it is. */
  attributes?: Schema<'DeploymentUpdateAttributes'> | undefined
}

/** A development device group to be created. */
export interface DevelopmentDeviceGroupCreateData {
  /** The type, by which the other parts go. */
  type: 'development_devicegroup'
  /** Of a resource that is read; the new one gets its own. */
  id?: string | undefined
  /** Data of a device group to be created. */
  attributes: OrNull<Schema<'DeviceGroupCreateAttributes'>, 'env_vars'>
  /** Objects that a device group to be created refers to. */
  relationships: Schema<'DeviceGroupCreateRelationships'>
}

/** Changes to a development device group. */
export interface DevelopmentDeviceGroupUpdateData {
  /** The type, by which the other parts go. */
  type: 'development_devicegroup'
  /** The id in the path, once more; that one counts. */
  id?: string | undefined
  /** Data of a device group to be changed. What is left out stays as it is. */
  attributes?: OrNull<Schema<'DeviceGroupUpdateAttributes'>, 'env_vars'> | undefined
}

/** What `data` of the request holds, by its type. */
export type DeviceGroupCreateData = DevelopmentDeviceGroupCreateData | PreProductionDeviceGroupCreateData | ProductionDeviceGroupCreateData | PreFactoryFixtureDeviceGroupCreateData | FactoryFixtureDeviceGroupCreateData | PreDutDeviceGroupCreateData | DutDeviceGroupCreateData

/** What `data` of the request holds, by its type. */
export type DeviceGroupUpdateData = DevelopmentDeviceGroupUpdateData | PreProductionDeviceGroupUpdateData | ProductionDeviceGroupUpdateData | PreFactoryFixtureDeviceGroupUpdateData | FactoryFixtureDeviceGroupUpdateData | PreDutDeviceGroupUpdateData | DutDeviceGroupUpdateData

/** Changes to a device. */
export interface DeviceUpdateData {
  /** The type, which the SDK knows. */
  type?: 'device' | undefined
  /** The id in the path, once more; that one counts. */
  id?: string | undefined
  /** Data of a device to be changed. */
  attributes: Schema<'DeviceUpdateAttributes'>
}

/** A DUT device group to be created. */
export interface DutDeviceGroupCreateData {
  /** The type, by which the other parts go. */
  type: 'dut_devicegroup'
  /** Of a resource that is read; the new one gets its own. */
  id?: string | undefined
  /** Data of a device group to be created. */
  attributes: OrNull<Schema<'DeviceGroupCreateAttributes'>, 'env_vars'>
  /** Objects that a device group to be created refers to. */
  relationships: Schema<'DeviceGroupCreateRelationships'>
}

/** Changes to a DUT device group. */
export interface DutDeviceGroupUpdateData {
  /** The type, by which the other parts go. */
  type: 'dut_devicegroup'
  /** The id in the path, once more; that one counts. */
  id?: string | undefined
  /** Data of a device group to be changed. What is left out stays as it is. */
  attributes?: OrNull<Schema<'DeviceGroupUpdateAttributes'>, 'env_vars'> | undefined
}

/** A factory fixture device group to be created. */
export interface FactoryFixtureDeviceGroupCreateData {
  /** The type, by which the other parts go. */
  type: 'factoryfixture_devicegroup'
  /** Of a resource that is read; the new one gets its own. */
  id?: string | undefined
  /** Data of a device group to be created. */
  attributes: OrNull<Schema<'DeviceGroupCreateAttributes'>, 'env_vars'>
  /** Objects that a factory fixture device group to be created refers to. The targets must be in the same product. */
  relationships: Schema<'FactoryFixtureDeviceGroupCreateRelationships'>
}

/** Changes to a factory fixture device group. */
export interface FactoryFixtureDeviceGroupUpdateData {
  /** The type, by which the other parts go. */
  type: 'factoryfixture_devicegroup'
  /** The id in the path, once more; that one counts. */
  id?: string | undefined
  /** Data of a device group to be changed. What is left out stays as it is. */
  attributes?: OrNull<Schema<'DeviceGroupUpdateAttributes'>, 'env_vars'> | undefined
  /** New targets of a factory fixture device group. */
  relationships?: Schema<'FactoryFixtureDeviceGroupUpdateRelationships'> | undefined
}

/** A login key to be created. */
export interface LoginKeyCreateData {
  /** The type, which the SDK knows. */
  type?: 'login_key' | undefined
  /** Of a resource that is read; the new one gets its own. */
  id?: string | undefined
  /** Data of a login key to be created. */
  attributes?: Schema<'LoginKeyCreateAttributes'> | undefined
}

/** Changes to a login key. */
export interface LoginKeyUpdateData {
  /** The type, which the SDK knows. */
  type?: 'login_key' | undefined
  /** The id in the path, once more; that one counts. */
  id?: string | undefined
  /** Data of a login key to be changed. */
  attributes: Schema<'LoginKeyUpdateAttributes'>
}

/** A pre-DUT device group to be created. */
export interface PreDutDeviceGroupCreateData {
  /** The type, by which the other parts go. */
  type: 'pre_dut_devicegroup'
  /** Of a resource that is read; the new one gets its own. */
  id?: string | undefined
  /** Data of a device group to be created. */
  attributes: OrNull<Schema<'DeviceGroupCreateAttributes'>, 'env_vars'>
  /** Objects that a device group to be created refers to. */
  relationships: Schema<'DeviceGroupCreateRelationships'>
}

/** Changes to a pre-DUT device group. */
export interface PreDutDeviceGroupUpdateData {
  /** The type, by which the other parts go. */
  type: 'pre_dut_devicegroup'
  /** The id in the path, once more; that one counts. */
  id?: string | undefined
  /** Data of a device group to be changed. What is left out stays as it is. */
  attributes?: OrNull<Schema<'DeviceGroupUpdateAttributes'>, 'env_vars'> | undefined
}

/** A pre-factory fixture device group to be created. */
export interface PreFactoryFixtureDeviceGroupCreateData {
  /** The type, by which the other parts go. */
  type: 'pre_factoryfixture_devicegroup'
  /** Of a resource that is read; the new one gets its own. */
  id?: string | undefined
  /** Data of a device group to be created. */
  attributes: OrNull<Schema<'DeviceGroupCreateAttributes'>, 'env_vars'>
  /** Objects that a pre-factory fixture device group to be created refers to. The targets must be in the same product. */
  relationships: Schema<'PreFactoryFixtureDeviceGroupCreateRelationships'>
}

/** Changes to a pre-factory fixture device group. */
export interface PreFactoryFixtureDeviceGroupUpdateData {
  /** The type, by which the other parts go. */
  type: 'pre_factoryfixture_devicegroup'
  /** The id in the path, once more; that one counts. */
  id?: string | undefined
  /** Data of a device group to be changed. What is left out stays as it is. */
  attributes?: OrNull<Schema<'DeviceGroupUpdateAttributes'>, 'env_vars'> | undefined
  /** New targets of a pre-factory fixture device group. */
  relationships?: Schema<'PreFactoryFixtureDeviceGroupUpdateRelationships'> | undefined
}

/** A pre-production device group to be created. */
export interface PreProductionDeviceGroupCreateData {
  /** The type, by which the other parts go. */
  type: 'pre_production_devicegroup'
  /** Of a resource that is read; the new one gets its own. */
  id?: string | undefined
  /** Data of a production or pre-production device group to be created. */
  attributes: OrNull<Schema<'ProductionDeviceGroupCreateAttributes'>, 'env_vars'>
  /** Objects that a device group to be created refers to. */
  relationships: Schema<'DeviceGroupCreateRelationships'>
}

/** Changes to a pre-production device group. */
export interface PreProductionDeviceGroupUpdateData {
  /** The type, by which the other parts go. */
  type: 'pre_production_devicegroup'
  /** The id in the path, once more; that one counts. */
  id?: string | undefined
  /** Data of a production or pre-production device group to be changed. What is left out stays as it is. */
  attributes?: OrNull<Schema<'ProductionDeviceGroupUpdateAttributes'>, 'env_vars'> | undefined
}

/** A product to be created. */
export interface ProductCreateData {
  /** The type, which the SDK knows. */
  type?: 'product' | undefined
  /** Of a resource that is read; the new one gets its own. */
  id?: string | undefined
  /** Data of a product to be created. */
  attributes: Schema<'ProductCreateAttributes'>
  /** Objects that a product to be created refers to. */
  relationships?: Schema<'ProductCreateRelationships'> | undefined
}

/** Changes to a product. */
export interface ProductUpdateData {
  /** The type, which the SDK knows. */
  type?: 'product' | undefined
  /** The id in the path, once more; that one counts. */
  id?: string | undefined
  /** Data of a product to be changed. What is left out stays as it is. */
  attributes?: Schema<'ProductUpdateAttributes'> | undefined
}

/** A production device group to be created. */
export interface ProductionDeviceGroupCreateData {
  /** The type, by which the other parts go. */
  type: 'production_devicegroup'
  /** Of a resource that is read; the new one gets its own. */
  id?: string | undefined
  /** Data of a production or pre-production device group to be created. */
  attributes: OrNull<Schema<'ProductionDeviceGroupCreateAttributes'>, 'env_vars'>
  /** Objects that a device group to be created refers to. */
  relationships: Schema<'DeviceGroupCreateRelationships'>
}

/** Changes to a production device group. */
export interface ProductionDeviceGroupUpdateData {
  /** The type, by which the other parts go. */
  type: 'production_devicegroup'
  /** The id in the path, once more; that one counts. */
  id?: string | undefined
  /** Data of a production or pre-production device group to be changed. What is left out stays as it is. */
  attributes?: OrNull<Schema<'ProductionDeviceGroupUpdateAttributes'>, 'env_vars'> | undefined
}

/** A webhook to be created. */
export interface WebhookCreateData {
  /** The type, which the SDK knows. */
  type?: 'webhook' | undefined
  /** Of a resource that is read; the new one gets its own. */
  id?: string | undefined
  /** Data of a webhook to be created. The event cannot be changed later. */
  attributes: Schema<'WebhookCreateAttributes'>
  /** Objects that a webhook to be created refers to. They cannot be changed later. */
  relationships: Schema<'WebhookCreateRelationships'> | Schema<'WebhookRelationships'>
}

/** Changes to a webhook. */
export interface WebhookUpdateData {
  /** The type, which the SDK knows. */
  type?: 'webhook' | undefined
  /** The id in the path, once more; that one counts. */
  id?: string | undefined
  /** Data of a webhook to be changed. What is left out stays as it is. */
  attributes?: Schema<'WebhookUpdateAttributes'> | undefined
}

/** Options of `loginKeys.create`. */
export interface LoginKeysCreateOptions extends RequestOptions {
  /** The password of the account, in clear. It is needed for whatever changes login keys, whichever way the access token was obtained. */
  password: Header<'createLoginKey'>['X-Electricimp-Password']
}

/** Options of `loginKeys.update`. */
export interface LoginKeysUpdateOptions extends RequestOptions {
  /** The password of the account, in clear. It is needed for whatever changes login keys, whichever way the access token was obtained. */
  password: Header<'updateLoginKey'>['X-Electricimp-Password']
}

/** Options of `loginKeys.delete`. */
export interface LoginKeysDeleteOptions extends RequestOptions {
  /** The password of the account, in clear. It is needed for whatever changes login keys, whichever way the access token was obtained. */
  password: Header<'deleteLoginKey'>['X-Electricimp-Password']
}

/** Filters of `products.list`; several are combined with AND. */
export interface ProductsListFilter {
  /** Only items of the account with this id. */
  'owner.id'?: NonNullable<Query<'listProducts'>['filter[owner.id]']>
}

/** Filters of `deviceGroups.list`; several are combined with AND. */
export interface DeviceGroupsListFilter<Type extends DeviceGroupType = DeviceGroupType> {
  /** Only items of the account with this id. */
  'owner.id'?: NonNullable<Query<'listDeviceGroups'>['filter[owner.id]']>
  /** Only items that belong to the product with this id. */
  'product.id'?: NonNullable<Query<'listDeviceGroups'>['filter[product.id]']>
  /** Only device groups of this type. */
  type?: Type
}

/** Options of `deviceGroups.removeDevices`. */
export interface DeviceGroupsRemoveDevicesOptions extends RequestOptions {
  /** The account's unbond key, which the vendor gives to production customers. Needed to take devices out of a production device group. */
  unbondKey?: Header<'removeDevicesFromDeviceGroup'>['X-Electricimp-Key'] | undefined
}

/** Filters of `devices.list`; several are combined with AND. */
export interface DevicesListFilter {
  /** Only items of the account with this id. */
  'owner.id'?: NonNullable<Query<'listDevices'>['filter[owner.id]']>
  /** Only items that belong to the product with this id. */
  'product.id'?: NonNullable<Query<'listDevices'>['filter[product.id]']>
  /** Only items that belong to the device group with this id. */
  'devicegroup.id'?: NonNullable<Query<'listDevices'>['filter[devicegroup.id]']>
  /** Only devices in device groups of the account with this id. The word `null` stands for devices in no device group. It takes one value, as all filters do. */
  'devicegroup.owner.id'?: NonNullable<Query<'listDevices'>['filter[devicegroup.owner.id]']>
  /** Only devices in device groups of this type. */
  'devicegroup.type'?: NonNullable<Query<'listDevices'>['filter[devicegroup.type]']>
  /** Only devices that the collaborator with this account id can see. Unconfirmed: this filter is not documented. */
  'account.id'?: NonNullable<Query<'listDevices'>['filter[account.id]']>
}

/** Filters of `deployments.list`; several are combined with AND. */
export interface DeploymentsListFilter {
  /** Only items of the account with this id. */
  'owner.id'?: NonNullable<Query<'listDeployments'>['filter[owner.id]']>
  /** Only items that the account with this id has created. */
  'creator.id'?: NonNullable<Query<'listDeployments'>['filter[creator.id]']>
  /** Only items that belong to the product with this id. */
  'product.id'?: NonNullable<Query<'listDeployments'>['filter[product.id]']>
  /** Only items that belong to the device group with this id. */
  'devicegroup.id'?: NonNullable<Query<'listDeployments'>['filter[devicegroup.id]']>
  /** Only deployments of code with this hash, which is the `sha` of a deployment. */
  sha?: NonNullable<Query<'listDeployments'>['filter[sha]']>
  /** Only deployments that are flagged (`true`) or not (`false`), or both (`any`). */
  flagged?: NonNullable<Query<'listDeployments'>['filter[flagged]']> | boolean
  /** Only deployments that the account with this id has flagged. */
  'flagger.id'?: NonNullable<Query<'listDeployments'>['filter[flagger.id]']>
  /** Only deployments that carry all of these tags, with commas between them. */
  tags?: NonNullable<Query<'listDeployments'>['filter[tags]']>
}

/** Filters of `webhooks.list`; several are combined with AND. */
export interface WebhooksListFilter {
  /** Only items that belong to the device group with this id. */
  'devicegroup.id'?: NonNullable<Query<'listWebhooks'>['filter[devicegroup.id]']>
}

/** The account of the caller and the accounts that it collaborates with. */
export interface Accounts {
  /**
   * List accounts.
   *
   * Lists the caller's own account and the accounts that share something with it. There is no filter.
   *
   * `GET /accounts`
   *
   * @throws ValidationError or ConstraintError on 400: The input is wrong (family VX), or, where the service answers so, a business rule forbids the call (CX).
   * @throws AuthenticationError on 401: The credentials were refused, or the access token was and renewing it did not help.
   * @throws PermissionError on 403: The caller may see the object, but not do this to it (mostly family PX).
   * @throws RateLimitError on 429: Still refused after the call was repeated, or a wait of more than a minute was asked for; see `rateLimit`.
   */
  list(options?: ListOptions): List<Account>

  /**
   * Get an account.
   *
   * Reads one account, or the caller's own one if the id is `me`. Of another account, the caller gets only what it may see, such as the user name. The caller's own id tells its objects from shared ones.
   *
   * `GET /accounts/{account_id}`
   *
   * @param accountId - Id of the account, or `me` for the caller's own.
   * @throws AuthenticationError on 401: The credentials were refused, or the access token was and renewing it did not help.
   * @throws PermissionError on 403: The caller may see the object, but not do this to it (mostly family PX).
   * @throws NotFoundError on 404: There is no such object, or the caller cannot see it (family NF). A malformed id is answered in the same way.
   * @throws RateLimitError on 429: Still refused after the call was repeated, or a wait of more than a minute was asked for; see `rateLimit`.
   */
  get(accountId: string, options?: RequestOptions): Promise<Account>
}

/** Secrets that give access to an account without its password, except to account management. An account has at most ten. */
export interface LoginKeys {
  /**
   * List login keys.
   *
   * Lists the login keys of the caller's account, which are ten at most.
   *
   * `GET /accounts/me/login_keys`
   *
   * @throws ValidationError or ConstraintError on 400: The input is wrong (family VX), or, where the service answers so, a business rule forbids the call (CX).
   * @throws AuthenticationError on 401: The credentials were refused, or the access token was and renewing it did not help.
   * @throws PermissionError on 403: The caller may see the object, but not do this to it (mostly family PX).
   * @throws RateLimitError on 429: Still refused after the call was repeated, or a wait of more than a minute was asked for; see `rateLimit`.
   */
  list(options?: ListOptions): List<LoginKey>

  /**
   * Get a login key.
   *
   * Reads one login key, with how often and from where it has been used.
   *
   * `GET /accounts/me/login_keys/{key}`
   *
   * @param key - The login key. Its id is the secret itself, 16 hexadecimal digits.
   * @throws AuthenticationError on 401: The credentials were refused, or the access token was and renewing it did not help.
   * @throws PermissionError on 403: The caller may see the object, but not do this to it (mostly family PX).
   * @throws NotFoundError on 404: There is no such object, or the caller cannot see it (family NF). A malformed id is answered in the same way.
   * @throws RateLimitError on 429: Still refused after the call was repeated, or a wait of more than a minute was asked for; see `rateLimit`.
   */
  get(key: string, options?: RequestOptions): Promise<LoginKey>

  /**
   * Create a login key.
   *
   * Creates a login key, whose id is the secret to hand out. The password of the account is needed, whichever way the access token was obtained. An eleventh login key is refused with the error `Account Limit Reached`. A repetition creates another login key.
   *
   * `POST /accounts/me/login_keys`
   *
   * @throws ValidationError or ConstraintError on 400: The input is wrong (family VX), or, where the service answers so, a business rule forbids the call (CX).
   * @throws AuthenticationError on 401: The credentials were refused, or the access token was and renewing it did not help.
   * @throws PermissionError on 403: The caller may see the object, but not do this to it (mostly family PX).
   * @throws ConstraintError on 409: The account has ten login keys (family CX). Unconfirmed: whether the service answers 409 or 400.
   * @throws RateLimitError on 429: Still refused after the call was repeated, or a wait of more than a minute was asked for; see `rateLimit`.
   */
  create(options: LoginKeysCreateOptions): Promise<LoginKey>

  /**
   * Create a login key.
   *
   * Creates a login key, whose id is the secret to hand out. The password of the account is needed, whichever way the access token was obtained. An eleventh login key is refused with the error `Account Limit Reached`. A repetition creates another login key.
   *
   * `POST /accounts/me/login_keys`
   *
   * @throws ValidationError or ConstraintError on 400: The input is wrong (family VX), or, where the service answers so, a business rule forbids the call (CX).
   * @throws AuthenticationError on 401: The credentials were refused, or the access token was and renewing it did not help.
   * @throws PermissionError on 403: The caller may see the object, but not do this to it (mostly family PX).
   * @throws ConstraintError on 409: The account has ten login keys (family CX). Unconfirmed: whether the service answers 409 or 400.
   * @throws RateLimitError on 429: Still refused after the call was repeated, or a wait of more than a minute was asked for; see `rateLimit`.
   */
  create(data: LoginKeyCreateData | undefined, options: LoginKeysCreateOptions): Promise<LoginKey>

  /**
   * Update a login key.
   *
   * Changes the description of a login key. The password of the account is needed.
   *
   * `PATCH /accounts/me/login_keys/{key}`
   *
   * @param key - The login key. Its id is the secret itself, 16 hexadecimal digits.
   * @throws ValidationError or ConstraintError on 400: The input is wrong (family VX), or, where the service answers so, a business rule forbids the call (CX).
   * @throws AuthenticationError on 401: The credentials were refused, or the access token was and renewing it did not help.
   * @throws PermissionError on 403: The caller may see the object, but not do this to it (mostly family PX).
   * @throws NotFoundError on 404: There is no such object, or the caller cannot see it (family NF). A malformed id is answered in the same way.
   * @throws RateLimitError on 429: Still refused after the call was repeated, or a wait of more than a minute was asked for; see `rateLimit`.
   */
  update(key: string, data: LoginKeyUpdateData, options: LoginKeysUpdateOptions): Promise<LoginKey>

  /**
   * Delete a login key.
   *
   * Deletes a login key, so that it can no longer be exchanged for access tokens. The password of the account is needed.
   *
   * `DELETE /accounts/me/login_keys/{key}`
   *
   * @param key - The login key. Its id is the secret itself, 16 hexadecimal digits.
   * @throws AuthenticationError on 401: The credentials were refused, or the access token was and renewing it did not help.
   * @throws PermissionError on 403: The caller may see the object, but not do this to it (mostly family PX).
   * @throws NotFoundError on 404: There is no such object, or the caller cannot see it (family NF). A malformed id is answered in the same way.
   * @throws RateLimitError on 429: Still refused after the call was repeated, or a wait of more than a minute was asked for; see `rateLimit`.
   */
  delete(key: string, options: LoginKeysDeleteOptions): Promise<void>
}

/** The long-lived tokens that password log-ins have left behind. Unconfirmed: an account has at most five. */
export interface RefreshTokens {
  /**
   * List refresh tokens.
   *
   * Lists the active refresh tokens of the caller's account.
   *
   * `GET /accounts/me/refresh_tokens`
   *
   * @throws AuthenticationError on 401: The credentials were refused, or the access token was and renewing it did not help.
   * @throws PermissionError on 403: The caller may see the object, but not do this to it (mostly family PX).
   * @throws RateLimitError on 429: Still refused after the call was repeated, or a wait of more than a minute was asked for; see `rateLimit`.
   */
  list(options?: Omit<ListOptions, 'page'>): List<RefreshToken>

  /**
   * Delete a refresh token.
   *
   * Deletes a refresh token, so that it gives no further access tokens. Access tokens that it has given stay valid until they expire.
   *
   * `DELETE /accounts/me/refresh_tokens/{refresh_token_id}`
   *
   * @param refreshTokenId - Id of the refresh token, as in the list. Whether it is the token itself is unconfirmed.
   * @throws AuthenticationError on 401: The credentials were refused, or the access token was and renewing it did not help.
   * @throws PermissionError on 403: The caller may see the object, but not do this to it (mostly family PX).
   * @throws NotFoundError on 404: There is no such object, or the caller cannot see it (family NF). A malformed id is answered in the same way.
   * @throws RateLimitError on 429: Still refused after the call was repeated, or a wait of more than a minute was asked for; see `rateLimit`.
   */
  delete(refreshTokenId: string, options?: RequestOptions): Promise<void>
}

/** A product is a kind of connected thing. It owns device groups. */
export interface Products {
  /**
   * List products.
   *
   * Lists the products of the caller, and those of other accounts that have given the caller access. Set `filter[owner.id]` to see those of one account only. The order is undefined.
   *
   * `GET /products`
   *
   * @throws ValidationError or ConstraintError on 400: The input is wrong (family VX), or, where the service answers so, a business rule forbids the call (CX).
   * @throws AuthenticationError on 401: The credentials were refused, or the access token was and renewing it did not help.
   * @throws PermissionError on 403: The caller may see the object, but not do this to it (mostly family PX).
   * @throws RateLimitError on 429: Still refused after the call was repeated, or a wait of more than a minute was asked for; see `rateLimit`.
   */
  list(options?: ListOptions<ProductsListFilter>): List<Product>

  /**
   * Get a product.
   *
   * Reads one product.
   *
   * `GET /products/{product_id}`
   *
   * @param productId - Id of the product.
   * @throws AuthenticationError on 401: The credentials were refused, or the access token was and renewing it did not help.
   * @throws PermissionError on 403: The caller may see the object, but not do this to it (mostly family PX).
   * @throws NotFoundError on 404: There is no such object, or the caller cannot see it (family NF). A malformed id is answered in the same way.
   * @throws RateLimitError on 429: Still refused after the call was repeated, or a wait of more than a minute was asked for; see `rateLimit`.
   */
  get(productId: string, options?: RequestOptions): Promise<Product>

  /**
   * Create a product.
   *
   * Creates a product with a name of 1 to 80 characters, unique among the products of its owner. The owner is the caller; it can be another account if that account has permitted it. A repetition fails with the error `Duplicate Resource`.
   *
   * `POST /products`
   *
   * @throws ValidationError or ConstraintError on 400: The input is wrong (family VX), or, where the service answers so, a business rule forbids the call (CX).
   * @throws AuthenticationError on 401: The credentials were refused, or the access token was and renewing it did not help.
   * @throws PermissionError on 403: The caller may see the object, but not do this to it (mostly family PX).
   * @throws NotFoundError on 404: There is no such object, or the caller cannot see it (family NF). A malformed id is answered in the same way.
   * @throws ConstraintError on 409: A business rule forbids the call in the present state, for example because the name is taken (family CX). Unconfirmed: whether the service answers 409 or 400.
   * @throws RateLimitError on 429: Still refused after the call was repeated, or a wait of more than a minute was asked for; see `rateLimit`.
   */
  create(data: ProductCreateData, options?: RequestOptions): Promise<Product>

  /**
   * Update a product.
   *
   * Changes the name or the description of a product. What is left out stays as it is.
   *
   * `PATCH /products/{product_id}`
   *
   * @param productId - Id of the product.
   * @throws ValidationError or ConstraintError on 400: The input is wrong (family VX), or, where the service answers so, a business rule forbids the call (CX).
   * @throws AuthenticationError on 401: The credentials were refused, or the access token was and renewing it did not help.
   * @throws PermissionError on 403: The caller may see the object, but not do this to it (mostly family PX).
   * @throws NotFoundError on 404: There is no such object, or the caller cannot see it (family NF). A malformed id is answered in the same way.
   * @throws ConstraintError on 409: A business rule forbids the call in the present state, for example because the name is taken (family CX). Unconfirmed: whether the service answers 409 or 400.
   * @throws RateLimitError on 429: Still refused after the call was repeated, or a wait of more than a minute was asked for; see `rateLimit`.
   */
  update(productId: string, data: ProductUpdateData, options?: RequestOptions): Promise<Product>

  /**
   * Delete a product.
   *
   * Deletes a product. It must not have device groups any more, otherwise the call fails with the error `Dependent Devicegroups Exist`.
   *
   * `DELETE /products/{product_id}`
   *
   * @param productId - Id of the product.
   * @throws ValidationError or ConstraintError on 400: The input is wrong (family VX), or, where the service answers so, a business rule forbids the call (CX).
   * @throws AuthenticationError on 401: The credentials were refused, or the access token was and renewing it did not help.
   * @throws PermissionError on 403: The caller may see the object, but not do this to it (mostly family PX).
   * @throws NotFoundError on 404: There is no such object, or the caller cannot see it (family NF). A malformed id is answered in the same way.
   * @throws ConstraintError on 409: The product has device groups (family CX). Unconfirmed: whether the service answers 409 or 400.
   * @throws RateLimitError on 429: Still refused after the call was repeated, or a wait of more than a minute was asked for; see `rateLimit`.
   */
  delete(productId: string, options?: RequestOptions): Promise<void>
}

/** A device group is a set of devices that run the same code. It belongs to a product. */
export interface DeviceGroups {
  /**
   * List device groups.
   *
   * Lists device groups. Filters combine with AND. The order is undefined.
   *
   * `GET /devicegroups`
   *
   * @throws ValidationError or ConstraintError on 400: The input is wrong (family VX), or, where the service answers so, a business rule forbids the call (CX).
   * @throws AuthenticationError on 401: The credentials were refused, or the access token was and renewing it did not help.
   * @throws PermissionError on 403: The caller may see the object, but not do this to it (mostly family PX).
   * @throws RateLimitError on 429: Still refused after the call was repeated, or a wait of more than a minute was asked for; see `rateLimit`.
   */
  list<const Type extends DeviceGroupType = DeviceGroupType>(options?: ListOptions<DeviceGroupsListFilter<Type>>): List<Narrow<DeviceGroup, 'type', NoInfer<Type>>>

  /**
   * Get a device group.
   *
   * Reads one device group. Its devices are found with the filter `filter[devicegroup.id]` of the devices.
   *
   * `GET /devicegroups/{devicegroup_id}`
   *
   * @param devicegroupId - Id of the device group.
   * @throws AuthenticationError on 401: The credentials were refused, or the access token was and renewing it did not help.
   * @throws PermissionError on 403: The caller may see the object, but not do this to it (mostly family PX).
   * @throws NotFoundError on 404: There is no such object, or the caller cannot see it (family NF). A malformed id is answered in the same way.
   * @throws RateLimitError on 429: Still refused after the call was repeated, or a wait of more than a minute was asked for; see `rateLimit`.
   */
  get(devicegroupId: string, options?: RequestOptions): Promise<DeviceGroup>

  /**
   * Create a device group.
   *
   * Creates a device group of one of seven types in a product. Its name has 1 to 80 characters and is unique in the product. A fixture device group needs a production target and a DUT target of its own stage in the same product, so create those first. All types but development need production rights, otherwise the call fails with the error `Invalid Permission`. A repetition fails with the error `Duplicate Resource`.
   *
   * `POST /devicegroups`
   *
   * @throws ValidationError or ConstraintError on 400: The input is wrong (family VX), or, where the service answers so, a business rule forbids the call (CX).
   * @throws AuthenticationError on 401: The credentials were refused, or the access token was and renewing it did not help.
   * @throws PermissionError on 403: The caller may see the object, but not do this to it (mostly family PX).
   * @throws NotFoundError on 404: There is no such object, or the caller cannot see it (family NF). A malformed id is answered in the same way.
   * @throws ConstraintError on 409: A business rule forbids the call in the present state, for example because the name is taken (family CX). Unconfirmed: whether the service answers 409 or 400.
   * @throws RateLimitError on 429: Still refused after the call was repeated, or a wait of more than a minute was asked for; see `rateLimit`.
   */
  create<const Type extends DeviceGroupType>(data: DeviceGroupCreateData & { type: Type }, options?: RequestOptions): Promise<Narrow<DeviceGroup, 'type', NoInfer<Type>>>

  /**
   * Update a device group.
   *
   * Changes a device group; its type must be given and cannot be changed. What is left out stays as it is. Environment variables are replaced as a whole; only the owner may change them. Unconfirmed: that they are not merged.
   *
   * `PATCH /devicegroups/{devicegroup_id}`
   *
   * @param devicegroupId - Id of the device group.
   * @throws ValidationError or ConstraintError on 400: The input is wrong (family VX), or, where the service answers so, a business rule forbids the call (CX).
   * @throws AuthenticationError on 401: The credentials were refused, or the access token was and renewing it did not help.
   * @throws PermissionError on 403: The caller may see the object, but not do this to it (mostly family PX).
   * @throws NotFoundError on 404: There is no such object, or the caller cannot see it (family NF). A malformed id is answered in the same way.
   * @throws ConstraintError on 409: A business rule forbids the call in the present state, for example because the name is taken (family CX). Unconfirmed: whether the service answers 409 or 400.
   * @throws RateLimitError on 429: Still refused after the call was repeated, or a wait of more than a minute was asked for; see `rateLimit`.
   */
  update<const Type extends DeviceGroupType>(devicegroupId: string, data: DeviceGroupUpdateData & { type: Type }, options?: RequestOptions): Promise<Narrow<DeviceGroup, 'type', NoInfer<Type>>>

  /**
   * Delete a device group.
   *
   * Deletes a device group and its deployments. It must not have devices or flagged deployments, and must not be the target of a fixture device group.
   *
   * `DELETE /devicegroups/{devicegroup_id}`
   *
   * @param devicegroupId - Id of the device group.
   * @throws ValidationError or ConstraintError on 400: The input is wrong (family VX), or, where the service answers so, a business rule forbids the call (CX).
   * @throws AuthenticationError on 401: The credentials were refused, or the access token was and renewing it did not help.
   * @throws PermissionError on 403: The caller may see the object, but not do this to it (mostly family PX).
   * @throws NotFoundError on 404: There is no such object, or the caller cannot see it (family NF). A malformed id is answered in the same way.
   * @throws ConstraintError on 409: The device group has devices or flagged deployments, or is the target of a fixture device group (family CX). Unconfirmed: whether the service answers 409 or 400.
   * @throws RateLimitError on 429: Still refused after the call was repeated, or a wait of more than a minute was asked for; see `rateLimit`.
   */
  delete(devicegroupId: string, options?: RequestOptions): Promise<void>

  /**
   * Add devices to a device group.
   *
   * Assigns devices to the device group, or moves them there from another one. The call is not atomic: some devices may be assigned although it fails. Only development and fixture device groups take devices by hand; a blessed device can be moved between production device groups of the same product. The agents restart and the devices load the code of the device group at once. The service also takes one device in place of the array. Unconfirmed: a repetition restarts the devices and does no other harm.
   *
   * `POST /devicegroups/{devicegroup_id}/relationships/devices`
   *
   * @param devicegroupId - Id of the device group.
   * @throws AssignmentError, ValidationError or ConstraintError on 400: Some devices could not be assigned; there is one error for each of them. The others have been assigned all the same. Unconfirmed: the status.
   * @throws AuthenticationError on 401: The credentials were refused, or the access token was and renewing it did not help.
   * @throws PermissionError on 403: The caller may see the object, but not do this to it (mostly family PX).
   * @throws NotFoundError on 404: There is no such object, or the caller cannot see it (family NF). A malformed id is answered in the same way.
   * @throws RateLimitError on 429: Still refused after the call was repeated, or a wait of more than a minute was asked for; see `rateLimit`.
   */
  addDevices(devicegroupId: string, devices: readonly (string | ResourceLike<DeviceReference>)[], options?: RequestOptions): Promise<void>

  /**
   * Restart a device group conditionally.
   *
   * Restarts at once those devices of the device group that run code older than its minimum supported deployment. The running code of the others is told about the new code and may choose its moment. A repetition changes nothing for devices that have restarted.
   *
   * `POST /devicegroups/{devicegroup_id}/conditional_restart`
   *
   * @param devicegroupId - Id of the device group.
   * @throws AuthenticationError on 401: The credentials were refused, or the access token was and renewing it did not help.
   * @throws PermissionError on 403: The caller may see the object, but not do this to it (mostly family PX).
   * @throws NotFoundError on 404: There is no such object, or the caller cannot see it (family NF). A malformed id is answered in the same way.
   * @throws RateLimitError on 429: Still refused after the call was repeated, or a wait of more than a minute was asked for; see `rateLimit`.
   */
  conditionalRestart(devicegroupId: string, options?: RequestOptions): Promise<void>

  /**
   * Remove devices from a device group.
   *
   * Unassigns devices from the device group; they are then in no device group, and without an agent. The call is not atomic: some devices may be unassigned although it fails. Devices that are in the device group no longer give errors with the inner status 404. For a production device group the unbond key is needed, and each device in the body, even an unknown one, counts against the unbond rate limit; the devices turn back into development devices, and have to be blessed again before they can return. The service also takes one device in place of the array.
   *
   * `DELETE /devicegroups/{devicegroup_id}/relationships/devices`
   *
   * @param devicegroupId - Id of the device group.
   * @throws AssignmentError, ValidationError or ConstraintError on 400: Some devices could not be unassigned, for example because they are not in the device group; there is one error for each of them. The others have been unassigned all the same.
   * @throws AuthenticationError on 401: The credentials were refused, or the access token was and renewing it did not help.
   * @throws PermissionError on 403: The caller may see the object, but not do this to it (mostly family PX).
   * @throws NotFoundError on 404: There is no such object, or the caller cannot see it (family NF). A malformed id is answered in the same way.
   * @throws RateLimitError on 429: Still refused after the call was repeated, or a wait of more than a minute was asked for; see `rateLimit`.
   */
  removeDevices(devicegroupId: string, devices: readonly (string | ResourceLike<DeviceReference>)[], options?: DeviceGroupsRemoveDevicesOptions): Promise<void>

  /**
   * Restart a device group.
   *
   * Restarts all devices of the device group and their agents at once, with the current deployment. The running code is not asked first. Each repetition restarts them again.
   *
   * `POST /devicegroups/{devicegroup_id}/restart`
   *
   * @param devicegroupId - Id of the device group.
   * @throws AuthenticationError on 401: The credentials were refused, or the access token was and renewing it did not help.
   * @throws PermissionError on 403: The caller may see the object, but not do this to it (mostly family PX).
   * @throws NotFoundError on 404: There is no such object, or the caller cannot see it (family NF). A malformed id is answered in the same way.
   * @throws RateLimitError on 429: Still refused after the call was repeated, or a wait of more than a minute was asked for; see `rateLimit`.
   */
  restart(devicegroupId: string, options?: RequestOptions): Promise<void>

  /**
   * Set the minimum supported deployment of a device group.
   *
   * Raises the minimum supported deployment, which decides what a conditional restart does, to a newer deployment of the same device group. It cannot be lowered. Unconfirmed: whether setting the present one again is an error.
   *
   * `PUT /devicegroups/{devicegroup_id}/relationships/min_supported_deployment`
   *
   * @param devicegroupId - Id of the device group.
   * @throws ValidationError or ConstraintError on 400: The input is wrong (family VX), or, where the service answers so, a business rule forbids the call (CX).
   * @throws AuthenticationError on 401: The credentials were refused, or the access token was and renewing it did not help.
   * @throws PermissionError on 403: The caller may see the object, but not do this to it (mostly family PX).
   * @throws NotFoundError on 404: There is no such object, or the caller cannot see it (family NF). A malformed id is answered in the same way.
   * @throws ConstraintError on 409: The deployment is older than the present minimum, or belongs to another device group (family CX). Unconfirmed: whether the service answers 409 or 400.
   * @throws RateLimitError on 429: Still refused after the call was repeated, or a wait of more than a minute was asked for; see `rateLimit`.
   */
  setMinSupportedDeployment(devicegroupId: string, deployment: string | ResourceLike<DeploymentReference>, options?: RequestOptions): Promise<Resource | undefined>
}

/** The imp devices of an account. */
export interface Devices {
  /**
   * List devices.
   *
   * Lists devices. Filters combine with AND. To find the devices that are in no device group, set `filter[devicegroup.owner.id]` to `null`. The order is undefined.
   *
   * `GET /devices`
   *
   * @throws ValidationError or ConstraintError on 400: The input is wrong (family VX), or, where the service answers so, a business rule forbids the call (CX).
   * @throws AuthenticationError on 401: The credentials were refused, or the access token was and renewing it did not help.
   * @throws PermissionError on 403: The caller may see the object, but not do this to it (mostly family PX).
   * @throws RateLimitError on 429: Still refused after the call was repeated, or a wait of more than a minute was asked for; see `rateLimit`.
   */
  list(options?: ListOptions<DevicesListFilter>): List<Device>

  /**
   * Get a device.
   *
   * Reads one device, with the attributes that lists leave out.
   *
   * `GET /devices/{device}`
   *
   * @param device - The device, by its id (`5000d8c46a56cfca`), its MAC address (`0c:2a:69:05:0d:62`) or the id of its agent (`T1oUmIZ3At_N`), which it keeps while it is in no device group.
   * @throws AuthenticationError on 401: The credentials were refused, or the access token was and renewing it did not help.
   * @throws PermissionError on 403: The caller may see the object, but not do this to it (mostly family PX).
   * @throws NotFoundError on 404: There is no such object, or the caller cannot see it (family NF). A malformed id is answered in the same way.
   * @throws RateLimitError on 429: Still refused after the call was repeated, or a wait of more than a minute was asked for; see `rateLimit`.
   */
  get(device: string, options?: RequestOptions): Promise<Device>

  /**
   * Update a device.
   *
   * Renames a device. An empty name or null clears the name.
   *
   * `PATCH /devices/{device}`
   *
   * @param device - The device, by its id (`5000d8c46a56cfca`), its MAC address (`0c:2a:69:05:0d:62`) or the id of its agent (`T1oUmIZ3At_N`), which it keeps while it is in no device group.
   * @throws ValidationError or ConstraintError on 400: The input is wrong (family VX), or, where the service answers so, a business rule forbids the call (CX).
   * @throws AuthenticationError on 401: The credentials were refused, or the access token was and renewing it did not help.
   * @throws PermissionError on 403: The caller may see the object, but not do this to it (mostly family PX).
   * @throws NotFoundError on 404: There is no such object, or the caller cannot see it (family NF). A malformed id is answered in the same way.
   * @throws RateLimitError on 429: Still refused after the call was repeated, or a wait of more than a minute was asked for; see `rateLimit`.
   */
  update(device: string, data: DeviceUpdateData, options?: RequestOptions): Promise<Device>

  /**
   * Delete a device.
   *
   * Removes a device from the account. Unassign it from its device group first. Production devices are refused. Unconfirmed: a deleted development device comes back to the account at its next connection.
   *
   * `DELETE /devices/{device}`
   *
   * @param device - The device, by its id (`5000d8c46a56cfca`), its MAC address (`0c:2a:69:05:0d:62`) or the id of its agent (`T1oUmIZ3At_N`), which it keeps while it is in no device group.
   * @throws ValidationError or ConstraintError on 400: The input is wrong (family VX), or, where the service answers so, a business rule forbids the call (CX).
   * @throws AuthenticationError on 401: The credentials were refused, or the access token was and renewing it did not help.
   * @throws PermissionError on 403: The caller may see the object, but not do this to it (mostly family PX).
   * @throws NotFoundError on 404: There is no such object, or the caller cannot see it (family NF). A malformed id is answered in the same way.
   * @throws ConstraintError on 409: The device is in a device group, or is a production device (family CX). Unconfirmed: whether the service refuses at all, and with 409 or 400.
   * @throws RateLimitError on 429: Still refused after the call was repeated, or a wait of more than a minute was asked for; see `rateLimit`.
   */
  delete(device: string, options?: RequestOptions): Promise<void>

  /**
   * Restart a device conditionally.
   *
   * Restarts the device at once if it runs code older than the minimum supported deployment of its device group. Otherwise the running code is told about the new code and may choose its moment. A device in no device group cannot be restarted. A repetition changes nothing for a device that has restarted.
   *
   * `POST /devices/{device}/conditional_restart`
   *
   * @param device - The device, by its id (`5000d8c46a56cfca`), its MAC address (`0c:2a:69:05:0d:62`) or the id of its agent (`T1oUmIZ3At_N`), which it keeps while it is in no device group.
   * @throws ValidationError or ConstraintError on 400: The input is wrong (family VX), or, where the service answers so, a business rule forbids the call (CX).
   * @throws AuthenticationError on 401: The credentials were refused, or the access token was and renewing it did not help.
   * @throws PermissionError on 403: The caller may see the object, but not do this to it (mostly family PX).
   * @throws NotFoundError on 404: There is no such object, or the caller cannot see it (family NF). A malformed id is answered in the same way.
   * @throws ConstraintError on 409: The device is in no device group (family CX). Unconfirmed: whether the service answers 409 or 400.
   * @throws RateLimitError on 429: Still refused after the call was repeated, or a wait of more than a minute was asked for; see `rateLimit`.
   */
  conditionalRestart(device: string, options?: RequestOptions): Promise<void>

  /**
   * List historical log entries of a device.
   *
   * Lists what the device, its agent and the service have logged for this device, newest first. There are at most 1000 entries; old ones expire after a time that is not stated. The service may answer all at once or in pages: follow `links.next` if it is there.
   *
   * `GET /devices/{device}/logs`
   *
   * @param device - The device, by its id (`5000d8c46a56cfca`), its MAC address (`0c:2a:69:05:0d:62`) or the id of its agent (`T1oUmIZ3At_N`), which it keeps while it is in no device group.
   * @throws ValidationError or ConstraintError on 400: The input is wrong (family VX), or, where the service answers so, a business rule forbids the call (CX).
   * @throws AuthenticationError on 401: The credentials were refused, or the access token was and renewing it did not help.
   * @throws PermissionError on 403: The caller may see the object, but not do this to it (mostly family PX).
   * @throws NotFoundError on 404: There is no such object, or the caller cannot see it (family NF). A malformed id is answered in the same way.
   * @throws RateLimitError on 429: Still refused after the call was repeated, or a wait of more than a minute was asked for; see `rateLimit`.
   */
  logs(device: string, options?: ListOptions): List<LogEntry>

  /**
   * Restart a device.
   *
   * Restarts the device and its agent at once, with the current deployment of its device group. The running code is not asked first. A device in no device group cannot be restarted. Each repetition restarts it again.
   *
   * `POST /devices/{device}/restart`
   *
   * @param device - The device, by its id (`5000d8c46a56cfca`), its MAC address (`0c:2a:69:05:0d:62`) or the id of its agent (`T1oUmIZ3At_N`), which it keeps while it is in no device group.
   * @throws ValidationError or ConstraintError on 400: The input is wrong (family VX), or, where the service answers so, a business rule forbids the call (CX).
   * @throws AuthenticationError on 401: The credentials were refused, or the access token was and renewing it did not help.
   * @throws PermissionError on 403: The caller may see the object, but not do this to it (mostly family PX).
   * @throws NotFoundError on 404: There is no such object, or the caller cannot see it (family NF). A malformed id is answered in the same way.
   * @throws ConstraintError on 409: The device is in no device group (family CX). Unconfirmed: whether the service answers 409 or 400.
   * @throws RateLimitError on 429: Still refused after the call was repeated, or a wait of more than a minute was asked for; see `rateLimit`.
   */
  restart(device: string, options?: RequestOptions): Promise<void>
}

/** A deployment is one version of device code and agent code, deployed to a device group. */
export interface Deployments {
  /**
   * List deployments.
   *
   * Lists deployments, without their code. Filters combine with AND. The order is undefined. Unconfirmed: that `filter[flagged]` takes `any` besides `true` and `false`.
   *
   * `GET /deployments`
   *
   * @throws ValidationError or ConstraintError on 400: The input is wrong (family VX), or, where the service answers so, a business rule forbids the call (CX).
   * @throws AuthenticationError on 401: The credentials were refused, or the access token was and renewing it did not help.
   * @throws PermissionError on 403: The caller may see the object, but not do this to it (mostly family PX).
   * @throws RateLimitError on 429: Still refused after the call was repeated, or a wait of more than a minute was asked for; see `rateLimit`.
   */
  list(options?: ListOptions<DeploymentsListFilter>): List<Deployment>

  /**
   * Get a deployment.
   *
   * Reads one deployment, with its code.
   *
   * `GET /deployments/{deployment_id}`
   *
   * @param deploymentId - Id of the deployment.
   * @throws AuthenticationError on 401: The credentials were refused, or the access token was and renewing it did not help.
   * @throws PermissionError on 403: The caller may see the object, but not do this to it (mostly family PX).
   * @throws NotFoundError on 404: There is no such object, or the caller cannot see it (family NF). A malformed id is answered in the same way.
   * @throws RateLimitError on 429: Still refused after the call was repeated, or a wait of more than a minute was asked for; see `rateLimit`.
   */
  get(deploymentId: string, options?: RequestOptions): Promise<Deployment>

  /**
   * Create a deployment.
   *
   * Compiles device code and agent code and deploys them to a device group, where the deployment becomes the current one. Devices that are connected run it after a restart. Code that does not compile is answered with the error `CX005`, whose `meta` holds the messages of the compiler. The compiler's warnings come in `meta` of the answer. A repetition creates another deployment, which becomes the current one; compare the `sha` to find out.
   *
   * `POST /deployments`
   *
   * @throws ValidationError or ConstraintError on 400: The code does not compile (`CX005`, with the messages of the compiler in `meta`), or the input is wrong (VX).
   * @throws AuthenticationError on 401: The credentials were refused, or the access token was and renewing it did not help.
   * @throws PermissionError on 403: The caller may see the object, but not do this to it (mostly family PX).
   * @throws NotFoundError on 404: There is no such object, or the caller cannot see it (family NF). A malformed id is answered in the same way.
   * @throws RateLimitError on 429: Still refused after the call was repeated, or a wait of more than a minute was asked for; see `rateLimit`.
   */
  create(data: DeploymentCreateData, options?: RequestOptions): Promise<Deployment>

  /**
   * Update a deployment.
   *
   * Changes the description, the flag or the tags of a deployment. What is left out stays as it is. The code cannot be changed; create a new deployment instead.
   *
   * `PATCH /deployments/{deployment_id}`
   *
   * @param deploymentId - Id of the deployment.
   * @throws ValidationError or ConstraintError on 400: The input is wrong (family VX), or, where the service answers so, a business rule forbids the call (CX).
   * @throws AuthenticationError on 401: The credentials were refused, or the access token was and renewing it did not help.
   * @throws PermissionError on 403: The caller may see the object, but not do this to it (mostly family PX).
   * @throws NotFoundError on 404: There is no such object, or the caller cannot see it (family NF). A malformed id is answered in the same way.
   * @throws RateLimitError on 429: Still refused after the call was repeated, or a wait of more than a minute was asked for; see `rateLimit`.
   */
  update(deploymentId: string, data: DeploymentUpdateData, options?: RequestOptions): Promise<Deployment>

  /**
   * Delete a deployment.
   *
   * Deletes a deployment. A flagged one is refused with the error `Resource Flagged`; so is the minimum supported deployment of its device group, and any newer one.
   *
   * `DELETE /deployments/{deployment_id}`
   *
   * @param deploymentId - Id of the deployment.
   * @throws ValidationError or ConstraintError on 400: The input is wrong (family VX), or, where the service answers so, a business rule forbids the call (CX).
   * @throws AuthenticationError on 401: The credentials were refused, or the access token was and renewing it did not help.
   * @throws PermissionError on 403: The caller may see the object, but not do this to it (mostly family PX).
   * @throws NotFoundError on 404: There is no such object, or the caller cannot see it (family NF). A malformed id is answered in the same way.
   * @throws ConstraintError on 409: The deployment is flagged, or is the minimum supported one of its device group or newer (family CX). Unconfirmed: whether the service answers 409 or 400.
   * @throws RateLimitError on 429: Still refused after the call was repeated, or a wait of more than a minute was asked for; see `rateLimit`.
   */
  delete(deploymentId: string, options?: RequestOptions): Promise<void>
}

/** Calls that impCloud makes to a URL of yours when something happens in a device group. A webhook has one device group and one event. */
export interface Webhooks {
  /**
   * List webhooks.
   *
   * Lists webhooks, those of one device group if `filter[devicegroup.id]` is set. The order is undefined.
   *
   * `GET /webhooks`
   *
   * @throws ValidationError or ConstraintError on 400: The input is wrong (family VX), or, where the service answers so, a business rule forbids the call (CX).
   * @throws AuthenticationError on 401: The credentials were refused, or the access token was and renewing it did not help.
   * @throws PermissionError on 403: The caller may see the object, but not do this to it (mostly family PX).
   * @throws RateLimitError on 429: Still refused after the call was repeated, or a wait of more than a minute was asked for; see `rateLimit`.
   */
  list(options?: ListOptions<WebhooksListFilter>): List<Webhook>

  /**
   * Get a webhook.
   *
   * Reads one webhook.
   *
   * `GET /webhooks/{webhook_id}`
   *
   * @param webhookId - Id of the webhook.
   * @throws AuthenticationError on 401: The credentials were refused, or the access token was and renewing it did not help.
   * @throws PermissionError on 403: The caller may see the object, but not do this to it (mostly family PX).
   * @throws NotFoundError on 404: There is no such object, or the caller cannot see it (family NF). A malformed id is answered in the same way.
   * @throws RateLimitError on 429: Still refused after the call was repeated, or a wait of more than a minute was asked for; see `rateLimit`.
   */
  get(webhookId: string, options?: RequestOptions): Promise<Webhook>

  /**
   * Create a webhook.
   *
   * Creates a webhook for one event in one device group. From then on impCloud calls the URL at each such event, until the webhook is changed or deleted. Any type of device group takes any event, but `blessing` and `blinkup` happen in production and pre-production device groups only. A URL that is not acceptable fails with the error `Invalid URL`. No repetition, signature or time limit of the deliveries is known. A repetition of this call creates a second webhook, and each event is then delivered twice.
   *
   * `POST /webhooks`
   *
   * @throws ValidationError or ConstraintError on 400: The input is wrong, for example the URL (family VX).
   * @throws AuthenticationError on 401: The credentials were refused, or the access token was and renewing it did not help.
   * @throws PermissionError on 403: The caller may see the object, but not do this to it (mostly family PX).
   * @throws NotFoundError on 404: There is no such object, or the caller cannot see it (family NF). A malformed id is answered in the same way.
   * @throws RateLimitError on 429: Still refused after the call was repeated, or a wait of more than a minute was asked for; see `rateLimit`.
   */
  create(data: WebhookCreateData, options?: RequestOptions): Promise<Webhook>

  /**
   * Update a webhook.
   *
   * Changes the URL or the content type of a webhook. What is left out stays as it is. The event and the device group cannot be changed.
   *
   * `PATCH /webhooks/{webhook_id}`
   *
   * @param webhookId - Id of the webhook.
   * @throws ValidationError or ConstraintError on 400: The input is wrong, for example the URL (family VX).
   * @throws AuthenticationError on 401: The credentials were refused, or the access token was and renewing it did not help.
   * @throws PermissionError on 403: The caller may see the object, but not do this to it (mostly family PX).
   * @throws NotFoundError on 404: There is no such object, or the caller cannot see it (family NF). A malformed id is answered in the same way.
   * @throws RateLimitError on 429: Still refused after the call was repeated, or a wait of more than a minute was asked for; see `rateLimit`.
   */
  update(webhookId: string, data: WebhookUpdateData, options?: RequestOptions): Promise<Webhook>

  /**
   * Delete a webhook.
   *
   * Deletes a webhook, so that impCloud no longer calls its URL.
   *
   * `DELETE /webhooks/{webhook_id}`
   *
   * @param webhookId - Id of the webhook.
   * @throws AuthenticationError on 401: The credentials were refused, or the access token was and renewing it did not help.
   * @throws PermissionError on 403: The caller may see the object, but not do this to it (mostly family PX).
   * @throws NotFoundError on 404: There is no such object, or the caller cannot see it (family NF). A malformed id is answered in the same way.
   * @throws RateLimitError on 429: Still refused after the call was repeated, or a wait of more than a minute was asked for; see `rateLimit`.
   */
  delete(webhookId: string, options?: RequestOptions): Promise<void>
}

/** Every namespace with its methods. */
export interface Namespaces {
  /** The account of the caller and the accounts that it collaborates with. */
  accounts: Accounts
  /** Secrets that give access to an account without its password, except to account management. An account has at most ten. */
  loginKeys: LoginKeys
  /** The long-lived tokens that password log-ins have left behind. Unconfirmed: an account has at most five. */
  refreshTokens: RefreshTokens
  /** A product is a kind of connected thing. It owns device groups. */
  products: Products
  /** A device group is a set of devices that run the same code. It belongs to a product. */
  deviceGroups: DeviceGroups
  /** The imp devices of an account. */
  devices: Devices
  /** A deployment is one version of device code and agent code, deployed to a device group. */
  deployments: Deployments
  /** Calls that impCloud makes to a URL of yours when something happens in a device group. A webhook has one device group and one event. */
  webhooks: Webhooks
}
