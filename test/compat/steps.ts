/** The session that both sides go through: every method with valid arguments and with each kind of invalid one. */
import { expect } from 'vitest'
import { careful, type Loose, owner, type Side, stranger } from './sides.ts'

export interface Step {
  name: string
  run: (side: Side) => unknown
  /** A difference that is meant: why, and what ours does. */
  meant?: { reason: string; ours: object }
}

const step = (name: string, run: Step['run'], meant?: Step['meant']): Step => ({ name, run, ...(meant && { meant }) })

/** Calls a method, by the name of its class's object and its own. */
const call =
  (method: string, args: (v: Loose) => unknown[] = () => []): Step['run'] =>
  (side) => {
    const [object = '', name = ''] = method.split('.')
    return side.api[object][name](...args(side.v))
  }

/** Calls a method, and keeps the id of what it answers. */
const keep =
  (as: string, method: string, args?: (v: Loose) => unknown[]): Step['run'] =>
  async (side) => {
    const body = (await call(method, args)(side)) as Loose
    side.v[as] = body.data.id
    return body
  }

const show = (value: unknown) =>
  value === undefined ? 'undefined' : Number.isNaN(value) ? 'NaN' : JSON.stringify(value)

const missing = [undefined, null, '', 0, false]
const nowhere = '00000000-0000-0000-0000-000000000000'
const development = 'development_devicegroup'
const fixture = 'factoryfixture_devicegroup'
const rejects = (message: string) => ({ rejected: { class: 'InvalidDataError', message } })

/** Every parameter that has to be there, without it. */
const required: [method: string, before: unknown[], after: unknown[]][] = [
  ['accounts.get', [], []],
  ['accounts.getLoginKey', [], []],
  ['accounts.createLoginKey', [], [{ description: 'x' }]],
  ['accounts.updateLoginKey', ['k'], [{ description: 'x' }]],
  ['accounts.updateLoginKey', [], ['password', { description: 'x' }]],
  ['accounts.deleteLoginKey', ['k'], []],
  ['accounts.deleteLoginKey', [], ['password']],
  ['auth.login', [], ['password']],
  ['auth.loginWithOTP', [], ['token']],
  ['auth.loginWithOTP', ['otp'], []],
  ['auth.refreshAccessToken', [], []],
  ['auth.getAccessToken', [], []],
  ['auth.deleteRefreshToken', [], []],
  ['deployments.get', [], []],
  ['deployments.create', [], [development, { device_code: '', agent_code: '' }]],
  ['deployments.update', [], [{ description: 'x' }]],
  ['deployments.delete', [], []],
  ['deviceGroups.get', [], []],
  ['deviceGroups.create', [], [development, { name: 'x' }]],
  ['deviceGroups.update', [], [development, { name: 'x' }]],
  ['deviceGroups.delete', [], []],
  ['deviceGroups.restartDevices', [], []],
  ['deviceGroups.conditionalRestartDevices', [], []],
  ['deviceGroups.updateMinSupportedDeployment', [], ['d']],
  ['deviceGroups.updateMinSupportedDeployment', ['g'], []],
  ['deviceGroups.addDevices', [], ['d']],
  ['deviceGroups.removeDevices', [], [null, 'd']],
  ['devices.get', [], []],
  ['devices.update', [], [{ name: 'x' }]],
  ['devices.delete', [], []],
  ['devices.restart', [], []],
  ['devices.conditionalRestart', [], []],
  ['devices.getLogs', [], []],
  ['logStreams.create', [], []],
  ['logStreams.addDevice', [], ['d']],
  ['logStreams.addDevice', ['s'], []],
  ['logStreams.removeDevice', [], ['d']],
  ['logStreams.removeDevice', ['s'], []],
  ['logStreams.close', [], []],
  ['products.get', [], []],
  ['products.update', [], [{ name: 'x' }]],
  ['products.delete', [], []],
  ['webhooks.get', [], []],
  ['webhooks.create', [], [development, { url: 'http://x', event: 'blinkup', content_type: 'application/json' }]],
  ['webhooks.update', [], [{ url: 'http://x' }]],
  ['webhooks.delete', [], []],
]

/** Each list, with what comes before its page. */
const lists: [method: string, before: unknown[]][] = [
  ['accounts.list', []],
  ['accounts.listLoginKeys', []],
  ['deployments.list', [null]],
  ['deviceGroups.list', [null]],
  ['devices.list', [null]],
  ['devices.getLogs', ['5000d8c46a56cfca']],
  ['products.list', [null]],
  ['webhooks.list', [null]],
]
const noPages = [0, -1, 1.5, '1', Number.NaN, Number.POSITIVE_INFINITY, true, []]

const filtered = ['deployments.list', 'deviceGroups.list', 'devices.list', 'products.list', 'webhooks.list']
const noFilters = [
  5,
  true,
  { bogus: 1 },
  { 'filter[owner.id]': 'x', 'filter[nonsense]': 'x' },
  { 'filter[account.id]': 'x' },
  ['x'],
]

/** Each method with attributes, with what comes before them. */
const withAttributes: [method: string, before: unknown[]][] = [
  ['accounts.createLoginKey', ['wr0ng-pass']],
  ['accounts.updateLoginKey', ['key', 'wr0ng-pass']],
  ['deployments.create', ['group', development]],
  ['deployments.update', ['deployment']],
  ['deviceGroups.create', ['product', development]],
  ['deviceGroups.update', ['group', development]],
  ['devices.update', ['device']],
  ['products.create', []],
  ['products.update', ['product']],
  ['webhooks.create', ['group', development]],
  ['webhooks.update', ['webhook']],
]
const noAttributes = ['text', 5, true, { bogus: 1 }, { name: 'x', bogus: 1 }, { description: 'x', created_at: 'x' }]

/** Where `in` meets what is no object, the original throws at once instead of rejecting. */
const throwsAtOnce = (method: string, value: unknown) =>
  typeof value !== 'object' && /^(deviceGroups\.(create|update)|webhooks)/.test(method)

const notObject = (name: string) => ({
  reason: 'The original throws a TypeError at once. A method that answers with a promise rejects it.',
  ours: rejects(`Wrong type of "${name}" parameter, Object expected`),
})

export const invalid: Step[] = [
  ...required.flatMap(([method, before, after]) =>
    missing.map((value) =>
      step(
        `${method}(${[...before, value, ...after].map(show).join(', ')})`,
        call(method, () => [...before, value, ...after]),
      ),
    ),
  ),
  ...lists.flatMap(([method, before]) =>
    noPages.flatMap((value) => [
      step(
        `${method}, page ${show(value)}`,
        call(method, () => [...before, value, 5]),
      ),
      step(
        `${method}, page size ${show(value)}`,
        call(method, () => [...before, null, value]),
      ),
    ]),
  ),
  ...filtered.flatMap((method) =>
    noFilters.map((value) =>
      step(
        `${method}, filters ${show(value)}`,
        call(method, () => [value]),
        typeof value !== 'object' && method.startsWith('device') ? notObject('filters') : undefined,
      ),
    ),
  ),
  ...['products.list', 'webhooks.list', 'deployments.list'].flatMap((method) =>
    ['', 'text'].map((value) =>
      step(
        `${method}, filters ${show(value)}`,
        call(method, () => [value]),
      ),
    ),
  ),
  ...['deviceGroups.list', 'devices.list'].flatMap((method) => [
    step(
      `${method}, filters ''`,
      call(method, () => ['']),
    ),
    step(
      `${method}, filters 'text'`,
      call(method, () => ['text']),
      notObject('filters'),
    ),
  ]),
  ...['bogus', '', null, 5].flatMap((value) => [
    step(
      `deviceGroups.list, type ${show(value)}`,
      call('deviceGroups.list', () => [{ 'filter[type]': value }]),
    ),
    step(
      `devices.list, type ${show(value)}`,
      call('devices.list', () => [{ 'filter[devicegroup.type]': value }]),
    ),
  ]),
  ...withAttributes.flatMap(([method, before]) =>
    noAttributes.map((value) =>
      step(
        `${method}, attributes ${show(value)}`,
        call(method, () => [...before, value]),
        throwsAtOnce(method, value) ? notObject('attributes') : undefined,
      ),
    ),
  ),
  ...['deployments.create', 'webhooks.create', 'products.create'].map((method) =>
    step(
      `${method}, attributes null`,
      call(method, () => (method[0] === 'p' ? [null] : ['group', development, null])),
    ),
  ),
  ...[
    'deployments.create',
    'deployments.update',
    'devices.update',
    'products.create',
    'products.update',
    'webhooks.update',
  ].map((method) =>
    step(
      `${method}, no attributes`,
      call(method, () =>
        method === 'products.create' ? [] : method.endsWith('create') ? ['group', development] : ['id'],
      ),
    ),
  ),
  ...['deviceGroups.create', 'deviceGroups.update'].flatMap((method) => [
    step(
      `${method}, no attributes`,
      call(method, () => ['id', development]),
      notObject('attributes'),
    ),
  ]),
  step(
    'deviceGroups.create, attributes null',
    call('deviceGroups.create', () => ['id', development, null]),
    {
      reason: notObject('').reason,
      ours: rejects('Required key "name" absent in "attributes" parameter'),
    },
  ),
  step(
    'deployments.create without agent code',
    call('deployments.create', () => ['g', development, { device_code: '' }]),
  ),
  step(
    'deployments.create without device code',
    call('deployments.create', () => ['g', development, { agent_code: '' }]),
  ),
  step(
    'webhooks.create without url',
    call('webhooks.create', () => ['g', development, { event: 'blinkup' }]),
  ),
  step(
    'webhooks.create without event',
    call('webhooks.create', () => ['g', development, { url: 'http://x' }]),
  ),
  step(
    'webhooks.create without content type',
    call('webhooks.create', () => ['g', development, { url: 'http://x', event: 'blinkup' }]),
  ),
  ...['bogus', null, undefined, 5, ''].flatMap((value) => [
    step(
      `webhooks.create, event ${show(value)}`,
      call('webhooks.create', () => ['g', development, { url: 'u', event: value, content_type: 'application/json' }]),
    ),
    step(
      `webhooks.create, content type ${show(value)}`,
      call('webhooks.create', () => ['g', development, { url: 'u', event: 'blinkup', content_type: value }]),
    ),
    step(
      `webhooks.update, content type ${show(value)}`,
      call('webhooks.update', () => ['', { content_type: value }]),
    ),
    step(
      `deviceGroups.create, type ${show(value)}`,
      call('deviceGroups.create', () => ['p', value, { name: 'x' }]),
    ),
    step(
      `deviceGroups.update, type ${show(value)}`,
      call('deviceGroups.update', () => ['', value, { name: 'x' }]),
    ),
    step(
      `deployments.create, type ${show(value)}`,
      call('deployments.create', () => ['g', value, { bogus: 1 }]),
    ),
    step(
      `webhooks.create, type ${show(value)}`,
      call('webhooks.create', () => ['g', value, { bogus: 1 }]),
    ),
    step(
      `logStreams.create, format ${show(value)}`,
      call('logStreams.create', () => [() => {}, null, null, value === undefined ? 'none' : value]),
    ),
  ]),
  step(
    'logStreams.close, unknown',
    call('logStreams.close', () => ['unknown']),
  ),
  ...[
    {},
    { type: 'production_devicegroup' },
    { id: 'x' },
    { type: 'bogus', id: 'x' },
    { type: development, id: 'x' },
    { type: 'production_devicegroup', id: 'x', more: 1 },
    'text',
    5,
  ].flatMap((target) => [
    step(
      `deviceGroups.create, production target ${show(target)}`,
      call('deviceGroups.create', () => ['p', fixture, { name: 'x' }, target, { type: 'dut_devicegroup', id: 'x' }]),
    ),
    step(
      `deviceGroups.create, DUT target ${show(target)}`,
      call('deviceGroups.create', () => [
        'p',
        fixture,
        { name: 'x' },
        { type: 'production_devicegroup', id: 'x' },
        target,
      ]),
    ),
    step(
      `deviceGroups.update, production target ${show(target)}`,
      call('deviceGroups.update', () => ['p', fixture, { bogus: 1 }, target]),
    ),
    step(
      `deviceGroups.update, DUT target ${show(target)}`,
      call('deviceGroups.update', () => ['p', fixture, { bogus: 1 }, null, target]),
    ),
  ]),
  ...[fixture, 'pre_factoryfixture_devicegroup'].flatMap((type) => [
    step(
      `deviceGroups.create, ${type} without targets`,
      call('deviceGroups.create', () => ['p', type, { name: 'x' }]),
    ),
    step(
      `deviceGroups.create, ${type} without DUT target`,
      call('deviceGroups.create', () => ['p', type, { name: 'x' }, { type: 'production_devicegroup', id: 'x' }]),
    ),
  ]),
  ...[development, 'production_devicegroup', 'dut_devicegroup', 'pre_dut_devicegroup'].flatMap((type) => [
    step(
      `deviceGroups.create, ${type} with a production target`,
      call('deviceGroups.create', () => ['p', type, { name: 'x' }, { type: 'production_devicegroup', id: 'x' }]),
    ),
    step(
      `deviceGroups.create, ${type} with a DUT target`,
      call('deviceGroups.create', () => ['p', type, { name: 'x' }, null, { type: 'dut_devicegroup', id: 'x' }]),
    ),
    step(
      `deviceGroups.update, ${type} with a DUT target`,
      call('deviceGroups.update', () => ['g', type, {}, null, { type: 'dut_devicegroup', id: 'x' }]),
    ),
    step(
      `deviceGroups.create, ${type} with a region`,
      call('deviceGroups.create', () => ['p', type, { region: 'eu' }]),
    ),
    step(
      `deviceGroups.update, ${type} with load_code_after_blessing`,
      call('deviceGroups.update', () => ['', type, { load_code_after_blessing: true }]),
    ),
  ]),
]

const attributes = { url: 'http://127.0.0.1:9/', event: 'deployment', content_type: 'application/json' }
const code = { device_code: 'server.log("up")', agent_code: 'server.log("agent up")' }
const target = (id: string, type: string) => ({ type, id })

/** Everything that names something, with an id of nothing. */
const ofNothing: [method: string, args: unknown[]][] = [
  ['accounts.get', [nowhere]],
  ['accounts.getLoginKey', ['0123456789abcdef']],
  ['accounts.updateLoginKey', ['0123456789abcdef', owner.password, { description: 'x' }]],
  ['accounts.deleteLoginKey', ['0123456789abcdef', owner.password]],
  ['auth.deleteRefreshToken', ['0'.repeat(64)]],
  ['deployments.get', [nowhere]],
  ['deployments.create', [nowhere, development, code]],
  ['deployments.update', [nowhere, { description: 'x' }]],
  ['deployments.delete', [nowhere]],
  ['deviceGroups.get', [nowhere]],
  ['deviceGroups.create', [nowhere, development, { name: 'x' }]],
  ['deviceGroups.update', [nowhere, development, { name: 'x' }]],
  ['deviceGroups.delete', [nowhere]],
  ['deviceGroups.restartDevices', [nowhere]],
  ['deviceGroups.conditionalRestartDevices', [nowhere]],
  ['deviceGroups.updateMinSupportedDeployment', [nowhere, nowhere]],
  ['deviceGroups.addDevices', [nowhere, '5000d8c46a56cfca']],
  ['deviceGroups.removeDevices', [nowhere, null, '5000d8c46a56cfca']],
  ['devices.get', ['ffffffffffffffff']],
  ['devices.get', ['no device?#/%']],
  ['devices.update', ['ffffffffffffffff', { name: 'x' }]],
  ['devices.delete', ['ffffffffffffffff']],
  ['devices.restart', ['ffffffffffffffff']],
  ['devices.conditionalRestart', ['ffffffffffffffff']],
  ['devices.getLogs', ['ffffffffffffffff']],
  ['logStreams.addDevice', ['0123', '5000d8c46a56cfca']],
  ['logStreams.removeDevice', ['0123', '5000d8c46a56cfca']],
  ['products.get', [nowhere]],
  ['products.update', [nowhere, { name: 'x' }]],
  ['products.delete', [nowhere]],
  ['webhooks.get', [nowhere]],
  ['webhooks.create', [nowhere, development, attributes]],
  ['webhooks.update', [nowhere, { url: 'http://127.0.0.1:9/' }]],
  ['webhooks.delete', [nowhere]],
]

const anyCalls: [method: string, args: unknown[]][] = [
  ['accounts.get', ['me']],
  ['accounts.list', []],
  ['auth.getRefreshTokens', []],
  ['deployments.list', []],
  ['deviceGroups.list', []],
  ['devices.list', []],
  ['logStreams.create', [() => {}]],
  ['products.create', [{ name: 'x' }]],
  ['products.list', []],
  ['webhooks.list', []],
]
const each = (what: string, calls: typeof anyCalls) =>
  calls.map(([method, args]) =>
    step(
      `${what}: ${method}(${args.map(show).join(', ')})`,
      call(method, () => args),
    ),
  )

const login = (side: Side) => side.api.auth.login(owner.email, owner.password)

export const session: Step[] = [
  // Before anybody has signed in. Static in the original, so that this can only come first.
  step('the endpoint', ({ api }) => api.apiEndpoint),
  ...each('without a token', anyCalls),
  step(
    'login, wrong password',
    call('auth.login', () => [owner.email, 'wrong']),
  ),
  step(
    'login, no password',
    call('auth.login', () => [owner.email]),
  ),
  step(
    'login, unknown account',
    call('auth.login', () => ['nobody@example.com', 'x']),
  ),
  step('still without a token', call('products.list')),
  step('a login that asks for a one-time password', async (side) => {
    const error = await side.api.auth.login(careful.email, careful.password).catch((error: unknown) => error)
    side.v.loginToken = error.body.errors[0].meta.login_token
    throw error
  }),
  step(
    'loginWithOTP, wrong',
    call('auth.loginWithOTP', (v) => ['000000', v.loginToken]),
  ),
  step(
    'loginWithOTP',
    call('auth.loginWithOTP', (v) => [careful.otp, v.loginToken]),
  ),
  step(
    'whose session it is',
    call('accounts.get', () => ['me']),
  ),
  step('login', async (side) => {
    const body = await login(side)
    side.v.session = body
    return body
  }),
  step(
    'whose session it is now',
    keep('me', 'accounts.get', () => ['me']),
  ),
  step(
    'refreshAccessToken, wrong',
    call('auth.refreshAccessToken', () => ['0'.repeat(64)]),
  ),
  step(
    'refreshAccessToken',
    call('auth.refreshAccessToken', (v) => [v.session.refresh_token]),
  ),
  step(
    'getAccessToken, wrong',
    call('auth.getAccessToken', () => ['0123456789abcdef']),
  ),
  step(
    'accounts.get by id',
    call('accounts.get', (v) => [v.me]),
  ),
  step('accounts.list', call('accounts.list')),
  step(
    'accounts.list, a page',
    call('accounts.list', () => [1, 1]),
  ),
  ...each('of nothing', ofNothing),

  // Login keys and refresh tokens
  step(
    'createLoginKey',
    keep('key', 'accounts.createLoginKey', () => [owner.password, { description: 'mine' }]),
  ),
  step(
    'createLoginKey without attributes',
    keep('plainKey', 'accounts.createLoginKey', () => [owner.password]),
  ),
  step(
    'createLoginKey, wrong password',
    call('accounts.createLoginKey', () => ['wrong']),
  ),
  step(
    'createLoginKey, password among the attributes',
    keep('otherKey', 'accounts.createLoginKey', () => ['wrong', { password: owner.password }]),
  ),
  step('listLoginKeys', call('accounts.listLoginKeys')),
  step(
    'listLoginKeys, a page',
    call('accounts.listLoginKeys', () => [2, 1]),
  ),
  step(
    'getLoginKey',
    call('accounts.getLoginKey', (v) => [v.key]),
  ),
  step(
    'updateLoginKey',
    call('accounts.updateLoginKey', (v) => [v.key, owner.password, { description: 'yours' }]),
  ),
  step(
    'getAccessToken',
    call('auth.getAccessToken', (v) => [v.key]),
  ),
  step(
    'a session of a login key',
    call('accounts.get', () => ['me']),
  ),
  step(
    'a session of a login key has limits',
    call('accounts.createLoginKey', () => [owner.password]),
  ),
  step('login again', login),
  step(
    'getLoginKey, used once',
    call('accounts.getLoginKey', (v) => [v.key]),
  ),
  step(
    'deleteLoginKey, wrong password',
    call('accounts.deleteLoginKey', (v) => [v.key, 'wrong']),
  ),
  step(
    'deleteLoginKey',
    call('accounts.deleteLoginKey', (v) => [v.key, owner.password]),
  ),
  step('getRefreshTokens', call('auth.getRefreshTokens')),
  step('deleteRefreshToken', async ({ api }) => {
    const { data } = await api.auth.getRefreshTokens()
    return api.auth.deleteRefreshToken(data[0].id)
  }),
  step('getRefreshTokens, one less', call('auth.getRefreshTokens')),

  // Products
  step(
    'products.create',
    keep('product', 'products.create', (v) => [{ name: 'Fridge', description: 'Cold' }, v.me]),
  ),
  step(
    'products.create, no owner',
    keep('oven', 'products.create', () => [{ name: 'Oven' }]),
  ),
  step(
    'products.create, twice',
    call('products.create', () => [{ name: 'Fridge' }]),
  ),
  step(
    'products.create, for somebody else',
    call('products.create', () => [{ name: 'x' }, nowhere]),
  ),
  step(
    'products.create, a bad name',
    call('products.create', () => [{ name: '' }]),
  ),
  step(
    'products.create, null among the attributes',
    call('products.create', () => [{ name: null }]),
  ),
  step(
    'products.get',
    call('products.get', (v) => [v.product]),
  ),
  step(
    'products.update',
    call('products.update', (v) => [v.product, { name: 'Freezer' }]),
  ),
  step(
    'products.update, a name taken',
    call('products.update', (v) => [v.product, { name: 'Oven' }]),
  ),
  step(
    'products.update, null',
    call('products.update', (v) => [v.product, null]),
  ),
  step(
    'products.update, nothing',
    call('products.update', (v) => [v.product, {}]),
  ),
  step('products.list', call('products.list')),
  step(
    'products.list, filtered',
    call('products.list', (v) => [{ 'filter[owner.id]': v.me }]),
  ),
  step(
    'products.list, filtered to nothing',
    call('products.list', () => [{ 'filter[owner.id]': nowhere }]),
  ),
  step(
    'products.list, an undefined filter',
    call('products.list', () => [{ 'filter[owner.id]': undefined }]),
  ),
  step(
    'products.list, an empty filter',
    call('products.list', () => [{ 'filter[owner.id]': null }]),
  ),
  step(
    'products.list, first page of one',
    call('products.list', () => [null, 1, 1]),
  ),
  step(
    'products.list, second page',
    call('products.list', () => [null, 2, 1]),
  ),
  step(
    'products.list, page number alone',
    call('products.list', () => [null, 2]),
  ),
  step(
    'products.list, page size alone',
    call('products.list', () => [null, null, 2]),
  ),
  step(
    'products.list, too large a page',
    call('products.list', () => [null, 1, 1000]),
  ),

  // Device groups
  step(
    'deviceGroups.create, development',
    keep('group', 'deviceGroups.create', (v) => [v.product, development, { name: 'dev', env_vars: { a: 1 } }]),
  ),
  step(
    'deviceGroups.create, production',
    keep('shop', 'deviceGroups.create', (v) => [v.product, 'production_devicegroup', { name: 'prod', region: 'eu' }]),
  ),
  step(
    'deviceGroups.create, DUT',
    keep('dut', 'deviceGroups.create', (v) => [v.product, 'dut_devicegroup', { name: 'dut' }]),
  ),
  step(
    'deviceGroups.create, fixture',
    keep('line', 'deviceGroups.create', (v) => [
      v.product,
      fixture,
      { name: 'line' },
      target(v.shop, 'production_devicegroup'),
      target(v.dut, 'dut_devicegroup'),
    ]),
  ),
  step(
    'deviceGroups.create, a name taken',
    call('deviceGroups.create', (v) => [v.product, development, { name: 'dev' }]),
  ),
  step(
    'deviceGroups.create, a target of nothing',
    call('deviceGroups.create', (v) => [
      v.product,
      fixture,
      { name: 'x' },
      target(nowhere, 'production_devicegroup'),
      target(v.dut, 'dut_devicegroup'),
    ]),
  ),
  step(
    'deviceGroups.get',
    call('deviceGroups.get', (v) => [v.line]),
  ),
  step(
    'deviceGroups.update',
    call('deviceGroups.update', (v) => [v.group, development, { description: 'for all' }]),
  ),
  step(
    'deviceGroups.update, production',
    call('deviceGroups.update', (v) => [v.shop, 'production_devicegroup', { load_code_after_blessing: true }]),
  ),
  step(
    'deviceGroups.update, targets',
    call('deviceGroups.update', (v) => [
      v.line,
      fixture,
      { description: 'line 1' },
      target(v.shop, 'production_devicegroup'),
      target(v.dut, 'dut_devicegroup'),
    ]),
  ),
  step(
    'deviceGroups.update, one target',
    call('deviceGroups.update', (v) => [v.line, fixture, {}, null, target(v.dut, 'dut_devicegroup')]),
  ),
  step(
    'deviceGroups.update, another type',
    call('deviceGroups.update', (v) => [v.group, 'dut_devicegroup', { name: 'x' }]),
  ),
  step('deviceGroups.list', call('deviceGroups.list')),
  step(
    'deviceGroups.list, filtered',
    call('deviceGroups.list', (v) => [{ 'filter[product.id]': v.product, 'filter[type]': 'dut_devicegroup' }]),
  ),
  step(
    'deviceGroups.list, filtered and paged',
    call('deviceGroups.list', (v) => [{ 'filter[owner.id]': v.me }, 2, 2]),
  ),
  step(
    'addDevices',
    call('deviceGroups.addDevices', (v) => [v.group, ...v.devices.slice(0, 9)]),
  ),
  step(
    'addDevices, one of nothing',
    call('deviceGroups.addDevices', (v) => [v.group, v.devices[9], 'ffffffffffffffff']),
  ),
  step(
    'addDevices, none',
    call('deviceGroups.addDevices', (v) => [v.group]),
  ),
  step(
    'removeDevices',
    call('deviceGroups.removeDevices', (v) => [v.group, null, v.devices[8]]),
  ),
  step(
    'removeDevices, unbond key left out',
    call('deviceGroups.removeDevices', (v) => [v.group, undefined, v.devices[7]]),
  ),
  step(
    'removeDevices, not in the group',
    call('deviceGroups.removeDevices', (v) => [v.dut, null, v.devices[0]]),
  ),
  step(
    'removeDevices, production without a key',
    call('deviceGroups.removeDevices', (v) => [v.production.id, null, v.blessed.id]),
  ),
  step(
    'removeDevices, production with a wrong key',
    call('deviceGroups.removeDevices', (v) => [v.production.id, 'wrong', v.blessed.id]),
  ),
  step(
    'removeDevices, production with the key',
    call('deviceGroups.removeDevices', (v) => [v.production.id, owner.unbondKey, v.blessed.id]),
  ),

  // Deployments
  step(
    'deployments.create',
    keep('first', 'deployments.create', (v) => [
      v.group,
      development,
      { ...code, flagged: true, tags: ['v1', 'a,b'], description: 'one', origin: 'git' },
    ]),
  ),
  step(
    'deployments.create, second',
    keep('second', 'deployments.create', (v) => [v.group, development, code]),
  ),
  step(
    'deployments.create, does not compile',
    call('deployments.create', (v) => [v.group, development, { ...code, device_code: '(' }]),
  ),
  step(
    'deployments.create, wrong type of group',
    call('deployments.create', (v) => [v.group, 'dut_devicegroup', code]),
  ),
  step(
    'deployments.get',
    call('deployments.get', (v) => [v.first]),
  ),
  step(
    'deployments.delete, flagged',
    call('deployments.delete', (v) => [v.first]),
  ),
  step(
    'deployments.update',
    call('deployments.update', (v) => [v.first, { flagged: false, tags: ['v1'] }]),
  ),
  step('deployments.list', call('deployments.list')),
  step(
    'deployments.list, a boolean and a list',
    call('deployments.list', () => [{ 'filter[flagged]': false, 'filter[tags]': ['v1'] }, 1, 10]),
  ),
  step(
    'deployments.list, a text of tags',
    call('deployments.list', () => [{ 'filter[tags]': 'v1' }]),
  ),
  step(
    'deployments.list, two tags',
    call('deployments.list', () => [{ 'filter[tags]': ['v1', 'v2'] }]),
  ),
  step(
    'deployments.list, no tags',
    call('deployments.list', () => [{ 'filter[tags]': [] }]),
  ),
  step(
    'deployments.list, every filter',
    call('deployments.list', (v) => [
      {
        'filter[owner.id]': v.me,
        'filter[creator.id]': v.me,
        'filter[product.id]': v.product,
        'filter[devicegroup.id]': v.group,
        'filter[flagged]': 'any',
      },
    ]),
  ),
  step('deployments.list, by SHA', async ({ api, v }) => {
    const { data } = await api.deployments.get(v.second)
    return api.deployments.list({ 'filter[sha]': data.attributes.sha }, 1, 1)
  }),
  step(
    'deployments.list, a wrong value',
    call('deployments.list', () => [{ 'filter[flagged]': 'perhaps' }]),
  ),
  step(
    'updateMinSupportedDeployment',
    call('deviceGroups.updateMinSupportedDeployment', (v) => [v.group, v.second]),
  ),
  step(
    'deployments.delete, in use',
    call('deployments.delete', (v) => [v.second]),
  ),
  step(
    'deployments.delete',
    call('deployments.delete', (v) => [v.first]),
  ),

  // Devices
  step('devices.list', call('devices.list')),
  step(
    'devices.list, first page',
    call('devices.list', () => [null, 1, 5]),
  ),
  step(
    'devices.list, beyond the last page',
    call('devices.list', () => [null, 9, 5]),
  ),
  step(
    'devices.list, filtered',
    call('devices.list', (v) => [{ 'filter[devicegroup.id]': v.group }, 1, 2]),
  ),
  step(
    'devices.list, unassigned',
    call('devices.list', () => [{ 'filter[devicegroup.owner.id]': 'null' }]),
  ),
  step(
    'devices.list, by type',
    call('devices.list', () => [{ 'filter[devicegroup.type]': development }]),
  ),
  step(
    'devices.list, by product and owner',
    call('devices.list', (v) => [{ 'filter[product.id]': v.product, 'filter[owner.id]': v.me }]),
  ),
  step(
    'devices.get',
    call('devices.get', (v) => [v.devices[0]]),
  ),
  step('devices.get by MAC address', async ({ api, v }) => {
    const { data } = await api.devices.get(v.devices[1])
    return api.devices.get(data.attributes.mac_address)
  }),
  step('devices.get by agent id', async ({ api, v }) => {
    const { data } = await api.devices.get(v.devices[1])
    return api.devices.get(data.attributes.agent_id)
  }),
  step(
    'devices.update',
    call('devices.update', (v) => [v.devices[0], { name: 'Bench ü' }]),
  ),
  step(
    'devices.update, null',
    call('devices.update', (v) => [v.devices[0], { name: null }]),
  ),
  step(
    'devices.restart',
    call('devices.restart', (v) => [v.devices[0]]),
  ),
  step(
    'devices.conditionalRestart',
    call('devices.conditionalRestart', (v) => [v.devices[0]]),
  ),
  step(
    'restartDevices',
    call('deviceGroups.restartDevices', (v) => [v.group]),
  ),
  step(
    'conditionalRestartDevices',
    call('deviceGroups.conditionalRestartDevices', (v) => [v.group]),
  ),
  step(
    'getLogs',
    call('devices.getLogs', (v) => [v.devices[0]]),
  ),
  step(
    'getLogs, a page',
    call('devices.getLogs', (v) => [v.devices[0], 1, 1]),
  ),
  step(
    'devices.delete, assigned',
    call('devices.delete', (v) => [v.devices[0]]),
  ),
  step(
    'devices.delete',
    call('devices.delete', (v) => [v.devices[11]]),
  ),

  // Webhooks
  step(
    'webhooks.create',
    keep('webhook', 'webhooks.create', (v) => [v.group, development, attributes]),
  ),
  step(
    'webhooks.create, a bad URL',
    call('webhooks.create', (v) => [v.group, development, { ...attributes, url: 'nonsense' }]),
  ),
  step(
    'webhooks.get',
    call('webhooks.get', (v) => [v.webhook]),
  ),
  step(
    'webhooks.update',
    call('webhooks.update', (v) => [v.webhook, { content_type: 'application/x-www-form-urlencoded' }]),
  ),
  step('webhooks.list', call('webhooks.list')),
  step(
    'webhooks.list, filtered',
    call('webhooks.list', (v) => [{ 'filter[devicegroup.id]': v.group }, 1, 1]),
  ),
  step(
    'webhooks.delete',
    call('webhooks.delete', (v) => [v.webhook]),
  ),
  step(
    'webhooks.delete, twice',
    call('webhooks.delete', (v) => [v.webhook]),
  ),

  // Failures on the way
  step('a page of a gateway, for a POST', (side) => {
    side.cloud.faults.status(503, { body: 'html', times: 1 })
    return side.api.products.create({ name: 'x' })
  }),
  step('an empty answer, for a POST', (side) => {
    side.cloud.faults.status(500, { body: 'empty', times: 1 })
    return side.api.products.create({ name: 'x' })
  }),
  step('an error of the API, for a POST', (side) => {
    side.cloud.faults.status(500, { times: 1 })
    return side.api.products.create({ name: 'x' })
  }),
  step(
    'an error that passes, for a GET',
    (side) => {
      side.cloud.faults.status(503, { times: 1 })
      return side.api.products.get(side.v.product)
    },
    { reason: 'A read is repeated when the service failed.', ours: { resolved: { data: { type: 'product' } } } },
  ),
  step('an error that stays, for a GET', async (side) => {
    const fault = side.cloud.faults.status(503, { body: 'html' })
    return side.api.products.get(side.v.product).finally(() => fault.stop())
  }),
  step(
    'a bucket that is empty for a moment',
    (side) => {
      side.cloud.faults.status(429, { times: 1 })
      return side.api.products.get(side.v.product)
    },
    { reason: 'A refused call waits and is sent again.', ours: { resolved: { data: { type: 'product' } } } },
  ),
  step('a success that is no JSON', (side) => {
    side.cloud.faults.status(200, { body: 'html', times: 1 })
    return side.api.products.get(side.v.product)
  }),
  step('nobody listens', (side) => {
    const other = new side.Api('http://127.0.0.1:49151/v5')
    other.auth.accessToken = 'token'
    // Static in the original: it has to be taken back.
    return other.products.list().finally(() => {
      side.back = new side.Api(side.url)
      if (side.name === 'theirs') side.api.auth.accessToken = side.v.session.access_token
    })
  }),

  // Tokens
  step('login for the next steps', login),
  step('set a wrong token', ({ api }) => void (api.auth.accessToken = 'wrong')),
  ...each('with a wrong token', anyCalls),
  step('set no token', ({ api }) => void (api.auth.accessToken = '')),
  step('the wrong token is still there', call('products.list')),
  step('set a token by hand', async ({ api, v }) => {
    const { access_token } = await login({ api } as Side)
    v.token = access_token
    api.auth.accessToken = 'wrong'
    api.auth.accessToken = access_token
    return api.accounts.get('me')
  }),
  step('expire it', ({ cloud }) => cloud.faults.expireTokens()),
  ...each('with an expired token', anyCalls),
  step('refreshAccessToken after that', async ({ api }) => {
    const { refresh_token } = await login({ api } as Side)
    return api.auth.refreshAccessToken(refresh_token)
  }),
  step(
    'and go on',
    call('accounts.get', () => ['me']),
  ),
  step(
    'expired after a login',
    async (side) => {
      await login(side)
      side.cloud.faults.expireTokens()
      return side.api.accounts.get('me')
    },
    { reason: 'What a login has brought renews the session.', ours: { resolved: { data: { type: 'account' } } } },
  ),
  step(
    'revoked after a login',
    async (side) => {
      await login(side)
      side.cloud.faults.revokeTokens()
      return side.api.accounts.get('me')
    },
    {
      reason: 'Of an expired session the last word is that of the renewal, as an error 401.',
      ours: {
        rejected: {
          class: 'ImpCentralApiError',
          statusCode: 401,
          message: expect.stringContaining('Resource Not Found'),
        },
      },
    },
  ),
  step('another account', async (side) => {
    await side.api.auth.login(stranger.email, stranger.password)
    return side.api.accounts.get('me')
  }),
  step(
    "another account's product",
    call('products.get', (v) => [v.product]),
  ),
  step(
    'two clients, two accounts',
    async (side) => {
      const second = new side.Api(side.url)
      await login(side)
      await second.auth.login(stranger.email, stranger.password)
      return (await side.api.accounts.get('me')).data.attributes.email
    },
    { reason: 'The original has one token for all clients of a process.', ours: { resolved: owner.email } },
  ),
  // The renewals have taken tokens of their own from the cloud's seed.
  step('login for the last time', (side) => login(side).then(() => 'signed in')),
  ...['group', 'line', 'dut', 'shop'].map((name) =>
    step(
      `deviceGroups.delete, ${name}`,
      call('deviceGroups.delete', (v) => [v[name]]),
    ),
  ),
  step(
    'deviceGroups.removeDevices, all',
    call('deviceGroups.removeDevices', (v) => [v.group, null, ...v.devices.slice(0, 7)]),
  ),
  step(
    'deviceGroups.delete, at last',
    call('deviceGroups.delete', (v) => [v.group]),
  ),
  step(
    'products.delete',
    call('products.delete', (v) => [v.product]),
  ),
  step(
    'products.get, gone',
    call('products.get', (v) => [v.product]),
  ),
]
