import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { createQueue, lanes, type Lane } from '../../../src/extensions/rate-limit/queue.ts'

const anyLane = fc.constantFrom<Lane>(...Object.values(lanes))

test('keeps the order of lanes, and within each that of coming, whoever leaves', () => {
  const step = fc.oneof(
    fc.record({ lane: anyLane, cost: fc.integer({ min: 1, max: 100 }) }),
    fc.record({ leaves: fc.nat() }),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const queue = createQueue<{ cost: number }>()
      let model: { value: { cost: number }; lane: Lane; leave: () => void }[] = []
      for (const step of steps) {
        if ('lane' in step) {
          const value = { cost: step.cost }
          model.push({ value, lane: step.lane, leave: queue.add(value, step.lane) })
        } else {
          const gone = model[step.leaves % model.length]
          // Leaving twice is leaving once.
          gone?.leave()
          gone?.leave()
          model = model.filter((one) => one !== gone)
        }
        const order = model.toSorted((a, b) => a.lane - b.lane)
        expect(queue.first()).toBe(order[0]?.value)
        expect(queue.length).toBe(model.length)
        for (const lane of Object.values(lanes)) {
          const before = model.filter((one) => one.lane <= lane)
          expect(queue.ahead(lane)).toBe(before.reduce((sum, { value }) => sum + value.cost, 0))
        }
      }
    }),
    { seed: 1, numRuns: 200 },
  )
})
