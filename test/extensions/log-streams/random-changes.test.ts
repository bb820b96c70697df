/** Devices added and removed at random, while connections drop and histories lag: what is streamed comes once, and in its order. */
import { describe, expect, it } from 'vitest'
import type { LogStreamEvent } from '../../../src/extensions/log-streams/events.ts'
import { openLogStream } from '../../../src/extensions/log-streams/log-streams.ts'
import { deviceIds } from '../../support/log-server.ts'
import { simulateLogs } from '../../support/log-simulation.ts'

/** When a device was streamed: from when `add` was done until `remove` was asked for. */
interface Streamed {
  device: string
  from: number
  to?: number
}

async function run(seed: number, { count = 3, latency = 300 } = {}) {
  const devices = deviceIds(count)
  const service = simulateLogs(seed, { devices, pageSize: [7, 20, 100][seed % 3]!, latency })
  const { clock, upTo, random, logs } = service
  const any = () => devices[upTo(count - 1)]!
  for (let n = upTo(60); n > 0; n--) {
    service.write(any())
    clock.advance(upTo(3000))
  }
  clock.advance(5000)
  const first = devices.slice(0, 1 + upTo(count - 1))
  const opening = openLogStream(service.context, { devices: first, idleTimeout: 20_000 })
  let opened = false
  void opening.then(() => (opened = true))
  await service.go(60_000, () => opened)
  const stream = await opening

  const streamed: Streamed[] = first.map((device) => ({ device, from: clock.now() }))
  const current = new Map(streamed.map((one) => [one.device, one]))
  const events: LogStreamEvent[] = []
  let ended: unknown
  const reading = (async () => {
    for await (const event of stream) events.push(event)
  })().catch((error: unknown) => (ended = error))

  const leave = (device: string) => {
    const one = current.get(device)
    if (one) one.to = clock.now()
    current.delete(device)
  }
  /** How many changes are under way. */
  let changing = 0
  const change = async () => {
    const device = any()
    changing++
    if (random() < 0.5) {
      await stream.add(device)
      if (!current.has(device) && stream.devices.includes(device)) {
        const one = { device, from: clock.now() }
        current.set(device, one)
        streamed.push(one)
      }
    } else {
      leave(device)
      await stream.remove(device)
      leave(device)
    }
    changing--
  }
  let calm = false
  const again = (work: () => void, most: () => number) => {
    if (calm) return
    work()
    clock.setTimeout(() => again(work, most), most())
  }
  again(
    () => service.write(any()),
    () => upTo(2500),
  )
  again(
    () => void change(),
    () => (random() < 0.4 ? upTo(200) : upTo(15_000)),
  )
  again(
    () => {
      for (const one of service.open) if (random() < 0.5) service.drop(one)
    },
    () => 3000 + upTo(35_000),
  )
  await service.go(120_000)
  calm = true
  await service.go(120_000)
  for (const one of service.open) service.drop(one)
  await service.go(120_000)
  expect({ ended, changing, state: stream.state }).toEqual({ ended: undefined, changing: 0, state: 'open' })
  expect([...service.open].flatMap((one) => one.devices).toSorted()).toEqual(stream.devices.toSorted())
  expect(stream.devices.toSorted()).toEqual([...current.keys()].toSorted())
  await stream.close()
  await reading

  const came = events.flatMap((event) => (event.type === 'message' ? [event] : []))
  for (const device of devices) {
    const own = came.filter(({ deviceId }) => deviceId === device)
    expect(own.map(({ text }) => text)).toEqual([...new Set(own.map(({ text }) => text))])
    // What was logged while the device was being subscribed comes with the next gap.
    const late = new Set(logs.get(device)!.flatMap(({ msg, sent }) => (sent ? [] : [msg])))
    const numbers = own.flatMap(({ text, backfilled }) => (backfilled && late.has(text) ? [] : [Number(text.slice(5))]))
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b))
  }
  const had = new Set(came.map(({ text }) => text))
  for (const { device, from, to } of streamed) {
    // What was under way when it was removed may come or not.
    if (to !== undefined) continue
    const lost = logs.get(device)!.filter(({ ts, msg }) => Date.parse(ts) >= from && !had.has(msg))
    expect(lost.map(({ msg }) => msg)).toEqual([])
  }
  expect(events.filter((event) => event.type === 'gap' && !event.filled)).toEqual([])
  return { came: came.length, gaps: events.filter(({ type }) => type === 'gap').length }
}

describe('devices that come and go', () => {
  it.each([
    ['a few', { count: 3 }],
    ['more than one stream carries', { count: 12 }],
    ['a few, over a slow network', { count: 3, latency: 2500 }],
  ])('%s', async (_, options) => {
    let [came, gaps] = [0, 0]
    for (let seed = 1; seed <= 120; seed++) {
      const result = await run(seed, options).catch((error: unknown) => {
        throw new Error(`With the seed ${seed}: ${String(error)}`, { cause: error })
      })
      came += result.came
      gaps += result.gaps
    }
    // They have been tried.
    expect(came).toBeGreaterThan(3000)
    expect(gaps).toBeGreaterThan(120)
  })
})
