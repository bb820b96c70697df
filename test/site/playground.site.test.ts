/** The playground in Chromium: its recipes run as they stand, and what is typed runs too. */
import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright'
import { describe, expect, inject, it } from 'vitest'
import { recipesOf } from '../../site/playground/recipes.ts'
import { useBrowser } from './browser.ts'

const site = inject('site')
const open = useBrowser(() => site)
const markdown = await readFile(new URL('../../docs/recipes.md', import.meta.url), 'utf8')
const recipes = recipesOf(markdown)
/** What each of them must print, which the page of the recipes says. */
const prints = [...markdown.matchAll(/^```ts playground prints (.+)$/gm)].map(([, text]) => text!)

async function openPlayground(width?: number) {
  const watched = await open(width)
  await watched.page.goto(`${site}/playground.html`)
  await watched.page.locator('.cm-content').waitFor()
  return watched
}

const run = (page: Page) => page.getByRole('button', { name: 'Run' }).click()
const state = (page: Page) => page.locator('.toolbar .state').innerText()
const output = (page: Page) => page.locator('.printed .lines').innerText()
const calls = (page: Page) => page.locator('.called .call').allInnerTexts()

async function type(page: Page, program: string): Promise<void> {
  await page.locator('.cm-content').click()
  await page.keyboard.press('Control+A')
  await page.keyboard.insertText(program)
}

describe('the playground', () => {
  it('has five recipes', () => {
    expect(recipes).toHaveLength(5)
    expect(prints).toHaveLength(5)
  })

  it.each(recipes.map(({ title }, index) => [title, index] as const))('runs: %s', async (title, index) => {
    const { page, problems } = await openPlayground()
    await page.getByLabel('Recipe').selectOption(title)
    await run(page)
    await expect.poll(() => output(page)).toContain(prints[index])
    await expect.poll(() => state(page)).toBe('finished')
    const made = await calls(page)
    expect(made[0]).toMatch(/^POST\s+\/auth\s+200/)
    expect(made.length).toBeGreaterThan(1)
    expect(problems).toEqual([])
    await page.close()
  })

  it('runs what is typed, and stops what has no end', async () => {
    const { page, problems } = await openPlayground()
    await type(page, 'for (let n = 1; ; n++) { console.log("round", n); await new Promise((r) => setTimeout(r, 20)) }')
    await page.keyboard.press('Control+Enter')
    await expect.poll(() => output(page)).toContain('round 3')
    await page.getByRole('button', { name: 'Stop' }).click()
    await expect.poll(() => state(page)).toBe('stopped')
    expect(problems).toEqual([])
    await page.close()
  })

  it.each([
    ['what is no JavaScript', 'const = 1', 'SyntaxError'],
    ['an import that is not there', 'import { readFile } from "node:fs"', 'expected impcentral or impcentral/emulator'],
    ['an error', 'throw new TypeError("wrong")', 'TypeError: wrong'],
    [
      'a refusal of the cloud',
      'import { createImpCentral } from "impcentral"\nawait createImpCentral({ auth: { loginKey: "none" } }).products.list()',
      'AuthenticationError',
    ],
  ])('tells of %s', async (_, program, expected) => {
    const { page } = await openPlayground()
    await type(page, program)
    await run(page)
    await expect.poll(() => output(page)).toContain(expected)
    expect(await state(page)).toBe('failed')
    await page.close()
  })

  it('imports when it is asked to, and has the emulator', async () => {
    const { page, problems } = await openPlayground()
    await type(
      page,
      `const { createImpCloud } = await import('impcentral/emulator')
       console.log(createImpCloud({ devices: 3 }).devices.length, import.meta.url.slice(0, 5), impCloud.devices.length)`,
    )
    await run(page)
    await expect.poll(() => output(page)).toContain('3 blob: 30')
    expect(problems).toEqual([])
    await page.close()
  })

  it('is led to a recipe from the page of the recipes', async () => {
    const { page, problems } = await open()
    await page.goto(`${site}/recipes.html`)
    const links = page.getByRole('link', { name: 'Run it in the playground' })
    await links.nth(4).waitFor()
    await links.nth(2).click()
    await expect.poll(() => page.locator('.cm-content').innerText()).toContain('Air conditioner')
    expect(problems).toEqual([])
    await page.close()
  })
})
