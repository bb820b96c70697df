/** A cloud that does what the local impCloud does, except for one fault. */
import { createImpCloud, type ImpCloud } from 'impcentral/emulator'
import type { Fetch } from 'impcentral'
import type { Fault } from './faults.ts'

export const account = { email: 'dora@example.com', password: 'correct horse battery staple' }

/** A cloud with something of everything. */
export async function fullCloud(): Promise<ImpCloud> {
  const cloud = createImpCloud({ accounts: [account], devices: 3 })
  const { create } = cloud
  const product = await create.product()
  const group = await create.deviceGroup({ product, env_vars: { colourOfDora: 'mauve' } })
  const device = await create.device({ devicegroup: group })
  await create.deployment({ devicegroup: group })
  await create.webhook({ devicegroup: group })
  await create.loginKey()
  for (let entry = 0; entry < 3; entry++) cloud.log(device.id, { msg: `Boot ${entry}` })
  return cloud
}

const isRefused = (fault: Fault) => fault.at[1].source.includes('0{16}')

/** The fetch of a cloud with a fault. */
export const withFault =
  (cloud: ImpCloud, fault: Fault): Fetch =>
  async (input, init) => {
    const response = await cloud.fetch(input, init)
    const [method, path] = fault.at
    const { pathname } = new URL(input as string)
    const hit = (init?.method ?? 'GET') === method && path.test(pathname.replace(/^\/v5/, ''))
    if (!hit || response.status >= 400 !== isRefused(fault)) return response
    const text = await response.text()
    const draft = {
      status: response.status,
      headers: new Headers(response.headers),
      body: text === '' ? undefined : (JSON.parse(text) as unknown),
    }
    fault.change(draft)
    const { status, headers, body } = draft
    const sent = typeof body === 'string' ? body : JSON.stringify(body)
    // A text would bring a media type of its own.
    return new Response(body === undefined ? null : new TextEncoder().encode(sent), { status, headers })
  }

/** The fetch of a cloud whose log streams have other events. */
export const withEvents =
  (cloud: ImpCloud, format: 'json' | 'text', change: (event: string) => string): Fetch =>
  async (input, init) => {
    const response = await cloud.fetch(input, init)
    if (!response.body || new URL(input as string).searchParams.get('format') !== format) return response
    const changed = response.body
      .pipeThrough(new TextDecoderStream())
      .pipeThrough(
        new TransformStream<string, string>({
          transform: (event, controller) => controller.enqueue(change(event)),
        }),
      )
      .pipeThrough(new TextEncoderStream())
    return new Response(changed, response)
  }
