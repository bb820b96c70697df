import { deviceId, flag, integerOrNull, macAddress, text, textOrNull, words, type Checks } from './checks.ts'
import { logEntriesKept } from './limits.ts'
import { agentIdOf } from './random.ts'
import { readPrograms, type Program } from './squirrel.ts'
import type { Deployment, Device, DeviceGroup, DeviceGroupType, LogEntry } from './state.ts'
import { timestamp, type World } from './world.ts'

/** Squirrel code is measured against the program storage of an imp in the status line about a download. */
const programStorage = 448 * 1024

/** What a new device can be told to be; the rest is made up. An imp001 is a kind that fixture groups do not take. */
export type DeviceOptions = Partial<
  Pick<
    Device,
    | 'id'
    | 'mac_address'
    | 'name'
    | 'device_online'
    | 'imp_type'
    | 'ip_address'
    | 'free_memory'
    | 'rssi'
    | 'swversion'
    | 'plan_id'
  >
>

export const deviceChecks: Checks<DeviceOptions> = {
  id: deviceId,
  mac_address: macAddress,
  name: textOrNull,
  device_online: flag,
  imp_type: words,
  ip_address: textOrNull,
  free_memory: integerOrNull,
  rssi: integerOrNull,
  swversion: text,
  plan_id: words,
}

/** Puts a device into an account, as its first BlinkUp does. */
export function makeDevice(world: World, owner: string, options: DeviceOptions = {}): Device {
  const { state, random } = world
  const mac_address = options.mac_address?.toLowerCase() ?? freeAddress(world)
  const now = timestamp(world)
  const id = options.id?.toLowerCase() ?? `5000${mac_address.replaceAll(':', '')}`
  const plan_id = options.plan_id ?? random.hex(16)
  const device: Device = {
    id,
    mac_address,
    name: options.name ?? null,
    agent_id: agentIdOf(id, plan_id),
    device_online: options.device_online ?? true,
    device_state_changed_at: now,
    agent_state_changed_at: null,
    last_enrolled_at: now,
    imp_type: options.imp_type ?? 'imp004m',
    ip_address: options.ip_address ?? `198.51.100.${1 + (state.made % 254)}`,
    free_memory: options.free_memory ?? 80_000 + Math.floor(random.next() * 10_000),
    rssi: options.rssi ?? -40 - Math.floor(random.next() * 40),
    swversion: options.swversion ?? '2c6e5a1 - release-42.3 - Mon Mar 8 12:11:09 2021 - production',
    plan_id,
    owner,
    group: null,
    fixture: null,
    running: null,
  }
  if (state.devices.has(device.id) || world.aliases.has(mac_address)) {
    throw new Error(`There is already a device ${device.id} (${mac_address})`)
  }
  state.devices.set(device.id, device)
  indexDevice(world, device)
  return device
}

/** Makes a device known by its MAC address and by its agent id. */
export function indexDevice({ aliases }: World, { id, mac_address, agent_id }: Device): void {
  aliases.set(mac_address, id)
  aliases.set(agent_id, id)
}

/** The vendor's prefix, and a number that counts up in leaps. */
function freeAddress({ state, aliases }: World): string {
  for (;;) {
    const number = (state.made++ * 0x9e37 + 0x50d62) & 0xffffff
    const address = `0c2a69${number.toString(16).padStart(6, '0')}`.replace(/(..)(?=.)/g, '$1:')
    if (!aliases.has(address)) return address
  }
}

/** By device id or MAC address in either case, or by agent id, whose case counts. */
export function findDevice(world: World, identifier: string): Device | undefined {
  const lower = identifier.toLowerCase()
  const { devices } = world.state
  return devices.get(lower) ?? devices.get(world.aliases.get(lower) ?? world.aliases.get(identifier) ?? '')
}

export function removeDevice(world: World, device: Device): void {
  leaveGroup(world, device)
  world.streams.forget(device.id)
  world.state.devices.delete(device.id)
  world.state.logs.delete(device.id)
  world.aliases.delete(device.mac_address)
  world.aliases.delete(device.agent_id)
  world.said.delete(device.id)
}

export const groupOf = (world: World, device: Device): DeviceGroup | undefined =>
  device.group === null ? undefined : world.state.groups.get(device.group)

/** Devices get into these by blessing, and webhooks tell of it. */
export const isProduction = (type: DeviceGroupType): boolean =>
  type === 'production_devicegroup' || type === 'pre_production_devicegroup'

export function* devicesIn(world: World, group: string): Generator<Device> {
  for (const device of world.state.devices.values()) if (device.group === group) yield device
}

/** Assigns a device: its agent starts and, mostly, the group's code is loaded at once. */
export function joinGroup(world: World, device: Device, group: DeviceGroup, loadCode = true): void {
  if (device.group !== group.id) {
    leaveGroup(world, device)
    device.group = group.id
  }
  if (loadCode) startCode(world, device)
}

/** Puts a device under a plan. Its agent, and with it the agent URL, belongs to the plan. */
export function changePlan(world: World, device: Device, plan: string): void {
  if (plan === device.plan_id) return
  world.aliases.delete(device.agent_id)
  device.plan_id = plan
  device.agent_id = agentIdOf(device.id, plan)
  indexDevice(world, device)
}

export function leaveGroup(world: World, device: Device): void {
  if (device.group !== null) device.agent_state_changed_at = timestamp(world)
  device.group = null
  device.fixture = null
  device.running = null
}

const currentDeployment = (world: World, device: Device): Deployment | undefined =>
  world.state.deployments.get(groupOf(world, device)?.current_deployment ?? '')

/** Restarts the agent and, while it is online, the device with the newest code of its group. */
export function restart(world: World, device: Device): void {
  const deployment = currentDeployment(world, device)
  const news = deployment !== undefined && deployment.id !== device.running
  device.agent_state_changed_at = timestamp(world)
  addLog(world, device, 'status', `Agent restarted: ${news ? 'new_bytecode_version' : 'reload'}.`)
  if (deployment) runCode(world, device, deployment, 'agent_code')
  if (!device.device_online) return
  addLog(world, device, 'status', 'Device disconnected')
  if (deployment) loadCode(world, device, deployment)
  addLog(world, device, 'status', 'Device connected')
  runDeviceCode(world, device)
}

/** What an assignment does: the connection stays, and the agent comes up twice. */
function startCode(world: World, device: Device): void {
  const deployment = currentDeployment(world, device)
  device.agent_state_changed_at = timestamp(world)
  addLog(world, device, 'status', 'Agent restarted: reload.')
  if (!deployment) return
  addLog(world, device, 'status', 'Agent restarted: new_bytecode_version.')
  runCode(world, device, deployment, 'agent_code')
  if (!device.device_online) return
  loadCode(world, device, deployment)
  runDeviceCode(world, device)
}

/** Devices that run the minimum supported deployment or newer code may choose their moment; the others restart at once. */
export function conditionalRestart(world: World, device: Device): void {
  const running = world.state.deployments.get(device.running ?? '')
  const minimum = world.state.deployments.get(groupOf(world, device)?.min_supported_deployment ?? '')
  const supported = running !== undefined && (minimum === undefined || running.number >= minimum.number)
  // Without a shutdown handler an imp restarts as soon as it is told of new code.
  if (supported && programOf(world, running, 'device_code').handlesShutdown) return
  restart(world, device)
}

export function setOnline(world: World, device: Device, online: boolean): void {
  if (device.device_online === online) return
  device.device_online = online
  device.device_state_changed_at = timestamp(world)
  if (!online) {
    addLog(world, device, 'status', 'Device disconnected')
    return
  }
  const deployment = currentDeployment(world, device)
  // What was deployed in the meantime is loaded at the next connection.
  const news = deployment !== undefined && deployment.id !== device.running
  if (news) loadCode(world, device, deployment)
  addLog(world, device, 'status', 'Device connected')
  if (news) runDeviceCode(world, device)
}

/** Transfers code to the device, unless it runs it already or has no room for it. */
function loadCode(world: World, device: Device, deployment: Deployment): void {
  if (deployment.id === device.running) return
  const used = `${((deployment.device_code.length / programStorage) * 100).toFixed(2)}% program storage used`
  const fits = deployment.device_code.length <= programStorage
  addLog(world, device, 'status', `${fits ? 'Downloading new code' : 'Out of space'}; ${used}`)
  if (fits) device.running = deployment.id
}

/** Runs what the device has, which is older than its group's code where that does not fit. */
function runDeviceCode(world: World, device: Device): void {
  const running = world.state.deployments.get(device.running ?? '')
  if (running) runCode(world, device, running, 'device_code')
}

function runCode(world: World, device: Device, deployment: Deployment, file: Program['file']): void {
  const side = file === 'agent_code' ? 'agent' : 'server'
  for (const { error, text } of programOf(world, deployment, file).logs) {
    addLog(world, device, `${side}.${error ? 'error' : 'log'}`, text)
  }
}

function programOf({ programs }: World, deployment: Deployment, file: Program['file']): Program {
  let both = programs.get(deployment.id)
  if (!both) programs.set(deployment.id, (both = readPrograms(deployment)))
  return both[file]
}

export function removeDeployment({ state, programs }: World, { id }: Deployment): void {
  state.deployments.delete(id)
  programs.delete(id)
}

const origins: Record<DeviceGroupType, string> = {
  development_devicegroup: 'development',
  pre_production_devicegroup: 'production',
  production_devicegroup: 'production',
  pre_factoryfixture_devicegroup: 'factory',
  factoryfixture_devicegroup: 'factory',
  pre_dut_devicegroup: 'factory',
  dut_devicegroup: 'factory',
}

export const deviceGroupTypes: readonly string[] = Object.keys(origins)

/**
 * Writes an entry to the device's history and to the log streams that have the device.
 *
 * @param at - when it was said, for entries that come out of order. @default now
 */
export function addLog(world: World, device: Device, type: string, msg: string, at?: string): LogEntry {
  let entries = world.state.logs.get(device.id)
  if (!entries) world.state.logs.set(device.id, (entries = []))
  const log_type = origins[groupOf(world, device)?.type ?? 'development_devicegroup']
  const now = timestamp(world)
  const last = world.said.get(device.id) ?? entries.at(-1)?.ts ?? now
  const ts = at ?? (last > now ? last : now)
  if (at === undefined) world.said.set(device.id, ts)
  const entry = { ts, type, msg, log_type }
  entries.push(entry)
  if (entries.length > logEntriesKept) entries.shift()
  world.streams.publish(device.id, entry)
  return entry
}
