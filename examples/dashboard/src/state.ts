/** What the page knows, and what one can do on it. The views draw the one and call the other. */
import type { View } from './address.ts'
import type { Column, Filter } from './arrange.ts'
import type { Fleet, FleetDevice } from './fleet.ts'
import type { Tail } from './logs.ts'
import type { RowWindow } from './rows.ts'

/** The account of a local demo. It is no secret, and the sign-in shows it. */
export interface Demo {
  id: string
  password: string
  /** For an account with a second factor. */
  otp?: string | undefined
}

/** What the bucket of requests held at some time. */
export interface Sample {
  remaining: number
  limit: number
}

export interface State {
  /** Name of the account. */
  account: string | undefined
  /** `undefined` until the first page has come. */
  fleet: Fleet | undefined
  view: View
  /** The devices that the filter lets through, in order. */
  shown: readonly FleetDevice[]
  /** Which of them are drawn. */
  rows: RowWindow
  /** Followed devices, each with the number of its colour. */
  followed: ReadonlyMap<string, number>
  /** What went wrong at the last refresh, as a sentence. */
  problem: string | undefined
  /** Why the last choice was not taken. */
  hint: string | undefined
  /** The latest sample last. */
  samples: readonly Sample[]
  /** Calls that wait for the rate limit. */
  waiting: number
  tail: Tail
  /** The log panel shows its head only. It matters on narrow screens alone. */
  folded: boolean
  now: number
}

export interface Actions {
  filter: (change: Partial<Filter>) => void
  sortBy: (column: Column) => void
  /** Follows the logs of a device, or no longer. */
  follow: (device: string) => void
  fold: () => void
  clear: () => void
  signOut: () => void
}
