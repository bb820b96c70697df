/**
 * Changes the files of a room, one change at a time, and runs the room's tests: a change that no test notices has
 * survived. Ends with an error when too many have survived in a room.
 *
 *   npm run test:mutation                       all rooms
 *   npm run test:mutation:pure                  those whose tests need no server and no program
 *   npm run test:mutation -- retry errors       some of the rooms
 *   npm run test:mutation -- src/errors/network.ts    one file, on the tests of its room
 */
import { globSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { Stryker } from '@stryker-mutator/core'
import { equivalents } from './equivalents.ts'
import { type Room, rooms } from './rooms.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
process.chdir(root)

/** The files that a room's globs name. One that names none is a mistake. */
function found(globs: readonly string[]): string[] {
  return globs.flatMap((glob) => {
    const files = globSync(glob)
    if (files.length === 0) throw new Error(`tools/mutation/rooms.ts: no file is named ${glob}`)
    return files
  })
}

/** What the command line asks for: rooms by name, files by path. */
function chosen(): [name: string, Room][] {
  const { values, positionals } = parseArgs({ options: { pure: { type: 'boolean' } }, allowPositionals: true })
  const all = Object.entries(rooms).filter(([, room]) => !values.pure || room.pure)
  if (positionals.length === 0) return all
  return positionals.map((word) => {
    const one = all.find(([name, { files }]) => name === word || found(files).includes(word))
    if (!one) throw new Error(`No room is named or holds "${word}"; there are ${all.map(([name]) => name).join(', ')}`)
    const [name, room] = one
    return name === word ? one : [word, { ...room, files: [word] }]
  })
}

interface Count {
  killed: number
  survived: number
  equivalent: number
}

/** Mutants that were tried in vain, such as those that are no valid program, do not count. */
async function tryRoom(room: Room): Promise<Count> {
  // Not by Stryker's own `testFiles`: with it, Stryker 10.1 runs the tests of what a module does when it is loaded on the
  // original, so that all those mutants survive.
  process.env['MUTATION_TESTS'] = found(room.tests).join(',')
  const results = await new Stryker({
    mutate: found(room.files),
    concurrency: availableParallelism(),
  }).runMutationTest()
  const count = { killed: 0, survived: 0, equivalent: 0 }
  for (const { status, fileName, location, replacement } of results) {
    if (status === 'Killed' || status === 'Timeout') count.killed++
    if (status !== 'Survived' && status !== 'NoCoverage') continue
    const file = relative(root, fileName)
    const line = readFileSync(file, 'utf8').split('\n')[location.start.line - 1]!.trim()
    const known = equivalents.some(
      (one) => one.file === file && one.line === line && one.replacement === (replacement ?? ''),
    )
    if (known) count.equivalent++
    else count.survived++
  }
  return count
}

const lines: string[] = []
for (const [name, room] of chosen()) {
  console.log(`--- ${name}`)
  const { killed, survived, equivalent } = await tryRoom(room)
  const score = (killed / (killed + survived)) * 100
  const counted = `${killed} of ${killed + survived} mutants killed, ${equivalent} equivalent`
  lines.push(`${name}: ${score.toFixed(1)} % (at least ${room.atLeast} %), ${counted}`)
  console.log(lines.at(-1))
  if (!(score >= room.atLeast)) process.exitCode = 1
}
console.log(['---', ...lines].join('\n'))
