/** A process of its own that ends a log stream in one of the ways there are, and has nothing else to do. */
import { openLogStream } from '../../src/extensions/log-streams/index.ts'
import { historyOf } from './log-history.ts'

const [baseUrl, way] = process.argv.slice(2) as [string, string]
const controller = new AbortController()
const device = '5000d8c46a56cf10'
const opening = openLogStream(
  { fetch, baseUrl, history: historyOf(baseUrl) },
  { devices: [device], signal: controller.signal },
)

if (way === 'abort at once') controller.abort()
const stream = await opening.catch((error: unknown) => {
  if (error !== controller.signal.reason) throw error
})
if (stream) {
  for await (const event of stream) {
    console.log(event.type)
    if (way === 'break') break
    if (way === 'close') await stream.close()
    if (way === 'abort') controller.abort()
  }
}
