/** Reads the fleet, and then goes on reading it: one request at a time, when polling.ts says so. */
import { type Clock, type DeviceGroup, type ImpCentral, isAuthenticationError } from 'impcentral'
import { createRoster, type Fleet, type FleetDevice, toFleetDevice } from './fleet.ts'
import { nextRequest, type PolledPage } from './polling.ts'

export interface WatchOptions {
  clock: Clock
  /** Ends the watch. */
  signal: AbortSignal
  /** Ids of the devices whose rows are on the screen. */
  inView: () => Iterable<string>
  /** Told after each page. `fleet.devices` is the same array as long as no device has changed. */
  onFleet: (fleet: Fleet) => void
  /** Told what went wrong; the page is asked for again in its turn. After an `AuthenticationError` nothing more is. */
  onError: (error: unknown) => void
}

interface Group {
  id: string
  name: string
}

/** Milliseconds after an error in which nothing is asked for. */
const rest = 2500

const pageSize = 100

export async function watchFleet(imp: ImpCentral, options: WatchOptions): Promise<void> {
  const { clock, signal, inView, onFleet, onError } = options
  const devices = createRoster<FleetDevice>()
  const groups = createRoster<Group>()
  const first = { number: 1, askedAt: undefined, inView: false }
  let pages: PolledPage[] = [
    { list: 'devices', ...first },
    { list: 'groups', ...first },
  ]
  let sent = 0
  let sentAt = -Infinity
  const rounds = { devices: 0, groups: 0 }
  /** Pages that this round has still to read. */
  const left = { devices: new Set([1]), groups: new Set([1]) }
  let names: ReadonlyMap<string, string> = new Map()
  let named: readonly Group[] | undefined

  /** Reads one page; tells whether another follows. */
  async function read({ list, number }: PolledPage): Promise<boolean> {
    const query = { page: { number, size: pageSize }, signal }
    if (list === 'devices') {
      const page = await imp.devices.list(query)
      devices.put(number, page.data.map(toFleetDevice), rounds.devices)
      return page.links.next !== undefined
    }
    const page = await imp.deviceGroups.list(query)
    const toGroup = ({ id, attributes }: DeviceGroup): Group => ({ id, name: attributes.name })
    groups.put(number, page.data.map(toGroup), rounds.groups)
    return page.links.next !== undefined
  }

  /** Keeps account of the pages that there are, and of the round. */
  function note({ list, number }: PolledPage, more: boolean): void {
    const following = number + 1
    const isKnown = pages.some((page) => page.list === list && page.number === following)
    if (more && !isKnown) {
      pages.push({ ...first, list, number: following })
      left[list].add(following)
    }
    if (!more) {
      pages = pages.filter((page) => page.list !== list || page.number <= number)
      for (const page of left[list]) if (page > number) left[list].delete(page)
    }
    left[list].delete(number)
    if (left[list].size > 0) return
    const roster = list === 'devices' ? devices : groups
    roster.endRound(rounds[list]++)
    left[list] = new Set(pages.filter((page) => page.list === list).map((page) => page.number))
  }

  while (!signal.aborted) {
    const visible = new Set([...inView()].map((id) => devices.pageOf(id)))
    for (const page of pages) page.inView = page.list === 'devices' && visible.has(page.number)
    const { limit } = imp.rateLimiter.snapshot()
    const { page, at } = nextRequest({ pages, limit, sentAt, sent })
    await pause(at - clock.now(), clock, signal)
    if (signal.aborted) return
    sentAt = clock.now()
    sent++
    // Also of a page that fails: it must not keep the others waiting.
    page.askedAt = sentAt
    try {
      const more = await read(page)
      note(page, more)
      if (named !== groups.items) names = new Map((named = groups.items).map(({ id, name }) => [id, name]))
      onFleet({ devices: devices.items, groups: names, complete: rounds.devices > 0 })
    } catch (error) {
      if (signal.aborted) return
      onError(error)
      if (isAuthenticationError(error)) return
      await pause(rest, clock, signal)
    }
  }
}

/** Waits, unless the time has come already; an abort ends the wait. */
function pause(ms: number, clock: Clock, signal: AbortSignal): Promise<void> {
  if (!(ms > 0)) return Promise.resolve()
  return new Promise((resolve) => {
    const end = () => {
      clock.clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = clock.setTimeout(end, ms)
    signal.addEventListener('abort', end)
  })
}
