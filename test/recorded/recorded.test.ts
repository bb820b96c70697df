/**
 * The local impCloud against what a service has been seen to answer: every file of recordings in this folder, as
 * `impcentral check --record` writes them, is replayed.
 */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Recording } from 'impcentral/conformance'
import { check } from '../../src/conformance/check/check.ts'
import { account, fullCloud } from '../conformance/deviating-cloud.ts'
import { replay } from './replay.ts'

const folder = import.meta.dirname
const files = (await readdir(folder)).filter((name) => name.endsWith('.jsonl'))

describe.skipIf(files.length === 0)('recordings of a service', () => {
  test.each(files)('%s is answered alike', async (file) => {
    const lines = (await readFile(join(folder, file), 'utf8')).split('\n').filter(Boolean)
    expect(await replay(lines.map((line) => JSON.parse(line) as Recording))).toEqual([])
  })
})

describe('a recording of the local impCloud itself', () => {
  const recordings: Recording[] = []
  beforeAll(async () => {
    const cloud = await fullCloud()
    const auth = { id: account.email, password: account.password }
    const onRecording = (recording: Recording) => void recordings.push(recording)
    await check({ auth, baseUrl: cloud.baseUrl, fetch: cloud.fetch, write: true, version: '0.0.0', onRecording })
  })

  test('covers what a check does', () => {
    expect(recordings.length).toBeGreaterThan(100)
    expect(new Set(recordings.map(({ operation }) => operation)).size).toBeGreaterThan(40)
  })

  test('is answered alike', async () => {
    expect(await replay(recordings)).toEqual([])
  })

  /** The same recording of a service that is otherwise. */
  const changed = (operation: string, change: (recording: Recording) => void) => {
    const other = structuredClone(recordings)
    for (const recording of other) if (recording.operation === operation && recording.status < 300) change(recording)
    return replay(other)
  }
  type Body = { data: { attributes: Record<string, unknown> } }

  test('of another status is told', async () => {
    expect(await changed('createWebhook', (recording) => (recording.status = 200))).toContain(
      'createWebhook: 200 of the service, 201 of the emulator',
    )
  })

  test('with a property more is told', async () => {
    const different = await changed('getDevice', ({ answer }) => {
      ;(answer as Body).data.attributes['created_at'] = '2020-01-01T00:00:00.000Z'
    })
    expect(different).toEqual([
      'getDevice 200 /data/attributes/created_at: the service sends it, the emulator does not',
    ])
  })

  test('with another type is told', async () => {
    const different = await changed('getDevice', ({ answer }) => {
      ;(answer as Body).data.attributes['device_online'] = 'yes'
    })
    expect(different).toEqual([
      'getDevice 200 /data/attributes/device_online: string of the service, boolean of the emulator',
    ])
  })
})
