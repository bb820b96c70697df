/** A program in the old style, as it is and with another `require`: each in a process of its own. */
import { execFile } from 'node:child_process'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSide, owner, type Side } from './sides.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = join(root, 'test/.compat')
const exec = promisify(execFile)

const sides: Side[] = []

beforeAll(async () => {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
})

afterAll(async () => {
  for (const side of sides) await side.close()
})

/** Runs it with a cloud of its own. The name leads to what was built. */
async function run(file: string): Promise<string> {
  const side = await createSide('ours')
  sides.push(side)
  const env = {
    ...process.env,
    NODE_PATH: join(root, 'tools/vendor-client/node_modules'),
    IMP_CENTRAL_API_ENDPOINT: side.url,
    IMP_CENTRAL_USER_EMAIL: owner.email,
    IMP_CENTRAL_USER_PASSWORD: owner.password,
  }
  // What the original's dependencies are warned about is not compared.
  return (await exec(process.execPath, [file], { env, timeout: 20_000 })).stdout
}

describe('a program for imp-central-api', () => {
  it('prints the same with impcentral/compat, unchanged but for its require', async () => {
    const original = join(root, 'test/compat/program.cjs')
    const text = await readFile(original, 'utf8')
    const changed = text.replace("require('imp-central-api')", "require('impcentral/compat')")
    expect(text.split('\n').filter((line, index) => line !== changed.split('\n')[index])).toHaveLength(1)
    expect(text.split('\n').length).toBeGreaterThanOrEqual(100)
    const copy = join(folder, 'program.cjs')
    await writeFile(copy, changed)
    const theirs = await run(original)
    expect(theirs).toContain('done: true')
    expect(await run(copy)).toBe(theirs)
  })
})

describe('the class', () => {
  it.each([
    ['cjs', "const Api = require('impcentral/compat')"],
    ['mjs', "import Api from 'impcentral/compat'"],
    ['mjs', "import { ImpCentralApi as Api } from 'impcentral/compat'"],
  ])('is what a .%s file gets by %s', async (extension, line) => {
    const file = join(folder, `class.${extension}`)
    await writeFile(
      file,
      `${line}\nconsole.log(typeof Api, Api.name, new Api() instanceof Api, new Api().devices instanceof Api.Devices, Api.Webhooks.EVENT_BLINKUP)`,
    )
    expect(await run(file)).toBe('function ImpCentralApi true true blinkup\n')
  })
})
