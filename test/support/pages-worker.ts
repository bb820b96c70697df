/** Walks 10,000 devices page by page and prints how much the heap grew, in bytes. Run with `--expose-gc`. */
import { createImpCentral } from 'impcentral'

declare const gc: () => void
const imp = createImpCentral({ baseUrl: process.argv[2]!, auth: { accessToken: 'token' } })
// The first walk loads what any walk needs.
await imp.devices.list({ page: { size: 100 } }).toArray({ limit: 300 })
gc()
const before = process.memoryUsage().heapUsed
let peak = 0
let count = 0
for await (const page of imp.devices.list({ page: { size: 100 } }).pages()) {
  count += page.data.length
  gc()
  peak = Math.max(peak, process.memoryUsage().heapUsed)
}
console.log(JSON.stringify({ count, growth: peak - before }))
