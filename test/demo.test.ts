import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createImpCloud, type ImpCloud } from 'impcentral/emulator'
import { listen } from 'impcentral/emulator/node'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

const demo = (env: Record<string, string> = {}) =>
  new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('IMPCENTRAL_')))
    execFile(
      process.execPath,
      [join(root, 'examples/demo.ts')],
      { cwd: root, env: { ...clean, ...env } },
      (error, stdout, stderr) => resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    )
  })

describe('the demo', () => {
  it('walks through a local impCloud', async () => {
    const { code, stdout, stderr } = await demo()
    expect(stderr).toBe('')
    expect(stdout).toMatch(/█+ 250/)
    expect(stdout.match(/Fridge door closed/g)).toHaveLength(4)
    expect(stdout).toContain('Cleaned up')
    const lines = stdout.match(/^ {2}[0-9a-f]{16} {2}/gm)
    // A status line or more of each device, too.
    expect(lines?.length).toBeGreaterThanOrEqual(16)
    expect(stdout).toMatch(new RegExp(`\\d+ calls, 5 pages, 250 devices, ${lines?.length} log lines\n$`))
    expect(code).toBe(0)
  })

  it('runs read-only against a given account, by password or login key', async () => {
    const account = { email: 'me@example.com', password: 'sup3rs3cr3t' }
    const cloud = createImpCloud({ accounts: [account], devices: 3 })
    cloud.log(cloud.devices[0]!, { msg: 'Boot' })
    const methods = new Set<string>()
    const watched: ImpCloud = Object.create(cloud, {
      handle: {
        value: (...[request, connection]: Parameters<ImpCloud['handle']>) => {
          methods.add(`${request.method} ${new URL(request.url).pathname}`)
          return cloud.handle(request, connection)
        },
      },
    })
    const server = await listen(watched, { port: 0 })
    try {
      const env = { IMPCENTRAL_BASE_URL: server.url }
      const byPassword = await demo({ ...env, IMPCENTRAL_ID: account.email, IMPCENTRAL_PASSWORD: account.password })
      expect(byPassword.stdout).toContain('Boot')
      expect(byPassword.code).toBe(0)
      expect([...methods].filter((call) => !call.startsWith('GET '))).toEqual(['POST /v5/auth'])
      const byKey = await demo({ ...env, IMPCENTRAL_LOGIN_KEY: '0123456789abcdef' })
      expect(byKey).toMatchObject({ code: 1, stderr: expect.stringMatching(/^The demo ended early\. .*refused.*\n$/) })
    } finally {
      await server.close()
    }
  })

  it.each([
    [{ IMPCENTRAL_ID: 'me@example.com' }, 'IMPCENTRAL_PASSWORD is not set.'],
    [{ IMPCENTRAL_PASSWORD: 'secret', IMPCENTRAL_ID: '' }, 'IMPCENTRAL_ID is not set.'],
    [
      { IMPCENTRAL_BASE_URL: 'http://127.0.0.1:9/v5' },
      'IMPCENTRAL_BASE_URL is set, and no account for it. Set IMPCENTRAL_LOGIN_KEY, or IMPCENTRAL_ID and IMPCENTRAL_PASSWORD.',
    ],
  ])('says what is missing of an account that is half named: %j', async (env, message) => {
    expect(await demo(env)).toEqual({ code: 1, stdout: '', stderr: `The demo ended early. ${message}\n` })
  })

  it('ends with one sentence and exit code 1 when the host cannot be reached', async () => {
    const env = { IMPCENTRAL_ID: 'a', IMPCENTRAL_PASSWORD: 'b', IMPCENTRAL_BASE_URL: 'http://127.0.0.1:9/v5' }
    expect(await demo(env)).toEqual({
      code: 1,
      stdout: '',
      stderr: 'The demo ended early. http://127.0.0.1:9/v5 cannot be reached.\n',
    })
  })
})
