import { expect, test } from 'vitest'
import { isImpCentralError } from '../support/errors.ts'
import { serveAuth } from '../support/auth-server.ts'
import { fastClock } from '../support/clocks.ts'
import { seeded } from '../support/random.ts'
import { fail, json, type Arrived } from '../support/http-server.ts'
import { bodyOf, transport } from '../support/transport.ts'
import type { ServerResponse } from 'node:http'

const CALLS = 10_000

test('10,000 mixed calls through a server that fails in every way', { timeout: 120_000 }, async () => {
  const random = seeded(42)
  const executed = new Map<string, number>()
  const faults: Record<string, number> = {}

  /** Does what was asked, and answers with what it was. */
  function carryOut({ method, path, headers, body }: Arrived, res: ServerResponse) {
    const id = String(headers['x-call'])
    executed.set(id, (executed.get(id) ?? 0) + 1)
    return () => json(res, method === 'POST' ? 201 : 200, { data: { id, method, path, body } })
  }

  const trouble: [number, string, (request: Arrived, res: ServerResponse) => void][] = [
    [0.01, 'reset before', (_, res) => res.destroy()],
    [0.01, 'reset after', (request, res) => (carryOut(request, res), res.destroy())],
    [
      0.01,
      'reset amid',
      (request, res) => {
        carryOut(request, res)
        res.writeHead(200, { 'content-length': 5000 }).write('{"data":')
        setTimeout(() => res.destroy(), 2)
      },
    ],
    [0.005, 'never', () => {}],
    [0.02, 'late', (request, res) => setTimeout(carryOut(request, res), random() * 30)],
    [0.01, '500', (_, res) => fail(res, 500, 'XX001')],
    [0.01, '500 after', (request, res) => (carryOut(request, res), fail(res, 500, 'XX001'))],
    [0.01, '502', (_, res) => res.writeHead(502, { 'content-type': 'text/html' }).end('<html>Bad gateway')],
    [0.01, '503, empty', (_, res) => res.writeHead(503).end()],
    [0.01, '429', (_, res) => fail(res, 429, 'XX002')],
    [0.005, '404', (_, res) => fail(res, 404, 'NF001')],
    [0.005, '404, null', (_, res) => res.writeHead(404).end('null')],
    [0.005, '200, HTML', (request, res) => (carryOut(request, res), res.writeHead(200).end('<html>Sign in</html>'))],
    [0.005, '200, empty', (request, res) => (carryOut(request, res), res.writeHead(200).end())],
    [
      0.003,
      'token expires',
      (_, res) => {
        server.revoke()
        fail(res, 401, 'PX100')
      },
    ],
  ]

  await using server = await serveAuth({
    intercept(request, res) {
      let dice = random()
      for (const [chance, name, fault] of trouble) {
        if ((dice -= chance) >= 0) continue
        // Signing in fails in the same ways, but for those that pretend to be a success.
        if (request.path.startsWith('/auth') && /200|404|after|late|amid|expires/.test(name)) return false
        faults[name] = (faults[name] ?? 0) + 1
        fault(request, res)
        return true
      }
      return false
    },
    api: (request, res) => carryOut(request, res)(),
  })

  const clock = fastClock(100)
  const { fetch } = transport({ baseUrl: server.baseUrl, clock, random, timeout: 300_000 })
  const methods = ['GET', 'GET', 'GET', 'POST', 'POST', 'PUT', 'PATCH', 'DELETE']
  const outcome = { right: 0, empty: 0, failed: 0, wrong: [] as unknown[], untyped: [] as unknown[] }
  const failures: Record<string, number> = {}
  const posts: string[] = []

  let next = 0
  await Promise.all(
    Array.from({ length: 50 }, async () => {
      while (next < CALLS) {
        const id = String(next++)
        const method = methods[Number(id) % methods.length]!
        const url = `${server.baseUrl}/things/${id}?n=${id}`
        const body = /GET|DELETE/.test(method) ? undefined : JSON.stringify({ data: { id } })
        if (method === 'POST' || method === 'PATCH') posts.push(id)
        try {
          // Half of them as other clients send them.
          const init = { method, headers: { 'x-call': id }, ...(body && { body }) }
          const response = await (Number(id) % 16 < 8 ? fetch(url, init) : fetch(new Request(url, init)))
          const answer = await bodyOf(response, { method, url })
          const expected = { data: { id, method, path: `/things/${id}?n=${id}`, body: body ?? '' } }
          if (answer === undefined) outcome.empty++
          else if (JSON.stringify(answer) === JSON.stringify(expected)) outcome.right++
          else outcome.wrong.push({ expected, answer })
        } catch (error) {
          outcome.failed++
          const { name } = error as Error
          failures[name] = (failures[name] ?? 0) + 1
          if (!isImpCentralError(error)) outcome.untyped.push(error)
        }
      }
    }),
  )

  console.log(JSON.stringify({ ...outcome, faults, failures }))
  expect(outcome.wrong).toEqual([])
  expect(outcome.untyped).toEqual([])
  expect(outcome.right + outcome.empty + outcome.failed).toBe(CALLS)
  expect(outcome.right).toBeGreaterThan(0.92 * CALLS)
  expect(posts.filter((id) => (executed.get(id) ?? 0) > 1)).toEqual([])
  // Each kind of trouble was met, and each kind of failure came of it.
  expect(Object.keys(faults).toSorted()).toEqual(trouble.map(([, name]) => name).toSorted())
  expect(Object.keys(failures)).toEqual(
    expect.arrayContaining(['ConnectionError', 'TimeoutError', 'InternalError', 'NotFoundError', 'ParseError']),
  )
})
