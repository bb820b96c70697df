/** The interface of imp-central-api 1.7.0, in the terms of the description: what src/generated/compat.ts is made from. */

/** Each class, and each of its methods: the operation that it calls, and its parameters in their order. */
export const signatures: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Accounts: {
    list: 'accounts.list(pageNumber, pageSize)',
    get: 'accounts.get(accountId)',
    listLoginKeys: 'loginKeys.list(pageNumber, pageSize)',
    createLoginKey: 'loginKeys.create(password, attributes)',
    getLoginKey: 'loginKeys.get(loginKeyId)',
    updateLoginKey: 'loginKeys.update(loginKeyId, password, attributes)',
    deleteLoginKey: 'loginKeys.delete(loginKeyId, password)',
  },
  Auth: {
    login: 'auth.login(id, password)',
    loginWithOTP: 'auth.login(otp, loginToken)',
    refreshAccessToken: 'auth.createAccessToken(refreshToken)',
    getAccessToken: 'auth.createAccessToken(loginKey)',
    getRefreshTokens: 'refreshTokens.list()',
    deleteRefreshToken: 'refreshTokens.delete(refreshTokenId)',
  },
  Deployments: {
    list: 'deployments.list(filters, pageNumber, pageSize)',
    create: 'deployments.create(deviceGroupId, deviceGroupType, attributes)',
    get: 'deployments.get(deploymentId)',
    update: 'deployments.update(deploymentId, attributes)',
    delete: 'deployments.delete(deploymentId)',
  },
  DeviceGroups: {
    list: 'deviceGroups.list(filters, pageNumber, pageSize)',
    create: 'deviceGroups.create(productId, type, attributes, productionTarget, dutTarget)',
    get: 'deviceGroups.get(deviceGroupId)',
    update: 'deviceGroups.update(deviceGroupId, type, attributes, productionTarget, dutTarget)',
    delete: 'deviceGroups.delete(deviceGroupId)',
    restartDevices: 'deviceGroups.restart(deviceGroupId)',
    conditionalRestartDevices: 'deviceGroups.conditionalRestart(deviceGroupId)',
    updateMinSupportedDeployment: 'deviceGroups.setMinSupportedDeployment(deviceGroupId, deploymentId)',
    addDevices: 'deviceGroups.addDevices(deviceGroupId, ...deviceIds)',
    removeDevices: 'deviceGroups.removeDevices(deviceGroupId, unbondKey, ...deviceIds)',
  },
  Devices: {
    list: 'devices.list(filters, pageNumber, pageSize)',
    get: 'devices.get(deviceId)',
    update: 'devices.update(deviceId, attributes)',
    delete: 'devices.delete(deviceId)',
    restart: 'devices.restart(deviceId)',
    conditionalRestart: 'devices.conditionalRestart(deviceId)',
    getLogs: 'devices.logs(deviceId, pageNumber, pageSize)',
  },
  LogStreams: {
    addDevice: 'logStreams.addDevice(logStreamId, deviceId)',
    removeDevice: 'logStreams.removeDevice(logStreamId, deviceId)',
  },
  Products: {
    list: 'products.list(filters, pageNumber, pageSize)',
    create: 'products.create(attributes, ownerId)',
    get: 'products.get(productId)',
    update: 'products.update(productId, attributes)',
    delete: 'products.delete(productId)',
  },
  Webhooks: {
    list: 'webhooks.list(filters, pageNumber, pageSize)',
    create: 'webhooks.create(deviceGroupId, deviceGroupType, attributes)',
    get: 'webhooks.get(webhookId)',
    update: 'webhooks.update(webhookId, attributes)',
    delete: 'webhooks.delete(webhookId)',
  },
}

/** Parameters that may be left out, or be null. */
export const optional: readonly string[] = [
  'filters',
  'pageNumber',
  'pageSize',
  'ownerId',
  'productionTarget',
  'dutTarget',
  'unbondKey',
]

/** The attributes that a method accepts; `!` marks those that a new object needs. */
export const attributes: Readonly<Record<string, string>> = {
  'loginKeys.create': 'description',
  'loginKeys.update': 'description',
  'deployments.create': 'device_code! agent_code! description origin flagged tags',
  'deployments.update': 'description flagged tags',
  'deviceGroups.create': 'name! description region env_vars',
  'deviceGroups.update': 'name description load_code_after_blessing env_vars',
  'devices.update': 'name',
  'products.create': 'name! description',
  'products.update': 'name description',
  'webhooks.create': 'url! event! content_type!',
  'webhooks.update': 'url content_type',
}

/** The two ways to sign in and the two to renew: what is sent, and which arguments may not be empty. */
export const signIns: Readonly<Record<string, { body: Record<string, string>; required: string[] }>> = {
  login: { body: { id: 'id', password: 'password' }, required: ['id'] },
  loginWithOTP: { body: { login_token: 'loginToken' }, required: ['otp', 'loginToken'] },
  refreshAccessToken: { body: { token: 'refreshToken' }, required: ['refreshToken'] },
  getAccessToken: { body: { key: 'loginKey' }, required: ['loginKey'] },
}

/** Filters that the API got later, which 1.7.0 refuses. */
export const laterFilters: readonly string[] = ['account.id']

/** `devicegroup.owner.id` → `DEVICE_GROUP_OWNER_ID`; `pre_factoryfixture_devicegroup` → `PRE_FACTORY_FIXTURE`. */
export const constantName = (value: string): string =>
  value
    .replace(/_devicegroup$|^application\/(x-)?/g, '')
    .replace('-urlencoded', '')
    .replace('factoryfixture', 'factory_fixture')
    .replace('devicegroup', 'device_group')
    .replaceAll(/\W/g, '_')
    .toUpperCase()
