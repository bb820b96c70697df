/** Imports one module in a fresh process and prints what that took. Without a module: what the process has anyway. */
const [module] = process.argv.slice(2)
globalThis.gc!()
const before = process.memoryUsage()
const cpu = process.cpuUsage()
const begin = performance.now()
const imported: unknown = module && (await import(module))
const wall = performance.now() - begin
const { user, system } = process.cpuUsage(cpu)
globalThis.gc!()
const after = process.memoryUsage()
console.log(
  JSON.stringify({
    wall,
    cpu: (user + system) / 1000,
    heap: after.heapUsed - before.heapUsed,
    rss: after.rss - before.rss,
    loaded: imported !== undefined,
  }),
)
