/** The fleet dashboard in real Chromium, served by Vite, over a local impCloud on a real socket. */
import { readFile } from 'node:fs/promises'
import { type Browser, chromium, type Page } from 'playwright'
import { defaultAccount } from 'impcentral/emulator'
import { listen } from 'impcentral/emulator/node'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { createLivingFleet } from '../../examples/dashboard/living-fleet.ts'
import { serveDashboard } from '../../examples/dashboard/start.ts'
import { launchOptions } from '../support/chromium.ts'
import { run } from './support.ts'

let browser: Browser
beforeAll(async () => {
  browser = await chromium.launch(launchOptions)
}, 60_000)
afterAll(() => browser.close())

const patience = { timeout: 30_000 }

const otp = '123456'

/** The page as `npm run dashboard` serves it; `signedOut` for the page of `--base-url`. */
async function open({
  width = 1280,
  scheme = 'light',
  signedOut = false,
  options = {},
}: {
  width?: number
  scheme?: 'light' | 'dark'
  signedOut?: boolean
  options?: Parameters<typeof createLivingFleet>[0]
} = {}) {
  const { cloud } = await createLivingFleet({ rateLimit: 40, ...options })
  const api = await listen(cloud)
  onTestFinished(() => api.close())
  const server = await serveDashboard(signedOut ? { baseUrl: api.url } : { cloud })
  onTestFinished(() => server.close())
  const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme: scheme })
  onTestFinished(() => page.close())
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text())
  })
  await page.goto(server.url)
  return { cloud, page, problems, url: server.url }
}

const rows = (page: Page) => page.locator('tbody tr[data-id]')
const follow = (page: Page, name: string) => page.getByRole('checkbox', { name: `Follow the logs of ${name}` })

describe('the page that is served', { timeout: 120_000 }, () => {
  it('shows the fleet of the local impCloud, and follows its logs over real sockets', async () => {
    const { cloud, page, problems, url } = await open()
    await rows(page).first().waitFor(patience)
    expect(await page.locator('.count').textContent()).toBe('42 of 42')
    await follow(page, 'Bed 01').check()
    await page.getByRole('status').getByText('Live').waitFor(patience)
    const id = (await rows(page).first().getAttribute('data-id'))!
    cloud.log(id, { msg: 'Valve opened' })
    await page.locator('.line', { hasText: 'Valve opened' }).waitFor(patience)

    await page.getByRole('searchbox').fill('bed')
    await expect.poll(() => page.url(), patience).toBe(`${url}?q=bed&follow=${id}`)
    await page.reload()
    await page.locator('.chip', { hasText: 'Bed 01' }).waitFor(patience)
    expect(await page.locator('.count').textContent()).toBe('7 of 42')
    expect(problems).toEqual([])
  })

  it('asks for an account, and for its one-time password, where there is no local impCloud', async () => {
    const { page } = await open({ signedOut: true, options: { otp } })
    expect(await page.locator('.demo').count()).toBe(0)
    await page.getByLabel('E-mail or user name').fill(defaultAccount.email)
    await page.getByLabel('Password', { exact: true }).fill(defaultAccount.password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByLabel('One-time password').fill(otp)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await rows(page).first().waitFor(patience)
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByLabel('E-mail or user name').waitFor(patience)
  })

  it.each([1280, 390])('fits a screen of %i pixels, and moves nothing when data comes', async (width) => {
    const { page } = await open({ width })
    await rows(page).first().waitFor(patience)
    const overflow = await page.locator('.page').evaluate((element) => element.scrollWidth - element.clientWidth)
    expect(overflow).toBeLessThanOrEqual(0)
    const place = () => rows(page).first().boundingBox()
    const before = await place()
    await follow(page, 'Bed 01').check()
    await page.getByRole('status').getByText('Live').waitFor(patience)
    expect(await place()).toEqual(before)
  })

  it.each(['light', 'dark'] as const)('can be read in the %s scheme', async (scheme) => {
    const { cloud, page } = await open({ scheme })
    await rows(page).first().waitFor(patience)
    for (const name of ['Bed 01', 'Bed 02', 'Freezer 01', 'Freezer 02']) await follow(page, name).check()
    await page.getByRole('status').getByText('Live').waitFor(patience)
    cloud.log((await rows(page).first().getAttribute('data-id'))!, { msg: 'Valve opened' })
    await page.locator('.line').first().waitFor(patience)
    expect(await page.evaluate(contrasts)).toEqual([])
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.locator('.demo').waitFor(patience)
    expect(await page.evaluate(contrasts)).toEqual([])
  })
})

describe('npm run dashboard', () => {
  it.each([
    [['--base-url', 'nope'], '--base-url takes an address that begins with http:// or https://, not "nope".'],
    [['--base-url', ''], '--base-url takes an address that begins with http:// or https://, not "".'],
    [['--base-url', 'http://127.0.0.1:1/v5', '--otp'], 'are for the local impCloud'],
    [['--devices', '0'], '--devices takes a number from 1 to 100000, not "0".'],
  ])('%o is refused', async (args, expected) => {
    const { code, errors } = await run('dashboard/start.ts', args)
    expect(errors).toContain(expected)
    expect(errors).toContain('Usage:')
    expect(code).toBe(2)
  })
})

it('makes as many devices as it is asked for', async () => {
  for (const devices of [1, 2, 43, 1000]) {
    const { cloud } = await createLivingFleet({ devices })
    expect(cloud.devices).toHaveLength(devices)
  }
})

it('has a picture of moderate size for the README', async () => {
  const picture = await readFile(new URL('../../docs/dashboard.png', import.meta.url))
  expect(picture.length).toBeLessThan(150_000)
  expect(picture.readUInt32BE(16)).toBe(1280)
})

/** Texts with less contrast to what is behind them than WCAG 2.2 asks for (AA: 4.5). Runs in the page. */
function contrasts(): string[] {
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })!
  const pixel = (colours: string[]) => {
    canvas.clearRect(0, 0, 1, 1)
    for (const colour of colours) {
      canvas.fillStyle = colour
      canvas.fillRect(0, 0, 1, 1)
    }
    return Array.from(canvas.getImageData(0, 0, 1, 1).data.subarray(0, 3))
  }
  const luminance = (rgb: number[]) => {
    const [r, g, b] = rgb.map((value) => {
      const share = value / 255
      return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!
  }
  const behind = (element: Element | null): string[] =>
    element ? [...behind(element.parentElement), getComputedStyle(element).backgroundColor] : ['white']
  const bad = new Set<string>()
  for (const element of document.querySelector('#dashboard')!.shadowRoot!.querySelectorAll('*')) {
    const text = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.nodeValue!.trim())
    if (!text || element.closest('.hidden, svg, option, :disabled')) continue
    const backdrop = behind(element)
    const [a, b] = [luminance(pixel(backdrop)), luminance(pixel([...backdrop, getComputedStyle(element).color]))]
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
    if (contrast < 4.5) bad.add(`${element.className || element.tagName}: ${contrast.toFixed(2)}`)
  }
  return [...bad]
}
