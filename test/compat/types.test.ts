/** The declarations of `impcentral/compat`, as programs in three styles and three compilers see them. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { compilers, createConsumer } from '../types/compiler.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = join(root, 'test/.compat-types')

/** The same for every way to get at the class. */
const body = `
const { Devices, DeviceGroups, Errors, LogStreams, Webhooks } = ImpCentralApi
async function main() {
  const api = new ImpCentralApi('https://api.example.com/v5')
  new ImpCentralApi()
  const endpoint: string = api.apiEndpoint
  api.debug = true
  api.debug(false)
  api.auth.accessToken = 'token'
  const { access_token, refresh_token } = await api.auth.login('me', 'secret')
  const token: string = access_token + refresh_token
  const { data: me } = await api.accounts.get('me')
  const { data: product } = await api.products.create({ name: 'x', description: 'y' }, me.id)
  await api.products.create({ name: 'x' })
  const { data: group } = await api.deviceGroups.create(product.id, DeviceGroups.TYPE_DEVELOPMENT, { name: 'dev' })
  await api.deviceGroups.create(product.id, DeviceGroups.TYPE_PRODUCTION, { name: 'p', region: 'eu', env_vars: { a: 1 } })
  await api.deviceGroups.create(product.id, DeviceGroups.TYPE_FACTORY_FIXTURE, { name: 'f' }, group, group)
  await api.deviceGroups.update(group.id, group.type, { load_code_after_blessing: true })
  await api.deviceGroups.addDevices(group.id, 'a', 'b')
  await api.deviceGroups.removeDevices(group.id, null, 'a', 'b')
  const { data: devices } = await api.devices.list({ [Devices.FILTER_DEVICE_GROUP_ID]: group.id }, 1, 20)
  const ids: string[] = devices.map((device) => device.id)
  await api.devices.list(null, null, 5)
  await api.deviceGroups.list({ [DeviceGroups.FILTER_TYPE]: DeviceGroups.TYPE_DUT })
  await api.deployments.list({ 'filter[flagged]': true, 'filter[tags]': ['a', 'b'] })
  const nothing: undefined = await api.devices.delete('a')
  const { data: stream } = await api.logStreams.create((message) => message.trim(), null, (error) => error.message, LogStreams.FORMAT_JSON)
  await api.logStreams.addDevice(stream.id, ids[0]!)
  await api.webhooks.create(group.id, group.type, { url: 'u', event: Webhooks.EVENT_BLINKUP, content_type: Webhooks.CONTENT_TYPE_JSON })
  for await (const device of api.client.devices.list()) device.attributes.name
  // @ts-expect-error: there is no such attribute
  await api.products.update(product.id, { nonsense: 1 })
  // @ts-expect-error: the id is a string
  await api.devices.get(5)
  // @ts-expect-error: there is no such type
  await api.deviceGroups.create(product.id, 'nonsense', { name: 'x' })
  // @ts-expect-error: there is no such filter
  await api.products.list({ 'filter[nonsense]': 'x' })
  // @ts-expect-error: there is no such method
  api.devices.create({})
  return { endpoint, token, nothing }
}
main().catch((error: unknown) => {
  if (error instanceof Errors.ImpCentralApiError) console.log(error.statusCode.toFixed(), error.body.errors[0].code)
  if (error instanceof Errors.InvalidDataError) console.log(error.message)
})
`

const files: Record<string, string> = {
  'default.mts': `import ImpCentralApi, { Accounts, type Answer } from 'impcentral/compat'\n${body}
const account: Answer<'getAccount'> | undefined = undefined
console.log(account, Accounts)`,
  'named.mts': `import { ImpCentralApi } from 'impcentral/compat'\n${body}\nexport const make = (): ImpCentralApi => new ImpCentralApi()`,
  'required.cts': `import ImpCentralApi = require('impcentral/compat')\n${body}`,
}

beforeAll(async () => {
  const program = await readFile(join(root, 'test/compat/program.cjs'), 'utf8')
  await createConsumer(
    folder,
    {},
    { ...files, 'program.cjs': program.replace("'imp-central-api'", "'impcentral/compat'") },
  )
})

const errorsOf = (version: string, options: object, files: string[]) =>
  compilers[version]!({
    folder,
    compilerOptions: {
      lib: ['ES2023', 'ESNext.Disposable', 'DOM', 'DOM.Iterable', 'DOM.AsyncIterable'],
      module: 'nodenext',
      moduleResolution: 'nodenext',
      types: ['node'],
      ...options,
    },
    files,
  })

describe.each(Object.keys(compilers))('under TypeScript %s', (version) => {
  it('programs with types compile, and their mistakes are found', { timeout: 120_000 }, async () => {
    expect(await errorsOf(version, { strict: true }, Object.keys(files))).toBe('')
  })

  it('a program without types is understood, and the mistake in it found', { timeout: 120_000 }, async () => {
    const options = { allowJs: true, checkJs: true, strict: false }
    const errors = await errorsOf(version, options, ['program.cjs'])
    expect(errors).toMatch(
      /^test.*program\.cjs\(.*Argument of type '"no such type"' is not assignable to parameter of type/,
    )
    expect(errors.match(/error TS/g)).toHaveLength(1)
  })

  it('a bundler finds them', { timeout: 120_000 }, async () => {
    const options = { strict: true, module: 'esnext', moduleResolution: 'bundler' }
    expect(await errorsOf(version, options, ['default.mts', 'named.mts'])).toBe('')
  })
})
