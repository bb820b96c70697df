/** More devices than one stream carries, and what ends a stream for good. */
import type { ServerResponse } from 'node:http'
import { describe, expect, it } from 'vitest'
import type { LogStreamEvent } from '../../../src/extensions/log-streams/events.ts'
import { LogStreamError, NotFoundError } from '../../support/errors.ts'
import {
  clock,
  consume,
  ended,
  events,
  gaps,
  messages,
  open,
  sent,
  server,
  start as service,
  states,
  stream,
  texts,
} from '../../support/log-consumer.ts'
import { turn, until } from '../../support/clocks.ts'
import { deviceIds, type LogServerOptions, refuse, sse } from '../../support/log-server.ts'

const ids = deviceIds(80)
const [one, two] = ids as [string, string]
const start = (options: LogServerOptions = {}) => service({ devices: ids, ...options })
const subscribed = (count: number) => until(() => states('subscribed').length >= count)
const lines = (to: number) => Array.from({ length: to }, (_, n) => `line ${n}`)

const next = async () => {
  const { value } = await stream.next()
  if (!value) throw new Error('The stream has ended')
  return value
}
/** Reads on to an event of which this holds, and gives the texts on the way. */
const readTo = async (holds: (event: LogStreamEvent) => boolean) => {
  const read: string[] = []
  for (;;) {
    const event = await next()
    if (event.type === 'message') read.push(event.text)
    if (holds(event)) return read
  }
}
const subscribes = (event: LogStreamEvent) => event.type === 'state_change' && event.state === 'subscribed'
const leaves = (event: LogStreamEvent) => event.type === 'state_change' && event.state === 'unsubscribed'

describe('more than eight devices', () => {
  it('share as many streams as it takes, one of which is dropped ten times', { timeout: 60_000 }, async () => {
    await start({ pageSize: 100 })
    const devices = ids.slice(0, 24)
    const counts = new Map(devices.map((id) => [id, 0]))
    const say = () => {
      for (const [id, count] of counts) {
        server.log(id, `line ${count}`)
        counts.set(id, count + 1)
      }
    }
    await consume(
      { deviceGroup: 'the group' },
      {
        groupDevices: async function* () {
          for (const id of devices) yield { id }
        },
      },
    )
    expect(sent('POST').length).toBe(3)
    expect(server.streams.map((one) => one.devices.length)).toEqual([8, 8, 8])
    expect(stream.devices).toEqual(devices)
    await subscribed(24)
    for (let drop = 1; drop <= 10; drop++) {
      say()
      await turn()
      clock.advance(11_000)
      const dropped = server.streams.find((one) => one.devices.includes(devices[12]!))!
      const others = server.streams.filter((one) => one !== dropped)
      server.streams = [dropped]
      server.fail((['reset', 'end', 'closed', 'mid-event'] as const)[drop % 4]!)
      server.streams = others
      say()
      await until(
        () => gaps().length === drop && server.streams.length === 3,
        () => drop % 2 && counts.get(one)! < 400 && say(),
      )
    }
    say()
    await until(() => devices.every((id) => texts(id).length === counts.get(id)))
    for (const id of devices) expect(texts(id)).toEqual(lines(counts.get(id)!))
    expect(gaps().every(({ filled }) => filled)).toBe(true)
    expect(new Set(gaps().map((gap) => gap.devices.join()))).toEqual(new Set([devices.slice(8, 16).join()]))
  })

  it('are added where there is room, and leave an empty stream', async () => {
    await start()
    await consume({ devices: ids.slice(0, 8) })
    await Promise.all([stream.add(ids[8]!), stream.add(ids[9]!)])
    expect(server.streams.map(({ devices }) => devices.length)).toEqual([8, 2])
    await stream.remove(one)
    await stream.add(ids[10]!)
    await stream.add(ids[10]!)
    expect(server.streams.map(({ devices }) => devices.length)).toEqual([8, 2])
    expect(stream.devices).toEqual(ids.slice(1, 11))
    server.log(ids[8]!, 'from the second stream')
    server.log(ids[1]!, 'from the first')
    await until(() => texts().length === 2)
    await stream.remove(ids[8]!)
    await stream.remove(ids[9]!)
    await until(() => server.active.size === 1)
    expect(server.streams.map(({ devices }) => devices.length)).toEqual([8])
    server.log(ids[10]!, 'goes on')
    await until(() => texts().length === 3)
    expect(stream.devices).toEqual([...ids.slice(1, 8), ids[10]])
    await stream.close()
    await until(() => server.active.size === 0)
    expect(clock.pending).toBe(0)
  })

  it('leave an empty stream when all is read that the service had sent on it', async () => {
    await start()
    await open({ devices: ids.slice(0, 9) })
    for (let left = 9; left > 0; left--) await readTo(subscribes)
    for (let n = 0; n < 5; n++) {
      server.log(ids[8]!, `line ${n}`)
      // Each is a chunk of its own.
      await turn()
      await turn()
    }
    await stream.remove(ids[8]!)
    expect(stream.devices).toEqual(ids.slice(0, 8))
    server.log(one, 'goes on')
    const read = await readTo(leaves)
    expect(read.filter((text) => text !== 'goes on')).toEqual(lines(5))
    const rest = next()
    await until(() => server.active.size === 1)
    server.log(one, 'and on')
    await rest
    expect(stream.state).toBe('open')
  })

  describe('whose last one of a stream the service takes away', () => {
    const nine = ids.slice(0, 9)
    const last = nine[8]!
    const takeAway = (...devices: string[]) => {
      for (const { devices: carried, response } of server.streams)
        for (const id of devices.filter((id) => carried.includes(id))) {
          carried.splice(carried.indexOf(id), 1)
          response.write(sse('state_change', `unsubscribed ${id}`))
        }
    }
    const begin = async () => {
      await start()
      await open({ devices: nine })
      for (let left = 9; left > 0; left--) await readTo(subscribes)
      // Long after the stream began, so that it is no sign of a limit of the account.
      clock.advance(20_000)
    }

    it('go on when it is added again at once', async () => {
      await begin()
      takeAway(last)
      await readTo(leaves)
      await stream.add(last)
      server.log(last, 'here again')
      expect(await readTo((event) => event.type === 'message')).toEqual(['here again'])
      server.log(one, 'still here')
      expect(await readTo((event) => event.type === 'message')).toEqual(['still here'])
      expect(stream.devices).toEqual(nine)
    })

    it.each([false, true])('lose no line when it is removed before that is read; added again: %o', async (again) => {
      await begin()
      for (const line of lines(3)) server.log(last, line)
      takeAway(last)
      await stream.remove(last)
      expect(sent('DELETE').length).toBe(1)
      if (again) await stream.add(last)
      expect(await readTo(leaves)).toEqual(lines(3))
      expect(stream.devices).toEqual(again ? nine : nine.slice(0, 8))
      const rest = next()
      if (again) server.log(last, 'after')
      else await until(() => server.active.size === 1)
      server.log(one, 'goes on')
      await rest
    })

    it('go on when another one is just being added to it, and is taken away as well', async () => {
      await begin()
      server.intercept = async (request, response) => {
        if (request.method !== 'PUT') return false
        server.streams[1]!.devices.push(ids[9]!)
        takeAway(last, ids[9]!)
        await until(() => stream.devices.length === 8)
        // Nothing is left to be read of its stream.
        await left
        rest = next()
        await turn()
        response.writeHead(204).end()
        return true
      }
      let rest: Promise<LogStreamEvent> | undefined
      const left = readTo(leaves).then(() => readTo(leaves))
      await stream.add(ids[9]!)
      server.log(one, 'goes on')
      expect(await rest).toMatchObject({ text: 'goes on' })
      expect(stream.devices).toEqual(nine.slice(0, 8))
    })

    it('leave its stream when the next one is refused', async () => {
      await begin()
      server.intercept = async (request, response) => {
        if (request.method !== 'PUT') return false
        await until(() => !stream.devices.includes(last))
        return refuse(response, 403)
      }
      const adding = stream.add(ids[9]!)
      const refused = expect(adding).rejects.toMatchObject({ status: 403 })
      await until(() => sent('PUT').length === 10)
      takeAway(last)
      await readTo(leaves)
      const rest = next()
      await refused
      await until(() => server.active.size === 1)
      server.log(one, 'goes on')
      await rest
    })
  })

  it('leave an empty stream also when its connection is silent', async () => {
    await start()
    await consume({ devices: ids.slice(0, 9) })
    await subscribed(9)
    server.intercept = async (request, response, path) => {
      if (request.method !== 'DELETE') return false
      server.raw(sse('state_change', `unsubscribed ${path.split('/')[3]}`))
      await until(() => states('unsubscribed').length === 2)
      response.writeHead(204).end()
      return true
    }
    await stream.remove(ids[8]!)
    await until(() => server.active.size === 1)
    await stream.add(ids[9]!)
    expect(server.streams.map(({ devices }) => devices.length)).toEqual([8, 1])
    expect(stream.devices).toEqual([...ids.slice(0, 8), ids[9]])
    expect(stream.state).toBe('open')
  })

  it('leave an empty stream also while it waits', async () => {
    await start()
    await consume({ devices: ids.slice(0, 9) }, { random: () => 0.5 })
    await subscribed(9)
    const [first, second] = server.streams
    server.streams = [second!]
    server.fail('end')
    server.streams = [first!]
    await until(() => stream.state === 'waiting')
    await stream.remove(ids[8]!)
    expect(stream.state).toBe('open')
    clock.advance(60_000)
    server.log(one, 'goes on')
    await until(() => texts().length === 1)
    expect(sent('POST').length).toBe(2)
  })

  it('leave the state as it was when one more is refused', async () => {
    await start({ devices: ids.slice(0, 8) })
    await consume({ devices: ids.slice(0, 8) })
    await expect(stream.add(ids[8]!)).rejects.toThrow(NotFoundError)
    expect(stream.state).toBe('open')
  })

  it('are refused beyond the limit, which says how many there are', async () => {
    await start()
    const groupDevices = async function* () {
      for (const id of ids) yield { id }
    }
    await expect(open({ deviceGroup: 'g' }, { groupDevices })).rejects.toThrow(
      'There are 80 devices, and 8 log streams carry 64 devices at most: give only the devices that matter',
    )
    await expect(open({ deviceGroup: 'g', streams: 3 }, { groupDevices })).rejects.toThrow(
      'allow more streams (8 at most)',
    )
    expect(server.requests).toEqual([])
    await consume({ devices: ids.slice(0, 16), streams: 2 })
    const adding = stream.add(ids[16]!)
    await expect(adding).rejects.toThrow(LogStreamError)
    await expect(adding).rejects.toThrow('16 devices are streamed already')
    expect(stream.devices).toEqual(ids.slice(0, 16))
    expect(sent('POST').length).toBe(2)
  })

  it('push out the one added first, if that is asked for', async () => {
    await start()
    await consume({ devices: ids.slice(0, 18), streams: 2, evictOldest: true })
    expect(stream.devices).toEqual(ids.slice(2, 18))
    await stream.add(ids[20]!)
    await subscribed(17)
    expect(stream.devices).toEqual([...ids.slice(3, 18), ids[20]])
    expect(states('unsubscribed')).toEqual([ids[2]])
    await stream.add(ids[21]!)
    expect(stream.devices).toEqual([...ids.slice(4, 18), ids[20], ids[21]])
  })

  it('end with an error that says so where the service streams only eight of an account', async () => {
    await start()
    /** All devices of the account, in their order: a ninth pushes out the first. */
    const all: string[] = []
    server.intercept = (request, _: ServerResponse, path) => {
      if (request.method !== 'PUT') return false
      all.push(path.split('/')[3]!)
      if (all.length > 8) {
        const first = all.shift()!
        for (const { devices, response } of server.streams) {
          const index = devices.indexOf(first)
          if (index < 0) continue
          devices.splice(index, 1)
          response.write(sse('state_change', JSON.stringify({ state: 'unsubscribed', device_id: first })))
        }
      }
      return false
    }
    await consume({ devices: ids.slice(0, 9) })
    await expect(ended).rejects.toThrow(LogStreamError)
    await expect(ended).rejects.toThrow('eight devices of an account in all')
    await until(() => server.active.size === 0)
    expect(stream.state).toBe('closed')
  })

  it.each([
    ['when it was silent', 2000, false],
    ['also when entries came meanwhile', 11_000, true],
  ])('go on when one of them is taken away later, %s', async (_, ms, busy) => {
    await start()
    await consume({ devices: ids.slice(0, 12), backfill: false })
    await subscribed(12)
    await turn()
    clock.advance(ms)
    if (busy) {
      server.log(one, 'busy')
      await until(() => texts().length === 1)
    }
    server.raw(sse('state_change', `unsubscribed ${ids[3]}`))
    await until(() => stream.devices.length === 11)
    for (let n = 0; n < 20; n++) await turn()
    server.log(one, 'goes on')
    await until(() => texts().at(-1) === 'goes on')
    expect(stream.state).toBe('open')
  })

  it('go on when one was asked to give way, and the service says so before it answers', async () => {
    await start()
    await consume({ devices: ids.slice(0, 16), streams: 2, evictOldest: true, backfill: false })
    await subscribed(16)
    server.intercept = async (request, response) => {
      if (request.method !== 'PUT') return false
      server.raw(sse('state_change', `unsubscribed ${one}`))
      await until(() => states('unsubscribed').includes(one))
      response.writeHead(204).end()
      return true
    }
    await stream.add(ids[16]!)
    for (let n = 0; n < 20; n++) await turn()
    expect(stream.devices).toEqual(ids.slice(1, 17))
    server.log(two, 'goes on')
    await until(() => texts().length === 1)
    expect(stream.state).toBe('open')
  })

  it('go on when one of them, or all of one stream, are gone from the account', async () => {
    await start()
    await consume({ devices: ids.slice(0, 9) })
    await subscribed(9)
    server.intercept = (_, response, path) => {
      if (!/^\/devices\/[^/]+$/.test(path)) return false
      return refuse(response, 404)
    }
    server.raw(sse('state_change', `unsubscribed ${ids[8]}`))
    await until(() => stream.devices.length === 8)
    server.raw(sse('state_change', `unsubscribed ${two}`))
    await until(() => stream.devices.length === 7)
    server.log(one, 'goes on')
    await until(() => texts().length === 1)
    expect(stream.state).toBe('open')
  })

  it('fail as one when a further stream cannot be opened, and stay when one cannot be added', async () => {
    await start({ devices: ids.slice(0, 8) })
    await expect(open({ devices: ids.slice(0, 9) })).rejects.toThrow(NotFoundError)
    await until(() => server.active.size === 0)
    await consume({ devices: ids.slice(0, 8) })
    await expect(stream.add(ids[8]!)).rejects.toThrow(NotFoundError)
    expect(stream.devices).toEqual(ids.slice(0, 8))
    server.log(one, 'goes on')
    await until(() => texts().length === 1)
    await until(() => server.streams.length === 1)
  })

  it('have the state of the worst stream', async () => {
    await start()
    const told: string[] = []
    await consume({ devices: ids.slice(0, 9), onStateChange: (state) => told.push(state) }, { random: () => 0.5 })
    await subscribed(9)
    const [first, second] = server.streams
    server.streams = [second!]
    server.fail('end')
    server.streams = [first!]
    await until(() => stream.state === 'waiting')
    server.log(one, 'the other one goes on')
    await until(() => texts().length === 1)
    clock.advance(1000)
    await until(() => stream.state === 'open')
    expect(told).toEqual(['open', 'connecting', 'open', 'waiting', 'connecting', 'open'])
  })

  it('are read no further than their consumer', async () => {
    await start()
    const opened = await open({ devices: ids.slice(0, 16) })
    for (let n = 0; n < 3; n++) expect((await opened.next()).value!.type).toBe('state_change')
    server.log(one, 'a')
    server.log(ids[8]!, 'b')
    const got: string[] = []
    for await (const event of opened) {
      if (event.type === 'message') got.push(event.text)
      if (got.length === 2) break
    }
    expect(got.toSorted()).toEqual(['a', 'b'])
    await until(() => server.active.size === 0)
  })
})

describe('the last device', () => {
  it('ends the stream with the reason when the service pushes it out', async () => {
    await start()
    await consume({ devices: [one] })
    await subscribed(1)
    server.raw(sse('state_change', `unsubscribed ${one}`))
    await expect(ended).rejects.toThrow(LogStreamError)
    await expect(ended).rejects.toThrow('last device')
    expect(events.at(-1)).toEqual({ type: 'state_change', state: 'unsubscribed', deviceId: one, requested: false })
    expect(stream.state).toBe('closed')
    await until(() => server.active.size === 0)
    expect(sent('POST').length).toBe(1)
  })

  it('may be removed by its user, and another one added', async () => {
    await start()
    await consume({ devices: [one] })
    await stream.remove(one)
    await until(() => states('unsubscribed').length === 1)
    expect(stream.state).toBe('open')
    await stream.add(two)
    server.log(two, 'a line')
    await until(() => texts().length === 1)
  })

  it('is the one that is left when a gap is filled', async () => {
    await start()
    await consume({ devices: [one, two] })
    await subscribed(2)
    server.raw(sse('state_change', `unsubscribed ${one}`))
    await until(() => stream.devices.length === 1)
    server.fail('end')
    server.log(one, 'not any more')
    server.log(two, 'missed')
    await until(() => texts().length === 1)
    expect(gaps()).toMatchObject([{ devices: [two], filled: true }])
    expect(messages()).toMatchObject([{ text: 'missed', backfilled: true }])
  })
})

describe('a clock that is put back', () => {
  /** Puts the clock of the test back by an hour. */
  const putBack = () => {
    const now = clock.now.bind(clock)
    clock.now = () => now() - 3_600_000
  }

  it('does not look like an eviction', async () => {
    await start()
    await consume({ devices: [one] })
    for (let n = 1; n <= 6; n++) {
      await subscribed(n)
      clock.advance(15_000)
      putBack()
      server.fail('closed')
    }
    await subscribed(7)
    server.log(one, 'a line')
    await until(() => texts().length === 1)
  })

  it('does not move the beginning of a gap, which is in the time of the service', async () => {
    await start()
    await consume({ devices: [one] })
    await subscribed(1)
    putBack()
    server.log(one, 'a line')
    await until(() => texts().length === 1)
    server.fail('closed')
    await until(() => gaps().length === 1)
    const { from, to } = gaps()[0]!
    expect(Date.parse(to) - Date.parse(from)).toBeLessThan(60_000)
  })
})

describe('an `onStateChange`', () => {
  it.each<[string, (state: string) => unknown]>([
    [
      'that throws',
      () => {
        throw new Error('mine')
      },
    ],
    ['that rejects', () => Promise.reject(new Error('mine'))],
    [
      'that rejects later',
      async () => {
        await turn()
        throw new Error('mine')
      },
    ],
  ])('%s harms nothing', async (_, onStateChange) => {
    await start()
    const uncaught: unknown[] = []
    const note = (error: unknown) => uncaught.push(error)
    process.on('unhandledRejection', note)
    try {
      await consume({ devices: [one], onStateChange })
      server.log(one, 'a')
      await until(() => texts().length === 1)
      server.fail('end')
      server.log(one, 'b')
      await until(() => texts().length === 2)
      await stream.close()
      await ended
      for (let n = 0; n < 5; n++) await turn()
      expect(uncaught).toEqual([])
    } finally {
      process.off('unhandledRejection', note)
    }
  })
})
