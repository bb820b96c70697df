/** Pseudo-random values from a seed, so that a cloud with the same seed hands out the same ids every time. */
export interface Random {
  /** A number from 0 up to, but not including, 1. */
  next(): number
  /** Lower-case hexadecimal digits. */
  hex(digits: number): string
  /** Characters of the URL-safe base64 alphabet, as agent ids and tokens use them. */
  base64url(length: number): string
  /** The 8-4-4-4-12 shape of the API's ids. Version and variant digits are arbitrary, as they are in the service. */
  uuid(): string
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** @param holder - keeps the generator's 32-bit state where it can be saved: a cloud that is restarted must not repeat its ids. */
export function createRandom(holder: { seed: number }): Random {
  // Mulberry32: one word of state is all that has to be saved.
  const word = () => {
    holder.seed = (holder.seed + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(holder.seed ^ (holder.seed >>> 15), holder.seed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
  const hex = (digits: number) => {
    let text = ''
    while (text.length < digits) text += word().toString(16).padStart(8, '0')
    return text.slice(0, digits)
  }
  return {
    next: () => word() / 2 ** 32,
    hex,
    base64url: (length) => Array.from({ length }, () => alphabet[word() >>> 26]!).join(''),
    uuid: () => hex(32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
  }
}
