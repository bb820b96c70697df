/** Every page of the built site, opened in Chromium. */
import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, inject, it } from 'vitest'
import { useBrowser, type WatchedPage } from './browser.ts'

const folder = fileURLToPath(new URL('../../dist/site', import.meta.url))
const site = inject('site')
const open = useBrowser(() => site)

const files = await readdir(folder, { recursive: true })
const pages = files.filter((name) => name.endsWith('.html'))

interface Found {
  links: string[]
  ids: string[]
  headings: number
  /** By how many pixels the page is wider than a telephone. */
  overflow: number
}

const address = (name: string) => `${site}/${name}`

/** Opens a page by its address, and waits until its scripts have taken it over. */
async function load({ page }: WatchedPage, name: string): Promise<void> {
  await page.goto(address(name))
  await page.waitForFunction(() => {
    const app = document.querySelector('#app')
    return !app || '__vue_app__' in app
  })
  // The dashboard's is in a shadow tree, which a locator looks into.
  if (name !== '404.html') await page.locator('h1').first().waitFor({ state: 'attached' })
}

/** Goes to a page by a link, as a reader does: the site's router fetches what differs. */
async function follow({ page }: WatchedPage, name: string): Promise<void> {
  await page.evaluate((href) => {
    document.querySelector('main h1')!.setAttribute('data-before', '')
    const link = document.body.appendChild(document.createElement('a'))
    link.href = href
    link.click()
    link.remove()
  }, address(name))
  await page.waitForFunction(
    (href) => location.href === href && document.querySelector('main h1:not([data-before])') !== null,
    address(name),
  )
}

const look = async ({ page }: WatchedPage): Promise<Found> => ({
  headings: await page.locator('h1').count(),
  ...(await page.evaluate(() => ({
    links: [...document.querySelectorAll<HTMLAnchorElement>('a[href]')].map(({ href }) => href),
    ids: [...document.querySelectorAll('[id]')].map(({ id }) => id),
    overflow: document.documentElement.scrollWidth - window.innerWidth,
  }))),
})

/** Of the many pages of the reference, which are all alike, every tenth is opened by its address, too. */
const alike = pages.filter((name) => name.startsWith('api/') && !name.endsWith('index.html'))
const followed = alike.filter((_, index) => index % 10 !== 0)
const loaded = pages.filter((name) => !followed.includes(name))

describe('the pages', () => {
  const found = new Map<string, Found>()
  const problems: string[] = []

  it(`are opened: ${loaded.length} by their addresses, ${followed.length} by links`, async () => {
    const watched = await open(390)
    for (const name of loaded) {
      await load(watched, name)
      found.set(name, await look(watched))
    }
    await load(watched, 'api/index.html')
    for (const name of followed) {
      await follow(watched, name)
      found.set(name, await look(watched))
    }
    problems.push(...watched.problems)
    expect(found.size).toBe(pages.length)
    expect(pages.length).toBeGreaterThan(100)
    await watched.page.close()
  })

  it('write no error to the console and ask nobody else for anything', () => {
    expect(problems).toEqual([])
  })

  it('have a heading, and fit a telephone', () => {
    const wrong = [...found].filter(
      ([name, { headings, overflow }]) => (headings === 0 && name !== '404.html') || overflow > 0,
    )
    expect(wrong.map(([name, { headings, overflow }]) => `${name}: ${headings} headings, ${overflow} px`)).toEqual([])
  })

  it('link to pages, files and headings that exist', () => {
    const dead: string[] = []
    let count = 0
    for (const [name, { links }] of found) {
      // The reference of the HTTP API has a router of its own: see below.
      if (name === 'openapi/reference.html') continue
      for (const link of links) {
        const url = new URL(link)
        if (url.origin !== site) {
          if (!/^(https:|mailto:)/.test(link)) dead.push(`${name}: ${link}`)
          continue
        }
        count++
        const target = decodeURIComponent(url.pathname)
          .slice(1)
          .replace(/(^|\/)$/, '$1index.html')
        const id = decodeURIComponent(url.hash).slice(1)
        const there = files.includes(target) && (!id || found.get(target)?.ids.includes(id))
        if (!there) dead.push(`${name}: ${url.pathname}${url.hash}`)
      }
    }
    expect([...new Set(dead)]).toEqual([])
    expect(count).toBeGreaterThan(1000)
  })

  it('can be reached from the first one', () => {
    const reached = new Set(['index.html', '404.html'])
    for (const name of reached)
      for (const link of found.get(name)?.links ?? [])
        if (link.startsWith(site)) reached.add(new URL(link).pathname.slice(1).replace(/(^|\/)$/, '$1index.html'))
    expect(pages.filter((name) => !reached.has(name) && !name.startsWith('live/'))).toEqual([])
  })
})

it('the reference of the HTTP API shows what is chosen', async () => {
  const { page, problems } = await open()
  await page.goto(`${site}/openapi/reference.html`)
  await page.locator('a[href="/section/rate-limits"]').first().click()
  await expect.poll(() => page.url()).toContain('#/section/rate-limits')
  await expect.poll(async () => (await page.locator('[id="section/rate-limits"]').boundingBox())?.y).toBeLessThan(200)
  expect(problems).toEqual([])
  await page.close()
})

it('llms.txt leads to pages in Markdown', async () => {
  const text = await readFile(`${folder}/llms.txt`, 'utf8')
  const links = [...text.matchAll(/\]\(([^)#]+)/g)].map(([, link]) => link!)
  expect(links.length).toBeGreaterThan(15)
  expect(links.filter((link) => !files.includes(link))).toEqual([])
})

it('the search finds a word of a page, and of a docstring', async () => {
  const { page, problems } = await open()
  await page.goto(`${site}/index.html`)
  await page.locator('.VPNavBarSearch button').first().click()
  const results = page.locator('.VPLocalSearchBox .result')
  for (const [word, title] of [
    ['evictOldest', 'Log streams'],
    ['isDuplicate', 'isDuplicate'],
  ] as const) {
    await page.locator('.VPLocalSearchBox input').fill(word)
    await expect.poll(() => results.allInnerTexts().then((texts) => texts.join('\n'))).toContain(title)
  }
  await results.first().click()
  await expect.poll(() => page.locator('h1').first().innerText()).toContain('isDuplicate')
  expect(problems).toEqual([])
  await page.close()
})

it('is dark and light', async () => {
  const { page, problems } = await open()
  await page.goto(`${site}/getting-started.html`)
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  expect(await background()).toBe('rgb(255, 255, 255)')
  await page.locator('.VPNavBarAppearance button').click()
  await expect.poll(background).toBe('rgb(27, 27, 31)')
  expect(problems).toEqual([])
  await page.close()
})
