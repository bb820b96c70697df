/** The dashboard in a page of Chromium, over an emulator in the same page, on a clock that is told the time. */
import { createImpCloud, defaultAccount, type ImpCloudOptions } from 'impcentral/emulator'
import { expect, onTestFinished } from 'vitest'
import { page } from 'vitest/browser'
import { type DashboardOptions, mountDashboard } from '../../../examples/dashboard/src/mount.ts'
import { createManualClock } from '../../support/clocks.ts'

export interface Call {
  /** `GET /devices?page[number]=2&page[size]=100` */
  line: string
  /** When it was made, in milliseconds since the beginning. */
  at: number
}

export interface OpenOptions extends Pick<ImpCloudOptions, 'accounts' | 'devices' | 'rateLimit'> {
  /** Puts things into the cloud before the page opens. */
  fill?: (cloud: ReturnType<typeof createImpCloud>) => unknown
  /** Query of the page's address. */
  query?: string
  demo?: DashboardOptions['demo']
  baseUrl?: string
  width?: number
  height?: number
}

const demoAccount = { id: defaultAccount.email, password: defaultAccount.password }

/** Everything else runs once. */
const turn = () =>
  new Promise<void>((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.addEventListener('message', () => {
      port1.close()
      resolve()
    })
    port1.start()
    port2.postMessage(0)
  })

export const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve))

export async function open(options: OpenOptions = {}) {
  const { fill, query = '', width = 1280, height = 800, ...rest } = options
  await page.viewport(width, height)
  const clock = createManualClock(Date.parse('2026-04-14T12:00:00Z'))
  const start = clock.now()
  const { accounts, devices, rateLimit = 40 } = rest
  const cloud = createImpCloud({ accounts, devices, rateLimit, clock })
  await fill?.(cloud)
  const calls: Call[] = []
  let underWay = 0
  const fetch: typeof cloud.fetch = async (input, init) => {
    const { method, url } = new Request(input, init)
    const { pathname, search } = new URL(url)
    calls.push({ line: `${method} ${pathname.slice(3)}${decodeURIComponent(search)}`, at: clock.now() - start })
    underWay++
    try {
      return await cloud.fetch(input, init)
    } finally {
      underWay--
    }
  }
  const address = { query, read: () => address.query, write: (next: string) => (address.query = next) }
  const element = document.createElement('div')
  document.body.style.margin = '0'
  element.style.blockSize = '100vh'
  document.body.append(element)
  const demo = 'demo' in options ? options.demo : demoAccount
  const dashboard = mountDashboard({ element, baseUrl: rest.baseUrl ?? cloud.baseUrl, fetch, clock, demo, address })
  onTestFinished(() => {
    dashboard.close()
    element.remove()
    cloud.close()
  })
  const root = element.shadowRoot!

  /** Lets the page do all that takes no time. */
  async function settle(): Promise<void> {
    for (let quiet = 0; quiet < 8; quiet++) {
      await turn()
      if (underWay > 0) quiet = 0
    }
  }

  return {
    cloud,
    calls,
    address,
    dashboard,
    root,
    scroller: root.querySelector<HTMLElement>('.page')!,
    now: () => clock.now() - start,
    settle,
    /** Lets time pass. */
    pass: async (ms: number): Promise<void> => {
      const end = clock.now() + ms
      for (await settle(); clock.due <= end; await settle()) clock.next()
      clock.advance(end - clock.now())
      await frame()
      await frame()
    },
    /** Lets time pass until something is so. */
    passUntil: async (condition: () => boolean, atMost = 60_000): Promise<void> => {
      for (const end = clock.now() + atMost; !condition(); await frame()) {
        if (clock.now() >= end) throw new Error(`In ${atMost} ms it did not come to ${condition.toString()}`)
        for (let step = 0; step < 5; step++) {
          await settle()
          if (clock.due < Infinity) clock.next()
        }
        await settle()
      }
    },
    rows: () => [...root.querySelectorAll<HTMLElement>('tbody tr[data-id]')],
    names: () => [...root.querySelectorAll('tbody .name')].map(({ textContent }) => textContent),
    texts: (selector: string) =>
      [...root.querySelectorAll(selector)].map(({ textContent }) => textContent.replaceAll(/\s+/g, ' ').trim()),
    tile: (label: string) =>
      [...root.querySelectorAll('.tile')]
        .find((tile) => tile.querySelector('dt')!.textContent === label)!
        .querySelector('.number')!.textContent,
    /** Waits for what the page shows, without time passing. */
    shows: (selector: string) => expect.poll(() => root.querySelector(selector)).not.toBeNull(),
    complete: () => root.querySelector('table[aria-busy=false]') !== null,
  }
}

/** Two groups with twelve devices each; two of the 24 are offline. */
export async function twoGroups(cloud: ReturnType<typeof createImpCloud>): Promise<void> {
  const product = await cloud.create.product({ name: 'Cold chain' })
  for (const [group, name] of [
    ['Warehouse', 'Freezer'],
    ['Vans', 'Van'],
  ] as const) {
    const devicegroup = await cloud.create.deviceGroup({ name: group, product })
    for (let number = 1; number <= 12; number++) {
      const { id } = await cloud.create.device({ name: `${name} ${number}`, devicegroup })
      if ([3, 19].includes(cloud.devices.length)) cloud.setOnline(id, false)
    }
  }
}
