import { ArgumentError } from './error.ts'
import type { Clock } from './time.ts'

/** The error for an input that is not what was expected. Only a number where another number was expected is shown: anything else may be a secret. */
export function unexpected(where: string, expected: string, value: unknown, numeric = false): ArgumentError {
  const got =
    numeric && /^(number|bigint)$/.test(typeof value)
      ? String(value)
      : Object.prototype.toString.call(value).slice(8, -1)
  return new ArgumentError(`${where}: expected ${expected}, got ${got}`)
}

/** Throws when a value is not what it must be. `undefined` stands for the default and passes. */
export type Check = (where: string, value: unknown) => void

/** One check for each option of a type: the compiler refuses a list that lacks one, or has one too many. */
export type Checks<Options> = { readonly [Name in keyof Required<Options>]: Check }

/** A check of what must hold. `numeric`: a number that is another one may be shown. */
export const must =
  (expected: string, holds: (value: unknown) => boolean, numeric?: boolean): Check =>
  (where, value) => {
    if (value !== undefined && !holds(value)) throw unexpected(where, expected, value, numeric)
  }

/** The options without those that are undefined, which stand for the default. */
export const defined = <Options extends object>(options: Options): Options =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Options

/** Any object: not an array, not null. */
export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const hasMethods = (value: unknown, ...names: string[]) =>
  names.every((name) => typeof (Object(value) as Record<string, unknown>)[name] === 'function')

/** Nothing to look at here: somebody else does. */
export const anything: Check = () => {}
export const aFunction: Check = must('a function', (value) => typeof value === 'function')
export const aString: Check = must('a string', (value) => typeof value === 'string')
export const aBoolean: Check = must('true or false', (value) => typeof value === 'boolean')
export const strings: Check = must(
  'an array of strings',
  (value) => Array.isArray(value) && value.every((item) => typeof item === 'string'),
)
/** `'5'` or `-5` would switch a limit off, or make one of it that nobody meant. */
export const milliseconds: Check = must(
  'milliseconds, 0 or more',
  (value) => typeof value === 'number' && value >= 0,
  true,
)
/** A URL as a text or an object: whether it is one that is wanted, is judged where it is used. */
export const aUrl: Check = must('a URL', (value) => typeof value === 'string' || value instanceof URL)
/** `null` is what `RequestInit` has for none. */
export const aSignal: Check = must(
  'an AbortSignal (of a controller, its signal)',
  (value) => value === null || (hasMethods(value, 'addEventListener') && 'aborted' in Object(value)),
)
export const aClock: Check = must('a clock', (value) =>
  hasMethods(value, 'now', 'setTimeout', 'clearTimeout' satisfies keyof Clock),
)
export const headerFields: Check = must(
  'an object of strings',
  (value) => isObject(value) && Object.values(value).every((field) => field === undefined || typeof field === 'string'),
)
/** An object that can do all of these. */
export const objectWith = (...methods: string[]): Check =>
  must(`an object with ${methods.join(', ')}`, (value) => hasMethods(value, ...methods))
/** An integer in a range. `most` may be Infinity, and then the integer, too. */
export const integer = (least: number, most?: number): Check =>
  must(
    `an integer ${most! < Infinity ? `from ${least} to ${most}` : `of at least ${least}`}`,
    (value) =>
      (Number.isInteger(value) || (most === Infinity && value === most)) &&
      (value as number) >= least &&
      (value as number) <= (most ?? Infinity),
    true,
  )

/** A name that may be shown: an unknown one can be a secret in the wrong place. */
const shown = (name: string) => (/^[a-z][\w.]{0,23}$/i.test(name) ? `"${name}"` : 'name')

/**
 * Refuses what is not an object, has names that nobody knows (a misspelt option must not pass in silence), or values that are wrong.
 */
export function checkOptions(where: string, value: unknown, checks: Readonly<Record<string, Check>>): void {
  if (value === undefined) return
  if (!isObject(value)) throw unexpected(where, 'an object', value)
  for (const name in value) {
    if (!Object.hasOwn(checks, name))
      throw new ArgumentError(
        `${where}: unknown ${shown(name)}; expected ${Object.keys(checks).join(', ') || 'nothing'}`,
      )
    checks[name]!(`${where}${where.includes(': ') ? '.' : ': '}${name}`, value[name])
  }
}

/** Options that are an object of their own. */
export const options =
  (checks: Readonly<Record<string, Check>>): Check =>
  (where, value) =>
    checkOptions(where, value, checks)
