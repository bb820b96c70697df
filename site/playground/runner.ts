/** The worker in which a program of the playground runs, with the package and a local impCloud. */
import * as impcentral from 'impcentral'
import * as emulator from 'impcentral/emulator'
import { createTalkingCloud, toldFetch } from './cloud.ts'
import type { Message, Output, Run } from './messages.ts'
import { runModule } from './modules.ts'
import { print } from './print.ts'

const tell = (message: Message) => postMessage(message)
const output =
  (level: Output['level']) =>
  (...values: unknown[]) =>
    tell({ type: 'output', level, text: values.map(print).join(' ') })

const cloud = createTalkingCloud()
Object.assign(globalThis, { fetch: toldFetch(cloud, tell), impCloud: cloud })
for (const level of ['log', 'info', 'debug'] as const) console[level] = output('log')
for (const level of ['warn', 'error'] as const) console[level] = output('error')

// What nobody waits for fails here.
addEventListener('unhandledrejection', (event) => {
  event.preventDefault()
  output('error')(event.reason)
})

async function run(code: string): Promise<void> {
  try {
    await runModule(code, { impcentral, 'impcentral/emulator': emulator })
    tell({ type: 'end', failed: false })
  } catch (error) {
    output('error')(error)
    tell({ type: 'end', failed: true })
  }
}

addEventListener('message', ({ data }: MessageEvent<Run>) => void run(data.code))
