import { appendFile, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { seeded } from '../support/random.ts'
import { start, startCloud, temporaryFolder } from './support.ts'

/** A group whose devices count aloud, as fast as they are told. */
async function counters(devices: number) {
  const { cloud, env } = await startCloud()
  const group = await cloud.create.deviceGroup({ name: 'Counters' })
  for (let made = 0; made < devices; made++) await cloud.create.device({ devicegroup: group })
  const file = join(await temporaryFolder(), 'archive.ndjson')
  const counts = new Map(cloud.devices.map((device) => [device, 0]))
  const say = (device: string) => {
    const count = counts.get(device) ?? 0
    counts.set(device, count + 1)
    cloud.log(device, { msg: `line ${count}` })
  }
  const archive = async () => {
    const text = await readFile(file, 'utf8').catch(() => '')
    // What comes after the last line end is not a line yet.
    return text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as { device_id: string; type: string; msg: string; gap?: object })
  }
  /** The numbers of the archived lines of a device, in the order of the archive. */
  const archived = async (device: string) =>
    (await archive())
      .filter(({ device_id, type }) => device_id === device && type === 'server.log')
      .map(({ msg }) => Number(msg.replace('line ', '')))
  const complete = async () => {
    for (const [device, count] of counts) {
      await expect
        .poll(async () => (await archived(device)).length, { timeout: 30_000, interval: 200 })
        .toBeGreaterThanOrEqual(count)
    }
  }
  const program = () => start('log-archiver.ts', ['--group', 'Counters', '--out', file, '--refresh', '0.2'], env)
  return { cloud, group, file, counts, say, archive, archived, complete, program }
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index)

it('archives every line once, through kills, a torn line and lost connections', async () => {
  const { cloud, file, counts, say, archive, archived, complete, program } = await counters(10)
  const random = seeded(7)
  for (const device of cloud.devices) say(device)
  const talk = setInterval(() => {
    for (const device of cloud.devices) if (random() < 0.5) say(device)
  }, 20)
  onTestFinished(() => clearInterval(talk))

  for (let round = 0; round < 4; round++) {
    const archiver = program()
    const before = (await archive()).length
    await expect.poll(async () => (await archive()).length, { timeout: 30_000 }).toBeGreaterThan(before + 200)
    if (round % 2 === 1) {
      cloud.faults.dropStreams('reset')
      await archiver.printed('Connection lost at ')
    }
    archiver.kill('SIGKILL')
    await archiver.ended
    // As if the machine had lost power in the middle of a line.
    if (round === 2) await appendFile(file, '{"device_id":"5000d8c46a')
  }
  const archiver = program()
  await archiver.printed('Archiving Counters to ')
  clearInterval(talk)
  await complete()
  archiver.kill('SIGTERM')
  expect(await archiver.ended).toBe(0)

  for (const [device, count] of counts) expect(await archived(device)).toEqual(upTo(count))
  expect((await archive()).filter(({ gap }) => gap)).toEqual([])
}, 120_000)

it('archives every line once, however often it is killed', async () => {
  const { cloud, counts, say, archive, archived, complete, program } = await counters(3)
  const random = seeded(11)
  for (const device of cloud.devices) say(device)
  const talk = setInterval(() => {
    for (const device of cloud.devices) if (random() < 0.2) say(device)
  }, 20)
  onTestFinished(() => clearInterval(talk))
  let kills = 0
  for (; kills < 20; kills++) {
    const archiver = program()
    // Some are killed before they are connected, some while a gap is filled, some when they are live.
    await archiver.printed('Archiving Counters to ')
    const enough = (await archive()).length + Math.floor(random() * 40)
    await expect
      .poll(async () => (await archive()).length, { timeout: 30_000, interval: 50 })
      .toBeGreaterThanOrEqual(enough)
    if (random() < 0.2) cloud.faults.dropStreams('reset')
    archiver.kill('SIGKILL')
    await archiver.ended
  }
  const archiver = program()
  await archiver.printed('Archiving Counters to ')
  clearInterval(talk)
  await complete()
  archiver.kill('SIGTERM')
  expect(await archiver.ended).toBe(0)
  expect(kills).toBe(20)
  for (const [device, count] of counts) expect(await archived(device)).toEqual(upTo(count))
  expect((await archive()).filter(({ gap }) => gap)).toEqual([])
}, 180_000)

it('says so when the history does not reach back to what it has', async () => {
  const { cloud, counts, say, archive, archived, complete, program } = await counters(1)
  const [device] = cloud.devices as [string]
  say(device)
  const first = program()
  await complete()
  first.kill('SIGTERM')
  await first.ended
  for (let line = 0; line < 1500; line++) say(device)
  const second = program()
  await second.printed('lines may be missing')
  await expect.poll(async () => (await archived(device)).at(-1), { timeout: 30_000 }).toBe(counts.get(device)! - 1)
  second.kill('SIGTERM')
  expect(await second.ended).toBe(0)
  expect(await archived(device)).toEqual([0, ...upTo(1501).slice(501)])
  expect((await archive()).filter(({ gap }) => gap)).toEqual([
    { device_id: device, gap: { from: expect.any(String), to: expect.any(String) } },
  ])
})

it('follows devices that join the group, and lets go of those that leave', async () => {
  const { cloud, group, archived, say, complete, program } = await counters(8)
  const archiver = program()
  await archiver.printed('Archiving Counters to ')
  const ninth = await cloud.create.device({ devicegroup: group })
  say(ninth.id)
  await complete()
  expect(await archived(ninth.id)).toEqual([0])
  archiver.kill('SIGINT')
  expect(await archiver.ended).toBe(0)
  expect(archiver.errors).toMatch(/holds \d+ lines\n$/)
})

it('leaves a file alone that is no archive', async () => {
  const { file, program } = await counters(0)
  await appendFile(file, 'Dear diary,\n')
  const archiver = program()
  expect(await archiver.ended).toBe(2)
  expect(archiver.errors).toContain('is no archive: its line 1 is no JSON.')
  expect(await readFile(file, 'utf8')).toBe('Dear diary,\n')
})
