/**
 * A report on a fleet: products, their device groups with devices on- and offline and the current deployment, and what
 * may want attention.
 *
 *   npm run build:js
 *   IMPCENTRAL_LOGIN_KEY=… npx node examples/fleet-report.ts [--json] [--offline-days 7]
 *
 * Against a local impCloud: start `npx impcentral emulator --port 8420` in another terminal, then
 *
 *   export IMPCENTRAL_BASE_URL=http://127.0.0.1:8420/v5
 *   export IMPCENTRAL_ID=dev@example.com IMPCENTRAL_PASSWORD=imp-cloud    # as the emulator prints them
 *   npx node examples/fleet-report.ts
 */
import { parseArgs } from 'node:util'
import type { Device, ImpCentral } from 'impcentral'
import { connect, count, readNumber, run } from './support.ts'

const usage = `Usage: npx node examples/fleet-report.ts [options]

  --json             Print one JSON document instead of a table
  --offline-days N   Warn of devices that have been offline for N days or more (default: 7)`

interface DeviceCount {
  total: number
  online: number
  offline: number
}

interface GroupReport {
  id: string
  name: string
  type: string
  devices: DeviceCount
  deployments: number
  /** What devices of the group run, or will run after their next restart. */
  current: { id: string; sha: string | undefined; createdAt: string | undefined } | null
}

interface Report {
  account: string
  at: string
  products: { id: string; name: string; groups: GroupReport[] }[]
  /** Devices that belong to no device group. */
  unassigned: DeviceCount
  totals: { products: number; groups: number; devices: DeviceCount; deployments: number }
  warnings: string[]
}

const day = 24 * 3600 * 1000
const everything = { page: { size: 100 } }

function groupBy<T>(items: T[], keyOf: (item: T) => string | undefined): Map<string | undefined, T[]> {
  const groups = new Map<string | undefined, T[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group) group.push(item)
    else groups.set(key, [item])
  }
  return groups
}

const countDevices = (devices: Device[]): DeviceCount => {
  const online = devices.filter(({ attributes }) => attributes.device_online).length
  return { total: devices.length, online, offline: devices.length - online }
}

const nameOf = ({ id, attributes: { name } }: Device) => (name ? `${name} (${id})` : id)

async function makeReport(imp: ImpCentral, offlineDays: number, warnings: string[]): Promise<Report> {
  // Side by side: the client paces them by the account's rate limit.
  const [account, products, groups, devices, deployments] = await Promise.all([
    imp.accounts.get('me'),
    imp.products.list(everything).toArray(),
    imp.deviceGroups.list(everything).toArray(),
    imp.devices.list(everything).toArray(),
    imp.deployments.list(everything).toArray(),
  ])
  const groupsOf = groupBy(groups, (group) => group.relationships.product.id)
  const devicesOf = groupBy(devices, (device) => device.relationships.devicegroup?.id)
  const deploymentsOf = groupBy(deployments, (deployment) => deployment.relationships.devicegroup?.id)
  const deploymentById = new Map(deployments.map((deployment) => [deployment.id, deployment]))
  const now = Date.now()

  for (const device of devices) {
    const { device_online, device_state_changed_at, agent_running } = device.attributes
    const silent = device_state_changed_at ? (now - Date.parse(device_state_changed_at)) / day : 0
    if (!device_online && silent >= offlineDays) {
      warnings.push(`${nameOf(device)} has been offline for ${Math.floor(silent)} days`)
    }
    const group = device.relationships.devicegroup
    const deployed = deploymentsOf.has(group?.id)
    if (group && deployed && !agent_running) warnings.push(`The agent of ${nameOf(device)} is not running`)
  }

  return {
    account: account.attributes.username ?? account.id,
    at: new Date(now).toISOString(),
    products: products.map((product) => ({
      id: product.id,
      name: product.attributes.name,
      groups: (groupsOf.get(product.id) ?? []).map((group): GroupReport => {
        const its = countDevices(devicesOf.get(group.id) ?? [])
        const current = group.relationships.current_deployment
        const deployment = current && deploymentById.get(current.id)?.attributes
        if (its.total > 0 && !current) {
          warnings.push(
            `${product.attributes.name} / ${group.attributes.name} has devices and no deployment (${its.total})`,
          )
        }
        return {
          id: group.id,
          name: group.attributes.name,
          type: group.type,
          devices: its,
          deployments: deploymentsOf.get(group.id)?.length ?? 0,
          current: current ? { id: current.id, sha: deployment?.sha, createdAt: deployment?.created_at } : null,
        }
      }),
    })),
    unassigned: countDevices(devicesOf.get(undefined) ?? []),
    totals: {
      products: products.length,
      groups: groups.length,
      devices: countDevices(devices),
      deployments: deployments.length,
    },
    warnings,
  }
}

type Cell = string | number

/** Columns as wide as their widest cell; numbers to the right. */
function printTable(head: string[], rows: Cell[][]): void {
  const widths = head.map((name, column) => Math.max(name.length, ...rows.map((row) => String(row[column]).length)))
  const line = (cells: Cell[], numeric: Cell[]) =>
    cells
      .map((cell, column) => {
        const text = String(cell)
        return typeof numeric[column] === 'number' ? text.padStart(widths[column]!) : text.padEnd(widths[column]!)
      })
      .join('  ')
      .trimEnd()
  console.log(line(head, rows[0] ?? []))
  console.log(widths.map((width) => '─'.repeat(width)).join('  '))
  for (const row of rows) console.log(line(row, row))
}

function print({ account, at, products, unassigned, totals, warnings }: Report): void {
  console.log(`Fleet of ${account} at ${at}\n`)
  const rows: Cell[][] = products.flatMap(({ name, groups }) =>
    groups.length === 0
      ? [[name, '–', '–', 0, 0, 0, '–']]
      : groups.map((group): Cell[] => [
          name,
          group.name,
          group.type.replace('_devicegroup', ''),
          group.devices.total,
          group.devices.online,
          group.devices.offline,
          group.current
            ? `${(group.current.sha ?? group.current.id).slice(0, 12)} (${group.current.createdAt?.slice(0, 10)}, 1 of ${group.deployments})`
            : '–',
        ]),
  )
  if (unassigned.total > 0) {
    rows.push(['–', '(unassigned)', '–', unassigned.total, unassigned.online, unassigned.offline, '–'])
  }
  printTable(['Product', 'Device group', 'Type', 'Devices', 'Online', 'Offline', 'Deployment'], rows)
  const { total, online, offline } = totals.devices
  console.log(
    `\n${count(totals.products, 'product')}, ${count(totals.groups, 'device group')}, ${count(total, 'device')} (${online} online, ${offline} offline), ${count(totals.deployments, 'deployment')}`,
  )
  if (warnings.length > 0) console.log(`\nWarnings\n${warnings.map((warning) => `  ${warning}`).join('\n')}`)
}

await run(usage, async () => {
  const { values } = parseArgs({
    options: { json: { type: 'boolean' }, 'offline-days': { type: 'string', default: '7' } },
  })
  const offlineDays = readNumber('offline-days', values['offline-days'])
  const warnings: string[] = []
  const imp = connect({ onWarning: ({ code, title, detail }) => warnings.push(`${code} ${detail ?? title}`) })
  const report = await makeReport(imp, offlineDays, warnings)
  if (values.json) console.log(JSON.stringify(report, null, 2))
  else print(report)
})
