/** Values in place of values: of the same shape, and of nobody. */

/** Replaces values; the same value always by the same other one. */
export interface Replacer {
  text(value: string): string
  number(value: number): number
}

const digits = '0123456789'
const hexadecimal = '0123456789abcdef'
const lower = 'abcdefghijklmnopqrstuvwxyz'
const day = 86_400_000

const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/
const exactHex = /^[0-9a-f:-]{8,}$/i

/** What stands in the parts of a URL is replaced, its punctuation stays. */
const isUrl = /^[a-z][a-z0-9+.-]*:\/\//i

export function createReplacer(random: () => number = Math.random): Replacer {
  const known = new Map<string, string>()
  /** All times are moved by as much. */
  const shift = (Math.floor(random() * 3650) - 7300) * day
  const pick = (letters: string) => letters[Math.floor(random() * letters.length)]!

  /** Each character by another one of its kind. A text keeps its length, its spaces and its punctuation. */
  const letters = (value: string, hex: boolean) =>
    Array.from(value)
      .map((letter) => {
        const other = (kind: string) => {
          for (;;) {
            const found = pick(kind)
            if (found !== letter.toLowerCase()) return found
          }
        }
        if (hex && /[0-9a-f]/i.test(letter)) return other(hexadecimal)
        if (/\d/.test(letter)) return other(digits)
        if (/[a-z]/.test(letter)) return other(lower)
        if (/[A-Z]/.test(letter)) return other(lower).toUpperCase()
        // Only what holds the parts of a text together stays.
        return /[\s.,:/@_-]/.test(letter) ? letter : 'x'
      })
      .join('')

  const replace = (value: string): string => {
    if (dateTime.test(value) && !Number.isNaN(Date.parse(value)))
      return new Date(Date.parse(value) + shift).toISOString()
    if (isUrl.test(value)) {
      const [, scheme = '', rest = ''] = /^([a-z][a-z0-9+.-]*:\/\/)([^]*)$/i.exec(value)!
      // An id in a link stays the id of the object that it leads to.
      return (
        (/^https?:/i.test(scheme) ? scheme : 'x://') +
        rest
          .split(/([/?&=%:]+)/)
          .map((part, index) => (index % 2 === 0 && part !== '' ? text(part) : part))
          .join('')
      )
    }
    const other = letters(value, exactHex.test(value))
    return other === value ? 'x'.repeat(value.length) : other
  }

  const text = (value: string): string => {
    // An id in capitals stays that of the same object.
    if (exactHex.test(value) && /[A-F]/.test(value)) return text(value.toLowerCase()).toUpperCase()
    let found = known.get(value)
    if (found === undefined) known.set(value, (found = replace(value)))
    return found
  }

  return {
    text,
    number(value) {
      const written = letters(String(Math.trunc(Math.abs(value))), false).replace(/^0+(?=.)/, '1')
      const other = Number(written) + (Number.isInteger(value) ? 0 : 0.5)
      return value < 0 ? -other : other
    },
  }
}
