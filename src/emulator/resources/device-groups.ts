import { deploymentById, groupById, mustManage, ofGroup, ofProduct, productById, sees } from '../cloud/access.ts'
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
} from '../cloud/call.ts'
import { duplicate, failure, forbidden, invalidBody } from '../cloud/failures.ts'
import { devicesIn, isProduction, removeDeployment } from '../cloud/fleet.ts'
import { environmentBytes } from '../cloud/limits.ts'
import type { DeviceGroup } from '../cloud/state.ts'
import { timestamp } from '../cloud/world.ts'
import { matching, mustMatch, relation } from './common.ts'

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
      throw duplicate('Devicegroups')
    }
  }
}

/** What the names look like is in the description. */
function mustFit(variables: unknown): void {
  if (variables && new TextEncoder().encode(JSON.stringify(variables)).length > environmentBytes) {
    throw invalidBody(
      '/data/attributes/env_vars',
      `The environment variables take more than ${environmentBytes} bytes as JSON.`,
    )
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
    throw failure('CX010', detail, { pointer })
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
    throw failure('CX007', 'Unassign the devices of the group first.')
  }
  for (const other of state.groups.values()) {
    if (other.production_target === group.id || other.dut_target === group.id) {
      throw failure('CX008', 'A fixture device group aims at this group.')
    }
  }
  const deployments = [...state.deployments.values()].filter((deployment) => deployment.group === group.id)
  if (deployments.some((deployment) => deployment.flagged)) {
    throw failure('CX003', 'Take the flags from the deployments of the group first.')
  }
  for (const deployment of deployments) removeDeployment(call.world, deployment)
  for (const webhook of state.webhooks.values()) if (webhook.group === group.id) state.webhooks.delete(webhook.id)
  state.groups.delete(group.id)
  return noContent
}

const setMinSupportedDeploymentOfDeviceGroup: Operation = (call) => {
  const group = find(call)
  mustManage(call, ofGroup(group))
  const { data } = call.body as Schemas['DeploymentReferenceDocument']
  const source = { pointer: '/data/id' }
  const deployment = deploymentById(call, data.id, source)
  if (deployment.group !== group.id) {
    throw failure('CX012', 'The deployment belongs to another device group.', source)
  }
  const present = call.world.state.deployments.get(group.min_supported_deployment ?? '')
  if (present && deployment.number < present.number) {
    throw failure('CX013', 'The minimum supported deployment only moves forward in time.', source)
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
  | 'setMinSupportedDeploymentOfDeviceGroup'
> = {
  listDeviceGroups,
  getDeviceGroup,
  createDeviceGroup,
  updateDeviceGroup,
  deleteDeviceGroup,
  setMinSupportedDeploymentOfDeviceGroup,
}
