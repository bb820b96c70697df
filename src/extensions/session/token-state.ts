/**
 * Which token is good, as far as the service's answers tell. Pure: it sends nothing, and the time is an argument.
 */

/** What a session lives on. */
export interface Tokens {
  accessToken?: string | undefined
  refreshToken?: string | undefined
  /** By the local clock: clocks differ, and the service tells how long a token lives. */
  expiresAt: number
  /** From when on it is renewed ahead of time. */
  renewAt: number
}

/** Milliseconds before the end of a token's life at which it is renewed, unless it lives so short that a tenth of its life is less. */
const MARGIN = 180_000

/** When a token ends that was asked for at that time and lives so long, and when it is renewed. */
export function lifeOf(askedAt: number, lifetime: number): Pick<Tokens, 'expiresAt' | 'renewAt'> {
  const expiresAt = askedAt + lifetime
  return { expiresAt, renewAt: expiresAt - Math.min(MARGIN, lifetime / 10) }
}

/** Milliseconds in which a new token that is refused, too, is not renewed again: it is not the token that is wrong. */
const DOUBT = 10_000
/** Milliseconds after which a renewal ahead of time that failed is tried again. */
const PATIENCE = 30_000

/** What is known of the tokens. */
export interface TokenState {
  readonly tokens: Tokens
  /** The current token came from somebody else: that it is refused says nothing of the next one. */
  readonly adopted: boolean
  /** The service refused the current token at once that came for a refused one: it is not the token that is wrong. */
  hopeless(now: number): boolean
  /** The current token, if it is one that is worth sending. */
  good(now: number): string | undefined
  /** Whether it is time to renew it ahead of its end. */
  isDue(now: number): boolean
  /** A renewal ahead of time failed: none for a while. */
  postpone(now: number): void
  /** Takes new tokens in place of the current ones, the service's own or `adopted` ones. */
  replace(next: Tokens, now: number, adopted?: boolean): void
  /** What an answer says of the token that its call carried: nothing, when there is a newer one. */
  learn(carried: string, accepted: boolean): void
}

/** The tokens of a session, beginning with what was given. */
export function createTokenState(given: Tokens): TokenState {
  let tokens = given
  /** The service refused the current token. */
  let refused = false
  /** From when on a current token counts again that took the place of a refused one and has not been accepted yet. */
  let unverifiedUntil = 0
  let adopted = false
  /** No renewal ahead of time before. */
  let aheadAt = 0
  return {
    get tokens() {
      return tokens
    },
    get adopted() {
      return adopted
    },
    hopeless: (now: number) => refused && now < unverifiedUntil,
    good: (now: number) =>
      now < tokens.expiresAt && (!refused || now < unverifiedUntil) ? tokens.accessToken : undefined,
    isDue: (now: number) => now >= Math.max(tokens.renewAt, aheadAt),
    postpone(now: number) {
      aheadAt = now + PATIENCE
    },
    replace(next: Tokens, now: number, fromOthers = false) {
      adopted = fromOthers
      unverifiedUntil = refused && !adopted ? now + DOUBT : 0
      tokens = next
      refused = false
      aheadAt = 0
    },
    learn(carried: string, accepted: boolean) {
      if (carried !== tokens.accessToken) return
      refused = !accepted
      if (accepted) unverifiedUntil = 0
    },
  }
}
