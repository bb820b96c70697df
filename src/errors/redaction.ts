/** Keeps secrets out of everything that an error, a warning or a log line shows. */
import { decoded } from '../core/url.ts'

/** `access_token`, `X-Electricimp-Key`, `unbondKey`, `password`: not `tokens_remaining` and not `monkey`. */
const secretName = /([Tt]oken|[Pp]assword|[Ss]ecret|[Aa]uthorization|(^|[_-])(otp|OTP)|(^|[_-])[Kk]ey|[a-z]Key)s?$/

/** Resources whose id is what one signs in with. A list holds one type. */
const secretType = /^(login_key|refresh_token)s?$/

/** A URL, or a text with URLs in it, as it may be shown: without user information, login keys and refresh tokens, and what else by its name is a secret. */
export const redactUrl = (text: string): string =>
  text
    .replace(/(^|:)\/\/[^/?#\s]*@/g, '$1//')
    .replace(
      /(\/(login_key|refresh_token)s\/|[?&#;]([\w-]*[_-])?(token|key|password|secret|otp)=)[^/?&#;\s)"]+/gi,
      '$1***',
    )

/** An ordinary word, or nearly nothing: replaced inside a sentence, it would take the sense from the service's own words. */
const isWord = (secret: string) => /^\p{L}{1,7}$/u.test(secret) || secret.length < 4

const literal = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')

const entities: Record<string, string> = { '&': '|amp', '<': '|lt', '>': '|gt', '"': '|quot', "'": '|apos' }

/**
 * A pattern for a character, or for a run of backslashes, as URLs encode it, as JSON escapes it (`\/`, `\u00e4`; twice for JSON within JSON), as HTML does, and as it is. Repetitions
 * have a bound: without one, a text of nothing but backslashes would take time that grows with its square.
 */
function formsOf(char: string): string {
  if (/\w/.test(char)) return char
  // Of backslashes each form doubles their number, and no two forms begin alike: a run of them is read in one way only.
  if (char[0] === '\\')
    return `(?:\\\\|(?<=\\\\)u005[cC]|%5[cC]|&(?:#0{0,9}92|#[xX]0{0,9}5[cC]);){${char.length},${char.length * 9}}`
  const inHex = (code: string) => code.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`)
  const code = char.codePointAt(0)!
  const bytes = Array.from(new TextEncoder().encode(char), (byte) => inHex(`%${byte.toString(16).padStart(2, '0')}`))
  const units = char.split('').map((unit) => `\\\\{1,9}u${inHex(unit.charCodeAt(0).toString(16).padStart(4, '0'))}`)
  // The longest first: of `%25` the percent sign alone would match as well.
  const escaped = literal(JSON.stringify(char).slice(1, -1).replace(/^\\/, ''))
  const itself = literal(char)
  const html = `&(?:#0{0,9}${code}|#[xX]0{0,9}${inHex(code.toString(16))}${entities[char] ?? ''});`
  const forms = [bytes.join(''), units.join(''), html, `\\\\{0,9}${itself}`]
  // Two forms that were the same could be tried in any order at each character, which takes exponential time.
  if (escaped !== itself) forms.push(`\\\\{1,9}${escaped}`)
  return `(?:${forms.join('|')}${char === ' ' ? '|\\+' : ''})`
}

/** The pattern of a secret, made when it is first looked for. */
function patternOf(secret: string): () => RegExp {
  let pattern: RegExp | undefined
  return () => (pattern ??= new RegExp((secret.match(/\\+|[^]/gu) ?? []).map(formsOf).join(''), 'g'))
}

/** Takes out what must not show. */
export interface Redactor {
  /** Texts that must not show from here on; whatever is no text is passed over. */
  add(origin: Origin, ...secrets: unknown[]): void
  /** Takes note of what a request carries: the service may repeat it. Returns whether the answer may hold secrets, to be learnt. */
  addRequest(url: string, headers: Readonly<Record<string, string>>): boolean
  /** Takes note of what the body of a sign-in holds: everything but the id. */
  addSignIn(body: object): void
  /** Takes note of what a successful answer tells: tokens and login keys. */
  learn(body: unknown): void
  /** A text without them. */
  text(text: string): string
  /** Any value, as data without them: of what is neither plain object nor array only the kind is left. */
  value(value: unknown): unknown
  /** An error of somebody else's as a copy that can be shown, with its causes. */
  error(error: unknown): unknown
}

/** Where a secret comes from, and how many of those are kept: given to the client, its tokens, what calls carry, and what they are told. */
type Origin = 'given' | 'session' | 'call' | 'told'
const most: Readonly<Record<Origin, number>> = { given: Infinity, session: 20, call: 200, told: 1000 }

/** Deeper than any answer of the API; an object that holds itself ends here. */
const DEEPEST = 20

/** Knows the secrets of one client. */
export function createRedactor(...given: unknown[]): Redactor {
  /** With the pattern of each. The newest is the last. */
  const secrets: Record<Origin, Map<string, () => RegExp>> = {
    given: new Map(),
    session: new Map(),
    call: new Map(),
    told: new Map(),
  }
  const all = Object.values(secrets)
  const isSecret = (text: string) => all.some((some) => some.has(text))
  let lastAuthorization: string | undefined

  const self: Redactor = {
    add(origin, ...more) {
      const some = secrets[origin]
      for (const secret of more)
        if (typeof secret === 'string' && secret) {
          const pattern = some.get(secret) ?? patternOf(secret)
          some.delete(secret)
          some.set(secret, pattern)
          if (some.size > most[origin]) some.delete(some.keys().next().value!)
        }
    },

    addRequest(url, headers) {
      const { authorization } = headers
      if (authorization && authorization !== lastAuthorization) self.add('call', authorization.replace('Bearer ', ''))
      lastAuthorization = authorization
      for (const name in headers) if (/^x-electricimp-/i.test(name)) self.add('call', headers[name])
      const [found, segment] = /(?:key|token)s(?:\/([^/?#]+))?|\/auth/.exec(url) ?? []
      if (segment) self.add('call', decoded(segment))
      return !!found
    },

    addSignIn(body) {
      for (const [name, value] of Object.entries(body)) if (name !== 'id') self.add('call', value)
    },

    learn(body) {
      const { data, access_token, refresh_token } = Object(body) as Record<string, unknown>
      if (access_token || refresh_token) self.add('told', access_token, refresh_token)
      // Of these, the id is the secret itself.
      const items = (Array.isArray(data) ? data : [data]) as ({ type?: unknown; id?: unknown } | null | undefined)[]
      if (secretType.test(String(items[0]?.type))) self.add('told', ...items.map((item) => item?.id))
    },

    text(text) {
      let rest = text
      // The longest first: one may be a part of another.
      const found = all.flatMap((some) => Array.from(some)).toSorted(([a], [b]) => b.length - a.length)
      for (const [secret, pattern] of found) if (!isWord(secret)) rest = rest.replace(pattern(), '***')
      return redactUrl(rest)
    },

    value(value) {
      const plain = (value: unknown, depth: number): unknown => {
        if (typeof value === 'string') return isSecret(value) ? '***' : self.text(value)
        if (typeof value === 'number' || typeof value === 'bigint') return isSecret(String(value)) ? '***' : value
        if (typeof value !== 'object' || value === null) return typeof value === 'function' ? '[Function]' : value
        if (value instanceof Error) return self.error(value)
        if (depth > DEEPEST) return '…'
        if (Array.isArray(value)) return value.map((item) => plain(item, depth + 1))
        const kind = Object.prototype.toString.call(value).slice(8, -1)
        if (kind !== 'Object' || ![Object.prototype, null].includes(Object.getPrototypeOf(value) as object | null))
          return `[${value.constructor?.name ?? kind}]`
        return Object.fromEntries(
          Object.entries(value).map(([name, item]) => [
            self.text(name),
            item && item !== true && secretName.test(name) ? '***' : plain(item, depth + 1),
          ]),
        )
      }
      return plain(value, 0)
    },

    error(error) {
      const seen = new Set<unknown>()
      const copyOf = (error: unknown): unknown => {
        if (!(error instanceof Error)) return self.value(error)
        if (seen.has(error) || seen.size > DEEPEST) return undefined
        seen.add(error)
        const copy = Object.setPrototypeOf(new Error(self.text(error.message)), Object.getPrototypeOf(error)) as Error
        // The class may have these as accessors, which a copy has not the inside for.
        const fields: Record<string, unknown> = {
          name: error.name,
          stack: error.stack,
          code: (error as { code?: unknown }).code,
        }
        // `data` is what Node's HTTP parser could not read.
        for (const name of Object.getOwnPropertyNames(error))
          if (!['message', 'data'].includes(name)) fields[name] = (error as unknown as Record<string, unknown>)[name]
        for (const [name, field] of Object.entries(fields))
          if (field !== undefined)
            Object.defineProperty(copy, name, {
              value: name === 'cause' ? copyOf(field) : Array.isArray(field) ? field.map(copyOf) : self.value(field),
              enumerable: Object.prototype.propertyIsEnumerable.call(error, name),
              configurable: true,
              writable: true,
            })
        return copy
      }
      // A getter, or a proxy, may do what it likes.
      try {
        return copyOf(error)
      } catch {
        return new Error('An error that cannot be shown')
      }
    },
  }
  self.add('given', ...given)
  return self
}
