/** Devices that are removed, and added again: nothing comes twice. */
import { expect, it } from 'vitest'
import type { LogStreamEvent } from '../../../src/extensions/log-streams/events.ts'
import { consume, gaps, open, server, start, states, stream, texts } from '../../support/log-consumer.ts'
import { turns, until } from '../../support/clocks.ts'
import { deviceIds, refuse } from '../../support/log-server.ts'

const ids = deviceIds(10)
const [one, two] = ids as [string, string]
const nine = ids[8]!
let now: number
const begin = () => {
  now = Date.UTC(2031, 0, 1)
  return start({ devices: ids, now: () => now })
}
const write = (device: string, ...lines: string[]) => {
  for (const line of lines) {
    now += 60_000
    server.log(device, line)
  }
}

it('what waited in the connection while a gap was filled, when the device is removed then', async () => {
  await begin()
  await open({ devices: [one, two] })
  await until(() => server.streams[0]?.devices.length === 2)
  const got: string[] = []
  const reading = (async () => {
    for await (const event of stream) {
      if (event.type !== 'message') continue
      got.push(event.text)
      if (event.text === 'live 1') await stream.remove(one)
      if (event.text === 'the end') break
    }
  })()
  write(one, 'before')
  await until(() => got.length === 1)
  // What is logged when the device is subscribed again waits until the history was read.
  server.intercept = (request, _, path) => {
    if (request.method === 'PUT' && path.endsWith(two)) write(one, 'live 1', 'live 2')
    return false
  }
  server.fail('end')
  write(one, 'missed')
  await until(() => got.includes('live 2') && !stream.devices.includes(one))
  await turns()
  write(two, 'the end')
  await reading
  expect(got).toEqual(['before', 'missed', 'live 1', 'live 2', 'the end'])
})

it.each([undefined, 2])('what has come since `resume` (with history: %s)', async (history) => {
  await begin()
  write(one, 'a', 'b', 'c', 'd')
  const resume = server.history.get(one)!.map(({ ts, type, msg }) => ({
    deviceId: one,
    timestamp: ts,
    entryType: type,
    text: msg,
  }))
  write(one, 'e', 'f')
  await consume({ devices: [one, two], resume, history })
  await until(() => texts().length === 2)
  write(one, 'g')
  await until(() => texts().length === 3)
  await stream.remove(one)
  write(one, 'not streamed')
  await stream.add(one)
  await until(() => states('subscribed').length === 3)
  write(one, 'h')
  await until(() => texts().at(-1) === 'h')
  // Of the last entries, what has come is not repeated.
  expect(texts()).toEqual(['e', 'f', 'g', ...(history ? ['not streamed'] : []), 'h'])
  expect(gaps().map(({ reason }) => reason)).toEqual(['resume'])
})

it('is resumed all the same when adding it failed before', async () => {
  await begin()
  write(one, 'a', 'b')
  const { ts, type, msg } = server.history.get(one)![0]!
  await consume({ devices: [two], resume: [{ deviceId: one, timestamp: ts, entryType: type, text: msg }] })
  server.intercept = (request, response) => {
    if (request.method !== 'PUT') return false
    return refuse(response, 403)
  }
  await expect(stream.add(one)).rejects.toThrow()
  server.intercept = undefined
  await stream.add(one)
  await until(() => texts().length === 1)
  expect(texts()).toEqual(['b'])
})

it.each([
  ['the same stream', false],
  ['another stream', true],
])('what its consumer has not read yet, into %s', async (_, other) => {
  await begin()
  await open({ devices: ids.slice(0, 9), history: 5 })
  const got: LogStreamEvent[] = []
  let go = () => {}
  const busy = new Promise<void>((resolve) => (go = resolve))
  const come = () => got.flatMap((event) => (event.type === 'message' ? [event.text] : []))
  const reading = (async () => {
    for await (const event of stream) {
      got.push(event)
      if (event.type !== 'message') continue
      if (event.text === 'stop') await busy
      if (event.text === 'the end') break
    }
  })()
  await until(() => got.filter((event) => event.type === 'state_change' && event.state === 'subscribed').length === 9)
  await stream.add(ids[9]!)
  await until(() => got.filter((event) => event.type === 'state_change' && event.state === 'subscribed').length === 10)
  await turns()
  write(ids[9]!, 'stop')
  await until(() => come().length === 1)
  write(nine, 'line 1', 'line 2')
  await turns()
  if (other) await stream.remove(two)
  await stream.remove(nine)
  await stream.add(nine)
  expect(server.streams.map(({ devices }) => devices.length)).toEqual(other ? [8, 1] : [8, 2])
  write(nine, 'line 3')
  go()
  await until(() => come().includes('line 3'))
  await turns()
  write(nine, 'the end')
  await reading
  expect(come()).toEqual(['stop', 'line 1', 'line 2', 'line 3', 'the end'])
})
