/** What can be read, in every way in which it can be read. */
import { operations } from '../../generated/conformance.js'
import type { OperationId } from '../../generated/emulator.js'
import { shapeOf } from '../shape.ts'
import { pathOf } from './api.ts'
import { type Context, type Step, unknown } from './step.ts'

/** Pages of each list that are read at most, of 100 objects each, and objects of each list that are read one by one. */
const mostPages = 5
const mostObjects = 3

/** Lists, and what reads one of their objects. */
const collections: { list: OperationId; one?: OperationId }[] = [
  { list: 'listAccounts', one: 'getAccount' },
  { list: 'listProducts', one: 'getProduct' },
  { list: 'listDeviceGroups', one: 'getDeviceGroup' },
  { list: 'listDevices', one: 'getDevice' },
  { list: 'listDeployments', one: 'getDeployment' },
  { list: 'listWebhooks', one: 'getWebhook' },
  { list: 'listLoginKeys', one: 'getLoginKey' },
  { list: 'listRefreshTokens' },
]

const described = (id: OperationId): (typeof operations)[number] =>
  operations.find(({ operation }) => operation === id)!

async function readPages(context: Context, list: OperationId): Promise<void> {
  const { path, query } = described(list)
  const paged = query.includes('page[size]')
  let page = await context.api('GET', path, paged ? { query: { 'page[size]': '100' } } : {})
  const found = [...page.items]
  for (let pages = 1; page.next !== undefined && pages < mostPages; pages++) {
    const { next } = page
    page = await context.api('GET', next)
    found.push(...page.items)
    if (page.next === next) context.answer('last-page-next', false, 'the page itself')
  }
  context.lists.set(path, found)
  if (page.ok && page.next === undefined) context.answer('last-page-next', true)
  if (!paged || !page.ok) return
  await context.api('GET', path)
  const one = await context.api('GET', path, { query: { 'page[number]': '1', 'page[size]': '1' } })
  if (one.ok && one.next === undefined && 'links' in Object(one.body) && found.length > 1)
    context.differs({
      operation: list,
      method: 'GET',
      path,
      status: one.status,
      place: '/links/next',
      kind: 'missing property',
      described: 'the next page',
      came: 'nothing',
    })
  const beyond = await context.api('GET', path, { query: { 'page[number]': '100000', 'page[size]': '100' } })
  const empty = beyond.ok && beyond.items.length === 0
  context.answer('beyond-last-page', empty, beyond.ok ? 'a page with objects' : `status ${beyond.status}`)
}

async function readOnes({ api, lists, skip }: Context, list: OperationId, one: OperationId): Promise<void> {
  const found = lists.get(described(list).path) ?? []
  if (found.length === 0) skip(one, 'the account has none')
  for (const { id } of found.slice(0, mostObjects)) await api('GET', pathOf(described(one).path, id))
}

/** A value that each filter can take in this account. */
function valueOf({ account, lists }: Context, filter: string): string | undefined {
  const first = (path: string) => lists.get(path)?.[0]
  const deployment = first('/deployments')?.attributes
  const values: Record<string, unknown> = {
    'owner.id': account?.id,
    'creator.id': account?.id,
    'flagger.id': account?.id,
    'account.id': account?.id,
    'devicegroup.owner.id': account?.id,
    'product.id': first('/products')?.id,
    'devicegroup.id': first('/devicegroups')?.id,
    'devicegroup.type': 'development_devicegroup',
    type: 'development_devicegroup',
    sha: deployment?.['sha'],
    tags: [deployment?.['tags']].flat()[0] ?? 'a',
    flagged: 'true',
  }
  const value = values[filter]
  return typeof value === 'string' ? value : undefined
}

async function readFilters(context: Context, list: OperationId): Promise<void> {
  const { path, query } = described(list)
  for (const name of query) {
    const value = valueOf(context, /^filter\[(.+)\]$/.exec(name)?.[1] ?? '')
    if (value === undefined) continue
    const { ok, status } = await context.api('GET', path, { query: { [name]: value } })
    if (name === 'filter[account.id]') context.answer('filter-account-id', ok, `status ${status}`)
  }
}

const filtered = (list: OperationId) => described(list).query.some((name) => name.startsWith('filter['))

/** The first attribute of each kind that a refresh token may have. */
const tokenAttributes = {
  'refresh-token-created-at': 'created_at',
  'refresh-token-expires-at': 'expires_at',
  'refresh-token-last-used-at': 'last_used_at',
  'refresh-token-last-ip': 'last_ip',
  'refresh-token-last-user-agent': 'last_user_agent',
} as const

function lookAtRefreshTokens({ lists, answer, refreshToken }: Context): void {
  const tokens = lists.get(described('listRefreshTokens').path) ?? []
  const [first] = tokens
  if (!first) return
  answer('refresh-token-type', first.type === 'refresh_token', shapeOf(first.type))
  answer('refresh-token-attributes', first.attributes !== undefined, 'nothing')
  for (const [question, name] of Object.entries(tokenAttributes))
    answer(question as keyof typeof tokenAttributes, name in (first.attributes ?? {}), 'nothing')
  const own = refreshToken()
  if (own !== undefined) answer('refresh-token-id', !tokens.some(({ id }) => id === own), 'the token itself')
  answer(
    'refresh-token-limit',
    tokens.length > 5 ? false : unknown('only the log-in of a sixth would show it, and push one out'),
    'more than five',
  )
}

function lookAtAccounts({ lists, account, answer }: Context): void {
  const accounts = lists.get('/accounts') ?? []
  const tiers = [...accounts, account].map((found) => found?.attributes?.['tier']).filter((tier) => tier !== undefined)
  if (tiers.length > 0)
    answer(
      'account-tiers',
      tiers.every((tier) => typeof tier === 'string' && tier.startsWith('ent')),
      'another text',
    )
  const foreign = accounts.filter(({ id }) => id !== account?.id)
  if (foreign.length > 0)
    answer(
      'foreign-account-email',
      foreign.some(({ attributes }) => attributes?.['email'] !== undefined),
      'nothing',
    )
}

function lookAtOwners({ lists, account, answer }: Context): void {
  const shared = ['/devicegroups', '/devices', '/deployments', '/webhooks']
    .flatMap((path) => lists.get(path) ?? [])
    .some(({ relationships }) => relationships?.['owner'] !== undefined && relationships['owner'].id !== account?.id)
  answer('shared-lists', shared ? true : unknown('no other account shares such an object with this one'))
}

const lookAtDevices = ({ lists, answer }: Context): void => {
  const types = (lists.get('/devices') ?? []).map(({ attributes }) => attributes?.['imp_type'])
  if (types.length > 0)
    answer(
      'imp-types',
      types.every((type) => /^imp\d{3}$/.test(String(type))),
      'string of another form',
    )
}

const lookAtWebhooks = ({ lists, answer }: Context): void => {
  const [webhook] = lists.get('/webhooks') ?? []
  if (!webhook) return
  answer('webhook-product', webhook.relationships?.['product'] !== undefined, 'nothing')
  answer('webhook-owner', webhook.relationships?.['owner'] !== undefined, 'nothing')
}

const onAccount: Step[] = [
  {
    name: 'Read the account',
    questions: ['id-case', 'get-content-type', 'basic-token-user'],
    async run(context) {
      const { api, baseUrl, answer } = context
      const { item } = await api('GET', '/accounts/me')
      context.account = item
      const typed = await api('GET', '/accounts/me', { headers: { 'content-type': 'application/vnd.api+json' } })
      answer('get-content-type', typed.ok === (item !== undefined), `status ${typed.status}`)
      const basic = await context.bare(`${baseUrl}/accounts/me`, {
        method: 'GET',
        headers: { accept: 'application/vnd.api+json', authorization: `Basic ${btoa(`${await context.token()}:`)}` },
      })
      await basic.text()
      answer('basic-token-user', basic.ok, `status ${basic.status}`)
      if (!item || !/[a-f]/.test(item.id)) return
      const upper = await api('GET', pathOf('/accounts/{}', item.id.toUpperCase()))
      answer('id-case', upper.item?.id.toLowerCase() === item.id, `status ${upper.status}`)
    },
  },
  {
    name: 'Exchange the refresh token',
    questions: ['token-media-type'],
    async run({ bare, baseUrl, refreshToken, skip }) {
      const token = refreshToken()
      if (token === undefined) return skip('createAccessToken', 'the session has no refresh token')
      const headers = { accept: 'application/json', 'content-type': 'application/json' }
      const answered = await bare(`${baseUrl}/auth/token`, { method: 'POST', headers, body: JSON.stringify({ token }) })
      await answered.text()
    },
  },
]

const onLists: Step[] = collections.flatMap(({ list, one }) => {
  const { path } = described(list)
  const steps: Step[] = [
    {
      name: `Read the pages of ${path}`,
      questions: ['last-page-next', 'beyond-last-page'],
      run: (context) => readPages(context, list),
    },
  ]
  if (one) steps.push({ name: `Read objects of ${path}`, run: (context) => readOnes(context, list, one) })
  return steps
})

const onFilters: Step[] = collections
  .filter(({ list }) => filtered(list))
  .map(({ list }) => ({
    name: `Filter ${described(list).path}`,
    questions: list === 'listDevices' ? (['filter-account-id'] as const) : [],
    run: (context) => readFilters(context, list),
  }))

export const readSteps: readonly Step[] = [
  ...onAccount,
  ...onLists,
  ...onFilters,
  {
    name: 'Filter by what is not documented',
    questions: ['unknown-filter', 'filter-flagged-any'],
    async run({ api, answer }) {
      const unknownFilter = await api('GET', '/products', { query: { 'filter[impcentral]': 'a' } })
      answer('unknown-filter', unknownFilter.status === 400, `status ${unknownFilter.status}`)
      const any = await api('GET', '/deployments', { query: { 'filter[flagged]': 'any' } })
      answer('filter-flagged-any', any.ok, `status ${any.status}`)
    },
  },
  {
    name: 'Ask for what does not exist',
    async run({ api }) {
      for (const { list, one } of collections)
        if (one && list !== 'listAccounts') await api('GET', pathOf(described(one).path, '0'.repeat(16)))
    },
  },
  {
    name: 'Read the logs of a device',
    async run({ api, lists, skip }) {
      const [device] = lists.get('/devices') ?? []
      if (!device) return skip('listDeviceLogs', 'the account has no device')
      const path = pathOf('/devices/{}/logs', device.id)
      const { next } = await api('GET', path, { query: { 'page[size]': '2' } })
      if (next !== undefined) await api('GET', next)
      await api('GET', path, { query: { 'page[number]': '1', 'page[size]': '100' } })
    },
  },
  {
    name: 'Look at what was read',
    questions: [
      'refresh-token-type',
      'refresh-token-attributes',
      ...(Object.keys(tokenAttributes) as (keyof typeof tokenAttributes)[]),
      'refresh-token-id',
      'refresh-token-limit',
      'account-tiers',
      'foreign-account-email',
      'shared-lists',
      'imp-types',
      'webhook-product',
      'webhook-owner',
    ],
    async run(context) {
      for (const look of [lookAtRefreshTokens, lookAtAccounts, lookAtOwners, lookAtDevices, lookAtWebhooks])
        look(context)
    },
  },
]
