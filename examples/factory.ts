/**
 * A factory line: a production group, a group for devices under test and a fixture group that aims at both, with code, webhooks and the fixtures
 * themselves. It waits for the devices that the fixtures bless, and can take them out again.
 *
 *   npm run build:js
 *   IMPCENTRAL_LOGIN_KEY=… npx node examples/factory.ts --product Fridge --fixture 5000d8c46a56cfca --webhook https://example.com/hooks/1f9c
 */
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { type ImpCentral, isDuplicate, type Product } from 'impcentral'
import { connect, count, readNumber, run, UsageError } from './support.ts'

const usage = `Usage: npx node examples/factory.ts --product NAME [options]

  --product NAME    The product; it is made unless it is there
  --fixture ID      A device that is to be a BlinkUp fixture; may be given again
  --webhook URL     Told of each blessing
  --wait N          Waits until N devices are blessed (default: 0)
  --take-out        Takes the blessed devices out of production again, with the key in IMPCENTRAL_UNBOND_KEY`

/** The product of this name, which is made unless it is there. */
const productNamed = (imp: ImpCentral, name: string): Promise<Product> =>
  imp.products.create({ attributes: { name } }).catch(async (error: unknown) => {
    const mine = isDuplicate(error) && (await imp.products.list().first((product) => product.attributes.name === name))
    if (!mine) throw error
    return mine
  })

async function setUp(imp: ImpCentral, product: Product) {
  const production = await imp.deviceGroups.create({
    type: 'production_devicegroup',
    attributes: { name: 'Shop' },
    relationships: { product },
  })
  const dut_target = await imp.deviceGroups.create({
    type: 'dut_devicegroup',
    attributes: { name: 'Under test' },
    relationships: { product },
  })
  const fixtures = await imp.deviceGroups.create({
    type: 'factoryfixture_devicegroup',
    attributes: { name: 'Line 1', env_vars: { ssid: 'factory' } },
    relationships: { product, production_target: production, dut_target },
  })
  const attributes = { agent_code: '', device_code: 'server.log("Factory firmware 1")', flagged: true }
  const first = await imp.deployments.create({ attributes, relationships: { devicegroup: fixtures } })
  // What the fixtures run goes on to the shop, as it was read.
  await imp.deployments.create({ ...first, relationships: { devicegroup: production } })
  const second = await imp.deployments.create({
    attributes: { ...first.attributes, device_code: 'server.log("Factory firmware 2")' },
    relationships: { devicegroup: fixtures },
  })
  await imp.deviceGroups.setMinSupportedDeployment(fixtures.id, second)
  await imp.deviceGroups.update(production.id, { ...production, attributes: { load_code_after_blessing: false } })
  return { production, fixtures }
}

await run(usage, async () => {
  const { values } = parseArgs({
    options: {
      help: { type: 'boolean' },
      product: { type: 'string' },
      fixture: { type: 'string', multiple: true, default: [] },
      webhook: { type: 'string' },
      wait: { type: 'string', default: '0' },
      'take-out': { type: 'boolean', default: false },
    },
  })
  if (!values.product) throw new UsageError('--product is missing.')
  const wanted = readNumber('wait', values.wait)
  const unbondKey = process.env['IMPCENTRAL_UNBOND_KEY']
  if (values['take-out'] && !unbondKey) throw new UsageError('IMPCENTRAL_UNBOND_KEY is not set.')
  const stop = new AbortController()
  process.once('SIGINT', () => stop.abort(new UsageError('Stopped.')))
  const imp = connect({ signal: stop.signal })

  const product = await productNamed(imp, values.product)
  const lines = imp.deviceGroups.list({ filter: { 'product.id': product.id, type: 'factoryfixture_devicegroup' } })
  const there = await lines.first()
  if (there) throw new UsageError(`${product.attributes.name} has a fixture group: ${there.attributes.name}.`)
  const { production, fixtures } = await setUp(imp, product)
  if (values.webhook)
    await imp.webhooks.create({
      attributes: { url: values.webhook, event: 'blessing', content_type: 'application/json' },
      relationships: { devicegroup: production },
    })
  await imp.deviceGroups.addDevices(fixtures.id, values.fixture)
  console.log(`${fixtures.attributes.name}: ${count(values.fixture.length, 'fixture')}, blessing for ${production.id}`)

  const blessed = () => imp.devices.list({ filter: { 'devicegroup.id': production.id } }).toArray()
  let devices = await blessed()
  for (; devices.length < wanted; devices = await blessed()) await wait(500)
  console.log(`${count(devices.length, 'device')} blessed`)
  if (!values['take-out']) return
  await imp.deviceGroups.removeDevices(production.id, devices, { unbondKey })
  console.log(`${count(devices.length, 'device')} taken out`)
})
