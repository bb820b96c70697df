/** The fleet dashboard in real Chromium, served by Vite, over a local impCloud on a real socket. */
import { readFile } from 'node:fs/promises'
import { type Browser, chromium, type Page } from 'playwright'
import { createImpCentral } from 'impcentral'
import { createImpCloud, type ImpCloudOptions } from 'impcentral/emulator'
import { listen } from 'impcentral/emulator/node'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { createLivingFleet } from '../../examples/dashboard/living-fleet.ts'
import { serveDashboard } from '../../examples/dashboard/start.ts'
import { launchOptions } from '../support/chromium.ts'

let browser: Browser
beforeAll(async () => {
  browser = await chromium.launch(launchOptions)
}, 60_000)
afterAll(() => browser.close())

const patience = { timeout: 30_000 }

/** Two groups, 24 devices, of which two are offline; they speak when a test lets them. */
async function open({
  width = 1280,
  scheme = 'light',
  rateLimit = 40,
}: { width?: number; scheme?: 'light' | 'dark'; rateLimit?: ImpCloudOptions['rateLimit'] } = {}) {
  const cloud = createImpCloud({ rateLimit })
  const product = await cloud.create.product({ name: 'Cold chain' })
  const devices: Record<string, string> = {}
  for (const [group, name] of [
    ['Warehouse', 'Freezer'],
    ['Vans', 'Van'],
  ] as const) {
    const devicegroup = await cloud.create.deviceGroup({ name: group, product })
    for (let number = 1; number <= 12; number++) {
      const label = `${name} ${String(number).padStart(2, '0')}`
      devices[label] = (await cloud.create.device({ name: label, devicegroup })).id
    }
  }
  for (const name of ['Freezer 03', 'Van 07']) cloud.setOnline(devices[name]!, false)
  const server = await serveDashboard({ cloud })
  onTestFinished(() => server.close())
  const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme: scheme })
  onTestFinished(() => page.close())
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text())
  })
  await page.goto(server.url)
  await page.locator('tbody tr[data-id]').first().waitFor(patience)
  return { cloud, page, devices, problems, say: (name: string, msg: string) => cloud.log(devices[name]!, { msg }) }
}

const rows = (page: Page) => page.locator('tbody tr[data-id]')
const names = (page: Page) => rows(page).locator('.name').allTextContents()
const tile = (page: Page, label: string) =>
  page
    .locator('.tile')
    .filter({ has: page.getByText(label, { exact: true }) })
    .locator('dd .number')
    .textContent()
const follow = (page: Page, name: string) => page.getByRole('checkbox', { name: `Follow the logs of ${name}` })
const lines = (page: Page) => page.locator('.line .what').allTextContents()

describe('the fleet dashboard', { timeout: 120_000 }, () => {
  it('shows the fleet, and its changes as they come', async () => {
    const { cloud, page, devices, problems } = await open()
    expect(await rows(page).count()).toBe(24)
    expect(await tile(page, 'Devices')).toBe('24')
    expect(await tile(page, 'Online')).toBe('22')
    expect(await tile(page, 'Offline')).toBe('2')
    const freezer = rows(page).filter({ hasText: 'Freezer 01' })
    expect(await freezer.locator('.status').textContent()).toBe('Online')
    cloud.setOnline(devices['Freezer 01']!, false)
    await expect.poll(() => freezer.locator('.status').textContent(), patience).toBe('Offline')
    expect(await tile(page, 'Offline')).toBe('3')
    expect(problems).toEqual([])
  })

  it('narrows the table by text, state and device group', async () => {
    const { page } = await open()
    await page.getByRole('searchbox', { name: 'Filter devices' }).fill('freezer 0')
    await expect.poll(() => rows(page).count(), patience).toBe(9)
    await page.getByText('Offline', { exact: true }).and(page.locator('.segments span')).click()
    await expect.poll(() => names(page), patience).toEqual(['Freezer 03'])
    expect(await page.locator('.count').textContent()).toBe('1 of 24')
    await page.getByRole('searchbox', { name: 'Filter devices' }).fill('')
    await expect.poll(() => names(page), patience).toEqual(['Freezer 03', 'Van 07'])
    await page.getByRole('combobox', { name: 'Device group' }).selectOption('Vans')
    await expect.poll(() => names(page), patience).toEqual(['Van 07'])
    await page.getByRole('searchbox', { name: 'Filter devices' }).fill('nothing like it')
    await page.getByText('No device matches the filter.').waitFor(patience)
  })

  it('follows the logs of chosen devices, and reports and fills the gap of a dropped stream', async () => {
    const { cloud, page, say, problems } = await open()
    await follow(page, 'Freezer 01').check()
    await page.getByRole('status').getByText('Live').waitFor(patience)
    await follow(page, 'Van 02').check()
    await page.locator('.chip', { hasText: 'Van 02' }).waitFor(patience)
    say('Freezer 01', 'Temperature -18.0 °C')
    await page.locator('.line', { hasText: 'Temperature -18.0 °C' }).waitFor(patience)
    say('Freezer 02', 'nobody listens')

    cloud.faults.dropStreams('reset')
    say('Freezer 01', 'said in between')
    await page.locator('.gap.filled', { hasText: '1 line recovered' }).waitFor(patience)
    say('Van 02', 'Cargo 4.0 °C')
    await page.locator('.line', { hasText: 'Cargo 4.0 °C' }).waitFor(patience)
    expect(await lines(page)).toEqual(
      ['Temperature -18.0 °C', 'said in between', 'Cargo 4.0 °C'].map(
        (text) => expect.stringContaining(text) as string,
      ),
    )
    await page.getByRole('status').getByText('Live').waitFor(patience)

    await page.getByRole('button', { name: 'Stop following Freezer 01' }).click()
    await expect.poll(() => follow(page, 'Freezer 01').isChecked(), patience).toBe(false)
    await page.getByRole('button', { name: 'Clear' }).click()
    await expect.poll(() => lines(page), patience).toEqual([])
    // The browser reports the lost connection by itself.
    expect(problems.filter((text) => !text.includes('ERR_'))).toEqual([])
  })

  it('refuses a ninth device with a sentence', async () => {
    const { page } = await open()
    for (let number = 1; number <= 8; number++) await follow(page, `Van 0${number}`).check()
    await follow(page, 'Freezer 01').click()
    await page.getByRole('alert').getByText('A log stream carries 8 devices at most.').waitFor(patience)
    expect(await follow(page, 'Freezer 01').isChecked()).toBe(false)
    expect(await page.locator('.chip').count()).toBe(8)
  })

  it('moves the gauge of the rate limit, also when somebody else uses the account', async () => {
    const { cloud, page } = await open({ rateLimit: { limit: 40, perSecond: 5 } })
    const meter = page.getByRole('meter', { name: 'Requests left in the rate limit' })
    expect(await meter.getAttribute('aria-valuemax')).toBe('40')
    const left = async () => Number(await meter.getAttribute('aria-valuenow'))
    expect(await left()).toBeGreaterThan(25)
    const { email: id, password } = cloud.accounts[0]!
    const other = createImpCentral({ baseUrl: cloud.baseUrl, fetch: cloud.fetch, auth: { id, password } })
    // So many that it takes seconds until the page can no longer see that they were made.
    for (let call = 0; call < 35; call++) await other.accounts.get('me')
    await expect.poll(left, { ...patience, interval: 50 }).toBeLessThan(25)
    await expect.poll(left, { ...patience, interval: 50 }).toBeGreaterThan(28)
  })

  it('says that it cannot refresh, and goes on when it can', async () => {
    const { cloud, page } = await open()
    const fault = cloud.faults.status(403, { operation: 'listDevices' })
    await page.getByText('Not refreshed.').waitFor(patience)
    expect(await rows(page).count()).toBe(24)
    fault.stop()
    await page.getByText('Not refreshed.').waitFor({ ...patience, state: 'detached' })
  })

  it.each([1280, 390])('fits a screen of %i pixels, and moves nothing when data comes', async (width) => {
    const { page } = await open({ width })
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    expect(overflow).toBeLessThanOrEqual(0)
    const place = () => rows(page).first().boundingBox()
    const before = await place()
    await follow(page, 'Freezer 01').check()
    await page.getByRole('status').getByText('Live').waitFor(patience)
    expect(await place()).toEqual(before)
  })

  it.each(['light', 'dark'] as const)('can be read in the %s scheme', async (scheme) => {
    const { page, say } = await open({ scheme })
    for (const name of ['Freezer 01', 'Freezer 02', 'Van 01', 'Van 02']) await follow(page, name).check()
    await page.getByRole('status').getByText('Live').waitFor(patience)
    say('Freezer 01', 'Temperature -18.0 °C')
    await page.locator('.line').first().waitFor(patience)
    expect(await page.evaluate(contrasts)).toEqual([])
  })

  it('asks for an account where there is no local impCloud', async () => {
    const { cloud } = await createLivingFleet()
    const api = await listen(cloud)
    onTestFinished(() => api.close())
    const server = await serveDashboard({ baseUrl: api.url })
    onTestFinished(() => server.close())
    const page = await browser.newPage()
    onTestFinished(() => page.close())
    await page.goto(server.url)
    const { email, password } = cloud.accounts[0]!
    await page.getByLabel('E-mail or user name').fill(email)
    await page.getByLabel('Password').fill('wrong')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('alert').getByText('401').waitFor(patience)
    await page.getByLabel('Password').fill(password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await rows(page).first().waitFor(patience)
    expect(await rows(page).count()).toBe(42)
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByLabel('Password').waitFor(patience)
  })
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
  for (const element of document.querySelectorAll('body *')) {
    const text = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.nodeValue!.trim())
    if (!text || element.closest('.hidden, svg, option, :disabled')) continue
    const backdrop = behind(element)
    const [a, b] = [luminance(pixel(backdrop)), luminance(pixel([...backdrop, getComputedStyle(element).color]))]
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
    if (contrast < 4.5) bad.add(`${element.className || element.tagName}: ${contrast.toFixed(2)}`)
  }
  return [...bad]
}
