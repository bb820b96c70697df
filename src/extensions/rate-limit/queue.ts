/** Who waits, in which order. Adding and leaving take the same time however many wait. */

/** Those of an earlier lane go first. */
export const lanes = { first: 0, again: 1, fresh: 2 } as const
export type Lane = (typeof lanes)[keyof typeof lanes]

interface Link<T> {
  before: Link<T>
  after: Link<T>
  value?: T
}

/** A ring that ends where it begins. */
function createRing<T>(): Link<T> {
  const ring = {} as Link<T>
  ring.before = ring.after = ring
  return ring
}

export interface Queue<T> {
  readonly length: number
  /** Who goes first. */
  first(): T | undefined
  /** Puts someone at the end of a lane. Returns a function that takes them out again, once. */
  add(value: T, lane: Lane): () => void
  /** The cost of all who go before whoever is added to this lane. */
  ahead(lane: Lane): number
}

/** First come, first served within each lane. */
export function createQueue<T extends { cost: number }>(): Queue<T> {
  const rings = Object.values(lanes).map(() => createRing<T>())
  const costs = rings.map(() => 0)
  let length = 0
  return {
    get length() {
      return length
    },
    first: () => rings.find((ring) => ring.after !== ring)?.after.value,
    add(value, lane) {
      const ring = rings[lane]!
      const link: Link<T> = { before: ring.before, after: ring, value }
      ring.before = ring.before.after = link
      costs[lane]! += value.cost
      length++
      return () => {
        if (!link.value) return
        link.before.after = link.after
        link.after.before = link.before
        delete link.value
        costs[lane]! -= value.cost
        length--
      }
    },
    ahead: (lane) => costs.slice(0, lane + 1).reduce((sum, cost) => sum + cost, 0),
  }
}
