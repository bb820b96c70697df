import { createServer } from 'node:http'
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { killAll, run, start } from './cli-process.ts'
import { createProduct, logIn, readUntil } from './support.ts'

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

  test('ends the log streams that are open, and itself', async () => {
    const emulator = start('emulator', '--json')
    const { url, accounts } = JSON.parse((await emulator.printed(1))[0]!)
    const api = await logIn({ baseUrl: url, fetch }, accounts[0])
    const stream = await api('GET', (await api('POST', '/logstream')).body.data.attributes.url)
    const reader = stream.response.body!.getReader()
    await readUntil(reader, 'opened')
    const code = emulator.stop()
    await readUntil(reader, 'data: closed\n\n')
    expect(await reader.read()).toMatchObject({ done: true })
    expect(await code).toBe(0)
  })

  test('tells how it is used', async () => {
    const { code, out } = await run('emulator', '--help')
    expect(code).toBe(0)
    for (const flag of ['port', 'host', 'email', 'password', 'devices', 'rate-limit', 'state', 'json', 'version']) {
      expect(out).toContain(`--${flag}`)
    }
    const all = await run('-h')
    expect(all).toMatchObject({ code: 0, err: '' })
    for (const command of ['emulator', 'check']) expect(all.out).toContain(`impcentral ${command} [options]`)
    expect(await run('emulator', '--prot', '1', '--help')).toEqual({ code: 0, out, err: '' })
  })

  test.each([['--version'], ['-v'], ['emulator', '--version']])('tells its version: %s %s', async (...args) => {
    const { version } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'))
    expect(await run(...args)).toEqual({ code: 0, out: `${version}\n`, err: '' })
  })

  test.each([
    [[], 'Expected the command "emulator" or "check", got none.'],
    [['simulator'], 'Expected the command "emulator" or "check", got "simulator".'],
    [['emulator', 'extra'], 'The command "emulator" takes no further argument, not "extra".'],
    [['emulator', '--port', 'x'], '--port takes a whole number from 0 to 65535, not "x".'],
    [['emulator', '--port', '65536'], '--port takes a whole number from 0 to 65535, not "65536".'],
    [['emulator', '--port', ''], '--port takes a whole number from 0 to 65535, not an empty text.'],
    [['emulator', '--devices', '-1'], '--devices takes a whole number from 0 to 1000000, not "-1".'],
    [['emulator', '--rate-limit', '0'], '--rate-limit takes a whole number from 1 to 1000000, not "0".'],
    [['emulator', '--email', ''], '--email takes an e-mail address, not an empty text.'],
    [['emulator', '--password='], '--password takes a password, not an empty text.'],
    [['emulator', '--email', '--json'], '--email takes an e-mail address.'],
    [['emulator', '--state'], '--state takes the name of a file.'],
    [['emulator', '--json=yes'], '--json takes no value, not "yes".'],
    [['emulator', '-p', '1'], 'There is no option -p. Expected one of --port, --host,'],
    [['emulator', '--prot', '1'], 'There is no option --prot. Expected one of --port, --host,'],
  ])('refuses %j', async (args, message) => {
    const { code, out, err } = await run(...args)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err.startsWith(`impcentral: ${message}`), err).toBe(true)
    const command = args[0] === 'emulator' ? 'impcentral emulator' : 'impcentral'
    expect(err.split('\n').slice(1)).toEqual([`Run "${command} --help" for the options.`, ''])
  })

  test.each(['192.0.2.1', 'no name'])('says so when the machine does not have the address %s', async (host) => {
    expect(await run('emulator', '--host', host)).toEqual({
      code: 1,
      out: '',
      err: `impcentral: This machine has no address ${host} to listen on.\n`,
    })
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

  test('finds out at the start that the file cannot be written, or read', async () => {
    const lost = join(folder, 'nowhere/cloud.json')
    expect(await run('emulator', '--state', lost)).toEqual({
      code: 1,
      out: '',
      err: `impcentral: ${lost} cannot be written: there is no such folder\n`,
    })
    expect(await run('emulator', '--state', folder)).toEqual({
      code: 1,
      out: '',
      err: `impcentral: ${folder} cannot be read: it is a folder\n`,
    })
  })
})
