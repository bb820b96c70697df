/** One operation of the description, as far as the emulator needs it to take a request. */
export interface Route {
  operation: string
  method: string
  path: string
  /** No access token is needed. */
  open?: boolean
  /** Media types of the request body; absent when there is none. */
  body?: string[]
}

const json = ['application/json']
const api = ['application/vnd.api+json']

export const routes: Route[] = [
  { operation: 'login', method: 'POST', path: '/auth', open: true, body: json },
  { operation: 'createAccessToken', method: 'POST', path: '/auth/token', open: true, body: json },
  { operation: 'listAccounts', method: 'GET', path: '/accounts' },
  { operation: 'getAccount', method: 'GET', path: '/accounts/{account_id}' },
  { operation: 'listLoginKeys', method: 'GET', path: '/accounts/me/login_keys' },
  { operation: 'createLoginKey', method: 'POST', path: '/accounts/me/login_keys', body: [...api, ...json] },
  { operation: 'getLoginKey', method: 'GET', path: '/accounts/me/login_keys/{key}' },
  { operation: 'updateLoginKey', method: 'PATCH', path: '/accounts/me/login_keys/{key}', body: api },
  { operation: 'deleteLoginKey', method: 'DELETE', path: '/accounts/me/login_keys/{key}' },
  { operation: 'listRefreshTokens', method: 'GET', path: '/accounts/me/refresh_tokens' },
  { operation: 'deleteRefreshToken', method: 'DELETE', path: '/accounts/me/refresh_tokens/{refresh_token_id}' },
  { operation: 'listProducts', method: 'GET', path: '/products' },
  { operation: 'createProduct', method: 'POST', path: '/products', body: api },
  { operation: 'getProduct', method: 'GET', path: '/products/{product_id}' },
  { operation: 'updateProduct', method: 'PATCH', path: '/products/{product_id}', body: api },
  { operation: 'deleteProduct', method: 'DELETE', path: '/products/{product_id}' },
  { operation: 'listDeviceGroups', method: 'GET', path: '/devicegroups' },
  { operation: 'createDeviceGroup', method: 'POST', path: '/devicegroups', body: api },
  { operation: 'getDeviceGroup', method: 'GET', path: '/devicegroups/{devicegroup_id}' },
  { operation: 'updateDeviceGroup', method: 'PATCH', path: '/devicegroups/{devicegroup_id}', body: api },
  { operation: 'deleteDeviceGroup', method: 'DELETE', path: '/devicegroups/{devicegroup_id}' },
  { operation: 'restartDeviceGroup', method: 'POST', path: '/devicegroups/{devicegroup_id}/restart' },
  {
    operation: 'conditionalRestartDeviceGroup',
    method: 'POST',
    path: '/devicegroups/{devicegroup_id}/conditional_restart',
  },
  {
    operation: 'addDevicesToDeviceGroup',
    method: 'POST',
    path: '/devicegroups/{devicegroup_id}/relationships/devices',
    body: api,
  },
  {
    operation: 'removeDevicesFromDeviceGroup',
    method: 'DELETE',
    path: '/devicegroups/{devicegroup_id}/relationships/devices',
    body: api,
  },
  {
    operation: 'setMinSupportedDeploymentOfDeviceGroup',
    method: 'PUT',
    path: '/devicegroups/{devicegroup_id}/relationships/min_supported_deployment',
    body: api,
  },
  { operation: 'listDevices', method: 'GET', path: '/devices' },
  { operation: 'getDevice', method: 'GET', path: '/devices/{device}' },
  { operation: 'updateDevice', method: 'PATCH', path: '/devices/{device}', body: api },
  { operation: 'deleteDevice', method: 'DELETE', path: '/devices/{device}' },
  { operation: 'restartDevice', method: 'POST', path: '/devices/{device}/restart' },
  { operation: 'conditionalRestartDevice', method: 'POST', path: '/devices/{device}/conditional_restart' },
  { operation: 'listDeviceLogs', method: 'GET', path: '/devices/{device}/logs' },
  { operation: 'listDeployments', method: 'GET', path: '/deployments' },
  { operation: 'createDeployment', method: 'POST', path: '/deployments', body: api },
  { operation: 'getDeployment', method: 'GET', path: '/deployments/{deployment_id}' },
  { operation: 'updateDeployment', method: 'PATCH', path: '/deployments/{deployment_id}', body: api },
  { operation: 'deleteDeployment', method: 'DELETE', path: '/deployments/{deployment_id}' },
  { operation: 'createLogStream', method: 'POST', path: '/logstream' },
  { operation: 'openLogStream', method: 'GET', path: '/logstream/{logstream_id}', open: true },
  { operation: 'addDeviceToLogStream', method: 'PUT', path: '/logstream/{logstream_id}/{device}', body: api },
  { operation: 'removeDeviceFromLogStream', method: 'DELETE', path: '/logstream/{logstream_id}/{device}', body: api },
  { operation: 'listWebhooks', method: 'GET', path: '/webhooks' },
  { operation: 'createWebhook', method: 'POST', path: '/webhooks', body: api },
  { operation: 'getWebhook', method: 'GET', path: '/webhooks/{webhook_id}' },
  { operation: 'updateWebhook', method: 'PATCH', path: '/webhooks/{webhook_id}', body: api },
  { operation: 'deleteWebhook', method: 'DELETE', path: '/webhooks/{webhook_id}' },
]
