import type { Call } from './call.ts'
import { forbidden, notFound, type Source } from './failures.ts'
import type { Deployment, Device, DeviceGroup, Grant, Product, State, Webhook } from './state.ts'
import { findDevice, groupOf } from './fleet.ts'

/** Whose a resource is, and to which product it belongs (`null`: to none, like an unassigned device). */
interface Belonging {
  owner: string
  product: string | null
}

const covers = (grant: Grant, caller: string, { owner, product }: Belonging) =>
  grant.collaborator === caller &&
  grant.owner === owner &&
  (grant.products === null || (product !== null && grant.products.includes(product)))

export const maySee = (state: State, caller: string, to: Belonging): boolean =>
  to.owner === caller || state.grants.some((grant) => covers(grant, caller, to))

export const mayManage = (state: State, caller: string, to: Belonging): boolean =>
  to.owner === caller || state.grants.some((grant) => grant.access === 'manage' && covers(grant, caller, to))

/** Visible but not to be changed is 403, not visible is 404 (impCentral API how-to, "API Errors"). */
export function mustManage(call: Call, to: Belonging, source?: Source): void {
  if (!mayManage(call.world.state, call.account.id, to)) {
    throw forbidden('You may view this resource, but not change it.', source)
  }
}

export const ofProduct = (product: Product): Belonging => ({ owner: product.owner, product: product.id })
export const ofGroup = (group: DeviceGroup): Belonging => ({ owner: group.owner, product: group.product })
export const ofDeployment = (deployment: Deployment): Belonging => ({
  owner: deployment.owner,
  product: deployment.product,
})

export const ofDevice = (call: Call, device: Device): Belonging => ({
  owner: device.owner,
  product: groupOf(call.world, device)?.product ?? null,
})

export function ofWebhook(call: Call, webhook: Webhook): Belonging {
  const group = call.world.state.groups.get(webhook.group)
  return { owner: group?.owner ?? webhook.creator, product: group?.product ?? null }
}

export const sees = (call: Call, to: Belonging): boolean => maySee(call.world.state, call.account.id, to)

/** A resource by its id, in either case. Missing and invisible are the same to the caller. */
function find<T>(call: Call, map: Map<string, T>, id: string, belonging: (item: T) => Belonging, source: Source): T {
  const item = map.get(id.toLowerCase())
  if (!item || !sees(call, belonging(item))) throw notFound(source)
  return item
}

export const productById = (call: Call, id: string, source: Source): Product =>
  find(call, call.world.state.products, id, ofProduct, source)

export const groupById = (call: Call, id: string, source: Source): DeviceGroup =>
  find(call, call.world.state.groups, id, ofGroup, source)

/** The device group that a body names by its id and its type: under another type there is none of that id. */
export function groupByReference(call: Call, { id, type }: { id: string; type: string }, pointer: string): DeviceGroup {
  const group = groupById(call, id, { pointer: `${pointer}/id` })
  if (type !== group.type) throw notFound({ pointer: `${pointer}/type` })
  return group
}

export const deploymentById = (call: Call, id: string, source: Source): Deployment =>
  find(call, call.world.state.deployments, id, ofDeployment, source)

export const webhookById = (call: Call, id: string, source: Source): Webhook =>
  find(call, call.world.state.webhooks, id, (webhook) => ofWebhook(call, webhook), source)

/** Whoever sees a device group sees what is in it, whosever it is. */
export function maySeeDevice(call: Call, caller: string, device: Device): boolean {
  const { state } = call.world
  const group = groupOf(call.world, device)
  return maySee(state, caller, ofDevice(call, device)) || (group !== undefined && maySee(state, caller, ofGroup(group)))
}

export function deviceByIdentifier(call: Call, identifier: string, source: Source): Device {
  const device = findDevice(call.world, identifier)
  if (!device || !maySeeDevice(call, call.account.id, device)) throw notFound(source)
  return device
}
