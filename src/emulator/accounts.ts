import type { Account, Grant } from './state.ts'
import type { World } from './world.ts'

export interface AccountOptions {
  email: string
  password: string
  /** @default what stands before the `@` of the e-mail address */
  username?: string | undefined
  /** UUID of the account. @default made from the seed */
  id?: string | undefined
  /** @default 'free' */
  tier?: string | undefined
  /** Switches two-factor authentication on: the one-time password that the second step of a login must present. */
  otp?: string | undefined
  /** May create device groups of the production family. @default true */
  production?: boolean | undefined
  /** What unassigning production devices asks for. @default made from the seed */
  unbondKey?: string | undefined
  /** How many devices the account starts with. @default 0 */
  devices?: number | undefined
}

/** The account of a cloud that was given none. */
export const defaultAccount = { email: 'dev@example.com', password: 'imp-cloud' } as const

export interface ShareOptions {
  /** Whose things they are: id or e-mail address. */
  from: string
  /** Who gets to see them: id or e-mail address. */
  with: string
  /** `view`: to look at. `manage`: to change as well, and to create products for the owner. @default 'view' */
  access?: Grant['access'] | undefined
  /** Ids of products: only these and what belongs to them. @default everything */
  products?: readonly string[] | undefined
}

export function makeAccount({ state, random }: World, options: AccountOptions): Account {
  const account: Account = {
    id: (options.id ?? random.uuid()).toLowerCase(),
    username: options.username ?? options.email.split('@')[0]!,
    email: options.email,
    password: options.password,
    tier: options.tier ?? 'free',
    otp: options.otp ?? null,
    production: options.production ?? true,
    unbondKey: options.unbondKey ?? random.hex(32),
  }
  for (const { id, email } of state.accounts.values()) {
    if (id === account.id || email === account.email) throw new Error(`There is already an account ${email} (${id})`)
  }
  state.accounts.set(account.id, account)
  return account
}
