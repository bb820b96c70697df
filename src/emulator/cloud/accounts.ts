import { flag, howMany, needed, oneOf, options, strings, text, uuid, words, type Check, type Checks } from './checks.ts'
import type { Account, Grant } from './state.ts'
import type { World } from './world.ts'

/** An account of the cloud, as a test describes it. */
export interface AccountOptions {
  /** E-mail address. One may sign in with it. No two accounts have the same. */
  email: string
  /** The password to sign in with. */
  password: string
  /**
   * User name. One may sign in with it.
   *
   * @default what stands before the `@` of the e-mail address, or the whole address where another account has that
   */
  username?: string | undefined
  /** UUID of the account. @default made from the seed */
  id?: string | undefined
  /** Kind of contract, as the API tells it. @default 'free' */
  tier?: string | undefined
  /** Switches two-factor authentication on: the one-time password that the second step of a login must present. @default none */
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

/** What `cloud.share` takes: whose things another account gets to see or change. */
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

export const accountChecks: Checks<AccountOptions> = {
  email: words,
  password: words,
  username: words,
  id: uuid,
  tier: text,
  otp: words,
  production: flag,
  unbondKey: words,
  devices: howMany,
}

/** @throws Error for an unknown option, or a value that it cannot have. */
export const checkShare: Check = needed(
  options<ShareOptions>({ from: text, with: text, access: oneOf('view', 'manage'), products: strings }, [
    'from',
    'with',
  ]),
)

export function makeAccount({ state, random }: World, options: AccountOptions): Account {
  const name = options.email.split('@')[0]!
  const others = [...state.accounts.values()]
  // A login takes either of them, in either case.
  const taken = (login: string) =>
    others.find(({ email, username }) => [email, username].some((other) => other.toLowerCase() === login.toLowerCase()))
  const account: Account = {
    id: (options.id ?? random.uuid()).toLowerCase(),
    username: options.username ?? (taken(name) ? options.email : name),
    email: options.email,
    password: options.password,
    tier: options.tier ?? 'free',
    otp: options.otp ?? null,
    production: options.production ?? true,
    unbondKey: options.unbondKey ?? random.hex(32),
  }
  const other = others.find(({ id }) => id === account.id) ?? taken(account.email) ?? taken(account.username)
  if (other) throw new Error(`There is already an account ${other.email} (user name ${other.username}, id ${other.id})`)
  state.accounts.set(account.id, account)
  return account
}
