/**
 * Uploads code to a device group, restarts its devices with it, and follows their logs until all of them are healthy
 * or one has failed.
 *
 *   npm run build:js
 *   IMPCENTRAL_LOGIN_KEY=… npx node examples/deploy-and-watch.ts --group "Bench" --device device.nut --agent agent.nut
 *
 * A device is healthy when it runs the new code and then, for the time of --settle, logs no error; or, with --expect,
 * as soon as it logs that text. Devices that are offline load the code later and are not waited for. The exit code is 0
 * when all are healthy, 1 when the code does not compile or a device has failed, and 2 when nothing could be deployed.
 *
 * Against a local impCloud: start `npx impcentral emulator --port 8420` in another terminal, set IMPCENTRAL_BASE_URL to
 * http://127.0.0.1:8420/v5 and IMPCENTRAL_ID and IMPCENTRAL_PASSWORD to what the emulator prints.
 */
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { type Device, type Diagnostic, diagnosticsOf, isConstraintError, type LogMessage } from 'impcentral'
import { connect, count, findDeviceGroup, readNumber, run, UsageError } from './support.ts'

const usage = `Usage: npx node examples/deploy-and-watch.ts --group G [--device FILE] [--agent FILE] [options]

  --group G         Device group: its id or its name
  --device FILE     Device code; one of the two may be left out, which stands for no code
  --agent FILE      Agent code
  --description D   Description of the deployment
  --expect TEXT     A device is healthy when it logs this text
  --settle S        Without --expect: seconds without an error that count as healthy (default: 5)
  --timeout S       Seconds after which what is not healthy has failed (default: 60)`

/** A log stream carries so many. */
const watchLimit = 8

const nameOf = ({ id, attributes: { name } }: Device) => name ?? id

await run(usage, async () => {
  const { values } = parseArgs({
    options: {
      group: { type: 'string' },
      device: { type: 'string' },
      agent: { type: 'string' },
      description: { type: 'string' },
      expect: { type: 'string' },
      settle: { type: 'string', default: '5' },
      timeout: { type: 'string', default: '60' },
    },
  })
  if (!values.group) throw new UsageError('Which device group? Give its id or name with --group.')
  if (!values.device && !values.agent) throw new UsageError('Give a file of code with --device or --agent.')
  const settle = readNumber('settle', values.settle) * 1000
  const timeout = readNumber('timeout', values.timeout) * 1000
  const files = {
    device_code: { path: values.device, source: values.device ? await readFile(values.device, 'utf8') : '' },
    agent_code: { path: values.agent, source: values.agent ? await readFile(values.agent, 'utf8') : '' },
  }

  /** A message of the compiler, with the line before, the line, and a caret below the column. */
  function explain({ file, row, column, type, text }: Diagnostic): string {
    const { path, source } = files[file as keyof typeof files] ?? { path: file, source: '' }
    const lines = source.split('\n')
    const excerpt = [row - 1, row]
      .filter((number) => lines[number - 1] !== undefined)
      .map((number) => `  ${String(number).padStart(4)} | ${lines[number - 1]}`)
    // Tabs stay tabs, so that the caret stands where the terminal shows the column.
    const indent = (lines[row - 1] ?? '').slice(0, column - 1).replace(/[^\t]/g, ' ')
    return [`${path ?? file}:${row}:${column}: ${type}: ${text}`, ...excerpt, `       | ${indent}^`].join('\n')
  }

  const imp = connect({
    onWarning: (warning) => {
      const messages = diagnosticsOf(warning)
      console.error(messages.length > 0 ? messages.map(explain).join('\n') : `Warning: ${warning.detail}`)
    },
  })
  const group = await findDeviceGroup(imp, values.group)
  const devices = await imp.devices.list({ filter: { 'devicegroup.id': group.id }, page: { size: 100 } }).toArray()
  const online = devices.filter(({ attributes }) => attributes.device_online)
  const watched = online.slice(0, watchLimit)
  const names = new Map(watched.map((device) => [device.id, nameOf(device)]))

  // Opened first, so that it sees the restart.
  await using stream = await imp.logStreams.open({ devices: watched })

  try {
    const deployment = await imp.deployments.create({
      attributes: {
        device_code: files.device_code.source,
        agent_code: files.agent_code.source,
        ...(values.description !== undefined && { description: values.description }),
      },
      relationships: { devicegroup: group },
    })
    console.log(`Deployed ${deployment.attributes.sha.slice(0, 12)} to ${group.attributes.name} (${deployment.id})`)
  } catch (error) {
    if (!isConstraintError(error) || error.diagnostics.length === 0) throw error
    console.error(`${error.diagnostics.map(explain).join('\n\n')}\n\nThe code does not compile; nothing was deployed.`)
    return 1
  }

  const parts = [
    count(devices.length, 'device'),
    ...(online.length < devices.length ? [`${devices.length - online.length} offline, which load it later`] : []),
    ...(watched.length < online.length ? [`following the first ${watchLimit}`] : []),
  ]
  console.log(`${parts.join(', ')}\n`)
  if (watched.length === 0) return 0
  await imp.deviceGroups.restart(group.id)

  /** Devices that are not known to be healthy yet. */
  const pending = new Set(names.keys())
  /** When a device that settles will be healthy. */
  const settling = new Map<string, NodeJS.Timeout>()
  const failed = new Set<string>()

  const healthy = (id: string) => {
    clearTimeout(settling.get(id))
    settling.delete(id)
    if (!pending.delete(id)) return
    console.log(`${names.get(id)}  is healthy`)
    if (pending.size === 0) void stream.close()
  }

  /** Whether a line ends the watch. */
  function judge({ deviceId, entryType, text }: LogMessage): boolean {
    if (!pending.has(deviceId)) return false
    if (entryType.endsWith('.error')) {
      failed.add(deviceId)
      return true
    }
    if (values.expect !== undefined) {
      if (text.includes(values.expect)) healthy(deviceId)
    } else if (entryType === 'status') {
      if (/disconnected/.test(text)) clearTimeout(settling.get(deviceId))
      else if (/connected/.test(text)) {
        clearTimeout(settling.get(deviceId))
        settling.set(
          deviceId,
          setTimeout(() => healthy(deviceId), settle),
        )
      }
    }
    return false
  }

  const deadline = setTimeout(() => void stream.close(), timeout)
  for await (const event of stream) {
    if (event.type === 'gap')
      console.log(`(connection lost at ${event.from}${event.filled ? '' : ', lines are missing'})`)
    if (event.type !== 'message') continue
    console.log(`${names.get(event.deviceId)}  ${event.entryType.padEnd(12)}  ${event.text}`)
    if (judge(event)) break
  }
  clearTimeout(deadline)
  for (const timer of settling.values()) clearTimeout(timer)

  if (pending.size === 0) {
    console.log(watched.length === 1 ? '\nThe device is healthy.' : `\nAll ${watched.length} devices are healthy.`)
    return 0
  }
  for (const id of failed) console.error(`\n${names.get(id)} logged an error.`)
  if (failed.size === 0) {
    console.error(`\nNot healthy after ${timeout / 1000} s: ${[...pending].map((id) => names.get(id)).join(', ')}.`)
  }
  return 1
})
