import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ImpCloud } from 'impcentral/emulator'
import { type ImpCloudServer, listen } from 'impcentral/emulator/node'
import type { Report } from '../../src/conformance/check/report.ts'
import { runCheck } from './command.ts'
import { fullCloud, withFault } from './deviating-cloud.ts'
import { faults } from './faults.ts'

let cloud: ImpCloud
let server: ImpCloudServer
let folder: string

beforeAll(async () => {
  cloud = await fullCloud()
  server = await listen(cloud)
  folder = await mkdtemp(join(tmpdir(), 'impcentral-check-'))
})
afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

/** The same cloud with a fault, at an address of its own. */
async function faulty(name: string): Promise<ImpCloudServer> {
  const fetch = withFault(
    cloud,
    faults.find((fault) => fault.name === name)!,
  )
  return listen({
    ...cloud,
    baseUrl: cloud.baseUrl,
    handle: async (request: Request) => {
      const body = request.method === 'GET' ? undefined : await request.text()
      const { method, headers, url, signal } = request
      return fetch(url, { method, headers: Object.fromEntries(headers), body, signal })
    },
  })
}

describe('impcentral check', () => {
  test('reads, and changes nothing', async () => {
    const before = cloud.snapshot()
    const { code, out, err } = await runCheck(['--base-url', server.url])
    expect({ code, err: err.split('\n').at(-2) }).toEqual({ code: 0, err: expect.stringMatching(/^(\d+)\/\1 Done$/) })
    expect(out).toMatch(/^Operation +Call +Result +Statuses, or why not\nlogin +POST \/auth +confirmed +200\n/)
    expect(out).toMatch(
      /\ncreateProduct +POST \/products +not tried +it makes or changes something: run the check with --write\n/,
    )
    expect(out).toMatch(/\n\d+ operations confirmed, 0 differ, \d+ not tried \(read-only: --write tries more\)\.\n/)
    const { seed: _, made: _m, accessTokens: _t, ...state } = cloud.snapshot()
    expect(before).toMatchObject(state)
  })

  test('writes a report and recordings, and tells of a difference by its exit code', async () => {
    const deviating = await faulty('a property more beside data')
    const report = join(folder, 'report.json')
    const record = join(folder, 'exchanges.jsonl')
    const { code, out } = await runCheck([
      '--base-url',
      deviating.url,
      '--json',
      '--report',
      report,
      '--record',
      record,
    ])
    await deviating.close()
    expect(code).toBe(1)
    const written = JSON.parse(await readFile(report, 'utf8')) as Report
    expect(JSON.parse(out)).toEqual(written)
    expect(written).toMatchObject({ write: false, interrupted: false, failures: [] })
    expect(written.differences.map(({ operation, place }) => [operation, place])).toEqual([['listDevices', '/jsonapi']])
    expect(written.operations.listDevices.result).toBe('differs')
    const recordings = (await readFile(record, 'utf8')).trim().split('\n')
    expect(recordings.length).toBeGreaterThan(40)
    for (const line of recordings) expect(JSON.parse(line)).toHaveProperty('operation')
  })

  test('takes a login key, and then leaves login keys alone', async () => {
    const [[key] = []] = cloud.snapshot().loginKeys
    const credentials = { IMPCENTRAL_ID: '', IMPCENTRAL_PASSWORD: '', IMPCENTRAL_LOGIN_KEY: key! }
    const { code, out } = await runCheck(['--base-url', server.url, '--write'], credentials)
    expect(out).toMatch(/\ncreateLoginKey +POST \S+ +not tried +it needs the password of the account\n/)
    expect(code).toBe(0)
  })

  test.each<[string, string[], Record<string, string>, string]>([
    [
      'no credentials',
      [],
      { IMPCENTRAL_PASSWORD: '' },
      'Expected IMPCENTRAL_ID and IMPCENTRAL_PASSWORD, or IMPCENTRAL_LOGIN_KEY, in the environment.',
    ],
    ['wrong credentials', [], { IMPCENTRAL_PASSWORD: 'wrong' }, 'Nobody could sign in: '],
    ['a base URL that is none', ['--base-url', 'nowhere'], {}, '--base-url takes the URL of an API, not "nowhere".'],
    ['plain HTTP', ['--base-url', 'http://api.example.com/v5'], {}, ''],
    [
      'an option of the emulator',
      ['--port', '1'],
      {},
      'There is no option --port. Expected one of --base-url, --write,',
    ],
    ['a missing value', ['--report'], {}, '--report takes the name of a file.'],
    [
      'one file for two',
      ['--report', 'a.json', '--record', 'a.json'],
      {},
      '--report and --record take a file of their own each',
    ],
    ['a further argument', ['more'], {}, 'The command "check" takes no further argument, not "more".'],
  ])('ends with 2 for %s', async (_, args, environment, message) => {
    const url = args.includes('--base-url') ? [] : ['--base-url', server.url]
    const { code, out, err } = await runCheck([...url, ...args], environment)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain(`impcentral: ${message}`)
    expect(err).not.toMatch(/ at .*\.ts:\d+/)
  })

  test('leaves a report of before as it is, when it comes to nothing', async () => {
    const report = join(folder, 'before.json')
    await writeFile(report, 'before')
    const { code } = await runCheck(['--base-url', server.url, '--report', report], { IMPCENTRAL_PASSWORD: 'wrong' })
    expect([code, await readFile(report, 'utf8')]).toEqual([2, 'before'])
  })

  test('says which file cannot be written, before it checks', async () => {
    const { code, out, err } = await runCheck(['--base-url', server.url, '--report', join(folder, 'no', 'report.json')])
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toMatch(/^impcentral: .*report\.json cannot be written: /)
  })
})
