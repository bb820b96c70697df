/** Keeps two emulators from writing one state file. */
import { randomUUID } from 'node:crypto'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { behindLinks, draftOf } from './state-file.ts'

/**
 * Takes the file for this process, by a file beside it that holds the number of the process. A process that ended without
 * giving it back does not stand in the way.
 *
 * @returns gives it back
 * @throws Error when another process has it
 */
export async function lock(file: string): Promise<() => Promise<void>> {
  const target = await behindLinks(file)
  const name = `${target}.lock`
  while (!(await create(name))) {
    const holder = await holderOf(name)
    if (holder === undefined) continue
    if (isRunning(holder)) {
      throw new Error(
        `${file} is in use by another emulator (process ${holder}). If there is none, delete ${name} and start again.`,
      )
    }
    await takeAway(name, holder)
    // It may have been ended in the middle of a write.
    await rm(draftOf(target, holder), { force: true })
  }
  return () => rm(name, { force: true })
}

async function create(name: string): Promise<boolean> {
  try {
    await writeFile(name, `${process.pid}\n`, { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** The process in a lock. `undefined` when the lock has just gone. */
async function holderOf(name: string): Promise<number | undefined> {
  try {
    return Number(await readFile(name, 'utf8'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** A process of the same number as this one was an earlier one, as in a container that was started again. */
function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Of several processes that find the same lock left behind, one gets it. */
async function takeAway(name: string, holder: number): Promise<void> {
  const away = `${name}.${randomUUID()}`
  try {
    await rename(name, away)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  // Another process may have taken it between the look and the rename: then it goes back.
  if ((await holderOf(away)) === holder) await rm(away, { force: true })
  else await rename(away, name)
}
