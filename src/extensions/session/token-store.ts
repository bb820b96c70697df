/** A session's tokens in the store that the caller gave. The store may be slow, down or forgetful, and no call shall fail for that. */
import { tryJson } from '../../core/json.ts'
import { tell } from '../../core/tell.ts'
import { type Clock, within } from '../../core/time.ts'
import type { Warning } from '../../errors/objects.ts'
import type { Redactor } from '../../errors/redaction.ts'
import { usable } from './sign-in.ts'
import type { Tokens } from './token-state.ts'

/**
 * Where tokens outlive the process, and where several processes share them. A [Keyv](https://keyv.org) instance fits. Values are strings. Whoever can
 * read the store can use the account: protect it as you would the password. It is given two seconds for each renewal; then the session goes on without it.
 */
export interface TokenStore {
  /** Gives the value, or a promise of it; `undefined` or `null` where there is none. */
  get(key: string): unknown
  /**
   * Keeps a value. A promise is waited for; what it gives is not looked at.
   * @param ttl milliseconds after which the entry may go.
   */
  set(key: string, value: string, ttl?: number): unknown
  /** Forgets a value, if there is one. A promise is waited for. */
  delete(key: string): unknown
}

/** Milliseconds that the store may take in one renewal. */
const PATIENCE = 2000

/** What a session keeps in a store. */
export interface KeptTokens {
  /** Whether there is a store that has not failed since `begin`. */
  readonly works: boolean
  /** The key of the session's entry, which is also the name of its lock. */
  key(): Promise<string>
  /** A new renewal: a store that failed before is tried again. */
  begin(): void
  /** What the store has. */
  load(): Promise<Tokens | undefined>
  /** Keeps the tokens, and looks whether they are there. */
  save(tokens: Tokens): Promise<void>
  /** Takes them out. */
  forget(): Promise<void>
  /** Tells that the store, or its lock, has failed. */
  failed(cause: unknown): void
}

export interface KeptTokensOptions {
  store: TokenStore | undefined
  /** Whose session it is. */
  owner: string
  clock: Clock
  redactor: Redactor
  onWarning: ((warning: Warning) => unknown) | undefined
}

export function keepTokens({ store, owner, clock, redactor, onWarning }: KeptTokensOptions): KeptTokens {
  let works = false
  let spent = 0
  let key: Promise<string> | undefined

  // A digest: a store's keys show up in places where its values do not.
  const digest = async () =>
    `impcentral:${btoa(String.fromCharCode(...new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(owner)))))}`

  const failed = (cause: unknown) => {
    works = false
    const detail = 'The session goes on without it'
    tell(() => onWarning?.({ code: 'token_store', title: 'Token store failed', detail, cause: redactor.error(cause) }))
  }

  /** Works on the store, as long as it has patience left; a failure is told and is none of the caller's. */
  const attempt = async <T>(work: (store: TokenStore, key: string) => unknown): Promise<T | undefined> => {
    if (!store || !works) return undefined
    const begunAt = clock.now()
    try {
      const name = await (key ??= digest())
      return await within(PATIENCE - spent, clock, (async () => work(store, name) as T)())
    } catch (error) {
      failed(error)
      return undefined
    } finally {
      spent += clock.now() - begunAt
    }
  }

  return {
    get works() {
      return works
    },
    key: () => (key ??= digest()),
    begin() {
      works = store !== undefined
      spent = 0
    },
    async load() {
      const found = tryJson(await attempt<string>((store, key) => store.get(key))) as Tokens | undefined
      if (!usable(found?.accessToken)) return undefined
      redactor.add('session', found.accessToken, found.refreshToken)
      return { ...found, refreshToken: usable(found.refreshToken) ? found.refreshToken : undefined }
    },
    async save(tokens) {
      const value = JSON.stringify(tokens)
      // A refresh token has no stated end.
      const ttl = tokens.refreshToken ? undefined : tokens.expiresAt - clock.now()
      await attempt((store, key) => store.set(key, value, ttl))
      // Some stores swallow what they are given while their server is away.
      const kept = await attempt((store, key) => store.get(key))
      if (works && !kept) failed(new Error('The store does not have what it was given'))
    },
    async forget() {
      await attempt((store, key) => store.delete(key))
    },
    failed,
  }
}
