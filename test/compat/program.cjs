// A program as they were written for imp-central-api: a product, a group, devices, code, and what the devices say.
const ImpCentralApi = require('imp-central-api')

const Errors = ImpCentralApi.Errors
const Deployments = ImpCentralApi.Deployments
const DeviceGroups = ImpCentralApi.DeviceGroups
const Devices = ImpCentralApi.Devices
const LogStreams = ImpCentralApi.LogStreams
const Products = ImpCentralApi.Products

const impCentralApi = new ImpCentralApi(process.env.IMP_CENTRAL_API_ENDPOINT)
const email = process.env.IMP_CENTRAL_USER_EMAIL
const password = process.env.IMP_CENTRAL_USER_PASSWORD

let accountId
let product
let group
let deployment
let logStreamId
let unassigned
const said = []

function print(what, value) {
  console.log(what + ': ' + JSON.stringify(value))
}

function describe(error) {
  if (error instanceof Errors.InvalidDataError) {
    return 'invalid data: ' + error.message
  } else if (error instanceof Errors.ImpCentralApiError) {
    return 'HTTP ' + error.statusCode + ', ' + error.body.errors[0].code + ': ' + error.message
  }
  return 'something else: ' + error
}

function waitFor(condition) {
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      if (condition()) {
        clearInterval(timer)
        resolve(null)
      }
    }, 10)
  })
}

impCentralApi.products
  .list()
  .catch((error) => print('before the login', describe(error)))
  .then(() => impCentralApi.auth.login(email, 'not my password'))
  .catch((error) => print('a wrong password', describe(error)))
  .then(() => impCentralApi.auth.login(email, password))
  .then((result) => {
    print('login', 'access_token' in result && 'refresh_token' in result)
    return impCentralApi.accounts.get('me')
  })
  .then((account) => {
    accountId = account.data.id
    return impCentralApi.products.create({ name: 'test_product' }, accountId)
  })
  .then((result) => {
    product = result.data
    return impCentralApi.products.list({ [Products.FILTER_OWNER_ID]: accountId }, 1, 10)
  })
  .then((products) => {
    print(
      'products',
      products.data.map((each) => each.attributes.name),
    )
    return impCentralApi.deviceGroups.create(product.id, DeviceGroups.TYPE_DEVELOPMENT, { name: 'temp_sensors' })
  })
  .then((result) => {
    group = result.data
    return impCentralApi.devices.list({ [Devices.FILTER_DEVICE_GROUP_OWNER_ID]: 'null' })
  })
  .then((devices) => {
    unassigned = devices.data.map((device) => device.id).slice(0, 5)
    print('devices', unassigned.length)
    return impCentralApi.deviceGroups.addDevices(group.id, ...unassigned)
  })
  .then(() => {
    const code = { device_code: 'server.log("Hello")', agent_code: '', flagged: true }
    return impCentralApi.deployments.create(group.id, group.type, code)
  })
  .then((result) => {
    deployment = result.data
    return impCentralApi.logStreams.create(
      (message) => said.push(JSON.parse(message).msg),
      null,
      null,
      LogStreams.FORMAT_JSON,
    )
  })
  .then((logStream) => {
    logStreamId = logStream.data.id
    return Promise.all(unassigned.map((id) => impCentralApi.logStreams.addDevice(logStreamId, id)))
  })
  .then(() => impCentralApi.deviceGroups.restartDevices(group.id))
  .then(() => waitFor(() => said.filter((message) => message === 'Hello').length === unassigned.length))
  .then(() => impCentralApi.logStreams.close(logStreamId))
  .then(() => impCentralApi.deployments.list({ [Deployments.FILTER_FLAGGED]: true }))
  .then((found) => print('flagged', found.data.length))
  .then(() => impCentralApi.deployments.delete(deployment.id))
  .catch((error) => print('a flagged deployment', describe(error)))
  .then(() => impCentralApi.deviceGroups.create(product.id, 'no such type', { name: 'x' }))
  .catch((error) => print('no such type', describe(error)))
  .then(() => impCentralApi.deviceGroups.removeDevices(group.id, null, ...unassigned))
  .then(() => impCentralApi.deployments.update(deployment.id, { flagged: false }))
  .then(() => impCentralApi.deviceGroups.delete(group.id))
  .then(() => impCentralApi.products.delete(product.id))
  .then(() => print('done', impCentralApi.apiEndpoint === process.env.IMP_CENTRAL_API_ENDPOINT))
  .catch((error) => print('failed', describe(error)))
