/**
 * Which page of a list is read next, and when. Pure.
 *
 * The service counts requests in a bucket for each account and fills it again every second. Others live on that bucket
 * too, so that refreshing takes a tenth of it at most, however large the fleet is: pages with rows in view come first,
 * and the others take turns.
 */

/** The part of the bucket that refreshing may take. */
export const refreshShare = 0.1

/** The part that the first reading may take: it is short, and somebody waits for it. */
export const firstShare = 0.5

/** The only size of the bucket on record; it holds until an answer tells another. */
export const usualLimit = 40

export interface PolledPage {
  list: 'devices' | 'groups'
  /** Counted from 1. */
  number: number
  /** When it was asked for last, in milliseconds; `undefined` before the first time. */
  askedAt: number | undefined
  /** It holds rows that are on the screen. */
  inView: boolean
}

export interface PollingState {
  pages: readonly PolledPage[]
  /** Size of the bucket, where an answer has told it. */
  limit: number | undefined
  /** When the last request was sent. */
  sentAt: number
  /** How many requests were sent. Of two, one goes to a page in view, so that the others are not forgotten. */
  sent: number
}

/** Milliseconds after which a page is old. Groups get new names seldom. */
const lifetime = { devices: 2500, groups: 60_000 }

const dueAt = ({ list, askedAt }: PolledPage) => (askedAt === undefined ? -Infinity : askedAt + lifetime[list])

const earliest = (pages: readonly PolledPage[]) =>
  pages.reduce<PolledPage | undefined>(
    (first, page) => (first && dueAt(first) <= dueAt(page) ? first : page),
    undefined,
  )

/** The next page to ask for, and the time at which it may be sent. */
export function nextRequest({ pages, limit = usualLimit, sentAt, sent }: PollingState): {
  page: PolledPage
  at: number
} {
  const unread = pages.some(({ askedAt }) => askedAt === undefined)
  const mayBeSent = sentAt + 1000 / (limit * (unread ? firstShare : refreshShare))
  const at = Math.max(mayBeSent, dueAt(earliest(pages)!))
  const due = pages.filter((page) => dueAt(page) <= at)
  const preferred = !unread && sent % 2 === 0 ? due.filter(({ inView }) => inView) : []
  return { page: earliest(preferred) ?? earliest(due)!, at }
}
