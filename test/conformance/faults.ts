/** Clouds that deviate from the description, each by one line. */
import type { Difference } from 'impcentral/conformance'

/** An answer that may be changed before it goes out. */
export interface Draft {
  status: number
  headers: Headers
  // Whatever the cloud answers.
  // oxlint-disable-next-line typescript/no-explicit-any
  body: any
}

/** One deviation: where, what it does, and how it has to be reported. */
export interface Fault {
  name: string
  /** Verb and the form of the path. */
  at: [method: string, path: RegExp]
  change(draft: Draft): void
  reported: Partial<Difference>
}

const product = /^\/products\/[^/]+$/
const products = /^\/products$/
const device = /^\/devices\/[^/]+$/
const devices = /^\/devices$/
const group = /^\/devicegroups\/[^/]+$/
const groups = /^\/devicegroups$/
const deployments = /^\/deployments$/
const keys = /^\/accounts\/me\/login_keys$/
const tokens = /^\/accounts\/me\/refresh_tokens$/
const me = /^\/accounts\/me$/
const limit = 'X-RateLimit-Limit'

type Row = [
  name: string,
  at: Fault['at'],
  change: (draft: Draft) => unknown,
  operation: string,
  place: string,
  kind: string,
]

// prettier-ignore
const rows: Row[] = [
  ['a property more', ['PATCH', product], ({ body }) => (body.data.attributes.color = 'red'), 'updateProduct', '/data/attributes/color', 'undocumented property'],
  ['a property more at the top', ['POST', products], ({ body }) => (body.included = []), 'createProduct', '/included', 'undocumented property'],
  ['a property more beside data', ['GET', devices], ({ body }) => (body.jsonapi = { version: '1.0' }), 'listDevices', '/jsonapi', 'undocumented property'],
  ['a link more', ['GET', devices], ({ body }) => (body.links.last = body.links.first), 'listDevices', '/links/last', 'undocumented property'],
  ['a relationship more', ['PATCH', group], ({ body }) => (body.data.relationships.editor = body.data.relationships.owner), 'updateDeviceGroup', '/data/relationships/editor', 'undocumented property'],
  ['a property more in an identifier', ['POST', groups], ({ body }) => (body.data.relationships.owner.name = 'Dora'), 'createDeviceGroup', '/data/relationships/owner/name', 'undocumented property'],
  ['a map by device ids', ['PATCH', product], ({ body }) => (body.data.attributes['5000d8c46a56cfca'] = 1), 'updateProduct', '/data/attributes/*', 'undocumented property'],
  ['a property less', ['PATCH', product], ({ body }) => delete body.data.attributes.name, 'updateProduct', '/data/attributes/name', 'missing property'],
  ['no attributes', ['PATCH', /^\/webhooks\/[^/]+$/], ({ body }) => delete body.data.attributes, 'updateWebhook', '/data/attributes', 'missing property'],
  ['no owner', ['GET', devices], ({ body }) => body.data.forEach((one: Draft['body']) => delete one.relationships.owner), 'listDevices', '/data/*/relationships/owner', 'missing property'],
  ['no data', ['PATCH', /^\/deployments\/[^/]+$/], ({ body }) => delete body.data, 'updateDeployment', '/data', 'missing property'],
  ['no next page', ['GET', devices], ({ body }) => delete body.links.next, 'listDevices', '/links/next', 'missing property'],
  ['no links', ['GET', devices], ({ body }) => delete body.links, 'listDevices', '/links', 'missing property'],
  ['no type', ['PATCH', group], ({ body }) => delete body.data.type, 'updateDeviceGroup', '/data/type', 'missing property'],
  ['a number as text', ['GET', keys], ({ body }) => body.data.forEach((one: Draft['body']) => (one.attributes.usages = String(one.attributes.usages))), 'listLoginKeys', '/data/*/attributes/usages', 'wrong type'],
  ['a boolean as text', ['GET', device], ({ body }) => (body.data.attributes.device_online = 'true'), 'getDevice', '/data/attributes/device_online', 'wrong type'],
  ['a boolean as number', ['GET', devices], ({ body }) => (body.data[0].attributes.agent_running = 1), 'listDevices', '/data/*/attributes/agent_running', 'wrong type'],
  ['null for text', ['PATCH', product], ({ body }) => (body.data.attributes.name = null), 'updateProduct', '/data/attributes/name', 'wrong type'],
  ['null for an object', ['PATCH', product], ({ body }) => (body.data.relationships = null), 'updateProduct', '/data/relationships', 'wrong type'],
  ['an object for a list', ['GET', tokens], ({ body }) => (body.data = {}), 'listRefreshTokens', '/data', 'wrong type'],
  ['a list for an object', ['GET', me], ({ body }) => (body.data = [body.data]), 'getAccount', '/data', 'wrong type'],
  ['a fraction for an integer', ['GET', device], ({ body }) => (body.data.attributes.rssi = -51.5), 'getDevice', '/data/attributes/rssi', 'wrong type'],
  ['an id as number', ['PATCH', product], ({ body }) => (body.data.id = 17), 'updateProduct', '/data/id', 'wrong type'],
  ['a text for tags', ['POST', deployments], ({ body }) => (body.data.attributes.tags = 'release'), 'createDeployment', '/data/attributes/tags', 'wrong type'],
  ['an object as environment variable', ['PATCH', group], ({ body }) => (body.data.attributes.env_vars = { secretName: { a: 1 } }), 'updateDeviceGroup', '/data/attributes/env_vars/*', 'wrong form'],
  ['a time without its day', ['PATCH', product], ({ body }) => (body.data.attributes.created_at = '09:00'), 'updateProduct', '/data/attributes/created_at', 'wrong format'],
  ['a time in seconds', ['POST', deployments], ({ body }) => (body.data.attributes.created_at = 1_777_000_000), 'createDeployment', '/data/attributes/created_at', 'wrong type'],
  ['a path for a URL', ['GET', devices], ({ body }) => (body.links.self = 'devices page 2'), 'listDevices', '/links/self', 'wrong format'],
  ['a new event of webhooks', ['PATCH', /^\/webhooks\/[^/]+$/], ({ body }) => (body.data.attributes.event = 'unboxing'), 'updateWebhook', '/data/attributes/event', 'unknown value'],
  ['a new type of device group', ['GET', groups], ({ body }) => body.data.forEach((one: Draft['body']) => (one.type = 'sandbox_devicegroup')), 'listDeviceGroups', '/data/*/type', 'unknown value'],
  ['another type', ['GET', devices], ({ body }) => body.data.forEach((one: Draft['body']) => (one.type = 'imp')), 'listDevices', '/data/*/type', 'unknown value'],
  ['200 for 201', ['POST', products], (draft) => (draft.status = 200), 'createProduct', 'status', 'undocumented status'],
  ['200 for 204', ['DELETE', /^\/webhooks\/[^/]+$/], (draft) => (draft.status = 200), 'deleteWebhook', 'status', 'undocumented status'],
  ['202 for 200', ['GET', me], (draft) => (draft.status = 202), 'getAccount', 'status', 'undocumented status'],
  ['a body where there is none', ['POST', /^\/devicegroups\/[^/]+\/restart$/], (draft) => Object.assign(draft, { status: 202, body: { ok: true } }), 'restartDeviceGroup', 'body', 'undocumented body'],
  ['no header of the rate limit', ['GET', me], ({ headers }) => headers.delete(limit), 'getAccount', `header ${limit}`, 'missing header'],
  ['a rate limit in words', ['GET', me], ({ headers }) => headers.set('X-RateLimit-Reset', 'soon'), 'getAccount', 'header X-RateLimit-Reset', 'wrong type'],
  ['another media type', ['GET', me], ({ headers }) => headers.set('Content-Type', 'application/json'), 'getAccount', 'media type', 'media type'],
  ['no media type', ['GET', me], ({ headers }) => headers.delete('Content-Type'), 'getAccount', 'media type', 'missing header'],
  ['two levels of meta', ['POST', products], ({ body }) => (body.meta = { meta: { warnings: [{ code: 'WA001' }] } }), 'createProduct', '/meta', 'wrong form'],
  ['no JSON', ['GET', tokens], (draft) => (draft.body = 'not { json'), 'listRefreshTokens', 'body', 'unreadable body'],
  ['an empty answer', ['GET', tokens], (draft) => (draft.body = undefined), 'listRefreshTokens', 'body', 'missing body'],
  ['errors as an object', ['GET', /^\/deployments\/0{16}$/], ({ body }) => (body.errors = body.errors[0]), 'getDeployment', '/errors', 'wrong type'],
  ['a status of an error as number', ['GET', /^\/webhooks\/0{16}$/], ({ body }) => (body.errors[0].status = 404), 'getWebhook', '/errors/*/status', 'wrong type'],
  ['a token of another name', ['POST', /^\/auth\/token$/], ({ body }) => (body.token = body.access_token), 'createAccessToken', '/token', 'undocumented property'],
]

export const faults: Fault[] = rows.map(([name, at, change, operation, place, kind]) => ({
  name,
  at,
  change: (draft) => void change(draft),
  reported: { operation, place, kind } as Partial<Difference>,
}))

/** Deviations of a log stream: what becomes of an event. */
export const streamFaults: {
  name: string
  format: 'json' | 'text'
  change: (event: string) => string
  place: string
  kind: string
}[] = [
  {
    name: 'an unknown event',
    format: 'json',
    change: (event) => event.replace('event: state_change', 'event: stream_status'),
    place: 'event stream_status',
    kind: 'unknown event',
  },
  {
    name: 'another name for the device',
    format: 'json',
    change: (event) => event.replace('"device_id"', '"device"'),
    place: 'event state_change /device',
    kind: 'undocumented property',
  },
  {
    name: 'a new state',
    format: 'json',
    change: (event) => event.replace('"unsubscribed"', '"unsubscribed_for_good"'),
    place: 'event state_change /state',
    kind: 'unknown value',
  },
  {
    name: 'the device before the word',
    format: 'text',
    change: (event) => event.replace(/data: ?(subscribed) (\S+)/, 'data: $2 $1'),
    place: 'event state_change',
    kind: 'wrong form',
  },
]
