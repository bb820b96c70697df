/**
 * A walk through the SDK: log in, page through a fleet, create a group, assign devices, deploy code, restart, and
 * follow the devices' logs.
 *
 *   npm run demo                                          against a local impCloud on a free loopback port
 *   IMPCENTRAL_ID=… IMPCENTRAL_PASSWORD=… npm run demo    read-only against a real account
 *
 * IMPCENTRAL_LOGIN_KEY stands in for the two, and IMPCENTRAL_BASE_URL names a private impCloud.
 */
import {
  type Auth,
  createImpCentral,
  defaultBaseUrl,
  type ImpCentral,
  isAuthenticationError,
  isConnectionError,
  isImpCentralError,
} from 'impcentral'
import { createImpCloud } from 'impcentral/emulator'
import { listen } from 'impcentral/emulator/node'
import { authFromEnvironment, UsageError } from './support.ts'

const fleetSize = 250
const baseUrl = process.env['IMPCENTRAL_BASE_URL'] || undefined

const summary = { calls: 0, pages: 0, devices: 0, logLines: 0 }

/** Counts what really goes over the wire, renewals and repetitions included. */
const countingFetch: typeof fetch = (input, init) => {
  summary.calls++
  return fetch(input, init)
}

function progress(done: number, total: number): void {
  const width = 30
  const filled = Math.min(width, Math.round((done / total) * width))
  const bar = `${'█'.repeat(filled)}${'░'.repeat(width - filled)} ${done}`
  // A terminal sees the bar grow; a log file gets it once.
  if (process.stdout.isTTY) process.stdout.write(`\r  ${bar}`)
  if (done >= total) process.stdout.write(process.stdout.isTTY ? '\n' : `  ${bar}\n`)
}

async function listFleet(imp: ImpCentral, expected?: number): Promise<string[]> {
  console.log('Devices')
  const ids: string[] = []
  for await (const page of imp.devices.list({ page: { size: 50 } }).pages()) {
    summary.pages++
    ids.push(...page.data.map((device) => device.id))
    progress(ids.length, expected ?? ids.length)
  }
  summary.devices = ids.length
  return ids
}

async function deployAndFollow(imp: ImpCentral, devices: string[]): Promise<void> {
  const product = await imp.products.create({ attributes: { name: 'Demo fridge' } })
  const group = await imp.deviceGroups.create({
    type: 'development_devicegroup',
    attributes: { name: 'Demo bench' },
    relationships: { product },
  })
  console.log(`\nCreated product "${product.attributes.name}" and device group "${group.attributes.name}"`)
  await imp.deviceGroups.addDevices(group.id, devices)
  const deployment = await imp.deployments.create({
    attributes: {
      device_code: 'server.log("Fridge door closed");\nserver.log("Temperature 4.2 degrees");',
      agent_code: 'server.log("Agent ready");',
    },
    relationships: { devicegroup: group },
  })
  console.log(`Assigned ${devices.length} devices, deployed ${deployment.attributes.sha.slice(0, 12)}\n\nLogs`)

  // Three lines of code and a status line or more from each device: enough to see that all of them run.
  let awaited = devices.length * 3
  await using stream = await imp.logStreams.open({ devices, signal: AbortSignal.timeout(10_000) })
  await imp.deviceGroups.restart(group.id)
  for await (const event of stream) {
    if (event.type !== 'message') continue
    console.log(`  ${event.deviceId}  ${event.entryType.padEnd(12)} ${event.text}`)
    summary.logLines++
    if (event.entryType !== 'status' && --awaited === 0) break
  }

  await imp.deviceGroups.removeDevices(group.id, devices)
  await imp.deviceGroups.delete(group.id)
  await imp.products.delete(product.id)
  console.log('\nCleaned up')
}

async function readOnly(auth: Auth): Promise<void> {
  const imp = createImpCentral({ auth, fetch: countingFetch, baseUrl })
  const account = await imp.accounts.get('me')
  console.log(`Logged in as ${account.attributes.username}\n`)
  const [device] = await listFleet(imp)
  if (!device) return
  console.log(`\nLast log lines of ${device}`)
  for (const entry of await imp.devices.logs(device).toArray({ limit: 10 })) {
    summary.logLines++
    console.log(`  ${entry.ts}  ${entry.type.padEnd(12)} ${entry.msg}`)
  }
}

async function local(): Promise<void> {
  const cloud = createImpCloud({ accounts: [{ email: 'demo@example.com', password: 'demo' }], devices: fleetSize })
  const server = await listen(cloud, { port: 0 })
  try {
    console.log(`Local impCloud at ${server.url}\n`)
    const imp = createImpCentral({
      baseUrl: server.url,
      auth: { id: 'demo@example.com', password: 'demo' },
      fetch: countingFetch,
    })
    const devices = await listFleet(imp, fleetSize)
    await deployAndFollow(imp, devices.slice(0, 4))
  } finally {
    await server.close()
  }
}

const usage = `npm run demo

Against a local impCloud: pages through a fleet, deploys code to a few devices and follows their logs.
With IMPCENTRAL_LOGIN_KEY, or IMPCENTRAL_ID and IMPCENTRAL_PASSWORD: only reads from that account.
IMPCENTRAL_BASE_URL names a private impCloud.`

async function demo(): Promise<void> {
  const auth = authFromEnvironment()
  await (auth ? readOnly(auth) : local())
  const { calls, pages, devices, logLines } = summary
  console.log(`\n${calls} calls, ${pages} pages, ${devices} devices, ${logLines} log lines`)
}

try {
  if (process.argv.includes('--help')) console.log(usage)
  else await demo()
} catch (error) {
  if (!isImpCentralError(error) && !(error instanceof UsageError)) throw error
  const where = baseUrl ?? defaultBaseUrl
  const reason = isAuthenticationError(error)
    ? `${where} refused to sign you in: check the id and the password, or the login key.`
    : isConnectionError(error)
      ? `${where} cannot be reached.`
      : error.message
  console.error(`The demo ended early. ${reason}`)
  process.exitCode = 1
}
