/** What the examples have in common: the account from the environment, and errors as sentences. */
import {
  type Auth,
  createImpCentral,
  type DeviceGroup,
  type ImpCentral,
  type ImpCentralOptions,
  isImpCentralError,
} from 'impcentral'

/** A mistake in how the program was called. */
export class UsageError extends Error {}

const whatToSet = 'Set IMPCENTRAL_LOGIN_KEY, or IMPCENTRAL_ID and IMPCENTRAL_PASSWORD.'

/**
 * The account that the environment names; `undefined` when it says nothing of one.
 *
 * @throws UsageError when it says half of it: what was meant for an account must not go elsewhere in silence.
 */
export function authFromEnvironment(): Auth | undefined {
  const {
    IMPCENTRAL_ID: id,
    IMPCENTRAL_PASSWORD: password,
    IMPCENTRAL_LOGIN_KEY: loginKey,
    IMPCENTRAL_BASE_URL: baseUrl,
  } = process.env
  if (loginKey) return { loginKey }
  if (id && password) return { id, password }
  if (id || password) throw new UsageError(`${id ? 'IMPCENTRAL_PASSWORD' : 'IMPCENTRAL_ID'} is not set.`)
  if (baseUrl) throw new UsageError(`IMPCENTRAL_BASE_URL is set, and no account for it. ${whatToSet}`)
  return undefined
}

/** A client for the account, and the impCloud, that the environment names. */
export function connect(options: Partial<ImpCentralOptions> = {}): ImpCentral {
  const auth = authFromEnvironment()
  if (!auth) throw new UsageError(`${whatToSet} IMPCENTRAL_BASE_URL names an emulator or a private impCloud.`)
  return createImpCentral({ auth, baseUrl: process.env['IMPCENTRAL_BASE_URL'] || undefined, ...options })
}

/** A device group by its id or by its name. */
export async function findDeviceGroup(imp: ImpCentral, wanted: string): Promise<DeviceGroup> {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(wanted)) return imp.deviceGroups.get(wanted)
  const groups = await imp.deviceGroups.list({ page: { size: 100 } }).toArray()
  const found = groups.filter((group) => group.attributes.name === wanted)
  if (found.length > 1) {
    throw new UsageError(`${found.length} device groups are named "${wanted}": ${found.map(({ id }) => id).join(', ')}`)
  }
  if (!found[0]) throw new UsageError(`There is no device group "${wanted}".`)
  return found[0]
}

/** `1 device`, `2 devices`. */
export const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`

/** A number of an option. */
export function readNumber(option: string, text: string, least = 0, most = Infinity): number {
  const value = Number(text)
  const range = `from ${least}${most < Infinity ? ` to ${most}` : ''}`
  if (text === '' || !(value >= least && value <= most))
    throw new UsageError(`--${option} takes a number ${range}, not "${text}".`)
  return value
}

/** An address of an option. */
export function readUrl(option: string, text: string): string {
  const { protocol } = URL.parse(text) ?? {}
  if (protocol !== 'http:' && protocol !== 'https:')
    throw new UsageError(`--${option} takes an address that begins with http:// or https://, not "${text}".`)
  return text
}

const isUsageError = (error: unknown): error is Error =>
  // What `parseArgs` throws.
  error instanceof UsageError || String((error as NodeJS.ErrnoException).code).startsWith('ERR_PARSE_ARGS')

/**
 * Runs a program. Its exit code is 0, or what `main` returns, or 2 when it could not be done. Mistakes of the program
 * itself keep their stack.
 */
export async function run(usage: string, main: () => Promise<number | void>): Promise<void> {
  if (process.argv.includes('--help')) {
    console.log(usage)
    return
  }
  try {
    process.exitCode = (await main()) || 0
  } catch (error) {
    if (isUsageError(error)) console.error(`${error.message}\n\n${usage}`)
    else if (isImpCentralError(error) || (error as NodeJS.ErrnoException).syscall)
      console.error((error as Error).message)
    else throw error
    process.exitCode = 2
  }
}
