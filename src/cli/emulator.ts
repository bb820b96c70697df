/** `impcentral emulator`: the local impCloud from the command line. */
import { listen } from '../emulator/adapters/node/http-server.ts'
import { lock } from '../emulator/adapters/node/lock.ts'
import { keepState, loadState, saveState } from '../emulator/adapters/node/state-file.ts'
import { defaultAccount } from '../emulator/cloud/accounts.ts'
import { isLoopback } from '../emulator/cloud/webhook-delivery.ts'
import { createImpCloud, type ImpCloud, type ImpCloudOptions } from '../emulator/imp-cloud.ts'
import { type Options, UsageError } from './arguments.ts'
import { fail } from './fail.ts'

export const help = `Usage: impcentral emulator [options]

Starts a local impCloud: the impCentral API with an account and devices, in memory. It prints one line with the base URL
when it accepts connections, then the credentials and the device ids, and runs until interrupted.

Options:
  --port N         TCP port; 0 takes a free one (default: 0)
  --host H         Address to listen on (default: 127.0.0.1, this machine only). Whoever reaches another one can use it
  --email E        E-mail address of the account (default: ${defaultAccount.email})
  --password P     Password of the account (default: ${defaultAccount.password})
  --devices N      How many devices the account has (default: 3)
  --rate-limit N   Requests per second (default: as good as none)
  --state FILE     Keep the state in FILE and go on from it at the next start; account and devices are then those of the
                   first start. One emulator at a time has the file
  --json           Print one JSON object per line
  -h, --help       Print this text
  -v, --version    Print the version

Exit code: 0 when it was interrupted, 1 when it could not be started or its last state not be saved, 2 when the options
are wrong.`

/** The options, with what each takes. */
export const options = {
  port: { type: 'string', default: '0', takes: 'a whole number from 0 to 65535' },
  host: { type: 'string', default: '127.0.0.1', takes: 'an address of this machine' },
  email: { type: 'string', default: defaultAccount.email, takes: 'an e-mail address' },
  password: { type: 'string', default: defaultAccount.password, takes: 'a password' },
  devices: { type: 'string', default: '3', takes: 'a whole number from 0 to 1000000' },
  'rate-limit': { type: 'string', takes: 'a whole number from 1 to 1000000' },
  state: { type: 'string', takes: 'the name of a file' },
  json: { type: 'boolean', default: false },
} as const satisfies Options

/** Starts the emulator; it runs until interrupted. */
export async function run(values: Values): Promise<void> {
  const port = wholeNumber('port', values.port, 0, 65_535)
  const devices = wholeNumber('devices', values.devices, 0, 1_000_000)
  const rateLimit =
    values['rate-limit'] === undefined ? undefined : wholeNumber('rate-limit', values['rate-limit'], 1, 1_000_000)
  const { email, password, host, json, state: file } = values

  const given = { accounts: [{ email, password }], devices, rateLimit }
  const unlock = file === undefined ? undefined : await lock(file).catch(unusable(file, 'written'))
  try {
    const cloud = file === undefined ? createImpCloud(given) : await goOn(file, given)
    // A file that cannot be written is found here, and not when there is something to lose.
    if (file !== undefined) await saveState(cloud, file).catch(unusable(file, 'written'))
    const server = await listen(cloud, { port, host })
    const stopKeeping = file === undefined ? async () => {} : keep(cloud, file)
    if (!isLoopbackName(host)) console.error(`Warning: ${openToAll(host)}`)
    const stop = async () => {
      cloud.close()
      await server.close()
      try {
        await stopKeeping()
      } finally {
        await unlock?.()
      }
    }
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => {
        stop().catch((error: unknown) => fail(messageOf(error)))
      })
    }
    // Whoever reads this may already want it to stop.
    announce(cloud, server.url, json)
  } catch (error) {
    await unlock?.()
    throw error
  }
}

/** Whether only this machine can reach an address that is listened at. */
const isLoopbackName = (host: string) => host === '::1' || isLoopback({ hostname: host.toLowerCase() } as URL)

const openToAll = (host: string) =>
  `--host ${host} lets other machines in. The emulator keeps passwords in the clear and withstands no attack.`

/** Writes each change to the file. What cannot be written is told once, and by the exit code if the last state is lost. */
function keep(cloud: ImpCloud, file: string): () => Promise<void> {
  let said = false
  let failure: string | undefined
  const stop = keepState(cloud, file, (error) => {
    failure = `The state was not saved: ${reasonOf(error)}`
    if (!said) console.error(failure)
    said = true
  })
  return async () => {
    failure = undefined
    await stop()
    if (failure !== undefined) throw new Error(failure)
  }
}

function announce(cloud: ImpCloud, url: string, json: boolean): void {
  if (json) {
    const accounts = cloud.accounts.map((account) => ({ email: account.email, password: account.password }))
    console.log(JSON.stringify({ url, accounts, devices: cloud.devices }))
  } else {
    console.log(`impCloud is listening on ${url}`)
    for (const account of cloud.accounts) console.log(`account  ${account.email}  password  ${account.password}`)
    for (const device of cloud.devices) console.log(`device   ${device}`)
  }
}

/** A cloud that goes on where the file left it, or a new one. */
async function goOn(file: string, given: ImpCloudOptions): Promise<ImpCloud> {
  const state = await loadState(file).catch(unusable(file, 'read'))
  try {
    return createImpCloud({ ...given, state })
  } catch (error) {
    throw new Error(`${file} does not hold the state of an emulator: ${messageOf(error)}`, { cause: error })
  }
}

const reasons: Record<string, string> = {
  EACCES: 'this user may not',
  EDQUOT: 'the quota of this user is used up',
  EISDIR: 'it is a folder',
  ENOENT: 'there is no such folder',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'there is no such folder',
  EPERM: 'this user may not',
  EROFS: 'the file system is read-only',
}

const reasonOf = (error: unknown) => reasons[(error as NodeJS.ErrnoException).code ?? ''] ?? messageOf(error)

const unusable =
  (file: string, done: string) =>
  (error: unknown): never => {
    const { code } = error as NodeJS.ErrnoException
    if (code === undefined) throw error
    throw new Error(`${file} cannot be ${done}: ${reasonOf(error)}`, { cause: error })
  }

/** The values of the options. */
export interface Values {
  port: string
  host: string
  email: string
  password: string
  devices: string
  'rate-limit'?: string
  state?: string
  json: boolean
}

function wholeNumber(flag: keyof typeof options, text: string, least: number, most: number): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : -1
  if (value < least || value > most)
    throw new UsageError(`--${flag} takes ${(options[flag] as Options[string]).takes}, not "${text}".`)
  return value
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

interface Address {
  port?: number
  address?: string
  hostname?: string
}

/** What went wrong, for whoever started it. */
export function explain(error: unknown): string {
  // A name that was looked up in vain is the hostname of the error.
  const { code, port, hostname, address = hostname } = error as NodeJS.ErrnoException & Address
  if (code === 'EADDRINUSE') return `Port ${port} is taken. Choose another one with --port, or 0 for a free one.`
  if (code === 'EACCES' && port !== undefined) return `Port ${port} needs rights that this user does not have.`
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return `This machine has no address ${address} to listen on.`
  return messageOf(error)
}
