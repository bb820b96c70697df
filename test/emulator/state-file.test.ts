import { execFileSync } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, statfs, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { createImpCloud, type Snapshot } from 'impcentral/emulator'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { killAll, run, start } from './cli-process.ts'
import { createProduct, logIn, type Api } from './support.ts'

const unknownId = '00000000-0000-0000-0000-000000000000'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'impcentral-state-'))
})
afterAll(() => rm(folder, { recursive: true }))
afterEach(killAll)

async function begin(file: string) {
  const emulator = start('emulator', '--json', '--state', file)
  const { url, accounts } = JSON.parse((await emulator.printed(1))[0]!)
  return { ...emulator, url: url as string, api: await logIn({ baseUrl: url, fetch }, accounts[0]) }
}

const productsIn = async (file: string) =>
  (JSON.parse(await readFile(file, 'utf8')) as Snapshot).products.map(([, { name }]) => name)

describe('two emulators on one file', () => {
  test('the second does not start, and the first goes on', async () => {
    const file = join(folder, 'shared.json')
    const first = await begin(file)
    const before = await readFile(file, 'utf8')
    const { code, out, err } = await run('emulator', '--state', file)
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toBe(
      `impcentral: ${file} is in use by another emulator (process ${first.child.pid}). If there is none, delete ${file}.lock and start again.\n`,
    )
    expect(await readFile(file, 'utf8')).toBe(before)
    await createProduct(first.api, 'Fridge')
    expect(await first.stop()).toBe(0)
    expect(await productsIn(file)).toEqual(['Fridge'])
    // Nobody has it now.
    const second = await begin(file)
    expect(await second.stop('SIGTERM')).toBe(0)
    expect(await readdir(folder)).toEqual(['shared.json'])
  })

  test('one that was killed does not stand in the way', async () => {
    const file = join(folder, 'killed.json')
    const first = await begin(file)
    await first.stop('SIGKILL')
    expect(await readdir(folder)).toContain('killed.json.lock')
    const second = await begin(file)
    expect(await second.stop()).toBe(0)
    expect(await readdir(folder)).not.toContain('killed.json.lock')
  })

  test('of several at once on a lock that was left behind, one gets it', async () => {
    const file = join(folder, 'raced.json')
    const first = await begin(file)
    await first.stop('SIGKILL')
    const several = Array.from({ length: 4 }, () => start('emulator', '--json', '--state', file))
    const outcomes = await Promise.allSettled(several.map((emulator) => emulator.printed(1)))
    const started = several.filter((_, index) => outcomes[index]!.status === 'fulfilled')
    expect(started).toHaveLength(1)
    expect(await started[0]!.stop()).toBe(0)
    expect((await readdir(folder)).filter((name) => name.startsWith('raced'))).toEqual(['raced.json'])
  })
})

describe('SIGTERM during a write', () => {
  const moments = fc.sample(fc.integer({ min: 50, max: 350 }), { seed: 7, numRuns: 5 })
  test.each(moments)('loses nothing that was answered, after %i answers', async (enough) => {
    const file = join(folder, `term-${enough}.json`)
    const emulator = await begin(file)
    const answered: string[] = []
    const work = async (api: Api, worker: number) => {
      for (let made = 0; ; made++) {
        const name = `${worker} ${made} ${'x'.repeat(60)}`
        const { status } = await api('POST', '/products', { data: { type: 'product', attributes: { name } } })
        expect(status).toBe(201)
        answered.push(name)
      }
    }
    const workers = Array.from({ length: 8 }, (_, worker) => work(emulator.api, worker))
    await expect.poll(() => answered.length, { interval: 1 }).toBeGreaterThan(enough)
    const ended = emulator.stop('SIGTERM')
    // The connection ends under them.
    for (const result of await Promise.allSettled(workers)) expect(result).toMatchObject({ status: 'rejected' })
    expect(await ended).toBe(0)
    expect(await productsIn(file)).toEqual(expect.arrayContaining(answered))
    expect((await readdir(folder)).filter((name) => name.startsWith(`term-${enough}`))).toEqual([`term-${enough}.json`])
  })
})

// Only root may mount a file system, and only Linux has this one.
const mayMount = process.platform === 'linux' && process.getuid?.() === 0

describe.runIf(mayMount)('a full disk', () => {
  let disk: string
  beforeAll(async () => {
    disk = await mkdtemp(join(folder, 'disk-'))
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', disk])
  })
  afterAll(() => void execFileSync('umount', [disk]))

  /** Takes what is left of it. */
  async function fill() {
    const { bavail, bsize } = await statfs(disk)
    await writeFile(join(disk, 'filling'), Buffer.alloc(bavail * bsize))
  }

  test('leaves the old state and no draft, and is told, also by the exit code', async () => {
    const file = join(disk, 'cloud.json')
    const emulator = await begin(file)
    await createProduct(emulator.api, 'Fridge')
    await expect.poll(() => productsIn(file)).toEqual(['Fridge'])
    const before = await readFile(file, 'utf8')
    await fill()
    await createProduct(emulator.api, 'Kettle')
    await expect.poll(() => emulator.complaints()).toBe('The state was not saved: the disk is full\n')
    // It goes on, and repeats nothing.
    await createProduct(emulator.api, 'Toaster')
    expect(await emulator.stop('SIGTERM')).toBe(1)
    expect(emulator.complaints()).toBe(
      'The state was not saved: the disk is full\nimpcentral: The state was not saved: the disk is full\n',
    )
    expect(await readFile(file, 'utf8')).toBe(before)
    expect((await readdir(disk)).toSorted()).toEqual(['cloud.json', 'filling'])

    // At the start it is found out at once, and the state stays.
    const { code, err } = await run('emulator', '--state', file)
    expect({ code, err }).toEqual({ code: 1, err: `impcentral: ${file} cannot be written: the disk is full\n` })
    expect(await readFile(file, 'utf8')).toBe(before)

    // Room again in time: nothing is lost.
    await rm(join(disk, 'filling'))
    const again = await begin(file)
    await createProduct(again.api, 'Kettle')
    await expect.poll(() => productsIn(file)).toEqual(['Fridge', 'Kettle'])
    await fill()
    await createProduct(again.api, 'Toaster')
    await expect.poll(() => again.complaints()).not.toBe('')
    await rm(join(disk, 'filling'))
    expect(await again.stop()).toBe(0)
    expect(await productsIn(file)).toEqual(['Fridge', 'Kettle', 'Toaster'])
  })
})

describe('a file that was edited by hand', () => {
  // oxlint-disable-next-line typescript/no-explicit-any
  type Loose = any

  async function whole(): Promise<Snapshot> {
    const cloud = createImpCloud({ accounts: [{ email: 'a@x.test', password: 'p' }], devices: 1 })
    const { create } = cloud
    const devicegroup = await create.deviceGroup({ type: 'factoryfixture_devicegroup', env_vars: { a: 1 } })
    await create.device({ devicegroup })
    await create.deployment({ devicegroup, flagged: true, tags: ['a'] })
    await create.webhook({ devicegroup })
    await create.loginKey()
    await create.session()
    const other = create.account()
    cloud.share({ from: 'a@x.test', with: other.email })
    return cloud.snapshot()
  }

  test('is what it was, if nothing is wrong with it', async () => {
    const snapshot = await whole()
    expect(createImpCloud({ state: snapshot }).snapshot()).toEqual(snapshot)
  })

  const cases: [what: string, edit: (state: Loose) => unknown, message: string][] = [
    ['another version', (state) => (state.version = 2), 'This is not a state that this version of the emulator wrote'],
    ['a part lost', (state) => delete state.products, 'The saved state lacks "products"'],
    ['a part that is none', (state) => (state.fridges = []), 'The saved state has an unknown "fridges"'],
    ['no list', (state) => (state.devices = {}), 'devices must be an array of pairs, got an object'],
    ['no pairs', (state) => (state.devices = [{}]), 'devices[0] must be a pair of a name and a value, got an object'],
    ['no accounts', (state) => (state.accounts = []), 'accounts'],
    ['a word for a number', (state) => (state.made = 'many'), 'made must be a whole number, 0 or more, got "many"'],
    ['a field lost', (state) => delete state.devices[0][1].owner, 'owner is missing'],
    ['a field too much', (state) => (state.products[0][1].colour = 'red'), 'unknown option "colour"'],
    ['a number for a name', (state) => (state.products[0][1].name = 5), 'name must be a string, got 5'],
    ['null for a name', (state) => (state.products[0][1].name = null), 'name must be a string, got null'],
    [
      'a type that is none',
      (state) => (state.groups[0][1].type = 'group'),
      "type must be 'development_devicegroup' or",
    ],
    ['a time that is none', (state) => (state.deployments[0][1].created_at = 'noon'), 'created_at must be a time like'],
    ['a yes for true', (state) => (state.devices[0][1].device_online = 'yes'), 'device_online must be true or false'],
    [
      'a variable that is a list',
      (state) => (state.groups[2][1].env_vars = { a: [] }),
      'env_vars must be an object of',
    ],
    ['a URL that is none', (state) => (state.webhooks[0][1].url = 'here'), 'url must be a URL, got "here"'],
    [
      'an owner who is not there',
      (state) => (state.products[0][1].owner = unknownId),
      `owner: there is no ${unknownId}`,
    ],
    [
      'a group that is not there',
      (state) => (state.devices[1][1].group = unknownId),
      `group: there is no ${unknownId}`,
    ],
    ['a target that is not there', (state) => (state.groups[2][1].dut_target = unknownId), 'dut_target: there is no'],
    ['a grant to nobody', (state) => (state.grants[0].collaborator = unknownId), 'grants: there is no'],
    ['a grant of another kind', (state) => (state.grants[0].access = 'all'), "access must be 'view' or 'manage'"],
    ['logs of no device', (state) => state.logs.push(['0000000000000000', []]), 'logs: there is no 0000000000000000'],
    ['a log that is text', (state) => (state.logs[0][1][0] = 'Boot'), 'must be an object, got "Boot"'],
    ['an id twice', (state) => state.products.push(state.products[0]), 'is there twice'],
    ['an id that is not its own', (state) => (state.products[0][0] = unknownId), 'must have this id'],
  ]
  test.each(cases)('is refused with %s', async (_, edit, message) => {
    const snapshot = await whole()
    edit(snapshot)
    expect(() => createImpCloud({ state: snapshot })).toThrow(message)
  })

  test.each([
    ['not JSON', '{"version":', ''],
    ['of another version', '{"version":2}', ': This is not a state that this version of the emulator wrote'],
    ['incomplete', '{"version":1}', ': The saved state lacks "seed"'],
    ['empty', 'null', ''],
    ['a list', '[]', ''],
    ['cut off', '{"version":1,"seed":1,"made":0,"accounts":[["', ''],
    ['no text', '\0\0\0\0', ''],
    ['nothing', '', ''],
  ])('is refused at the start when it is %s, and left alone', async (name, text, message) => {
    const file = join(folder, `${name}.json`)
    await writeFile(file, text)
    const { code, out, err } = await run('emulator', '--state', file)
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toContain(`impcentral: ${file} does not hold the state of an emulator${message}`)
    expect(err).not.toContain('    at ')
    expect(await readFile(file, 'utf8')).toBe(text)
    await rm(file)
    expect(await readdir(folder)).not.toContain(`${name}.json.lock`)
  })
})

test.each([
  ['0.0.0.0', true],
  ['::', true],
  ['127.0.0.1', false],
  ['127.0.0.2', false],
  ['localhost', false],
  ['::1', false],
])('--host %s warns: %s', async (host, warns) => {
  const emulator = start('emulator', '--host', host, '--json')
  await emulator.printed(1)
  expect(await emulator.stop()).toBe(0)
  const warning = `Warning: --host ${host} lets other machines in. The emulator keeps passwords in the clear and withstands no attack.\n`
  expect(emulator.complaints()).toBe(warns ? warning : '')
})
