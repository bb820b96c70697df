#!/usr/bin/env node
/** `npx impcentral emulator`: the local impCloud from the command line. */
import { parseArgs, type ParseArgsOptionsConfig } from 'node:util'
import { defaultAccount } from './accounts.ts'
import { createImpCloud } from './cloud.ts'
import { listen } from './node.ts'
import { keepState, loadState } from './state-file.ts'

const help = `Usage: impcentral emulator [options]

Starts a local impCloud: the impCentral API with an account and devices, in memory. It prints one line with the base URL
when it accepts connections, then the credentials and the device ids, and runs until interrupted.

Options:
  --port N         TCP port; 0 takes a free one (default: 0)
  --host H         Address to listen on (default: 127.0.0.1, this machine only)
  --email E        E-mail address of the account (default: ${defaultAccount.email})
  --password P     Password of the account (default: ${defaultAccount.password})
  --devices N      How many devices the account has (default: 3)
  --rate-limit N   Requests per second (default: as good as none)
  --state FILE     Keep the state in FILE and go on from it at the next start; account and devices are then those of the
                   first start
  --json           Print one JSON object per line
  --help           Print this text
`

const options = {
  port: { type: 'string', default: '0' },
  host: { type: 'string', default: '127.0.0.1' },
  email: { type: 'string', default: defaultAccount.email },
  password: { type: 'string', default: defaultAccount.password },
  devices: { type: 'string', default: '3' },
  'rate-limit': { type: 'string' },
  state: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const satisfies ParseArgsOptionsConfig

/** A mistake in how the program was called: a sentence and no stack. */
class UsageError extends Error {}

async function main(args: string[]): Promise<void> {
  const { values, positionals } = readArguments(args)
  if (values.help || positionals.length === 0) {
    console.log(help)
    if (!values.help) process.exitCode = 1
    return
  }
  if (positionals.length > 1 || positionals[0] !== 'emulator') {
    throw new UsageError(`Unknown command: ${positionals.join(' ')}. There is one command, "emulator".`)
  }
  const port = wholeNumber('port', values.port, 0, 65_535)
  const devices = wholeNumber('devices', values.devices, 0, 1_000_000)
  const rateLimit =
    values['rate-limit'] === undefined ? undefined : wholeNumber('rate-limit', values['rate-limit'], 1, 1_000_000)
  const { email, password, host, json } = values

  const state = values.state === undefined ? undefined : await loadState(values.state)
  const cloud = createImpCloud({
    accounts: [{ email, password }],
    devices,
    ...(rateLimit !== undefined && { rateLimit }),
    ...(state && { state }),
  })
  const server = await listen(cloud, { port, host })
  const stopKeeping =
    values.state === undefined
      ? async () => {}
      : keepState(cloud, values.state, (error) => console.error(`The state was not saved: ${messageOf(error)}`))

  if (json) {
    const accounts = cloud.accounts.map((account) => ({ email: account.email, password: account.password }))
    console.log(JSON.stringify({ url: server.url, accounts, devices: cloud.devices }))
  } else {
    console.log(`impCloud is listening on ${server.url}`)
    for (const account of cloud.accounts) console.log(`account  ${account.email}  password  ${account.password}`)
    for (const device of cloud.devices) console.log(`device   ${device}`)
  }

  const stop = async () => {
    cloud.close()
    await server.close()
    await stopKeeping()
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      stop().catch((error: unknown) => fail(messageOf(error)))
    })
  }
}

function readArguments(args: string[]) {
  try {
    return parseArgs({ args, options, allowPositionals: true })
  } catch (error) {
    throw new UsageError(messageOf(error))
  }
}

function wholeNumber(flag: string, text: string, least: number, most: number): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : -1
  if (value < least || value > most) {
    throw new UsageError(`--${flag} takes a whole number from ${least} to ${most}, not "${text}".`)
  }
  return value
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

function explain(error: unknown): string {
  const { code, port, address } = error as NodeJS.ErrnoException & { port?: number; address?: string }
  if (code === 'EADDRINUSE') return `Port ${port} is taken. Choose another one with --port, or 0 for a free one.`
  if (code === 'EACCES' && port !== undefined) return `Port ${port} needs rights that this user does not have.`
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `This machine has no address ${address ?? ''} to listen on.`
  return messageOf(error)
}

function fail(message: string): void {
  console.error(`impcentral: ${message}`)
  process.exitCode = 1
}

main(process.argv.slice(2)).catch((error: unknown) => {
  fail(explain(error))
  if (error instanceof UsageError) console.error('Run "impcentral emulator --help" for the options.')
})
