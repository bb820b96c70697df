/** No secret and no value of the account leaves: not in a report, not in what is printed, not in a recording. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { createImpCloud, type ImpCloud } from 'impcentral/emulator'
import type { Recording } from 'impcentral/conformance'
import type { Fetch } from 'impcentral'
import { check } from '../../src/conformance/check/check.ts'
import { printReport } from '../../src/conformance/check/table.ts'
import { knownValues } from '../../src/generated/conformance.js'
import { seeded } from '../support/random.ts'

/** A text that somebody may have written: a word, a sentence, other scripts, an id, a path, something like a property name. */
const text = fc.oneof(
  fc.stringMatching(/^[a-z]{6,20}$/),
  fc.stringMatching(/^[a-z]{4,8}_[a-z]{4,8}$/),
  fc.stringMatching(/^[A-Z][a-z]{5,9} [a-z]{5,9} \d{2,4}$/),
  fc.stringMatching(/^[0-9a-f]{16}$/),
  fc.stringMatching(/^[а-яё]{6,12}$/),
  fc.stringMatching(/^[a-z]{5,9}\/[a-z]{5,9}\.[a-z]{3,5}$/),
)

const accounts = fc.record({
  name: fc.stringMatching(/^[a-z]{7,12}$/),
  password: fc.stringMatching(/^[!-~]{8,30}$/),
  texts: fc.uniqueArray(text, { minLength: 12, maxLength: 12 }),
  seed: fc.nat(),
})

async function fill(cloud: ImpCloud, texts: readonly string[]): Promise<void> {
  const { create } = cloud
  const [product, group, description, device, code, tag, host, key, variable, value, log, origin] = texts as [
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    string,
  ]
  const plain = (name: string) => name.replace(/[^a-z0-9]/gi, '') || 'a'
  const made = await create.product({ name: product, description })
  const env_vars = { [`v${plain(variable)}`.slice(0, 50)]: value }
  const its = await create.deviceGroup({ product: made, name: group, env_vars })
  const imp = await create.device({ devicegroup: its, name: device })
  const tags = [plain(tag)]
  await create.deployment({ devicegroup: its, device_code: `server.log("${code}")`, tags, origin })
  await create.webhook({ devicegroup: its, url: `https://${plain(host)}.example/hooks/${plain(host)}` })
  await create.loginKey({ description: key })
  cloud.log(imp.id, { msg: log })
}

/** Answers with values of the account in all the wrong places. */
const indiscreet =
  (cloud: ImpCloud, texts: readonly string[], random: () => number): Fetch =>
  async (input, init) => {
    const response = await cloud.fetch(input, init)
    if (!/json/.test(response.headers.get('content-type') ?? '') || random() < 0.5) return response
    const body = JSON.parse(await response.text()) as Record<string, unknown>
    const pick = () => texts[Math.floor(random() * texts.length)]!
    const objects: Record<string, unknown>[] = []
    const collect = (value: unknown) => {
      if (typeof value !== 'object' || value === null) return
      if (!Array.isArray(value)) objects.push(value as Record<string, unknown>)
      Object.values(value).forEach(collect)
    }
    collect(body)
    const object = objects[Math.floor(random() * objects.length)]!
    const headers = new Headers(response.headers)
    const word = pick()
    const tricks: (() => void)[] = [
      () => (object[word] = { name: word }),
      () => (object['meta'] = { [word]: { [pick()]: word } }),
      () => Object.keys(object).forEach((name) => typeof object[name] !== 'string' || (object[name] = pick())),
      () => headers.set('content-type', `text/${encodeURIComponent(word)}`),
      () => headers.set('x-ratelimit-limit', encodeURIComponent(word)),
    ]
    tricks[Math.floor(random() * tricks.length)]!()
    return new Response(JSON.stringify(body), { status: response.status, headers })
  }

/** Every text of an account, as it is and as JSON writes it. */
function textsOf(snapshot: unknown): Set<string> {
  const found = new Set<string>()
  const walk = (value: unknown): void => {
    if (typeof value === 'string') found.add(value)
    else if (typeof value === 'object' && value !== null) for (const child of Object.values(value)) walk(child)
  }
  walk(snapshot)
  return found
}

const written = (value: string) => JSON.stringify(value).slice(1, -1)

test('whatever a service does with the values of an account', { timeout: 120_000 }, async () => {
  let differing = 0
  const empty = createImpCloud({ accounts: [{ email: 'a@example.com', password: 'b' }] })
  const baseline = await check({
    auth: { id: 'a@example.com', password: 'b' },
    baseUrl: empty.baseUrl,
    fetch: empty.fetch,
    version: '0.0.0',
  })
  /** What a report says of itself. */
  const words = [JSON.stringify(baseline), printReport(baseline.report), ...knownValues].join()
  await fc.assert(
    fc.asyncProperty(accounts, async ({ name, password, texts, seed }) => {
      const email = `${name}@example.com`
      const cloud = createImpCloud({ accounts: [{ email, password, username: `${name}-user` }], devices: 1, seed })
      await fill(cloud, texts)
      const before = textsOf(cloud.snapshot())
      const random = seeded(seed)
      const recordings: Recording[] = []
      const shown: string[] = []
      const outcome = await check({
        auth: { id: email, password },
        baseUrl: cloud.baseUrl,
        fetch: async (input, init) => {
          // The sign-in itself goes well, else there would be nothing to look at.
          const fetch = (input as string).endsWith('/auth') ? cloud.fetch : indiscreet(cloud, texts, random)
          return fetch(input, init)
        },
        write: true,
        onProgress: (...line) => shown.push(line.join(' ')),
        onRecording: (recording) => recordings.push(recording),
        version: '0.0.0',
      })
      differing += outcome.report.differences.length
      const everything = [
        JSON.stringify(outcome),
        printReport(outcome.report),
        JSON.stringify(recordings),
        ...shown,
      ].join('\n')
      expect(recordings.length).toBeGreaterThan(20)
      const values = [...before, ...textsOf(cloud.snapshot()), ...texts, email, password].filter(
        // Words of the description, and of every report, are nobody's.
        (value) => value.length >= 6 && !words.includes(value),
      )
      expect(values.filter((value) => everything.includes(value) || everything.includes(written(value)))).toEqual([])
    }),
    { numRuns: 15, seed: 20_261_127, endOnFailure: true },
  )
  expect(differing).toBeGreaterThan(100)
})
