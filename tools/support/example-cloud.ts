/** A local impCloud that has what the examples of the description are about, under the ids that they show. */
import { createImpCloud, type Snapshot } from '../../src/emulator/index.ts'

interface Description {
  components: {
    parameters: Record<string, { name: string; in: string; example: string }>
    examples: { RefreshTokenExchange: { value: { token: string } } }
  }
}

/** As the examples of the log-in have it. */
export const account = { email: 'dora@example.com', password: 'correct horse battery staple' }

export async function exampleState(description: object): Promise<Snapshot> {
  const cloud = createImpCloud({ accounts: [account], devices: 10 })
  const { create } = cloud
  const product = await create.product()
  const group = await create.deviceGroup({ product })
  const device = await create.device({ devicegroup: group })
  const made: Record<string, string> = {
    product_id: product.id,
    devicegroup_id: group.id,
    device: device.id,
    deployment_id: (await create.deployment({ devicegroup: group })).id,
    webhook_id: (await create.webhook({ devicegroup: group })).id,
    key: (await create.loginKey()).id,
    refresh_token_id: (await create.refreshToken()).id,
  }
  const { id: token } = await create.refreshToken()
  cloud.log(device.id, { msg: 'Boot' })
  const { parameters, examples } = (description as Description).components
  let state = JSON.stringify(cloud.snapshot()).replaceAll(token, examples.RefreshTokenExchange.value.token)
  for (const { name, in: where, example } of Object.values(parameters)) {
    if (where === 'path' && made[name]) state = state.replaceAll(made[name], example)
  }
  return JSON.parse(state) as Snapshot
}
