import { execFile } from 'node:child_process'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CodeSample, codeSamples } from '../../scripts/code-samples.ts'
import { bundle } from '../../scripts/generate.ts'

// That the samples run, all of them, is shown by `npm run test:languages`.

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = join(root, 'test/.samples')
const exec = promisify(execFile)

let samples: Map<string, CodeSample[]>
const source = (operation: string, lang: CodeSample['lang']) =>
  samples.get(operation)!.find((sample) => sample.lang === lang)!.source

beforeAll(async () => {
  samples = codeSamples(await bundle(join(root, 'openapi/openapi.yaml')))
  await mkdir(folder, { recursive: true })
}, 60_000)
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('code samples', () => {
  it('use the methods of the SDK, without the envelope', () => {
    expect(source('addDevicesToDeviceGroup', 'TypeScript')).toContain(
      "await imp.deviceGroups.addDevices('83b5d1f0-6c27-9e4a-05fb-d2a7938c61e4', ['5000d8c46a56cfca'])",
    )
    expect(source('updateDevice', 'TypeScript')).toContain("{ attributes: { name: 'Bench 3' } }")
    expect(source('listDevices', 'TypeScript')).toContain("filter: { 'devicegroup.id': '83b5d1f0-")
  })

  it('encode brackets in URLs, and send the body of a DELETE', () => {
    expect(source('listProducts', 'Shell')).toContain('/products?page%5Bsize%5D=40&filter%5Bowner.id%5D=')
    const remove = source('removeDevicesFromDeviceGroup', 'Shell')
    expect(remove).toContain('curl --request DELETE')
    expect(remove).toContain("--header 'Content-Type: application/vnd.api+json'")
    expect(remove).toContain('"id": "5000d8c46a56cfca"')
  })

  it('carry no token in the calls that give one', () => {
    for (const operation of ['login', 'createAccessToken']) {
      for (const { source: text } of samples.get(operation)!) expect(text).not.toContain('IMPCENTRAL_TOKEN')
    }
  })

  it('keep to lines that can be read, but for URLs and long literals', () => {
    for (const [operation, all] of samples) {
      for (const { source: text, lang } of all) {
        for (const line of text.split('\n').filter((long) => !long.includes('https://'))) {
          expect(line.length, `${operation} in ${lang}: ${line}`).toBeLessThan(100)
        }
      }
    }
  })

  it('compile, where a compiler can say so', async () => {
    for (const [operation, all] of samples) {
      await writeFile(join(folder, `${operation}.ts`), all.find(({ lang }) => lang === 'TypeScript')!.source)
    }
    const config = { extends: '../../tsconfig.json', include: ['*.ts'], exclude: [] }
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config))
    const { stdout } = await exec('npx', ['tsc', '-p', folder], { cwd: root }).catch((e: { stdout: string }) => e)
    expect(stdout).toBe('')
  }, 60_000)
})
