import { deviceByIdentifier, groupById, mustManage, ofDevice, ofGroup } from '../cloud/access.ts'
import { noContent, type Call, type Operation, type Operations, type Schemas } from '../cloud/call.ts'
import { failure, Failure, forbidden, tooManyRequests, type ErrorObject } from '../cloud/failures.ts'
import { conditionalRestart, devicesIn, groupOf, isProduction, joinGroup, leaveGroup, restart } from '../cloud/fleet.ts'
import type { Device, DeviceGroup, DeviceGroupType } from '../cloud/state.ts'

const isDut = (type: DeviceGroupType) => type === 'dut_devicegroup' || type === 'pre_dut_devicegroup'

const find = (call: Call) => groupById(call, call.path['devicegroup_id']!, { parameter: 'devicegroup_id' })

const restartAll =
  (how: typeof restart): Operation =>
  (call) => {
    const group = find(call)
    mustManage(call, ofGroup(group))
    for (const device of devicesIn(call.world, group.id)) how(call.world, device)
    return noContent
  }

const identifiers = (call: Call) => (call.body as Schemas['DeviceReferenceList']).data

/** Runs through the devices of a body one by one: what works is done although others fail. */
function eachDevice(call: Call, act: (device: Device, source: { pointer: string }) => void): void {
  const errors: ErrorObject[] = []
  identifiers(call).forEach(({ id }, index) => {
    const source = { pointer: `/data/${index}/id` }
    try {
      act(deviceByIdentifier(call, id, source), source)
    } catch (failure) {
      if (!(failure instanceof Failure)) throw failure
      errors.push(...failure.errors)
    }
  })
  if (errors.length > 0) throw new Failure(400, errors)
}

/** Why a device may not be moved into a group by hand (a blessing or a factory BlinkUp does it instead). */
function obstacle(device: Device, from: DeviceGroup | undefined, to: DeviceGroup): string | undefined {
  if (from?.id === to.id) return undefined
  if (from?.type === 'production_devicegroup' && to.type !== 'production_devicegroup') {
    return 'A production device must be unassigned with the unbond key before it can go elsewhere.'
  }
  if (isProduction(to.type)) {
    if (from?.type !== to.type) return 'Devices enter a production group by blessing.'
    if (from.product !== to.product) return 'A production device cannot be moved to another product.'
  }
  if (isDut(to.type)) return 'Devices enter a DUT group by factory BlinkUp.'
  if (to.type !== 'development_devicegroup' && device.imp_type === 'imp001')
    return 'imp001 cards cannot be BlinkUp fixtures.'
  return undefined
}

const addDevicesToDeviceGroup: Operation = (call) => {
  const group = find(call)
  mustManage(call, ofGroup(group))
  eachDevice(call, (device, source) => {
    mustManage(call, ofDevice(call, device), source)
    const why = obstacle(device, groupOf(call.world, device), group)
    if (why) throw failure('CX011', why, source)
    joinGroup(call.world, device, group)
  })
  return noContent
}

const removeDevicesFromDeviceGroup: Operation = (call) => {
  const group = find(call)
  mustManage(call, ofGroup(group))
  if (group.type === 'production_devicegroup') {
    const owner = call.world.state.accounts.get(group.owner)
    const key = call.request.header('x-electricimp-key')
    if (key === null) {
      throw forbidden('Unassigning production devices needs the unbond key in the header X-Electricimp-Key.')
    }
    if (key !== owner?.unbondKey) throw forbidden('The unbond key in the header X-Electricimp-Key is wrong.')
    // Every device of the body counts, even one that is not in the group or does not exist.
    if (!call.world.limits.unbond(call.account.id, identifiers(call).length, call.headers))
      throw tooManyRequests('The bucket of unassigned devices holds fewer than these, now or at all.')
  }
  eachDevice(call, (device, source) => {
    if (device.group !== group.id) {
      throw failure('NF003', 'The device is not assigned to this device group.', source)
    }
    leaveGroup(call.world, device)
  })
  return noContent
}

export const groupDeviceOperations: Operations<
  'restartDeviceGroup' | 'conditionalRestartDeviceGroup' | 'addDevicesToDeviceGroup' | 'removeDevicesFromDeviceGroup'
> = {
  restartDeviceGroup: restartAll(restart),
  conditionalRestartDeviceGroup: restartAll(conditionalRestart),
  addDevicesToDeviceGroup,
  removeDevicesFromDeviceGroup,
}
