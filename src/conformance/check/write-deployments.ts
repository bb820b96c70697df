/** Deployments in the device group of the check. */
import { type Answered, pathOf, type Resource } from './api.ts'
import type { Context, Step } from './step.ts'

const code = { device_code: 'server.log("impcentral check")', agent_code: 'server.log("impcentral check, agent")' }

/** Whatever a service may have taken the digest of. */
const joined = [
  `${code.device_code}${code.agent_code}`,
  `${code.agent_code}${code.device_code}`,
  `${code.device_code}\0${code.agent_code}`,
  `${code.agent_code}\0${code.device_code}`,
  `${code.device_code}\n${code.agent_code}`,
  `${code.agent_code}\n${code.device_code}`,
]

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Where the warnings of the compiler are, and in which form. */
function lookAtWarnings({ answer }: Context, { body, item }: Answered): void {
  const beside = (body as { meta?: unknown }).meta
  const inside = (item as { meta?: unknown } | undefined)?.meta
  const meta = beside ?? inside
  if (meta === undefined) return
  answer('warning-place', beside !== undefined, 'inside data')
  answer('warning-form', Array.isArray(meta), 'an object')
}

async function makeDeployments(context: Context): Promise<void> {
  const { api, answer, made, provoked } = context
  const group = made.get('group')
  if (!group) throw new Error('there is no group to go on with')
  const relationships = { devicegroup: { type: group.type, id: group.id } }
  const deploy = async (attributes: object) => {
    const answered = await api('POST', '/deployments', {
      body: { data: { type: 'deployment', attributes: { ...code, ...attributes }, relationships } },
    })
    lookAtWarnings(context, answered)
    return answered
  }
  const change = ({ type, id }: Resource, attributes: object) =>
    api('PATCH', pathOf('/deployments/{}', id), { body: { data: { type, id, attributes } } })

  const first = (await deploy({ description: 'First', tags: ['impcentral-check'] })).item
  if (!first) throw new Error('the deployment was not made')
  await api('GET', pathOf('/deployments/{}', first.id))
  const digests = await Promise.all(joined.map(sha256))
  answer('deployment-sha', digests.includes(String(first.attributes?.['sha'])), 'another digest')
  await deploy({ device_code: 'this is no Squirrel (' })
  const long = await deploy({ description: 'x'.repeat(256) })
  answer('deployment-description-limit', !long.ok, `status ${long.status}`)
  await deploy({ agent_code: '#require "Rocky.class.nut:0.1.0"\n' })
  const second = (await deploy({ description: 'Second' })).item
  if (!second) throw new Error('the second deployment was not made')

  const flagged = await change(second, { flagged: true })
  if (flagged.item) answer('deployment-flagger', flagged.item.relationships?.['flagger'] !== undefined, 'nothing')
  provoked('deleteDeployment', 409, (await api('DELETE', pathOf('/deployments/{}', second.id))).status)
  provoked('deleteDeviceGroup', 409, (await api('DELETE', pathOf('/devicegroups/{}', group.id))).status)
  await change(second, { flagged: false, tags: [] })

  const minimum = ({ type, id }: Resource) =>
    api('PUT', pathOf('/devicegroups/{}/relationships/min_supported_deployment', group.id), {
      body: { data: { type, id } },
    })
  const raised = await minimum(second)
  if (raised.ok) answer('min-supported-deployment-body', raised.item !== undefined, 'nothing, or another body')
  const again = await minimum(second)
  answer('min-supported-deployment-again', !again.ok, `status ${again.status}`)
  provoked('setMinSupportedDeploymentOfDeviceGroup', 409, (await minimum(first)).status)
  await api('DELETE', pathOf('/deployments/{}', first.id))
}

export const deploymentStep: Step = {
  name: 'Make deployments',
  write: true,
  questions: [
    'deployment-sha',
    'deployment-description-limit',
    'deployment-flagger',
    'min-supported-deployment-body',
    'min-supported-deployment-again',
    'warning-place',
    'warning-form',
  ],
  run: makeDeployments,
}
