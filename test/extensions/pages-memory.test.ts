/** The built package in a process of its own, whose memory is the walk's alone. */
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { serve } from '../support/paged-server.ts'

const worker = fileURLToPath(new URL('../support/pages-worker.ts', import.meta.url))

it('a walk over 10,000 devices keeps memory flat', { timeout: 60_000 }, async () => {
  const filler = 'x'.repeat(2000)
  const device = (n: number) => ({ type: 'device', id: n.toString(16).padStart(16, '0'), attributes: {}, filler })
  await using server = await serve((url) => {
    const page = Number(url.searchParams.get('page[number]') ?? 1)
    const next = new URL(url)
    next.searchParams.set('page[number]', String(page + 1))
    return {
      data: Array.from({ length: 100 }, (_, i) => device((page - 1) * 100 + i)),
      links: page < 100 ? { next: next.href } : {},
    }
  })
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', worker, server.url])
  const { count, growth } = JSON.parse(stdout) as { count: number; growth: number }
  expect(count).toBe(10_000)
  // All items together are more than 20 MB.
  expect(growth).toBeLessThanOrEqual(20e6)
})
