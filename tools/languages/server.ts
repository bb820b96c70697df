/**
 * A local impCloud for generated clients, over HTTP. It adds a property that no description knows to every object of its
 * answers, because the service may do so at any time and a client has to bear it.
 *
 *   node tools/languages/server.ts     prints the base URL, the e-mail address and the password; runs until interrupted
 */
import { createImpCloud, defaultAccount, type ImpCloud } from '../../src/emulator/index.ts'
import { listen, type ImpCloudServer } from '../../src/emulator/node.ts'

export const { email, password } = defaultAccount

/** With five devices, in no device group. */
export function startServer(): Promise<ImpCloudServer> {
  const cloud = createImpCloud({ devices: 5 })
  const handle: ImpCloud['handle'] = async (...call) => addProperties(await cloud.handle(...call))
  return listen(Object.create(cloud, { handle: { value: handle } }) as ImpCloud)
}

async function addProperties(response: Response): Promise<Response> {
  if (!response.headers.get('Content-Type')?.includes('json')) return response
  const { status, headers } = response
  const body: unknown = JSON.parse(await response.text(), (key, value: unknown) =>
    // The properties of env_vars are the user's.
    typeof value === 'object' && value !== null && !Array.isArray(value) && key !== 'env_vars'
      ? { ...value, added_later: { by: 'the service' } }
      : value,
  )
  return new Response(JSON.stringify(body), { status, headers })
}

if (import.meta.main) {
  const { url } = await startServer()
  console.log(`${url} ${email} ${password}`)
}
