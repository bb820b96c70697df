/** A service of log streams without a network, on a clock that only goes on when nothing else is left to be done. All of it is random, and the same for the same seed. */
import type { LogHistory } from '../../src/extensions/log-streams/options.ts'
import { createManualClock, turn } from './clocks.ts'
import { seeded } from './random.ts'

interface Line {
  ts: string
  type: string
  msg: string
  log_type: string
  /** From when on the history shows it. */
  shown: number
  /** Whether it was sent on a stream. */
  sent: boolean
}

interface SimulatedStream {
  id: string
  devices: string[]
  /** Sends nothing any more. */
  silent: boolean
  send(event: string, data: object): void
  end(how: 'end' | 'reset'): void
}

const baseUrl = 'https://x.test/v5'
const encoder = new TextEncoder()

export function simulateLogs(
  seed: number,
  {
    devices,
    pageSize,
    latency = 300,
    lag = 1500,
  }: { devices: string[]; pageSize: number; latency?: number; lag?: number },
) {
  const random = seeded(seed)
  const upTo = (most: number) => Math.floor(random() * (most + 1))
  const clock = createManualClock(Date.UTC(2031, 0, 1))
  const logs = new Map(devices.map((device) => [device, [] as Line[]]))
  const created = new Set<string>()
  const open = new Set<SimulatedStream>()
  let count = 0
  let written = 0

  const later = (ms: number) => new Promise<void>((resolve) => void clock.setTimeout(resolve, ms))
  const json = (status: number, body?: object) =>
    new Response(body && JSON.stringify(body), { status, headers: { date: new Date(clock.now()).toUTCString() } })
  const missing = () => json(404, { errors: [{ code: 'NF001', status: '404', title: 'Resource Not Found' }] })

  function stream(id: string, signal?: AbortSignal | null): Response {
    let controller!: ReadableStreamDefaultController<Uint8Array>
    let last = clock.now()
    const self: SimulatedStream = {
      id,
      devices: [],
      silent: false,
      send(event, data) {
        if (self.silent) return
        // It takes its time, and keeps the order.
        last = Math.max(last, clock.now() + upTo(200))
        const bytes = encoder.encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
        clock.setTimeout(() => self.silent || controller.enqueue(bytes), last - clock.now())
      },
      end(how) {
        self.silent = true
        open.delete(self)
        if (how === 'reset') controller.error(new TypeError('fetch failed'))
        else controller.close()
      },
    }
    const body = new ReadableStream<Uint8Array>({
      start: (given) => void (controller = given),
      cancel() {
        self.silent = true
        open.delete(self)
      },
    })
    signal?.addEventListener('abort', () => {
      if (open.delete(self) && !self.silent) controller.error(signal.reason)
      self.silent = true
    })
    open.add(self)
    self.send('state_change', { state: 'opened' })
    const beat = () => {
      if (!open.has(self)) return
      controller.enqueue(encoder.encode(':\n\n'))
      clock.setTimeout(beat, 6000)
    }
    clock.setTimeout(beat, 6000)
    return new Response(body, { headers: { 'content-type': 'text/event-stream' } })
  }

  function answer(url: URL, method: string, signal?: AbortSignal | null): Response {
    const [, , collection, id, device] = url.pathname.split('/') as [string, string, string, string, string?]
    if (collection === 'devices') {
      if (device !== 'logs') return json(200, { data: { type: 'device', id } })
      const shown = logs.get(id)!.filter(({ shown }) => shown <= clock.now())
      const page = Number(url.searchParams.get('page') ?? 1)
      const all = shown.slice(-1000).toReversed()
      const next = all.length > page * pageSize ? `${baseUrl}/devices/${id}/logs?page=${page + 1}` : undefined
      return json(200, { data: all.slice((page - 1) * pageSize, page * pageSize), links: { next } })
    }
    if (method === 'POST') {
      created.add(`${++count}`)
      return json(201, { data: { attributes: { url: `${baseUrl}/logstream/${count}` } } })
    }
    if (!device) return created.delete(id) ? stream(id, signal) : missing()
    const found = [...open].find((one) => one.id === id && !one.silent)
    if (!found) return missing()
    const at = found.devices.indexOf(device)
    if (method === 'PUT') {
      if (at < 0) found.devices.push(device)
      found.send('state_change', { state: 'subscribed', device_id: device })
    } else {
      if (at < 0) return missing()
      found.devices.splice(at, 1)
      found.send('state_change', { state: 'unsubscribed', device_id: device })
    }
    return json(200, {})
  }

  async function fetch(input: string | URL | Request, { method = 'GET', signal }: RequestInit = {}): Promise<Response> {
    await later(upTo(latency))
    signal?.throwIfAborted()
    const response = answer(new URL(input as string), method, signal)
    if (random() < 0.3) await later(upTo(latency))
    signal?.throwIfAborted()
    return response
  }

  const history: LogHistory = async function* (device, init) {
    for (let url: string | undefined = `${baseUrl}/devices/${device}/logs`; url;) {
      const page = (await (await fetch(url, init)).json()) as { data: Line[]; links: { next?: string } }
      yield page
      url = page.links.next
    }
  }

  return {
    context: { baseUrl, fetch, history, clock, random },
    clock,
    random,
    upTo,
    logs,
    open,
    /** A device writes a line. The history shows it in its turn, a little later. */
    write(device: string) {
      const lines = logs.get(device)!
      const entry = {
        ts: new Date(clock.now()).toISOString(),
        type: 'server.log',
        msg: `line ${written++}`,
        log_type: 'development',
      }
      const carriers = [...open].filter((stream) => !stream.silent && stream.devices.includes(device))
      const shown = Math.max(lines.at(-1)?.shown ?? 0, clock.now() + upTo(lag))
      lines.push({ ...entry, shown, sent: carriers.length > 0 })
      for (const stream of carriers) stream.send('message', { device_id: device, ...entry })
    },
    /** Ends a stream in one of four ways. */
    drop(stream: SimulatedStream) {
      const how = upTo(3)
      if (how === 0) stream.silent = true
      else if (how === 1) stream.send('state_change', { state: 'closed' })
      else stream.end(how === 2 ? 'end' : 'reset')
      stream.devices = []
      open.delete(stream)
    },
    /** Lets the time go on, until a condition holds or so many milliseconds are over. */
    async go(ms: number, condition: () => boolean = () => false) {
      const end = clock.now() + ms
      const over = () => clock.now() >= end || condition()
      clock.setTimeout(() => {}, ms)
      while (!over()) {
        for (let n = 0; n < 5; n++) await turn()
        if (!over()) clock.next()
      }
    },
  }
}
