import type { Contender } from './contender.ts'

const [module, name, config] = process.argv.slice(2) as [string, string, string]
const { contenders } = (await import(module)) as { contenders: Record<string, Contender> }
const work = await contenders[name]!(JSON.parse(config) as never)

process.on('message', ({ n, collect }: { n: number; collect: boolean }) => {
  void (async () => {
    if (collect) globalThis.gc?.()
    const cpu = process.cpuUsage()
    const begin = performance.now()
    const result = await work(n)
    const { user, system } = process.cpuUsage(cpu)
    const wall = (performance.now() - begin) * 1000
    if (collect) globalThis.gc?.()
    const { rss, heapUsed } = process.memoryUsage()
    process.send!({ cpu: user + system, wall, rss, heap: heapUsed, result })
  })()
})
// The parent is done.
process.on('disconnect', () => process.exit())
process.send!({})
