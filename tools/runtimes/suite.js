/**
 * What every runtime must be able to do: log in, list, write, stream, tell of a network that fails, and abort. Plain JavaScript with no test framework,
 * so that anything that runs modules can run it.
 *
 * It drives the service through the client alone and needs an account with 25 devices.
 */
import {
  createImpCentral,
  isAuthenticationError,
  isConnectionError,
  isConstraintError,
  isNotFoundError,
} from 'impcentral'

const deviceCount = 25
const patience = 20_000

function check(condition, expectation) {
  if (!condition) throw new Error(`expected ${expectation}`)
}

/** The error that a promise rejects with. */
async function failureOf(promise) {
  try {
    await promise
  } catch (error) {
    return error
  }
  throw new Error('expected an error')
}

async function within(milliseconds, promise) {
  let timer
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`took longer than ${milliseconds} ms`)), milliseconds)
  })
  return Promise.race([promise, late]).finally(() => clearTimeout(timer))
}

const tests = {
  async 'log-in'({ imp, baseUrl, email, state }) {
    await imp.auth.login()
    check((await imp.auth.token()).length > 20, 'an access token')
    const stranger = createImpCentral({ baseUrl, auth: { id: email, password: 'wrong password' } })
    check(isAuthenticationError(await failureOf(stranger.auth.login())), 'an AuthenticationError for a wrong password')
    const { data } = await imp.client.GET('/accounts/{account_id}', { params: { path: { account_id: 'me' } } })
    check(data.data.attributes.email === email, `the account of ${email}`)
    state.account = data.data.id
  },

  async list({ imp, state: { account } }) {
    const pages = []
    for await (const page of imp.devices.list({ page: { size: 10 } }).pages()) pages.push(page.data.length)
    check(pages.join() === '10,10,5', `pages of 10, 10 and 5 devices, not ${pages.join(', ')}`)
    const devices = await imp.devices.list().toArray()
    check(new Set(devices.map(({ id }) => id)).size === deviceCount, `${deviceCount} devices`)
    const products = await imp.products.list({ filter: { 'owner.id': account } }).toArray()
    check(products.length === 0, 'no products in a new account')
  },

  async write({ imp, state }) {
    const product = await imp.products.create({ attributes: { name: 'Kühlschrank 冷蔵庫' } })
    const renamed = await imp.products.update(product.id, { attributes: { description: 'Größe: 2 m²' } })
    check(
      renamed.attributes.name === 'Kühlschrank 冷蔵庫' && renamed.attributes.description === 'Größe: 2 m²',
      'both texts',
    )
    const group = await imp.deviceGroups.create({
      type: 'development_devicegroup',
      attributes: { name: 'bench' },
      relationships: { product },
    })
    const [first, second] = await imp.devices.list().toArray({ limit: 2 })
    await imp.deviceGroups.addDevices(group.id, [first.id, second.id])
    await imp.deviceGroups.removeDevices(group.id, [second.id])
    const members = await imp.devices.list({ filter: { 'devicegroup.id': group.id } }).toArray()
    check(members.map(({ id }) => id).join() === first.id, 'the one device that was left in the group')
    check(
      isConstraintError(await failureOf(imp.products.delete(product.id))),
      'a ConstraintError: the product is in use',
    )
    check(isNotFoundError(await failureOf(imp.devices.get('5000000000000000'))), 'a NotFoundError')
    Object.assign(state, { product, group, device: first.id })
  },

  async stream({ imp, state: { product, group, device } }) {
    await imp.deployments.create({
      attributes: { device_code: 'server.log("Boot 1");\nserver.log("Grüße 2");', agent_code: '' },
      relationships: { devicegroup: group },
    })
    const stream = await imp.logStreams.open({ devices: [device] })
    await imp.devices.restart(device)
    const texts = []
    for await (const event of stream) {
      if (event.type === 'message' && event.entryType === 'server.log') texts.push(event.text)
      if (texts.length === 2) break
    }
    check(texts.join() === 'Boot 1,Grüße 2', `both lines of the device, not ${texts.join(', ')}`)
    check(stream.state === 'closed', 'a stream that break has closed')
    const history = await imp.devices.logs(device).toArray({ limit: 10 })
    check(
      history.some(({ msg }) => msg === 'Grüße 2'),
      'the line in the history',
    )
    await imp.deviceGroups.removeDevices(group.id, [device])
    await imp.deviceGroups.delete(group.id)
    await imp.products.delete(product.id)
  },

  async 'network failure'() {
    const retries = []
    const nobody = createImpCentral({
      // Nothing listens there, and no runtime forbids the port.
      baseUrl: 'http://127.0.0.1:59321/v5',
      auth: { accessToken: 'token' },
      retry: { attempts: 2, baseDelay: 1, onRetry: (event) => retries.push(event) },
    })
    const error = await failureOf(nobody.loginKeys.get('f00dfeed5ec2e7'))
    check(isConnectionError(error), `a ConnectionError, not ${String(error)}`)
    check(retries.length === 1, `one repetition, not ${retries.length}`)
    let told = ''
    for (let cause = error; cause; cause = cause.cause)
      for (const key of Object.getOwnPropertyNames(cause)) told += ` ${String(cause[key])}`
    check(!told.includes('5ec2e7'), `no key in what the runtime tells: ${told}`)
  },

  async abort({ imp, state: { device } }) {
    const reason = new Error('changed my mind')
    const during = new AbortController()
    const call = failureOf(imp.devices.list({ signal: during.signal }))
    during.abort(reason)
    check((await call) === reason, 'a call under way to reject with the reason of the signal')
    check(
      (await failureOf(imp.devices.get(device, { signal: AbortSignal.abort(reason) }))) === reason,
      'the same at once',
    )

    const watching = new AbortController()
    const stream = await imp.logStreams.open({ devices: [device], signal: watching.signal })
    const silence = failureOf(
      (async () => {
        for await (const event of stream) if (event.type === 'message') throw new Error(`silence, not ${event.text}`)
      })(),
    )
    setTimeout(() => watching.abort(reason), 50)
    check((await silence) === reason, 'a waiting stream to reject with the reason of the signal')

    check((await imp.devices.list()).data.length > 0, 'a client that still works')
  },
}

/** Runs all tests, in order, and answers `[{ name, error? }]`. */
export async function run({ baseUrl, email, password }) {
  const context = {
    baseUrl,
    email,
    state: {},
    imp: createImpCentral({ baseUrl, auth: { id: email, password } }),
  }
  const results = []
  for (const [name, test] of Object.entries(tests)) {
    try {
      await within(patience, test(context))
      results.push({ name })
    } catch (error) {
      results.push({ name, error: String(error?.stack ?? error) })
    }
  }
  return results
}
