/** What can be made, changed and taken away again, in a product of the check's own. Devices are never touched. */
import { pathOf, type Resource } from './api.ts'
import { purpose } from './mark.ts'
import { deploymentStep } from './write-deployments.ts'
import { type Context, type Step } from './step.ts'

const bare = ({ type, id }: Resource) => ({ type, id })

/** What an earlier step has made. */
export function mustHave({ made }: Context, name: string): Resource {
  const found = made.get(name)
  if (!found) throw new Error(`there is no ${name} to go on with`)
  return found
}

async function makeGroup(context: Context, name: string, suffix: string): Promise<number> {
  const { status, item } = await context.api('POST', '/devicegroups', {
    body: {
      data: {
        type: 'development_devicegroup',
        attributes: { name: context.mark + suffix, env_vars: { first: 1, second: 2 } },
        relationships: { product: bare(mustHave(context, 'product')) },
      },
    },
  })
  if (item) context.made.set(name, item)
  return status
}

async function makeProduct({ api, made, mark }: Context, name: string, suffix: string): Promise<number> {
  const { status, item } = await api('POST', '/products', {
    body: { data: { type: 'product', attributes: { name: mark + suffix, description: purpose } } },
  })
  if (item) made.set(name, item)
  return status
}

/** Changes the attributes of something that was made. */
const change = ({ api }: Context, path: string, resource: Resource, attributes: object) =>
  api('PATCH', pathOf(path, resource.id), { body: { data: { ...bare(resource), attributes } } })

const product: Step = {
  name: 'Make a product',
  write: true,
  async run(context) {
    await makeProduct(context, 'product', '')
    const made = mustHave(context, 'product')
    await context.api('GET', pathOf('/products/{}', made.id))
    await change(context, '/products/{}', made, { description: `${purpose} It was changed.` })
    context.provoked('createProduct', 409, await makeProduct(context, 'duplicate', ''))
    await makeProduct(context, 'other product', '-other')
    const renamed = await change(context, '/products/{}', mustHave(context, 'other product'), { name: context.mark })
    context.provoked('updateProduct', 409, renamed.status)
  },
}

const group: Step = {
  name: 'Make device groups',
  write: true,
  questions: ['env-vars-replaced'],
  async run(context) {
    const { api, answer, provoked, mark } = context
    await makeGroup(context, 'group', '')
    const made = mustHave(context, 'group')
    const path = pathOf('/devicegroups/{}', made.id)
    await api('GET', path)
    const changed = await change(context, '/devicegroups/{}', made, { env_vars: { second: 3 } })
    if (changed.item)
      answer('env-vars-replaced', !('first' in Object(changed.item.attributes?.['env_vars'])), 'what was there before')
    provoked('createDeviceGroup', 409, await makeGroup(context, 'duplicate', ''))
    await makeGroup(context, 'other group', '-other')
    const renamed = await change(context, '/devicegroups/{}', mustHave(context, 'other group'), { name: mark })
    provoked('updateDeviceGroup', 409, renamed.status)
    await api('POST', `${path}/restart`)
    await api('POST', `${path}/conditional_restart`)
    // No device has this id: the call fails for it and changes nothing.
    const nobody = { body: { data: [{ type: 'device', id: '0'.repeat(16) }] } }
    const assigned = await api('POST', `${path}/relationships/devices`, nobody)
    provoked('addDevicesToDeviceGroup', 400, assigned.status)
    await api('DELETE', `${path}/relationships/devices`, nobody)
    const deleted = await api('DELETE', pathOf('/products/{}', mustHave(context, 'product').id))
    provoked('deleteProduct', 409, deleted.status)
  },
}

const webhook: Step = {
  name: 'Make a webhook',
  write: true,
  questions: ['webhook-product', 'webhook-owner'],
  async run(context) {
    const { api, made, answer } = context
    const relationships = { devicegroup: bare(mustHave(context, 'group')) }
    // A development device group has no such event, so that nobody is called.
    const make = (url: string) =>
      api('POST', '/webhooks', {
        body: { data: { type: 'webhook', attributes: { url, event: 'blessing' }, relationships } },
      })
    await make('nowhere')
    const { item } = await make('https://example.com/impcentral-check')
    if (!item) throw new Error('the webhook was not made')
    made.set('webhook', item)
    answer('webhook-product', item.relationships?.['product'] !== undefined, 'nothing')
    answer('webhook-owner', item.relationships?.['owner'] !== undefined, 'nothing')
    await api('GET', pathOf('/webhooks/{}', item.id))
    await change(context, '/webhooks/{}', item, { content_type: 'application/x-www-form-urlencoded' })
    await api('GET', '/webhooks', { query: { 'filter[devicegroup.id]': relationships.devicegroup.id } })
    await api('DELETE', pathOf('/webhooks/{}', item.id))
  },
}

/** Login keys that an account can have. */
const mostKeys = 10

const loginKey: Step = {
  name: 'Make a login key',
  write: true,
  questions: ['login-key-unused'],
  async run(context) {
    const { api, bare: send, baseUrl, mark, password, answer, skip } = context
    const without = (why: string) => {
      for (const operation of ['createLoginKey', 'updateLoginKey', 'deleteLoginKey'] as const) skip(operation, why)
    }
    if (password === undefined) return without('it needs the password of the account')
    if ((await api('GET', '/accounts/me/login_keys')).items.length >= mostKeys)
      return without('the account has as many login keys as it may have')
    const headers = { 'x-electricimp-password': password }
    const body = { data: { type: 'login_key', attributes: { description: mark } } }
    const { item } = await api('POST', '/accounts/me/login_keys', { headers, body })
    if (!item) throw new Error('the login key was not made')
    const path = pathOf('/accounts/me/login_keys/{}', item.id)
    answer('login-key-unused', item.attributes?.['last_used_at'] === null, 'another value, or none')
    await api('GET', path)
    await send(`${baseUrl}/auth/token`, {
      method: 'POST',
      headers: { accept: 'application/json', 'content-type': 'application/json' },
      body: JSON.stringify({ key: item.id }),
    }).then((response) => response.text())
    await api('PATCH', path, {
      headers,
      body: { data: { ...bare(item), attributes: { description: `${mark}-changed` } } },
    })
    await api('DELETE', path, { headers })
  },
}

export const writeSteps: readonly Step[] = [product, group, deploymentStep, webhook, loginKey]
