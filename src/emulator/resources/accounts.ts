import { ok, page, type Call, type Operation, type Operations } from '../cloud/call.ts'
import { forbidden, notFound } from '../cloud/failures.ts'
import type { Account, State } from '../cloud/state.ts'

const collaborates = (state: State, one: string, other: string) =>
  state.grants.some((grant) => grant.owner === other && grant.collaborator === one)

function render(call: Call, account: Account): unknown {
  const own = account.id === call.account.id
  return {
    type: 'account',
    id: account.id,
    links: { self: `${call.base}/accounts/${account.id}` },
    // Of another account, a caller gets to know who it is and no more.
    attributes: { username: account.username, ...(own && { email: account.email, tier: account.tier }) },
  }
}

const listAccounts: Operation = (call) =>
  page(
    call,
    call.world.state.accounts.values(),
    (account) => account === call.account || collaborates(call.world.state, call.account.id, account.id),
    (account) => render(call, account),
  )

const getAccount: Operation = (call) => {
  const id = call.path['account_id']!.toLowerCase()
  const account = id === 'me' ? call.account : call.world.state.accounts.get(id)
  if (!account || (account !== call.account && !collaborates(call.world.state, call.account.id, account.id))) {
    throw notFound({ parameter: 'account_id' })
  }
  return ok(render(call, account))
}

export const accountOperations: Operations<'listAccounts' | 'getAccount'> = { listAccounts, getAccount }

/** Account management asks for the password again (impCentral API how-to, "Login Keys"). */
export function mustKnowPassword(call: Call): void {
  const password = call.request.header('x-electricimp-password')
  // Not 401: the access token is all right, and a client must not go and renew it.
  if (password === null) {
    throw forbidden('This call needs the account password in the header X-Electricimp-Password.')
  }
  if (password !== call.account.password) {
    throw forbidden('The password in the header X-Electricimp-Password is wrong.')
  }
}
