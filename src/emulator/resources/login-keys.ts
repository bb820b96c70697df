import {
  created,
  noContent,
  ok,
  page,
  type Call,
  type Operation,
  type Operations,
  type Schemas,
} from '../cloud/call.ts'
import { failure, forbidden, notFound } from '../cloud/failures.ts'
import { loginKeysPerAccount } from '../cloud/limits.ts'
import type { LoginKey, RefreshToken } from '../cloud/state.ts'
import { timestamp } from '../cloud/world.ts'
import { mustKnowPassword } from './accounts.ts'
import { mustMatch } from './common.ts'

function render(call: Call, key: LoginKey): unknown {
  const { id, account: _, ...attributes } = key
  return { type: 'login_key', id, links: { self: `${call.base}/accounts/me/login_keys/${id}` }, attributes }
}

/** A session that came from a login key does not reach account management without the password. */
function mustBeAccountSession(call: Call): void {
  if (call.token?.byKey) mustKnowPassword(call)
}

function find(call: Call): LoginKey {
  const key = call.world.state.loginKeys.get(call.path['key']!.toLowerCase())
  if (key?.account !== call.account.id) throw notFound({ parameter: 'key' })
  return key
}

const listLoginKeys: Operation = (call) => {
  mustBeAccountSession(call)
  const keys = call.world.state.loginKeys.values()
  return page(
    call,
    keys,
    (key) => key.account === call.account.id,
    (key) => render(call, key),
  )
}

const getLoginKey: Operation = (call) => {
  mustBeAccountSession(call)
  return ok(render(call, find(call)))
}

const createLoginKey: Operation = (call) => {
  mustKnowPassword(call)
  const { state, random } = call.world
  const own = [...state.loginKeys.values()].filter((key) => key.account === call.account.id)
  if (own.length >= loginKeysPerAccount) {
    throw failure('CX006', `An account has at most ${loginKeysPerAccount} login keys.`)
  }
  const key: LoginKey = {
    id: random.hex(16),
    account: call.account.id,
    description: (call.body as Schemas['LoginKeyCreateDocument']).data.attributes?.description ?? '',
    usages: 0,
    last_ip: '',
    last_user_agent: '',
    last_used_at: null,
    created_at: timestamp(call.world),
  }
  state.loginKeys.set(key.id, key)
  return created(render(call, key))
}

const updateLoginKey: Operation = (call) => {
  mustKnowPassword(call)
  const key = find(call)
  const { data } = call.body as Schemas['LoginKeyUpdateDocument']
  mustMatch(data, { id: key.id, type: 'login_key' })
  key.description = data.attributes.description ?? ''
  return ok(render(call, key))
}

const deleteLoginKey: Operation = (call) => {
  mustKnowPassword(call)
  call.world.state.loginKeys.delete(find(call).id)
  return noContent
}

function renderToken(call: Call, token: RefreshToken): unknown {
  const { id, account: _, ...attributes } = token
  return { type: 'refresh_token', id, links: { self: `${call.base}/accounts/me/refresh_tokens/${id}` }, attributes }
}

const listRefreshTokens: Operation = (call) => {
  mustNotComeFromKey(call)
  return page(
    call,
    call.world.state.refreshTokens.values(),
    (token) => token.account === call.account.id,
    (token) => renderToken(call, token),
  )
}

const deleteRefreshToken: Operation = (call) => {
  mustNotComeFromKey(call)
  const { refreshTokens } = call.world.state
  const token = refreshTokens.get(call.path['refresh_token_id']!.toLowerCase())
  if (token?.account !== call.account.id) throw notFound({ parameter: 'refresh_token_id' })
  refreshTokens.delete(token.id)
  return noContent
}

function mustNotComeFromKey(call: Call): void {
  if (call.token?.byKey) throw forbidden('A session that came from a login key does not reach the account itself.')
}

export const loginKeyOperations: Operations<
  | 'listLoginKeys'
  | 'getLoginKey'
  | 'createLoginKey'
  | 'updateLoginKey'
  | 'deleteLoginKey'
  | 'listRefreshTokens'
  | 'deleteRefreshToken'
> = {
  listLoginKeys,
  getLoginKey,
  createLoginKey,
  updateLoginKey,
  deleteLoginKey,
  listRefreshTokens,
  deleteRefreshToken,
}
