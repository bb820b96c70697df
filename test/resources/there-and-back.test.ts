/** What was read can be written back, and made anew of. */
import * as fc from 'fast-check'
import { ArgumentError, createImpCentral, type DeviceGroupType, type ImpCentral, type LoginKey } from 'impcentral'
import { createImpCloud, defaultAccount, type ImpCloud } from 'impcentral/emulator'
import { beforeEach, describe, expect, it } from 'vitest'
import { operations } from '../../src/generated/operations.ts'

let cloud: ImpCloud
let imp: ImpCentral
let bodies: string[]
const { email, password } = defaultAccount

beforeEach(() => {
  cloud = createImpCloud({})
  bodies = []
  imp = createImpCentral({
    baseUrl: cloud.baseUrl,
    auth: { id: email, password },
    fetch: (input, init) => {
      bodies.push(init?.body as string)
      return cloud.fetch(input, init)
    },
  })
})

const sent = () => (JSON.parse(bodies.at(-1)!) as { data: Record<string, unknown> }).data
/** Changed by every write, as the time of it. */
const timeless = <T extends { attributes: object }>({ attributes, ...rest }: T) => {
  const { updated_at: _, ...others } = attributes as Record<string, unknown>
  return { ...rest, attributes: others }
}

const name = fc.string({ minLength: 1, maxLength: 80, unit: 'grapheme-ascii' }).filter((text) => text.trim() !== '')
const text = fc.string({ maxLength: 200, unit: 'grapheme' })
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })
const tags = fc.uniqueArray(fc.stringMatching(/^[A-Za-z0-9_.*-]{1,20}$/), { maxLength: 5 })
const env_vars = fc.dictionary(
  fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{0,20}$/),
  fc.oneof(fc.string(), fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 })),
  { maxKeys: 4 },
)
const types = Object.keys(operations['deviceGroups']!['create']!.forms!) as DeviceGroupType[]
const settings = { numRuns: 30, seed: 15 }

/** Reads, writes back what was read, reads again. */
async function roundTrip<T extends { id: string; attributes: object }>(
  methods: { get: (id: string) => Promise<T>; update: (id: string, resource: T) => Promise<T> },
  { id }: { id: string },
) {
  const before = await methods.get(id)
  const answer = await methods.update(id, before)
  expect(timeless(answer)).toEqual(timeless(before))
  expect(timeless(await methods.get(id))).toEqual(timeless(before))
}

describe('a resource that was read is the same after it was written back', () => {
  const described = { description: fc.option(text) }

  it('product', async () => {
    await fc.assert(
      fc.asyncProperty(fc.record({ name, ...described }), async (options) => {
        await roundTrip(imp.products, await cloud.create.product(options))
      }),
      settings,
    )
  })

  it('device group of every type', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({ type: fc.constantFrom(...types), name, ...described, env_vars: maybe(env_vars) }),
        async (options) => {
          const made = await cloud.create.deviceGroup(options)
          await roundTrip(imp.deviceGroups, made)
        },
      ),
      settings,
    )
  })

  it('device', async () => {
    await fc.assert(
      fc.asyncProperty(fc.option(name), fc.boolean(), async (named, assigned) => {
        const devicegroup = assigned ? await cloud.create.deviceGroup() : undefined
        const made = await cloud.create.device({ ...(named && { name: named }), ...(devicegroup && { devicegroup }) })
        await roundTrip(imp.devices, made)
      }),
      settings,
    )
  })

  it('deployment', async () => {
    const options = fc.record({ ...described, origin: maybe(text), flagged: maybe(fc.boolean()), tags: maybe(tags) })
    await fc.assert(
      fc.asyncProperty(options, async (given) => {
        const made = await cloud.create.deployment({ ...given, device_code: 'server.log("a")' })
        await roundTrip(imp.deployments, made)
        // It goes to another group as it is, whatever of it is unset.
        const other = await cloud.create.deviceGroup()
        const read = await imp.deployments.get(made.id)
        const promoted = await imp.deployments.create({ ...read, relationships: { devicegroup: other } })
        expect(promoted.id).not.toBe(read.id)
        const { created_at: _, updated_at: __, ...attributes } = read.attributes
        expect(promoted.attributes).toMatchObject(attributes)
        expect(promoted.relationships.devicegroup!.id).toBe(other.id)
      }),
      settings,
    )
  })

  it('webhook', async () => {
    const options = fc.record({
      url: fc.webUrl(),
      event: fc.constantFrom('deployment' as const, 'blinkup' as const, 'blessing' as const),
      content_type: fc.constantFrom('application/json' as const, 'application/x-www-form-urlencoded' as const),
    })
    await fc.assert(
      fc.asyncProperty(options, async (given) => {
        const devicegroup = await cloud.create.deviceGroup({ type: 'production_devicegroup' })
        const made = await cloud.create.webhook({ ...given, devicegroup })
        await roundTrip(imp.webhooks, made)
        await imp.webhooks.delete(made.id)
        const again = await imp.webhooks.create(made)
        expect(again.attributes).toMatchObject(given)
      }),
      settings,
    )
  })

  it('login key', async () => {
    await fc.assert(
      fc.asyncProperty(fc.option(text), async (description) => {
        const made = await imp.loginKeys.create({ attributes: { description } }, { password })
        const update = (id: string, key: LoginKey) => imp.loginKeys.update(id, key, { password })
        await roundTrip({ get: (id) => imp.loginKeys.get(id), update }, made)
        await imp.loginKeys.delete(made.id, { password })
      }),
      settings,
    )
  })
})

describe('of a resource that was read', () => {
  it('the parts that only the service writes stay at home', async () => {
    const product = await cloud.create.product({ description: 'cold' })
    await imp.products.update(product.id, { ...product, attributes: { ...product.attributes, name: 'x' } })
    expect(sent()).toEqual({ type: 'product', id: product.id, attributes: { name: 'x', description: 'cold' } })
    const group = await cloud.create.deviceGroup({ type: 'factoryfixture_devicegroup', description: 'x' })
    await imp.deviceGroups.update(group.id, group)
    const { production_target, dut_target } = group.relationships
    expect(sent()['relationships']).toEqual({ production_target, dut_target })
  })

  it('a copy gets an id of its own', async () => {
    const product = await cloud.create.product({ description: '' })
    const copy = await imp.products.create({ ...product, attributes: { ...product.attributes, name: 'Copy' } })
    expect(sent()).toEqual({
      type: 'product',
      attributes: { name: 'Copy', description: '' },
      relationships: { owner: product.relationships.owner },
    })
    expect(copy.id).not.toBe(product.id)
  })

  it('null goes into a change, and stays at home in a create that does not take it', async () => {
    const device = await cloud.create.device({ name: 'A' })
    await imp.devices.update(device.id, { attributes: { ...device.attributes, name: null } })
    expect(sent()['attributes']).toEqual({ name: null })
    const devicegroup = await cloud.create.deviceGroup()
    await imp.deployments.create({
      attributes: { device_code: '', agent_code: '', origin: null },
      relationships: { devicegroup },
    })
    expect(sent()['attributes']).toEqual({ device_code: '', agent_code: '' })
  })

  it.each<[string, (group: { type: DeviceGroupType; id: string }) => unknown, RegExp]>([
    [
      'an attribute that nobody knows',
      () => imp.products.update('a', { attributes: { nmae: 'x' } as object }),
      /products\.update: attributes: unknown "nmae"; expected name, description/,
    ],
    [
      'an attribute of another type',
      ({ id }) =>
        imp.deviceGroups.update(id, {
          type: 'dut_devicegroup',
          attributes: { load_code_after_blessing: true } as object,
        }),
      /deviceGroups\.update: attributes: unknown "load_code_after_blessing"/,
    ],
    [
      'a relationship that nobody knows',
      () =>
        imp.products.create({ attributes: { name: 'x' }, relationships: { parent: { type: 'a', id: 'b' } } as object }),
      /relationships: unknown "parent"/,
    ],
    ['another type', (group) => imp.products.update('a', group as never), /products\.update: expected a type, product/],
    [
      'a deployment of a list, which has no code',
      (devicegroup) =>
        imp.deployments.create({ attributes: { flagged: false } as never, relationships: { devicegroup } }),
      /deployments\.create: attributes: expected a value for device_code/,
    ],
    ['an array for attributes', () => imp.products.update('a', { attributes: [] as object }), /expected an object/],
  ])('%s is refused before anything is sent', async (_, call, message) => {
    const group = await cloud.create.deviceGroup()
    await expect(call(group)).rejects.toThrow(message)
    await expect(call(group)).rejects.toThrow(ArgumentError)
    expect(bodies).toEqual([])
  })
})
