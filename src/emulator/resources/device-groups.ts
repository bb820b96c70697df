import {
  deploymentById,
  deviceByIdentifier,
  groupById,
  mustManage,
  ofDevice,
  ofGroup,
  ofProduct,
  productById,
  sees,
} from '../access.ts'
import {
  created,
  noContent,
  ok,
  page,
  type Call,
  type Identifier,
  type Operation,
  type Operations,
  type Schemas,
} from '../call.ts'
import {
  constraint,
  duplicate,
  errorObject,
  Failure,
  forbidden,
  invalidBody,
  tooManyRequests,
  type ErrorObject,
} from '../failures.ts'
import { conditionalRestart, devicesIn, groupOf, joinGroup, leaveGroup, restart } from '../fleet.ts'
import type { Device, DeviceGroup, DeviceGroupType } from '../state.ts'
import { timestamp } from '../world.ts'
import { matching, mustMatch, relation } from './common.ts'

const isProduction = (type: DeviceGroupType) =>
  type === 'production_devicegroup' || type === 'pre_production_devicegroup'

const isDut = (type: DeviceGroupType) => type === 'dut_devicegroup' || type === 'pre_dut_devicegroup'

function render(call: Call, group: DeviceGroup): unknown {
  const { groups } = call.world.state
  const target = (id: string | null) => (id === null ? undefined : relation(groups.get(id)!.type, id))
  return {
    type: group.type,
    id: group.id,
    links: { self: `${call.base}/devicegroups/${group.id}` },
    attributes: {
      name: group.name,
      description: group.description,
      region: group.region,
      ...(isProduction(group.type) && { load_code_after_blessing: group.load_code_after_blessing }),
      env_vars: group.env_vars,
      created_at: group.created_at,
      updated_at: group.updated_at,
    },
    relationships: {
      product: relation('product', group.product),
      owner: relation('account', group.owner),
      creator: relation('account', group.creator),
      current_deployment: relation('deployment', group.current_deployment),
      min_supported_deployment: relation('deployment', group.min_supported_deployment),
      production_target: target(group.production_target),
      dut_target: target(group.dut_target),
    },
  }
}

const find = (call: Call) => groupById(call, call.path['devicegroup_id']!, { parameter: 'devicegroup_id' })

function mustBeUnique(call: Call, name: string, product: string, except?: DeviceGroup): void {
  for (const group of call.world.state.groups.values()) {
    if (group !== except && group.product === product && group.name === name) {
      throw duplicate('device groups', 'one product')
    }
  }
}

/** At most 16,000 bytes of JSON; what the names look like is in the description. */
function mustFit(variables: unknown): void {
  if (variables && new TextEncoder().encode(JSON.stringify(variables)).length > 16_000) {
    throw invalidBody('/data/attributes/env_vars', 'The environment variables take more than 16000 bytes as JSON.')
  }
}

/** What `relationships` of a device group may hold, whatever its type. */
type Relationships = { [Name in 'product' | 'production_target' | 'dut_target']?: Identifier }

/**
 * The id of the group at which a fixture group aims. The description has seen to it that there are targets where there
 * must be, and of which type each must be.
 */
function targetOf(
  call: Call,
  relationships: Relationships,
  name: 'production_target' | 'dut_target',
  product: string,
): string | null {
  const given = relationships[name]
  if (!given) return null
  const pointer = `/data/relationships/${name}`
  const group = groupById(call, given.id, { pointer: `${pointer}/id` })
  if (given.type !== group.type) throw invalidBody(`${pointer}/type`, `That group is a ${group.type}.`)
  if (group.product !== product) {
    const detail = `The ${name} must be in the product of the group.`
    throw constraint('CX010', 'Target In Another Product', detail, { pointer })
  }
  return group.id
}

const listDeviceGroups: Operation = (call) => {
  const matches = matching<DeviceGroup>(call, {
    'owner.id': (group) => group.owner,
    'product.id': (group) => group.product,
    type: (group) => group.type,
  })
  return page(
    call,
    call.world.state.groups.values(),
    (group) => matches(group) && sees(call, ofGroup(group)),
    (group) => render(call, group),
  )
}

const getDeviceGroup: Operation = (call) => ok(render(call, find(call)))

const createDeviceGroup: Operation = (call) => {
  const { state, random } = call.world
  const { type, attributes, relationships } = (call.body as Schemas['DeviceGroupCreateDocument']).data
  const source = { pointer: '/data/relationships/product' }
  const product = productById(call, relationships.product.id, source)
  mustManage(call, ofProduct(product), source)
  if (type !== 'development_devicegroup' && !call.account.production) {
    throw forbidden('Your account may not make device groups for production.', { pointer: '/data/type' })
  }
  const { name, description = null, env_vars = {} } = attributes
  mustFit(env_vars)
  const production_target = targetOf(call, relationships, 'production_target', product.id)
  const dut_target = targetOf(call, relationships, 'dut_target', product.id)
  mustBeUnique(call, name, product.id)
  const now = timestamp(call.world)
  const group: DeviceGroup = {
    id: random.uuid(),
    type,
    name,
    description,
    region: 'region' in attributes ? (attributes.region ?? null) : null,
    load_code_after_blessing: true,
    env_vars,
    created_at: now,
    updated_at: now,
    product: product.id,
    owner: product.owner,
    creator: call.account.id,
    current_deployment: null,
    min_supported_deployment: null,
    production_target,
    dut_target,
  }
  state.groups.set(group.id, group)
  return created(render(call, group))
}

const updateDeviceGroup: Operation = (call) => {
  const group = find(call)
  const { data } = call.body as Schemas['DeviceGroupUpdateDocument']
  mustManage(call, ofGroup(group))
  mustMatch(data, group)
  const { name = group.name, env_vars } = data.attributes
  if (env_vars && group.owner !== call.account.id) {
    const pointer = '/data/attributes/env_vars'
    throw forbidden('Only the owner of the device group may change its environment variables.', { pointer })
  }
  mustFit(env_vars)
  mustBeUnique(call, name, group.product, group)
  const relationships: Relationships = ('relationships' in data && data.relationships) || {}
  const production_target = targetOf(call, relationships, 'production_target', group.product) ?? group.production_target
  const dut_target = targetOf(call, relationships, 'dut_target', group.product) ?? group.dut_target
  Object.assign(group, data.attributes, { production_target, dut_target, updated_at: timestamp(call.world) })
  return ok(render(call, group))
}

const deleteDeviceGroup: Operation = (call) => {
  const group = find(call)
  const { state } = call.world
  mustManage(call, ofGroup(group))
  if (!devicesIn(call.world, group.id).next().done) {
    throw constraint('CX007', 'Devices Assigned', 'Unassign the devices of the group first.')
  }
  for (const other of state.groups.values()) {
    if (other.production_target === group.id || other.dut_target === group.id) {
      throw constraint('CX008', 'Target Of Another Devicegroup', 'A fixture device group aims at this group.')
    }
  }
  const deployments = [...state.deployments.values()].filter((deployment) => deployment.group === group.id)
  if (deployments.some((deployment) => deployment.flagged)) {
    throw constraint('CX003', 'Flagged Deployments Exist', 'Take the flags from the deployments of the group first.')
  }
  for (const deployment of deployments) state.deployments.delete(deployment.id)
  for (const webhook of state.webhooks.values()) if (webhook.group === group.id) state.webhooks.delete(webhook.id)
  state.groups.delete(group.id)
  return noContent
}

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
    if (why) throw constraint('CX011', 'Assignment Refused', why, source)
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
      const detail = 'The device is not assigned to this device group.'
      throw new Failure(404, [errorObject(404, 'NF003', 'Device Not In Devicegroup', detail, source)])
    }
    leaveGroup(call.world, device)
  })
  return noContent
}

const setMinSupportedDeploymentOfDeviceGroup: Operation = (call) => {
  const group = find(call)
  mustManage(call, ofGroup(group))
  const { data } = call.body as Schemas['DeploymentReferenceDocument']
  const source = { pointer: '/data/id' }
  const deployment = deploymentById(call, data.id, source)
  if (deployment.group !== group.id) {
    throw constraint(
      'CX012',
      'Deployment Of Another Devicegroup',
      'The deployment belongs to another device group.',
      source,
    )
  }
  const present = call.world.state.deployments.get(group.min_supported_deployment ?? '')
  if (present && deployment.number < present.number) {
    throw constraint(
      'CX013',
      'Deployment Too Old',
      'The minimum supported deployment only moves forward in time.',
      source,
    )
  }
  group.min_supported_deployment = deployment.id
  group.updated_at = timestamp(call.world)
  return ok(render(call, group))
}

export const deviceGroupOperations: Operations<
  | 'listDeviceGroups'
  | 'getDeviceGroup'
  | 'createDeviceGroup'
  | 'updateDeviceGroup'
  | 'deleteDeviceGroup'
  | 'restartDeviceGroup'
  | 'conditionalRestartDeviceGroup'
  | 'addDevicesToDeviceGroup'
  | 'removeDevicesFromDeviceGroup'
  | 'setMinSupportedDeploymentOfDeviceGroup'
> = {
  listDeviceGroups,
  getDeviceGroup,
  createDeviceGroup,
  updateDeviceGroup,
  deleteDeviceGroup,
  restartDeviceGroup: restartAll(restart),
  conditionalRestartDeviceGroup: restartAll(conditionalRestart),
  addDevicesToDeviceGroup,
  removeDevicesFromDeviceGroup,
  setMinSupportedDeploymentOfDeviceGroup,
}
