import { spawn } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))
const renamedParameter: Edit = ['components/parameters/query.yaml', 'name: page[size]', 'name: page[limit]']

/** File below openapi/, what to replace, by what. */
type Edit = [file: string, from: string, to: string]

vi.setConfig({ testTimeout: 60_000 })

let folder: string
let copies = 0

async function checkBreaking(directory: string, ...args: string[]): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [join(root, 'scripts/check-breaking.ts'), '--root', directory, ...args])
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  }
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  return { code, output }
}

const writeVersion = (directory: string, version: string) =>
  writeFile(join(directory, 'package.json'), JSON.stringify({ name: 'impcentral', version }))

/** A project that had its last release at `released`, with edits since then. */
async function project(released: string, ...edits: Edit[]): Promise<string> {
  const directory = join(folder, `${copies++}`)
  await cp(join(folder, released), directory, { recursive: true })
  await writeFile(join(directory, 'openapi/released/reasons.yaml'), '- changes: .\n  why: Names are better now.\n')
  for (const [name, from, to] of edits) {
    const file = join(directory, 'openapi', name)
    const text = await readFile(file, 'utf8')
    expect(text).toContain(from)
    await writeFile(file, text.replace(from, to))
  }
  return directory
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'impcentral-'))
  for (const version of ['0.4.1', '2.4.1']) {
    const directory = join(folder, version)
    await cp(join(root, 'openapi'), join(directory, 'openapi'), { recursive: true })
    await writeVersion(directory, version)
    expect(await checkBreaking(directory, '--release')).toMatchObject({ code: 0 })
  }
}, 60_000)
afterAll(() => rm(folder, { recursive: true }))

test('an unchanged description passes, also with the version of the next patch', async () => {
  const directory = await project('2.4.1')
  await writeVersion(directory, '2.4.2')
  const { code, output } = await checkBreaking(directory)
  expect(output).toBe('0 breaking changes since 2.4.1; the next release is 2.4.2.\n')
  expect(code).toBe(0)
})

test('harmless additions pass: a parameter, a property of an answer, an operation', async () => {
  const directory = await project(
    '2.4.1',
    [
      'components/schemas/device.yaml',
      '    imp_type:\n',
      '    colour:\n      type: string\n      description: Colour of the housing.\n    imp_type:\n',
    ],
    [
      'paths/products.yaml',
      '  get:\n    operationId: listProducts\n',
      '  head:\n    operationId: countProducts\n    tags: [Products]\n    summary: Count products\n    responses:\n' +
        "      '204':\n        description: Done.\n  get:\n    operationId: listProducts\n",
    ],
    [
      'paths/products.yaml',
      '      - $ref: ../components/parameters/query.yaml#/PageSize\n',
      '      - $ref: ../components/parameters/query.yaml#/PageSize\n      - name: sort\n        in: query\n' +
        '        description: By what to sort.\n        schema:\n          type: string\n',
    ],
  )
  expect(await checkBreaking(directory)).toMatchObject({
    code: 0,
    output: expect.stringContaining('0 breaking changes since 2.4.1') as string,
  })
})

test.each([
  ['2.4.1', '3.0.0', 0],
  ['2.4.1', '2.5.0', 1],
  ['0.4.1', '0.5.0', 0],
  ['0.4.1', '0.4.2', 1],
])('a renamed parameter since %s, in version %s: exit code %i', async (released, version, code) => {
  const directory = await project(released, renamedParameter)
  await writeVersion(directory, version)
  const result = await checkBreaking(directory)
  expect(result.output).toContain('`page[size]` query parameter was renamed to `page[limit]`')
  expect(result.output).toContain(`1 breaking change since ${released}`)
  expect(result.code).toBe(code)
})

test.each([
  ['major', 0],
  ['minor', 1],
])('a renamed parameter with a changeset for a %s step: exit code %i', async (step, code) => {
  const directory = await project('2.4.1', renamedParameter)
  await mkdir(join(directory, '.changeset'))
  await writeFile(join(directory, '.changeset/README.md'), '# Changesets\n')
  await writeFile(join(directory, '.changeset/new-names.md'), `---\n'impcentral': ${step}\n---\n\nNew names.\n`)
  expect(await checkBreaking(directory)).toMatchObject({ code })
})

test('names that code is made of count too: methods by tags, types by schemas', async () => {
  const directory = await project(
    '2.4.1',
    ['paths/products.yaml', 'tags: [Products]', 'tags: [Devices]'],
    ['components/schemas/device.yaml', '\nDeviceAttributes:\n', '\nGadgetAttributes:\n'],
    ['components/schemas/device.yaml', "$ref: '#/DeviceAttributes'", "$ref: '#/GadgetAttributes'"],
  )
  const { code, output } = await checkBreaking(directory)
  expect(output.split('\n')).toEqual([
    'Names are better now.',
    '- operation listProducts: moved from the tag "Products" to "Devices"',
    "- #/components/schemas/DeviceAttributes: removed, and with it the type's name",
    '2 breaking changes since 2.4.1, but the next release is 2.4.1. Take them back, or raise the version to 3.0.0 in ' +
      'package.json or by a changeset.',
    '',
  ])
  expect(code).toBe(1)
})

test('a breaking change needs a reason, also where the version permits it', async () => {
  const directory = await project('2.4.1', renamedParameter)
  await writeVersion(directory, '3.0.0')
  await writeFile(join(directory, 'openapi/released/reasons.yaml'), '- changes: page.number\n  why: Another one.\n')
  const { code, output } = await checkBreaking(directory)
  expect(output).toContain('No reason is given in openapi/released/reasons.yaml for:\n- #/paths')
  expect(output).toContain('1 breaking change since 2.4.1, 1 of them without a reason.')
  expect(code).toBe(1)
})

test('a release replaces what was kept of the one before', async () => {
  const directory = await project('2.4.1', renamedParameter)
  await writeVersion(directory, '3.0.0')
  expect(await checkBreaking(directory, '--release')).toMatchObject({ code: 0 })
  const { code, output } = await checkBreaking(directory)
  expect(output).toBe('0 breaking changes since 3.0.0; the next release is 3.0.0.\n')
  expect(code).toBe(0)
})
