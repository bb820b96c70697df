/**
 * Makes the next version of the waiting changesets: `npm run release:version`. It raises the version in package.json, writes
 * CHANGELOG.md and removes the changesets.
 *
 * The command of changesets takes the root of a workspace for no package, so its parts are called here.
 */
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { applyReleasePlan } from '@changesets/apply-release-plan'
import { assembleReleasePlan } from '@changesets/assemble-release-plan'
import { readConfig } from '@changesets/config'
import { readChangesets } from '@changesets/read'

const rootDir = fileURLToPath(new URL('../..', import.meta.url))
const packageJson = JSON.parse(await readFile(`${rootDir}/package.json`, 'utf8')) as { name: string; version: string }
const rootPackage = { dir: rootDir, relativeDir: '.', packageJson }
const packages = { rootDir, rootPackage, packages: [rootPackage], tool: { type: 'root' } }

const { config, errors } = await readConfig(rootDir, packages)
if (!config) throw new Error(errors.join('\n'))
const plan = assembleReleasePlan(await readChangesets(rootDir), packages, config, undefined)
const [release] = plan.releases
if (release) {
  await applyReleasePlan(plan, packages, config)
  // The lockfile repeats the version.
  await promisify(execFile)('npm', ['install', '--package-lock-only', '--ignore-scripts'], { cwd: rootDir })
  console.log(`${release.oldVersion} → ${release.newVersion}`)
} else {
  console.log(`No changesets: still ${packageJson.version}`)
}
