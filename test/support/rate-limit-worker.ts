/** One of several processes on one account: so many reads, so many at a time, at the word on its standard input. */
import { once } from 'node:events'
import { transport } from './transport.ts'

const [baseUrl, reads, atOnce] = process.argv.slice(2)
const { fetch } = transport({ baseUrl: baseUrl!, auth: { accessToken: 'T' } })

console.log('ready')
await once(process.stdin, 'data')
let left = Number(reads)
let failed = 0
await Promise.all(
  Array.from({ length: Number(atOnce) }, async () => {
    while (left-- > 0) {
      const response = await fetch(`${baseUrl}/products/1`).catch(() => undefined)
      if (response?.status !== 200) failed++
    }
  }),
)
console.log(JSON.stringify({ failed }))
process.stdin.destroy()
