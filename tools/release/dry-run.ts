/**
 * Everything that a release does, up to the upload: `npm run release:dry`. It stops at the first thing that is wrong.
 *
 * The release itself is the workflow in .github/workflows/release.yml, which begins with this. npm signs where it built the
 * tarball, and publishes that with it. The last lines say what a dry run cannot know.
 */
import { execFile, spawn } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const root = fileURLToPath(new URL('../..', import.meta.url))
const exec = promisify(execFile)
const git = async (...args: string[]) => (await exec('git', args, { cwd: root })).stdout.trim()
const manifest = JSON.parse(await readFile(`${root}/package.json`, 'utf8')) as {
  name: string
  version: string
  scripts: Record<string, string>
}

const preconditions: Record<string, () => Promise<boolean>> = {
  'everything is committed': async () => (await git('status', '--porcelain')) === '',
  'no changeset waits (npm run release:version)': async () =>
    (await readdir(`${root}/.changeset`)).every((name) => !name.endsWith('.md') || name === 'README.md'),
  [`CHANGELOG.md tells of ${manifest.version}`]: async () =>
    (await readFile(`${root}/CHANGELOG.md`, 'utf8')).includes(`\n## ${manifest.version}\n`),
  [`there is no tag v${manifest.version} yet`]: async () => (await git('tag', '--list', `v${manifest.version}`)) === '',
}

/** In the order in which they find faults soonest. `test:languages` needs the tools of other languages: CI has them. */
const checks = [
  'lint:openapi',
  'check:generated',
  'check:breaking',
  'typecheck',
  'lint',
  'check:structure',
  'format:check',
  'build',
  'check:package',
  'check:size',
  'test',
  'test:runtimes',
]

async function run(command: string, ...args: string[]): Promise<void> {
  console.log(`\n── ${command} ${args.join(' ')}`)
  const child = spawn(command, args, { cwd: root, stdio: 'inherit' })
  const code = await new Promise((resolve) => child.on('close', resolve))
  if (code !== 0) {
    console.error(`\nNot ready for release: ${command} ${args.join(' ')} failed.`)
    process.exit(1)
  }
}

for (const [what, holds] of Object.entries(preconditions)) {
  if (!(await holds())) {
    console.error(`Not ready for release. Expected: ${what}.`)
    process.exit(1)
  }
  console.log(`✓ ${what}`)
}
for (const script of checks) if (script in manifest.scripts) await run('npm', 'run', '-s', script)
// The registry is only asked for versions that are higher, and not waited for where it is out of reach.
await run('npm', 'publish', '--dry-run', '--provenance', '--ignore-scripts', '--fetch-retries=0')

console.log(`
${manifest.name} ${manifest.version} passed every check. The workflow "Release" publishes it; the repository that npm asks for is
the one in which it runs.

Not checked, as only the release itself shows it:
- that the registry lets this identity publish ${manifest.name}, and does not have this version yet
- the provenance: npm makes and signs it in a job that may ask for an OIDC token
Not checked here, but by .ci/run: the languages of npm run test:languages, and Schemathesis.`)
