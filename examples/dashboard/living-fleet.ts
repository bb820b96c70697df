/** A local impCloud with a fleet that lives: its devices talk, and go offline and come back. */
import { createImpCloud, defaultAccount, type ImpCloud, type ImpCloudOptions } from 'impcentral/emulator'

export interface LivingFleet {
  cloud: ImpCloud
  /** Lets the devices live; returns the way to stop that. */
  live: () => () => void
}

interface Kind {
  product: string
  group: string
  /** What the devices are called; a number follows. */
  name: string
  count: number
  impType: string
  /** What such a device says. */
  says: (random: () => number) => string
  fails: string
}

const between = (random: () => number, least: number, most: number, digits = 1) =>
  (least + random() * (most - least)).toFixed(digits)
const oneOf = (random: () => number, items: string[]) => items[Math.floor(random() * items.length)]!

const kinds: Kind[] = [
  {
    product: 'Cold chain',
    group: 'Warehouse',
    name: 'Freezer',
    count: 14,
    impType: 'imp004m',
    says: (random) =>
      oneOf(random, [
        `Temperature ${between(random, -22, -17)} °C`,
        `Compressor ${oneOf(random, ['on', 'off'])}, duty ${between(random, 20, 65, 0)} %`,
        'Door closed',
        `Door open for ${between(random, 4, 40, 0)} s`,
      ]),
    fails: 'Temperature above -15 °C for 5 min',
  },
  {
    product: 'Cold chain',
    group: 'Delivery vans',
    name: 'Van',
    count: 9,
    impType: 'impC001',
    says: (random) =>
      oneOf(random, [
        `Cargo ${between(random, 2, 6)} °C`,
        `Position 52.${between(random, 1000, 9999, 0)}, 13.${between(random, 1000, 9999, 0)}`,
        `Battery ${between(random, 12.1, 13.9, 2)} V`,
        `Cell signal ${between(random, -110, -70, 0)} dBm`,
      ]),
    fails: 'GNSS fix lost',
  },
  {
    product: 'Energy',
    group: 'Meters, pilot',
    name: 'Meter',
    count: 12,
    impType: 'imp006',
    says: (random) =>
      oneOf(random, [
        `Load ${between(random, 0.2, 7.5, 2)} kW`,
        `Voltage ${between(random, 226, 236)} V`,
        `Pulse counter ${between(random, 10_000, 99_999, 0)}`,
      ]),
    fails: 'Meter bus: checksum mismatch',
  },
  {
    product: 'Greenhouse',
    group: 'Tomatoes',
    name: 'Bed',
    count: 7,
    impType: 'imp005',
    says: (random) =>
      oneOf(random, [
        `Soil moisture ${between(random, 28, 61, 0)} %`,
        `Light ${between(random, 8, 54)} klx`,
        `Valve ${oneOf(random, ['opened', 'closed'])}`,
      ]),
    fails: 'Valve does not close',
  },
]

const minute = 60_000
const day = 24 * 60 * minute

/** How many devices there are as the kinds are written down. */
const usual = kinds.reduce((sum, { count }) => sum + count, 0)

/** What all devices together say at most, four times a second: it is kept, and a fleet may be large. */
const linesPerTick = 60

export interface LivingFleetOptions extends Omit<ImpCloudOptions, 'devices' | 'accounts' | 'state'> {
  /** How many devices there are. @default 42 */
  devices?: number | undefined
  /** The one-time password of the account, which then has a second factor. @default none */
  otp?: string | undefined
}

/** A fleet whose devices went on- and offline at different times of the past days, then handed over to the present. */
export async function createLivingFleet({ devices, otp, ...options }: LivingFleetOptions = {}): Promise<LivingFleet> {
  const { seed = 1 } = options
  const total = devices ?? usual
  const random = seededRandom(seed)
  const now = Date.now()
  let time = now - 3 * day
  const past = createImpCloud({
    seed,
    accounts: [{ ...defaultAccount, otp }],
    clock: { now: () => time, setTimeout, clearTimeout: (timer) => clearTimeout(timer as NodeJS.Timeout) },
  })
  const kindOf = new Map<string, Kind>()
  const products = new Map<string, { id: string }>()
  const offline: string[] = []
  let planned = 0
  for (const kind of kinds) {
    planned += kind.count
    // As many of the whole as of the usual number, without a device lost by rounding.
    const last = Math.round((planned / usual) * total) - kindOf.size
    let product = products.get(kind.product)
    if (!product) products.set(kind.product, (product = await past.create.product({ name: kind.product })))
    const devicegroup = await past.create.deviceGroup({ name: kind.group, product })
    await past.create.deployment({ devicegroup, device_code: 'server.log("Started");' })
    for (let number = 1; number <= last; number++) {
      time += (5 * day * random()) / total
      const name = `${kind.name} ${String(number).padStart(Math.max(2, String(last).length), '0')}`
      const { id } = await past.create.device({ name, imp_type: kind.impType, devicegroup })
      kindOf.set(id, kind)
      if (random() < 0.09) offline.push(id)
    }
  }
  for (const id of offline) {
    time = Math.min(now - minute, time + (day * random()) / offline.length)
    past.setOnline(id, false)
  }
  const cloud = createImpCloud({ ...options, state: past.snapshot() })

  const live = () => {
    const online = new Set([...kindOf.keys()].filter((id) => !offline.includes(id)))
    const returning = new Map<string, number>()
    const tick = setInterval(() => {
      for (const id of online) {
        if (random() > Math.min(0.12, linesPerTick / online.size)) continue
        const kind = kindOf.get(id)!
        if (random() < 0.02) cloud.log(id, { type: 'server.error', msg: kind.fails })
        else if (random() < 0.1)
          cloud.log(id, { type: 'agent.log', msg: `Stored ${between(random, 1, 24, 0)} readings` })
        else cloud.log(id, { msg: kind.says(random) })
      }
      for (const [id, at] of returning) {
        if (at > Date.now()) continue
        returning.delete(id)
        online.add(id)
        cloud.setOnline(id, true)
      }
      if (random() < 0.05 && returning.size < 3 && online.size > 1) {
        const id = oneOf(random, [...online])
        online.delete(id)
        cloud.setOnline(id, false)
        returning.set(id, Date.now() + 4000 + random() * 16_000)
      }
    }, 250)
    return () => clearInterval(tick)
  }
  return { cloud, live }
}

/** The same seed gives the same fleet (mulberry32). */
function seededRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let value = Math.imul(state ^ (state >>> 15), 1 | state)
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32
  }
}
