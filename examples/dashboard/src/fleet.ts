/** The fleet as the page knows it: fetched again and again, page by page. */
import type { Device, ImpCentral } from 'impcentral'

export interface FleetDevice {
  id: string
  name: string
  online: boolean
  /** When it went on- or offline. */
  since: number | undefined
  impType: string
  mac: string
  rssi: number | undefined
  groupId: string | undefined
}

export interface Fleet {
  account: string
  devices: FleetDevice[]
  /** Names of the device groups by their ids. */
  groups: Map<string, string>
}

const toDevice = ({ id, attributes, relationships }: Device): FleetDevice => ({
  id,
  name: attributes.name ?? id,
  online: attributes.device_online,
  since: attributes.device_state_changed_at ? Date.parse(attributes.device_state_changed_at) : undefined,
  impType: attributes.imp_type,
  mac: attributes.mac_address,
  rssi: attributes.rssi ?? undefined,
  groupId: relationships.devicegroup?.id,
})

async function accountName(imp: ImpCentral, signal: AbortSignal): Promise<string> {
  const { id, attributes } = await imp.accounts.get('me', { signal })
  return attributes.username ?? id
}

const pause = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    signal.addEventListener('abort', end)
  })

/**
 * Tells the state of the fleet until it is aborted. While one page of devices is read, the next is on its way. An error
 * is told and the fleet asked for again: the network comes back.
 *
 * @param interval - milliseconds between two rounds
 */
export async function watchFleet(
  imp: ImpCentral,
  {
    interval,
    signal,
    onFleet,
    onError,
  }: {
    interval: number
    signal: AbortSignal
    onFleet: (fleet: Fleet) => void
    onError: (error: unknown) => void
  },
): Promise<void> {
  let account: string | undefined
  while (!signal.aborted) {
    try {
      account ??= await accountName(imp, signal)
      const [groups, devices] = await Promise.all([
        imp.deviceGroups.list({ page: { size: 100 }, signal }).toArray(),
        imp.devices.list({ prefetch: 1, signal }).toArray(),
      ])
      onFleet({
        account,
        devices: devices.map(toDevice).toSorted((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true })),
        groups: new Map(groups.map(({ id, attributes }) => [id, attributes.name])),
      })
    } catch (error) {
      if (!signal.aborted) onError(error)
    }
    await pause(interval, signal)
  }
}
