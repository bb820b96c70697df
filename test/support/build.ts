import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/** Builds the package once for all tests that use it as a user would, in a process of its own. */
export default async function build(): Promise<void> {
  const root = fileURLToPath(new URL('../..', import.meta.url))
  await promisify(execFile)('npm', ['run', '-s', 'build:js'], { cwd: root })
}
