import type { Difference, Finding } from './difference.ts'

/** Different differences that are kept. A service can invent places without end. */
const most = 1000

/** Each kind of difference once per place, with a count. */
export interface Collector {
  readonly differences: readonly Difference[]
  /** Enters what one exchange showed. A place counts once per exchange. */
  enter(exchange: Pick<Difference, 'operation' | 'method' | 'path' | 'status'>, findings: readonly Finding[]): void
}

export function createCollector(isNew: (difference: Difference) => void): Collector {
  const known = new Map<string, Difference>()
  return {
    get differences() {
      return [...known.values()]
    },
    enter(exchange, findings) {
      if (findings.length === 0) return
      const seen = new Set<string>()
      for (const finding of findings) {
        const { method, path, status } = exchange
        const key = [method, path, status, finding.place, finding.kind].join('\n')
        if (seen.has(key)) continue
        seen.add(key)
        const before = known.get(key)
        if (before) before.count++
        else if (known.size < most) {
          const difference = { ...exchange, ...finding, count: 1 }
          known.set(key, difference)
          isNew(difference)
        }
      }
    },
  }
}
