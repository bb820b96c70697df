/**
 * Runs Schemathesis, all checks, against the emulator's command line: a cloud that has what the examples of the
 * description are about, so that calls find something.
 *
 *   npm run test:schemathesis [-- --max-examples N --seed N --seed N …]
 *
 * The first seed goes through all phases; the others through those that depend on it.
 */
import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { bundle } from '../../scripts/generate.ts'
import { createImpCloud } from '../../src/emulator/index.ts'

const { values } = parseArgs({
  options: {
    'max-examples': { type: 'string', default: '20' },
    seed: { type: 'string', multiple: true, default: ['1', '2', '3', '4', '5'] },
  },
})

const here = fileURLToPath(new URL('.', import.meta.url))
const root = fileURLToPath(new URL('../..', import.meta.url))
const account = { email: 'dora@example.com', password: 'correct horse battery staple' }

/** The tool in a virtual environment of its own, at the versions of requirements.txt. */
function install(): string {
  const environment = join(here, '.venv')
  const tool = join(environment, 'bin/schemathesis')
  if (!existsSync(tool)) {
    execFileSync('python3', ['-m', 'venv', environment], { stdio: 'inherit' })
    const pip = ['install', '--quiet', '--disable-pip-version-check', '--requirement', join(here, 'requirements.txt')]
    execFileSync(join(environment, 'bin/pip'), pip, { stdio: 'inherit' })
  }
  return tool
}

interface Description {
  components: { parameters: Record<string, { name: string; in: string; example: string }> }
}

/** A saved cloud with an object under each id that the description shows. */
async function stateFor(description: Description): Promise<string> {
  const cloud = createImpCloud({ accounts: [account], devices: 10 })
  const { create } = cloud
  const product = await create.product()
  const group = await create.deviceGroup({ product })
  const device = await create.device({ devicegroup: group })
  const made: Record<string, string> = {
    product_id: product.id,
    devicegroup_id: group.id,
    device: device.id,
    deployment_id: (await create.deployment({ devicegroup: group })).id,
    webhook_id: (await create.webhook({ devicegroup: group })).id,
    key: (await create.loginKey()).id,
    refresh_token_id: (await create.refreshToken()).id,
  }
  cloud.log(device.id, { msg: 'Boot' })
  let state = JSON.stringify(cloud.snapshot())
  for (const { name, in: where, example } of Object.values(description.components.parameters)) {
    if (where === 'path' && made[name]) state = state.replaceAll(made[name], example)
  }
  return state
}

async function start(stateFile: string): Promise<{ url: string; child: ChildProcess }> {
  const cli = join(root, 'src/emulator/cli.ts')
  const child = spawn(process.execPath, [cli, 'emulator', '--json', '--state', stateFile], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const line of createInterface(child.stdout))
    return { url: (JSON.parse(line) as { url: string }).url, child }
  throw new Error('The emulator did not start')
}

const folder = await mkdtemp(join(tmpdir(), 'impcentral-schemathesis-'))

/** One run against a cloud of its own; gives the exit code. */
async function run(tool: string, description: Description, seed: string, phases: string): Promise<number> {
  await writeFile(join(folder, 'state.json'), await stateFor(description))
  const { url, child } = await start(join(folder, 'state.json'))
  try {
    const response = await fetch(`${url}/auth`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ id: account.email, password: account.password }),
    })
    const { access_token } = (await response.json()) as { access_token: string }
    const { status } = spawnSync(
      tool,
      // All checks are on unless the configuration says why not.
      `--config-file ${join(here, 'schemathesis.toml')} run ${join(folder, 'openapi.json')} --url ${url}
     --max-examples ${values['max-examples']} --seed ${seed} --phases ${phases} --generation-database none
     --request-timeout 10 --continue-on-failure --no-color`
        .split(/\s+/)
        .concat('--header', `Authorization: Bearer ${access_token}`),
      { stdio: 'inherit', cwd: folder },
    )
    return status ?? 1
  } finally {
    const ended = once(child, 'close')
    child.kill()
    await ended
  }
}

try {
  const tool = install()
  const description = await bundle(join(root, 'openapi/openapi.yaml'))
  await writeFile(join(folder, 'openapi.json'), JSON.stringify(description))
  for (const [index, seed] of values.seed.entries()) {
    const phases = index === 0 ? 'examples,coverage,fuzzing,stateful' : 'fuzzing,stateful'
    process.exitCode ||= await run(tool, description as unknown as Description, seed, phases)
  }
} finally {
  await rm(folder, { recursive: true, force: true })
}
