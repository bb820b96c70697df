/** Starts a server of `servers/` in a process of its own, so that its work is on nobody's account. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export interface Server extends AsyncDisposable {
  url: string
  /** Asks the server what it has to tell. */
  ask<T>(question: object): Promise<T>
}

export async function serve(name: string, config: object = {}): Promise<Server> {
  const file = fileURLToPath(new URL(`../servers/${name}.ts`, import.meta.url))
  const process = fork(file, [JSON.stringify(config)], { execArgv: ['--disable-warning=ExperimentalWarning'] })
  const [{ url }] = (await once(process, 'message')) as [{ url: string }]
  return {
    url,
    async ask<T>(question: object) {
      process.send(question)
      return ((await once(process, 'message')) as [T])[0]
    },
    async [Symbol.asyncDispose]() {
      const gone = once(process, 'exit')
      process.disconnect()
      await gone
    },
  }
}
