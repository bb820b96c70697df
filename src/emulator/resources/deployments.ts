import { deploymentById, groupByReference, mustManage, ofDeployment, ofGroup, sees } from '../cloud/access.ts'
import {
  created,
  noContent,
  ok,
  page,
  type Answer,
  type Call,
  type Operation,
  type Operations,
  type Schemas,
} from '../cloud/call.ts'
import { errorObject, failure, invalidBody, type ErrorObject } from '../cloud/failures.ts'
import { fire } from '../cloud/webhook-events.ts'
import { removeDeployment } from '../cloud/fleet.ts'
import { readPrograms } from '../cloud/squirrel.ts'
import type { Deployment } from '../cloud/state.ts'
import { timestamp } from '../cloud/world.ts'
import { matching, mustMatch, relation } from './common.ts'

function render(call: Call, deployment: Deployment, inList: boolean): Record<string, unknown> {
  const { state } = call.world
  const { device_code, agent_code, description, origin, flagged, tags, sha, created_at, updated_at } = deployment
  return {
    type: 'deployment',
    id: deployment.id,
    links: { self: `${call.base}/deployments/${deployment.id}` },
    attributes: {
      // Lists leave the code out.
      ...(!inList && { device_code, agent_code }),
      description,
      // Unset it is left out: what is read can be written, and the service probably refuses null here.
      ...(origin !== null && { origin }),
      flagged,
      tags,
      sha,
      created_at,
      updated_at,
    },
    relationships: {
      devicegroup: state.groups.has(deployment.group) ? relation(deployment.group_type, deployment.group) : undefined,
      product: relation('product', deployment.product),
      owner: relation('account', deployment.owner),
      creator: relation('account', deployment.creator),
      flagger: relation('account', deployment.flagger),
    },
  }
}

const find = (call: Call) => deploymentById(call, call.path['deployment_id']!, { parameter: 'deployment_id' })

const listDeployments: Operation = (call) => {
  const matches = matching<Deployment>(call, {
    'owner.id': (deployment) => deployment.owner,
    'creator.id': (deployment) => deployment.creator,
    'product.id': (deployment) => deployment.product,
    'devicegroup.id': (deployment) => deployment.group,
    'flagger.id': (deployment) => deployment.flagger,
    sha: (deployment) => deployment.sha,
  })
  const flagged = call.query.get('filter[flagged]') ?? 'any'
  const tags = call.query.get('filter[tags]')?.split(',') ?? []
  return page(
    call,
    call.world.state.deployments.values(),
    (deployment) =>
      matches(deployment) &&
      (flagged === 'any' || String(deployment.flagged) === flagged) &&
      tags.every((tag) => deployment.tags.includes(tag)) &&
      sees(call, ofDeployment(deployment)),
    (deployment) => render(call, deployment, true),
  )
}

const getDeployment: Operation = (call) => ok(render(call, find(call), false))

/** 500 characters over all tags of a deployment, not counting separators. */
function mustFit(tags: readonly string[]): void {
  if (tags.join('').length > 500)
    throw invalidBody('/data/attributes/tags', 'All tags together have more than 500 characters.')
}

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Compiles as far as the emulator can: throws the compiler's errors, returns its warnings. */
function compile(device_code: string, agent_code: string): ErrorObject[] {
  const programs = Object.values(readPrograms({ agent_code, device_code }))
  const problems = programs.flatMap((program) => program.problems)
  if (problems.length > 0) {
    const { file, row, text } = problems[0]!
    const detail = `The code does not compile: ${text} (${file}, line ${row}).`
    throw failure('CX005', detail, undefined, problems)
  }
  return programs.flatMap(({ file, libraries }) =>
    libraries
      .filter(({ version }) => isUnsupported(version))
      .map(({ name, version, row, column }) => {
        const detail = `The library ${name}:${version} is out of support.`
        const message = { file, row, column, type: 'warning', text: detail }
        return errorObject('WA001', detail, undefined, [message])
      }),
  )
}

/** Which versions are out of support is the service's to know; here it is everything before 1.0.0. */
const isUnsupported = (version: string) => version.startsWith('0.')

const createDeployment: Operation = async (call) => {
  const { attributes, relationships } = (call.body as Schemas['DeploymentCreateDocument']).data
  const { device_code, agent_code, description = null, origin = null, flagged = false, tags = [] } = attributes
  const sha = await sha256(`${agent_code}\0${device_code}`)
  const { state, random } = call.world
  const source = { pointer: '/data/relationships/devicegroup' }
  const group = groupByReference(call, relationships.devicegroup, source.pointer)
  mustManage(call, ofGroup(group), source)
  mustFit(tags)
  const warnings = compile(device_code, agent_code)
  const now = timestamp(call.world)
  const deployment: Deployment = {
    id: random.uuid(),
    number: state.made++,
    device_code,
    agent_code,
    description,
    origin,
    flagged,
    tags: [...new Set(tags)],
    sha,
    created_at: now,
    updated_at: now,
    group: group.id,
    group_type: group.type,
    product: group.product,
    owner: group.owner,
    creator: call.account.id,
    flagger: flagged ? call.account.id : null,
  }
  state.deployments.set(deployment.id, deployment)
  group.current_deployment = deployment.id
  group.min_supported_deployment ??= deployment.id
  fire(call.world, 'deployment', group, { devicegroup_id: group.id, deployment_id: deployment.id })
  return withWarnings(created(render(call, deployment, false)), warnings)
}

const withWarnings = (answer: Answer, warnings: ErrorObject[]): Answer =>
  warnings.length === 0 ? answer : { ...answer, body: { ...(answer.body as object), meta: warnings } }

const updateDeployment: Operation = (call) => {
  const deployment = find(call)
  const { data } = call.body as Schemas['DeploymentUpdateDocument']
  mustManage(call, ofDeployment(deployment))
  mustMatch(data, { id: deployment.id, type: 'deployment' })
  const { description, flagged, tags } = data.attributes
  if (tags) mustFit(tags)
  if (description !== undefined) deployment.description = description
  if (tags) deployment.tags = [...new Set(tags)]
  if (flagged !== undefined && flagged !== deployment.flagged) {
    deployment.flagged = flagged
    deployment.flagger = flagged ? call.account.id : null
  }
  deployment.updated_at = timestamp(call.world)
  return ok(render(call, deployment, false))
}

const deleteDeployment: Operation = (call) => {
  const deployment = find(call)
  const { state } = call.world
  mustManage(call, ofDeployment(deployment))
  if (deployment.flagged) {
    throw failure('CX004', 'You cannot delete flagged deployments; set the flagged attribute to false and try again.')
  }
  const group = state.groups.get(deployment.group)
  const minimum = state.deployments.get(group?.min_supported_deployment ?? '')
  if (minimum && deployment.number >= minimum.number) {
    throw failure('CX016', 'Only deployments older than the minimum supported one can be deleted.')
  }
  removeDeployment(call.world, deployment)
  return noContent
}

export const deploymentOperations: Operations<
  'listDeployments' | 'getDeployment' | 'createDeployment' | 'updateDeployment' | 'deleteDeployment'
> = {
  listDeployments,
  getDeployment,
  createDeployment,
  updateDeployment,
  deleteDeployment,
}
