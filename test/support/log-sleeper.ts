/** A process of its own that consumes a flood of lines, asleep for much of the time. Prints what it saw as JSON. */
import { openLogStream } from '../../src/extensions/log-streams/index.ts'

const [port, lines] = process.argv.slice(2).map(Number) as [number, number]
const collect = (globalThis as unknown as { gc: () => void }).gc

const heap = () => {
  collect()
  const { heapUsed, external, arrayBuffers } = process.memoryUsage()
  return heapUsed + external + arrayBuffers
}

const stream = await openLogStream(
  { fetch, baseUrl: `http://127.0.0.1:${port}/v5` },
  { devices: ['5000d8c46a56cf10'], format: 'text' },
)
let next = 0
let wrong = 0
let most = 0
const before = heap()
for await (const event of stream) {
  if (event.type !== 'message') continue
  if (event.text !== `line ${next}`) wrong++
  next++
  if (next % 20_000 === 0) {
    await new Promise((resolve) => setTimeout(resolve, 30))
    most = Math.max(most, heap() - before)
  }
  if (next === lines) break
}
console.log(JSON.stringify({ lines: next, wrong, growth: most }))
