import * as fc from 'fast-check'

/** Numbers from 0 to below 1, all equally likely. A scenario takes many: none is kept. */
const chances = fc.infiniteStream(
  fc.noBias(fc.nat({ max: 2 ** 31 - 1 })).map((number) => number / 2 ** 31),
  { noHistory: true },
)

/** Random numbers that are the same in each run. What one test needs a few of is better a property. */
export function seeded(seed: number): () => number {
  const [stream] = fc.sample(chances, { seed, numRuns: 1 }) as [fc.Stream<number>]
  return () => stream.next().value as number
}
