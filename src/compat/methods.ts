/** From the generated table to the classes of imp-central-api: what they check, with its messages, and what they send. */
import { type Check, type CompatMethod, constants, methods } from '../generated/compat.ts'
import type { Connection } from './connection.ts'
import { InvalidDataError } from './errors.ts'

type Given = Record<string, unknown>

/** An argument, or a key of one (`attributes.region`), where it is there. */
function find(given: Given, of: string): [unknown] | undefined {
  const [, name = of, key] = /^(\w+?)\.(.+)$/.exec(of) ?? []
  const object = (key === undefined ? given : Object(given[name])) as Given
  return key === undefined || key in object ? [object[key ?? name]] : undefined
}

/** What is wrong with an argument, in the words of imp-central-api. */
function mistakeIn(given: Given, [kind, of, as, values = []]: Check): string | false | undefined {
  const found = find(given, of)
  const [value] = found ?? []
  const fits = values.includes(given['type'] as string)
  if (kind === 'given') return !value && `Non empty "${as}" parameter required`
  if (kind === 'only') return found && (value || of.includes('.')) && !fits ? as : false
  if (kind === 'needed') return !value && fits && as
  if (kind === 'oneOf')
    return found && !values.includes(value as string) && `Wrong "${as}" parameter value: "${String(value)}"`
  const isWhole = value == null || (Number.isInteger(value) && (value as number) > 0)
  if (kind === 'whole') return !isWhole && `Invalid parameter "${as}": positive integer required`
  if (!value && of.endsWith('Target')) return undefined // it may be left out
  if (typeof value !== 'object') return `Wrong type of "${as}" parameter, Object expected`
  const keys = Object.keys(value ?? {})
  const unknown = keys.find((key) => !values.includes(key) && !values.includes(`${key}!`))
  if (unknown !== undefined) return `Invalid key "${unknown}" in "${as}" parameter`
  const missing = values.find((key) => key.endsWith('!') && !keys.includes(key.slice(0, -1)))?.slice(0, -1)
  return missing && `Required key "${missing}" absent in "${as}" parameter`
}

async function run(connection: Connection, method: CompatMethod, args: readonly unknown[]): Promise<unknown> {
  const given: Given = { filters: null }
  method.parameters.forEach((name, at) => {
    if (name.startsWith('...')) given[name.slice(3)] = args.slice(at)
    else if (args[at] !== undefined || name !== 'filters') given[name] = args[at]
  })
  // A password among the attributes takes the place of the other.
  const { password, ...attributes } = { password: given['password'], ...(given['attributes'] as object) }
  if ('password' in given && 'attributes' in given) Object.assign(given, { password, attributes })
  const mistake = method.checks.map((check) => mistakeIn(given, check)).find(Boolean)
  if (mistake) throw new InvalidDataError(mistake)
  const { pageNumber, pageSize, filters } = given
  const page = pageNumber || pageSize ? { 'page[number]': pageNumber ?? 1, 'page[size]': pageSize ?? 20 } : {}
  return connection.call(method, given, { ...(filters as object), ...page })
}

/** The class of this name: its methods, and its constants as static properties. */
export function compatClass(name: string): never {
  class Made {
    readonly #connection: Connection
    constructor(connection: Connection) {
      this.#connection = connection
    }
    static {
      for (const [key, method] of Object.entries(methods[name]!))
        Object.assign(Made.prototype, {
          async [key](this: Made, ...args: unknown[]) {
            return run(this.#connection, method, args)
          },
        })
      const set = function (this: Made, token: string) {
        if (token) this.#connection.useSession({ accessToken: `${token as unknown as number}` })
      }
      if (name === 'Auth') Object.defineProperty(Made.prototype, 'accessToken', { set })
    }
  }
  return Object.assign(Made, constants[name]) as never
}
