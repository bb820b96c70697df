import { execFile } from 'node:child_process'
import { cp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { parse, stringify } from 'yaml'
import { beforeAll, describe, expect, it } from 'vitest'
import { methodName } from '../../scripts/model.ts'
import { serve } from '../support/paged-server.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const exec = promisify(execFile)

interface PathItem {
  get?: { operationId: string }
}
interface Schema {
  properties: Record<string, object>
}

describe('method names', () => {
  it.each([
    ['listDevices', 'Devices', 'list'],
    ['getDeviceGroup', 'Device groups', 'get'],
    ['restartDeviceGroup', 'Device groups', 'restart'],
    ['addDevicesToDeviceGroup', 'Device groups', 'addDevices'],
    ['setMinSupportedDeploymentOfDeviceGroup', 'Device groups', 'setMinSupportedDeployment'],
    ['listDeviceLogs', 'Devices', 'logs'],
    ['listDeviceGroups', 'Device groups', 'list'],
    ['listLoginKeys', 'Login keys', 'list'],
  ])('%s in %s is %s', (operationId, tag, expected) => {
    expect(methodName(operationId, tag)).toBe(expected)
  })

  it('refuses an operation id that does not fit its tag', () => {
    expect(() => methodName('listThings', 'Devices')).toThrow(/"listThings" must end in "Device" or "Devices"/)
  })
})

describe('an operation and two attributes added to a copy of the description', () => {
  const copy = join(root, 'test/.copy')

  beforeAll(async () => {
    await rm(copy, { recursive: true, force: true })
    for (const part of ['openapi', 'src', 'redocly.yaml']) {
      await cp(join(root, part), join(copy, part), { recursive: true })
    }
    const main = join(copy, 'openapi/openapi.yaml')
    const text = await readFile(main, 'utf8')
    await writeFile(main, text.replace(/^paths:\n/m, 'paths:\n  /devices/{device}/pins:\n    $ref: paths/pins.yaml\n'))
    const devices = parse(await readFile(join(copy, 'openapi/paths/devices.yaml'), 'utf8')) as Record<string, PathItem>
    const pins = Object.values(devices).find((item) => item.get?.operationId === 'listDeviceLogs')!
    pins.get!.operationId = 'listDevicePins'
    await writeFile(join(copy, 'openapi/paths/pins.yaml'), stringify(pins))
    const schemaFile = join(copy, 'openapi/components/schemas/device.yaml')
    const schemas = parse(await readFile(schemaFile, 'utf8')) as Record<string, Schema>
    Object.assign(schemas['DeviceUpdateAttributes']!.properties, {
      strength: { type: 'integer', description: 'Of the signal.', default: 3, examples: [3] },
      extra: { type: 'object', description: 'Whatever else.', examples: [{}] },
    })
    await writeFile(schemaFile, stringify(schemas))
    await exec(
      process.execPath,
      [join(root, 'scripts/generate.ts'), '--description', main, '--out', join(copy, 'src/generated')],
      { cwd: root },
    )
  }, 120_000)

  it('appear in what is generated, with their documentation', async () => {
    expect(await readFile(join(copy, 'src/generated/operations.ts'), 'utf8')).toContain(
      "pins: { verb: 'GET', path: '/devices/{device}/pins', list: 'pages' }",
    )
    expect(await readFile(join(copy, 'src/generated/methods.ts'), 'utf8')).toContain('GET /devices/{device}/pins')
    expect(await readFile(join(copy, 'src/generated/schema.ts'), 'utf8')).toContain('@description Of the signal.')
  })

  it('are typed, and run', async () => {
    await using server = await serve((url) => ({ data: [{ msg: url.pathname }], links: {} }))
    await writeFile(
      join(copy, 'consumer.ts'),
      `import { createImpCentral } from './src/index.ts'
const imp = createImpCentral({ baseUrl: '${server.url}', auth: { accessToken: 'token' } })
const [pin] = await imp.devices.pins('5000d8c46a56cfca').toArray()
const text: string = pin!.msg
console.log(text)
// @ts-expect-error: the id is a string
const refused = () => imp.devices.pins(5)
void refused
// A default makes nothing required, and an object without properties may have any.
const accepted = () => imp.devices.update('5000d8c46a56cfca', { attributes: { name: null, extra: { color: 'red' } } })
void accepted
`,
    )
    await writeFile(
      join(copy, 'tsconfig.json'),
      JSON.stringify({ extends: '../../tsconfig.json', include: ['consumer.ts'], exclude: [] }),
    )
    const { stdout: errors } = await exec('npx', ['tsc', '-p', copy], { cwd: root }).catch((e: { stdout: string }) => e)
    expect(errors).toBe('')
    const { stdout } = await exec(process.execPath, [join(copy, 'consumer.ts')])
    expect(stdout).toBe('/v5/devices/5000d8c46a56cfca/pins\n')
  })
})

describe('a second union in a copy of the description', () => {
  const copy = join(root, 'test/.union')

  beforeAll(async () => {
    await rm(copy, { recursive: true, force: true })
    for (const part of ['openapi', 'src', 'redocly.yaml'])
      await cp(join(root, part), join(copy, part), { recursive: true })
    const file = join(copy, 'openapi/components/schemas/product.yaml')
    const schemas = parse(await readFile(file, 'utf8')) as Record<string, any> // oxlint-disable-line typescript/no-explicit-any -- YAML
    // Products in two types, each with an attribute of its own.
    for (const name of ['Product', 'ProductCreate', 'ProductUpdate']) {
      const mapping: Record<string, string> = {}
      for (const type of ['product', 'trial_product']) {
        const member = `${type === 'product' ? 'Full' : 'Trial'}${name}`
        schemas[member] = structuredClone(schemas[name])
        const attributes = structuredClone(schemas[`${name}Attributes`])
        attributes.properties[type === 'product' ? 'seats' : 'days'] = {
          type: 'integer',
          format: 'int32',
          description: 'How many.',
          examples: [3],
        }
        schemas[`${member}Attributes`] = attributes
        Object.assign(schemas[member].properties, {
          type: { type: 'string', const: type, description: 'The type.', examples: [type] },
          attributes: { $ref: `#/${member}Attributes` },
        })
        mapping[type] = `#/${member}`
      }
      const oneOf = Object.values(mapping).map(($ref) => ({ $ref }))
      schemas[name] = {
        description: 'In two types.',
        oneOf,
        discriminator: { propertyName: 'type', mapping },
      }
      delete schemas[`${name}Attributes`]
    }
    await writeFile(file, stringify(schemas))
    const paths = join(copy, 'openapi/paths/products.yaml')
    // oxlint-disable-next-line typescript/no-explicit-any -- YAML
    const products = parse(await readFile(paths, 'utf8')) as Record<string, any>
    const list = Object.values(products).find((item) => item.get?.operationId === 'listProducts')
    list.get.parameters.push({
      name: 'filter[type]',
      in: 'query',
      description: 'Only products of this type.',
      schema: { type: 'string', enum: ['product', 'trial_product'], examples: ['trial_product'] },
      examples: { one: { value: 'trial_product' } },
    })
    await writeFile(paths, stringify(products))
    await exec(
      process.execPath,
      [
        join(root, 'scripts/generate.ts'),
        '--description',
        join(copy, 'openapi/openapi.yaml'),
        '--out',
        join(copy, 'src/generated'),
      ],
      { cwd: root },
    )
  }, 120_000)

  it('narrows by itself', async () => {
    await using server = await serve((url) => ({
      data: url.search ? [] : { type: 'trial_product', id: '1' },
      links: {},
    }))
    await writeFile(
      join(copy, 'consumer.ts'),
      `import { createImpCentral } from './src/index.ts'
const imp = createImpCentral({ baseUrl: '${server.url}', auth: { accessToken: 'token' } })
const accepted = async () => {
  const trial = await imp.products.create({ type: 'trial_product', attributes: { name: 'x', days: 3 } })
  const days: number | undefined = trial.attributes.days
  // @ts-expect-error only full products have seats
  void trial.attributes.seats
  const full = await imp.products.update('1', { type: 'product', attributes: { seats: 3 } })
  const seats: number | undefined = full.attributes.seats
  const [first] = await imp.products.list({ filter: { type: 'trial_product' } }).toArray()
  const type: 'trial_product' | undefined = first?.type
  // @ts-expect-error the type is needed now
  await imp.products.create({ attributes: { name: 'x' } })
  void [days, seats, type]
}
void accepted
console.log((await imp.products.create({ type: 'trial_product', attributes: { name: 'x', days: 3 } })).type)
await imp.products.create({ type: 'product', attributes: { name: 'x', days: 3 } as object as { name: string } }).catch((error) => console.log(error.message))
`,
    )
    await writeFile(
      join(copy, 'tsconfig.json'),
      JSON.stringify({ extends: '../../tsconfig.json', include: ['consumer.ts'], exclude: [] }),
    )
    const { stdout: errors } = await exec('npx', ['tsc', '-p', copy], { cwd: root }).catch((e: { stdout: string }) => e)
    // The emulator speaks of the products of the real description.
    expect(errors.split('\n').filter((line) => line && !line.includes('/src/emulator/'))).toEqual([])
    const { stdout } = await exec(process.execPath, [join(copy, 'consumer.ts')])
    expect(stdout).toContain('trial_product\n')
    expect(stdout).toContain('products.create: attributes: unknown "days"; expected name, description, seats')
  })
})
