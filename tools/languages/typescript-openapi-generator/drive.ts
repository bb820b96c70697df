// The client that openapi-generator makes for TypeScript, at work: drive BASE_URL EMAIL PASSWORD
import assert from 'node:assert/strict'
import {
  AuthApi,
  Configuration,
  type DeviceGroupCreateDocument,
  DeviceGroupsApi,
  DevicesApi,
  type ErrorDocument,
  ProductsApi,
  ResponseError,
} from 'client'

const [basePath, id, password] = process.argv.slice(2) as [string, string, string]
const tokens = await new AuthApi(new Configuration({ basePath })).login({ LoginRequest: { id, password } })
const configuration = new Configuration({ basePath, accessToken: tokens.access_token })
const products = new ProductsApi(configuration)
const deviceGroups = new DeviceGroupsApi(configuration)
const devices = new DevicesApi(configuration)
console.log('ok logs in')

const product = await products.createProduct({
  ProductCreateDocument: { data: { type: 'product', attributes: { name: 'Fridge' } } },
})
const newGroup = (name: string, variable: string): { DeviceGroupCreateDocument: DeviceGroupCreateDocument } => ({
  DeviceGroupCreateDocument: {
    data: {
      type: 'development_devicegroup',
      attributes: { name, env_vars: { [variable]: 60, place: 'kitchen' } },
      relationships: { product: { type: 'product', id: product.data.id } },
    },
  },
})
const { data: group } = await deviceGroups.createDeviceGroup(newGroup('Bench', 'interval'))
assert(group.type === 'development_devicegroup')
assert.deepEqual(group.attributes.env_vars, { interval: 60, place: 'kitchen' })
console.log('ok creates a product and a device group')

const every = await devices.listDevices()
const references = every.data.map((device) => ({ type: 'device' as const, id: device.id }))
assert.equal(references.length, 5)
const those = (data: typeof references) => ({ devicegroup_id: group.id, DeviceReferenceList: { data } })
await deviceGroups.addDevicesToDeviceGroup(those(references))
console.log('ok adds devices to the device group')

const sizes: number[] = []
for (let number = 1; ; number++) {
  const page = await devices.listDevices({ page_number: number, page_size: 2, filter_devicegroup_id: group.id })
  sizes.push(page.data.length)
  if (!page.links.next) break
}
assert.deepEqual(sizes, [2, 2, 1])
console.log('ok lists devices in pages, with a filter')

await deviceGroups.removeDevicesFromDeviceGroup(those(references.slice(0, 2)))
assert.equal((await devices.listDevices({ filter_devicegroup_id: group.id })).data.length, 3)
console.log('ok removes devices: DELETE with a body')

const device = references[0].id
for (const name of ['Bench 3', null]) {
  const DeviceUpdateDocument = { data: { type: 'device' as const, id: device, attributes: { name } } }
  const updated = await devices.updateDevice({ device, DeviceUpdateDocument })
  assert.equal(updated.data.attributes.name, name)
}
console.log('ok names a device and takes the name away')

async function failure(call: Promise<unknown>) {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  assert(error instanceof ResponseError)
  const { errors } = (await error.response.json()) as ErrorDocument
  return { status: error.response.status, ...errors[0] }
}
const missing = await failure(products.getProduct({ product_id: '00000000-0000-0000-0000-000000000000' }))
assert.equal(missing.status, '404')
assert.equal(missing.code, 'NF001')
console.log('ok gets 404 as a typed error')

const invalid = await failure(deviceGroups.createDeviceGroup(newGroup('Shelf', '1st')))
assert.match(invalid.code ?? '', /^VX/)
assert.equal(invalid.source?.pointer, '/data/attributes/env_vars/1st')
console.log('ok gets a validation error (VX) as a typed error')
