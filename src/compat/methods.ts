/** From the generated table to the classes of imp-central-api: what they check, with its messages, and what they send. */
import { type Check, type CompatMethod, constants, methods } from '../generated/compat.ts'
import type { Connection } from './connection.ts'
import { InvalidDataError } from './errors.ts'

type Given = Record<string, unknown>

/** A key of an argument: `attributes.region`. */
function valueOf(given: Given, of: string): { value: unknown } | undefined {
  const [, name = of, key] = /^(\w+?)\.(.+)$/.exec(of) ?? []
  if (key === undefined) return given[name] ? { value: given[name] } : undefined
  const object = Object(given[name]) as Given
  return key in object ? { value: object[key] } : undefined
}

/** What is wrong with an argument, in the words of imp-central-api. */
function mistakeIn(given: Given, [kind, of, as, values = []]: Check): string | false | undefined {
  const value = given[of]
  const fits = values.includes(given['type'] as string)
  if (kind === 'given') return !value && `Non empty "${as}" parameter required`
  if (kind === 'only') return valueOf(given, of) && !fits && as
  if (kind === 'needed') return !value && fits && as
  if (kind === 'whole') {
    const whole = value == null || (Number.isInteger(value) && (value as number) > 0)
    return !whole && `Invalid parameter "${as}": positive integer required`
  }
  if (kind === 'oneOf') {
    const found = of.includes('.') ? valueOf(given, of) : { value }
    return found && !values.includes(found.value as string) && `Wrong "${as}" parameter value: "${String(found.value)}"`
  }
  // What may be left out.
  if (!value && of.endsWith('Target')) return undefined
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
    else if (args[at] !== undefined || name === 'attributes') given[name] = args[at]
  })
  if (given['password'] !== undefined && 'attributes' in given) {
    // A password among the attributes takes the place of the other.
    const { password, ...attributes } = { password: given['password'], ...(given['attributes'] as object) }
    Object.assign(given, { password, attributes })
  }
  for (const check of method.checks) {
    const mistake = mistakeIn(given, check)
    if (mistake) throw new InvalidDataError(mistake)
  }
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
      for (const [key, method] of Object.entries(methods[name]!)) {
        const value = function (this: Made, ...args: unknown[]) {
          return run(this.#connection, method, args)
        }
        Object.defineProperty(Made.prototype, key, { value, writable: true, configurable: true })
      }
      const set = function (this: Made, accessToken: unknown) {
        // oxlint-disable-next-line typescript/no-base-to-string -- as imp-central-api puts it into the header
        if (accessToken) this.#connection.useSession({ accessToken: String(accessToken) })
      }
      if (name === 'Auth') Object.defineProperty(Made.prototype, 'accessToken', { set })
    }
  }
  return Object.assign(Made, constants[name]) as never
}
