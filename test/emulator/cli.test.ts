import { createServer } from 'node:http'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { killAll, run, start } from './cli-process.ts'
import { createProduct, logIn } from './support.ts'

afterEach(killAll)

describe('impcentral emulator', () => {
  test('prints the base URL, the credentials and the devices, and runs until interrupted', async () => {
    const emulator = start('emulator', '--devices', '2', '--email', 'me@example.com', '--password', 'my secret')
    const [first, account, ...devices] = await emulator.printed(4)
    const url = first!.match(/http:\S+$/)![0]
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v5$/)
    expect(account).toContain('me@example.com')
    expect(account).toContain('my secret')
    const api = await logIn({ baseUrl: url, fetch }, { email: 'me@example.com', password: 'my secret' })
    const { body } = await api('GET', '/devices')
    expect(devices.map((line) => line.split(/\s+/).at(-1))).toEqual(body.data.map(({ id }: { id: string }) => id))
    expect(await emulator.stop()).toBe(0)
    await expect(fetch(url)).rejects.toThrow(TypeError)
  })

  test('prints one JSON object with --json', async () => {
    const emulator = start('emulator', '--json', '--rate-limit', '2')
    const { url, accounts, devices } = JSON.parse((await emulator.printed(1))[0]!)
    expect(devices).toHaveLength(3)
    const api = await logIn({ baseUrl: url, fetch }, accounts[0])
    const { headers } = await api('GET', '/devices')
    expect(headers.get('X-RateLimit-Limit')).toBe('2')
    await emulator.stop()
    expect(emulator.lines).toHaveLength(1)
  })

  test('ends although a log stream is open', async () => {
    const emulator = start('emulator', '--json')
    const { url, accounts } = JSON.parse((await emulator.printed(1))[0]!)
    const api = await logIn({ baseUrl: url, fetch }, accounts[0])
    const stream = await api('GET', (await api('POST', '/logstream')).body.data.attributes.url)
    const reader = stream.response.body!.getReader()
    await reader.read()
    expect(await emulator.stop()).toBe(0)
    await reader.cancel().catch(() => {})
  })

  test('tells how it is used', async () => {
    const { code, out } = await run('emulator', '--help')
    expect(code).toBe(0)
    for (const flag of ['port', 'host', 'email', 'password', 'devices', 'rate-limit', 'state', 'json', 'help']) {
      expect(out).toContain(`--${flag}`)
    }
    expect(await run()).toMatchObject({ code: 1, out })
  })

  test.each([
    [['emulator', '--port', 'x'], '--port'],
    [['emulator', '--port', '65536'], '65535'],
    [['emulator', '--devices', '-1'], '--devices'],
    [['emulator', '--rate-limit', '0'], '--rate-limit'],
    [['emulator', '--prot', '1'], "'--prot'"],
    [['simulator'], 'simulator'],
    [['emulator', '--host', '192.0.2.1'], '192.0.2.1'],
  ])('explains what is wrong with %j', async (args, named) => {
    const { code, out, err } = await run(...args)
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toContain(named)
    expect(err).not.toContain('    at ')
  })

  test('says so when the port is taken', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const { code, err } = await run('emulator', '--port', String(port))
    await new Promise((resolve) => server.close(resolve))
    expect(code).toBe(1)
    expect(err).toContain(`Port ${port} is taken`)
  })
})

describe('--state', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'impcentral-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  test('keeps everything across restarts, tokens and ids included', async () => {
    const file = join(folder, 'cloud.json')
    const first = start('emulator', '--json', '--devices', '4', '--state', file)
    const before = JSON.parse((await first.printed(1))[0]!)
    const api = await logIn({ baseUrl: before.url, fetch }, before.accounts[0])
    const product = await createProduct(api)
    const tokens = (await api('GET', '/accounts/me/refresh_tokens')).body.data
    await first.stop()
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(await readdir(folder)).toEqual(['cloud.json'])

    const second = start('emulator', '--json', '--state', file)
    const after = JSON.parse((await second.printed(1))[0]!)
    expect(after.devices).toEqual(before.devices)
    const again = await logIn({ baseUrl: after.url, fetch }, after.accounts[0])
    expect((await again('GET', `/products/${product.id}`)).status).toBe(200)
    expect((await again('POST', '/auth/token', { token: tokens[0].id })).status).toBe(200)
    // The ids go on where they were, instead of coming a second time.
    expect((await createProduct(again, 'Kettle')).id).not.toBe(product.id)
    await second.stop()
  })

  test('survives the end of the process without notice', async () => {
    const file = join(folder, 'killed.json')
    const emulator = start('emulator', '--json', '--state', file)
    const { url, accounts } = JSON.parse((await emulator.printed(1))[0]!)
    const { id } = await createProduct(await logIn({ baseUrl: url, fetch }, accounts[0]))
    await expect.poll(async () => (await readFile(file, 'utf8')).includes(id)).toBe(true)
    emulator.child.kill('SIGKILL')
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ version: 1 })
  })

  test.each([
    ['not JSON', '{"version":'],
    ['of another version', '{"version":2}'],
    ['incomplete', '{"version":1}'],
  ])('refuses a file that is %s, and leaves it alone', async (name, text) => {
    const file = join(folder, `${name}.json`)
    await writeFile(file, text)
    const { code, err } = await run('emulator', '--state', file)
    expect(code).toBe(1)
    expect(err).toMatch(/state/)
    expect(await readFile(file, 'utf8')).toBe(text)
  })
})
