/** Following the logs of devices. */
import { describe, expect, it } from 'vitest'
import { page } from 'vitest/browser'
import { open, twoGroups } from './dashboard.ts'

const follow = (name: string) => page.getByRole('checkbox', { name: `Follow the logs of ${name}`, exact: true })

async function openWith(query = '', width = 1280) {
  const opened = await open({ fill: twoGroups, query, width })
  await opened.pass(100)
  const device = (name: string) =>
    opened.rows().find((row) => row.querySelector('.name')!.textContent === name)!.dataset['id']!
  return {
    ...opened,
    device,
    say: (name: string, msg: string) => opened.cloud.log(device(name), { msg }),
    lines: () => opened.texts('.line .what'),
    chips: () => opened.texts('.chip'),
    stream: () => opened.texts('.stream').join(),
  }
}

describe('following logs', () => {
  it('shows what the chosen devices say, and no others', async () => {
    const { address, chips, device, lines, pass, say, stream } = await openWith()
    await follow('Freezer 1').click()
    await follow('Van 2').click()
    await pass(1000)
    expect(stream()).toBe('Live')
    expect(chips()).toEqual(['Freezer 1', 'Van 2'])
    expect(address.query).toBe(`?follow=${device('Freezer 1')},${device('Van 2')}`)
    say('Freezer 1', 'Temperature -18.0 °C')
    say('Freezer 2', 'nobody listens')
    say('Van 2', 'Cargo 4.0 °C')
    await pass(100)
    expect(lines()).toEqual(['server.logTemperature -18.0 °C', 'server.logCargo 4.0 °C'])

    await page.getByRole('button', { name: 'Stop following Freezer 1' }).click()
    await expect.element(follow('Freezer 1')).not.toBeChecked()
    expect(address.query).toBe(`?follow=${device('Van 2')}`)
    await page.getByRole('button', { name: 'Clear' }).click()
    await expect.poll(lines).toEqual([])
  })

  it('reports and fills the gap of a dropped stream', async () => {
    const { cloud, lines, pass, say, stream, texts } = await openWith()
    await follow('Freezer 1').click()
    await pass(1000)
    say('Freezer 1', 'said before')
    await pass(100)
    cloud.faults.dropStreams('reset')
    say('Freezer 1', 'said in between')
    await pass(20_000)
    expect(texts('.gap.filled')[0]).toContain('1 line recovered')
    say('Freezer 1', 'said after')
    await pass(100)
    expect(lines()).toEqual(['before', 'in between', 'after'].map((when) => `server.logsaid ${when}`))
    expect(stream()).toBe('Live')
  })

  it('refuses a ninth device with a sentence', async () => {
    const { chips, texts } = await openWith()
    for (let number = 1; number <= 8; number++) await follow(`Freezer ${number}`).click()
    await follow('Freezer 9').click()
    await expect.poll(() => texts('.logs .hint')).toEqual(['A log stream carries 8 devices at most.'])
    await expect.element(follow('Freezer 9')).not.toBeChecked()
    expect(chips()).toHaveLength(8)
  })

  it('begins with the devices of the address, and says which are not there', async () => {
    const first = await openWith()
    const id = first.device('Van 3')
    first.dashboard.close()
    // The same seed gives the same fleet.
    const { address, chips, lines, pass, say, texts } = await openWith(`?follow=${id},5000000000000000`)
    expect(chips()).toEqual(['Van 3'])
    expect(texts('.logs .hint')).toEqual(['Device 5000000000000000 is not in this account, and is not followed.'])
    expect(address.query).toBe(`?follow=${id}`)
    await pass(1000)
    say('Van 3', 'Cargo 4.0 °C')
    await pass(100)
    expect(lines()).toEqual(['server.logCargo 4.0 °C'])
  })

  it('folds where it would cover the table', async () => {
    const { root } = await openWith('', 390)
    const height = () => Math.round(root.querySelector('.logs')!.getBoundingClientRect().height)
    await follow('Freezer 1').click()
    await expect.poll(height).toBeGreaterThan(300)
    await page.getByRole('button', { name: 'Fold', exact: true }).click()
    await expect.poll(height).toBeLessThan(80)
    await expect.element(page.getByRole('button', { name: 'Unfold' })).toHaveAttribute('aria-expanded', 'false')
    await page.getByRole('button', { name: 'Unfold' }).click()
    await expect.poll(height).toBeGreaterThan(300)
  })
})
