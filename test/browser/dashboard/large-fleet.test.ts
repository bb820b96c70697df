/** Ten thousand devices, and what they cost. */
import { describe, expect, it } from 'vitest'
import { page } from 'vitest/browser'
import { frame, open } from './dashboard.ts'

const isRefresh = ({ line }: { line: string }) => /^GET \/(devices|devicegroups)\?/.test(line)

describe('over 10,000 devices', () => {
  it('shows the first rows after one page, before any time has passed', async () => {
    const { calls, complete, now, rows, shows, texts } = await open({ devices: 10_000 })
    await shows('tbody tr[data-id]')
    expect(now()).toBe(0)
    expect(calls.map(({ line }) => line).toSorted()).toEqual([
      'GET /accounts/me',
      'GET /devices?page[number]=1&page[size]=100',
      'POST /auth',
    ])
    expect(rows().length).toBeGreaterThan(10)
    expect(complete()).toBe(false)
    expect(texts('.count')).toEqual(['100 of 100 so far'])
  })

  it('reads the whole list within half of the bucket, and finds one device in it', async () => {
    const { calls, cloud, complete, now, passUntil, root, rows, texts, tile } = await open({ devices: 10_000 })
    await passUntil(complete)
    expect(tile('Devices')).toBe('10,000')
    expect(texts('.count')).toEqual(['10,000 of 10,000'])
    expect(calls.length).toBeLessThanOrEqual(20 * (now() / 1000) + 3)
    expect(now()).toBeLessThan(6000)

    const id = cloud.devices[7777]!
    const search = root.querySelector<HTMLInputElement>('input[type=search]')!
    search.value = id
    search.dispatchEvent(new Event('input'))
    await expect.poll(() => rows().map((row) => row.dataset['id'])).toEqual([id])
    expect(texts('.count')).toEqual(['1 of 10,000'])
  })

  it('refreshes with a tenth of the bucket at most, rows in view first', async () => {
    const { calls, cloud, complete, pass, passUntil, rows } = await open({ devices: 10_000 })
    await passUntil(complete)
    const before = calls.length
    await pass(60_000)
    const made = calls.slice(before)
    expect(made.filter((call) => !isRefresh(call))).toEqual([])
    // A tenth of 40 a second, in these 60 seconds and in each of them.
    expect(made.length).toBeLessThanOrEqual(240)
    for (const { at: end } of made)
      expect(made.filter(({ at }) => at > end - 1000 && at <= end).length).toBeLessThanOrEqual(4)
    // And it does refresh: every page has come round.
    expect(new Set(made.map(({ line }) => line)).size).toBeGreaterThanOrEqual(100)

    const id = rows()[0]!.dataset['id']!
    cloud.setOnline(id, false)
    await pass(10_000)
    expect(rows()[0]!.dataset['id']).toBe(id)
    expect(rows()[0]!.querySelector('.status')!.textContent).toBe('Offline')
  })

  it('has no blank place while it is scrolled, on wide screens and on narrow ones', async () => {
    const { complete, passUntil, root, rows, scroller } = await open({ devices: 10_000 })
    await passUntil(complete)
    const isRow = (x: number, y: number) => !!root.elementFromPoint(x, y)?.closest('tr[data-id], thead')
    const blankPlaces = () => {
      const { left, top, bottom: end } = root.querySelector('tbody')!.getBoundingClientRect()
      // The panel at the lower edge of a narrow screen covers some rows.
      const panel = root.querySelector('.logs')!.getBoundingClientRect()
      const bottom = Math.min(end, panel.left < left + 100 ? panel.top : scroller.clientHeight)
      const blank = []
      for (let y = Math.max(0, top) + 4; y < bottom - 8; y += 10) {
        // Between two rows there is a line.
        if (!isRow(left + 100, y) && !isRow(left + 100, y + 4))
          blank.push(`${y} when scrolled by ${scroller.scrollTop}`)
      }
      return blank
    }
    for (const width of [1280, 390]) {
      await page.viewport(width, 800)
      await expect.poll(() => scroller.clientWidth).toBe(width)
      scroller.scrollTop = 0
      await frame()
      await frame()
      expect(blankPlaces()).toEqual([])
      const end = scroller.scrollHeight - scroller.clientHeight
      for (const by of [120, 120, 700, 700, 700, 5000, 40_000, end / 2, -700, -5000, -120, end / 3, 120]) {
        scroller.scrollTop += by
        // The very frame in which it has moved.
        await frame()
        expect(blankPlaces()).toEqual([])
      }
      expect(rows().length).toBeLessThan(100)

      scroller.scrollTop = end
      await frame()
      expect(rows().at(-1)!.getAttribute('aria-rowindex')).toBe('10001')
      expect(blankPlaces()).toEqual([])
    }
  })
})
