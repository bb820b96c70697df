/**
 * Archives the logs of all devices of a device group: one JSON object per line, each line of a log once, whatever
 * happens to the connection or to this program.
 *
 *   npm run build:js
 *   IMPCENTRAL_LOGIN_KEY=… npx node examples/log-archiver.ts --group "Bench" --out bench.ndjson
 *
 * The archive itself is the only state: at each start the log stream is told what it holds, and begins with what has come
 * since (the historical logs hold 1000 entries per device); at the first start with all that they hold. Where the history
 * does not reach back to the archive, a line `{"device_id", "gap": {"from", "to"}}` says so. Lines are appended whole; one
 * that a crash cut off is removed at the next start. One program per archive: two would write everything twice.
 * Against a local impCloud: start `npx impcentral emulator --port 8420` in another terminal, set IMPCENTRAL_BASE_URL to
 * http://127.0.0.1:8420/v5 and IMPCENTRAL_ID and IMPCENTRAL_PASSWORD to what the emulator prints.
 */
import { closeSync, ftruncateSync, openSync, readSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type { LogEntry, LogResumeEntry, LogStream } from 'impcentral'
import { connect, findDeviceGroup, readNumber, run, UsageError } from './support.ts'

const usage = `Usage: npx node examples/log-archiver.ts --group G --out FILE [options]

  --group G      Device group: its id or its name
  --out FILE     The archive, which is made or continued
  --refresh S    Seconds after which devices that joined or left the group are looked for (default: 60)`

/** A line of the archive: an entry as the API streams it, or a time for which entries are missing. */
type Line = ({ device_id: string } & LogEntry) | { device_id: string; gap: { from: string; to: string } }

/** Errors that may be gone the next time; a device may leave the account between two answers. */
const passing = /^(Connection|Timeout|Internal|NotFound)Error$/

/** The lines of a file, as they are read from the disk. A last one that was cut off is removed. */
function* linesOf(path: string): Generator<string, undefined> {
  const file = openSync(path, 'a+')
  const chunk = Buffer.alloc(1 << 16)
  let [rest, size] = [Buffer.alloc(0), 0]
  for (let read; (read = readSync(file, chunk, 0, chunk.length, size + rest.length)) > 0;) {
    const text = Buffer.concat([rest, chunk.subarray(0, read)])
    const end = text.lastIndexOf('\n') + 1
    yield* text.toString('utf8', 0, end).split('\n').slice(0, -1)
    size += end
    rest = text.subarray(end)
  }
  if (rest.length > 0) ftruncateSync(file, size)
  closeSync(file)
}

await run(usage, async () => {
  const { values } = parseArgs({
    options: { group: { type: 'string' }, out: { type: 'string' }, refresh: { type: 'string', default: '60' } },
  })
  const { group: name, out } = values
  if (!name || !out) throw new UsageError('Which device group, and where to? Give --group and --out.')
  const refresh = readNumber('refresh', values.refresh, 0.1) * 1000
  const imp = connect()
  const ending = new AbortController()
  const { signal } = ending
  for (const kill of ['SIGINT', 'SIGTERM']) process.once(kill, () => ending.abort())
  const group = await findDeviceGroup(imp, name)
  let count = 0
  function* archived(): Generator<LogResumeEntry> {
    count = 0
    for (const text of linesOf(out!)) {
      count++
      try {
        const line = JSON.parse(text) as Line
        if ('gap' in line) continue
        yield { deviceId: line.device_id, timestamp: line.ts, entryType: line.type, text: line.msg }
      } catch {
        throw new UsageError(`${out} is no archive: its line ${count} is no JSON.`)
      }
    }
  }
  const devicesOf = () =>
    imp.devices.list({ filter: { 'devicegroup.id': group.id }, page: { size: 100 }, signal }).toArray()

  /** Does it again later when the network or the service fails. */
  async function patiently<T>(work: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await work()
      } catch (error) {
        if (!passing.test((error as Error).name)) throw error
        console.error((error as Error).message)
      }
      await sleep(refresh, undefined, { signal })
    }
  }

  /** Devices join the group and leave it. */
  async function watchGroup(stream: LogStream): Promise<void> {
    for (;;) {
      await sleep(refresh, undefined, { signal })
      await patiently(async () => {
        const ids = new Set((await devicesOf()).map(({ id }) => id))
        for (const id of stream.devices) if (!ids.has(id)) await stream.remove(id)
        for (const id of ids) await stream.add(id)
      })
    }
  }

  async function archive(stream: LogStream): Promise<void> {
    console.error(`Archiving ${name} to ${out}, which holds ${count} lines`)
    await using file = await open(out!, 'a')
    // Waiting for the disk is what slows the service down when it is faster than the disk.
    const append = (line: Line) => (count++, file.appendFile(`${JSON.stringify(line)}\n`))
    for await (const event of stream) {
      if (event.type === 'gap') {
        const { from, to, devices, filled } = event
        console.error(`Connection lost at ${from}, back at ${to}${filled ? '' : '; lines may be missing'}`)
        if (!filled) for (const device_id of devices) await append({ device_id, gap: { from, to } })
      } else if (event.type === 'message') {
        const { deviceId, timestamp: ts, logType: log_type, entryType: type, text: msg } = event
        await append({ device_id: deviceId, ts, log_type, type, msg })
      }
    }
  }

  try {
    await using stream = await patiently(async () =>
      imp.logStreams.open({ devices: await devicesOf(), resume: archived(), signal }),
    )
    await Promise.race([archive(stream), watchGroup(stream)])
  } catch (error) {
    if (!signal.aborted) throw error
  }
  console.error(`Ended; ${out} holds ${count} lines`)
})
