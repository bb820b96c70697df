/**
 * A contender in a process of its own, so that its processor time and memory are its alone. It lives through all rounds,
 * warm, and works only when it is told to.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** Does `n` units of work. What it returns is handed on. */
export type Work = (n: number) => Promise<unknown>

/** Makes the work ready. `config` is whatever the row hands over. */
export type Contender = (config: never) => Work | Promise<Work>

export interface Sample {
  /** Microseconds of processor time, user and system, all threads. */
  cpu: number
  /** Microseconds by the clock. */
  wall: number
  /** Bytes of the process in memory afterwards. */
  rss: number
  /** Bytes of live objects afterwards, where garbage was collected before. */
  heap: number
  result: unknown
}

export interface Running extends AsyncDisposable {
  name: string
  /**
   * @param collect Whether garbage is collected before and after, which memory is measured by. It makes V8 begin anew with a small space for young
   * objects, so that small work takes up to twice the time for a while. @default true
   */
  run(n: number, collect?: boolean): Promise<Sample>
}

const child = fileURLToPath(new URL('./child.ts', import.meta.url))

/** Starts the contender `name` of a module that exports `contenders`. */
export async function start(module: string, name: string, config: object, execArgv: string[] = []): Promise<Running> {
  const process: ChildProcess = fork(child, [module, name, JSON.stringify(config)], {
    execArgv: ['--expose-gc', '--disable-warning=ExperimentalWarning', ...execArgv],
  })
  const exited = once(process, 'exit')
  const answer = async () => {
    const waiting = new AbortController()
    try {
      const [message] = (await Promise.race([
        once(process, 'message', waiting),
        exited.then(([code]) => Promise.reject(new Error(`${name} ended with ${code}`))),
      ])) as [Sample]
      return message
    } finally {
      waiting.abort()
    }
  }
  await answer()
  return {
    name,
    run(n, collect = true) {
      process.send({ n, collect })
      return answer()
    },
    async [Symbol.asyncDispose]() {
      process.disconnect()
      await exited
    },
  }
}

/**
 * Rounds of all contenders in turn (A B C A B C …), after one round that is thrown away. Every other round goes the
 * other way, so that nobody always comes first.
 */
export async function interleave(
  contenders: readonly Running[],
  rounds: number,
  work: (contender: Running, warmUp: boolean) => Promise<Sample>,
): Promise<Record<string, Sample[]>> {
  const samples: Record<string, Sample[]> = Object.fromEntries(contenders.map(({ name }) => [name, []]))
  for (const contender of contenders) await work(contender, true)
  for (let round = 0; round < rounds; round++) {
    for (const contender of round % 2 ? contenders.toReversed() : contenders) {
      samples[contender.name]!.push(await work(contender, false))
    }
  }
  return samples
}
