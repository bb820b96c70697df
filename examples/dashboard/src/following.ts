/** The devices whose logs are followed: up to eight, each with a colour of its own. */
import { followLimit } from './address.ts'
import type { Fleet } from './fleet.ts'
import type { Tail } from './logs.ts'

export interface Following {
  /** Followed devices, each with the number of its colour. */
  readonly colours: ReadonlyMap<string, number>
  /** Why the last choice was not taken. */
  readonly hint: string | undefined
  /** Follows a device, or no longer. */
  toggle(device: string): void
  /** Lets go of devices that the fleet no longer has, and begins with those that were waited for. */
  meet(fleet: Fleet): void
}

/** @param wanted - devices to begin with, such as those of the page's address; each waits until the fleet shows it */
export function createFollowing(tail: Tail, wanted: readonly string[]): Following {
  const colours = new Map<string, number>()
  const awaited = new Set<string>()
  let hint: string | undefined
  let met: Fleet['devices'] | undefined

  const add = (device: string) => {
    const taken = new Set(colours.values())
    colours.set(
      device,
      [...Array(followLimit).keys()].find((colour) => !taken.has(colour))!,
    )
  }

  const drop = (device: string) => {
    colours.delete(device)
    if (!awaited.delete(device)) tail.unwatch(device)
  }

  for (const device of wanted) {
    add(device)
    awaited.add(device)
  }

  return {
    colours,
    get hint() {
      return hint
    },
    toggle(device) {
      hint = undefined
      if (colours.has(device)) drop(device)
      else if (colours.size >= followLimit) hint = `A log stream carries ${followLimit} devices at most.`
      else {
        add(device)
        tail.watch(device)
      }
    },
    meet({ devices, complete }) {
      if (colours.size === 0 || (met === devices && awaited.size === 0)) return
      met = devices
      const present = new Set(devices.map(({ id }) => id))
      for (const device of colours.keys()) {
        if (present.has(device)) {
          if (awaited.delete(device)) tail.watch(device)
        } else if (complete) {
          hint = `Device ${device} is not in this account, and is not followed.`
          drop(device)
        }
      }
    },
  }
}
