import { deviceByIdentifier, maySeeDevice, mustManage, ofDevice } from '../cloud/access.ts'
import {
  noContent,
  ok,
  page,
  pageLinks,
  pageOf,
  type Call,
  type Operation,
  type Operations,
  type Schemas,
} from '../cloud/call.ts'
import { failure } from '../cloud/failures.ts'
import { conditionalRestart, findDevice, groupOf, removeDevice, restart } from '../cloud/fleet.ts'
import type { Device } from '../cloud/state.ts'
import { matching, mismatch, relation } from './common.ts'

/** What only a single record has; lists leave it out. */
const detailed = (device: Device) => ({
  free_memory: device.free_memory,
  swversion: device.swversion,
  plan_id: device.plan_id,
})

function render(call: Call, device: Device, inList: boolean): unknown {
  const group = groupOf(call.world, device)
  // An unassigned device keeps its agent, and its record does not show it.
  const agent_id = group ? device.agent_id : null
  return {
    type: 'device',
    id: device.id,
    links: { self: `${call.base}/devices/${device.id}` },
    attributes: {
      name: device.name,
      agent_id,
      agent_url: agent_id && `https://agent.electricimp.com/${agent_id}`,
      agent_running: group?.current_deployment != null,
      agent_state_changed_at: device.agent_state_changed_at,
      device_online: device.device_online,
      device_state_changed_at: device.device_state_changed_at,
      last_enrolled_at: device.last_enrolled_at,
      imp_type: device.imp_type,
      ip_address: device.ip_address,
      mac_address: device.mac_address,
      rssi: device.rssi,
      ...(!inList && detailed(device)),
    },
    relationships: {
      owner: relation('account', device.owner),
      ...(group && { product: relation('product', group.product), devicegroup: relation(group.type, group.id) }),
    },
  }
}

const find = (call: Call) => deviceByIdentifier(call, call.path['device']!, { parameter: 'device' })

const listDevices: Operation = (call) => {
  const collaborator = call.query.get('filter[account.id]')?.toLowerCase()
  const its = (device: Device) => groupOf(call.world, device)
  const matches = matching<Device>(call, {
    'owner.id': (device) => device.owner,
    'product.id': (device) => its(device)?.product,
    'devicegroup.id': (device) => device.group,
    'devicegroup.type': (device) => its(device)?.type,
    // The literal `null` stands for unassigned devices.
    'devicegroup.owner.id': (device) => its(device)?.owner ?? 'null',
  })
  return page(
    call,
    call.world.state.devices.values(),
    (device) =>
      matches(device) &&
      (device.owner === call.account.id || maySeeDevice(call, call.account.id, device)) &&
      (collaborator === undefined || maySeeDevice(call, collaborator, device)),
    (device) => render(call, device, true),
  )
}

const getDevice: Operation = (call) => ok(render(call, find(call), false))

const updateDevice: Operation = (call) => {
  const device = find(call)
  mustManage(call, ofDevice(call, device))
  const { data } = call.body as Schemas['DeviceUpdateDocument']
  // The body repeats the identifier of the path, in whichever of its three forms.
  if (findDevice(call.world, data.id) !== device) throw mismatch('/data/id')
  const { name } = data.attributes
  if (name !== undefined) device.name = name === '' ? null : name
  return ok(render(call, device, false))
}

const deleteDevice: Operation = (call) => {
  const device = find(call)
  mustManage(call, ofDevice(call, device))
  const group = groupOf(call.world, device)
  if (group) throw failure('CX014', 'Unassign the device before you remove it from the account.')
  removeDevice(call.world, device)
  return noContent
}

const restartWith =
  (how: typeof restart): Operation =>
  (call) => {
    const device = find(call)
    mustManage(call, ofDevice(call, device))
    if (!device.group) {
      throw failure('CX015', 'An unassigned device has no code to restart.', { parameter: 'device' })
    }
    how(call.world, device)
    return noContent
  }

const listDeviceLogs: Operation = (call) => {
  const device = find(call)
  const newestFirst = (call.world.state.logs.get(device.id) ?? [])
    .toReversed()
    .toSorted((one, other) => (one.ts < other.ts ? 1 : one.ts > other.ts ? -1 : 0))
  // Everything at once, as the how-to has it, unless the caller asks for pages, which the service honours.
  if (!call.query.has('page[number]') && !call.query.has('page[size]')) {
    const { href } = call.request.url
    return { status: 200, body: { data: newestFirst, links: { first: href, self: href } } }
  }
  const { first, size } = pageOf(call)
  const data = newestFirst.slice(first, first + size)
  return { status: 200, body: { data, links: pageLinks(call, newestFirst.length > first + size) } }
}

export const deviceOperations: Operations<
  | 'listDevices'
  | 'getDevice'
  | 'updateDevice'
  | 'deleteDevice'
  | 'restartDevice'
  | 'conditionalRestartDevice'
  | 'listDeviceLogs'
> = {
  listDevices,
  getDevice,
  updateDevice,
  deleteDevice,
  restartDevice: restartWith(restart),
  conditionalRestartDevice: restartWith(conditionalRestart),
  listDeviceLogs,
}
