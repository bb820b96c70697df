import { build } from 'esbuild'
import { mkdir, mkdtemp, readlink, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createImpCloud } from 'impcentral/emulator'
import { keepState, loadState } from 'impcentral/emulator/node'
import { handlers } from 'impcentral/emulator/msw'
import { getResponse, type RequestHandler } from 'msw'
import { setupServer } from 'msw/node'
import { afterEach, describe, expect, expectTypeOf, test } from 'vitest'
import type { MswHandler } from '../../src/emulator/adapters/msw-handler.ts'
import { logIn, readUntil } from './support.ts'

describe('MSW handlers', () => {
  const closers: (() => void)[] = []
  afterEach(() => {
    for (const close of closers.splice(0)) close()
  })

  test.each([
    ['handlers(cloud)', (cloud: ReturnType<typeof createImpCloud>) => handlers(cloud)],
    ['cloud.handlers', (cloud: ReturnType<typeof createImpCloud>) => cloud.handlers],
  ])('answer what the application sends to its own base URL: %s', async (_, from) => {
    const cloud = createImpCloud({ devices: 2, baseUrl: 'https://api.electricimp.com/v5' })
    const server = setupServer(...from(cloud))
    server.listen({ onUnhandledFrame: 'error' })
    closers.push(() => server.close())
    const api = await logIn({ baseUrl: cloud.baseUrl, fetch: globalThis.fetch })
    expect((await api('GET', '/devices')).body.data).toHaveLength(2)
    expect((await api('GET', '/devices?page[size]=1')).body.links.next).toContain(
      'https://api.electricimp.com/v5/devices?',
    )
    expect((await api('PUT', '/devices')).status).toBe(405)

    const url = (await api('POST', '/logstream')).body.data.attributes.url
    const reader = (await fetch(url)).body!.getReader()
    await readUntil(reader, 'opened')
    await api('PUT', `${url}/${cloud.devices[0]}`)
    cloud.log(cloud.devices[0]!, { msg: 'Boot' })
    await readUntil(reader, 'Boot')
    await reader.cancel()

    cloud.faults.reset({ times: 1 })
    await expect(fetch(`${cloud.baseUrl}/devices`)).rejects.toThrow(TypeError)
  })

  test('need MSW for their types alone: the handlers of a cloud have every member that those of MSW have', async () => {
    expectTypeOf<keyof RequestHandler>().toEqualTypeOf<keyof MswHandler>()
    const cloud = createImpCloud()
    const [handler] = cloud.handlers as unknown as [MswHandler]
    const [own] = handlers(cloud) as unknown as [RequestHandler]
    for (const [name, member] of Object.entries(handler)) {
      expect(typeof Reflect.get(own, name), name).toBe(typeof member)
    }
    for (const url of [`${cloud.baseUrl}/devices`, 'https://impcloud.test/v50/devices']) {
      const request = new Request(url)
      expect(await handler.test({ request })).toBe(await own.test({ request }))
      expect(handler.predicate({ request })).toBe(await handler.test({ request }))
    }
  })

  test.each([
    ['https://API.ElectricImp.com/v5', 'https://api.electricimp.com/v5'],
    ['https://imp.test:443/v5', 'https://imp.test/v5'],
    ['HTTP://imp.test:80', 'http://imp.test'],
    ['https://imp.test/a b', 'https://imp.test/a%20b'],
    ['https://münchen.test/v5', 'https://xn--mnchen-3ya.test/v5'],
  ])('answer however the base URL is spelt: %s', async (baseUrl, spelt) => {
    const cloud = createImpCloud({ baseUrl })
    expect(cloud.baseUrl).toBe(spelt)
    expect((await getResponse(handlers(cloud), new Request(`${baseUrl}/devices`)))?.status).toBe(401)
  })

  test('leave all other addresses alone', async () => {
    const cloud = createImpCloud({ baseUrl: 'http://127.0.0.1:8080/v5' })
    for (const url of [
      'http://127.0.0.1:8080/v50/devices',
      'http://127.0.0.1:8081/v5/devices',
      'https://127.0.0.1:8080/v5/devices',
    ]) {
      expect(await getResponse(handlers(cloud), new Request(url))).toBeUndefined()
    }
    expect((await getResponse(handlers(cloud), new Request('http://127.0.0.1:8080/v5/devices')))?.status).toBe(401)
  })
})

describe('what is bundled', () => {
  const inputs = async (entry: string) => {
    const { metafile } = await build({
      entryPoints: [entry],
      bundle: true,
      write: false,
      metafile: true,
      format: 'esm',
      platform: 'browser',
      external: ['msw'],
    })
    return Object.keys(metafile.inputs)
  }

  test('with the SDK has no byte of the emulator', async () => {
    const files = await inputs('src/index.ts')
    expect(files).toContain('src/client.ts')
    expect(files.filter((file) => /emulator/.test(file))).toEqual([])
  })

  test('with the emulator needs neither Node nor a validator library nor msw', async () => {
    const files = await inputs('src/emulator/index.ts')
    expect(files).toContain('src/generated/emulator.js')
    expect(files.filter((file) => !file.startsWith('src/'))).toEqual([])
    expect(files).not.toContain('src/emulator/node.ts')
  })
})

describe('in process', () => {
  test('fetch takes what the global one takes', async () => {
    const cloud = createImpCloud()
    const { access_token } = await cloud.create.session()
    const headers = { Authorization: `Bearer ${access_token}` }
    const url = `${cloud.baseUrl}/accounts/me`
    expect((await cloud.fetch(new URL(url), { headers })).status).toBe(200)
    expect((await cloud.fetch(new Request(url, { headers }))).status).toBe(200)
    expect((await cloud.fetch(new Request(url, { headers }), { method: 'PUT' })).status).toBe(405)
    await expect(cloud.fetch(url, { signal: AbortSignal.abort(new Error('before')) })).rejects.toThrow('before')
    await expect(cloud.fetch(new Request(url, { signal: AbortSignal.abort(new Error('within')) }))).rejects.toThrow(
      'within',
    )
  })

  test('plain HTTP is refused, as the service refuses it, but on loopback', async () => {
    const cloud = createImpCloud()
    const response = await cloud.fetch('http://impcloud.test/v5/devices')
    expect(response.status).toBe(403)
    expect(await response.json()).toMatchObject({ errors: [{ code: 'XX403' }] })
    expect((await cloud.fetch('http://localhost/v5/devices')).status).toBe(401)
  })

  test('the same seed gives the same cloud, another one another', async () => {
    const made = async (seed: number) => {
      const cloud = createImpCloud({ seed, devices: 2 })
      return [cloud.accounts[0]!.id, (await cloud.create.session()).access_token, (await cloud.create.product()).id]
    }
    expect(await made(5)).toEqual(await made(5))
    for (const [index, value] of (await made(5)).entries()) expect((await made(6))[index]).not.toBe(value)
  })

  test('a snapshot goes on elsewhere', async () => {
    const cloud = createImpCloud({ devices: 3 })
    const group = await cloud.create.deviceGroup({ env_vars: { a: 1 } })
    const device = await cloud.create.device({ devicegroup: group })
    const { access_token } = await cloud.create.session()
    const snapshot = cloud.snapshot()
    await cloud.create.product({ name: 'later' })
    const copy = createImpCloud({ state: JSON.parse(JSON.stringify(snapshot)) })
    const read = async (path: string) => {
      const response = await copy.fetch(copy.baseUrl + path, { headers: { Authorization: `Bearer ${access_token}` } })
      return (await response.json()) as { data: Record<string, unknown> & unknown[] }
    }
    expect((await read(`/devicegroups/${group.id}`)).data).toEqual(group)
    expect((await read(`/devices/${device.attributes.agent_id}`)).data['id']).toBe(device.id)
    expect((await read('/products')).data).toHaveLength(1)
    expect(() => createImpCloud({ state: {} as never })).toThrow('state')
  })

  test('a file holds the last state, and a failed write is told', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'impcentral-'))
    const file = join(folder, 'cloud.json')
    expect(await loadState(file)).toBeUndefined()
    const cloud = createImpCloud()
    const stop = keepState(cloud, file)
    for (let made = 0; made < 20; made++) await cloud.create.product()
    await stop()
    expect((await loadState(file))!.products).toHaveLength(20)
    await cloud.create.product()
    expect((await loadState(file))!.products).toHaveLength(20)

    await rm(folder, { recursive: true })
    await expect(keepState(cloud, file)()).rejects.toThrow('ENOENT')
    const errors: unknown[] = []
    await keepState(cloud, file, (error) => errors.push(error))()
    expect(errors).not.toEqual([])
  })

  test('a link to the file stays a link, also one to a file that is yet to be made', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'impcentral-'))
    const [link, file] = [join(folder, 'link.json'), join(folder, 'real/cloud.json')]
    await mkdir(join(folder, 'real'))
    await symlink('real/cloud.json', link)
    const cloud = createImpCloud()
    for (const made of [1, 2]) {
      await cloud.create.product()
      await keepState(cloud, link)()
      expect((await loadState(file))?.products).toHaveLength(made)
      expect(await readlink(link)).toBe('real/cloud.json')
    }
    await rm(folder, { recursive: true })
  })

  test('tells of every change', async () => {
    const cloud = createImpCloud({ devices: 1 })
    let changes = 0
    const stop = cloud.onChange(() => changes++)
    const api = await logIn(cloud)
    expect(changes).toBe(1)
    await api('GET', '/devices')
    expect(changes).toBe(1)
    cloud.log(cloud.devices[0]!, { msg: 'x' })
    await cloud.create.product()
    expect(changes).toBe(3)
    stop()
    cloud.setOnline(cloud.devices[0]!, false)
    expect(changes).toBe(3)
  })

  test('mistakes of the test are told at once', async () => {
    const cloud = createImpCloud()
    expect(() => cloud.log('0000000000000000', { msg: 'x' })).toThrow('no device 0000000000000000')
    expect(() => cloud.share({ from: 'a@x.test', with: 'dev@example.com' })).toThrow('no account a@x.test')
    expect(() =>
      createImpCloud({
        accounts: [
          { email: 'a@x.test', password: 'a' },
          { email: 'a@x.test', password: 'b' },
        ],
      }),
    ).toThrow('already')
    await expect(cloud.create.product({ name: '' })).rejects.toThrow('/data/attributes/name')
    await expect(cloud.create.deployment({ device_code: '(' })).rejects.toThrow('does not compile')
    await expect(cloud.create.device({ devicegroup: { id: 'x' } })).rejects.toThrow('no device group x')
    await cloud.create.device({ mac_address: '0c:2a:69:00:00:01' })
    await expect(cloud.create.device({ mac_address: '0C:2A:69:00:00:01' })).rejects.toThrow('already')
    // Those that are made up keep out of the way.
    const [next] = createImpCloud({ devices: 1 }).devices
    const other = createImpCloud()
    await other.create.device({ id: next!, mac_address: next!.slice(4).replace(/(..)(?=.)/g, '$1:') })
    await other.create.device()
    expect(other.devices).toHaveLength(2)
  })
})
