/** Takes away what checks have made: this run, and earlier ones that were killed. It touches nothing else. */
import { type Api, pathOf, type Resource } from './api.ts'
import { isMark, purpose, userAgent } from './mark.ts'

interface CleanOptions {
  api: Api
  /** Of the caller's account. */
  account: string
  password: string | undefined
  /** The refresh token in use, which stays until the end. */
  own: string | undefined
}

/** Every object of a list. */
async function all(api: Api, path: string, query: Record<string, string>): Promise<Resource[]> {
  let page = await api('GET', path, { query: { 'page[size]': '100', ...query } })
  const found = [...page.items]
  for (let last = ''; page.next !== undefined && page.next !== last;) {
    last = page.next
    page = await api('GET', last)
    found.push(...page.items)
  }
  return found
}

const isOurs = ({ attributes = {}, relationships }: Resource, account: string) =>
  isMark(attributes['name']) &&
  String(attributes['description']).startsWith(purpose) &&
  relationships?.['creator']?.id === account

async function cleanProduct(api: Api, product: string): Promise<void> {
  const ofProduct = { 'filter[product.id]': product }
  for (const { type, id, attributes } of await all(api, '/deployments', ofProduct))
    if (attributes?.['flagged'] === true)
      await api('PATCH', pathOf('/deployments/{}', id), {
        body: { data: { type, id, attributes: { flagged: false } } },
      })
  for (const { id } of await all(api, '/devicegroups', ofProduct)) {
    for (const webhook of await all(api, '/webhooks', { 'filter[devicegroup.id]': id }))
      await api('DELETE', pathOf('/webhooks/{}', webhook.id))
    await api('DELETE', pathOf('/devicegroups/{}', id))
  }
  // Whether they go with their device group is not known of every service.
  for (const { id } of await all(api, '/deployments', ofProduct)) await api('DELETE', pathOf('/deployments/{}', id))
  const { ok, status } = await api('DELETE', pathOf('/products/{}', product))
  if (!ok && status !== 404) throw new Error(`a product cannot be deleted (status ${status})`)
}

/** @throws when something is left. */
export async function clean({ api, account, password, own }: CleanOptions): Promise<void> {
  for (const product of await all(api, '/products', { 'filter[owner.id]': account }))
    if (isOurs(product, account)) await cleanProduct(api, product.id)
  if (password !== undefined)
    for (const key of (await api('GET', '/accounts/me/login_keys')).items)
      if (isMark(key.attributes?.['description']))
        await api('DELETE', pathOf('/accounts/me/login_keys/{}', key.id), {
          headers: { 'x-electricimp-password': password },
        })
  for (const token of (await api('GET', '/accounts/me/refresh_tokens')).items)
    if (token.attributes?.['last_user_agent'] === userAgent && token.id !== own)
      await api('DELETE', pathOf('/accounts/me/refresh_tokens/{}', token.id))
}
