// The client that @hey-api/openapi-ts makes, at work: drive BASE_URL EMAIL PASSWORD
import assert from 'node:assert/strict'
import {
  addDeviceToLogStream,
  addDevicesToDeviceGroup,
  createDeviceGroup,
  createLogStream,
  createProduct,
  type DeviceGroupCreateDocument,
  getProduct,
  listDevices,
  login,
  openLogStream,
  removeDevicesFromDeviceGroup,
  restartDevice,
  updateDevice,
} from 'client'
import { client } from 'client/client.gen'

const [baseUrl, id, password] = process.argv.slice(2) as [string, string, string]
client.setConfig({ baseUrl })
const { data: tokens } = await login({ body: { id, password }, throwOnError: true })
client.setConfig({ auth: tokens.access_token })
console.log('ok logs in')

const { data: product } = await createProduct({
  body: { data: { type: 'product', attributes: { name: 'Fridge' } } },
  throwOnError: true,
})
const newGroup = (name: string, variable: string): DeviceGroupCreateDocument => ({
  data: {
    type: 'development_devicegroup',
    attributes: { name, env_vars: { [variable]: 60, place: 'kitchen' } },
    relationships: { product: { type: 'product', id: product.data.id } },
  },
})
const { data: created } = await createDeviceGroup({ body: newGroup('Bench', 'interval'), throwOnError: true })
const group = created.data
assert(group.type === 'development_devicegroup')
assert.deepEqual(group.attributes.env_vars, { interval: 60, place: 'kitchen' })
console.log('ok creates a product and a device group')

const { data: every } = await listDevices({ throwOnError: true })
const references = every.data.map((device) => ({ type: 'device' as const, id: device.id }))
assert.equal(references.length, 5)
const path = { devicegroup_id: group.id }
await addDevicesToDeviceGroup({ path, body: { data: references }, throwOnError: true })
console.log('ok adds devices to the device group')

const sizes: number[] = []
for (let number = 1; ; number++) {
  const { data: page } = await listDevices({
    query: { 'page[number]': number, 'page[size]': 2, 'filter[devicegroup.id]': group.id },
    throwOnError: true,
  })
  sizes.push(page.data.length)
  if (!page.links.next) break
}
assert.deepEqual(sizes, [2, 2, 1])
console.log('ok lists devices in pages, with a filter')

await removeDevicesFromDeviceGroup({ path, body: { data: references.slice(0, 2) }, throwOnError: true })
const { data: left } = await listDevices({ query: { 'filter[devicegroup.id]': group.id }, throwOnError: true })
assert.equal(left.data.length, 3)
console.log('ok removes devices: DELETE with a body')

const device = references[2].id
for (const name of ['Bench 3', null]) {
  const body = { data: { type: 'device' as const, id: device, attributes: { name } } }
  const { data: updated } = await updateDevice({ path: { device }, body, throwOnError: true })
  assert.equal(updated.data.attributes.name, name)
}
console.log('ok names a device and takes the name away')

const { error, response } = await getProduct({ path: { product_id: '00000000-0000-0000-0000-000000000000' } })
assert.equal(response?.status, 404)
assert.equal(error?.errors[0]?.code, 'NF001')
console.log('ok gets 404 as a typed error')

const { error: invalid } = await createDeviceGroup({ body: newGroup('Shelf', '1st') })
assert.match(invalid?.errors[0]?.code ?? '', /^VX/)
assert.equal(invalid?.errors[0]?.source?.pointer, '/data/attributes/env_vars/1st')
console.log('ok gets a validation error (VX) as a typed error')

const { data: logStream } = await createLogStream({ throwOnError: true })
const ids = { logstream_id: logStream.data.id }
const { stream } = await openLogStream({ path: ids, query: { format: 'json' }, sseMaxRetryAttempts: 0 })
for await (const event of stream) {
  const { state, msg } = event as { state?: string; msg?: string }
  if (state === 'opened') {
    await addDeviceToLogStream({ path: { ...ids, device }, body: { type: 'device', id: device }, throwOnError: true })
  } else if (state === 'subscribed') {
    await restartDevice({ path: { device }, throwOnError: true })
  } else if (msg) break
}
console.log('ok reads a log stream')
process.exit()
