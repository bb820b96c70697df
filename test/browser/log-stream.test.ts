/** The SDK in a page of real Chromium, over HTTP/1.1, with a local impCloud on another origin. */
import {
  createImpCentral,
  createRateLimiter,
  deadline,
  type ImpCentral,
  isTimeoutError,
  type LogStream,
  type LogStreamEvent,
  type LogStreamOptions,
} from 'impcentral'
import { createImpCloud, defaultAccount } from 'impcentral/emulator'
import { handlers } from 'impcentral/emulator/msw'
import { setupWorker } from 'msw/browser'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startCloud } from './cloud.ts'

const auth = { id: defaultAccount.email, password: defaultAccount.password }

const connect = (baseUrl: string) => createImpCentral({ auth, baseUrl })

/** Opens a stream and collects its events until it ends. */
async function collect(imp: ImpCentral, options: LogStreamOptions) {
  const stream = await imp.logStreams.open(options)
  onTestFinished(() => stream.close())
  const events: LogStreamEvent[] = []
  const done = (async () => {
    for await (const event of stream) events.push(event)
  })()
  done.catch(() => {})
  const texts = () => events.flatMap((event) => (event.type === 'message' ? [event.text] : []))
  return { stream, events, texts, done }
}

const numbered = (device: string, from: number, to: number) =>
  Array.from({ length: to - from }, (_, index): [string, string] => [device, `line ${from + index}`])
const lines = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => `line ${from + index}`)

describe('in a page', () => {
  it('logs in and walks a list, page by page', async () => {
    const cloud = await startCloud({ devices: 45 })
    const imp = connect(cloud.url)
    const ids: string[] = []
    let pages = 0
    for await (const page of imp.devices.list({ page: { size: 20 } }).pages()) {
      pages++
      ids.push(...page.data.map((device) => device.id))
    }
    expect(pages).toBe(3)
    expect(ids.toSorted()).toEqual(cloud.devices.toSorted())
  })

  it('keeps a limit and an abort apart, and knows answers without a body', async () => {
    const cloud = await startCloud({ devices: 1 })
    const imp = connect(cloud.url)
    const { id } = await imp.products.create({ attributes: { name: 'Fridge' } })
    const url = `${cloud.url}/products/${id}`
    expect((await imp.fetch(url, { method: 'DELETE', stream: true })).status).toBe(204)

    const never = new ReadableStream({ pull: () => new Promise(() => {}) })
    const late = deadline({ deadline: 20 })(async () => new Response(never))(cloud.url)
    expect(isTimeoutError(await late.catch((error: unknown) => error))).toBe(true)
    const controller = new AbortController()
    const stuck = new ReadableStream({ pull: () => new Promise(() => {}) })
    const aborted = deadline({ deadline: 60_000 })(async () => new Response(stuck))(cloud.url, {
      signal: controller.signal,
    })
    controller.abort(new Error('mine'))
    await expect(aborted).rejects.toThrow('mine')
  })

  it.each(['json', 'text'] as const)('streams live logs as %s while other calls go on beside it', async (format) => {
    const cloud = await startCloud({ devices: 3 })
    const imp = connect(cloud.url)
    const { texts, events } = await collect(imp, { devices: cloud.devices, format })
    const entry = cloud.devices[0]!
    // More calls at once than the six connections that a browser has for an origin with HTTP/1.1, one of them the stream's.
    const calls = Array.from({ length: 30 }, () => imp.devices.get(entry))
    for (let from = 0; from < 30; from += 10) await cloud.log(...numbered(entry, from, from + 10))
    await Promise.all(calls)
    await expect.poll(texts).toEqual(lines(0, 30))
    expect(events.find((event) => event.type === 'message')).toMatchObject({
      deviceId: entry,
      entryType: 'server.log',
      logType: 'development',
      backfilled: false,
    })
    expect(await cloud.status()).toMatchObject({ streams: 1, streamsOpened: 1 })
  })

  it('adds and removes devices of an open stream', async () => {
    const cloud = await startCloud({ devices: 2 })
    const [first, second] = cloud.devices as [string, string]
    const { stream, texts } = await collect(connect(cloud.url), { devices: [first] })
    await stream.add(second)
    await cloud.log([second, 'added'])
    await expect.poll(texts).toEqual(['added'])
    await stream.remove(second)
    await cloud.log([second, 'not to be seen'], [first, 'still there'])
    await expect.poll(texts).toEqual(['added', 'still there'])
  })

  it.each(['reset', 'closed'] as const)('reports the gap of a drop (%s) and fills it', async (how) => {
    const cloud = await startCloud({ devices: 1 })
    const [device] = cloud.devices as [string]
    const { events, texts } = await collect(connect(cloud.url), { devices: [device] })
    await cloud.log(...numbered(device, 0, 5))
    await expect.poll(texts).toEqual(lines(0, 5))
    await cloud.dropStreams(how)
    await cloud.log(...numbered(device, 5, 15))
    await expect.poll(texts).toEqual(lines(0, 15))
    await cloud.log(...numbered(device, 15, 20))
    await expect.poll(texts).toEqual(lines(0, 20))
    const gaps = events.filter((event) => event.type === 'gap')
    expect(gaps).toEqual([expect.objectContaining({ devices: [device], filled: true })])
    expect(gaps[0]!.reason).toBe(how === 'closed' ? 'closed' : 'failed')
    expect(events.some((event) => event.type === 'message' && event.backfilled)).toBe(true)
  })

  const endings: [name: string, end: (stream: LogStream, controller: AbortController) => Promise<unknown>][] = [
    [
      'break',
      async (stream) => {
        for await (const event of stream) if (event.type === 'message') break
      },
    ],
    ['close()', (stream) => stream.close()],
    ['abort', async (_, controller) => controller.abort(new Error('That is all'))],
  ]
  it.each(endings)('ends the connection on %s, as the service sees', async (_, end) => {
    const cloud = await startCloud({ devices: 1 })
    const [device] = cloud.devices as [string]
    const controller = new AbortController()
    const stream = await connect(cloud.url).logStreams.open({ devices: [device], signal: controller.signal })
    await cloud.log([device, 'a line'])
    expect(await cloud.status()).toMatchObject({ streams: 1 })
    await end(stream, controller)
    await expect.poll(async () => (await cloud.status()).streams).toBe(0)
    expect(stream.state).toBe('closed')
    expect(await cloud.status()).toMatchObject({ streamsOpened: 1 })
  })

  it('keeps to the rate limit although the page may not read its headers', async () => {
    const cloud = await startCloud({ devices: 1, rateLimit: 15, exposeHeaders: 'Date' })
    const [device] = cloud.devices as [string]
    const rateLimiter = createRateLimiter()
    const imp = createImpCentral({ auth, baseUrl: cloud.url, rateLimiter })
    const answers = await Promise.all(Array.from({ length: 45 }, () => imp.devices.get(device)))
    expect(answers.map(({ id }) => id)).toEqual(Array.from({ length: 45 }, () => device))
    // Nothing but the refusals told of the limit.
    expect(rateLimiter.snapshot().limit).toBeUndefined()
    expect((await cloud.status()).refused).toBeGreaterThan(0)
  })

  it('reads the rate limit where its headers are exposed', async () => {
    const cloud = await startCloud({ devices: 1, rateLimit: 40 })
    const imp = connect(cloud.url)
    await imp.devices.list()
    expect(imp.rateLimiter.snapshot()).toMatchObject({ limit: 40, waiting: 0, inFlight: 0 })
  })
})

describe('with the service worker of MSW', () => {
  it('answers the page without a server, log streams included', async () => {
    const cloud = createImpCloud({ devices: 3 })
    const worker = setupWorker(...handlers(cloud))
    // Only Vitest's own requests are none of the cloud's.
    await worker.start({ quiet: true, onUnhandledFrame: 'bypass' })
    onTestFinished(() => worker.stop())
    const imp = connect(cloud.baseUrl)
    const [device] = cloud.devices as [string]

    expect((await imp.devices.list().toArray()).map(({ id }) => id).toSorted()).toEqual(cloud.devices.toSorted())
    await imp.devices.update(device, { attributes: { name: 'Bench 3' } })
    expect((await imp.devices.get(device)).attributes.name).toBe('Bench 3')
    await expect(imp.devices.get('5000d8c46a56cfff')).rejects.toMatchObject({ code: 'NF001' })

    const { events, texts, stream } = await collect(imp, { devices: [device] })
    cloud.log(device, { msg: 'line 0' })
    await expect.poll(texts).toEqual(['line 0'])
    cloud.faults.dropStreams('closed')
    cloud.log(device, { msg: 'line 1' })
    await expect.poll(texts).toEqual(['line 0', 'line 1'])
    expect(events.filter((event) => event.type === 'gap')).toEqual([expect.objectContaining({ filled: true })])
    await stream.close()
  })
})
