import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import { redocly } from '../../scripts/generate.ts'
import { createImpCloud, type ImpCloud } from '../../src/emulator/index.ts'
import { type ImpCloudServer, listen } from '../../src/emulator/node.ts'

const file = fileURLToPath(new URL('../../openapi/impcentral.arazzo.yaml', import.meta.url))
const { workflows } = parse(await readFile(file, 'utf8')) as {
  workflows: { workflowId: string; steps: { stepId: string }[] }[]
}
const account = { email: 'dora@example.com', password: 'correct horse battery staple' }

interface Report {
  files: { executedWorkflows: { workflowId: string; executedSteps: { stepId: string; status: string }[] }[] }[]
}

let cloud: ImpCloud
let server: ImpCloudServer
let folder: string

beforeAll(async () => {
  cloud = createImpCloud({ accounts: [account], devices: 3 })
  server = await listen(cloud)
  folder = await mkdtemp(join(tmpdir(), 'impcentral-'))
})
afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

/** What `redocly respect` says of each step: status, media type and body are held against the description too. */
async function respect(workflow: string, password: string): Promise<string[]> {
  const report = join(folder, `${workflow}.json`)
  const input = JSON.stringify({ id: account.email, password })
  const options = ['--workflow', workflow, '--server', `impcentral=${server.url}`, '--input', input]
  await redocly('respect', file, ...options, '--json-output', report).catch(() => undefined)
  const { files } = JSON.parse(await readFile(report, 'utf8')) as Report
  return Object.values(files)
    .flatMap(({ executedWorkflows }) => executedWorkflows)
    .flatMap(({ executedSteps }) => executedSteps.map(({ stepId, status }) => `${stepId}: ${status}`))
}

test.each(workflows.map(({ workflowId, steps }) => [workflowId, steps] as const))(
  'the workflow %s runs from its first step to its last',
  async (workflow, steps) => {
    expect(await respect(workflow, account.password)).toEqual(steps.map(({ stepId }) => `${stepId}: success`))
  },
  60_000,
)

test('the workflows leave nothing behind', async () => {
  const api = async (path: string, init: RequestInit = {}) =>
    (await (await cloud.fetch(`${cloud.baseUrl}${path}`, init)).json()) as { data: unknown[]; access_token: string }
  const { access_token } = await api('/auth', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ id: account.email, password: account.password }),
  })
  for (const path of ['/products', '/devicegroups', '/deployments', '/webhooks']) {
    const { data } = await api(path, { headers: { Authorization: `Bearer ${access_token}` } })
    expect(data, path).toEqual([])
  }
})

test('a step that fails is reported', async () => {
  expect(await respect('setUpWebhook', 'wrong')).toContain('signIn: error')
}, 60_000)
