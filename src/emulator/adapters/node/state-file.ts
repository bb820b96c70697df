/** Keeps a cloud in a file, so that it goes on where it was when it is started again. Node only. */
import { open, readFile, readlink, realpath, rename, rm } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { ImpCloud } from '../../imp-cloud.ts'
import type { Snapshot } from '../../cloud/snapshot.ts'

/**
 * The state that a file holds, for `createImpCloud({ state })`; `undefined` when there is no such file.
 *
 * @throws Error when the file is there and cannot be read, or is no JSON
 */
export async function loadState(file: string): Promise<Snapshot | undefined> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  try {
    return JSON.parse(text) as Snapshot
  } catch {
    throw new Error(`${file} does not hold the state of an emulator`)
  }
}

/** How long changes are gathered before they are written, in milliseconds. */
const gather = 100

/**
 * Writes the state of a cloud to a file after each change. The file is replaced as a whole: whoever reads it, and
 * whatever happens, finds one state or the next and never half of one.
 *
 * @returns stops it, after a last write; rejects when a write failed and there is no `onError` to hear of it.
 */
export function keepState(cloud: ImpCloud, file: string, onError?: (error: unknown) => void): () => Promise<void> {
  let timer: NodeJS.Timeout | undefined
  let writing = Promise.resolve()
  let failure: { error: unknown } | undefined

  const failed = (error: unknown) => {
    if (onError) onError(error)
    else failure ??= { error }
  }

  const write = () => {
    timer = undefined
    // One after the other: the last state must be the one that stays.
    writing = writing.then(() => saveState(cloud, file)).catch(failed)
  }
  const unsubscribe = cloud.onChange(() => {
    timer ??= setTimeout(write, gather)
  })
  write()
  return async () => {
    unsubscribe()
    clearTimeout(timer)
    write()
    await writing
    if (failure) throw failure.error
  }
}

/** Writes the state of a cloud to a file once. */
export const saveState = (cloud: ImpCloud, file: string): Promise<void> =>
  replace(file, JSON.stringify(cloud.snapshot()))

/** The file behind links, which need not be there yet. To rename onto a link would replace the link. */
export async function behindLinks(file: string): Promise<string> {
  try {
    return await realpath(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    const target = await readlink(file).catch(() => undefined)
    return target === undefined ? file : behindLinks(resolve(await realpath(dirname(file)), target))
  }
}

/** Where a process writes what is to become the file. */
export const draftOf = (file: string, pid: number): string => `${file}.${pid}.tmp`

async function replace(name: string, text: string): Promise<void> {
  const file = await behindLinks(name)
  const draft = draftOf(file, process.pid)
  try {
    await writeDurably(draft, text)
    await rename(draft, file)
  } catch (error) {
    // What a full disk left of it.
    await rm(draft, { force: true })
    throw error
  }
}

async function writeDurably(file: string, text: string): Promise<void> {
  // It holds passwords and tokens, if only those of a pretended cloud.
  const handle = await open(file, 'w', 0o600)
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
}
