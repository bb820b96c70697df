// Generated from openapi/ and scripts/compat-signatures.ts by `npm run generate`. Never edited by hand.
import type { components, operations } from './schema.ts'

type Content<T> = T extends { content: infer C } ? C[keyof C] : undefined
type Successes<R> = { [S in keyof R]: S extends 200 | 201 | 202 | 204 ? Content<R[S]> : never }[keyof R]

/** The HTTP body with which an operation answers; `undefined` where it has none. */
export type Answer<Id extends keyof operations> = Successes<operations[Id]['responses']>

type Data<Id extends keyof operations> = operations[Id] extends { requestBody: infer B }
  ? Content<B> extends { data: infer D }
    ? D
    : never
  : never
type Given<T> = T extends { attributes?: infer A } ? Exclude<A, undefined> : never
type Picked<T, K> = T extends unknown ? Pick<T, K & keyof T> : never

/** The attributes of an operation, as far as imp-central-api accepts them. */
export type Attributes<Id extends keyof operations, K extends string> = Picked<Given<Data<Id>>, K>

/** The filters of an operation. */
export type Filters<Id extends keyof operations, K extends string> = operations[Id]['parameters'] extends { query?: infer Q }
  ? { [N in K]?: N extends `${string}type]` ? NonNullable<Q>[N & keyof NonNullable<Q>] : string | boolean | readonly string[] | null }
  : never

/** One check of the arguments: its kind, the argument (or a key of one), its name in the message or the message, and the values that it may have. */
export type Check = readonly [kind: 'given' | 'oneOf' | 'keys' | 'only' | 'needed' | 'whole', of: string, as: string, values?: readonly string[]]

/** A method: its request, and what is checked before. */
export interface CompatMethod {
  readonly verb: string
  readonly path: string
  readonly parameters: readonly string[]
  readonly headers?: Readonly<Record<string, string>>
  readonly signsIn?: true
  readonly body?: (given: Record<string, unknown>) => unknown
  readonly checks: readonly Check[]
}

export const methods: Record<string, Record<string, CompatMethod>> = {
  Accounts: {
    list: { verb: 'GET', path: '/accounts', parameters: ['pageNumber', 'pageSize'], checks: [['whole', 'pageNumber', 'pageName'], ['whole', 'pageSize', 'pageSize']] },
    get: { verb: 'GET', path: '/accounts/{account_id}', parameters: ['accountId'], checks: [['given', 'accountId', 'id']] },
    listLoginKeys: { verb: 'GET', path: '/accounts/me/login_keys', parameters: ['pageNumber', 'pageSize'], checks: [['whole', 'pageNumber', 'pageName'], ['whole', 'pageSize', 'pageSize']] },
    createLoginKey: { verb: 'POST', path: '/accounts/me/login_keys', parameters: ['password', 'attributes'], headers: { password: 'X-Electricimp-Password' }, body: ({ attributes }) => ({ data: { type: 'login_key', attributes } }), checks: [['given', 'password', 'password'], ['keys', 'attributes', 'attributes', ['description']]] },
    getLoginKey: { verb: 'GET', path: '/accounts/me/login_keys/{key}', parameters: ['loginKeyId'], checks: [['given', 'loginKeyId', 'id']] },
    updateLoginKey: { verb: 'PATCH', path: '/accounts/me/login_keys/{key}', parameters: ['loginKeyId', 'password', 'attributes'], headers: { password: 'X-Electricimp-Password' }, body: ({ loginKeyId, attributes }) => ({ data: { type: 'login_key', id: loginKeyId, attributes } }), checks: [['given', 'password', 'password'], ['given', 'loginKeyId', 'id'], ['keys', 'attributes', 'attributes', ['description']]] },
    deleteLoginKey: { verb: 'DELETE', path: '/accounts/me/login_keys/{key}', parameters: ['loginKeyId', 'password'], headers: { password: 'X-Electricimp-Password' }, checks: [['given', 'password', 'password'], ['given', 'loginKeyId', 'id']] },
  },
  Auth: {
    login: { verb: 'POST', path: '/auth', parameters: ['id', 'password'], headers: { otp: 'X-Electricimp-OTP-Token' }, signsIn: true, body: ({ id, password }) => ({ id: id, password: password }), checks: [['given', 'id', 'id']] },
    loginWithOTP: { verb: 'POST', path: '/auth', parameters: ['otp', 'loginToken'], headers: { otp: 'X-Electricimp-OTP-Token' }, signsIn: true, body: ({ loginToken }) => ({ login_token: loginToken }), checks: [['given', 'otp', 'otp'], ['given', 'loginToken', 'loginToken']] },
    refreshAccessToken: { verb: 'POST', path: '/auth/token', parameters: ['refreshToken'], signsIn: true, body: ({ refreshToken }) => ({ token: refreshToken }), checks: [['given', 'refreshToken', 'refreshToken']] },
    getAccessToken: { verb: 'POST', path: '/auth/token', parameters: ['loginKey'], signsIn: true, body: ({ loginKey }) => ({ key: loginKey }), checks: [['given', 'loginKey', 'loginKey']] },
    getRefreshTokens: { verb: 'GET', path: '/accounts/me/refresh_tokens', parameters: [], checks: [] },
    deleteRefreshToken: { verb: 'DELETE', path: '/accounts/me/refresh_tokens/{refresh_token_id}', parameters: ['refreshTokenId'], checks: [['given', 'refreshTokenId', 'id']] },
  },
  Deployments: {
    list: { verb: 'GET', path: '/deployments', parameters: ['filters', 'pageNumber', 'pageSize'], checks: [['keys', 'filters', 'filters', ['filter[owner.id]', 'filter[creator.id]', 'filter[product.id]', 'filter[devicegroup.id]', 'filter[sha]', 'filter[flagged]', 'filter[flagger.id]', 'filter[tags]']], ['whole', 'pageNumber', 'pageName'], ['whole', 'pageSize', 'pageSize']] },
    create: { verb: 'POST', path: '/deployments', parameters: ['deviceGroupId', 'deviceGroupType', 'attributes'], body: ({ deviceGroupId, deviceGroupType, attributes }) => ({ data: { type: 'deployment', attributes, relationships: { devicegroup: { type: deviceGroupType, id: deviceGroupId } } } }), checks: [['given', 'deviceGroupId', 'id'], ['oneOf', 'deviceGroupType', 'deviceGroupType', ['development_devicegroup', 'pre_production_devicegroup', 'production_devicegroup', 'pre_factoryfixture_devicegroup', 'factoryfixture_devicegroup', 'pre_dut_devicegroup', 'dut_devicegroup']], ['keys', 'attributes', 'attributes', ['device_code!', 'agent_code!', 'description', 'origin', 'flagged', 'tags']]] },
    get: { verb: 'GET', path: '/deployments/{deployment_id}', parameters: ['deploymentId'], checks: [['given', 'deploymentId', 'id']] },
    update: { verb: 'PATCH', path: '/deployments/{deployment_id}', parameters: ['deploymentId', 'attributes'], body: ({ deploymentId, attributes }) => ({ data: { type: 'deployment', id: deploymentId, attributes } }), checks: [['given', 'deploymentId', 'id'], ['keys', 'attributes', 'attributes', ['description', 'flagged', 'tags']]] },
    delete: { verb: 'DELETE', path: '/deployments/{deployment_id}', parameters: ['deploymentId'], checks: [['given', 'deploymentId', 'id']] },
  },
  DeviceGroups: {
    list: { verb: 'GET', path: '/devicegroups', parameters: ['filters', 'pageNumber', 'pageSize'], checks: [['oneOf', 'filters.filter[type]', 'filter[type]', ['development_devicegroup', 'pre_production_devicegroup', 'production_devicegroup', 'pre_factoryfixture_devicegroup', 'factoryfixture_devicegroup', 'pre_dut_devicegroup', 'dut_devicegroup']], ['keys', 'filters', 'filters', ['filter[owner.id]', 'filter[product.id]', 'filter[type]']], ['whole', 'pageNumber', 'pageName'], ['whole', 'pageSize', 'pageSize']] },
    create: { verb: 'POST', path: '/devicegroups', parameters: ['productId', 'type', 'attributes', 'productionTarget', 'dutTarget'], body: ({ productId, type, attributes, productionTarget, dutTarget }) => ({ data: { type: type, attributes, relationships: { product: { type: 'product', id: productId }, production_target: productionTarget || undefined, dut_target: dutTarget || undefined } } }), checks: [['given', 'productId', 'id'], ['oneOf', 'type', 'type', ['development_devicegroup', 'pre_production_devicegroup', 'production_devicegroup', 'pre_factoryfixture_devicegroup', 'factoryfixture_devicegroup', 'pre_dut_devicegroup', 'dut_devicegroup']], ['only', 'productionTarget', 'productionTarget can be specified for "pre_factoryfixture_devicegroup" and "factoryfixture_devicegroup" Device Groups only', ['pre_factoryfixture_devicegroup', 'factoryfixture_devicegroup']], ['keys', 'productionTarget', 'productionTarget', ['type!', 'id!']], ['oneOf', 'productionTarget.type', 'productionTarget.type', ['pre_production_devicegroup', 'production_devicegroup']], ['needed', 'productionTarget', 'productionTarget must be specified for "pre_factoryfixture_devicegroup" and "factoryfixture_devicegroup" Device Groups', ['pre_factoryfixture_devicegroup', 'factoryfixture_devicegroup']], ['only', 'dutTarget', 'dutTarget can be specified for "pre_factoryfixture_devicegroup" and "factoryfixture_devicegroup" Device Groups only', ['pre_factoryfixture_devicegroup', 'factoryfixture_devicegroup']], ['keys', 'dutTarget', 'dutTarget', ['type!', 'id!']], ['oneOf', 'dutTarget.type', 'dutTarget.type', ['pre_dut_devicegroup', 'dut_devicegroup']], ['needed', 'dutTarget', 'dutTarget must be specified for "pre_factoryfixture_devicegroup" and "factoryfixture_devicegroup" Device Groups', ['pre_factoryfixture_devicegroup', 'factoryfixture_devicegroup']], ['only', 'attributes.region', 'region may be specified for "pre_production_devicegroup" or "production_devicegroup" device groups only', ['pre_production_devicegroup', 'production_devicegroup']], ['keys', 'attributes', 'attributes', ['name!', 'description', 'region', 'env_vars']]] },
    get: { verb: 'GET', path: '/devicegroups/{devicegroup_id}', parameters: ['deviceGroupId'], checks: [['given', 'deviceGroupId', 'id']] },
    update: { verb: 'PATCH', path: '/devicegroups/{devicegroup_id}', parameters: ['deviceGroupId', 'type', 'attributes', 'productionTarget', 'dutTarget'], body: ({ deviceGroupId, type, attributes, productionTarget, dutTarget }) => ({ data: { type: type, id: deviceGroupId, attributes, relationships: productionTarget || dutTarget ? { production_target: productionTarget || undefined, dut_target: dutTarget || undefined } : undefined } }), checks: [['oneOf', 'type', 'type', ['development_devicegroup', 'pre_production_devicegroup', 'production_devicegroup', 'pre_factoryfixture_devicegroup', 'factoryfixture_devicegroup', 'pre_dut_devicegroup', 'dut_devicegroup']], ['only', 'productionTarget', 'productionTarget can be specified for "pre_factoryfixture_devicegroup" and "factoryfixture_devicegroup" Device Groups only', ['pre_factoryfixture_devicegroup', 'factoryfixture_devicegroup']], ['keys', 'productionTarget', 'productionTarget', ['type!', 'id!']], ['oneOf', 'productionTarget.type', 'productionTarget.type', ['pre_production_devicegroup', 'production_devicegroup']], ['only', 'dutTarget', 'dutTarget can be specified for "pre_factoryfixture_devicegroup" and "factoryfixture_devicegroup" Device Groups only', ['pre_factoryfixture_devicegroup', 'factoryfixture_devicegroup']], ['keys', 'dutTarget', 'dutTarget', ['type!', 'id!']], ['oneOf', 'dutTarget.type', 'dutTarget.type', ['pre_dut_devicegroup', 'dut_devicegroup']], ['only', 'attributes.load_code_after_blessing', 'load_code_after_blessing can be specified for "pre_production_devicegroup" and "production_devicegroup" device groups only', ['pre_production_devicegroup', 'production_devicegroup']], ['given', 'deviceGroupId', 'id'], ['keys', 'attributes', 'attributes', ['name', 'description', 'load_code_after_blessing', 'env_vars']]] },
    delete: { verb: 'DELETE', path: '/devicegroups/{devicegroup_id}', parameters: ['deviceGroupId'], checks: [['given', 'deviceGroupId', 'id']] },
    restartDevices: { verb: 'POST', path: '/devicegroups/{devicegroup_id}/restart', parameters: ['deviceGroupId'], checks: [['given', 'deviceGroupId', 'id']] },
    conditionalRestartDevices: { verb: 'POST', path: '/devicegroups/{devicegroup_id}/conditional_restart', parameters: ['deviceGroupId'], checks: [['given', 'deviceGroupId', 'id']] },
    updateMinSupportedDeployment: { verb: 'PUT', path: '/devicegroups/{devicegroup_id}/relationships/min_supported_deployment', parameters: ['deviceGroupId', 'deploymentId'], body: ({ deploymentId }) => ({ data: { type: 'deployment', id: deploymentId } }), checks: [['given', 'deviceGroupId', 'id'], ['given', 'deploymentId', 'deploymentId']] },
    addDevices: { verb: 'POST', path: '/devicegroups/{devicegroup_id}/relationships/devices', parameters: ['deviceGroupId', '...deviceIds'], body: ({ deviceIds }) => ({ data: (deviceIds as unknown[]).map((id) => ({ type: 'device', id })) }), checks: [['given', 'deviceGroupId', 'id']] },
    removeDevices: { verb: 'DELETE', path: '/devicegroups/{devicegroup_id}/relationships/devices', parameters: ['deviceGroupId', 'unbondKey', '...deviceIds'], headers: { unbondKey: 'X-Electricimp-Key' }, body: ({ deviceIds }) => ({ data: (deviceIds as unknown[]).map((id) => ({ type: 'device', id })) }), checks: [['given', 'deviceGroupId', 'id']] },
  },
  Devices: {
    list: { verb: 'GET', path: '/devices', parameters: ['filters', 'pageNumber', 'pageSize'], checks: [['oneOf', 'filters.filter[devicegroup.type]', 'filter[devicegroup.type]', ['development_devicegroup', 'pre_production_devicegroup', 'production_devicegroup', 'pre_factoryfixture_devicegroup', 'factoryfixture_devicegroup', 'pre_dut_devicegroup', 'dut_devicegroup']], ['keys', 'filters', 'filters', ['filter[owner.id]', 'filter[product.id]', 'filter[devicegroup.id]', 'filter[devicegroup.owner.id]', 'filter[devicegroup.type]']], ['whole', 'pageNumber', 'pageName'], ['whole', 'pageSize', 'pageSize']] },
    get: { verb: 'GET', path: '/devices/{device}', parameters: ['deviceId'], checks: [['given', 'deviceId', 'id']] },
    update: { verb: 'PATCH', path: '/devices/{device}', parameters: ['deviceId', 'attributes'], body: ({ deviceId, attributes }) => ({ data: { type: 'device', id: deviceId, attributes } }), checks: [['given', 'deviceId', 'id'], ['keys', 'attributes', 'attributes', ['name']]] },
    delete: { verb: 'DELETE', path: '/devices/{device}', parameters: ['deviceId'], checks: [['given', 'deviceId', 'id']] },
    restart: { verb: 'POST', path: '/devices/{device}/restart', parameters: ['deviceId'], checks: [['given', 'deviceId', 'id']] },
    conditionalRestart: { verb: 'POST', path: '/devices/{device}/conditional_restart', parameters: ['deviceId'], checks: [['given', 'deviceId', 'id']] },
    getLogs: { verb: 'GET', path: '/devices/{device}/logs', parameters: ['deviceId', 'pageNumber', 'pageSize'], checks: [['given', 'deviceId', 'id'], ['whole', 'pageNumber', 'pageName'], ['whole', 'pageSize', 'pageSize']] },
  },
  LogStreams: {
    addDevice: { verb: 'PUT', path: '/logstream/{logstream_id}/{device}', parameters: ['logStreamId', 'deviceId'], checks: [['given', 'logStreamId', 'logStreamId'], ['given', 'deviceId', 'deviceId']] },
    removeDevice: { verb: 'DELETE', path: '/logstream/{logstream_id}/{device}', parameters: ['logStreamId', 'deviceId'], checks: [['given', 'logStreamId', 'logStreamId'], ['given', 'deviceId', 'deviceId']] },
  },
  Products: {
    list: { verb: 'GET', path: '/products', parameters: ['filters', 'pageNumber', 'pageSize'], checks: [['keys', 'filters', 'filters', ['filter[owner.id]']], ['whole', 'pageNumber', 'pageName'], ['whole', 'pageSize', 'pageSize']] },
    create: { verb: 'POST', path: '/products', parameters: ['attributes', 'ownerId'], body: ({ attributes, ownerId }) => ({ data: { type: 'product', attributes, relationships: ownerId ? { owner: { type: 'account', id: ownerId } } : undefined } }), checks: [['keys', 'attributes', 'attributes', ['name!', 'description']]] },
    get: { verb: 'GET', path: '/products/{product_id}', parameters: ['productId'], checks: [['given', 'productId', 'id']] },
    update: { verb: 'PATCH', path: '/products/{product_id}', parameters: ['productId', 'attributes'], body: ({ productId, attributes }) => ({ data: { type: 'product', id: productId, attributes } }), checks: [['given', 'productId', 'id'], ['keys', 'attributes', 'attributes', ['name', 'description']]] },
    delete: { verb: 'DELETE', path: '/products/{product_id}', parameters: ['productId'], checks: [['given', 'productId', 'id']] },
  },
  Webhooks: {
    list: { verb: 'GET', path: '/webhooks', parameters: ['filters', 'pageNumber', 'pageSize'], checks: [['keys', 'filters', 'filters', ['filter[devicegroup.id]']], ['whole', 'pageNumber', 'pageName'], ['whole', 'pageSize', 'pageSize']] },
    create: { verb: 'POST', path: '/webhooks', parameters: ['deviceGroupId', 'deviceGroupType', 'attributes'], body: ({ deviceGroupId, deviceGroupType, attributes }) => ({ data: { type: 'webhook', attributes, relationships: { devicegroup: { type: deviceGroupType, id: deviceGroupId } } } }), checks: [['given', 'deviceGroupId', 'id'], ['oneOf', 'deviceGroupType', 'deviceGroupType', ['development_devicegroup', 'pre_production_devicegroup', 'production_devicegroup', 'pre_factoryfixture_devicegroup', 'factoryfixture_devicegroup', 'pre_dut_devicegroup', 'dut_devicegroup']], ['oneOf', 'attributes.event', 'event', ['blessing', 'blinkup', 'deployment']], ['oneOf', 'attributes.content_type', 'content_type', ['application/json', 'application/x-www-form-urlencoded']], ['keys', 'attributes', 'attributes', ['url!', 'event!', 'content_type!']]] },
    get: { verb: 'GET', path: '/webhooks/{webhook_id}', parameters: ['webhookId'], checks: [['given', 'webhookId', 'id']] },
    update: { verb: 'PATCH', path: '/webhooks/{webhook_id}', parameters: ['webhookId', 'attributes'], body: ({ webhookId, attributes }) => ({ data: { type: 'webhook', id: webhookId, attributes } }), checks: [['oneOf', 'attributes.content_type', 'content_type', ['application/json', 'application/x-www-form-urlencoded']], ['given', 'webhookId', 'id'], ['keys', 'attributes', 'attributes', ['url', 'content_type']]] },
    delete: { verb: 'DELETE', path: '/webhooks/{webhook_id}', parameters: ['webhookId'], checks: [['given', 'webhookId', 'id']] },
  },
}

/** The constants of the classes, which are their static properties. */
export const constants: Record<string, Record<string, string>> = {
  Accounts: {  },
  Auth: {  },
  Deployments: { FILTER_OWNER_ID: 'filter[owner.id]', FILTER_CREATOR_ID: 'filter[creator.id]', FILTER_PRODUCT_ID: 'filter[product.id]', FILTER_DEVICE_GROUP_ID: 'filter[devicegroup.id]', FILTER_SHA: 'filter[sha]', FILTER_FLAGGED: 'filter[flagged]', FILTER_FLAGGER_ID: 'filter[flagger.id]', FILTER_TAGS: 'filter[tags]' },
  DeviceGroups: { TYPE_DEVELOPMENT: 'development_devicegroup', TYPE_PRE_PRODUCTION: 'pre_production_devicegroup', TYPE_PRODUCTION: 'production_devicegroup', TYPE_PRE_FACTORY_FIXTURE: 'pre_factoryfixture_devicegroup', TYPE_FACTORY_FIXTURE: 'factoryfixture_devicegroup', TYPE_PRE_DUT: 'pre_dut_devicegroup', TYPE_DUT: 'dut_devicegroup', FILTER_OWNER_ID: 'filter[owner.id]', FILTER_PRODUCT_ID: 'filter[product.id]', FILTER_TYPE: 'filter[type]' },
  Devices: { FILTER_OWNER_ID: 'filter[owner.id]', FILTER_PRODUCT_ID: 'filter[product.id]', FILTER_DEVICE_GROUP_ID: 'filter[devicegroup.id]', FILTER_DEVICE_GROUP_OWNER_ID: 'filter[devicegroup.owner.id]', FILTER_DEVICE_GROUP_TYPE: 'filter[devicegroup.type]' },
  LogStreams: { FORMAT_TEXT: 'text', FORMAT_JSON: 'json' },
  Products: { FILTER_OWNER_ID: 'filter[owner.id]' },
  Webhooks: { EVENT_BLESSING: 'blessing', EVENT_BLINKUP: 'blinkup', EVENT_DEPLOYMENT: 'deployment', CONTENT_TYPE_JSON: 'application/json', CONTENT_TYPE_WWW_FORM: 'application/x-www-form-urlencoded', FILTER_DEVICE_GROUP_ID: 'filter[devicegroup.id]' },
}

/** `Accounts` of imp-central-api. */
export interface Accounts {
  /** List accounts. `GET /accounts` */
  list(pageNumber?: number | null, pageSize?: number | null): Promise<Answer<'listAccounts'>>
  /** Get an account. `GET /accounts/{account_id}` */
  get(accountId: string): Promise<Answer<'getAccount'>>
  /** List login keys. `GET /accounts/me/login_keys` */
  listLoginKeys(pageNumber?: number | null, pageSize?: number | null): Promise<Answer<'listLoginKeys'>>
  /** Create a login key. `POST /accounts/me/login_keys` */
  createLoginKey(password: string, attributes?: Attributes<'createLoginKey', 'description'> | null): Promise<Answer<'createLoginKey'>>
  /** Get a login key. `GET /accounts/me/login_keys/{key}` */
  getLoginKey(loginKeyId: string): Promise<Answer<'getLoginKey'>>
  /** Update a login key. `PATCH /accounts/me/login_keys/{key}` */
  updateLoginKey(loginKeyId: string, password: string, attributes: Attributes<'updateLoginKey', 'description'>): Promise<Answer<'updateLoginKey'>>
  /** Delete a login key. `DELETE /accounts/me/login_keys/{key}` */
  deleteLoginKey(loginKeyId: string, password: string): Promise<Answer<'deleteLoginKey'>>
}

/** The class of `Accounts`, with its constants. `ImpCentralApi` makes the objects. */
export interface AccountsClass {
  new (connection: never): Accounts
  readonly prototype: Accounts
}

/** `Auth` of imp-central-api. */
export interface Auth {
  /** The access token of the calls to come. One that was set here is not renewed when it has expired. */
  set accessToken(accessToken: string)
  /** Log in with a password. `POST /auth` */
  login(id: string, password: string): Promise<Answer<'login'>>
  /** Log in with a password. `POST /auth` */
  loginWithOTP(otp: string, loginToken: string): Promise<Answer<'login'>>
  /** Get an access token. `POST /auth/token` */
  refreshAccessToken(refreshToken: string): Promise<Answer<'createAccessToken'>>
  /** Get an access token. `POST /auth/token` */
  getAccessToken(loginKey: string): Promise<Answer<'createAccessToken'>>
  /** List refresh tokens. `GET /accounts/me/refresh_tokens` */
  getRefreshTokens(): Promise<Answer<'listRefreshTokens'>>
  /** Delete a refresh token. `DELETE /accounts/me/refresh_tokens/{refresh_token_id}` */
  deleteRefreshToken(refreshTokenId: string): Promise<Answer<'deleteRefreshToken'>>
}

/** The class of `Auth`, with its constants. `ImpCentralApi` makes the objects. */
export interface AuthClass {
  new (connection: never): Auth
  readonly prototype: Auth
}

/** `Deployments` of imp-central-api. */
export interface Deployments {
  /** List deployments. `GET /deployments` */
  list(filters?: Filters<'listDeployments', 'filter[owner.id]' | 'filter[creator.id]' | 'filter[product.id]' | 'filter[devicegroup.id]' | 'filter[sha]' | 'filter[flagged]' | 'filter[flagger.id]' | 'filter[tags]'> | null, pageNumber?: number | null, pageSize?: number | null): Promise<Answer<'listDeployments'>>
  /** Create a deployment. `POST /deployments` */
  create(deviceGroupId: string, deviceGroupType: components['schemas']['DeviceGroupType'], attributes: Attributes<'createDeployment', 'device_code' | 'agent_code' | 'description' | 'origin' | 'flagged' | 'tags'>): Promise<Answer<'createDeployment'>>
  /** Get a deployment. `GET /deployments/{deployment_id}` */
  get(deploymentId: string): Promise<Answer<'getDeployment'>>
  /** Update a deployment. `PATCH /deployments/{deployment_id}` */
  update(deploymentId: string, attributes: Attributes<'updateDeployment', 'description' | 'flagged' | 'tags'>): Promise<Answer<'updateDeployment'>>
  /** Delete a deployment. `DELETE /deployments/{deployment_id}` */
  delete(deploymentId: string): Promise<Answer<'deleteDeployment'>>
}

/** The class of `Deployments`, with its constants. `ImpCentralApi` makes the objects. */
export interface DeploymentsClass {
  new (connection: never): Deployments
  readonly prototype: Deployments
  readonly FILTER_OWNER_ID: 'filter[owner.id]'
  readonly FILTER_CREATOR_ID: 'filter[creator.id]'
  readonly FILTER_PRODUCT_ID: 'filter[product.id]'
  readonly FILTER_DEVICE_GROUP_ID: 'filter[devicegroup.id]'
  readonly FILTER_SHA: 'filter[sha]'
  readonly FILTER_FLAGGED: 'filter[flagged]'
  readonly FILTER_FLAGGER_ID: 'filter[flagger.id]'
  readonly FILTER_TAGS: 'filter[tags]'
}

/** `DeviceGroups` of imp-central-api. */
export interface DeviceGroups {
  /** List device groups. `GET /devicegroups` */
  list(filters?: Filters<'listDeviceGroups', 'filter[owner.id]' | 'filter[product.id]' | 'filter[type]'> | null, pageNumber?: number | null, pageSize?: number | null): Promise<Answer<'listDeviceGroups'>>
  /** Create a device group. `POST /devicegroups` */
  create(productId: string, type: components['schemas']['DeviceGroupType'], attributes: Attributes<'createDeviceGroup', 'name' | 'description' | 'region' | 'env_vars'>, productionTarget?: { type: string; id: string } | null, dutTarget?: { type: string; id: string } | null): Promise<Answer<'createDeviceGroup'>>
  /** Get a device group. `GET /devicegroups/{devicegroup_id}` */
  get(deviceGroupId: string): Promise<Answer<'getDeviceGroup'>>
  /** Update a device group. `PATCH /devicegroups/{devicegroup_id}` */
  update(deviceGroupId: string, type: components['schemas']['DeviceGroupType'], attributes: Attributes<'updateDeviceGroup', 'name' | 'description' | 'load_code_after_blessing' | 'env_vars'>, productionTarget?: { type: string; id: string } | null, dutTarget?: { type: string; id: string } | null): Promise<Answer<'updateDeviceGroup'>>
  /** Delete a device group. `DELETE /devicegroups/{devicegroup_id}` */
  delete(deviceGroupId: string): Promise<Answer<'deleteDeviceGroup'>>
  /** Restart a device group. `POST /devicegroups/{devicegroup_id}/restart` */
  restartDevices(deviceGroupId: string): Promise<Answer<'restartDeviceGroup'>>
  /** Restart a device group conditionally. `POST /devicegroups/{devicegroup_id}/conditional_restart` */
  conditionalRestartDevices(deviceGroupId: string): Promise<Answer<'conditionalRestartDeviceGroup'>>
  /** Set the minimum supported deployment of a device group. `PUT /devicegroups/{devicegroup_id}/relationships/min_supported_deployment` */
  updateMinSupportedDeployment(deviceGroupId: string, deploymentId: string): Promise<Answer<'setMinSupportedDeploymentOfDeviceGroup'>>
  /** Add devices to a device group. `POST /devicegroups/{devicegroup_id}/relationships/devices` */
  addDevices(deviceGroupId: string, ...deviceIds: string[]): Promise<Answer<'addDevicesToDeviceGroup'>>
  /** Remove devices from a device group. `DELETE /devicegroups/{devicegroup_id}/relationships/devices` */
  removeDevices(deviceGroupId: string, unbondKey: string | null, ...deviceIds: string[]): Promise<Answer<'removeDevicesFromDeviceGroup'>>
}

/** The class of `DeviceGroups`, with its constants. `ImpCentralApi` makes the objects. */
export interface DeviceGroupsClass {
  new (connection: never): DeviceGroups
  readonly prototype: DeviceGroups
  readonly TYPE_DEVELOPMENT: 'development_devicegroup'
  readonly TYPE_PRE_PRODUCTION: 'pre_production_devicegroup'
  readonly TYPE_PRODUCTION: 'production_devicegroup'
  readonly TYPE_PRE_FACTORY_FIXTURE: 'pre_factoryfixture_devicegroup'
  readonly TYPE_FACTORY_FIXTURE: 'factoryfixture_devicegroup'
  readonly TYPE_PRE_DUT: 'pre_dut_devicegroup'
  readonly TYPE_DUT: 'dut_devicegroup'
  readonly FILTER_OWNER_ID: 'filter[owner.id]'
  readonly FILTER_PRODUCT_ID: 'filter[product.id]'
  readonly FILTER_TYPE: 'filter[type]'
}

/** `Devices` of imp-central-api. */
export interface Devices {
  /** List devices. `GET /devices` */
  list(filters?: Filters<'listDevices', 'filter[owner.id]' | 'filter[product.id]' | 'filter[devicegroup.id]' | 'filter[devicegroup.owner.id]' | 'filter[devicegroup.type]'> | null, pageNumber?: number | null, pageSize?: number | null): Promise<Answer<'listDevices'>>
  /** Get a device. `GET /devices/{device}` */
  get(deviceId: string): Promise<Answer<'getDevice'>>
  /** Update a device. `PATCH /devices/{device}` */
  update(deviceId: string, attributes: Attributes<'updateDevice', 'name'>): Promise<Answer<'updateDevice'>>
  /** Delete a device. `DELETE /devices/{device}` */
  delete(deviceId: string): Promise<Answer<'deleteDevice'>>
  /** Restart a device. `POST /devices/{device}/restart` */
  restart(deviceId: string): Promise<Answer<'restartDevice'>>
  /** Restart a device conditionally. `POST /devices/{device}/conditional_restart` */
  conditionalRestart(deviceId: string): Promise<Answer<'conditionalRestartDevice'>>
  /** List historical log entries of a device. `GET /devices/{device}/logs` */
  getLogs(deviceId: string, pageNumber?: number | null, pageSize?: number | null): Promise<Answer<'listDeviceLogs'>>
}

/** The class of `Devices`, with its constants. `ImpCentralApi` makes the objects. */
export interface DevicesClass {
  new (connection: never): Devices
  readonly prototype: Devices
  readonly FILTER_OWNER_ID: 'filter[owner.id]'
  readonly FILTER_PRODUCT_ID: 'filter[product.id]'
  readonly FILTER_DEVICE_GROUP_ID: 'filter[devicegroup.id]'
  readonly FILTER_DEVICE_GROUP_OWNER_ID: 'filter[devicegroup.owner.id]'
  readonly FILTER_DEVICE_GROUP_TYPE: 'filter[devicegroup.type]'
}

/** `LogStreams` of imp-central-api. */
export interface LogStreams {
  /** Add a device to a log stream. `PUT /logstream/{logstream_id}/{device}` */
  addDevice(logStreamId: string, deviceId: string): Promise<Answer<'addDeviceToLogStream'>>
  /** Remove a device from a log stream. `DELETE /logstream/{logstream_id}/{device}` */
  removeDevice(logStreamId: string, deviceId: string): Promise<Answer<'removeDeviceFromLogStream'>>
}

/** The class of `LogStreams`, with its constants. `ImpCentralApi` makes the objects. */
export interface LogStreamsClass {
  new (connection: never): LogStreams
  readonly prototype: LogStreams
  readonly FORMAT_TEXT: 'text'
  readonly FORMAT_JSON: 'json'
}

/** `Products` of imp-central-api. */
export interface Products {
  /** List products. `GET /products` */
  list(filters?: Filters<'listProducts', 'filter[owner.id]'> | null, pageNumber?: number | null, pageSize?: number | null): Promise<Answer<'listProducts'>>
  /** Create a product. `POST /products` */
  create(attributes: Attributes<'createProduct', 'name' | 'description'>, ownerId?: string | null): Promise<Answer<'createProduct'>>
  /** Get a product. `GET /products/{product_id}` */
  get(productId: string): Promise<Answer<'getProduct'>>
  /** Update a product. `PATCH /products/{product_id}` */
  update(productId: string, attributes: Attributes<'updateProduct', 'name' | 'description'>): Promise<Answer<'updateProduct'>>
  /** Delete a product. `DELETE /products/{product_id}` */
  delete(productId: string): Promise<Answer<'deleteProduct'>>
}

/** The class of `Products`, with its constants. `ImpCentralApi` makes the objects. */
export interface ProductsClass {
  new (connection: never): Products
  readonly prototype: Products
  readonly FILTER_OWNER_ID: 'filter[owner.id]'
}

/** `Webhooks` of imp-central-api. */
export interface Webhooks {
  /** List webhooks. `GET /webhooks` */
  list(filters?: Filters<'listWebhooks', 'filter[devicegroup.id]'> | null, pageNumber?: number | null, pageSize?: number | null): Promise<Answer<'listWebhooks'>>
  /** Create a webhook. `POST /webhooks` */
  create(deviceGroupId: string, deviceGroupType: components['schemas']['DeviceGroupType'], attributes: Attributes<'createWebhook', 'url' | 'event' | 'content_type'>): Promise<Answer<'createWebhook'>>
  /** Get a webhook. `GET /webhooks/{webhook_id}` */
  get(webhookId: string): Promise<Answer<'getWebhook'>>
  /** Update a webhook. `PATCH /webhooks/{webhook_id}` */
  update(webhookId: string, attributes: Attributes<'updateWebhook', 'url' | 'content_type'>): Promise<Answer<'updateWebhook'>>
  /** Delete a webhook. `DELETE /webhooks/{webhook_id}` */
  delete(webhookId: string): Promise<Answer<'deleteWebhook'>>
}

/** The class of `Webhooks`, with its constants. `ImpCentralApi` makes the objects. */
export interface WebhooksClass {
  new (connection: never): Webhooks
  readonly prototype: Webhooks
  readonly EVENT_BLESSING: 'blessing'
  readonly EVENT_BLINKUP: 'blinkup'
  readonly EVENT_DEPLOYMENT: 'deployment'
  readonly CONTENT_TYPE_JSON: 'application/json'
  readonly CONTENT_TYPE_WWW_FORM: 'application/x-www-form-urlencoded'
  readonly FILTER_DEVICE_GROUP_ID: 'filter[devicegroup.id]'
}

/** The objects of an `ImpCentralApi`. */
export interface Objects {
  readonly accounts: Accounts
  readonly auth: Auth
  readonly deployments: Deployments
  readonly deviceGroups: DeviceGroups
  readonly devices: Devices
  readonly products: Products
  readonly webhooks: Webhooks
}

/** Their classes. */
export interface Classes {
  readonly Accounts: AccountsClass
  readonly Auth: AuthClass
  readonly Deployments: DeploymentsClass
  readonly DeviceGroups: DeviceGroupsClass
  readonly Devices: DevicesClass
  readonly Products: ProductsClass
  readonly Webhooks: WebhooksClass
}
