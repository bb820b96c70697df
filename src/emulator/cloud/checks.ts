/**
 * Looks at what the methods of a cloud are given. JavaScript lets a misspelt name or a wrong value pass, and the test that
 * gave it then shows something else than it says.
 */
import { longestTimer } from '../../core/time.ts'

/** Throws when a value is not what it must be. `undefined` stands for the default and passes, unless it is `needed`. */
export type Check = (where: string, value: unknown) => void
export type Checks<Options> = { [Name in keyof Required<Options>]: Check }

const show = (value: unknown) => {
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'an array' : 'an object'
  return typeof value === 'function' ? 'a function' : String(value)
}

export const be =
  (expected: string, holds: (value: unknown) => boolean): Check =>
  (where, value) => {
    if (value !== undefined && !holds(value)) throw new Error(`${where} must be ${expected}, got ${show(value)}`)
  }

export const needed =
  (check: Check): Check =>
  (where, value) => {
    if (value === undefined) throw new Error(`${where} is missing`)
    check(where, value)
  }

export const either =
  (first: (value: unknown) => boolean, check: Check): Check =>
  (where, value) =>
    first(value) || check(where, value)

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
export const isFunction = (value: unknown): boolean => typeof value === 'function'
export const isString = (value: unknown): value is string => typeof value === 'string'
export const isBaseUrl = (value: unknown): boolean => {
  const url = typeof value === 'string' && /^https?:\/\//i.test(value) && URL.parse(value)
  return !!url && url.username + url.password + url.search + url.hash === ''
}
const matches = (pattern: RegExp) => (value: unknown) => isString(value) && pattern.test(value)
const orNull = (holds: (value: unknown) => boolean) => (value: unknown) => value === null || holds(value)

/** The API's own checks look at it. */
export const anything: Check = () => {}
export const object: Check = be('an object', isObject)
export const text: Check = be('a string', isString)
export const words: Check = be('a string that is not empty', (value) => isString(value) && value !== '')
export const textOrNull: Check = be('a string or null', orNull(isString))
export const integerOrNull: Check = be('a whole number or null', orNull(Number.isInteger))
export const flag: Check = be('true or false', (value) => typeof value === 'boolean')
export const callback: Check = be('a function', isFunction)
export const finite: Check = be('a number', Number.isFinite)
export const atLeast = (least: number): Check =>
  be(`a whole number, ${least} or more`, (value) => value === Infinity || (Number.isInteger(value) && +value! >= least))
export const howMany: Check = be('a whole number, 0 or more', (value) => Number.isSafeInteger(value) && +value! >= 0)
export const uuid: Check = be('a UUID', matches(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i))
export const deviceId: Check = be('16 hexadecimal digits', matches(/^[0-9a-f]{16}$/i))
export const macAddress: Check = be(
  'six pairs of hexadecimal digits with colons',
  matches(/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i),
)
const isMoment = (value: unknown) =>
  isString(value) && Number.isFinite(Date.parse(value)) && new Date(value).toISOString() === value
export const moment: Check = be('a time like 2026-04-14T15:42:23.929Z', isMoment)
export const momentOrNull: Check = be('a time like 2026-04-14T15:42:23.929Z or null', orNull(isMoment))
export const milliseconds: Check = be(
  `milliseconds, from 0 to ${longestTimer}`,
  (value) => typeof value === 'number' && value >= 0 && value <= longestTimer,
)
export const share: Check = be('a number from 0 to 1', (value) => typeof value === 'number' && value >= 0 && value <= 1)
export const status: Check = be(
  'an HTTP status from 200 to 599',
  (value) => Number.isInteger(value) && +value! > 199 && +value! < 600,
)
const areStrings = (value: unknown) => Array.isArray(value) && value.every(isString)
export const strings: Check = be('an array of strings', areStrings)
export const stringsOrNull: Check = be('an array of strings or null', orNull(areStrings))

const areHeaders = (value: object) => {
  try {
    return !!new Headers(value as Record<string, string>)
  } catch {
    return false
  }
}
export const headers: Check = be(
  'an object of strings that headers can be',
  (value) => isObject(value) && Object.values(value).every(isString) && areHeaders(value),
)
export const oneOf = (...values: readonly string[]): Check =>
  be(values.map((value) => `'${value}'`).join(' or '), (value) => values.includes(value as string))

/** Any object with an id, as what something belongs to is given. */
export const reference: Check = be(
  'an object with the id of what is meant',
  (value) => isObject(value) && isString(value['id']),
)

/** Each item of an array. */
export const each =
  (expected: string, check: Check): Check =>
  (where, value) => {
    be(expected, Array.isArray)(where, value)
    ;((value as unknown[] | undefined) ?? []).forEach((item, index) => needed(check)(`${where}[${index}]`, item))
  }

/** An object of options: no others than these, and those that have no default. */
export const options =
  <Options>(known: Checks<Options>, required: readonly (keyof Options & string)[] = []): Check =>
  (where, value) => {
    object(where, value)
    if (value !== undefined)
      for (const name of required) needed(anything)(`${where}: ${name}`, (value as Partial<Options>)[name])
    for (const [name, given] of Object.entries(value ?? {})) {
      const check = Object.hasOwn(known, name) && known[name as keyof Options]
      if (!check) throw new Error(`${where}: unknown option "${name}"; expected ${Object.keys(known).join(', ')}`)
      check(`${where}: ${name}`, given)
    }
  }

/** The same methods, each with a look at its arguments first. */
export function checked<Methods extends object>(
  where: string,
  methods: Methods,
  known: { [Name in keyof Methods]: readonly Check[] },
): Methods {
  const guarded = Object.entries(methods).map(([name, method]: [string, (...values: unknown[]) => unknown]) => [
    name,
    (...values: unknown[]) => {
      known[name as keyof Methods].forEach((check, index) => check(`${where}.${name}`, values[index]))
      return method(...values)
    },
  ])
  return Object.fromEntries(guarded) as Methods
}
