// Generated from openapi/ by `npm run generate`. Never edited by hand.
import type { OperationTable } from '../resources/types.ts'

/** The media type of request bodies, unless `mediaTypes` has the path. */
export const mediaType = 'application/vnd.api+json'

export const mediaTypes: Record<string, string> = { '/auth': 'application/json', '/auth/token': 'application/json' }

export const operations: OperationTable = {
  accounts: {
    list: { verb: 'GET', path: '/accounts', list: true },
    get: { verb: 'GET', path: '/accounts/{account_id}' },
  },
  loginKeys: {
    list: { verb: 'GET', path: '/accounts/me/login_keys', list: true },
    get: { verb: 'GET', path: '/accounts/me/login_keys/{key}' },
    create: { verb: 'POST', path: '/accounts/me/login_keys', body: 'resource', type: 'login_key', header: { password: 'X-Electricimp-Password' }, required: ['password'] },
    update: { verb: 'PATCH', path: '/accounts/me/login_keys/{key}', body: 'resource', type: 'login_key', id: true, header: { password: 'X-Electricimp-Password' }, required: ['password'] },
    delete: { verb: 'DELETE', path: '/accounts/me/login_keys/{key}', header: { password: 'X-Electricimp-Password' }, required: ['password'] },
  },
  refreshTokens: {
    list: { verb: 'GET', path: '/accounts/me/refresh_tokens', list: true },
    delete: { verb: 'DELETE', path: '/accounts/me/refresh_tokens/{refresh_token_id}' },
  },
  products: {
    list: { verb: 'GET', path: '/products', list: true, filters: ['owner.id'] },
    get: { verb: 'GET', path: '/products/{product_id}' },
    create: { verb: 'POST', path: '/products', body: 'resource', type: 'product' },
    update: { verb: 'PATCH', path: '/products/{product_id}', body: 'resource', type: 'product', id: true },
    delete: { verb: 'DELETE', path: '/products/{product_id}' },
  },
  deviceGroups: {
    list: { verb: 'GET', path: '/devicegroups', list: true, filters: ['owner.id', 'product.id', 'type'] },
    get: { verb: 'GET', path: '/devicegroups/{devicegroup_id}' },
    create: { verb: 'POST', path: '/devicegroups', body: 'resource' },
    update: { verb: 'PATCH', path: '/devicegroups/{devicegroup_id}', body: 'resource', id: true },
    delete: { verb: 'DELETE', path: '/devicegroups/{devicegroup_id}' },
    addDevices: { verb: 'POST', path: '/devicegroups/{devicegroup_id}/relationships/devices', body: 'identifiers', type: 'device' },
    conditionalRestart: { verb: 'POST', path: '/devicegroups/{devicegroup_id}/conditional_restart' },
    removeDevices: { verb: 'DELETE', path: '/devicegroups/{devicegroup_id}/relationships/devices', body: 'identifiers', type: 'device', header: { unbondKey: 'X-Electricimp-Key' } },
    restart: { verb: 'POST', path: '/devicegroups/{devicegroup_id}/restart' },
    setMinSupportedDeployment: { verb: 'PUT', path: '/devicegroups/{devicegroup_id}/relationships/min_supported_deployment', body: 'identifier', type: 'deployment' },
  },
  devices: {
    list: { verb: 'GET', path: '/devices', list: true, filters: ['owner.id', 'product.id', 'devicegroup.id', 'devicegroup.owner.id', 'devicegroup.type', 'account.id'] },
    get: { verb: 'GET', path: '/devices/{device}' },
    update: { verb: 'PATCH', path: '/devices/{device}', body: 'resource', type: 'device', id: true },
    delete: { verb: 'DELETE', path: '/devices/{device}' },
    conditionalRestart: { verb: 'POST', path: '/devices/{device}/conditional_restart' },
    logs: { verb: 'GET', path: '/devices/{device}/logs', list: true },
    restart: { verb: 'POST', path: '/devices/{device}/restart' },
  },
  deployments: {
    list: { verb: 'GET', path: '/deployments', list: true, filters: ['owner.id', 'creator.id', 'product.id', 'devicegroup.id', 'sha', 'flagged', 'flagger.id', 'tags'] },
    get: { verb: 'GET', path: '/deployments/{deployment_id}' },
    create: { verb: 'POST', path: '/deployments', body: 'resource', type: 'deployment' },
    update: { verb: 'PATCH', path: '/deployments/{deployment_id}', body: 'resource', type: 'deployment', id: true },
    delete: { verb: 'DELETE', path: '/deployments/{deployment_id}' },
  },
  webhooks: {
    list: { verb: 'GET', path: '/webhooks', list: true, filters: ['devicegroup.id'] },
    get: { verb: 'GET', path: '/webhooks/{webhook_id}' },
    create: { verb: 'POST', path: '/webhooks', body: 'resource', type: 'webhook' },
    update: { verb: 'PATCH', path: '/webhooks/{webhook_id}', body: 'resource', type: 'webhook', id: true },
    delete: { verb: 'DELETE', path: '/webhooks/{webhook_id}' },
  },
}
