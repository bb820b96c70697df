import { getEventListeners } from 'node:events'
import type { ServerResponse } from 'node:http'
import { describe, expect, test, vi } from 'vitest'
import { systemClock, type Clock } from '../../src/core/time.ts'
import { isConnectionError, isTimeoutError } from '../support/errors.ts'
import { attemptTimeout, deadline } from '../../src/extensions/timeout.ts'
import type { Fetch } from '../../src/core/fetch.ts'
import { serveAuth } from '../support/auth-server.ts'
import { createManualClock, turn, until } from '../support/clocks.ts'
import { seeded } from '../support/random.ts'
import { json, serve } from '../support/http-server.ts'
import { transport } from '../support/transport.ts'

const network: Fetch = (input, init) => fetch(input, init)

/** A clock that knows how many timers are set. */
function countingClock(): Clock & { timers: Set<unknown> } {
  const timers = new Set<unknown>()
  return {
    timers,
    now: () => systemClock.now(),
    setTimeout(callback, ms) {
      const handle = setTimeout(() => {
        timers.delete(handle)
        callback()
      }, ms)
      timers.add(handle)
      return handle
    },
    clearTimeout(handle) {
      timers.delete(handle)
      clearTimeout(handle as NodeJS.Timeout)
    },
  }
}

describe('an attempt', () => {
  test.for(['the headers', 'the body'])('that waits too long for %s', async (what) => {
    await using server = await serve((_, { res }) => {
      if (what === 'the body') res.writeHead(200).write('{"half":')
    })
    const url = `${server.baseUrl}/a`
    const error = await attemptTimeout({ timeout: 50 })(network)(url, { method: 'DELETE' }).catch((e: unknown) => e)
    expect(isTimeoutError(error)).toBe(true)
    expect(error).toMatchObject({ kind: 'attempt', timeout: 50, method: 'DELETE', url })
    await expect.poll(() => server.connections()).toBe(0)
  })

  test('takes its limit from the call, and 0 is none', async () => {
    await using server = await serve((_, { res }) => setTimeout(() => json(res, 200, {}), 80))
    const fetcher = attemptTimeout({ timeout: 20 })(network)
    expect((await fetcher(server.baseUrl, { timeout: 0 })).status).toBe(200)
    expect((await fetcher(server.baseUrl, { timeout: 5000 })).status).toBe(200)
    await expect(fetcher(server.baseUrl)).rejects.toThrow('20 ms')
  })

  test('ends although the fetch does not look at its signal', async () => {
    await expect(attemptTimeout({ timeout: 20 })(() => new Promise(() => {}))('http://x')).rejects.toThrow('20 ms')
  })

  test('waits for the whole body: a connection that breaks in the middle is an error of the attempt', async () => {
    await using server = await serve((_, { res }) => {
      res.writeHead(200, { 'content-length': 100 }).write('{')
      setTimeout(() => res.destroy(), 10)
    })
    const error: unknown = await attemptTimeout()(network)(server.baseUrl).catch((e: unknown) => e)
    expect(isConnectionError(error)).toBe(true)
  })

  test('gives an answer that can be read in every way, again and again', async () => {
    await using server = await serve((_, { res }) => json(res, 201, { a: 'é' }, { 'x-node': 'api04' }))
    const response = await attemptTimeout()(network)(`${server.baseUrl}/a`)
    expect(response).toBeInstanceOf(Response)
    expect(response).toMatchObject({ status: 201, ok: true, url: `${server.baseUrl}/a`, bodyUsed: false })
    expect(response.headers.get('x-node')).toBe('api04')
    const text = '{"a":"é"}'
    expect(await response.text()).toBe(text)
    expect(await response.json()).toEqual({ a: 'é' })
    expect(new TextDecoder().decode(await response.arrayBuffer())).toBe(text)
    expect(await (await response.blob()).text()).toBe(text)
    expect(await response.clone().text()).toBe(text)
    expect(await new Response(response.body).text()).toBe(text)
  })

  test('reads of a failure no more than a megabyte', async () => {
    let sent = 0
    await using server = await serve((_, { res }) => {
      res.writeHead(500)
      const more = () => {
        while (!res.destroyed && sent < 200e6 && res.write('x'.repeat(100_000))) sent += 100_000
      }
      res.on('drain', more)
      more()
    })
    const response = await attemptTimeout()(network)(server.baseUrl)
    expect((await response.text()).length).toBeLessThan(1_200_000)
    await expect.poll(() => server.connections()).toBe(0)
    expect(sent).toBeLessThan(20e6)
  })
})

describe('a stream', () => {
  const streamed = () =>
    serve((_, { res }) => {
      res.writeHead(200, { 'content-type': 'text/event-stream' })
      let n = 0
      const timer = setInterval(() => res.write(`data: ${n++}\n\n`), 50)
      res.on('close', () => clearInterval(timer))
    })

  test('is handed on as it comes, and has no limit on its body', async () => {
    await using server = await streamed()
    const fetcher = deadline({ deadline: 300 })(attemptTimeout({ timeout: 300 })(network))
    const response = await fetcher(server.baseUrl, { stream: true })
    const reader = response.body!.getReader()
    let text = ''
    while (!text.includes('data: 9')) text += new TextDecoder().decode((await reader.read()).value)
    expect(text).toMatch(/^data: 0\n\ndata: 1\n\n/)
    await reader.cancel()
    await expect.poll(() => server.connections()).toBe(0)
  })

  test('ends with the caller’s reason, and leaves no listener however it ends', async () => {
    await using server = await streamed()
    const fetcher = deadline({ deadline: 1000 })(attemptTimeout()(network))
    const controller = new AbortController()
    const { signal } = controller
    const cancelled = (await fetcher(server.baseUrl, { signal, stream: true })).body!
    await cancelled.cancel()
    expect(getEventListeners(signal, 'abort')).toHaveLength(0)
    const reason = new Error('enough')
    const reader = (await fetcher(server.baseUrl, { signal, stream: true })).body!.getReader()
    await reader.read()
    controller.abort(reason)
    await expect(
      (async () => {
        while (!(await reader.read()).done);
      })(),
    ).rejects.toBe(reason)
    expect(getEventListeners(signal, 'abort')).toHaveLength(0)
  })

  test('is read by its text as well, also with a deadline beside it', async () => {
    await using server = await serve((_, { res }) => {
      res.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\n\n')
      end = () => res.end('data: 2\n\n')
    })
    let end: () => unknown
    const clock = createManualClock()
    const fetcher = deadline({ deadline: 50, clock })(attemptTimeout({ timeout: 50, clock })(network))
    for (const read of ['text', 'arrayBuffer', 'blob'] as const) {
      const response = await fetcher(server.baseUrl, { stream: true })
      clock.advance(60)
      end!()
      const whole = await response[read]()
      expect(await new Response(whole).text()).toBe('data: 1\n\ndata: 2\n\n')
    }
  })

  test('is what the caller says, and not what the service says', async () => {
    let open = 0
    await using server = await serve((_, { res }) => {
      open++
      res.on('close', () => open--)
      res.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\n\n')
    })
    await expect(attemptTimeout({ timeout: 80 })(network)(server.baseUrl)).rejects.toThrow('80 ms')
    await expect(deadline({ deadline: 80 })(network)(server.baseUrl)).rejects.toThrow('80 ms')
    await expect.poll(() => open).toBe(0)
  })

  test('that is none and breaks is an error of the connection', async () => {
    await using server = await serve((_, { res }) => {
      res.writeHead(200, { 'content-type': 'text/event-stream', 'content-length': 1000 }).write('data: 1\n\n')
      setTimeout(() => res.destroy(), 20)
    })
    const error: unknown = await attemptTimeout()(network)(server.baseUrl).catch((e: unknown) => e)
    expect(isConnectionError(error)).toBe(true)
  })

  test('may have no body', async () => {
    await using server = await serve((_, { res }) => res.writeHead(204).end())
    const response = await attemptTimeout()(network)(server.baseUrl, { stream: true })
    expect([response.status, await response.text(), response.body]).toEqual([204, '', null])
  })

  test('that is refused is read like any failure', async () => {
    await using server = await serve((_, { res }) => json(res, 404, { errors: [] }))
    const response = await attemptTimeout()(network)(server.baseUrl, { stream: true })
    expect([await response.json(), await response.json()]).toEqual([{ errors: [] }, { errors: [] }])
  })
})

describe('a deadline', () => {
  test('ends waiting and repeating, and is told from an attempt that took too long', async () => {
    await using server = await serveAuth({ api: (_, res) => json(res, 500, {}) })
    const clock = createManualClock()
    const counted = vi.fn(network)
    const { fetch } = transport({
      baseUrl: server.baseUrl,
      fetch: counted,
      clock,
      deadline: 150,
      retry: { baseDelay: 100, maxDelay: 100, attempts: 1000 },
      random: () => 1,
    })
    let error: unknown
    void fetch(`${server.baseUrl}/a`).catch((e: unknown) => (error = e))
    await until(
      () => error !== undefined,
      () => clock.advance(1),
    )
    expect(error).toMatchObject({ name: 'TimeoutError', kind: 'deadline', timeout: 150 })
    const { length } = counted.mock.calls
    clock.advance(1000)
    await turn()
    expect(counted).toHaveBeenCalledTimes(length)
    expect(clock.pending).toBe(0)
  })

  test('holds for a body that nothing below it has read, alone as it may be', async () => {
    const { body, res } = { body: '{"half":', res: [] as ServerResponse[] }
    await using server = await serve((_, raw) => {
      res.push(raw.res)
      raw.res.writeHead(200, { 'x-trace': '1' }).write(body)
    })
    const error: unknown = await deadline({ deadline: 60 })(network)(server.baseUrl).catch((error: unknown) => error)
    expect(isTimeoutError(error) && error.kind).toBe('deadline')

    const controller = new AbortController()
    const aborted = deadline({ deadline: 60_000 })(network)(server.baseUrl, { signal: controller.signal })
    await expect.poll(() => res).toHaveLength(2)
    controller.abort(new Error('enough'))
    await expect(aborted).rejects.toThrow('enough')
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0)

    const whole = deadline({ deadline: 5000 })(network)(server.baseUrl)
    await expect.poll(() => res).toHaveLength(3)
    res[2]!.end('1}')
    expect(await (await whole).json()).toEqual({ half: 1 })
  })

  test('and an abort end the reading of a body although the fetch does not look at its signal', async () => {
    const cancelled = vi.fn()
    const deaf: Fetch = async () =>
      new Response(new ReadableStream({ pull: () => new Promise(() => {}), cancel: cancelled }))
    await expect(deadline({ deadline: 20 })(deaf)('https://x.test')).rejects.toThrow('20 ms')
    const controller = new AbortController()
    const { signal } = controller
    const late = attemptTimeout()(deaf)('https://x.test', { signal })
    setTimeout(() => controller.abort(new Error('enough')), 10)
    await expect(late).rejects.toThrow('enough')
    expect(getEventListeners(signal, 'abort')).toHaveLength(0)
    expect(cancelled).toHaveBeenCalledTimes(2)
  })

  test.for(['a body that is a stream', 'a Request'])(
    'and an abort end the reading of %s of the caller',
    async (how) => {
      const fetcher = deadline({ deadline: 30 })(attemptTimeout()(async () => expect.fail('It was sent')))
      const cancelled = vi.fn()
      const send = (signal?: AbortSignal) => {
        const body = new ReadableStream({ pull: () => new Promise(() => {}), cancel: cancelled })
        const init = { method: 'POST', body, duplex: 'half', signal: signal ?? null, deadline: signal ? 0 : 30 }
        return how === 'a Request'
          ? fetcher(new Request('https://x.test', init), init.deadline ? {} : { deadline: 0 })
          : fetcher('https://x.test', init)
      }
      const error: unknown = await send().catch((e: unknown) => e)
      expect(isTimeoutError(error) && String(error.cause)).toContain('body of the request')
      const controller = new AbortController()
      setTimeout(() => controller.abort(new Error('enough')), 10)
      await expect(send(controller.signal)).rejects.toThrow('enough')
      expect(cancelled).toHaveBeenCalledTimes(2)
    },
  )

  test('of the call goes before that of the client', async () => {
    await using server = await serve((_, { res }) => setTimeout(() => json(res, 200, {}), 60))
    const fetcher = deadline({ deadline: 20 })(network)
    await expect(fetcher(server.baseUrl)).rejects.toThrow('20 ms')
    expect((await fetcher(server.baseUrl, { deadline: 0 })).status).toBe(200)
    await expect(fetcher(server.baseUrl, { deadline: 30 })).rejects.toThrow('30 ms')
  })
})

describe('a caller’s signal', () => {
  test('that was aborted before sends nothing', async () => {
    await using server = await serveAuth()
    const { fetch } = transport({ baseUrl: server.baseUrl })
    const reason = new Error('before')
    await expect(fetch(`${server.baseUrl}/a`, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    const request = new Request(`${server.baseUrl}/a`, { signal: AbortSignal.abort(reason) })
    await expect(fetch(request)).rejects.toBe(reason)
    expect(server.requests).toHaveLength(0)
  })

  test('aborts a call on its way with its own reason', async () => {
    let closed = 0
    await using server = await serveAuth({ api: (_, res) => res.on('close', () => closed++) })
    const { fetch, session } = transport({ baseUrl: server.baseUrl })
    await session.login()
    for (const reason of [new Error('mine'), 'a string', { an: 'object' }]) {
      const controller = new AbortController()
      const call = fetch(`${server.baseUrl}/a`, { signal: controller.signal })
      const before = server.requests.length
      void expect
        .poll(() => server.requests.length)
        .toBeGreaterThan(before)
        .then(() => controller.abort(reason))
      await expect(call).rejects.toBe(reason)
    }
    await expect.poll(() => closed).toBe(3)
  })

  test('is as it was after 10,000 calls, whatever became of them', { timeout: 180_000 }, async () => {
    const random = seeded(1)
    await using server = await serveAuth({
      api(_, res) {
        const dice = random()
        if (dice < 0.02) res.destroy()
        else if (dice < 0.05) json(res, 503, {})
        else if (dice < 0.06) json(res, 404, {})
        else json(res, 200, {})
      },
    })
    const clock = countingClock()
    const { fetch } = transport({ baseUrl: server.baseUrl, clock, deadline: 60_000, retry: { baseDelay: 1 } })
    const { signal } = new AbortController()
    const added = vi.spyOn(signal, 'addEventListener')
    const settled = { fulfilled: 0, rejected: 0 }
    let left = 10_000
    await Promise.all(
      Array.from({ length: 20 }, async () => {
        while (left-- > 0) {
          const method = left % 10 === 0 ? 'POST' : 'GET'
          const [result] = await Promise.allSettled([fetch(`${server.baseUrl}/a`, { signal, method })])
          settled[result.status]++
        }
      }),
    )
    expect(settled.fulfilled + settled.rejected).toBe(10_000)
    expect(settled.rejected).toBeGreaterThan(0)
    expect(added.mock.calls.length).toBeGreaterThanOrEqual(10_000)
    expect(getEventListeners(signal, 'abort')).toHaveLength(0)
    expect(clock.timers.size).toBe(0)
  })
})
