import { routes as described } from '../generated/emulator.js'
import type { Route } from './route.ts'

const any = { validate: () => true, required: false }
const pages = { validate: () => true, integers: [] }
const json = ['application/json']
const api = ['application/vnd.api+json']

const written: Route[] = [
  { operation: 'login', method: 'POST', path: '/auth', open: true, body: { ...any, types: json } },
  { operation: 'createAccessToken', method: 'POST', path: '/auth/token', open: true, body: { ...any, types: json } },
  { operation: 'listAccounts', method: 'GET', path: '/accounts', query: pages },
  { operation: 'getAccount', method: 'GET', path: '/accounts/{account_id}', query: pages },
  { operation: 'listLoginKeys', method: 'GET', path: '/accounts/me/login_keys', query: pages },
  {
    operation: 'createLoginKey',
    method: 'POST',
    path: '/accounts/me/login_keys',
    body: { ...any, types: [...api, ...json] },
  },
  { operation: 'getLoginKey', method: 'GET', path: '/accounts/me/login_keys/{key}', query: pages },
  { operation: 'updateLoginKey', method: 'PATCH', path: '/accounts/me/login_keys/{key}', body: { ...any, types: api } },
  { operation: 'deleteLoginKey', method: 'DELETE', path: '/accounts/me/login_keys/{key}' },
  { operation: 'listRefreshTokens', method: 'GET', path: '/accounts/me/refresh_tokens', query: pages },
  { operation: 'deleteRefreshToken', method: 'DELETE', path: '/accounts/me/refresh_tokens/{refresh_token_id}' },
  { operation: 'listProducts', method: 'GET', path: '/products', query: pages },
  { operation: 'createProduct', method: 'POST', path: '/products', body: { ...any, types: api } },
  { operation: 'getProduct', method: 'GET', path: '/products/{product_id}', query: pages },
  { operation: 'updateProduct', method: 'PATCH', path: '/products/{product_id}', body: { ...any, types: api } },
  { operation: 'deleteProduct', method: 'DELETE', path: '/products/{product_id}' },
  { operation: 'listDeviceGroups', method: 'GET', path: '/devicegroups', query: pages },
  { operation: 'createDeviceGroup', method: 'POST', path: '/devicegroups', body: { ...any, types: api } },
  { operation: 'getDeviceGroup', method: 'GET', path: '/devicegroups/{devicegroup_id}', query: pages },
  {
    operation: 'updateDeviceGroup',
    method: 'PATCH',
    path: '/devicegroups/{devicegroup_id}',
    body: { ...any, types: api },
  },
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
    body: { ...any, types: api },
  },
  {
    operation: 'removeDevicesFromDeviceGroup',
    method: 'DELETE',
    path: '/devicegroups/{devicegroup_id}/relationships/devices',
    body: { ...any, types: api },
  },
  {
    operation: 'setMinSupportedDeploymentOfDeviceGroup',
    method: 'PUT',
    path: '/devicegroups/{devicegroup_id}/relationships/min_supported_deployment',
    body: { ...any, types: api },
  },
  { operation: 'listDevices', method: 'GET', path: '/devices', query: pages },
  { operation: 'getDevice', method: 'GET', path: '/devices/{device}', query: pages },
  { operation: 'updateDevice', method: 'PATCH', path: '/devices/{device}', body: { ...any, types: api } },
  { operation: 'deleteDevice', method: 'DELETE', path: '/devices/{device}' },
  { operation: 'restartDevice', method: 'POST', path: '/devices/{device}/restart' },
  { operation: 'conditionalRestartDevice', method: 'POST', path: '/devices/{device}/conditional_restart' },
  { operation: 'listDeviceLogs', method: 'GET', path: '/devices/{device}/logs', query: pages },
  { operation: 'listDeployments', method: 'GET', path: '/deployments', query: pages },
  { operation: 'createDeployment', method: 'POST', path: '/deployments', body: { ...any, types: api } },
  { operation: 'getDeployment', method: 'GET', path: '/deployments/{deployment_id}', query: pages },
  {
    operation: 'updateDeployment',
    method: 'PATCH',
    path: '/deployments/{deployment_id}',
    body: { ...any, types: api },
  },
  { operation: 'deleteDeployment', method: 'DELETE', path: '/deployments/{deployment_id}' },
  { operation: 'createLogStream', method: 'POST', path: '/logstream' },
  { operation: 'openLogStream', method: 'GET', path: '/logstream/{logstream_id}', open: true, query: pages },
  {
    operation: 'addDeviceToLogStream',
    method: 'PUT',
    path: '/logstream/{logstream_id}/{device}',
    body: { ...any, types: api },
  },
  {
    operation: 'removeDeviceFromLogStream',
    method: 'DELETE',
    path: '/logstream/{logstream_id}/{device}',
    body: { ...any, types: api },
  },
  { operation: 'listWebhooks', method: 'GET', path: '/webhooks', query: pages },
  { operation: 'createWebhook', method: 'POST', path: '/webhooks', body: { ...any, types: api } },
  { operation: 'getWebhook', method: 'GET', path: '/webhooks/{webhook_id}', query: pages },
  { operation: 'updateWebhook', method: 'PATCH', path: '/webhooks/{webhook_id}', body: { ...any, types: api } },
  { operation: 'deleteWebhook', method: 'DELETE', path: '/webhooks/{webhook_id}' },
]

/** The operations of the description; what it does not have yet is written here. */
export const routes: Route[] = [
  ...described,
  ...written.filter(({ operation }) => !described.some((route) => route.operation === operation)),
]
