/** Keeps secrets out of everything that an error, a warning or a log line shows. */
import { decoded } from '../core/url.ts'

/** `access_token`, `X-Electricimp-Key`, `unbondKey`, `password`: not `tokens_remaining` and not `monkey`. */
const secretName = /([Tt]oken|[Pp]assword|[Ss]ecret|[Aa]uthorization|(^|[_-])(otp|OTP)|(^|[_-])[Kk]ey|[a-z]Key)s?$/

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

/** A pattern for a character as URLs encode it, as JSON escapes it (`\/`, `\u00e4`; twice for JSON within JSON), and as it is. */
function patternOf(char: string): string {
  if (/\w/.test(char)) return char
  const inHex = (code: string) => code.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`)
  const bytes = Array.from(new TextEncoder().encode(char), (byte) => inHex(`%${byte.toString(16).padStart(2, '0')}`))
  const units = char.split('').map((unit) => `\\\\+u${inHex(unit.charCodeAt(0).toString(16).padStart(4, '0'))}`)
  // The longest first: of `%25` the percent sign alone would match as well.
  const escaped = literal(JSON.stringify(char).slice(1, -1).replace(/^\\/, ''))
  const forms = [bytes.join(''), units.join(''), `\\\\*${literal(char)}`, `\\\\+${escaped}`]
  return `(?:${forms.join('|')}${char === ' ' ? '|\\+' : ''})`
}

/** Takes out what must not show. */
export interface Redactor {
  /** Texts that must not show from here on; whatever is no text is passed over. */
  add(...secrets: unknown[]): void
  /** Takes note of what a request carries: the service may repeat it. */
  addRequest(url: string, headers: Readonly<Record<string, string>>): void
  /** A text without them. */
  text(text: string): string
  /** Any value, as data without them: of what is neither plain object nor array only the kind is left. */
  value(value: unknown): unknown
  /** An error of somebody else's as a copy that can be shown, with its causes. */
  error(error: unknown): unknown
}

/** Tokens are renewed every hour: what was given first is kept, and the newest of the rest. */
const MOST_SECRETS = 200
/** Deeper than any answer of the API; an object that holds itself ends here. */
const DEEPEST = 20

/** Knows the secrets of one client. */
export function createRedactor(...given: unknown[]): Redactor {
  /** With the pattern of each, made when it is first looked for. */
  const secrets = new Map<string, RegExp | undefined>()
  let first = 0
  let lastAuthorization: string | undefined

  const self: Redactor = {
    add(...more) {
      for (const secret of more)
        if (typeof secret === 'string' && secret && !secrets.has(secret)) {
          if (secrets.size >= MOST_SECRETS) secrets.delete([...secrets.keys()][first]!)
          secrets.set(secret, undefined)
        }
    },

    addRequest(url, headers) {
      const { authorization } = headers
      if (authorization && authorization !== lastAuthorization) self.add(authorization.replace('Bearer ', ''))
      lastAuthorization = authorization
      for (const name in headers) if (name.startsWith('x-electricimp-')) self.add(headers[name])
      const [, segment] = /(?:key|token)s\/([^/?#]+)/.exec(url) ?? []
      if (segment) self.add(decoded(segment))
    },

    text(text) {
      let rest = text
      for (const [secret, pattern] of secrets) {
        if (isWord(secret)) continue
        const found = pattern ?? new RegExp(Array.from(secret, patternOf).join(''), 'g')
        if (!pattern) secrets.set(secret, found)
        rest = rest.replace(found, '***')
      }
      return redactUrl(rest)
    },

    value(value) {
      const plain = (value: unknown, depth: number): unknown => {
        if (typeof value === 'string') return secrets.has(value) ? '***' : self.text(value)
        if (typeof value === 'number' || typeof value === 'bigint') return secrets.has(String(value)) ? '***' : value
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
  self.add(...given)
  first = secrets.size
  return self
}
