// Generated from openapi/ by `npm run generate`. Never edited by hand.
import type { OperationTable } from '../resources/types.ts'

/** The media type of request bodies, unless `mediaTypes` has the path. */
export const mediaType = 'application/vnd.api+json'

export const mediaTypes: Record<string, string> = { '/auth': 'application/json', '/auth/token': 'application/json' }

export const operations: OperationTable = {
  accounts: {
    list: { verb: 'GET', path: '/accounts', list: 'pages' },
    get: { verb: 'GET', path: '/accounts/{account_id}' },
  },
  loginKeys: {
    list: { verb: 'GET', path: '/accounts/me/login_keys', list: 'pages' },
    get: { verb: 'GET', path: '/accounts/me/login_keys/{key}' },
    create: { verb: 'POST', path: '/accounts/me/login_keys', body: 'resource', forms: { login_key: ['description?', '', 'usages last_ip last_user_agent last_used_at created_at', ''] }, optional: true, header: { password: 'X-Electricimp-Password' }, required: ['password'] },
    update: { verb: 'PATCH', path: '/accounts/me/login_keys/{key}', body: 'resource', forms: { login_key: ['description', '', 'usages last_ip last_user_agent last_used_at created_at', ''] }, id: true, header: { password: 'X-Electricimp-Password' }, required: ['password'] },
    delete: { verb: 'DELETE', path: '/accounts/me/login_keys/{key}', header: { password: 'X-Electricimp-Password' }, required: ['password'] },
  },
  refreshTokens: {
    list: { verb: 'GET', path: '/accounts/me/refresh_tokens', list: 'whole' },
    delete: { verb: 'DELETE', path: '/accounts/me/refresh_tokens/{refresh_token_id}' },
  },
  products: {
    list: { verb: 'GET', path: '/products', list: 'pages', filters: ['owner.id'] },
    get: { verb: 'GET', path: '/products/{product_id}' },
    create: { verb: 'POST', path: '/products', body: 'resource', forms: { product: ['name! description?', 'owner', 'created_at updated_at', 'creator'] } },
    update: { verb: 'PATCH', path: '/products/{product_id}', body: 'resource', forms: { product: ['name description', '', 'created_at updated_at', 'owner creator'] }, id: true },
    delete: { verb: 'DELETE', path: '/products/{product_id}' },
  },
  deviceGroups: {
    list: { verb: 'GET', path: '/devicegroups', list: 'pages', filters: ['owner.id', 'product.id', 'type'] },
    get: { verb: 'GET', path: '/devicegroups/{devicegroup_id}' },
    create: { verb: 'POST', path: '/devicegroups', body: 'resource', forms: { development_devicegroup: ['name! description? env_vars', 'product!', 'region created_at updated_at', 'owner creator current_deployment min_supported_deployment'], pre_production_devicegroup: ['name! description? region? env_vars', 'product!', 'load_code_after_blessing created_at updated_at', 'owner creator current_deployment min_supported_deployment'], production_devicegroup: ['name! description? region? env_vars', 'product!', 'load_code_after_blessing created_at updated_at', 'owner creator current_deployment min_supported_deployment'], pre_factoryfixture_devicegroup: ['name! description? env_vars', 'product! production_target! dut_target!', 'region created_at updated_at', 'owner creator current_deployment min_supported_deployment'], factoryfixture_devicegroup: ['name! description? env_vars', 'product! production_target! dut_target!', 'region created_at updated_at', 'owner creator current_deployment min_supported_deployment'], pre_dut_devicegroup: ['name! description? env_vars', 'product!', 'region created_at updated_at', 'owner creator current_deployment min_supported_deployment'], dut_devicegroup: ['name! description? env_vars', 'product!', 'region created_at updated_at', 'owner creator current_deployment min_supported_deployment'] } },
    update: { verb: 'PATCH', path: '/devicegroups/{devicegroup_id}', body: 'resource', forms: { development_devicegroup: ['name description env_vars', '', 'region created_at updated_at', 'product owner creator current_deployment min_supported_deployment'], pre_production_devicegroup: ['name description load_code_after_blessing env_vars', '', 'region created_at updated_at', 'product owner creator current_deployment min_supported_deployment'], production_devicegroup: ['name description load_code_after_blessing env_vars', '', 'region created_at updated_at', 'product owner creator current_deployment min_supported_deployment'], pre_factoryfixture_devicegroup: ['name description env_vars', 'production_target dut_target', 'region created_at updated_at', 'product owner creator current_deployment min_supported_deployment'], factoryfixture_devicegroup: ['name description env_vars', 'production_target dut_target', 'region created_at updated_at', 'product owner creator current_deployment min_supported_deployment'], pre_dut_devicegroup: ['name description env_vars', '', 'region created_at updated_at', 'product owner creator current_deployment min_supported_deployment'], dut_devicegroup: ['name description env_vars', '', 'region created_at updated_at', 'product owner creator current_deployment min_supported_deployment'] }, id: true },
    delete: { verb: 'DELETE', path: '/devicegroups/{devicegroup_id}' },
    addDevices: { verb: 'POST', path: '/devicegroups/{devicegroup_id}/relationships/devices', body: 'identifiers', type: 'device' },
    conditionalRestart: { verb: 'POST', path: '/devicegroups/{devicegroup_id}/conditional_restart' },
    removeDevices: { verb: 'DELETE', path: '/devicegroups/{devicegroup_id}/relationships/devices', body: 'identifiers', type: 'device', header: { unbondKey: 'X-Electricimp-Key' } },
    restart: { verb: 'POST', path: '/devicegroups/{devicegroup_id}/restart' },
    setMinSupportedDeployment: { verb: 'PUT', path: '/devicegroups/{devicegroup_id}/relationships/min_supported_deployment', body: 'identifier', type: 'deployment' },
  },
  devices: {
    list: { verb: 'GET', path: '/devices', list: 'pages', filters: ['owner.id', 'product.id', 'devicegroup.id', 'devicegroup.owner.id', 'devicegroup.type', 'account.id'] },
    get: { verb: 'GET', path: '/devices/{device}' },
    update: { verb: 'PATCH', path: '/devices/{device}', body: 'resource', forms: { device: ['name', '', 'agent_id agent_url device_online device_state_changed_at agent_running agent_state_changed_at last_enrolled_at imp_type ip_address mac_address free_memory rssi swversion plan_id', 'owner creator product devicegroup'] }, id: true },
    delete: { verb: 'DELETE', path: '/devices/{device}' },
    conditionalRestart: { verb: 'POST', path: '/devices/{device}/conditional_restart' },
    logs: { verb: 'GET', path: '/devices/{device}/logs', list: 'pages' },
    restart: { verb: 'POST', path: '/devices/{device}/restart' },
  },
  deployments: {
    list: { verb: 'GET', path: '/deployments', list: 'pages', filters: ['owner.id', 'creator.id', 'product.id', 'devicegroup.id', 'sha', 'flagged', 'flagger.id', 'tags[]'] },
    get: { verb: 'GET', path: '/deployments/{deployment_id}' },
    create: { verb: 'POST', path: '/deployments', body: 'resource', forms: { deployment: ['device_code! agent_code! description? origin flagged tags', 'devicegroup!', 'sha created_at updated_at', 'product owner creator flagger'] } },
    update: { verb: 'PATCH', path: '/deployments/{deployment_id}', body: 'resource', forms: { deployment: ['description flagged tags', '', 'device_code agent_code origin sha created_at updated_at', 'devicegroup product owner creator flagger'] }, id: true },
    delete: { verb: 'DELETE', path: '/deployments/{deployment_id}' },
  },
  webhooks: {
    list: { verb: 'GET', path: '/webhooks', list: 'pages', filters: ['devicegroup.id'] },
    get: { verb: 'GET', path: '/webhooks/{webhook_id}' },
    create: { verb: 'POST', path: '/webhooks', body: 'resource', forms: { webhook: ['url! event! content_type', 'devicegroup!', 'created_at updated_at', 'creator product owner'] } },
    update: { verb: 'PATCH', path: '/webhooks/{webhook_id}', body: 'resource', forms: { webhook: ['url content_type', '', 'event created_at updated_at', 'devicegroup creator product owner'] }, id: true },
    delete: { verb: 'DELETE', path: '/webhooks/{webhook_id}' },
  },
}
