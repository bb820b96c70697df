/** Takes away what checks have made: this run, and earlier ones that were killed. It touches nothing else. */
import { type Api, pathOf, type Resource } from './api.ts'
import { isMark, purpose, userAgent } from './mark.ts'

interface CleanOptions {
  api: Api
  /** Id of the caller's account. */
  account: string
  password: string | undefined
  /** Ids of the products that this run has made: they go even where no list shows them. */
  products: readonly string[]
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

/** @throws when it is still there */
async function remove(api: Api, template: string, id: string, headers: Record<string, string> = {}): Promise<void> {
  const { ok, status } = await api('DELETE', pathOf(template, id), { headers })
  if (!ok && status !== 404) throw new Error(`DELETE ${template} was answered ${status}`)
}

const isOurs = ({ attributes = {}, relationships }: Resource, account: string) =>
  isMark(attributes['name']) &&
  String(attributes['description']).startsWith(purpose) &&
  relationships?.['creator']?.id === account

async function cleanProduct(api: Api, product: string): Promise<void> {
  const ofProduct = { 'filter[product.id]': product }
  /** A service that does not know the filter gives more than that. */
  const inProduct = ({ relationships }: Resource) => relationships?.['product']?.id === product
  const deployments = async () => (await all(api, '/deployments', ofProduct)).filter(inProduct)
  for (const { type, id, attributes } of await deployments())
    if (attributes?.['flagged'] === true)
      await api('PATCH', pathOf('/deployments/{}', id), {
        body: { data: { type, id, attributes: { flagged: false } } },
      })
  for (const { id } of (await all(api, '/devicegroups', ofProduct)).filter(inProduct)) {
    for (const webhook of await all(api, '/webhooks', { 'filter[devicegroup.id]': id }))
      if (webhook.relationships?.['devicegroup']?.id === id) await remove(api, '/webhooks/{}', webhook.id)
    await remove(api, '/devicegroups/{}', id)
  }
  // Whether they go with their device group is not known of every service.
  for (const { id } of await deployments()) await remove(api, '/deployments/{}', id)
  await remove(api, '/products/{}', product)
}

/** @throws when something is left; what can be taken away is taken away all the same. */
export async function clean({ api, account, password, products, own }: CleanOptions): Promise<void> {
  const errors: unknown[] = []
  const attempt = (work: Promise<void>) => work.catch((error: unknown) => void errors.push(error))
  const found = await all(api, '/products', { 'filter[owner.id]': account })
  const ours = found.filter((product) => isOurs(product, account)).map(({ id }) => id)
  for (const product of new Set([...products, ...ours])) await attempt(cleanProduct(api, product))
  if (password !== undefined)
    for (const key of (await api('GET', '/accounts/me/login_keys')).items)
      if (isMark(key.attributes?.['description']))
        await attempt(remove(api, '/accounts/me/login_keys/{}', key.id, { 'x-electricimp-password': password }))
  for (const token of (await api('GET', '/accounts/me/refresh_tokens')).items)
    if (token.attributes?.['last_user_agent'] === userAgent && token.id !== own)
      await attempt(remove(api, '/accounts/me/refresh_tokens/{}', token.id))
  if (errors.length > 0) throw errors[0]
}

/**
 * Deletes the refresh token of the session, by itself where that is its id, otherwise by the user agent that made it.
 *
 * @throws when it cannot be told from the others
 */
export async function endSession(api: Api, token: string): Promise<void> {
  const { items } = await api('GET', '/accounts/me/refresh_tokens')
  const itself = items.filter(({ id }) => id === token)
  const ours =
    itself.length > 0 ? itself : items.filter(({ attributes }) => attributes?.['last_user_agent'] === userAgent)
  if (ours.length === 0) throw new Error('it cannot be told from the others')
  for (const { id } of ours) await remove(api, '/accounts/me/refresh_tokens/{}', id)
}
