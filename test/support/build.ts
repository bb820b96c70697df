import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const root = fileURLToPath(new URL('../..', import.meta.url))
const npm = (folder: string, ...args: string[]) => promisify(execFile)('npm', args, { cwd: folder })

/** Where the vendor's client is installed, apart from all else because of what it brings. */
export const vendorFolder: string = join(root, 'tools/vendor-client')

async function installVendorClient(): Promise<void> {
  if (existsSync(join(vendorFolder, 'node_modules/imp-central-api'))) return
  await npm(vendorFolder, 'ci', '--no-workspaces', '--no-audit', '--no-fund')
}

/** What several files of tests need, made once for all of them: the package as users get it, and the vendor's client. */
export default async function build(): Promise<void> {
  await Promise.all([npm(root, 'run', '-s', 'build:js'), installVendorClient()])
}
