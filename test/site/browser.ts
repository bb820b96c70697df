import { type Browser, chromium, type Page } from 'playwright'
import { afterAll, beforeAll } from 'vitest'
import { launchOptions } from '../support/chromium.ts'

export interface WatchedPage {
  page: Page
  /** What the console called an error, what was thrown, and what was asked of anybody but the site. */
  problems: string[]
}

/** A browser for the tests of a file; its pages may talk to the site alone. */
export function useBrowser(site: () => string): (width?: number) => Promise<WatchedPage> {
  let browser: Browser
  beforeAll(async () => {
    browser = await chromium.launch(launchOptions)
  }, 60_000)
  afterAll(() => browser.close())
  return async (width = 1280) => {
    const page = await browser.newPage({ viewport: { width, height: 900 } })
    // Nobody follows the links here: without this the site fetches ahead what they lead to.
    await page.addInitScript(() => Object.defineProperty(navigator, 'connection', { value: { saveData: true } }))
    const problems: string[] = []
    page.on('pageerror', (error) => problems.push(`${page.url()}: ${String(error)}`))
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(`${page.url()}: ${message.text()}`)
    })
    await page.route(
      (url) => !/^(data|blob):/.test(url.protocol) && !url.href.startsWith(site()),
      (route) => {
        problems.push(`${page.url()}: asked for ${route.request().url()}`)
        return route.abort()
      },
    )
    return { page, problems }
  }
}
