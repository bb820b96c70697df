import { routes, type OperationId } from '../../generated/emulator.js'
import type { CoreRequest, CoreResponse } from '../cloud/exchange.ts'
import type { Random } from '../cloud/random.ts'
import type { Fault, FaultScope } from './controls.ts'

/** What a fault does to a request that it strikes. */
export interface Rule {
  /** Takes the place of the operation, or comes before it. */
  before?: (request: CoreRequest) => Promise<CoreResponse | undefined>
  /** Changes the answer. */
  after?: (response: CoreResponse) => Promise<CoreResponse>
}

/** The rules that strike one request. */
export type Strike = (operation: OperationId) => readonly Rule[]

export interface Rules {
  /** @throws Error for an operation that there is not */
  readonly add: (scope: FaultScope, rule: Rule) => Fault
  readonly clear: () => void
  readonly strike: Strike
}

/** The faults that are switched on, and which of them the next request meets. */
export function createRules(random: Random): Rules {
  const active = new Set<{ scope: FaultScope; rule: Rule; seen: number; hits: number }>()

  const add: Rules['add'] = (scope: FaultScope, rule) => {
    const { operation = [] } = scope
    for (const id of typeof operation === 'string' ? [operation] : operation) {
      if (!routes.some((route) => route.operation === id)) throw new Error(`There is no operation ${id}`)
    }
    const entry = { scope, rule, seen: 0, hits: 0 }
    active.add(entry)
    return {
      get hits() {
        return entry.hits
      },
      stop: () => void active.delete(entry),
    }
  }

  return {
    add,
    clear: () => active.clear(),
    strike(operation) {
      if (active.size === 0) return []
      const strike: Rule[] = []
      for (const entry of active) {
        const { operation: wanted, times = Infinity, after = 0, probability = 1 } = entry.scope
        const matches =
          wanted === undefined || (typeof wanted === 'string' ? wanted === operation : wanted.includes(operation))
        if (!matches || entry.seen++ < after || entry.hits >= times) continue
        if (probability < 1 && random.next() >= probability) continue
        entry.hits++
        strike.push(entry.rule)
      }
      return strike
    },
  }
}
