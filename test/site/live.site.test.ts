/** The live page in Chromium: the dashboard of the examples, over a cloud in the page. */
import { expect, inject, it } from 'vitest'
import { useBrowser } from './browser.ts'

const site = inject('site')
const open = useBrowser(() => site)

it('shows a fleet that talks', async () => {
  const { page, problems } = await open()
  await page.goto(`${site}/live.html`)
  const dashboard = page.frameLocator('iframe')
  await dashboard.getByRole('checkbox', { name: 'Follow the logs of Bed 01' }).check()
  // A device of this kind says something every two seconds or so, about its soil, its light or its valve.
  await dashboard
    .getByText(/Soil moisture|klx|Valve|Stored/)
    .first()
    .waitFor({ state: 'attached' })
  expect(problems).toEqual([])
  await page.close()
})

it('fills the window of a telephone without its frame', async () => {
  const { page, problems } = await open(390)
  await page.goto(`${site}/live/index.html`)
  await page.getByText('Bed 01', { exact: true }).first().waitFor()
  expect(problems).toEqual([])
  await page.close()
})
