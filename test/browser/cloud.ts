/** The browser's end of `global-setup.ts`. */
import { inject, onTestFinished } from 'vitest'
import type { Faults, ImpCloudOptions } from '../../src/emulator/index.ts'
import type { ListenOptions } from '../../src/emulator/node.ts'

type StartOptions = Pick<ImpCloudOptions, 'devices' | 'rateLimit'> & Pick<ListenOptions, 'exposeHeaders'>

/** What has reached a cloud. */
export interface CloudStatus {
  /** Log streams whose connections are open now. */
  streams: number
  streamsOpened: number
  calls: number
  /** Calls that were answered 429. */
  refused: number
}

export type CloudRequest =
  | { start: StartOptions }
  | { url: string; stop: true }
  | { url: string; status: true }
  | { url: string; log: [device: string, msg: string][] }
  | { url: string; fault: 'dropStreams'; with: Parameters<Faults['dropStreams']> }
  | { url: string; fault: 'latency'; with: Parameters<Faults['latency']> }

async function ask<T>(request: CloudRequest): Promise<T> {
  const response = await fetch(inject('controlUrl'), { method: 'POST', body: JSON.stringify(request) })
  const answer: unknown = await response.json()
  if (!response.ok) throw new Error(String(answer))
  return answer as T
}

/** A local impCloud that lives as long as the test. */
export async function startCloud(options: StartOptions = {}) {
  const { url, devices } = await ask<{ url: string; devices: string[] }>({ start: options })
  onTestFinished(() => ask<void>({ url, stop: true }))
  return {
    url,
    devices,
    status: () => ask<CloudStatus>({ url, status: true }),
    log: (...entries: [device: string, msg: string][]) => ask<void>({ url, log: entries }),
    dropStreams: (...how: Parameters<Faults['dropStreams']>) => ask<void>({ url, fault: 'dropStreams', with: how }),
    latency: (...how: Parameters<Faults['latency']>) => ask<void>({ url, fault: 'latency', with: how }),
  }
}
