// Node, Bun and Deno: one argument in, one line out. The process ends by itself if the client leaves nothing behind.
import process from 'node:process'
import { run } from './suite.js'

console.log(JSON.stringify(await run(JSON.parse(process.argv[2]))))
