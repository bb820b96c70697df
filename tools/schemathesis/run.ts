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
import { account, exampleState } from '../support/example-cloud.ts'

const { values } = parseArgs({
  options: {
    'max-examples': { type: 'string', default: '20' },
    seed: { type: 'string', multiple: true, default: ['1', '2', '3', '4', '5'] },
  },
})

const here = fileURLToPath(new URL('.', import.meta.url))
const root = fileURLToPath(new URL('../..', import.meta.url))

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

async function start(stateFile: string): Promise<{ url: string; child: ChildProcess }> {
  const cli = join(root, 'src/cli/index.ts')
  const child = spawn(process.execPath, [cli, 'emulator', '--json', '--state', stateFile], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const line of createInterface(child.stdout))
    return { url: (JSON.parse(line) as { url: string }).url, child }
  throw new Error('The emulator did not start')
}

const folder = await mkdtemp(join(tmpdir(), 'impcentral-schemathesis-'))

/** One run against a cloud of its own; gives the exit code. */
async function run(tool: string, description: object, seed: string, phases: string): Promise<number> {
  await writeFile(join(folder, 'state.json'), JSON.stringify(await exampleState(description)))
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
    process.exitCode ||= await run(tool, description, seed, phases)
  }
} finally {
  await rm(folder, { recursive: true, force: true })
}
