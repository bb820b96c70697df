/** The fleet, put together page by page: lists come in pages of a hundred, and change while they are read. */
import type { Device } from 'impcentral'

export interface FleetDevice {
  id: string
  /** `undefined` where nobody gave it one. */
  name: string | undefined
  online: boolean
  /** When it went on- or offline, in milliseconds since the epoch. */
  since: number | undefined
  impType: string
  mac: string
  /** Strength of the signal in dBm. */
  rssi: number | undefined
  groupId: string | undefined
}

export interface Fleet {
  /** In the order in which they were found. */
  devices: readonly FleetDevice[]
  /** Names of the device groups by their ids. */
  groups: ReadonlyMap<string, string>
  /** The list of devices has been read to its end once. */
  complete: boolean
}

/** What a device is called on the page. */
export const labelOf = ({ name, id }: FleetDevice): string => name ?? id

export const toFleetDevice = ({ id, attributes, relationships }: Device): FleetDevice => ({
  id,
  name: attributes.name || undefined,
  online: attributes.device_online,
  since: attributes.device_state_changed_at ? Date.parse(attributes.device_state_changed_at) : undefined,
  impType: attributes.imp_type,
  mac: attributes.mac_address,
  rssi: attributes.rssi ?? undefined,
  groupId: relationships.devicegroup?.id,
})

/** What was read of one list. */
export interface Roster<T extends { id: string }> {
  /** All items; the same array as long as nothing changes. */
  readonly items: readonly T[]
  /** The page on which an item was seen last. */
  pageOf(id: string): number | undefined
  /** Takes in a page. `round` counts how often the list has been read to its end. */
  put(page: number, items: readonly T[], round: number): void
  /**
   * Ends a round: what two rounds in a row have not shown is gone. After one round that is not certain, because an item
   * that moves to a page already read is passed over.
   */
  endRound(round: number): void
}

const same = (a: object, b: object) =>
  Object.entries(a).every(([name, value]) => (b as Record<string, unknown>)[name] === value)

export function createRoster<T extends { id: string }>(): Roster<T> {
  const seen = new Map<string, { item: T; page: number; round: number }>()
  let items: readonly T[] | undefined

  return {
    get items() {
      return (items ??= [...seen.values()].map(({ item }) => item))
    },
    pageOf: (id) => seen.get(id)?.page,
    put(page, found, round) {
      for (const item of found) {
        const before = seen.get(item.id)
        const unchanged = before && same(item, before.item)
        if (!unchanged) items = undefined
        seen.set(item.id, { item: unchanged ? before.item : item, page, round })
      }
    },
    endRound(round) {
      for (const [id, entry] of seen) {
        if (entry.round >= round - 1) continue
        seen.delete(id)
        items = undefined
      }
    },
  }
}
