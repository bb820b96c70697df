#!/usr/bin/env node
/** `npx impcentral`: what the package does from the command line. */
import { createRequire } from 'node:module'
import { type Options, readArguments, UsageError } from './arguments.ts'
import * as check from './check-options.ts'
import * as emulator from './emulator.ts'
import { fail } from './fail.ts'

interface Command {
  help: string
  options: Options
  run(values: never): Promise<void>
}

const commands: Record<string, Command> = {
  emulator,
  check: {
    ...check,
    // The client and the probes are loaded where they are needed.
    run: async (values) => (await import('./check.ts')).run(values),
  },
}

const common = {
  help: { type: 'boolean', default: false, short: 'h' },
  version: { type: 'boolean', default: false, short: 'v' },
} satisfies Options

const help = `Usage: impcentral emulator [options]
       impcentral check [options]

emulator   starts a local impCloud: the impCentral API with an account and devices, in memory
check      holds a service against the description of the API

"impcentral emulator --help" and "impcentral check --help" tell the options of each.`

const names = Object.keys(commands).map((name) => `"${name}"`)

const versionOf = () => (createRequire(import.meta.url)('impcentral/package.json') as { version: string }).version

async function main(args: string[]): Promise<void> {
  const every = Object.assign({}, ...Object.values(commands).map(({ options }) => options)) as Options
  const { values, positionals } = readArguments(args, { ...every, ...common })
  const asked = values as { help: boolean; version: boolean }
  const [name, extra] = positionals
  const command = Object.hasOwn(commands, name ?? '') ? commands[name!] : undefined
  if (asked.help) return console.log(command?.help ?? help)
  if (asked.version) return console.log(versionOf())
  if (!command)
    throw new UsageError(
      `Expected the command ${names.join(' or ')}, got ${name === undefined ? 'none' : `"${name}"`}.`,
    )
  if (extra !== undefined) throw new UsageError(`The command "${name}" takes no further argument, not "${extra}".`)
  await command.run(readArguments(args, { ...command.options, ...common }).values as never)
}

main(process.argv.slice(2)).catch((error: unknown) => {
  if (!(error instanceof UsageError)) return fail(emulator.explain(error))
  const name = process.argv.slice(2).find((argument) => Object.hasOwn(commands, argument))
  fail(`${error.message}\nRun "impcentral ${name === undefined ? '' : `${name} `}--help" for the options.`, 2)
})
