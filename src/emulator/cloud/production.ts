import { either, isString, options, text, words, type Checks } from './checks.ts'
import {
  addLog,
  changePlan,
  deviceChecks,
  findDevice,
  groupOf,
  joinGroup,
  leaveGroup,
  makeDevice,
  restart,
  setOnline,
  type DeviceOptions,
} from './fleet.ts'
import type { Device, DeviceGroup } from './state.ts'
import { fire } from './webhook-events.ts'
import { timestamp, type World } from './world.ts'

/** How `cloud.blinkUp` activates a device. */
export interface BlinkUpOptions {
  /** Whose device it becomes: id or e-mail address. @default the owner of a device that is known, else the first account */
  account?: string | undefined
  /** The plan of the user who activates the device. The same plan keeps the agent; a new one gets a new agent. @default a new plan */
  planId?: string | undefined
  /** The enrollment token, as the `blinkup` webhook passes it on. @default made from the seed */
  token?: string | undefined
  /** A device of a fixture group: makes this a factory BlinkUp, which puts the device into the DUT group of the fixture. */
  fixture?: string | undefined
}

const blinkUpChecks: Checks<BlinkUpOptions> = { account: text, planId: words, token: words, fixture: text }
const checkDevice = either(isString, options<DeviceOptions>(deviceChecks))
const checkOptions = options(blinkUpChecks)

const isFixture = (group: DeviceGroup) =>
  group.type === 'factoryfixture_devicegroup' || group.type === 'pre_factoryfixture_devicegroup'

/**
 * Activates a device: it comes online, under a plan. A device that the cloud does not know yet enters the account.
 * In production groups the webhooks for `blinkup` fire.
 */
export function blinkUp(world: World, which: string | DeviceOptions, options: BlinkUpOptions = {}): Device {
  checkDevice('blinkUp: device', which)
  checkOptions('blinkUp', options)
  const fixture = options.fixture === undefined ? undefined : fixtureOf(world, options.fixture)
  const owner = fixture?.owner ?? accountFor(world, options.account)
  const device = typeof which === 'string' ? known(world, which) : makeDevice(world, owner, which)
  if (typeof which === 'string' && options.account !== undefined) transfer(world, device, owner)
  const now = timestamp(world)
  const plan = options.planId ?? world.random.hex(16)
  changePlan(world, device, plan)
  Object.assign(device, { last_enrolled_at: now, device_online: true, device_state_changed_at: now })

  if (fixture) {
    const target = world.state.groups.get(fixture.dut_target ?? '')
    if (!target) throw new Error('The device group of the fixture has no DUT target')
    transfer(world, device, fixture.owner)
    joinGroup(world, device, target)
    device.fixture = fixture.id
    return device
  }

  const group = groupOf(world, device)
  if (!group) {
    addLog(world, device, 'status', 'Device connected')
    return device
  }
  // A blessed device that was not to load its code before does it now.
  restart(world, device)
  fire(world, 'blinkup', group, { device_id: device.id, plan_id: plan, token: options.token ?? world.random.hex(32) })
  return device
}

/**
 * Blesses a device under test: it becomes a production device of the group at which its fixture aims. The webhooks for
 * `blessing` fire, and the device is offline until its user activates it.
 */
export function bless(world: World, identifier: string): Device {
  const device = known(world, identifier)
  const fixture = world.state.groups.get(device.fixture ?? '')
  const from = groupOf(world, device)
  if (!fixture || !from || from.id !== fixture.dut_target) {
    throw new Error(`Device ${device.id} is not under test: run blinkUp() with a fixture first`)
  }
  const group = world.state.groups.get(fixture.production_target ?? '')
  if (!group) throw new Error('The device group of the fixture has no production target')
  device.fixture = null
  joinGroup(world, device, group, group.load_code_after_blessing)
  setOnline(world, device, false)
  fire(world, 'blessing', group, { device_id: device.id, imp_id: `2000${device.mac_address.replaceAll(':', '')}` })
  return device
}

export function known(world: World, identifier: string): Device {
  // Tests written in JavaScript may well give nothing.
  const device = typeof identifier === 'string' && findDevice(world, identifier)
  if (!device) throw new Error(`There is no device ${identifier} in this cloud`)
  return device
}

/** The id of an account that is named by id or e-mail address. @default the first account */
export function accountFor(world: World, name?: string): string {
  const accounts = [...world.state.accounts.values()]
  const account =
    name === undefined ? accounts[0] : accounts.find(({ id, email }) => id === name.toLowerCase() || email === name)
  if (!account) throw new Error(`There is no account ${name ?? ''} in this cloud`)
  return account.id
}

function fixtureOf(world: World, identifier: string): DeviceGroup {
  const group = groupOf(world, known(world, identifier))
  if (!group || !isFixture(group)) throw new Error(`Device ${identifier} is not in a fixture device group`)
  return group
}

function transfer(world: World, device: Device, owner: string): void {
  if (device.owner === owner) return
  leaveGroup(world, device)
  world.streams.forget(device.id)
  device.owner = owner
}
