/** Pseudo-random values from a seed, so that a cloud with the same seed hands out the same ids every time. */
export interface Random {
  /** A number from 0 up to, but not including, 1. */
  next(): number
  /** Lower-case hexadecimal digits. */
  hex(digits: number): string
  /** Characters of the URL-safe base64 alphabet, as tokens use them. */
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

/**
 * The agent id of a device under a plan: 12 characters that are always the same for the pair, and others for any other
 * pair. The state need not remember them.
 */
export function agentIdOf(device: string, plan: string): string {
  const text = `${device} ${plan}`
  let id = ''
  // Three hashes of 32 bits, of which each gives four characters of six bits.
  for (let part = 1; part <= 3; part++) {
    let hash = Math.imul(part, 0x9e3779b1)
    for (let at = 0; at < text.length; at++) {
      hash = Math.imul(hash ^ text.charCodeAt(at), 0x85ebca6b)
      hash ^= hash >>> 13
    }
    hash = Math.imul(hash ^ (hash >>> 16), 0xc2b2ae35)
    for (let bits = 26; bits >= 8; bits -= 6) id += alphabet[(hash >>> bits) & 63]!
  }
  return id
}
