import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { codes } from '../../src/emulator/cloud/failures.ts'

const execute = promisify(execFile)
const root = fileURLToPath(new URL('../..', import.meta.url))
const testing = await readFile(join(root, 'docs/testing.md'), 'utf8')

/** The only block of the page that begins with this, and has that in it. */
function block(fence: string, content = ''): string {
  const blocks = testing.split(`\`\`\`${fence}\n`).slice(1)
  const found = blocks.map((text) => text.split('```')[0]!).filter((text) => text.includes(content))
  expect(found, fence).toHaveLength(1)
  return found[0]!
}

test('the example for Vitest passes', async () => {
  const folder = join(root, 'test/.testing-docs')
  await mkdir(folder, { recursive: true })
  try {
    await writeFile(join(folder, 'example.ts'), block('ts vitest'))
    await writeFile(
      join(folder, 'vitest.config.ts'),
      `import config from '../../vitest.config.ts'
       const { resolve } = config.test.projects[0]
       const test = { include: ['example.ts'], reporters: ['json'], outputFile: 'report.json' }
       export default { resolve, root: import.meta.dirname, test }`,
    )
    const config = join(folder, 'vitest.config.ts')
    const { stderr } = await execute('npx', ['vitest', 'run', '--config', config], { cwd: root }).catch(
      (error: { stderr: string }) => error,
    )
    const report = JSON.parse(await readFile(join(folder, 'report.json'), 'utf8'))
    expect(report, stderr).toMatchObject({ numPassedTests: 3, numFailedTests: 0 })
  } finally {
    await rm(folder, { recursive: true })
  }
}, 60_000)

test('the example for the browser is the one that runs there', async () => {
  expect(await readFile(join(root, 'test/browser/testing.test.ts'), 'utf8')).toBe(block('ts browser'))
})

test('the example for the command line works in a shell', async () => {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => probe.close(resolve))

  const folder = await mkdtemp(join(tmpdir(), 'impcentral-shell-'))
  try {
    // What npm makes of the package's `bin`.
    await mkdir(join(folder, 'node_modules/.bin'), { recursive: true })
    const cli = `#!/bin/sh\nexec '${process.execPath}' '${join(root, 'src/cli/index.ts')}' "$@"\n`
    await writeFile(join(folder, 'node_modules/.bin/impcentral'), cli, { mode: 0o755 })
    const script = block('sh', 'impcentral emulator').replaceAll('4567', String(port))
    const { stdout } = await execute('sh', ['-ec', script], { cwd: folder })
    await expect(fetch(`http://127.0.0.1:${port}/v5/products`)).rejects.toThrow('fetch failed')
    expect(stdout).toContain(`impCloud is listening on http://127.0.0.1:${port}/v5`)
    expect(stdout).toContain('me@example.com')
    expect(stdout).toContain('"refresh_token":"')
  } finally {
    await rm(folder, { recursive: true })
  }
}, 60_000)

test('the page about the emulator lists every error code that it uses, with its title', async () => {
  const page = (await readFile(join(root, 'docs/emulator.md'), 'utf8')).replace(/\s+/g, ' ')
  for (const [code, { title }] of Object.entries(codes)) {
    expect(page).toContain(code)
    expect(page).toContain(title)
  }
})
