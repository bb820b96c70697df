/** Arguments of the command line: checked here, as the messages of `parseArgs` are advice on `parseArgs`. */
import { parseArgs, type ParseArgsOptionsConfig } from 'node:util'

/** A mistake in how the program was called: a sentence and no stack. */
export class UsageError extends Error {}

/** An option, with what it takes in words where it takes a value. */
export type Options = Record<string, ParseArgsOptionsConfig[string] & { takes?: string }>

interface OptionToken {
  name: string
  rawName: string
  value?: string | undefined
  inlineValue?: boolean | undefined
}

function checkOption(options: Options, { name, rawName, value, inlineValue }: OptionToken): void {
  if (!Object.hasOwn(options, name)) {
    const known = Object.keys(options).map((option) => `--${option}`)
    throw new UsageError(`There is no option ${rawName}. Expected one of ${known.join(', ')}.`)
  }
  const expected = options[name]!.takes
  if (expected === undefined) {
    if (value !== undefined) throw new UsageError(`${rawName} takes no value, not "${value}".`)
    return
  }
  // The next option is no value; a negative number is one, though no right one.
  if (value === undefined || (!inlineValue && /^-\D/.test(value))) throw new UsageError(`${rawName} takes ${expected}.`)
  if (value.trim() === '') throw new UsageError(`${rawName} takes ${expected}, not an empty text.`)
}

/**
 * The values of the options, and what else was given.
 *
 * @throws UsageError for an option that is unknown, or a value that is missing or too many
 */
export function readArguments(args: string[], options: Options): { values: object; positionals: string[] } {
  const parsed = parseArgs({ args, options, allowPositionals: true, strict: false, tokens: true })
  // Whoever asks for help gets it, whatever else is wrong.
  if (!parsed.values['help'])
    for (const token of parsed.tokens) if (token.kind === 'option') checkOption(options, token)
  return { values: parsed.values, positionals: parsed.positionals }
}
