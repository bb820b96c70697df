import { execFile } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseDocument } from 'yaml'

const root = fileURLToPath(new URL('../../', import.meta.url))
const cli = join(dirname(createRequire(import.meta.url).resolve('@redocly/cli/package.json')), 'bin/cli.js')

type Path = (string | number)[]
interface Defect {
  rule: string
  file: string
  /** What to remove or, with `value`, to replace. */
  path: Path
  value?: unknown
  /** Where the rule is expected to report, if not at `path`. */
  reported?: Path
}

const errors = 'components/responses/errors.yaml'
const media = 'application/vnd.api+json'

// One defect for each rule that redocly.yaml adds or sets, all in one copy of the description.
const defects: Defect[] = [
  {
    rule: 'rule/operation-id-casing',
    file: 'paths/products.yaml',
    path: ['products', 'get', 'operationId'],
    value: 'list_products',
  },
  {
    rule: 'rule/summary-style',
    file: 'paths/accounts.yaml',
    path: ['accounts', 'get', 'summary'],
    value: 'list accounts.',
  },
  {
    rule: 'rule/media-type-example',
    file: 'components/responses/accounts.yaml',
    path: ['AccountResponse', 'content', media, 'examples'],
    reported: ['AccountResponse', 'content', media],
  },
  {
    rule: 'rule/parameter-example',
    file: 'components/parameters/path.yaml',
    path: ['ProductId', 'example'],
    reported: ['ProductId'],
  },
  {
    rule: 'rule/header-example',
    file: 'components/headers/rate-limit.yaml',
    path: ['UnbondReset', 'example'],
    reported: ['UnbondReset'],
  },
  { rule: 'rule/error-body', file: errors, path: ['LogStreamNotOpen', 'content'], reported: ['LogStreamNotOpen'] },
  { rule: 'rule/error-media-type', file: errors, path: ['LoginKeyLimitReached', 'content'], value: {} },
  {
    rule: 'rule/response-headers',
    file: 'components/responses/webhooks.yaml',
    path: ['WebhookListResponse', 'headers'],
    reported: ['WebhookListResponse'],
  },
  {
    rule: 'rule/rate-limit-headers',
    file: 'components/responses/log-streams.yaml',
    path: ['EventStreamResponse', 'headers', 'X-RateLimit-Remaining'],
    reported: ['EventStreamResponse', 'headers'],
  },
  {
    rule: 'request-mime-type',
    file: 'paths/deployments.yaml',
    path: ['deployment', 'patch', 'requestBody', 'content', 'text/plain'],
    value: { schema: { type: 'string' }, example: '' },
  },
  {
    rule: 'response-mime-type',
    file: 'components/responses/deployments.yaml',
    path: ['DeploymentResponse', 'content', 'text/plain'],
    value: { schema: { type: 'string' }, example: '' },
  },
  {
    rule: 'no-invalid-media-type-examples',
    file: 'components/examples/products.yaml',
    path: ['Product', 'value', 'data', 'attributes', 'colour'],
    value: 'red',
  },
  {
    rule: 'no-invalid-schema-examples',
    file: 'components/schemas/webhook.yaml',
    path: ['WebhookEvent', 'examples', 0],
    value: 'birthday',
  },
  {
    rule: 'no-invalid-parameter-examples',
    file: 'components/parameters/query.yaml',
    path: ['PageSize', 'example'],
    value: 101,
  },
]

let folder: string
let problems: string[]

const pointer = (path: Path) => path.map((part) => `/${String(part).replaceAll('/', '~1')}`).join('')

async function lint(description: string): Promise<string[]> {
  const run = promisify(execFile)(
    process.execPath,
    [cli, 'lint', description, '--config', join(root, 'redocly.yaml'), '--format', 'json', '--max-problems', '1000'],
    {
      cwd: dirname(description),
      env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
    },
  )
  // Redocly exits with 1 when it finds something.
  const { stdout } = await run.catch((error: { stdout: string }) => error)
  const report = JSON.parse(stdout) as {
    problems: { ruleId: string; location: { source: { ref: string }; pointer: string }[] }[]
  }
  return report.problems.map(
    ({ ruleId, location }) => `${ruleId} ${location[0]!.source.ref}${decodeURIComponent(location[0]!.pointer)}`,
  )
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'impcentral-lint-'))
  await cp(join(root, 'openapi'), folder, { recursive: true })
  for (const { file, path, value } of defects) {
    const document = parseDocument(await readFile(join(folder, file), 'utf8'))
    if (value === undefined) expect(document.deleteIn(path), `${file}${pointer(path)}`).toBe(true)
    else document.setIn(path, document.createNode(value))
    await writeFile(join(folder, file), document.toString())
  }
  problems = await lint(join(folder, 'openapi.yaml'))
}, 60_000)

afterAll(() => rm(folder, { recursive: true }))

test('the description is without a problem', async () => {
  expect(await lint(join(root, 'openapi/openapi.yaml'))).toEqual([])
})

test.each(defects)('$rule fires', ({ rule, file, path, reported = path }) => {
  expect(problems).toContain(`${rule} ${file}#${pointer(reported)}`)
})

test('a defect is reported by its own rule alone', () => {
  const expected = new Set(defects.map(({ rule, file }) => `${rule} ${file}`))
  expect(problems.map((problem) => problem.replace(/#.*/, '')).filter((problem) => !expected.has(problem))).toEqual([])
})
