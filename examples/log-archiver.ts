/**
 * Archives the logs of all devices of a device group: one JSON object per line, each line of a log once, whatever
 * happens to the connection or to this program.
 *
 *   npm run build:js
 *   IMPCENTRAL_LOGIN_KEY=… npx node examples/log-archiver.ts --group "Bench" --out bench.ndjson
 *
 * The archive itself is the only state. At each start the program reads what it holds, fetches from the historical logs
 * what has come since (they hold 1000 entries per device), and goes on live; at the first start it begins with all that
 * they hold. Where the history does not reach back to
 * the archive, a line `{"device_id", "gap": {"from", "to"}}` says so. Lines are appended whole; one that a crash
 * cut off is removed at the next start. One program per archive: two would write everything twice.
 *
 * Against a local impCloud: start `npx impcentral emulator --port 8420` in another terminal, set IMPCENTRAL_BASE_URL to
 * http://127.0.0.1:8420/v5 and IMPCENTRAL_ID and IMPCENTRAL_PASSWORD to what the emulator prints.
 */
import { open } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import {
  type ImpCentral,
  isConnectionError,
  isInternalError,
  isNotFoundError,
  isTimeoutError,
  type LogEntry,
  type LogStream,
} from 'impcentral'
import { connect, findDeviceGroup, readNumber, run, UsageError } from './support.ts'

const usage = `Usage: npx node examples/log-archiver.ts --group G --out FILE [options]

  --group G      Device group: its id or its name
  --out FILE     The archive, which is made or continued
  --refresh S    Seconds after which devices that joined or left the group are looked for (default: 60)`

/** Limits of the service (impCentral API how-to, "Live Log Streaming"): devices in a stream, streams of an account. */
const streamSize = 8
const streamLimit = 8
/** More than the history of a device holds. */
const remembered = 2000
/** An entry may enter the history a little after it was logged: the history is read again so much later. */
const settleTime = 3000

/** A line of the archive: an entry as the API streams it, or a stretch of time for which entries are missing. */
type Line = ({ device_id: string } & LogEntry) | { device_id: string; gap: { from: string; to: string } }

/** What is known of a device's entries. Entries have no id, and two may be equal: equal ones are counted. */
interface Device {
  /** The latest archived entries, oldest first. */
  latest: LogEntry[]
  /** Archived from the history; some of them may yet come live, too. */
  doubles: Map<string, number>
  /** Live entries that wait until what came before them is archived. */
  held: LogEntry[] | undefined
}

const keyOf = ({ ts, type, msg }: LogEntry) => `${ts} ${type} ${msg}`

const add = (counts: Map<string, number>, key: string) => counts.set(key, (counts.get(key) ?? 0) + 1)

/** Takes one away; `false` when there is none. */
function take(counts: Map<string, number>, key: string): boolean {
  const count = counts.get(key) ?? 0
  if (count > 1) counts.set(key, count - 1)
  else counts.delete(key)
  return count > 0
}

/** Opens an archive, learns what it holds, and removes a last line that was cut off. */
async function openArchive(path: string) {
  const file = await open(path, 'a+')
  const devices = new Map<string, Device>()
  let writing: Promise<unknown> = Promise.resolve()
  let count = 0

  const device = (id: string): Device => {
    let found = devices.get(id)
    if (!found) devices.set(id, (found = { latest: [], doubles: new Map(), held: undefined }))
    return found
  }

  const learn = (line: Line) => {
    count++
    if ('gap' in line) return
    const { device_id, ts, log_type, type, msg } = line
    const { latest } = device(device_id)
    latest.push({ ts, log_type, type, msg })
    if (latest.length > remembered * 2) latest.splice(0, remembered)
  }

  const parse = (line: string) => {
    try {
      return JSON.parse(line) as Line
    } catch {
      throw new UsageError(`${path} is no archive: its line ${count + 1} is no JSON.`)
    }
  }

  let size = 0
  let rest = Buffer.alloc(0)
  const content = file.createReadStream({ start: 0, autoClose: false }) as AsyncIterable<Buffer>
  for await (const chunk of content) {
    const text = Buffer.concat([rest, chunk])
    const end = text.lastIndexOf('\n') + 1
    for (const line of text.toString('utf8', 0, end).split('\n')) if (line) learn(parse(line))
    size += end
    rest = text.subarray(end)
  }
  if (rest.length > 0) await file.truncate(size)

  return {
    device,
    /** How many lines it holds. */
    get count() {
      return count
    },
    /** Appends whole lines. They count as known at once, and what comes first is written first. */
    append(lines: Line[]): Promise<unknown> {
      lines.forEach(learn)
      const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('')
      return (writing = writing.then(() => file.appendFile(text)))
    },
    async close() {
      await writing
      await file.close()
    },
  }
}

type Archive = Awaited<ReturnType<typeof openArchive>>

/** The historical log of a device, oldest entry first. */
async function readHistory(imp: ImpCentral, id: string, signal: AbortSignal): Promise<LogEntry[]> {
  const list = imp.devices.logs(id, { page: { size: 100 }, prefetch: 0, signal })
  const entries: LogEntry[] = []
  const walked = new Map<string, number>()
  for await (const { data } of list.pages()) {
    // What is logged meanwhile pushes entries onto the next page, where they come again: as many as are new, and no more,
    // for equal entries are not always the same entry.
    const before = new Map(walked)
    let again = 0
    if (data.some((entry) => before.has(keyOf(entry)))) {
      const first = keyOf(entries[0]!)
      const head = (await list).data
      const index = head.findIndex((entry) => keyOf(entry) === first)
      again = index < 0 ? head.length : index
    }
    for (const entry of data) {
      if (again > 0 && take(before, keyOf(entry))) again--
      else {
        add(walked, keyOf(entry))
        entries.push(entry)
      }
    }
  }
  return entries.toReversed().toSorted((a, b) => (a.ts < b.ts ? -1 : +(a.ts > b.ts)))
}

/** Archives what the history of a device has and the archive has not. May be done at any time, also while live entries come. */
async function reconcile(archive: Archive, id: string, history: LogEntry[]): Promise<void> {
  const { latest, doubles } = archive.device(id)
  const archived = new Map<string, number>()
  for (const entry of latest) add(archived, keyOf(entry))
  const lines: Line[] = []
  for (const entry of history) {
    if (take(archived, keyOf(entry))) continue
    add(doubles, keyOf(entry))
    lines.push({ device_id: id, ...entry })
  }
  await archive.append(lines)
}

/** Archives live entries, save those that came from the history already. */
async function archiveLive(archive: Archive, id: string, entries: LogEntry[]): Promise<void> {
  const { doubles } = archive.device(id)
  const lines: Line[] = []
  for (const entry of entries) if (!take(doubles, keyOf(entry))) lines.push({ device_id: id, ...entry })
  await archive.append(lines)
}

/** Ends the wait of a device's live entries. */
async function release(archive: Archive, id: string): Promise<void> {
  const device = archive.device(id)
  const { held = [] } = device
  device.held = undefined
  await archiveLive(archive, id, held)
}

/** The network or the service fails for a while. */
const isTransient = (error: unknown) => isConnectionError(error) || isTimeoutError(error) || isInternalError(error)

await run(usage, async () => {
  const { values } = parseArgs({
    options: {
      group: { type: 'string' },
      out: { type: 'string' },
      refresh: { type: 'string', default: '60' },
    },
  })
  if (!values.group) throw new UsageError('Which device group? Give its id or name with --group.')
  if (!values.out) throw new UsageError('Where to? Give a file with --out.')
  const refresh = readNumber('refresh', values.refresh, 0.1) * 1000
  const imp = connect()
  const group = await findDeviceGroup(imp, values.group)
  const archive = await openArchive(values.out)

  const ending = new AbortController()
  const { signal } = ending
  for (const name of ['SIGINT', 'SIGTERM']) process.once(name, () => ending.abort())

  const streams: LogStream[] = []
  /** Everything under way; the first that fails ends the program. */
  const failures: unknown[] = []
  const tasks = new Set<Promise<void>>()
  const start = (work: Promise<void>) => {
    const task = work
      .catch((error: unknown) => {
        if (signal.aborted) return
        failures.push(error)
        ending.abort()
      })
      .finally(() => tasks.delete(task))
    tasks.add(task)
  }

  async function follow(stream: LogStream): Promise<void> {
    for await (const event of stream) {
      if (event.type === 'gap') {
        console.error(
          `Connection lost at ${event.from}, back at ${event.to}${event.filled ? '' : '; lines are missing'}`,
        )
        if (event.filled) continue
        const { from, to } = event
        await archive.append(event.devices.map((device_id) => ({ device_id, gap: { from, to } })))
      }
      if (event.type !== 'message') continue
      const { deviceId, timestamp: ts, logType: log_type, entryType: type, text: msg } = event
      const { held } = archive.device(deviceId)
      held?.push({ ts, log_type, type, msg })
      // Waiting for the disk is what slows the service down when it is faster than the disk.
      if (!held) await archiveLive(archive, deviceId, [{ ts, log_type, type, msg }])
      // The order of the lines gives way when the history cannot be had for long.
      else if (held.length >= remembered) await release(archive, deviceId)
    }
  }

  /** From now on live, and then what came before. */
  async function begin(id: string): Promise<void> {
    const device = archive.device(id)
    const before = device.latest.slice()
    device.held ??= []
    const free = streams.find((stream) => stream.devices.length < streamSize)
    if (free) await free.add(id)
    else {
      const stream = await imp.logStreams.open({ devices: [id], signal })
      streams.push(stream)
      start(follow(stream))
    }
    start(catchUp(id, before))
  }

  async function catchUp(id: string, before: LogEntry[]): Promise<void> {
    await patiently(async () => {
      const history = await readHistory(imp, id, signal)
      const known = new Set(before.map(keyOf))
      const [oldest, last] = [history[0], before.at(-1)]
      if (oldest && last && !history.some((entry) => known.has(keyOf(entry)))) {
        console.error(`${id}: the history does not reach back to ${last.ts}; lines may be missing`)
        await archive.append([{ device_id: id, gap: { from: last.ts, to: oldest.ts } }])
      }
      await reconcile(archive, id, history)
    })
    await release(archive, id)
    await sleep(settleTime, undefined, { signal })
    await patiently(async () => reconcile(archive, id, await readHistory(imp, id, signal)))
  }

  async function updateDevices(): Promise<void> {
    const list = imp.devices.list({ filter: { 'devicegroup.id': group.id }, page: { size: 100 }, signal })
    const ids = new Set((await list.toArray()).map(({ id }) => id))
    const most = streamSize * streamLimit
    if (ids.size > most) {
      throw new UsageError(`${group.attributes.name} has ${ids.size} devices; the service streams ${most} at most.`)
    }
    const followed = new Set(streams.flatMap(({ devices }) => devices))
    for (const stream of streams) {
      for (const id of stream.devices) if (!ids.has(id)) await stream.remove(id)
    }
    for (const id of ids) if (!followed.has(id)) await begin(id)
  }

  /** Does it again later when the network or the service fails. */
  async function patiently(work: () => Promise<void>): Promise<void> {
    for (;;) {
      try {
        return await work()
      } catch (error) {
        // A device may leave the account between two answers.
        if (isNotFoundError(error)) return
        if (!isTransient(error)) throw error
        console.error((error as Error).message)
      }
      await sleep(refresh, undefined, { signal })
    }
  }

  async function watchGroup(): Promise<void> {
    for (;;) {
      await patiently(updateDevices)
      await sleep(refresh, undefined, { signal })
    }
  }

  console.error(`Archiving ${group.attributes.name} to ${values.out}, which holds ${archive.count} lines`)
  start(watchGroup())
  while (tasks.size > 0) await Promise.all(tasks)
  await archive.close()
  console.error(`Ended; ${values.out} holds ${archive.count} lines`)
  if (failures.length > 0) throw failures[0]
})
